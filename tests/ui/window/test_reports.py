"""The page of forms to deliver: gaps filled beside the form, the file handed in, the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Insert, Query
from cluster_desktop.services import reports
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.home import HomePage
from cluster_desktop.ui.pages.output import FOLDER_KEY
from cluster_desktop.ui.pages.reports import DeliverTab, ReportsPage
from cluster_desktop.ui.pages.reports_choose import ChooseForms
from cluster_desktop.ui.pages.reports_deliver import DeliverSheet
from cluster_desktop.ui.pages.reports_form import FormView
from cluster_desktop.ui.pages.reports_lists import Archive, ListsForPrint
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.reports_table import VERB
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder
from tests.ui.counting import Hand
from tests.ui.window.conftest import filled

Open = Callable[[], MainWindow]
INDICATORS = ("Түлектердің үлесі", "Әріптестер саны", "Шарттар саны")


def with_quarter(office: Office) -> None:
    """A college that owes the quarter's form: three of its indicators have no fact yet."""
    filled(office)
    college = office.college_id()
    assert college is not None
    office.set("organisation", college, {"bin": "950140900017", "head_kk": "Нұрланов Е. С."})
    steps = []
    for number, name in enumerate(INDICATORS, start=1):
        kpi, value = new_id(), new_id()
        facts: dict[str, Value] = {"number": number, "name_kk": name, "unit_kk": "бірлік"}
        steps.append(Insert("kpi", office.entity("kpi").defaults() | facts, kpi))
        told: dict[str, Value] = {"kpi_id": kpi, "year": 2026, "period": "3", "plan": Decimal(10)}
        steps.append(Insert("kpi_value", office.entity("kpi_value").defaults() | told, value))
    office.apply("t", "t", steps)
    values: dict[str, Value] = {
        "form": "F9", "name": "Тоқсандық есеп", "period": "2026-Q3", "repeats": "quarterly",
        "due_on": date(2026, 11, 25),
    }  # fmt: skip
    reports.add(office, values)


@pytest.fixture
def content() -> Builder:
    return with_quarter


@pytest.fixture
def first_page() -> str:
    return "reports"


@pytest.fixture
def folder(tmp_path: Path, preferences: FilePreferences) -> Path:
    """Where forms were saved last."""
    found = tmp_path / "forms"
    found.mkdir()
    preferences.put(FOLDER_KEY, str(found))
    return found


@pytest.fixture
def request_id(office: Office) -> UUID:
    return office.rows(Query("report_request"), 1)[0].id


def tab_of(window: MainWindow) -> DeliverTab:
    page = window.page()
    assert isinstance(page, ReportsPage)
    shown = page.shown()
    assert isinstance(shown, DeliverTab)
    return shown


def form_of(window: MainWindow) -> FormView:
    form = tab_of(window).form()
    assert isinstance(form, FormView)
    return form


def sheet_of(window: MainWindow) -> QWidget:
    layer = window.layer()
    assert layer is not None
    return layer.sheet


