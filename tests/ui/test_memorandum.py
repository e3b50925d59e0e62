"""The memorandum sheet: typing, the real page beside it, the draft that survives, the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.documents import preview as pictures
from cluster_desktop.services import agreements
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.memorandum import MemorandumSheet
from cluster_desktop.ui.memorandum_draft import DRAFT_KIND
from cluster_desktop.ui.memorandum_form import FindingLine
from cluster_desktop.ui.sheet import Overlay
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.theme import apply_theme
from tests.databases import Builder
from tests.ui.desks import (
    HeardDesk,
    add_memorandum,
    add_partner,
    cut_off,
    nameless,
    with_college,
)
from tests.ui.hands import type_text


@pytest.fixture
def content() -> Builder:
    return with_college


@pytest.fixture
def desk(office: Office, bridge: OfficeBridge, qapp: QApplication) -> Iterator[HeardDesk]:
    root = QObject()
    yield HeardDesk(office, bridge, root)
    speak(qapp, "en")


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1134, 673)
    made.show()
    return made


def laid(host: QWidget, desk: HeardDesk) -> MemorandumSheet:
    sheet = MemorandumSheet(desk)
    Overlay(host, sheet, width=sheet.sheet_width)
    return sheet


def new_with(qtbot: QtBot, host: QWidget, desk: HeardDesk, partner: UUID | None) -> MemorandumSheet:
    sheet = laid(host, desk)
    sheet.open_new(partner)
    ready(qtbot, sheet)
    return sheet


def ready(qtbot: QtBot, sheet: MemorandumSheet) -> None:
    qtbot.waitUntil(sheet.is_ready, timeout=10_000)
    drawn(qtbot, sheet)


def drawn(qtbot: QtBot, sheet: MemorandumSheet) -> None:
    qtbot.waitUntil(lambda: not sheet.page.is_waiting(), timeout=20_000)


def retype(sheet: MemorandumSheet, name: str, text: str) -> None:
    """Type over what stands in a field, without leaving it."""
    editor = sheet.terms.editors.get(name) or sheet.partner.editors[name]
    editor.input.setFocus()
    editor.select_all()
    type_text(editor.input, text)


def page_text(sheet: MemorandumSheet) -> str:
    shown = sheet.page.shown()
    assert shown is not None
    return pictures.text_of(shown.pdf).replace("\r\n", " ").replace("\n", " ")


# ---- the page ----


def test_the_page_is_the_real_paper(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    text = page_text(sheet)
    assert "М-АВЕ001/2026" in text
    assert "Торғай <b>жарық</b>" in text
    assert "директора Оспанова К. М." in text
    assert not sheet.page.view.image.isNull()


def test_a_typed_value_is_on_the_page_and_tinted_at_once(
    qtbot: QtBot, host: QWidget, desk: HeardDesk
) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    before = sheet.page.view.image.copy()
    retype(sheet, "valid_until", "05122030")
    qtbot.waitUntil(sheet.page.is_waiting, timeout=2_000)
    drawn(qtbot, sheet)
    assert "5 декабря 2030 года" in page_text(sheet).replace("\u00a0", " ")
    shown = sheet.page.shown()
    assert shown is not None
    assert sheet.page.page() == shown.tinted_page
    assert sheet.page.view.image != before


def test_one_after_the_other_is_another_layout(
    qtbot: QtBot, host: QWidget, desk: HeardDesk
) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    columns = sheet.page.shown()
    sheet.terms.layouts.setCurrentIndex(1)
    sheet.terms.layouts.activated.emit(1)
    qtbot.waitUntil(lambda: sheet.page.shown() is not columns, timeout=10_000)
    assert desk.preferences.get("print.layout") == "sequence"


def test_pages_are_turned(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    assert sheet.page.page() == 0
    qtbot.mouseClick(sheet.page.forth, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.page.page() == 1, timeout=5_000)
    assert not sheet.page.forth.isEnabled()


# ---- the check ----


def test_the_check_leads_to_the_field(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office, address_ru=None))
    wanted = next(
        line
        for line in sheet.findings.findChildren(FindingLine)
        if line.finding.field == "parties.1.address_ru"
    )
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is sheet.partner.editors["address_ru"].input


def test_what_is_in_order_is_said(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    said = [finding.message for finding in sheet.findings.findings()]
    assert "Number М-АВЕ001/2026 was not used before" in said
    assert "The partner's name is there in both languages" in said


def test_a_number_used_before_is_a_remark(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    office = desk.office
    partner = add_partner(office)
    add_memorandum(office, partner, number="М-7/2026")
    sheet = new_with(qtbot, host, desk, partner)
    retype(sheet, "number", "М-7/2026")
    qtbot.waitUntil(sheet.page.is_waiting, timeout=2_000)
    drawn(qtbot, sheet)
    said = [f for f in sheet.findings.findings() if f.severity == "warning"]
    assert any("М-7/2026" in finding.message for finding in said)


# ---- the draft ----


def test_what_is_typed_survives_a_crash(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    office = desk.office
    partner = add_partner(office)
    sheet = new_with(qtbot, host, desk, partner)
    retype(sheet, "places", "17")
    qtbot.waitUntil(lambda: sheet.kept.isVisible(), timeout=5_000)
    payload = office.draft(DRAFT_KIND)
    assert payload is not None
    assert payload["title"] == "«Торғай <b>жарық</b>» ЖШС"
    # The process dies here: nothing of the sheet is asked any more.
    again = laid(host, desk)
    again.open_draft()
    ready(qtbot, again)
    assert again.terms.editors["places"].value() == 17
    assert again.draft().partner_id == partner
    assert again.anew.isVisible()
    assert office.count("agreement") == 0


def test_start_anew_drops_the_unfinished_one(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    retype(sheet, "places", "17")
    sheet.close_sheet()
    again = laid(host, desk)
    again.open_draft()
    ready(qtbot, again)
    qtbot.mouseClick(again.anew, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.draft().is_empty, timeout=5_000)
    assert desk.office.draft(DRAFT_KIND) is None


def test_an_unfinished_one_is_not_lost_to_another_partner(
    qtbot: QtBot, host: QWidget, desk: HeardDesk
) -> None:
    first, second = add_partner(desk.office), add_partner(desk.office, bin=None)
    sheet = new_with(qtbot, host, desk, first)
    retype(sheet, "places", "17")
    sheet.close_sheet()
    again = laid(host, desk)
    again.open_new(second)
    ready(qtbot, again)
    assert again.draft().partner_id == first
    qtbot.mouseClick(again.anew, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.draft().partner_id == second, timeout=5_000)


def test_esc_closes_and_keeps(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    overlay = sheet.parentWidget()
    assert isinstance(overlay, Overlay)
    retype(sheet, "places", "5")
    sheet.terms.editors["places"].commit()
    with qtbot.waitSignal(overlay.closed, timeout=2_000):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert desk.office.draft(DRAFT_KIND) is not None


# ---- the record ----


def test_print_makes_the_record_and_opens_its_paper(
    qtbot: QtBot, host: QWidget, desk: HeardDesk
) -> None:
    office = desk.office
    partner = add_partner(office)
    sheet = new_with(qtbot, host, desk, partner)
    retype(sheet, "places", "12")
    with qtbot.waitSignal(sheet.closed, timeout=10_000):
        qtbot.keyClick(sheet, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    ((agreement,),) = desk.opened_papers
    row = office.get("agreement", agreement)
    assert row["number"] == "М-АВЕ001/2026"
    assert row["places"] == 12
    assert row["stage"] == "draft"
    assert row["partner_id"].id == partner
    assert office.draft(DRAFT_KIND) is None


def test_a_new_partner_is_made_with_the_memorandum_as_one_action(
    qtbot: QtBot, host: QWidget, desk: HeardDesk
) -> None:
    office = desk.office
    before = office.count("organisation")
    sheet = new_with(qtbot, host, desk, None)
    sheet.partner.partner.create_wanted.emit("«Жаңа серік» ЖШС")
    assert sheet.partner.editors["name_kk"].value() == "«Жаңа серік» ЖШС"
    retype(sheet, "bin", "240240900092")
    retype(sheet, "name_ru", "ТОО «Жана серик»")
    with qtbot.waitSignal(sheet.saved, timeout=10_000):
        qtbot.mouseClick(sheet.keep_button, Qt.MouseButton.LeftButton)
    assert office.count("organisation") == before + 1
    (found,) = office.lookup("organisation", "bin", ["240240900092"])["240240900092"]
    assert office.get("organisation", found)["name_ru"] == "ТОО «Жана серик»"
    office.undo()
    assert office.count("organisation") == before
    assert office.count("agreement") == 0


def test_without_a_partner_nothing_is_made(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, None)
    qtbot.mouseClick(sheet.keep_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.partner.partner.problem() is not None, timeout=5_000)
    assert desk.office.count("agreement") == 0


def test_a_field_of_a_saved_one_is_written_when_left(
    qtbot: QtBot, host: QWidget, desk: HeardDesk
) -> None:
    office = desk.office
    partner = add_partner(office)
    agreement = add_memorandum(office, partner)
    sheet = laid(host, desk)
    sheet.open(agreement)
    ready(qtbot, sheet)
    retype(sheet, "places", "9")
    qtbot.keyClick(sheet.terms.editors["places"].input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: office.get("agreement", agreement)["places"] == 9, timeout=5_000)
    retype(sheet, "head_kk", "Жаңа Басшы")
    qtbot.keyClick(sheet.partner.editors["head_kk"].input, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: office.get("organisation", partner)["head_kk"] == "Жаңа Басшы", timeout=5_000
    )
    assert sheet.kept.isVisible()


def test_undo_elsewhere_is_seen_in_the_sheet(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    office = desk.office
    agreement = add_memorandum(office, add_partner(office))
    office.set("agreement", agreement, {"places": 30})
    sheet = laid(host, desk)
    sheet.open(agreement)
    ready(qtbot, sheet)
    office.undo()
    qtbot.waitUntil(lambda: sheet.terms.editors["places"].value() == 4, timeout=5_000)


def test_a_signed_one_is_read_only(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    office = desk.office
    agreement = add_memorandum(office, add_partner(office))
    agreements.mark_signed(office, [agreement], office.today())
    sheet = laid(host, desk)
    sheet.open(agreement)
    ready(qtbot, sheet)
    assert not sheet.terms.template.isEnabled()
    assert "addendum" in sheet.note.text()


def test_the_term_is_chosen_in_years(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    assert sheet.terms.term.text() == "3 years"
    sheet.terms.set_years(5)
    assert sheet.draft().terms["valid_until"] == date(2031, 11, 21)
    sheet.terms.set_open()
    assert sheet.draft().terms["open_ended"] is True
    assert sheet.draft().terms["valid_until"] is None


def test_a_third_party_is_on_the_paper_and_in_the_record(
    qtbot: QtBot, host: QWidget, desk: HeardDesk
) -> None:
    office = desk.office
    third = add_partner(office, name_kk="№ 3 мектеп-гимназия", bin="060540932340", kind="school")
    sheet = new_with(qtbot, host, desk, add_partner(office))
    qtbot.mouseClick(sheet.partner.add_party, Qt.MouseButton.LeftButton)
    row = sheet.partner._rows[0]
    row.editor.show_value(third)
    row.editor.commit()
    qtbot.waitUntil(sheet.page.is_waiting, timeout=2_000)
    drawn(qtbot, sheet)
    assert "№ 3 мектеп-гимназия" in page_text(sheet)
    with qtbot.waitSignal(sheet.saved, timeout=10_000):
        qtbot.mouseClick(sheet.keep_button, Qt.MouseButton.LeftButton)
    assert office.count("party") == 1


def test_another_person_signs_for_the_college(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    signer = sheet.terms.signer
    signer.setCurrentIndex(signer.count() - 1)
    signer.activated.emit(signer.count() - 1)
    name = sheet.terms.findChild(QWidget, "signatory_name_kk")
    assert name is not None
    type_text(QApplication.focusWidget(), "Әділова Мөлдір Ғаниқызы")
    qtbot.waitUntil(sheet.page.is_waiting, timeout=2_000)
    drawn(qtbot, sheet)
    assert "М. Ғ. Әділова" in page_text(sheet).replace("\u00a0", " ")
    with qtbot.waitSignal(sheet.saved, timeout=10_000):
        qtbot.mouseClick(sheet.keep_button, Qt.MouseButton.LeftButton)
    assert desk.office.count("signatory") == 1


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_paper_is_saved_as_a_file(
    qtbot: QtBot, host: QWidget, desk: HeardDesk, tmp_path: Path, ending: str
) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    path = tmp_path / f"меморандум.{ending}"
    sheet.save_to(path)
    qtbot.waitUntil(lambda: bool(desk.heard), timeout=20_000)
    text = _text_of(path)
    assert "М-АВЕ001/2026" in text
    assert desk.office.count("agreement") == 1


def _text_of(path: Path) -> str:
    if path.suffix == ".docx":
        with ZipFile(path) as archive:
            return archive.read("word/document.xml").decode()
    return pictures.text_of(path)


# ---- looks ----


def test_tab_stays_inside_the_sheet(qtbot: QtBot, host: QWidget, desk: HeardDesk) -> None:
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    sheet.close_button.setFocus()
    seen: list[QWidget | None] = []
    for _stop in range(80):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert all(widget is not None and sheet.isAncestorOf(widget) for widget in seen)
    assert sheet.print_button in seen
    assert sheet.close_button in seen


@pytest.mark.parametrize("size", [(1134, 673), (1037, 490)], ids=["1366", "1093"])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_everything_fits_and_has_a_name(
    qtbot: QtBot,
    host: QWidget,
    desk: HeardDesk,
    qapp: QApplication,
    lang: str,
    size: tuple[int, int],
) -> None:
    speak(qapp, lang)
    apply_theme(qapp, "dark")
    host.resize(*size)
    sheet = new_with(qtbot, host, desk, add_partner(desk.office))
    qtbot.wait(50)
    assert cut_off(sheet) == []
    assert nameless(sheet) == []
    sheet.partner.open_more(is_open=True)
    sheet.terms.open_more(is_open=True)
    qtbot.wait(50)
    assert cut_off(sheet) == []
    assert nameless(sheet) == []
