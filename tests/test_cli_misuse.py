"""What a hurried person does to the command line: refused with a sentence, nothing lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from cluster_desktop.app import Options, open_office
from cluster_desktop.cli import main
from tests.test_cli import Shell, shell

__all__ = ["shell"]

NOBODY = "00000000-0000-0000-0000-000000000000"


def test_restore_is_refused_while_a_window_has_the_data_open(shell: Shell, tmp_path: Path) -> None:
    shell("add", "partner", "name_kk=«Арай» ЖШС")
    copy = shell.json("backup", "--to", str(tmp_path / "copies"))["file"]
    window = open_office(Options(shell.folder), source="form")
    try:
        shell("restore", copy, expect=2)
        assert "open in another window" in shell.said
        window.add("organisation", {"name_kk": "«Кейінгі» ЖШС"})
    finally:
        window.close()
    assert len(shell.json("list", "partner")) == 2
    shell("restore", copy)
    assert len(shell.json("list", "partner")) == 1


def test_several_first_starts_at_once_make_one_whole_database(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cluster_desktop", "--data", str(tmp_path / "жаңа")]
    started = [
        subprocess.Popen([*command, "list", "organisation"], stderr=subprocess.PIPE)
        for _n in range(4)
    ]
    assert [one.wait(60) for one in started] == [0, 0, 0, 0]
    regions = subprocess.run(
        [*command, "list", "region", "--json"], capture_output=True, check=True
    )
    assert regions.stdout.count(b'"kato"') == 20
    for one in started:
        assert one.stderr is not None
        one.stderr.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("delete", "agreement", NOBODY), "not here any more"),
        (("history", "agreement", NOBODY), "not here any more"),
        (("show", "partner", NOBODY), "not here any more"),
        (("set", "partner", NOBODY, "note=1"), "not here any more"),
        (("undo", "99999999999999999999999999"), "whole number"),
        (("undo", "1"), "the program needs these"),
        (("add", "agreement", f"partner_id={NOBODY}", "number=1"), "is not there"),
        (("add", "partner", "name_kk=А", "name_kk=Б"), "given twice"),
        (("print", "memorandum", "--out", "x.pdf"), "Name the records"),
        (("print", "memorandum", "--all", "--out", "x.pdf"), "Nothing is chosen"),
        (("export", "F4", "--out", "F4.txt"), "must end with .xlsx"),
        (("export", "F4", "--out", "/"), "is a folder"),
        (("journal", "--limit", "-5"), "whole number"),
    ],
)
def test_misuse_is_refused_with_a_sentence(shell: Shell, words: tuple[str, ...], said: str) -> None:
    shell("list", "partner")
    shell(*words, expect=2)
    assert said in shell.said


def test_a_record_in_the_bin_is_neither_changed_nor_deleted_again(shell: Shell) -> None:
    (one,) = shell.json("add", "partner", "name_kk=«Арай» ЖШС")["ids"]
    shell("delete", "partner", one)
    for words in (("set", "partner", one, "note=1"), ("delete", "partner", one)):
        shell(*words, expect=2)
        assert "in the bin" in shell.said


def test_a_contract_is_not_printed_as_a_memorandum(shell: Shell, tmp_path: Path) -> None:
    shell("demo", "--out", str(tmp_path / "demo"), "--no-window")
    demo = Shell(tmp_path / "demo" / "data", shell._capsys)
    demo("print", "memorandum", "1-ДО", "--out", str(tmp_path / "x.pdf"), expect=2)
    assert "another kind of document: “dual”" in demo.said
    printed = demo.json("print", "memorandum", "--all", "--out", str(tmp_path / "all.pdf"))
    assert printed["papers"] == 29


def test_a_search_of_thousands_of_words_is_answered(shell: Shell) -> None:
    shell("search", " ".join(f"сөз{n}" for n in range(2_000)))
    shell("search", "ә" * 5_000)
    shell("add", "partner", "name_kk=«Арай» ЖШС")
    assert shell.json("search", f"{uuid4()}") == []


def test_a_clock_set_back_makes_no_nonsense(shell: Shell) -> None:
    shell("list", "partner")
    shell("--today", "2020-01-01", "alerts")
    assert "-" not in shell("--today", "2020-01-01", "alerts")


@pytest.mark.parametrize("place", ["a file", "/proc/nothing/here"])
def test_a_folder_that_cannot_be_used_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    if place == "a file":
        (tmp_path / place).write_text("x")
    Shell(tmp_path / place, capsys)("list", "partner", expect=2)


def test_argparse_speaks_kazakh(shell: Shell) -> None:
    from cluster_desktop import cli

    assert cli.main(["--data", str(shell.folder), "--lang", "kk", "list"]) == 2
    _out, said = shell._capsys.readouterr()
    assert "required" not in said


def test_the_own_college_is_named_by_its_bin_and_a_damaged_setting_locks_nothing(
    tmp_path: Path,
) -> None:
    data = ["--data", str(tmp_path)]
    assert main([*data, "add", "organisation", "name_kk=Колледж", "bin=990140001233"]) == 0
    assert main([*data, "setting", "college.organisation", "990140001233"]) == 0
    assert main([*data, "list", "student"]) == 0
    assert main([*data, "setting", "college.organisation", "жоқ"]) == 2
    assert main([*data, "setting", "college.organisation", ""]) == 0
