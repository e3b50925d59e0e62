"""The spots of the practice board as rows of a model, with the words that a screen reader says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from cluster_desktop.services.board import Base, Board
from cluster_desktop.ui.pages.practice_chosen import Chosen
from cluster_desktop.ui.pages.practice_spots import Spot, said

Index = QModelIndex | QPersistentModelIndex


class SpotModel(QAbstractListModel):
    """The spots as rows."""

    def __init__(self, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.board: Board | None = None
        self.spots: Sequence[Spot] = ()

    def set_board(self, board: Board | None, spots: Sequence[Spot]) -> None:
        self.beginResetModel()
        self.board = board
        self.spots = spots
        self.endResetModel()

    def base(self, spot: Spot) -> Base:
        if self.board is None:
            raise IndexError(spot.base)
        return self.board.bases[spot.base]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.spots)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self.board is None:
            return None
        spot = self.spots[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return spot.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return said(spot, self.board)
        if role == Qt.ItemDataRole.CheckStateRole and spot.placed is not None:
            on = self._chosen.has(spot.placed.id)
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return None
