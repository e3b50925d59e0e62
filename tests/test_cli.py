"""The command line end to end, as scripts use it: real files, real exit statuses."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cluster_desktop import cli
from cluster_desktop.documents import preview
from cluster_desktop.paths import resource


class Shell:
    """Runs commands on one data folder and reads what they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.said = ""

    def __call__(self, *words: str, expect: int = 0) -> str:
        status = cli.main(
            ["--data", str(self.folder), "--lang", "en", "--today", "2026-11-21", *words]
        )
        out, self.said = self._capsys.readouterr()
        assert status == expect, self.said
        return out

    def json(self, *words: str, expect: int = 0) -> object:
        return json.loads(self(*words, "--json", expect=expect))


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "дерек 100%", capsys)


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("samples", name).read_text(encoding="utf-8"))
    return found["checks"]


def test_the_demo_does_the_main_job(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "үлгі"
    made = shell.json("demo", "--out", str(out), "--no-window")
    students, mentors = expected("02_expected.json"), expected("03_expected.json")
    bases, graduates = expected("04_expected.json"), expected("05_expected.json")
    counts = made["counts"]
    # 64 of the register and a college that the sample cluster negotiates with.
    assert (made["partners"], made["row_errors"]) == (65, 0)
    assert made["agreements"] == 128 + 25  # of the register, and contracts with students
    assert counts["student"] == students["students"] + graduates["graduates"]
    assert counts["study_group"] == students["groups"]
    assert counts["mentor"] == mentors["mentors"]
    assert counts["placement"] == bases["placements"] + made["placed"]
    assert counts["outcome"] == graduates["graduates"]
    assert made["placed"] > 0
    assert made["placed"] + made["unplaced"] == 198
    pdf = (out / "memorandum.pdf").read_bytes()
    text = preview.text_of(pdf)
    assert "ЫНТЫМАҚТАСТЫҚ" in text
    assert "О СОТРУДНИЧЕСТВЕ" in text
    for folder, word in (("contracts", "О ДУАЛЬНОМ ОБУЧЕНИИ"), ("certificates", "СЕРТИФИКАТ")):
        papers = sorted((out / folder).iterdir())
        assert len(papers) == 25
        assert word in preview.text_of(papers[0].read_bytes())
    sheet = load_workbook(out / "F4.xlsx").worksheets[0]
    assert sum(1 for row in sheet.iter_rows(min_col=3, max_col=3, values_only=True) if row[0]) > 128
    form = load_workbook(out / "F1.xlsx")["1-нысан"]
    wanted = [row["all"] for row in graduates["form_f1_rows"]]
    assert [form.cell(row, 4).value for row in range(14, 14 + len(wanted))] == wanted
    assert "agreements have expired" in shell.said
    # A second time: nothing is doubled.
    again = shell.json("demo", "--out", str(out), "--no-window")
    assert again["counts"] == counts


def test_add_list_set_show_history_delete_undo(shell: Shell) -> None:
    added = shell.json("add", "partner", "name_kk=«Қостанай агро» ЖШС", "bin=240240900092")
    (one,) = added["ids"]
    shell("add", "agreement", "partner_id=костанай", "number=М-014/2026")
    (listed,) = shell.json("list", "agreement")
    assert listed["partner_id"]["title"] == "«Қостанай агро» ЖШС"
    shell("set", "partner", one, "phone=+7 701 000 00 11")
    assert shell.json("show", "partner", one)["phone"] == "+7 701 000 00 11"
    assert "Phone" in shell("history", "partner", one)
    shell("delete", "agreement", "М-014/2026")
    assert shell.json("list", "agreement") == []
    shell("undo")
    assert len(shell.json("list", "agreement")) == 1
    assert shell.json("journal")[0]["source"] == "undo"
    assert [hit["entity"] for hit in shell.json("search", "0092")] == ["organisation", "agreement"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "unicorn"), "no kind of record"),
        (("add", "partner", "colour=red"), "no field here"),
        (("add", "partner", "name_kk=А", "bin=240240900093"), "BIN"),
        (("add", "agreement", "number=1"), "Partner: fill in"),
        (("add", "agreement", "partner_id=кім", "number=1"), "is not known"),
        (("set", "partner", "жоқ", "note=1"), "names no single record"),
        (("undo", "99999"), "no action 99999"),
        (("import", "no such file.xlsx"), "no such file.xlsx"),
        (("print", "poem", "x", "--out", "x.pdf"), "no document"),
        (("frobnicate",), "not understood"),
        (("--today", "9999-12-31", "alerts"), "2000"),
        (("restore", "missing.backup"), "not a sound backup"),
    ],
)
def test_a_mistake_is_refused_with_a_sentence(
    shell: Shell, words: tuple[str, ...], said: str
) -> None:
    shell(*words, expect=2)
    assert said in shell.said
    assert "Traceback" not in shell.said


def test_an_encoding_in_doubt_is_asked_with_the_text_beside_it(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "тізім.csv"
    path.write_bytes("Ұйымның атауы;БСН\n«Қарғалы» ЖШС;150240903923\n".encode("kz1048"))
    shell("import", str(path), expect=3)
    assert "--encoding NAME" in shell.said
    assert "  kz1048\n      Ұйымның атауы;БСН\n      «Қарғалы» ЖШС;150240903923" in shell.said


def test_import_twice_adds_nothing_and_undo_takes_all_back(shell: Shell, tmp_path: Path) -> None:
    file, out = str(resource("samples", "01_seriktester_tizilimi.xlsx")), tmp_path / "report.json"
    shell("import", file, "--dry-run", "--report", str(out))
    assert json.loads(out.read_text(encoding="utf-8"))["action"] is None
    assert shell.json("list", "agreement") == []
    shell("import", file, "--report", str(out))
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["rows_read"], report["rows_new"], report["rows_error"]) == (128, 128, 0)
    assert report["header_row"] == 8
    shell("import", file, "--report", str(out))
    again = json.loads(out.read_text(encoding="utf-8"))
    assert (again["rows_new"], again["rows_changed"], again["rows_same"]) == (0, 0, 128)
    shell("undo", str(report["action"]))
    assert shell.json("list", "agreement") == []
    assert shell.json("list", "partner") == []


def test_backup_and_restore_lead_back(shell: Shell, tmp_path: Path) -> None:
    shell("add", "partner", "name_kk=«Арай» ЖШС")
    copy = shell.json("backup", "--to", str(tmp_path / "copies"))["file"]
    shell("add", "partner", "name_kk=«Кейінгі» ЖШС")
    shell("restore", copy)
    assert [row["name"] for row in shell.json("list", "partner")] == ["«Арай» ЖШС"]
    assert shell.json("check")["dangling"] == []


def test_a_damaged_database_is_left_as_it_is(shell: Shell) -> None:
    shell("list", "partner")
    path = shell.folder / "cluster.db"
    path.write_bytes(b"no database" * 1000)
    shell("list", "partner", expect=2)
    assert path.read_bytes() == b"no database" * 1000
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT 1 FROM x")


def test_messages_speak_the_chosen_language(shell: Shell) -> None:
    status = cli.main(["--data", str(shell.folder), "--lang", "kk", "list", "unicorn"])
    _out, said = shell._capsys.readouterr()
    assert status == 2
    assert "unicorn" in said
    assert "kind" not in said
