"""Icons drawn from resources/icons in the colours of the theme. Knows no theme of its own.

One engine tints the SVG files (`currentColor`) each time it paints, so that a theme switch
recolours every icon on the screen without anybody being told.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cluster_desktop.errors import Bug
from cluster_desktop.ui.theme import RESOURCES, colours

ICON_FOLDER = RESOURCES / "icons"

# State of a record → the icon that stands beside its word.
LOOK_ICONS = {
    "good": "check", "soon": "warning", "bad": "error", "info": "info", "draft": "edit",
    "conflict": "conflict", "neutral": "info",
}  # fmt: skip


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    file = ICON_FOLDER / f"{name}.svg"
    if not file.is_file():
        raise Bug(f"no icon {name!r}")
    return file.read_bytes()


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    tinted = _source(name).replace(b"currentColor", colour.encode("ascii"))
    return QSvgRenderer(QByteArray(tinted))


def paint_icon(painter: QPainter, name: str, rect: QRect | QRectF, colour: QColor) -> None:
    """Draw an icon into a square of a custom painted widget."""
    square = QRectF(rect)
    painter.save()
    painter.setOpacity(painter.opacity() * colour.alphaF())
    if _is_on_pixels(painter, square):
        ratio = painter.device().devicePixelRatioF()
        painter.drawImage(square, _drawn(name, colour.name(), square.width(), ratio))
    else:
        _renderer(name, colour.name()).render(painter, square)
    painter.restore()


def _is_on_pixels(painter: QPainter, square: QRectF) -> bool:
    """Whether a picture drawn before looks the same there as one drawn anew."""
    whole = square.x().is_integer() and square.y().is_integer()
    turned = painter.worldTransform()
    plain = not (turned.isScaling() or turned.isRotating())
    return whole and plain and square.width() == square.height()


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, side: float, ratio: float) -> QImage:
    """The icon as a picture: a list paints the same few dozens of times, and paths take long."""
    pixels = math.ceil(side * ratio)
    made = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return made


def role_colour(role: str) -> QColor:
    """Colour of a role: a name of `Colours` (text, muted, primary…) or a look (good, bad…)."""
    now = colours()
    if role in now.pairs:
        return now.ink(role)
    found: QColor = getattr(now, role)
    return found


class TintEngine(QIconEngine):
    """Paints one SVG in the colour its role has at that moment."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        _source(name)
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        disabled = mode == QIcon.Mode.Disabled
        # A button that is off has the ground of the page, on which the ink of a filled one is lost.
        role = "muted" if disabled and self._role == "on_primary" else self._role
        colour = QColor(role_colour(role))
        if disabled:
            colour.setAlpha(120)
        side = min(rect.width(), rect.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(rect.center())
        paint_icon(painter, self._name, square, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return TintEngine(self._name, self._role)

    def key(self) -> str:
        return f"cluster:{self._name}:{self._role}"

    def isNull(self) -> bool:
        return False


def icon(name: str, role: str = "text") -> QIcon:
    """The icon as QIcon for buttons, actions and fields; recolours itself with the theme."""
    return QIcon(TintEngine(name, role))
