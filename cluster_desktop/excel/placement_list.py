"""Import kind "placements": which student goes where, the base in a sub-heading. Pure.

«Темір қанат» ЖШС, БСН 180240917112
1   Хамитов Санжар Талғатұлы   090409590058   АК-24-1   өндірістік практика   03.11.2025 …
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from cluster_desktop.excel import cells, facts, people_words
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.cells import Around, Read, text_of
from cluster_desktop.excel.people_columns import BIN, NAME, group_key, names_of
from cluster_desktop.excel.person_cells import split_name
from cluster_desktop.excel.practice_list import (
    END_HEADINGS,
    KIND_HEADINGS,
    MENTOR_HEADINGS,
    PERIOD_HEADINGS,
    START_HEADINGS,
    check_days,
)
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.i18n import N_, _, fold
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_bin_or_iin, check_iin

KIND_OF, STARTS, ENDS = "placement.kind", "placement.starts", "placement.ends"
PERIOD = "placement.period"
STUDENT, IIN, GROUP = "placement.student", "placement.student_iin", "placement.group"
MENTOR, MARK, MARK_WORDS = "placement.mentor", "placement.grade", "placement.grade_text"
GRADED = "placement.graded"

_IDENTIFIER = re.compile(r"[\s,;–—-]*\(?\s*(?:БСН|БИН|ЖСН|ИИН)[\s/:№БСНИЖ]*(\d{9,12})\s*\)?", re.I)
_LABEL = re.compile(
    r"^\s*(?:кәсіпорын|предприятие|база|практика базасы|база практики)\s*:\s*", re.I
)
# A sub-heading says the same on any day.
_NOTHING_AROUND = Around(today=date.min)


@lru_cache(maxsize=1_024)
def base_of(text: str) -> Read:
    """The organisation that a sub-heading names; one of a group or a practice names none."""
    values: dict[str, object] = {}
    findings: tuple[Finding, ...] = ()
    found = _IDENTIFIER.search(text)
    if found:
        read, findings = cells.identifier(BIN, check_bin_or_iin)(found[1], _NOTHING_AROUND)
        values.update(read)
        text = text[: found.start()] + " " + text[found.end() :]
    name = _LABEL.sub("", text).strip(" ,;")
    if name and (found or not _is_another_heading(name)):
        values.update(cells.names(NAME)(name, _NOTHING_AROUND)[0])
    return values, tuple(each for each in findings if each.severity == "error")


def _is_another_heading(text: str) -> bool:
    said = facts.group_cell(text)
    return bool(said.speciality or said.group or people_words.practice(text))


def _name(cell: Cell, around: Around) -> Read:
    """Marks behind a name («ақылы») say nothing of the practice."""
    del around
    text = text_of(cell)
    return {STUDENT: split_name(text)[0]}, cells.lost_letters(text)


def _group(cell: Cell, around: Around) -> Read:
    """A column of its own may name a group as nobody else does."""
    values, _findings = columns.group("placement")(cell, around)
    return {GROUP: values.get(GROUP) or text_of(cell)}, ()


def _mark(cell: Cell, around: Around) -> Read:
    del around
    said = facts.mark(cell)
    if said is None:
        text = _("“{value}” is no mark. Type 2 to 5, or “өтті”.").format(value=text_of(cell))
        return {}, (Finding(text, code="not_a_mark"),)
    values: dict[str, object] = {GRADED: True}
    if said.number is not None:
        values[MARK] = said.number
    if said.words:
        values[MARK_WORDS] = said.words
    return values, ()


MEANINGS = (
    columns.NUMBER,
    Meaning(
        STUDENT,
        N_("Student"),
        _name,
        headings=(
            *("Студенттің Т.А.Ә.", "Ф.И.О. студента", "Студент", "Т.А.Ә.", "Ф.И.О."),
            *("Білім алушының Т.А.Ә.", "Ф.И.О. обучающегося", "Студенттің аты-жөні"),
        ),
    ),
    Meaning(
        IIN,
        N_("IIN"),
        cells.identifier(IIN, check_iin),
        headings=("ЖСН / ИИН", "ЖСН", "ИИН", "Студенттің ЖСН-і", "ИИН студента"),
    ),
    Meaning(GROUP, N_("Group"), _group, headings=("Топ", "Группа", "Тобы", "Мамандық, топ")),
    Meaning(
        NAME,
        N_("Enterprise (base)"),
        cells.names(NAME),
        headings=(*columns.ORGANISATION_HEADINGS, "Практика орны", "Место практики"),
    ),
    Meaning(
        BIN,
        N_("BIN of the enterprise"),
        cells.identifier(BIN, check_bin_or_iin),
        headings=("БСН / БИН", *columns.BIN_HEADINGS),
    ),
    Meaning(
        KIND_OF,
        N_("Kind of practice"),
        columns.choice(KIND_OF, people_words.practice),
        headings=KIND_HEADINGS,
    ),
    Meaning(PERIOD, N_("Period"), columns.period(STARTS, ENDS), headings=PERIOD_HEADINGS),
    Meaning(STARTS, N_("Starts"), columns.day(STARTS), headings=START_HEADINGS),
    Meaning(ENDS, N_("Ends"), columns.day(ENDS), headings=END_HEADINGS),
    Meaning(MENTOR, N_("Mentor"), cells.text(MENTOR), headings=MENTOR_HEADINGS),
    Meaning(
        MARK, N_("Mark"), _mark, headings=("Баға", "Оценка", "Бағасы", "Қорытынды баға", "Итог")
    ),
    Meaning(
        "placement.note",
        N_("Note"),
        cells.text("placement.note"),
        headings=("Ескертпе", "Примечание"),
    ),
    *columns.name_parts("placement"),
)


def _prepare(reading: Reading) -> None:
    """Nothing of another row decides which group a row is in."""
    del reading


def person_of(record: Record) -> str:
    """The student of a row within its file: by IIN, else by name and group."""
    own = record.own
    if own.get(IIN):
        return str(own[IIN])
    name = fold(str(own.get(STUDENT) or ""))
    return f"{name}|{group_key(str(own.get(GROUP) or ''))}" if name else f"?{record.row}"


def _group_of(reading: Reading, record: Record) -> str:
    del reading
    return person_of(record)


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    for record in records:
        record.row_findings = ()
        record.values = dict(record.own)
        if not (record.own.get(BIN) or names_of(record.own)):
            _settle_base(reading, record)
        for meaning, said in (
            (STUDENT, _("The name of the student is missing. Type it.")),
            (KIND_OF, _("The kind of the practice is missing. Type it.")),
            (STARTS, _("The first day of the practice is missing. Type it.")),
            (ENDS, _("The last day of the practice is missing. Type it.")),
        ):
            columns.require(reading, record, meaning, said)
        check_days(reading, record, STARTS, ENDS)
    columns.same_row_twice(reading, list(records), STUDENT, _practice_of)


def _settle_base(reading: Reading, record: Record) -> None:
    place = NAME if reading.letter(NAME) else STUDENT
    values, wrong = base_of(reading.sub_heading(record.row)[1])
    record.values.update(values)
    for finding in wrong:
        columns.report(reading, record, place, finding)
    if not (wrong or values or columns.has_finding(record, BIN)):
        said = _("The enterprise is missing: no sub-heading above this row names it.")
        columns.report(reading, record, place, Finding(said, code="required"))


def _practice_of(record: Record) -> object:
    """One student goes to one base in one period."""
    values = record.values
    key = values.get(KIND_OF), values.get(STARTS), values.get(ENDS)
    return None if None in key else key


def _warn(reading: Reading) -> list[CellFinding]:
    return columns.totals(reading, {}, "студент|білім алушы|обучающ")


KIND = ImportKind(
    name="placements",
    label=N_("Students sent to practice bases"),
    meanings=MEANINGS,
    needed=(
        frozenset({STUDENT}),
        frozenset({KIND_OF}),
        frozenset({STARTS, PERIOD}),
        frozenset({ENDS, PERIOD}),
    ),
    prepare=_prepare,
    group_of=_group_of,
    settle=_settle,
    warn=_warn,
    many=True,
    joined={"placement.student": columns.parts_of_name("placement")},
    subjects=(
        "студент",
        "практика",
    ),
    titles=(
        "бөлу",
        "распределение",
        "направление",
        "жіберу",
    ),
)
