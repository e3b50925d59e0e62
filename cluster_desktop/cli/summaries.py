"""A list summed up by two fields, or written to a file, from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from cluster_desktop.cli.commands import put_json, say
from cluster_desktop.errors import Refusal
from cluster_desktop.excel import lists
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Query
from cluster_desktop.services import summary
from cluster_desktop.services.office import Office
from cluster_desktop.services.summary import TOTAL, Asked, Summary

ENDINGS = (".xlsx", ".csv")


def add_to(made: argparse.ArgumentParser) -> None:
    """What `list` may be asked beside its records."""
    made.add_argument(
        "--summary", nargs="+", default=[], metavar="F",
        help=_("sum the list up by one field or two; FIELD:year and FIELD:month of a day"),
    )  # fmt: skip
    number = made.add_mutually_exclusive_group()
    number.add_argument("--sum", default="", metavar="F", help=_("add a number up"))
    number.add_argument("--mean", default="", metavar="F", help=_("mean of a number"))
    made.add_argument("--out", type=Path, metavar="FILE", help=_("write an .xlsx or .csv file"))


def asked_of(asked: argparse.Namespace) -> Asked | None:
    """What the options ask for. Raises Refusal for what does not go together."""
    if not asked.summary:
        if asked.sum or asked.mean:
            raise Refusal(_("--sum and --mean need --summary with a field."))
        return None
    if len(asked.summary) > 2:
        raise Refusal(_("A summary has one field or two: rows and columns."))
    rows, columns = (*asked.summary, "")[:2]
    if asked.sum:
        return Asked(rows, columns, "sum", asked.sum)
    return Asked(rows, columns, "mean" if asked.mean else "count", asked.mean)


def check_file(path: Path) -> None:
    """Raises Refusal for a name that says neither of both kinds."""
    if path.suffix.lower() not in ENDINGS:
        raise Refusal(
            _("“{file}”: the name must end with .xlsx or .csv.").format(file=path.name),
            field="out",
        )


def write_list(office: Office, query: Query, path: Path) -> int:
    """The list as a file by its ending."""
    title = _(office.entity(query.entity).plural)
    if path.suffix.lower() == ".csv":
        count = lists.write_csv(office, query, path)
    else:
        count = lists.write_list(office, query, path, title=title)
    _told(count, path)
    return 0


def show(office: Office, query: Query, wanted: Asked, asked: argparse.Namespace) -> int:
    """The summary as text, as JSON or as a file."""
    made = summary.make(office, query, wanted)
    if asked.out is not None:
        title = _(office.entity(query.entity).plural)
        if asked.out.suffix.lower() == ".csv":
            count = lists.summary_csv(made, asked.out)
        else:
            day = office.today()
            count = lists.write_summary(made, asked.out, title=title, made_on=day)
        _told(count, asked.out)
    elif asked.json:
        put_json(_plain(made))
    else:
        headings, lines = made.table()
        for line in (headings, *lines):
            print("\t".join(" ".join(cell.split()) for cell in line))
    return 0


def _plain(made: Summary) -> dict[str, object]:
    """Numbers as numbers, by the words of rows and columns."""
    columns = made.column_order()
    return {
        "columns": [head.label for head in made.columns],
        "rows": [
            {
                "row": made.rows[at].label if at != TOTAL else None,
                "numbers": [made.number(at, column) for column in columns[:-1]],
                "total": made.number(at, TOTAL),
            }
            for at in made.row_order()
        ],
    }


def _told(count: int, path: Path) -> None:
    said = ngettext("{n} row written: {path}", "{n} rows written: {path}", count)
    say(said.format(n=count, path=path))
