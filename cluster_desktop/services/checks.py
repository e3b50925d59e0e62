"""Questions before a write: is it there already, what did typed text mean, what belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, or_, select

from cluster_desktop import fields
from cluster_desktop.db.base import table_of
from cluster_desktop.db.lists import PAGE
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold_name
from cluster_desktop.rules.findings import Finding

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


def by_value(
    connection: Connection, entity: str, field: str, values: Iterable[Value]
) -> dict[Value, list[UUID]]:
    """Live records by exact stored value of one field."""
    table = table_of(entity)
    column = table.c[field]
    wanted = list(values)
    found: dict[Value, list[UUID]] = defaultdict(list)
    for start in range(0, len(wanted), PAGE):
        part = wanted[start : start + PAGE]
        query = select(column, table.c.id).where(table.c.deleted_at.is_(None), column.in_(part))
        for value, record in connection.execute(query.order_by(table.c.row)):
            found[value].append(record)
    return dict(found)


def by_folded_name(connection: Connection, entity: str, names: set[str]) -> dict[Value, list[UUID]]:
    """Live records by folded name without quotes and legal forms, in either language."""
    declared = catalogue[entity]
    table = table_of(entity)
    columns = [table.c[c] for c in declared.variants(declared.title)]
    found: dict[Value, list[UUID]] = defaultdict(list)
    query = select(table.c.id, *columns).where(table.c.deleted_at.is_(None))
    for record, *titles in connection.execute(query.order_by(table.c.row)):
        for name in {fold_name(title) for title in titles if title}:
            if name in names:
                found[name].append(record)
    return dict(found)


def possible_duplicates(
    connection: Connection, entity: Entity, values: Mapping[str, Value], record: UUID | None
) -> list[Finding]:
    """Warnings that name the records which may be the same one."""
    table = table_of(entity.name)
    found: list[Finding] = []
    seen: set[UUID] = {record} if record else set()
    for field in entity.duplicates:
        variants = [v for v in entity.variants(field) if values.get(v)]
        if not variants:
            continue
        if field == entity.title and field in entity.pairs():
            names = {fold_name(values[v]) for v in variants}
            named = by_folded_name(connection, entity.name, names)
            hits = [record for records in named.values() for record in records]
        else:
            same = or_(*(table.c[v] == values[v] for v in variants))
            query = select(table.c.id).where(table.c.deleted_at.is_(None), same).limit(5)
            hits = list(connection.execute(query).scalars())
        for hit in hits:
            if hit not in seen:
                seen.add(hit)
                found.append(_already_there(connection, entity, hit, variants[0]))
    return found


def _already_there(connection: Connection, entity: Entity, hit: UUID, field: str) -> Finding:
    table = table_of(entity.name)
    columns = [table.c[v] for v in entity.variants(entity.title)]
    line = connection.execute(select(*columns).where(table.c.id == hit)).one()
    title = next((str(value) for value in line if value), "")
    return Finding(
        _("Already in the list: {title}").format(title=title),
        field=field,
        severity="warning",
        suggestion=str(hit),
        code="duplicate",
    )


def live(connection: Connection, entity: str, records: Sequence[UUID]) -> set[UUID]:
    """Those of the records that exist and are not in the bin."""
    table = table_of(entity)
    found: set[UUID] = set()
    for start in range(0, len(records), PAGE):
        part = list(records[start : start + PAGE])
        wanted = select(table.c.id).where(table.c.id.in_(part), table.c.deleted_at.is_(None))
        found.update(connection.execute(wanted).scalars())
    return found


def lost_links(
    connection: Connection, entity: Entity, values: Mapping[str, Value]
) -> list[Finding]:
    """A finding for each link that names no live record of its kind."""
    found: list[Finding] = []
    for name, link in entity.links().items():
        target = values.get(name)
        if isinstance(target, UUID) and not live(connection, link.to, [target]):
            said = _("{field}: this record is not there. Choose from the list.")
            found.append(Finding(said.format(field=link.title()), field=name))
    return found


def belonging(
    connection: Connection, entity: str, records: Sequence[UUID]
) -> dict[str, list[UUID]]:
    """What lives and dies with the records, through all levels: a student's placements and their
    hours, an agreement's addenda."""
    found: dict[str, list[UUID]] = {}
    for owned, field in catalogue.owned_by(entity):
        by_owner = by_value(connection, owned.name, field, records)
        _take(found, owned.name, [child for children in by_owner.values() for child in children])
    for name, children in list(found.items()):
        for below, more in belonging(connection, name, children).items():
            _take(found, below, more)
    return found


def _take(found: dict[str, list[UUID]], name: str, records: Sequence[UUID]) -> None:
    """Add the records once: a placement belongs to its student and to its period."""
    if records:
        found[name] = list(dict.fromkeys([*found.get(name, ()), *records]))


def deleted_together(
    connection: Connection, entity: str, records: Sequence[UUID]
) -> dict[str, list[UUID]]:
    """What belongs to the records and went into the bin in the same moment, through all levels."""
    table = table_of(entity)
    marked = connection.execute(
        select(table.c.id, table.c.deleted_at).where(table.c.id.in_(list(records)))
    )
    moments = {line[0]: line[1] for line in marked}
    found: dict[str, list[UUID]] = {}
    for owned, field in catalogue.owned_by(entity):
        child = table_of(owned.name)
        lines = connection.execute(
            select(child.c.id, child.c[field], child.c.deleted_at).where(
                child.c[field].in_(list(records)), child.c.deleted_at.is_not(None)
            )
        )
        _take(found, owned.name, [i for i, owner, moment in lines if moment == moments.get(owner)])
    for name, children in list(found.items()):
        for below, more in deleted_together(connection, name, children).items():
            _take(found, below, more)
    return found


def read_typed(office: Office, entity: Entity, typed: Mapping[str, str]) -> dict[str, Value]:
    """Values of typed text; a link by id or by the text of exactly one record."""
    values: dict[str, Value] = {}
    for name, text in typed.items():
        spec = entity.fields.get(name)
        if spec is None:
            known = ", ".join(entity.fields)
            raise Refusal(
                _("“{field}” is no field here. There are: {known}.").format(
                    field=name, known=known
                ),
                field=name,
            )
        if isinstance(spec, fields.Link):
            values[name] = _linked(office, spec, text)
        else:
            values[name] = spec.parse(text, office.today())
    return values


def _linked(office: Office, spec: fields.Link, text: str) -> UUID | None:
    bare = text.strip()
    if not bare:
        return None
    try:
        return UUID(bare)
    except ValueError:
        found = office.choices_for(spec.to, bare, limit=2)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise spec.refuse(
            _("{field}: “{value}” is not known. Choose from the list.").format(
                field=spec.title(), value=bare
            )
        )
    raise spec.refuse(
        _("{field}: “{value}” fits several records. Write more of the name.").format(
            field=spec.title(), value=bare
        )
    )
