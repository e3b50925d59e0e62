"""Readers of cells that lists of mentors, practice and graduates share. Pure.

Each maker takes the name under which a record keeps the value and gives a Reader (cells.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from cluster_desktop.excel import cells, facts, people_words, words
from cluster_desktop.excel.agreement_columns import labels_of_field
from cluster_desktop.excel.agreement_register import folded_name
from cluster_desktop.excel.cells import Around, Read, Reader, text_of
from cluster_desktop.excel.contracts import read_contract
from cluster_desktop.excel.days import read_day
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import ROW_NUMBER, CellFinding, Meaning, Reading, Record
from cluster_desktop.excel.same_person import is_same_name
from cluster_desktop.excel.spans import read_span
from cluster_desktop.excel.table import TOTAL, column_letter
from cluster_desktop.i18n import N_, _, fold
from cluster_desktop.rules.findings import Finding

BIN = "organisation.bin"
NAME = "organisation.name"
_DASHES = re.compile(r"[\s\-‐‑–—]+")
NAMES = ("organisation.name_kk", "organisation.name_ru")

NUMBER = Meaning(
    ROW_NUMBER,
    N_("Row number"),
    None,
    headings=("№", "Р/с №", "р/с", "№ р/с", "№ п/п", "п/п", "Рет саны", "Реттік нөмірі", "No."),
)
ORGANISATION_HEADINGS = (
    *("Кәсіпорын", "Предприятие", "Кәсіпорынның атауы", "Наименование предприятия"),
    *("Кәсіпорын (база)", "Предприятие (база)", "Практика базасы", "База практики"),
    *("Жұмыс беруші", "Работодатель"),
)
FUNDING_HEADINGS = (
    *("Қаржыландыру", "Финансирование", "Оқу негізі", "Форма оплаты", "Оқу түрі"),
    *("Основа обучения", "Источник финансирования", "Бюджет/платно", "Мемтапсырыс/ақылы"),
    *("Форма финансирования", "Вид финансирования", "Қаржыландыру түрі", "Қаржыландыру нысаны"),
    *("Бюджет/договор", "Грант/договор", "Грант/платно", "Грант/ақылы", "Госзаказ/платно"),
    *("Форма обучения (бюджет/платно)", "Форма обучения (грант/договор)", "Госзаказ/договор"),
    *("Условия обучения", "За счёт каких средств обучается", "Бюджет/ақылы", "Оплата обучения"),
)
BIN_HEADINGS = ("БСН", "БИН", "БСН (ЖСН)", "БИН (ИИН)", "БСН коды", "БИН предприятия")


def parts_of_name(prefix: str) -> tuple[str, ...]:
    """The meanings of a name that stands in three columns."""
    return tuple(f"{prefix}.{part}" for part in ("surname", "given_name", "patronymic"))


def name_parts(prefix: str) -> tuple[Meaning, ...]:
    """Columns of surname, given name and patronymic."""
    surname, given, patronymic = parts_of_name(prefix)
    return (
        Meaning(surname, N_("Surname"), None, headings=("Тегі", "Фамилия", "Фамилиясы")),
        Meaning(given, N_("Given name"), None, headings=("Аты", "Имя", "Есімі")),
        Meaning(
            patronymic,
            N_("Patronymic"),
            None,
            headings=("Әкесінің аты", "Отчество", "Әкесінің аты (бар болса)"),
        ),
    )


def group_key(name: str) -> str:
    """«АК 24-1», «АК-24–1» are one group."""
    return _DASHES.sub("-", fold(name))


def names_of(values: Mapping[str, object]) -> list[str]:
    """The organisation's folded names in a row's values."""
    return [folded_name(str(values[name])) for name in NAMES if values.get(name)]


def choice(path: str, find: Callable[[str], str | None]) -> Reader:
    """One of a field's choices by remembered words, the program's own labels, then `find`."""
    entity, _dot, name = path.partition(".")
    return cells.choice(path, find, labels_of_field(entity, name))


def funding(path: str) -> Reader:
    """Who pays; a bare «договор» is taken as paid by the family, and that is said."""
    plain = choice(path, people_words.funding)

    def read(cell: Cell, around: Around) -> Read:
        values, findings = plain(cell, around)
        typed = text_of(cell)
        is_answered = (path, fold(typed)) in around.words
        if not values or is_answered or not people_words.is_bare_contract(typed):
            return values, findings
        said = _("“{value}” is taken as paid studies. If an enterprise pays, correct it.")
        doubt = Finding(said.format(value=typed), severity="warning", code="taken_as_paid")
        return values, (*findings, doubt)

    return read


def number(name: str, parse: Callable[[Cell], object | None]) -> Reader:
    """A number that may stand among words; what is none is an error."""

    def read(cell: Cell, around: Around) -> Read:
        del around
        value = parse(cell)
        if value is not None:
            return {name: value}, ()
        said = _("A number is needed, not “{value}”.")
        if parse is facts.count:
            said = _("A whole number is needed, not “{value}”.")
        return {}, (Finding(said.format(value=text_of(cell)), code="not_a_number"),)

    return read


def day(name: str) -> Reader:
    """A date."""

    def read(cell: Cell, around: Around) -> Read:
        del around
        found, findings = read_day(cell)
        return ({} if found is None else {name: found}), findings

    return read


def period(starts: str, ends: str) -> Reader:
    """«03.11.2025 – 27.12.2025», «с 03.11.2025 по 27.12.2025», «2025-2026 оқу жылы»."""

    def read(cell: Cell, around: Around) -> Read:
        del around
        said, findings = read_span(cell)
        values = {starts: said.starts, ends: said.ends}
        return {name: day for name, day in values.items() if day is not None}, findings

    return read


def order(number_name: str, date_name: str) -> Reader:
    """«№ 47-ө 01.09.2025 ж.», «12-ө от 05.09.2025г.», «05.09.2025 № 12-ө»."""

    def read(cell: Cell, around: Around) -> Read:
        del around
        said, findings = read_contract(cell if isinstance(cell, date) else text_of(cell))
        values: dict[str, object] = {}
        if said.number is not None:
            values[number_name] = said.number
        if said.signed is not None:
            values[date_name] = said.signed
        return values, findings

    return read


def group(prefix: str) -> Reader:
    """Group, speciality and course of one cell into prefix.group, .speciality, .course."""

    def read(cell: Cell, around: Around) -> Read:
        said = facts.group_cell(cell)
        known = around.specialities
        if said.speciality and known is not None and said.speciality not in known:
            message = _("The speciality code {code} is not in the list of specialities.")
            text = message.format(code=said.speciality)
            return {}, (Finding(text, code="unknown_speciality_code"),)
        values: dict[str, object] = {
            f"{prefix}.group": said.group,
            f"{prefix}.speciality": said.speciality,
            f"{prefix}.course": said.course,
        }
        if not said.group and not said.speciality:
            message = _("No group was found in “{value}”.").format(value=text_of(cell))
            return {}, (Finding(message, severity="warning", code="no_group"),)
        return {key: value for key, value in values.items() if value}, ()

    return read


def speciality(name: str) -> Reader:
    """One code, with or without a name beside it; a number gets its zero back."""
    many = cells.specialities(name)

    def read(cell: Cell, around: Around) -> Read:
        values, findings = many(cell, around)
        codes = values.get(name)
        return ({name: codes[0]} if isinstance(codes, tuple) else {}), findings

    return read


def yes_no(name: str) -> Reader:
    return cells.yes_no(name, words.YES, words.NO)


# What the kinds say of a row and of the whole table


def where(reading: Reading, row: int) -> str:
    """A row as Excel counts it, behind its sheet where there are several."""
    sheet, line = reading.table.place(row)
    return f"{sheet}!{line}" if sheet else str(line)


def report(reading: Reading, record: Record, meaning: str, finding: Finding) -> None:
    """A finding of the row beside the others."""
    record.row_findings += (reading.at(record, meaning, finding),)


def has_finding(record: Record, meaning: str) -> bool:
    return any(each.meaning == meaning for each in record.cell_findings)


def require(reading: Reading, record: Record, meaning: str, said: str) -> None:
    """An error where the row says nothing of what it cannot do without."""
    if record.values.get(meaning) in (None, "") and not has_finding(record, meaning):
        report(reading, record, meaning, Finding(said, code="required"))


def same_row_twice(
    reading: Reading, records: list[Record], meaning: str, keys: Callable[[Record], object]
) -> None:
    """An error at every row that repeats an earlier one of its group."""
    seen: dict[object, int] = {}
    for record in records:
        key = keys(record)
        if key is None or record.row in reading.left_out:
            continue
        first = seen.setdefault(key, record.row)
        if first != record.row:
            names = [
                str(reading.records[row].own.get(meaning) or "") for row in (first, record.row)
            ]
            if is_same_name(*names):
                said = _("The same person stands in row {row}. Leave one of the two.")
            else:
                said = _(
                    "This IIN stands in row {row} by another name: “{name}”. Correct the IIN or "
                    "leave one."
                )
            text = said.format(row=where(reading, first), name=names[0])
            finding = Finding(text, code="same_as_another_row")
            record.row_findings += (replace(reading.at(record, meaning, finding), same_as=first),)


def totals(reading: Reading, counted: Mapping[str, int], rows: str) -> list[CellFinding]:
    """Typed totals beside what was counted: `counted` by meaning, `rows` by a word of the text.

    `rows` is a pattern with the number as its first group («85 тәлімгер»).
    """
    table = reading.table
    found = []
    for row in (row for row, reason in table.skipped.items() if reason == TOTAL):
        for column, cell in enumerate(table.cells(row)):
            meaning = next((m for m, at in reading.columns.items() if at == column), "")
            typed: int | None = None
            real = len(reading.records)
            if isinstance(cell, str) and (said := facts.number_before(cell, rows)) is not None:
                typed = said
            elif type(cell) in (int, float) and meaning in counted:
                typed, real = int(str(cell).split(".")[0]), counted[meaning]
            if typed is not None and typed != real:
                message = _(
                    "The file says {typed} in all, {counted} were read. Look for missing rows."
                )
                finding = Finding(
                    message.format(typed=typed, counted=real),
                    severity="warning",
                    code="typed_total_differs",
                )
                place = table.place(row)
                found.append(
                    CellFinding(row, column_letter(column), meaning, str(cell), finding, *place)
                )
    return found
