"""The line above the practice board that says how far the work is: numbers first, then words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cluster_desktop.i18n import ngettext
from cluster_desktop.services.board import Board
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.theme import changes, colours, font, scaled

GAP = 20
ICON = 16


@dataclass(frozen=True)
class Piece:
    """A number with its word; `look` colours those that need action."""

    n: int
    word: str
    look: str = ""


def pieces_of(board: Board | None) -> list[Piece]:
    """25 students · 18 placed · 7 without a place · 5 without a mentor."""
    if board is None:
        return []
    total, placed, waiting = board.students_total, board.placed, len(board.waiting)
    lone = board.without_mentor
    found = [
        Piece(total, ngettext("student", "students", total)),
        Piece(placed, ngettext("placed", "placed", placed)),
    ]
    if waiting:
        said = ngettext("without a place", "without a place", waiting)
        found.append(Piece(waiting, said, "soon"))
    if lone:
        said = ngettext("without a mentor", "without a mentor", lone)
        found.append(Piece(lone, said, "bad"))
    return found


class CountsLine(QWidget):
    """Paints the pieces from the right; where there is no room the first ones are left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("counts")
        self._pieces: list[Piece] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        changes().changed.connect(self.updateGeometry)

    def set_pieces(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self.setAccessibleName(self.text())
        self.setToolTip(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The whole line in words."""
        return " · ".join(f"{piece.n} {piece.word}" for piece in self._pieces)

    def sizeHint(self) -> QSize:
        return QSize(sum(_width(piece) + GAP for piece in self._pieces), scaled(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, scaled(28))

    def paintEvent(self, event: object) -> None:
        c = colours()
        painter = QPainter(self)
        right = self.width()
        for piece in reversed(self._pieces):
            left = right - _width(piece)
            if left < 0:
                return
            at = left
            if piece.look:
                name = "error" if piece.look == "bad" else "warning"
                square = QRect(at, (self.height() - ICON) // 2, ICON, ICON)
                paint_icon(painter, name, square, c.ink(piece.look))
                at += ICON + 6
            ink = c.ink(piece.look) if piece.look else c.text
            for text, face, pen in (
                (str(piece.n), font("strong"), ink),
                (piece.word, font(), ink if piece.look else c.muted),
            ):
                painter.setFont(face)
                painter.setPen(pen)
                room = QRect(at, 0, right - at, self.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, text)
                at += QFontMetrics(face).horizontalAdvance(text) + 6
            right = left - GAP


def _width(piece: Piece) -> int:
    number = QFontMetrics(font("strong")).horizontalAdvance(str(piece.n))
    words = QFontMetrics(font()).horizontalAdvance(piece.word)
    return (ICON + 6 if piece.look else 0) + number + 6 + words + 2
