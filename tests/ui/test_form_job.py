"""Saving official forms from a page: personal data and unknown graduates are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.form_job import Question
from cluster_desktop.ui.pages.official_forms import FormsButton
from cluster_desktop.ui.trail import Place
from tests.databases import Databases
from tests.excel_out.graduates import BLANK, TODAY, graduate, with_graduates
from tests.ui.desks import HeardDesk

PERSON = "060917692483"


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_graduates, tmp_path / "data" / "cluster.db", today=TODAY)
    opened.apply("t", "t", graduate("00", None, iin=PERSON))
    yield opened
    opened.close()


class Page:
    """A page with the button of its forms; what is laid over it is kept."""

    def __init__(self, qtbot: QtBot, office: Office) -> None:
        self.widget = QWidget()
        qtbot.addWidget(self.widget)
        self.desk = HeardDesk(office, OfficeBridge(office), QObject(self.widget))
        self.button = FormsButton(
            self.desk, "student", self.widget, period=lambda: "2025"
        )  # fmt: skip
        self.sheets: list[Question] = []
        self.places: list[Place] = []
        self.said: list[str] = []
        self.desk.sheet.connect(lambda sheet, _where: self.sheets.append(sheet))
        self.desk.go.connect(self.places.append)
        self.desk.said.connect(self.said.append)
        self._bot = qtbot

    def answer(self, number: int, key: str) -> None:
        self._bot.waitUntil(lambda: len(self.sheets) > number)
        button = self.sheets[number].findChild(QPushButton, f"answer_{key}")
        assert button is not None
        self._bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def wait_for_saved(self) -> None:
        self._bot.waitUntil(lambda: bool(self.said))


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Page:
    return Page(qtbot, office)


@pytest.mark.parametrize(("answer", "shown"), [("masked", "••••••••2483"), ("full", PERSON)])
def test_a_list_of_people_is_confirmed_first(
    page: Page, tmp_path: Path, answer: str, shown: str
) -> None:
    out = tmp_path / "f2.xlsx"
    page.button.save("F2", out)
    assert not out.exists()
    page.answer(0, answer)
    page.wait_for_saved()
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert shown in {cell.value for row in sheet.iter_rows() for cell in row}
    # What to look at is listed, to be read and closed.
    assert "1 graduate has no status" in page.sheets[1].accessibleDescription()


def test_unknown_graduates_can_be_counted_or_shown(page: Page, tmp_path: Path) -> None:
    out = tmp_path / "f1.xlsx"
    page.button.save("F1", out, into=BLANK)
    page.answer(0, "show")
    (place,) = page.places
    assert place.page == "graduates"
    conditions = {one.field: one.value for one in place.where or ()}
    assert conditions["outcome_now"] == ("unknown",)
    assert conditions["graduation_year"] == 2025
    assert not out.exists()
    page.button.save("F1", out, into=BLANK)
    page.answer(1, "count")
    page.wait_for_saved()
    assert openpyxl.load_workbook(out).worksheets[0]["D22"].value == 1


def test_every_form_can_be_made_anew_or_filled_in(page: Page) -> None:
    page.button.menu().aboutToShow.emit()
    texts = [action.text() for action in page.button.menu().actions()]
    assert len(texts) == 4
    assert any("F1" in text and "into a given workbook" in text for text in texts)
