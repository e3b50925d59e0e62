"""Import kind "mentors": a list of mentors, one row a person (form F5 and its like). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cluster_desktop.excel import cells, facts
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.cells import Around, Read, text_of
from cluster_desktop.excel.people_columns import BIN, NAME, names_of
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.excel.same_person import Named
from cluster_desktop.i18n import N_, _, fold, format_date
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_bin_or_iin, check_iin

GROUP = "mentor.group"
_FREE = frozenset(map(fold, ("ақысыз", "тегін", "бесплатно", "безвозмездно", "төленбейді")))


def _training(cell: Cell, around: Around) -> Read:
    del around
    said, findings = facts.course(cell)
    values: dict[str, object] = {}
    if said.day is not None:
        values["mentor.trained_on"] = said.day
    if said.certificate:
        values["mentor.certificate"] = said.certificate
    return values, findings


def _pay(cell: Cell, around: Around) -> Read:
    """A sum says nothing of who pays it; only «ақысыз» names the kind."""
    del around
    if fold(text_of(cell)) in _FREE:
        return {"mentor.pay_kind": "free"}, ()
    pay = facts.money(cell)
    if pay is not None:
        return {"mentor.pay": pay}, ()
    said = _("There is no sum in “{value}”; it is left out.").format(value=text_of(cell))
    return {}, (Finding(said, severity="warning", code="not_a_sum"),)


def _experience(cell: Cell, around: Around) -> Read:
    """Whole years; what else is said («15 лет 6 мес.», «ок. 10») is told, «с 2001 года» counted."""
    name = "mentor.experience_years"
    whole = facts.years(cell)
    if whole is not None:
        return {name: whole}, ()
    typed = text_of(cell)
    about = facts.about_years(typed)
    if about is not None:
        said = _("“{value}” is taken as {n} whole years.").format(value=typed, n=about)
        return {name: about}, (Finding(said, severity="warning", code="about_years"),)
    since = facts.since_year(typed)
    if since is not None and since <= around.today.year:
        said = _("“{value}” is a beginning, years are needed.").format(value=typed)
        wanted = str(around.today.year - since)
        return {}, (Finding(said, suggestion=wanted, code="since_year"),)
    said = _("A number of years is needed, not “{value}”.").format(value=typed)
    return {}, (Finding(said, code="not_a_number"),)


MEANINGS = (
    columns.NUMBER,
    Meaning(
        "mentor.full_name",
        N_("Full name"),
        cells.text("mentor.full_name"),
        headings=(
            *("Т.А.Ә.", "Ф.И.О.", "ТАӘ", "ФИО", "Аты-жөні", "Тегі, аты, әкесінің аты"),
            *("Тәлімгер", "Наставник", "Тәлімгердің Т.А.Ә.", "Ф.И.О. наставника"),
            *("Т.А.Ә. (бар болса)", "Ф.И.О. (при наличии)", "Тәлімгердің аты-жөні"),
        ),
    ),
    Meaning(
        "mentor.iin",
        N_("IIN"),
        cells.identifier("mentor.iin", check_iin),
        headings=("ЖСН", "ИИН", "ЖСН / ИИН", "ИИН наставника", "Тәлімгердің ЖСН-і"),
    ),
    Meaning(
        NAME,
        N_("Enterprise"),
        cells.names(NAME),
        headings=(*columns.ORGANISATION_HEADINGS, "Место работы", "Жұмыс орны", "Мекеме"),
    ),
    Meaning(
        BIN,
        N_("BIN of the enterprise"),
        cells.identifier(BIN, check_bin_or_iin),
        headings=columns.BIN_HEADINGS,
    ),
    Meaning(
        "mentor.position",
        N_("Position"),
        cells.text("mentor.position"),
        headings=("Лауазымы", "Должность", "Қызметі"),
    ),
    Meaning(
        "mentor.education",
        N_("Education"),
        cells.text("mentor.education"),
        headings=("Білімі", "Образование"),
    ),
    Meaning(
        "mentor.grade",
        N_("Grade, category"),
        cells.text("mentor.grade"),
        headings=("Разряды, санаты", "Разряд, категория", "Разряд", "Санаты", "Категория"),
    ),
    Meaning(
        "mentor.experience_years",
        N_("Experience in the speciality"),
        _experience,
        headings=(
            *("Мамандығы бойынша өтілі, жыл", "Стаж по специальности, лет", "Өтілі", "Стаж"),
            *("Мамандығы бойынша жұмыс өтілі, жыл", "Жұмыс өтілі", "Стаж работы"),
        ),
    ),
    Meaning(
        "mentor.order",
        N_("Order No., date"),
        columns.order("mentor.order_number", "mentor.order_date"),
        headings=(
            *("Бекіту туралы бұйрық №, күні", "№ и дата приказа о закреплении"),
            *("Бұйрық №, күні", "№ и дата приказа", "Бұйрық", "Приказ", "Приказ №, дата"),
            *("№ и дата приказа о назначении", "Тағайындау туралы бұйрық №, күні"),
        ),
    ),
    Meaning(
        "mentor.students_reported",
        N_("Students by the list"),
        columns.number("mentor.students_reported", facts.count),
        headings=(
            *("Бекітілген студенттер саны", "Количество закреплённых", "Студенттер саны"),
            *("Количество закреплённых обучающихся", "Количество студентов"),
            *("Бекітілген студенттер", "Закреплённые студенты"),
        ),
    ),
    Meaning(
        GROUP,
        N_("Speciality, group"),
        columns.group("mentor"),
        headings=("Мамандық, топ", "Специальность, группа", "Топ", "Группа"),
    ),
    Meaning(
        "mentor.period",
        N_("Period"),
        columns.period("mentor.starts", "mentor.ends"),
        headings=("Кезеңі", "Период", "Кезеңі (бастап–дейін)", "Период (с–по)"),
    ),
    Meaning(
        "mentor.training",
        N_("Pedagogical course, certificate"),
        _training,
        headings=(
            *("Педагогикалық курс, сертификат", "Педагогические курсы, сертификат"),
            "Педагогикалық курстан өткен күні, № сертификат",
            "Дата прохождения педагогических курсов, № сертификата",
            *("Педагогикалық курс", "Педагогические курсы"),
        ),
    ),
    Meaning(
        "mentor.pay",
        N_("Payment"),
        _pay,
        sums=("mentor.pay",),
        headings=(
            *("Ақы төлеу, теңге", "Оплата, тенге", "Ақы төлеу түрі, сомасы", "Ақы төлеу"),
            *("Вид и сумма оплаты", "Оплата", "Төлемі", "Төлем", "Ақысы", "Сумма оплаты"),
        ),
    ),
    Meaning(
        "mentor.phone",
        N_("Phone"),
        cells.phones("mentor.phone", "mentor.email"),
        headings=("Телефон", "Байланыс телефоны", "Контактный телефон"),
    ),
    Meaning(
        "mentor.note", N_("Note"), cells.text("mentor.note"), headings=("Ескертпе", "Примечание")
    ),
    *columns.name_parts("mentor"),
)


def _enterprise(reading: Reading, record: Record) -> str:
    del reading
    return str(record.own.get(BIN) or next(iter(names_of(record.own)), ""))


# No list of mentors tells when they were born.
_PERSON = Named("mentor.iin", "mentor.full_name", "", _enterprise)


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    for record in records:
        record.row_findings = ()
        record.values = dict(record.own)
        columns.require(
            reading, record, "mentor.full_name", _("The name of the mentor is missing. Type it.")
        )
        if not (record.own.get(BIN) or names_of(record.own)) and not columns.has_finding(
            record, BIN
        ):
            said = _("The enterprise is missing. Type its name or its BIN.")
            columns.report(reading, record, NAME, Finding(said, code="required"))
        _check_days(reading, record)
    columns.same_row_twice(reading, list(records), "mentor.full_name", lambda record: "one")


def _check_days(reading: Reading, record: Record) -> None:
    """An order or a course of a day to come cannot be."""
    values, today = record.values, reading.around.today
    for path, meaning in (("order_date", "mentor.order"), ("trained_on", "mentor.training")):
        day = values.get(f"mentor.{path}")
        if isinstance(day, date) and day > today:
            said = _("{day} has not come yet. Check the date.").format(day=format_date(day))
            finding = Finding(said, severity="warning", code="day_to_come")
            columns.report(reading, record, meaning, finding)


def _warn(reading: Reading) -> list[CellFinding]:
    attached = [
        record.values.get("mentor.students_reported") for record in reading.records.values()
    ]
    counted = {"mentor.students_reported": sum(n for n in attached if isinstance(n, int))}
    return columns.totals(reading, counted, "тәлімгер|настав")


KIND = ImportKind(
    name="mentors",
    label=N_("List of mentors"),
    meanings=MEANINGS,
    needed=(
        frozenset({"mentor.full_name"}),
        frozenset({NAME, BIN}),
        frozenset({"mentor.order", "mentor.experience_years", "mentor.training"}),
    ),
    prepare=_PERSON.prepare,
    group_of=_PERSON.key,
    settle=_settle,
    warn=_warn,
    heeds_skips=True,
    joined={"mentor.full_name": columns.parts_of_name("mentor")},
    subjects=("тәлімгер",),
    titles=(
        "тәлімгерлер",
        "наставников",
    ),
)
