"""A sheet laid over the page: the rest is dimmed, the keyboard stays inside, Esc closes. No window.

A child widget and not a dialog, so that nothing is modal to the system, nothing gets lost behind
another window and the page stays visible. Knows nothing of what the sheet shows.
"""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from cluster_desktop.ui.theme import colours

_DIM = QColor(16, 20, 24, 110)
_LOOKS_CHANGED = (
    QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange,
    QEvent.Type.FontChange,
)  # fmt: skip


class Closable(Protocol):
    """What a sheet has besides being a QWidget."""

    sheet_width: int
    """Width in pixels; 0 fills the host."""

    def may_close(self) -> bool:
        """False while something runs that must be stopped first (the sheet says why itself)."""
        ...


class Overlay(QWidget):
    """Dims its host and holds one sheet at the right edge."""

    closed = Signal()

    def __init__(self, host: QWidget, sheet: QWidget, *, width: int = 940) -> None:
        super().__init__(host)
        self._sheet = sheet
        self._width = width
        self._before = QApplication.focusWidget()
        self._picture: QPixmap | None = None
        sheet.setParent(self)
        sheet.setAutoFillBackground(True)
        closing = getattr(sheet, "closed", None)
        if closing is not None:
            closing.connect(self.close_sheet)
        host.installEventFilter(self)
        self._lay_out()
        self._cover()
        self.show()
        self.raise_()
        sheet.show()
        sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def sheet(self) -> QWidget:
        return self._sheet

    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back to where it came from."""
        if self.isHidden():
            return
        self.hide()
        host = self.parentWidget()
        if host is not None:
            host.removeEventFilter(self)
        try:
            if self._before is not None and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        except RuntimeError:
            # The widget that had the focus went with its page meanwhile; nobody needs it.
            self._before = None
        self.closed.emit()
        self.deleteLater()

    def _ask_to_close(self) -> None:
        may = getattr(self._sheet, "may_close", None)
        if may is None or cast("bool", may()):
            self.close_sheet()

    def _lay_out(self) -> None:
        host = self.parentWidget()
        if host is None:
            return
        room = host.rect()
        self.setGeometry(room)
        width = room.width() if self._width <= 0 else min(self._width, room.width())
        self._sheet.setGeometry(QRect(room.width() - width, 0, width, room.height()))

    def sizeHint(self) -> QSize:
        return self._sheet.sizeHint()

    # ---- what lies beneath ----

    def _cover(self) -> None:
        """Show what lies beneath as a picture.

        Where this widget lets the page shine through, Qt paints all that lies beneath, each cell of
        a table, for every word that changes in the sheet.
        """
        host = self.parentWidget()
        if host is not None and host.isVisible():
            self._picture = host.grab()
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _uncover(self) -> None:
        """Beneath, something looks otherwise now: let it shine through from here on."""
        self._picture = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.update()

    def paint_beneath(self, painter: QPainter) -> None:
        """The page under this widget, where it does not shine through."""
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOKS_CHANGED and self._picture is not None:
            self._uncover()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._uncover()
            self._lay_out()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_beneath(painter)
        painter.fillRect(self.rect(), _DIM)
        left = self._sheet.geometry().left()
        painter.fillRect(left - 1, 0, 1, self.height(), colours().separator)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A click beside the sheet does not lose what is typed; it only must not reach the page.
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._ask_to_close()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        here = QApplication.focusWidget()
        stops = [w for w in _chain(self._sheet) if _takes_tab(w)]
        if not stops or here is None:
            return True
        order = stops if forward else list(reversed(stops))
        start = order.index(here) if here in order else -1
        order[(start + 1) % len(order)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True


def _chain(sheet: QWidget) -> list[QWidget]:
    """Widgets of the sheet in tab order."""
    found: list[QWidget] = []
    at = sheet.nextInFocusChain()
    while at is not None and at is not sheet and len(found) < 5_000:
        if sheet.isAncestorOf(at):
            found.append(at)
        at = at.nextInFocusChain()
    return found


def _takes_tab(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )
