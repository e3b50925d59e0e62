"""Import kind "graduates": graduates by name with what became of them (form F2 and its like). Pure.

A row without a status leaves the graduate unknown: nothing is made of silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cluster_desktop.excel import cells, facts, people_words
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.agreement_columns import labels_of_field
from cluster_desktop.excel.cells import Around, Read, text_of
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.excel.same_person import Named
from cluster_desktop.excel.spans import as_of
from cluster_desktop.excel.title_block import qualification_code
from cluster_desktop.i18n import N_, _, fold, format_date
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_bin_or_iin, check_iin, read_iin

SPECIALITY = "student.speciality"
QUALIFICATION = "student.qualification"
YEAR = "student.graduation_year"
STATE = "outcome.state"
EMPLOYER = "outcome.employer"
CHECKED_ON = "outcome.checked_on"
REMARK = "outcome.note"

# Nobody graduates at a younger age.
_LEAST_AGE = 14
_A_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_GRADUATION = re.compile(
    r"((?:19|20)\d\d)\s*(?:жылғы|жылы|жыл|ж\.|года|г\.)?\s*(?:бітір|түлек|выпуск)"
    r"|(?:выпускник\w*|выпуск\w*|түлектер\w*)\D{0,12}((?:19|20)\d\d)",
    re.I,
)
_EVIDENCE = labels_of_field("outcome", "evidence")
_CODE = re.compile(r"\d[A-Za-zА-Яа-я]\d{8}")


def _year(cell: Cell) -> int | None:
    found = _A_YEAR.search(text_of(cell))
    return int(found[1]) if found else None


def _state(cell: Cell, around: Around) -> Read:
    """The status; what stands in brackets behind it is kept as a remark."""
    if people_words.is_not_known(text_of(cell)):
        return {}, ()
    values, findings = columns.choice(STATE, people_words.outcome)(cell, around)
    remark = people_words.remark(text_of(cell))
    return ({**values, REMARK: remark} if values and remark else values), findings


def _evidence(cell: Cell, around: Around) -> Read:
    """The kind of the paper; the words are kept where they say more than the kind."""
    path = "outcome.evidence"
    text = text_of(cell)
    said = around.words.get((path, fold(text))) or _EVIDENCE().get(fold(text))
    value = said or people_words.evidence(text)
    if value is None:
        return {path: "other", f"{path}_text": text}, ()
    more = re.search(r"\d", text) is not None
    return {path: value} | ({f"{path}_text": text} if more else {}), ()


def _qualification(cell: Cell, around: Around) -> Read:
    del around
    found = _CODE.search(text_of(cell))
    if found is None:
        said = _("There is no qualification code like 4S06130103 in “{value}”; it is left out.")
        finding = Finding(said.format(value=text_of(cell)), severity="warning", code="no_code")
        return {}, (finding,)
    return {QUALIFICATION: qualification_code(found[0])}, ()


MEANINGS = (
    columns.NUMBER,
    Meaning(
        "student.full_name",
        N_("Full name"),
        cells.text("student.full_name"),
        headings=(
            *("Тегі, аты, әкесінің аты (бар болса)", "Ф.И.О. (при наличии)", "Т.А.Ә.", "Ф.И.О."),
            *("ФИО", "ТАӘ", "Аты-жөні", "Түлектің Т.А.Ә.", "Ф.И.О. выпускника"),
            *("Тегі, аты, әкесінің аты", "Фамилия, имя, отчество"),
        ),
    ),
    Meaning(
        "student.iin",
        N_("IIN"),
        cells.identifier("student.iin", check_iin),
        headings=("ЖСН", "ИИН", "ЖСН / ИИН", "ИИН выпускника", "Түлектің ЖСН-і"),
    ),
    Meaning(
        "student.born",
        N_("Date of birth"),
        columns.day("student.born"),
        headings=("Туған күні", "Дата рождения"),
    ),
    Meaning(
        "student.sex",
        N_("Sex"),
        columns.choice("student.sex", people_words.sex),
        headings=("Жынысы", "Пол"),
    ),
    Meaning(
        SPECIALITY,
        N_("Speciality code"),
        columns.speciality(SPECIALITY),
        headings=(
            *("Мамандық коды", "Код специальности", "Мамандық", "Специальность"),
            *("Мамандық коды және атауы", "Код и наименование специальности"),
        ),
    ),
    Meaning(
        QUALIFICATION,
        N_("Qualification code"),
        _qualification,
        headings=("Біліктілік коды", "Код квалификации", "Біліктілік", "Квалификация"),
    ),
    Meaning(
        "student.language",
        N_("Language of study"),
        columns.choice("student.language", people_words.language),
        headings=("Оқу тілі", "Язык обучения"),
    ),
    Meaning(
        "student.funding",
        N_("Funding"),
        columns.funding("student.funding"),
        headings=(
            *columns.FUNDING_HEADINGS,
            "Қаржыландыру (мемлекеттік тапсырыс, ақылы, кәсіпорын есебінен)",
            "Финансирование (госзаказ, платно, за счёт предприятия)",
        ),
    ),
    Meaning(
        YEAR,
        N_("Year of graduation"),
        columns.number(YEAR, _year),
        headings=("Бітірген жылы", "Год выпуска", "Бітіру жылы", "Год окончания"),
    ),
    Meaning(
        STATE,
        N_("Employment status"),
        _state,
        headings=(
            *("Жағдайы", "Статус", "Жұмысқа орналасуы", "Трудоустройство", "Занятость"),
            *("Жұмыспен қамтылуы", "Сведения о трудоустройстве", "Қазіргі жағдайы"),
            *("Жұмыспен қамтылу жағдайы", "Еңбекпен қамтылуы", "Статус занятости"),
        ),
    ),
    Meaning(
        EMPLOYER,
        N_("Place of work"),
        cells.text(EMPLOYER),
        headings=(
            *("Жұмыс орны (ұйымның атауы)", "Место работы", "Жұмыс орны"),
            *("Место работы (наименование организации)", "Место работы, учёбы"),
            *("Место работы | Наименование", "Жұмыс орны | Атауы", "Место трудоустройства"),
            *("Кәсіпорын", "Предприятие", "Жұмыс беруші", "Работодатель"),
            *("Жұмыс істейтін мекемесі", "Жұмыс істейтін жері", "Где работает"),
        ),
    ),
    Meaning(
        "outcome.employer_bin",
        N_("BIN of the employer"),
        cells.identifier("outcome.employer_bin", check_bin_or_iin),
        headings=("Ұйымның БСН-і", "БИН организации", "БСН", "БИН", "Жұмыс берушінің БСН-і"),
    ),
    Meaning(
        "outcome.position",
        N_("Position"),
        cells.text("outcome.position"),
        headings=("Лауазымы", "Должность", "Қызметі"),
    ),
    Meaning(
        "outcome.by_speciality",
        N_("In the speciality"),
        columns.yes_no("outcome.by_speciality"),
        headings=(
            *("Мамандығы бойынша (иә/жоқ)", "По специальности (да/нет)"),
            *("Мамандығы бойынша", "По специальности", "Работает по специальности"),
            *("Мамандығы бойынша жұмыс істейді", "Мамандық бойынша жұмыс істей ме"),
            *("Трудоустроен по специальности", "Мамандығы бойынша орналасқан"),
        ),
        dash_is_value=True,
    ),
    Meaning(
        "outcome.hired_on",
        N_("Hired on"),
        columns.day("outcome.hired_on"),
        headings=(
            *("Жұмысқа қабылданған күні", "Дата приёма", "Дата приема на работу"),
            "Дата приёма на работу",
        ),
    ),
    Meaning(
        "outcome.evidence",
        N_("Proof"),
        _evidence,
        headings=(
            *("Растайтын құжат", "Подтверждающий документ"),
            "Растайтын құжат (анықтама, еңбек шарты, зейнетақы жарналары)",
        ),
    ),
    Meaning(
        "student.dual",
        N_("In dual training"),
        columns.yes_no("student.dual"),
        headings=(
            *("Дуальды оқытудан өтті", "Обучался по дуальной системе"),
            *("Дуальды оқыту", "Дуальное обучение"),
        ),
        dash_is_value=True,
    ),
    Meaning(
        "student.phone",
        N_("Phone"),
        cells.phones("student.phone", "student.email"),
        headings=("Байланыс телефоны", "Контактный телефон", "Телефон"),
    ),
    Meaning(
        "outcome.targeted_number",
        N_("Targeted training contract No."),
        cells.text("outcome.targeted_number"),
        headings=("Мақсатты шарт №", "№ договора целевой подготовки"),
    ),
    Meaning(
        "outcome.place",
        N_("Region"),
        None,
        headings=("Өңір", "Регион"),
    ),
    Meaning(
        "student.note",
        N_("Note"),
        cells.text("student.note"),
        headings=("Ескертпе", "Примечание"),
    ),
    *columns.name_parts("student"),
)


_PERSON = Named("student.iin", "student.full_name", "student.born", lambda _reading, _record: "")


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    for record in records:
        record.row_findings = ()
        record.values = {"outcome.by_speciality": False, "student.dual": False, **record.own}
        said = _("The name of the graduate is missing. Type it.")
        columns.require(reading, record, "student.full_name", said)
        _settle_study(reading, record)
        _settle_outcome(reading, record)
        _check_days(reading, record)
    columns.same_row_twice(reading, list(records), "student.full_name", lambda record: "one")


def _settle_study(reading: Reading, record: Record) -> None:
    """What every row shares stands above the table or above its part of it."""
    values = record.values
    if SPECIALITY not in values and SPECIALITY not in reading.columns:
        code = facts.group_cell(reading.sub_heading(record.row)[1]).speciality
        if code:
            values[SPECIALITY] = code
    if YEAR not in values and YEAR not in reading.columns:
        for text in reading.context(record.row):
            if found := _GRADUATION.search(text):
                values[YEAR] = int(found[1] or found[2])
    columns.require(reading, record, YEAR, _("The year of graduation is missing. Type it."))


def _settle_outcome(reading: Reading, record: Record) -> None:
    values = record.values
    checked = as_of(reading.context(record.row))
    values[CHECKED_ON] = checked or reading.around.today
    employer = str(values.get(EMPLOYER) or "")
    if values.get(STATE) == "employed" and people_words.is_oneself(employer):
        values[STATE] = "self_employed"
        said = _("“{employer}” means self-employed, and is taken so.").format(employer=employer)
        finding = Finding(said, severity="warning", code="works_for_oneself")
        columns.report(reading, record, STATE, finding)


def _check_days(reading: Reading, record: Record) -> None:
    values = record.values
    hired, year = values.get("outcome.hired_on"), values.get(YEAR)
    _check_hired(reading, record, hired)
    if isinstance(hired, date) and isinstance(year, int) and hired < date(year, 1, 1):
        said = _("Hired on {day}, before the year of graduation. Check the date.")
        finding = Finding(
            said.format(day=format_date(hired)), severity="warning", code="hired_too_early"
        )
        columns.report(reading, record, "outcome.hired_on", finding)
    iin, born = values.get("student.iin"), values.get("student.born")
    known = read_iin(str(iin)) if iin else None
    of_year = known.born if known and known.born else born
    if isinstance(of_year, date) and isinstance(year, int) and year - of_year.year < _LEAST_AGE:
        said = _("Born in {born}, so the year of graduation cannot be {year}. Check both.")
        text = said.format(born=of_year.year, year=year)
        at = YEAR if YEAR in reading.columns else "student.full_name"
        columns.report(reading, record, at, Finding(text, code="graduated_too_early"))
    if known is None:
        return
    if born is None and known.born is not None:
        values["student.born"] = known.born
    elif known.born is not None and born != known.born:
        said = _("The IIN says {day}. Check the date of birth.")
        text = said.format(day=format_date(known.born))
        finding = Finding(
            text, severity="warning", suggestion=format_date(known.born), code="born_differs"
        )
        columns.report(reading, record, "student.born", finding)
    if "student.sex" not in values and known.sex is not None:
        values["student.sex"] = "m" if known.sex == "male" else "f"


def _check_hired(reading: Reading, record: Record, hired: object) -> None:
    """Nobody is hired on a day to come; after the day of the list is worth a look."""
    checked = record.values.get(CHECKED_ON)
    if not isinstance(hired, date):
        return
    if hired > reading.around.today:
        said = _("{day} has not come yet. Check the date.").format(day=format_date(hired))
        columns.report(reading, record, "outcome.hired_on", Finding(said, code="day_to_come"))
    elif isinstance(checked, date) and hired > checked:
        said = _("Hired on {day}, after the day of the list, {checked}. Check the date.")
        text = said.format(day=format_date(hired), checked=format_date(checked))
        finding = Finding(text, severity="warning", code="hired_after_list")
        columns.report(reading, record, "outcome.hired_on", finding)


def _warn(reading: Reading) -> list[CellFinding]:
    return columns.totals(reading, {}, "түлек|выпускник")


KIND = ImportKind(
    name="graduates",
    label=N_("List of graduates with their employment"),
    meanings=MEANINGS,
    needed=(
        frozenset({"student.full_name"}),
        frozenset({STATE, EMPLOYER}),
    ),
    prepare=_PERSON.prepare,
    group_of=_PERSON.key,
    settle=_settle,
    warn=_warn,
    many=True,
    heeds_skips=True,
    joined={"student.full_name": columns.parts_of_name("student")},
    subjects=(
        "түлек",
        "студент",
    ),
    titles=(
        "түлектер",
        "выпускников",
        "бітірушілер",
        "жұмысқа орналас",
        "трудоустройство",
    ),
)
