"""Erasure of a person for good: the only place where the journal is rewritten.

Everybody else finds the journal append-only, because triggers abort an UPDATE of it. Erasing lifts
two of these triggers inside its own transaction and makes them anew before the commit: no other
connection ever sees the file without them, and a kill in between leaves everything as it was.

What is freed inside the file is overwritten by `scrub` afterwards. Until that has happened a note
in the table of local facts says so, and the next opening goes on from it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, bindparam, delete, or_, select, text, update

from cluster_desktop import fields
from cluster_desktop.db import erased_words, local, merging, triggers
from cluster_desktop.db.base import table_of
from cluster_desktop.db.exchange import SyncLoser
from cluster_desktop.db.journal import JournalLine
from cluster_desktop.db.people import GIVEN_UP, GOING
from cluster_desktop.db.work import Work
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.fields import Value
from cluster_desktop.rules.erasure import LEAVES, MARK, SET_FREE, STAYS, WITH_PERSON

LIFTED = ("journal_fixed", "action_fixed")
UNFINISHED = "erasure.unfinished"
ENDED = ("mentor", "council_member")  # the record stays, its term is over
PART = 500  # ids in one IN list


@dataclass(frozen=True)
class Reach:
    """What goes with a person: ids by entity, also from the bin, and contents no other file has."""

    records: Mapping[str, tuple[UUID, ...]]
    contents: tuple[str, ...] = ()
    words: erased_words.Words = field(default_factory=erased_words.Words)

    def ids(self) -> list[UUID]:
        return [one for ids in self.records.values() for one in ids]


def reach(connection: Connection, entity: str, person: UUID) -> Reach:
    """Everything that is overwritten when this person is erased. Reads only."""
    found: dict[str, list[UUID]] = defaultdict(list)
    # Entered twice and merged, a person lies in the bin once more.
    persons = merging.merged_with(connection, entity, person)
    left: list[tuple[str, list[UUID]]] = [(entity, persons)]
    while left:
        name, ids = left.pop()
        found[name] += ids
        for child, link in WITH_PERSON.get(name, ()):
            table = table_of(child)
            children = _where(connection, child, table.c[link], ids)
            if children:
                left.append((child, children))
    owners = [str(one) for ids in found.values() for one in ids]
    files = _where(connection, "attachment", table_of("attachment").c.owner, owners)
    if files:
        found["attachment"] = files
    records = {name: tuple(ids) for name, ids in found.items()}
    return Reach(
        records,
        tuple(_contents(connection, files)),
        erased_words.all_of([erased_words.of(connection, entity, p, files) for p in persons]),
    )


def _where(connection: Connection, name: str, column: Any, values: Sequence[Any]) -> list[UUID]:
    table = table_of(name)
    found: list[UUID] = []
    for start in range(0, len(values), PART):
        wanted = select(table.c.id).where(column.in_(values[start : start + PART]))
        found += connection.execute(wanted.order_by(table.c.row)).scalars()
    return found


def naming(connection: Connection, entity: str, person: UUID) -> dict[str, tuple[UUID, ...]]:
    """All records that link to a person, also from the bin."""
    found: dict[str, tuple[UUID, ...]] = {}
    for other in catalogue.all():
        links = [name for name, link in other.links().items() if link.to == entity]
        table = table_of(other.name)
        ids = [one for n in links for one in _where(connection, other.name, table.c[n], [person])]
        if ids:
            found[other.name] = tuple(dict.fromkeys(ids))
    return found


def _contents(connection: Connection, files: Sequence[UUID]) -> set[str]:
    """Digests of these files that no other file has."""
    table = table_of("attachment")
    mine: set[str] = set()
    for one in files:
        mine.add(connection.execute(select(table.c.sha256).where(table.c.id == one)).scalar_one())
    lines = connection.execute(select(table.c.id, table.c.sha256).where(table.c.sha256.in_(mine)))
    own = set(files)
    return mine - {digest for other, digest in lines if other not in own} - {MARK}


def blank(spec: fields.Field) -> Value:
    """What stands in an erased field."""
    if isinstance(spec, fields.YesNo):
        return bool(spec.default)
    return MARK if spec.required else None


def goes(entity: Entity) -> dict[str, Value]:
    """The fields of a record that are overwritten, with what stands there afterwards."""
    stays = STAYS[entity.name]
    return {name: blank(spec) for name, spec in entity.fields.items() if name not in stays}


def emptied_with(
    connection: Connection, persons: Mapping[str, Iterable[UUID]]
) -> dict[str, list[UUID]]:
    """Records that only tell of these persons and have nothing in the fields that erasing
    overwrites: they were erased as well, though nothing was written into them."""
    found: dict[str, list[UUID]] = defaultdict(list)
    left = [(name, list(ids)) for name, ids in persons.items()]
    while left:
        name, ids = left.pop()
        for child, link in WITH_PERSON.get(name, ()) if ids else ():
            children = _where(connection, child, table_of(child).c[link], ids)
            stored = _stored(connection, child, children)
            empty = [one for one in children if _is_blank(child, stored[one.bytes])]
            found[child] += empty
            left.append((child, empty))
    return found


def _is_blank(name: str, stored: Mapping[str, Any]) -> bool:
    return all(
        stored[one] == (int(value) if isinstance(value, bool) else value)
        for one, value in goes(catalogue[name]).items()
    )


def _stored(
    connection: Connection, name: str, ids: Iterable[UUID]
) -> dict[bytes, Mapping[str, Any]]:
    """Records as the database stores them."""
    found: dict[bytes, Mapping[str, Any]] = {}
    wanted = sorted(one.bytes for one in ids)
    for start in range(0, len(wanted), PART):
        some = wanted[start : start + PART]
        marks = ", ".join("?" * len(some))
        lines = connection.exec_driver_sql(
            f'SELECT * FROM "{name}" WHERE id IN ({marks})', tuple(some)
        )
        found |= {bytes(line["id"]): dict(line) for line in lines.mappings()}
    return found


def erase(work: Work, entity: str, person: UUID, found: Reach, today: date) -> None:
    """Overwrite the person and all that `found` reaches, in the open action of `work`."""
    connection = work.connection
    if entity == "student":
        _leave_counts_true(work, person, found)
    for child, link in SET_FREE.get(entity, ()):
        _set_free(work, child, link, person)
    for name, ids in found.records.items():
        values = goes(catalogue[name])
        for one in ids if values else ():
            work.update(name, one, values)
        if name in LEAVES:
            work.mark_deleted(name, ids, work.now)
    if entity in ENDED:
        _end(work, entity, person, today)
    _drop_conflicts(connection, found)
    answers = erased_words.forget_answers(work, found.ids(), found.words)
    with _journal_opened(connection):
        for name, ids in found.records.items():
            _empty_old_values(connection, name, ids)
        erased_words.forget_old_answers(connection, answers)
        erased_words.rewrite_titles(connection, found.ids(), found.words, work.action)
    _drop_drafts(connection, found)
    _put_unfinished(connection, found.contents)
    for name in found.records:
        _rewrite_index(connection, catalogue[name])


def _leave_counts_true(work: Work, student: UUID, found: Reach) -> None:
    """The speciality that was known through the group stays; practice under way is given up."""
    people, groups = table_of("student"), table_of("study_group")
    through = (
        select(people.c.speciality_id, groups.c.speciality_id)
        .outerjoin(groups, groups.c.id == people.c.group_id)
        .where(people.c.id == student)
    )
    own, of_group = work.connection.execute(through).one()
    if own is None and of_group is not None:
        work.update("student", student, {"speciality_id": of_group})
    placement = table_of("placement")
    for one in found.records.get("placement", ()):
        state = select(placement.c.state).where(placement.c.id == one)
        if work.connection.execute(state).scalar() in GOING:
            work.update("placement", one, {"state": GIVEN_UP[0]})


def _set_free(work: Work, child: str, link: str, person: UUID) -> None:
    """Duties that are not over lose the person; those that are over keep the empty record."""
    table = table_of(child)
    wanted = select(table.c.id).where(table.c[link] == person)
    if child == "placement":
        wanted = wanted.where(table.c.state.in_(GOING))
    for one in list(work.connection.execute(wanted).scalars()):
        work.update(child, one, {link: None})


def _end(work: Work, entity: str, person: UUID, today: date) -> None:
    """Who has no name leads and decides no more: out of the lists of those who do today."""
    table = table_of(entity)
    ends = work.connection.execute(select(table.c.ends).where(table.c.id == person)).scalar()
    if ends is None or ends > today:
        work.update(entity, person, {"ends": today})


# The journal


@contextmanager
def _journal_opened(connection: Connection) -> Iterator[None]:
    """Lines of the journal may be rewritten inside, in this transaction only."""
    for name in LIFTED:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    # After an error the transaction is rolled back, and the dropped triggers with it.
    triggers.recreate(connection)


def _empty_old_values(connection: Connection, name: str, ids: Sequence[UUID]) -> None:
    """History keeps who changed which field when; what stood there goes."""
    emptied = goes(catalogue[name])
    stored = {one: int(v) if isinstance(v, bool) else v for one, v in emptied.items()}
    changed = []
    for start in range(0, len(ids), PART):
        lines = connection.execute(
            select(JournalLine.id, JournalLine.old).where(
                JournalLine.entity == name,
                JournalLine.record.in_(ids[start : start + PART]),
                JournalLine.old.is_not(None),
            )
        )
        for line, old in lines:
            was = json.loads(old or "{}")
            now = {one: stored.get(one, value) for one, value in was.items()}
            if now != was:
                changed.append({"line": line, "now": json.dumps(now, ensure_ascii=False)})
    if changed:
        put = update(JournalLine).where(JournalLine.id == bindparam("line"))
        connection.execute(put.values(old=bindparam("now")), changed)


def traces(connection: Connection, records: Mapping[str, Sequence[UUID]]) -> Reach:
    """What names the persons that another computer erased, while their records still hold it."""
    names: list[str] = []
    numbers: list[str] = []
    files = records.get("attachment", ())
    here: dict[str, tuple[UUID, ...]] = {}
    for entity, ids in records.items():
        table = table_of(entity)
        there = [one for one in ids if _where(connection, entity, table.c.id, [one])]
        here[entity] = tuple(there)
        for one in there:
            words = erased_words.of(connection, entity, one, ())
            names += words.names
            numbers += words.numbers
    known = [one for one in files if one in here.get("attachment", ())]
    called = erased_words.of_files(connection, known)
    words = erased_words.Words(tuple(names), tuple(numbers), tuple(called))
    return Reach(here, tuple(_contents(connection, known)), words)


def forget_history(connection: Connection, found: Reach) -> None:
    """Another computer erased these persons: what stood there goes from the journal here as well,
    their files at the next `scrub`."""
    with _journal_opened(connection):
        for name, ids in found.records.items():
            _empty_old_values(connection, name, ids)
        erased_words.rewrite_titles(connection, found.ids(), found.words, 0)
    _drop_drafts(connection, found)
    _put_unfinished(connection, found.contents)
    for name in found.records:
        _rewrite_index(connection, catalogue[name])


# What else remembers


def _drop_conflicts(connection: Connection, found: Reach) -> None:
    """What others wrote into the emptied fields and nobody has decided about."""
    for name, ids in found.records.items():
        emptied = goes(catalogue[name])
        units = set(emptied)
        units |= {group[0] for group in catalogue[name].together if not units.isdisjoint(group)}
        for one in ids:
            kept = SyncLoser.__table__.c
            lines = select(kept.unit).where(kept.record == one.bytes, kept.kind != "erased")
            for unit in set(connection.execute(lines).scalars()):
                edited = unit.removeprefix("deleted_at:").split(":")[0]
                if edited in units:
                    gone = (kept.record == one.bytes, kept.unit == unit)
                    connection.execute(delete(SyncLoser).where(*gone))


def _drop_drafts(connection: Connection, found: Reach) -> None:
    """Drafts that name the person or one of the records, and facts of lists that do."""
    told = [*found.words.written(), *(str(one) for one in found.ids())]
    for table, body in ((local.Draft, local.Draft.payload), (local.Local, local.Local.value)):
        key = table.kind if table is local.Draft else local.Local.key
        for one, kept in connection.execute(select(key, body)).all():
            if any(word in f"{one}\n{kept}" for word in told):
                connection.execute(delete(table).where(key == one))


def _rewrite_index(connection: Connection, entity: Entity) -> None:
    """Write the index of substrings anew: a deleted entry stays in it until its parts merge."""
    if entity.searched():
        name = f"{entity.name}_search"
        connection.exec_driver_sql(f"""INSERT INTO "{name}" ("{name}") VALUES ('optimize')""")


# Afterwards


def _put_unfinished(connection: Connection, contents: Iterable[str]) -> None:
    kept = set(unfinished(connection) or ()) | set(contents)
    local.put_fact(connection, UNFINISHED, json.dumps(sorted(kept)))


def unfinished(connection: Connection) -> list[str] | None:
    """Contents that an erasure has still to delete; None where no erasure is unfinished."""
    kept = local.fact(connection, UNFINISHED)
    return None if kept is None else [str(one) for one in json.loads(kept)]


def finished(connection: Connection) -> None:
    connection.execute(delete(local.Local).where(local.Local.key == UNFINISHED))


def still_used(connection: Connection, digest: str) -> bool:
    """Whether a file of a record has this content; one may have come since."""
    table = table_of("attachment")
    found = select(table.c.row).where(table.c.sha256 == digest).limit(1)
    return connection.execute(found).first() is not None


def scrub(engine: Engine) -> bool:
    """Write the whole file anew and empty the write-ahead log; False while somebody reads it.

    secure_delete overwrites what is freed, but the remains of a cell that moved to another page
    lie in the gap of the old one: only VACUUM leaves no byte behind.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    finally:
        raw.close()
    return not busy


def mentions(connection: Connection, found: Reach) -> list[tuple[str, UUID, str]]:
    """(entity, record, field) of other records whose text holds the name or an identifier.

    They may mean a namesake, so nobody but a person can say what to do with them.
    """
    words = found.words.exact()
    named: list[tuple[str, UUID, str]] = []
    for entity in catalogue.all() if words else ():
        table = table_of(entity.name)
        own = set(found.records.get(entity.name, ()))
        for name, spec in entity.fields.items():
            if not isinstance(spec, fields.Text | fields.LongText | fields.Digits | fields.Phone):
                continue
            holds = or_(*(text(f'instr("{name}", :w{n}) > 0') for n in range(len(words))))
            wanted = select(table.c.id).where(holds, table.c.deleted_at.is_(None))
            given = {f"w{n}": word for n, word in enumerate(words)}
            ids = connection.execute(wanted, given).scalars()
            named += [(entity.name, one, name) for one in ids if one not in own]
    return named
