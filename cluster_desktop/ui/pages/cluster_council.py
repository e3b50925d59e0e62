"""Cluster · Council: meetings with agenda, attendance and decisions; members by their groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cluster_desktop.fields import Field, Text, Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Query, Row
from cluster_desktop.services import council, council_decisions, council_meetings
from cluster_desktop.services.council import Gap
from cluster_desktop.ui.button_row import ButtonParts
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_council_card import MeetingCard, MeetingShown, finish
from cluster_desktop.ui.pages.cluster_council_plan import AgendaSheet, PlanSheet, ask_attendance
from cluster_desktop.ui.pages.cluster_lists import ClusterList, ClusterLists
from cluster_desktop.ui.pages.cluster_sheets import Act, ActSheet, lock
from cluster_desktop.ui.pages.home_parts import FactLine
from cluster_desktop.ui.papers_menu import open_papers
from cluster_desktop.ui.widgets import Segmented
from cluster_desktop.ui.work import run

# The panel of a meeting holds its agenda: it gets more room than other panels.
WIDE, NARROW = 470, 400
OF_COUNCIL = frozenset({"meeting", "meeting_attendance", "agenda_item", "decision", "plan_item",
                        "conflict_of_interest", "council_member"})  # fmt: skip
REASON = Text(label=N_("Why it is cancelled"), name="reason", required=True)
# What an act writes: votes are checked against those present, the term is the plan item's too.
BY_VERB = ("agenda_item_id", "position", "due", *council_decisions.VOTES, "adopted", "state",
           "done_on")  # fmt: skip
LOCKED = ("state", "chaired_by_id", "acting", "members_then", "quorum_percent")


class MeetingList(ClusterList):
    """Meetings; the panel holds agenda and decisions, its buttons are the course of a meeting."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.card = MeetingCard(desk)
        super().__init__("meeting", N_("No meeting of the council yet."), desk, parent)
        self.card.counted.connect(lambda _n: self._say_buttons())

    def add_belongings(self, *, without: Collection[str] = ()) -> None:
        self.panel.put_first(self.card)
        super().add_belongings(without={*without, "agenda_item", "meeting_attendance"})

    def open_new(self) -> None:
        sheet = PlanSheet(self.desk)
        sheet.planned.connect(self.open_record)
        self.desk.sheet.emit(sheet, "right")

    def record_opened(self, record: UUID) -> None:
        self.card.open(record)

    def records_changed(self, changes: Changes) -> None:
        if not changes.entities & OF_COUNCIL:
            return
        if "decision" in changes.entities:
            self.list.reload()  # the number of decisions is counted
        shown = self.panel.record_id()
        if shown is not None and self.panel.isVisible():
            self.card.open(shown)

    def _lay_out(self) -> None:
        if self.panel.isVisible() and not self._wide_panel:
            panel = WIDE if self.width() >= 1080 else NARROW
            self.splitter.setSizes([max(1, self.splitter.width() - panel - 8), panel])

    # ---- the course of a meeting ----

    def _say_buttons(self) -> None:
        found = self.card.shown
        if found is None:
            return
        state = found.meeting["state"]
        is_closed = state == council_meetings.CLOSED
        form = self.panel.form
        if form is not None:
            for name in form.entity.fields:
                form.field(name).set_read_only(is_closed or name in LOCKED)
        minutes = (_("Minutes…"), "print", self._print)
        attendance = (_("Attendance…"), "person", self._attendance)
        agenda = (_("Agenda…"), "add", self._agenda)
        self.panel.set_buttons(
            {
                council_meetings.PLANNED: [
                    agenda,
                    attendance,
                    (_("Cancel the meeting…"), "close", self._cancel),
                ],
                council_meetings.HELD: [
                    minutes,
                    (_("Minutes signed…"), "check", self._sign),
                    attendance,
                    agenda,
                ],
                council_meetings.CLOSED: [minutes],
            }.get(state, [])
        )

    def _shown(self) -> MeetingShown | None:
        return self.card.shown if self.panel.isVisible() else None

    def _agenda(self) -> None:
        found = self._shown()
        if found is not None:
            self.desk.sheet.emit(AgendaSheet(self.desk, found.meeting), "right")

    def _attendance(self) -> None:
        found = self._shown()
        if found is not None:
            ask_attendance(self.desk, self, found.meeting.id)

    def _print(self) -> None:
        found = self._shown()
        if found is not None:
            open_papers(self.desk, "minutes", "meeting", [found.meeting.id])

    def _sign(self) -> None:
        found = self._shown()
        if found is None:
            return
        office, record = self.office, found.meeting.id
        note = _("Nothing in the meeting can be changed afterwards. Put the scan into Files.")
        self._ask(
            _("The minutes are signed"), (), _("Keep as signed"),
            lambda _values: council_meetings.close(office, record), note,
        )  # fmt: skip

    def _cancel(self) -> None:
        found = self._shown()
        if found is None:
            return
        office, record = self.office, found.meeting.id

        def act(values: Mapping[str, Value]) -> Changes:
            return council_meetings.cancel(office, record, str(values["reason"] or ""))

        self._ask(_("The meeting will not take place"), (REASON,), _("Cancel the meeting"), act)

    def _ask(
        self, title: str, fields: Sequence[Field], verb: str, act: Act, note: str = ""
    ) -> None:
        sheet = ActSheet(self.desk, title, fields, verb, act, note=note)
        self.desk.sheet.emit(sheet, "middle")

    def print_chosen(self) -> None:
        """Minutes of the ticked meetings; without ticks the list as it is shown."""
        ticked = self.list.table.rows.ticked_ids()
        if ticked:
            self._print_all(ticked)
        else:
            super().print_chosen()

    def retranslate(self) -> None:
        super().retranslate()
        # No bin, no field for many: a meeting goes its course, a planned one is cancelled.
        self.list.set_verbs(
            [
                ("minutes", _("Minutes…"), "print", self._print_all),
                ("excel", _("Excel"), "excel", self.excel_of),
            ]
        )
        self.list.retranslate()
        shown = self.panel.record_id()
        if shown is not None:
            self.card.open(shown)

    def _print_all(self, records: list[UUID]) -> None:
        open_papers(self.desk, "minutes", "meeting", records)


