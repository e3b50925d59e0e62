"""Registers and participants of the cluster in the window: every list, a new record, a number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from cluster_desktop.query import Condition, Query
from cluster_desktop.services import cluster
from cluster_desktop.services.office import Office
from cluster_desktop.ui.pages.cluster import ClusterPage
from cluster_desktop.ui.pages.cluster_participants import ParticipantsTab
from cluster_desktop.ui.pages.cluster_registers import GROUPS, RegistersTab
from cluster_desktop.ui.trail import Place
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder, clustered

Settle = Callable[[], None]
KINDS = [kind for kinds in GROUPS.values() for kind in kinds]


@pytest.fixture
def content() -> Builder:
    return clustered


@pytest.fixture
def registers(window: MainWindow, settle: Settle) -> RegistersTab:
    window.open_place(Place("cluster", tab="registers"))
    settle()
    page = window.page()
    assert isinstance(page, ClusterPage)
    shown = page.shown()
    assert isinstance(shown, RegistersTab)
    return shown


def test_every_register_shows_its_records(
    registers: RegistersTab, office: Office, settle: Settle
) -> None:
    assert len(KINDS) == 19
    for kind in KINDS:
        registers.chosen.changed.emit(kind)
        settle()
        assert kind == registers.shown().ENTITY
        assert registers.chosen.value() == kind
        assert registers.shown().list.count() == office.count(kind) > 0


def test_what_belongs_to_the_cluster_is_born_belonging_to_it(
    registers: RegistersTab, office: Office, settle: Settle
) -> None:
    registers.show_query(Query("founding_document"))
    registers.run("new")
    settle()
    form = registers.shown().panel.form
    assert form is not None
    line = form.field("title_kk").findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "Kenes")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    settle()
    where = (Condition("title_kk", "is", "Kenes"),)
    (made,) = office.rows(Query("founding_document", where, columns=("cluster_id", "kind")))
    assert made["cluster_id"].id == cluster.cluster_id(office)
    assert made["kind"] == "order"


def test_the_button_new_makes_a_record_of_the_list_on_the_screen(
    window: MainWindow, registers: RegistersTab, settle: Settle
) -> None:
    registers.chosen.changed.emit("technology")
    settle()
    entry = window.titles.new_menu.actions()[0]
    assert entry.isVisible()
    assert entry.text() == "New record of this page"
    entry.trigger()
    settle()
    form = registers.shown().panel.form
    assert form is not None
    assert form.entity.name == "technology"
    window.open_place(Place("partners"))
    settle()
    assert not entry.isVisible(), "a new partner has its own entry"


def test_a_new_record_of_a_register_is_opened_from_another_tab(
    window: MainWindow, settle: Settle
) -> None:
    window.open_place(Place("cluster", tab="passport", query=Query("goal"), new=True))
    settle()
    page = window.page()
    assert isinstance(page, ClusterPage)
    shown = page.shown()
    assert isinstance(shown, RegistersTab)
    form = shown.shown().panel.form
    assert form is not None
    assert form.entity.name == "goal"


def test_a_number_opens_exactly_its_records_also_of_a_kind_without_register(
    window: MainWindow, registers: RegistersTab, office: Office, settle: Settle
) -> None:
    late = Query("fund_entry", (Condition("direction", "is", "income"),))
    assert registers.show_query(late)
    settle()
    assert registers.shown().ENTITY == "fund_entry"
    assert registers.shown().list.count() == office.count(late) == 3


def test_partners_become_participants_by_a_button_once(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    before = office.count("membership")
    (row,) = office.rows(Query("membership", columns=("role",)), 1)
    office.delete("membership", [row.id])
    window.open_place(Place("cluster", tab="participants"))
    settle()
    page = window.page()
    assert isinstance(page, ClusterPage)
    tab = page.shown()
    assert isinstance(tab, ParticipantsTab)
    for _twice in range(2):
        QTest.mouseClick(tab.take_over, Qt.MouseButton.LeftButton)
        settle()
        assert office.count("membership") == before
    assert tab.shown().list.count() == before
    assert date(2026, 11, 21) == office.today()


def test_registers_that_can_be_read_offer_the_import(
    registers: RegistersTab, settle: Settle
) -> None:
    from cluster_desktop.excel.register_list import REGISTERS
    from cluster_desktop.ui.pages.cluster_lists import READ, WITH_FORM

    assert set(REGISTERS) >= READ
    for kind in KINDS:
        shown = registers.show_list(kind)
        assert ("import" in shown.head()) == (kind in REGISTERS)
        assert hasattr(shown, "forms") == (kind in WITH_FORM)
