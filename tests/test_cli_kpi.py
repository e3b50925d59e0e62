"""Indicators on the command line, through the same services as the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import Databases, prepared
from tests.test_cli import Shell


@pytest.fixture
def shell(databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    folder = tmp_path / "дерек"
    databases.open(prepared, folder / "cluster.db").close()
    return Shell(folder, capsys)


def test_a_quarter_from_plan_to_lock(shell: Shell) -> None:
    shell("kpi")
    assert "kpi standard" in shell.said
    shell("kpi", "standard")
    shell("kpi", "set", "K05", "2026-3", "plan=100")
    shell("kpi", "set", "K05", "2026-3", "fact=5", expect=2)
    assert "counts the fact itself" in shell.said
    shell("kpi", "close", "2026-3", expect=2)
    assert "0.0 % of the plan" in shell.said
    shell("kpi", "set", "Даярланған мамандардың саны", "2026Q3", "reason=бітіруші жоқ")
    shell("kpi", "close", "2026-3")
    shell("kpi", "set", "5", "2026-3", "plan=9", expect=2)
    assert "Quarter III 2026 is closed" in shell.said
    (line,) = [one for one in shell.json("kpi", "list", "--year", "2026") if one["code"] == "K05"]
    assert line["cells"]["3"]["closed"]
    assert line["cells"]["3"]["plan"] == "100"
    shell("kpi", "reopen", "2026-3", "--reason", "есеп түзетілді")
    shell("kpi", "set", "K05", "2026-3", "plan=9")


def test_what_cannot_be_meant_is_told(shell: Shell) -> None:
    shell("kpi", "standard")
    for words in (
        ("kpi", "close", "2026-9"),
        ("kpi", "set", "K01", "2026-3", "note=x"),
        ("kpi", "set", "K99", "2026-3", "plan=1"),
        ("kpi", "set", "K01", "2026-3", "plan=көп"),
        ("kpi", "reopen", "2026-3", "--reason", "жабылмаған"),
    ):
        shell(*words, expect=2)
        assert shell.said
    shell("kpi", "set", "саны", "2026-3", "plan=1", expect=2)
    assert "Даярланған мамандардың саны" in shell.said  # each that fits, with its id
    shell("kpi", "close", "2026-5", expect=2)
    assert "“2026-5” is no period" in shell.said
