"""The one call that delivers a form; knows which forms there are."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import writer
from cluster_desktop.excel.forms import f4, layout
from cluster_desktop.excel.forms.words import LANGUAGES, Language
from cluster_desktop.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# Code and name of every form that can be made.
FORMS = {"F4": N_("Register of partners, memoranda and contracts (F4)")}

_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.I)
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was delivered: rows written, where, and what the person should look at."""

    rows: int
    path: Path
    warnings: tuple[str, ...] = ()


def export(
    office: Office,
    form: str,
    out: Path,
    *,
    into: Path | None = None,
    period: str | date | None = None,
    language: Language = "both",
) -> ExportReport:
    """Write the form as of the period's end to `out`, whole or not at all.

    `into` names an office's workbook that is filled instead of making a new one; it is not
    changed itself unless it is `out`. Raises Refusal for an unknown form, period or language, and
    for a workbook in which the form's table is not found.
    """
    if form.upper() not in FORMS:
        said = _("There is no form {form}. There are: {known}.")
        raise Refusal(said.format(form=form, known=", ".join(FORMS)), field="form")
    if language not in LANGUAGES:
        raise Refusal(_("A form is written in kk, ru or both."), field="language")
    as_of = day_of(period, office.today())
    found = f4.register(office, as_of)
    left_out = _left_out(found.partners_left_out)
    if into is not None:
        # openpyxl costs 0.2 s to import and is needed only for a given workbook.
        from cluster_desktop.excel.forms import fill

        report = fill.fill(into, out, found.rows, language)
        return replace(report, warnings=(*report.warnings, *left_out))
    heading = f4.heading(office, as_of)
    rows = [f4.cells(row, language) for row in found.rows]
    writer.write(
        out,
        layout.sheets_of(f4.FORM, heading, rows, language),
        made_on=as_of,
        about=layout.facts_of(f4.FORM, heading, language),
    )
    return ExportReport(len(rows), out, (*_warnings(heading, rows), *left_out))


def day_of(period: str | date | None, today: date) -> date:
    """The last day of a period: a day, 2025, 2025-10, 2025-Q3; today for none."""
    if period is None or period == "":
        return today
    if isinstance(period, date):
        return period
    text = period.strip()
    try:
        if match := _QUARTER.fullmatch(text):
            return _end_of_month(int(match[1]), int(match[2]) * 3)
        if match := _MONTH.fullmatch(text):
            return _end_of_month(int(match[1]), int(match[2]))
        if match := _YEAR.fullmatch(text):
            return date(int(match[1]), 12, 31)
        return date.fromisoformat(text)
    except ValueError as why:
        said = _("There is no period “{period}”. Type it like 2025, 2025-Q3, 2025-10, 2025-10-01.")
        raise Refusal(said.format(period=period), field="period") from why


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _left_out(partners: int) -> list[str]:
    if not partners:
        return []
    said = ngettext(
        "{n} active partner has no signed agreement and is not in the form",
        "{n} active partners have no signed agreement and are not in the form",
        partners,
    )
    return [said.format(n=partners)]


def _warnings(heading: layout.Heading, rows: list[list[writer.CellValue]]) -> list[str]:
    warnings = []
    if not heading.organisation:
        warnings.append(_("The form does not name your college: choose it in Settings, College."))
    for place, column in enumerate(f4.COLUMNS):
        empty = sum(row[place] is None for row in rows)
        if column.needed and empty:
            name = column.heading.kk or column.heading.ru
            said = _("{column}: empty in {n} of {rows} rows")
            warnings.append(said.format(column=name, n=empty, rows=len(rows)))
    return warnings
