"""The renewal sheet writes what stands on the screen, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.services import agreements as of_agreements
from cluster_desktop.services.office import Office
from cluster_desktop.ui.editors import DateEdit
from cluster_desktop.ui.pages.renew import RenewSheet
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def first_page() -> str:
    return "agreements"


@pytest.fixture
def sheet(
    qtbot: QtBot, window: MainWindow, agreements: dict[str, UUID], settle: Settle
) -> RenewSheet:
    made = RenewSheet(window.desk, [agreements["expiring"], agreements["expired"]])
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    settle()
    return made


def end_of(sheet: RenewSheet, line: int) -> DateEdit:
    found = sheet.findChild(DateEdit, f"new_end_{line}")
    assert isinstance(found, DateEdit)
    return found


@pytest.mark.parametrize("typed", ["01.01.2020", "31.02.2027", ""])
def test_a_wrong_end_locks_the_button_and_stays_as_typed(
    sheet: RenewSheet,
    office: Office,
    settle: Settle,
    type_text: Callable[[QWidget, str], None],
    typed: str,
) -> None:
    field = end_of(sheet, 1)
    assert sheet.go.isEnabled()
    before = office.count("agreement")
    field.line.clear()
    type_text(field.input, typed)
    field.leave()
    assert not sheet.go.isEnabled()
    problem = field.problem()
    assert problem
    assert problem in sheet._problem.text()
    sheet._write()
    settle()
    assert office.count("agreement") == before
    assert field.line.text() == typed
    field.line.clear()
    type_text(field.input, "03.12.2027")
    assert sheet.go.isEnabled()
    assert sheet._problem.text() == ""


def test_the_end_on_the_screen_is_the_end_that_is_written(
    qtbot: QtBot,
    sheet: RenewSheet,
    office: Office,
    agreements: dict[str, UUID],
    settle: Settle,
    type_text: Callable[[QWidget, str], None],
) -> None:
    field = end_of(sheet, 1)
    for typed in ("05.05.2028", "03.12.2027"):  # the second is the proposal again
        field.line.clear()
        type_text(field.input, typed)
        field.leave()
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    settle()
    (successor,) = office.lookup("agreement", "previous_id", [agreements["expiring"]]).values()
    assert office.get("agreement", successor[0])["valid_until"] == date(2027, 12, 3)


def test_what_is_renewed_already_is_left_out_and_said(
    qtbot: QtBot, window: MainWindow, office: Office, agreements: dict[str, UUID], settle: Settle
) -> None:
    once = of_agreements.propose_renewals(office, [agreements["expiring"]], 12)
    of_agreements.renew(office, once)
    made = RenewSheet(window.desk, [agreements["expiring"], agreements["expired"]])
    qtbot.addWidget(made)
    made.show()
    settle()
    assert [one.agreement for one in made.proposed()] == [agreements["expired"]]
    assert f"М-002/2025 → {once[0].number}" in made.left_out.text()
    assert made.go.text() == "Renew 1 agreement"
    alone = RenewSheet(window.desk, [agreements["expiring"]])
    qtbot.addWidget(alone)
    settle()
    assert not alone.go.isEnabled()
