"""The council on the command line: two meetings, the decision between them, minutes as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cluster_desktop.documents import preview
from tests.databases import Databases
from tests.services.council_records import CHAIR, DEPUTY, SECRETARY, with_council
from tests.test_cli import Shell

TRAINING = "Тәлімгерлерді оқыту"


@pytest.fixture
def shell(databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    folder = tmp_path / "дерек"
    databases.copy(with_council, folder / "cluster.db")
    return Shell(folder, capsys)


def told(shell: Shell, *words: str) -> Any:
    return shell.json(*words)


def test_from_members_to_minutes(shell: Shell, tmp_path: Path) -> None:
    assert f"Chair\t{CHAIR}" in shell("council")
    assert told(shell, "council", "members")["gaps"] == []
    shell("council", "meeting", "2026-09-15", "--place-kk", "Арқалық", "--place-ru", "Аркалык")
    shell("council", "agenda", "1", "--add", "Тәлімгерлер туралы", "О наставниках")
    shell("council", "decide", "1", "1", TRAINING, expect=2)
    assert "the meeting was not held yet" in shell.said
    shell("council", "hold", "1", "--all-but", "Петров")
    assert "Present 6 of 7, 4 needed: there is a quorum." in shell.said
    shell("council", "decide", "1", "1", TRAINING, "--ru", "Обучить", "--due", "2026-10-30",
          "--for", "7", expect=2)  # fmt: skip
    assert "7 votes, but only 6 members were present." in shell.said
    shell("council", "decide", "1", "1", TRAINING, "--ru", "Обучить", "--due", "2026-10-30",
          "--for", "6", "--responsible", "Ким В. С.")  # fmt: skip
    (task,) = told(shell, "list", "plan_item")
    assert (task["name"], task["due"]) == (TRAINING, "2026-10-30")
    shell("council", "close", "1")
    out = tmp_path / "хаттама.pdf"
    shell("council", "minutes", "1", "--out", str(out), "--layout", "sequence")
    said = " ".join(preview.text_of(out.read_bytes()).split()).replace("\u00a0", " ")
    assert f"1.1. ШЕШІМ: {TRAINING}." in said
    assert "1.1. РЕШЕНИЕ: Обучить." in said
    # It was not carried out: the next agenda begins with it.
    (waits,) = told(shell, "council", "agenda")
    assert waits["overdue"] is True
    shell("council", "meeting", "2026-11-20", "--propose")
    shell("council", "hold", "last", "--present", DEPUTY, SECRETARY, "Ким", "Петров")
    assert "№ 2\t20.11.2026\tHeld\t4\t0" in shell("council", "meeting")
    (open_one,) = told(shell, "council", "open")
    shell("council", "done", open_one["id"], "--on", "2026-11-19", "--evidence", "Сертификаттар")
    assert told(shell, "council", "open") == []
    (task,) = told(shell, "list", "plan_item")
    assert task["now"] == "done"
    shell("council", "heard", "last", "1", "Орындалды", "--ru", "Исполнено")
    shell("council", "close", "last")
    shell("council", "heard", "last", "1", "Басқаша", expect=2)
    assert "The minutes are signed" in shell.said


def test_a_meeting_that_does_not_take_place(shell: Shell) -> None:
    shell("council", "meeting", "2026-12-15", "--time", "25:99", expect=2)
    assert "“25:99” is no time of day" in shell.said
    shell("council", "meeting", "2026-12-15", "--time", "9:30")
    shell("council", "hold", "1", "--all-but", expect=2)
    assert "attendance is written when it takes place" in shell.said
    shell("council", "cancel", "1", "Кворум болмайды")
    (row,) = told(shell, "council", "meeting")
    assert row["state"] == "cancelled"
    shell("setting", "council.quorum_percent", "101", expect=2)
    assert "at most 100, not 101" in shell.said
