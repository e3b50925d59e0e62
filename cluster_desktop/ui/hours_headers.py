"""Headers of the grid of hours: days above, students at the left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.hours_model import WEEKDAYS, HoursModel
from cluster_desktop.ui.theme import colours, font, scaled

HEAD, NAMES = 40, 216


class DayHeader(QHeaderView):
    """Day over weekday; free days are shaded, today is strong."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), scaled(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model, c = self.model(), colours()
        if not isinstance(model, HoursModel):
            return
        painter.save()
        painter.fillRect(rect, c.header)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), c.separator)
        middle = Qt.AlignmentFlag.AlignCenter.value
        if logicalIndex >= model.day_count():
            painter.setFont(font("caption"))
            painter.setPen(c.text)
            painter.drawText(rect, middle, _("Total"))
        else:
            day = model.sheet().days[logicalIndex]
            free, today = model.is_free_day(logicalIndex), model.is_today(logicalIndex)
            half = rect.height() // 2
            painter.setFont(font("strong" if today else "body", tabular=True))
            painter.setPen(c.primary if today else c.muted if free else c.text)
            painter.drawText(rect.adjusted(0, 2, 0, -half), middle, str(day.date.day))
            painter.setFont(font("caption"))
            painter.setPen(c.primary if today else c.muted)
            painter.drawText(rect.adjusted(0, half - 2, 0, -2), middle, _(WEEKDAYS[day.weekday]))
        painter.restore()


class NameHeader(QHeaderView):
    """Students at the left; they stay while the days scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(scaled(NAMES), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        c, view = colours(), self.parent()
        current = isinstance(view, QTableView) and view.currentIndex().row() == logicalIndex
        painter.save()
        painter.fillRect(rect, c.selection if current else c.surface)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), c.separator)
        painter.setFont(font("strong" if current else "body"))
        painter.setPen(c.on_selection if current else c.text)
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Vertical) or "")
        room = rect.adjusted(10, 0, -8, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, shown)
        painter.restore()
