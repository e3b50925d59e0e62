"""Form F5: the mentors, with the students each has now or had in a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.excel import form_words as words
from cluster_desktop.excel import mentor_list
from cluster_desktop.excel.forms import periods
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    identifier,
    number_and_date,
    numbered,
    pair,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn
from cluster_desktop.excel.forms.linked import Table, linked, table
from cluster_desktop.excel.forms.periods import Period
from cluster_desktop.excel.forms.sources import ROW_SOURCE, of_records
from cluster_desktop.excel.forms.totals import filled, summed
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, format_date, format_number
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.rules.practice import Span
from cluster_desktop.services import board
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn("mentor.full_name", Pair("Т.А.Ә.", "Ф.И.О."), width=26, needed=True),
    FormColumn("mentor.iin", Pair("ЖСН", "ИИН"), width=13.5),
    FormColumn(
        "organisation.name", Pair("Кәсіпорын", "Предприятие"), width=28, needed=True,
        in_lines=True,
    ),
    FormColumn("organisation.bin", Pair("БСН", "БИН"), width=13.5),
    FormColumn("mentor.position", Pair("Лауазымы", "Должность"), width=17, needed=True),
    FormColumn("mentor.education", Pair("Білімі", "Образование"), width=14),
    FormColumn("mentor.grade", Pair("Разряды, санаты", "Разряд, категория"), width=11),
    FormColumn(
        "mentor.experience_years",
        Pair("Мамандығы бойынша жұмыс өтілі, жыл", "Стаж по специальности, лет"),
        "number", 13,
    ),
    FormColumn(
        "mentor.order",
        Pair("Бекіту туралы бұйрық №, күні", "№ и дата приказа о закреплении"),
        width=17, needed=True,
    ),
    FormColumn(
        "mentor.students_reported",
        Pair("Бекітілген студенттер саны", "Количество закреплённых обучающихся"),
        "number", 14,
    ),
    FormColumn("mentor.group", Pair("Мамандық, топ", "Специальность, группа"), width=18),
    FormColumn("mentor.period", Pair("Кезеңі (бастап–дейін)", "Период (с–по)"), width=13),
    FormColumn(
        "mentor.training",
        Pair(
            "Педагогикалық курстан өткен күні, № сертификат",
            "Дата прохождения педагогических курсов, № сертификата",
        ),
        width=18,
    ),
    FormColumn(
        "mentor.pay", Pair("Ақы төлеу түрі, сомасы", "Вид и сумма оплаты"), width=15,
        one_language=True,
    ),
    FormColumn("mentor.phone", Pair("Телефон"), width=16),
    FormColumn("mentor.note", Pair("Ескертпе", "Примечание"), width=14),
)  # fmt: skip
_PLACE_OF = {column.meaning: n for n, column in enumerate(COLUMNS)}
FORM = Form(
    code="F5",
    name=Pair("Тәлімгерлер тізімі", "Список наставников"),
    columns=COLUMNS,
    totals=(filled(_PLACE_OF["mentor.order"]), summed(_PLACE_OF["mentor.students_reported"])),
)
_MENTOR = (
    "full_name", "iin", "organisation_id", "position", "education", "grade", "experience_years",
    "order_number", "order_date", "group_id", "starts", "ends", "trained_on", "certificate",
    "pay_kind", "pay", "phone", "note", "load", "limit",
)  # fmt: skip


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """Mentors of now, or of an academic year or practice with the students they had in it.

    Asked for no period while nobody serves now, it takes the newest year that has mentors, else
    all of them, and says so.
    """
    period = periods.period_of(wishes.period, office)
    rows = office.rows(Query("mentor", sort=(("full_name", False),), columns=_MENTOR))
    today = office.today()
    loads, chosen = _of_period(office, rows, period)
    taken: list[str] = []
    if period is None and rows and not chosen and not wishes.as_asked:
        loads, chosen, period = _of_newest_year(office, rows)
        taken.append(
            _("Nobody is a mentor today: the mentors of {period} are taken.").format(
                period=period.code
            )
            if period is not None
            else _("Nobody is a mentor today: all mentors of the list are taken.")
        )
    heading = heading_of(
        office, today, period=period.name if period else words.NOTHING,
        period_code=period.code if period else "",
    )  # fmt: skip
    organisations = _organisations(office, chosen)
    codes = _group_codes(office)
    facts = [
        _facts(row, loads.get(row.id, 0), organisations, codes, in_full=wishes.with_iin)
        for row in chosen
    ]
    return Delivery(
        form=FORM,
        heading=heading,
        rows=numbered(facts),
        needed=frozenset({"mentor.full_name", "mentor.iin"}),
        spellings=mentor_list.KIND.spellings(),
        around=around_of(office, heading),
        not_found=_(
            "No list of mentors was found in this workbook: its headings are not known. Choose "
            "the office's form F5."
        ),
        lacks=_("The workbook has no column for the name or IIN of the mentor."),
        warnings=[*taken, *_warnings(office, chosen, loads, wishes)],
    )


def _of_period(
    office: Office, rows: Sequence[Row], period: Period | None
) -> tuple[Mapping[UUID, int], list[Row]]:
    """Those who serve in the period, today without one, and how many students each has."""
    loads = _loads(office, rows, period)
    today = office.today()
    span = period.span if period is not None else Span(today, today)
    named = period is not None
    chosen = [row for row in rows if loads.get(row.id) or _serves(row, span, only_named=named)]
    return loads, chosen


def _of_newest_year(
    office: Office, rows: Sequence[Row]
) -> tuple[Mapping[UUID, int], list[Row], Period | None]:
    """The mentors of the newest academic year that has any; all of them where none is known."""
    days = [day for row in rows if (day := row["ends"] or row["starts"]) is not None]
    placed = Query(
        "placement", (Condition("mentor_id", "filled"),), sort=(("ends", True),), columns=("ends",)
    )
    days += [row["ends"] for row in office.rows(placed, 1)]
    if days:
        year = periods.academic_year_at(office, max(days))
        loads, chosen = _of_period(office, rows, year)
        if chosen:
            return loads, chosen, year
    return _loads(office, rows, None), list(rows), None


def _loads(office: Office, rows: Sequence[Row], period: Period | None) -> Mapping[UUID, int]:
    if period is None:
        return {row.id: row["load"] or 0 for row in rows}
    if period.practice is None:
        return board.loads(office, period.span, [row.id for row in rows])
    where = (Condition("period_id", "is", period.practice), *board.live())
    # Counts by a link have its id as their key.
    counts: Mapping[Value, int] = office.counts_by(Query("placement", where), "mentor_id")
    return counts


def _serves(row: Row, span: Span, *, only_named: bool) -> bool:
    """Whether the mentor's own term meets these days; who has none serves today."""
    if row["starts"] is None and row["ends"] is None:
        return not only_named
    return (row["starts"] or date.min) <= span.ends and (row["ends"] or date.max) >= span.starts


