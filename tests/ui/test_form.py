"""Form, side panel, files and history of a record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cluster_desktop import fields
from cluster_desktop.i18n import set_language
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.editors import RefEdit
from cluster_desktop.ui.form import EntityForm
from cluster_desktop.ui.panel import SidePanel
from tests.ui.hands import settle, type_text


@pytest.fixture
def partner(office: Office) -> UUID:
    return next(iter(office.add("organisation", {"name_kk": "«Қостанай агро» ЖШС"}).ids))


@pytest.fixture
def agreement(office: Office, partner: UUID) -> UUID:
    values = {
        "number": "М-014/2026",
        "partner_id": partner,
        "stage": "signed",
        "signed_on": date(2026, 11, 3),
        "valid_until": date(2029, 11, 3),
    }
    return next(iter(office.add("agreement", values).ids))


@pytest.fixture
def form(qtbot: QtBot, office: Office, bridge: OfficeBridge) -> EntityForm:
    made = EntityForm(office, bridge, "organisation")
    made.resize(360, 800)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def panel(qtbot: QtBot, office: Office, bridge: OfficeBridge) -> SidePanel:
    made = SidePanel(office, bridge)
    made.resize(351, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def type_into(form: EntityForm, name: str, text: str) -> None:
    """Replace what is in the field and leave it."""
    editor = form.field(name)
    editor.input.setFocus()
    editor.select_all()
    type_text(editor.input, text)
    editor.leave()


def test_leaving_a_field_saves_only_that_field(
    form: EntityForm, office: Office, partner: UUID
) -> None:
    form.open(partner)
    type_into(form, "phone", "+7 777 123 45 67")
    assert office.get("organisation", partner)["phone"] == "+7 777 123 45 67"
    assert {line.field for line in office.history("organisation", partner)} <= {"", "phone"}


def test_a_refusal_stands_beside_its_field_and_nothing_is_written(
    form: EntityForm, office: Office, partner: UUID
) -> None:
    form.open(partner)
    type_into(form, "bin", "123")
    assert "12" in (form.problem("bin") or "")
    assert form.row("bin").sentence() == form.problem("bin")
    assert form.problem_count() == 1
    assert office.get("organisation", partner)["bin"] is None


def test_a_record_without_a_name_is_refused_by_the_record_itself(
    form: EntityForm, office: Office, partner: UUID
) -> None:
    form.open(partner)
    editor = form.field("name_kk")
    editor.line.clear()
    editor.leave()
    assert form.problem("name_kk")
    assert office.get("organisation", partner)["name_kk"] == "«Қостанай агро» ЖШС"


def test_a_new_record_exists_once_what_is_required_is_there(
    qtbot: QtBot, form: EntityForm, office: Office
) -> None:
    form.open_new()
    type_into(form, "phone", "+7 777 123 45 67")
    assert office.count("organisation") == 0
    with qtbot.waitSignal(form.created, timeout=500):
        type_into(form, "name_kk", "«Ұлы дала» ЖШС")
    row = office.rows(Query("organisation"))[0]
    stored = office.get("organisation", row.id)
    assert (stored["name_kk"], stored["phone"]) == ("«Ұлы дала» ЖШС", "+7 777 123 45 67")


def test_an_unfinished_record_is_brought_back_after_a_crash(
    qtbot: QtBot, form: EntityForm, office: Office, bridge: OfficeBridge
) -> None:
    form.open_new()
    type_text(form.field("phone").input, "+7 777")
    form.keep_draft()

    again = EntityForm(office, bridge, "organisation")
    qtbot.addWidget(again)
    again.open_new()

    assert again.field("phone").text() == "+7 777"


def test_the_draft_is_gone_once_the_record_exists(form: EntityForm, office: Office) -> None:
    form.open_new()
    type_text(form.field("name_kk").input, "Мекеме")
    form.keep_draft()
    form.field("name_kk").leave()
    assert office.draft("new.organisation") is None


def test_a_record_that_is_in_the_list_already_is_named_with_the_way_to_it(
    qtbot: QtBot, form: EntityForm, office: Office, partner: UUID
) -> None:
    form.open_new()
    type_into(form, "name_kk", "Қостанай агро")
    settle()
    assert form.problem("name_kk") == "Already in the list: «Қостанай агро» ЖШС"
    with qtbot.waitSignal(form.link_opened, timeout=500) as told:
        form.row("name_kk")._fix.click()
    assert told.args == ["organisation", partner]


def test_a_change_elsewhere_appears_in_fields_nobody_types_in(
    form: EntityForm, office: Office, partner: UUID
) -> None:
    form.open(partner)
    form.field("phone").input.setFocus()
    type_text(form.field("phone").input, "8 777")
    office.set("organisation", partner, {"sector": "Ауыл шаруашылығы", "phone": "8 700 1"})
    settle()
    assert form.field("sector").text() == "Ауыл шаруашылығы"
    assert form.field("phone").text() == "8 777"


def test_folded_groups_are_made_when_opened(form: EntityForm, partner: UUID) -> None:
    form.open(partner)
    assert "iban" not in form._rows
    form.show_field("iban")
    assert form.field("iban").input.hasFocus()


def test_at_most_twelve_fields_stand_before_the_groups(form: EntityForm, partner: UUID) -> None:
    form.open(partner)
    assert len(form._rows) <= 12


def test_enter_goes_to_the_next_field(form: EntityForm, partner: UUID) -> None:
    form.open(partner)
    form.field("name_kk").input.setFocus()
    QTest.keyClick(form.field("name_kk").input, Qt.Key.Key_Return)
    assert form.field("name_ru").input.hasFocus()


def test_labels_follow_the_language(
    form: EntityForm, partner: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    form.open(partner)
    monkeypatch.setattr(fields, "_", lambda text: f"«{text}»")
    form.retranslate()
    assert form.field("phone").input.accessibleName() == "«Phone»"


def test_the_end_is_counted_from_the_day_of_signing(
    panel: SidePanel, office: Office, agreement: UUID
) -> None:
    panel.open("agreement", agreement)
    editor = panel.form.field("valid_until")
    editor.line.setText("5 жыл")
    editor.leave()
    assert office.get("agreement", agreement)["valid_until"] == date(2031, 11, 3)


def test_the_head_names_the_record_and_its_state(
    panel: SidePanel, office: Office, agreement: UUID
) -> None:
    panel.open("agreement", agreement)
    assert panel._title.full_text() == "М-014/2026"
    assert panel._pill.text() == "In force"
    office.set("agreement", agreement, {"valid_until": date(2026, 12, 3)})
    settle()
    assert panel._pill.text() == "12 days"


def test_a_link_opens_the_other_record(
    qtbot: QtBot, panel: SidePanel, agreement: UUID, partner: UUID
) -> None:
    panel.open("agreement", agreement)
    editor = panel.form.field("partner_id")
    assert isinstance(editor, RefEdit)
    with qtbot.waitSignal(panel.link_opened, timeout=500) as told:
        editor._open.trigger()
    assert told.args == ["organisation", partner]


def test_a_partner_that_does_not_exist_yet_is_made_from_what_was_typed(
    panel: SidePanel, office: Office, agreement: UUID
) -> None:
    panel.open("agreement", agreement)
    editor = panel.form.field("partner_id")
    editor.input.setFocus()
    editor.select_all()
    type_text(editor.input, "Жаңа серіктес")
    editor.create_wanted.emit("Жаңа серіктес")
    assert office.get("agreement", agreement)["partner_id"].title == "Жаңа серіктес"


def test_a_scan_that_is_dropped_is_kept_and_counted_on_its_tab(
    panel: SidePanel, office: Office, agreement: UUID, tmp_path: Path
) -> None:
    scan = tmp_path / "М-014 қол қойылған.pdf"
    scan.write_bytes(b"%PDF-1.7")
    panel.open("agreement", agreement)
    panel.files.attach([scan])
    settle()
    assert panel.files.count() == 1
    assert "1" in panel._tabs.tabText(1)


def test_history_says_from_what_to_what_and_takes_back(
    qtbot: QtBot, panel: SidePanel, office: Office, agreement: UUID
) -> None:
    office.set("agreement", agreement, {"responsible": "Ахметова Г."})
    panel.open("agreement", agreement)
    panel.show_tab("history")
    settle()
    assert any("Responsible: – → Ахметова Г." in entry for entry in panel.history.entries())

    action = office.history("agreement", agreement)
    newest = max(line.action for line in action)
    with qtbot.waitSignal(panel.history.taken_back, timeout=2000):
        panel.history.take_back(newest)
    assert office.get("agreement", agreement)["responsible"] is None


def test_escape_closes_the_panel_and_keeps_what_was_typed(
    qtbot: QtBot, panel: SidePanel, office: Office, agreement: UUID
) -> None:
    panel.open("agreement", agreement)
    type_text(panel.form.field("official_number").input, "77")
    with qtbot.waitSignal(panel.closed, timeout=500):
        panel.close_panel()
    assert office.get("agreement", agreement)["official_number"] == "77"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_stop_of_the_keyboard_has_a_name(
    panel: SidePanel, agreement: UUID, language: str
) -> None:
    set_language(language)
    panel.retranslate()
    panel.open("agreement", agreement)
    stops = [w for w in panel.findChildren(object) if hasattr(w, "focusPolicy")]
    tab = Qt.FocusPolicy.TabFocus
    focusable = [w for w in stops if w.focusPolicy() & tab and w.isVisible() and w.isEnabled()]
    unnamed = [
        w
        for w in focusable
        if not w.accessibleName() and not w.focusProxy() and not getattr(w, "text", str)()
    ]
    assert unnamed == []
    assert 0 < len(focusable) <= 60


def test_the_panel_closes_when_its_record_goes_to_the_bin(
    panel: SidePanel, office: Office, agreement: UUID
) -> None:
    panel.open("agreement", agreement)
    office.delete("agreement", [agreement])
    settle()
    assert panel.isHidden()


def test_a_record_whose_making_was_taken_back_is_said_to_be_gone(
    qtbot: QtBot, panel: SidePanel, office: Office
) -> None:
    with qtbot.waitSignal(panel.problem, timeout=500):
        panel.open("organisation", UUID(int=5))
    assert panel.isHidden()
