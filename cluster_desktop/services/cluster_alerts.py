"""What needs attention in the cluster: plan, decisions, quarters, reports, risks, internships."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.query import Alert, Condition, Query, Ref, Row
from cluster_desktop.services.kpi_lock import named_period

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

OPEN_RISKS = ("open", "watched")
OPEN_CORRECTIONS = ("found", "in_progress")


def of(office: Office) -> list[Alert | None]:
    """Lines in the order of a day's worry; None where nothing is wrong."""
    return [
        _plan(office),
        _decisions(office),
        _reports(office),
        _corrections(office),
        _internships(office),
        _quarters(office),
        _risks(office),
    ]


def _line(
    office: Office,
    key: str,
    severity: Literal["bad", "soon"],
    query: Query,
    said: Callable[[int], str],
    reason: Callable[[Row], str],
) -> Alert | None:
    """The line of a query; the reason is told of its first record."""
    n = office.count(query)
    if not n:
        return None
    return Alert(key, severity, n, said(n), reason(office.rows(query, 1)[0]), query)


def _longest(row: Row, name: str) -> str:
    return _("longest: {which}, due {day}").format(
        which=_cut(row[name]), day=format_date(row["due"])
    )


def _cut(text: Value, length: int = 80) -> str:
    said = " ".join(str(text.title if isinstance(text, Ref) else text or "").split())
    return said if len(said) <= length else said[: length - 1].rstrip() + "…"


def _plan(office: Office) -> Alert | None:
    query = Query(
        "plan_item",
        (Condition("now", "is", "overdue"),),
        sort=(("due", False),),
        columns=("number", "name", "responsible", "due", "now", "days_left"),
    )
    return _line(
        office,
        "plan_overdue",
        "bad",
        query,
        lambda n: ngettext(
            "item of the action plan is overdue", "items of the action plan are overdue", n
        ),
        lambda row: _longest(row, "name"),
    )


def _decisions(office: Office) -> Alert | None:
    query = Query(
        "decision",
        (Condition("now", "is", "overdue"), Condition("adopted", "is", True)),
        sort=(("due", False),),
        columns=("text", "responsible", "due", "now"),
    )
    return _line(
        office,
        "decision_overdue",
        "bad",
        query,
        lambda n: ngettext(
            "decision of the council is overdue", "decisions of the council are overdue", n
        ),
        lambda row: _longest(row, "text"),
    )


def _reports(office: Office) -> Alert | None:
    query = Query(
        "participant_report",
        (Condition("state", "is", "awaited"), Condition("due", "before", office.today())),
        sort=(("due", False),),
        columns=("organisation_id", "year", "period", "due", "state"),
    )
    return _line(
        office,
        "report_overdue",
        "bad",
        query,
        lambda n: ngettext(
            "report of a participant is overdue", "reports of participants are overdue", n
        ),
        lambda row: _longest(row, "organisation_id"),
    )


def _corrections(office: Office) -> Alert | None:
    query = Query(
        "corrective_action",
        (Condition("state", "in", OPEN_CORRECTIONS), Condition("due", "before", office.today())),
        sort=(("due", False),),
        columns=("problem", "action", "responsible", "due", "state"),
    )
    return _line(
        office,
        "correction_overdue",
        "bad",
        query,
        lambda n: ngettext("corrective action is overdue", "corrective actions are overdue", n),
        lambda row: _longest(row, "problem"),
    )


def _internships(office: Office) -> Alert | None:
    """Once in three years (Law on Education, article 37, paragraph 4)."""
    ahead = office.whole_setting("mentor.training_days")
    until = office.today() + timedelta(days=ahead)
    query = Query(
        "teacher",
        (Condition("internship_by", "between", (None, until)),),
        sort=(("internship_by", False),),
        columns=("full_name", "position", "discipline", "internship_by", "phone"),
    )
    return _line(
        office,
        "internship_due",
        "soon",
        query,
        lambda n: ngettext(
            "teacher is due for an internship", "teachers are due for an internship", n
        ),
        lambda row: _("first: {who}, by {day}").format(
            who=row["full_name"], day=format_date(row["internship_by"])
        ),
    )


def _quarters(office: Office) -> Alert | None:
    query = Query(
        "kpi_value",
        (Condition("to_close", "is", True),),
        sort=(("year", False), ("period", False)),
        columns=("kpi_id", "year", "period", "plan", "fact", "reason"),
    )
    return _line(
        office,
        "quarter_open",
        "soon",
        query,
        lambda n: ngettext(
            "indicator of a quarter that is over and not closed",
            "indicators of quarters that are over and not closed",
            n,
        ),
        lambda row: _("first: {which}").format(which=named_period(row["year"], row["period"])),
    )


def _risks(office: Office) -> Alert | None:
    query = Query(
        "risk",
        (
            Condition("state", "in", OPEN_RISKS),
            Condition("review_on", "between", (None, office.today())),
        ),
        sort=(("review_on", False),),
        columns=("name", "level", "responsible", "review_on", "state"),
    )
    return _line(
        office,
        "risk_review",
        "soon",
        query,
        lambda n: ngettext("risk is to be reviewed", "risks are to be reviewed", n),
        lambda row: _("longest: {which}, review due {day}").format(
            which=_cut(row["name"]), day=format_date(row["review_on"])
        ),
    )
