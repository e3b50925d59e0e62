"""Form F8: the need for staff of five years, one row a request; need less graduates beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import form_words as words
from cluster_desktop.excel import needs_list
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    Facts,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    number_and_date,
    numbered,
    pair,
    total_of,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn, Group, Heading
from cluster_desktop.excel.forms.linked import linked, table
from cluster_desktop.excel.forms.sources import ROW_SOURCE, RowSource, of_records
from cluster_desktop.excel.forms.totals import Total, summed
from cluster_desktop.excel.needs_list import (
    PROFESSION,
    REQUEST,
    SOURCE,
    SPECIALITY,
    TARGETED,
    VACANCIES,
    year_meaning,
)
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.services import needs
from cluster_desktop.services.outcome_figures import Classified
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

YEARS = 5
_NEED = Pair("Қажеттілік, адам", "Потребность, чел.")
_BALANCE = "balance"
NEEDED, SUPPLY, OTHERS, GAP = (
    f"{_BALANCE}.{each}" for each in ("needed", "supply", "others", "gap")
)
BALANCE_COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(
        f"{_BALANCE}.speciality",
        Pair("Мамандық коды және атауы", "Код и наименование специальности"), width=48,
    ),
    FormColumn(f"{_BALANCE}.year", Pair("Жыл", "Год"), "centre", 8, needed=True),
    FormColumn(NEEDED, _NEED, "number", 14),
    FormColumn(SUPPLY, Pair("Колледж түлектері, адам", "Выпускники колледжа, чел."), "number", 14),
    FormColumn(
        OTHERS, Pair("Басқа колледждердің түлектері, адам", "Выпускники других колледжей, чел."),
        "number", 14,
    ),
    FormColumn(
        GAP, Pair("Жетіспейді (+), артық (−)", "Недостаёт (+), избыток (−)"), "number", 14,
        formula="D{row}-E{row}-F{row}",
    ),
)  # fmt: skip
_FIELDS = (
    *("source", "organisation_id", "sector", "profession", "speciality_id", "qualification_id"),
    *("vacancies", "requirements", "salary_from", "salary_to", "targeted", "number"),
    *("requested_on", "state", "note", "kind"),
)


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """Requests that count, with the need of five years from the asked one on."""
    first = _first_year(wishes, office)
    years = range(first, first + YEARS)
    persons = _persons(office, years)
    requests = [row for row in _requests(office) if row["vacancies"] or persons.get(row.id)]
    read = _Read(office)
    span = f"{first}-{first + YEARS - 1}"
    period = Pair(f"{span} жж.", f"{span} гг.")
    heading = heading_of(office, office.today(), period=period, period_code=str(first))
    columns = _columns(years)
    place_of = {column.meaning: n for n, column in enumerate(columns)}
    summed_up = (VACANCIES, *map(year_meaning, years), TARGETED)
    return Delivery(
        form=Form(
            "F8", Pair("Кадрларға қажеттілік", "Потребность в кадрах"), columns,
            tuple(summed(place_of[name]) for name in summed_up),
        ),
        heading=heading,
        rows=numbered([read.facts(row, persons.get(row.id, {}), years) for row in requests]),
        needed=frozenset({PROFESSION}),
        spellings=needs_list.KIND.spellings(),
        around=around_of(office, heading),
        not_found=_(
            "No table of the need for staff was found in this workbook: its headings are not "
            "known. Choose the office's form F8."
        ),
        lacks=_("The workbook has no column for the profession."),
        also=(_balance(office, heading, years),),
    )  # fmt: skip


def _first_year(wishes: Wishes, office: Office) -> int:
    asked = str(wishes.period or "").strip()
    if not asked:
        return needs.next_year(office)
    if asked.isdigit() and int(asked) in needs_list.YEARS:
        return int(asked)
    said = _("“{period}” is no year. Type the first of the five years, like 2027.")
    raise Refusal(said.format(period=asked), field="period")


def _columns(years: Sequence[int]) -> tuple[FormColumn, ...]:
    return (
        FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
        FormColumn(
            SOURCE, Pair("Деректің көзі", "Источник данных"), width=17, needed=True,
            one_language=True,
        ),
        FormColumn("organisation.name", Pair("Кәсіпорын", "Предприятие"), width=26, in_lines=True),
        FormColumn("organisation.bin", Pair("БСН", "БИН"), width=13.5),
        FormColumn(f"{REQUEST}.sector", Pair("Сала", "Отрасль"), width=18),
        FormColumn(PROFESSION, Pair("Кәсіп", "Профессия"), width=20, needed=True),
        FormColumn(
            SPECIALITY,
            Pair("Мамандық, біліктілік коды", "Код специальности, квалификации"), width=15,
        ),
        FormColumn(VACANCIES, Pair("Ағымдағы бос орындар", "Текущие вакансии"), "number", 11),
        *(
            FormColumn(year_meaning(year), Pair(str(year)), "number", 7.5, group=_NEED)
            for year in years
        ),
        FormColumn(
            f"{REQUEST}.requirements",
            Pair("Біліктілік талаптары", "Требования к квалификации"), width=20,
        ),
        FormColumn(
            f"{REQUEST}.salary", Pair("Жалақы, теңге", "Заработная плата, тенге"), width=15
        ),
        FormColumn(
            TARGETED, Pair("Мақсатты даярлауға өтінім", "Заявка на целевую подготовку"),
            "number", 12,
        ),
        FormColumn(f"{REQUEST}.request", Pair("Өтінім күні, №", "Дата, № заявки"), width=15),
        FormColumn(f"{REQUEST}.state", Pair("Жағдайы", "Статус"), width=13, one_language=True),
        FormColumn(f"{REQUEST}.note", Pair("Ескертпе", "Примечание"), width=14),
    )  # fmt: skip


def _requests(office: Office) -> list[Row]:
    """Need for staff and training, not refused, asked for by the day of the form."""
    where = (
        Condition("state", "not", "refused"),
        Condition("kind", "not", "retraining"),
    )
    order = (("source", False), ("organisation_id", False), ("profession", False))
    rows = office.rows(Query(REQUEST, where, columns=_FIELDS, sort=order))
    today = office.today()
    return [row for row in rows if row["requested_on"] is None or row["requested_on"] <= today]


def _persons(office: Office, years: Sequence[int]) -> Mapping[UUID, Mapping[int, int]]:
    """{request: {year: persons}}."""
    found: dict[UUID, dict[int, int]] = defaultdict(dict)
    where = (Condition("year", "between", (years[0], years[-1])),)
    for row in office.rows(Query("labour_need", where, columns=("request_id", "year", "persons"))):
        of_request = found[row["request_id"].id]
        of_request[row["year"]] = of_request.get(row["year"], 0) + row["persons"]
    return found


class _Read:
    """The tables that rows of the form draw on, read once."""

    def __init__(self, office: Office) -> None:
        self._organisations = table(office, "organisation", "name_kk", "name_ru", "bin")
        self._trades = table(office, "speciality", "code")
        self._skills = table(office, "qualification", "code")

    def facts(
        self, row: Row, persons: Mapping[int, int], years: Sequence[int]
    ) -> dict[str, FactValue]:
        organisation = linked(row["organisation_id"], self._organisations)
        codes = (
            linked(row["speciality_id"], self._trades),
            linked(row["qualification_id"], self._skills),
        )
        number, day = row["number"], row["requested_on"]
        return {
            ROW_SOURCE: of_records(
                str(row["profession"] or ""),
                labour_request=row.id,
                organisation=organisation.id if organisation else None,
            ),
            SOURCE: words.NEED_SOURCES.get(row["source"], words.NOTHING),
            "organisation.name": pair(organisation, "name") if organisation else None,
            "organisation.bin": organisation["bin"] if organisation else None,
            f"{REQUEST}.sector": row["sector"],
            PROFESSION: row["profession"],
            SPECIALITY: ", ".join(each["code"] for each in codes if each is not None),
            VACANCIES: row["vacancies"],
            **{year_meaning(year): persons.get(year, 0) for year in years},
            f"{REQUEST}.requirements": row["requirements"],
            f"{REQUEST}.salary": _salary(row["salary_from"], row["salary_to"]),
            TARGETED: row["targeted"],
            f"{REQUEST}.request": number_and_date(number or "", day),
            f"{REQUEST}.state": words.REQUEST_STATES.get(row["state"], words.NOTHING),
            f"{REQUEST}.note": row["note"],
        }


def _salary(least: Decimal | None, most: Decimal | None) -> str:
    """«250 000 – 300 000», whatever language the window speaks."""
    sums = (f"{each:,.2f}".removesuffix(".00") for each in (least, most) if each is not None)
    return " – ".join(each.replace(",", "\u00a0").replace(".", ",") for each in sums)


# The second sheet


def _balance(office: Office, heading: Heading, years: Sequence[int]) -> Delivery:
    """Need less graduates of ours and of other colleges, by speciality and year."""
    found: dict[str, tuple[Classified | None, list[needs.Line]]] = {}
    for balance in needs.balances(office, years):
        for line in balance.lines:
            code = line.speciality.code if line.speciality else ""
            found.setdefault(code, (line.speciality, []))[1].append(line)
    ordered = [found[code] for code in sorted(found, key=lambda code: (not code, code))]
    rows = [_facts(line) for _speciality, lines in ordered for line in lines]
    return Delivery(
        form=Form(
            "F8",
            Pair("Қажеттілік пен түлектер балансы", "Баланс потребности и выпуска"),
            BALANCE_COLUMNS,
            (*(summed(n) for n in (3, 4, 5)), Total(6, "SUM({area})", _sum_of_gaps)),
            sheet="Баланс",
        ),
        heading=heading,
        rows=numbered(rows),
        needed=frozenset({SUPPLY}),
        spellings={
            NEEDED: ("Қажеттілік", "Потребность"),
            SUPPLY: ("Түлектер", "Выпускники", "Выпуск", "Түлектер саны"),
            GAP: ("Айырма", "Разница", "Баланс", "Тапшылық", "Дефицит"),
        },
        not_found=_("The workbook has no table of the balance of need and graduates."),
        lacks=_("The workbook has no table of the balance of need and graduates."),
        groups=[Group(total_of(speciality), len(lines)) for speciality, lines in ordered],
        worked_out=_gap_of,
    )


def _gap_of(row: Facts) -> Facts:
    needed, *supplied = (row.get(name) for name in (NEEDED, SUPPLY, OTHERS))
    whole = [n for n in (needed, *supplied) if isinstance(n, int)]
    return {GAP: 2 * whole[0] - sum(whole) if len(whole) == 3 else None}


def _sum_of_gaps(rows: Sequence[Sequence[object]]) -> int:
    return sum(gap for row in rows if isinstance(gap := row[6], int))


def _facts(line: needs.Line) -> dict[str, FactValue]:
    needed, ours, others = (needs.whole(each) for each in (line.needed, line.ours, line.others))
    speciality = line.speciality or Pair("Мамандығы көрсетілмеген", "Специальность не указана")
    code = line.speciality.code if line.speciality else ""
    return {
        ROW_SOURCE: RowSource(
            f"{code}/{line.year}",
            f"{code} {line.year}".strip(),
            queries={
                NEEDED: line.needed.behind.query,
                SUPPLY: line.ours.behind.query,
                OTHERS: line.others.behind.query,
            },
        ),
        f"{_BALANCE}.speciality": speciality,
        f"{_BALANCE}.year": line.year,
        NEEDED: needed,
        SUPPLY: ours,
        OTHERS: others,
        GAP: needed - ours - others,
    }
