"""Import kind "needs": the need for staff, one row a request (form F8 and its like). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from cluster_desktop.excel import cells, facts
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.cells import Around, Read, is_blank, text_of
from cluster_desktop.excel.people_columns import BIN, NAME, names_of
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.i18n import N_, _, fold
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_bin_or_iin

REQUEST = "labour_request"
SOURCE, PROFESSION, SPECIALITY, VACANCIES, TARGETED = (
    f"{REQUEST}.{each}" for each in ("source", "profession", "speciality", "vacancies", "targeted")
)
# What stands beside the code of a speciality.
NAMED = f"{SPECIALITY}.named"
SALARY_FROM, SALARY_TO = f"{REQUEST}.salary_from", f"{REQUEST}.salary_to"
YEARS = range(2020, 2046)

_SOURCES = tuple(
    (source, tuple(map(fold, words)))
    for source, words in (
        (
            "employment_centre",
            ("жұмыспен қамту", "центр занятости", "еңбек мобильд", "цтм", "еңбмо"),
        ),
        ("employment_centre", ("трудовой мобильности",)),
        ("chamber", ("атамекен", "кәсіпкерлер палатасы", "палата предприн")),
        ("association", ("қауымдасты", "ассоциац", "салалық бірлест")),
        ("akimat", ("жао", "жергілікті атқару", "әкімд", "акимат", "мио", "исполнительн")),
        ("akimat", ("басқармасы", "управление")),
        ("enterprise", ("кәсіпорын", "предприят", "жұмыс беруші", "работодател")),
    )
)
_STATES = tuple(
    (state, tuple(map(fold, words)))
    for state, words in (
        ("refused", ("бас тарт", "отказ", "отклон")),
        ("review", ("қаралуда", "рассмотр")),
        ("fulfilled", ("орындалды", "исполнен", "выполнен", "жабылды", "закрыт")),
        ("in_training", ("оқытылуда", "даярлануда", "обучен", "обучаются")),
        ("accepted", ("қабылданды", "принят")),
        ("new", ("жаңа", "новая", "новый")),
    )
)
_CODE = re.compile(r"(?<!\w)(?:\d[A-ZА-Я]\d{8}|\d{7,8})(?!\w)")
_SUM = r"\d[\d\s]*(?:[.,]\d{1,2})?"
_SALARY = re.compile(
    rf"(?:от\s+)?({_SUM})\s*(?:тг|тенге|теңге|₸)?\.?\s*(?:(?:[-–—]+|до)\s*({_SUM}))?"
    r"\s*(?:-?\s*(?:дан|ден|тан|тен))?\s*(?:тг|тенге|теңге|₸)?\.?",
    re.I,
)


def _named(table: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> str | None:
    folded = fold(text)
    return next((value for value, words in table if any(word in folded for word in words)), None)


def source_of(text: str) -> str | None:
    """Who tells of the need."""
    return _named(_SOURCES, text)


def _people(name: str) -> cells.Reader:
    """A count of people; a dash says that there is none."""
    count = columns.number(name, facts.count)

    def read(cell: Cell, around: Around) -> Read:
        return ({name: 0}, ()) if is_blank(cell) else count(cell, around)

    return read


def _salary(cell: Cell, around: Around) -> Read:
    """350000, «300 000 тг», «250000-300000»."""
    del around
    if type(cell) in (int, float):
        return {SALARY_FROM: Decimal(str(cell))}, ()
    found = _SALARY.fullmatch(text_of(cell))
    if found is None:
        said = _("There is no sum in “{value}”; it is left out.").format(value=text_of(cell))
        return {}, (Finding(said, severity="warning", code="not_a_sum"),)
    values = {SALARY_FROM: found[1], SALARY_TO: found[2]}
    return {
        name: Decimal("".join(text.split()).replace(",", "."))
        for name, text in values.items()
        if text
    }, ()


def _speciality(cell: Cell, around: Around) -> Read:
    """The code; and the words beside it, which are the profession where no column names that."""
    values, findings = _code(cell, around)
    words = "" if isinstance(cell, int | float) else _CODE.sub(" ", text_of(cell))
    named = " ".join(words.split()).strip(" -–—,;:.()")
    return ({**values, NAMED: named} if named else values), findings


def year_meaning(year: int) -> str:
    return f"labour_need.{year}"


_code = columns.speciality(SPECIALITY)
_GROUPS = (
    *("Қажеттілік, адам", "Потребность, чел.", "Қажеттілік", "Потребность по годам"),
    *("Кадрларға қажеттілік", "Потребность в кадрах", "Жылдар бойынша қажеттілік", "Потребность"),
)

MEANINGS = (
    columns.NUMBER,
    Meaning(
        SOURCE,
        N_("Source of the data"),
        columns.choice(SOURCE, source_of),
        headings=("Деректің көзі", "Источник данных", "Дереккөз", "Деректер көзі", "Источник"),
    ),
    Meaning(NAME, N_("Enterprise"), cells.names(NAME), headings=columns.ORGANISATION_HEADINGS),
    Meaning(
        BIN,
        N_("BIN of the enterprise"),
        cells.identifier(BIN, check_bin_or_iin),
        headings=("БСН / БИН", *columns.BIN_HEADINGS),
    ),
    Meaning(
        f"{REQUEST}.sector",
        N_("Sector"),
        cells.text(f"{REQUEST}.sector"),
        headings=("Сала", "Отрасль", "Саласы"),
    ),
    Meaning(
        PROFESSION,
        N_("Profession"),
        cells.text(PROFESSION),
        headings=(
            *("Кәсіп", "Профессия", "Кәсіп, лауазым", "Профессия, должность", "Мамандық, кәсіп"),
            *("Кәсібі", "Профессия (должность)", "Кәсіп атауы", "Наименование профессии"),
            *("Кәсіп (мамандық)", "Профессия (специальность)", "Лауазым", "Должность"),
        ),
    ),
    Meaning(
        SPECIALITY,
        N_("Speciality code"),
        _speciality,
        headings=(
            *("Мамандық коды", "Код специальности", "Мамандық", "Специальность"),
            *("Мамандық, біліктілік коды", "Код специальности, квалификации"),
            *("Мамандықтың атауы", "Наименование специальности", "Мамандық атауы"),
            *("Код и наименование специальности", "Мамандық коды және атауы"),
        ),
    ),
    Meaning(
        VACANCIES,
        N_("Vacancies now"),
        _people(VACANCIES),
        headings=(
            *("Ағымдағы бос орындар", "Текущие вакансии", "Бос орындар", "Вакансии"),
            *("Бос орын саны", "Количество вакансий", "Бос жұмыс орындары", "Свободные места"),
        ),
        dash_is_value=True,
    ),
    *(
        Meaning(
            year_meaning(year),
            str(year),
            _people(year_meaning(year)),
            headings=(
                str(year),
                *(f"{group} | {year}" for group in _GROUPS),
                *(f"{year} {word}" for word in ("ж.", "г.", "жыл", "год")),
            ),
            dash_is_value=True,
        )
        for year in YEARS
    ),
    Meaning(
        f"{REQUEST}.requirements",
        N_("Requirements"),
        cells.text(f"{REQUEST}.requirements"),
        headings=(
            *("Біліктілік талаптары", "Требования", "Требования к квалификации", "Талаптар"),
        ),
    ),
    Meaning(
        f"{REQUEST}.salary",
        N_("Salary"),
        _salary,
        sums=(SALARY_FROM, SALARY_TO),
        headings=(
            *("Жалақы, теңге", "Зарплата, тенге", "Заработная плата, тенге", "Жалақы"),
            *("Зарплата", "Заработная плата", "Жалақысы", "З/п", "Оклад", "Еңбекақы"),
        ),
    ),
    Meaning(
        TARGETED,
        N_("For targeted training"),
        _people(TARGETED),
        headings=("Мақсатты даярлауға өтінім", "Заявка на целевую подготовку"),
        dash_is_value=True,
    ),
    Meaning(
        f"{REQUEST}.request",
        N_("Date and No. of the request"),
        columns.order(f"{REQUEST}.number", f"{REQUEST}.requested_on"),
        headings=("Өтінім күні, №", "Дата, № заявки", "№ и дата заявки", "Өтінім №, күні"),
    ),
    Meaning(
        f"{REQUEST}.state",
        N_("State"),
        columns.choice(f"{REQUEST}.state", lambda text: _named(_STATES, text)),
        headings=("Жағдайы", "Статус", "Состояние"),
    ),
    Meaning(
        f"{REQUEST}.note",
        N_("Note"),
        cells.text(f"{REQUEST}.note"),
        headings=("Ескертпе", "Примечание"),
    ),
)


def _organisation_key(record: Record) -> str:
    own = record.own
    return str(own.get(BIN) or next(iter(names_of(own)), "") or own.get(SOURCE) or "")


def request_key(record: Record) -> str:
    """The request within its file: who asks for which profession of which speciality."""
    own = record.own
    parts = (
        _organisation_key(record),
        fold(str(own.get(PROFESSION) or record.row)),
        str(own.get(SPECIALITY) or ""),
        str(own.get(f"{REQUEST}.number") or ""),
    )
    return "|".join(parts)


def _prepare(reading: Reading) -> None:
    """Where no column says the profession, the words beside the speciality do."""
    if PROFESSION in reading.columns:
        return
    for record in reading.records.values():
        if named := record.own.get(NAMED):
            record.own[PROFESSION] = named
            record.cell_findings = tuple(
                each for each in record.cell_findings if each.code != "no_code"
            )


def _group_of(reading: Reading, record: Record) -> str:
    del reading
    return request_key(record)


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    first: int | None = None
    for record in records:
        record.row_findings = ()
        record.values = dict(record.own)
        said = _("The profession is missing. Type it.")
        place = PROFESSION if PROFESSION in reading.columns else SPECIALITY
        if not record.values.get(PROFESSION) and not columns.has_finding(record, place):
            columns.report(reading, record, place, Finding(said, code="required"))
        _check_source(reading, record)
        _check_salary(reading, record)
        if record.row in reading.left_out:
            continue
        if first is not None:
            said = _("The same request stands in row {row}. Leave one of the two.")
            text = said.format(row=columns.where(reading, first))
            columns.report(reading, record, PROFESSION, Finding(text, code="same_as_another_row"))
        first = first or record.row


def _check_source(reading: Reading, record: Record) -> None:
    """An enterprise's own request must name it; an akimat's need may name none."""
    named = record.own.get(BIN) or names_of(record.own)
    source = record.own.get(SOURCE)
    if source is None and named and not columns.has_finding(record, SOURCE):
        record.values[SOURCE] = "enterprise"
    if named or columns.has_finding(record, BIN):
        return
    if source in (None, "enterprise"):
        said = _("The enterprise is missing. Type its name or its BIN.")
        columns.report(reading, record, NAME, Finding(said, code="required"))


def _check_salary(reading: Reading, record: Record) -> None:
    least, most = record.values.get(SALARY_FROM), record.values.get(SALARY_TO)
    if isinstance(least, Decimal) and isinstance(most, Decimal) and most < least:
        said = _("The salary ends below where it begins. Check both sums.")
        finding = Finding(said, severity="warning", code="salary_reversed")
        columns.report(reading, record, f"{REQUEST}.salary", finding)


def _warn(reading: Reading) -> list[CellFinding]:
    names = (VACANCIES, TARGETED, *map(year_meaning, YEARS))
    counted = {
        name: sum(n for r in reading.records.values() if isinstance(n := r.values.get(name), int))
        for name in names
    }
    return columns.totals(reading, counted, "өтінім|заяв")


KIND = ImportKind(
    name="needs",
    label=N_("Need for staff"),
    meanings=MEANINGS,
    needed=(
        frozenset({PROFESSION, SPECIALITY}),
        frozenset({VACANCIES, *map(year_meaning, YEARS)}),
        frozenset({NAME, BIN, SOURCE}),
    ),
    prepare=_prepare,
    group_of=_group_of,
    settle=_settle,
    warn=_warn,
    counted=("Всего", "Барлығы", "Итого", "Жиыны", "Всего, чел.", "Барлығы, адам", "Жалпы саны"),
    heeds_skips=True,
    subjects=("ұйым",),
    titles=(
        "қажеттілік",
        "потребность",
        "вакансии",
    ),
)
