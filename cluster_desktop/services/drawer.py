"""What an office keeps beside its records: drafts, facts of this computer, and who listens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cluster_desktop.db import local
from cluster_desktop.db.store import Store
from cluster_desktop.query import Changes

Listener = Callable[[Changes], None]


class Drawer:
    """The drawer of an office; thread-safe as the store is."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._listeners: list[Listener] = []
        self._listening = threading.Lock()

    def save_draft(self, kind: str, payload: Mapping[str, Any]) -> None:
        with self.store.local_writing() as connection:
            local.save_draft(connection, kind, payload, self.store.clock())

    def draft(self, kind: str) -> dict[str, Any] | None:
        with self.store.reading() as connection:
            return local.draft(connection, kind)

    def drafts(self) -> list[tuple[str, datetime, dict[str, Any]]]:
        with self.store.reading() as connection:
            return local.drafts(connection)

    def drop_draft(self, kind: str) -> None:
        with self.store.local_writing() as connection:
            local.drop_draft(connection, kind)

    def local_fact(self, key: str) -> str | None:
        """A fact of this computer, such as its letters in numbers."""
        with self.store.reading() as connection:
            return local.fact(connection, key)

    def put_local_fact(self, key: str, value: str) -> None:
        with self.store.local_writing() as connection:
            local.put_fact(connection, key, value)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener with the Changes of every write, in the writing thread.

        Returns what ends it.
        """
        with self._listening:
            self._listeners.append(listener)

        def leave() -> None:
            with self._listening:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave

    def tell(self, changes: Changes) -> Changes:
        """Tell everybody who listens."""
        with self._listening:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(changes)
        return changes
