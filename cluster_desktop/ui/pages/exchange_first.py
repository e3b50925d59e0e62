"""The first connection: a college asks and is invited, a region's office begins a region or comes
back after a loss.

What is written leaves the program only as a file in a folder or on a stick; the words of both
sides are compared over the phone. Each screen saves at once, so that it opens again where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.big_choice import BigChoice
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_parts import Notice
from cluster_desktop.ui.pages.exchange_ask import AcceptScreen, AskScreen, Screen
from cluster_desktop.ui.pages.exchange_back import BackScreen
from cluster_desktop.ui.pages.exchange_begin import BeginScreen
from cluster_desktop.ui.pages.scrolling import scrolling
from cluster_desktop.ui.widgets import TextLabel

if TYPE_CHECKING:
    from cluster_desktop.sync.views import State

WIDTH = 780


class Way(BigChoice):
    """An answer that leads on at once, by Enter as by Space."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class FirstTab(QWidget):
    """Which way; then the screens of that way."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.ask = AskScreen(desk)
        self.accept_screen = AcceptScreen(desk)
        self.begin = BeginScreen(desk)
        self.back = BackScreen(desk)
        self.accept_screen.again_wanted.connect(lambda: self.show_screen(self.ask))
        self.ask.asked.connect(lambda: self.show_screen(self.accept_screen))
        self._ways = self._build_ways()
        for screen in (self.ask, self.begin, self.back):
            screen.back_wanted.connect(lambda: self.show_screen(self._ways))
        self._stack = QStackedWidget()
        for widget in (self._ways, self.ask, self.accept_screen, self.begin, self.back):
            self._stack.addWidget(widget)
        self.warnings = Notice()
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.warnings)
        column.addWidget(self._stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = scrolling(inner)
        area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(area)
        self._stage = ""
        desk.exchange.came.connect(self._on_state)
        self.retranslate()
        self._on_state()

    def _build_ways(self) -> QWidget:
        ways = QWidget()
        column = QVBoxLayout(ways)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._title = TextLabel(role="section", parent=ways, wrap=True)
        self._note = TextLabel(ink="muted", parent=ways, wrap=True)
        self.college = Way("way_college", "cluster", ways)
        self.region = Way("way_region", "partners", ways)
        self.lost = Way("way_lost", "document", ways)
        for choice in (self.college, self.region, self.lost):
            choice.setCheckable(False)
        self.college.clicked.connect(lambda: self.show_screen(self.ask))
        self.region.clicked.connect(lambda: self.show_screen(self.begin))
        self.lost.clicked.connect(lambda: self.show_screen(self.back))
        for widget in (self._title, self._note, self.college, self.region, self.lost):
            column.addWidget(widget)
        column.addStretch(1)
        return ways

    def show_ways(self) -> None:
        """Back to the question which of the three one is."""
        self.show_screen(self._ways)

    def show_screen(self, screen: QWidget) -> None:
        self._stack.setCurrentWidget(screen)
        if isinstance(screen, Screen):
            screen.reload()
        self.start_focus()

    def current(self) -> QWidget:
        shown = self._stack.currentWidget()
        assert shown is not None  # noqa: S101 - one of five that were put there
        return shown

    def _on_state(self) -> None:
        state = self.desk.exchange.state
        if state is None:
            return
        self._warn(state)
        if state.stage != self._stage:
            self._stage = state.stage
            if state.stage == "asked":
                self.show_screen(self.accept_screen)
            elif state.stage in ("revoked", "forked"):
                self.show_screen(self.ask)

    def _warn(self, state: State) -> None:
        said = list(state.warnings)
        if state.stage == "revoked":
            said.append(
                _(
                    "The region's office has excluded this computer from the exchange. Your data "
                    "stay here. To take part again, ask anew and call the office."
                )
            )
        elif state.stage == "forked":
            said.append(
                _(
                    "These data were copied or restored from a copy. So that nothing is mixed up, "
                    "this computer must ask the region's office anew."
                )
            )
        if said:
            self.warnings.show_text("soon", "\n".join(said))
        else:
            self.warnings.clear()

    def reload(self) -> None:
        screen = self.current()
        if isinstance(screen, Screen):
            screen.reload()

    def panes(self) -> Sequence[QWidget]:
        return (self._stack,)

    def start_focus(self) -> None:
        screen = self.current()
        first = screen.first_stop() if isinstance(screen, Screen) else self.college
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._title.setText(_("Exchange data with your region"))
        self._note.setText(
            _(
                "Colleges and the region's office exchange through a shared folder or a USB stick. "
                "Nobody else can read what lies there. You can work without it and begin later."
            )
        )
        self.college.set_texts(
            _("We are a college"), _("Ask the region's office, receive its invitation")
        )
        self.region.set_texts(
            _("We are the region's office"), _("Begin the exchange of the region, invite colleges")
        )
        self.lost.set_texts(
            _("We have the emergency sheet of the region's office"),
            _("The office's computer broke or was stolen: bring the office back on this one"),
        )
        for screen in (self.ask, self.accept_screen, self.begin, self.back):
            screen.retranslate()
        state = self.desk.exchange.state
        if state is not None:
            self._warn(state)
