"""Forms to deliver, offices' workbooks, and who sent an imported list."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from cluster_desktop.db.base import IdBytes, UtcMoment

revision = "0005"
down_revision = "0004"

TEXT = sa.String()
DAY = sa.Date()
LINK = IdBytes(length=16)


def _needed(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _may(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _record(table: str, *columns: sa.Column[Any], owners: tuple[tuple[str, str], ...] = ()) -> None:
    """A table with what every record has, as 0004 made them."""
    op.create_table(
        table,
        *columns,
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", LINK, nullable=False),
        sa.Column("college_id", LINK, nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{owner}.id"],
                name=f"fk_{table}_{column}",
                initially="DEFERRED",
                deferrable=True,
            )
            for column, owner in owners
        ),
        sa.PrimaryKeyConstraint("row", name=f"pk_{table}"),
        sa.UniqueConstraint("id", name=f"uq_{table}_id"),
    )
    for column in columns:
        if column.name.endswith("_sort") or column.type is LINK:
            op.create_index(f"ix_{table}_{column.name}", table, [column.name])


def upgrade() -> None:
    _record(
        "form_mapping",
        _needed("form", TEXT),
        _needed("name", TEXT),
        _may("sender", TEXT),
        _needed("signature", TEXT),
        _needed("body", TEXT),
        _may("note", TEXT),
        _may("name_sort", TEXT),
        _may("sender_sort", TEXT),
    )
    op.create_index("ix_form_mapping_signature", "form_mapping", ["signature"])
    _record(
        "report_request",
        _needed("form", TEXT),
        _needed("name", TEXT),
        _may("period", TEXT),
        _may("due_on", DAY),
        _needed("repeats", TEXT),
        _may("form_mapping_id", LINK),
        _may("asked_by_id", LINK),
        _may("asked_by", TEXT),
        _may("letter_number", TEXT),
        _may("letter_on", DAY),
        _may("responsible", TEXT),
        _needed("state", TEXT),
        _may("delivered_on", DAY),
        _may("delivered_how", TEXT),
        _may("returned_because", TEXT),
        _may("accepted_on", DAY),
        _may("figures", TEXT),
        _may("note", TEXT),
        _may("name_sort", TEXT),
    )
    _record(
        "report_figure",
        _needed("report_request_id", LINK),
        _may("sheet", TEXT),
        _needed("row_key", TEXT),
        _needed("column_key", TEXT),
        _may("value", TEXT),
        _needed("note", TEXT),
        owners=(("report_request_id", "report_request"),),
    )
    op.add_column("import_mapping", _may("sender", TEXT))
