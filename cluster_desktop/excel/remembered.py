"""What was answered once about a form: columns by its headings, unknown words by their field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from cluster_desktop.excel.headings import heading_key
from cluster_desktop.excel.table import Column
from cluster_desktop.query import Condition, Insert, Operation, Query, Update
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

ENTITY = "import_mapping"


class _Body(msgspec.Struct):
    """What is stored; read by declared types, since it may have come from another computer."""

    columns: dict[str, str] = msgspec.field(default_factory=dict)
    words: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)


@dataclass
class Remembered:
    """Answers of one import kind. `columns`: signature → {heading key: meaning, empty for none};
    `words`: (field, folded word) → value."""

    kind: str
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)


def signature_of(columns: Sequence[Column]) -> str:
    """The same for all files made from one form."""
    keys = "\n".join(sorted(heading_key(column.raw) for column in columns))
    return hashlib.sha256(keys.encode()).hexdigest()[:32]


def recall(office: Office, kind: str) -> Remembered:
    """Everything remembered of the kind. A damaged entry is as good as none."""
    found = Remembered(kind)
    query = Query(ENTITY, (Condition("kind", "is", kind),), columns=("signature", "body"))
    for row in office.rows(query):
        try:
            body = msgspec.json.decode(row["body"].encode(), type=_Body)
        except msgspec.MsgspecError:
            continue
        found.columns[row["signature"]] = body.columns
        for name, words in body.words.items():
            found.words.update({(name, word): value for word, value in words.items()})
    return found


def remember(
    office: Office,
    kind: str,
    name: str,
    signature: str,
    columns: Mapping[str, str],
    words: Mapping[tuple[str, str], str],
) -> list[Operation]:
    """Operations that keep the answers; none where there is nothing new to keep."""
    if not columns and not words:
        return []
    where = (Condition("kind", "is", kind), Condition("signature", "is", signature))
    rows = office.rows(Query(ENTITY, where, columns=("body",)), 1)
    body = _Body()
    if rows:
        try:
            body = msgspec.json.decode(rows[0]["body"].encode(), type=_Body)
        except msgspec.MsgspecError:
            body = _Body()
    body.columns.update(columns)
    for (path, word), value in words.items():
        body.words.setdefault(path, {})[word] = value
    stored = json.dumps(
        {"columns": body.columns, "words": body.words}, ensure_ascii=False, sort_keys=True
    )
    if rows:
        return [Update(ENTITY, rows[0].id, {"body": stored})] if rows[0]["body"] != stored else []
    values = {"kind": kind, "name": name, "signature": signature, "body": stored}
    return [Insert(ENTITY, values, new_id())]
