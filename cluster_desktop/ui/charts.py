"""A chart of bars on the screen: the same value that the passport prints. Knows no records."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, floor, log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cluster_desktop.i18n import _, format_number
from cluster_desktop.services.passport_content import NOTHING, Chart
from cluster_desktop.ui.theme import colours, font, scaled

AXIS_WIDTH = 64
LEAST_HEIGHT = 220
SWATCH = 12
GAP = 16
TICKS = 4
NONE = Chart("", NOTHING, (), ())


def top_of(highest: float) -> float:
    """The end of the axis: the next round number of ticks above the highest bar."""
    if highest <= 0:
        return float(TICKS)
    step = highest / TICKS
    power = 10.0 ** floor(log10(step))
    return TICKS * power * next(m for m in (1, 2, 2.5, 5, 10) if m * power >= step - 1e-9)


class ChartView(QWidget):
    """Bars by category, side by side or stacked, with axis, legend and the numbers as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = NONE
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_chart(self, chart: Chart | None) -> None:
        """Another chart, or none."""
        self._chart = chart or NONE
        self.setVisible(bool(self._chart.categories))
        self.setAccessibleName(self._chart.title.here())
        self.setAccessibleDescription(self.spoken())
        self.updateGeometry()
        self.update()

    def spoken(self) -> str:
        """Every number in words, for those who cannot see the bars."""
        chart = self._chart
        return "; ".join(
            f"{series.label.here()}, {category.here()}: {_told(value)}"
            for series in chart.series
            for category, value in zip(chart.categories, series.values, strict=True)
        )

    def sizeHint(self) -> QSize:
        return QSize(480, scaled(LEAST_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, scaled(LEAST_HEIGHT))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # ---- painting ----

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._chart.categories:
            return
        painter = QPainter(self)
        painter.setFont(font("caption", tabular=True))
        metrics = painter.fontMetrics()
        legend = self._legend_height(metrics)
        title = metrics.height() + 8
        area = QRectF(
            AXIS_WIDTH,
            title + legend + 4,
            self.width() - AXIS_WIDTH - 8,
            self.height() - title - legend - metrics.height() - 16,
        )
        self._paint_title(painter, metrics)
        self._paint_legend(painter, metrics, title)
        highest = top_of(self._highest())
        self._paint_axis(painter, area, highest, metrics)
        self._paint_bars(painter, area, highest)
        self._paint_categories(painter, area, metrics)
        if self.hasFocus():
            painter.setPen(QPen(colours().primary, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_title(self, painter: QPainter, metrics: QFontMetrics) -> None:
        unit = self._chart.unit.here()
        said = self._chart.title.here() + (f", {unit}" if unit else "")
        painter.setPen(colours().text)
        painter.drawText(
            QRectF(4, 2, self.width() - 8, metrics.height() + 2),
            Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(said, Qt.TextElideMode.ElideRight, self.width() - 8),
        )

    def _places(self, metrics: QFontMetrics) -> Iterator[tuple[int, int, int, str]]:
        """(series, x, line) of the legend's entries, flowing over lines."""
        left, line = 4, 0
        for at, series in enumerate(self._chart.series):
            word = series.label.here()
            wide = SWATCH + 6 + metrics.horizontalAdvance(word) + GAP
            if left + wide > self.width() and left > 4:
                left, line = 4, line + 1
            yield at, left, line, word
            left += wide

    def _legend_height(self, metrics: QFontMetrics) -> int:
        lines = max((line for _at, _left, line, _word in self._places(metrics)), default=0) + 1
        return lines * (metrics.height() + 4)

    def _paint_legend(self, painter: QPainter, metrics: QFontMetrics, top: int) -> None:
        series = colours().chart
        for at, left, line, word in self._places(metrics):
            y = top + line * (metrics.height() + 4)
            painter.fillRect(
                QRectF(left, y + (metrics.height() - SWATCH) / 2, SWATCH, SWATCH),
                series[at % len(series)],
            )
            painter.setPen(colours().muted)
            painter.drawText(QPointF(left + SWATCH + 6, y + metrics.ascent()), word)

    def _highest(self) -> float:
        chart = self._chart
        if chart.stacked:
            return max(
                sum(series.values[at] or 0 for series in chart.series)
                for at in range(len(chart.categories))
            )
        return max(
            (v for series in chart.series for v in series.values if v is not None), default=0
        )

    def _paint_axis(
        self, painter: QPainter, area: QRectF, highest: float, metrics: QFontMetrics
    ) -> None:
        for tick in range(TICKS + 1):
            y = area.bottom() - area.height() * tick / TICKS
            painter.setPen(QPen(colours().separator, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(colours().muted)
            told = _told(highest * tick / TICKS)
            painter.drawText(
                QRectF(0, y - metrics.height() / 2, AXIS_WIDTH - 8, metrics.height()),
                Qt.AlignmentFlag.AlignRight,
                told,
            )

    def _paint_bars(self, painter: QPainter, area: QRectF, highest: float) -> None:
        chart = self._chart
        cell = area.width() / len(chart.categories)
        series = colours().chart
        lanes = 1 if chart.stacked else len(chart.series)
        wide = min(56.0, cell * 0.72 / lanes)
        for at in range(len(chart.categories)):
            middle = area.left() + cell * (at + 0.5)
            under = 0.0
            for number, one in enumerate(chart.series):
                value = one.values[at]
                if not value:
                    continue
                lane = 0 if chart.stacked else number
                left = middle - wide * lanes / 2 + wide * lane
                tall = area.height() * value / highest
                bottom = area.bottom() - area.height() * under / highest
                painter.fillRect(
                    QRectF(left, bottom - tall, max(1.0, wide - 1), tall),
                    series[number % len(series)],
                )
                if chart.stacked:
                    under += value

    def _paint_categories(self, painter: QPainter, area: QRectF, metrics: QFontMetrics) -> None:
        cell = area.width() / len(self._chart.categories)
        # Names that do not fit are left out evenly, never painted over one another.
        widest = max(metrics.horizontalAdvance(one.here()) for one in self._chart.categories)
        every = max(1, ceil(min(widest + 8, 160) / cell))
        painter.setPen(colours().muted)
        for at, one in enumerate(self._chart.categories):
            if at % every:
                continue
            room = cell * every
            painter.drawText(
                QRectF(
                    area.left() + cell * (at + 0.5) - room / 2,
                    area.bottom() + 6,
                    room,
                    metrics.height() + 2,
                ),
                Qt.AlignmentFlag.AlignHCenter,
                metrics.elidedText(one.here(), Qt.TextElideMode.ElideRight, int(room) - 4),
            )


def _told(value: float | None) -> str:
    """The number with at most one decimal."""
    return _("unknown") if value is None else format_number(Decimal(str(round(value, 1))))
