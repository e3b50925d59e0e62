"""Indicators on the command line: the table of a year, typed values, closing a quarter.

An indicator is named by its code, number, name or id; a period as 2026-2 (quarter II) or 2026.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from cluster_desktop.cli.commands import done, id_of, opened, put_json, say, typed
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Query
from cluster_desktop.services import kpi
from cluster_desktop.services.kpi import Cell
from cluster_desktop.services.office import Office

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
_PERIOD = re.compile(r"(20\d\d)(?:[-/.]?[QqТт]?([1-4]))?")
_DRIFTED = "≠"


class Period(NamedTuple):
    """A year and "1" to "4", or "year"."""

    year: int
    name: str


def declare(command: Command) -> None:
    """The command `kpi` with its verbs."""
    made = command("kpi", show, _("indicators: plan and fact of a year, closed quarters"))
    made.set_defaults(year=None, on=None)
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

    one = verb("list", show, _("plan and fact of a year"))
    one.add_argument("--year", type=int)
    one.add_argument("--on", type=_day, metavar="YYYY-MM-DD", help=_("as of that day"))
    one = verb("set", put, _("plan, fact, source or reason of an indicator in a period"))
    one.add_argument("indicator")
    one.add_argument("period", type=_period, metavar="2026-2")
    one.add_argument("values", type=_pair, nargs="+", metavar="F=V")
    one = verb("close", close, _("lock a quarter that is over"))
    one.add_argument("period", type=_period, metavar="2026-2")
    one = verb("reopen", reopen, _("unlock a closed quarter"))
    one.add_argument("period", type=_period, metavar="2026-2")
    one.add_argument("--reason", required=True)
    verb("standard", standard, _("take the usual indicators K01–K18"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(_("a day is written 2026-11-21")) from why


def _period(text: str) -> Period:
    found = _PERIOD.fullmatch(text)
    if found is None:
        said = _("“{text}” is no period: a quarter is written 2026-2, a year 2026")
        raise argparse.ArgumentTypeError(said.format(text=text))
    return Period(int(found[1]), found[2] or "year")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("write FIELD=VALUE"))
    return name.strip(), value


def indicator_id(office: Office, text: str) -> UUID:
    """An indicator by its code or number, else by name or id. Raises Refusal."""
    rows = office.rows(Query("kpi", columns=("code", "number")))
    named = [
        row.id
        for row in rows
        if text == str(row["number"]) or fold(row["code"] or "") == fold(text)
    ]
    return named[0] if len(named) == 1 else id_of(office, office.entity("kpi"), text)


def show(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        day = asked.on or office.today()
        lines = kpi.table(office, asked.year or day.year, on=day)
        if asked.json:
            put_json(lines)
            return 0
        for one in lines:
            cells = [_said(cell) for cell in one.cells.values()]
            print(
                "\t".join([one.code or str(one.number), one.name.here(), one.unit.here(), *cells])
            )
        if not lines:
            say(_("There are no indicators. Take the usual ones: kpi standard."))
    return 0


def _said(cell: Cell) -> str:
    """ "80/79 (98.8 %)" with a lock where the period is closed."""
    said = "/".join("–" if one is None else f"{one:f}" for one in (cell.plan, cell.fact))
    reached = "" if cell.percent is None else f" ({cell.percent} %)"
    return said + reached + (" *" if cell.closed else "") + (_DRIFTED if cell.drifted else "")


def put(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        at: Period = asked.period
        record = indicator_id(office, asked.indicator)
        given = typed(asked.values)
        if not set(given) <= set(kpi.TYPED):
            said = _("Only plan, fact, source and reason can be written here.")
            raise Refusal(said)
        values: dict[str, Value] = dict(office.read_typed("kpi_value", given))
        return done(asked, kpi.put(office, record, at.year, at.name, values))


def close(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, kpi.close(office, asked.period.year, asked.period.name))


def reopen(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, kpi.reopen(office, asked.period.year, asked.period.name, asked.reason))


def standard(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, kpi.standard(office))
