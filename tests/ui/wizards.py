"""Going through the import wizard as a person does, for its tests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cluster_desktop.excel.importing import Plan
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_frame import CHECK, RESULT
from cluster_desktop.ui.importing_rows import RowState
from tests.ui.desks import REGISTER


def wait_for(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.waitUntil(lambda: not page.is_busy(), timeout=30_000)


def read_file(qtbot: QtBot, page: ImportPage, path: Path = REGISTER) -> None:
    page.open(path)
    wait_for(qtbot, page)


def to_check(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.mouseClick(page.file_step.use, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.go_button, Qt.MouseButton.LeftButton)
    assert page.step() == CHECK


def count(page: ImportPage, *states: RowState) -> int:
    found = page.snapshot()
    assert found is not None
    return found.count(*states)


def mend_zeros(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.mouseClick(page.check_step.group_bar.go, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)


def write(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.mouseClick(page.go_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.step() == RESULT, timeout=60_000)
    wait_for(qtbot, page)


def plan_of(page: ImportPage) -> Plan:
    checked = page._checked  # the plan is the page's own; tests read it to compare
    assert checked is not None
    return checked.plan
