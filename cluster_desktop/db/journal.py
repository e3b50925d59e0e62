"""Actions and their lines: the one memory behind history, undo, audit and exchange.

An action is one thing a person did; its stamp is a hybrid logical clock (milliseconds of the wall
clock and a counter, never running backwards), so that machines apart agree on an order later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, Index, Integer, String, func, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from cluster_desktop.db.base import Base, IdBytes
from cluster_desktop.i18n import _

COUNTER_BITS = 16


class Action(Base):
    """One thing somebody did: who, when (stamp), from where, and what it is called."""

    __tablename__ = "action"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(IdBytes, unique=True)
    stamp: Mapped[int] = mapped_column(Integer, index=True)
    actor: Mapped[str] = mapped_column(String)
    source: Mapped[str] = mapped_column(String)
    title: Mapped[str] = mapped_column(String)
    undoes: Mapped[int | None] = mapped_column(Integer, index=True)
    undone_by: Mapped[int | None] = mapped_column(Integer, index=True)


class OpenAction(Base):
    """At most one row: the action that the triggers write for."""

    __tablename__ = "open_action"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class JournalLine(Base):
    """One record touched by one action. `old`: JSON of stored values, null for an insert."""

    __tablename__ = "journal"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    action: Mapped[int] = mapped_column(Integer)
    entity: Mapped[str] = mapped_column(String)
    record: Mapped[UUID] = mapped_column(IdBytes)
    op: Mapped[str] = mapped_column(String(1))
    old: Mapped[str | None] = mapped_column(String)
    __table_args__ = (Index("ix_journal_action", "action"), Index("ix_journal_record", "record"))


@dataclass(frozen=True)
class Said:
    """A title that follows the language: a marked msgid and the places in it."""

    msgid: str
    places: Mapping[str, str] = field(default_factory=dict)

    def stored(self) -> str:
        return json.dumps({"m": self.msgid, "p": dict(self.places)}, ensure_ascii=False)


def spoken(title: str) -> str:
    """The stored title in the current language."""
    if not title.startswith('{"m":'):
        return title
    said = json.loads(title)
    msgid: str = said["m"]
    return _(msgid).format(**said["p"])


def moment_of(stamp: int) -> datetime:
    return datetime.fromtimestamp((stamp >> COUNTER_BITS) / 1000, UTC)


def tick(last: int, now: datetime) -> int:
    """The next stamp: the wall clock, or one more than the last where the clock stands behind."""
    return max(last + 1, int(now.timestamp() * 1000) << COUNTER_BITS)


def open_action(
    connection: Connection,
    *,
    actor: str,
    source: str,
    title: str | Said,
    now: datetime,
    undoes: int | None = None,
    stamp: int | None = None,
) -> int:
    """Write the action's row and let the triggers write for it. Returns its id.

    `stamp` is that of an action of another computer; one's own follows every stamp that is known.
    """
    if stamp is None:
        last = connection.execute(select(func.max(Action.stamp))).scalar() or 0
        stamp = tick(last, now)
    made = connection.execute(
        insert(Action).values(
            uuid=uuid4(),
            stamp=stamp,
            actor=actor,
            source=source,
            title=title.stored() if isinstance(title, Said) else title,
            undoes=undoes,
        )
    )
    (action,) = made.inserted_primary_key or (None,)
    connection.execute(insert(OpenAction).values(id=action))
    return int(action or 0)


def affirm(connection: Connection, entity: str, record: UUID, columns: Iterable[str]) -> None:
    """A line of the journal without a change: in the open action somebody said that these fields
    shall be as they are. It is told to others like a change, so that it meets theirs."""
    table = Base.metadata.tables[entity]
    values = " UNION ALL ".join(
        f"""SELECT '{c}' AS f, {f'hex("{c}")' if isinstance(table.c[c].type, IdBytes) else f'"{c}"'}
        AS v FROM "{entity}" WHERE id = :record"""
        for c in columns
    )
    sql = f"""INSERT INTO journal (action, entity, record, op, old)
        SELECT id, :entity, :record, 'u', (SELECT json_group_object(f, v) FROM ({values}))
        FROM open_action"""
    connection.execute(text(sql), {"entity": entity, "record": record.bytes})


def close_action(connection: Connection) -> None:
    connection.execute(text("DELETE FROM open_action"))
