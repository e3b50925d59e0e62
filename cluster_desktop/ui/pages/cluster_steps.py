"""The path of the initiator and the 12 steps: state, dates, who, files, and the proving records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.fields import Choice, Date, LongText, Text, Value
from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Changes, Query, Row
from cluster_desktop.services import cluster, steps
from cluster_desktop.services.cluster import PATH
from cluster_desktop.services.steps import STEP_STATES, Step
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_sections import paint_state
from cluster_desktop.ui.pages.cluster_sheets import ActSheet, lock
from cluster_desktop.ui.pages.figure_link import open_figure
from cluster_desktop.ui.pages.scrolling import scrolling
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.panel import SidePanel
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.undecided_line import decision_place
from cluster_desktop.ui.widgets import (
    Button,
    Card,
    FlowLayout,
    Meter,
    Pill,
    Rule,
    TextLabel,
)
from cluster_desktop.ui.work import run

PANEL_WIDE, PANEL_NARROW = 351, 320
NARROW_UNDER = 1080
LOOKS = {
    "not_started": ("neutral", "clock"),
    "in_progress": ("soon", "edit"),
    "done": ("good", "check"),
}
SHARES = {"not_started": 0.0, "in_progress": 0.5, "done": 1.0}
_CIRCLE = {"not_started": "empty", "in_progress": "started", "done": "complete"}
LOCKED = ("step", "state", "done_on")
_ON = Date(label=N_("Date"), name="on", required=True)
_DOCUMENT = Text(label=N_("Document"), name="document")
_NOTE = LongText(label=N_("Note"), name="note")
_DONE_ON = Date(label=N_("Done on"), name="done_on", required=True)
_EVIDENCE = LongText(label=N_("Evidence"), name="evidence")
_YEAR_START = (1, 1)


@dataclass(frozen=True)
class Read:
    """Path and steps at one moment."""

    row: Row
    stages: list[Row]
    steps: list[Step]


class StepLine(QWidget):
    """One step: number, title, state and dates; what proves it below, each word opens records."""

    opened = Signal(object)
    proof_wanted = Signal(object)

    def __init__(self, step: Step, today_late: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self.setObjectName(f"step_{step.number}")
        self.head = _StepHead(step, today_late, self)
        self.head.clicked.connect(lambda: self.opened.emit(self.step))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        column.addWidget(self.head)
        proofs = QWidget(self)
        indented = QHBoxLayout(proofs)
        indented.setContentsMargins(54, 0, 12, 0)
        words = QWidget(proofs)
        flow = FlowLayout(words)
        indented.addWidget(words)
        for proof in step.proofs:
            value = proof.figure.value
            said = f"{proof.label}: {'–' if value is None else f'{value:f}'}"
            button = Button(said, look="flat", dense=True, parent=words)
            button.setToolTip(_("Show the records"))
            figure = proof.figure
            button.clicked.connect(lambda _on=False, one=figure: self.proof_wanted.emit(one))
            flow.addWidget(button)
        proofs.setVisible(bool(step.proofs))
        column.addWidget(proofs)
        column.addWidget(Rule(self))


class _StepHead(QAbstractButton):
    """The painted part of a step; a click opens its card."""

    def __init__(self, step: Step, late: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._step, self._late = step, late
        self.chosen = False
        self.setText(step.title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        state = _(STEP_STATES[step.state])
        self._note = " · ".join(part for part in self._parts() if part)
        self.setAccessibleName(f"{step.number}. {step.title}: {state}. {self._note}")
        self.setToolTip(step.asks.here())

    def _parts(self) -> list[str]:
        step = self._step
        files = ngettext("{n} file", "{n} files", step.files).format(n=step.files)
        return [
            step.responsible,
            _("done on {date}").format(date=format_date(step.done_on)) if step.done_on else "",
            _("due {date}").format(date=format_date(step.due))
            if step.due and not step.done_on
            else "",
            files if step.files else "",
            step.evidence.split("\n")[0][:80],
        ]

    def sizeHint(self) -> QSize:
        return QSize(300, scaled(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        if self.chosen or self.underMouse():
            painter.fillRect(self.rect(), c.selection if self.chosen else c.header)
        step = self._step
        ink = c.on_selection if self.chosen else c.text
        top, line = 5, QFontMetrics(font("strong")).height()
        paint_state(painter, QRect(14, top + (line - 16) // 2, 16, 16), _CIRCLE[step.state])
        painter.setFont(font("body", tabular=True))
        painter.setPen(c.muted)
        right = Qt.AlignmentFlag.AlignRight.value
        painter.drawText(QRect(34, top, 22, line), right, str(step.number))
        state = _(STEP_STATES[step.state])
        painter.setFont(font("caption"))
        width = painter.fontMetrics().horizontalAdvance(state)
        painter.setPen(c.ink("bad" if self._late else LOOKS[step.state][0]))
        painter.drawText(QRect(self.width() - width - 14, top, width + 2, line), 0, state)
        room = QRect(64, top, self.width() - 64 - width - 30, line)
        painter.setFont(font("strong"))
        painter.setPen(ink)
        title = painter.fontMetrics().elidedText(
            step.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, 0, title)
        painter.setFont(font("caption"))
        painter.setPen(c.ink("bad") if self._late else c.muted)
        below = QRect(64, top + line + 1, self.width() - 78, scaled(18))
        said = self._note or step.asks.here()
        shown = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, 0, shown)
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2)


class PathCard(Card):
    """Where the initiator's path stands, what was reached before, and the next stage."""

    reach_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.pill = Pill(parent=self)
        self.button = Button(icon="arrow-right", dense=True, parent=self)
        self.button.setObjectName("path_reach")
        self.button.clicked.connect(self.reach_wanted)
        self.head.addWidget(self.pill)
        self.head.addWidget(self.button)
        self._words = TextLabel("", "caption", "muted", self, wrap=True)
        self.body.addWidget(self._words)

    def show_path(self, row: Row, stages: Sequence[Row]) -> None:
        self.set_title(_("Path to the status"))
        state = str(row["state"])
        look = {"granted": "good", "returned": "soon", "refused": "bad"}.get(state, "info")
        self.pill.set(_(PATH[state]), look)
        self.button.setText(_("Next stage…"))
        said = []
        for stage in stages:
            words = f"{format_date(stage['reached_on'])} {_(PATH[stage['state']])}"
            if stage["document"]:
                words += f" ({stage['document']})"
            said.append(words)
        self._words.setText("  →  ".join(said))


