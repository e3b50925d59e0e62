"""The open meeting in the panel: quorum, conflicts of interest, agenda and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Date, LongText, Value
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import Changes, Row
from cluster_desktop.services import council, council_decisions, council_meetings
from cluster_desktop.services.council_meetings import Quorum
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_council_sheets import ItemSheet, ask_decision, words_of
from cluster_desktop.ui.pages.cluster_sheets import ActSheet, CardSheet
from cluster_desktop.ui.pages.home_parts import FactLine
from cluster_desktop.ui.widgets import Button, TextLabel
from cluster_desktop.ui.work import run

FINISH = (
    Date(label=N_("Done on"), name="done_on", required=True),
    LongText(label=N_("Evidence"), name="evidence"),
)


@dataclass(frozen=True)
class MeetingShown:
    """What the card shows of a meeting."""

    meeting: Row
    quorum: Quorum
    items: Sequence[Row]
    decided: Mapping[UUID, list[Row]]
    conflicts: Sequence[Row]


def read(office: Office, record: UUID) -> MeetingShown:
    """Everything of a meeting, in one go."""
    meeting = council_meetings.meeting(office, record)
    items = council_meetings.agenda(office, record)
    return MeetingShown(
        meeting,
        council_meetings.quorum(office, record),
        items,
        council_meetings.decisions_of(office, items),
        office.rows(council.open_conflicts(office, meeting["held_on"])),
    )


class MeetingCard(QWidget):
    """A line for each item, its decisions under it; a click opens what is written there."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("meeting_card")
        self._desk = desk
        self._office = desk.office
        self._record: UUID | None = None
        self.shown: MeetingShown | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def open(self, record: UUID) -> None:
        self._record = record
        office = self._office
        run(self, lambda _p: read(office, record), done=self._show, failed=self._gone)

    def _gone(self, why: Exception) -> None:
        if not isinstance(why, Refusal):
            raise why

    def _show(self, found: MeetingShown) -> None:
        if found.meeting.id != self._record:
            return  # another meeting was opened meanwhile
        self.shown = found
        self._clear()
        self._column.addWidget(TextLabel(_("Agenda and decisions"), "strong", parent=self))
        held = found.meeting["state"] in (council_meetings.HELD, council_meetings.CLOSED)
        if held:
            ink = "good" if found.quorum.reached else "bad"
            self._say(found.quorum.sentence(), ink)
        if held and found.meeting["acting"]:
            self._say(_("A deputy acted for the chair."), "muted")
        for row in found.conflicts if found.meeting["state"] == council_meetings.HELD else ():
            said = _("Conflict of interest: {name}, {matter}")
            self._say(said.format(name=row["member_id"].title, matter=row["matter"]), "soon")
        if not found.items:
            self._say(_("The agenda is empty."), "muted")
        for item in found.items:
            self._put_item(found, item)
        self.counted.emit(len(found.items))
        self.updateGeometry()

    def _put_item(self, found: MeetingShown, item: Row) -> None:
        is_closed = found.meeting["state"] == council_meetings.CLOSED
        decided = found.decided[item.id]
        note = _("heard") if item["heard_kk"] or item["heard_ru"] else ""
        line = FactLine("document", f"{item['position']}. {words_of(item, 'title')}", note, self)
        line.clicked.connect(lambda _on=False, one=item: self._open_item(one))
        self._column.addWidget(line)
        for row in decided:
            self._put_decision(row)
        if found.meeting["state"] == council_meetings.HELD and not is_closed:
            add = Button(_("Decide…"), icon="add", look="flat", dense=True, parent=self)
            add.setObjectName("council_decide")
            add.setAccessibleName(f"{_('Decide…')} {item['position']}")
            add.clicked.connect(lambda _on=False, one=item: ask_decision(self._desk, self, one))
            self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def _put_decision(self, row: Row) -> None:
        spec = self._office.entity("decision").spec("now")
        due = format_date(row["due"]) if row["due"] else ""
        state = spec.format(row["now"]) if row["adopted"] else _("not adopted")
        note = " · ".join(filter(None, (due, state)))
        look = "bad" if row["now"] == "overdue" else ""
        icon = "check" if row["state"] == "done" else "arrow-right"
        line = FactLine(icon, words_of(row, "text"), note, self, look=look)
        line.clicked.connect(lambda _on=False, one=row: self._open_decision(one))
        self._column.addWidget(line)

    def _open_item(self, item: Row) -> None:
        found = self.shown
        if found is not None and found.meeting["state"] == council_meetings.CLOSED:
            names = tuple(self._office.entity("agenda_item").fields)
            card = CardSheet(self._desk, "agenda_item", item.id, locked=names)
            self._desk.sheet.emit(card, "right")
            return
        self._desk.sheet.emit(ItemSheet(self._desk, item), "right")

    def _open_decision(self, row: Row) -> None:
        if council_decisions.is_open(row):
            finish(self._desk, row.id, words_of(row, "text"))
            return
        names = tuple(self._office.entity("decision").fields)
        self._desk.sheet.emit(CardSheet(self._desk, "decision", row.id, locked=names), "right")

    def _say(self, text: str, ink: str) -> None:
        self._column.addWidget(TextLabel(text, "caption", ink, self, wrap=True))

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def finish(desk: Desk, decision: UUID, words: str) -> None:
    """“Carried out…”: the day and the proof; the plan items of the decision are done with it."""
    office = desk.office

    def act(values: Mapping[str, Value]) -> Changes:
        day, evidence = values["done_on"], str(values["evidence"] or "")
        return council_decisions.finish(office, decision, day, evidence)

    sheet = ActSheet(
        desk,
        _("The decision is carried out"),
        FINISH,
        _("Mark as carried out"),
        act,
        values={"done_on": office.today()},
        note=words,
    )
    desk.sheet.emit(sheet, "middle")
