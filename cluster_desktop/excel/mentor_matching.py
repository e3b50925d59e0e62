"""A list of mentors beside the records: who is there already, what would change.

A mentor is the one with the same IIN, else the one of that name at that enterprise; where the
stored one has another IIN, it is another person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.excel import known
from cluster_desktop.excel.agreement_register import numbers_in
from cluster_desktop.excel.known import Groups, Organisations
from cluster_desktop.excel.matching import Differ, Fate, Proposal, RowState, Together
from cluster_desktop.excel.mentor_list import GROUP
from cluster_desktop.excel.people_columns import NAME
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.excel.same_person import other_person
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Operation, Query
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.office import Office

_FIELDS = (
    *("full_name", "iin", "position", "education", "grade", "experience_years"),
    *("order_number", "order_date", "students_reported", "starts", "ends", "trained_on"),
    *("certificate", "pay", "pay_kind", "phone", "note"),
)
_PATHS = {f"mentor.{name}": name for name in _FIELDS}


def same_phones(old: Value, new: Value) -> bool:
    """A number that is kept in another spelling, perhaps beside others, is no change."""
    return numbers_in(str(new)) <= numbers_in(str(old))


_MENTORS = Differ(
    "mentor",
    {
        "phone": same_phones,
        "organisation_id": known.same_link,
        "group_id": known.same_link,
        # A sum typed «ақысыз» once and as a number later is a change, 100 and 100.00 are not.
        "pay": lambda old, new: bool(old == new),
    },
)


class MentorMatcher:
    """Mentors that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together) -> None:
        self._together = together
        self._organisations = Organisations(office, together)
        self._groups = Groups(office)
        self._stored: dict[UUID, Mapping[str, Value]] = {}
        self._by_iin: dict[str, UUID] = {}
        self._by_name: dict[tuple[str, UUID | None], list[UUID]] = defaultdict(list)
        columns = (*_FIELDS, "organisation_id", "group_id")
        for row in office.rows(Query("mentor", columns=columns)):
            self._stored[row.id] = row.values
            if row["iin"]:
                self._by_iin.setdefault(row["iin"], row.id)
            at = known.id_of(row["organisation_id"])
            self._by_name[fold(row["full_name"]), at].append(row.id)

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Read in bulk what the records may meet."""
        del records
        self._organisations.load([record.values for record in reading.records.values()])

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
        organisation, problem = self._organisations.of(record.values)
        if organisation is None:
            finding = reading.at(record, NAME, problem) if problem else None
            return Fate(RowState.ERROR, findings=(finding,) if finding else ())
        wanted = known.taken(record.values, _PATHS) | {"organisation_id": organisation.id}
        findings: tuple[CellFinding, ...] = ()
        if record.values.get(GROUP):
            if (group := self._groups.find(record.values[GROUP])) is not None:
                wanted["group_id"] = group
            else:
                findings = (_unknown_group(reading, record),)
        if wrong := known.problems(reading, record, "mentor", wanted):
            return Fate(RowState.ERROR, findings=wrong)
        stored = self._find(record, organisation)
        if stored is None:
            fresh = self._together.id_of("mentor", key)
            proposal = Proposal("mentor", fresh, True, wanted)
            return Fate(RowState.NEW, (organisation, proposal), findings)
        there = self._stored[stored]
        names = {"name": "mentor.full_name", "iin": "mentor.iin"}
        if other := other_person(reading, record, there, **names):
            return Fate(RowState.ERROR, findings=other)
        changes = _MENTORS.changes(there, wanted)
        new = known.plain({change.field: change.new for change in changes})
        proposal = Proposal("mentor", stored, False, new, changes)
        state = RowState.CHANGED if changes or organisation.changes else RowState.SAME
        return Fate(state, (organisation, proposal), findings)

    def _find(self, record: Record, organisation: Proposal) -> UUID | None:
        iin = record.values.get("mentor.iin")
        if iin and str(iin) in self._by_iin:
            return self._by_iin[str(iin)]
        name = fold(str(record.values["mentor.full_name"]))
        alike = self._by_name.get((name, organisation.id), [])
        fitting = [one for one in alike if not (iin and self._stored[one].get("iin"))]
        return fitting[0] if len(fitting) == 1 else None

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """Enterprises first, then their mentors."""
        return known.in_order(fates, ("organisation", "mentor"))


def _unknown_group(reading: Reading, record: Record) -> CellFinding:
    said = _("The group “{name}” is not in the list of groups and is left out.")
    text = said.format(name=record.values[GROUP])
    return reading.at(record, GROUP, Finding(text, severity="warning", code="unknown_group"))
