"""Printing from the command line: what is missing first, then whole files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cluster_desktop.documents import preview
from cluster_desktop.services.paper_kinds import PAPERS
from tests.databases import Databases
from tests.documents.practice_records import NAMES, PERIOD, of_practice
from tests.test_cli import Shell


@pytest.fixture
def shell(databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    folder = tmp_path / "data"
    databases.copy(of_practice, folder / "cluster.db")
    return Shell(folder, capsys)


def words_of(path: Path) -> str:
    return " ".join(preview.text_of(path.read_bytes()).split()).replace("\u00a0", " ")


def test_the_documents_there_are_listed(shell: Shell) -> None:
    found = shell.json("print", "--list")
    assert [one["document"] for one in found] == [*PAPERS, "passport"]  # type: ignore[attr-defined]
    assert "certificate\tCertificate of dual training\tplacement" in shell("print", "--list")


def test_what_is_missing_is_asked_about_before_anything_is_written(
    shell: Shell, tmp_path: Path
) -> None:
    out = tmp_path / "certificates"
    found = shell.json("print", "certificate", "--period", PERIOD, "--check", expect=1)
    assert (found["papers"], found["ready"], len(found["missing"])) == (6, 0, 6)  # type: ignore[call-overload, index]
    shell("print", "certificate", "--period", PERIOD, "--out", str(out), "--each", expect=3)
    assert "--only-ready" in shell.said
    assert "Number of the agreement" in shell.said
    assert not out.exists()
    assert "С-" not in shell("list", "placement", "--where", "certificate_number=")


def test_contracts_then_certificates_of_a_period(shell: Shell, tmp_path: Path) -> None:
    made = shell.json("contracts", PERIOD)
    assert len(made["contracts"]) == 6  # type: ignore[call-overload, index]
    everything = tmp_path / "contracts.pdf"
    shell("print", "dual", "--period", PERIOD, "--out", str(everything), "--blanks")
    text = words_of(everything)
    assert all(name in text for name in NAMES)
    folder = tmp_path / "certificates"
    words = ("print", "certificate", "--period", PERIOD, "--out", str(folder), "--each")
    printed = shell.json(*words)
    assert printed["papers"] == 6  # type: ignore[call-overload, index]
    names = sorted(path.name for path in folder.iterdir())
    assert names[0].startswith("С-АВЕ001-2026 ")
    assert {preview.page_count(path) for path in folder.iterdir()} == {1}
    # Printed again, the certificates keep their numbers and the files their bytes.
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    shell(*words)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_incomplete_ones_are_left_out_on_demand(shell: Shell, tmp_path: Path) -> None:
    shell("contracts", PERIOD)
    ids = shell("list", "placement").splitlines()[1:]
    shell("set", "placement", ids[0].split("\t")[0], "mentor_id=")
    out = tmp_path / "papers.pdf"
    words = ("print", "certificate", "--period", PERIOD, "--out", str(out))
    shell(*words, expect=3)
    assert shell.json(*words, "--only-ready")["papers"] == 5  # type: ignore[call-overload, index]
    assert preview.page_count(out) == 5
    assert shell.json(*words, "--blanks")["papers"] == 6  # type: ignore[call-overload, index]


def test_blanks_are_for_missing_words_not_for_papers_that_are_not_due(
    shell: Shell, tmp_path: Path
) -> None:
    ids = [line.split("\t")[0] for line in shell("list", "placement").splitlines()[1:]]
    shell("set", "placement", ids[0], "ends=2026-12-24")
    shell("set", "placement", ids[1], "state=failed")
    out = tmp_path / "papers.pdf"
    words = ("print", "certificate", "--period", PERIOD, "--blanks", "--out", str(out))
    assert shell.json(*words)["papers"] == 5 - 1  # type: ignore[call-overload, index]
    assert preview.page_count(out) == 4
    given = shell("list", "placement", "--where", "certificate_number=С-АВЕ001/2026,С-АВЕ002/2026")
    assert ids[0] not in given
    shell("print", "certificate", ids[0], "--blanks", "--out", str(out), expect=2)
    assert "too early" in shell.said


def test_who_has_no_contract_is_named(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "contracts.pdf"
    words = ("print", "dual", "--period", PERIOD, "--blanks", "--out", str(out))
    shell(*words, expect=2)
    assert f"{NAMES[0]}: No contract with this student yet" in shell.said
    assert "None of these papers can be made" in shell.said
    assert not out.exists()


def test_an_order_takes_the_number_of_the_register(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "order.pdf"
    shell("print", "order", "--period", PERIOD, "--number", "245-ө", "--out", str(out))
    assert "№ 245-ө" in words_of(out)
    assert shell("list", "placement", "--where", "order_number=245-ө").count("\n") == 7
    words = ("print", "referral", "--all", "--number", "1", "--out", str(out))
    shell(*words, expect=2)
    assert "for one order" in shell.said


def test_papers_as_word_files_and_in_a_sequence(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "referrals"
    words = ("print", "referral", "--where", f"student_id={NAMES[0]}", "--out")
    shell(*words, str(folder), "--each", "--format", "docx", "--layout", "sequence")
    (file,) = folder.iterdir()
    assert file.suffix == ".docx"
    shell("print", "mentor_list", "--all", "--out", str(tmp_path / "list.pdf"))
    assert "Барлығы: 2" in words_of(tmp_path / "list.pdf")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("print",), "Name a document"),
        (("print", "order", "--all"), "Say where to"),
        (("print", "order", "--out", "x.pdf"), "Name the records"),
        (("print", "graduates", "--period", PERIOD, "--out", "x.pdf"), "not made of these"),
        (("print", "dual", "--all", "--out", "x.pdf"), "Nothing is chosen"),
        (("contracts", "2030"), "names no single record"),
    ],
)
def test_what_cannot_be_printed_is_refused(shell: Shell, words: tuple[str, ...], said: str) -> None:
    shell(*words, expect=2)
    assert said in shell.said
