"""Workbooks of offices on the command line: point out what stands where, look, fill."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import msgspec

from cluster_desktop.cli.commands import id_of, opened, put_json, say
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services import form_mappings, form_pointing
from cluster_desktop.services.form_fields import FormFields, Problem, address, problems
from cluster_desktop.services.form_mappings import FormMap, TableMap
from cluster_desktop.services.office import Office

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
_ROWS = re.compile(r"(\d+)(?:-(\d+))?")
_COLUMN = re.compile(r"([A-Z]{1,3})(\d*)")


def declare(command: Command) -> None:
    """The command `forms` with its verbs."""
    made = command("forms", list_kept, _("workbooks of offices and what is filled into them"))
    made.set_defaults(form=None)
    verbs = made.add_subparsers(dest="verb", metavar="VERB")

    def verb(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = verbs.add_parser(name, help=text)
        one.set_defaults(run=run)
        one.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=_("result as JSON")
        )
        return one

    one = verb("list", list_kept, _("the kept workbooks"))
    one.add_argument("--form", metavar="F")
    one = verb("map", point_out, _("keep an office's blank: proposed, and as the options say"))
    one.add_argument("file", type=Path, metavar="WORKBOOK")
    one.add_argument("--form", metavar="F")
    one.add_argument("--name", metavar="NAME")
    one.add_argument("--office", metavar="OFFICE")
    one.add_argument("--sheet", metavar="SHEET", help=_("the sheet that the places are on"))
    one.add_argument("--headings", metavar="10-12")
    one.add_argument("--rows", metavar="14-27")
    one.add_argument("--total", action="append", default=[], metavar="28")
    places = _("a column (D=all) or a cell (D8=period); D= takes nothing")
    one.add_argument(
        "--set", action="append", default=[], dest="places", metavar="D=all", help=places
    )
    one.add_argument("--no-growth", action="store_true", help=_("rows are never added"))
    one.add_argument("--dry-run", action="store_true", help=_("only show what would be kept"))
    one = verb("show", show, _("what a kept workbook takes where"))
    one.add_argument("workbook", metavar="NAME")
    one = verb("fill", fill, _("fill the kept blank, or another file of the same layout"))
    one.add_argument("workbook", metavar="NAME")
    one.add_argument("--out", type=Path, required=True, metavar="FILE")
    one.add_argument("--into", type=Path, metavar="WORKBOOK")
    one.add_argument("--period", metavar="P")
    one.add_argument("--language", choices=("both", "kk", "ru"), default="both")
    one.add_argument("--with-iin", action="store_true", help=_("IIN of persons in full"))
    one.add_argument(
        "--count-unknown",
        action="store_true",
        help=_("F1: graduates without a status count as “other reasons”, with a note"),
    )


def list_kept(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        rows = form_mappings.of_form(office, asked.form.upper() if asked.form else None)
        if asked.json:
            put_json([{"id": row.id, "form": row["form"], "name": row["name"],
                       "office": row["sender"]} for row in rows])  # fmt: skip
        else:
            for row in rows:
                print(f"{row.id}\t{row['form']}\t{row['name']}\t{row['sender'] or ''}")
    return 0


def point_out(asked: argparse.Namespace) -> int:
    """Propose a map, change it as asked, keep it."""
    # openpyxl costs 0.2 s to import: paid by the commands that open a workbook.
    from cluster_desktop.excel.forms import designer

    with opened(asked) as office:
        found = designer.open_file(office, asked.file, asked.form.upper() if asked.form else None)
        fields = found.proposal.fields
        names = [str(sheet.name) for sheet in found.proposal.source.sheets]
        body = _changed(asked, found.proposal.body, fields, names)
        wrong = designer.problems(found, body)
        record: UUID | None = None
        if not asked.dry_run:
            record, _changes = designer.keep(
                office, found, body,
                name=asked.name or found.name, sender=asked.office or found.sender,
            )  # fmt: skip
        _tell(asked, found.form, body, fields, wrong, record)
    return int(any(one.severity == "error" for one in wrong))


def show(asked: argparse.Namespace) -> int:
    from cluster_desktop.excel.forms import designer

    with opened(asked) as office:
        record = _record(office, asked.workbook)
        form = str(office.get(form_mappings.ENTITY, record)["form"])
        fields = designer.fields(office, form)
        body = form_mappings.body_of(office, record)
        _tell(asked, form, body, fields, problems(body, fields), record)
    return 0


def fill(asked: argparse.Namespace) -> int:
    from cluster_desktop.excel import forms

    with opened(asked) as office:
        record = _record(office, asked.workbook)
        form = str(office.get(form_mappings.ENTITY, record)["form"])
        report = forms.export(
            office,
            form,
            asked.out,
            into=asked.into,
            mapping=record,
            period=asked.period,
            language=asked.language,
            with_iin=asked.with_iin,
            count_unknown=asked.count_unknown,
        )
    for warning in report.warnings:
        say(warning)
    said = ngettext("{n} row filled: {file}", "{n} rows filled: {file}", report.rows)
    say(said.format(n=report.rows, file=report.path))
    if asked.json:
        put_json({"rows": report.rows, "path": str(report.path), "warnings": report.warnings})
    return 0


def _record(office: Office, text: str) -> UUID:
    return id_of(office, office.entity(form_mappings.ENTITY), text)


def _changed(
    asked: argparse.Namespace, body: FormMap, fields: FormFields, names: list[str]
) -> FormMap:
    """The proposed map with the places of the options. Raises Refusal."""
    sheet = asked.sheet or next((one.sheet for one in body.sheets), names[0])
    if sheet not in names:
        said = _("There is no sheet “{sheet}” in this file.")
        raise Refusal(said.format(sheet=sheet), field="sheet")
    if asked.headings:
        first, last = _rows(asked.headings)
        body = form_pointing.with_headings(body, sheet, first, last, fields.tables[0].key)
    for text in asked.total:
        first, last = _rows(text)
        table = form_pointing.table_near(body.sheet(sheet), first)
        known = table.totals if table is not None else ()
        rows = [row for row in range(first, last + 1) if row not in known]
        body = form_pointing.with_totals(body, sheet, rows) if rows else body
    if asked.rows:
        body = form_pointing.with_rows(body, sheet, *_rows(asked.rows))
    table = next(iter(body.sheet(sheet).tables), None)
    if asked.no_growth and table is not None:
        body = form_pointing.growing(body, sheet, table.first_row, grows=False)
    for text in asked.places:
        body = _placed(body, sheet, text, table)
    return body


def _placed(body: FormMap, sheet: str, text: str, table: TableMap | None) -> FormMap:
    place, equals, key = (part.strip() for part in text.partition("="))
    found = _COLUMN.fullmatch(place.upper())
    if not equals or found is None or (found[2] and address(place.upper()) is None):
        said = _("“{text}” is no place. Write a column (D=all) or a cell (D8=period).")
        raise Refusal(said.format(text=text), field="set")
    if found[2]:
        return form_pointing.with_cell(body, sheet, place.upper(), key or None)
    if table is None:
        raise Refusal(_("Say first where the table is: --headings 10-12 --rows 14-27."))
    return form_pointing.with_column(body, sheet, table.header_first, found[1], key or None)


def _rows(text: str) -> tuple[int, int]:
    found = _ROWS.fullmatch(text.strip())
    first = int(found[1]) if found else 0
    last = int(found[2] or found[1]) if found else 0
    if not 1 <= first <= last:
        raise Refusal(_("“{text}” are no rows. Write 28 or 14-27.").format(text=text))
    return first, last


def _tell(
    asked: argparse.Namespace,
    form: str,
    body: FormMap,
    fields: FormFields,
    wrong: list[Problem],
    record: UUID | None,
) -> None:
    if asked.json:
        put_json(
            {
                "id": record,
                "form": form,
                "sheets": msgspec.to_builtins(body.sheets),
                "findings": [{"severity": one.severity, "message": one.message} for one in wrong],
            }
        )
        return
    for line in _lines(body, fields):
        print(line)
    for one in wrong:
        say(one.message)


def _lines(body: FormMap, fields: FormFields) -> Iterator[str]:
    for sheet in body.sheets:
        for table in sheet.tables:
            known = fields.table(table.table)
            rows = f"{table.first_row}-{table.last_row}{'+' if table.grows else ''}"
            totals = ",".join(map(str, table.totals))
            headings = f"{table.header_first}-{table.header_last}"
            yield f"{sheet.sheet}\t{table.table}\t{headings}\t{rows}\t{totals}"
            for letter, key in table.columns.items():
                field = known.column(key) if known is not None else None
                yield f"{sheet.sheet}\t{letter}\t{key}\t{field.text() if field else ''}"
        for place, key in sheet.cells.items():
            fact = fields.fact(key)
            yield f"{sheet.sheet}\t{place}\t{key}\t{fact.text() if fact else ''}"
