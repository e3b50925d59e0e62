"""What every test stands on: no screen, a known language, compiled translations.

A cheap test takes `office`: a copy of a database made once a session, which costs 10 ms where
filling one costs 200. What is in it is said by the fixture `content`, which a module overrides:

    def with_groups(office: Office) -> None: ...     # a builder: a function of a module

    @pytest.fixture
    def content() -> Builder:
        return with_groups

Builders there are: `empty`, `prepared`, `sampled` (the sample college and every sample workbook
imported) in `tests/databases.py`, `with_college` in `tests/ui/desks.py`. `sample_office` is
always a copy of `sampled`. Where the tests of a module only look, let a fixture of
`scope="module"` open one copy for all: `databases.open(sampled, tmp_path_factory.mktemp("look") /
"cluster.db")`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# Before anything imports Qt: tests need no screen, and a developer's screen is left alone.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

import run
from cluster_desktop import i18n
from cluster_desktop.services.office import Office
from tests.databases import Builder, Databases, prepared, sampled, share_compiled_statements

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


@pytest.fixture(scope="session", autouse=True)
def one_statement_cache() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        share_compiled_statements(patch)
        yield


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Databases by what was put in, each made once; see the head of this file."""
    return Databases(tmp_path_factory.mktemp("databases"))


@pytest.fixture
def content() -> Builder:
    """What `office` holds: reference data, unless a module says otherwise."""
    return prepared


@pytest.fixture
def office(databases: Databases, content: Builder, tmp_path: Path) -> Iterator[Office]:
    """An office on a real database of this test alone, on 21 November 2026."""
    opened = databases.open(content, tmp_path / "data" / "cluster.db")
    yield opened
    opened.close()


@pytest.fixture
def sample_office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """An office of its own with the whole sample data, on 21 November 2026."""
    opened = databases.open(sampled, tmp_path / "sample" / "cluster.db")
    yield opened
    opened.close()
