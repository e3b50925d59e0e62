"""The rubric in the panel of a placement: points, the mark they give, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.pages.assessment_card import AssessmentCard
from tests.databases import Databases, at_now
from tests.ui.desks import HeardDesk
from tests.ui.graduate_data import with_practice
from tests.ui.hands import settle, type_text


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(with_practice, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def placement(office: Office) -> UUID:
    return office.rows(Query("placement"), 1)[0].id


@pytest.fixture
def card(qtbot: QtBot, office: Office, bridge: OfficeBridge, placement: UUID) -> AssessmentCard:
    made = AssessmentCard(HeardDesk(office, bridge, QApplication.instance()))
    qtbot.addWidget(made)
    made.show()
    made.open(placement)
    settle()
    return made


def give(card: AssessmentCard, line: int, points: str) -> None:
    field = card.lines()[line]
    field.clear()
    type_text(field, points)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle()


def test_points_of_all_criteria_give_the_mark(
    card: AssessmentCard, office: Office, placement: UUID
) -> None:
    give(card, 0, "15")
    assert card.sum_text() == "15 of 100 points, mark: –"
    give(card, 1, "62")
    assert card.sum_text() == "77 of 100 points, mark: 4"
    assert office.get("placement", placement)["grade"] == 4
    assert office.get("placement", placement)["state"] == "assessed"
    office.undo()
    settle()
    assert card.sum_text() == "15 of 100 points, mark: –"


def test_too_many_points_are_refused_beside_the_line(card: AssessmentCard, office: Office) -> None:
    give(card, 0, "21")
    assert card.problem() == "Жұмысқа қатысуы: from 0 to 20, now 21."
    assert office.count("assessment_mark") == 0
    give(card, 0, "20")
    assert card.problem() == ""
    assert office.count("assessment_mark") == 1


def test_the_rubric_is_edited_while_the_card_is_open(card: AssessmentCard, office: Office) -> None:
    office.add("rubric_criterion", {"name_kk": "Күнделік", "most": 10})
    settle()
    assert len(card.lines()) == 3
    assert card.sum_text() == "0 of 110 points, mark: –"
