"""How cards of the practice board and waiting students are painted. Knows no writing, no layout."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services.board import Base
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.pages.practice_spots import PAD, Spot, fill, load_of
from cluster_desktop.ui.painting import check_mark, outline
from cluster_desktop.ui.theme import TextRole, colours, face, scaled

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
BAR = 72
ICON = 16
TICK = 22


@dataclass(frozen=True)
class Marks:
    """What the person is doing with a spot at the moment."""

    current: bool = False
    ticked: bool = False
    target: bool = False
    hovered: bool = False


def button_text(spot: Spot, base: Base) -> str:
    """The verb painted at the right of a spot; empty for most."""
    if spot.kind == "mentor" and spot.mentor is not None and spot.mentor.id is None:
        return _("Assign…")
    if spot.kind == "agreement" and base.agreement_bad:
        return _("Prepare…") if base.agreement_code == "no_agreement" else _("Open")
    return ""


def button_rect(spot: Spot, base: Base, rect: QRect) -> QRect:
    """Where that verb stands; empty where there is none."""
    text = button_text(spot, base)
    if not text:
        return QRect()
    width = face("caption")[1].horizontalAdvance(text) + 24
    height = scaled(24)
    return QRect(rect.right() - width + 1, rect.center().y() - height // 2 + 1, width, height)


def paint_card(painter: QPainter, rect: QRect, rule: int, *, target: bool) -> None:
    """The card's surface; `rule` is the height of the line under its head."""
    c = colours()
    outline(
        painter, rect, c.surface, c.primary if target else c.separator, width=2 if target else 1
    )
    painter.fillRect(rect.left() + 1, rule, rect.width() - 2, 1, c.line)


def paint_spot(painter: QPainter, spot: Spot, base: Base, rect: QRect, marks: Marks) -> None:
    painter.save()
    if spot.kind == "base":
        _head(painter, spot, base, rect)
    elif spot.kind in ("agreement", "warning"):
        _sentence(painter, spot, base, rect)
    elif spot.kind == "mentor":
        _mentor(painter, spot, base, rect, marks)
    elif spot.kind == "free":
        _free(painter, spot, rect)
    else:
        _student(painter, spot, rect, marks)
    if marks.current:
        outline(painter, rect.adjusted(-2, 0, 2, 0), None, colours().primary, width=2)
    painter.restore()


def _words(painter: QPainter, room: QRect, text: str, ink: QColor, role: TextRole = "body") -> int:
    """Elided text; the pixels it took."""
    used, metrics = face(role)
    painter.setFont(used)
    painter.setPen(ink)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
    painter.drawText(room, LEFT.value, shown)
    return metrics.horizontalAdvance(shown)


def _lines(painter: QPainter, room: QRect, text: str, ink: QColor) -> None:
    """A sentence in as many lines as there is room for, the last one elided."""
    metrics = face("caption")[1]
    if metrics.horizontalAdvance(text) <= room.width() or room.height() < 2 * metrics.height():
        _words(painter, room, text, ink, "caption")
        return
    first = text
    while " " in first and metrics.horizontalAdvance(first) > room.width():
        first = first.rpartition(" ")[0]
    rest = text[len(first) :].strip()
    half = QRect(room.left(), room.center().y() - metrics.height(), room.width(), metrics.height())
    _words(painter, half, first, ink, "caption")
    half.translate(0, metrics.height())
    _words(painter, half, rest, ink, "caption")


def fitting_name(name: str, metrics: QFontMetrics, room: int) -> str:
    """The whole name, else surname and first name, else as much of them as fits."""
    if metrics.horizontalAdvance(name) <= room:
        return name
    short = " ".join(name.split()[:2])
    return metrics.elidedText(short, Qt.TextElideMode.ElideRight, max(0, room))


def _head(painter: QPainter, spot: Spot, base: Base, rect: QRect) -> None:
    c = colours()
    text = fill(base)
    used, metrics = face("strong", tabular=True)
    painter.setFont(used)
    width = metrics.horizontalAdvance(text)
    over = base.placed > base.places
    painter.setPen(c.ink("bad") if over else c.text)
    painter.drawText(rect, RIGHT.value, text)
    bar = QRect(rect.right() - width - 8 - BAR, rect.center().y() - 3, BAR, 8)
    paint_bar(painter, bar, base.placed / base.places if base.places else 1.0 * base.placed)
    room = QRect(rect.left(), rect.top(), bar.left() - rect.left() - 8, rect.height())
    _words(painter, room, spot.text, c.text, "strong")


def paint_bar(painter: QPainter, rect: QRect, share: float) -> None:
    """How full the places are; red where there are more students than places."""
    c = colours()
    outline(painter, rect, c.line, c.line, radius=4)
    if share > 0:
        colour = c.ink("bad") if share > 1 else c.primary
        part = QRect(rect.left(), rect.top(), max(8, round(rect.width() * min(1, share))), 8)
        outline(painter, part, colour, colour, radius=4)


