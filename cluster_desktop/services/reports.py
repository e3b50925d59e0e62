"""Forms to deliver: the usual set with its due dates, and what becomes of a request.

draft → checked → delivered → returned or accepted. The delivered file is kept unchanged with the
request, and so is what it said (`figures`); a repeating request leaves the next one behind it.
What a form says and lacks is worked out in excel/forms/state.py: services know no workbooks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.entities.report import FORMS, REPEATS, STATES, WAYS
from cluster_desktop.db.journal import Said
from cluster_desktop.db.reports import OPEN
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import (
    Changes,
    Condition,
    Delete,
    Insert,
    Operation,
    Query,
    Ref,
    Row,
    Update,
)
from cluster_desktop.rules import reporting
from cluster_desktop.services import attachments
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

__all__ = ["FORMS", "OPEN", "REPEATS", "STATES", "WAYS"]

REQUEST, FIGURE = "report_request", "report_figure"
KIND = "delivered"  # of the attachment
COLUMNS = (
    *("form", "name", "period", "due_on", "repeats", "form_mapping_id", "asked_by_id", "asked_by"),
    *("letter_number", "letter_on", "responsible", "state", "now", "days_left", "delivered_on"),
    *("delivered_how", "returned_because", "accepted_on", "note"),
)
NAMES = {
    "F1": N_("Employment of graduates"),
    "F2": N_("List of graduates by name"),
    "F3": N_("Dual training, quarterly"),
    "F4": N_("Register of partners, quarterly"),
    "F5": N_("List of mentors"),
    "F6": N_("Practice bases"),
    "F7": N_("Material and technical base"),
    "F8": N_("Need for staff"),
    "F9": N_("Indicators and action plan, quarterly"),
    "F10": N_("Internships of teachers"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A form of the usual set that could be added; `known`: it is in the calendar already."""

    key: str
    form: str
    name: str
    period: str
    due_on: date
    repeats: str
    known: bool


# Reading


def to_deliver(office: Office, *where: Condition) -> list[Row]:
    """What is still to be delivered, soonest first, then what waits for its acceptance."""
    order = (("due_on", False), ("name", False))
    still = Condition("state", "in", OPEN)
    rows = office.rows(Query(REQUEST, (still, *where), sort=order, columns=COLUMNS))
    rows.sort(key=lambda row: row["due_on"] is None)
    waiting = Condition("state", "is", "delivered")
    last_first = (("delivered_on", True), ("name", False))
    rows += office.rows(Query(REQUEST, (waiting, *where), sort=last_first, columns=COLUMNS))
    return rows


def next_due(office: Office, limit: int = 3) -> list[Row]:
    """The deliveries that come next, overdue ones first."""
    where = (Condition("state", "in", OPEN), Condition("due_on", "filled"))
    return office.rows(Query(REQUEST, where, sort=(("due_on", False),), columns=COLUMNS), limit)


def get(office: Office, request: UUID) -> Row:
    """All fields of a request."""
    return office.get(REQUEST, request)


def figures_of(office: Office, request: UUID) -> list[Row]:
    """The figures put by hand."""
    where = (Condition("report_request_id", "is", request),)
    columns = ("sheet", "row_key", "column_key", "value", "note")
    return office.rows(Query(FIGURE, where, columns=columns))


def file_of(office: Office, request: UUID) -> Row | None:
    """The newest delivered file of a request; None before the first delivery."""
    kept = [row for row in attachments.of_record(office, request) if row["kind"] == KIND]
    return kept[0] if kept else None


# The usual set


def usual(office: Office) -> list[Proposed]:
    """The usual forms with the due dates that come next, soonest first."""
    today = office.today()
    rows = office.rows(Query(REQUEST, columns=("form", "period", "due_on", "repeats")))
    known = {(row["form"], row["period"], row["due_on"]) for row in rows}
    running = {_series(row["form"], row["repeats"], row["due_on"]) for row in rows}
    found = []
    for one in reporting.USUAL:
        due = reporting.next_due(one, today)
        period = reporting.period_at(one.form, due)
        is_known = (one.form, period, due) in known or (
            _series(one.form, one.repeats, due) in running - {None}
        )
        found.append(
            Proposed(one.key, one.form, _(NAMES[one.form]), period, due, one.repeats, is_known)
        )
    return sorted(found, key=lambda one: (one.due_on, one.key))


