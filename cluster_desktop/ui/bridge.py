"""News of the office in the UI thread. Knows the office's door and nothing behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from cluster_desktop.query import Changes


class Subscribable(Protocol):
    """The part of the office a bridge needs."""

    def subscribe(self, callback: Callable[[Changes], None]) -> Callable[[], None]: ...


class OfficeBridge(QObject):
    """`changed(Changes)` after every write, whoever made it and on whichever thread."""

    changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, office: Subscribable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Queued: the writer's thread only posts; widgets hear of it in theirs.
        self._arrived.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        emit = self._arrived.emit

        def pass_on(changes: Changes) -> None:
            try:
                emit(changes)
            except RuntimeError:
                # The window went while a worker was writing: there is nobody to be told. Nothing
                # else can raise here, since whoever hears of it does so later, in the UI thread.
                return

        self._leave = leave = office.subscribe(pass_on)
        # A window may go without being closed; the office, which may stay, calls nobody then.
        self.destroyed.connect(lambda _gone: leave())

    def close(self) -> None:
        """Stop listening, before the office is closed."""
        self._leave()
