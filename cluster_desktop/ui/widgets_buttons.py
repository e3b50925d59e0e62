"""Buttons of every sort. They show and tell; what a click does is their owner's business."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from cluster_desktop.ui.icons import icon, paint_icon, role_colour
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, font, scaled

_BUSY_STEP_MS = 40


class Button(QPushButton):
    """An outlined button; `key` is the shortcut its tooltip names (an action owns the shortcut)."""

    def __init__(
        self,
        text: str = "",
        *,
        icon: str | None = None,
        look: str = "plain",
        dense: bool = False,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._key = key
        self._busy: QTimer | None = None
        self._phase = 0
        self.setProperty("look", look)
        self.setProperty("dense", dense)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if icon:
            self.set_icon(icon)
        self.set_key(key)

    def set_icon(self, name: str) -> None:
        roles = {"primary": "on_primary", "danger": "bad"}
        self.setIcon(icon(name, roles.get(str(self.property("look")), "primary")))

    def set_key(self, key: str) -> None:
        """The shortcut to name in the tooltip."""
        self._key = key
        if key:
            self.setToolTip(key)

    def set_busy(self, busy: bool) -> None:
        """A line that runs along the lower edge while the work of this button goes on."""
        if busy and self._busy is None:
            self._busy = QTimer(self)
            self._busy.timeout.connect(self._advance)
            self._busy.start(_BUSY_STEP_MS)
        elif not busy and self._busy is not None:
            self._busy.stop()
            self._busy.deleteLater()
            self._busy = None
        self.setEnabled(not busy)
        self.update()

    def is_busy(self) -> bool:
        return self._busy is not None

    def _advance(self) -> None:
        self._phase = (self._phase + 3) % 100
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._busy is None:
            return
        painter = QPainter(self)
        width = max(24, self.width() // 3)
        left = (self.width() + width) * self._phase // 100 - width
        line = QRect(left, self.height() - 3, width, 2).intersected(
            self.rect().adjusted(3, 0, -3, 0)
        )
        painter.fillRect(line, colours().primary)


class PrimaryButton(Button):
    """The one filled button of a page."""

    def __init__(
        self,
        text: str = "",
        *,
        icon: str | None = None,
        dense: bool = False,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, icon=icon, look="primary", dense=dense, key=key, parent=parent)
        self.setFont(font("strong"))
        changes().changed.connect(self._wear)

    def _wear(self) -> None:
        self.setFont(font("strong"))


class IconButton(QToolButton):
    """An icon alone; its name is tooltip and accessible name, so it is never anonymous."""

    def __init__(
        self, icon_name: str, name: str = "", parent: QWidget | None = None, *, dense: bool = False
    ) -> None:
        super().__init__(parent)
        self._side = 28 if dense else 32
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_icon(icon_name)
        self.set_name(name)

    def set_icon(self, name: str, role: str = "muted") -> None:
        self.setIcon(icon(name, role))

    def set_name(self, text: str) -> None:
        self.setToolTip(text)
        self.setAccessibleName(text)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        """Without the arrow of a menu: the icon says it."""
        super().initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu

    def sizeHint(self) -> QSize:
        return QSize(scaled(self._side), scaled(self._side))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class KeyCap(QWidget):
    """A key as it is printed on the keyboard."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        changes().changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        self._text = text
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return key_cap_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key_cap(painter, self.rect(), self._text)


def caption_width(text: str) -> int:
    """Pixels of a caption at the current text size."""
    return QFontMetrics(font("caption")).horizontalAdvance(text)


def key_cap_size(text: str) -> QSize:
    return QSize(caption_width(text) + 12, scaled(18))


def paint_key_cap(painter: QPainter, rect: QRect, text: str) -> None:
    """A key cap into `rect` of any painted widget."""
    c = colours()
    painter.save()
    outline(painter, rect, c.window, c.separator, radius=3)
    painter.setFont(font("caption"))
    painter.setPen(c.muted)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter.value, text)
    painter.restore()