def _organisations(office: Office, rows: Sequence[Row]) -> Table:
    wanted = list({row["organisation_id"].id for row in rows})
    return table(office, "organisation", "name_kk", "name_ru", "bin", only=wanted)


def _group_codes(office: Office) -> dict[UUID, str]:
    """«07150500, ДІ-24-1» of each group, as lists of mentors name it."""
    trades = table(office, "speciality", "code")
    found: dict[UUID, str] = {}
    for group in table(office, "study_group", "name", "speciality_id").values():
        trade = linked(group["speciality_id"], trades)
        code = trade["code"] if trade else None
        found[group.id] = ", ".join(filter(None, (code, group["name"])))
    return found


def _facts(
    row: Row,
    load: int,
    organisations: Mapping[UUID, Row],
    groups: Mapping[UUID, str],
    *,
    in_full: bool,
) -> dict[str, FactValue]:
    organisation = organisations.get(row["organisation_id"].id)
    group = row["group_id"]
    term = " – ".join(filter(None, (format_date(row["starts"]), format_date(row["ends"]))))
    return {
        ROW_SOURCE: of_records(
            str(row["full_name"]), mentor=row.id, organisation=row["organisation_id"].id
        ),
        "mentor.full_name": row["full_name"],
        "mentor.iin": identifier(row["iin"], in_full=in_full),
        "organisation.name": pair(organisation, "name") if organisation else None,
        "organisation.bin": organisation["bin"] if organisation else None,
        "mentor.position": row["position"],
        "mentor.education": row["education"],
        "mentor.grade": row["grade"],
        "mentor.experience_years": row["experience_years"],
        "mentor.order": number_and_date(row["order_number"] or "", row["order_date"]),
        "mentor.students_reported": load,
        "mentor.group": groups.get(group.id) if isinstance(group, Ref) else None,
        "mentor.period": term,
        "mentor.training": ", ".join(
            filter(None, (
                format_date(row["trained_on"]),
                f"№ {row['certificate']}" if row["certificate"] else "",
            ))
        ),
        "mentor.pay": _pay(row),
        "mentor.phone": row["phone"],
        "mentor.note": row["note"],
    }  # fmt: skip


def _pay(row: Row) -> FactValue:
    """A sum alone is read back as such; the words say who pays it, or that nobody does."""
    if row["pay"] and row["pay_kind"] in (None, "free"):
        return format_number(row["pay"], "kk")
    kind = words.PAYMENT.get(row["pay_kind"], words.NOTHING)
    if not row["pay"]:
        return kind
    return Pair(
        f"{format_number(row['pay'], 'kk')} тг, {kind.kk}",
        f"{format_number(row['pay'], 'ru')} тг, {kind.ru}",
    )


def _warnings(
    office: Office, rows: Sequence[Row], loads: Mapping[UUID, int], wishes: Wishes
) -> list[str]:
    warnings = []
    over = [row for row in rows if loads.get(row.id, 0) > (row["limit"] or 0)]
    for row in over[:20]:
        said = _("{who}: {load} students, the limit is {limit}.")
        warnings.append(said.format(who=row["full_name"], load=loads[row.id], limit=row["limit"]))
    least = office.whole_setting("mentor.experience")
    for row in rows:
        years = row["experience_years"]
        if years is not None and years < least:
            said = _("{who}: {years} years of experience, at least {least} are asked for.")
            warnings.append(said.format(who=row["full_name"], years=years, least=least))
    if not wishes.with_iin and any(row["iin"] for row in rows):
        warnings.append(_("IIN are masked. Ask for them in full where the office needs them."))
    return warnings
