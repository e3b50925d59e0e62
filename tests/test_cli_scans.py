"""Scanned papers from the command line: nothing is kept while a page is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from cluster_desktop.db.store import Store
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.scanning.stacks import letter, memoranda, printed, saved, scanned, with_ten
from tests.test_cli import Shell


def test_a_page_without_a_record_is_asked_about_before_anything_is_kept(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    office = Office(Store.open(databases.copy(with_ten, folder / "cluster.db")))
    record = memoranda(office)[0]
    number = str(office.get("agreement", record)["number"])
    saved(tmp_path / "in" / "1.jpg", scanned(printed(office, record), most=1))
    saved(tmp_path / "in" / "2.jpg", [letter()])
    office.close()
    shell = Shell(folder, capsys)

    shell("scans", "file", str(tmp_path / "in"), expect=3)
    assert "--leave" in shell.said
    assert shell.json("list", "attachment") == []
    words = ("scans", "file", str(tmp_path / "in"), "--signed-on", "2026-11-20")
    made = shell.json(*words, "--page", f"2.jpg:1={number}")
    (paper,) = made["papers"]  # type: ignore[call-overload, index]
    assert (paper["id"], paper["version"], paper["pages"]) == (
        str(record),
        "printed",
        ["1.jpg", "2.jpg"],
    )
    assert '"stage": "signed"' in shell("show", "agreement", str(record), "--json")
    # Once more: told, not kept twice; the page in doubt may be left out.
    shell("scans", "file", str(tmp_path / "in"), "--leave", expect=1)
    assert len(shell.json("list", "attachment")) == 2  # type: ignore[arg-type]
