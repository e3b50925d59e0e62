"""Garbage is collected in the window's thread only.

Python collects it in whatever thread happens to make an object. A closed page is such garbage, and
widgets that are destroyed in a worker's thread take the program down with them.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 1_000
# So many new objects are what a job has made, and live: to look through them holds the window.
CROWD = 30_000


class Collector(QObject):
    """Collects what Python would have collected by itself, from its parent's event loop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.setInterval(LOOK_EVERY_MS)
        timer.timeout.connect(collect)
        timer.start()


def collect() -> None:
    """The oldest generation that has come to its threshold, with all younger ones.

    A crowd of new objects is set aside instead, as all are once the program is at rest.
    """
    if gc.get_count()[0] > CROWD:
        gc.freeze()
        return
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


def collect_here(parent: QObject) -> Collector:
    """One collector for the parent, made when first asked for."""
    there = parent.findChild(Collector)
    return there if there is not None else Collector(parent)
