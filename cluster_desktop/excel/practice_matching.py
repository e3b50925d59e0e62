"""Places of practice beside the records: which slot is there already, what would change.

A slot is known by period, base and group. Bases, periods and groups that are not there yet come in
with the first row that needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.excel import known
from cluster_desktop.excel.known import id_of
from cluster_desktop.excel.matching import Differ, Fate, Proposal, RowState, Together
from cluster_desktop.excel.people_columns import NAME
from cluster_desktop.excel.practice_known import Practice, SlotThere, when
from cluster_desktop.excel.practice_list import (
    AGREEMENT,
    COURSE,
    ENDS,
    GROUP,
    KIND_OF,
    MENTOR,
    SENT,
    SLOT,
    SPECIALITY,
    STARTS,
    SUPERVISOR,
)
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Operation, Query
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.office import Office

_FIELDS = (
    *("kind", "starts", "ends", "weeks", "hours", "places", "paid_places", "distance_km"),
    *("transport", "dormitory", "transport_text", "briefing_on", "note"),
)
_LINKS = ("speciality_id", "group_id", "agreement_id", "mentor_id", "supervisor_id")
_PATHS = {f"{SLOT}.{name}": name for name in _FIELDS}
COLUMNS = (*_FIELDS, *_LINKS, "period_id", "organisation_id")
ORDER = (
    *("organisation", "academic_year", "teacher", "study_group", "practice_period"),
    *("period_group", "practice_slot"),
)
_SLOTS = Differ(SLOT, dict.fromkeys(_LINKS, known.same_link))

Place = tuple[UUID, UUID, UUID | None]


def place_key(place: Place) -> str:
    """The name of a new slot between the sheets of one file."""
    return " ".join(map(str, place))


def stored_slots(office: Office) -> dict[Place, SlotThere]:
    """{(period, base, group): slot}; of equals the first."""
    found: dict[Place, SlotThere] = {}
    for row in office.rows(Query(SLOT, columns=COLUMNS)):
        period, base = id_of(row["period_id"]), id_of(row["organisation_id"])
        if period is not None and base is not None:
            # A slot of no group is told apart by its speciality.
            whose = id_of(row["group_id"]) or id_of(row["speciality_id"])
            found.setdefault((period, base, whose), SlotThere(row.id, row.values, False))
    return found


class SlotMatcher:
    """Slots that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together) -> None:
        self._together = together
        self._practice = Practice(office, together)
        self._slots = stored_slots(office)
        self._fates: dict[int, Fate] = {}

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Read in bulk what the records may meet."""
        del records
        organisations = self._practice.organisations
        organisations.load([record.values for record in reading.records.values()])
        found = (organisations.find(record.values)[0] for record in reading.records.values())
        self._practice.load_agreements(one for one in found if one is not None)

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows of the same base."""
        wanted = set(rows)
        found: dict[int, Fate] = {}
        for place, group in enumerate(reading.groups.values()):
            if place % 500 == 0:
                reading.tick()
            if not wanted.isdisjoint(group):
                for record in group.values():
                    found[record.row] = self._fate(reading, record)
        self._fates.update(found)
        self._tell()
        return found

    def _tell(self) -> None:
        """New slots are there for the sheet of students, too, with what they link to."""
        told = self._together.proposals
        for key in [key for key in told if key[0] in ORDER]:
            del told[key]
        for fate in self._fates.values():
            for proposal in fate.proposals:
                if proposal.is_new:
                    told.setdefault((proposal.entity, str(proposal.id)), proposal)

    def _fate(self, reading: Reading, record: Record) -> Fate:
        if record.is_wrong:
            return Fate(RowState.ERROR)
        values = record.values
        base, problem = self._practice.organisations.of(values)
        if base is None or base.id is None:
            finding = reading.at(record, NAME, problem) if problem else None
            return Fate(RowState.ERROR, findings=(finding,) if finding else ())
        wanted = known.taken(values, _PATHS)
        speciality = self._practice.specialities.get(str(values.get(SPECIALITY)))
        of_period = {name: value for name, value in wanted.items() if name in ("weeks", "hours")}
        period, needed = self._practice.period(when(values, KIND_OF, STARTS, ENDS), of_period)
        group, made = self._practice.group(values.get(GROUP), speciality, values.get(COURSE))
        needed += made + self._practice.goes(period, group)
        supervisor, made = self._practice.teacher(values.get(SUPERVISOR))
        needed += made
        findings, links = self._links(reading, record, base)
        links |= {"speciality_id": speciality or self._practice.speciality_of(group)}
        links |= {"group_id": group, "supervisor_id": supervisor}
        wanted |= {name: one for name, one in links.items() if one is not None}
        if wrong := known.problems(reading, record, SLOT, wanted):
            return Fate(RowState.ERROR, findings=wrong)
        place = (period, base.id, group or speciality)
        self._together.told["sent", place_key(place)] = values.get(SENT)
        slot = self._slot(place, wanted)
        # Students who came before the agreement get it together with their slot.
        self._together.told["agreement", str(slot.id)] = wanted.get("agreement_id")
        if slot.is_new:
            state = RowState.NEW
        else:
            does = slot.changes or base.changes or any(each.does_something for each in needed)
            state = RowState.CHANGED if does else RowState.SAME
        return Fate(state, (base, *needed, slot), findings)

    def _links(
        self, reading: Reading, record: Record, base: Proposal
    ) -> tuple[tuple[CellFinding, ...], dict[str, UUID | None]]:
        values = record.values
        findings: tuple[CellFinding, ...] = ()
        number, signed = values.get("agreement.number"), values.get("agreement.date")
        agreement = self._practice.agreement(base.id, number, signed)
        if agreement is None and (number or signed):
            said = _("This enterprise has no agreement “{typed}” in the register; it is left out.")
            text = said.format(typed=reading.typed(record.row, AGREEMENT))
            finding = Finding(text, severity="warning", code="unknown_agreement")
            findings += (reading.at(record, AGREEMENT, finding),)
        mentors = self._practice.mentors(base.id, values[MENTOR]) if values.get(MENTOR) else []
        if values.get(MENTOR) and len(mentors) != 1:
            findings += (unknown_mentor(reading, record, MENTOR, len(mentors)),)
        mentor = mentors[0] if len(mentors) == 1 else None
        return findings, {"agreement_id": agreement, "mentor_id": mentor}

    def _slot(self, place: Place, wanted: Mapping[str, Value]) -> Proposal:
        if place not in self._slots:
            fresh = self._together.id_of(SLOT, place_key(place))
            whole = {**wanted, "period_id": place[0], "organisation_id": place[1]}
            return Proposal(SLOT, fresh, True, whole)
        slot = self._slots[place]
        changes = _SLOTS.changes(slot.values, wanted)
        new = known.plain({change.field: change.new for change in changes})
        return Proposal(SLOT, slot.id, False, new, changes)

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """What a slot links to first."""
        return known.in_order(fates, ORDER)


def unknown_mentor(reading: Reading, record: Record, meaning: str, several: int) -> CellFinding:
    """A mentor who is not there, or may be one of several: the place is taken without."""
    if several:
        said = _("“{name}” may be several mentors of this enterprise and is left out.")
    else:
        said = _("“{name}” is not in the list of mentors of this enterprise and is left out.")
    text = said.format(name=record.values[meaning])
    return reading.at(record, meaning, Finding(text, severity="warning", code="unknown_mentor"))
