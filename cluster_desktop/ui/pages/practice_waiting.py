"""The students of a period who have no place yet: tick them, carry them, place them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.services.board import Waiting
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.listing_parts import ListFrame
from cluster_desktop.ui.pages.practice_chosen import Carrier, Chosen, Load
from cluster_desktop.ui.pages.practice_paint import fitting_name
from cluster_desktop.ui.painting import check_mark, outline
from cluster_desktop.ui.theme import changes, colours, face, scaled
from cluster_desktop.ui.widgets import Badge, PrimaryButton, Rule, TextLabel

Index = QModelIndex | QPersistentModelIndex
ROW = 36
CONTROL = Qt.KeyboardModifier.ControlModifier


class WaitingModel(QAbstractListModel):
    """The students as rows, with the tick of each."""

    def __init__(self, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.students: Sequence[Waiting] = ()

    def set_students(self, students: Sequence[Waiting]) -> None:
        self.beginResetModel()
        self.students = students
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.students)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.students):
            return None
        student = self.students[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return student.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{student.name}, {student.group}"
        if role == Qt.ItemDataRole.CheckStateRole:
            on = self._chosen.has(student.id)
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return None


class WaitingDelegate(QStyledItemDelegate):
    """Tick, name, group and the handle to carry by."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, WaitingModel):
            return
        c = colours()
        student = model.students[index.row()]
        rect: QRect = option.rect
        ticked = model.data(index, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        painter.save()
        if ticked:
            painter.fillRect(rect, c.selection)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, c.line)
        fill, pen = (c.primary, c.primary) if ticked else (c.surface, c.ctrl)
        box = QRect(rect.left() + 12, rect.top(), 16, rect.height())
        check_mark(painter, box, c.on_primary, fill, pen, part=False if ticked else None)
        grip = QRect(rect.right() - 24, rect.center().y() - 7, 16, 16)
        paint_icon(painter, "grip", grip, c.muted)
        small = face("caption")[1]
        # Two pixels more than measured: exactly as much as is needed is taken for too little.
        width = min(small.horizontalAdvance(student.group) + 2, rect.width() // 2)
        painter.setFont(face("caption")[0])
        painter.setPen(c.on_selection if ticked else c.muted)
        room = QRect(grip.left() - 8 - width, rect.top(), width, rect.height())
        group = small.elidedText(student.group, Qt.TextElideMode.ElideRight, width)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, group)
        painter.setFont(face()[0])
        painter.setPen(c.on_selection if ticked else c.text)
        room = QRect(rect.left() + 36, rect.top(), room.left() - rect.left() - 44, rect.height())
        name = fitting_name(student.name, face()[1], room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, name)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            outline(painter, rect.adjusted(1, 1, -1, -1), None, c.primary, width=2)
        painter.restore()


