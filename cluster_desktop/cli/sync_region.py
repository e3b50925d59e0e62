"""Becoming part of a region on the command line, and the regional office that admits others."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.cli import sync
from cluster_desktop.cli.cluster import verbs_of
from cluster_desktop.cli.commands import id_of, put_json, say
from cluster_desktop.cli.papers import ends_with
from cluster_desktop.cli.sync import Command, exchanging
from cluster_desktop.entity import COLLEGE
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.fields import Value
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, fold, format_date, format_moment
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office

if TYPE_CHECKING:
    from cluster_desktop.sync.exchange import Exchange
    from cluster_desktop.sync.views import Member, Request


def declare(command: Command) -> None:
    """The command `sync` with its verbs."""
    made = command("sync", sync.status, _("exchange of data with the region"))
    verb = verbs_of(made)
    sync.declare_verbs(verb)
    one = verb("request", request, _("ask the regional office to admit this computer"))
    one.add_argument("--out", type=Path, metavar="DIR", help=_("the file goes into this folder"))
    one = verb("accept", accept, _("take the invitation of the regional office"))
    one.add_argument("file", type=Path, nargs="?", metavar="FILE")
    one.add_argument("--words", required=True, help=_("the region's eight words from paper"))
    verb("words", show_words, _("eight words of this computer, and of the region"))
    verb("check", check, _("control sums: equal on computers that have the same"))
    _declare_office(verb)


def _declare_office(verb: Command) -> None:
    one = verb("init", init, _("begin a region: this computer is its office"))
    one.add_argument("title", metavar="TITLE")
    one.add_argument("--out", type=Path, required=True, metavar="DIR")
    verb("requests", requests, _("computers that ask to be admitted"))
    one = verb("invite", invite, _("admit a computer whose words were compared by phone"))
    one.add_argument("request", metavar="FILE|COMPUTER")
    one.add_argument("--words", default="", help=_("the eight words as they were read out"))
    one.add_argument("--college", default="", metavar="ID|BIN")
    one.add_argument("--region", action="store_true", help=_("a computer of the office itself"))
    one.add_argument("--out", type=Path, metavar="DIR", help=_("the file goes into this folder"))
    verb("members", members, _("the computers of the region"))
    verb("colleges", colleges, _("which college last exchanged when"))
    one = verb("revoke", revoke, _("exclude a computer from the exchange"))
    one.add_argument("computer", metavar="COMPUTER")
    one = verb("release", release, _("let through what a computer sent although it empties much"))
    one.add_argument("computer", metavar="COMPUTER")
    one = verb("emergency", emergency, _("the sheet with the words that bring the region back"))
    one.add_argument("--file", type=Path, required=True, metavar="FILE")
    one.add_argument("--out", type=Path, required=True, metavar="SHEET.pdf")
    one = verb("renew", renew, _("renew the right to admit computers for a year"))
    one.add_argument("--file", type=Path, metavar="FILE", help=_("the locked-away file"))


# Coming in


def request(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        path = exchange.request(asked.out)
        spoken = exchange.fingerprint()
        if asked.json:
            put_json({"file": path, "words": spoken})
        else:
            print(" ".join(spoken))
        if path is not None:
            say(_("The request lies in {path}").format(path=path))
        say(_("Call the regional office and read it the eight words."))
    return 0


def accept(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        found = exchange.accept(asked.file, asked.words)
        if asked.json:
            put_json(found)
        say(_("This computer belongs to the region “{region}” now.").format(region=found.region))
    return 0


def show_words(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        spoken = exchange.fingerprint()
        found = exchange.state()
        of_region = exchange.region_words() if found.region else ()
        if asked.json:
            put_json({"computer": spoken, "region": of_region})
            return 0
        print(_("Words of this computer: {words}").format(words=" ".join(spoken)))
        if of_region:
            print(_("Words of the region: {words}").format(words=" ".join(of_region)))
    return 0


def check(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        sums = exchange.digests()
        if asked.json:
            put_json(sums)
            return 0
        for name, value in sorted(sums.items()):
            print(f"{name}\t{value}")
    return 0


# The regional office


def init(asked: argparse.Namespace) -> int:
    """The words are shown once: they are written on paper and locked away."""
    with exchanging(asked) as (_office, exchange):
        passphrase = _secret(_("Passphrase for the file that is locked away: "), twice=True)
        made = exchange.start_region(asked.title, passphrase, asked.out)
        if asked.json:
            put_json({
                "recovery": made.recovery,
                "file": made.root_file,
                "words": made.region_words,
            })  # fmt: skip
        else:
            for line in made.recovery:
                print(" ".join(line))
            print(_("Words of the region: {words}").format(words=" ".join(made.region_words)))
        say(
            _(
                "Write these words on paper and lock them away, with the file {path} on a stick. "
                "Without both nobody can bring the region back."
            ).format(path=made.root_file)
        )
    return 0


def _secret(prompt: str, *, twice: bool = False) -> str:
    """Typed unseen; a script gives it as a line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed = getpass.getpass(prompt)
    if twice and getpass.getpass(_("Once more: ")) != typed:
        raise Refusal(_("The two passphrases differ. Type the same one twice."))
    return typed


