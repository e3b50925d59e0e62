"""Forms to deliver on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cluster_desktop import cli
from tests.databases import Databases
from tests.excel_out.cluster_records import TODAY, with_cluster


@pytest.fixture
def folder(databases: Databases, tmp_path: Path) -> Path:
    databases.copy(with_cluster, tmp_path / "data" / "cluster.db", today=TODAY)
    return tmp_path / "data"


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), "--lang", "en", "--today", "2026-11-21", *words])


def listed(
    folder: Path, capsys: pytest.CaptureFixture[str], *words: str
) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(folder, "reports", "list", *words, "--json") == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_a_form_from_the_request_to_the_acceptance(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--period", "01.12.2026", "--due", "2026-12-01", "--repeats", "monthly")
    assert run(folder, "reports", "add", "F7", *asked) == 0
    (one,) = listed(folder, capsys)
    assert (one["filled"], one["gaps"], one["now"]) == (88, 1, "soon")
    assert run(folder, "reports", "gaps", "F7") == 0
    assert "Электр зертханасы" in capsys.readouterr().out
    assert run(folder, "reports", "accepted", "F7") == 2
    assert "not been handed in yet" in capsys.readouterr().err
    out = ("--out", str(tmp_path), "--how", "portal")
    assert run(folder, "reports", "deliver", "F7", *out) == 0
    (file,) = tmp_path.glob("*.xlsx")
    assert file.name.startswith("Material and technical base, 01.12.2026")
    assert run(folder, "reports", "returned", "F7 01.12.2026", "--why", "Мөр жоқ") == 0
    assert run(folder, "reports", "deliver", "F7 01.12.2026", *out) == 0
    # What was saved before is not overwritten.
    assert len(list(tmp_path.glob("*.xlsx"))) == 2
    assert run(folder, "reports", "accepted", "F7") == 0
    states = [(row["period"], row["state"]) for row in listed(folder, capsys, "all")]
    assert states == [("01.12.2026", "accepted"), ("01.01.2027", "draft")]


def test_the_usual_set_and_a_form_that_needs_its_period(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "reports", "add", "--usual") == 0
    assert len(listed(folder, capsys)) == 12
    assert run(folder, "reports", "check", "F1") == 2
    assert "Name the period, too" in capsys.readouterr().err
    assert run(folder, "reports", "check", "F3") == 0
    assert run(folder, "reports", "check", "F2 1999") == 2
