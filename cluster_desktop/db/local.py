"""Tables of this computer only: drafts and the device. Not records, so not in the journal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from cluster_desktop.db.base import Base, UtcMoment


class Draft(Base):
    """What somebody has begun to type; survives a crash, leaves with the record it became."""

    __tablename__ = "draft"
    kind: Mapped[str] = mapped_column(String, primary_key=True)
    payload: Mapped[str] = mapped_column(String)
    saved_at: Mapped[datetime] = mapped_column(UtcMoment)


class Local(Base):
    """Facts of this computer: its letters in numbers, the day of the last full check."""

    __tablename__ = "local"
    key: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str] = mapped_column(String)


def save_draft(connection: Connection, kind: str, payload: Mapping[str, Any], at: datetime) -> None:
    drop_draft(connection, kind)
    body = json.dumps(payload, ensure_ascii=False)
    connection.execute(insert(Draft).values(kind=kind, payload=body, saved_at=at))


def draft(connection: Connection, kind: str) -> dict[str, Any] | None:
    body = connection.execute(select(Draft.payload).where(Draft.kind == kind)).scalar()
    return None if body is None else dict(json.loads(body))


def drafts(connection: Connection) -> list[tuple[str, datetime, dict[str, Any]]]:
    """(kind, saved at, payload) of all drafts, newest first."""
    found = select(Draft.kind, Draft.saved_at, Draft.payload).order_by(Draft.saved_at.desc())
    return [(kind, at, json.loads(body)) for kind, at, body in connection.execute(found)]


def drop_draft(connection: Connection, kind: str) -> None:
    connection.execute(delete(Draft).where(Draft.kind == kind))


def fact(connection: Connection, key: str) -> str | None:
    return connection.execute(select(Local.value).where(Local.key == key)).scalar()


def put_fact(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(Local).where(Local.key == key))
    connection.execute(insert(Local).values(key=key, value=value))
