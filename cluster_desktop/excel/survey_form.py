"""A survey as a workbook that goes out and comes back: one questionnaire, or a table of many.

Only the cells for answers can be written in; points are chosen from a list. A hidden sheet says
which survey it is and where each answer stands, so that nothing is guessed when it returns.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cluster_desktop.files import write_whole
from cluster_desktop.services.paper_data import Pair
from cluster_desktop.services.surveys import Asked, Questionnaire

MARK = "cluster-desktop survey"
HIDDEN = "_cluster"
FORM, TABLE = "form", "table"
TABLE_ROWS = 60
FACE = "Times New Roman"
_LINE = Side(style="thin", color="8A8A8A")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E9EDF1")
_ANSWER = PatternFill("solid", fgColor="FFF9E5")
_TOP = Alignment(wrap_text=True, vertical="center")
_MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="center")

# What is asked of whom beside the questions; students stay nameless.
LABELS: Mapping[str, Pair] = {
    "organisation": Pair("Ұйымның атауы", "Наименование организации"),
    "bin": Pair("БСН/ЖСН", "БИН/ИИН"),
    "college": Pair("Қай колледждің түлектері туралы", "О выпускниках какого колледжа"),
    "speciality": Pair("Мамандық (коды немесе атауы)", "Специальность (код или название)"),
    "respondent": Pair(
        "Толтырған адам, лауазымы (міндетті емес)", "Кто заполнил, должность (необязательно)"
    ),
    "answered_on": Pair("Күні", "Дата"),
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "employers": ("organisation", "bin", "college", "speciality", "respondent", "answered_on"),
    "students": ("speciality", "answered_on"),
    "graduates": ("organisation", "speciality", "answered_on"),
}
QUALITIES: Mapping[str, Pair] = {
    "professional": Pair("Кәсіби қасиеттері", "Профессиональные качества"),
    "personal": Pair("Жеке қасиеттері", "Личные качества"),
    "conditions": Pair("Оқу және практика жағдайы", "Условия обучения и практики"),
    "overall": Pair("Жалпы қанағаттану", "Общая удовлетворённость"),
}


def how_to(survey: Questionnaire) -> Pair:
    """What to do, for form and paper."""
    return Pair(
        f"Әр сұраққа 1-ден {survey.points}-ке дейін балл қойыңыз: 1 – мүлде қанағаттанбаймын, "
        f"{survey.points} – толық қанағаттанамын.",
        f"Поставьте на каждый вопрос балл от 1 до {survey.points}: 1 – совсем не удовлетворён(а), "
        f"{survey.points} – полностью удовлетворён(а).",
    )


def write_form(
    path: Path, survey: Questionnaire, *, known: Mapping[str, str] | None = None, made_on: date
) -> None:
    """One questionnaire to be sent out; `known` fills fields such as the organisation."""
    book, sheet = _book("Сауалнама")
    row = _head(sheet, survey, 3)
    places: list[tuple[str, int, int]] = []
    for name in FIELDS[survey.audience]:
        _label(sheet, row, LABELS[name])
        _answer(sheet, row, 3, (known or {}).get(name, ""))
        places.append((name, row, 3))
        row += 1
    row += 1
    for column, text in enumerate(("№", "Сұрақ / Вопрос", "Жауап / Ответ"), start=1):
        _put(sheet, row, column, text, bold=True, fill=_HEAD, align=_MIDDLE)
    row += 1
    quality = ""
    for number, question in enumerate(survey.questions, start=1):
        if question.quality != quality:
            quality = question.quality
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
            _put(sheet, row, 1, _both(QUALITIES[quality], " / "), bold=True, fill=_HEAD)
            row += 1
        _put(sheet, row, 1, number, align=_MIDDLE)
        _put(sheet, row, 2, _both(Pair(question.kk, question.ru)))
        _answer(sheet, row, 3, "", align=_MIDDLE if question.is_points else _TOP)
        sheet.row_dimensions[row].height = _height(question, 66) + (0 if question.is_points else 42)
        places.append((str(question.id), row, 3))
        row += 1
    _points_list(sheet, survey, [(r, c) for key, r, c in places if _is_points(survey, key)])
    for letter, width in zip("ABC", (5, 66, 34), strict=True):
        sheet.column_dimensions[letter].width = width
    _note_places(book, survey, FORM, places)
    _save(path, book, sheet, made_on)


def write_table(
    path: Path, survey: Questionnaire, *, made_on: date, rows: int = TABLE_ROWS
) -> None:
    """A table for many questionnaires that were filled on paper: a row for each."""
    book, sheet = _book("Жауаптар")
    fields = FIELDS[survey.audience]
    width = 1 + len(fields) + len(survey.questions)
    head = _head(sheet, survey, min(width, 9))
    _put(sheet, head, 1, "№", bold=True, fill=_HEAD, align=_MIDDLE)
    places: list[tuple[str, int, int]] = []
    column = 2
    for name in fields:
        _put(sheet, head, column, _both(LABELS[name]), bold=True, fill=_HEAD, align=_MIDDLE)
        sheet.column_dimensions[get_column_letter(column)].width = 18
        places.append((name, head + 1, column))
        column += 1
    for question in survey.questions:
        _put(sheet, head, column, _both(Pair(question.kk, question.ru)), fill=_HEAD, align=_MIDDLE)
        width_of = 14 if question.is_points else 40
        sheet.column_dimensions[get_column_letter(column)].width = width_of
        places.append((str(question.id), head + 1, column))
        column += 1
    sheet.column_dimensions["A"].width = 5
    sheet.row_dimensions[head].height = 190
    for line in range(rows):
        _put(sheet, head + 1 + line, 1, line + 1, align=_MIDDLE)
        for _key, _row, at in places:
            _answer(sheet, head + 1 + line, at, "")
    cells = [
        (head + 1 + line, at)
        for key, _row, at in places
        if _is_points(survey, key)
        for line in range(rows)
    ]
    _points_list(sheet, survey, cells)
    sheet.freeze_panes = f"B{head + 1}"
    sheet.page_setup.orientation = "landscape"
    _note_places(book, survey, TABLE, places, rows)
    _save(path, book, sheet, made_on)


def _is_points(survey: Questionnaire, key: str) -> bool:
    return any(str(one.id) == key and one.is_points for one in survey.questions)


def _book(name: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    for made in book.worksheets:  # a new workbook comes with one
        book.remove(made)
    sheet: Worksheet = book.create_sheet(name)
    return book, sheet


def _both(pair: Pair, between: str = "\n") -> str:
    return between.join(text for text in (pair.kk, pair.ru) if text)


def _head(sheet: Worksheet, survey: Questionnaire, width: int) -> int:
    """Title and what to do; the first row under it."""
    texts = (_both(Pair(survey.kk, survey.ru)), _both(how_to(survey)))
    for row, text in enumerate(texts, start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        top = sheet.cell(row, 1)
        _text(top, text)
        top.font = Font(name=FACE, size=13 if row == 1 else 11, bold=row == 1)
        top.alignment = _MIDDLE if row == 1 else _TOP
        sheet.row_dimensions[row].height = 44 if row == 1 else 66
    return 4


def _label(sheet: Worksheet, row: int, pair: Pair) -> None:
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    _put(sheet, row, 1, _both(pair, " / "))
    sheet.row_dimensions[row].height = 20


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: str | int,
    *,
    bold: bool = False,
    fill: PatternFill | None = None,
    align: Alignment = _TOP,
) -> None:
    cell = sheet.cell(row, column)
    _text(cell, value)
    cell.font = Font(name=FACE, size=11, bold=bold)
    cell.alignment = align
    cell.border = _BOX
    if fill is not None:
        cell.fill = fill


def _answer(
    sheet: Worksheet, row: int, column: int, value: str, *, align: Alignment = _TOP
) -> None:
    _put(sheet, row, column, value, fill=_ANSWER, align=align)
    sheet.cell(row, column).protection = Protection(locked=False)


def _text(cell: object, value: str | int) -> None:
    cell.value = value if value != "" else None  # type: ignore[attr-defined]
    if isinstance(value, str) and value:
        # A question that begins with = is no formula.
        cell.data_type = "s"  # type: ignore[attr-defined]


def _height(question: Asked, letters: int) -> float:
    lines = sum(1 + len(text) // letters for text in (question.kk, question.ru) if text)
    return 15.0 * max(1, lines) + 3


def _points_list(sheet: Worksheet, survey: Questionnaire, cells: Sequence[tuple[int, int]]) -> None:
    choices = ",".join(str(n) for n in range(1, survey.points + 1))
    rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    rule.errorTitle = "1 … " + str(survey.points)
    rule.error = _both(how_to(survey), " ")[:250]
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    for row, column in cells:
        rule.add(sheet.cell(row, column))


def _note_places(
    book: Workbook,
    survey: Questionnaire,
    mode: str,
    places: Sequence[tuple[str, int, int]],
    rows: int = 1,
) -> None:
    hidden = book.create_sheet(HIDDEN)
    hidden.append([MARK, str(survey.id), mode, rows])
    for key, row, column in places:
        hidden.append([key, row, column])
    hidden.sheet_state = "veryHidden"


def _save(path: Path, book: Workbook, sheet: Worksheet, made_on: date) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    moment = datetime.combine(made_on, time())
    book.properties.creator = "Cluster Desktop"
    book.properties.created = book.properties.modified = moment
    stream = io.BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())
