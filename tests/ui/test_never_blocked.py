"""The event loop is never held longer than 50 ms by lists, search, import or print."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.db.store import Store
from cluster_desktop.query import Insert
from cluster_desktop.services import start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow
from tests.measuring import LIMIT_MS, best_of
from tests.ui.holding import Pulse

pytestmark = pytest.mark.timing

PARTNERS = 20_000


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with 20,000 partners and as many agreements."""
    path: Path = tmp_path_factory.mktemp("crowded") / "cluster.db"
    office = Office(Store.open(path), today=lambda: date(2026, 11, 21))
    start.prepare(office)
    office.put_setting("firstrun.done", "1")
    partners = [
        Insert(
            "organisation",
            {"name_kk": f"«Өрлеу {n:05}» ЖШС", "name_ru": f"ТОО «Орлеу {n:05}»"},
            new_id(),
        )
        for n in range(PARTNERS)
    ]
    agreements = [
        Insert(
            "agreement",
            {
                "partner_id": partner.id,
                "number": f"М-{n:05}/2026",
                "stage": "signed",
                "signed_on": date(2025, 1, 1 + n % 28),
                "valid_until": date(2026 + n % 3, 1 + n % 12, 1 + n % 28),
            },
            new_id(),
        )
        for n, partner in enumerate(partners)
    ]
    office.apply("crowd", "test", [*partners, *agreements])
    yield office
    office.close()


@pytest.fixture
def window(qtbot: QtBot, crowded: Office, tmp_path: Path) -> MainWindow:
    made = MainWindow(crowded, FilePreferences(tmp_path / "preferences.ini"))
    qtbot.addWidget(made)
    made.resize(1366, 697)
    made.show()
    qtbot.wait(1_500)
    return made


def measured(qtbot: QtBot, qapp: QApplication, do: Callable[[], None], wait_ms: int) -> float:
    pulse = Pulse()
    gc.collect()
    qtbot.wait(50)
    pulse.start()
    QTimer.singleShot(0, do)
    qtbot.wait(wait_ms)
    pulse.stop()
    return pulse.worst_cpu_ms


@pytest.mark.slow
def test_opening_lists_of_20_000_does_not_block(
    qtbot: QtBot, qapp: QApplication, window: MainWindow
) -> None:
    pages = ("partners", "agreements", "home")

    def held(page: str) -> float:
        window.open_place(Place(pages[pages.index(page) - 1]))
        qtbot.wait(200)
        return measured(qtbot, qapp, lambda: window.open_place(Place(page)), 1_200)

    for page in pages:
        # The first opening makes the page's widgets, which is no reading of data.
        window.open_place(Place(page))
        qtbot.wait(200)
    worst = {page: best_of(lambda of=page: held(of)) for page in pages}
    assert {page: ms for page, ms in worst.items() if ms > LIMIT_MS} == {}


@pytest.mark.slow
def test_searching_everything_in_20_000_does_not_block(
    qtbot: QtBot, qapp: QApplication, window: MainWindow
) -> None:
    window.commands.run("search")
    qtbot.wait(300)
    field = QApplication.focusWidget()
    assert field is not None

    def held(text: str) -> float:
        field.setText(text[:-1])
        qtbot.wait(250)
        return measured(qtbot, qapp, lambda: field.insert(text[-1]), 250)

    words = "өрлеу 0123"
    worst = {words[:n]: best_of(lambda to=n: held(words[:to])) for n in range(1, len(words) + 1)}
    assert {text: ms for text, ms in worst.items() if ms > LIMIT_MS} == {}
