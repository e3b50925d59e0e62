"""A meeting is planned, its agenda filled with what waits, its attendance written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Row
from cluster_desktop.rules.council import quorum_needed
from cluster_desktop.services import council, council_agenda, council_meetings
from cluster_desktop.services.council import CHAIR, DEPUTY, Member
from cluster_desktop.services.council_agenda import Proposal
from cluster_desktop.services.council_meetings import PERCENT, Present, Quorum
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_council_sheets import CouncilSheet, specs
from cluster_desktop.ui.widgets import TextLabel
from cluster_desktop.ui.work import run

Known = Mapping[UUID, Row]
"""What is written of each member's presence."""


class Proposals(QWidget):
    """What waits for the council, each with a tick; all are ticked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("council_proposals")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.boxes: list[QCheckBox] = []
        self._found: list[Proposal] = []

    def show_all(self, found: Sequence[Proposal]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._found = list(found)
        self.boxes = []
        for line, one in enumerate(self._found):
            box = QCheckBox(self)
            box.setChecked(True)
            box.setAccessibleName(f"{one.title}, {one.reason}")
            self.boxes.append(box)
            self._grid.addWidget(box, 2 * line, 0)
            self._grid.addWidget(TextLabel(one.title, parent=self, wrap=True), 2 * line, 1)
            ink = "bad" if one.overdue else "muted"
            reason = TextLabel(one.reason, "caption", ink, self, wrap=True)
            self._grid.addWidget(reason, 2 * line + 1, 1)
        if not self._found:
            said = _("Nothing waits for the council.")
            self._grid.addWidget(TextLabel(said, "caption", "muted", self), 0, 0, 1, 2)
        self.updateGeometry()

    def chosen(self) -> list[Proposal]:
        return [one for one, box in zip(self._found, self.boxes, strict=True) if box.isChecked()]


class AgendaSheet(CouncilSheet):
    """Questions for a meeting's agenda: what is proposed, and one that is typed."""

    NAMES = ("title_kk", "title_ru", "speaker_kk", "speaker_ru")

    def __init__(self, desk: Desk, meeting: Row) -> None:
        super().__init__(desk, _("Agenda"), _("Put on the agenda"))
        self.setObjectName("council_agenda")
        self._meeting = meeting.id
        day = meeting["held_on"]
        self.head(_("Proposed"))
        self.proposals = Proposals(self)
        self.put(self.proposals)
        self.head(_("Another question"))
        fields = specs(desk.office, "agenda_item", *self.NAMES)
        # A question of one's own is optional here.
        self.fields([replace(field, required=False) for field in fields])
        office = desk.office
        run(
            self,
            lambda _p: council_agenda.proposals(office, day, meeting=meeting.id),
            done=self.proposals.show_all,
            failed=desk.fail,
        )

    def act(self, values: Mapping[str, Value]) -> Changes:
        chosen = self.proposals.chosen()
        if values["title_kk"]:
            kk, ru, who, who_ru = (str(values[name] or "") for name in self.NAMES)
            chosen.append(Proposal(kk, ru, speaker_kk=who, speaker_ru=who_ru))
        return council_agenda.add_items(self.office, self._meeting, chosen)


class PlanSheet(CouncilSheet):
    """A new meeting: day, time, place, number of the minutes, and its agenda."""

    NAMES = ("held_on", "begins", "place_kk", "place_ru", "invited_kk", "invited_ru")
    planned = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("New meeting"), _("Plan the meeting"))
        self.setObjectName("council_plan")
        self.fields(specs(desk.office, "meeting", *self.NAMES), {"held_on": desk.office.today()})
        self.head(_("Proposed for the agenda"))
        self.proposals = Proposals(self)
        self.put(self.proposals)
        self.editors["held_on"].committed.connect(self._propose)
        self._propose(desk.office.today())

    def _propose(self, day: object) -> None:
        if isinstance(day, dt.date):
            office = self.office
            run(
                self,
                lambda _p: council_agenda.proposals(office, day),
                done=self.proposals.show_all,
                failed=self.desk.fail,
            )

    def act(self, values: Mapping[str, Value]) -> Changes:
        return council_meetings.plan(self.office, values, self.proposals.chosen())

    def _done(self, changes: Changes) -> None:
        super()._done(changes)
        made = self.office.lookup("meeting", "id", changes.ids)
        self.planned.emit(next(iter(made), None))


