"""The table: model, keys, ticks, columns, inline editing, clipboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.i18n import set_language
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui import clipboard
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.editors import Editor
from cluster_desktop.ui.looks import PillLook
from cluster_desktop.ui.table import EntityTable
from cluster_desktop.ui.table_freeze import FrozenColumns
from cluster_desktop.ui.table_model import PILL_ROLE, VALUE_ROLE, EntityTableModel
from tests.ui.hands import settle, type_text

NAMES = ["Қостанай агро", "Ұлы дала", "Әулиекөл нан", "Арқалық құрылыс", "Береке"]


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> Entity:
    """Organisations whose name, BIN and phone are edited in the table."""
    entity = catalogue["organisation"]
    names = ("name_kk", "name_ru", "bin", "phone")
    changed = {**entity.fields, **{n: replace(entity.fields[n], inline=True) for n in names}}
    monkeypatch.setitem(catalogue._entities, "organisation", replace(entity, fields=changed))
    return catalogue["organisation"]


@pytest.fixture
def partners(office: Office) -> dict[str, UUID]:
    set_language("kk")
    made = {}
    for name in NAMES:
        made[name] = next(iter(office.add("organisation", {"name_kk": name}).ids))
    return made


def table_of(qtbot: QtBot, office: Office, bridge: OfficeBridge) -> EntityTable:
    table = EntityTable(office, bridge, "organisation")
    table.resize(900, 400)
    qtbot.addWidget(table)
    table.show_query(Query("organisation"))
    table.show()
    table.setFocus()
    return table


def column(table: EntityTable, name: str) -> list[str]:
    section = table.rows.section_of(name)
    return [str(table.rows.index(n, section).data()) for n in range(table.rows.rowCount())]


def test_the_model_keeps_the_promises_of_a_model(
    office: Office, partners: dict[str, UUID], qtmodeltester: ModelTester
) -> None:
    model = EntityTableModel(office, "organisation")
    model.set_query(Query("organisation"))
    qtmodeltester.check(model)


def test_rows_stand_in_the_order_of_the_kazakh_alphabet(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    assert column(table, "name") == [
        "Арқалық құрылыс",
        "Әулиекөл нан",
        "Береке",
        "Қостанай агро",
        "Ұлы дала",
    ]


def test_a_click_on_the_header_sorts_and_a_second_turns_it_round(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    table.head().sectionClicked.emit(table.rows.section_of("name"))
    assert column(table, "name")[0] == "Ұлы дала"
    assert table.query().sort == (("name", True),)


def test_a_cell_is_spoken_with_its_heading_and_the_first_with_the_whole_row(
    office: Office, partners: dict[str, UUID]
) -> None:
    set_language("en")
    model = EntityTableModel(office, "organisation")
    model.set_query(Query("organisation"))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert "Арқалық құрылыс" in str(model.index(0, 1).data(role))
    kind = model.section_of("kind")
    assert model.index(0, kind).data(role) == "Kind: Enterprise"


def test_the_state_of_an_agreement_is_a_pill_and_its_raw_value_stays(
    office: Office, partners: dict[str, UUID]
) -> None:
    set_language("en")
    values = {
        "partner_id": partners["Береке"],
        "stage": "signed",
        "signed_on": date(2026, 10, 12),
        "valid_until": date(2026, 12, 31),
    }
    office.add("agreement", values)
    model = EntityTableModel(office, "agreement")
    model.set_query(Query("agreement"))
    cell = model.index(0, model.section_of("state"))
    assert cell.data(VALUE_ROLE) == "expiring"
    assert cell.data(PILL_ROLE) == PillLook("soon", "warning", True, "40 days")


def test_a_write_elsewhere_appears_and_the_current_row_stays(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    table.select(partners["Қостанай агро"])
    office.add("organisation", {"name_kk": "Ақмола сүт"})
    settle()
    assert table.rows.rowCount() == 6
    assert table.current_id() == partners["Қостанай агро"]


def test_space_ticks_and_the_header_ticks_all(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    table.select(partners["Береке"])
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.rows.ticked_ids() == [partners["Береке"]]
    table.head().ticked_all.emit(True)
    assert set(table.rows.ticked_ids()) == set(partners.values())


def test_a_click_on_the_box_ticks_the_row(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    box = table.visualRect(table.rows.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert table.rows.ticked_ids() == [partners["Әулиекөл нан"]]


def test_ticks_are_dropped_with_another_filter(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    table.rows.tick_all(True)
    where = (Condition("name", "contains", "нан"),)
    table.show_query(Query("organisation", where=where))
    assert table.rows.ticked_ids() == []


def test_letters_jump_to_the_first_name_that_begins_with_them(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    table.set_line(0)
    type_text(table, "улы")
    settle()
    assert table.current_id() == partners["Ұлы дала"]


def test_enter_opens_the_record(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    table.select(partners["Береке"])
    with qtbot.waitSignal(table.opened, timeout=500) as told:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [partners["Береке"]]


def test_typing_in_a_cell_edits_it_and_enter_goes_down(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, inline: Entity, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    section = table.rows.section_of("phone")
    table.setCurrentIndex(table.rows.index(0, section))
    type_text(table, "8")
    editor = table.findChild(Editor)
    type_text(editor.input, " 777 123 45 67")
    QTest.keyClick(editor.input, Qt.Key.Key_Return)
    settle()
    stored = office.get("organisation", partners["Арқалық құрылыс"])["phone"]
    assert stored == "8 777 123 45 67"
    assert table.currentIndex().row() == 1


def test_escape_leaves_the_cell_as_it_was(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, inline: Entity, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    at = table.rows.index(0, table.rows.section_of("phone"))
    table.setCurrentIndex(at)
    table.start_editing(at, "9")
    QTest.keyClick(table.findChild(Editor).input, Qt.Key.Key_Escape)
    settle()
    assert office.get("organisation", partners["Арқалық құрылыс"])["phone"] is None


def test_a_refused_value_is_said_and_not_written(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, inline: Entity, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    at = table.rows.index(0, table.rows.section_of("bin"))
    with qtbot.waitSignal(table.rows.refused, timeout=500):
        assert not table.rows.setData(at, "123")
    assert office.get("organisation", partners["Арқалық құрылыс"])["bin"] is None


def test_delete_clears_a_cell_that_can_be_edited(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, inline: Entity, partners: dict[str, UUID]
) -> None:
    record = partners["Арқалық құрылыс"]
    office.set("organisation", record, {"phone": "8 777 123 45 67"})
    table = table_of(qtbot, office, bridge)
    table.setCurrentIndex(table.rows.index(0, table.rows.section_of("phone")))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert office.get("organisation", record)["phone"] is None


def test_ctrl_d_takes_the_cell_above(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, inline: Entity, partners: dict[str, UUID]
) -> None:
    office.set("organisation", partners["Арқалық құрылыс"], {"phone": "8 777 123 45 67"})
    table = table_of(qtbot, office, bridge)
    table.setCurrentIndex(table.rows.index(1, table.rows.section_of("phone")))
    QTest.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert office.get("organisation", partners["Әулиекөл нан"])["phone"] == "8 777 123 45 67"


def test_a_range_is_copied_as_excel_takes_it(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    first, last = table.rows.index(0, 1), table.rows.index(1, 1)
    table.selectionModel().select(first, table.selectionModel().SelectionFlag.ClearAndSelect)
    table.selectionModel().select(last, table.selectionModel().SelectionFlag.Select)
    table.copy()
    assert QApplication.clipboard().text() == "Арқалық құрылыс\nӘулиекөл нан"


def test_a_paste_is_a_plan_of_one_action(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, inline: Entity, partners: dict[str, UUID]
) -> None:
    set_language("en")
    table = table_of(qtbot, office, bridge)
    at = table.rows.index(0, table.rows.section_of("phone"))
    plan = clipboard.plan(table.rows, at, "8 777 1\n8 777 2\n", office.today())
    assert plan.sentence() == "Paste: 2 cells, 1 column"
    office.apply(plan.sentence(), "form", plan.operations())
    office.undo()
    assert office.get("organisation", partners["Арқалық құрылыс"])["phone"] is None


def test_a_paste_names_what_it_leaves_out(
    office: Office, inline: Entity, partners: dict[str, UUID]
) -> None:
    model = EntityTableModel(office, "organisation")
    model.set_query(Query("organisation"))
    at = model.index(0, model.section_of("bin"))
    plan = clipboard.plan(model, at, "123\n", office.today())
    assert plan.cells == []
    assert len(plan.problems) == 1


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ('"бір\nекі"\tб\r\n', [["бір\nекі", "б"]]),
        ('"ЖШС ""Дала"""', [['ЖШС "Дала"']]),
    ],
)
def test_what_excel_copies_is_read(text: str, cells: list[list[str]]) -> None:
    assert clipboard.read_cells(text) == cells


