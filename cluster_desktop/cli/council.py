"""The council on the command line: members, meetings, agenda, decisions, minutes.

A meeting is named by its id, by the number of its minutes in this year, or as "last".
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from cluster_desktop import documents
from cluster_desktop.cli.commands import done, id_of, opened, put_json, say
from cluster_desktop.cli.papers import ends_with
from cluster_desktop.db.entities.council import GROUPS, MEETINGS, ROLES
from cluster_desktop.documents import press
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Query, Row
from cluster_desktop.services import (
    council,
    council_agenda,
    council_decisions,
    council_meetings,
    paper_jobs,
)
from cluster_desktop.services.council_agenda import Proposal
from cluster_desktop.services.council_meetings import Present
from cluster_desktop.services.office import Office

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
LAST = "last"


def declare(command: Command) -> None:
    """The command `council` with its verbs."""
    made = command("council", members, _("the council: members, meetings, decisions, minutes"))
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

    one = verb("members", members, _("who serves, the four groups, and what is missing"))
    one.add_argument("--on", type=_day, metavar="YYYY-MM-DD", help=_("on that day"))
    made.set_defaults(on=None)
    _declare_meetings(verb)
    _declare_decisions(verb)


def _declare_meetings(verb: Command) -> None:
    one = verb("meeting", meeting, _("plan a meeting; without a day: all meetings"))
    one.add_argument("day", nargs="?", type=_day, metavar="YYYY-MM-DD")
    one.add_argument("--number", default="", help=_("number of the minutes"))
    one.add_argument("--time", default="", metavar="HH:MM")
    one.add_argument("--place-kk", default="")
    one.add_argument("--place-ru", default="")
    one.add_argument("--propose", action="store_true", help=_("with all that is proposed"))
    one = verb("agenda", agenda, _("the agenda of a meeting, or what is proposed for the next"))
    one.add_argument("meeting", nargs="?", default="")
    one.add_argument("--propose", action="store_true", help=_("take over all that is proposed"))
    one.add_argument("--add", nargs="+", default=[], metavar="KK", help=_("question in kk, ru"))
    one = verb("hold", hold, _("write the attendance: the meeting was held"))
    one.add_argument("meeting")
    one.add_argument("--present", nargs="+", default=[], metavar="MEMBER")
    one.add_argument("--all-but", nargs="*", metavar="MEMBER", help=_("all came but these"))
    one.add_argument("--chair", metavar="MEMBER", help=_("who chairs: the chair or a deputy"))
    one = verb("close", close, _("the minutes are signed"))
    one.add_argument("meeting")
    one = verb("cancel", cancel, _("the meeting will not take place"))
    one.add_argument("meeting")
    one.add_argument("reason")
    one = verb("minutes", minutes, _("the minutes as a file"))
    one.add_argument("meeting")
    one.add_argument("--out", type=Path, required=True, metavar="FILE")
    one.add_argument("--layout", choices=(*press.LAYOUTS, *press.SINGLE), default="columns")


def _declare_decisions(verb: Command) -> None:
    one = verb("decide", decide, _("a decision; with a term it becomes a plan item"))
    one.add_argument("meeting")
    one.add_argument("item", type=int, metavar="N", help=_("number on the agenda"))
    one.add_argument("text_kk", metavar="KK")
    one.add_argument("--ru", dest="text_ru", default=None)
    one.add_argument("--due", type=_day, metavar="YYYY-MM-DD")
    one.add_argument("--responsible")
    one.add_argument("--result", dest="result_kk", help=_("what the plan item is to bring"))
    one.add_argument("--for", dest="votes_for", type=_votes, metavar="N")
    one.add_argument("--against", dest="votes_against", type=_votes, metavar="N")
    one.add_argument("--abstained", type=_votes, metavar="N")
    one.add_argument("--not-adopted", dest="adopted", action="store_const", const=False)
    one = verb("heard", heard, _("what was heard on an item"))
    one.add_argument("meeting")
    one.add_argument("item", type=int, metavar="N", help=_("number on the agenda"))
    one.add_argument("heard_kk", metavar="KK")
    one.add_argument("--ru", dest="heard_ru", default=None)
    one = verb("open", unclosed, _("decisions that are not carried out"))
    one = verb("done", finish, _("a decision is carried out, its plan items with it"))
    one.add_argument("decision", metavar="ID")
    one.add_argument("--on", type=_day, metavar="YYYY-MM-DD")
    one.add_argument("--evidence", default="")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(_("a day is written 2026-11-21")) from why


def _votes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise argparse.ArgumentTypeError(
            _("a whole number is needed, not “{text}”").format(text=text)
        )
    return int(text)


def _meeting(office: Office, text: str) -> UUID:
    """A meeting by id, by its number this year, or the last one. Raises Refusal."""
    columns = ("number", "held_on")
    rows = office.rows(Query("meeting", sort=(("held_on", True),), columns=columns))
    if text == LAST and rows:
        return rows[0].id
    found = [
        row.id
        for row in rows
        if row["number"] == text and row["held_on"].year == office.today().year
    ]
    return found[0] if len(found) == 1 else id_of(office, office.entity("meeting"), text)


def _members(office: Office, names: Sequence[str]) -> frozenset[UUID]:
    declared = office.entity("council_member")
    return frozenset(id_of(office, declared, name) for name in names)


# Members


def members(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        found = council.council(office, asked.on)
        if asked.json:
            put_json(
                {
                    "on": found.on,
                    "members": found.members,
                    "groups": {one.key: one.figure.value for one in found.groups},
                    "gaps": [gap.sentence for gap in found.gaps],
                }
            )
            return 0
        for one in found.members:
            place = one.organisation.title if one.organisation else ""
            print("\t".join([_(ROLES[one.role]), one.name, _(GROUPS[one.group]), place]))
        for gap in found.gaps:
            say(gap.sentence)
    return 0


# Meetings


def meeting(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        if asked.day is None:
            return _list(office, asked)
        values: dict[str, Value] = {
            "held_on": asked.day,
            "number": asked.number or None,
            "begins": asked.time or None,
            "place_kk": asked.place_kk or None,
            "place_ru": asked.place_ru or None,
        }
        items = council_agenda.proposals(office, asked.day) if asked.propose else []
        return done(asked, council_meetings.plan(office, values, items))


def _list(office: Office, asked: argparse.Namespace) -> int:
    columns = ("number", "held_on", "state", "present", "decided")
    rows = office.rows(Query("meeting", sort=(("held_on", True),), columns=columns))
    if asked.json:
        put_json([{"id": row.id, **row.values} for row in rows])
        return 0
    for row in rows:
        state = row["state"]
        said = [f"№ {row['number']}", format_date(row["held_on"]), _(MEETINGS[state])]
        print("\t".join([str(row.id), *said, f"{row['present']}", f"{row['decided']}"]))
    return 0


def agenda(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        if not asked.meeting:
            return _proposed(asked, council_agenda.proposals(office))
        record = _meeting(office, asked.meeting)
        if asked.propose or asked.add:
            day = office.get("meeting", record)["held_on"]
            chosen = council_agenda.proposals(office, day, meeting=record) if asked.propose else []
            if asked.add:
                kk, *ru = asked.add
                chosen.append(Proposal(kk, ru[0] if ru else ""))
            return done(asked, council_agenda.add_items(office, record, chosen))
        return _show_agenda(office, asked, record)


def _proposed(asked: argparse.Namespace, found: Sequence[Proposal]) -> int:
    if asked.json:
        put_json(found)
        return 0
    for one in found:
        print(f"{'!' if one.overdue else ' '}\t{one.title_kk}\t{one.reason}")
    if not found:
        say(_("Nothing waits for the council."))
    return 0


def _show_agenda(office: Office, asked: argparse.Namespace, record: UUID) -> int:
    items = council_meetings.agenda(office, record)
    decided = council_meetings.decisions_of(office, items)
    state = council_meetings.quorum(office, record)
    if asked.json:
        put_json(
            {
                "quorum": state,
                "reached": state.reached,
                "items": [
                    {
                        "id": item.id,
                        **item.values,
                        "decisions": [{"id": one.id, **one.values} for one in decided[item.id]],
                    }
                    for item in items
                ],
            }
        )
        return 0
    for item in items:
        print(f"{item['position']}\t{item['title_kk']}")
        for one in decided[item.id]:
            due = format_date(one["due"]) if one["due"] else ""
            print(f"\t{one.id}\t{one['text_kk']}\t{due}\t{_now(office, one)}")
    say(state.sentence())
    return 0


def _now(office: Office, row: Row) -> str:
    return office.entity("decision").spec("now").format(row["now"])


def hold(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        record = _meeting(office, asked.meeting)
        if asked.all_but is not None and asked.present:
            raise Refusal(_("Name who was present, or who was not: not both."))
        here = _members(office, asked.present)
        if asked.all_but is not None:
            day = office.get("meeting", record)["held_on"]
            served = {one.id for one in council.members(office, day)}
            here = frozenset(served - _members(office, asked.all_but))
        chair = None
        if asked.chair:
            chair = id_of(office, office.entity("council_member"), asked.chair)
        changes = council_meetings.hold(office, record, Present(here), chaired_by=chair)
        say(council_meetings.quorum(office, record).sentence())
        return done(asked, changes)


def close(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, council_meetings.close(office, _meeting(office, asked.meeting)))


def cancel(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        record = _meeting(office, asked.meeting)
        return done(asked, council_meetings.cancel(office, record, asked.reason))


def minutes(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        is_docx = asked.out.suffix.casefold() == ".docx"
        kind: press.Format = "docx" if is_docx else "pdf"
        ends_with(asked.out, f".{kind}")
        (job,) = paper_jobs.jobs(office, "minutes", [_meeting(office, asked.meeting)])
        data, template = job.ready()
        for finding in press.findings(data, template, asked.layout):
            say(finding.message)
        write_whole(asked.out, documents.render(data, template, asked.layout, kind))
    say(_("Written: {path}").format(path=asked.out))
    return 0


# Decisions


def _item(office: Office, asked: argparse.Namespace) -> UUID:
    items = council_meetings.agenda(office, _meeting(office, asked.meeting))
    found = [row.id for row in items if row["position"] == asked.item]
    if len(found) != 1:
        said = _("The agenda has no item {n}.")
        raise Refusal(said.format(n=asked.item), field="item")
    return found[0]


def decide(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        names = ("text_kk", "text_ru", "due", "responsible", "result_kk", "adopted")
        values: dict[str, Any] = {
            name: getattr(asked, name) for name in (*names, *council_decisions.VOTES)
        }
        item = _item(office, asked)
        _say_conflicts(office, office.get("agenda_item", item)["meeting_id"].id)
        return done(asked, council_decisions.decide(office, item, values))


def _say_conflicts(office: Office, record: UUID) -> None:
    """Declared conflicts of interest are seen when votes are written."""
    day = office.get("meeting", record)["held_on"]
    for row in office.rows(council.open_conflicts(office, day)):
        said = _("Conflict of interest: {name}, {matter}")
        say(said.format(name=row["member_id"].title, matter=row["matter"]))


def heard(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        values: dict[str, Value] = {"heard_kk": asked.heard_kk, "heard_ru": asked.heard_ru}
        return done(asked, council_meetings.heard(office, _item(office, asked), values))


def unclosed(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        rows = office.rows(council_agenda.unclosed(office.today()))
        if asked.json:
            put_json([{"id": row.id, **row.values} for row in rows])
            return 0
        for row in rows:
            due = format_date(row["due"]) if row["due"] else ""
            print(f"{row.id}\t{due}\t{_now(office, row)}\t{row['text_kk']}")
    return 0


def finish(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        decision = id_of(office, office.entity("decision"), asked.decision)
        day = asked.on or office.today()
        return done(asked, council_decisions.finish(office, decision, day, asked.evidence))
