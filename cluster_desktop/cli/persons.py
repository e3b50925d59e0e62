"""Commands of the rights of persons: the personal card, and erasure for good."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from cluster_desktop.cli.commands import id_of, kind_of, opened, put_json, say
from cluster_desktop.documents import person_card
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.services import people

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def declare(command: Command) -> None:
    """The commands and what each takes."""
    made = command("card", card, _("everything kept about a person, as one file"))
    made.add_argument("kind")
    made.add_argument("id")
    made.add_argument("--out", type=Path, metavar="FILE")
    made = command("erase", erase, _("erase a person for good"))
    made.add_argument("kind")
    made.add_argument("id")
    made.add_argument("--reason", default="", metavar="TEXT")
    made.add_argument("--dry-run", action="store_true", help=_("only say what would go"))


def card(asked: argparse.Namespace) -> int:
    if asked.out is None and not asked.json:
        raise Refusal(_("Name the file to write with --out, or say --json."))
    if asked.out is not None and asked.out.suffix.casefold() != ".pdf":
        raise Refusal(
            _("The file must end with {ending}: {name}").format(ending=".pdf", name=asked.out.name)
        )
    with opened(asked) as office:
        entity = kind_of(office, asked.kind)
        made = people.card(office, entity.name, id_of(office, entity, asked.id))
    if asked.out is not None:
        write_whole(asked.out, person_card.render(made))
        say(_("Written: {path}").format(path=asked.out))
    if asked.json:
        put_json(made)
    return 0


def erase(asked: argparse.Namespace) -> int:
    """The person is named by id: a word that happens to find one record is too little here."""
    with opened(asked) as office:
        entity = kind_of(office, asked.kind)
        person = id_of(office, entity, asked.id)
        if asked.dry_run:
            _tell(asked, people.outlook(office, entity.name, person))
            return 0
        if not _is_id(asked.id):
            said = _("Erasing cannot be taken back. Name the person by the id:")
            title = office.title(entity.name, person)
            raise NeedsAnswer(said, question="id", choices=[f"{person}  {title}"])
        done = people.erase(office, entity.name, person, asked.reason)
    if asked.json:
        put_json(
            {
                "action": done.changes.action,
                "mentions": done.mentions,
                "copies": _plain(done.copies),
                "finished": done.finished,
            }
        )
    say(_("Erased for good."))
    _say_left(done.mentions, done.copies)
    if not done.finished:
        say(_("The file is still in use: the next start finishes the erasure."))
    return 0


def _tell(asked: argparse.Namespace, told: people.Outlook) -> None:
    if asked.json:
        put_json(
            {
                "title": told.title,
                "takes": told.takes(),
                "mentions": told.mentions,
                "copies": _plain(told.copies),
            }
        )
        return
    for line in (told.title, *told.takes()):
        print(line)
    _say_left(told.mentions, told.copies)


def _plain(copies: Sequence[people.Held]) -> list[dict[str, object]]:
    return [{"file": str(one.path), "made": one.made_on, "until": one.until} for one in copies]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _say_left(mentions: Sequence[str], copies: Sequence[people.Held]) -> None:
    if mentions:
        say(_("The same name or number also stands here; change it by hand if it is the person:"))
        for line in mentions:
            say(f"  {line}")
    if copies:
        say(_("These backup copies still hold the person:"))
        for line in people.said_of_copies(copies):
            say(f"  {line}")
