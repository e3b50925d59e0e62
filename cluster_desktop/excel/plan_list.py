"""Import kind "plan": the action plan of a cluster, one row a measure (form F9, sheet 2). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cluster_desktop.excel import cells
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.cells import Around, Read
from cluster_desktop.excel.days import find_days
from cluster_desktop.excel.plan_terms import read_term
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.excel.spans import named_year
from cluster_desktop.excel.table_years import year_of_title
from cluster_desktop.i18n import N_, _, fold
from cluster_desktop.rules.findings import Finding

ITEM = "plan_item"
NAME, STATE, DUE, DONE = f"{ITEM}.name", f"{ITEM}.state", f"{ITEM}.due", f"{ITEM}.done_text"
YEAR, HEADING, DONE_ON, NOTE = (f"{ITEM}.{each}" for each in ("year", "heading", "done_on", "note"))
NAMES = (f"{ITEM}.name_kk", f"{ITEM}.name_ru")
# The years that the plan speaks of: a plan of an academic year lies in two.
YEARS = "plan.years"
LATE = "plan.late"

# Order counts: "not done" and "partly" hold the word "done".
_STATES = (
    (
        "cancelled",
        ("бас тарт", "болдырылмады", "жойылды", "күші жойыл", "тоқтатыл", "отмен", "снят"),
    ),
    ("partly", ("ішінара", "жартылай", "частично")),
    ("planned", ("орындалмады", "орындалған жоқ", "не выполн", "не исполн", "не начат")),
    ("planned", ("басталған жоқ", "басталма")),
    ("in_progress", ("орындалуда", "жүргізілуде", "в процессе", "в работе", "исполняется")),
    ("in_progress", ("выполняется", "жұмыс істелуде")),
    ("postponed", ("шегерілді", "ауыстырылды", "отлож", "перенес")),
    ("done", ("орындалды", "орындалған", "выполнен", "исполнен", "аяқталды", "заверш", "өтті")),
    ("planned", ("жоспар", "план", "күтілуде", "ожидает")),
)
# Whole words: «мерзімі өтті» holds the word of «өтті», and says nothing of what was done.
_LATE_WORDS = ("кешік", "мерзімі өт", "просроч", "опозда", "задерж")
_LATE = re.compile("|".join(rf"\w*{fold(word)}\w*" for word in _LATE_WORDS))
_STEMS = tuple((state, tuple(map(fold, words))) for state, words in _STATES)


def state_of(text: str) -> str | None:
    """A state in words; what is late is going on: that its day is over the program sees itself."""
    folded = fold(text)
    rest = _LATE.sub(" ", folded)
    found = (state for state, words in _STEMS if any(word in rest for word in words))
    return next(found, "in_progress" if rest != folded else None)


_read_state = columns.choice(STATE, state_of)


def _state(cell: Cell, around: Around) -> Read:
    values, findings = _read_state(cell, around)
    text = cells.text_of(cell)
    return ({**values, LATE: text} if _LATE.search(fold(text)) else values), findings


def _due(cell: Cell, around: Around) -> Read:
    del around
    said, findings = read_term(cell)
    values = {f"{ITEM}.starts": said.starts, DUE: said.due, f"{ITEM}.due_text": said.words}
    return {name: value for name, value in values.items() if value}, findings


MEANINGS = (
    columns.NUMBER,
    Meaning(
        NAME,
        N_("Plan item"),
        cells.names(NAME),
        headings=("Іс-шара", "Мероприятие", "Іс-шаралар", "Мероприятия", "Іс-шараның атауы"),
    ),
    Meaning(
        f"{ITEM}.form",
        N_("Form of completion"),
        cells.text(f"{ITEM}.form"),
        headings=("Аяқтау нысаны", "Форма завершения", "Аяқталу нысаны"),
    ),
    Meaning(
        DUE,
        N_("Term"),
        _due,
        headings=(
            *("Мерзімі", "Срок", "Орындау мерзімі", "Срок исполнения", "Сроки"),
            *("Өткізу мерзімі", "Сроки исполнения", "Срок выполнения", "Сроки проведения"),
            *("Орындалу мерзімі", "Срок реализации", "Іске асыру мерзімі", "Өткізілетін күні"),
            *("Дата проведения", "Уақыты", "Время проведения", "Өткізу уақыты"),
        ),
    ),
    Meaning(
        f"{ITEM}.responsible",
        N_("Responsible"),
        cells.text(f"{ITEM}.responsible"),
        headings=(
            *("Жауапты орындаушылар", "Ответственные исполнители", "Жауаптылар"),
            *("Жауапты", "Ответственный", "Ответственные", "Исполнители", "Орындаушылар"),
            *("Ответственные за исполнение", "Орындауға жауаптылар"),
        ),
    ),
    Meaning(
        f"{ITEM}.result",
        N_("Expected result"),
        cells.names(f"{ITEM}.result"),
        headings=("Күтілетін нәтиже", "Ожидаемый результат", "Күтілетін нәтижелер"),
    ),
    Meaning(
        f"{ITEM}.finance",
        N_("Source and sum of funding"),
        cells.text(f"{ITEM}.finance"),
        headings=(
            *("Қаржыландыру көзі, сомасы", "Источник, сумма", "Қаржыландыру көзі"),
            *("Источник финансирования", "Қаржыландыру", "Источник финансирования, сумма"),
        ),
    ),
    Meaning(
        DONE,
        N_("What was done"),
        cells.text(DONE),
        headings=(
            *("Орындалуы туралы ақпарат", "Информация об исполнении", "Орындалуы"),
            *("Отметка о выполнении", "Отметка об исполнении", "Орындалғаны туралы белгі"),
            *("Исполнение", "Выполнение", "Нәтижесі", "Результат"),
        ),
    ),
    Meaning(STATE, N_("State"), _state, headings=("Жағдайы", "Статус", "Күйі", "Состояние")),
    Meaning(NOTE, N_("Note"), cells.text(NOTE), headings=("Ескертпе", "Примечание")),
)


def key_of(record: Record) -> str:
    """The measure within its file."""
    return next((fold(str(record.own[name])) for name in NAMES if record.own.get(name)), "")


def _prepare(reading: Reading) -> None:
    del reading


def _group_of(reading: Reading, record: Record) -> str:
    sheet = reading.table.part(record.row).name or ""
    return f"{sheet}|{key_of(record) or record.row}"


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    first: dict[object, int] = {}
    for record in records:
        record.row_findings = ()
        record.values = dict(record.own)
        if not any(record.own.get(name) for name in NAMES):
            said = _("The measure is missing. Type it.")
            columns.report(reading, record, NAME, Finding(said, code="required"))
        elif (same := _same_as(reading, record, first)) is not None:
            said = _("The same measure stands in row {row}. Leave one of the two.")
            text = said.format(row=columns.where(reading, same))
            columns.report(reading, record, NAME, Finding(text, code="same_as_another_row"))
        _fill(reading, record)


def _same_as(reading: Reading, record: Record, first: dict[object, int]) -> int | None:
    """The row above with the same measure and term: a meeting every quarter is many measures."""
    if record.row in reading.left_out:
        return None
    term = record.own.get(DUE) or record.own.get(f"{ITEM}.due_text")
    row = first.setdefault(term, record.row)
    return None if row == record.row else row


def _fill(reading: Reading, record: Record) -> None:
    """What stands around the row: its number, its part of the plan, its year."""
    values = record.values
    typed = cells.text_of(reading.typed(record.row, columns.NUMBER.name)).rstrip(".")
    if typed.isascii() and typed.isdigit() and 0 < int(typed) < 10_000:
        values[f"{ITEM}.number"] = int(typed)
    if heading := reading.sub_heading(record.row)[1]:
        values[HEADING] = " ".join(heading.split())
    texts = reading.context(record.row)
    academic = next((year for text in texts if (year := named_year(text))), None)
    titled = academic or year_of_title(texts)
    if titled is not None:
        values[YEARS] = (titled, titled + 1) if academic else (titled,)
    due = values.get(DUE)
    year = getattr(due, "year", None) or titled
    if year is not None:
        values[YEAR] = year
    if values.get(STATE) == "done" and values.get(DONE):
        days = [each.day for each in find_days(str(values[DONE])) if each.day]
        if len(days) == 1 and days[0] <= reading.around.today:
            values[DONE_ON] = days[0]
    if values.get(LATE) and due is None and not values.get(NOTE):
        # Where no day tells it, the word must.
        values[NOTE] = values[LATE]


def _warn(reading: Reading) -> list[CellFinding]:
    return columns.totals(reading, {}, "іс-шара|мероприят")


KIND = ImportKind(
    name="plan",
    label=N_("Action plan"),
    meanings=MEANINGS,
    needed=(
        frozenset({NAME}),
        frozenset({DUE}),
        frozenset({f"{ITEM}.responsible", f"{ITEM}.result", f"{ITEM}.form"}),
    ),
    prepare=_prepare,
    group_of=_group_of,
    settle=_settle,
    warn=_warn,
    many=True,
    heeds_skips=True,
    subjects=("іс-шара",),
    titles=(
        "жоспар",
        "план мероприятий",
        "план действий",
    ),
)
