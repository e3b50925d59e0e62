"""Possible duplicates on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cluster_desktop import cli
from cluster_desktop.services import start
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.services.practice_records import add


def two_partners(office: Office) -> None:
    start.set_college(office, {"name_kk": "Колледж"})
    one = add(office, "organisation", name_kk="«Қайнар» ЖШС", phone="+7 701 000 00 01")
    add(office, "organisation", name_ru="ТОО Кайнар", phone="+7 701 000 00 02", email="a@b.kz")
    add(office, "mentor", full_name="Асан Серік", organisation_id=one)


@pytest.fixture
def folder(databases: Databases, tmp_path: Path) -> Path:
    databases.copy(two_partners, tmp_path / "data" / "cluster.db")
    return tmp_path / "data"


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), "--lang", "en", "--today", "2026-11-21", *words])


def pair(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    capsys.readouterr()
    assert run(folder, "duplicates", "partner", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    return found["one"]["id"], found["other"]["id"]


def test_duplicates_are_listed_with_what_is_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "duplicates") == 0
    line = capsys.readouterr().out.strip().split("\t")
    assert (line[0], line[-1]) == ("organisation", "Name")
    assert run(folder, "duplicates", "mentor") == 0
    assert "there twice" in capsys.readouterr().err


def test_what_would_change_is_told_and_then_done_and_undone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = pair(folder, capsys)
    words = ("duplicates", "merge", "partner", other, one, "--take", "phone")
    assert run(folder, *words, "--dry-run") == 0
    told = capsys.readouterr().out
    assert "≠\tphone" in told
    assert "→\tMentors\tOrganisation\t1" in told

    assert run(folder, *words) == 0
    capsys.readouterr()
    assert run(folder, "show", "partner", other, "--json") == 0
    assert json.loads(capsys.readouterr().out)["phone"] == "+7 701 000 00 01"
    assert run(folder, "duplicates", "merged") == 0
    assert one in capsys.readouterr().out

    assert run(folder, "undo") == 0
    assert pair(folder, capsys) == (one, other)


def test_separated_by_the_name_of_the_one_in_the_bin(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = pair(folder, capsys)
    assert run(folder, "duplicates", "merge", "partner", one, other) == 0
    assert run(folder, "duplicates", "separate", "partner", "nobody") == 2
    assert "names no merged record" in capsys.readouterr().err
    assert run(folder, "duplicates", "separate", "partner", other) == 0
    assert pair(folder, capsys) == (one, other)


def test_different_ones_are_not_listed_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = pair(folder, capsys)
    assert run(folder, "duplicates", "different", "partner", one, other) == 0
    capsys.readouterr()
    assert run(folder, "duplicates", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    "words", [("merge", "partner"), ("separate",), ("different", "partner", "x"), ("merged", "x")]
)
def test_a_verb_without_its_words_says_how_it_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(folder, "duplicates", *words) == 2
    assert "duplicates merge KIND STAYS GOES" in capsys.readouterr().err
