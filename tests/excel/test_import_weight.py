"""What an import holds and loads beside its work: one connection, no readers, no forms."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import QueuePool

from cluster_desktop.excel.reader import read
from cluster_desktop.query import Query
from cluster_desktop.services.ids import new_ids
from cluster_desktop.services.office import Office

from .files import save

_ROOT = Path(__file__).resolve().parents[2]


def _said_by(program: str) -> list[str]:
    asked = [sys.executable, "-c", program]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=_ROOT)
    return done.stdout.split()


def test_the_program_loads_no_reader_of_foreign_files_and_no_forms() -> None:
    loaded = _said_by(
        "import sys; import cluster_desktop.app, cluster_desktop.excel.importing; "
        "print(*sys.modules)"
    )

    assert "cluster_desktop.excel.reader" in loaded
    kept_out = {"python_calamine", "cluster_desktop.excel.worker", "cluster_desktop.excel.forms"}
    assert kept_out.isdisjoint(loaded)


def test_a_question_to_the_journal_leaves_the_classes_of_records_alone(tmp_path: Path) -> None:
    configured = _said_by(
        "from pathlib import Path; from sqlalchemy import inspect; "
        "from cluster_desktop.app import Options, open_office; "
        "from cluster_desktop.db.base import classes; "
        f"office = open_office(Options(data=Path({str(tmp_path)!r})), source='import'); "
        "office.journal(); "
        "print(*(name for name, one in classes.items() if inspect(one, False).configured))"
    )

    assert configured == []


def test_a_list_is_read_over_one_connection(office: Office) -> None:
    pool = office.store.engine.pool
    assert isinstance(pool, QueuePool)
    office.store.engine.dispose()
    pool = office.store.engine.pool
    assert isinstance(pool, QueuePool)

    office.rows(Query("organisation"))
    office.count("agreement")
    office.search("а")

    assert pool.checkedin() == 1


def test_equal_cells_of_different_types_stay_apart(tmp_path: Path) -> None:
    day = date(2025, 9, 1)
    rows = [[1, True, 0, False, "1", 1.5, day], [True, 1, False, 0, "1", 1.5, day]]

    (sheet,) = read(save(tmp_path / "a.xlsx", rows)).sheets

    assert [[(type(cell), cell) for cell in row] for row in sheet.rows] == [
        [(type(cell), cell) for cell in row] for row in rows
    ]


def test_ids_made_together_are_different_and_of_version_seven() -> None:
    made = new_ids(1_000)

    assert len(set(made)) == 1_000
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {"specified in RFC 4122"}
