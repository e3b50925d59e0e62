"""The documents of a batch: which are ready, which lack something, and the place to fill it in.

Knows papers as plain values; filling a gap and making the paper anew is its owner's business.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.paper_contracts import NO_CONTRACT
from cluster_desktop.services.undecided import UNDECIDED
from cluster_desktop.ui import theme
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.widgets import Button, Pill, TextLabel

AnyIndex = QModelIndex | QPersistentModelIndex

PAPER_ROLE = int(Qt.ItemDataRole.UserRole) + 1
# More empty fields than these in one paper are better filled in its card.
MOST_GAPS = 4
WIDTH = 300


def told(paper: Paper) -> tuple[Finding, ...]:
    """What is said of a paper: what it lacks, then what is only remarked."""
    return paper.gaps + paper.remarks


class PaperModel(QAbstractListModel):
    """The papers of the job with their ticks."""

    ticks_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._papers: list[Paper] = []
        self._off: set[str] = set()

    def set_papers(self, papers: Sequence[Paper]) -> None:
        """Show papers; the ticks of those already known stay."""
        self.beginResetModel()
        self._papers = list(papers)
        self.endResetModel()

    def ticked(self) -> list[Paper]:
        """Papers to be printed, in list order."""
        return [paper for paper in self._papers if paper.pages and paper.key not in self._off]

    def paper(self, at: int) -> Paper:
        return self._papers[at]

    def tick_all(self, *, only_ready: bool) -> None:
        self._off = {p.key for p in self._papers if only_ready and p.gaps}
        if self._papers:
            self.dataChanged.emit(self.index(0), self.index(len(self._papers) - 1))
        self.ticks_changed.emit()

    def tick_only(self, keys: Container[str]) -> None:
        """Just these papers: those that are still to come out."""
        self._off = {paper.key for paper in self._papers if paper.key not in keys}
        if self._papers:
            self.dataChanged.emit(self.index(0), self.index(len(self._papers) - 1))
        self.ticks_changed.emit()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._papers)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._papers):
            return None
        paper = self._papers[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return paper.title
        if role == Qt.ItemDataRole.CheckStateRole:
            is_off = paper.key in self._off or not paper.pages
            return Qt.CheckState.Unchecked if is_off else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = _("{title}: {state}")
            return said.format(title=paper.title, state=self._state(paper))
        if role == PAPER_ROLE:
            return paper
        return None

    @staticmethod
    def _state(paper: Paper) -> str:
        found = told(paper)
        return found[0].message if found else _("ready")

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        key = self._papers[index.row()].key
        if not self._papers[index.row()].pages:
            return False  # there is nothing to print
        self._off.symmetric_difference_update({key})
        self.dataChanged.emit(index, index)
        self.ticks_changed.emit()
        return True


class PaperDelegate(QStyledItemDelegate):
    """Tick, number and name; below it what is missing, or nothing; pages at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        paper = index.data(PAPER_ROLE)
        has_line = isinstance(paper, Paper) and told(paper)
        return QSize(200, theme.scaled(48 if has_line else 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        paper = index.data(PAPER_ROLE)
        if not isinstance(paper, Paper):
            return
        colours = theme.colours()
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, colours.selection if chosen else colours.surface)
        top = option.rect.adjusted(12, 0, -12, 0)
        top.setHeight(theme.scaled(28 if told(paper) else 32))
        self._tick(painter, option, top, index)
        pages = ngettext("{n} page", "{n} pages", paper.pages).format(n=paper.pages)
        pages = pages if paper.pages else ""
        painter.setFont(theme.font("caption"))
        painter.setPen(colours.muted)
        wide = painter.fontMetrics().horizontalAdvance(pages)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, pages)
        painter.setFont(theme.font("body", tabular=True))
        painter.setPen(colours.on_selection if chosen else colours.text)
        words = top.adjusted(26, 0, -wide - 12, 0)
        shown = painter.fontMetrics().elidedText(
            paper.title, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        if told(paper):
            self._gap(painter, option.rect, told(paper)[0])
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    @staticmethod
    def _tick(
        painter: QPainter, option: QStyleOptionViewItem, room: QRect, index: AnyIndex
    ) -> None:
        box = QStyleOptionButton()
        box.rect = QRect(room.left(), room.top(), 16, room.height())
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        state = QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
        paper = index.data(PAPER_ROLE)
        can_tick = isinstance(paper, Paper) and paper.pages
        box.state = state | (QStyle.StateFlag.State_Enabled if can_tick else state)
        option.widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_IndicatorCheckBox, box, painter
        )

    @staticmethod
    def _gap(painter: QPainter, rect: QRect, gap: Finding) -> None:
        colours = theme.colours()
        line = rect.adjusted(38, theme.scaled(25), -12, -4)
        square = QRect(line.left(), line.center().y() - 7, 15, 15)
        paint_icon(painter, "warning", square, colours.ink("soon"))
        painter.setFont(theme.font("caption"))
        painter.setPen(colours.ink("soon"))
        words = line.adjusted(20, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(
            gap.message, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """The tick takes clicks in its own 32 px and Space; a click elsewhere shows the paper."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            if event.position().x() < option.rect.left() + 34:
                return model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
            return False
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            return model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
        return False


class GapLine(QWidget):
    """One thing that is missing: the sentence and, where it can be typed here, the field."""

    filled = Signal(str, object, str)
    """Key of the paper, the gap (Finding), the text typed."""
    decide_wanted = Signal(object)
    """The record that two people changed apart."""

    def __init__(self, paper: str, gap: Finding, parent: QWidget, *, is_typed: bool) -> None:
        super().__init__(parent)
        self.says = (paper, gap, is_typed)
        """What the line is about: two lines that are equal in this are the same line."""
        self.is_typed = is_typed
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        label = TextLabel(gap.message, "caption", "soon", self, wrap=True)
        column.addWidget(label)
        self.field = QLineEdit(self)
        self.field.setObjectName(gap.field or "")
        self.field.setProperty("dense", True)
        self.field.setAccessibleName(gap.message)
        self.field.setPlaceholderText(_("fill in here, then Enter"))
        label.setBuddy(self.field)
        self.problem = TextLabel("", "caption", "bad", self, wrap=True)
        self.problem.hide()
        self.field.setVisible(is_typed)
        column.addWidget(self.field)
        column.addWidget(self.problem)
        if gap.code == UNDECIDED and gap.field:
            column.addWidget(self._deciding(UUID(gap.field)), 0, Qt.AlignmentFlag.AlignLeft)
        self.field.editingFinished.connect(self._commit)

    def _deciding(self, record: UUID) -> Button:
        button = Button(_("Decide…"), dense=True, parent=self)
        button.setObjectName("decide_paper")
        button.clicked.connect(lambda: self.decide_wanted.emit(record))
        return button

    def _commit(self) -> None:
        text = self.field.text().strip()
        if text and self.field.isModified():
            self.field.setModified(False)
            paper, gap, _is_typed = self.says
            self.filled.emit(paper, gap, text)

    def say(self, problem: str) -> None:
        """Why the text was not taken."""
        self.field.setProperty("problem", bool(problem))
        self.field.update()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


class PaperList(QWidget):
    """The batch: counts, list with ticks, and the gaps of the current paper to be filled."""

    chosen = Signal(int)
    """Place of the paper in the job."""
    filled = Signal(str, object, str)
    """Key of the paper, the gap (Finding), the text typed."""
    decide_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PaperModel(self)
        self._ready = Pill(parent=self)
        self._missing = Pill(parent=self)
        self.all_button = Button("", dense=True, look="flat", parent=self)
        self.ready_button = Button("", dense=True, look="flat", parent=self)
        self.make_button = Button("", icon="add", dense=True, parent=self)
        self.make_button.setObjectName("make_contracts")
        self.make_button.hide()
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(PaperDelegate(self.view))
        self.view.setObjectName("papers")
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = self._gap_box = QWidget(self)
        self._gap_area = QScrollArea(self)
        self._gap_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._gap_area.setWidgetResizable(True)
        self._gap_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._gap_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._gap_area.setWidget(inner)
        self._gaps = QVBoxLayout(inner)
        self._gaps.setContentsMargins(12, 8, 12, 12)
        self._gaps.setSpacing(8)
        self._lines: list[GapLine] = []
        self._tick_buttons = QWidget(self)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 4)
        head.addWidget(self._ready)
        head.addWidget(self._missing)
        head.addStretch(1)
        ticks = QHBoxLayout(self._tick_buttons)
        ticks.setContentsMargins(4, 0, 12, 4)
        ticks.addWidget(self.all_button)
        ticks.addWidget(self.ready_button)
        ticks.addStretch(1)
        making = QHBoxLayout()
        making.setContentsMargins(12, 0, 12, 4)
        making.addWidget(self.make_button)
        making.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._tick_buttons)
        column.addLayout(making)
        column.addWidget(self.view, 1)
        column.addWidget(self._gap_area)
        self._fit()
        theme.changes().changed.connect(self._fit)
        self.all_button.clicked.connect(lambda: self.model.tick_all(only_ready=False))
        self.ready_button.clicked.connect(lambda: self.model.tick_all(only_ready=True))
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.retranslate()

    def _fit(self) -> None:
        self.setFixedWidth(theme.scaled(WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps at least the upper half."""
        super().resizeEvent(event)
        self._fit_gaps()

    def _fit_gaps(self) -> None:
        needed = self._gap_box.sizeHint().height() if self._lines else 0
        self._gap_area.setFixedHeight(min(needed, self.height() // 2))

    def retranslate(self) -> None:
        self.all_button.setText(_("Tick all"))
        self.ready_button.setText(_("Only ready"))
        self.make_button.setText(_("Make contracts…"))
        self.view.setAccessibleName(_("Documents to print"))
        self._count()

    def set_papers(self, papers: Sequence[Paper]) -> None:
        """Show the batch; the current paper stays the current one."""
        before = max(0, self.view.currentIndex().row())
        self.model.set_papers(papers)
        self._tick_buttons.setVisible(len(papers) > 1)
        self._count()
        lacking = any(gap.code == NO_CONTRACT for paper in papers for gap in paper.gaps)
        self.make_button.setVisible(lacking)
        at = self.model.index(min(before, len(papers) - 1)) if papers else QModelIndex()
        self.view.setCurrentIndex(at)

    def _count(self) -> None:
        papers = [self.model.paper(at) for at in range(self.model.rowCount())]
        missing = sum(1 for paper in papers if paper.gaps)
        ready = len(papers) - missing
        self._ready.set(_("{n} ready").format(n=ready) if ready else "", "good")
        self._missing.set(_("{n} not complete").format(n=missing) if missing else "", "soon")

    def next_gap(self) -> None:
        """Go on to the next paper that lacks something and into its first field."""
        count = self.model.rowCount()
        here = self.view.currentIndex().row()
        for step in range(1, count + 1):
            at = (here + step) % count
            if self.model.paper(at).gaps:
                self.view.setCurrentIndex(self.model.index(at))
                typed = [line for line in self._lines if line.is_typed]
                if typed:
                    typed[0].field.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def focus_gap(self) -> bool:
        """The cursor into the next field to fill, here or in a later paper; False for none."""
        typed = [line for line in self._lines if line.is_typed]
        if not typed:
            self.next_gap()
            typed = [line for line in self._lines if line.is_typed]
        if typed:
            typed[0].field.setFocus(Qt.FocusReason.TabFocusReason)
        return bool(typed)

    def current(self) -> Paper | None:
        """The paper that is shown."""
        at = self.view.currentIndex().row()
        return self.model.paper(at) if 0 <= at < self.model.rowCount() else None

    def refuse(self, gap: Finding, problem: str) -> None:
        """The text for a gap was not taken; say so beside it."""
        for line in self._lines:
            if line.field.objectName() == (gap.field or ""):
                line.say(problem)
                # The sentence needs room, and is read where it stands.
                self._fit_gaps()
                QTimer.singleShot(0, line, partial(self._gap_area.ensureWidgetVisible, line))

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        paper = self.model.paper(now.row()) if now.isValid() else None
        # The papers are made anew after any change of the records, by a run of the exchange
        # perhaps: a line that is still true stays, with what is being typed into it.
        shown = {line.says: line for line in self._lines}
        self._lines = []
        if paper is not None:
            for gap in told(paper)[:MOST_GAPS]:
                says = (paper.key, gap, (gap.field or "") in paper.typed)
                line = shown.pop(says, None) or self._new_line(*says)
                self._gaps.insertWidget(len(self._lines), line)
                line.show()
                self._lines.append(line)
        for line in shown.values():
            self._gaps.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._fit_gaps()
        if paper is not None:
            self.chosen.emit(now.row())

    def _new_line(self, key: str, gap: Finding, is_typed: bool) -> GapLine:
        line = GapLine(key, gap, self, is_typed=is_typed)
        line.filled.connect(self.filled)
        line.decide_wanted.connect(self.decide_wanted)
        return line
