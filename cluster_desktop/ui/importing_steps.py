"""The line of steps above a wizard: numbered circles, done ones ticked and clickable. No data."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui import theme

_CIRCLE = 24
_GAP = 8
# The line between two steps may shrink to this when long Kazakh words need the room.
_SHORTEST_LINE = 12
_LONGEST_LINE = 32


class StepButton(QAbstractButton):
    """One step. Reachable only when it lies behind the current one."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_current(self, current: int, *, locked: bool) -> None:
        """Look and reach of this step while step `current` (from 0) is open."""
        self._current = current
        behind = self._number < current and not locked
        self.setEnabled(behind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if behind else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if behind else Qt.CursorShape.ArrowCursor)
        self._name()
        self.updateGeometry()
        self.update()

    def set_title(self, title: str) -> None:
        self.setText(title)
        self._name()
        self.updateGeometry()

    def _name(self) -> None:
        if self._number < self._current:
            said = _("Step {number}, {title}: done")
        elif self._number == self._current:
            said = _("Step {number}, {title}: you are here")
        else:
            said = _("Step {number}, {title}: still ahead")
        self.setAccessibleName(said.format(number=self._number + 1, title=self.text()))

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font("strong")).horizontalAdvance(self.text())
        return QSize(self._circle() + _GAP + words + 6, theme.scaled(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._circle() + 8, theme.scaled(32))

    def _circle(self) -> int:
        return theme.scaled(_CIRCLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._circle()
        circle = QRectF(2, (self.height() - side) / 2, side, side)
        here, done = self._number == self._current, self._number < self._current
        fill = colours.primary if here else colours.selection if done else colours.header
        ink = colours.on_primary if here else colours.primary if done else colours.muted
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(circle)
        painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if done:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(_tick(circle))
        else:
            painter.setFont(theme.font("strong", tabular=True))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number + 1))
        words = QRectF(circle.right() + _GAP, 0, self.width() - side - _GAP - 2, self.height())
        painter.setFont(theme.font("strong" if here else "body"))
        painter.setPen(colours.text if here or done else colours.muted)
        shown = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if self.hasFocus():
            painter.setPen(QPen(colours.primary, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


def _tick(circle: QRectF) -> QPolygonF:
    """The three points of a tick inside a circle."""
    x, y, side = circle.x(), circle.y(), circle.width()
    return QPolygonF(
        [
            QPointF(x + side * 0.31, y + side * 0.52),
            QPointF(x + side * 0.44, y + side * 0.65),
            QPointF(x + side * 0.70, y + side * 0.37),
        ]
    )


class _Line(QWidget):
    """The stroke between two steps."""

    def sizeHint(self) -> QSize:
        return QSize(_LONGEST_LINE, 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(_SHORTEST_LINE, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() // 2
        painter.fillRect(0, middle, self.width(), 1, theme.colours().ctrl)


class StepLine(QWidget):
    """① File ─ ② Columns ─ …; a click on a finished step wants to go back to it."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._steps: list[StepButton] = []
        self._current = 0
        theme.changes().changed.connect(self.update)

    def set_titles(self, titles: list[str]) -> None:
        """Words of the steps, in order; called again after a language switch."""
        while len(self._steps) < len(titles):
            self._add()
        for step, title in zip(self._steps, titles, strict=True):
            step.set_title(title)
        self.go(self._current)

    def _add(self) -> None:
        number = len(self._steps)
        if number:
            line = _Line(self)
            line.setMaximumWidth(_LONGEST_LINE)
            self._row.addWidget(line)
        step = StepButton(number, self)
        step.clicked.connect(lambda: self.wanted.emit(number))
        self._row.addWidget(step)
        self._steps.append(step)

    @property
    def current(self) -> int:
        return self._current

    def go(self, current: int, *, locked: bool = False) -> None:
        """Show step `current` (from 0); `locked` while there is no way back."""
        self._current = current
        for step in self._steps:
            step.set_current(current, locked=locked)

    def step(self, number: int) -> StepButton:
        return self._steps[number]