def test_columns_can_be_chosen_moved_and_keep_their_width(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    table.set_columns(["phone", "name", "sector"], {"phone": 200})
    assert table.shown_columns() == ["phone", "name", "sector"]
    assert table.columnWidth(table.rows.section_of("phone")) == 200
    assert table.query().columns == ("phone", "name", "sector")


def test_every_heading_is_wide_enough_for_its_words(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    set_language("ru")
    table = table_of(qtbot, office, bridge)
    metrics = table.head().fontMetrics()
    sections = range(1, table.rows.columnCount())
    words = {n: str(table.rows.headerData(n, Qt.Orientation.Horizontal)) for n in sections}
    cut = [w for n, w in words.items() if table.columnWidth(n) < metrics.horizontalAdvance(w)]
    assert cut == []


def test_frozen_columns_stay_in_sight_while_the_others_scroll(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partners: dict[str, UUID]
) -> None:
    table = table_of(qtbot, office, bridge)
    table.set_columns(["name", "bin", "kind", "phone", "sector"], {"name": 300, "kind": 500})
    table.resize(500, 300)
    table.freeze("name")
    table.horizontalScrollBar().setValue(200)
    settle()
    frozen = table.findChild(FrozenColumns)
    assert frozen.isVisible()
    assert not frozen.isColumnHidden(1)
    assert frozen.isColumnHidden(2)
    assert table.frozen() == "name"
    table.freeze("")
    assert table.frozen() == ""
