"""The command `participants`: who takes part in the cluster, taken over from agreements, left."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from cluster_desktop.cli.commands import done, id_of, opened, put_json
from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Query, Ref
from cluster_desktop.services import participants

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
COLUMNS = ("organisation_id", "role", "founder", "state", "has_agreement", "joined_on", "left_on")


def declare(command: Command) -> None:
    """The command and what it takes."""
    made = command("participants", run, _("participants of the cluster"))
    what = made.add_mutually_exclusive_group()
    what.add_argument(
        "--take-over", action="store_true", help=_("add every partner with an agreement in force")
    )
    what.add_argument("--leave", metavar="NAME", help=_("a participant that leaves"))
    made.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    made.add_argument("--why", default="", metavar="TEXT")


def run(asked: argparse.Namespace) -> int:
    """The list, or a change of it."""
    with opened(asked) as office:
        if asked.take_over:
            return done(asked, participants.add_from_agreements(office))
        if asked.leave is not None:
            one = id_of(office, office.entity("membership"), asked.leave)
            day = asked.on or office.today()
            return done(asked, participants.leave(office, one, day, asked.why))
        rows = office.rows(Query("membership", columns=COLUMNS))
        role = office.entity("membership").fields["role"]
    if asked.json:
        put_json([{"id": str(row.id), **row.values} for row in rows])
        return 0
    for row in rows:
        where = row["organisation_id"]
        name = where.title if isinstance(where, Ref) else ""
        print(f"{name} · {role.format(row['role'])} · {format_date(row['joined_on'])}")
    return 0
