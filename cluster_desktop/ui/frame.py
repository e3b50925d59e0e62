"""The parts around every page: title row, status strip, the striped bar of sample data.

They show and ask; what a button does is the window's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QWidget,
)

from cluster_desktop.i18n import LANGUAGES, _, language
from cluster_desktop.ui.actions import BY_KEY, Actions
from cluster_desktop.ui.exchange_words import conflicts_sentence, strip_sentence
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.moments import utc_now
from cluster_desktop.ui.theme import changes, colours, font, scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, SearchButton, StatusItem, TextLabel

if TYPE_CHECKING:
    from cluster_desktop.sync.views import State

NEW_COMMANDS = ("new_partner", "new_memorandum", "import")
HEAD_BUTTONS = (("import", "import"), ("excel", "excel"), ("print", "print"),
                ("exchange_now", "exchange"))  # fmt: skip
LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


class TitleRow(QWidget):
    """Title, the search button, and the page's commands; icons only when `narrow`."""

    chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("title_row")
        self._actions = actions
        self._narrow = False
        self._head: tuple[str, ...] = ()
        self.title = TextLabel(role="title", parent=self, elide=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.search = SearchButton(self)
        self.search.setObjectName("search_everything")
        self.search.clicked.connect(lambda: self.chosen.emit("search"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.search)
        self._buttons: dict[str, Button] = {}
        for key, name in HEAD_BUTTONS:
            button = Button(icon=name, key=BY_KEY[key].keys, parent=self)
            button.setObjectName(f"head_{key}")
            button.clicked.connect(lambda _on=False, wanted=key: self.chosen.emit(wanted))
            self._buttons[key] = button
            row.addWidget(button)
        self.new = PrimaryButton("", icon="add", parent=self)
        self.new.setObjectName("head_new")
        self.new_menu = QMenu(self)
        # Of the row, not of the menu, which may be gone before it while the window closes.
        self.new_here = QAction(icon("add", "muted"), "", self)
        self.new_menu.addAction(self.new_here)
        self.new_here.setObjectName("new_here")
        self.new_here.triggered.connect(lambda _on=False: self.chosen.emit("new"))
        for key in NEW_COMMANDS:
            self.new_menu.addAction(actions[key])
        self.new.setMenu(self.new_menu)
        row.addWidget(self.new)
        self.retranslate()

    def set_page(
        self, title: str, head: Sequence[str], search_width: int, *, makes_other: bool = False
    ) -> None:
        """Show a page's title and those of its commands that stand in this row.

        `makes_other`: what the page makes is neither a partner nor a memorandum.
        """
        self.new_here.setVisible(makes_other)
        self.title.setText(title)
        self._head = tuple(head)
        for key, button in self._buttons.items():
            button.setVisible(key in head)
        self.new.setVisible("new" in head)
        self.search.setFixedWidth(search_width)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.retranslate()

    def retranslate(self) -> None:
        texts = {"import": _("Import…"), "excel": _("Excel"), "print": _("Print"),
                 "exchange_now": _("Exchange now")}  # fmt: skip
        for key, button in self._buttons.items():
            button.setText("" if self._narrow else texts[key])
            button.setAccessibleName(texts[key])
            keys = BY_KEY[key].keys
            button.setToolTip(f"{texts[key]} ({keys})" if self._narrow else keys)
        self.new.setText(_("New"))
        self.new.setAccessibleName(_("New"))
        new = BY_KEY["new"]
        self.new_here.setText(_(new.label))
        self.search.set_text(_("Search everything…"), BY_KEY["search"].keys)
        self.search.setAccessibleName(_("Search everything"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class LanguageButton(QAbstractButton):
    """KK, RU or EN; the current one is underlined."""

    def __init__(self, lang: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.lang = lang
        self.setText(lang.upper())
        self.setObjectName(f"language_{lang}")
        self.setAccessibleName(LANGUAGE_NAMES[lang])
        self.setToolTip(LANGUAGE_NAMES[lang])
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(scaled(28), scaled(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        face = font("caption")
        if self.isChecked():
            face.setWeight(face.Weight.DemiBold)
        painter.setFont(face)
        painter.setPen(c.text if self.isChecked() or self.underMouse() else c.muted)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            painter.fillRect(5, self.height() - 3, self.width() - 10, 2, c.primary)
        if self.hasFocus():
            painter.setPen(c.primary)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))


class StatusStrip(QWidget):
    """When the last change was saved, how old the exchange is, and the language switch."""

    language_wanted = Signal(str)
    journal_wanted = Signal()
    exchange_wanted = Signal(str)
    """The tab of the exchange's page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("status_strip")
        self._saved: datetime | None = None
        self._problem = False
        self.saved = StatusItem("tick", parent=self)
        self.saved.setObjectName("saved")
        self.saved.clicked.connect(self.journal_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 12, 0)
        row.setSpacing(4)
        self.exchange = StatusItem("exchange", parent=self)
        self.exchange.setObjectName("status_exchange")
        self.exchange.clicked.connect(lambda: self.exchange_wanted.emit("exchange"))
        self.conflicts = StatusItem("conflict", parent=self)
        self.conflicts.setObjectName("status_conflicts")
        self.conflicts.clicked.connect(lambda: self.exchange_wanted.emit("conflicts"))
        self._exchanged: State | None = None
        self._running: str | None = None
        for item in (self.saved, self.exchange, self.conflicts):
            row.addWidget(item)
            row.addSpacing(12)
        row.addStretch(1)
        self._group = QButtonGroup(self)
        for lang in LANGUAGES:
            button = LanguageButton(lang, self)
            self._group.addButton(button)
            button.clicked.connect(lambda _on=False, wanted=lang: self.language_wanted.emit(wanted))
            row.addWidget(button)
        self._fit()
        changes().changed.connect(self._fit)
        self.retranslate()

    def _fit(self) -> None:
        self.setFixedHeight(scaled(24))

    def show_saved(self, moment: datetime) -> None:
        """The local time of the last change that reached the disk."""
        self._saved, self._problem = moment, False
        self.retranslate()

    def show_unsaved(self) -> None:
        self._problem = True
        self.retranslate()

    def show_exchange(self, state: State | None) -> None:
        """Nothing where data are not exchanged: who works alone is not told of it all day."""
        self._exchanged, self._running = state, None
        self._tell_exchange()

    def show_running(self, text: str) -> None:
        """An exchange goes on; `text` says with what it is at."""
        self._running = text or self._running or ""
        self._tell_exchange()

    def _tell_exchange(self) -> None:
        state, running = self._exchanged, self._running
        known = state is not None and state.stage in ("asked", "member", "revoked")
        self.exchange.setVisible(known or running is not None)
        if running is not None:
            said = _("Exchanging: {what}").format(what=running) if running else _("Exchanging…")
            self.exchange.set("exchange", said, "primary")
        elif state is not None:
            self.exchange.set("exchange", strip_sentence(state, utc_now()), "muted", "F9")
        waiting = state.conflicts if state is not None and known else 0
        self.conflicts.setVisible(waiting > 0)
        if waiting:
            self.conflicts.set("conflict", conflicts_sentence(waiting), "conflict")

    def retranslate(self) -> None:
        self._tell_exchange()
        if self._problem:
            self.saved.set("error", _("Not saved"), "bad")
        elif self._saved is None:
            self.saved.set("tick", _("Everything is saved on this computer"), "good")
        else:
            said = _("All saved {time}").format(time=self._saved.strftime("%H:%M"))
            self.saved.set("tick", said, "good")
        for button in self._group.buttons():
            if isinstance(button, LanguageButton):
                button.setChecked(button.lang == language())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colours().separator)
        painter.drawLine(0, 0, self.width(), 0)


class SampleBar(QWidget):
    """Striped bar that says: these are sample data, not yours. One click leaves them."""

    leave_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sample_bar")
        self._label = TextLabel(role="strong", ink="soon", parent=self)
        self._leave = Button(dense=True, parent=self)
        self._leave.clicked.connect(self.leave_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 2)
        row.addWidget(self._label)
        row.addStretch(1)
        row.addWidget(self._leave)
        self.retranslate()

    def retranslate(self) -> None:
        self._label.setText(_("Sample data: look around, nothing of yours is touched"))
        self._leave.setText(_("Leave the sample data"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.tint("soon"))
        stripe = QColor(c.ink("soon"))
        stripe.setAlpha(40)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(stripe)
        pen.setWidth(8)
        painter.setPen(pen)
        for x in range(-self.height(), self.width(), 28):
            painter.drawLine(x, self.height() + 4, x + self.height() + 8, -4)
