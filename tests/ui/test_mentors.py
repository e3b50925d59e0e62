"""Mentors: load of the limit, what needs attention, the students in the panel, papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.desk import Place, place_of_record
from cluster_desktop.ui.looks import PillLook
from cluster_desktop.ui.pages import mentors
from cluster_desktop.ui.pages.home_parts import FactLine
from cluster_desktop.ui.pages.mentors import MentorsPage
from cluster_desktop.ui.table_model import PILL_ROLE
from tests.databases import Databases, at_now
from tests.ui.desks import HeardDesk
from tests.ui.graduate_data import AT_PRACTICE, with_practice
from tests.ui.hands import settle


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(with_practice, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def mentor(office: Office) -> UUID:
    return office.rows(Query("mentor"), 1)[0].id


@pytest.fixture
def page(qtbot: QtBot, office: Office, bridge: OfficeBridge) -> MentorsPage:
    made = MentorsPage(HeardDesk(office, bridge, QApplication.instance()))
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    settle()
    return made


def pill(page: MentorsPage, column: str) -> PillLook | None:
    rows = page.list.table.rows
    found = rows.index(0, rows.section_of(column)).data(PILL_ROLE)
    return found if isinstance(found, PillLook) else None


def test_the_load_stands_beside_its_limit_and_warns_above_it(
    page: MentorsPage, office: Office, mentor: UUID
) -> None:
    load = pill(page, "load")
    assert load is not None
    assert load.text == "2 / 5"  # the third ended yesterday
    office.set("mentor", mentor, {"load_limit": 1})
    settle()
    load = pill(page, "load")
    assert load is not None
    assert (load.text, load.look) == ("2 / 1", "bad")
    chips = {chip.key: chip.count() for chip in page.list.chips.chips()}
    assert chips["overloaded"] == 1


def test_a_missing_order_is_marked_until_it_is_typed_in_the_table(
    page: MentorsPage, office: Office
) -> None:
    look = pill(page, "order_number")
    assert look is not None
    assert look.look == "soon"
    rows = page.list.table.rows
    rows.setData(rows.index(0, rows.section_of("order_number")), "12-ө")
    settle()
    assert pill(page, "order_number") is None
    page.list.choose_chips(["order_missing"])
    settle()
    assert page.list.count() == 0


def test_the_panel_lists_the_students_with_their_dates(page: MentorsPage, mentor: UUID) -> None:
    page.open_place(Place("mentors", record=mentor))
    settle()
    lines = page.students.findChildren(FactLine)
    assert {line.text() for line in lines} == set(AT_PRACTICE)
    said = {line.text(): line.accessibleName() for line in lines}
    assert said[AT_PRACTICE[0]] == f"{AT_PRACTICE[0]}, 19.10 – 19.12.2026"
    opened: list[Place] = []
    page.desk.go.connect(opened.append)
    lines[0].click()
    assert opened[0].page == "practice"


def test_a_hit_of_the_search_opens_the_mentor_here(mentor: UUID) -> None:
    assert place_of_record("mentor", mentor) == Place("mentors", record=mentor)


@pytest.mark.parametrize(("button", "kind"), [(0, "mentor_order"), (1, "mentor_list")])
def test_papers_are_printed_from_the_panel(
    page: MentorsPage, mentor: UUID, monkeypatch: pytest.MonkeyPatch, button: int, kind: str
) -> None:
    asked: list[tuple[str, str, list[UUID]]] = []
    monkeypatch.setattr(
        mentors, "open_papers", lambda _desk, k, entity, ids: asked.append((k, entity, ids))
    )
    page.open_record(mentor)
    settle()
    page.panel._row.buttons()[button].click()
    assert asked == [(kind, "mentor", [mentor])]
