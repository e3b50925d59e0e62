"""A dressed application and a real office on a temporary database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cluster_desktop.services.office import Office
from cluster_desktop.ui import news, preview_shown
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.garbage import collect_here
from cluster_desktop.ui.pages import practice_board
from cluster_desktop.ui.theme import apply_text_size, apply_theme
from tests.databases import Builder, Databases, at_now, empty


@pytest.fixture(scope="session", autouse=True)
def short_pauses() -> Iterator[None]:
    """The pauses in which a window gathers changes before it reads or draws: 5 ms are enough here.

    They stay shorter than what each `settle` waits, which the tests do thousands of times.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (news, "_SOON_MS"),
            (practice_board, "_SOON_MS"),
            (preview_shown, "_RESIZE_MS"),
        ):
            patch.setattr(module, name, 5)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_collector(qapp: QApplication) -> None:
    """As in the program: no worker destroys what windows leave behind."""
    collect_here(qapp)


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """What a test copied goes before Python does: without a screen Qt keeps it longer, and ends the
    process by asking Python for its class."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """Every test begins in the light theme at 100 %."""
    apply_theme(qapp, "light")
    apply_text_size(qapp, 100)
    yield qapp
    apply_theme(qapp, "light")
    apply_text_size(qapp, 100)


@pytest.fixture
def content() -> Builder:
    """What `office` holds: nothing, unless a module says otherwise."""
    return empty


@pytest.fixture
def office(databases: Databases, content: Builder, tmp_path: Path) -> Iterator[Office]:
    """A database on disk, on the day of the pictures."""
    made = databases.open(content, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def bridge(office: Office) -> Iterator[OfficeBridge]:
    made = OfficeBridge(office)
    yield made
    made.close()
