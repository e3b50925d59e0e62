"""What needs attention today, as lines for the home page and the command line.

The reasons are those of rules/alerts.py, counted in SQL (db/terms.py), so that the number of a
line equals the number of records its query opens.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cluster_desktop.db import backup
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.query import Alert, Condition, Query, Ref, Row
from cluster_desktop.rules.alerts import backup_alert
from cluster_desktop.services import alerts_people, cluster_alerts, duplicates

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# States of an agreement that somebody still works on or answers for.
LIVING = ("draft", "approval", "printed", "signed", "in_force", "expiring")


def of(office: Office) -> list[Alert]:
    """Lines with a count above zero, worst first."""
    counts = office.counts_by(Query("agreement"), "attention")
    made: list[Alert | None] = [
        _expired(office, counts.get("expired", 0)),
        _overdue_obligations(office),
        _expiring(office, counts.get("expiring", 0)),
        _notice(office, counts.get("notice", 0)),
        _unsigned(office, counts.get("unsigned", 0)),
        _partner_in_bin(office),
        *alerts_people.of(office),
        *cluster_alerts.of(office),
        _overdue_forms(office),
        duplicates.alert(office),
        _old_backup(office),
    ]
    raised = [alert for alert in made if alert is not None]
    return sorted(raised, key=lambda alert: alert.severity != "bad")


def _agreements(reason: str, sort: str, *, descending: bool = False) -> Query:
    return Query(
        "agreement",
        where=(Condition("attention", "is", reason),),
        sort=((sort, descending),),
        columns=("number", "partner_id", "kind", "signed_on", "until", "state"),
    )


def _worst(office: Office, query: Query) -> Row:
    columns = (*query.columns, "days_left", "notice_until", "printed_on")
    asked = Query(query.entity, where=query.where, sort=query.sort, columns=columns)
    return office.rows(asked, limit=1)[0]


def _called(row: Row) -> str:
    partner: Value = row["partner_id"]
    name = partner.title if isinstance(partner, Ref) else ""
    return ", ".join(part for part in (row["number"], name) if part)


def _days(n: int) -> str:
    return ngettext("{n} day", "{n} days", n).format(n=n)


def _expired(office: Office, n: int) -> Alert | None:
    if not n:
        return None
    query = _agreements("expired", "until")
    row = _worst(office, query)
    return Alert(
        "expired",
        "bad",
        n,
        ngettext("agreement has expired", "agreements have expired", n),
        _("longest ago: {which}, {days}").format(
            which=_called(row), days=_days(-int(row["days_left"]))
        ),
        query,
        _("Renew…"),
        "renew",
    )


def _expiring(office: Office, n: int) -> Alert | None:
    if not n:
        return None
    query = _agreements("expiring", "until")
    row = _worst(office, query)
    within = office.whole_setting("alerts.warn_days")
    said = ngettext(
        "agreement ends within {days} days", "agreements end within {days} days", n
    ).format(days=within)
    return Alert(
        "expiring",
        "soon",
        n,
        said,
        _("next: {which}, in {days}").format(which=_called(row), days=_days(int(row["days_left"]))),
        query,
        _("Renew…"),
        "renew",
    )


def _notice(office: Office, n: int) -> Alert | None:
    if not n:
        return None
    query = _agreements("notice", "notice_until")
    row = _worst(office, query)
    return Alert(
        "notice",
        "soon",
        n,
        ngettext(
            "agreement renews itself unless notice is given",
            "agreements renew themselves unless notice is given",
            n,
        ),
        _("next: {which}, notice until {day}").format(
            which=_called(row), day=format_date(row["notice_until"])
        ),
        query,
    )


def _unsigned(office: Office, n: int) -> Alert | None:
    if not n:
        return None
    query = _agreements("unsigned", "printed_on")
    row = _worst(office, query)
    printed = row["printed_on"]
    reason = _("waiting: {which}").format(which=_called(row))
    if printed is not None:
        reason = _("waiting longest: {which}, printed {day}").format(
            which=_called(row), day=format_date(printed)
        )
    return Alert(
        "unsigned",
        "soon",
        n,
        ngettext("paper printed, not signed", "papers printed, not signed", n),
        reason,
        query,
        _("Mark signed…"),
        "mark_signed",
    )


def _partner_in_bin(office: Office) -> Alert | None:
    """Somebody, of another college perhaps, threw away a partner who has agreements here."""
    thrown = office.rows(Query("organisation", bin=True, columns=("kind",)))
    if not thrown:
        return None
    living = Condition("state", "in", LIVING)
    of_thrown = Condition("partner_id", "in", tuple(row.id for row in thrown))
    counts = office.counts_by(Query("agreement", (of_thrown, living)), "partner_id")
    if not counts:
        return None
    # Those alone: the filter names them above the list.
    query = Query(
        "agreement",
        where=(Condition("partner_id", "in", tuple(counts)), living),
        sort=(("number", False),),
        columns=("number", "partner_id", "kind", "signed_on", "until", "state"),
    )
    n = sum(counts.values())
    row = office.rows(query, limit=1)[0]
    return Alert(
        "partner_in_bin",
        "bad",
        n,
        ngettext(
            "agreement has its partner in the bin",
            "agreements have their partners in the bin",
            n,
        ),
        _("first: {which}; bring the partner back from the bin").format(which=_called(row)),
        query,
    )


def _overdue_obligations(office: Office) -> Alert | None:
    query = Query(
        "obligation",
        where=(
            Condition("due", "before", office.today()),
            Condition("state", "in", ("to_do", "in_progress")),
        ),
        sort=(("due", False),),
        columns=("text", "organisation_id", "agreement_id", "due", "state"),
    )
    n = office.count(query)
    if not n:
        return None
    row = office.rows(query, limit=1)[0]
    return Alert(
        "obligation_overdue",
        "bad",
        n,
        ngettext("obligation is overdue", "obligations are overdue", n),
        _("longest: {which}, due {day}").format(which=row["text"], day=format_date(row["due"])),
        query,
    )


def _overdue_forms(office: Office) -> Alert | None:
    query = Query(
        "report_request",
        where=(Condition("now", "is", "overdue"),),
        sort=(("due_on", False),),
        columns=("name", "period", "due_on", "state"),
    )
    n = office.count(query)
    if not n:
        return None
    row = office.rows(query, limit=1)[0]
    which = ", ".join(filter(None, (str(row["name"]), str(row["period"] or ""))))
    return Alert(
        "form_overdue",
        "bad",
        n,
        ngettext("form was due and is not handed in", "forms were due and are not handed in", n),
        _("longest: {which}, due {day}").format(which=which, day=format_date(row["due_on"])),
        query,
    )


def _old_backup(office: Office) -> Alert | None:
    last = last_backup(office)
    # A database younger than the limit has nothing to lose yet that its first week would not hold.
    raised = backup_alert(
        last or _first_day(office),
        office.today(),
        max_days=office.whole_setting("alerts.backup_days"),
    )
    if raised is None:
        return None
    days = raised.worst_days or 0
    if days <= 0:
        return None  # the clock of this computer stands before the first day: nothing can be said
    return Alert(
        "backup",
        "soon",
        days,
        ngettext("day without a backup copy", "days without a backup copy", days),
        _("last copy: {day}").format(day=format_date(last)) if last else _("there is no copy yet"),
        None,
        _("Make a copy"),
        "backup",
    )


def last_backup(office: Office) -> date | None:
    """The local day of the newest backup in the usual folder."""
    folder = office.store.path.parent / "backups"
    names = sorted(path.name[:8] for path in folder.glob(f"*{backup.SUFFIX}"))
    return date.fromisoformat(names[-1]) if names and names[-1].isdigit() else None


def _first_day(office: Office) -> date | None:
    oldest = office.first_action()
    return None if oldest is None else oldest.astimezone().date()
