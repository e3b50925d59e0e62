"""A dressed application and a real office on a temporary database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cluster_desktop.db.store import Store
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.theme import apply_text_size, apply_theme

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """Every test begins in the light theme at 100 %."""
    apply_theme(qapp, "light")
    apply_text_size(qapp, 100)
    yield qapp
    apply_theme(qapp, "light")
    apply_text_size(qapp, 100)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An empty database on disk, on the day of the pictures."""
    store = Store.open(
        tmp_path / "cluster.db", clock=lambda: datetime(2026, 11, 21, 9, 32, tzinfo=UTC)
    )
    made = Office(store, today=lambda: TODAY)
    yield made
    made.close()


@pytest.fixture
def bridge(office: Office) -> Iterator[OfficeBridge]:
    made = OfficeBridge(office)
    yield made
    made.close()
