"""Labour needs and surveys on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cluster_desktop import cli
from cluster_desktop.db.store import Store
from cluster_desktop.documents import preview
from cluster_desktop.query import Query
from cluster_desktop.services import surveys
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel.survey_answers import all_points, fill
from tests.services.needs_college import asking


@pytest.fixture
def folder(databases: Databases, tmp_path: Path) -> Path:
    databases.copy(asking, tmp_path / "data" / "cluster.db")
    return tmp_path / "data"


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), "--lang", "en", "--today", "2026-11-21", *words])


def test_the_balance_is_said_and_written(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(folder, "needs", "balance", "--year", "2027", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == {
        "speciality": None, "needed": 24, "ours": 5, "others": 5, "gap": -14,
    }  # fmt: skip
    assert run(folder, "needs", "balance", "--year", "2027", "--source", "akimat") == 0
    assert "97150500\tДәнекерлеу ісі\t6\t3\t5\t2" in capsys.readouterr().out
    assert run(folder, "needs", "balance", "--source", "xx") == 2
    assert "choose from 'akimat'" in capsys.readouterr().err
    out = tmp_path / "баланс.pdf"
    assert run(folder, "needs", "balance", "--out", str(out)) == 0
    assert "Дәнекерлеу ісі" in preview.text_of(out.read_bytes())


def test_a_group_is_offered_for_a_request(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "needs", "match", "--json") == 0
    (request,) = [r["id"] for r in json.loads(capsys.readouterr().out) if r["needed"] == 24]
    assert run(folder, "needs", "match", request) == 0
    assert "2027\tДІ-23\t2\t2" in capsys.readouterr().out
    assert run(folder, "needs", "match", request, "--group", "ДІ-23", "--persons", "3") == 2
    assert "2 students are free" in capsys.readouterr().err
    assert run(folder, "needs", "match", request, "--group", "ДІ-23") == 0
    capsys.readouterr()
    assert run(folder, "needs", "match", request) == 0
    assert "2027\tДІ-23\t2\t0" in capsys.readouterr().out


def test_a_survey_goes_out_comes_back_and_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(folder, "surveys", "form", "--out", str(tmp_path / "x.xlsx")) == 2
    assert "There is no survey yet" in capsys.readouterr().err
    assert run(folder, "surveys", "make", "students", "--starts", "2026-11-01") == 0
    form, paper = tmp_path / "form.xlsx", tmp_path / "form.pdf"
    assert run(folder, "surveys", "form", "--out", str(form)) == 0
    assert run(folder, "surveys", "form", "--out", str(paper), "--language", "ru") == 0
    assert "Качество преподавания" in preview.text_of(paper.read_bytes())
    office = Office(Store.open(folder / "cluster.db"))
    (row,) = office.rows(Query("survey"))
    asked = surveys.questionnaire(office, row.id)
    office.close()
    fill(form, all_points(asked, 3))
    capsys.readouterr()
    assert run(folder, "surveys", "import", str(form), str(paper)) == 1
    said = capsys.readouterr().err
    assert "New questionnaires: 1, here already: 0, problems: 1." in said
    assert run(folder, "surveys", "results", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["sheets"], told["satisfaction"]) == ("1", "60.00")
    assert run(folder, "surveys", "results") == 0
    assert run(folder, "surveys") == 0
