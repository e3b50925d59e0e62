"""Empty cells of a file: they change nothing, or clear what we have where that is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.matching import RowState
from cluster_desktop.services.office import Office

HEADINGS = ("№", "Ф.И.О. студента", "ИИН", "Группа", "Телефон", "Примечание")
ALIYEVA, KIM, OSPANOV = "Әлиева Дана Серікқызы", "Ким Виктор Олегович", "Оспанов Ерлан Қайратұлы"


def saved(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *rows):
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def filled(office: Office, tmp_path: Path) -> Office:
    """Three students of one group, with phone and note."""
    first = saved(
        tmp_path / "first.xlsx",
        (1, ALIYEVA, None, "СТ-21", "8 777 000 00 01", "староста"),
        (2, KIM, None, "СТ-21", "8 777 000 00 02", "жатақхана"),
        (3, OSPANOV, None, "СТ-21", None, None),
    )
    open_plan(office, first).apply(office)
    return office


@pytest.fixture
def plan(filled: Office, tmp_path: Path) -> Plan:
    """The same students later: one phone is gone, one note, the rest is the same."""
    later = saved(
        tmp_path / "later.xlsx",
        (1, ALIYEVA, None, "СТ-21", None, "староста"),
        (2, KIM, None, "СТ-21", "8 777 000 00 02", "–"),
        (3, OSPANOV, None, "СТ-21", None, None),
    )
    return open_plan(filled, later)


def facts(office: Office, name: str) -> tuple[object, object]:
    (student,) = office.lookup("student", "full_name", [name])[name]
    row = office.get("student", student)
    return row["phone"], row["note"]


def test_empty_cells_change_nothing_by_themselves(filled: Office, plan: Plan) -> None:
    assert plan.count("same") == 3
    plan.apply(filled)
    assert facts(filled, ALIYEVA) == ("+7 777 000-00-01", "староста")


def test_empty_cells_clear_what_we_have_where_that_is_chosen(filled: Office, plan: Plan) -> None:
    assert plan.clear_blanks(True) == {2, 3}
    assert [plan.state(row) for row in (2, 3, 4)] == [
        RowState.CHANGED, RowState.CHANGED, RowState.SAME,
    ]  # fmt: skip
    (change,) = plan.row(2).changes
    assert (change.field, change.new) == ("phone", None)
    changes = plan.apply(filled)
    assert facts(filled, ALIYEVA) == (None, "староста")
    assert facts(filled, KIM) == ("+7 777 000-00-02", None)
    assert facts(filled, OSPANOV) == (None, None)
    filled.undo(changes.action)
    assert facts(filled, ALIYEVA) == ("+7 777 000-00-01", "староста")


def test_the_choice_can_be_taken_back_and_rows_left_out(filled: Office, plan: Plan) -> None:
    plan.clear_blanks(True)
    plan.skip(2)
    plan.apply(filled)
    assert facts(filled, ALIYEVA) == ("+7 777 000-00-01", "староста")
    plan.skip(2, False)
    plan.clear_blanks(False)
    assert plan.state(2) is RowState.SAME


def test_what_another_row_says_of_the_same_person_holds(filled: Office, tmp_path: Path) -> None:
    twice = saved(
        tmp_path / "twice.xlsx",
        (1, ALIYEVA, None, "СТ-21", None, "староста"),
        (2, KIM, None, "СТ-21", "8 777 000 00 05", "жатақхана"),
    )
    plan = open_plan(filled, twice)
    plan.clear_blanks(True)
    plan.edit(2, "student.phone", "8 777 000 00 09")
    plan.apply(filled)
    assert facts(filled, ALIYEVA) == ("+7 777 000-00-09", "староста")
