"""The action plan and the risks on the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from cluster_desktop import cli
from cluster_desktop.services.office import Office
from tests.databases import Databases


def with_plan(office: Office) -> None:
    for number, due in ((1, date(2026, 11, 18)), (2, date(2026, 12, 20))):
        office.add("plan_item", {"number": number, "name_kk": f"Шара {number}", "due": due})


@pytest.fixture
def folder(databases: Databases, tmp_path: Path) -> Path:
    databases.copy(with_plan, tmp_path / "data" / "cluster.db")
    return tmp_path / "data"


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), "--lang", "en", "--today", "2026-11-21", *words])


def told(capsys: pytest.CaptureFixture[str]) -> dict[int, str]:
    return {row["number"]: row["now"] for row in json.loads(capsys.readouterr().out)}


def test_items_are_listed_done_and_postponed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "plan", "list", "overdue", "--year", "2026") == 0
    assert "2026\t1\tШара 1\t\t18.11.2026\tOverdue" in capsys.readouterr().out
    assert run(folder, "plan", "done", "1", "--on", "2026-11-19", "--what", "Өтті") == 0
    assert run(folder, "plan", "postpone", "шара 2", "--due", "2027-01-15", "--why", "Қар") == 0
    capsys.readouterr()
    assert run(folder, "plan", "list", "--json") == 0
    assert told(capsys) == {1: "done", 2: "postponed"}
    assert run(folder, "plan", "done", "1") == 2
    assert "No. 1 is closed already" in capsys.readouterr().err
    assert run(folder, "plan", "done", "7") == 2
    assert "no single item No. 7" in capsys.readouterr().err
    assert run(folder, "plan", "list", "mine") == 2
    assert "setting person.name" in capsys.readouterr().err


def test_the_typical_risks_are_inserted_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _twice in range(2):
        assert run(folder, "plan", "risks", "--typical") == 0
    capsys.readouterr()
    assert run(folder, "plan", "risks") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert any(line.startswith("Қаржыландырудың жетіспеушілігі\t3\t3\tMedium\t") for line in lines)
