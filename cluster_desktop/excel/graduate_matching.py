"""A list of graduates beside the records: the person by IIN, else by name and birthday or year.

What became of them is known by person, checkpoint and day: a list of the same day changes its own
lines and nobody else's, a list of a later day adds what is known then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from cluster_desktop.excel import known
from cluster_desktop.excel.graduate_list import CHECKED_ON, QUALIFICATION, SPECIALITY, STATE, YEAR
from cluster_desktop.excel.known import Organisations
from cluster_desktop.excel.matching import (
    Differ,
    Fate,
    FieldChange,
    Proposal,
    RowState,
    Together,
    in_parts,
)
from cluster_desktop.excel.mentor_matching import same_phones
from cluster_desktop.excel.people_columns import BIN
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.excel.same_person import other_person
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold_name
from cluster_desktop.query import Condition, Operation, Query
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import outcomes
from cluster_desktop.services.office import Office

_STUDENT = (
    *("full_name", "iin", "born", "sex", "funding", "language", "graduation_year", "phone"),
    *("dual", "note"),
)
_OUTCOME = (
    *("state", "employer", "employer_bin", "position", "by_speciality", "hired_on"),
    *("evidence", "evidence_text", "targeted_number", "note", "checked_on"),
)
_STUDENT_PATHS = {f"student.{name}": name for name in _STUDENT}
_OUTCOME_PATHS = {f"outcome.{name}": name for name in _OUTCOME}
_STUDENT_COLUMNS = (*_STUDENT, "status", "speciality_id", "qualification_id")
_OUTCOME_COLUMNS = (*_OUTCOME, "student_id", "checkpoint", "organisation_id")
# Blank means no in these columns for a new record, and nothing for one that is there.
_SILENT = ("student.dual", "outcome.by_speciality")

_STUDENTS = Differ(
    "student",
    {
        "phone": same_phones,
        "speciality_id": known.same_link,
        "qualification_id": known.same_link,
    },
)
_OUTCOMES = Differ("outcome", {"organisation_id": known.same_link})


class GraduateMatcher:
    """Students and outcomes that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together) -> None:
        self._office = office
        self._together = together
        self._organisations = Organisations(office, together)
        self._specialities = known.by_code(office, "speciality")
        self._qualifications = known.by_code(office, "qualification")
        self._by_iin: dict[str, UUID] = {}
        self._by_name: dict[str, list[UUID]] = {}
        self._students: dict[UUID, Mapping[str, Value]] = {}
        self._outcomes: dict[tuple[UUID, str, date], tuple[UUID, Mapping[str, Value]]] = {}
        self._asked: set[str] = set()
        self._checkpoints: dict[tuple[int, date], str] = {}

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Read in bulk what the records may meet."""
        rows = [record.values for record in records]
        self._organisations.load([{BIN: values.get("outcome.employer_bin")} for values in rows])
        iins = {str(v["student.iin"]) for v in rows if v.get("student.iin")}
        names = {fold_name(str(v["student.full_name"])) for v in rows if v.get("student.full_name")}
        found: set[UUID] = set()
        for part in in_parts(sorted(iins - self._asked)):
            for iin, ids in self._office.lookup("student", "iin", part).items():
                self._by_iin[iin] = ids[0]
                found.update(ids)
        if wanted := names - self._asked:
            reading.tick()
            for name, ids in self._office.lookup("student", "folded_name", wanted).items():
                self._by_name[name] = ids
                found.update(ids)
        self._asked |= iins | names
        for some in in_parts(sorted(found - self._students.keys())):
            self._load_students(tuple(some))

    def _load_students(self, ids: tuple[UUID, ...]) -> None:
        there = (Condition("id", "in", ids),)
        for row in self._office.rows(Query("student", there, columns=_STUDENT_COLUMNS)):
            self._students[row.id] = row.values
        theirs = (Condition("student_id", "in", ids),)
        for row in self._office.rows(Query("outcome", theirs, columns=_OUTCOME_COLUMNS)):
            student = known.id_of(row["student_id"])
            if student is not None:
                key = (student, row["checkpoint"], row["checked_on"])
                self._outcomes[key] = (row.id, row.values)

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows of the same people."""
        wanted = set(rows)
        found: dict[int, Fate] = {}
        for place, (key, group) in enumerate(reading.groups.items()):
            if place % 500 == 0:
                reading.tick()
            if not wanted.isdisjoint(group):
                for record in group.values():
                    found[record.row] = self._fate(reading, key, record)
        return found

    def _fate(self, reading: Reading, key: str, record: Record) -> Fate:
        if record.is_wrong:
            return Fate(RowState.ERROR)
        stored = self._find(record)
        if stored is not None and (other := self._other(reading, record, stored)):
            return Fate(RowState.ERROR, findings=other)
        student, findings = self._student(reading, key, record, stored)
        wrong = known.problems(reading, record, "student", student.values)
        proposals = [student]
        if record.values.get(STATE) and student.id is not None:
            outcome = self._outcome(record, student.id, is_new=student.is_new)
            wrong += known.problems(reading, record, "outcome", outcome.values)
            proposals.append(outcome)
        if wrong:
            return Fate(RowState.ERROR, findings=wrong)
        if student.is_new:
            state = RowState.NEW
        else:
            does = any(each.does_something for each in proposals)
            state = RowState.CHANGED if does else RowState.SAME
        return Fate(state, tuple(proposals), findings)

    def _other(self, reading: Reading, record: Record, stored: UUID) -> tuple[CellFinding, ...]:
        there = self._students[stored]
        names = {"name": "student.full_name", "iin": "student.iin", "born": "student.born"}
        return other_person(reading, record, there, **names)

    def _find(self, record: Record) -> UUID | None:
        values = record.values
        iin = values.get("student.iin")
        if iin and str(iin) in self._by_iin:
            return self._by_iin[str(iin)]
        fitting = []
        for one in self._by_name.get(fold_name(str(values["student.full_name"])), []):
            there = self._students[one]
            if iin and there.get("iin"):
                continue
            born, year = values.get("student.born"), values.get(YEAR)
            if (born and there.get("born") == born) or there.get("graduation_year") == year:
                fitting.append(one)
        return fitting[0] if len(fitting) == 1 else None

    def _student(
        self, reading: Reading, key: str, record: Record, stored: UUID | None
    ) -> tuple[Proposal, tuple[CellFinding, ...]]:
        wanted = known.taken(self._said(record, stored is None), _STUDENT_PATHS)
        wanted["status"] = "graduated"
        findings: tuple[CellFinding, ...] = ()
        for path, field, ids in (
            (SPECIALITY, "speciality_id", self._specialities),
            (QUALIFICATION, "qualification_id", self._qualifications),
        ):
            code = record.values.get(path)
            if code and str(code) in ids:
                wanted[field] = ids[str(code)]
            elif code:
                said = _("The code {code} is not in the lists of the program; it is left out.")
                finding = Finding(said.format(code=code), severity="warning", code="unknown_code")
                findings += (reading.at(record, path, finding),)
        if stored is None:
            fresh = self._together.id_of("student", key)
            return Proposal("student", fresh, True, wanted), findings
        changes = _STUDENTS.changes(self._students[stored], wanted)
        return _changing("student", stored, changes), findings

    def _outcome(self, record: Record, student: UUID, *, is_new: bool) -> Proposal:
        values = record.values
        checked, year = values[CHECKED_ON], values[YEAR]
        if not isinstance(checked, date) or not isinstance(year, int):
            raise TypeError("settled rows have a day and a year")
        checkpoint = self._checkpoint(year, checked)
        found = None if is_new else self._outcomes.get((student, checkpoint, checked))
        wanted = known.taken(self._said(record, found is None), _OUTCOME_PATHS)
        if (employer := self._organisations.of_bin(values.get("outcome.employer_bin"))) is not None:
            wanted["organisation_id"] = employer
        if found is None:
            wanted |= {"student_id": student, "checkpoint": checkpoint}
            key = f"{student}|{checkpoint}|{checked}"
            return Proposal("outcome", self._together.id_of("outcome", key), True, wanted)
        return _changing("outcome", found[0], _OUTCOMES.changes(found[1], wanted))

    def _said(self, record: Record, is_new: bool) -> Mapping[str, object]:
        if is_new:
            return record.values
        silent = [path for path in _SILENT if path not in record.own]
        return {path: value for path, value in record.values.items() if path not in silent}

    def _checkpoint(self, year: int, day: date) -> str:
        key = (year, day)
        if key not in self._checkpoints:
            self._checkpoints[key] = outcomes.checkpoint_on(self._office, year, day)
        return self._checkpoints[key]

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """People first, then what became of them."""
        return known.in_order(fates, ("student", "outcome"))


def _changing(entity: str, record: UUID, changes: tuple[FieldChange, ...]) -> Proposal:
    new = known.plain({change.field: change.new for change in changes})
    return Proposal(entity, record, False, new, changes)
