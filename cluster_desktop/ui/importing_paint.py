"""How a row of an import is painted: struck old → new, state as a pill, the row being mended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from cluster_desktop.ui import theme
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.importing_rows import (
    FIRST_CELL,
    NUMBER,
    STATE_LOOKS,
    TICK,
    ImportRows,
    Piece,
    RowState,
    RowView,
)
from cluster_desktop.ui.widgets import paint_pill

PADDING = 8
ROW = 30
# A row being mended is as high as an editor above a row of buttons.
OPEN_TOP = 36
OPEN_ROW = 76

AnyIndex = QModelIndex | QPersistentModelIndex


def piece_font(look: str) -> QFont:
    """Type of a piece; only what is gone is struck."""
    font = theme.font("body", tabular=True)
    font.setStrikeOut(look == "old")
    return font


def piece_colour(look: str, *, selected: bool) -> QColor:
    colours = theme.colours()
    if look in ("good", "bad", "soon"):
        return colours.ink(look)
    if look in ("label", "old"):
        return colours.on_selection if selected else colours.muted
    return colours.on_selection if selected else colours.text


class ImportDelegate(QStyledItemDelegate):
    """Paints every cell; the table's own editors are not used."""

    def __init__(self, model: ImportRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(80, theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        # Asked of the model itself: through Qt each question of each cell takes a way and back.
        view = self._model.view(index.row())
        colours = theme.colours()
        is_open = view.index == self._model.opened
        selected = is_open or bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        back = colours.selection if selected else None
        if back is None:
            back = colours.alternate if index.row() % 2 else colours.surface
        painter.fillRect(option.rect, back)
        room = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        if is_open:
            room.setHeight(theme.scaled(OPEN_TOP))
        column = index.column()
        if is_open and column == self._model.outcome_column and view.pieces:
            first = view.pieces[0]
            self._sentence(painter, room, Piece(view.whole, "plain") if view.whole else first)
        elif column == TICK:
            self._tick(painter, option, room, view)
        elif column == self._model.outcome_column:
            self._pieces(painter, room, view.pieces, selected=selected)
        elif column == self._model.state_column:
            self._state(painter, room, view)
        else:
            self._cell(painter, room, view, column, selected=selected, strong=is_open)
        if option.state & QStyle.StateFlag.State_HasFocus and not is_open:
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _tick(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, view: RowView
    ) -> None:
        if not view.can_tick:
            return
        box = QStyleOptionButton()
        box.rect = QRect(room.left(), room.top(), 16, room.height())
        on = QStyle.StateFlag.State_On if view.ticked else QStyle.StateFlag.State_Off
        box.state = on | QStyle.StateFlag.State_Enabled
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, box, painter)

    def _cell(
        self,
        painter: QPainter,
        room: QRect,
        view: RowView,
        column: int,
        *,
        selected: bool,
        strong: bool,
    ) -> None:
        colours = theme.colours()
        left_out = view.state is RowState.SKIPPED or (view.can_tick and not view.ticked)
        used, metrics = theme.face(
            "strong" if strong and column == FIRST_CELL else "body", tabular=True
        )
        painter.setFont(used)
        painter.setPen(colours.muted if left_out or column == NUMBER else colours.text)
        if selected and not left_out:
            painter.setPen(colours.on_selection)
        align = Qt.AlignmentFlag.AlignRight if column == NUMBER else Qt.AlignmentFlag.AlignLeft
        text = view.number if column == NUMBER else view.cells[column - FIRST_CELL]
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, shown)

    def _pieces(
        self, painter: QPainter, room: QRect, pieces: Sequence[Piece], *, selected: bool
    ) -> None:
        left = room.left()
        for number, piece in enumerate(pieces):
            if number and piece.look == "new":
                left = self._arrow(painter, room, left)
            elif number:
                left += 4
            if piece.look == "bad" and number == 0:
                side = 16
                square = QRect(left, room.center().y() - side // 2 + 1, side, side)
                paint_icon(painter, "error", square, theme.colours().ink("bad"))
                left += side + PADDING
            font = piece_font(piece.look)
            metrics = QFontMetrics(font)
            rest = room.right() - left
            if rest <= 12:
                break
            shown = metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, rest)
            painter.setFont(font)
            # An error sentence is read as text: only its sign is red, as the pill beside it.
            look = "plain" if piece.look == "bad" else piece.look
            painter.setPen(piece_colour(look, selected=selected))
            area = QRect(left, room.top(), rest, room.height())
            painter.drawText(
                area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown
            )
            left += metrics.horizontalAdvance(shown)

    def _sentence(self, painter: QPainter, room: QRect, piece: Piece) -> None:
        """What is wrong in full, over the whole height of the opened row."""
        colours = theme.colours()
        left = room.left()
        if piece.look == "bad":
            square = QRect(left, room.center().y() - 8 + 1, 16, 16)
            paint_icon(painter, "error", square, colours.ink("bad"))
            left += 16 + PADDING
        painter.setFont(theme.font())
        painter.setPen(colours.on_selection)
        metrics = painter.fontMetrics()
        top = room.center().y() - metrics.height() // 2 + 1
        high = theme.scaled(OPEN_ROW) + self._model.extra - top + room.top() - 4
        area = QRect(left, top, room.right() - left, high)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if self._model.wraps:
            painter.drawText(area, flags | Qt.TextFlag.TextWordWrap, piece.text)
        else:
            shown = metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, flags, shown)

    def _arrow(self, painter: QPainter, room: QRect, left: int) -> int:
        """A small arrow between old and new; the x behind it."""
        side = 12
        square = QRect(left + 5, room.center().y() - side // 2 + 1, side, side)
        paint_icon(painter, "arrow-right", square, theme.colours().muted)
        return left + side + 10

    def _state(self, painter: QPainter, room: QRect, view: RowView) -> None:
        look, icon, tinted = STATE_LOOKS[view.state]
        if view.can_tick and not view.ticked:
            look, icon, tinted = STATE_LOOKS[RowState.SKIPPED]
        text = self._model.state_text(view)
        high = theme.scaled(20)
        pill = QRect(
            room.left() - (0 if tinted else 6),
            room.center().y() - high // 2 + 1,
            room.width() + 6,
            high,
        )
        paint_pill(painter, pill, text, look, icon=icon, tinted=tinted)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        if index.column() != TICK or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            return model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
        return False
