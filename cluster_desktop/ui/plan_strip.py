"""The terms of the plan's items as bars on a scale of quarters, beside the table's rows.

Painted from the rows that the table has read; the table tells the same in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.table import EntityTable
from cluster_desktop.ui.table_model import EntityTableModel
from cluster_desktop.ui.theme import colours, font, scaled

BAR, MARK = 10, 10
PILL_WIDTH = 138
KINDS = {
    "done": N_("done"),
    "going": N_("in progress"),
    "overdue": N_("overdue"),
    "planned": N_("planned"),
}
ROMAN = ("I", "II", "III", "IV")


class PlanModel(EntityTableModel):
    """Items of the plan; reads what the bars need besides the shown columns."""

    COLUMNS: ClassVar[tuple[str, ...]] = ("number", "name", "responsible", "due", "now")
    OF_BARS: ClassVar[tuple[str, ...]] = ("starts", "due", "due_text", "state", "now", "days_left")

    def standard(self) -> list[str]:
        return list(self.COLUMNS)

    def spec(self, section: int) -> Field:
        """The state's word stands in a pill: it needs more room than in other lists."""
        found = super().spec(section)
        return replace(found, width=PILL_WIDTH) if found.name == "now" else found

    def _read_columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*super()._read_columns(), *self.OF_BARS]))


class PlanTable(EntityTable):
    """The plan's table; its bars are another widget's business."""

    MODEL: ClassVar[type[PlanModel]] = PlanModel
    rows: PlanModel


@dataclass(frozen=True)
class Scale:
    """From the first to the last day, with marks at some days."""

    first: dt.date
    last: dt.date
    marks: Sequence[tuple[dt.date, str]]

    def at(self, day: dt.date, width: int) -> int:
        """Where a day stands on a strip of so many pixels, kept on the strip."""
        day = min(max(day, self.first), self.last)
        return round(width * (day - self.first).days / ((self.last - self.first).days or 1))

    def holds(self, first: dt.date, last: dt.date) -> bool:
        return first <= self.last and last >= self.first


def scale_of(years: Sequence[int]) -> Scale:
    """Quarters of one year; the years themselves where there are several."""
    first, last = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
    if len(years) == 1:
        quarters = [(dt.date(years[0], 3 * n + 1, 1), roman) for n, roman in enumerate(ROMAN)]
        return Scale(first, last, quarters)
    return Scale(first, last, [(dt.date(y, 1, 1), str(y)) for y in range(years[0], years[-1] + 1)])


def kind_of(values: Mapping[str, Value]) -> str:
    """Which colour an item has: one of KINDS, or "" for one that is cancelled."""
    now, state = values.get("now"), values.get("state")
    if now in ("done", "overdue"):
        return str(now)
    if state == "cancelled":
        return ""
    under_way = now == "in_progress" or state in ("in_progress", "partly")
    return "going" if under_way else "planned"


def paint_bar(painter: QPainter, box: QRect, kind: str, today: int | None = None) -> None:
    """One bar; what is under way is full up to today and light after it."""
    c = colours()
    if kind == "planned":
        outline(painter, box, c.surface, c.ctrl, radius=2)
        return
    ink: QColor = {"done": c.ink("good"), "overdue": c.ink("bad")}.get(kind, c.primary)
    if kind != "going" or today is None or today >= box.right():
        outline(painter, box, ink, ink, radius=2)
        return
    outline(painter, box, c.selection, ink, radius=2)
    if today > box.left():
        outline(painter, QRect(box.left(), box.top(), today - box.left(), box.height()), ink, ink,
                radius=2)  # fmt: skip


