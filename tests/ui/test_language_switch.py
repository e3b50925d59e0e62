"""A language chosen while the window is open: each page says what a page opened in it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, sampled
from tests.ui.test_every_page import settle
from tests.ui.walking import texts

# A page of each kind: numbers below a list, a table of figures, a grid, forms with units.
PLACES = [
    Place("practice", tab="hours"),
    Place("mentors"),
    Place("graduates", tab="all"),
    Place("graduates", tab="summary"),
    *(Place("settings", tab=tab) for tab in ("general", "practice", "backup")),
]
Make = Callable[[str], MainWindow]


@pytest.fixture(scope="module")
def sample(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = databases.open(sampled, tmp_path_factory.mktemp("switch") / "cluster.db")
    for n, row in enumerate(office.rows(Query("practice_period", columns=("name",)))):
        # The import named it in the language of that moment.
        office.set("practice_period", row.id, {"name": f"Практика {n}"})
    yield office
    office.close()


@pytest.fixture
def made(qapp: QApplication, sample: Office, tmp_path: Path) -> Iterator[Make]:
    windows: list[MainWindow] = []

    def make(lang: str) -> MainWindow:
        speak(qapp, lang)
        window = MainWindow(sample, FilePreferences(tmp_path / f"{lang}.ini"))
        window.show()
        settle()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    settle()
    speak(qapp, "en")
    assert not work.busy()


def shown(window: MainWindow) -> set[str]:
    return {text for text in texts(window) if any(letter.isalpha() for letter in text)}


@pytest.mark.slow
def test_a_page_that_heard_the_switch_says_what_a_new_one_says(made: Make) -> None:
    old, new = "ru", "kk"
    fresh: dict[Place, set[str]] = {}
    window = made(new)
    for place in PLACES:
        window.open_place(place)
        settle()
        fresh[place] = shown(window)
    window.close()
    window = made(old)
    wrong: list[str] = []
    for place in PLACES:
        window.open_place(place)
        settle()
        before = shown(window)
        window.commands.run(f"language_{new}")
        settle()
        left = (shown(window) & before) - fresh[place]
        wrong += [f"{place.page} {place.tab}: {text!r}" for text in sorted(left)]
        window.commands.run(f"language_{old}")
        settle()
    assert wrong == []
