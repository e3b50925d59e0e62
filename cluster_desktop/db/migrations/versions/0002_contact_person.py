"""Contact persons of organisations"""

import sqlalchemy as sa
from alembic import op

from cluster_desktop.db.base import IdBytes, UtcMoment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "contact_person",
        sa.Column("organisation_id", IdBytes(length=16), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("full_name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_contact_person_organisation_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_contact_person"),
        sa.UniqueConstraint("id", name="uq_contact_person_id"),
    )
    for column in ("organisation_id", "full_name_sort"):
        op.create_index(f"ix_contact_person_{column}", "contact_person", [column])
