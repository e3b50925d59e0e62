"""The cluster on the command line: describe it, its path to the status, its 12 steps."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from cluster_desktop.cli.commands import done, opened, put_json, say, typed
from cluster_desktop.cli.days import day_of, pair_of, whole_of
from cluster_desktop.db.entities.cluster import PATH
from cluster_desktop.db.entities.strategy import STEP_STATES
from cluster_desktop.i18n import _, format_date
from cluster_desktop.services import cluster, steps
from cluster_desktop.services.office import Office

Run = Callable[[argparse.Namespace], int]
Command = Callable[[str, Run, str], argparse.ArgumentParser]


def verbs_of(made: argparse.ArgumentParser) -> Command:
    """What declares a verb of a command."""
    verbs = made.add_subparsers(dest="verb", metavar="VERB")

    def verb(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = verbs.add_parser(name, help=text)
        one.set_defaults(run=run)
        one.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=_("result as JSON")
        )
        return one

    return verb


def declare(command: Command) -> None:
    """The commands `cluster` and `steps`."""
    made = command("cluster", show, _("the cluster: what it is and where it stands"))
    verb = verbs_of(made)
    one = verb("make", make, _("describe the cluster; one a database"))
    one.add_argument("values", type=pair_of, nargs="+", metavar="F=V")
    one = verb("path", path, _("the path to the status: stages reached, or a new one"))
    one.add_argument("stage", nargs="?", default="", metavar="STAGE")
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD")
    one.add_argument("--document", default="", help=_("number of the decision, name of the paper"))
    one.add_argument("--note", default="")
    made = command("steps", list_steps, _("the 12 steps of creation and what proves them"))
    made.add_argument("--on", type=day_of, metavar="YYYY-MM-DD", help=_("on that day"))
    verb = verbs_of(made)
    one = verb("set", set_step, _("write state, term, responsible or evidence of a step"))
    one.add_argument("number", type=whole_of)
    one.add_argument("values", type=pair_of, nargs="+", metavar="F=V")
    one = verb("plan", plan, _("the steps as items of the action plan"))
    one.add_argument("--year", type=whole_of)


def show(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        row = cluster.needed(office)
        if asked.json:
            put_json({"id": row.id, **row.values})
            return 0
        entity = office.entity("cluster")
        for name, value in row.values.items():
            if value not in (None, ""):
                shown = getattr(value, "title", None)
                text = shown if isinstance(shown, str) else entity.spec(name).format(value)
                print(f"{entity.spec(name).title()}: {text}")
    return 0


def make(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        values = office.read_typed("cluster", typed(asked.values))
        return done(asked, cluster.make(office, values))


def path(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        if asked.stage:
            on: date = asked.on or office.today()
            return done(asked, cluster.reach(office, asked.stage, on, asked.document, asked.note))
        rows = cluster.stages(office)
        if asked.json:
            put_json([row.values for row in rows])
            return 0
        for row in rows:
            state = row["state"]
            parts = [format_date(row["reached_on"]), state, _(PATH[state])]
            print("\t".join([*parts, row["document"] or "", row["note"] or ""]).rstrip())
        now = cluster.needed(office)["state"]
        say(_("Next: {stages}").format(stages=", ".join(cluster.NEXT_STAGES[now])))
    return 0


def list_steps(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        found = steps.steps(office, asked.on)
        if asked.json:
            put_json([_step(office, one) for one in found])
            return 0
        for one in found:
            proofs = ", ".join(f"{p.label}: {p.figure.value}" for p in one.proofs)
            cells = [str(one.number), _(STEP_STATES[one.state]), one.title]
            print("\t".join([*cells, format_date(one.due), one.responsible, proofs]))
    return 0


def _step(office: Office, one: steps.Step) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "state": one.state,
        "starts": one.starts,
        "due": one.due,
        "done_on": one.done_on,
        "responsible": one.responsible,
        "evidence": one.evidence,
        "files": one.files,
        "id": one.record,
        "proved": one.is_proved,
        "proofs": [
            {
                "key": proof.figure.key,
                "label": proof.label,
                "count": int(proof.figure.value or 0),
                "ids": [row.id for row in office.rows(proof.figure.behind.query)],
            }
            for proof in one.proofs
        ],
    }


def set_step(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        values = office.read_typed("creation_step", typed(asked.values))
        return done(asked, steps.set_step(office, asked.number, values))


def plan(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, steps.as_plan(office, asked.year or office.today().year))
