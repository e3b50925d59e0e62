"""The rail at the left: the college's mark and the pages, with badges for what needs action.

Knows the pages by key only. Under a window width of 1200 px it shrinks to icons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import N_, _
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.theme import Look, colours, font, scaled

WIDE = 232
NARROW = 56
# Height of a stop where the window is low: icon and word still have air, and a click finds it.
LOWEST = 26
GAP = 4


@dataclass(frozen=True)
class Stop:
    """One entry of the rail. `label` is a marked msgid; `foot` puts it at the bottom."""

    key: str
    label: str
    icon: str
    keys: str = ""
    foot: bool = False


STOPS = (
    Stop("home", N_("Home"), "home", "Ctrl+1"),
    Stop("partners", N_("Partners"), "partners", "Ctrl+2"),
    Stop("agreements", N_("Agreements"), "agreements", "Ctrl+3"),
    Stop("practice", N_("Practice"), "practice", "Ctrl+4"),
    Stop("mentors", N_("Mentors"), "mentors", "Ctrl+5"),
    Stop("graduates", N_("Graduates"), "graduates", "Ctrl+6"),
    Stop("cluster", N_("Cluster"), "cluster", "Ctrl+7"),
    Stop("needs", N_("Labour needs"), "needs", "Ctrl+8"),
    Stop("reports", N_("Reports & forms"), "reports", "Ctrl+9"),
    Stop("exchange", N_("Data exchange"), "exchange", "F9", foot=True),
    Stop("journal", N_("Journal"), "history", foot=True),
    Stop("bin", N_("Bin"), "bin", foot=True),
    Stop("settings", N_("Settings"), "settings", foot=True),
)


def two_lines(name: str) -> tuple[str, str]:
    """A college's name for the head of the rail: first word, and the rest without quotes."""
    start, end = name.find("«"), name.rfind("»")
    bare = name[start + 1 : end] if 0 <= start < end else name
    first, _space, rest = bare.replace("«", "").replace("»", "").strip().partition(" ")
    return first, rest


class RailItem(QAbstractButton):
    """One page: icon, word, badge; the current one is tinted and carries a bar."""

    def __init__(self, stop: Stop, parent: QWidget) -> None:
        super().__init__(parent)
        self.stop = stop
        self.narrow = False
        self._badge = 0
        self._look: Look = "bad"
        self._by_key = False
        self.setObjectName(f"rail_{stop.key}")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Maximum: in a low window the stops draw closer together, down to minimumSizeHint.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def set_badge(self, count: int, look: Look) -> None:
        self._badge, self._look = count, look
        self.retranslate()
        self.update()

    def badge(self) -> int:
        return self._badge

    def retranslate(self) -> None:
        title = _(self.stop.label)
        self.setText(title)
        said = _("{page}, {n} need action").format(page=title, n=self._badge)
        self.setAccessibleName(said if self._badge else title)
        keys = f" ({self.stop.keys})" if self.stop.keys else ""
        self.setToolTip(title + keys if self.narrow else self.stop.keys)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A click needs no frame; the keyboard does."""
        self._by_key = event.reason() not in (
            Qt.FocusReason.MouseFocusReason, Qt.FocusReason.OtherFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        )  # fmt: skip
        super().focusInEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(NARROW - 16 if self.narrow else WIDE - 16, scaled(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), scaled(LOWEST))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(c.selection if self.isChecked() else c.header)
            painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            painter.setBrush(c.primary)
            painter.drawRoundedRect(QRectF(0, (box.height() - 20) / 2, 3, 20), 1.5, 1.5)
        ink = c.on_selection if self.isChecked() else c.text
        side = 20
        left = (self.width() - side) // 2 if self.narrow else 12
        where = QRect(left, (self.height() - side) // 2, side, side)
        paint_icon(painter, self.stop.icon, where, c.primary if self.isChecked() else c.muted)
        if not self.narrow:
            painter.setFont(font("strong" if self.isChecked() else "body"))
            painter.setPen(ink)
            room = self.width() - 44 - 8 - (self._badge_width() + 8 if self._badge else 0)
            text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(44, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if self._badge:
            self._paint_badge(painter)
        if self.hasFocus() and self._by_key:
            painter.setPen(c.primary)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)

    def _badge_width(self) -> int:
        return max(
            scaled(20), QFontMetrics(font("caption")).horizontalAdvance(str(self._badge)) + 12
        )

    def _paint_badge(self, painter: QPainter) -> None:
        c = colours()
        painter.setFont(font("caption"))
        if self.narrow:
            width, height = self._badge_width() - 6, scaled(14)
            area = QRectF(self.width() - width, -0.5, width, height)
        else:
            width, height = self._badge_width(), scaled(18)
            area = QRectF(self.width() - width - 8, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.surface if self.isChecked() else c.tint(self._look))
        painter.drawRoundedRect(area, height / 2, height / 2)
        strong = font("caption")
        strong.setWeight(strong.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(c.ink(self._look))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(self._badge))


class RailHead(QWidget):
    """The mark and the college's name in two lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = ""
        self.narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW if self.narrow else WIDE, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = 28
        left = (self.width() - side) // 2 if self.narrow else 20
        paint_icon(painter, "cluster", QRect(left, (56 - side) // 2 + 2, side, side), c.primary)
        if self.narrow:
            return
        first, rest = two_lines(self._name or "Cluster Desktop")
        room = self.width() - 60 - 8
        strong = font("caption")
        strong.setWeight(strong.Weight.DemiBold)
        lines = ((first, strong, c.text, 12), (rest, font("caption"), c.muted, 28))
        for text, face, ink, top in lines:
            painter.setFont(face)
            painter.setPen(ink)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(60, top, room, 18), Qt.AlignmentFlag.AlignVCenter, shown)


class Rail(QWidget):
    """All stops; says which one is wanted and shows which one is current."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, stops: Sequence[Stop] = STOPS) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.head = RailHead(self)
        self.items = {stop.key: RailItem(stop, self) for stop in stops}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 8)
        column.setSpacing(0)
        column.addWidget(self.head)
        self._column = column
        foot_begun = False
        for stop in stops:
            if stop.foot and not foot_begun:
                column.addStretch(1)
                foot_begun = True
            item = self.items[stop.key]
            self._group.addButton(item)
            holder = QVBoxLayout()
            holder.setContentsMargins(8, 0, 8, 0)
            holder.addWidget(item)
            column.addLayout(holder)
            # In a low window the gaps go first.
            column.addSpacerItem(QSpacerItem(0, GAP, vData=QSizePolicy.Policy.Maximum))
            # `clicked`, not `toggled`: showing the current page must not ask for it again.
            item.clicked.connect(lambda _on=False, key=stop.key: self.wanted.emit(key))
        self.set_narrow(False)
        self.retranslate()

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons and words."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        self.head.narrow = narrow
        for item in self.items.values():
            item.narrow = narrow
            item.retranslate()
            item.updateGeometry()
        self.update()

    def set_current(self, key: str) -> None:
        if key in self.items:
            self.items[key].setChecked(True)

    def current(self) -> str:
        button = self._group.checkedButton()
        return button.stop.key if isinstance(button, RailItem) else ""

    def set_badge(self, key: str, count: int, look: Look = "bad") -> None:
        """A count of what needs action; 0 takes the badge away."""
        self.items[key].set_badge(count, look)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Pages"))
        for item in self.items.values():
            item.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk along the stops."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        order = list(self.items.values())
        focused = next((n for n, item in enumerate(order) if item.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        order[(focused + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colours().separator)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