class MemberList(ClusterList):
    """Members; under the list what the council lacks, each line opens its records."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        empty = N_("No members of the council yet.")
        super().__init__("council_member", empty, desk, parent)
        self.gaps = QWidget(self)
        self.gaps.setObjectName("council_gaps")
        self._lines = QVBoxLayout(self.gaps)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.under_list(self.gaps)
        self.look()

    def look(self) -> None:
        """Read again what is missing."""
        office = self.office
        run(
            self, lambda _p: council.council(office).gaps, done=self._show_gaps,
            failed=self.desk.fail,
        )  # fmt: skip

    def _show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        nobody = not self.list.count() and not self.list.is_narrowed()
        for gap in () if nobody else gaps:
            icon = "info" if gap.is_hint else "warning"
            line = FactLine(icon, gap.sentence, "", self.gaps, look="soon")
            line.clicked.connect(lambda _on=False, one=gap.query: self._open(one))
            self._lines.addWidget(line)
        self.gaps.updateGeometry()

    def _open(self, query: Query) -> None:
        self.list.set_where(query.where)

    def records_changed(self, changes: Changes) -> None:
        if changes.entities & {"council_member", "setting"}:
            self.look()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "gaps"):
            self.look()


class DecisionList(ClusterList):
    """All decisions; they are made at a meeting, here they are looked after."""

    HEAD: ClassVar[tuple[str, ...]] = ("excel", "print")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("decision", N_("No decisions of the council yet."), desk, parent)

    def open_new(self) -> None:
        self.desk.said.emit(_("A decision is written at its meeting."))

    def record_opened(self, record: UUID) -> None:
        row = self.office.get("decision", record)
        is_open = council_decisions.is_open(row)
        self.panel.set_buttons([self._finish_button(row)] if is_open else [])
        lock(self.panel, BY_VERB)

    def _finish_button(self, row: Row) -> ButtonParts:
        words = str(row["text_kk"])
        return (_("Carried out…"), "check", lambda: finish(self.desk, row.id, words))

    def records_changed(self, changes: Changes) -> None:
        shown = self.panel.record_id()
        if shown in changes.ids and self.panel.isVisible():
            self.record_opened(shown)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                ("excel", _("Excel"), "excel", self.excel_of),
                ("withdraw", _("Withdraw"), "bin", self.withdraw),
            ]
        )
        self.list.set_empty(_(self._empty), [])
        self.list.retranslate()

    def withdraw(self, records: list[UUID]) -> None:
        """Written by mistake: into the bin with the plan items made of them."""
        office = self.office
        self.desk.write(self, lambda: council_decisions.withdraw(office, records))


class CouncilTab(ClusterLists):
    """Meetings first; members, decisions, conflicts of interest and working groups beside them."""

    TAB = "council"
    LISTS: ClassVar[Mapping[str, str]] = {
        "meeting": "meeting",
        "council_member": "council_member",
        "decision": "decision",
        "conflict_of_interest": "conflict_of_interest",
        "working_group": "working_group",
    }
    EMPTY: ClassVar[Mapping[str, str]] = {
        "conflict_of_interest": N_("No conflict of interest has been declared."),
        "working_group": N_("No working groups yet."),
    }

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, Segmented(), parent)
        self.retranslate()
        if not self.office.count("council_member", 1):
            self.show_list("council_member")

    def make_list(self, entity: str, parent: QWidget) -> ClusterList:
        if entity == "meeting":
            return MeetingList(self.desk, parent)
        if entity == "council_member":
            return MemberList(self.desk, parent)
        if entity == "decision":
            return DecisionList(self.desk, parent)
        return super().make_list(entity, parent)

    def help_topic(self) -> str:
        return "council"

    def retranslate(self) -> None:
        if isinstance(self.chosen, Segmented):
            self.chosen.set_options(
                [(kind, _(self.office.entity(kind).plural)) for kind in self.LISTS]
            )
        super().retranslate()