class StepsTab(QWidget):
    """The path above, the 12 steps below, and the card of one at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._office = desk.office
        self._read: Read | None = None
        self._reading = self._again = False
        self._shown: int | None = None
        self._lines: list[StepLine] = []
        self.meter = Meter(self)
        self.meter.setFixedWidth(272)
        self._done = TextLabel("", parent=self)
        self.plan = Button(icon="calendar", dense=True, parent=self)
        self.plan.setObjectName("steps_to_plan")
        self.plan.clicked.connect(self.to_plan)
        self.path = PathCard(self)
        self.path.reach_wanted.connect(self.reach)
        self.panel = SidePanel(desk.office, desk.bridge, self)
        self.panel.hide()
        self.panel.closed.connect(self._closed)
        self.panel.problem.connect(desk.refused)
        self.panel.decide_wanted.connect(lambda one: desk.go.emit(decision_place(one)))
        self._build()
        self.retranslate()
        self.refresh()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.meter)
        row.addWidget(self._done)
        row.addStretch(1)
        row.addWidget(self.plan)
        self._card = Card("", self, margin=1)
        self._card.body.setContentsMargins(1, 1, 1, 1)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._card.body.addWidget(scrolling(inner))
        left = QWidget(self)
        under = QVBoxLayout(left)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(12)
        under.addWidget(self.path)
        under.addWidget(self._card, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.splitter, 1)

    # ---- reading ----

    def refresh(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading = True
        run(self, lambda _p: self._read_all(), done=self._came, failed=self._failed)

    def _read_all(self) -> Read:
        office = self._office
        return Read(cluster.needed(office), cluster.stages(office), steps.steps(office))

    def _failed(self, why: Exception) -> None:
        self._reading = False
        self._desk.fail(why)

    def _came(self, read: Read) -> None:
        self._reading = False
        self._read = read
        if self._again:
            self._again = False
            self.refresh()
        self._show(read)

    def _show(self, read: Read) -> None:
        self.path.show_path(read.row, read.stages)
        done = sum(1 for step in read.steps if step.state == "done")
        said = _("Steps done: {n} of {whole}").format(n=done, whole=len(read.steps))
        self._done.setText(said)
        self.meter.set_parts([SHARES[step.state] for step in read.steps])
        self.meter.setAccessibleName(said)
        focused = next((n for n, one in enumerate(self._lines) if one.head.hasFocus()), None)
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        today = self._office.today()
        self._lines = []
        for at, step in enumerate(read.steps):
            late = step.state != "done" and step.due is not None and step.due < today
            line = StepLine(step, late, self._card)
            line.opened.connect(self.open_step)
            line.proof_wanted.connect(lambda figure: open_figure(self._desk, figure))
            self._column.insertWidget(at, line)
            self._lines.append(line)
        if focused is not None and focused < len(self._lines):
            self._lines[focused].head.setFocus()
        self._mark_shown()
        self._name_buttons()

    # ---- one step ----

    def open_step(self, step: Step) -> None:
        """Its card, files and history at the right; the verbs of its state below."""
        self._shown = step.number
        self.panel.open("creation_step", step.record)
        lock(self.panel, LOCKED)
        self._lay_out()
        self._mark_shown()
        self._name_buttons()

    def open_number(self, number: int) -> None:
        """The card of the n-th step, once the steps are read."""
        if self._read is not None:
            self.open_step(self._read.steps[number - 1])

    def _step(self) -> Step | None:
        if self._read is None or self._shown is None:
            return None
        return self._read.steps[self._shown - 1]

    def _mark_shown(self) -> None:
        for line in self._lines:
            line.head.chosen = line.step.number == self._shown
            line.head.update()

    def _name_buttons(self) -> None:
        step = self._step()
        if step is None:
            return
        if step.state == "done":
            buttons = [
                (
                    _("Not done after all"),
                    "undo",
                    lambda: self._set({"state": "in_progress", "done_on": None}),
                )
            ]
        else:
            buttons = [(_("Done…"), "check", self.done)]
            if step.state == "not_started":
                start = (_("Start the step"), "arrow-right", self.start)
                buttons.insert(0, start)
        self.panel.set_buttons(buttons)

    def _closed(self) -> None:
        self._shown = None
        self._mark_shown()

    def start(self) -> None:
        """In progress from today, unless another day is there."""
        step = self._step()
        if step is not None:
            starts = step.starts or self._office.today()
            self._set({"state": "in_progress", "starts": starts})

    def done(self) -> None:
        """Asks for the day and for words that prove it."""
        step = self._step()
        if step is None:
            return
        number = step.number

        def act(values: Mapping[str, Value]) -> Changes:
            return steps.set_step(self._office, number, {"state": "done", **values})

        title = _("Step {n} is done: {title}").format(n=number, title=step.title)
        sheet = ActSheet(
            self._desk, title, [_DONE_ON, _EVIDENCE], _("Done"), act, note=step.asks.here(),
            values={"done_on": self._office.today(), "evidence": step.evidence or None},
        )  # fmt: skip
        self._desk.sheet.emit(sheet, "middle")

    def _set(self, values: Mapping[str, Value]) -> None:
        number = self._shown
        if number is not None:
            self._desk.write(self, lambda: steps.set_step(self._office, number, values))

    # ---- path and plan ----

    def reach(self) -> None:
        """The next stage of the path, with its day and document."""
        if self._read is None:
            return
        now = str(self._read.row["state"])
        choices = {one: PATH[one] for one in cluster.NEXT_STAGES[now] if one != now}
        stage = Choice(label=N_("Stage"), name="state", choices=choices, required=True)

        def act(values: Mapping[str, Value]) -> Changes:
            return cluster.reach(
                self._office, values["state"], values["on"], values["document"] or "",
                values["note"] or "",
            )  # fmt: skip

        order = list(PATH)
        ahead = [one for one in choices if order.index(one) > order.index(now)]
        sheet = ActSheet(
            self._desk, _("Path of the cluster: next stage"), [stage, _ON, _DOCUMENT, _NOTE],
            _("Reached"), act,
            values={"state": (ahead or list(choices))[0], "on": self._office.today()},
        )  # fmt: skip
        self._desk.sheet.emit(sheet, "middle")

    def to_plan(self) -> None:
        """A measure of the action plan for each step that has none."""
        year = self._office.today().year
        self._desk.write(self, lambda: steps.as_plan(self._office, year))

    # ---- what the page asks ----

    def show_query(self, query: Query) -> bool:
        return query.entity in ("creation_step", "cluster_stage")

    def open_record(self, entity: str, record: UUID) -> bool:
        if entity == "creation_step":
            self.panel.open(entity, record)
            lock(self.panel, LOCKED)
            self._shown = int(self._office.get(entity, record)["step"])
            self._lay_out()
            self._mark_shown()
            self._name_buttons()
        return entity in ("creation_step", "cluster_stage")

    def panes(self) -> tuple[QWidget, ...]:
        shown = (self.panel,) if self.panel.isVisible() else ()
        return (self.path, self._card, *shown)

    def start_focus(self) -> None:
        if self._lines:
            self._lines[0].head.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.path.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Steps"))
        self.plan.setText(_("Insert the 12 steps into the plan"))
        if self._read is not None:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if self.panel.isVisible():
            panel = PANEL_WIDE if self.width() >= NARROW_UNDER else PANEL_NARROW
            self.splitter.setSizes([max(1, self.splitter.width() - panel - 8), panel])