class WaitingList(QListView):
    """Rows of waiting students."""

    place_wanted = Signal()
    menu_wanted = Signal(QPoint)
    landed = Signal(object)
    """Placements were dropped here: they lose their place."""

    def __init__(self, chosen: Chosen, carrier: Carrier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waiting")
        self._chosen = chosen
        self._carrier = carrier
        self._pressed: tuple[QPoint, UUID] | None = None
        self.rows = WaitingModel(chosen, self)
        self.setModel(self.rows)
        self.setItemDelegate(WaitingDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        carrier.add_target(self)
        chosen.changed.connect(self._repaint)
        changes().changed.connect(self.scheduleDelayedItemsLayout)

    def _repaint(self) -> None:
        # Not connected directly: see Carrier.add_target.
        self.viewport().update()

    def current_student(self) -> Waiting | None:
        row = self.currentIndex().row()
        return self.rows.students[row] if 0 <= row < len(self.rows.students) else None

    def show_student(self, student: UUID) -> bool:
        """Make a student current; False where the student is not here."""
        found = (n for n, one in enumerate(self.rows.students) if one.id == student)
        row = next(found, -1)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row))
        return row >= 0

    def load(self) -> Load:
        """What a verb here means: the ticked ones, or the current one."""
        ticked = self._chosen.load()
        one = self.current_student()
        if ticked.students or one is None:
            return Load(students=ticked.students)
        return Load(students=(one.id,))

    def focusInEvent(self, event: object) -> None:
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        one = self.current_student()
        if key == Qt.Key.Key_Space and one is not None:
            self._chosen.flip_student(one.id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.place_wanted.emit()
        elif key == Qt.Key.Key_A and event.modifiers() & CONTROL:
            self._chosen.set_students(student.id for student in self.rows.students)
        elif key == Qt.Key.Key_Escape and len(self._chosen.load()):
            self._chosen.clear()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if self.current_student() is not None:
            self.menu_wanted.emit(at)

    # ---- mouse: a click ticks, a pull carries ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)
            if event.button() == Qt.MouseButton.LeftButton:
                student = self.rows.students[index.row()]
                self._pressed = (event.position().toPoint(), student.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._carrier.carries():
            self._carrier.move(event.globalPosition().toPoint())
        elif self._pressed is not None:
            start, student = self._pressed
            pulled = (event.position().toPoint() - start).manhattanLength()
            if pulled >= QApplication.startDragDistance():
                load = self._chosen.load_with(student=student)
                self._carrier.begin(load, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._carrier.carries():
            self._carrier.drop(event.globalPosition().toPoint())
        elif pressed is not None:
            self._chosen.flip_student(pressed[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The second press of a quick pair ticks like any other.
        self.mousePressEvent(event)

    # ---- where a load lands ----

    def carried_over(self, at: QPoint | None, load: Load) -> bool:
        return at is not None and bool(load.placements)

    def scroll_while_carrying(self) -> None:
        """The list need not move: dropping anywhere on it means the same."""

    def dropped(self, at: QPoint, load: Load) -> None:
        self.landed.emit(load)


class WaitingPanel(ListFrame):
    """Head with the count, the list, and the bar with [Place at…]."""

    def __init__(self, chosen: Chosen, carrier: Carrier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.title = TextLabel("", "strong", parent=self)
        self.count = Badge(0, "soon", self)
        self.list = WaitingList(chosen, carrier, self)
        self.hint = TextLabel("", "caption", "muted", self, wrap=True)
        self.hint.setContentsMargins(12, 8, 12, 8)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        self.bar = _Bar(self)
        self.bar.place.clicked.connect(self.list.place_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Rule(self))
        column.addWidget(self.list, 1)
        column.addWidget(self.hint)
        column.addWidget(self.bar)
        chosen.changed.connect(self._tell)
        self._tell()

    def set_students(self, students: Sequence[Waiting]) -> None:
        before = self.list.currentIndex().row()
        self.list.rows.set_students(students)
        if students and before >= 0:
            index = self.list.rows.index(min(before, len(students) - 1))
            self.list.setCurrentIndex(index)
        self.count.set_count(len(students))
        self._tell()

    def _tell(self) -> None:
        n = len(self._chosen.load().students)
        self.bar.setVisible(n > 0)
        self.bar.chosen.setText(_("Chosen: {n}").format(n=n))

    def retranslate(self) -> None:
        self.title.setText(_("Without a place"))
        self.list.setAccessibleName(_("Students without a place"))
        self.hint.setText(_("Drag onto the card of an enterprise or press Enter."))
        self.bar.place.setText(_("Place at…"))
        self._tell()


class _Bar(QWidget):
    """How many are ticked, and the verb."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen = TextLabel("", "strong", "on_selection", self)
        self.place = PrimaryButton("", key="Enter", dense=True, parent=self)
        self.place.setObjectName("place_at")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.chosen, 1)
        row.addWidget(self.place)

    def paintEvent(self, event: object) -> None:
        QPainter(self).fillRect(self.rect(), colours().selection)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()
