"""Partners and Agreements: panel beside the list, new records, verbs on many, Excel and paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Condition
from cluster_desktop.services import attachments
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.memorandum import MemorandumSheet
from cluster_desktop.ui.pages.agreements import AgreementsPage
from cluster_desktop.ui.pages.list_job import ListJob
from cluster_desktop.ui.pages.partners import PartnersPage
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.widgets_buttons import Button
from cluster_desktop.ui.widgets_feedback import EmptyState
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def first_page() -> str:
    return "partners"


@pytest.fixture
def partners(window: MainWindow, settle: Settle) -> PartnersPage:
    window.open_place(Place("partners"))
    settle()
    page = window.page()
    assert isinstance(page, PartnersPage)
    return page


@pytest.fixture
def page(window: MainWindow, settle: Settle) -> AgreementsPage:
    window.open_place(Place("agreements"))
    settle()
    found = window.page()
    assert isinstance(found, AgreementsPage)
    return found


def test_our_own_college_is_no_partner(partners: PartnersPage) -> None:
    assert partners.list.count() == 2


def test_ctrl_n_opens_an_empty_card_that_becomes_a_partner(
    qtbot: QtBot,
    partners: PartnersPage,
    office: Office,
    settle: Settle,
    type_text: Callable[[QWidget, str], None],
) -> None:
    partners.run("new")
    assert partners.panel.isVisible()
    assert partners.panel.form is not None
    name = partners.panel.form.field("name_kk").input
    assert isinstance(name, QLineEdit)
    name.setFocus()
    type_text(name, "«Әлем» ЖШС")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    settle()
    assert partners.list.count() == 3
    (made,) = office.lookup("organisation", "name_kk", ["«Әлем» ЖШС"]).values()
    assert partners.panel.record_id() == made[0]


def test_the_panel_shows_how_many_agreements_the_partner_has(
    partners: PartnersPage, partner: UUID, settle: Settle
) -> None:
    partners.open_record(partner)
    settle()
    section, title = partners._sections["agreements"]
    section.open()
    assert title == "Agreements"
    assert len(partners.agreements.findChildren(object, "")) > 0
    rows = [w for w in partners.agreements.children() if hasattr(w, "text")]
    assert len(rows) == 3


def test_the_memorandum_button_opens_the_sheet_with_that_partner(
    window: MainWindow, partners: PartnersPage, partner: UUID, settle: Settle
) -> None:
    partners.open_record(partner)
    partners.run("new_memorandum")
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, MemorandumSheet)
    layer.close_sheet()
    settle()


def test_the_map_of_roles_shows_each_kind_with_its_partners(
    partners: PartnersPage, settle: Settle
) -> None:
    partners.show_tab("map")
    settle()
    assert [card.objectName() for card in partners.map.cards()] == [
        "role_enterprise",
        "role_school",
    ]


def test_closing_the_panel_gives_the_list_its_room_back(
    partners: PartnersPage, partner: UUID, settle: Settle
) -> None:
    wide = partners.list.width()
    partners.open_record(partner)
    settle()
    assert partners.list.width() < wide - 300
    partners.panel.close_panel()
    settle()
    assert partners.list.width() == wide


def test_f11_gives_the_panel_the_whole_page(
    partners: PartnersPage, partner: UUID, settle: Settle
) -> None:
    partners.open_record(partner)
    settle()
    partners.run("wide_panel")
    settle()
    assert partners.panel.width() > 1000
    partners.run("wide_panel")
    settle()
    assert 320 <= partners.panel.width() <= 360


def test_excel_holds_exactly_what_the_view_shows(
    page: AgreementsPage, tmp_path: Path, settle: Settle
) -> None:
    page.list.set_where((Condition("state", "is", "expired"),))
    settle()
    target = tmp_path / "тізім.xlsx"
    page.output.save_excel(target, page.list.query(), page.title())
    settle()
    sheet = load_workbook(target).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["No.", "Partner"]
    assert [row[0] for row in rows[1:]] == ["М-003/2023"]


def test_a_formula_in_a_name_is_text_in_excel(
    page: AgreementsPage, office: Office, partner: UUID, tmp_path: Path, settle: Settle
) -> None:
    office.set("organisation", partner, {"name_kk": "=1+1", "name_ru": "=1+1"})
    settle()
    target = tmp_path / "list.xlsx"
    page.output.save_excel(target, page.list.query(), page.title())
    settle()
    sheet = load_workbook(target).active
    assert sheet is not None
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"}
    assert kinds == {"s"}


def test_print_without_ticks_prints_the_list(
    window: MainWindow, page: AgreementsPage, settle: Settle
) -> None:
    page.run("print")
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, PrintPreview)
    (paper,) = layer.sheet.papers()
    assert paper.title == "Agreements"
    assert paper.pages == 1
    layer.close_sheet()
    settle()


def test_the_printed_list_names_its_filter(window: MainWindow, page: AgreementsPage) -> None:
    page.list.set_where((Condition("kind", "is", "memorandum"),))
    data = ListJob(window.desk, page.list.query(), page.title()).data()
    assert data.subtitle == "5 records · Kind: Memorandum"
    assert len(data.rows) == 5


def test_renewal_makes_drafts_that_one_undo_takes_back(
    qtbot: QtBot,
    window: MainWindow,
    page: AgreementsPage,
    office: Office,
    agreements: dict[str, UUID],
    settle: Settle,
) -> None:
    page.renew([agreements["expiring"], agreements["expired"]])
    settle()
    layer = window.layer()
    assert layer is not None
    sheet = layer.sheet
    assert [str(one.valid_until) for one in sheet.proposed()] == ["2027-12-03", "2027-11-20"]  # type: ignore[attr-defined]
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    settle()
    assert office.count("agreement") == 7
    assert page.list.count() == 2
    office.undo()
    assert office.count("agreement") == 5
    settle()
    assert page.list.count() == 0
    said = page.list.findChild(EmptyState)
    assert said is not None
    assert said.isVisible()
    assert said.text() == "No record fits these filters."
    (clear,) = said.findChildren(Button)
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    settle()
    assert page.list.count() == 5


def test_set_field_shows_before_and_after_and_writes_once(
    qtbot: QtBot,
    window: MainWindow,
    page: AgreementsPage,
    office: Office,
    agreements: dict[str, UUID],
    settle: Settle,
    type_text: Callable[[QWidget, str], None],
) -> None:
    ids = [agreements["in_force"], agreements["expiring"], agreements["draft"]]
    office.set("agreement", ids[0], {"responsible": "Ахметова Г."})
    page.set_field(ids)
    layer = window.layer()
    assert layer is not None
    sheet = layer.sheet
    sheet.choose("responsible")  # type: ignore[attr-defined]
    settle()
    assert sheet._now.text() == "2 different values now"  # type: ignore[attr-defined]
    field = sheet.editor().input  # type: ignore[attr-defined]
    type_text(field, "Сәрсенов Б.")
    qtbot.mouseClick(sheet._go, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    settle()
    assert {office.get("agreement", one)["responsible"] for one in ids} == {"Сәрсенов Б."}
    office.undo()
    assert office.get("agreement", ids[0])["responsible"] == "Ахметова Г."
    assert office.get("agreement", ids[1])["responsible"] is None


def test_a_scan_dropped_on_the_document_is_kept_with_the_agreement(
    page: AgreementsPage,
    office: Office,
    agreements: dict[str, UUID],
    tmp_path: Path,
    settle: Settle,
) -> None:
    page.open_record(agreements["in_force"])
    settle()
    scan = tmp_path / "М-001 қолдарымен.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    page.document.attach(scan)
    settle()
    (row,) = attachments.of_record(office, agreements["in_force"])
    assert (row["name"], row["kind"]) == ("М-001 қолдарымен.pdf", "scan")
    assert [file.id for file in page.document.files()] == [row.id]


def test_a_program_is_refused_as_a_scan(
    window: MainWindow,
    page: AgreementsPage,
    office: Office,
    agreements: dict[str, UUID],
    tmp_path: Path,
    settle: Settle,
) -> None:
    page.open_record(agreements["in_force"])
    refused: list[str] = []
    window.desk.refused.connect(refused.append)
    virus = tmp_path / "scan.exe"
    virus.write_bytes(b"MZ")
    page.document.attach(virus)
    settle()
    assert len(refused) == 1
    assert attachments.of_record(office, agreements["in_force"]) == []


def test_the_thumbnail_is_the_real_first_page(
    page: AgreementsPage, agreements: dict[str, UUID], settle: Settle
) -> None:
    page.open_record(agreements["in_force"])
    settle()
    shown = page.document._shown
    assert shown is not None
    assert shown.image is not None
    assert shown.image.height() > shown.image.width()


def test_the_sum_line_counts_what_is_shown_by_kind(page: AgreementsPage, settle: Settle) -> None:
    page.list.set_where((Condition("state", "is", "draft"),))
    settle()
    assert page.list._summary is not None
    assert page.list._summary(1) == ["Memorandum: 1"]


def test_up_and_down_in_the_table_move_the_panel_along(
    qtbot: QtBot, page: AgreementsPage, agreements: dict[str, UUID], settle: Settle
) -> None:
    page.list.focus_table()
    first = page.list.current_id()
    assert first is not None
    page.open_record(first)
    settle()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down)
    settle()
    assert page.panel.record_id() == page.list.current_id() != first


def test_ctrl_g_goes_from_the_agreement_to_its_partner(
    window: MainWindow,
    page: AgreementsPage,
    partner: UUID,
    agreements: dict[str, UUID],
    settle: Settle,
) -> None:
    page.open_record(agreements["in_force"])
    settle()
    window.commands.run("related")
    settle()
    found = window.page()
    assert isinstance(found, PartnersPage)
    assert found.panel.record_id() == partner
