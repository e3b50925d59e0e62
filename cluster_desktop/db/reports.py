"""Computed columns of the deliveries of forms, as SQL, by the day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, Table, case, cast, func, literal, type_coerce

from cluster_desktop.db.base import Base, Circumstances

Sql = ColumnElement[Any]
# What is still to be delivered.
OPEN = ("draft", "checked", "returned")
SOON_DAYS = 14


def _requests() -> Table:
    # The classes import this module, so their tables are looked up when first asked for.
    return Base.metadata.tables["report_request"]


def report_now(at: Circumstances) -> Sql:
    """Overdue and due soon by the day while it is to be delivered; the state otherwise."""
    request = _requests()
    due = type_coerce(request.c.due_on, String)
    today = at.today.isoformat()
    soon = func.date(literal(today), f"+{SOON_DAYS} days", type_=String)
    return case(
        (request.c.state.in_(OPEN) & (due < today), "overdue"),
        (request.c.state.in_(OPEN) & (due <= soon), "soon"),
        else_=request.c.state,
    )


def report_days_left(at: Circumstances) -> Sql:
    """Days until it is due, negative when late; None once delivered."""
    request = _requests()
    due = type_coerce(request.c.due_on, String)
    days = func.julianday(due) - func.julianday(at.today.isoformat())
    return case((request.c.state.in_(OPEN), cast(days, Integer)), else_=None)
