"""The exchange on the command line: where it stands, a run, what needs a decision, looking back."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cluster_desktop.cli.commands import done, id_of, kind_of, opened, put_json, say, typed
from cluster_desktop.cli.days import pair_of, whole_of
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, format_moment
from cluster_desktop.services.office import Office

# Sentences of the window, which is not loaded by them.
from cluster_desktop.ui.exchange_words import (
    conflicts_sentence,
    detail_lines,
    kinds_sentence,
    last_sentence,
    result_sentence,
)

if TYPE_CHECKING:
    from cluster_desktop.sync.exchange import Exchange
    from cluster_desktop.sync.views import Conflict, ConflictField, Place, Receipt, State

Run = Callable[[argparse.Namespace], int]
Command = Callable[[str, Run, str], argparse.ArgumentParser]
EXIT = {"done": 0, "partly": 1, "failed": 2, "cancelled": 2}
SIDES = ("mine", "theirs", "both")


@contextmanager
def exchanging(asked: argparse.Namespace) -> Iterator[tuple[Office, Exchange]]:
    """The office of the asked-for data folder and its exchange."""
    # Loaded by the commands that exchange, by no other.
    from cluster_desktop.sync.exchange import Exchange

    with opened(asked) as office:
        yield office, Exchange(office)


def declare_verbs(verb: Command) -> None:
    """What every member of a region does."""
    verb("status", status, _("where the exchange stands; nothing is reached for"))
    one = verb("ahead", ahead, _("what an exchange would send and receive now"))
    one.add_argument("place", nargs="?", metavar="PLACE")
    one = verb("run", run, _("exchange with the region's folder, or with another place"))
    one.add_argument("place", nargs="?", metavar="PLACE")
    verb("waiting", waiting, _("what has come and is not taken in yet, and why"))
    verb("conflicts", conflicts, _("what needs a decision, with the three values"))
    one = verb("resolve", resolve, _("decide what two people changed apart"))
    one.add_argument("kind", metavar="KIND")
    one.add_argument("id", metavar="ID")
    one.add_argument(
        "choices",
        type=pair_of,
        nargs="+",
        metavar="FIELD=mine|theirs|both|=VALUE",
        help=_("“mine” is the value of this computer; “==VALUE” writes another one"),
    )
    one = verb("journal", journal, _("the exchanges so far, newest first"))
    one.add_argument("--limit", type=whole_of, default=20)
    one = verb("undo", undo, _("take back what an exchange brought, the last one by default"))
    one.add_argument("exchange", nargs="?", type=whole_of, metavar="N")
    verb("places", places, _("shared folders and sticks"))
    one = verb("place", place, _("exchange through this folder or address from now on"))
    one.add_argument("place", metavar="PLACE")
    one = verb("prepare", prepare, _("mark an empty folder or stick as the region's and fill it"))
    one.add_argument("place", metavar="PLACE")


# Where it stands


def status(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (office, exchange):
        found = exchange.state()
        if asked.json:
            put_json(found)
            return 0
        for line in _status_lines(office, found):
            print(line)
        for warning in found.warnings:
            say(warning)
    return 0


def _status_lines(office: Office, found: State) -> Iterator[str]:
    if found.is_sample:
        yield _("These are sample data: they are never exchanged.")
        return
    yield STAGES[found.stage]()
    if found.region:
        yield _("Region: {region}").format(region=found.region)
    if found.fingerprint:
        yield _("Words of this computer: {words}").format(words=" ".join(found.fingerprint))
    if found.stage in ("off", "asked"):
        return
    if found.place is not None:
        yield _("Place: {place}").format(place=found.place.path)
    yield last_sentence(found.last)
    if found.unsent:
        counted = kinds_sentence(found.unsent_changes, office.entities())
        yield _("Not sent: {n}").format(n=found.unsent) + (f" · {counted}" if counted else "")
    if found.waiting:
        yield _("Waiting: {n}").format(n=found.waiting)
    if found.conflicts:
        yield conflicts_sentence(found.conflicts)


STAGES: dict[str, Callable[[], str]] = {
    "off": lambda: _("This computer does not exchange data yet."),
    "asked": lambda: _("The request is made; the invitation of the regional office is awaited."),
    "member": lambda: _("This computer exchanges data."),
    "revoked": lambda: _("The regional office has excluded this computer from the exchange."),
    "forked": lambda: _("These data were copied or brought back from a copy; see the warning."),
}


def place_of(exchange: Exchange, given: str | None) -> Place:
    """The named place, or the one of the settings. Raises Refusal."""
    if given:
        return exchange.look(given)
    known = exchange.state().place
    if known is None:
        raise Refusal(_("Say first through which folder data are exchanged: sync place FOLDER."))
    return exchange.look(known.path)


# A run


def ahead(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (office, exchange):
        found = exchange.ahead(place_of(exchange, asked.place), _unwatched)
        if asked.json:
            put_json(found)
            return 0
        counted = kinds_sentence(found.send_changes, office.entities())
        print(_("To send: {n}").format(n=found.send) + (f" · {counted}" if counted else ""))
        counted = kinds_sentence(found.receive_changes, office.entities())
        print(_("To receive: {n}").format(n=found.receive) + (f" · {counted}" if counted else ""))
    return 0


def run(asked: argparse.Namespace) -> int:
    """One exchange: 0 done, 1 in part, 2 without success or stopped."""
    with exchanging(asked) as (office, exchange):
        try:
            receipt = exchange.run(place_of(exchange, asked.place), _unwatched)
        except KeyboardInterrupt:
            say(_("Stopped. What was exchanged so far stays; the rest follows next time."))
            return EXIT["cancelled"]
        except Trouble as why:
            return _failed(asked, exchange, why)
        if asked.json:
            put_json(_receipt(receipt))
        told = ((_("Sent"), receipt.sent_changes), (_("Received"), receipt.received_changes))
        for what, counts in told:
            if counts and not asked.json:
                print(f"{what}\t{kinds_sentence(counts, office.entities())}")
        say(result_sentence(receipt))
        for line in detail_lines(receipt):
            say(line)
    return EXIT[receipt.outcome]


def _failed(asked: argparse.Namespace, exchange: Exchange, why: Trouble) -> int:
    """The receipt of a run that could not be made, and the command that fills an empty place."""
    last = exchange.receipts(1)
    if asked.json and last:
        put_json(_receipt(last[0]))
    say(why.message)
    place = asked.place or (known.path if (known := exchange.place()) is not None else "")
    if place and exchange.look(str(place)).state == "empty":
        say(_("To fill it again from this computer: sync prepare {place}").format(place=place))
    return EXIT["failed"]


def _unwatched(_done: int, _total: int, _text: str = "") -> None:
    """A command runs to its end; Ctrl+C stops it."""


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {"exchange": receipt.id, **asdict(receipt)}


def waiting(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        found = exchange.waiting()
        if asked.json:
            put_json(found)
            return 0
        for one in found:
            print("\t".join([str(one.count), one.owner or one.device, one.why]))
        if not found:
            say(_("Nothing waits."))
    return 0


def journal(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        found = exchange.receipts(asked.limit)
        if asked.json:
            put_json([_receipt(one) for one in found])
            return 0
        for one in found:
            undone = _("taken back") if one.undone else ""
            cells = [str(one.id), format_moment(one.at), one.place, result_sentence(one), undone]
            print("\t".join(cells).rstrip())
        if not found:
            say(last_sentence(None))
    return 0


def undo(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        number = asked.exchange
        if number is None:
            number = next((one.id for one in exchange.receipts(50) if not one.undone), None)
        if number is None:
            raise Refusal(_("There has been no exchange yet."))
        return done(asked, exchange.undo_run(number))


# Decisions


def conflicts(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        found = exchange.conflicts()
        if asked.json:
            put_json(found)
            return 0
        for one in found:
            for each in one.fields:
                print("\t".join(_conflict_line(one, each)))
        say(conflicts_sentence(sum(len(one.fields) for one in found)))
    return 0


def _conflict_line(one: Conflict, each: ConflictField) -> list[str]:
    """Kind, id, title, field and its name, what it was, is here and is there, with whom; at the
    end the key that names this decision where a field has several."""
    sides = [
        f"{side.shown} ({', '.join(filter(None, (side.actor, side.owner)))})"
        for side in (each.mine, each.theirs)
    ]
    told = [one.entity, str(one.record), one.title, each.unit, each.label, each.base]
    return [*told, *sides, each.key]


def resolve(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (office, exchange):
        entity = kind_of(office, asked.kind)
        record = id_of(office, entity, asked.id)
        open_ones = {
            each.key: each
            for one in exchange.conflicts()
            if (one.entity, one.record) == (entity.name, record)
            for each in one.fields
        }
        if not open_ones:
            raise Refusal(_("Nothing of this record needs a decision."))
        given = typed(asked.choices)
        choices = dict(_choice(office, entity.name, open_ones, *pair) for pair in given.items())
        return done(asked, exchange.decide(entity.name, record, choices))


def _choice(
    office: Office, entity: str, known: dict[str, ConflictField], key: str, text: str
) -> tuple[str, Value]:
    """The field and the side, or the value that is written. Raises Refusal."""
    named = [one for one in known.values() if key in (one.key, one.unit)]
    if len(named) != 1:
        said = _("“{field}” names no single decision. There are: {known}.")
        there = "; ".join(
            f"{one.unit}: {one.mine.shown} / {one.theirs.shown} ({one.key})"
            for one in known.values()
        )
        raise Refusal(said.format(field=key, known=there), field=key)
    found = named[0]
    if text.startswith("="):
        return found.key, office.read_typed(entity, {found.unit: text[1:]})[found.unit]
    if text not in SIDES:
        said = _("“{text}” is no decision. Write mine, theirs, both, or ==VALUE.")
        raise Refusal(said.format(text=text), field=key)
    return found.key, text


# Places


def places(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        found = exchange.places()
        if asked.json:
            put_json(found)
            return 0
        for one in found:
            free = "" if one.free_mb is None else _("{n} MB free").format(n=one.free_mb)
            cells = [one.path, one.title, PLACES[one.state](), free]
            print("\t".join(cells).rstrip())
        if not found:
            say(_("No shared folder and no stick is known."))
    return 0


PLACES: dict[str, Callable[[], str]] = {
    "ours": lambda: _("of this region"),
    "empty": lambda: _("empty"),
    "other": lambda: _("not of this region"),
    "away": lambda: _("cannot be reached"),
}


def place(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        found = exchange.look(asked.place)
        exchange.set_place(found)
        return _told_place(asked, found)


def prepare(asked: argparse.Namespace) -> int:
    with exchanging(asked) as (_office, exchange):
        return _told_place(asked, exchange.prepare(exchange.look(asked.place)))


def _told_place(asked: argparse.Namespace, found: Place) -> int:
    if asked.json:
        put_json(found)
    say(f"{found.path}: {PLACES[found.state]()}")
    return 0
