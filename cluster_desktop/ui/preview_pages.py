"""Pages of a paper on the screen: one at fit-width with tinted places, and small ones in a list.

Shows pictures it is given; whoever owns a page makes them in a worker. Knows no PDF and no records.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.ui import theme

A4_RATIO = 297 / 210
THUMB_WIDTH = 64
_MARGIN = 16

AnyIndex = QModelIndex | QPersistentModelIndex


class PageView(QAbstractScrollArea):
    """One page, as wide as the view allows; PgUp and PgDn go on to the neighbour pages."""

    turned = Signal(int)
    """-1 or +1: the reader wants the page before or after."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._tints: tuple[QRectF, ...] = ()
        self._ratio = A4_RATIO
        self._zoom = 1.0
        self._note = ""
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changes().changed.connect(self.viewport().update)

    def set_page(self, image: QImage, tints: Sequence[QRectF] = ()) -> None:
        """Show a page; `tints` are places on it in shares of width and height (0 to 1)."""
        self._image = image
        self._tints = tuple(tints)
        self._ratio = image.height() / image.width() if image.width() else A4_RATIO
        self._note = ""
        self._lay_out()

    def set_note(self, note: str) -> None:
        """A sentence in place of the page: why there is none yet."""
        self._note = note
        self.setAccessibleDescription(note)
        self._image = QImage()
        self._tints = ()
        self._lay_out()

    @property
    def image(self) -> QImage:
        return self._image

    @property
    def tints(self) -> tuple[QRectF, ...]:
        return self._tints

    @property
    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """1 = fit width."""
        self._zoom = zoom
        self._lay_out()
        self.resized.emit()

    def wanted_width(self) -> int:
        """Pixels of the screen the page is wide; what a sharp picture should have."""
        return max(1, round(self._paper().width() * self.devicePixelRatioF()))

    def _paper(self) -> QRect:
        # The room of the scroll bar is always kept free, else fit-width would jump to and fro.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        room = self.maximumViewportSize().width() - 2 * _MARGIN - bar
        width = max(80, round(room * self._zoom))
        left = max(_MARGIN, (self.viewport().width() - width) // 2)
        return QRect(left, _MARGIN, width, round(width * self._ratio))

    def _lay_out(self) -> None:
        paper = self._paper()
        view = self.viewport().size()
        upright, level = self.verticalScrollBar(), self.horizontalScrollBar()
        upright.setPageStep(view.height())
        upright.setSingleStep(40)
        upright.setRange(0, max(0, paper.height() + 2 * _MARGIN - view.height()))
        level.setPageStep(view.width())
        level.setRange(0, max(0, paper.width() + 2 * _MARGIN - view.width()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        upright = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_PageDown and upright.value() == upright.maximum():
            self.turned.emit(1)
        elif event.key() == Qt.Key.Key_PageUp and upright.value() == upright.minimum():
            self.turned.emit(-1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colours.window)
        painter.translate(
            -QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        )
        paper = self._paper()
        # Paper is white whatever the theme: it shows what the printer will put on it.
        painter.fillRect(paper, QColor(Qt.GlobalColor.white))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, self._image)
            self._paint_tints(painter, paper)
        elif self._note:
            painter.setPen(theme.LIGHT.muted)
            room = paper.adjusted(24, 24, -24, -24)
            painter.drawText(
                room, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter, self._note
            )
        painter.setPen(QPen(colours.separator, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(paper.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRect(paper.adjusted(-2, -2, 1, 1))

    def _paint_tints(self, painter: QPainter, paper: QRect) -> None:
        painter.save()
        # Multiplied, the letters under the tint stay black.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for tint in self._tints:
            painter.fillRect(
                QRectF(
                    paper.x() + tint.x() * paper.width() - 1,
                    paper.y() + tint.y() * paper.height() - 1,
                    tint.width() * paper.width() + 2,
                    tint.height() * paper.height() + 2,
                ),
                theme.LIGHT.selection,
            )
        painter.restore()


class ThumbModel(QAbstractListModel):
    """The pages of a job; a picture is asked for when it is first painted."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._labels: list[str] = []
        self._images: dict[int, QImage] = {}

    def set_pages(self, labels: list[str]) -> None:
        """One label (the number, or the document and number) for each page."""
        self.beginResetModel()
        self._labels = labels
        self._images.clear()
        self.endResetModel()

    def set_image(self, page: int, image: QImage) -> None:
        if page < len(self._labels):
            self._images[page] = image
            self.dataChanged.emit(self.index(page), self.index(page))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._labels)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._labels):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._labels[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("Page {page}").format(page=self._labels[index.row()])
        if role == Qt.ItemDataRole.DecorationRole:
            found = self._images.get(index.row())
            if found is None:
                self.wanted.emit(index.row())
            return found
        return None


class ThumbDelegate(QStyledItemDelegate):
    """A small page with its number below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        height = round(THUMB_WIDTH * A4_RATIO) + option.fontMetrics.height() + 16
        return QSize(THUMB_WIDTH + 16, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colours = theme.colours()
        painter.save()
        room = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(room, colours.selection)
        image = index.data(Qt.ItemDataRole.DecorationRole)
        label = option.fontMetrics.height() + 4
        ratio = image.height() / image.width() if isinstance(image, QImage) else A4_RATIO
        paper = QRect(0, 0, THUMB_WIDTH, min(round(THUMB_WIDTH * ratio), room.height() - label - 8))
        paper.moveCenter(QPoint(room.center().x(), room.top() + 6 + paper.height() // 2))
        painter.fillRect(paper, QColor(Qt.GlobalColor.white))
        if isinstance(image, QImage):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, image)
        painter.setPen(QPen(colours.primary if chosen else colours.separator, 2 if chosen else 1))
        painter.drawRect(paper)
        painter.setFont(theme.font("caption", tabular=True))
        painter.setPen(colours.on_selection if chosen else colours.muted)
        words = room.adjusted(2, room.height() - label, -2, -2)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(text))
        if chosen and bool(option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRect(room.adjusted(1, 1, -1, -1))
        painter.restore()


class Thumbs(QListView):
    """The column of small pages, 96 px wide."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = ThumbModel(self)
        self.setModel(self.pages)
        self.setItemDelegate(ThumbDelegate(self))
        self.setFixedWidth(96)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now))

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.row())

    def choose(self, page: int) -> None:
        """Make a page the current one (and say so)."""
        index = self.pages.index(page)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
