"""What a form delivers before it is laid out: rows as facts by meaning, and what stands around.

One delivery serves a new workbook (layout) and an office's own one (fill), so both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cluster_desktop.excel import form_words as words
from cluster_desktop.excel.form_words import NOTHING, Language, said
from cluster_desktop.excel.forms.layout import Form, Group, Heading
from cluster_desktop.excel.forms.sources import ROW_SOURCE, RowSource
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.fields import Phone, Value
from cluster_desktop.i18n import format_date
from cluster_desktop.query import Ref, Row
from cluster_desktop.rules.identifiers import mask
from cluster_desktop.rules.names import short_name
from cluster_desktop.services.outcome_figures import Classified
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

ROW_NUMBER = "row.number"
FactValue = CellValue | Pair | Classified | RowSource
Facts = Mapping[str, FactValue]
# Cells that are worked out of others of the row: their formulas have results, too.
WorkedOut = Callable[[Facts], Facts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the caller chose. `with_iin` shows personal identifiers in full; `count_unknown` puts
    graduates of whom nothing is known into «other reasons», with a note. `college` is "all", an id
    or a BIN (see region.chosen); `as_asked` takes no other period where there is nothing in it."""

    period: str | date | None = None
    with_iin: bool = False
    count_unknown: bool = False
    college: str = ""
    as_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A form's rows and its surroundings.

    `around` are facts beside labels of an office's workbook (college, BIN, period, who signs).
    `spellings` are headings offices use besides ours; a workbook without a table of ours is refused
    with `not_found`, one without a column for any of `needed` with `lacks`. `keeps_heights`: rows
    whose height the office has set are as high as they should be. `worked_out` gives the cells of
    a row that depend on others, for when those are changed by hand. `also` are further tables of
    the form, each on a sheet of its own.
    """

    form: Form
    heading: Heading
    rows: Sequence[Facts]
    needed: frozenset[str]
    not_found: str
    lacks: str
    spellings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    around: Mapping[str, FactValue] = field(default_factory=dict)
    groups: Sequence[Group] = ()
    notes: Sequence[Pair] = ()
    warnings: Sequence[str] = ()
    keeps_heights: bool = False
    worked_out: WorkedOut | None = None
    also: Sequence[Delivery] = ()

    def cells(self, row: Facts, language: Language) -> list[CellValue]:
        """The row of a new workbook."""
        return [self.cell_of(row, column.meaning, language) for column in self.form.columns]

    def cell_of(self, row: Facts, meaning: str, language: Language) -> CellValue:
        """What a column of that meaning says; None for nothing."""
        value = row.get(meaning)
        if isinstance(value, Classified):
            # As offices' own lists say it: «07150500 – Дәнекерлеу ісі / Сварочное дело».
            names = said(value.name, language)
            return " – ".join(filter(None, (value.code, names))) or None
        if isinstance(value, RowSource):
            return None  # no column says where its row comes from
        if not isinstance(value, Pair):
            return value if value != "" else None
        if meaning in self._alone:
            # «иә» alone: registers never say yes in two languages, and ours must be read again.
            return (value.ru if language == "ru" else value.kk) or value.kk or value.ru or None
        lines = any(c.in_lines for c in self.form.columns if c.meaning == meaning)
        return said(value, language, "\n" if lines else " / ") or None

    @property
    def _alone(self) -> frozenset[str]:
        return frozenset(c.meaning for c in self.form.columns if c.one_language)


def source_of(row: Facts) -> RowSource | None:
    """The records behind a row; None where its form does not say."""
    found = row.get(ROW_SOURCE)
    return found if isinstance(found, RowSource) else None


def heading_of(
    office: Office, as_of: date, *, period: Pair = NOTHING, period_code: str = ""
) -> Heading:
    """Who reports: the own college; who signs: its head and the person at the computer."""
    college = office.college_id()
    if college is None:
        return Heading(NOTHING, "", NOTHING, as_of, period, period_code, "", office.actor())
    row = office.get("organisation", college)
    return Heading(
        pair(row, "name"),
        row["bin"] or "",
        place(row),
        as_of,
        period,
        period_code,
        signature(row),
        office.actor(),
    )


def around_of(office: Office, heading: Heading) -> dict[str, FactValue]:
    """The facts that an office's workbook asks for above and below its table."""
    college = office.college_id()
    phone = office.get("organisation", college)["phone"] if college else None
    return {
        "college.name": heading.organisation,
        "college.bin": heading.bin,
        "college.place": heading.place,
        "period": heading.period,
        "head.sign_name": heading.head,
        "executor.name": heading.executor,
        "executor.phone": Phone("").format(phone) if phone else "",
        "date": heading.as_of,
    }


def signature(college: Row) -> str:
    """«Е. С. Нұрланов»: the head as a signature names him or her."""
    return short_name(college["head_kk"] or college["head_ru"] or "").replace("\u00a0", " ")


def pair(row: Row, name: str) -> Pair:
    """The two variants of a name of a record."""
    return Pair(row[f"{name}_kk"] or "", row[f"{name}_ru"] or "")


def place(row: Row) -> Pair:
    """Region and district as their links call them in the language spoken now."""
    parts = [title(row["region_id"]), title(row["district_id"])]
    return Pair(", ".join(filter(None, parts)))


def title(value: Value) -> str:
    """The title of a link; empty for none."""
    return value.title if isinstance(value, Ref) else ""


def total_of(speciality: Classified | None) -> Pair:
    """What the total of a speciality's rows is called."""
    code = speciality.code if speciality else ""
    return Pair(f"{code} бойынша барлығы", f"Итого по {code}") if code else words.TOTAL


def identifier(text: str | None, *, in_full: bool) -> str | None:
    """A personal identifier as the caller wants it: masked unless asked for in full."""
    return text if in_full or not text else mask(text)


def number_and_date(number: str, day: date | None) -> str:
    """«№ 12, 01.09.2025», as registers write it in one cell."""
    return ", ".join(filter(None, (f"№ {number}" if number else "", format_date(day))))


def numbered(rows: Sequence[dict[str, FactValue]]) -> Sequence[Facts]:
    """The rows with their numbers."""
    for number, row in enumerate(rows, start=1):
        row[ROW_NUMBER] = number
    return rows
