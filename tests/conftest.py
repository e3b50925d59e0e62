"""What every test stands on: no screen, a known language, compiled translations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

# Before anything imports Qt: tests need no screen, and a developer's screen is left alone.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

import run
from cluster_desktop import i18n
from cluster_desktop.db.store import Store
from cluster_desktop.services import start
from cluster_desktop.services.office import Office

PROJECT = Path(__file__).resolve().parents[1]


def pytest_configure() -> None:
    """Tests read the translations as the program does: compiled, never older than their source."""
    run.compile_translations(PROJECT, run.venv_python(PROJECT))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test starts in English, whatever the one before switched to or the machine speaks."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture
def project() -> Path:
    """The project's folder, for tests that read its files."""
    return PROJECT


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office on a real new database with reference data, on 21 November 2026."""
    opened = Office(Store.open(tmp_path / "data" / "cluster.db"), today=lambda: date(2026, 11, 21))
    start.prepare(opened)
    yield opened
    opened.close()
