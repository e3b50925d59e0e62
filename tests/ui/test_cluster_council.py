"""Cluster · Council in the window: plan, attend, decide, sign; a gap opens its records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.query import Query
from cluster_desktop.services import council, council_meetings
from cluster_desktop.services.council_agenda import Proposal
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.pages.cluster_council import CouncilTab, MeetingList, MemberList
from cluster_desktop.ui.pages.cluster_council_plan import AgendaSheet, AttendanceSheet, PlanSheet
from cluster_desktop.ui.pages.cluster_council_sheets import DecideSheet
from cluster_desktop.ui.pages.cluster_sheets import ActSheet
from cluster_desktop.ui.pages.home_parts import FactLine
from tests.databases import Databases, at_now
from tests.services.council_records import CHAIR, DEPUTY, SECRETARY, add, member, with_council
from tests.ui.desks import HeardDesk
from tests.ui.hands import settle

DAY = date(2026, 11, 20)


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(with_council, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def sheets() -> list[QWidget]:
    return []


@pytest.fixture
def tab(qtbot: QtBot, office: Office, bridge: OfficeBridge, sheets: list[QWidget]) -> CouncilTab:
    desk = HeardDesk(office, bridge, QApplication.instance())

    def keep(sheet: QWidget, _anchor: str) -> None:
        sheets.append(sheet)
        qtbot.addWidget(sheet)

    desk.sheet.connect(keep)
    made = CouncilTab(desk)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    settle()
    return made


def planned(office: Office) -> UUID:
    changes = council_meetings.plan(office, {"held_on": DAY}, [Proposal("Тәлімгерлер туралы")])
    (made,) = (row.id for row in office.rows(Query("meeting")) if row.id in changes.ids)
    return made


def meetings(tab: CouncilTab, record: UUID | None = None) -> MeetingList:
    shown = tab.show_list("meeting")
    assert isinstance(shown, MeetingList)
    if record is not None:
        shown.open_record(record)
        settle()
    return shown


def buttons(shown: MeetingList) -> dict[str, QWidget]:
    return {button.text(): button for button in shown.panel._row.buttons()}


def refusals(tab: CouncilTab) -> list[str]:
    assert isinstance(tab.desk, HeardDesk)
    return tab.desk.refusals


def test_a_meeting_is_planned_with_what_waits(
    tab: CouncilTab, office: Office, sheets: list[QWidget]
) -> None:
    add(office, "plan_item", number=1, name_kk="Көрме өткізу", due=date(2026, 11, 1))
    add(office, "plan_item", number=2, name_kk="Жоспарды жаңарту", due=date(2026, 12, 1))
    tab.run("new")
    settle()
    (sheet,) = sheets
    assert isinstance(sheet, PlanSheet)
    first, second = sheet.proposals.boxes
    assert "The plan item was due on 01.11.2026" in first.accessibleName()
    second.setChecked(False)
    sheet.go.click()
    settle()
    (row,) = office.rows(Query("meeting", columns=("number", "held_on")))
    assert (row["number"], row["held_on"]) == ("1", office.today())
    assert office.count("agenda_item") == 1
    assert meetings(tab).panel.record_id() == row.id


def test_from_attendance_to_signed_minutes(
    tab: CouncilTab, office: Office, sheets: list[QWidget]
) -> None:
    meeting = planned(office)
    shown = meetings(tab, meeting)
    assert list(buttons(shown)) == ["Agenda…", "Attendance…", "Cancel the meeting…"]
    shown._attendance()
    settle()
    attendance = sheets.pop()
    assert isinstance(attendance, AttendanceSheet)
    assert attendance.state.full_text() == "Present 0 of 7, 4 needed: there is no quorum."
    here = {member(office, name) for name in (DEPUTY, SECRETARY, "Петров", "Ким")}
    for one, box in attendance.boxes.items():
        box.setChecked(one in here)
    assert attendance.state.full_text() == "Present 4 of 7, 4 needed: there is a quorum."
    attendance.reasons[member(office, CHAIR)].setText("іссапар")
    assert attendance.chair.currentText() == f"{DEPUTY} (deputy chair)"
    attendance.go.click()
    settle()
    row = office.get("meeting", meeting)
    assert (row["state"], row["acting"], row["present"]) == ("held", True, 4)
    # A decision with more votes than members present is refused beside the field.
    add = shown.card.findChild(QWidget, "council_decide")
    assert add is not None
    add.click()  # type: ignore[attr-defined]
    settle()
    decide = sheets.pop()
    assert isinstance(decide, DecideSheet)
    decide.editors["text_kk"].set_value("Курс өткізілсін")
    decide.editors["due"].set_value(date(2026, 12, 20))
    decide.editors["votes_for"].set_value(5)
    decide.go.click()
    settle()
    assert decide.problem.text() == "5 votes, but only 4 members were present."
    assert decide.editors["votes_for"].problem() is not None
    assert office.count("decision") == 0
    decide.editors["votes_for"].set_value(4)
    decide.go.click()
    settle()
    assert (office.count("decision"), office.count("plan_item")) == (1, 1)
    shown._sign()
    sign = sheets.pop()
    assert isinstance(sign, ActSheet)
    sign.go.click()
    settle()
    assert office.get("meeting", meeting)["state"] == "closed"
    assert list(buttons(shown)) == ["Minutes…"]
    assert refusals(tab) == []


def test_without_a_quorum_no_decision_is_asked_for(
    tab: CouncilTab, office: Office, sheets: list[QWidget]
) -> None:
    meeting = planned(office)
    here = frozenset({member(office, DEPUTY), member(office, "Ким")})
    council_meetings.hold(office, meeting, council_meetings.Present(here))
    shown = meetings(tab, meeting)
    button = shown.card.findChild(QWidget, "council_decide")
    assert button is not None
    button.click()  # type: ignore[attr-defined]
    settle()
    assert sheets == []
    assert refusals(tab) == [
        "Present 2 of 7, 4 needed: there is no quorum. Nothing can be decided."
    ]


def test_what_is_proposed_is_said_in_the_language_of_the_window(
    tab: CouncilTab, office: Office, sheets: list[QWidget]
) -> None:
    add(office, "plan_item", number=1, name_kk="Көрме", name_ru="Выставка", due=date(2026, 11, 1))
    i18n.set_language("ru")
    tab.run("new")
    settle()
    (sheet,) = sheets
    assert isinstance(sheet, PlanSheet)
    (box,) = sheet.proposals.boxes
    assert box.accessibleName().startswith("Об исполнении пункта 1 плана действий: Выставка")


def test_questions_are_added_to_the_agenda(
    tab: CouncilTab, office: Office, sheets: list[QWidget]
) -> None:
    meeting = planned(office)
    shown = meetings(tab, meeting)
    shown._agenda()
    settle()
    sheet = sheets.pop()
    assert isinstance(sheet, AgendaSheet)
    sheet.editors["title_kk"].set_value("Әртүрлі")
    sheet.editors["title_ru"].set_value("Разное")
    sheet.go.click()
    settle()
    items = council_meetings.agenda(office, meeting)
    assert [(row["position"], row["title_kk"]) for row in items] == [
        (1, "Тәлімгерлер туралы"), (2, "Әртүрлі"),
    ]  # fmt: skip
    lines = [line.text() for line in shown.card.findChildren(FactLine) if line.isVisible()]
    assert lines == ["1. Тәлімгерлер туралы", "2. Әртүрлі"]


def test_what_the_council_lacks_stands_under_its_members(tab: CouncilTab, office: Office) -> None:
    office.set("council_member", member(office, "Сәрсенбаева"), {"ends": DAY})
    shown = tab.show_list("council_member")
    assert isinstance(shown, MemberList)
    settle()
    (line,) = [one for one in shown.gaps.findChildren(FactLine) if one.isVisible()]
    assert line.text() == "There are no experts or consultants."
    line.click()
    settle()
    assert shown.list.count() == 0


def test_a_number_of_the_council_opens_its_records(tab: CouncilTab, office: Office) -> None:

    state = next(one for one in council.council(office).groups if one.key == "enterprise")
    assert tab.show_query(state.figure.behind.query) is True
    settle()
    assert tab.shown().list.count() == state.figure.value == 2
    assert tab.show_query(Query("risk")) is False
