"""The one call that delivers a form; knows which forms there are.

    export(office, "F1", Path("f1.xlsx"), into=Path("blank.xlsx"), period="2025")

For the pages: `forms_for("student")` names the forms of what a page shows, each with its code,
label and what its period is; ui/pages/official_forms.py puts them behind one button, and
ui/form_job.py asks what a form needs to know (personal data, graduates without a status).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel import writer
from cluster_desktop.excel.form_words import LANGUAGES, Language
from cluster_desktop.excel.forms import (
    by_hand,
    consolidated,
    f1,
    f2,
    f3,
    f4,
    f5,
    f6,
    f7,
    f8,
    f9,
    f10,
    layout,
)
from cluster_desktop.excel.forms.delivery import Delivery, Wishes
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import N_, _
from cluster_desktop.services import form_mappings

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

__all__ = ["FORMS", "KINDS", "ExportReport", "FormKind", "export", "forms_for"]

# What a form's period is: a day, a year of graduation, an academic year or a practice.
PeriodKind = Literal["day", "year", "practice"]


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form that can be made. `entity` is the list it belongs to; `private` ones hold personal
    identifiers, which are masked unless they are asked for in full."""

    code: str
    label: str
    entity: str
    period: PeriodKind
    deliver: Callable[[Office, Wishes], Delivery]
    private: bool = False

    def delivered(self, office: Office, wishes: Wishes) -> Delivery:
        """What the form says of the colleges that are asked for."""
        return consolidated.delivered(office, self.code, self.deliver, wishes)