def _series(form: str, repeats: str, due: date | None) -> tuple[object, ...] | None:
    """What a repeating form is known by; of a yearly one the day counts, some have two a year."""
    if repeats in ("monthly", "quarterly"):
        return (form, repeats)
    return (form, repeats, due.month, due.day) if due and repeats == "yearly" else None


def add_usual(office: Office, keys: Sequence[str]) -> Changes:
    """The chosen forms of the usual set into the calendar; those in it already are left alone."""
    operations: list[Operation] = []
    for one in usual(office):
        if one.key in keys and not one.known:
            values: dict[str, Value] = {
                "form": one.form,
                "name": one.name,
                "period": one.period,
                "due_on": one.due_on,
                "repeats": one.repeats,
            }
            operations.append(Insert(REQUEST, _whole(office, values), new_id()))
    if not operations:
        return Changes()
    title = Said(N_("Forms to deliver: {n}"), {"n": str(len(operations))})
    return office.apply(title, office.source, operations)


def add(office: Office, values: dict[str, Value]) -> Changes:
    """A form that an office asks for; without a name it has its form's."""
    form = str(values.get("form") or "")
    named = values if values.get("name") else values | {"name": _(NAMES.get(form, form))}
    return office.add(REQUEST, named)


# What becomes of a request


def check(office: Office, request: UUID) -> Changes:
    """Looked through and ready to be delivered. Raises Refusal after the delivery."""
    row = _in_state(office, request, OPEN, _("This form has been handed in already."))
    if row["state"] == "checked":
        return Changes()
    return _marked(office, row, N_("Ready: {what}"), {"state": "checked"})


def reopen(office: Office, request: UUID) -> Changes:
    """Back to a draft: what was delivered or accepted by mistake."""
    row = get(office, request)
    values: dict[str, Value] = {"state": "draft", "accepted_on": None, "returned_because": None}
    return _marked(office, row, N_("Draft again: {what}"), values)


def deliver(
    office: Office,
    request: UUID,
    name: str,
    content: bytes,
    *,
    how: str,
    on: date | None = None,
    figures: str | None = None,
) -> Changes:
    """Handed in: keeps the file unchanged and what it said; one action.

    `figures` is the JSON of excel/forms/state.py. A repeating request leaves the next one behind.
    Raises Refusal for a way that is none, and for a form that has been accepted.
    """
    row = _in_state(
        office,
        request,
        (*OPEN, "delivered"),
        _("This form has been accepted already. Reopen it to hand it in again."),
    )
    if how not in WAYS:
        raise Refusal(_("Say how it was handed in."), field="delivered_how")
    day = on or office.today()
    if day > office.today():
        raise Refusal(_("The day of the delivery lies in the future."), field="delivered_on")
    values: dict[str, Value] = {
        "state": "delivered",
        "delivered_on": day,
        "delivered_how": how,
        "accepted_on": None,
        "figures": figures,
    }
    operations: list[Operation] = [
        attachments.stored(office, REQUEST, request, attachments.safe_name(name), content,
                           kind=KIND),
        Update(REQUEST, request, values),
        *_next(office, row),
    ]  # fmt: skip
    title = Said(N_("Handed in: {what}"), {"what": called(row)})
    return office.apply(title, office.source, operations)


def returned(office: Office, request: UUID, because: str) -> Changes:
    """The office has sent it back. Raises Refusal without a reason or before the delivery."""
    row = _in_state(office, request, ("delivered", "accepted"), _not_yet())
    if not because.strip():
        raise Refusal(_("Say why it was sent back."), field="returned_because")
    values: dict[str, Value] = {
        "state": "returned",
        "returned_because": because.strip(),
        "accepted_on": None,
    }
    return _marked(office, row, N_("Sent back: {what}"), values)


