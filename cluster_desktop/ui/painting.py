"""The few shapes every painted control is made of. Knows colours only as arguments."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

RADIUS = 4
CHECK = 16


def outline(
    painter: QPainter,
    rect: QRect,
    fill: QColor | None,
    pen: QColor,
    *,
    width: int = 1,
    radius: float = RADIUS,
) -> None:
    """A rounded frame whose line lies inside `rect`, sharp at whole pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2
    painter.setPen(QPen(pen, width))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def chevron(painter: QPainter, rect: QRect, colour: QColor, *, up: bool = False) -> None:
    """A small open arrow in the middle of `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    middle = QRectF(rect).center()
    d = -2.0 if up else 2.0
    painter.drawPolyline(
        [
            QPointF(middle.x() - 4, middle.y() - d),
            QPointF(middle.x(), middle.y() + d),
            QPointF(middle.x() + 4, middle.y() - d),
        ]
    )
    painter.restore()


def check_mark(
    painter: QPainter, rect: QRect, ink: QColor, fill: QColor, pen: QColor, *, part: bool | None
) -> None:
    """A check box of 16 px in the middle; `part` None is empty, True a dash, False a tick."""
    box = QRect(0, 0, CHECK, CHECK)
    box.moveCenter(rect.center())
    outline(painter, box, fill, pen, radius=3)
    if part is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    if part:
        painter.drawLine(box.left() + 4, box.top() + 8, box.left() + 12, box.top() + 8)
    else:
        tick = QPainterPath(QPointF(box.left() + 4.2, box.top() + 8.4))
        tick.lineTo(box.left() + 7.0, box.top() + 11.2)
        tick.lineTo(box.left() + 12.0, box.top() + 5.4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(tick)
    painter.restore()


def scroll_handle(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """The rounded handle of a scroll bar, 6 px thick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(rect.adjusted(2, 2, -2, -2)), 3, 3)
    painter.restore()
