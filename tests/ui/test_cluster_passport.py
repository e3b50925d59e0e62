"""The page of the cluster in a real window: first form, typed text that is kept, figures, steps."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cluster_desktop.db.store import Store
from cluster_desktop.documents.marks import plain
from cluster_desktop.query import Query
from cluster_desktop.services import cluster, passport
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.cluster import ClusterPage
from cluster_desktop.ui.pages.cluster_passport import PassportTab
from cluster_desktop.ui.pages.cluster_passport_parts import NumberLine, TableShown
from cluster_desktop.ui.pages.cluster_start import ClusterStart
from cluster_desktop.ui.pages.cluster_steps import StepsTab
from cluster_desktop.ui.pages.figure_link import open_query
from cluster_desktop.ui.pages.mentors import MentorsPage
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.widgets import Button
from cluster_desktop.ui.window import MainWindow
from tests.databases import TODAY, Builder, Databases
from tests.ui.desks import add_partner, with_college

WidgetT = TypeVar("WidgetT", bound=QWidget)
TYPED = "Кластердің толық атауы өңір мен саланы көрсетеді."


def described(office: Office) -> None:
    """A college and its cluster, nothing typed yet."""
    with_college(office)
    office.put_setting("firstrun.done", "yes")
    cluster.make(office, {"name_kk": "«Ақбұлақ» кластері", "name_ru": "Кластер «Акбулак»"})
    partner = add_partner(office)
    office.add("membership", {"organisation_id": partner})


@pytest.fixture
def content() -> Builder:
    return described


@pytest.fixture
def window(qapp: QApplication, office: Office, tmp_path: Path) -> Iterator[MainWindow]:
    made = opened(office, tmp_path)
    yield made
    made.close()
    made.deleteLater()
    settle()


def opened(office: Office, folder: Path) -> MainWindow:
    window = MainWindow(office, FilePreferences(folder / "preferences.ini"))
    window.resize(1366, 728)
    window.show()
    settle()
    return window


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle() -> None:
    for _round in range(3):
        pause(20)
        while work.busy():
            pause(5)


def shown(window: MainWindow, tab: str, kind: type[WidgetT]) -> WidgetT:
    window.open_place(Place("cluster", tab=tab))
    settle()
    page = window.page()
    assert isinstance(page, ClusterPage)
    found = page.shown()
    assert isinstance(found, kind)
    return found


def text_of(office: Office, number: int, lang: str = "kk") -> str:
    return str(passport.texts(office)[number][f"text_{lang}"] or "")


def kinds(office: Office) -> list[str]:
    return [kind for kind, _moment, _body in office.drafts()]


# ---- typed text ----


def test_typed_text_is_a_draft_at_once_and_a_record_when_the_text_is_left(
    window: MainWindow, office: Office
) -> None:
    tab = shown(window, "passport", PassportTab)
    tab.open_language("kk")
    settle()
    tab.box.edit.setFocus()
    QTest.keyClicks(tab.box.edit, "Atauy")
    pause(1_200)
    assert kinds(office) == ["passport:1:kk"]
    assert text_of(office, 1) == ""
    tab.sections.setFocus()
    settle()
    assert text_of(office, 1) == "Atauy"
    assert kinds(office) == []
    window.commands.run("undo")
    settle()
    assert text_of(office, 1) == ""
    assert tab.box.edit.marks() == "", "taken back on the screen, too"


def test_bold_and_italic_are_kept_as_marks_and_shown_again(
    window: MainWindow, office: Office
) -> None:
    tab = shown(window, "passport", PassportTab)
    tab.open_language("ru")
    settle()
    edit = tab.box.edit
    edit.setFocus()
    QTest.keyClicks(edit, "one ")
    QTest.keyClick(edit, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, "two")
    QTest.keyClick(edit, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(edit, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, " three")
    tab.open_section(2)
    settle()
    assert text_of(office, 1, "ru") == "one **two** *three*"
    tab.open_section(1)
    settle()
    assert tab.box.edit.marks() == "one **two** *three*"
    assert tab.box.edit.toPlainText() == "one two three"


def test_stars_that_were_typed_are_there_again(window: MainWindow, office: Office) -> None:
    tab = shown(window, "passport", PassportTab)
    tab.open_language("ru")
    settle()
    tab.box.edit.setFocus()
    QTest.keyClicks(tab.box.edit, "5*6*7 ha")
    tab.open_section(2)
    settle()
    tab.open_section(1)
    settle()
    assert tab.box.edit.toPlainText() == "5*6*7 ha"
    assert plain(text_of(office, 1, "ru")) == "5*6*7 ha"


def test_what_is_typed_on_while_saving_is_not_lost(window: MainWindow, office: Office) -> None:
    tab = shown(window, "passport", PassportTab)
    tab.open_language("kk")
    settle()
    tab.box.edit.setFocus()
    QTest.keyClicks(tab.box.edit, "a")
    tab.keeper.save()
    QTest.keyClicks(tab.box.edit, "b")
    settle()
    assert tab.box.edit.marks() == "ab"
    tab.open_section(3)
    settle()
    assert text_of(office, 1) == "ab"
    assert kinds(office) == []


def test_nothing_is_typed_into_the_section_that_was_left(
    window: MainWindow, office: Office
) -> None:
    tab = shown(window, "passport", PassportTab)
    tab.open_language("kk")
    settle()
    tab.box.edit.setFocus()
    QTest.keyClicks(tab.box.edit, "one")
    tab.open_section(4)
    QTest.keyClicks(tab.box.edit, "early")
    settle()
    QTest.keyClicks(tab.box.edit, "four")
    tab.open_section(1)
    settle()
    assert (text_of(office, 1), text_of(office, 4)) == ("one", "four")


CHILD = """
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cluster_desktop.db.store import Store
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.figure_link import open_query
from cluster_desktop.ui.pages.mentors import MentorsPage
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.theme import apply_theme
from cluster_desktop.ui.window import MainWindow