def requests(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        found = exchange.requests()
        if asked.json:
            put_json(found)
            return 0
        for one in found:
            at = format_moment(one.at) if one.at is not None else ""
            cells = [one.device, one.college, one.owner, " ".join(one.fingerprint), at]
            print("\t".join(cells).rstrip())
        if not found:
            say(_("No computer asks to be admitted."))
    return 0


def invite(asked: argparse.Namespace) -> int:
    """Exit status 3 while the words have not been compared."""
    with exchanging(asked) as (office, exchange):
        one = _asking(exchange, asked.request)
        _compare(one, asked.words)
        path = exchange.invite(
            one,
            asked.out,
            college_id=_college(office, asked.college),
            role="region" if asked.region else "college",
        )
        if asked.json:
            put_json({"file": path, "computer": one.device})
        if path is not None:
            say(_("The invitation lies in {path}").format(path=path))
        else:
            say(_("The invitation lies in the region's folder."))
    return 0


def _asking(exchange: Exchange, named: str) -> Request:
    """The request in a file, or of a computer among those that lie in the region's folder."""
    if Path(named).is_file():
        return exchange.read_request(Path(named))
    found = [one for one in exchange.requests() if _fits(named, one.device, one.owner, one.college)]
    if len(found) == 1:
        return found[0]
    raise Refusal(_("“{text}” names no single request. See: sync requests.").format(text=named))


def _fits(named: str, device: str, *names: str) -> bool:
    begins = len(named) >= 4 and device.startswith(named.lower())
    return begins or fold(named) in map(fold, names)


def _compare(one: Request, typed: str) -> None:
    if not typed:
        said = _(
            "Call {owner} ({college}) and let the eight words be read out. If they are the ones "
            "below, answer with --words; if not, do not admit this computer."
        )
        raise NeedsAnswer(
            said.format(owner=one.owner, college=one.college),
            question="words",
            choices=(" ".join(one.fingerprint),),
        )
    # Loaded here: the exchange's libraries are for its own commands only.
    from cluster_desktop.sync.words import same_words

    if not same_words(typed, one.fingerprint):
        raise Refusal(
            _("The words are not those of this computer. It was not admitted."), field="words"
        )


def _college(office: Office, text: str) -> UUID | None:
    """A college by its id, BIN or name. Raises Refusal."""
    return id_of(office, office.entity("organisation"), text) if text else None


def members(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        found = exchange.members()
        if asked.json:
            put_json(found)
            return 0
        for one in found:
            cells = [one.device, one.college, one.owner, one.letters, _heard(one.last_heard)]
            print("\t".join([*cells, _standing(one)]).rstrip())
    return 0


def _heard(at: datetime | None) -> str:
    return format_moment(at) if at is not None else _("nothing yet")


def _standing(one: Member) -> str:
    if one.revoked:
        return _("excluded")
    if one.dormant:
        return _("silent for long")
    return _("regional office") if one.role == "region" else ""


@dataclass(frozen=True)
class _OfCollege:
    """One college as its region hears of it."""

    id: UUID
    title: str
    computers: int
    last_heard: datetime | None
    students: int


def colleges(asked: argparse.Namespace) -> int:
    """By name; who never sent anything stands first."""
    with exchanging(asked) as (office, exchange):
        found = _by_college(office, exchange.members())
        if asked.json:
            put_json(found)
            return 0
        for one in found:
            print("\t".join([one.title, _heard(one.last_heard), str(one.computers)]))
    return 0


def _by_college(office: Office, found: Sequence[Member]) -> list[_OfCollege]:
    known: dict[UUID, list[Member]] = {}
    for one in found:
        if one.role == "college" and one.college_id is not None and not one.revoked:
            known.setdefault(one.college_id, []).append(one)
    students: Mapping[Value, int] = office.counts_by(Query("student"), COLLEGE)
    made = []
    for college, its in known.items():
        heard = [one.last_heard for one in its if one.last_heard is not None]
        last = max(heard, default=None)
        made.append(_OfCollege(college, its[0].college, len(its), last, students.get(college, 0)))
    return sorted(made, key=lambda one: (one.last_heard is not None, one.title))


def revoke(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        one = _member(exchange, asked.computer)
        exchange.revoke(one.device)
        _told(asked, one)
        say(
            _(
                "{owner} ({college}) is excluded from the next exchange on. What that computer has "
                "read already, it keeps."
            ).format(owner=one.owner, college=one.college)
        )
    return 0


def release(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        one = _member(exchange, asked.computer)
        exchange.release(one.device)
        _told(asked, one)
        say(_("It is taken in with the next exchange."))
    return 0


def _told(asked: argparse.Namespace, one: Member) -> None:
    if asked.json:
        put_json({"computer": one.device})


def _member(exchange: Exchange, named: str) -> Member:
    """A computer by its letters, their beginning, or the name of its owner. Raises Refusal."""
    found = [one for one in exchange.members() if _fits(named, one.device, one.owner)]
    if len(found) != 1:
        said = _("“{text}” names no single computer. See: sync members.")
        raise Refusal(said.format(text=named))
    return found[0]


def renew(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        prompt = _("Passphrase of the file: ") if asked.file else _("Words from paper: ")
        exchange.renew_office(asked.file, _secret(prompt))
        if asked.json:
            put_json(exchange.state())
        say(_("The right to admit computers is renewed for a year."))
    return 0


def emergency(asked: argparse.Namespace) -> int:
    """The sheet is made of the locked-away file: any computer of the office can print it."""
    from cluster_desktop.documents import emergency_sheet
    from cluster_desktop.sync import words
    from cluster_desktop.sync.joining import read_file
    from cluster_desktop.sync.office_keys import root_from_file

    ends_with(asked.out, ".pdf")
    root = root_from_file(read_file(asked.file), _secret(_("Passphrase of the file: ")))
    today = asked.options.today or datetime.now().astimezone().date()
    sheet = emergency_sheet.EmergencySheet(
        region=root.title,
        day=format_date(today),
        lines_kk=root.recovery_words("kk"),
        lines_ru=root.recovery_words("ru"),
        region_words_kk=words.fingerprint(root.public, "kk"),
        region_words_ru=words.fingerprint(root.public, "ru"),
    )
    write_whole(asked.out, emergency_sheet.render(sheet))
    if asked.json:
        put_json({"file": asked.out})
    say(_("The sheet lies in {path}. Print it, then delete the file.").format(path=asked.out))
    return 0
