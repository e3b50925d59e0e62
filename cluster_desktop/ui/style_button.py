"""How a push button is painted. Knows colours only as arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionButton

from cluster_desktop.ui.painting import RADIUS, chevron, outline

if TYPE_CHECKING:
    from cluster_desktop.ui.theme import Colours

_SF = QStyle.StateFlag


def paint_button(
    painter: QPainter, option: QStyleOptionButton, c: Colours, look: str | None
) -> None:
    """A push button: outlined, or filled (primary), red (danger), bare (flat)."""
    enabled = bool(option.state & _SF.State_Enabled)
    down = bool(option.state & (_SF.State_Sunken | _SF.State_On))
    over = bool(option.state & _SF.State_MouseOver) and enabled
    ink, fill, pen = c.text, c.surface, c.ctrl
    if look == "primary" and enabled:
        fill = c.primary.darker(115) if down else c.primary.lighter(112) if over else c.primary
        ink, pen = c.on_primary, fill
    elif look == "danger" and enabled:
        ink, pen = c.ink("bad"), c.ink("bad")
        fill = c.tint("bad") if over or down else c.surface
    elif look == "flat":
        ink = c.primary
        fill = pen = c.header if over or down else QColor(Qt.GlobalColor.transparent)
    elif down or over:
        fill = c.selection if down else c.header
    if not enabled:
        fill = c.window if look != "flat" else fill
        pen = c.separator if look != "flat" else pen
        ink = option.palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    outline(painter, option.rect, fill, pen)
    _label(painter, option, ink)
    if option.state & _SF.State_HasFocus:
        rect = option.rect.adjusted(3, 3, -3, -3) if look == "primary" else option.rect
        pen = c.on_primary if look == "primary" else c.primary
        outline(painter, rect, None, pen, width=2, radius=2 if look == "primary" else RADIUS)


def _label(painter: QPainter, option: QStyleOptionButton, ink: QColor) -> None:
    painter.save()
    if option.features & QStyleOptionButton.ButtonFeature.HasMenu:
        arrow = option.rect.adjusted(option.rect.width() - 26, 0, -6, 0)
        chevron(painter, arrow, ink)
    menu = 20 if option.features & QStyleOptionButton.ButtonFeature.HasMenu else 0
    icon = 0 if option.icon.isNull() else option.iconSize.width()
    gap = 8 if icon and option.text else 0
    room = option.rect.width() - menu - icon - gap - 8
    metrics = option.fontMetrics
    text = metrics.elidedText(
        option.text, Qt.TextElideMode.ElideRight, room, Qt.TextFlag.TextShowMnemonic.value
    )
    width = metrics.size(Qt.TextFlag.TextShowMnemonic, text).width()
    left = option.rect.left() + (option.rect.width() - menu - icon - gap - width) // 2
    if icon:
        top = option.rect.center().y() - icon // 2 + 1
        usable = option.state & _SF.State_Enabled
        mode = QIcon.Mode.Normal if usable else QIcon.Mode.Disabled
        square = QRect(left, top, icon, icon)
        option.icon.paint(painter, square, Qt.AlignmentFlag.AlignCenter, mode)
    painter.setPen(ink)
    area = QRect(left + icon + gap, option.rect.top(), width + 2, option.rect.height())
    flags = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextShowMnemonic.value
    painter.drawText(area, flags, text)
    painter.restore()
