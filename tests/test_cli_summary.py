"""A list summed up and written to a file from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cluster_desktop import cli
from tests.databases import Databases
from tests.services.test_summary import agreements


@pytest.fixture
def folder(databases: Databases, tmp_path: Path) -> Path:
    databases.copy(agreements, tmp_path / "data" / "cluster.db")
    return tmp_path / "data"


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), "--lang", "en", "--today", "2026-11-21", *words])


def test_a_list_is_summed_up_by_two_fields(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(folder, "list", "agreement", "--summary", "kind", "valid_from:year") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].split("\t")[1:] == ["2025", "2026", "(empty)", "Total"]
    assert said[-1] == "Total\t3\t3\t1\t7"
    words = ("list", "agreement", "--summary", "kind", "--sum", "places", "--json")
    assert run(folder, *words) == 0
    assert json.loads(capsys.readouterr().out)["rows"][-1]["total"] == "28"
    assert run(folder, *words, "--out", str(tmp_path / "a.csv")) == 0
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[-1] == "Total;28"


def test_a_list_is_written_by_the_ending_of_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(folder, "list", "agreement", "--out", str(tmp_path / "a.csv")) == 0
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 8
    assert run(folder, "list", "agreement", "--out", str(tmp_path / "a.xlsx")) == 0
    assert run(folder, "list", "agreement", "--out", str(tmp_path / "a.doc")) == 2
    assert "must end with .xlsx or .csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("--sum", "places"), ("--summary", "a", "b", "c"), ("--summary", "nothing")]
)
def test_what_does_not_go_together_is_refused(folder: Path, words: tuple[str, ...]) -> None:
    assert run(folder, "list", "agreement", *words) == 2
