"""Practice and graduates on the command line, through the same services as the window."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from cluster_desktop.cli import main
from cluster_desktop.query import Insert
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.services.practice_records import practice_school
from tests.test_cli import Shell


@pytest.fixture
def shell(databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    folder = tmp_path / "дерек"
    databases.open(practice_school, folder / "cluster.db").close()
    return Shell(folder, capsys)


def test_places_mentors_hours_and_marks(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    board = shell.json("board", "Spring 2027")
    assert (board["students"], board["placed"], len(board["waiting"])) == (3, 0, 3)
    slots = {s["organisation_id"]["title"]: s["id"] for s in shell.json("list", "practice_slot")}
    shell("place", "Әлиев", "Ким", "--slot", slots["Темір"])
    shell("place", "Омарова", "--slot", slots["Дастархан"], expect=2)
    assert "the agreement ends on 01.03.2027" in shell.said
    shell("place", "Омарова", "--slot", slots["Дастархан"], "--reason", "ұзартылады")
    placements = {p["student_id"]["title"]: p["id"] for p in shell.json("list", "placement")}
    one = placements["Әлиев Дамир"]
    shell("assign", one, "--mentor", "Тәлімгер Темір")
    shell("assign", one, "--mentor", "Тәлімгер Дастархан", expect=2)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{one},2027-02-01,6\n{one},2027-02-02,н\n"))
    shell("hours", "2027-02", "--write")
    (row,) = [r for r in shell.json("hours", "2027-02")["rows"] if r["placement"] == one]
    assert (row["cells"][:2], row["total"]) == (["6", "н"], 6)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{one},2027-02-31,6\n"))
    shell("hours", "2027-02", "--write", expect=2)
    assert "Line 1" in shell.said
    criteria = shell.json("list", "rubric_criterion")
    shell("assess", one, *(f"{c['id']}={c['most']}" for c in criteria))
    assert shell.json("show", "placement", one)["grade"] == 5
    shell("unplace", one, expect=2)
    assert "is over" in shell.said
    shell("unplace", placements["Ким Виктор"])
    assert len(shell.json("list", "placement")) == 2
    shell("undo")
    assert len(shell.json("list", "placement")) == 3


def test_hours_of_excel_and_a_day_told_twice(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = {s["organisation_id"]["title"]: s["id"] for s in shell.json("list", "practice_slot")}
    shell("place", "Әлиев", "--slot", slots["Темір"])
    (one,) = [p["id"] for p in shell.json("list", "placement")]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\ufeff{one};2027-02-01;6\n{one};2027-02-02;5\n"))
    shell("hours", "2027-02", "--write")
    (row,) = shell.json("hours", "2027-02")["rows"]
    assert row["total"] == 11
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{one},2027-02-01,2\n{one},2027-02-01,3\n"))
    shell("hours", "2027-02", "--write", expect=2)
    assert "Line 2: this day of the placement stands in an earlier line" in shell.said
    (row,) = shell.json("hours", "2027-02")["rows"]
    assert row["total"] == 11


def test_what_is_owed_on_any_day(shell: Shell) -> None:
    shell(
        *("add", "work_obligation", "student_id=Ким Виктор", "kind=targeted"),
        *("starts=2025-09-01", "months_owed=36", "cost=1000000"),
    )

    def on(day: str) -> tuple[int, str]:
        status = main(
            [
                *("--data", str(shell.folder), "--lang", "en", "--today", day),
                *("list", "work_obligation", "--json"),
            ]
        )
        assert status == 0
        (row,) = json.loads(shell._capsys.readouterr().out)
        return row["done_now"], row["to_return"]

    # 1 000 000 × (36 − done) ÷ 36
    assert on("2025-09-29") == (0, "1000000")
    assert on("2025-09-30") == (1, "972222.22")
    assert on("2026-11-21") == (14, "611111.11")
    assert on("2028-08-31") == (36, "0")


def test_statuses_and_rates_on_any_day(shell: Shell) -> None:
    for number in range(3):
        shell(
            *("add", "student", f"full_name=Түлек {number}"),
            *("status=graduated", "graduation_year=2026"),
        )
    shell("status", "employed", "Түлек 0", "Түлек 1", "--with", "employer=«Арай» ЖШС")
    shell("status", "-", "Түлек 1")
    shell("status", "жоқ мұндай", "Түлек 1", expect=2)
    assert "army (Military service)" in shell.said
    shell("status", "st", "Түлек 1", expect=2)  # too short to be meant
    for word in ("әскер", "На военной службе", "army", "military"):
        shell("status", word, "Түлек 1")
        assert shell.json("list", "outcome", "--where", "state=Әскери қызметте")
        assert "Proof: No document" in shell("show", "student", "Түлек 1")
        shell("status", "-", "Түлек 1")
    found = shell.json("rates", "2026")["total"]
    assert (found["all"], found["employed"], found["unknown"]) == (3, 1, 2)
    assert (found["percent"], found["knowledge"]) == ("33.3", "33.3")
    shell("set", "setting", "outcomes.rate", "value=employed/available", expect=2)
    assert "names no single record" in shell.said
    shell("setting", "outcomes.rat", "x", expect=2)
    for key, wrong in (
        ("outcomes.rate", "half"),
        ("mentor.load", "many"),
        ("outcomes.graduation_day", "31.06"),
        ("assessment.marks", "50,75,90"),
    ):
        shell("setting", key, wrong, expect=2)
    shell("setting", "outcomes.rate", "employed/available")
    assert shell.json("setting", "outcomes.rate") == {"outcomes.rate": "employed/available"}
    shell("status", "studying", "Түлек 2")
    assert shell.json("rates", "2026")["total"]["percent"] == "50.0"
    early = ["--data", str(shell.folder), "--lang", "en", "--today", "2026-11-20"]
    assert main([*early, "rates", "2026"]) == 0
    assert "\t0.0\t0.0" in shell._capsys.readouterr().out


def test_a_large_action_prints_twenty_ids_and_how_many_more(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def many(office: Office) -> None:
        defaults = office.entity("organisation").defaults()
        made = [
            Insert("organisation", defaults | {"name_kk": f"«Ұйым {n}» ЖШС"}, new_id())
            for n in range(25)
        ]
        office.apply("many", "import", made)

    databases.open(many, tmp_path / "d" / "cluster.db").close()
    shell = Shell(tmp_path / "d", capsys)
    assert len(shell("undo").splitlines()) == 20
    assert "… and 5 more records" in shell.said
    action = shell.json("journal")[0]["id"]
    assert len(shell.json("undo", str(action))["ids"]) == 25


def test_who_carries_the_words_in_the_name_is_meant_before_others(shell: Shell) -> None:
    one = shell.json("add", "student", "full_name=Ақылбеков Санжар Ерланұлы")["ids"][0]
    shell(
        "add", "student", "full_name=Ақылбеков Нұрислам", "guardian_name=Үсенов Санжар",
    )  # fmt: skip
    assert shell.json("show", "student", "Ақылбеков Санжар")["id"] == one
    shell("show", "student", "Ақылбеков", expect=2)
