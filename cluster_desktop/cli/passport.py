"""The passport on the command line: show, check, submit, return, approve, amend, compare, print."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cluster_desktop.cli.cluster import Command, verbs_of
from cluster_desktop.cli.commands import done, opened, put_json, say
from cluster_desktop.cli.days import day_of, whole_of
from cluster_desktop.db.entities.cluster import PASSPORT_STATES
from cluster_desktop.db.entities.passport import VERSION_STATES
from cluster_desktop.documents import passport_paper
from cluster_desktop.documents.passport_paper import LANGUAGES, Kind
from cluster_desktop.errors import Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.services import cluster, passport
from cluster_desktop.services import passport_versions as versions
from cluster_desktop.services.office import Office
from cluster_desktop.services.passport import SectionState
from cluster_desktop.services.passport_content import Passport
from cluster_desktop.services.passport_gaps import Gap

COMPLETE, WITH_GAPS = 0, 1
MARKS = {"complete": "✔", "started": "◐", "empty": "○"}
KINDS: dict[str, Kind] = {".pdf": "pdf", ".docx": "docx"}


def declare(command: Command) -> None:
    """The command `passport` with its verbs."""
    made = command("passport", show, _("the passport: sections, state, versions"))
    verb = verbs_of(made)
    verb("show", show, _("sections, state, versions"))
    verb("check", check, _("what each section lacks"))
    one = verb("mark", mark, _("mark a section as complete; without a number: all that are"))
    one.add_argument("section", type=whole_of, nargs="?", default=0)
    one.add_argument("--open", action="store_true", help=_("it is not complete after all"))
    one = verb("submit", submit, _("submit the passport to the council"))
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD")
    one.add_argument("--document", default="", help=_("number of the covering letter"))
    one.add_argument("--incomplete", action="store_true", help=_("although something is missing"))
    one = verb("return", give_back, _("the council returned it"))
    one.add_argument("reason")
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD")
    one = verb("approve", approve, _("the council approved it: a version is frozen"))
    one.add_argument("--minutes", required=True, metavar="N")
    one.add_argument("--by-kk", required=True, metavar="TEXT")
    one.add_argument("--by-ru", default="", metavar="TEXT")
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD")
    one = verb("in-force", in_force, _("the approved version is in force"))
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD")
    verb("amend", amend, _("begin a new version"))
    one = verb("archive", archive, _("a version is no longer in force"))
    one.add_argument("version", type=whole_of)
    one = verb("compare", compare, _("what differs between two versions, or version and draft"))
    one.add_argument("before", type=whole_of, metavar="VERSION")
    one.add_argument("after", type=whole_of, nargs="?", default=0, metavar="VERSION")
    one = verb("print", print_passport, _("the passport as a file"))
    print_options(one)


def print_options(one: argparse.ArgumentParser) -> None:
    """What the printing of a passport takes."""
    one.add_argument("--out", type=Path, metavar="FILE")
    one.add_argument("--languages", choices=LANGUAGES, default="kk+ru")
    one.add_argument("--version", type=whole_of, default=0, metavar="N")
    one.add_argument("--check", action="store_true", help=_("only say what is missing"))


# Reading


def show(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        found = passport.states(office)
        row = cluster.needed(office)
        rows = versions.versions(office)
    if asked.json:
        put_json(
            {
                "state": row["passport_state"],
                "complete": passport.completeness(found)[0],
                "of": len(found),
                "sections": [_section(one) for one in found],
                "versions": [{"id": one.id, **one.values} for one in rows],
            }
        )
        return COMPLETE
    for one in found:
        print(f"{MARKS[one.state]}\t{one.number}\t{one.title}\t{len(one.missing) or ''}".rstrip())
    for version in rows:
        state = version["state"]
        print(
            f"v{version['number']}\t{_(VERSION_STATES[state])}\t{format_date(version['approved_on'])}"
        )
    _say_meter(found)
    state = row["passport_state"]
    say(_(PASSPORT_STATES[state]))
    return COMPLETE


def _section(one: SectionState) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "state": one.state,
        "marked": one.marked,
        "gaps": [_gap(gap) for gap in one.gaps],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "key": gap.key,
        "severity": gap.severity,
        "sentence": gap.sentence,
        "entity": gap.query.entity if gap.query else gap.entity,
        "count": gap.count,
        "record": gap.record,
        "field": gap.field,
    }


def _say_meter(found: list[SectionState]) -> None:
    complete, of = passport.completeness(found)
    say(_("Complete sections: {n} of {of}").format(n=complete, of=of))


def check(asked: argparse.Namespace) -> int:
    """0 where nothing is missing, 1 where something is; warnings and hints are only told."""
    with opened(asked) as office:
        found = passport.states(office)
    gaps = [gap for one in found for gap in one.gaps]
    if asked.json:
        put_json([_gap(gap) for gap in gaps])
    else:
        for gap in gaps:
            print(f"{gap.section}\t{gap.severity}\t{gap.key}\t{gap.sentence}")
    _say_meter(found)
    missing = sum(gap.severity == "missing" for gap in gaps)
    if missing:
        said = ngettext("{n} thing is missing.", "{n} things are missing.", missing)
        say(said.format(n=missing))
    return WITH_GAPS if missing else COMPLETE


def compare(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        before = _frozen(office, asked.before)
        after = _frozen(office, asked.after) if asked.after else passport.content(office)
    lines = versions.compare(before, after)
    if asked.json:
        put_json([{**vars(line), "kind": _kind_of(line)} for line in lines])
    else:
        for line in lines:
            cells = [line.title.here(), line.what.here(), line.before.here(), line.after.here()]
            print("\t".join([str(line.section), *(" ".join(one.split()) for one in cells)]))
    said = ngettext("{n} difference", "{n} differences", len(lines))
    say(said.format(n=len(lines)))
    return COMPLETE


def _kind_of(line: versions.Line) -> str:
    if not any(line.before):
        return "new"
    return "changed" if any(line.after) else "gone"


def _frozen(office: Office, number: int) -> Passport:
    return versions.frozen(office, versions.by_number(office, number).id)


# Writing


def mark(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        if asked.section:
            return done(asked, passport.mark(office, asked.section, not asked.open))
        return done(asked, passport.mark_all(office))


def submit(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        on = asked.on or office.today()
        made = versions.submit(office, on, asked.document, incomplete=asked.incomplete)
        return done(asked, made)


def give_back(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, versions.give_back(office, asked.on or office.today(), asked.reason))


def approve(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        on = asked.on or office.today()
        approval = versions.Approval(on, asked.minutes, asked.by_kk, asked.by_ru)
        return done(asked, versions.approve(office, approval, passport_paper.prints))


def in_force(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, versions.put_in_force(office, asked.on or office.today()))


def amend(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, versions.amend(office))


def archive(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        version = versions.by_number(office, asked.version)
        return done(asked, versions.archive(office, version.id))


# Printing


def print_passport(asked: argparse.Namespace) -> int:
    """The draft, or a frozen version as it was kept; --check only tells what is missing."""
    if asked.check:
        return check(asked)
    if asked.out is None:
        raise Refusal(_("Say where to: --out FILE."))
    kind = KINDS.get(asked.out.suffix.casefold())
    if kind is None:
        said = _("The file must end with {ending}: {name}")
        raise Refusal(said.format(ending=".pdf, .docx", name=asked.out.name))
    with opened(asked) as office:
        content = _to_print(office, asked, kind)
    write_whole(asked.out, content)
    say(_("Written: {path}").format(path=asked.out))
    if asked.json:
        put_json({"file": str(asked.out), "bytes": len(content)})
    return COMPLETE


def _to_print(office: Office, asked: argparse.Namespace, kind: Kind) -> bytes:
    version = versions.by_number(office, asked.version).id if asked.version else None
    return passport_paper.paper_of(office, version, asked.languages, kind)


def print_as_paper(asked: argparse.Namespace) -> int:
    """`print passport`: the same, by the command that prints all papers."""
    if asked.ids or asked.each or asked.period or asked.where:
        raise Refusal(_("There is one passport: name only --out FILE."))
    languages = {"columns": "kk+ru", "sequence": "kk,ru"}
    told = {"languages": languages.get(asked.layout, asked.layout), "version": 0}
    return print_passport(argparse.Namespace(**{**vars(asked), **told}))
