"""What stands inside a bundle: actions and operations as columns of plain values, in msgpack.

Values are as the database stores them: null, whole numbers (money in hundredths, yes/no as 1/0),
text (days and moments as ISO text, sets of words with a semicolon after each), 16 bytes of an id.
There are no fractions on the wire: they lose precision.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec

from cluster_desktop.db.base import IdBytes, table_of
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Date, Field, Measure, Moment, Money, Number, YesNo
from cluster_desktop.i18n import _
from cluster_desktop.sync.units import DELETED, OWNER, Part

FORMAT = 1
MAX_OPERATIONS = 200_000
MAX_TEXT = 400_000
MAX_WHOLE = 2**62

Stored = None | int | str | bytes


class Clock(msgspec.Struct, frozen=True, array_like=True, order=True):
    """When and where an operation was made: the action's stamp, the computer."""

    stamp: int
    device: str


NEVER = Clock(0, "")


class Act(msgspec.Struct, frozen=True, array_like=True):
    """An action as the journal told it."""

    stamp: int
    actor: str
    source: str
    title: str


class Group(msgspec.Struct, frozen=True, array_like=True):
    """Operations of one kind on one part: whole new records (`unit` empty) or one unit of many.

    `acts` are indexes of `Body.acts`; `prevs` the clocks that were replaced; `values` and `olds`
    hold a list for each field (olds: none for new records).
    """

    part: str
    unit: str
    fields: tuple[str, ...]
    records: bytes
    acts: list[int]
    prevs: list[Clock]
    values: list[list[Any]]  # Stored: msgspec tells no text from bytes in a union
    olds: list[list[Any]]

    def count(self) -> int:
        return len(self.records) // 16

    def record(self, at: int) -> bytes:
        return self.records[at * 16 : at * 16 + 16]


class Body(msgspec.Struct, frozen=True):
    """The content of a bundle: `seen` is everything its author had applied in this scope."""

    app: str
    seen: dict[str, int]
    hi: int
    acts: list[Act]
    groups: list[Group]
    erased: list[tuple[str, bytes]] = []
    digest: bytes = b""
    format: int = FORMAT


class Operation(msgspec.Struct, frozen=True, array_like=True):
    """One operation taken out of its bundle."""

    part: str
    unit: str  # "" for a whole new record
    record: bytes
    fields: tuple[str, ...]
    values: tuple[Any, ...]
    olds: tuple[Any, ...]
    prev: Clock
    act: int


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Body)
_operation = msgspec.msgpack.Decoder(Operation)


def encode(body: Body) -> bytes:
    return _encoder.encode(body)


def decode(content: bytes) -> Body:
    """The body. Raises Refusal where the bytes are none, or hold more than a bundle may."""
    try:
        body = _decoder.decode(content)
    except (msgspec.DecodeError, RecursionError, ValueError) as why:
        raise Refusal(_("A file of the exchange has an unreadable content.")) from why
    if sum(group.count() for group in body.groups) > MAX_OPERATIONS:
        raise Refusal(_("A file of the exchange holds more than one file may."))
    stamps = [body.hi, *(act.stamp for act in body.acts)]
    stamps += [prev.stamp for group in body.groups for prev in group.prevs]
    if not all(0 <= stamp < MAX_WHOLE for stamp in stamps):
        raise Refusal(_("A file of the exchange has an unreadable content."))
    for group in body.groups:
        n = group.count()
        columns = [*group.values, *group.olds]
        fits = (
            len(group.records) == 16 * n
            and len(group.acts) == n
            and (len(group.prevs) == n or not group.unit)
            and len(group.values) == len(group.fields)
            and all(len(column) == n for column in columns)
            and all(0 <= at < len(body.acts) for at in group.acts)
            and all(_is_stored(value) for column in columns for value in column)
        )
        if not fits:
            raise Refusal(_("A file of the exchange has an unreadable content."))
    return body


def _is_stored(value: object) -> bool:
    """No fractions, no lists: what a column can hold."""
    return value is None or type(value) in (int, str, bytes)


def pack_operation(operation: Operation) -> bytes:
    return _encoder.encode(operation)


def unpack_operation(content: bytes) -> Operation:
    return _operation.decode(content)


def pack(values: Any) -> bytes:
    """Canonical bytes of stored values, to compare, to keep, to make a hash of."""
    return _encoder.encode(values)


def unpack(content: bytes) -> Any:
    return msgspec.msgpack.decode(content)


@cache
def _kind_of(entity: str, column: str) -> str:
    if column == DELETED:
        return "moment"
    if column == OWNER or isinstance(table_of(entity).columns[column].type, IdBytes):
        return "id"
    spec: Field = table_of(entity).columns[column].info["field"]
    if isinstance(spec, Date):
        return "day"
    if isinstance(spec, Moment):
        return "moment"
    if isinstance(spec, YesNo):
        return "yes"
    if isinstance(spec, Number | Money | Measure):
        return "whole"
    return "text"


@cache
def _nullable(entity: str, column: str) -> bool:
    return bool(table_of(entity).columns[column].nullable)


def fits(part: Part, column: str, value: Stored) -> bool:
    """Whether such a value may stand in the column: what came from outside is not trusted."""
    entity = part.entity.name
    if value is None:
        return _nullable(entity, column)
    kind = _kind_of(entity, column)
    if kind == "id":
        return isinstance(value, bytes) and len(value) == 16
    if kind == "yes":
        return isinstance(value, int) and value in (0, 1)
    if kind == "whole":
        return isinstance(value, int) and abs(value) < MAX_WHOLE
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        return False
    if kind == "day":
        return _reads(date.fromisoformat, value)
    if kind == "moment":
        return _reads(datetime.fromisoformat, value)
    return True


def _reads(read: Any, text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