def accepted(office: Office, request: UUID, on: date | None = None) -> Changes:
    """The office has accepted it. Raises Refusal before the delivery."""
    row = _in_state(office, request, ("delivered",), _not_yet())
    day = on or office.today()
    if row["delivered_on"] is not None and day < row["delivered_on"]:
        said = _("It was handed in on {day} and cannot be accepted before.")
        raise Refusal(said.format(day=format_date(row["delivered_on"])), field="accepted_on")
    return _marked(office, row, N_("Accepted: {what}"), {"state": "accepted", "accepted_on": day})


def put_figure(
    office: Office, request: UUID, cell: tuple[str, str, str], value: str, note: str
) -> Changes:
    """A figure by hand over what the records say: sheet, row and column. Needs a note."""
    if not note.strip():
        raise Refusal(_("Say why the figure is put by hand."), field="note")
    row = _in_state(office, request, OPEN, _("This form has been handed in already."))
    sheet, row_key, column = cell
    values: dict[str, Value] = {"value": value.strip(), "note": note.strip()}
    title = Said(N_("Figure by hand: {what}"), {"what": called(row)})
    for figure in figures_of(office, request):
        if (figure["sheet"], figure["row_key"], figure["column_key"]) == cell:
            return office.apply(title, office.source, [Update(FIGURE, figure.id, values)])
    whole = values | {
        "report_request_id": request,
        "sheet": sheet,
        "row_key": row_key,
        "column_key": column,
    }
    return office.apply(title, office.source, [Insert(FIGURE, whole, new_id())])


def drop_figure(office: Office, request: UUID, cell: tuple[str, str, str]) -> Changes:
    """What the records say again."""
    row = _in_state(office, request, OPEN, _("This form has been handed in already."))
    gone = [
        Delete(FIGURE, figure.id)
        for figure in figures_of(office, request)
        if (figure["sheet"], figure["row_key"], figure["column_key"]) == cell
    ]
    title = Said(N_("Figure of the records again: {what}"), {"what": called(row)})
    return office.apply(title, office.source, gone) if gone else Changes()


# Helpers of the above


def called(row: Row) -> str:
    """The request as lists and the journal name it."""
    return ", ".join(filter(None, (str(row["name"]), str(row["period"] or ""))))


def _not_yet() -> str:
    return _("This form has not been handed in yet.")


def _in_state(office: Office, request: UUID, states: Sequence[str], otherwise: str) -> Row:
    row = get(office, request)
    if row["state"] not in states:
        raise Refusal(otherwise, field="state")
    return row


def _marked(office: Office, row: Row, said: str, values: dict[str, Value]) -> Changes:
    title = Said(said, {"what": called(row)})
    return office.apply(title, office.source, [Update(REQUEST, row.id, values)])


def _next(office: Office, row: Row) -> list[Operation]:
    """The request that follows a repeating one, unless it is there already."""
    due = row["due_on"]
    if row["repeats"] == "once" or not isinstance(due, date):
        return []
    later = reporting.later(due, row["repeats"])
    period = reporting.period_after(row["period"] or "", row["repeats"], due)
    where = (Condition("form", "is", row["form"]), Condition("due_on", "is", later))
    if any(
        row["name"] == one["name"] for one in office.rows(Query(REQUEST, where, columns=("name",)))
    ):
        return []  # fmt: skip
    kept = ("form", "name", "repeats", "form_mapping_id", "asked_by_id", "asked_by", "responsible")
    values: dict[str, Value] = {
        name: row[name].id if isinstance(row[name], Ref) else row[name] for name in kept
    }
    values |= {"due_on": later, "period": period or None}
    return [Insert(REQUEST, _whole(office, values), new_id())]


def _whole(office: Office, values: dict[str, Value]) -> dict[str, Value]:
    return office.entity(REQUEST).defaults() | values
