"""The command `reports`: forms to deliver with their due dates, and handing them in."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from cluster_desktop.cli.commands import done, id_of, opened, put_json, say
from cluster_desktop.cli.days import day_of
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.services import reports
from cluster_desktop.services.office import Office

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
WHICH = ("open", "overdue", "all")
HANDED_IN = ("delivered", "accepted")


def declare(command: Command) -> None:
    """The command `reports` with its verbs."""
    made = command("reports", listed, _("forms to deliver: due dates, gaps, handing in"))
    made.set_defaults(which="open")
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

    def of_form(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        one = verb(name, run, text)
        one.add_argument(
            "request",
            metavar="FORM",
            help=_("F1 to F10 (and a period), a part of the name, or an id"),
        )
        return one

    one = verb("list", listed, _("forms to deliver, how full they are"))
    one.add_argument("which", nargs="?", choices=WHICH, default="open")
    one = verb("add", add, _("a form that an office asks for; --usual for the usual set"))
    one.add_argument("form", nargs="?", choices=tuple(reports.FORMS), metavar="F1…F10")
    one.add_argument("--usual", action="store_true", help=_("the usual forms with their due dates"))
    one.add_argument("--name", default="", metavar="TEXT")
    one.add_argument("--period", default="", metavar="PERIOD")
    one.add_argument("--due", type=day_of, metavar="YYYY-MM-DD")
    one.add_argument("--repeats", choices=tuple(reports.REPEATS), default="once")
    one.add_argument("--asked-by", default="", metavar="TEXT")
    of_form("gaps", gaps, _("what a form lacks"))
    of_form("check", check, _("a form is ready to be handed in"))
    one = of_form("deliver", hand_in, _("write the form and mark it as handed in"))
    one.add_argument("--out", type=Path, default=Path(), metavar="DIR", help=_("folder or file"))
    one.add_argument("--how", choices=tuple(reports.WAYS), default="email")
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD", help=_("on that day"))
    one.add_argument("--with-iin", action="store_true", help=_("identifiers in full"))
    one.add_argument(
        "--count-unknown", action="store_true", help=_("graduates without a status in column 13")
    )
    one = of_form("returned", sent_back, _("the office has sent it back"))
    one.add_argument("--why", required=True, metavar="TEXT")
    one = of_form("accepted", accept, _("the office has accepted it"))
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD", help=_("on that day"))


def listed(asked: argparse.Namespace) -> int:
    """The requests with their states; what is to be delivered also says how full it is."""
    from cluster_desktop.excel.forms import state  # loads the forms

    with opened(asked) as office:
        rows = _rows(office, asked.which)
        found = [
            (row, state.state_of(office, row.id) if row["state"] != "accepted" else None)
            for row in rows
        ]
        entity = office.entity(reports.REQUEST)
        now = entity.spec("now")
        told = [
            {
                "id": row.id, **row.values,
                "filled": made.share if made is not None else None,
                "gaps": made.missing if made is not None else None,
                "changed": len(made.changes) if made is not None else None,
                "problem": made.problem if made is not None else "",
            }
            for row, made in found
        ]  # fmt: skip
    if asked.json:
        put_json(told)
        return 0
    for row, made in found:
        filled = f"{made.share} %" if made is not None and not made.problem else ""
        due, state_now = format_date(row["due_on"]), now.format(row["now"])
        print("\t".join((row["form"], reports.called(row), due, state_now, filled)))
    return 0


def _rows(office: Office, which: str) -> list[Row]:
    if which == "overdue":
        return reports.to_deliver(office, Condition("now", "is", "overdue"))
    if which == "open":
        return reports.to_deliver(office)
    order = (("due_on", False), ("name", False))
    return office.rows(Query(reports.REQUEST, sort=order, columns=reports.COLUMNS))


def add(asked: argparse.Namespace) -> int:
    """One form, or the usual set."""
    with opened(asked) as office:
        if asked.usual:
            keys = [one.key for one in reports.usual(office)]
            return done(asked, reports.add_usual(office, keys))
        values: dict[str, Value] = {
            "form": asked.form,
            "name": asked.name or None,
            "period": asked.period or None,
            "due_on": asked.due,
            "repeats": asked.repeats,
            "asked_by": asked.asked_by or None,
        }
        return done(asked, reports.add(office, values))


def gaps(asked: argparse.Namespace) -> int:
    """What is missing, and what has changed since the delivery."""
    from cluster_desktop.excel.forms import state

    with opened(asked) as office:
        made = state.state_of(office, _request(office, asked.request))
    if asked.json:
        put_json(
            {
                "filled": made.share,
                "needed": made.needed,
                "gaps": [{"what": gap.sentence, "count": gap.count} for gap in made.gaps],
                "changed": [change.sentence for change in made.changes],
                "problem": made.problem,
            }
        )
        return 0
    for said in (made.problem, *(gap.sentence for gap in made.gaps),
                 *(change.sentence for change in made.changes)):  # fmt: skip
        if said:
            print(said)
    return 0


def check(asked: argparse.Namespace) -> int:
    """Ready."""
    with opened(asked) as office:
        return done(asked, reports.check(office, _request(office, asked.request)))


def hand_in(asked: argparse.Namespace) -> int:
    """The file into a folder (or under the given name), a copy of it into the archive."""
    from cluster_desktop.excel.forms import deliver

    with opened(asked) as office:
        request = _request(office, asked.request)
        out = asked.out
        if out.suffix.casefold() != ".xlsx":
            name = deliver.file_name(office, reports.get(office, request))
            out = deliver.free_path(out, name)
        saved = deliver.save(
            office, request, out, with_iin=asked.with_iin, count_unknown=asked.count_unknown
        )
        changes = deliver.hand_in(office, request, saved, how=asked.how, on=asked.on)
    for said in saved.report.warnings:
        say(said)
    return done(asked, changes)


def sent_back(asked: argparse.Namespace) -> int:
    """Returned with a reason."""
    with opened(asked) as office:
        return done(
            asked, reports.returned(office, _request(office, asked.request, HANDED_IN), asked.why)
        )


def accept(asked: argparse.Namespace) -> int:
    """Accepted on a day."""
    with opened(asked) as office:
        return done(
            asked, reports.accepted(office, _request(office, asked.request, HANDED_IN), asked.on)
        )


def _request(office: Office, text: str, states: Sequence[str] = reports.OPEN) -> UUID:
    """A request by «F9», «F9 2026-Q3», its id or a part of its name. Raises Refusal.

    A form's code means the one request of it that is in one of the states.
    """
    form, _space, period = text.strip().partition(" ")
    if form.upper() not in reports.FORMS:
        return id_of(office, office.entity(reports.REQUEST), text)
    where = (Condition("form", "is", form.upper()),)
    rows = office.rows(Query(reports.REQUEST, where, columns=("form", "period", "state")))
    if period:
        rows = [row for row in rows if row["period"] == period.strip()]
    fitting = [row for row in rows if row["state"] in states] or rows
    if len(fitting) == 1:
        return fitting[0].id
    if not fitting:
        raise Refusal(_("Nobody asks for the form {form}. See: reports list all").format(form=text))
    known = ", ".join(f"{row['form']} {row['period'] or ''}".strip() for row in fitting)
    said = _("Several forms fit “{text}”. Name the period, too: {known}.")
    raise Refusal(said.format(text=text, known=known))