class SearchButton(QAbstractButton):
    """Looks like a search field and opens the search over everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(160)
        self.setMaximumWidth(320)
        changes().changed.connect(self.updateGeometry)

    def set_text(self, text: str, key: str = "") -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._key = key
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, scaled(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, scaled(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        focus = self.hasFocus()
        pen = c.primary if focus else c.ctrl
        outline(painter, self.rect(), c.surface, pen, width=2 if focus else 1)
        middle = self.height() // 2
        paint_icon(painter, "search", QRect(10, middle - 9, 18, 18), c.muted)
        cap = key_cap_size(self._key)
        right = self.width() - 8 - (cap.width() if self._key else 0)
        painter.setFont(font())
        painter.setPen(c.muted)
        room = QRect(36, 0, right - 40, self.height())
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, text)
        if self._key:
            paint_key_cap(
                painter,
                QRect(right, middle - cap.height() // 2, cap.width(), cap.height()),
                self._key,
            )


class _Part(QAbstractButton):
    """One word of a Segmented control."""

    def __init__(self, key: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.setText(text)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 24, scaled(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        if self.isChecked():
            outline(painter, self.rect().adjusted(2, 2, -2, -2), c.selection, c.primary)
        elif self.underMouse():
            outline(painter, self.rect().adjusted(2, 2, -2, -2), c.header, c.header)
        painter.setPen(c.on_selection if self.isChecked() else c.text)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter.value, self.text())
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2)


class Segmented(QWidget):
    """A few words of which one is chosen (kk / ru / both); arrows move the choice."""

    changed = Signal(str)

    def __init__(
        self, options: list[tuple[str, str]] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_options(options or [])

    def set_options(self, options: list[tuple[str, str]]) -> None:
        chosen = self.value()
        for part in self._parts():
            self._group.removeButton(part)
            self._line.removeWidget(part)
            part.hide()
            part.deleteLater()
        for key, text in options:
            part = _Part(key, text, self)
            part.setAccessibleName(text)
            self._group.addButton(part)
            self._line.addWidget(part)
        self.set_value(chosen or (options[0][0] if options else ""))

    def _parts(self) -> list[_Part]:
        return [b for b in self._group.buttons() if isinstance(b, _Part)]

    def value(self) -> str:
        chosen = self._group.checkedButton()
        return chosen.key if isinstance(chosen, _Part) else ""

    def set_value(self, key: str) -> None:
        for part in self._parts():
            part.setChecked(part.key == key)

    def _on_clicked(self, part: QAbstractButton) -> None:
        if isinstance(part, _Part):
            self.changed.emit(part.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        outline(QPainter(self), self.rect(), c.surface, c.ctrl)


class StatusItem(QAbstractButton):
    """A piece of the status strip: icon and words; clickable where somebody listens."""

    def __init__(self, icon_name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._role, self._key = icon_name, "muted", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set(icon_name, text)
        changes().changed.connect(self.updateGeometry)

    def set(self, icon_name: str, text: str, role: str = "muted", key: str = "") -> None:
        self._icon, self._role, self._key = icon_name, role, key
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        cap = key_cap_size(self._key).width() + 8 if self._key else 0
        return QSize(30 + caption_width(self.text()) + cap, scaled(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, scaled(24))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        middle = self.height() // 2
        paint_icon(painter, self._icon, QRect(0, middle - 8, 16, 16), role_colour(self._role))
        painter.setFont(font("caption"))
        painter.setPen(c.text if self.underMouse() else c.muted)
        cap = key_cap_size(self._key)
        room = self.width() - 22 - (cap.width() + 8 if self._key else 0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRect(22, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter.value, text
        )
        if self._key:
            left = self.width() - cap.width()
            spot = QRect(left, middle - cap.height() // 2, cap.width(), cap.height())
            paint_key_cap(painter, spot, self._key)
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2)
