"""Graduates: thirty statuses by keyboard, proof, filters that stay under the hand, the summary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Condition, Insert, Query
from cluster_desktop.services import attachments, outcomes
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.desk import Place, place_of
from cluster_desktop.ui.editors import Editor
from cluster_desktop.ui.graduate_keys import STATUS_KEYS, StatusMenu
from cluster_desktop.ui.graduate_model import SINCE, STATUS, WHERE
from cluster_desktop.ui.graduate_summary import COLUMNS
from cluster_desktop.ui.graduate_table import GraduateTable, WhereEdit
from cluster_desktop.ui.pages.graduates import GraduatesPage
from tests.databases import Databases, at_now
from tests.measuring import LIMIT_MS, best_of, took_ms
from tests.ui.desks import HeardDesk
from tests.ui.graduate_data import GRADUATES, PARTNER, states, with_graduates
from tests.ui.hands import settle, type_text

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
# Scan codes of E, S and L as X11 reports them, pressed under a Cyrillic layout.
PHYSICAL_E, PHYSICAL_S, PHYSICAL_L = 26, 39, 46


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(with_graduates, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, office: Office, bridge: OfficeBridge) -> GraduatesPage:
    made = GraduatesPage(HeardDesk(office, bridge, QApplication.instance()))
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.start_focus()
    settle()
    return made


def heard(page: GraduatesPage) -> list[str]:
    desk = page.desk
    assert isinstance(desk, HeardDesk)
    return desk.refusals


def press(table: GraduateTable, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(table, key, held or Qt.KeyboardModifier.NoModifier)


def physical(table: GraduateTable, scan: int, letter: str) -> None:
    """A key of a Cyrillic layout: Qt names it by its letter, the scan code tells where it lies."""
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), none, scan, 0, 0, letter)
    QApplication.sendEvent(table, event)


def type_where(table: GraduateTable, text: str) -> None:
    """Enter opens "where" in the row of the status; the text; Enter goes to the next status."""
    press(table, Qt.Key.Key_Return)
    editor = table.indexWidget(table.currentIndex())
    assert isinstance(editor, WhereEdit)
    type_text(editor.line, text)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)


def cell(table: GraduateTable, line: int, column: str) -> str:
    return str(table.rows.index(line, table.rows.section_of(column)).data())


def test_thirty_statuses_are_typed_by_keyboard_in_ninety_keys(
    page: GraduatesPage, office: Office
) -> None:
    table, keys = page.table, 0
    assert table.rows.column_name(table.currentIndex().column()) == STATUS
    for block in range(6):
        press(table, Qt.Key.Key_E)
        type_where(table, "Қостанай агро" if block else PARTNER["name_kk"])
        keys += 3
        for _copy in range(2):
            press(table, Qt.Key.Key_D, CTRL)
            press(table, Qt.Key.Key_Down)
            keys += 2
        for key in (Qt.Key.Key_S, Qt.Key.Key_A):
            press(table, key)
            press(table, Qt.Key.Key_Down)
            keys += 2
    assert keys <= 90
    assert table.currentIndex().row() == 30
    assert states(office) == {
        "employed": 18, "studying": 6, "army": 6, "unknown": GRADUATES - 30
    }  # fmt: skip
    assert heard(page) == []
    partner = office.choices_for("organisation", PARTNER["name_kk"])[0].id
    first, second, third = (table.rows.id_at(n) for n in range(3))
    known = outcomes.newest(office, [first, second, third])
    assert [known[one]["organisation_id"].id for one in (first, second, third)] == [partner] * 3
    assert known[first]["checked_on"] == date(2026, 11, 21)


def test_one_key_is_one_action_that_undo_takes_back(page: GraduatesPage, office: Office) -> None:
    press(page.table, Qt.Key.Key_E)
    settle()
    before = len(office.journal())
    press(page.table, Qt.Key.Key_A)
    assert len(office.journal()) == before + 1
    assert cell(page.table, 0, STATUS) == "Military service"
    office.undo()
    settle()
    assert cell(page.table, 0, STATUS) == "Employed"
    office.undo()
    settle()
    assert states(office) == {"unknown": GRADUATES}


@pytest.mark.parametrize(("scan", "letter", "state"), [
    (PHYSICAL_E, "у", "employed"), (PHYSICAL_S, "ы", "studying"),
])  # fmt: skip
def test_letters_work_by_physical_key_under_a_cyrillic_layout(
    page: GraduatesPage, office: Office, scan: int, letter: str, state: str
) -> None:
    physical(page.table, scan, letter)
    assert states(office)[state] == 1


def test_a_row_stays_under_the_cursor_when_its_filter_no_longer_fits(
    page: GraduatesPage, office: Office
) -> None:
    page.list.choose_chips(["unknown"])
    settle()
    table = page.table
    table.set_line(3)
    person = table.current_id()
    press(table, Qt.Key.Key_E)
    settle()
    assert table.current_id() == person
    type_where(table, "Базар")
    settle()
    assert cell(table, 3, WHERE) == "Базар"
    assert table.rows.count() == GRADUATES
    page.run("refresh")
    settle()
    assert table.rows.count() == GRADUATES - 1


def test_delete_takes_the_status_away_without_asking(page: GraduatesPage, office: Office) -> None:
    press(page.table, Qt.Key.Key_S)
    press(page.table, Qt.Key.Key_Delete)
    assert states(office) == {"unknown": GRADUATES}
    assert office.count("student") == GRADUATES + 2


def test_a_range_of_rows_takes_one_status_as_one_action(
    page: GraduatesPage, office: Office
) -> None:
    table, shift = page.table, Qt.KeyboardModifier.ShiftModifier
    for _n in range(4):
        press(table, Qt.Key.Key_Down, shift)
    before = len(office.journal())
    press(table, Qt.Key.Key_O)
    assert states(office)["other_reason"] == 5
    assert len(office.journal()) == before + 1


@pytest.mark.parametrize("down", [False, True])
def test_enter_takes_what_was_typed_unless_down_chose_an_offer(
    page: GraduatesPage, office: Office, down: bool
) -> None:
    part, table = PARTNER["name_kk"][:8].rstrip(), page.table
    press(table, Qt.Key.Key_E)
    press(table, Qt.Key.Key_Return)
    editor = table.indexWidget(table.currentIndex())
    assert isinstance(editor, WhereEdit)
    type_text(editor.line, part)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    if down:
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    settle()
    first = table.rows.id_at(0)
    assert first is not None
    known = outcomes.newest(office, [first])[first]
    assert known["employer"] == (PARTNER["name_kk"] if down else part)
    assert (known["organisation_id"] is not None) == down
    assert table.rows.column_name(table.currentIndex().column()) == STATUS


def test_where_is_refused_while_nothing_is_known(page: GraduatesPage) -> None:
    press(page.table, Qt.Key.Key_Return)
    assert page.table.findChild(WhereEdit) is None
    assert heard(page) == ["Choose the status first, then where and since when."]


def test_since_and_proof_are_typed_in_their_cells(page: GraduatesPage, office: Office) -> None:
    table = page.table
    press(table, Qt.Key.Key_E)
    table.setCurrentIndex(table.rows.index(0, table.rows.section_of(SINCE)))
    press(table, Qt.Key.Key_F2)
    editor = table.findChild(Editor)
    assert isinstance(editor, Editor)
    type_text(editor.input, "010926")
    QTest.keyClick(editor.input, Qt.Key.Key_Return)
    assert cell(table, 0, SINCE) == "01.09.2026"
    first = table.rows.id_at(0)
    assert first is not None
    assert outcomes.newest(office, [first])[first]["hired_on"] == date(2026, 9, 1)


def test_the_menu_shows_every_status_with_its_letter(page: GraduatesPage, office: Office) -> None:
    press(page.table, Qt.Key.Key_Down, ALT)
    menu = page.table.findChild(StatusMenu)
    assert isinstance(menu, StatusMenu)
    shown = [action.text().partition("\t")[2] for action in menu.actions()]
    assert shown[: len(STATUS_KEYS)] == list(STATUS_KEYS.values())
    physical_menu = QKeyEvent(
        QEvent.Type.KeyPress, ord("Д"), Qt.KeyboardModifier.NoModifier, PHYSICAL_L, 0, 0, "д"
    )
    QApplication.sendEvent(menu, physical_menu)
    assert states(office)["childcare"] == 1


def test_a_file_dropped_on_a_row_is_proof_of_its_outcome(
    page: GraduatesPage, office: Office, tmp_path: Path
) -> None:
    scan = tmp_path / "анықтама.pdf"
    scan.write_bytes(b"%PDF-1.4")
    table = page.table
    press(table, Qt.Key.Key_E)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(scan))])
    spot = QPointF(table.visualRect(table.rows.index(0, 1)).center())
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(spot, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    table.dropEvent(event)
    settle()
    first = table.rows.id_at(0)
    assert first is not None
    known = outcomes.newest(office, [first])[first]
    assert [row["name"] for row in attachments.of_record(office, known.id)] == ["анықтама.pdf"]
    assert cell(table, 0, "outcome_proof") == "File"


@pytest.mark.timing
def test_a_key_is_written_within_fifty_milliseconds(page: GraduatesPage) -> None:
    press(page.table, Qt.Key.Key_E)

    def median() -> float:
        keys = (Qt.Key.Key_S, Qt.Key.Key_A, Qt.Key.Key_E, Qt.Key.Key_O, Qt.Key.Key_S)
        return sorted(took_ms(lambda to=key: press(page.table, to)) for key in keys)[2]

    assert best_of(median) < LIMIT_MS


def test_home_and_summary_open_exactly_the_people_they_counted(
    page: GraduatesPage, office: Office
) -> None:
    for _n in range(3):
        press(page.table, Qt.Key.Key_E)
        press(page.table, Qt.Key.Key_Down)
    page.open_place(Place("graduates", where=(Condition("outcome_now", "is", "unknown"),)))
    settle()
    assert page.list.count() == GRADUATES - 3 + 2
    assert page.list.narrowing.row.selection() == ("unknown",)
    page.open_place(Place("graduates", tab="summary"))
    page.show_year(2026, None)
    settle()
    opened: list[Place] = []
    page.desk.go.connect(opened.append)
    model = page.summary.table.figures
    names = [column.name for column in COLUMNS]
    total = model.index(model.rowCount() - 1, names.index("employed") + 1)
    assert total.data() == "3"
    page.summary.table.setCurrentIndex(total)
    QTest.keyClick(page.summary.table, Qt.Key.Key_Return)
    page.open_place(opened[0])
    settle()
    assert page.list.count() == 3
    assert page.tab() == "all"
    assert page.pickers.year() == 2026


def test_every_number_of_the_summary_equals_the_list_behind_it(
    page: GraduatesPage, office: Office
) -> None:
    table = page.table
    for n, key in enumerate("ESALOBCNEE"):
        table.set_line(n)
        press(table, Qt.Key(ord(key)))
    page.show_tab("summary")
    settle()
    model = page.summary.table.figures
    checked = [
        (model.index(line, column).data(), str(office.count(Query("student", where))))
        for line in range(model.rowCount())
        for column in range(1, model.columnCount())
        if (where := model.people(model.index(line, column))) is not None
    ]
    assert len(checked) > 20
    assert [shown for shown, _there in checked] == [there for _shown, there in checked]


def test_the_formula_is_chosen_under_the_table_and_printed_there(
    page: GraduatesPage, office: Office
) -> None:
    table = page.table
    for n, key in enumerate("EEES"):
        table.set_line(n)
        press(table, Qt.Key(ord(key)))
    page.show_tab("summary")
    settle()
    model = page.summary.table.figures
    rate = [column.name for column in COLUMNS].index("rate") + 1
    last = model.rowCount() - 1
    assert model.index(last, rate).data() == "8.8"  # 3 of 34
    box = page.summary.findChild(QComboBox, "formula")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    settle()
    assert office.setting("outcomes.rate") == "employed/available"
    page.summary.reload()
    settle()
    assert model.index(last, rate).data() == "9.1"  # 3 of 33
    assert "studying" in page.summary.formula_text()


def test_an_empty_year_gives_way_to_the_newest_with_graduates_and_the_keys_work_there(
    page: GraduatesPage, office: Office
) -> None:
    page.show_year(2024, None)
    settle()
    assert page.list.count() == 0
    page.show_year(2025, None)
    settle()
    page.start_focus()
    press(page.table, Qt.Key.Key_E)
    where = (Condition("graduation_year", "is", 2025), Condition("outcome_now", "is", "employed"))
    assert office.count(Query("student", where)) == 1


def test_the_newest_year_with_graduates_is_shown_first(page: GraduatesPage) -> None:
    assert page.pickers.year() == 2026
    assert page.list.count() == GRADUATES
    years = page.pickers.years
    assert [years.itemData(n) for n in range(years.count())] == [2026, 2025, None]


def test_homes_lines_open_exactly_the_graduates_they_counted(
    page: GraduatesPage, office: Office
) -> None:
    known = [page.table.rows.id_at(n) for n in range(5)]
    office.apply(
        "asked in September", "test",
        [
            Insert(
                "outcome",
                office.entity("outcome").defaults()
                | {"student_id": one, "state": "army", "checked_on": date(2026, 9, 1)},
                new_id(),
            )
            for one in known
        ],
    )  # fmt: skip
    lines = {alert.key: alert for alert in office.alerts()}
    assert lines["outcome_due"].count == 5
    for key in ("no_status", "outcome_due"):
        query = lines[key].query
        assert query is not None
        place = place_of(query)
        assert place is not None
        assert place.page == "graduates"
        page.open_place(place)
        settle()
        assert page.list.count() == lines[key].count
    assert page.list.narrowing.row.selection() == ("due",)


def test_p_marks_work_in_the_speciality_for_those_who_work(
    page: GraduatesPage, office: Office
) -> None:
    table = page.table
    press(table, Qt.Key.Key_P)
    assert heard(page) == ["Work in the speciality is marked for those who work."]
    press(table, Qt.Key.Key_E)
    press(table, Qt.Key.Key_P)
    works = Query("student", (Condition("outcome_by_speciality", "is", True),))
    assert office.count(works) == 1
    press(table, Qt.Key.Key_P)
    assert office.count(works) == 0