_KINDS = (
    FormKind("F1", N_("Employment of graduates (F1)"), "student", "year", f1.delivery),
    FormKind("F2", N_("List of graduates (F2)"), "student", "year", f2.delivery, private=True),
    FormKind("F3", N_("Dual training (F3)"), "practice_slot", "practice", f3.delivery),
    FormKind("F4", N_("Register of partners, memoranda and contracts (F4)"), "agreement", "day",
             f4.delivery),
    FormKind("F5", N_("List of mentors (F5)"), "mentor", "practice", f5.delivery, private=True),
    FormKind("F6", N_("Practice bases (F6)"), "practice_slot", "practice", f6.delivery),
    FormKind("F7", N_("Material and technical base (F7)"), "infrastructure", "day", f7.delivery),
    FormKind("F8", N_("Need for staff with the balance (F8)"), "labour_request", "year",
             f8.delivery),
    FormKind("F9", N_("Indicators and action plan (F9)"), "kpi", "year", f9.delivery),
    FormKind("F10", N_("Internships and courses of teachers (F10)"), "teacher_internship", "year",
             f10.delivery, private=True),
)  # fmt: skip
KINDS: Mapping[str, FormKind] = {kind.code: kind for kind in _KINDS}
# Code and name of every form that can be made.
FORMS: Mapping[str, str] = {kind.code: kind.label for kind in _KINDS}
# A page may show records that a form is about as well.
_ALSO = {
    "organisation": "agreement",
    "placement": "practice_slot",
    "practice_period": "practice_slot",
    "labour_need": "labour_request",
    "kpi_value": "kpi",
    "plan_item": "kpi",
    "teacher": "teacher_internship",
}


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was delivered: rows written, where, and what the person should look at."""

    rows: int
    path: Path
    warnings: tuple[str, ...] = ()


def forms_for(entity: str) -> tuple[FormKind, ...]:
    """The forms about the records of an entity, in the order of their codes."""
    asked = _ALSO.get(entity, entity)
    return tuple(kind for kind in _KINDS if kind.entity == asked)


def export(
    office: Office,
    form: str,
    out: Path,
    *,
    into: Path | None = None,
    mapping: UUID | None = None,
    period: str | date | None = None,
    language: Language = "both",
    with_iin: bool = False,
    count_unknown: bool = False,
    college: str = "",
    figures: Sequence[by_hand.HandFigure] = (),
) -> ExportReport:
    """Write the form of a period to `out`, whole or not at all.

    `into` names an office's workbook that is filled instead of making a new one; it is not
    changed itself unless it is `out`. One whose headings are kept (services/form_mappings.py) is
    filled by its map; `mapping` names a kept one, whose own blank is filled without `into`.
    `figures` are put over what the records say. `college` is "all", an id or a BIN; without it a
    college tells of itself, the regional office of all.

    Raises Refusal for an unknown form, period or language, and for a workbook in which the form's
    table is not found; NeedsAnswer where the person must decide (graduates of whom nothing is
    known in F1).
    """
    kind = KINDS.get(form.upper())
    if kind is None:
        said = _("There is no form {form}. There are: {known}.")
        raise Refusal(said.format(form=form, known=", ".join(FORMS)), field="form")
    if language not in LANGUAGES:
        raise Refusal(_("A form is written in kk, ru or both."), field="language")
    wishes = Wishes(period=period, with_iin=with_iin, count_unknown=count_unknown, college=college)
    delivery = by_hand.put(kind.delivered(office, wishes), figures)
    empty = () if delivery.rows else (_("The form is empty: nothing fits this period."),)
    tables = (delivery, *delivery.also)
    filled: list[str] | None = None
    if mapping is not None:
        filled = _by_map(office, mapping, into, out, delivery, language)
    elif into is not None:
        filled = _filled(office, into, out, delivery, language)
    if filled is not None:
        said_of = [said for each in tables for said in each.warnings]
        return ExportReport(len(delivery.rows), out, (*empty, *filled, *said_of))
    sheets, told = [], list(empty)
    for each in tables:
        rows = [each.cells(row, language) for row in each.rows]
        sheet, mark = layout.sheets_of(
            each.form, each.heading, rows, language, groups=each.groups, notes=each.notes
        )
        sheets.append(sheet)
        told += [*_missing(office, each, rows), *each.warnings]
    # One hidden sheet tells of the whole workbook.
    sheets.append(mark)
    about = layout.facts_of(delivery.form, delivery.heading, language)
    writer.write(out, sheets, made_on=delivery.heading.as_of, about=about)
    return ExportReport(len(delivery.rows), out, tuple(dict.fromkeys(told)))


def _by_map(
    office: Office,
    mapping: UUID,
    into: Path | None,
    out: Path,
    delivery: Delivery,
    language: Language,
) -> list[str]:
    """Fill the kept blank, or the given workbook, as the map says."""
    kept = office.get(form_mappings.ENTITY, mapping)
    if kept["form"] != delivery.form.code:
        said = _("“{name}” is a workbook of form {form}.")
        raise Refusal(said.format(name=kept["name"], form=kept["form"]), field="form")
    from cluster_desktop.excel.forms import mapped

    body = form_mappings.decoded(str(kept["body"]))
    blank = into or form_mappings.blank_of(office, mapping)
    return mapped.fill_mapped(blank, out, delivery, body, language)


def _filled(
    office: Office, into: Path, out: Path, delivery: Delivery, language: Language
) -> list[str]:
    """Fill a given workbook: by a kept map whose headings it has, else by what it says itself."""
    if form_mappings.of_form(office, delivery.form.code):
        # openpyxl costs 0.2 s to import and is needed only for a given workbook.
        from cluster_desktop.excel.forms import mapped
        from cluster_desktop.excel.forms.mapping import known

        kept = known(office, delivery.form.code, into)
        if kept is not None:
            return mapped.fill_mapped(into, out, delivery, kept.body, language)
    return _fill(into, out, (delivery, *delivery.also), language)


def _fill(into: Path, out: Path, tables: Sequence[Delivery], language: Language) -> list[str]:
    """Every table that the workbook has; what it does not have is said."""
    # openpyxl costs 0.2 s to import and is needed only for a given workbook.
    from cluster_desktop.excel.forms import fill

    if len(tables) == 1:
        return fill.fill(into, out, tables[0], language)
    told: list[str] = []
    lacking: list[Refusal] = []
    with tempfile.TemporaryDirectory() as folder:
        source, step = into, Path(folder) / f"form{into.suffix}"
        for each in tables:
            try:
                told += fill.fill(source, step, each, language)
                source = step
            except NeedsAnswer:
                raise
            except Refusal as why:
                lacking.append(why)
        if source is into:
            raise lacking[0]
        write_whole(out, step.read_bytes())
    return [*told, *(str(why) for why in lacking)]


def _missing(office: Office, delivery: Delivery, rows: list[list[CellValue]]) -> list[str]:
    """What the form demands and the records do not say."""
    warnings = []
    # A form over several colleges names none.
    if office.sees_inner and not delivery.heading.organisation:
        warnings.append(_("The form does not name your college: choose it in Settings, College."))
    for place, column in enumerate(delivery.form.columns):
        empty = sum(row[place] is None for row in rows)
        if column.needed and empty:
            name = column.heading.kk or column.heading.ru
            said = _("{column}: empty in {n} of {rows} rows")
            warnings.append(said.format(column=name, n=empty, rows=len(rows)))
    return warnings
