"""The action plan: which items of a year matter now, and marking them done or postponed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.cluster import OPEN_PLAN
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Changes, Chip, Condition, Operation, Query, Row, Update
from cluster_desktop.services import figures
from cluster_desktop.services.council_decisions import closed_with

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

ITEM = "plan_item"
OPEN = OPEN_PLAN
COLUMNS = ("number", "name", "responsible", "due", "now")
GOING = Condition("state", "not", "cancelled")
OVERDUE = Condition("now", "is", "overdue")


# ---- which items ----


def years(office: Office) -> list[int]:
    """Years that have items, the earliest first."""
    rows = office.rows(Query(ITEM, columns=("of_year",)))
    return sorted({row["of_year"] for row in rows} - {None})


def of_year(year: int | None) -> tuple[Condition, ...]:
    """The items of a year; of all years where it is None."""
    return () if year is None else (Condition("of_year", "is", year),)


def quarter_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the quarter of a day."""
    first = dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = dt.date(day.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, after - dt.timedelta(days=1)


def this_quarter(office: Office) -> Condition:
    """Items whose term ends in the quarter of today."""
    return Condition("due", "between", quarter_of(office.today()))


def mine(office: Office) -> Condition | None:
    """Items whose responsible is the person at this computer, by the first word of the name.

    None while the settings do not say who that is.
    """
    words = office.actor().split()
    return Condition("responsible", "contains", words[0]) if words else None


def chips(office: Office, year: int | None) -> list[Chip]:
    """All, overdue, of this quarter, mine: with their counts in that year."""
    own = mine(office)
    base = of_year(year)

    def chip(
        key: str, label: str, where: tuple[Condition, ...], look: str = "neutral", icon: str = ""
    ) -> Chip:
        count = office.count(Query(ITEM, (*base, *where)))
        return Chip(key, label, count, where, look, icon)

    made = [
        chip("all", _("All"), ()),
        chip("overdue", _("Overdue"), (OVERDUE,), "bad", "error"),
        chip("quarter", _("This quarter"), (this_quarter(office),), "info", "clock"),
    ]
    return made if own is None else [*made, chip("mine", _("Mine"), (own,), "neutral", "person")]


def summary(office: Office, year: int | None) -> str:
    """How many items the year has, and how many are done, in words. Cancelled ones are left out."""
    every = figures.counted(office, "plan.items", Query(ITEM, (*of_year(year), GOING)))
    done = Query(ITEM, (*of_year(year), GOING, Condition("done", "is", True)))
    ready = figures.counted(office, "plan.done", done)
    n = int(every.value or 0)
    said = ngettext("{n} item, done {done}", "{n} items, done {done}", n)
    return said.format(n=n, done=int(ready.value or 0))


# ---- done, postponed ----


def mark_done(office: Office, items: Sequence[UUID], on: dt.date, what: str = "") -> Changes:
    """The items are done on a day; a decision closes with the last of its items. One action.

    Raises Refusal for no item, for one that is not open, and for a day after today.
    """
    rows = _open(office, items)
    if on > office.today():
        said = _("{day} has not come yet: write the day when it was done.")
        raise Refusal(said.format(day=format_date(on)), field="done_on")
    values: dict[str, Value] = {"state": "done", "done_on": on}
    if what.strip():
        values["done_text"] = what.strip()
    operations: list[Operation] = [Update(ITEM, row.id, values) for row in rows]
    operations += closed_with(office, [row.id for row in rows], on)
    title = Said(N_("Plan items done: {n}"), {"n": str(len(rows))})
    return office.apply(title, office.source, operations)


def postpone(office: Office, items: Sequence[UUID], due: dt.date, why: str) -> Changes:
    """A later term for the items, and why, kept in their notes. One action.

    Raises Refusal for no item, one that is not open, a term that is not later, and no reason.
    """
    rows = _open(office, items)
    if not why.strip():
        raise Refusal(_("Why is it postponed? Write it."), field="reason")
    for row in rows:
        if row["due"] is not None and due <= row["due"]:
            said = _("No. {number} is due on {day} already: choose a later day.")
            raise Refusal(
                said.format(number=row["number"], day=format_date(row["due"])), field="due"
            )
    operations = [
        Update(ITEM, row.id, {"due": due, "state": "postponed", "note": _noted(row, due, why)})
        for row in rows
    ]
    title = Said(N_("Plan items postponed: {n}"), {"n": str(len(rows))})
    return office.apply(title, office.source, operations)


def _noted(row: Row, due: dt.date, why: str) -> str:
    old = format_date(row["due"]) if row["due"] is not None else row["due_text"] or "–"
    line = f"{old} → {format_date(due)}: {why.strip()}"
    return f"{row['note']}\n{line}" if row["note"] else line


def _open(office: Office, items: Sequence[UUID]) -> list[Row]:
    rows = [office.get(ITEM, one) for one in items]
    if not rows:
        raise Refusal(_("Choose an item of the plan first."))
    for row in rows:
        if row["state"] not in OPEN_PLAN:
            said = _("No. {number} is closed already: {name}.")
            raise Refusal(said.format(number=row["number"], name=row["name_kk"]), field="state")
    return rows
