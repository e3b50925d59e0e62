"""Form F3: dual training by speciality, qualification and course.

One row a course: the enterprises, contracts and mentors of a course stand together in its cells,
so that nobody of the contingent is counted twice. In totals enterprises are counted by BIN.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.excel import form_words as words
from cluster_desktop.excel.forms import periods
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    Facts,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    numbered,
    total_of,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn, Group
from cluster_desktop.excel.forms.sources import ROW_SOURCE, Owed, RowSource
from cluster_desktop.excel.forms.totals import Rows, Total, distinct, share, share_formula, summed
from cluster_desktop.i18n import _, format_date, format_number, ngettext
from cluster_desktop.query import Condition, Query
from cluster_desktop.rules.practice import percent
from cluster_desktop.services import dual_figures
from cluster_desktop.services.dual_figures import Contract, DualFigures, DualRow
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# More contracts than these (one a student) would make a cell that nobody reads.
MOST_CONTRACTS = 12
_HOURS = Pair("Оқыту сағаттары", "Часы обучения")
_CONTINGENT, _COVERED = 4, 5
COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(
        "speciality", Pair("Мамандық коды, атауы", "Код, наименование специальности"),
        width=32, needed=True,
    ),
    FormColumn("qualification", Pair("Біліктілік", "Квалификация"), width=24),
    FormColumn("course", Pair("Курс"), "centre", 7, needed=True),
    FormColumn("contingent", Pair("Контингент, адам", "Контингент, чел."), "number", 12),
    FormColumn(
        "covered",
        Pair("Дуальды оқытумен қамтылғандар, адам", "Охвачено дуальным обучением, чел."),
        "number", 14,
    ),
    FormColumn(
        "state_order",
        Pair("оның ішінде мемлекеттік тапсырыс бойынша", "в том числе по госзаказу"),
        "number", 14,
    ),
    FormColumn(
        "coverage", Pair("Қамту үлесі, %", "Доля охвата, %"), "share", 9,
        formula=share_formula(_COVERED, _CONTINGENT),
    ),
    FormColumn(
        "enterprises", Pair("Кәсіпорынның атауы", "Наименование предприятия"), width=30,
        one_language=True,
    ),
    FormColumn("bins", Pair("БСН", "БИН"), width=13.5),
    FormColumn(
        "contracts_count", Pair("Жасалған шарттар саны", "Количество заключённых договоров"),
        "number", 12,
    ),
    FormColumn(
        "contracts", Pair("Шарт №, күні, мерзімі", "№ договора, дата, срок"), width=24,
        one_language=True,
    ),
    FormColumn("mentors", Pair("Тәлімгерлер саны", "Количество наставников"), "number", 12),
    FormColumn("hours_all", Pair("барлығы", "всего"), "number", 10, group=_HOURS),
    FormColumn(
        "hours_enterprise", Pair("оның ішінде кәсіпорында", "в том числе на предприятии"),
        "number", 13, group=_HOURS,
    ),
    FormColumn(
        "share", Pair("Кәсіпорындағы үлесі, %", "Доля на предприятии, %"), "share", 13
    ),
    FormColumn(
        "compensated",
        Pair("Өтемақы төленетін студенттер", "Студенты, получающие компенсационную выплату"),
        "number", 16,
    ),
    FormColumn("note", Pair("Ескертпе", "Примечание"), width=18),
)  # fmt: skip
_PLACE_OF = {column.meaning: n for n, column in enumerate(COLUMNS)}
_NAME = Pair("Дуальды оқытумен қамту туралы мәлімет", "Сведения об охвате дуальным обучением")
_SPELLINGS = {
    "speciality": ("Мамандық", "Специальность", "Мамандық коды және атауы",
                   "Код и наименование специальности"),
    "covered": ("Қамтылғандар", "Охвачено"),
    "enterprises": ("Кәсіпорын", "Предприятие"),
    "hours_all": ("Оқыту сағаттары, барлығы", "Часы обучения, всего"),
    "hours_enterprise": ("кәсіпорында", "на предприятии"),
}  # fmt: skip


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """Dual training of an academic year or of one practice; of the newest year for none."""
    period = periods.period_of(wishes.period, office) or periods.newest_with_groups(office)
    found = dual_figures.figures(
        office, period.span, academic_year=period.academic_year, practice=period.practice
    )
    heading = heading_of(office, office.today(), period=period.name, period_code=period.code)
    return Delivery(
        form=Form("F3", _NAME, COLUMNS, _totals(found.rows)),
        heading=heading,
        rows=numbered([_facts(row, found.least_share) for row in found.rows]),
        needed=frozenset({"speciality"}),
        spellings=_SPELLINGS,
        around=around_of(office, heading),
        groups=_groups(found.rows),
        notes=(_base_note(found.base),),
        not_found=_(
            "No table of dual training was found in this workbook: its headings are not known. "
            "Choose the office's form F3."
        ),
        lacks=_("The workbook has no column for the speciality."),
        warnings=_warnings(found),
        worked_out=_coverage_of,
    )


def _coverage_of(row: Facts) -> Facts:
    """The share of the numbers as they stand in the row."""
    covered, whole = row.get("covered"), row.get("contingent")
    if not isinstance(covered, int) or not isinstance(whole, int) or not whole:
        return {"coverage": None}
    return {"coverage": percent(covered, whole)}


def _facts(row: DualRow, least: int) -> dict[str, FactValue]:
    below = row.share is not None and row.share < least
    return {
        ROW_SOURCE: _source(row),
        "speciality": row.speciality,
        "qualification": row.qualification,
        "course": row.course,
        "contingent": row.contingent,
        "covered": row.covered,
        "state_order": row.state_order,
        "coverage": dual_figures.coverage(row),
        "enterprises": Pair(
            "\n".join(one.name.kk or one.name.ru for one in row.enterprises),
            "\n".join(one.name.ru or one.name.kk for one in row.enterprises),
        ) if row.enterprises else None,
        "bins": "\n".join(one.bin or "–" for one in row.enterprises) or None,
        "contracts_count": len(row.contracts),
        "contracts": _contracts(row.contracts),
        "mentors": len(row.mentors),
        "hours_all": row.hours_all,
        "hours_enterprise": row.hours_enterprise,
        "share": row.share,
        "compensated": row.compensated,
        "note": Pair(f"үлесі {least} % төмен", f"доля ниже {least} %") if below else None,
    }  # fmt: skip


def _source(row: DualRow) -> RowSource:
    """The students of a row; who is covered owes an enterprise, a contract, a mentor and hours."""
    covered = _these("student", row.covered_students)
    code = row.speciality.code if row.speciality else ""
    skill = row.qualification.code if row.qualification else ""
    course = _("course {n}").format(n=row.course) if row.course else ""
    label = ", ".join(filter(None, (code, course))) or _("No speciality")
    placements = Query(
        "placement", (Condition("student_id", "in", tuple(sorted(row.covered_students))),)
    )
    owed = []
    if row.covered:
        for meaning, said, known, query in (
            ("enterprises", _("{row}: no enterprise"), bool(row.enterprises), covered),
            ("contracts_count", _("{row}: no contract"), bool(row.contracts), placements),
            ("mentors", _("{row}: no mentor"), bool(row.mentors), placements),
            ("share", _("{row}: hours are not known"), row.share is not None, placements),
        ):
            owed.append(Owed(meaning, said.format(row=label), not known, 1, query))
    return RowSource(
        key=f"{code}/{skill}/{row.course or ''}",
        label=label,
        query=_these("student", row.students),
        queries={
            "covered": covered,
            "enterprises": _these("organisation", row.organisations),
            "bins": _these("organisation", row.organisations),
            "contracts": _these("agreement", {one.id for one in row.contracts}),
            "contracts_count": _these("agreement", {one.id for one in row.contracts}),
            "mentors": _these("mentor", row.mentors),
            "hours_all": placements,
            "hours_enterprise": placements,
            "share": placements,
        },
        owed=tuple(owed),
    )


def _these(entity: str, records: Collection[UUID]) -> Query:
    return Query(entity, (Condition("id", "in", tuple(sorted(records))),))


def _contracts(contracts: Sequence[Contract]) -> Pair | None:
    if not contracts:
        return None
    lines = [_contract(one) for one in contracts[:MOST_CONTRACTS]]
    more = len(contracts) - MOST_CONTRACTS
    kk, ru = [line.kk for line in lines], [line.ru for line in lines]
    if more > 0:
        kk.append(f"және тағы {more}")
        ru.append(f"и ещё {more}")
    return Pair("\n".join(kk), "\n".join(ru))


def _contract(one: Contract) -> Pair:
    """«№ 12-ДО, 01.09.2025, 31.08.2026 дейін»."""
    start = ", ".join(filter(None, (f"№ {one.number}" if one.number else "",
                                    format_date(one.signed_on))))  # fmt: skip
    if one.until is None:
        return Pair(f"{start}, {words.OPEN_ENDED.kk}", f"{start}, {words.OPEN_ENDED.ru}")
    until = format_date(one.until)
    return Pair(f"{start}, {until} дейін", f"{start}, до {until}")


def _groups(rows: Sequence[DualRow]) -> list[Group]:
    return [
        Group(total_of(speciality), sum(1 for _row in own))
        for speciality, own in groupby(rows, key=lambda row: row.speciality)
    ]


def _totals(rows: Sequence[DualRow]) -> tuple[Total, ...]:
    """Sums, and counts of what must not be counted twice: enterprises, contracts, mentors."""

    def different(name: str, of: str) -> Total:
        def keys(cells: Rows) -> frozenset[object]:
            mine = [rows[int(str(cell[0])) - 1] for cell in cells]
            return frozenset(_key(one) for row in mine for one in getattr(row, of))

        return distinct(_PLACE_OF[name], keys)

    return (
        *(summed(_PLACE_OF[n]) for n in ("contingent", "covered", "state_order", "compensated")),
        share(_PLACE_OF["coverage"], _COVERED, _CONTINGENT),
        different("bins", "enterprises"),
        different("contracts_count", "contracts"),
        different("mentors", "mentors"),
    )


def _key(one: object) -> object:
    return getattr(one, "key", None) or getattr(one, "id", one)


def _base_note(base: str) -> Pair:
    if base == "all":
        return Pair(
            "Сағаттар бір білім алушыға; үлесі барлық оқу сағаттарынан есептелді",
            "Часы на одного обучающегося; доля от всех часов обучения",
        )
    return Pair(
        "Сағаттар бір білім алушыға; үлесі өндірістік оқыту мен практика сағаттарынан есептелді",
        "Часы на одного обучающегося; доля от часов производственного обучения и практики",
    )


def _warnings(found: DualFigures) -> list[str]:
    warnings = []
    if not found.rows:
        warnings.append(_("There are no students in groups of this period: the form is empty."))
    for row in found.rows:
        if row.share is not None and row.share < found.least_share:
            said = _("{code}, course {course}: {share} % at the enterprise, at least {least} % "
                     "are asked for")  # fmt: skip
            warnings.append(
                said.format(
                    code=row.speciality.code if row.speciality else "–",
                    course=row.course or "–",
                    share=format_number(row.share),
                    least=found.least_share,
                )
            )
    unknown = sum(row.covered > 0 and row.share is None for row in found.rows)
    if unknown:
        said = ngettext(
            "In {n} row the share of hours is not known: the practice has no hours of the plan",
            "In {n} rows the share of hours is not known: the practice has no hours of the plan",
            unknown,
        )
        warnings.append(said.format(n=unknown))
    return warnings
