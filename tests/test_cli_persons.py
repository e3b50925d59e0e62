"""The rights of persons on the command line: a card as one file, and erasure by id only."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop import cli
from cluster_desktop.documents import preview
from tests.databases import Databases
from tests.services.persons import NAME, SECRETS, one_student, the_student

REASON = "Өтініш 20.11.2026"


@pytest.fixture
def folder(databases: Databases, tmp_path: Path) -> Path:
    databases.copy(one_student, tmp_path / "data" / "cluster.db")
    return tmp_path / "data"


@pytest.fixture
def student(databases: Databases, tmp_path: Path) -> UUID:
    office = databases.open(one_student, tmp_path / "look" / "cluster.db")
    found = the_student(office)
    office.close()
    return found


def run(folder: Path, *words: str) -> int:
    return cli.main(["--data", str(folder), "--lang", "en", "--today", "2026-11-21", *words])


def test_a_card_is_one_file_with_everything(
    folder: Path, student: UUID, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "карта.pdf"
    assert run(folder, "card", "student", NAME, "--out", str(out)) == 0
    assert str(out) in capsys.readouterr().err
    text = preview.text_of(out.read_bytes())
    assert [word for word in SECRETS if word.split()[0] not in text] == []
    assert "Placements" in text
    assert "History" in text
    assert run(folder, "card", "student", NAME, "--out", "карта.xlsx") == 2
    assert run(folder, "card", "student", NAME) == 2


def test_who_is_to_be_erased_is_named_by_id(
    folder: Path, student: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "erase", "student", NAME, "--reason", REASON) == 3
    assert str(student) in capsys.readouterr().err
    assert run(folder, "erase", "student", str(student)) == 2
    assert "write why" in capsys.readouterr().err
    assert run(folder, "erase", "student", NAME, "--dry-run") == 0
    assert "Placements: 1" in capsys.readouterr().out
    assert run(folder, "backup") == 0
    capsys.readouterr()
    assert run(folder, "erase", "student", str(student), "--reason", REASON, "--json") == 0
    out, said = capsys.readouterr()
    told = json.loads(out)
    assert (told["finished"], told["mentions"], len(told["copies"])) == (True, [], 1)
    assert "These backup copies still hold the person:" in said
    assert run(folder, "search", NAME.split()[0]) == 0
    assert "Nothing was found" in capsys.readouterr().err
    assert run(folder, "undo") == 2
    assert "cannot be brought back" in capsys.readouterr().err
