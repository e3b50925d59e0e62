"""What can be done with students and their places, from the board and from the table alike.

Each verb is one action of the office. Where it would go over a limit the office refuses with its
findings; then a reason is asked for in the page and the same verb is done again with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes, Condition, Query, Ref, Row
from cluster_desktop.services import board, practice
from cluster_desktop.services.board import PlaceChoice
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.practice_chosen import Load
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet, Entry, ReasonSheet
from cluster_desktop.ui.widgets import Button
from cluster_desktop.ui.work import run

Job = Callable[[str | None], Changes]


@dataclass(frozen=True)
class _Whom:
    """Whose mentor is to be chosen, and among whom."""

    placements: tuple[UUID, ...]
    mentors: list[Row]
    organisation: Ref


class Acts(QObject):
    """The verbs. `done` after one was written."""

    done = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._office = desk.office

    # ---- a place ----

    def place(self, load: Load, slot: UUID, mentor: UUID | None = None) -> None:
        """Place or move what is meant; with a mentor if one was pointed at."""
        office = self._office

        def job(reason: str | None) -> Changes:
            if load.placements:
                return practice.move(office, load.placements, slot, mentor=mentor, reason=reason)
            return practice.place(office, load.students, slot, mentor=mentor, reason=reason)

        if len(load):
            self._write(job, _("Place all the same"))

    def place_at_base(
        self, load: Load, period: UUID, slots: Sequence[UUID], mentor: UUID | None = None
    ) -> None:
        """Place at an enterprise: in the slot of its own that suits the students best."""
        if not slots:
            said = _("This enterprise offers no places in this period. Add them first.")
            self._desk.refused.emit(said)
            return
        wanted = frozenset(slots)

        def best(choices: list[PlaceChoice]) -> None:
            found = [choice for choice in choices if choice.slot_id in wanted]
            if found:
                self.place(load, found[0].slot_id, mentor)

        self._places_for(load, period, best)

    def ask_place(self, load: Load, period: UUID) -> None:
        """“Place at…”: the slots of the period, the fitting ones first."""
        if not len(load):
            self._desk.said.emit(_("Tick students first."))
            return
        self._places_for(load, period, lambda choices: self._offer(load, choices))

    def _places_for(
        self, load: Load, period: UUID, done: Callable[[list[PlaceChoice]], None]
    ) -> None:
        office = self._office

        def read() -> list[PlaceChoice]:
            students = load.students or students_of(office, load.placements)
            return board.places_for(office, students, period)

        run(self, lambda _p: read(), done=done, failed=self._desk.fail)

    def _offer(self, load: Load, choices: Sequence[PlaceChoice]) -> None:
        n = len(load)
        title = ngettext("Place {n} student at…", "Place {n} students at…", n).format(n=n)
        sheet = ChoiceSheet(title, _("No enterprise offers places in this period yet."))
        sheet.set_entries([_entry_of(choice) for choice in choices])
        sheet.taken.connect(lambda entry: self.place(load, entry.id))
        self._desk.sheet.emit(sheet, "middle")

    def unplace(self, placements: Sequence[UUID]) -> None:
        """Take students from their places."""
        office, ids = self._office, list(placements)
        if ids:
            self._write(lambda _reason: practice.unplace(office, ids), "")

    # ---- a mentor ----

    def ask_mentor(self, placements: Sequence[UUID]) -> None:
        """Choose among the mentors of the enterprise, the least loaded first."""
        ids = tuple(placements)
        if ids:
            run(
                self, lambda _p: self._read_mentors(ids), done=self._offer_mentors,
                failed=self._desk.fail,
            )  # fmt: skip

    def _read_mentors(self, placements: tuple[UUID, ...]) -> _Whom:
        where = (Condition("id", "in", placements),)
        rows = self._office.rows(Query("placement", where, columns=("organisation_id",)))
        places = {row["organisation_id"].id: row["organisation_id"] for row in rows}
        if len(places) != 1:
            raise Refusal(_("Choose students of one enterprise: a mentor works there."))
        (organisation,) = places.values()
        query = Query(
            "mentor",
            (Condition("organisation_id", "is", organisation.id),),
            columns=("full_name", "position", "load", "limit"),
        )
        mentors = sorted(self._office.rows(query), key=lambda row: row["load"] - row["limit"])
        return _Whom(placements, mentors, organisation)

    def _offer_mentors(self, whom: _Whom) -> None:
        title = _("Mentor at {where}").format(where=whom.organisation.title)
        sheet = ChoiceSheet(title, _("This enterprise has no mentor yet."))
        entries = [_entry_of_mentor(row) for row in whom.mentors]
        entries.append(Entry(None, _("No mentor"), icon="close"))
        sheet.set_entries(entries)
        sheet.taken.connect(lambda entry: self.assign(whom.placements, entry.id))
        new = Button(_("New mentor…"), icon="add", dense=True, parent=sheet)
        new.clicked.connect(sheet.closed)
        new.clicked.connect(lambda: self._desk.go.emit(Place("mentors", new=True)))
        sheet.add_button(new)
        self._desk.sheet.emit(sheet, "middle")

    def assign(self, placements: Sequence[UUID], mentor: UUID | None) -> None:
        office, ids = self._office, list(placements)
        self._write(
            lambda reason: practice.assign_mentor(office, ids, mentor, reason),
            _("Assign all the same"),
        )

    # ---- locks ----

    def lock(self, placements: Sequence[UUID]) -> None:
        """Lock them; unlock where all of them are locked."""
        office, ids = self._office, tuple(placements)

        def job() -> Changes:
            where = (Condition("id", "in", ids), Condition("locked", "is", False))
            free = office.count(Query("placement", where))
            return practice.lock(office, ids, bool(free))

        if ids:
            self._write(lambda _reason: job(), "")

    # ---- writing ----

    def _write(self, job: Job, verb: str, reason: str | None = None) -> None:
        run(
            self, lambda _p: job(reason), done=self._written,
            failed=lambda why: self._refused(job, verb, why),
        )  # fmt: skip

    def _written(self, changes: Changes) -> None:
        if changes.title:
            self._desk.done.emit(changes)
        self.done.emit(changes)

    def _refused(self, job: Job, verb: str, why: Exception) -> None:
        if not isinstance(why, Refusal) or why.field != "reason" or not why.findings:
            self._desk.fail(why)
            return
        sheet = ReasonSheet(why.findings, verb)
        sheet.written.connect(lambda reason: self._write(job, verb, reason))
        self._desk.sheet.emit(sheet, "middle")


def students_of(office: Office, placements: Sequence[UUID]) -> tuple[UUID, ...]:
    """Whose placements these are."""
    where = (Condition("id", "in", tuple(placements)),)
    rows = office.rows(Query("placement", where, columns=("student_id",)))
    return tuple(row["student_id"].id for row in rows)


def _entry_of(choice: PlaceChoice) -> Entry:
    fine = choice.matches and not choice.warned
    name, look = ("check", "good") if fine else ("warning", "soon")
    # Each finding begins with the enterprise, whose name stands above it.
    note = choice.sentence.replace(f"{choice.title}: ", "")
    return Entry(choice.slot_id, choice.title, note, name, look)


def _entry_of_mentor(row: Row) -> Entry:
    load = _("{n} of {total}").format(n=row["load"], total=row["limit"])
    note = " · ".join(part for part in (row["position"], load) if part)
    full = row["load"] >= row["limit"]
    return Entry(row.id, row["full_name"], note, "warning" if full else "mentors",
                 "soon" if full else "muted")  # fmt: skip
