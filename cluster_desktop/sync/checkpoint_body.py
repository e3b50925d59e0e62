"""What stands inside a part of a checkpoint: records with their clocks, in columns, in msgpack.

A page stands for itself: its clocks name their computers and actions by numbers of lists of its
own. Values are as in wire.py. Whatever a page holds is believed to be nothing but plain values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.sync.wire import NEVER, Act, Clock

FORMAT = 1
MAX_RECORDS = 20_000  # of one page, and as many of everything else in it
_MOST = 400_000  # of anything in a page that is read


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A moment at which something was changed: whose computer, in which bundle, in which action
    (numbers of the page's lists)."""

    stamp: int
    device: int
    seq: int
    act: int


class Later(msgspec.Struct, frozen=True, array_like=True):
    """A unit of a sheet's record that has been changed since the record was made."""

    record: int
    unit: str
    made: int


class Sheet(msgspec.Struct, frozen=True, array_like=True):
    """Records of one part: a column of values for each field. `units` names the fields of units
    that hold several, so that a version that does not know them can keep them together."""

    part: str
    units: dict[str, tuple[str, ...]]
    fields: tuple[str, ...]
    records: bytes
    made: list[int]
    later: list[Later]
    values: list[list[Any]]  # of Stored: msgspec cannot name a union of text and bytes

    def count(self) -> int:
        return len(self.records) // 16

    def record(self, at: int) -> bytes:
        return self.records[at * 16 : at * 16 + 16]

    def ids(self) -> list[bytes]:
        return [self.record(at) for at in range(self.count())]


class Loser(msgspec.Struct, frozen=True, array_like=True):
    """A line of sync_loser."""

    part: str
    record: bytes
    unit: str
    stamp: int
    device: int
    seq: int
    value: bytes
    base: bytes | None
    actor: str
    kind: str


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A line of sync_unknown."""

    part: str
    record: bytes
    stamp: int
    device: int
    seq: int
    operation: bytes


class Page(msgspec.Struct, frozen=True):
    devices: list[str]
    acts: list[Act]
    made: list[Made]
    sheets: list[Sheet]
    losers: list[Loser] = []
    kept: list[Kept] = []
    format: int = FORMAT

    def clock(self, made: int) -> Dot:
        """The clock of a moment and the number of its bundle."""
        one = self.made[made]
        return Clock(one.stamp, self.devices[one.device]), one.seq

    def act(self, made: int) -> Act:
        return self.acts[self.made[made].act]


Dot = tuple[Clock, int]  # the clock of an operation and the number of its bundle


class Vector(dict[str, int]):
    """By computer the last bundle that was seen here; `missing`: earlier ones that were not."""

    def __init__(self, last: Mapping[str, int], missing: Mapping[str, Sequence[int]]) -> None:
        super().__init__(last)
        self.missing = missing


def covers(seen: Mapping[str, int], dot: Dot) -> bool:
    """Whether somebody who has seen these bundles has seen that operation."""
    clock, seq = dot
    if isinstance(seen, Vector) and seq in seen.missing.get(clock.device, ()):
        return False
    return clock == NEVER or seen.get(clock.device, 0) >= seq


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Page)


def encode(page: Page) -> bytes:
    return _encoder.encode(page)


def decode(content: bytes) -> Page:
    """The page. Raises Refusal where the bytes are none, or one number points nowhere."""
    try:
        page = _decoder.decode(content)
    except (msgspec.DecodeError, RecursionError, ValueError) as why:
        raise _unreadable() from why
    if page.format > FORMAT:
        raise Refusal(_("A file of the exchange was made by a newer version. Update the program."))
    if not (_is_sound(page) and all(_sheet_is_sound(page, sheet) for sheet in page.sheets)):
        raise _unreadable()
    return page


def _unreadable() -> Refusal:
    return Refusal(_("A file of the exchange has an unreadable content."))


def _is_sound(page: Page) -> bool:
    devices, acts = len(page.devices), len(page.acts)
    lists: Sequence[Sequence[object]] = (page.devices, page.acts, page.losers, page.kept)
    return (
        all(len(one) <= _MOST for one in lists)
        and all(0 <= m.device < devices and 0 <= m.act < acts for m in page.made)
        and all(0 <= one.device < devices and len(one.record) == 16 for one in page.losers)
        and all(0 <= one.device < devices and len(one.record) == 16 for one in page.kept)
    )


def _sheet_is_sound(page: Page, sheet: Sheet) -> bool:
    count, moments = sheet.count(), len(page.made)
    return (
        count <= _MOST
        and len(sheet.records) == 16 * count == 16 * len(sheet.made)
        and len(sheet.values) == len(sheet.fields) == len(set(sheet.fields))
        and all(len(column) == count for column in sheet.values)
        and all(0 <= one < moments for one in sheet.made)
        and all(0 <= one.record < count and 0 <= one.made < moments for one in sheet.later)
        and all(set(group) <= set(sheet.fields) for group in sheet.units.values())
    )


class Pager:
    """Fills pages: `full` says when the next one is due."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._begin()

    def _begin(self) -> None:
        self._devices: dict[str, int] = {}
        self._acts: dict[Act, int] = {}
        self._made: dict[Made, int] = {}
        self._sheets: list[Sheet] = []
        self._losers: list[Loser] = []
        self._kept: list[Kept] = []
        self._bytes = self._count = 0

    def device(self, device: str) -> int:
        return self._devices.setdefault(device, len(self._devices))

    def made(self, clock: Clock, seq: int, act: Act) -> int:
        number = self._acts.setdefault(act, len(self._acts))
        made = Made(clock.stamp, self.device(clock.device), seq, number)
        return self._made.setdefault(made, len(self._made))

    def add_sheet(self, sheet: Sheet, size: int) -> None:
        self._sheets.append(sheet)
        self._note(sheet.count(), size)

    def add_loser(self, loser: Loser) -> None:
        self._losers.append(loser)
        self._note(1, 100 + len(loser.value))

    def add_kept(self, kept: Kept) -> None:
        self._kept.append(kept)
        self._note(1, 60 + len(kept.operation))

    def _note(self, count: int, size: int) -> None:
        self._count += count
        self._bytes += size

    def full(self) -> bool:
        return self._count >= MAX_RECORDS or self._bytes >= self._most

    def page(self) -> bytes:
        """The page so far; a new one begins."""
        made = Page(
            devices=list(self._devices),
            acts=list(self._acts),
            made=list(self._made),
            sheets=self._sheets,
            losers=self._losers,
            kept=self._kept,
        )
        self._begin()
        return encode(made)

    def rest(self) -> Iterator[bytes]:
        """What is left: one page, or none."""
        if self._count:
            yield self.page()
