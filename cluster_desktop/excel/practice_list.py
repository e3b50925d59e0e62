"""Import kind "practice_slots": places that bases of practice offer (form F6 and its like). Pure.

A base stands once, merged down over its places; each row is one place of one group in one period.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from cluster_desktop.excel import cells, facts, people_words
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.cells import Around, Read, text_of
from cluster_desktop.excel.people_columns import BIN, NAME, group_key, names_of
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.i18n import N_, _, fold, format_date
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_bin_or_iin

SLOT = "practice_slot"
KIND_OF, STARTS, ENDS = f"{SLOT}.kind", f"{SLOT}.starts", f"{SLOT}.ends"
PERIOD = f"{SLOT}.period"
GROUP, SPECIALITY, COURSE = f"{SLOT}.group", f"{SLOT}.speciality", f"{SLOT}.course"
PLACES, SENT = f"{SLOT}.places", f"{SLOT}.sent"
MENTOR, SUPERVISOR = f"{SLOT}.mentor", f"{SLOT}.supervisor"
AGREEMENT = "agreement.number_and_date"
KIND_HEADINGS = ("Практиканың түрі", "Вид практики", "Практика түрі", "Тәжірибе түрі")
PERIOD_HEADINGS = (
    *("Мерзімі", "Сроки", "Кезеңі", "Период", "Практика мерзімі", "Сроки практики"),
    *("Практика кезеңі", "Период практики", "Өту мерзімі", "Сроки прохождения", "Срок"),
)
START_HEADINGS = ("басталуы", "начало", "Басталу күні", "Дата начала", "Мерзімі: басталуы")
END_HEADINGS = ("аяқталуы", "окончание", "Аяқталу күні", "Дата окончания", "конец")
MENTOR_HEADINGS = (
    *("Кәсіпорыннан тәлімгер", "Наставник от предприятия", "Тәлімгер", "Наставник"),
    *("Тәлімгері", "Кәсіпорын тәлімгері", "Руководитель от предприятия"),
    *("Кәсіпорыннан жетекші", "Кәсіпорын жетекшісі", "Руководитель от организации"),
    *("Ф.И.О. наставника", "Тәлімгердің аты-жөні", "Тәлімгердің Т.А.Ә."),
)

_TRANSPORT = tuple(map(fold, ("автобус", "көлік", "тасымал", "транспорт", "подвоз", "жеткіз")))
_DORMITORY = tuple(map(fold, ("жатақхана", "общежит", "тұрғын үй", "жильё", "жилье")))
_NONE = re.compile(r"(?<!\w)(?:жок|нет|без)(?!\w)")


def _weeks_and_hours(cell: Cell, around: Around) -> Read:
    del around
    weeks, hours = facts.weeks_and_hours(cell)
    if weeks is None and hours is None:
        said = _("A whole number is needed, not “{value}”.").format(value=text_of(cell))
        return {}, (Finding(said, code="not_a_number"),)
    values = {f"{SLOT}.weeks": weeks, f"{SLOT}.hours": hours}
    return {name: value for name, value in values.items() if value is not None}, ()


def _transport(cell: Cell, around: Around) -> Read:
    """What is provided; «жоқ» provides nothing and is not kept."""
    del around
    values: dict[str, object] = {}
    text = text_of(cell)
    for part in re.split(r"[,;/]", text):
        folded = fold(part)
        if _NONE.search(folded):
            continue
        if any(word in folded for word in _TRANSPORT):
            values[f"{SLOT}.transport"] = True
        if any(word in folded for word in _DORMITORY):
            values[f"{SLOT}.dormitory"] = True
    if not _NONE.fullmatch(fold(text)):
        values[f"{SLOT}.transport_text"] = text
    return values, ()


MEANINGS = (
    columns.NUMBER,
    Meaning(
        NAME,
        N_("Enterprise (base)"),
        cells.names(NAME),
        headings=columns.ORGANISATION_HEADINGS,
    ),
    Meaning(
        BIN,
        N_("BIN of the enterprise"),
        cells.identifier(BIN, check_bin_or_iin),
        headings=("БСН / БИН", *columns.BIN_HEADINGS),
    ),
    Meaning(
        "organisation.address",
        N_("Address"),
        cells.names("organisation.address"),
        headings=("Мекенжайы / Адрес", "Мекенжайы", "Адрес"),
    ),
    Meaning(
        AGREEMENT,
        N_("Agreement No., date"),
        columns.order("agreement.number", "agreement.date"),
        headings=(
            *("Шарт №, күні", "№ и дата договора", "Шарт", "Договор", "№ договора, дата"),
            *("№ договора", "Шарт №"),
        ),
    ),
    Meaning(
        GROUP,
        N_("Speciality, course, group"),
        columns.group(SLOT),
        headings=(
            *("Мамандық, курс, топ", "Специальность, курс, группа"),
            *("Мамандық, топ", "Специальность, группа", "Топ", "Группа"),
        ),
    ),
    Meaning(
        KIND_OF,
        N_("Kind of practice"),
        columns.choice(KIND_OF, people_words.practice),
        headings=(
            *KIND_HEADINGS,
            "Практиканың түрі (оқу, өндірістік, диплом алдындағы)",
        ),
    ),
    Meaning(PERIOD, N_("Period"), columns.period(STARTS, ENDS), headings=PERIOD_HEADINGS),
    Meaning(STARTS, N_("Starts"), columns.day(STARTS), headings=START_HEADINGS),
    Meaning(ENDS, N_("Ends"), columns.day(ENDS), headings=END_HEADINGS),
    Meaning(
        f"{SLOT}.weeks_hours",
        N_("Weeks, hours"),
        _weeks_and_hours,
        headings=(
            *("Апта, сағат", "Недель, часов", "Апта саны, сағат", "Апта саны", "Недели"),
            *("Апталар саны", "Количество недель", "Количество недель, часов", "Апта"),
        ),
    ),
    Meaning(
        f"{SLOT}.hours",
        N_("Hours"),
        columns.number(f"{SLOT}.hours", facts.count),
        headings=("Сағат", "Часы", "Сағат саны", "Количество часов", "Часов"),
    ),
    Meaning(
        PLACES,
        N_("Places"),
        columns.number(PLACES, facts.count),
        headings=(
            *("ұсынылған", "предоставлено", "Ұсынылған орындар", "Предоставлено мест", "Орын"),
            *("Орын саны", "Количество мест", "Орындар", "Места", "Орын саны | барлығы"),
            *("Количество мест | всего", "Орындар | барлығы", "Места | всего", "Бос орын саны"),
        ),
    ),
    Meaning(
        SENT,
        N_("Sent"),
        columns.number(SENT, facts.count),
        headings=(
            *("жіберілген", "направлено", "Жіберілген студенттер", "Направлено студентов"),
            *("жіберілгені", "Студенттер саны", "Количество студентов"),
        ),
    ),
    Meaning(
        f"{SLOT}.paid_places",
        N_("Paid places"),
        columns.number(f"{SLOT}.paid_places", facts.count),
        headings=("Ақылы орындар", "Оплачиваемые места"),
    ),
    Meaning(
        f"{SLOT}.distance_km",
        N_("Distance, km"),
        columns.number(f"{SLOT}.distance_km", facts.count),
        headings=("Қашықтығы, км", "Расстояние, км", "Қашықтығы", "Расстояние"),
    ),
    Meaning(
        f"{SLOT}.transport",
        N_("Transport, dormitory"),
        _transport,
        headings=(
            *("Көлік, жатақхана", "Транспорт, общежитие", "Тасымал, жатақхана"),
            *("Көлік", "Транспорт", "Жатақхана", "Общежитие"),
        ),
    ),
    Meaning(
        SUPERVISOR,
        N_("Supervisor from the college"),
        cells.text(SUPERVISOR),
        headings=("Оқу орнынан жетекші", "Руководитель от колледжа", "Колледжден жетекші"),
    ),
    Meaning(MENTOR, N_("Mentor"), cells.text(MENTOR), headings=MENTOR_HEADINGS),
    Meaning(
        f"{SLOT}.briefing_on",
        N_("Safety briefing"),
        columns.day(f"{SLOT}.briefing_on"),
        headings=("Қауіпсіздік нұсқаулығы өткен күн", "Дата инструктажа по ТБ"),
    ),
    Meaning(
        f"{SLOT}.average",
        N_("Average mark"),
        None,
        headings=("Қорытынды баға (орташа)", "Итоговая оценка (средняя)"),
    ),
    Meaning(
        f"{SLOT}.note",
        N_("Note"),
        cells.text(f"{SLOT}.note"),
        headings=("Ескертпе", "Примечание"),
    ),
)


def organisation_key(values: Mapping[str, object]) -> str:
    """The organisation of a row within its file: by BIN, else by name."""
    return str(values.get(BIN) or next(iter(names_of(values)), ""))


def _prepare(reading: Reading) -> None:
    """Nothing of another row decides which group a row is in."""
    del reading


def _group_of(reading: Reading, record: Record) -> str:
    del reading
    return organisation_key(record.own) or f"?{record.row}"


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for record in records:
        record.row_findings = ()
        record.values = dict(record.own)
        if PLACES not in reading.columns and SENT in record.own:
            # A list of who goes where takes the places that it fills.
            record.values[PLACES] = record.own[SENT]
        _check_needed(reading, record)
        _check_numbers(reading, record)
        values = record.values
        whose = group_key(str(values.get(GROUP) or "")), values.get(SPECIALITY)
        key = (values.get(KIND_OF), values.get(STARTS), values.get(ENDS), *whose)
        first = seen.setdefault(key, record.row)
        if first != record.row and None not in key[:3]:
            said = _("The same place of the same group stands in row {row}. Leave one of the two.")
            line = reading.table.place(first)[1]
            finding = Finding(said.format(row=line), code="same_as_another_row")
            columns.report(reading, record, PLACES, finding)


def _check_needed(reading: Reading, record: Record) -> None:
    if not (record.own.get(BIN) or names_of(record.own)) and not columns.has_finding(record, BIN):
        said = _("The enterprise is missing. Type its name or its BIN.")
        columns.report(reading, record, NAME, Finding(said, code="required"))
    for meaning, said in (
        (KIND_OF, _("The kind of the practice is missing. Type it.")),
        (STARTS, _("The first day of the practice is missing. Type it.")),
        (ENDS, _("The last day of the practice is missing. Type it.")),
        (PLACES, _("The number of places is missing. Type it.")),
    ):
        columns.require(reading, record, meaning, said)
    check_days(reading, record, STARTS, ENDS)


def check_days(reading: Reading, record: Record, first: str, last: str) -> None:
    """An error where a practice ends before it begins."""
    starts, ends = record.values.get(first), record.values.get(last)
    if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
        said = _("The end {until} lies before the beginning {start}. Check both dates.")
        text = said.format(until=format_date(ends), start=format_date(starts))
        columns.report(reading, record, last, Finding(text, code="ends_before_it_begins"))


def _check_numbers(reading: Reading, record: Record) -> None:
    """More students than places is a warning: it happens, and somebody decided it."""
    places, sent = record.values.get(PLACES), record.values.get(SENT)
    if isinstance(places, int) and isinstance(sent, int) and sent > places:
        said = _("More students were sent ({sent}) than there are places ({places}).")
        text = said.format(sent=sent, places=places)
        finding = Finding(text, severity="warning", code="more_sent_than_places")
        columns.report(reading, record, SENT, finding)


def _warn(reading: Reading) -> list[CellFinding]:
    counted = {
        meaning: sum(
            n for r in reading.records.values() if isinstance(n := r.values.get(meaning), int)
        )
        for meaning in (PLACES, SENT)
    }
    return columns.totals(reading, counted, "орын|мест")


KIND = ImportKind(
    name="practice_slots",
    label=N_("Practice bases with their places"),
    meanings=MEANINGS,
    needed=(
        frozenset({NAME, BIN}),
        frozenset({PLACES, SENT}),
        frozenset({KIND_OF}),
        frozenset({STARTS, PERIOD}),
        frozenset({ENDS, PERIOD}),
    ),
    prepare=_prepare,
    group_of=_group_of,
    settle=_settle,
    warn=_warn,
    many=True,
    subjects=(
        "ұйым",
        "база",
        "практика",
    ),
    titles=(
        "базалары",
        "базы практики",
    ),
)
