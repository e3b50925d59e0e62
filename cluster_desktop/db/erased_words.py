"""The words that name a person who is erased, and the places where words outlive their record.

Titles of actions and the answers remembered for workbooks repeat names outside of the records.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, or_, select, update

from cluster_desktop import fields
from cluster_desktop.db.base import table_of
from cluster_desktop.db.journal import Action, JournalLine
from cluster_desktop.db.work import Work
from cluster_desktop.entity import catalogue
from cluster_desktop.i18n import fold, fold_name
from cluster_desktop.rules.erasure import MARK

PART = 500
SHORTEST_NAME = 3
ANSWERS = "import_mapping"
# Texts that point at one person as a number does; a postal address or an office does not.
ADDRESSED = frozenset({"email", "id_card"})


@dataclass(frozen=True)
class Words:
    """`names`: every name the record had; `numbers`: identifiers, telephones, addresses of mail;
    `files`: names of its files."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def exact(self) -> list[str]:
        """What is looked for in texts as it is, the longest first."""
        return sorted({*self.names, *self.numbers}, key=len, reverse=True)

    def written(self) -> list[str]:
        """The same as JSON holds it."""
        return [json.dumps(word, ensure_ascii=False)[1:-1] for word in self.exact()]

    def in_text(self, said: str) -> bool:
        """Whether a text names the person, by any word of the name of four letters or more."""
        folded = fold(said)
        words = [fold(word) for name in self.names for word in name.split()]
        return any(len(word) > SHORTEST_NAME and word in folded for word in words) or any(
            number in said for number in self.numbers
        )

    def without(self, said: str, *, about: bool) -> str:
        """A text with the mark in place of the person; `about`: the surname alone means it too."""
        for word in (*self.exact(), *self.files):
            said = said.replace(word, MARK)
        surnames = {name.split()[0] for name in self.names if name.split()} if about else set()
        for one in surnames:
            if len(one) >= SHORTEST_NAME:
                said = re.sub(rf"\b{re.escape(one)}\b(\s+\w\.(\s*\w\.)?)?", MARK, said)
        return said


def of(connection: Connection, entity: str, person: UUID, files: Sequence[UUID]) -> Words:
    """Every name, number and file name that the record has or had."""
    declared = catalogue[entity]
    table = table_of(entity)
    line = connection.execute(select(table).where(table.c.id == person)).mappings().one()
    kept: dict[str, list[str]] = {"names": [], "numbers": []}
    olds = connection.execute(
        select(JournalLine.old).where(JournalLine.record == person, JournalLine.old.is_not(None))
    ).scalars()
    values: list[Mapping[str, Any]] = [dict(line), *(json.loads(old or "{}") for old in olds)]
    for name, spec in declared.fields.items():
        is_name = spec.private and name.endswith("_name")
        is_number = isinstance(spec, fields.Digits | fields.Phone) or name in ADDRESSED
        if not (is_name or is_number):
            continue
        kind = "names" if is_name else "numbers"
        texts = {str(one[name]).strip() for one in values if one.get(name)}
        kept[kind] += [t for t in texts if t != MARK and len(t) > SHORTEST_NAME]
    return Words(tuple(kept["names"]), tuple(kept["numbers"]), tuple(of_files(connection, files)))


def of_files(connection: Connection, files: Sequence[UUID]) -> list[str]:
    """The names of these files."""
    table = table_of("attachment")
    found = [
        connection.execute(select(table.c.name).where(table.c.id == one)).scalar_one()
        for one in files
    ]
    return [name for name in found if name != MARK]


# Titles of actions


def all_of(every: Sequence[Words]) -> Words:
    """The words of several records that are one person."""
    return Words(
        tuple(dict.fromkeys(word for one in every for word in one.names)),
        tuple(dict.fromkeys(word for one in every for word in one.numbers)),
        tuple(dict.fromkeys(word for one in every for word in one.files)),
    )


def rewrite_titles(
    connection: Connection, records: Sequence[UUID], words: Words, erasing: int
) -> None:
    """Replace the person in titles: by any of the words, and by the surname where it was meant."""
    about: set[int] = set()
    for start in range(0, len(records), PART):
        part = records[start : start + PART]
        lines = select(JournalLine.action).where(JournalLine.record.in_(part)).distinct()
        about.update(connection.execute(lines).scalars())
    holding = [func.instr(Action.title, word) > 0 for word in words.written()]
    named = select(Action.id).where(or_(*holding)) if holding else None
    wanted = about | set(connection.execute(named).scalars() if named is not None else ())
    changed = []
    for action in wanted - {erasing}:
        title = connection.execute(select(Action.title).where(Action.id == action)).scalar_one()
        now = _title_without(title, words, about=action in about)
        if now != title:
            changed.append({"one": action, "now": now})
    if changed:
        put = update(Action).where(Action.id == bindparam("one"))
        connection.execute(put.values(title=bindparam("now")), changed)


def _title_without(title: str, words: Words, *, about: bool) -> str:
    if not title.startswith('{"m":'):
        return words.without(title, about=about)
    said = json.loads(title)
    places = {n: words.without(text, about=about) for n, text in said["p"].items()}
    return json.dumps({"m": said["m"], "p": places}, ensure_ascii=False)


# Answers remembered for workbooks


def forget_answers(work: Work, records: Iterable[UUID], words: Words) -> dict[UUID, str]:
    """Answers that lead to the records or name the person; the new content by the answer's id."""
    table = table_of(ANSWERS)
    ids = {str(one) for one in records}
    names = {fold(name) for name in words.names} | {fold_name(name) for name in words.names}
    changed: dict[UUID, str] = {}
    for one, body in work.connection.execute(select(table.c.id, table.c.body)).all():
        now = _answers_without(body, ids, names)
        if now != body:
            changed[one] = now
            work.update(ANSWERS, one, {"body": now})
    return changed


def _answers_without(body: str, ids: set[str], names: set[str]) -> str:
    try:
        kept = json.loads(body)
        words = {
            path: {w: v for w, v in of_path.items() if v not in ids and w not in names}
            for path, of_path in kept["words"].items()
        }
    except (ValueError, KeyError, AttributeError, TypeError):
        return body  # damaged, or of another version: whoever reads it passes it over
    if words == kept["words"]:
        return body
    return json.dumps({**kept, "words": words}, ensure_ascii=False, sort_keys=True)


def forget_old_answers(connection: Connection, changed: Mapping[UUID, str]) -> None:
    """The same out of the old contents of these answers in the journal."""
    for one, body in changed.items():
        lines = connection.execute(
            select(JournalLine.id, JournalLine.old).where(
                JournalLine.record == one, JournalLine.old.is_not(None)
            )
        ).all()
        for line, old in lines:
            was = json.loads(old or "{}")
            if "body" in was:
                now = json.dumps(was | {"body": body}, ensure_ascii=False)
                connection.execute(
                    update(JournalLine).where(JournalLine.id == line).values(old=now)
                )
