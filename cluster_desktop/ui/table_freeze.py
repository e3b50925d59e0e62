"""Columns that stay while the others scroll sideways: a second view over the first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from cluster_desktop.ui.delegates import EntityDelegate
from cluster_desktop.ui.theme import colours


class FrozenColumns(QTableView):
    """The first sections of a table, laid over it while it is scrolled sideways.

    Shares model and selection; keys and clicks work as in the table beneath. Screen readers and the
    keyboard stay with that table: this view takes no focus.
    """

    def __init__(self, table: QTableView, delegate: EntityDelegate, sections: int) -> None:
        super().__init__(table)
        self._table = table
        self._sections = sections
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(delegate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setDefaultAlignment(table.horizontalHeader().defaultAlignment())
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        table.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        table.horizontalHeader().sectionResized.connect(self._on_resized)
        table.doubleClicked.connect(self.update)
        table.installEventFilter(self)
        self.follow()

    def sections(self) -> int:
        return self._sections

    def follow(self) -> None:
        """Widths, row height and place of the table beneath."""
        header = self._table.horizontalHeader()
        width = 0
        for section in range(header.count()):
            shown = section <= self._sections and not header.isSectionHidden(section)
            self.setColumnHidden(section, not shown)
            if shown:
                self.setColumnWidth(section, header.sectionSize(section))
                width += header.sectionSize(section)
        rows = self._table.verticalHeader().defaultSectionSize()
        self.verticalHeader().setMinimumSectionSize(rows)
        self.verticalHeader().setDefaultSectionSize(rows)
        self.horizontalHeader().setFixedHeight(header.height())
        frame = self._table.frameWidth()
        height = header.height() + self._table.viewport().height()
        self.setGeometry(QRect(frame, frame, width + 1, height))
        self._on_scrolled(self._table.horizontalScrollBar().value())

    def _on_scrolled(self, value: int) -> None:
        self.setVisible(value > 0)
        if value > 0:
            self.verticalScrollBar().setValue(self._table.verticalScrollBar().value())
            self.raise_()

    def _on_resized(self, _section: int, _old: int, _new: int) -> None:
        self.follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = self.viewport().rect()
        painter = QPainter(self.viewport())
        painter.fillRect(edge.adjusted(edge.width() - 1, 0, 0, 0), colours().ctrl)