class AttendanceSheet(CouncilSheet):
    """Who came, who stood in, who chairs; the quorum is told while ticking."""

    sheet_width = 760

    def __init__(self, desk: Desk, meeting: Row, served: Sequence[Member], known: Known) -> None:
        super().__init__(desk, _("Attendance"), _("Write the attendance"))
        self.setObjectName("council_attendance")
        self._meeting = meeting.id
        self._served = list(served)
        self._percent = desk.office.whole_setting(PERCENT)
        self.state = TextLabel("", "strong", "muted", self, wrap=True)
        self.put(self.state)
        self.boxes: dict[UUID, QCheckBox] = {}
        self.stand_ins: dict[UUID, QLineEdit] = {}
        self.reasons: dict[UUID, QLineEdit] = {}
        self.put(self._grid(known))
        self.chair = QComboBox(self)
        self.chair.setObjectName("council_chair")
        self.chair.setAccessibleName(_("Chaired by"))
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 8, 0, 0)
        line.addWidget(TextLabel(_("Chaired by"), ink="muted", parent=self))
        line.addWidget(self.chair, 1)
        self.put(row)
        self.say(_("A deputy chairs while the chair is absent; the minutes say so."))
        self._count()

    def _grid(self, known: Known) -> QWidget:
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 2)
        for column, title in ((1, _("Member")), (2, _("Stand-in")), (3, _("Why absent"))):
            grid.addWidget(TextLabel(title, "caption", "muted", self), 0, column)
            grid.setColumnStretch(column, 2 if column == 1 else 1)
        for line, one in enumerate(self._served, start=1):
            row = known.get(one.id)
            box = QCheckBox(body)
            box.setChecked(row is not None and bool(row["present"]))
            box.setAccessibleName(f"{one.name}, {self._role(one)}")
            box.toggled.connect(self._count)
            name = f"{one.name} ({self._role(one).lower()})"
            self.boxes[one.id] = box
            self.stand_ins[one.id] = self._line(row, "represented_by", _("Stand-in"), one)
            self.reasons[one.id] = self._line(row, "reason", _("Why absent"), one)
            grid.addWidget(box, line, 0)
            grid.addWidget(TextLabel(name, parent=body, wrap=True), line, 1)
            grid.addWidget(self.stand_ins[one.id], line, 2)
            grid.addWidget(self.reasons[one.id], line, 3)
        return body

    def _role(self, member: Member) -> str:
        return self.office.entity("council_member").spec("role").format(member.role)

    def _line(self, row: Row | None, name: str, title: str, member: Member) -> QLineEdit:
        line = QLineEdit(self)
        line.setProperty("dense", True)
        line.setText(str(row[name] or "") if row is not None else "")
        line.setAccessibleName(f"{title}: {member.name}")
        return line

    def here(self) -> frozenset[UUID]:
        return frozenset(member for member, box in self.boxes.items() if box.isChecked())

    def _count(self) -> None:
        """The quorum sentence, and who may chair of those who came."""
        here = self.here()
        count = len(self._served)
        quorum = Quorum(count, len(here), quorum_needed(count, self._percent), self._percent)
        self.state.setText(quorum.sentence())
        self.state.set_ink("good" if quorum.reached else "bad")
        for member, line in (*self.stand_ins.items(), *self.reasons.items()):
            line.setEnabled(member not in here)
        able = [
            one
            for role in (CHAIR, DEPUTY)
            for one in self._served
            if one.role == role and one.id in here
        ]
        self.chair.clear()
        for one in able:
            self.chair.addItem(f"{one.name} ({self._role(one).lower()})", one.id)
        if not able:
            self.chair.addItem(_("Neither the chair nor a deputy is present"), None)

    def act(self, values: Mapping[str, Value]) -> Changes:
        here = self.here()
        absent = [one.id for one in self._served if one.id not in here]
        told = Present(
            here,
            {one: self.stand_ins[one].text().strip() for one in absent},
            {one: self.reasons[one].text().strip() for one in absent},
        )
        chair = self.chair.currentData()
        return council_meetings.hold(self.office, self._meeting, told, chaired_by=chair)


def ask_attendance(desk: Desk, owner: QWidget, meeting: UUID) -> None:
    """The sheet of attendance, with those who served on the day."""
    office = desk.office

    def read() -> tuple[Row, list[Member], Known]:
        row = council_meetings.meeting(office, meeting)
        council_meetings.refuse_unless_due(office, row)
        served = council.members(office, row["held_on"])
        return row, served, council_meetings.attendance(office, meeting)

    def show(found: tuple[Row, list[Member], Known]) -> None:
        desk.sheet.emit(AttendanceSheet(desk, *found), "right")

    run(owner, lambda _p: read(), done=show, failed=desk.fail)
