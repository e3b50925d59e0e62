"""Workbooks of offices on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from cluster_desktop import cli
from tests.databases import Databases
from tests.excel_out.changed_forms import FIRST, LAST, TOTAL, changed_blank
from tests.excel_out.graduates import TODAY, expected, with_graduates

ROWS = expected()["checks"]["expected_rows"]


@pytest.fixture
def folder(databases: Databases, tmp_path: Path) -> Path:
    databases.copy(with_graduates, tmp_path / "data" / "cluster.db", today=TODAY)
    return tmp_path / "data"


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), "--lang", "en", "--today", "2026-01-01", *words])


def test_a_changed_blank_is_mapped_listed_shown_and_filled(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = changed_blank(tmp_path / "бланк.xlsx")
    options = ("--set", "D=all", "--set", "D36=period", "--total", str(TOTAL))
    given = ("--name", "Облыс", "--office", "Басқарма", "--rows", f"{FIRST}-{LAST}")
    assert run(folder, "forms", "map", str(blank), *options, *given, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    (table,) = told["sheets"][0]["tables"]
    assert (told["form"], table["totals"], table["columns"]["D"]) == ("F1", [TOTAL], "all")
    assert run(folder, "forms", "list", "--form", "f1") == 0
    assert "F1\tОблыс\tБасқарма" in capsys.readouterr().out
    assert run(folder, "forms", "show", "Облыс") == 0
    assert "1-нысан\tD36\tperiod\tPeriod of the report" in capsys.readouterr().out
    out = tmp_path / "out.xlsx"
    assert run(folder, "forms", "fill", "Облыс", "--out", str(out), "--period", "2025") == 0
    assert openpyxl.load_workbook(out)["1-нысан"][f"D{FIRST}"].value == ROWS[0]["all"]


def test_wrong_places_are_said_and_nothing_is_kept(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = changed_blank(tmp_path / "blank.xlsx")
    assert run(folder, "forms", "map", str(blank), "--set", "D8 period") == 2
    assert run(folder, "forms", "map", str(blank), "--rows", "20-3") == 2
    assert run(folder, "forms", "map", str(blank), "--sheet", "жоқ") == 2
    assert run(folder, "forms", "map", str(blank), "--set", "B=", "--dry-run") == 1
    assert run(folder, "forms", "map", str(blank), "--set", "B=") == 2
    assert "nobody could tell the rows apart" in capsys.readouterr().err
    assert run(folder, "forms") == 0
    assert capsys.readouterr().out == ""
