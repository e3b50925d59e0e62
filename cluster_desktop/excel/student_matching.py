"""A list of students beside the records: who is already there, what would change.

A student is the one with the same IIN, else the one of that name in that group. Groups, the
academic year and curators that are not there yet come in with the first student taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.entity import catalogue
from cluster_desktop.excel.agreement_register import numbers_in
from cluster_desktop.excel.known import by_code, id_of, in_order, plain, same_link
from cluster_desktop.excel.matching import Differ, Fate, Proposal, RowState, Together, in_parts
from cluster_desktop.excel.people_columns import group_key
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.excel.same_person import other_birthday, other_person, person_key
from cluster_desktop.excel.spans import academic_year
from cluster_desktop.excel.student_list import (
    BORN,
    COURSE,
    CURATOR,
    EXPELLED,
    FUNDING,
    GROUP,
    IIN,
    IMPLIED,
    LEFT_ON,
    NAME,
    ON_LEAVE,
    SPECIALITY,
    YEAR,
)
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Operation, Query
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.office import Office

_LINKS = ("group_id", "speciality_id", "qualification_id")
# Field → meaning it is filled from.
_PATHS = {
    "full_name": NAME,
    "iin": IIN,
    "born": "student.born",
    "sex": "student.sex",
    "funding": FUNDING,
    "language": "student.language",
    "dual": "student.dual",
    "phone": "student.phone",
    "address": "student.address",
    "guardian_name": "student.guardian",
    "guardian_phone": "student.guardian_phone",
    "guardian_iin": "student.guardian_iin",
    "left_on": LEFT_ON,
    "note": "student.note",
}
_COLUMNS = (*_PATHS, *_LINKS, "status")
_GROUP_COLUMNS = (
    *("name", "speciality_id", "qualification_id", "course", "language"),
    *("academic_year_id", "curator_id"),
)
_ORDER = ("academic_year", "teacher", "study_group", "student")


def _same_phones(old: Value, new: Value) -> bool:
    """Numbers that are there already, whatever their spelling, are no change."""
    wanted = numbers_in(str(new))
    return bool(wanted) and wanted <= numbers_in(str(old))


def _same_person(old: Value, new: Value) -> bool:
    return person_key(str(old)) == person_key(str(new))


_STUDENTS = Differ(
    "student",
    {
        **dict.fromkeys(_LINKS, same_link),
        **dict.fromkeys(("phone", "guardian_phone"), _same_phones),
        **dict.fromkeys(("full_name", "guardian_name"), _same_person),
    },
)
_GROUPS = Differ(
    "study_group",
    dict.fromkeys(
        ("speciality_id", "qualification_id", "academic_year_id", "curator_id"), same_link
    )
    | {"name": lambda old, new: group_key(str(old)) == group_key(str(new))},
)


class StudentMatcher:
    """Students and groups that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together) -> None:
        self._office = office
        self._together = together
        self._specialities = by_code(office, "speciality")
        self._qualifications = by_code(office, "qualification")
        self._groups: dict[str, list[tuple[UUID, Mapping[str, Value]]]] = defaultdict(list)
        for row in office.rows(Query("study_group", columns=_GROUP_COLUMNS)):
            self._groups[group_key(row["name"])].append((row.id, row.values))
        self._years = {
            row["name"]: row.id for row in office.rows(Query("academic_year", columns=("name",)))
        }
        self._teachers: dict[str, list[UUID]] = defaultdict(list)
        for row in office.rows(Query("teacher", columns=("full_name",))):
            self._teachers[person_key(row["full_name"])].append(row.id)
        self._students: dict[UUID, Mapping[str, Value]] = {}
        self._by_iin: dict[str, UUID] = {}
        self._by_name: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        self._asked: set[object] = set()
        self._shown_by: dict[str, int] = {}

    # What is there

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Read in bulk the students that the records may mean."""
        del reading
        known = list(records)
        wanted = {str(r.values[IIN]) for r in known if r.values.get(IIN)} - self._asked
        found: set[UUID] = set()
        for part in in_parts(sorted(wanted)):
            for iin, ids in self._office.lookup("student", "iin", part).items():
                self._by_iin[str(iin)] = ids[0]
                found.update(ids)
        groups = {
            group for record in known for group, _values in self._groups.get(_group_of(record), [])
        } - self._asked
        for several in in_parts(sorted(groups)):
            self._keep(Condition("group_id", "in", tuple(several)))
        for several in in_parts(sorted(found - self._students.keys())):
            self._keep(Condition("id", "in", tuple(several)))
        self._asked |= wanted | groups

    def _keep(self, where: Condition) -> None:
        for row in self._office.rows(Query("student", (where,), columns=_COLUMNS)):
            if row.id in self._students:
                continue
            self._students[row.id] = row.values
            group = id_of(row["group_id"])
            if group is not None:
                self._by_name[group, person_key(row["full_name"])].append(row.id)

    # Fates

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row."""
        self._shown_by = _first_rows(reading)
        found: dict[int, Fate] = {}
        for place, row in enumerate(rows):
            if place % 500 == 0:
                reading.tick()
            found[row] = self._fate(reading, reading.records[row])
        return found

    def _fate(self, reading: Reading, record: Record) -> Fate:
        if record.is_wrong:
            return Fate(RowState.ERROR)
        group, needed, problem = self._group(record)
        student = None
        if problem is None:
            student, problem = self._student(record, group.id if group else None)
        if problem is not None or student is None:
            finding = reading.at(record, NAME, problem or Finding(""))
            return Fate(RowState.ERROR, findings=(finding,))
        refused = _refused(reading, record, student.values)
        if not student.is_new and student.id is not None:
            there = self._students[student.id]
            refused += other_person(reading, record, there, name=NAME, iin=IIN, born=BORN)
        if refused:
            return Fate(RowState.ERROR, findings=refused)
        shows_group = self._shown_by.get(_group_of(record)) == record.row
        proposals = [*needed, *([group] if group else []), student]
        if not shows_group:
            # A change of the group belongs to the one row that shows it.
            proposals = [each for each in proposals if each.is_new or each is student]
        if student.is_new:
            state = RowState.NEW
        elif student.values or any(each.does_something for each in proposals):
            state = RowState.CHANGED
        else:
            state = RowState.SAME
        return Fate(state, tuple(proposals))

    def _group(self, record: Record) -> tuple[Proposal | None, list[Proposal], Finding | None]:
        """(the group, what it links to and is new, why it cannot be told)."""
        name = " ".join(str(record.values.get(GROUP) or "").split())
        if not name:
            return None, [], None
        stored = self._groups.get(group_key(name), [])
        if len(stored) > 1:
            said = _("There are several groups “{group}”. Rename one of them first.")
            return None, [], Finding(said.format(group=name), code="several_groups")
        needed: list[Proposal] = []
        wanted: dict[str, Value] = {
            "name": name,
            "speciality_id": self._specialities.get(str(record.values.get(SPECIALITY))),
            "qualification_id": self._qualification(record),
            "course": record.values.get(COURSE),
            "language": record.values.get("student.language"),
            "academic_year_id": self._year(record, needed),
            "curator_id": self._curator(record, needed),
        }
        wanted = {field: value for field, value in wanted.items() if value is not None}
        if not stored:
            fresh = self._together.id_of("study_group", group_key(name))
            return Proposal("study_group", fresh, True, wanted), needed, None
        group, values = stored[0]
        if COURSE not in record.values:
            # A list of many groups tells of its students, not of the groups.
            wanted = {f: v for f, v in wanted.items() if values.get(f) in (None, "")}
        changes = _GROUPS.changes(values, wanted)
        new = plain({change.field: change.new for change in changes})
        return Proposal("study_group", group, False, new, changes), needed, None

    def _qualification(self, record: Record) -> UUID | None:
        return self._qualifications.get(str(record.values.get("student.qualification")))

    def _year(self, record: Record, needed: list[Proposal]) -> UUID | None:
        name = record.values.get(YEAR)
        if not isinstance(name, str):
            return None
        if name in self._years:
            return self._years[name]
        span = academic_year(int(name[:4]))
        fresh = self._together.id_of("academic_year", name)
        values = {"name": name, "starts": span.starts, "ends": span.ends}
        needed.append(Proposal("academic_year", fresh, True, values))
        return fresh

    def _curator(self, record: Record, needed: list[Proposal]) -> UUID | None:
        name = record.values.get(CURATOR)
        if not isinstance(name, str):
            return None
        key = person_key(name)
        known = self._teachers.get(key, [])
        if known:
            return known[0] if len(known) == 1 else None
        fresh = self._together.id_of("teacher", key)
        needed.append(Proposal("teacher", fresh, True, {"full_name": name}))
        return fresh

    def _student(
        self, record: Record, group: UUID | None
    ) -> tuple[Proposal | None, Finding | None]:
        values = record.values
        wanted: dict[str, Value] = {
            field: values[path] for field, path in _PATHS.items() if values.get(path) is not None
        }
        wanted["group_id"] = group
        wanted["speciality_id"] = self._specialities.get(str(values.get(SPECIALITY)))
        wanted["qualification_id"] = self._qualification(record)
        is_expelled = bool(values.get(EXPELLED))
        wanted["status"] = "on_leave" if values.get(ON_LEAVE) else "studying"
        if is_expelled:
            wanted["status"] = "expelled"
        wanted = {field: value for field, value in wanted.items() if value is not None}
        stored, problem = self._find(record, group)
        if problem is not None:
            return None, problem
        if stored is None:
            key = f"{values.get(IIN) or ''} {record.row}"
            fresh = self._together.id_of("student", key)
            return Proposal("student", fresh, True, wanted), None
        there = self._students[stored]
        implied = values.get(IMPLIED)
        implied = implied if isinstance(implied, frozenset) else frozenset()
        wanted = {
            field: value
            for field, value in wanted.items()
            if _PATHS.get(field) not in implied or there.get(field) in (None, "")
        }
        is_silent = ON_LEAVE in implied and not is_expelled
        if is_silent or there.get("status") not in ("studying", "on_leave"):
            # Silence brings nobody back, and a list of a group is no order on a graduate.
            wanted.pop("status")
        changes = _STUDENTS.changes(there, wanted)
        new = plain({change.field: change.new for change in changes})
        return Proposal("student", stored, False, new, changes), None

    def _find(self, record: Record, group: UUID | None) -> tuple[UUID | None, Finding | None]:
        iin = record.values.get(IIN)
        if iin and str(iin) in self._by_iin:
            return self._by_iin[str(iin)], None
        if group is None:
            return None, None
        named = self._by_name.get((group, person_key(str(record.values[NAME]))), [])
        # Another IIN or birthday is another person of the same name.
        fitting = [
            one
            for one in named
            if not (iin and self._students[one].get("iin"))
            and not other_birthday(record.values.get(BORN), self._students[one].get("born"))
        ]
        if len(fitting) > 1:
            said = _(
                "Several students of the group have this name. Type the IIN to tell who it is."
            )
            return None, Finding(said, code="several_students")
        return (fitting[0] if fitting else None), None

    # Writing

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """What students link to first: long runs of one entity are bulk inserts."""
        return in_order(fates, _ORDER)


def _group_of(record: Record) -> str:
    return group_key(str(record.values.get(GROUP) or ""))


def _first_rows(reading: Reading) -> dict[str, int]:
    """{group: the first row of it that can be taken}: that one shows what changes of the group."""
    found: dict[str, int] = {}
    for record in reading.records.values():
        if not record.is_wrong and record.row not in reading.left_out:
            found.setdefault(_group_of(record), record.row)
    return found


def _refused(
    reading: Reading, record: Record, values: Mapping[str, Value]
) -> tuple[CellFinding, ...]:
    """Values that their fields do not take: too long, out of reach."""
    found = []
    fields = catalogue["student"].fields
    for name, value in values.items():
        if isinstance(value, UUID):
            continue
        for finding in fields[name].problems(value):
            if finding.severity == "error":
                found.append(reading.at(record, _PATHS.get(name, NAME), finding))
    return tuple(found)
