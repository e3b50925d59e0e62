"""Which records wait for a decision. On a field with legal meaning: their papers are not printed.

Two people changed such a field apart, on two computers; what stands in the record now is only what
the clocks say. `sync_loser` holds the other value, a `conflict_decision` closes the matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import Connection, select

from cluster_desktop.db.base import table_of
from cluster_desktop.db.exchange import SyncLoser, SyncPeer
from cluster_desktop.db.lists import PAGE
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.rules.findings import Finding

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

NAMESPACE = UUID("8f4f2c0e-5b5e-5d1c-8f7a-6a0d3f1b9c24")
UNDECIDED = "undecided"


def decision_id(record: UUID, unit: str, stamp: int, device: str) -> UUID:
    """The name of the decision on one value that did not win: whoever decides makes this one."""
    return uuid5(NAMESPACE, f"{record}/{unit}/{stamp}/{device}")


def legal(
    office: Office, entity: str, records: Collection[UUID] | None = None
) -> dict[UUID, tuple[str, ...]]:
    """Of these records, or of all, those with an undecided legal field; by record the titles of
    the fields."""
    declared = catalogue[entity]
    if not declared.legal or (records is not None and not records):
        return {}
    with office.store.reading() as connection:
        if records is None:
            return _of_records(connection, declared, declared.legal, None)
        found: dict[UUID, tuple[str, ...]] = {}
        every = list(records)
        for start in range(0, len(every), PAGE):
            part = every[start : start + PAGE]
            found |= _of_records(connection, declared, declared.legal, part)
        return found


def waiting(office: Office, entity: str, record: UUID) -> tuple[str, ...]:
    """The titles of all fields of a record that wait, with legal meaning or without."""
    declared = catalogue[entity]
    with office.store.reading() as connection:
        found = _of_records(connection, declared, declared.fields, [record])
    return found.get(record, ())


def legal_count(office: Office) -> int:
    """How many records of all kinds wait for such a decision."""
    return sum(len(legal(office, entity.name)) for entity in catalogue.all())


def problem(fields: Collection[str], record: UUID | None = None) -> Finding:
    """Why a paper is not made, and where to decide; `field` names the record that waits."""
    said = _(
        "{fields}: changed in two places at once. Decide first which holds: Data exchange, "
        "Conflicts."
    )
    which = str(record) if record is not None else None
    return Finding(said.format(fields=", ".join(fields)), field=which, code=UNDECIDED)


def refuse(office: Office, entity: str, record: UUID) -> None:
    """Raises Refusal where the record waits for a decision."""
    fields = legal(office, entity, [record]).get(record)
    if fields:
        raise Refusal(problem(fields).message)


def _of_records(
    connection: Connection,
    entity: Entity,
    fields: Iterable[str],
    records: Collection[UUID] | None,
) -> dict[UUID, tuple[str, ...]]:
    units = {_unit(entity, name): _title(entity, name) for name in fields}
    asked = (
        select(SyncLoser.record, SyncLoser.unit, SyncLoser.stamp, SyncPeer.device, SyncLoser.value)
        .join(SyncPeer, SyncPeer.id == SyncLoser.peer)
        .where(
            SyncLoser.entity == entity.name, SyncLoser.kind == "field", SyncLoser.unit.in_(units)
        )
        .order_by(SyncLoser.stamp, SyncLoser.unit)
    )
    if records is not None:
        asked = asked.where(SyncLoser.record.in_([one.bytes for one in records]))
    found: dict[UUID, dict[str, None]] = {}
    for record, unit, stamp, device, value in connection.execute(asked).all():
        one = UUID(bytes=bytes(record))
        decision = decision_id(one, unit, stamp, device)
        if not _is_decided(connection, decision) and _differs(
            connection, entity, one, unit, msgspec.msgpack.decode(bytes(value))
        ):
            found.setdefault(one, {})[units[unit]] = None
    return {one: tuple(titles) for one, titles in found.items()}


def _columns(entity: Entity, unit: str) -> tuple[str, ...]:
    return next((group for group in entity.together if unit in group), (unit,))


def _title(entity: Entity, name: str) -> str:
    unit = _unit(entity, name)
    return ", ".join(entity.fields[one].title() for one in _columns(entity, unit))


def _unit(entity: Entity, name: str) -> str:
    """Fields that go together are named after the first of them."""
    return _columns(entity, name)[0]


def _is_decided(connection: Connection, decision: UUID) -> bool:
    table = table_of("conflict_decision")
    live = select(table.c.row).where(table.c.id == decision, table.c.deleted_at.is_(None))
    return connection.execute(live).first() is not None


def _differs(
    connection: Connection, entity: Entity, record: UUID, unit: str, value: list[Any]
) -> bool:
    """Whether the other value says anything else than what stands in the record."""
    names = ", ".join(f'"{name}"' for name in _columns(entity, unit))
    stands = connection.exec_driver_sql(
        f'SELECT {names} FROM "{entity.name}" WHERE id = ?',  # noqa: S608 - names of the catalogue
        (record.bytes,),
    ).first()
    return stands is not None and list(stands) != list(value)
