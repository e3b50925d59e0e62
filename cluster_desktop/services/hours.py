"""Attendance and hours of a month as a grid: a row for each placement, a column for each day."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Changes, Condition, Delete, Insert, Operation, Query, Row, Update
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.practice import Span
from cluster_desktop.services import board
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.practice import breaks_of

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# Letters of the paper journal, kk and ru; the first is what the grid shows.
LETTERS: Mapping[str, tuple[str, ...]] = {
    "absent": ("н", "қ", "ж", "n", "-", "–"),
    "ill": ("а", "б", "i"),
    "excused": ("с", "у", "e"),
}
FULL_DAY = 6
MOST = 24


@dataclass(frozen=True)
class Cell:
    """One day of one student: hours, or why there are none."""

    hours: int | None
    mark: str

    def text(self) -> str:
        """As the grid shows it."""
        if self.mark == "present":
            return "" if self.hours is None else str(self.hours)
        return LETTERS[self.mark][0]


@dataclass(frozen=True)
class Day:
    """A column of the grid."""

    date: date
    weekday: int
    is_break: bool


@dataclass(frozen=True)
class SheetRow:
    """A placement with its cells by day and the hours of the month."""

    placement: UUID
    student: str
    organisation: str
    starts: date
    ends: date
    cells: tuple[str, ...]
    total: int
    full_day: int


@dataclass(frozen=True)
class Sheet:
    """A month of a period."""

    days: tuple[Day, ...]
    rows: tuple[SheetRow, ...]

    def count(self) -> None:
        """Work out now what is else worked out when it is first asked for."""
        _kept = self.texts, self.shape

    @cached_property
    def texts(self) -> Mapping[str, int]:
        """How many cells hold each text. There are few different ones."""
        return Counter(chain.from_iterable(row.cells for row in self.rows))

    @cached_property
    def shape(self) -> bytes:
        """The same for sheets of the same rows and days, and soon compared."""
        first = self.days[0].date.isoformat() if self.days else ""
        return first.encode() + b"".join(row.placement.bytes for row in self.rows)


def parse_cell(text: str) -> Cell | None:
    """What a person typed or pasted: hours, or a letter of absence; None clears.

    Raises Refusal for anything else.
    """
    bare = text.strip().casefold()
    if not bare:
        return None
    if bare.isascii() and bare.isdigit() and len(bare) < 4:
        if int(bare) <= MOST:
            return Cell(int(bare), "present")
        raise Refusal(_("A day has at most 24 hours, not {value}.").format(value=bare))
    for mark, letters in LETTERS.items():
        if bare in letters:
            return Cell(None, mark)
    said = _("“{value}”: type whole hours, or {absent} absent, {ill} ill, {excused} excused.")
    raise Refusal(
        said.format(
            value=text.strip(),
            absent=LETTERS["absent"][0],
            ill=LETTERS["ill"][0],
            excused=LETTERS["excused"][0],
        )
    )


def sheet(
    office: Office, period: UUID | None, year: int, month: int, group: UUID | None = None
) -> Sheet:
    """The month of a period, or of every placement that meets the month."""
    last = calendar.monthrange(year, month)[1]
    whole = Span(date(year, month, 1), date(year, month, last))
    rows = _placements(office, period, whole, group)
    breaks, full_day = _calendar(office, period)
    days = tuple(
        Day(day, day.weekday(), any(one.starts <= day <= one.ends for one in breaks))
        for day in (date(year, month, n) for n in range(1, last + 1))
    )
    written: dict[UUID, dict[date, Cell]] = {}
    for (placement, day), (_record, cell) in _cells(office, [r.id for r in rows], whole).items():
        written.setdefault(placement, {})[day] = cell
    empty = ("",) * last
    made = Sheet(days, tuple(_row(row, days, written.get(row.id), empty, full_day) for row in rows))
    # Here, where nobody waits: of thousands of rows it takes longer than a window may be held.
    made.count()
    return made


def _placements(office: Office, period: UUID | None, month: Span, group: UUID | None) -> list[Row]:
    where = [
        Condition("starts", "between", (None, month.ends)),
        Condition("ends", "between", (month.starts, None)),
        *board.live(),
    ]
    if period is not None:
        where.append(Condition("period_id", "is", period))
    if group is not None:
        members = office.rows(
            Query("student", (Condition("group_id", "is", group),), columns=("status",))
        )
        where.append(Condition("student_id", "in", tuple(row.id for row in members)))
    columns = ("student_id", "organisation_id", "starts", "ends")
    return office.rows(Query("placement", tuple(where), columns=columns))


def _calendar(office: Office, period: UUID | None) -> tuple[list[Span], int]:
    if period is None:
        rows = office.rows(Query("academic_break", columns=("starts", "ends")))
        return [Span(row["starts"], row["ends"]) for row in rows], FULL_DAY
    about = office.get("practice_period", period)
    return breaks_of(office, about), about["hours_per_day"] or FULL_DAY


def _cells(
    office: Office, placements: list[UUID], month: Span
) -> dict[tuple[UUID, date], tuple[UUID, Cell]]:
    where = (
        Condition("placement_id", "in", tuple(placements)),
        Condition("day", "between", (month.starts, month.ends)),
    )
    rows = office.rows(Query("attendance", where, columns=("placement_id", "day", "hours", "mark")))
    # Where two computers wrote the same day apart, the record made later is shown.
    return {
        (row["placement_id"].id, row["day"]): (row.id, Cell(row["hours"], row["mark"]))
        for row in sorted(rows, key=lambda one: one.id)
    }


def _row(
    row: Row,
    days: tuple[Day, ...],
    written: Mapping[date, Cell] | None,
    empty: tuple[str, ...],
    full_day: int,
) -> SheetRow:
    found = [written.get(day.date) for day in days] if written else []
    return SheetRow(
        row.id,
        row["student_id"].title,
        row["organisation_id"].title,
        row["starts"],
        row["ends"],
        tuple("" if cell is None else cell.text() for cell in found) or empty,
        sum(cell.hours or 0 for cell in found if cell is not None),
        full_day,
    )


def write(office: Office, cells: Mapping[tuple[UUID, date], str]) -> Changes:
    """Write cells of the grid as one action; "" clears.

    Raises Refusal with a finding for every cell that cannot be read or lies outside its practice;
    then nothing is written.
    """
    ids = sorted({placement for placement, _day in cells}, key=lambda one: one.bytes)
    where = (Condition("id", "in", tuple(ids)),)
    columns = ("student_id", "starts", "ends")
    known = {row.id: row for row in office.rows(Query("placement", where, columns=columns))}
    if len(known) < len(ids):
        raise Refusal(_("This record is not here any more. Refresh the list."))
    read: dict[tuple[UUID, date], Cell | None] = {}
    wrong: list[Finding] = []
    for (placement, day), text in cells.items():
        row = known[placement]
        try:
            cell = parse_cell(text)
            _refuse_outside(cell, row, day)
            read[placement, day] = cell
        except Refusal as why:
            said = _("{who}, {day}: {problem}").format(
                who=row["student_id"].title, day=format_date(day), problem=why.message
            )
            wrong.append(Finding(said))
    if wrong:
        raise Refusal(wrong[0].message, findings=tuple(wrong))
    operations = _operations(office, ids, read)
    if not operations:
        return Changes()
    n = len(operations)
    what = ngettext("{n} day", "{n} days", n).format(n=n)
    return office.apply(Said(N_("Hours: {what}"), {"what": what}), office.source, operations)


def _refuse_outside(cell: Cell | None, row: Row, day: date) -> None:
    if cell is not None and not row["starts"] <= day <= row["ends"]:
        said = _("the practice is from {first} to {last}.")
        raise Refusal(said.format(first=format_date(row["starts"]), last=format_date(row["ends"])))


def _operations(
    office: Office, placements: list[UUID], read: Mapping[tuple[UUID, date], Cell | None]
) -> list[Operation]:
    if not read:
        return []
    days = [day for _placement, day in read]
    stored = _cells(office, placements, Span(min(days), max(days)))
    operations: list[Operation] = []
    for key, cell in read.items():
        old = stored.get(key)
        if cell is None:
            operations += [Delete("attendance", old[0])] if old else []
        elif old is None:
            values = {"placement_id": key[0], "day": key[1], "hours": cell.hours, "mark": cell.mark}
            operations.append(Insert("attendance", values, new_id()))
        elif old[1] != cell:
            new = {"hours": cell.hours, "mark": cell.mark}
            operations.append(Update("attendance", old[0], new))
    return operations


def total(office: Office, placements: list[UUID]) -> dict[UUID, int]:
    """Hours written for each placement, over all months."""
    where = (Condition("placement_id", "in", tuple(placements)),)
    found: dict[UUID, int] = {}
    for row in office.rows(Query("attendance", where, columns=("placement_id", "hours"))):
        placement = row["placement_id"].id
        found[placement] = found.get(placement, 0) + (row["hours"] or 0)
    return found
