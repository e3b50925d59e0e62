"""What was answered once about a form: columns by its headings, unknown words by their field.

Answers are kept by who sent the workbook: this sender's come first, then anybody's for the same
headings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from cluster_desktop.excel.headings import heading_key
from cluster_desktop.excel.sender import sender_key
from cluster_desktop.excel.table import Column
from cluster_desktop.query import Condition, Insert, Operation, Query, Update
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

ENTITY = "import_mapping"

Answers = Mapping[str, str]
"""{heading key: meaning, empty for none}."""
Words = Mapping[tuple[str, str], str]
"""{(field, folded word): value}."""


class _Body(msgspec.Struct):
    """What is stored; read by declared types, since it may have come from another computer."""

    columns: dict[str, str] = msgspec.field(default_factory=dict)
    words: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)


@dataclass(frozen=True)
class _Entry:
    """The answers about one form of one sender."""

    kind: str
    sender: str
    signature: str
    columns: Answers
    words: Words


@dataclass(frozen=True)
class Memory:
    """All answers that were given."""

    entries: Sequence[_Entry] = field(default_factory=tuple)

    def knows(self, kind: str, signature: str) -> bool:
        """Whether somebody answered for a workbook of this kind with these headings."""
        return any(each.kind == kind and each.signature == signature for each in self.entries)

    def headings(self, kind: str = "") -> set[str]:
        """Keys of the headings that were given a meaning, of one kind or of all."""
        entries = (each for each in self.entries if kind in ("", each.kind))
        return {key for each in entries for key, meaning in each.columns.items() if meaning}

    def answers(self, kind: str, sender: str, signature: str) -> dict[str, str]:
        """What the headings mean: by this sender's answers for the form, by its answers for its
        other forms of the kind, then by anybody's for the same headings."""
        wanted = sender_key(sender)
        found: dict[str, str] = {}
        for each in self._ranked(wanted, signature):
            is_near = each.signature == signature or (wanted and each.sender == wanted)
            if each.kind == kind and is_near:
                found.update(each.columns)
        return found

    def words(self, sender: str) -> dict[tuple[str, str], str]:
        """What unknown words mean, this sender's own meaning first."""
        found: dict[tuple[str, str], str] = {}
        for each in self._ranked(sender_key(sender), ""):
            found.update(each.words)
        return found

    def _ranked(self, sender: str, signature: str) -> list[_Entry]:
        """The entry that counts most comes last."""
        return sorted(
            self.entries,
            key=lambda each: (bool(sender) and each.sender == sender, each.signature == signature),
        )


def signature_of(columns: Sequence[Column]) -> str:
    """The same for all files made from one form."""
    keys = "\n".join(sorted(heading_key(column.raw) for column in columns))
    return hashlib.sha256(keys.encode()).hexdigest()[:32]


def recall(office: Office, kinds: Iterable[str]) -> Memory:
    """Everything remembered of the kinds. A damaged entry is as good as none."""
    where = (Condition("kind", "in", tuple(dict.fromkeys(kinds))),)
    columns = ("kind", "sender", "signature", "body")
    entries = []
    for row in office.rows(Query(ENTITY, where, columns=columns)):
        body = _read(row["body"])
        words = {
            (path, word): value for path, each in body.words.items() for word, value in each.items()
        }
        sender = sender_key(row["sender"])
        entries.append(_Entry(row["kind"], sender, row["signature"], body.columns, words))
    return Memory(tuple(entries))


def remember(
    office: Office,
    kind: str,
    name: str,
    signature: str,
    columns: Answers,
    words: Words,
    *,
    sender: str = "",
) -> list[Operation]:
    """Operations that keep the answers; none where there is nothing new to keep."""
    if not columns and not words:
        return []
    where = (Condition("kind", "is", kind), Condition("signature", "is", signature))
    rows = office.rows(Query(ENTITY, where, columns=("body", "sender")))
    wanted = sender_key(sender)
    known = next((row for row in rows if sender_key(row["sender"]) == wanted), None)
    body = _read(known["body"]) if known else _Body()
    body.columns.update(columns)
    for (path, word), value in words.items():
        body.words.setdefault(path, {})[word] = value
    stored = json.dumps(
        {"columns": body.columns, "words": body.words}, ensure_ascii=False, sort_keys=True
    )
    if known:
        return [Update(ENTITY, known.id, {"body": stored})] if known["body"] != stored else []
    values = {"kind": kind, "name": name, "signature": signature, "body": stored}
    return [Insert(ENTITY, values | ({"sender": sender} if sender else {}), new_id())]


def _read(stored: str) -> _Body:
    try:
        return msgspec.json.decode(stored.encode(), type=_Body)
    except msgspec.MsgspecError:
        return _Body()
