"""Import and print leave the event loop free, also with 20,000 rows and with many pages."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_frame import CHECK, RESULT
from cluster_desktop.ui.importing_rows import RowState
from cluster_desktop.ui.preview import PrintPreview
from tests.databases import Databases, at_now
from tests.measuring import LIMIT_MS, best_of
from tests.ui.desks import HeardDesk, add_memorandum, add_partner, with_college
from tests.ui.holding import Pulse

pytestmark = pytest.mark.timing

ROWS = 20_000
HEADS = ("№", "Наименование организации", "Адрес", "№ договора", "Дата договора", "Срок действия")


@pytest.fixture
def new_desk(databases: Databases, tmp_path: Path) -> Iterator[Callable[[], HeardDesk]]:
    """Makes a desk with a college of its own for each try."""
    with ExitStack() as closing:

        def make() -> HeardDesk:
            number = next(numbers)
            office = databases.open(
                with_college, tmp_path / str(number) / "cluster.db", clock=at_now
            )
            closing.callback(office.close)
            bridge = OfficeBridge(office)
            closing.callback(bridge.close)
            return HeardDesk(office, bridge, QObject())

        numbers = count()
        yield make


def big_register(path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(HEADS)
        for n in range(1, ROWS + 1):
            name = f"ТОО «Ақжол өңдеу {n}»"
            lines.writerow([n, name, "Қарағанды", str(n), "01.09.2025", "01.09.2028"])
    return path


@pytest.mark.slow
def test_20_000_rows_are_read_mended_and_written_without_blocking(
    qtbot: QtBot, new_desk: Callable[[], HeardDesk], tmp_path: Path
) -> None:
    path = big_register(tmp_path / "тізілім.csv")
    assert best_of(lambda: _held_by_import(qtbot, new_desk(), path)) <= LIMIT_MS


def _held_by_import(qtbot: QtBot, desk: HeardDesk, path: Path) -> float:
    pulse = Pulse()
    page = ImportPage(desk)
    qtbot.addWidget(page)
    page.resize(1134, 640)
    page.show()
    qtbot.wait(100)
    pulse.start()
    page.open(path)
    qtbot.waitUntil(lambda: not page.is_busy(), timeout=120_000)
    qtbot.wait(20)
    page._go(CHECK)
    found = page.snapshot()
    assert found is not None
    assert len(found.states) == ROWS
    first = page.check_step.table.rows.rows[0]
    page.check_step.skip_wanted.emit([first])
    qtbot.waitUntil(lambda: not page.is_busy(), timeout=20_000)
    page.check_step.chips.select((RowState.SKIPPED.value,))
    page.check_step.chips.changed.emit((RowState.SKIPPED.value,))
    page.apply()
    qtbot.waitUntil(lambda: page.step() == RESULT and not page.is_busy(), timeout=120_000)
    qtbot.wait(100)
    pulse.stop()
    assert desk.office.count("agreement") >= ROWS - 10
    return pulse.worst_cpu_ms


@pytest.mark.slow
def test_printing_many_pages_does_not_block(
    qtbot: QtBot, new_desk: Callable[[], HeardDesk], tmp_path: Path
) -> None:
    assert best_of(lambda: _held_by_print(qtbot, new_desk(), tmp_path / "job.pdf")) <= LIMIT_MS


def _held_by_print(qtbot: QtBot, desk: HeardDesk, path: Path) -> float:
    pulse = Pulse()
    papers = [add_memorandum(desk.office, add_partner(desk.office)) for _n in range(12)]
    preview = PrintPreview(desk)
    qtbot.addWidget(preview)
    preview.resize(1134, 640)
    preview.show()
    qtbot.wait(100)
    pulse.start()
    preview.open_agreements(papers)
    qtbot.waitUntil(lambda: len(preview.papers()) == 12, timeout=60_000)
    preview.thumbs.choose(9)
    qtbot.waitUntil(lambda: not preview.view.image.isNull(), timeout=20_000)
    preview.print_to(path)
    qtbot.waitUntil(lambda: preview.yes_button.isVisible(), timeout=120_000)
    pulse.stop()
    return pulse.worst_cpu_ms
