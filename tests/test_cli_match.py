"""The command `match`, as scripts and people use it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from cluster_desktop import cli
from tests.databases import Databases
from tests.services.practice_college import spring


class Shell:
    """Runs commands on the small college."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys
        self.said = ""

    def __call__(self, *words: str, expect: int = 0) -> str:
        common = ["--data", str(self._folder), "--lang", "en", "--today", "2026-11-21"]
        status = cli.main([*common, *words])
        out, self.said = self._capsys.readouterr()
        assert status == expect, self.said
        return out


@pytest.fixture
def shell(databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    databases.open(spring, tmp_path / "cluster.db").close()
    return Shell(tmp_path, capsys)


def test_a_trial_writes_nothing_and_names_everybody(shell: Shell) -> None:
    first = json.loads(shell("match", "--json"))
    assert (len(first["placed"]), len(first["unplaced"]), first["action"]) == (6, 4, None)
    assert json.loads(shell("list", "placement", "--json")) == []
    assert shell("match").count("\n") == 10
    assert shell.said.startswith("6 of 10 students have a proposed place")


def test_committed_and_taken_back(shell: Shell) -> None:
    made = json.loads(shell("match", "--period", "Көктем 2027", "--commit", "--json"))
    placed = json.loads(shell("list", "placement", "--json"))
    assert {one["student_id"]["id"] for one in placed} == {o["student"] for o in made["placed"]}
    shell("undo", str(made["action"]))
    assert json.loads(shell("list", "placement", "--json")) == []


def test_one_student_is_explained_by_name(shell: Shell) -> None:
    assert shell("match", "--explain", "Аспаз 1") == (
        "Аспаз 1: no place. No enterprise offers places for the speciality in this period.\n"
    )
    said = json.loads(shell("match", "--explain", "Демалыстағы Әсел", "--json"))
    assert said["sentence"].endswith("on academic leave, takes no part.")
    shell("match", "--explain", "Жоқ Адам", expect=2)


def test_a_plan_is_lost_only_where_that_is_said(shell: Shell) -> None:
    shell("match", "--commit")
    for one in json.loads(shell("list", "practice_slot", "--json")):
        shell("set", "practice_slot", one["id"], "places=0")
    shell("match", "--commit", expect=2)
    assert "6 students would lose the places" in shell.said
    assert "--lose" in shell.said
    assert len(json.loads(shell("list", "placement", "--json"))) == 6
    shell("match", "--commit", "--lose")
    assert json.loads(shell("list", "placement", "--json")) == []


def test_several_periods_are_asked_for(shell: Shell) -> None:
    day = date(2027, 5, 10).isoformat()
    shell("add", "practice_period", "name=Жаз 2027", f"starts={day}", "ends=2027-06-20")
    shell("match", expect=3)
    assert {"  Жаз 2027", "  Көктем 2027"} <= set(shell.said.splitlines())
    assert json.loads(shell("match", "--period", "Жаз", "--json"))["placed"] == []
