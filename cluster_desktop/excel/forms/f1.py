"""Form F1: where the graduates of a year went, by speciality and qualification.

The rule of the form is 4 = 6 + 9 + 10 + 11 + 12 + 13 + 14. A graduate of whom nothing is known has
no column there, so the form is refused while there are any; who must deliver it all the same says
so, and they stand in column 13 with a note in column 16.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cluster_desktop.errors import Bug, NeedsAnswer
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
from cluster_desktop.excel.forms.totals import share, share_formula, summed
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import outcome_figures, outcomes
from cluster_desktop.services.outcome_figures import BY_AVAILABLE, Classified, Counts, FigureRow
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

UNKNOWN = "unknown"
COUNT_UNKNOWN = "other_reason"
_EMPLOYED = Pair("Жұмысқа орналасқандар", "Трудоустроено")
_NUMBERS = (
    "all", "state_order", "employed", "by_speciality", "self_employed", "studying", "army",
    "childcare", "left_country", "other_reason", "not_employed",
)  # fmt: skip
# Column 4 is the sum of these: 6, 9, 10, 11, 12, 13, 14.
_PARTS = ("employed", *_NUMBERS[5:])
COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(
        "speciality",
        Pair("Мамандық коды және атауы", "Код и наименование специальности"),
        width=38,
        needed=True,
    ),
    FormColumn(
        "qualification",
        Pair("Біліктілік коды және атауы", "Код и наименование квалификации"),
        width=30,
    ),
    FormColumn("all", Pair("Түлектердің барлығы", "Всего выпускников"), "number", 13),
    FormColumn(
        "state_order",
        Pair("оның ішінде мемлекеттік тапсырыс бойынша", "в том числе по госзаказу"),
        "number",
        15,
    ),
    FormColumn("employed", Pair("барлығы", "всего"), "number", 11, group=_EMPLOYED),
    FormColumn(
        "by_speciality",
        Pair("оның ішінде мамандығы бойынша", "в том числе по специальности"),
        "number",
        16,
        group=_EMPLOYED,
    ),
    FormColumn(
        "self_employed",
        Pair(
            "оның ішінде өзін-өзі жұмыспен қамтығандар, кәсібін ашқандар",
            "в том числе самозанятые, открывшие своё дело",
        ),
        "number",
        18,
        group=_EMPLOYED,
    ),
    FormColumn("studying", Pair("Оқуын жалғастырғандар", "Продолжили обучение"), "number", 17),
    FormColumn(
        "army",
        Pair("Әскери қызметке шақырылғандар", "Призваны на воинскую службу"),
        "number",
        16,
    ),
    FormColumn(
        "childcare",
        Pair("Бала күтіміне байланысты демалыста", "В отпуске по уходу за ребёнком"),
        "number",
        17,
    ),
    FormColumn(
        "left_country",
        Pair("Елден кеткендер", "Выехали за пределы республики"),
        "number",
        14,
    ),
    FormColumn("other_reason", Pair("Басқа себептер", "Иные причины"), "number", 12),
    FormColumn("not_employed", Pair("Жұмысқа орналаспағандар", "Не трудоустроены"), "number", 18),
    FormColumn(
        "percent",
        Pair("Жұмысқа орналасқандардың үлесі, %", "Доля трудоустроенных, %"),
        "share",
        18,
    ),
    FormColumn("note", Pair("Ескертпе", "Примечание"), width=18),
)
_PLACE_OF = {column.meaning: n for n, column in enumerate(COLUMNS)}
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "state_order": (
        "оның ішінде мемлекеттік тапсырыс бойынша", "в т.ч. по госзаказу", "мемлекеттік тапсырыс",
        "по госзаказу", "госзаказ",
    ),
    "employed": (
        "Жұмысқа орналасқандар, барлығы", "Трудоустроено, всего", "Жұмысқа орналасқандар",
        "Трудоустроено", "Жұмысқа орналасқандар|барлығы", "Трудоустроено|всего",
    ),
    "by_speciality": ("мамандығы бойынша", "по специальности", "в т.ч. по специальности"),
    "self_employed": (
        "өзін-өзі жұмыспен қамтығандар", "самозанятые", "кәсібін ашқандар", "открывшие своё дело",
        "в т.ч. самозанятые",
    ),
    "speciality": ("Мамандық", "Специальность", "Мамандық атауы", "Наименование специальности"),
    "qualification": ("Біліктілік", "Квалификация"),
    "all": ("Түлектер саны", "Количество выпускников", "Всего выпускников, чел."),
    "childcare": ("Бала күтімінде", "По уходу за ребёнком", "В декретном отпуске"),
    "army": (
        "Әскерде", "В армии", "Әскери қызметте", "Призваны в армию", "Служба в армии",
        "В рядах ВС РК", "Служат в армии", "Воинская служба", "Әскер қатарында", "Армия",
    ),
    "left_country": (
        "Выехали за пределы РК", "Шетелге кеткендер", "Выезд за пределы РК", "Выехали за рубеж",
    ),
    "other_reason": ("Өзге себептер", "Другие причины", "Прочие причины", "Прочие"),
}  # fmt: skip
_NAME = Pair(
    "Түлектерді жұмысқа орналастыру туралы мәлімет", "Сведения о трудоустройстве выпускников"
)
_LESS = tuple(_PLACE_OF[name] for name in ("studying", "army", "childcare"))


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """The figures of a year as known today. NeedsAnswer while outcomes are unknown."""
    year = periods.year_of(wishes.period, office)
    found = outcome_figures.figures(office, year)
    if found.total.unknown and not wishes.count_unknown:
        raise _ask(found.total.unknown, year)
    heading = heading_of(
        office,
        found.as_of,
        period=Pair(f"{year} жыл", f"{year} год"),
        period_code=str(year),
    )
    rows = [
        _facts(part, found.formula, whole.speciality)
        | {ROW_SOURCE: _source(part, whole.speciality, year)}
        for whole in found.rows
        for part in whole.parts
    ]
    return Delivery(
        form=_form(found.formula),
        heading=heading,
        rows=numbered(rows),
        needed=frozenset({"speciality"}),
        spellings=_SPELLINGS,
        around=around_of(office, heading),
        groups=[Group(total_of(whole.speciality), len(whole.parts)) for whole in found.rows],
        notes=(outcome_figures.formula_pair(found.formula),),
        not_found=_(
            "No table of the employment of graduates was found in this workbook: its headings are "
            "not known. Choose the office's form F1."
        ),
        lacks=_("The workbook has no column for the speciality."),
        warnings=_warnings(found, wishes),
        keeps_heights=True,
        worked_out=lambda row: _percent_of(row, found.formula),
    )


def _form(formula: str) -> Form:
    part, whole = _PLACE_OF["employed"], _PLACE_OF["all"]
    less = _LESS if formula == BY_AVAILABLE else ()
    columns = tuple(
        replace(column, formula=share_formula(part, whole, less))
        if column.meaning == "percent"
        else column
        for column in COLUMNS
    )
    totals = tuple(summed(_PLACE_OF[name]) for name in _NUMBERS)
    return Form("F1", _NAME, columns, (*totals, share(_PLACE_OF["percent"], part, whole, less)))


def _facts(row: FigureRow, formula: str, speciality: Classified | None) -> dict[str, FactValue]:
    counts, note = row.counts, words.NOTHING
    if counts.unknown:
        note = Pair(
            f"13-бағанда: {counts.unknown} түлек туралы мәлімет жоқ",
            f"в графе 13: о {counts.unknown} вып. нет сведений",
        )
        counts = replace(counts, other_reason=counts.other_reason + counts.unknown, unknown=0)
    if counts.all != sum(getattr(counts, name) for name in _PARTS):
        raise Bug(f"form F1: {counts} does not add up")
    numbers: dict[str, FactValue] = {name: getattr(counts, name) for name in _NUMBERS}
    return numbers | {
        "speciality": speciality,
        "qualification": row.qualification,
        "percent": counts.rate(formula),
        "note": note,
    }


def _percent_of(row: Facts, formula: str) -> Facts:
    """The rate of the numbers as they stand in the row."""
    numbers = {name: row.get(name) for name in _NUMBERS}
    counts = Counts(**{name: n for name, n in numbers.items() if isinstance(n, int)})
    return {"percent": counts.rate(formula)}


def _source(row: FigureRow, speciality: Classified | None, year: int) -> RowSource:
    """The graduates of a row; it owes a status of each of them."""
    skill = row.qualification
    everybody = outcomes.graduates(year, speciality.id if speciality else None)
    empty: list[Condition] = [] if speciality else [Condition("speciality_id", "empty")]
    one = Condition("qualification_id", "is", skill.id if skill else None)
    if skill is None:
        one = Condition("qualification_id", "empty")

    def in_states(*states: str) -> Query:
        asked = (Condition("outcome_now", "in", states),) if states else ()
        return Query("student", (*everybody.where, *empty, one, *asked))

    code = speciality.code if speciality else ""
    label = " ".join(filter(None, (code, skill.code if skill else ""))) or _("No speciality")
    told = {name: in_states(name) for name in (*_PARTS[1:], "self_employed")}
    employed = in_states("employed", "self_employed")
    unknown = row.counts.unknown
    said = ngettext(
        "{row}: {n} graduate without a status", "{row}: {n} graduates without a status", unknown
    )
    return RowSource(
        key=f"{code}/{skill.code if skill else ''}",
        label=label,
        query=in_states(),
        queries=told
        | {
            "employed": employed,
            "by_speciality": _narrowed(employed, "outcome_by_speciality", True),
            "state_order": _narrowed(in_states(), "funding", "state"),
        },
        owed=(
            Owed(
                "other_reason",
                said.format(row=label, n=unknown),
                unknown,
                row.counts.all,
                in_states(UNKNOWN),
            ),
        ),
    )


def _narrowed(query: Query, field: str, value: Value) -> Query:
    return replace(query, where=(*query.where, Condition(field, "is", value)))


def _warnings(found: outcome_figures.Figures, wishes: Wishes) -> list[str]:
    warnings = []
    if not found.rows:
        said = _("There are no graduates of {year} on {day}: the form is empty.")
        warnings.append(said.format(year=found.year, day=found.as_of.strftime("%d.%m.%Y")))
    if found.total.unknown and wishes.count_unknown:
        said = ngettext(
            "{n} graduate without a status is counted in column 13, with a note in column 16",
            "{n} graduates without a status are counted in column 13, with a note in column 16",
            found.total.unknown,
        )
        warnings.append(said.format(n=found.total.unknown))
    nowhere = sum(row.counts.all for row in found.rows if row.speciality is None)
    if nowhere:
        said = ngettext(
            "{n} graduate has no speciality: choose it in the list of graduates",
            "{n} graduates have no speciality: choose it in the list of graduates",
            nowhere,
        )
        warnings.append(said.format(n=nowhere))
    return warnings


def _ask(unknown: int, year: int) -> NeedsAnswer:
    said = ngettext(
        "Of {n} graduate of {year} nothing is known, and form F1 has no column for that. Open "
        "Graduates, filter by the status “Unknown” and fill it in; or have them counted in column "
        "13 “other reasons” with a note.",
        "Of {n} graduates of {year} nothing is known, and form F1 has no column for that. Open "
        "Graduates, filter by the status “Unknown” and fill it in; or have them counted in column "
        "13 “other reasons” with a note.",
        unknown,
    )
    return NeedsAnswer(
        said.format(n=unknown, year=year), question=UNKNOWN, choices=(COUNT_UNKNOWN,)
    )
