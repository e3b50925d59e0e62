"""The action plan on the command line: list it, mark items done, postpone; the typical risks."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from uuid import UUID

from cluster_desktop.cli.commands import done, id_of, opened, put_json
from cluster_desktop.cli.days import day_of, whole_of
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import plan, risks
from cluster_desktop.services.office import Office

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
WHICH = ("all", "overdue", "quarter", "mine")
OF_RISK = ("name", "probability", "impact", "level", "measure", "responsible", "state")


def declare(command: Command) -> None:
    """The command `plan` with its verbs."""
    made = command("plan", listed, _("the action plan and the risks"))
    made.set_defaults(year=None, which="all")
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

    one = verb("list", listed, _("items of the action plan"))
    one.add_argument("which", nargs="?", choices=WHICH, default="all")
    one.add_argument("--year", type=whole_of, metavar="YYYY")
    one = verb("done", finish, _("items are done"))
    one.add_argument("items", nargs="+", metavar="ITEM", help=_("number or part of the name"))
    one.add_argument("--year", type=whole_of, metavar="YYYY")
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD", help=_("on that day"))
    one.add_argument("--what", default="", metavar="TEXT", help=_("what was done"))
    one = verb("postpone", later, _("items get a later term"))
    one.add_argument("items", nargs="+", metavar="ITEM", help=_("number or part of the name"))
    one.add_argument("--year", type=whole_of, metavar="YYYY")
    one.add_argument("--due", type=day_of, required=True, metavar="YYYY-MM-DD")
    one.add_argument("--why", required=True, metavar="TEXT")
    one = verb("risks", of_risks, _("risks; with --typical the four typical ones are inserted"))
    one.add_argument("--typical", action="store_true")


def listed(asked: argparse.Namespace) -> int:
    """The items of a year, or of all years."""
    with opened(asked) as office:
        chips = {chip.key: chip.where for chip in plan.chips(office, asked.year)}
        if asked.which not in chips:
            raise Refusal(
                _("Whose items are “mine”? Give your name first: setting person.name NAME")
            )
        where = (*plan.of_year(asked.year), *chips[asked.which])
        return _print(asked, office, Query(plan.ITEM, where, columns=("of_year", *plan.COLUMNS)))


def of_risks(asked: argparse.Namespace) -> int:
    """The risks that are not closed; or the typical ones are inserted."""
    with opened(asked) as office:
        if asked.typical:
            return done(asked, risks.insert_typical(office))
        return _print(asked, office, Query(risks.RISK, (risks.CURRENT,), columns=OF_RISK))


def _print(asked: argparse.Namespace, office: Office, query: Query) -> int:
    rows = office.rows(query)
    if asked.json:
        put_json([{"id": row.id, **row.values} for row in rows])
        return 0
    entity = office.entity(query.entity)
    print("\t".join(entity.column_title(name) for name in query.columns))
    for row in rows:
        cells = ((row[name], entity.spec(name)) for name in query.columns)
        # Years and numbers are names here: no gaps between their digits.
        print("\t".join(str(v) if isinstance(v, int) else spec.format(v) for v, spec in cells))
    return 0


def finish(asked: argparse.Namespace) -> int:
    """Items are done on a day, today unless another is given."""
    with opened(asked) as office:
        items = [_item(office, text, asked.year) for text in asked.items]
        return done(asked, plan.mark_done(office, items, asked.on or office.today(), asked.what))


def later(asked: argparse.Namespace) -> int:
    """Items get a later term, with the reason."""
    with opened(asked) as office:
        items = [_item(office, text, asked.year) for text in asked.items]
        return done(asked, plan.postpone(office, items, asked.due, asked.why))


def _item(office: Office, text: str, year: int | None) -> UUID:
    """An item by its number in the year (this one unless told), its id, or a part of its name."""
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        return id_of(office, office.entity(plan.ITEM), text)
    year = year or office.today().year
    where = (*plan.of_year(year), Condition("number", "is", int(text)))
    found = office.rows(Query(plan.ITEM, where), 2)
    if len(found) != 1:
        said = _("The plan of {year} has no single item No. {number}.")
        raise Refusal(said.format(year=year, number=text))
    return found[0].id