def test_task_9_the_quarter_form(
    qtbot: QtBot, office: Office, open_window: Open, folder: Path, request_id: UUID,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    """Fill 3 gaps, save Excel, copy for WhatsApp, mark delivered: 14 clicks, 30 keys."""
    window = open_window()
    window.open_place(Place("home"))
    settle()
    home = window.page()
    assert isinstance(home, HomePage)
    hand = Hand(qtbot)
    (line,) = home.deliveries.lines()
    hand.wait(lambda: line.button.text() == "Fill gaps")
    hand.click(line.button)
    hand.wait(lambda: form_of(window).form() is not None)
    form = form_of(window)
    assert [row.gap.sentence.split(":")[0] for row in form.side.gaps] == list(INDICATORS)
    for fact in ("12", "15", "10"):
        hand.type(fact)
        hand.press(Qt.Key.Key_Return)
    hand.wait(lambda: form.percent.text() == "100 %")
    hand.click(form.verbs["deliver"])
    sheet = sheet_of(window)
    assert isinstance(sheet, DeliverSheet)
    hand.click(sheet.go)
    hand.wait(lambda: sheet.saved.text() != "")
    hand.click(sheet.copy)
    (saved,) = folder.glob("*.xlsx")
    urls = QGuiApplication.clipboard().mimeData().urls()
    assert [Path(url.toLocalFile()) for url in urls] == [saved]
    assert saved.name.startswith("Тоқсандық есеп, 2026-Q3")
    hand.click(sheet.mark)
    hand.wait(lambda: window.layer() is None)
    hand.within(clicks=14, keys=30, with_text=True)
    assert reports.get(office, request_id)["state"] == "delivered"
    kept = reports.file_of(office, request_id)
    assert kept is not None
    assert kept["name"] == saved.name


def test_a_typed_gap_stays_while_the_form_is_made_anew(
    office: Office, open_window: Open, request_id: UUID, settle: Callable[[], None]
) -> None:
    window = open_window()
    window.open_place(Place("reports", tab="deliver", record=request_id))
    settle()
    form = form_of(window)
    first, second = form.side.gaps[:2]
    assert second.editor is not None
    second.editor.type_first("15")
    fix = first.gap.fix
    assert fix is not None
    office.set(fix.entity, fix.record, {fix.field: Decimal(12)})
    settle()
    assert form.side.gaps[0] is second
    assert second.editor.text() == "15"


def test_cells_open_their_records_and_figures_by_hand_are_marked(
    office: Office, open_window: Open, request_id: UUID, settle: Callable[[], None]
) -> None:
    window = open_window()
    window.open_place(Place("reports", tab="deliver", record=request_id))
    settle()
    form = form_of(window)
    kpi = office.rows(Query("kpi", (Condition("name_kk", "is", INDICATORS[1]),)), 1)[0].id
    assert form.grid.go_to(str(kpi), "kpi.plan.q3")
    grid = form.grid.grid
    assert grid.mark(form.grid.currentIndex()) == ""
    form.by_hand.click()
    sheet = sheet_of(window)
    editors = sheet.editors  # type: ignore[attr-defined]
    editors["value"].type_first("11")
    editors["note"].type_first("Облыс жоспарды өсірді")
    sheet.go.click()  # type: ignore[attr-defined]
    settle()
    assert grid.mark(form.grid.currentIndex()) == "hand"
    assert form.grid.currentIndex().data() == "11"
    assert form.told.text() == "By hand: Облыс жоспарды өсірді"
    form.records.click()
    settle()
    assert window.rail.current() == "cluster"
    window.step(forward=False)
    settle()
    assert tab_of(window).is_form()


def test_a_gap_filled_with_enter_is_one_action_and_ctrl_z_takes_it_back(
    qtbot: QtBot, office: Office, open_window: Open, request_id: UUID, settle: Callable[[], None]
) -> None:
    window = open_window()
    window.open_place(Place("reports", tab="deliver", record=request_id))
    settle()
    form = form_of(window)
    before = len(office.journal())
    assert form.side.focus_gap()
    hand = Hand(qtbot)
    hand.type("12")
    hand.press(Qt.Key.Key_Return)
    settle()
    assert len(office.journal()) == before + 1
    assert len(form.side.gaps) == 2
    # The cursor is in the next field, in which nothing was typed.
    hand.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len(form.side.gaps) == 3


def test_the_old_figure_is_replaced_by_what_is_typed_and_enter_goes_on(
    qtbot: QtBot, office: Office, open_window: Open, request_id: UUID, settle: Callable[[], None]
) -> None:
    window = open_window()
    window.open_place(Place("reports", tab="deliver", record=request_id))
    settle()
    form = form_of(window)
    kpi = office.rows(Query("kpi", (Condition("name_kk", "is", INDICATORS[1]),)), 1)[0].id
    value = office.rows(Query("kpi_value", (Condition("kpi_id", "is", kpi),)), 1)[0].id
    office.set("kpi_value", value, {"fact": Decimal(2)})
    settle()
    form.grid.go_to(str(kpi), "kpi.fact.q3")
    form.by_hand.click()
    settle()
    hand = Hand(qtbot)
    hand.type("5,5")
    hand.press(Qt.Key.Key_Return)
    hand.type("Облыс санады")
    sheet_of(window).go.click()  # type: ignore[attr-defined]
    settle()
    assert form.grid.currentIndex().data() == "5.5"
    # What is worked out of the figure follows it, as in the file.
    assert form.grid.go_to(str(kpi), "kpi.percent")
    assert form.grid.currentIndex().data().startswith("55")


def test_a_whole_form_has_the_room_of_its_side(
    office: Office, open_window: Open, request_id: UUID, settle: Callable[[], None]
) -> None:
    window = open_window()
    window.resize(1093, 545)
    window.open_place(Place("reports", tab="deliver", record=request_id))
    settle()
    form = form_of(window)
    assert form.side.isVisible()
    # A low window begins with the headings and not with the title above them.
    bar = form.grid.verticalScrollBar()
    assert bar.value() > 0
    assert form.side.focus_gap()
    ids = [row.id for row in office.rows(Query("kpi_value"))]
    office.set_many("kpi_value", ids, {"fact": Decimal(10)})
    settle()
    settle()
    assert not form.side.isVisible()
    assert window.focusWidget() is form.verbs["deliver"]


def test_the_next_step_of_each_row(
    office: Office, open_window: Open, request_id: UUID, folder: Path, settle: Callable[[], None]
) -> None:
    window = open_window()
    window.open_place(Place("reports"))
    settle()
    table = tab_of(window).table

    def verb() -> str:
        row = table.reports.row_of(request_id)
        return str(table.reports.index(row, VERB).data())

    assert verb() == "Fill gaps"
    for row in office.rows(Query("kpi_value", columns=("plan",))):
        office.set("kpi_value", row.id, {"fact": Decimal(10)})
    settle()
    settle()
    assert verb() == "Deliver…"
    tab_of(window).do(request_id, "deliver")
    sheet = sheet_of(window)
    assert isinstance(sheet, DeliverSheet)
    sheet.save()
    settle()
    sheet.hand_in()
    settle()
    assert verb() == "File"
    # A repeating form has left the next one behind.
    assert table.reports.rowCount() == 2
    office.undo()
    settle()
    assert verb() == "Deliver…"


def test_sent_back_and_accepted_from_the_form(
    office: Office, open_window: Open, request_id: UUID, folder: Path, settle: Callable[[], None]
) -> None:
    window = open_window()
    window.open_place(Place("reports", tab="deliver", record=request_id))
    settle()
    form = form_of(window)
    assert not form.verbs["returned"].isVisible()
    reports.deliver(office, request_id, "f9.xlsx", b"PK", how="email")
    settle()
    form.do("returned")
    sheet = sheet_of(window)
    sheet.editors["because"].type_first("Мөр жоқ")  # type: ignore[attr-defined]
    sheet.go.click()  # type: ignore[attr-defined]
    settle()
    row = reports.get(office, request_id)
    assert (row["state"], row["returned_because"]) == ("returned", "Мөр жоқ")
    assert form.verbs["deliver"].isVisible()


def test_the_usual_forms_are_chosen_once(
    office: Office, open_window: Open, settle: Callable[[], None]
) -> None:
    window = open_window()
    window.open_place(Place("reports"))
    settle()
    tab_of(window).open_usual()
    settle()
    sheet = sheet_of(window)
    assert isinstance(sheet, ChooseForms)
    for key, box in sheet.boxes.items():
        box.setChecked(key in ("F3", "F4"))
    sheet.go.click()
    settle()
    assert tab_of(window).table.reports.rowCount() == 3
    assert office.undo_title() == "Forms to deliver: 2"


def test_overdue_forms_are_those_of_homes_line(
    office: Office, open_window: Open, request_id: UUID, settle: Callable[[], None]
) -> None:
    (late,) = reports.add(office, {"form": "F7", "due_on": date(2026, 11, 1)}).ids
    window = open_window()
    settle()
    assert window.rail.items["reports"].badge() == 1
    window.open_place(Place("reports", where=(Condition("now", "is", "overdue"),)))
    settle()
    tab = tab_of(window)
    assert tab.table.reports.rowCount() == 1
    assert tab.table.reports.row_of(late) == 0
    tab.everything.click()
    settle()
    assert tab.table.reports.rowCount() == 2


def test_archive_and_lists_for_print(
    office: Office, open_window: Open, request_id: UUID, settle: Callable[[], None]
) -> None:
    reports.deliver(office, request_id, "f9.xlsx", b"PK", how="email")
    window = open_window()
    window.open_place(Place("reports", tab="archive"))
    settle()
    page = window.page()
    assert isinstance(page, ReportsPage)
    archive = page.shown()
    assert isinstance(archive, Archive)
    assert archive.list.count() == 1
    window.open_place(Place("reports", tab="lists"))
    settle()
    lists = page.shown()
    assert isinstance(lists, ListsForPrint)
    assert {"partners", "mentors"} <= set(lists.buttons)
