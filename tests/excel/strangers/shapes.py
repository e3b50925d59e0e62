"""Where tables stand and what stands around them, whatever they say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .making import ENTERPRISES, PEOPLE, Page, Stranger, Table, Value, bin_, born, iin, save

RU = tuple(ru for _kk, ru in ENTERPRISES)
HEADS = ("№", "ФИО", "ИИН", "Группа")
STUDENTS = {"A": "row.number", "B": "student.name", "C": "student.iin", "D": "student.group"}
REGISTER = {
    **{"A": "row.number", "B": "organisation.name", "C": "organisation.bin"},
    **{"D": "agreement.kind", "E": "agreement.number", "F": "agreement.date"},
}


def _student(number: int) -> Sequence[Value]:
    return [number, PEOPLE[number], iin(number + 70), "АК-24-1"]


def _figures_below(path: Path) -> Path:
    """A small table of figures under the list."""
    page = Page("a").put("A1", ["Список студентов"], HEADS, _student(1), _student(2))
    page.put("A6", ["Итого по группам"], ["Группа", "Кол-во"], ["АК-24-1", 2])
    return save(path.with_suffix(".xlsx"), page)


def _other_columns_below(path: Path) -> Path:
    """Two groups of other columns under each other."""
    page = Page("a").put("A1", ["ВТ-24-1 тобының тізімі"], ["№", "Т.А.Ә.", "ЖСН"])
    page.put("A3", [1, PEOPLE[0], iin(1)], [], ["АК-24-2 тобының тізімі"])
    page.put("A6", ["Р/с", "Аты-жөні", "Туған күні", "ЖСН"], [1, PEOPLE[2], born(3), iin(3)])
    return save(path.with_suffix(".xlsx"), page)


def _far_below(path: Path) -> Path:
    """The second table begins below row 100."""
    page = Page("a").put("A1", ["Базы практики"])
    heads = ["№", "Предприятие", "БИН", "Группа", "Вид практики", "Начало", "Окончание", "Места"]
    practice = ["производственная", "03.11.2025", "27.12.2025"]
    slots = [[n, RU[0], bin_(1), f"АК-{n}-1", *practice, 5] for n in range(10, 150)]
    page.put("A2", heads, *slots)
    page.put("A144", ["Распределение студентов"])
    page.put("A145", ["№", "Студент", "ИИН", "База практики", *heads[4:7]])
    page.put("A146", [1, PEOPLE[0], iin(1), RU[0], *practice])
    return save(path.with_suffix(".xlsx"), page)


def _legend_beside(path: Path) -> Path:
    """A legend to the right of the table, gaps within it."""
    page = Page("a").put("A3", HEADS, _student(1), [], [], _student(2), [], _student(3))
    page.put("G3", ["Обозначения"], ["академ – академический отпуск"], ["пл – платно"])
    return save(path.with_suffix(".xlsx"), page)


def _merged_down(path: Path) -> Path:
    """One group's name merged down over its students, in a spreadsheet of LibreOffice."""
    page = Page("").put("A1", ["Список студентов"], HEADS, _student(1))
    page.put("A4", *([n, PEOPLE[n], iin(n + 70)] for n in (2, 3)), _student(4))
    return save(path.with_suffix(".ods"), page.merge("D3:D5"))


def _groups_not_merged(path: Path) -> Path:
    """Group headings whose merges an export has lost, column numbers as texts."""
    page = Page("").put("A1", ["№", "Организация", "БИН", "Документ", "", ""])
    page.put("A2", ["", "", "", "Вид", "№", "Дата"], ["1", "2", "3", "4", "5", "6"])
    page.put("A4", ["1", RU[0], bin_(1), "меморандум", "1", "01.02.2025"])
    return save(path.with_suffix(".csv"), page)


def _languages_in_rows(path: Path) -> Path:
    """Kazakh headings in one row, the Russian ones below."""
    page = Page("a").put("A1", ["№", "Т.А.Ә.", "ЖСН", "Топ"], HEADS, _student(1), _student(2))
    return save(path.with_suffix(".xlsx"), page)


def _latin_letters(path: Path) -> Path:
    page = Page("a").put("A1", ["№", "ФИO", "ИИH", "Группa"], _student(1))
    return save(path.with_suffix(".xlsx"), page)


CASES = (
    Stranger("figures below a list", _figures_below, [Table("students", 2, STUDENTS, (3, 4))]),
    Stranger(
        "groups of other columns under each other",
        _other_columns_below,
        [
            Table("students", 2, {k: STUDENTS[k] for k in "ABC"}, (3,),
                  values={3: {"student.group": "ВТ-24-1"}}),
            Table("students", 6, {"A": "row.number", "B": "student.name", "C": "student.born",
                                  "D": "student.iin"}, (7,),
                  values={7: {"student.group": "АК-24-2"}}),
        ],
    ),
    Stranger(
        "a second table below row 100",
        _far_below,
        [
            Table("practice_slots", 2,
                  {"A": "row.number", "B": "organisation.name", "C": "organisation.bin",
                   "D": "practice_slot.group", "E": "practice_slot.kind",
                   "F": "practice_slot.starts", "G": "practice_slot.ends",
                   "H": "practice_slot.places"}, tuple(range(3, 143))),
            Table("placements", 145,
                  {"A": "row.number", "B": "placement.student", "C": "placement.student_iin",
                   "D": "organisation.name", "E": "placement.kind", "F": "placement.starts",
                   "G": "placement.ends"}, (146,)),
        ],
    ),
    Stranger("a legend beside the table, gaps in it", _legend_beside,
             [Table("students", 3, STUDENTS | {"G": None}, (4, 7, 9))]),
    Stranger("a group merged down over its students, LibreOffice", _merged_down,
             [Table("students", 2, STUDENTS, (3, 4, 5, 6),
                    values={row: {"student.group": "АК-24-1"} for row in (3, 4, 5, 6)})]),
    Stranger("groups whose merges are lost, csv", _groups_not_merged,
             [Table("agreements", 2, REGISTER, (4,))]),
    Stranger("languages of headings in two rows", _languages_in_rows,
             [Table("students", 2, STUDENTS, (3, 4))]),
    Stranger("headings with Latin letters", _latin_letters, [Table("students", 1, STUDENTS, (2,))]),
)  # fmt: skip
