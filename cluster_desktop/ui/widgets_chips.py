"""Chips above a list: counts that filter, filters with a cross, the rest behind "More"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QSizePolicy, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.icons import icon, paint_icon, role_colour
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, font, scaled
from cluster_desktop.ui.widgets_buttons import Button

_PAD = 12
_ICON = 16


class ChipLike(Protocol):
    """What a chip row needs of the office's chips."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int | None: ...
    @property
    def look(self) -> str: ...
    @property
    def icon(self) -> str: ...


class Chip(QAbstractButton):
    """A rounded word with a count; a cross at its end where it can be removed."""

    removed = Signal(str)

    def __init__(
        self,
        key: str,
        text: str,
        *,
        count: int | None = None,
        icon: str | None = None,
        look: str = "neutral",
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._count = count
        self._icon = icon
        self._look = look
        self._removable = removable
        self.setText(text)
        self.setCheckable(not removable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()
        if removable:
            self.clicked.connect(lambda: self.removed.emit(self.key))
        changes().changed.connect(self.updateGeometry)

    def count(self) -> int | None:
        return self._count

    def set_count(self, count: int | None) -> None:
        if count != self._count:
            self._count = count
            self._name()
            self.updateGeometry()
            self.update()

    def _name(self) -> None:
        if self._removable:
            self.setAccessibleName(_("Remove the filter: {text}").format(text=self.text()))
            self.setToolTip(self.accessibleName())
        else:
            number = "" if self._count is None else f" {self._count}"
            self.setAccessibleName(self.text() + number)

    def sizeHint(self) -> QSize:
        width = 2 * _PAD + QFontMetrics(font()).horizontalAdvance(self.text())
        if self._icon:
            width += _ICON + 6
        if self._count is not None:
            width += 6 + QFontMetrics(font("strong")).horizontalAdvance(str(self._count))
        return QSize(width + (18 if self._removable else 0), scaled(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.key)
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        half = self.height() / 2
        on = self.isChecked()
        if on or self._removable:
            outline(painter, self.rect(), c.selection, c.primary, radius=half)
        else:
            fill = c.separator if self.underMouse() else c.header
            outline(painter, self.rect(), fill, fill, radius=half)
        left, middle = _PAD, self.height() // 2
        if self._icon:
            tone = role_colour(self._look)
            paint_icon(painter, self._icon, QRect(left, middle - 8, _ICON, _ICON), tone)
            left += _ICON + 6
        left = self._words(painter, left)
        if self._removable:
            paint_icon(painter, "close", QRect(left + 4, middle - 7, 14, 14), c.muted)
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2, radius=half)

    def _words(self, painter: QPainter, left: int) -> int:
        painter.setPen(colours().on_selection if self.isChecked() else colours().text)
        strong = self.isChecked() and self._count is not None
        painter.setFont(font("strong") if strong and not self._icon else font())
        room = QRect(left, 0, self.width() - left, self.height())
        flag = Qt.AlignmentFlag.AlignVCenter.value
        painter.drawText(room, flag, self.text())
        left += painter.fontMetrics().horizontalAdvance(self.text())
        if self._count is not None:
            painter.setFont(font("strong"))
            painter.drawText(room.adjusted(left - room.left() + 6, 0, 0, 0), flag, str(self._count))
        return left


class ChipRow(QWidget):
    """One line of chips: counts, filters, then what the owner adds; the last hide behind "More".

    A click chooses one count, Ctrl+click adds; with none chosen the first one is.
    """

    changed = Signal(tuple)
    filter_removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._filters: list[Chip] = []
        self._tails: list[QWidget] = []
        self._more = Button(icon="more", look="flat", dense=True, parent=self)
        self._menu = QMenu(self._more)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more.setMenu(self._menu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        changes().changed.connect(self.lay_out)
        self.retranslate()

    def retranslate(self) -> None:
        self._more.setText(_("More"))
        self._more.setAccessibleName(_("More filters"))

    def set_chips(self, chips: Sequence[ChipLike]) -> None:
        """Show these counts; the selection is kept by key."""
        known = {chip.key: chip for chip in self._chips}
        if [(c.key, c.text()) for c in self._chips] == [(c.key, c.label) for c in chips]:
            for wanted in chips:
                known[wanted.key].set_count(wanted.count)
            self.lay_out()
            return
        chosen = self.selection()
        for old in self._chips:
            old.hide()
            old.deleteLater()
        self._chips = [self._made(chip) for chip in chips]
        self.select(chosen)
        self.lay_out()

    def _made(self, wanted: ChipLike) -> Chip:
        chip = Chip(
            wanted.key,
            wanted.label,
            count=wanted.count,
            icon=wanted.icon or None,
            look=wanted.look,
            parent=self,
        )
        chip.clicked.connect(lambda: self._on_clicked(chip))
        chip.show()
        return chip

    def chips(self) -> list[Chip]:
        return list(self._chips)

    def selection(self) -> tuple[str, ...]:
        return tuple(chip.key for chip in self._chips if chip.isChecked())

    def select(self, keys: Sequence[str]) -> None:
        """Choose without telling; nothing known among `keys` chooses the first."""
        for chip in self._chips:
            chip.setChecked(chip.key in keys)
        if self._chips and not self.selection() and keys != ("",):
            self._chips[0].setChecked(True)

    def deselect(self) -> None:
        """No chip chosen: the list shows a filter of its own."""
        for chip in self._chips:
            chip.setChecked(False)

    def _on_clicked(self, clicked: Chip) -> None:
        adds = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        first = self._chips[0]
        if adds and clicked is not first:
            first.setChecked(False)
        else:
            for chip in self._chips:
                if chip is not clicked:
                    chip.setChecked(False)
        if not self.selection():
            first.setChecked(True)
        self.changed.emit(self.selection())

    def set_filters(self, filters: Sequence[tuple[str, str]]) -> None:
        """Active filters as removable chips after the counts: (key, text)."""
        for old in self._filters:
            old.hide()
            old.deleteLater()
        self._filters = [Chip(key, text, removable=True, parent=self) for key, text in filters]
        for chip in self._filters:
            chip.removed.connect(self.filter_removed)
            chip.show()
        self.lay_out()

    def add_tail(self, widget: QWidget) -> None:
        """A widget that always stays visible after the chips, such as "+ filter"."""
        widget.setParent(self)
        widget.show()
        self._tails.append(widget)
        self.lay_out()

    def _fill_menu(self) -> None:
        self._menu.clear()
        for chip in self._chips + self._filters:
            if chip.isVisible():
                continue
            number = "" if chip.count() is None else f"   {chip.count()}"
            action = self._menu.addAction(chip.text() + number)
            if chip in self._filters:
                action.setIcon(icon("close", "muted"))
            action.setCheckable(chip.isCheckable())
            action.setChecked(chip.isChecked())
            action.triggered.connect(lambda _on=False, chosen=chip: chosen.click())

    def sizeHint(self) -> QSize:
        return QSize(400, scaled(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, scaled(36))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def lay_out(self) -> None:
        """Filters and the chosen chip never hide; the others leave from the right."""
        gap = 6
        tail = sum(w.sizeHint().width() + gap for w in self._tails if not w.isHidden())
        row = self._chips + self._filters
        need = sum(chip.sizeHint().width() + gap for chip in row)
        room = self.width() - tail
        hidden: list[Chip] = []
        if need > room:
            room -= self._more.sizeHint().width() + gap
            for chip in reversed(self._chips[1:]):
                if need <= room:
                    break
                if not chip.isChecked():
                    hidden.append(chip)
                    need -= chip.sizeHint().width() + gap
            for chip in reversed(self._filters):
                if need <= room:
                    break
                hidden.append(chip)
                need -= chip.sizeHint().width() + gap
        shown: list[QWidget] = [chip for chip in row if chip not in hidden]
        for chip in row:
            chip.setVisible(chip not in hidden)
        self._more.setVisible(bool(hidden))
        left = 0
        for widget in [*shown, *([self._more] if hidden else []), *self._tails]:
            if isinstance(widget, QWidget) and widget.isHidden():
                continue
            size = widget.sizeHint()
            widget.setGeometry(QRect(QPoint(left, (self.height() - size.height()) // 2), size))
            left += size.width() + gap
