"""Cluster · Surveys: standard questionnaires, forms out and in, results open their answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Query
from cluster_desktop.services import surveys
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.cluster_surveys import ReturnedSheet, SurveysTab
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet
from cluster_desktop.ui.pages.survey_results import ResultLine
from tests.databases import Databases, at_now
from tests.excel.survey_answers import all_points, fill
from tests.services.needs_college import asking
from tests.ui.desks import HeardDesk
from tests.ui.hands import settle


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(asking, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def tab(qtbot: QtBot, qapp: QApplication, office: Office, bridge: OfficeBridge) -> SurveysTab:
    made = SurveysTab(HeardDesk(office, bridge, qapp))
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    settle()
    return made


def sheets_of(tab: SurveysTab) -> list[object]:
    found: list[object] = []
    tab.desk.sheet.connect(lambda sheet, _where: found.append(sheet))
    return found


def make_survey(tab: SurveysTab, office: Office) -> surveys.Questionnaire:
    surveys.make_standard(office, "employers")
    (row,) = office.rows(Query("survey"))
    tab.refresh()
    settle()
    return surveys.questionnaire(office, row.id)


def test_an_empty_page_begins_with_a_standard_questionnaire(
    tab: SurveysTab, office: Office
) -> None:
    sheets = sheets_of(tab)
    assert tab.results.nothing.isVisible()
    tab.run("new")
    (sheet,) = sheets
    assert isinstance(sheet, ChoiceSheet)
    sheet.taken.emit(sheet.entries()[0])
    settle()
    (row,) = office.rows(Query("survey", columns=("audience",)))
    assert row["audience"] == "employers"
    assert tab.part() == "surveys"


def test_returned_forms_are_offered_with_what_is_wrong_and_taken_in(
    tab: SurveysTab, office: Office, tmp_path: Path
) -> None:
    survey = make_survey(tab, office)
    sheets = sheets_of(tab)
    tab.save_form(survey, tmp_path / "a.xlsx")
    tab.save_form(survey, tmp_path / "b.xlsx")
    settle()
    fill(tmp_path / "a.xlsx", all_points(survey, 4))
    tab.take_files([tmp_path / "a.xlsx", tmp_path / "b.xlsx"])
    settle()
    (sheet,) = sheets
    assert isinstance(sheet, ReturnedSheet)
    QTest.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    settle()
    assert office.count("survey_sheet") == 1
    assert "satisfaction 80.0 %" in tab.results.whole.full_text()


def test_a_result_opens_exactly_its_answers(
    tab: SurveysTab, office: Office, tmp_path: Path
) -> None:
    survey = make_survey(tab, office)
    tab.save_table(survey, tmp_path / "t.xlsx")
    settle()
    for line, points in enumerate((5, 3)):
        fill(tmp_path / "t.xlsx", all_points(survey, points), line=line)
    sheets = sheets_of(tab)
    tab.take_files([tmp_path / "t.xlsx"])
    settle()
    (sheet,) = sheets
    assert isinstance(sheet, ReturnedSheet)
    sheet.go.click()
    settle()
    went: list[Place] = []
    tab.desk.go.connect(went.append)
    first = tab.results.findChildren(ResultLine)[-1]
    assert first.accessibleName().endswith(": 4.00, 2 answers")
    first.click()
    (place,) = went
    assert place.query is not None
    assert tab.show_query(place.query)
    settle()
    shown = tab.show_part("answers")
    assert shown is not None
    assert shown.list.count() == 2


def test_without_a_survey_a_form_is_refused_with_the_next_step(tab: SurveysTab) -> None:
    tab.form_button.click()
    settle()
    assert isinstance(tab.desk, HeardDesk)
    assert tab.desk.refusals == ["There is no survey yet. Make one first."]