class PlanStrip(QWidget):
    """As wide as its list gives; rows and scrolling are the table's."""

    def __init__(
        self, table: PlanTable, today: Callable[[], dt.date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plan_strip")
        self._table = table
        self._today = today
        self._scale = scale_of([today().year])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        table.viewport().installEventFilter(self)

    def show_years(self, years: Sequence[int]) -> None:
        self._scale = scale_of(sorted(years) or [self._today().year])
        self.update()

    def scale(self) -> Scale:
        return self._scale

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whenever the table paints its rows, the bars follow."""
        if event.type() == QEvent.Type.Paint:
            self.update()
        return False

    def span(self, values: Mapping[str, Value]) -> tuple[dt.date, dt.date] | None:
        """First and last day of an item; None where no day is known or it is of other years."""
        last = values.get("due") or values.get("starts")
        if last is None:
            return None
        first = min(values.get("starts") or last, last)
        return (first, last) if self._scale.holds(first, last) else None

    def box(self, values: Mapping[str, Value], top: int, height: int) -> QRect | None:
        """The bar of an item in its row; one with a term alone is a mark that ends there."""
        span = self.span(values)
        if span is None:
            return None
        left, right = (self._scale.at(day, self.width() - 1) for day in span)
        if right - left < MARK:
            left = max(0, right - MARK)
        return QRect(left, top + (height - BAR) // 2, max(MARK, right - left), BAR)

    # ---- painting ----

    def _head_height(self) -> int:
        return self._table.head().height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = colours()
        painter.fillRect(self.rect(), c.surface)
        head = self._head_height()
        viewport = self._table.viewport()
        today = self._today()
        line = self._scale.at(today, self.width() - 1)
        painter.save()
        painter.setClipRect(QRect(0, head, self.width(), viewport.height()))
        painter.translate(0, head)
        rows = self._visible()
        for row, top, height in rows:
            self._ground(painter, row, QRect(0, top, self.width(), height))
        bottom = rows[-1][1] + rows[-1][2] if rows else 0
        painter.setPen(c.line)
        for day, _word in self._scale.marks:
            at = self._scale.at(day, self.width() - 1)
            painter.drawLine(at, 0, at, bottom)
        for row, top, height in rows:
            self._row(painter, row, top, height, line)
        painter.restore()
        self._head(painter, QRect(0, 0, self.width(), head))
        if self._scale.first <= today <= self._scale.last:
            self._line_of_today(painter, line, head, head + bottom)

    def _visible(self) -> list[tuple[int, int, int]]:
        """(row, top, height) of the rows on the screen."""
        table = self._table
        row = max(0, table.rowAt(0))
        found = []
        while row < table.rows.count() and row >= 0:
            top = table.rowViewportPosition(row)
            if top >= table.viewport().height():
                break
            found.append((row, top, table.rowHeight(row)))
            row += 1
        return found

    def _ground(self, painter: QPainter, row: int, room: QRect) -> None:
        c = colours()
        current = self._table.currentIndex().row() == row
        painter.fillRect(room, c.selection if current else c.alternate if row % 2 else c.surface)

    def _row(self, painter: QPainter, row: int, top: int, height: int, today: int) -> None:
        found = self._table.rows.row(row)
        if found is None:
            return
        kind = kind_of(found.values)
        box = self.box(found.values, top, height)
        if box is not None and kind:
            paint_bar(painter, box, kind, today)
        elif box is None and kind and found.values.get("due_text"):
            # Every quarter, all year: no day to draw a bar to.
            painter.setPen(QPen(colours().ctrl, 1, Qt.PenStyle.DashLine))
            middle = top + height // 2
            painter.drawLine(4, middle, self.width() - 5, middle)

    def _head(self, painter: QPainter, room: QRect) -> None:
        c = colours()
        painter.fillRect(room, c.header)
        painter.setFont(font("caption"))
        for day, word in self._scale.marks:
            at = self._scale.at(day, self.width() - 1)
            painter.setPen(c.separator)
            painter.drawLine(at, 0, at, room.height())
            painter.setPen(c.muted)
            painter.drawText(
                room.adjusted(at + 8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter.value, word
            )

    def _line_of_today(self, painter: QPainter, at: int, head: int, bottom: int) -> None:
        c = colours()
        painter.fillRect(QRect(at - 1, head - 4, 2, bottom - head + 4), c.text)
        painter.setFont(font("caption", tabular=True))
        word = format_date(self._today())[:5]
        width = painter.fontMetrics().horizontalAdvance(word) + 10
        height = min(head - 6, painter.fontMetrics().height() + 4)
        left = min(max(0, at - width // 2), self.width() - width)
        tag = QRect(left, head - 4 - height, width, height)
        outline(painter, tag, c.text, c.text, radius=3)
        painter.setPen(c.surface)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter.value, word)

    # ---- the mouse ----

    def _row_at(self, at: QPoint) -> int:
        return self._table.rowAt(at.y() - self._head_height()) if at.y() > 0 else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row >= 0:
            self._table.set_line(row)
            self._table.setFocus()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        record = self._table.rows.id_at(self._row_at(event.position().toPoint()))
        if record is not None:
            self._table.opened.emit(record)

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._table.verticalScrollBar(), event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._table.rows.row(max(0, self._row_at(event.pos())))
            QToolTip.showText(event.globalPos(), self._said(found.values) if found else "", self)
            return True
        return super().event(event)

    @staticmethod
    def _said(values: Mapping[str, Value]) -> str:
        """The term in words."""
        first, last = values.get("starts"), values.get("due")
        if last is None:
            return str(values.get("due_text") or "")
        days = [format_date(day) for day in (first, last) if day is not None]
        return " – ".join(days)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Terms of the items on a scale of the year"))
        self.update()


class PlanLegend(QWidget):
    """What the colours of the bars mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def retranslate(self) -> None:
        self.setAccessibleName(", ".join(_(word) for word in KINDS.values()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        self.setFont(font("caption"))
        words = sum(self.fontMetrics().horizontalAdvance(_(word)) for word in KINDS.values())
        return QSize(words + len(KINDS) * 38, scaled(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font("caption"))
        left = 0
        for kind, word in KINDS.items():
            paint_bar(painter, QRect(left, (self.height() - 8) // 2, 16, 8), kind)
            left += 22
            width = painter.fontMetrics().horizontalAdvance(_(word))
            painter.setPen(colours().muted)
            room = QRect(left, 0, width + 2, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, _(word))
            left += width + 16