def _sentence(painter: QPainter, spot: Spot, base: Base, rect: QRect) -> None:
    c = colours()
    bad = spot.kind == "warning" or base.agreement_bad
    look, name = ("soon", "warning") if bad else ("good", "check")
    square = QRect(rect.left(), rect.center().y() - ICON // 2 + 1, ICON, ICON)
    paint_icon(painter, name, square, c.ink(look))
    button = button_rect(spot, base, rect)
    right = (button.left() - 8) if not button.isEmpty() else rect.right()
    left = rect.left() + ICON + 6
    room = QRect(left, rect.top(), right - left, rect.height())
    more = len(base.warnings) - 1 if spot.kind == "warning" else 0
    text = spot.text
    if more > 0:
        text += " " + ngettext("And {n} more.", "And {n} more.", more).format(n=more)
    _lines(painter, room, text, c.muted)
    _button(painter, spot, base, button)


def _mentor(painter: QPainter, spot: Spot, base: Base, rect: QRect, marks: Marks) -> None:
    c = colours()
    line = spot.mentor
    if line is None:
        return
    missing = line.id is None
    if missing:
        outline(painter, rect.adjusted(0, 2, 0, -2), c.tint("bad"), c.tint("bad"))
    if marks.target:
        outline(painter, rect.adjusted(-2, 0, 2, 0), c.selection, c.primary, width=2)
    left = rect.left() + (8 if missing else 0)
    square = QRect(left, rect.center().y() - ICON // 2 + 1, ICON, ICON)
    name = "error" if missing else "mentors"
    ink = c.ink("bad") if missing else c.on_selection if marks.target else c.muted
    paint_icon(painter, name, square, ink)
    button = button_rect(spot, base, rect.adjusted(0, 0, -4 if missing else 0, 0))
    right = (button.left() - 8) if not button.isEmpty() else rect.right()
    room = QRect(left + 24, rect.top(), right - left - 24, rect.height())
    if missing:
        _words(painter, room, _("No mentor"), c.ink("bad"))
    else:
        load = load_of(line)
        metrics = face("caption")[1]
        kept = metrics.horizontalAdvance(load) + 8 + (20 if line.over else 0)
        room.setWidth(max(0, room.width() - kept))
        used = _words(painter, room, line.name, c.on_selection if marks.target else c.text)
        at = room.left() + used + 8
        if line.over:
            spot_icon = QRect(at, rect.center().y() - ICON // 2 + 1, ICON, ICON)
            paint_icon(painter, "warning", spot_icon, c.ink("bad"))
            at += 20
        tail = QRect(at, rect.top(), max(0, rect.right() - at), rect.height())
        _words(painter, tail, load, c.ink("bad") if line.over else c.muted, "caption")
    _button(painter, spot, base, button)


def _button(painter: QPainter, spot: Spot, base: Base, rect: QRect) -> None:
    if rect.isEmpty():
        return
    c = colours()
    outline(painter, rect, c.surface, c.ctrl)
    painter.setFont(face("caption")[0])
    painter.setPen(c.text)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter.value, button_text(spot, base))


def _free(painter: QPainter, spot: Spot, rect: QRect) -> None:
    c = colours()
    box = rect.adjusted(0, 6, -1, -2)
    painter.setPen(QPen(c.ctrl, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    painter.setFont(face()[0])
    painter.setPen(c.muted)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter.value, spot.text)


def _student(painter: QPainter, spot: Spot, rect: QRect, marks: Marks) -> None:
    c = colours()
    one = spot.placed
    if one is None:
        return
    if marks.ticked or marks.hovered:
        tint = c.selection if marks.ticked else c.header
        outline(painter, rect.adjusted(-2, 1, 2, -1), tint, tint)
    ink = c.on_selection if marks.ticked else c.text
    left, right = rect.left() + 2, rect.right() - 2
    if marks.ticked:
        box = QRect(left, rect.top(), ICON, rect.height())
        check_mark(painter, box, c.on_primary, c.primary, c.primary, part=False)
        left += TICK
    for shown, name, role in ((bool(one.reason), "warning", c.ink("soon")),
                              (one.locked, "lock", c.muted)):  # fmt: skip
        if shown:
            square = QRect(right - 14, rect.center().y() - 6, 14, 14)
            paint_icon(painter, name, square, role)
            right -= 18
    room = QRect(left, rect.top(), right - left, rect.height())
    _words(painter, room, fitting_name(spot.text, face()[1], room.width()), ink)


class Ghost(QWidget):
    """What is being carried, beside the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = ""
        self.hide()

    def carry(self, text: str) -> None:
        self._text = text
        width = face("strong")[1].horizontalAdvance(text) + 2 * PAD
        self.resize(width, scaled(30))
        self.raise_()
        self.show()

    def follow(self, point: QPoint) -> None:
        """Lower right of the pointer, inside the parent."""
        host = self.parentWidget()
        if host is None:
            return
        room = host.rect()
        self.move(
            max(0, min(point.x() + 12, room.width() - self.width())),
            max(0, min(point.y() + 8, room.height() - self.height())),
        )

    def paintEvent(self, event: object) -> None:
        c = colours()
        painter = QPainter(self)
        outline(painter, self.rect(), c.selection, c.primary)
        painter.setFont(face("strong")[0])
        painter.setPen(c.on_selection)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter.value, self._text)
