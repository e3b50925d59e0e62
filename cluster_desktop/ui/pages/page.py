"""What every page of the rail has in common. Knows no records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk, Place


class Page(QWidget):
    """One page: its title, its commands, and how it is opened at a place.

    HEAD names the commands that stand in the title row; `run` does those the page knows.
    """

    KEY: ClassVar[str] = ""
    HEAD: ClassVar[tuple[str, ...]] = ()
    COMMANDS: ClassVar[frozenset[str]] = frozenset()

    retitled = Signal()
    """The title or the commands that make sense have changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.office = desk.office
        self.setObjectName(f"page_{self.KEY}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        desk.bridge.changed.connect(self._on_changed)

    def title(self) -> str:
        """The title row's text."""
        raise NotImplementedError

    def head(self) -> tuple[str, ...]:
        """The commands in the title row now; a page of several lists has others on each tab."""
        return self.HEAD

    def help_topic(self) -> str:
        """Name of the help page that F1 opens."""
        return self.KEY

    def rail(self) -> str:
        """The entry of the rail that is marked while this page is open."""
        return self.KEY

    def place(self) -> Place:
        """Where this page stands now, for back and forward."""
        return Place(self.KEY)

    def open_place(self, place: Place) -> None:
        """Show what a place asks for."""

    def can(self, command: str) -> bool:
        return command in self.COMMANDS

    def run(self, command: str) -> None:
        """Do a command of COMMANDS."""

    def panes(self) -> Sequence[QWidget]:
        """Where F6 stops on this page, in reading order."""
        return ()

    def start_focus(self) -> None:
        """Put the focus where work begins; a page that is only read takes it itself."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read anew what is shown."""

    def act(self, verb: str) -> None:
        """Begin a verb on everything the page shows (Home's buttons)."""

    def records_changed(self, changes: Changes) -> None:
        """Somebody wrote; show it if it concerns this page."""

    def retranslate(self) -> None:
        """Set every text in the current language."""

    def _on_changed(self, changes: Changes) -> None:
        self.records_changed(changes)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.retitled.emit()
