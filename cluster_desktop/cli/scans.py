"""Scanned papers on the command line: found by their codes, asked where there is none, filed."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from cluster_desktop.cli.commands import id_of, opened, put_json, say
from cluster_desktop.documents import versions
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.scanning import reader
from cluster_desktop.services import scans
from cluster_desktop.services.office import Office
from cluster_desktop.services.scans import Answers, Page, Plan, Target

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
WITH_LEFT_OUT = 1


def declare(command: Command) -> None:
    """The command `scans` with its verb."""
    made = command("scans", _no_verb, _("scanned papers go to their records"))
    verbs = made.add_subparsers(dest="verb", metavar="VERB")
    one: argparse.ArgumentParser = verbs.add_parser(
        "file", help=_("file scans and folders of scans by their codes")
    )
    one.set_defaults(run=file_scans)
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    one.add_argument(
        "--page",
        action="append",
        default=[],
        metavar="FILE:N=RECORD",
        help=_("page N of a file belongs to that agreement (or placement/RECORD)"),
    )
    one.add_argument("--leave", action="store_true", help=_("leave out pages without a record"))
    one.add_argument(
        "--signed-on",
        type=_day,
        metavar="YYYY-MM-DD",
        help=_("mark the agreements as signed on that day"),
    )
    one.add_argument("--dry-run", action="store_true")
    one.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help=_("result as JSON")
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(_("a day is written 2026-11-21")) from why


def _no_verb(_asked: argparse.Namespace) -> int:
    raise Refusal(_("Say what to do: scans file PATH."))


def file_scans(asked: argparse.Namespace) -> int:
    """File what has a record; a page without one is asked about before anything is kept."""
    with opened(asked) as office:
        stack = reader.read(asked.paths)
        plan = scans.plan(
            office,
            stack.pages,
            answers=_answers(office, asked.page, stack.pages),
            kind_now=partial(versions.kind_now, office),
        )
        _tell(plan, stack)
        if plan.asked and not asked.leave and not asked.dry_run:
            raise _question(plan)
        kept = None
        if not asked.dry_run:
            contents = [(found, *reader.content_of(found.pages)) for found in plan.papers]
            kept = scans.file(office, contents, signed_on=asked.signed_on)
    if asked.json:
        put_json(_as_json(plan, stack, kept))
    filed = kept.filed if kept is not None else ()
    say(ngettext("{n} paper filed.", "{n} papers filed.", len(filed)).format(n=len(filed)))
    return WITH_LEFT_OUT if plan.asked or stack.left_out else 0


def _question(plan: Plan) -> NeedsAnswer:
    count = len(plan.asked)
    said = ngettext(
        "{n} page has no record: {which}", "{n} pages have no record: {which}", count
    ).format(n=count, which="; ".join(one.page.called for one in plan.asked))
    choices = (_("--page FILE:N=RECORD: say which record"), _("--leave: leave them out"))
    return NeedsAnswer(said, question="record", choices=choices)


def _answers(office: Office, said: Sequence[str], pages: Sequence[Page]) -> Answers:
    """--page scan.pdf:3=М-021: the third page of that file. Raises Refusal."""
    answers: dict[tuple[Path, int], Target] = {}
    for text in said:
        place, equals, record = text.partition("=")
        file, _colon, number = place.rpartition(":")
        found = [
            page
            for page in pages
            if page.path.name == Path(file).name and str(page.number + 1) == number
        ]
        if not equals or len(found) != 1:
            raise Refusal(_("“{text}” names no page of these scans.").format(text=text))
        kind, slash, name = record.partition("/")
        entity = kind if slash and kind in scans.ENTITIES else "agreement"
        name = name if slash and kind in scans.ENTITIES else record
        chosen = id_of(office, office.entity(entity), name)
        answers[found[0].place] = scans.target_of(office, entity, chosen)
    return answers


def _tell(plan: Plan, stack: reader.Stack) -> None:
    for found in plan.papers:
        pages = ngettext("{n} page", "{n} pages", len(found.pages)).format(n=len(found.pages))
        say(f"{scans.title_of(found)}: {pages}")
        for remark in found.remarks:
            say(f"  {remark.message}")
    for one in plan.asked:
        say(f"{one.page.called}: {one.said}")
    for page in plan.blank:
        say(_("{page}: a blank side, left out").format(page=page.called))
    for page in plan.twice:
        say(_("{page}: lies there twice, left out once").format(page=page.called))
    for left in stack.left_out:
        say(left.why.message)


def _as_json(plan: Plan, stack: reader.Stack, kept: scans.Kept | None) -> dict[str, object]:
    filed = {found.key for found in kept.filed} if kept is not None else set()
    return {
        "action": kept.changes.action if kept is not None else None,
        "papers": [
            {
                "entity": found.target.entity,
                "id": str(found.target.record),
                "title": scans.title_of(found),
                "pages": [page.called for page in found.pages],
                "version": found.version,
                "filed": found.key in filed,
                "remarks": [remark.code for remark in found.remarks],
            }
            for found in plan.papers
        ],
        "asked": [{"page": one.page.called, "why": one.why} for one in plan.asked],
        "blank": [page.called for page in plan.blank],
        "twice": [page.called for page in plan.twice],
        "left_out": [{"file": one.path.name, "why": one.why.message} for one in stack.left_out],
    }
