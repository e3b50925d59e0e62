"""Commands of possible duplicates: list them, merge two records, separate them again."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from uuid import UUID

from cluster_desktop.cli.commands import done, id_of, kind_of, opened, put_json, say
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Ref
from cluster_desktop.services import duplicates as found_by
from cluster_desktop.services import merging
from cluster_desktop.services.merging import Pair
from cluster_desktop.services.merging_outlook import Outlook
from cluster_desktop.services.office import Office

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def declare(command: Command) -> None:
    """The command and what it takes."""
    made = command("duplicates", duplicates, _("records that may be there twice; merge them"))
    made.add_argument("words", nargs="*", metavar="WORD")
    made.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="FIELD",
        help=_("of this field the value of the one that goes"),
    )
    made.add_argument("--dry-run", action="store_true", help=_("only say what would change"))


def duplicates(asked: argparse.Namespace) -> int:
    """`duplicates [KIND]`, or a verb: merged, merge, separate, different."""
    verb, *rest = asked.words or [""]
    verbs: dict[str, tuple[int, Callable[[argparse.Namespace, Office, Sequence[str]], int]]] = {
        "merged": (0, _merged),
        "merge": (3, _merge),
        "separate": (2, _separate),
        "different": (3, _different),
    }
    with opened(asked) as office:
        if verb not in verbs:
            return _list(asked, office, asked.words)
        wanted, act = verbs[verb]
        if len(rest) != wanted:
            raise Refusal(
                _(
                    "Write: duplicates merge KIND STAYS GOES, duplicates separate KIND ID, "
                    "duplicates different KIND ID ID, duplicates merged, or duplicates KIND."
                )
            )
        return act(asked, office, rest)


def _list(asked: argparse.Namespace, office: Office, words: Sequence[str]) -> int:
    kinds = [kind_of(office, word).name for word in words] or [""]
    found = [pair for kind in kinds for pair in found_by.of(office, kind)]
    if asked.json:
        put_json(found)
        return 0
    for pair in found:
        told = (pair.entity, str(pair.one.id), pair.one.title, str(pair.other.id), pair.other.title)
        across = _("two colleges") if pair.across else ""
        print("\t".join((*told, ", ".join(pair.why), across)).rstrip("\t"))
    if not found:
        say(_("Nothing looks as if it were there twice."))
    return 0


def _merged(asked: argparse.Namespace, office: Office, _words: Sequence[str]) -> int:
    found = merging.merged(office)
    if asked.json:
        put_json(found)
        return 0
    for pair in found:
        loser, winner = pair.loser, pair.winner
        print("\t".join((pair.entity, str(loser.id), loser.title, str(winner.id), winner.title)))
    if not found:
        say(_("Nothing is merged."))
    return 0


def _merge(asked: argparse.Namespace, office: Office, words: Sequence[str]) -> int:
    entity = kind_of(office, words[0])
    winner, loser = (id_of(office, entity, word) for word in words[1:])
    if asked.dry_run:
        _tell(asked, merging.outlook(office, entity.name, winner, loser))
        return 0
    return done(asked, merging.merge(office, entity.name, winner, loser, asked.take))


def _tell(asked: argparse.Namespace, told: Outlook) -> None:
    if asked.json:
        put_json(told)
        return
    for pair in told.fields:
        mark = "+" if pair.filled else "≠" if pair.differs else "="
        print("\t".join((mark, pair.name, pair.label, pair.winner, pair.loser)))
    for one in told.pointing:
        print("\t".join(("→", one.kind, one.field, str(one.count))))


def _separate(asked: argparse.Namespace, office: Office, words: Sequence[str]) -> int:
    entity = kind_of(office, words[0])
    found = _named(merging.merged(office), entity.name, words[1])
    return done(asked, merging.separate(office, entity.name, found.id))


def _named(pairs: Sequence[Pair], entity: str, text: str) -> Ref:
    """The merged record by its id or its title: it lies in the bin, where no list finds it."""
    of_kind = [pair.loser for pair in pairs if pair.entity == entity]
    found = [ref for ref in of_kind if text in (str(ref.id), ref.title)]
    if len(found) == 1:
        return found[0]
    raise Refusal(
        _("“{text}” names no merged record. “duplicates merged” lists them.").format(text=text)
    )


def _different(asked: argparse.Namespace, office: Office, words: Sequence[str]) -> int:
    entity = kind_of(office, words[0])
    ids: list[UUID] = [id_of(office, entity, word) for word in words[1:]]
    return done(asked, merging.set_apart(office, entity.name, ids[0], ids[1]))
