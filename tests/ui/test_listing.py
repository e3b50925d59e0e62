"""A whole list: chips, filters, views, empty states, selection bar, the bin."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.filters import FilterPopover, words
from cluster_desktop.ui.listing import EntityList
from cluster_desktop.ui.narrowing import merged
from cluster_desktop.ui.popover import AskPopover
from cluster_desktop.ui.theme import apply_text_size
from cluster_desktop.ui.views import View, load
from tests.ui.hands import settle


@pytest.fixture
def agreements(office: Office) -> dict[str, UUID]:
    """A draft, one printed, one in force, one that ends within 60 days, one expired."""
    partner = next(iter(office.add("organisation", {"name_kk": "«Қостанай агро» ЖШС"}).ids))
    made: dict[str, UUID] = {}
    for number, kind, stage, signed, until in (
        ("М-016/2026", "memorandum", "draft", None, None),
        ("П-022/2026", "practice", "printed", None, date(2027, 6, 30)),
        ("М-014/2026", "memorandum", "signed", date(2026, 11, 3), date(2029, 11, 3)),
        ("Д-020/2026", "dual", "signed", date(2026, 10, 12), date(2026, 12, 31)),
        ("П-014/2025", "practice", "signed", date(2025, 10, 19), date(2026, 10, 19)),
    ):
        values = {"number": number, "kind": kind, "stage": stage, "partner_id": partner}
        dates = {"signed_on": signed, "valid_until": until}
        made[number] = next(iter(office.add("agreement", values | dates).ids))
    return made


@pytest.fixture
def listed(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, agreements: dict[str, UUID]
) -> EntityList:
    made = EntityList(office, bridge, "agreement")
    made.resize(1000, 500)
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


def numbers(listed: EntityList) -> set[str]:
    rows = listed.table.rows
    section = rows.section_of("number")
    return {str(rows.index(n, section).data()) for n in range(rows.rowCount())}


def chip(listed: EntityList, key: str) -> object:
    return next(c for c in listed.chips.chips() if c.key == key)


def test_a_chip_filters_by_what_it_counts(listed: EntityList) -> None:
    expiring = chip(listed, "expiring")
    expiring.click()
    assert numbers(listed) == {"Д-020/2026"}
    assert expiring.count() == 1


def test_two_chips_show_what_either_of_them_shows(listed: EntityList) -> None:
    listed.choose_chips(["expired", "drafts"])
    assert numbers(listed) == {"П-014/2025", "М-016/2026"}


def test_a_filter_appears_as_words_and_its_cross_takes_it_back(listed: EntityList) -> None:
    listed.add_filter(Condition("kind", "in", ("practice",)))
    assert numbers(listed) == {"П-022/2026", "П-014/2025"}
    removable = listed.chips._filters[0]
    assert removable.text() == "Kind: Practice"
    removable.click()
    assert len(numbers(listed)) == 5


def test_empty_is_a_value_to_filter_by(listed: EntityList) -> None:
    listed.add_filter(Condition("signed_on", "empty"))
    assert numbers(listed) == {"М-016/2026", "П-022/2026"}


def test_an_alert_opens_exactly_its_records(listed: EntityList) -> None:
    listed.choose_chips(["drafts"])
    listed.set_where((Condition("state", "in", ("expired",)),))
    assert numbers(listed) == {"П-014/2025"}
    assert listed.chips.selection() == ()


def test_escape_clears_ticks_first_and_filters_next(listed: EntityList) -> None:
    listed.choose_chips(["drafts"])
    listed.table.rows.tick(0, True)
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    assert listed.table.rows.tick_count() == 0
    assert listed.is_narrowed()
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    assert not listed.is_narrowed()


def test_the_selection_bar_appears_with_the_first_tick_and_names_the_verbs(
    listed: EntityList, agreements: dict[str, UUID]
) -> None:
    done: list[list[UUID]] = []
    listed.set_verbs([("renew", "Renew…", "edit", done.append)])
    assert listed.bar.isHidden()
    listed.select(agreements["М-014/2026"])
    listed.table.rows.tick(listed.table.currentIndex().row(), True)
    assert not listed.bar.isHidden()
    listed.bar.buttons()[0].click()
    assert done == [[agreements["М-014/2026"]]]


def test_verbs_without_room_go_into_the_menu(listed: EntityList) -> None:
    verbs = [(str(n), f"Өте ұзын әрекет атауы {n}", None, lambda _ids: None) for n in range(8)]
    listed.set_verbs(verbs)
    listed.resize(500, 400)
    listed.table.rows.tick(0, True)
    settle()
    listed.bar._fit()
    visible = [b for b in listed.bar.buttons() if not b.isHidden()]
    assert 0 < len(visible) < 8
    assert len(visible) + len(listed.bar._hidden) == 8


def test_a_search_without_finds_says_so_and_offers_the_way_back(listed: EntityList) -> None:
    listed.set_text("жоқ нәрсе")
    assert listed._nothing.text() == "Nothing found for “жоқ нәрсе”."
    listed.clear_filters()
    assert len(numbers(listed)) == 5


def test_an_empty_list_says_what_to_do(qtbot: QtBot, office: Office, bridge: OfficeBridge) -> None:
    listed = EntityList(office, bridge, "agreement")
    qtbot.addWidget(listed)
    listed.set_empty("No agreements yet.", [("New memorandum", "add", lambda: None, True)])
    assert listed._nothing.text() == "No agreements yet."
    assert listed._stack.currentWidget() is listed._nothing


def test_records_go_to_the_bin_and_are_told_once(
    qtbot: QtBot, listed: EntityList, office: Office, agreements: dict[str, UUID]
) -> None:
    with qtbot.waitSignal(listed.acted, timeout=2000):
        listed.to_bin([agreements["М-016/2026"]])
    settle()
    assert "М-016/2026" not in numbers(listed)
    listed.show_bin(True)
    assert numbers(listed) == {"М-016/2026"}


def test_many_are_asked_for_once_with_their_number_on_the_button(
    listed: EntityList, agreements: dict[str, UUID]
) -> None:
    listed.to_bin(list(agreements.values()) * 5)
    sheet = listed.findChild(AskPopover)
    assert sheet.button.text() == "To the bin: 25"
    sheet.close()


def test_a_view_brings_filter_columns_and_order_back(listed: EntityList, office: Office) -> None:
    listed.add_filter(Condition("kind", "in", ("practice",)))
    listed.table.set_columns(["number", "until"], {"number": 140})
    listed.table.set_sort("until", True)
    views = listed.layout_of.views
    views.save("Менің көрінісім")
    listed.layout_of.apply(View())
    assert len(numbers(listed)) == 5

    saved = office.rows(Query("saved_view", columns=("name", "body")))
    listed.layout_of.apply(load(saved[0]["body"]))

    assert saved[0]["name"] == "Менің көрінісім"
    assert numbers(listed) == {"П-022/2026", "П-014/2025"}
    assert listed.columns() == ["number", "until"]
    assert listed.table.sort() == ("until", True)


def test_a_view_of_the_same_name_is_replaced(listed: EntityList, office: Office) -> None:
    listed.layout_of.views.save("Бір")
    listed.layout_of.views.save("Бір")
    assert office.count("saved_view") == 1


def test_a_filter_with_dates_and_ids_survives_being_saved() -> None:
    where = (
        Condition("signed_on", "between", (date(2026, 1, 1), None)),
        Condition("partner_id", "is", UUID(int=7)),
    )
    assert load(View(where=where).dump()).where == where


def test_a_view_nobody_can_read_is_refused() -> None:
    with pytest.raises(Refusal):
        load("{[")


def test_columns_are_remembered_for_the_next_start(
    qtbot: QtBot, listed: EntityList, office: Office, bridge: OfficeBridge
) -> None:
    listed.table.set_columns(["number", "state"])
    listed.layout_of._keep()
    again = EntityList(office, bridge, "agreement")
    qtbot.addWidget(again)
    assert again.columns() == ["number", "state"]


def test_the_filter_popover_asks_by_the_kind_of_the_column(
    qtbot: QtBot, listed: EntityList, office: Office
) -> None:
    sheet = FilterPopover(office, listed.entity, listed)
    sheet.choose("valid_until", "between")
    sheet._editors[0].line.setText("01.01.2027")
    assert sheet.condition() == Condition("valid_until", "between", (date(2027, 1, 1), None))
    sheet.choose("kind", "in")
    sheet._ticks.item(0).setCheckState(Qt.CheckState.Checked)
    assert sheet.condition() == Condition("kind", "in", ("memorandum",))
    sheet.choose("number", "contains")
    assert sheet.condition() is None


def test_a_filter_by_a_link_says_the_name_of_the_record(listed: EntityList, office: Office) -> None:
    partner = office.rows(Query("organisation"))[0].id
    said = words(office, listed.entity, Condition("partner_id", "is", partner))
    assert said == "Partner: «Қостанай агро» ЖШС"


def test_chips_of_different_columns_do_not_hide_each_others_records() -> None:
    own = Condition("is_own", "is", False)
    one = (own, Condition("kind", "in", ("school",)))
    other = (own, Condition("kind", "in", ("college", "school")))
    assert merged([one, other]) == (own, Condition("kind", "in", ("school", "college")))
    assert merged([one, (own,)]) == (own,)


def test_chips_without_room_hide_behind_more(listed: EntityList) -> None:
    listed.resize(520, 400)
    settle()
    assert not chip(listed, "drafts").isVisible()
    assert listed.chips._more.isVisible()
    assert chip(listed, "all").isVisible()


def test_nothing_is_cut_at_130_percent(listed: EntityList, qapp: QApplication) -> None:
    apply_text_size(qapp, 130)
    settle()
    shown = [c for c in listed.chips.chips() if c.isVisible()]
    assert [c.key for c in shown if c.width() < c.sizeHint().width()] == []
