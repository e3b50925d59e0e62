"""What windows leave behind is never destroyed by a worker's thread."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.ui.garbage import LOOK_EVERY_MS, collect, collect_here


class Page(QWidget):
    """In a circle with itself, as a page with its callbacks is."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def test_a_worker_that_makes_many_objects_collects_nothing(qapp: QApplication) -> None:
    collect_here(qapp)
    gone: list[int] = []
    page = Page()
    weakref.finalize(page, lambda: gone.append(threading.get_ident()))
    del page

    def work() -> None:
        kept = []
        for _n in range(200_000):
            kept.append([])

    QThreadPool.globalInstance().start(work)
    QThreadPool.globalInstance().waitForDone(30_000)
    assert all(thread == threading.get_ident() for thread in gone)
    gc.collect()
    assert gone == [threading.get_ident()]


def test_the_window_collects_by_itself(qtbot: QtBot, qapp: QApplication) -> None:
    collect_here(qapp)
    assert not gc.isenabled()
    gone: list[int] = []
    page = Page()
    weakref.finalize(page, lambda: gone.append(1))
    del page
    kept = [[] for _n in range(10_000)]
    qtbot.waitUntil(lambda: bool(gone), timeout=5 * LOOK_EVERY_MS)
    collect()
    assert len(kept) == 10_000
