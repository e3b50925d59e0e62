"""What people do in a simulated college: records they make, fields they change, with which words.

Every value is written once in a whole simulation, so that a value in a record says who wrote it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from cluster_desktop.db import erasing, merging
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.query import Changes, Delete, Insert, Operation, Update
from cluster_desktop.services import merging as merges
from cluster_desktop.services import people
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

MARK = "Жоспарланған құпия"  # in every text: nobody may find it outside of the databases
KINDS = (
    *("teacher", "goal", "agreement", "addendum", "organisation", "contact_person", "speciality"),
    *("student", "outcome"),
)
PARENTS = {
    "addendum": "agreement",
    "contact_person": "organisation",
    "agreement": "organisation",
    "outcome": "student",
}
LINKS = {
    "addendum": "agreement_id",
    "contact_person": "organisation_id",
    "agreement": "partner_id",
    "outcome": "student_id",
}
PERSONS = ("teacher", "contact_person", "student")
MERGED = ("teacher", "organisation", "contact_person", "student")


@dataclass
class Pen:
    """Makes values that nobody has written before."""

    chance: random.Random
    written: int = 0

    def text(self) -> str:
        self.written += 1
        return f"{MARK} {self.written} Ұлжалғас Өмірзаққызы"

    def day(self) -> date:
        self.written += 1
        return date(2020, 1, 1) + timedelta(days=self.written)


Written = Callable[[Pen], Mapping[str, Value]]


def _dates(pen: Pen) -> Mapping[str, Value]:
    return {"valid_from": pen.day(), "valid_until": pen.day()}


def _text(name: str) -> Written:
    return lambda pen: {name: pen.text()}


def _choice(name: str, words: tuple[str, ...]) -> Written:
    return lambda pen: {name: pen.chance.choice(words)}


def _work(pen: Pen) -> Mapping[str, Value]:
    return {"state": "employed", "employer": pen.text()}


NEW: Mapping[str, Written] = {
    "teacher": _text("full_name"),
    "goal": lambda pen: {"name_kk": pen.text(), "horizon": "year1"},
    "agreement": lambda pen: {
        "number": pen.text(),
        "kind": "cooperation",
        "stage": "draft",
        **_dates(pen),
    },
    "addendum": lambda pen: {"number": pen.text(), "stage": "draft"},
    "organisation": lambda pen: {"name_kk": pen.text(), "kind": "enterprise", "note": pen.text()},
    "contact_person": _text("full_name"),
    "speciality": lambda pen: {"code": pen.text(), "name_kk": pen.text()},
    "student": _text("full_name"),
    "outcome": lambda pen: {"checked_on": pen.day(), **_work(pen)},
}
CHANGES: Mapping[str, tuple[Written, ...]] = {
    "teacher": (_text("full_name"), _text("position"), _text("note")),
    "goal": (_text("name_kk"), _text("responsible")),
    "agreement": (_text("number"), _dates, _choice("stage", ("draft", "signed", "terminated"))),
    "addendum": (_text("number"), _text("subject_kk")),
    "organisation": (_text("name_kk"), _text("sector"), _text("note")),
    "contact_person": (_text("full_name"), _text("position")),
    "speciality": (_text("name_kk"), _text("name_ru")),
    "student": (_text("full_name"), _text("note"), _choice("language", ("kk", "ru"))),
    "outcome": (_work, _text("position")),
}


@dataclass
class Deeds:
    """The acts of one simulation. `last` holds by computer the newest value of each field it
    wrote; what was taken back is forgotten there."""

    chance: random.Random
    pen: Pen = field(init=False)
    last: dict[tuple[str, UUID, str], Value] = field(default_factory=dict)
    # (kind, record, text): what the records of erased persons said
    erased: set[tuple[str, UUID, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pen = Pen(self.chance)

    def add(self, name: str, office: Office) -> str:
        kind = self.chance.choice(KINDS)
        values = dict(NEW[kind](self.pen))
        if kind in PARENTS:
            parent = self._any(office, PARENTS[kind])
            if parent is None:
                kind, values = "organisation", dict(NEW["organisation"](self.pen))
            else:
                values[LINKS[kind]] = parent
        record = new_id()
        self._do(name, office, [Insert(kind, values, record)])
        self._note(name, record, values)
        return f"adds {kind}"

    def edit(self, name: str, office: Office) -> str:
        kind = self.chance.choice(KINDS)
        record = self._own(office, kind)
        if record is None:
            return self.add(name, office)
        values = self.chance.choice(CHANGES[kind])(self.pen)
        self._do(name, office, [Update(kind, record, values)])
        self._note(name, record, values)
        return f"changes {kind} {sorted(values)}"

    def delete(self, name: str, office: Office) -> str:
        kind = self.chance.choice(KINDS)
        record = self._own(office, kind)
        if record is None:
            return "finds nothing to send to the bin"
        self._do(name, office, [Delete(kind, record)])
        return f"sends {kind} to the bin"

    def restore(self, name: str, office: Office) -> str:
        kind = self.chance.choice(KINDS)
        record = self._own(office, kind, binned=True)
        if record is None:
            return "finds nothing in the bin"
        try:
            office.restore(kind, [record])
        except Refusal as why:
            return f"takes nothing out of the bin: {why}"
        return f"takes {kind} out of the bin"

    def undo(self, name: str, office: Office) -> str:
        title = office.undo_title()
        if title is None or "Setting" in title:  # whose computer it is, is not taken back
            return "has nothing to undo"
        try:
            changes = office.undo(force=True)
        except Refusal as why:
            return f"undoes nothing: {why}"
        self._forget(name, changes)
        return "undoes"

    def erase(self, name: str, office: Office) -> str:
        kind = self.chance.choice(PERSONS)
        record = self._own(office, kind)
        if record is None:
            return "finds nobody to erase"
        with office.store.reading() as connection:
            found = erasing.reach(connection, kind, record)
            said = {
                (one, each, value)
                for one, ids in found.records.items()
                for each in ids
                for column, value in merging.values_of(connection, one, each).items()
                if column in erasing.goes(office.entity(one)) and isinstance(value, str)
            }
        try:
            people.erase(office, kind, record, "өтініш бойынша")
        except Refusal as why:
            return f"erases nobody: {why}"
        self.erased |= {one for one in said if MARK in one[2]}
        for key in [key for key in self.last if key[0] == name and key[1] in found.ids()]:
            del self.last[key]
        return f"erases {kind}"

    def merge(self, name: str, office: Office) -> str:
        kind = self.chance.choice(MERGED)
        winner, loser = self._own(office, kind), self._own(office, kind)
        if winner is None or loser is None or winner == loser:
            return "finds no two to merge"
        try:
            pairs = merges.outlook(office, kind, winner, loser).fields
            take = [one.name for one in pairs if one.differs and self.chance.random() < 0.5]
            changes = merges.merge(office, kind, winner, loser, take)
        except Refusal as why:
            return f"merges nothing: {why}"
        self._forget(name, changes)
        return f"merges two of {kind}"

    def separate(self, name: str, office: Office) -> str:
        found = sorted(merges.merged(office), key=lambda one: (one.entity, one.loser.title))
        if not found:
            return "finds nothing merged"
        one = self.chance.choice(found)
        self._forget(name, merges.separate(office, one.entity, one.loser.id))
        return f"separates two of {one.entity}"

    def settle(self, name: str, office: Office) -> None:
        """What the program does after each exchange."""
        changes = merges.settle(office)
        if changes is not None:
            self._forget(name, changes)

    def _forget(self, name: str, changes: Changes) -> None:
        for key in [key for key in self.last if key[0] == name and key[1] in changes.ids]:
            del self.last[key]

    def _do(self, name: str, office: Office, operations: list[Operation]) -> None:
        office.apply(f"{MARK}: {name}", "hand", operations)

    def _note(self, name: str, record: UUID, values: Mapping[str, Value]) -> None:
        for column, value in values.items():
            self.last[name, record, column] = value

    def _any(self, office: Office, kind: str) -> UUID | None:
        return self._pick(office, f'SELECT id FROM "{kind}" WHERE deleted_at IS NULL')

    def _own(self, office: Office, kind: str, *, binned: bool = False) -> UUID | None:
        """A record that this computer may change: not the region's among the reference lists."""
        wanted = f'SELECT id FROM "{kind}" WHERE deleted_at IS {"NOT " if binned else ""}NULL'
        college = office.college_id()
        if kind == "speciality" and college is not None:
            wanted += f" AND college_id = x'{college.hex}'"
        return self._pick(office, wanted)

    def _pick(self, office: Office, wanted: str) -> UUID | None:
        with office.store.reading() as connection:
            # By what people wrote, which is the same in each run of a seed; ids are not.
            found = list(connection.exec_driver_sql(wanted + ' ORDER BY "row"').scalars())
        return UUID(bytes=bytes(self.chance.choice(found))) if found else None
