"""Students sent to practice beside the records: who, where, and what would change.

A placement is known by student and period. The slot is the base's slot of that period and group,
one that another sheet of the same file makes included. A student who is not there yet is made of
name, IIN and group, and that is said; without these the row waits until students are imported.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from cluster_desktop.excel import known
from cluster_desktop.excel.known import id_of
from cluster_desktop.excel.matching import (
    Differ,
    Fate,
    Proposal,
    RowState,
    Together,
    in_parts,
)
from cluster_desktop.excel.people_columns import NAME
from cluster_desktop.excel.placement_list import (
    ENDS,
    GRADED,
    GROUP,
    IIN,
    KIND_OF,
    MARK,
    MARK_WORDS,
    MENTOR,
    STARTS,
    STUDENT,
)
from cluster_desktop.excel.practice_known import Practice, SlotThere, fitting, is_short, when
from cluster_desktop.excel.practice_list import SLOT
from cluster_desktop.excel.practice_matching import (
    ORDER,
    Place,
    place_key,
    stored_slots,
    unknown_mentor,
)
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.excel.same_person import other_person
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Operation, Query
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import read_iin
from cluster_desktop.services.office import Office

_PATHS = {
    KIND_OF: "kind",
    STARTS: "starts",
    ENDS: "ends",
    MARK: "grade",
    MARK_WORDS: "grade_text",
    "placement.note": "note",
}
_LINKS = ("organisation_id", "slot_id", "mentor_id", "agreement_id")
_COLUMNS = (*_PATHS.values(), *_LINKS, "student_id", "period_id", "state")
_PLACEMENTS = Differ("placement", dict.fromkeys(_LINKS, known.same_link))
# A list moves a placement on, never back; what was broken off stays so.
_ONWARD = ("planned", "sent", "in_progress", "finished", "assessed")
_GIVEN_UP = ("interrupted", "failed")
# What a placement takes over from its slot where it is made.
_OF_SLOT = {"hours_enterprise": "hours", "agreement_id": "agreement_id"}


class PlacementMatcher:
    """Students and placements that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together) -> None:
        self._office = office
        self._together = together
        self._practice = Practice(office, together)
        self._slots = stored_slots(office)
        self._by_iin: dict[str, UUID] = {}
        self._names: dict[UUID, Mapping[str, Value]] = {}
        self._of_group: dict[UUID, list[tuple[UUID, str]]] = {}
        self._placements: dict[tuple[UUID, UUID], list[tuple[UUID, Mapping[str, Value]]]]
        self._placements = defaultdict(list)
        self._asked: set[object] = set()
        self._sent: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Read in bulk the students that the records may mean, and where they are."""
        rows = list(records)
        self._practice.organisations.load([r.values for r in reading.records.values()])
        iins = {str(r.values[IIN]) for r in rows if r.values.get(IIN)} - self._asked
        students: set[UUID] = set()
        for part in in_parts(sorted(iins)):
            for iin, ids in self._office.lookup("student", "iin", part).items():
                self._by_iin[str(iin)] = ids[0]
                students.update(ids)
        unnumbered = (r.values.get(GROUP) for r in rows if not r.values.get(IIN))
        for part_of in in_parts(sorted(students)):
            there = (Condition("id", "in", tuple(part_of)),)
            for row in self._office.rows(Query("student", there, columns=("full_name",))):
                self._names[row.id] = row.values
        groups = {
            group
            for name in unnumbered
            if (group := self._practice.group(name, None)[0]) and group not in self._asked
        }
        for some in in_parts(sorted(groups)):
            there = (Condition("group_id", "in", tuple(some)),)
            for row in self._office.rows(
                Query("student", there, columns=("full_name", "group_id"))
            ):
                group = id_of(row["group_id"])
                if group is not None:
                    self._of_group.setdefault(group, []).append((row.id, row["full_name"]))
                    students.add(row.id)
        for each in in_parts(sorted(students)):
            theirs = (Condition("student_id", "in", tuple(each)),)
            for row in self._office.rows(Query("placement", theirs, columns=_COLUMNS)):
                student, period = id_of(row["student_id"]), id_of(row["period_id"])
                if student is not None and period is not None:
                    self._placements[student, period].append((row.id, row.values))
        self._asked |= iins | groups

    # Fates

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows of the same students."""
        self._count(reading)
        wanted = set(rows)
        found: dict[int, Fate] = {}
        for place, (person, group) in enumerate(reading.groups.items()):
            if place % 500 == 0:
                reading.tick()
            if not wanted.isdisjoint(group):
                for record in group.values():
                    found[record.row] = self._fate(reading, person, record)
        return found

    def _count(self, reading: Reading) -> None:
        """How many students the list sends to each slot."""
        self._sent.clear()
        self._first.clear()
        for record in reading.records.values():
            place = None if record.is_wrong else self._place(record)
            if place is not None:
                key = place_key(place)
                self._sent[key] += 1
                self._first.setdefault(key, record.row)

    def _place(self, record: Record) -> Place | None:
        """The slot's key: of the group, else of its speciality, else the only one for all."""
        values = record.values
        base = self._practice.organisations.of(values)[0]
        if base is None or base.id is None:
            return None
        period, _made = self._practice.period(when(values, KIND_OF, STARTS, ENDS), {})
        group, _made = self._practice.group(values.get(GROUP), None)
        for whose in dict.fromkeys((group, self._practice.speciality_of(group), None)):
            if self._slot((period, base.id, whose)) is not None:
                return period, base.id, whose
        return None

    def _slot(self, place: Place) -> SlotThere | None:
        """(slot, its values, is it new) of a key."""
        if place in self._slots:
            return self._slots[place]
        fresh = self._together.id_of(SLOT, place_key(place))
        made = self._together.proposals.get((SLOT, str(fresh)))
        return None if made is None else SlotThere(fresh, made.values, True)

    def _fate(self, reading: Reading, person: str, record: Record) -> Fate:
        if record.is_wrong:
            return Fate(RowState.ERROR)
        values = record.values
        base, problem = self._practice.organisations.of(values)
        if base is None or base.id is None:
            place = NAME if reading.letter(NAME) else STUDENT
            finding = reading.at(record, place, problem) if problem else None
            return Fate(RowState.ERROR, findings=(finding,) if finding else ())
        period, needed = self._practice.period(when(values, KIND_OF, STARTS, ENDS), {})
        group, made = self._practice.group(values.get(GROUP), None)
        needed += made + self._practice.goes(period, group)
        student, finding = self._student(reading, person, record, group)
        if student is None or student.id is None:
            return Fate(RowState.ERROR, findings=(finding,) if finding else ())
        findings: tuple[CellFinding, ...] = (finding,) if finding else ()
        slot, said = self._slot_of(reading, record)
        wanted, more = self._wanted(reading, record, base, slot)
        findings += said + more
        wanted |= {"organisation_id": base.id}
        stored = None if student.is_new else self._stored(student.id, period, base.id)
        if wrong := known.problems(reading, record, "placement", wanted):
            return Fate(RowState.ERROR, findings=wrong)
        proposals = [base, *self._made(needed), *self._made_slot(slot), student]
        if stored is None:
            placement = self._new(person, period, student.id, wanted, slot)
            return Fate(RowState.NEW, (*proposals, placement), findings)
        if slot is not None and not stored[1].get("agreement_id"):
            agreement = self._together.told.get(("agreement", str(slot.id)))
            agreement = agreement or id_of(slot.values.get("agreement_id"))
            wanted |= {"agreement_id": agreement} if agreement else {}
        placement = self._changed(stored, wanted)
        proposals.append(placement)
        does = any(each.does_something for each in proposals)
        return Fate(RowState.CHANGED if does else RowState.SAME, tuple(proposals), findings)

    def _made(self, needed: Sequence[Proposal]) -> list[Proposal]:
        """As the sheet of bases makes them, which knows more of them."""
        told = self._together.proposals
        return [told.get((each.entity, str(each.id)), each) for each in needed]

    def _made_slot(self, slot: SlotThere | None) -> list[Proposal]:
        if slot is None or not slot.is_new:
            return []
        made = self._together.proposals[SLOT, str(slot.id)]
        links = [value for value in made.values.values() if isinstance(value, UUID)]
        told = self._together.proposals
        return [
            *(told["teacher", str(one)] for one in links if ("teacher", str(one)) in told),
            made,
        ]

    def _student(
        self, reading: Reading, person: str, record: Record, group: UUID | None
    ) -> tuple[Proposal | None, CellFinding | None]:
        values = record.values
        iin, name = values.get(IIN), str(values[STUDENT])
        if iin and str(iin) in self._by_iin:
            known_one = self._by_iin[str(iin)]
            there = self._names[known_one]
            for other in other_person(reading, record, there, name=STUDENT, iin=IIN):
                return None, other
            return Proposal("student", known_one, False, {}), None
        alike = [] if iin or group is None else fitting(name, self._of_group.get(group, []))
        if len(alike) == 1:
            return Proposal("student", alike[0], False, {}), None
        if alike:
            said = _(
                "Several students of the group have this name. Type the IIN to tell who it is."
            )
            return None, reading.at(record, STUDENT, Finding(said, code="several_students"))
        if not iin or group is None or is_short(name):
            said = _(
                "This student is not in the list: import the students first, "
                "or type the full name, IIN and group here."
            )
            return None, reading.at(record, STUDENT, Finding(said, code="unknown_student"))
        facts = read_iin(str(iin))
        made: dict[str, Value] = {
            "full_name": name,
            "iin": str(iin),
            "born": facts.born,
            "sex": {"male": "m", "female": "f"}.get(str(facts.sex)),
            "group_id": group,
            "speciality_id": self._practice.speciality_of(group),
        }
        given = {field: value for field, value in made.items() if value is not None}
        fresh = self._together.id_of("student", person)
        said = _("This student is not in the list and is made of name, IIN and group.")
        finding = Finding(said, severity="warning", code="new_student")
        return Proposal("student", fresh, True, given), reading.at(record, STUDENT, finding)

    def _slot_of(
        self, reading: Reading, record: Record
    ) -> tuple[SlotThere | None, tuple[CellFinding, ...]]:
        """The slot, and what is to be said of it: none there, or another number was sent."""
        place = self._place(record)
        if place is None:
            said = _("This enterprise offers no place in this period for this group.")
            finding = Finding(said, severity="warning", code="no_slot")
            return None, (reading.at(record, GROUP, finding),)
        key = place_key(place)
        told = self._together.told.get(("sent", key))
        if self._first.get(key) == record.row and isinstance(told, int) and told != self._sent[key]:
            said = _("The list of bases says {told} sent from this group, {counted} stand here.")
            text = said.format(told=told, counted=self._sent[key])
            finding = Finding(text, severity="warning", code="sent_differs")
            return self._slot(place), (reading.at(record, GROUP, finding),)
        return self._slot(place), ()

    def _wanted(
        self,
        reading: Reading,
        record: Record,
        base: Proposal,
        slot: SlotThere | None,
    ) -> tuple[dict[str, Value], tuple[CellFinding, ...]]:
        values = record.values
        wanted = known.taken(values, _PATHS)
        wanted["state"] = self._state(values)
        findings: tuple[CellFinding, ...] = ()
        if values.get(MENTOR):
            mentors = self._practice.mentors(base.id, values[MENTOR])
            if len(mentors) == 1:
                wanted["mentor_id"] = mentors[0]
            else:
                findings = (unknown_mentor(reading, record, MENTOR, len(mentors)),)
        if slot is not None:
            wanted["slot_id"] = slot.id
        return wanted, findings

    def _state(self, values: Mapping[str, object]) -> str:
        today, starts, ends = self._office.today(), values[STARTS], values[ENDS]
        if values.get(GRADED):
            return "assessed"
        if isinstance(ends, date) and ends < today:
            return "finished"
        return "sent" if isinstance(starts, date) and starts <= today else "planned"

    def _stored(
        self, student: UUID, period: UUID, base: UUID
    ) -> tuple[UUID, Mapping[str, Value]] | None:
        """The student's placement of the period: the one at this base, else the one that lives."""
        several = self._placements.get((student, period), [])
        here = [each for each in several if id_of(each[1]["organisation_id"]) == base]
        alive = [each for each in several if each[1]["state"] not in _GIVEN_UP]
        return next(iter([*here, *alive]), None)

    def _new(
        self,
        person: str,
        period: UUID,
        student: UUID,
        wanted: Mapping[str, Value],
        slot: SlotThere | None,
    ) -> Proposal:
        made = dict(wanted) | {"student_id": student, "period_id": period}
        if slot is not None:
            for field, source in _OF_SLOT.items():
                value = id_of(slot.values.get(source))
                if value is not None:
                    made[field] = value
            made |= self._reason(slot)
        fresh = self._together.id_of("placement", f"{person} {period}")
        return Proposal("placement", fresh, True, made)

    def _reason(self, slot: SlotThere) -> dict[str, Value]:
        """More students than places were sent already: that is the reason there is."""
        base, period = id_of(slot.values["organisation_id"]), id_of(slot.values["period_id"])
        whose = id_of(slot.values.get("group_id")) or id_of(slot.values.get("speciality_id"))
        if base is None or period is None:
            return {}
        sent, places = self._sent[place_key((period, base, whose))], slot.values.get("places")
        if not isinstance(places, int) or sent <= places:
            return {}
        said = _("By the imported list: more students ({sent}) than places ({places}).")
        return {"reason": said.format(sent=sent, places=places)}

    @staticmethod
    def _changed(stored: tuple[UUID, Mapping[str, Value]], wanted: dict[str, Value]) -> Proposal:
        placement, values = stored
        before, after = values.get("state"), wanted["state"]
        if before not in _ONWARD or _ONWARD.index(after) <= _ONWARD.index(before):
            wanted = {name: value for name, value in wanted.items() if name != "state"}
        changes = _PLACEMENTS.changes(values, wanted)
        new = known.plain({change.field: change.new for change in changes})
        return Proposal("placement", placement, False, new, changes)

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """What a placement links to first."""
        return known.in_order(fates, (*ORDER, "student", "placement"))