app = QApplication([])
apply_theme(app, "light")
path = Path(sys.argv[1])
office = Office(Store.open(path), today=lambda: date(2026, 11, 21))
window = MainWindow(office, FilePreferences(path.with_name("preferences.ini")))
window.show()
window.open_place(Place("cluster", tab="passport"))


def look() -> None:
    tab = window.page().shown()
    if not tab.is_read():
        QTimer.singleShot(20, look)
        return
    tab.open_language("kk")
    QTimer.singleShot(300, type_it)


def type_it() -> None:
    edit = window.page().shown().box.edit
    edit.setFocus()
    edit.insertPlainText(sys.argv[2])
    tell()


def tell() -> None:
    if any(sys.argv[2] in str(body) for _kind, _moment, body in office.drafts()):
        print("typed", flush=True)
    QTimer.singleShot(50, tell)


look()
QTimer.singleShot(60_000, app.quit)
app.exec()
"""


def test_text_in_the_editor_survives_a_kill(
    qapp: QApplication, databases: Databases, tmp_path: Path
) -> None:
    """A real process with a real window is killed while the cursor is in the text."""
    path = databases.copy(described, tmp_path / "killed" / "cluster.db")
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), TYPED],
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
    ) as child:  # fmt: skip
        try:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == "typed"
        finally:
            child.kill()
    office = Office(Store.open(path), today=lambda: TODAY)
    try:
        assert text_of(office, 1) == "", "not a record yet: nobody had left the text"
        window = opened(office, tmp_path)
        tab = shown(window, "passport", PassportTab)
        assert (tab.keeper.section(), tab.box.edit.marks()) == ((1, "kk"), TYPED)
        tab.open_section(2)
        settle()
        assert text_of(office, 1) == TYPED
        assert kinds(office) == []
        window.close()
    finally:
        office.close()


# ---- the page ----


@pytest.fixture
def bare(qapp: QApplication, databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(with_college, tmp_path / "bare" / "cluster.db")
    made.put_setting("firstrun.done", "yes")
    yield made
    made.close()


def test_the_first_form_makes_the_cluster_and_opens_its_passport(
    bare: Office, tmp_path: Path
) -> None:
    window = opened(bare, tmp_path)
    form = shown(window, "", ClusterStart)
    form.make()
    assert "Kazakh" in form._problem.text()
    form.editors["name_kk"].show_value("«Ақбұлақ» кластері")
    form.keep_draft()
    assert kinds(bare) == ["new.cluster"]
    form.make()
    settle()
    assert cluster.the_cluster(bare) is not None
    assert len(passport.texts(bare)) == 11
    form.keep_draft()
    assert kinds(bare) == [], "not even where a field is left afterwards"
    page = window.page()
    assert isinstance(page, ClusterPage)
    assert isinstance(page.shown(), PassportTab)
    window.close()


def test_a_fact_opens_exactly_its_records_and_back_returns(
    window: MainWindow, office: Office
) -> None:
    tab = shown(window, "passport", PassportTab)
    tab.open_section(2)
    settle()
    lines = [line for line in tab.facts.lines() if isinstance(line, NumberLine)]
    wanted = passport.figures(office)
    line = next(one for one in lines if one.objectName().removeprefix("fact_") in wanted)
    figure = wanted[line.objectName().removeprefix("fact_")]
    line.click()
    settle()
    assert figure.value == office.count(figure.behind.query)
    page = window.page()
    assert page is not None
    assert (page.KEY, getattr(page, "_tab", "")) != ("cluster", "passport")
    window.step(forward=False)
    settle()
    back = window.page()
    assert isinstance(back, ClusterPage)
    assert back.tab() == "passport"


def test_nothing_beside_the_text_is_cut_in_a_narrow_window(
    window: MainWindow, office: Office
) -> None:
    window.resize(1093, 545)
    window.commands.run("language_kk")
    tab = shown(window, "passport", PassportTab)
    tab.open_section(1)
    settle()
    inner = tab._right.widget()
    assert inner is not None
    assert inner.width() == tab._right.viewport().width()


def test_a_locked_passport_keeps_its_marks(window: MainWindow, office: Office) -> None:
    tab = shown(window, "passport", PassportTab)
    (row,) = office.rows(Query("passport_section", columns=("section",)))[:1]
    office.set("passport_section", row.id, {"complete": True})
    tab.open_section(int(row["section"]))
    settle()
    assert tab.gaps.mark.isEnabled()
    office.set("cluster", cluster.needed(office).id, {"passport_state": "approved"})
    tab.refresh()
    settle()
    assert not tab.gaps.mark.isEnabled()


def test_each_table_opens_its_own_records(window: MainWindow, office: Office) -> None:
    office.add("finance_line", {"source": "republican", "year": 2026, "planned": Decimal(1_000)})
    office.add("fund", {"kind": "development", "name_kk": "Даму қоры"})
    tab = shown(window, "passport", PassportTab)
    tab.open_section(9)
    settle()
    opened: list[Place] = []
    window.desk.go.disconnect()
    window.desk.go.connect(opened.append)
    tables = tab.findChildren(TableShown)
    for table in [one for one in tables if one.isVisible()]:
        for button in table.findChildren(Button):
            button.click()
    assert [(place.tab, place.query and place.query.entity) for place in opened] == [
        ("finance", "finance_line"),
        ("finance", "fund"),
    ]


def test_a_number_of_another_day_opens_its_list_reckoned_by_that_day(window: MainWindow) -> None:
    on = date(2026, 3, 31)
    open_query(window.desk, Query("mentor", on=on))
    settle()
    page = window.page()
    assert isinstance(page, MentorsPage)
    assert page.list.query().on == on
    assert page.list.is_narrowed()
    page.list.clear_filters()
    assert page.list.query().on is None


def test_the_list_of_sections_says_what_is_missing(window: MainWindow, office: Office) -> None:
    tab = shown(window, "passport", PassportTab)
    model = tab.sections.model()
    spoken = [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(11)
    ]
    assert spoken[0].startswith("1. ")
    assert all(": " in line for line in spoken)
    states = passport.states(office)
    assert tab.gaps.mark.isEnabled() == states[tab.section() - 1].can_be_marked


def test_a_step_is_started_and_done_with_its_proof(window: MainWindow, office: Office) -> None:
    tab = shown(window, "steps", StepsTab)
    assert len(tab._lines) == 12
    tab._lines[0].head.click()
    settle()
    assert tab.panel.isVisible()
    tab.start()
    settle()
    row = office.rows(Query("creation_step", columns=("step", "state")))
    assert {one["step"]: one["state"] for one in row}["1"] == "in_progress"
