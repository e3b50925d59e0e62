"""The exchange: decisions and merges as records, and the tables of this computer."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from cluster_desktop.db.base import IdBytes, UtcMoment

revision = "0006"
down_revision = "0005"

TEXT = sa.String()
BYTES = sa.LargeBinary()
NUMBER = sa.Integer()
LINK = IdBytes(length=16)


def _needed(name: str, kind: TypeEngine[Any], default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def _may(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _record(table: str, *columns: sa.Column[Any]) -> None:
    """A table with what every record has, as 0004 made them."""
    op.create_table(
        table,
        *columns,
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", LINK, nullable=False),
        sa.Column("college_id", LINK, nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=f"pk_{table}"),
        sa.UniqueConstraint("id", name=f"uq_{table}_id"),
    )


def _local(table: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"))


def upgrade() -> None:
    _record(
        "conflict_decision",
        _needed("entity", TEXT),
        _needed("record", TEXT),
        _needed("unit", TEXT),
        _needed("stamp", TEXT),
        _needed("device", TEXT),
        _needed("choice", TEXT),
        _may("note", TEXT),
    )
    op.create_index("ix_conflict_decision_record", "conflict_decision", ["record"])
    _record(
        "merged_record",
        _needed("entity", TEXT),
        _needed("loser", TEXT),
        _needed("winner", TEXT),
        _may("body", TEXT),
    )
    op.create_index("ix_merged_record_loser", "merged_record", ["loser"])
    op.create_index("ix_merged_record_winner", "merged_record", ["winner"])
    op.add_column("attachment", _may("blob", TEXT))
    _clocks()
    _files()


def _clocks() -> None:
    op.create_table(
        "sync_peer",
        _needed("id", NUMBER),
        _needed("device", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_sync_peer"),
        sa.UniqueConstraint("device", name="uq_sync_peer_device"),
    )
    _local("sync_scope", _needed("scope", TEXT), _needed("digest", BYTES), key=("scope",))
    _local(
        "sync_seen",
        _needed("scope", TEXT),
        _needed("peer", NUMBER),
        _needed("seq", NUMBER),
        _needed("hash", TEXT),
        key=("scope", "peer"),
    )
    _local(
        "sync_row",
        _needed("record", sa.LargeBinary(16)),
        _needed("entity", TEXT),
        _needed("scope", TEXT),
        _needed("stamp", NUMBER),
        _needed("peer", NUMBER),
        _needed("seq", NUMBER),
        _may("later", BYTES),
        _needed("hash", sa.LargeBinary(16)),
        key=("record", "entity"),
    )
    _local(
        "sync_loser",
        _needed("record", sa.LargeBinary(16)),
        _needed("unit", TEXT),
        _needed("stamp", NUMBER),
        _needed("peer", NUMBER),
        _needed("seq", NUMBER),
        _needed("entity", TEXT),
        _needed("scope", TEXT),
        _needed("value", BYTES),
        _may("base", BYTES),
        _needed("actor", TEXT),
        _needed("kind", TEXT),
        key=("record", "unit", "stamp", "peer"),
    )
    _local(
        "sync_unknown",
        _needed("id", NUMBER),
        _needed("scope", TEXT),
        _needed("entity", TEXT),
        _needed("record", sa.LargeBinary(16)),
        _needed("stamp", NUMBER),
        _needed("peer", NUMBER),
        _needed("seq", NUMBER),
        _needed("operation", BYTES),
        _needed("why", TEXT),
        key=("id",),
    )
    _local(
        "sync_action",
        _needed("action", NUMBER),
        _needed("peer", NUMBER),
        _needed("seq", NUMBER),
        _needed("scope", TEXT),
        _may("receipt", NUMBER),
        key=("action",),
    )
    op.create_index("ix_sync_action_receipt", "sync_action", ["receipt"])


def _files() -> None:
    _local(
        "sync_bundle",
        _needed("scope", TEXT),
        _needed("device", TEXT),
        _needed("seq", NUMBER),
        _needed("hash", TEXT),
        _needed("prev", TEXT),
        _needed("state", TEXT),
        _needed("reason", TEXT, ""),
        _needed("hi", NUMBER, "0"),
        _needed("came_at", NUMBER, "0"),
        _needed("content", BYTES),
        key=("scope", "device", "seq", "hash"),
    )
    op.create_index("ix_sync_bundle_state", "sync_bundle", ["state"])
    _local(
        "sync_place",
        _needed("place", TEXT),
        _needed("scope", TEXT),
        _needed("device", TEXT),
        _needed("seq", NUMBER),
        key=("place", "scope", "device"),
    )
    _local(
        "sync_document",
        _needed("kind", TEXT),
        _needed("number", NUMBER),
        _needed("hash", TEXT),
        _needed("content", BYTES),
        key=("kind", "number", "hash"),
    )
    _local(
        "sync_receipt",
        _needed("id", NUMBER),
        _needed("at", TEXT),
        _needed("body", TEXT),
        key=("id",),
    )
