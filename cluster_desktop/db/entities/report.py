"""Forms asked for by offices: when they are due, what was delivered, and the offices' workbooks."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import reports
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import Choice, Date, Link, LongText, Number, Text
from cluster_desktop.i18n import N_

# The codes of excel/forms/export.py, under the same names; a test holds them equal.
FORMS = {
    "F1": N_("Employment of graduates (F1)"),
    "F2": N_("List of graduates (F2)"),
    "F3": N_("Dual training (F3)"),
    "F4": N_("Register of partners, memoranda and contracts (F4)"),
    "F5": N_("List of mentors (F5)"),
    "F6": N_("Practice bases (F6)"),
    "F7": N_("Material and technical base (F7)"),
    "F8": N_("Need for staff with the balance (F8)"),
    "F9": N_("Indicators and action plan (F9)"),
    "F10": N_("Internships and courses of teachers (F10)"),
}
STATES = {
    "draft": N_("Draft"),
    "checked": N_("Ready"),
    "delivered": N_("Handed in"),
    "returned": N_("Sent back"),
    "accepted": N_("Accepted"),
}
NOW = {"overdue": N_("Overdue"), "soon": N_("Due soon"), **STATES}
REPEATS = {
    "once": N_("Once"),
    "monthly": N_("Every month"),
    "quarterly": N_("Every quarter"),
    "yearly": N_("Every year"),
}
WAYS = {
    "email": N_("By e-mail"),
    "messenger": N_("By messenger"),
    "paper": N_("On paper"),
    "portal": N_("Through a portal"),
    "other": N_("In another way"),
}


class FormMapping(Record):
    """Which cell of an office's workbook takes which field of a form; the blank is its file.

    `signature` is that of the workbook's headings, by which it is known again; `body` is the JSON
    of services/form_mappings.py.
    """

    __tablename__ = "form_mapping"
    about: ClassVar[About] = About(
        exchange="reference",
        label=N_("Workbook of an office"),
        plural=N_("Workbooks of offices"),
        icon="table",
        sort="name",
    )

    form: Mapped[str] = column(
        Choice(N_("Form"), choices=FORMS, required=True, listed=True, width=200)
    )
    name: Mapped[str] = column(
        Text(N_("Name"), required=True, search=True, sorts=True, listed=True)
    )
    sender: Mapped[str | None] = column(Text(N_("Office"), search=True, sorts=True, listed=True))
    signature: Mapped[str] = column(Text(N_("Headings"), required=True), index=True)
    body: Mapped[str] = column(LongText(N_("Content"), required=True, limit=200_000))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_sort: Mapped[str | None] = sort_column()
    sender_sort: Mapped[str | None] = sort_column()


class ReportRequest(Record):
    """One form for one period: who asks, until when, and what became of it.

    The delivered file is kept unchanged as its attachment; `figures` is the JSON of what it said.
    """

    __tablename__ = "report_request"
    about: ClassVar[About] = About(
        label=N_("Form to deliver"),
        plural=N_("Forms to deliver"),
        icon="table",
        sort="due_on",
        computed={
            "now": Computed(
                Choice(N_("Now"), choices=NOW, computed=True, listed=True, width=120),
                reports.report_now,
            ),
            "days_left": Computed(
                Number(N_("Days left"), computed=True, least=-100_000, width=80),
                reports.report_days_left,
            ),
        },
    )

    form: Mapped[str] = column(
        Choice(N_("Form"), choices=FORMS, required=True, listed=True, width=200)
    )
    name: Mapped[str] = column(
        Text(N_("Name"), required=True, search=True, sorts=True, listed=True)
    )
    period: Mapped[str | None] = column(
        Text(N_("Period"), listed=True, width=110, hint=N_("2026, 2025-2026 or 01.10.2026"))
    )
    due_on: Mapped[date | None] = column(Date(N_("Due"), listed=True, width=96))
    repeats: Mapped[str] = column(
        Choice(N_("Repeats"), choices=REPEATS, default="once", required=True, width=120)
    )
    form_mapping_id: Mapped[UUID | None] = column(
        Link(N_("Workbook of the office"), to="form_mapping")
    )
    asked_by_id: Mapped[UUID | None] = column(Link(N_("Asked by"), to="organisation"))
    asked_by: Mapped[str | None] = column(Text(N_("Asked by (in words)"), search=True))
    letter_number: Mapped[str | None] = column(Text(N_("Letter No."), search=True))
    letter_on: Mapped[date | None] = column(Date(N_("Date of the letter")))
    responsible: Mapped[str | None] = column(Text(N_("Responsible"), search=True))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=STATES, default="draft", required=True, width=120)
    )
    delivered_on: Mapped[date | None] = column(Date(N_("Handed in on"), listed=True, width=96))
    delivered_how: Mapped[str | None] = column(Choice(N_("How handed in"), choices=WAYS))
    returned_because: Mapped[str | None] = column(LongText(N_("Reason of the return")))
    accepted_on: Mapped[date | None] = column(Date(N_("Accepted on")))
    figures: Mapped[str | None] = column(LongText(N_("Figures handed in"), limit=2_000_000))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_sort: Mapped[str | None] = sort_column()


class ReportFigure(Record):
    """A figure of one form that was put by hand over what the records say, and why."""

    __tablename__ = "report_figure"
    about: ClassVar[About] = About(
        label=N_("Figure put by hand"), plural=N_("Figures put by hand"), title="column_key"
    )

    report_request_id: Mapped[UUID] = column(
        Link(N_("Form to deliver"), to="report_request", owned=True, required=True)
    )
    sheet: Mapped[str | None] = column(Text(N_("Sheet"), listed=True))
    row_key: Mapped[str] = column(Text(N_("Row"), required=True, listed=True))
    column_key: Mapped[str] = column(Text(N_("Column"), required=True, listed=True))
    value: Mapped[str | None] = column(Text(N_("Value"), listed=True))
    note: Mapped[str] = column(LongText(N_("Why by hand"), required=True, listed=True))
