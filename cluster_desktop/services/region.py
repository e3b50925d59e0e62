"""The regional office: several colleges in one database, seen all together or one at a time.

`within` is an office that sees some colleges' records only: whatever reads through it – forms,
figures, lists – counts theirs and nobody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db import colleges as stored
from cluster_desktop.entity import Entity
from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.i18n import _, sort_key
from cluster_desktop.query import Changes, Condition, Query, Row
from cluster_desktop.services import colleges
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.db.journal import Said

ALL = "all"
_COLUMNS = ("name_kk", "name_ru", "bin", "kind")


@dataclass(frozen=True, slots=True)
class College:
    """A college whose records stand here."""

    id: UUID
    name: Pair
    bin: str
    title: str


def colleges_of(office: Office) -> tuple[College, ...]:
    """The colleges whose records stand in this database, by name.

    The own organisation is one of them where it is a college itself: the regional office is not.
    """
    own = office.college_id()
    with office.store.reading() as connection:
        there = stored.there(connection)
    if own is not None:
        there.add(own)
    where = (Condition("id", "in", tuple(there)),)
    rows = [
        row
        for row in office.rows(Query("organisation", where, columns=(*_COLUMNS, "name")))
        if row.id != own or row["kind"] == "college"
    ]
    return tuple(sorted(map(_college, rows), key=lambda one: (sort_key(one.title), one.id.bytes)))


def _college(row: Row) -> College:
    names = Pair(row["name_kk"] or "", row["name_ru"] or "")
    return College(row.id, names, row["bin"] or "", str(row["name"] or row["bin"] or row.id))


def is_regional(office: Office) -> bool:
    """Whether records of other colleges stand here, as they do at the regional office only."""
    own = office.college_id()
    return any(one.id != own for one in colleges_of(office))


def has_several(office: Office, kind: Entity) -> bool:
    """Whether records of this kind may be of several colleges here."""
    return kind.exchange == "college" and is_regional(office)


def chosen(office: Office, asked: str) -> tuple[College, ...]:
    """The colleges that are meant by "all", by an id or a BIN. Raises Refusal.

    By nothing: the own one at a college (then empty: its records may have no college yet), all at
    the regional office.
    """
    word = asked.strip()
    known = colleges_of(office)
    own = office.college_id()
    if not word and all(one.id == own for one in known):
        return ()
    if word in ("", ALL):
        return known
    for one in known:
        if word.lower() in (str(one.id), one.bin):
            return (one,)
    said = _("No records of “{college}” stand here. There are: {known}.")
    names = ", ".join(f"{one.title} ({one.bin or one.id})" for one in known) or "–"
    raise Refusal(said.format(college=word, known=names), field="college")


def in_several(office: Office, wanted: Sequence[College]) -> int:
    """How many IIN of students stand in more than one of these colleges."""
    with office.store.reading() as connection:
        return stored.students_in_several(connection, [one.id for one in wanted])


def within(office: Office, wanted: Sequence[College]) -> Office:
    """An office for reading that sees these colleges only; without any the own one."""
    own = office.college_id()
    ids: list[UUID | None] = [one.id for one in wanted] or [own]
    if own in ids:
        ids.append(None)
    return _Within(office, tuple(dict.fromkeys(ids)))


def of_college(query: Query, college: UUID) -> Query:
    """The query about the records of that college only, where its kind is a college's own."""
    return colleges.narrowed(query, (college,))


class _Within(Office):
    """Reads of some colleges. It writes nothing: whose would the record be?"""

    def __init__(self, office: Office, wanted: tuple[UUID | None, ...]) -> None:
        super().__init__(office.store, today=office.today, source=office.source)
        self.colleges = wanted
        self._office = office
        named = [one for one in wanted if one is not None]
        self._one = named[0] if len(named) == 1 else None
        self.sees_inner = not named or named == [office.college_id()]
        self._supply: tuple[UUID, ...] | None = None

    def college_id(self) -> UUID | None:
        """The one college that is seen; of several the office that asks."""
        return self._one or self._office.college_id()

    def seen(self, query: Query) -> Query:
        if self.colleges is None:
            raise Bug("an office within colleges without any")
        if len(self.colleges) > 1 and self._one is None and query.entity in colleges.TOLD_BY_ONE:
            # Of all colleges together every line is meant, also what the region was told itself.
            return self._supply_once(query) if query.entity == "other_supply" else query
        return colleges.narrowed(query, self.colleges)

    def _supply_once(self, query: Query) -> Query:
        """Graduates of colleges whose own records stand here are counted as those; what several
        colleges tell of the same others is one number, the newest."""
        if self._supply is None:
            columns = ("organisation_id", "speciality_id", "year")
            told = self._office.rows(Query("other_supply", columns=columns))
            newest = {
                (row["organisation_id"].id, row["speciality_id"].id, row["year"]): row.id
                for row in sorted(told, key=lambda row: row.id.bytes)
                if row["organisation_id"].id not in (self.colleges or ())
            }
            self._supply = tuple(newest.values())
        return replace(query, where=(*query.where, Condition("id", "in", self._supply)))

    def apply(self, title: str | Said, *_rest: object, **_more: object) -> Changes:
        raise Bug(f"a view of some colleges was written to: {title}")
