"""Small painted things that tell a state: pill, badge, meter, rule, text, card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cluster_desktop.ui.icons import LOOK_ICONS, paint_icon, role_colour
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import TextRole, changes, colours, face, font, scaled

PILL = 20
_PILL_ICON = 16


def pill_width(text: str, metrics: QFontMetrics | None = None) -> int:
    """Pixels a pill of `text` takes: 8 + icon + 4 + words + 10."""
    used = metrics or face("caption")[1]
    return 8 + _PILL_ICON + 4 + used.horizontalAdvance(text) + 10


def paint_pill(
    painter: QPainter,
    rect: QRect,
    text: str,
    look: str,
    *,
    icon: str | None = None,
    tinted: bool = True,
) -> None:
    """Icon and word of a state at the left of `rect`; the tint only where it needs attention."""
    c = colours()
    painter.save()
    used, metrics = face("caption")
    painter.setFont(used)
    height = scaled(PILL)
    width = min(pill_width(text, metrics), rect.width())
    box = QRect(rect.left(), rect.center().y() - height // 2 + 1, width, height)
    if tinted:
        outline(painter, box, c.tint(look), c.tint(look), radius=height / 2)
    ink = c.ink(look)
    left = box.left() + 8
    square = QRect(left, box.center().y() - _PILL_ICON // 2 + 1, _PILL_ICON, _PILL_ICON)
    paint_icon(painter, icon or LOOK_ICONS[look], square, ink)
    painter.setPen(ink)
    room = box.adjusted(8 + _PILL_ICON + 4, 0, -4, 0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, shown)
    painter.restore()


class Pill(QWidget):
    """The state of a record beside its name."""

    def __init__(
        self,
        text: str = "",
        look: str = "neutral",
        icon: str | None = None,
        *,
        tinted: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._look, self._icon, self._tinted = text, look, icon, tinted
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, look, icon)
        changes().changed.connect(self.updateGeometry)

    def set(self, text: str, look: str, icon: str | None = None) -> None:
        self._text, self._look, self._icon = text, look, icon
        self.setAccessibleName(text)
        self.setVisible(bool(text) and self.parentWidget() is not None)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def look(self) -> str:
        return self._look

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._text), scaled(PILL) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(
            painter, self.rect(), self._text, self._look, icon=self._icon, tinted=self._tinted
        )


class Badge(QWidget):
    """A count that needs action; hides itself at zero."""

    def __init__(self, count: int = 0, look: str = "bad", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._look = count, look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(count)

    def count(self) -> int:
        return self._count

    def set_count(self, count: int) -> None:
        self._count = count
        self.setVisible(count > 0 and self.parentWidget() is not None)
        self.updateGeometry()
        self.update()

    def set_look(self, look: str) -> None:
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(font("caption")).horizontalAdvance(str(self._count))
        height = scaled(18)
        return QSize(max(height, words + 12), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_badge(QPainter(self), self.rect(), self._count, self._look)


def paint_badge(painter: QPainter, rect: QRect, count: int, look: str) -> None:
    """A badge into `rect` of any painted widget."""
    c = colours()
    painter.save()
    outline(painter, rect, c.tint(look), c.tint(look), radius=rect.height() / 2)
    words = font("caption")
    words.setWeight(words.Weight.DemiBold)
    painter.setFont(words)
    painter.setPen(c.ink(look))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter.value, str(count))
    painter.restore()


class Meter(QWidget):
    """How full something is: one bar, or one piece per part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[float, ...] = (0.0,)
        self._look: str | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_value(self, share: float, look: str | None = None) -> None:
        """One bar, `share` 0-1."""
        self.set_parts((share,), look)

    def set_parts(self, shares: Sequence[float], look: str | None = None) -> None:
        """A piece per part, each filled 0-1."""
        self._parts, self._look = tuple(shares), look
        whole = sum(self._parts) / max(1, len(self._parts))
        self.setAccessibleName(f"{round(whole * 100)} %")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        fill = c.ink(self._look) if self._look else c.primary
        gap = 4 if len(self._parts) > 1 else 0
        width = (self.width() - gap * (len(self._parts) - 1)) / max(1, len(self._parts))
        for n, share in enumerate(self._parts):
            left = round(n * (width + gap))
            piece = QRect(left, 0, round(width), self.height())
            radius = 2 if gap else self.height() / 2
            rest = c.separator if gap else c.line
            outline(painter, piece, rest, rest, radius=radius)
            filled = round(piece.width() * min(1.0, max(0.0, share)))
            if filled > 0:
                painter.save()
                painter.setClipRect(piece.left(), 0, filled, self.height())
                outline(painter, piece, fill, fill, radius=radius)
                painter.restore()


class Rule(QWidget):
    """A 1 px line between things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colours().line)


class TextLabel(QLabel):
    """Words in a size and a colour of the theme; `elide` shortens them to the room there is."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = "body",
        ink: str = "text",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
        elide: bool = False,
    ) -> None:
        super().__init__(parent)
        self._role: TextRole = role
        self._ink = ink
        self._elide = elide
        self._full = ""
        # Plain text always: a name with <b> in it must be seen as typed.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if elide:
            self.setMinimumWidth(24)
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._wear()
        self.setText(text)
        changes().changed.connect(self._wear)

    def setText(self, text: str) -> None:
        self._full = text
        super().setText(text)
        if self._elide:
            self._shorten()

    def full_text(self) -> str:
        return self._full

    def set_ink(self, ink: str) -> None:
        self._ink = ink
        self._wear()

    def set_role(self, role: TextRole) -> None:
        self._role = role
        self._wear()

    def _wear(self) -> None:
        self.setFont(font(self._role))
        palette = QPalette(self.palette())
        # Inside a field a label takes its colour from Text, elsewhere from WindowText.
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            palette.setColor(role, role_colour(self._ink))
        self.setPalette(palette)
        if self._elide:
            self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._shorten()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._elide:
            words = QFontMetrics(self.font()).horizontalAdvance(self._full)
            hint.setWidth(words + 2)
        return hint

    def _shorten(self) -> None:
        metrics = QFontMetrics(self.font())
        room = max(self.width(), 24)
        shown = metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        super().setText(shown)
        self.setAccessibleName(self._full)
        self.setToolTip(self._full if shown != self._full else "")


class Card(QFrame):
    """A surface with a 1 px outline; a title line when there is a title."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, margin: int = 16) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._head = QWidget(self)
        self.head = QHBoxLayout(self._head)
        self.head.setContentsMargins(margin, 8, margin, 8)
        self._title = TextLabel(title, "section", parent=self._head)
        self.head.addWidget(self._title, 1)
        column.addWidget(self._head)
        inner = QWidget(self)
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(margin, 0 if title else margin, margin, margin)
        self.body.setSpacing(8)
        column.addWidget(inner, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self._head.setVisible(bool(title))
        self.setAccessibleName(title)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        outline(QPainter(self), self.rect(), c.surface, c.separator)
