"""Versions of the passport: submitted, returned, approved and frozen, in force, amended, archived.

An approval freezes the content: its JSON never changes again, and its prints are kept as files.
Where the cluster is on its path to the status, the path notes what the council did, too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.entities.cluster import PASSPORT_STATES
from cluster_desktop.db.entities.passport import VERSION_STATES
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query, Row, Update
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import attachments, cluster, passport
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.passport_compare import Line, compare
from cluster_desktop.services.passport_content import Passport, Words, from_json

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

__all__ = [
    "PASSPORT_STATES",
    "VERSION_STATES",
    "Approval",
    "Line",
    "Printer",
    "amend",
    "approve",
    "archive",
    "by_number",
    "compare",
    "frozen",
    "give_back",
    "in_force",
    "prints",
    "put_in_force",
    "submit",
    "versions",
]

# From the content to files by name, such as {"passport-v1.pdf": …}. The room of papers is not
# known here: window and command line hand in `documents.passport_paper.prints`.
Printer = Callable[[Passport], Mapping[str, bytes]]
COLUMNS = (
    *("number", "state", "approved_on", "minutes_number", "approved_by_kk", "approved_by_ru"),
    "digest",
)
# The titles of what was done; the journal keeps in them the day on which it happened.
SUBMITTED = N_("Passport submitted on {day}")
RETURNED = N_("Passport returned on {day}")
APPROVED = N_("Passport approved: version {n}, {day}")
IN_FORCE = N_("Passport in force: version {n}, {day}")
_TITLES = {
    "submitted": SUBMITTED,
    "returned": RETURNED,
    "approved": APPROVED,
    "in_force": IN_FORCE,
}


@dataclass(frozen=True)
class Approval:
    """Who approved the passport, when, and by which minutes or decision."""

    on: date
    minutes_number: str
    by_kk: str
    by_ru: str = ""


# What may be done


def submit(office: Office, on: date, document: str = "", *, incomplete: bool = False) -> Changes:
    """Draft, returned or amended → submitted; the path notes it, too.

    Raises Refusal with what is missing, unless `incomplete` says that it is meant so.
    """
    row = _in_state(office, *passport.OPEN)
    _refuse_day(office, row, on)
    missing = [gap for one in passport.states(office) for gap in one.missing]
    if missing and not incomplete:
        said = ngettext(
            "The passport is not complete: {n} thing is missing.",
            "The passport is not complete: {n} things are missing.",
            len(missing),
        )
        told = [Finding(f"{gap.section}. {gap.sentence}", field=gap.key) for gap in missing]
        raise Refusal(said.format(n=len(missing)), findings=told)
    title = Said(SUBMITTED, {"day": format_date(on)})
    path = _path(row, "submitted", on, document)
    return office.apply(title, office.source, [_set(row, "submitted", None), *path])


def give_back(office: Office, on: date, reason: str) -> Changes:
    """Submitted → returned for revision, with the council's reason."""
    row = _in_state(office, "submitted")
    _refuse_day(office, row, on)
    if not reason.strip():
        raise Refusal(_("Say why the passport is returned."), field="passport_note")
    title = Said(RETURNED, {"day": format_date(on)})
    path = _path(row, "returned", on, "", reason)
    return office.apply(title, office.source, [_set(row, "returned", reason.strip()), *path])


def approve(office: Office, approval: Approval, printer: Printer) -> Changes:
    """Submitted → approved: freezes the next version with its prints, as one action.

    The numbers are those of the day of approval. Raises Refusal for a day to come, and where the
    number of the minutes or the approving body is missing.
    """
    row = _in_state(office, "submitted")
    _refuse_day(office, row, approval.on)
    if not approval.minutes_number.strip():
        raise Refusal(_("Give the number of the minutes or the decision."), field="minutes_number")
    if not approval.by_kk.strip():
        raise Refusal(_("Say in Kazakh who approved it."), field="approved_by_kk")
    path = _path(row, "granted", approval.on, approval.minutes_number.strip())
    made = _approved(office, approval, path)
    text = made.to_json()
    version = new_id()
    values = {
        "cluster_id": row.id,
        "number": made.version,
        "state": "approved",
        "approved_on": approval.on,
        "minutes_number": made.minutes_number,
        "approved_by_kk": made.approved_by.kk,
        "approved_by_ru": made.approved_by.ru or None,
        "content": text,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }
    operations: list[Operation] = [Insert("passport_version", values, version)]
    for name, content in printer(made).items():
        kept = attachments.stored(
            office, "passport_version", version, name, content, kind="printed"
        )
        operations.append(kept)
    operations += [_set(row, "approved", None), *path]
    title = Said(
        APPROVED,
        {"n": str(made.version), "day": format_date(approval.on)},
    )
    return office.apply(title, office.source, operations)


def _approved(office: Office, approval: Approval, path: Sequence[Operation]) -> Passport:
    on = None if approval.on == office.today() else approval.on
    told = {name: v for one in path if isinstance(one, Update) for name, v in one.values.items()}
    return replace(
        passport.whole(office, on, told)[0],
        approved_on=approval.on.isoformat(),
        minutes_number=approval.minutes_number.strip(),
        approved_by=Words(approval.by_kk.strip(), approval.by_ru.strip()),
    )


def put_in_force(office: Office, on: date) -> Changes:
    """The approved version is in force; the one before it goes to the archive."""
    row = _in_state(office, "approved")
    _refuse_day(office, row, on)
    newest = versions(office)[0]
    operations: list[Operation] = [
        Update("passport_version", one.id, {"state": "archived"})
        for one in versions(office)
        if one["state"] == "in_force"
    ]
    operations.append(Update("passport_version", newest.id, {"state": "in_force"}))
    title = Said(
        IN_FORCE,
        {"n": str(newest["number"]), "day": format_date(on)},
    )
    return office.apply(title, office.source, [*operations, _set(row, "in_force", None)])


def amend(office: Office) -> Changes:
    """In force or archived → being amended: the draft is open again.

    The version in force stays in force until another one takes its place.
    """
    row = _in_state(office, "in_force", "archived")
    title = Said(N_("Passport: a new version is begun"), {})
    return office.apply(title, office.source, [_set(row, "amended", None)])


def archive(office: Office, version: UUID) -> Changes:
    """A version in force is no longer so. Raises Refusal where it is not in force."""
    row = cluster.needed(office)
    found = office.get("passport_version", version)
    if found["state"] != "in_force":
        said = _("Version {n} is not in force: only such a one goes to the archive.")
        raise Refusal(said.format(n=found["number"]))
    operations: list[Operation] = [Update("passport_version", version, {"state": "archived"})]
    if row["passport_state"] == "in_force":
        operations.append(_set(row, "archived", None))
    title = Said(N_("Passport to the archive: version {n}"), {"n": str(found["number"])})
    return office.apply(title, office.source, operations)


def _in_state(office: Office, *states: str) -> Row:
    """The cluster. Raises Refusal where its passport is in another state."""
    row = cluster.needed(office)
    now = row["passport_state"]
    if now not in states:
        said = _("The passport is in the state “{state}”. This is possible in: {states}.")
        raise Refusal(
            said.format(
                state=_(PASSPORT_STATES[now]),
                states=", ".join(_(PASSPORT_STATES[one]) for one in states),
            )
        )
    return row


def _refuse_day(office: Office, row: Row, on: date) -> None:
    """Raises Refusal for a day to come, and for one before the passport came into its state."""
    if on > office.today():
        raise Refusal(_("The day lies ahead. Give the day on which it happened."))
    since = _since(office, row)
    if since is not None and on < since:
        said = _(
            "The passport is in the state “{state}” since {day}: give that day or a later one."
        )
        now = row["passport_state"]
        raise Refusal(said.format(state=_(PASSPORT_STATES[now]), day=format_date(since)))


def _since(office: Office, row: Row) -> date | None:
    """Since which day the passport is in its state, or its last approval; None where unknown."""
    now = row["passport_state"]
    known = [one["approved_on"] for one in versions(office) if one["approved_on"]]
    if now in _TITLES:
        words = re.escape(_(_TITLES[now]))
        title = words.replace(r"\{n\}", ".*").replace(r"\{day\}", r"(\d\d)\.(\d\d)\.(\d{4})")
        for line in office.history("cluster", row.id):
            told = re.fullmatch(title, line.title) if line.field == "passport_state" else None
            if told is not None and line.new == now:
                day, month, year = map(int, told.groups())
                known.append(date(year, month, day))
                break
    return max(known, default=None)


def _set(row: Row, state: str, note: str | None) -> Update:
    return Update("cluster", row.id, {"passport_state": state, "passport_note": note})


def _path(row: Row, state: str, on: date, document: str, note: str = "") -> list[Operation]:
    """The same step on the cluster's path, where the cluster stands before it."""
    if state not in cluster.NEXT_STAGES[row["state"]] or row["state"] in ("granted", "suspended"):
        return []
    values: dict[str, Value] = {"state": state, "state_on": on}
    if state == "granted":
        values |= {"decision_number": document, "decision_on": on}
    stage = {
        "cluster_id": row.id,
        "state": state,
        "reached_on": on,
        "document": document.strip() or None,
        "note": note.strip() or None,
    }
    return [Update("cluster", row.id, values), Insert("cluster_stage", stage, new_id())]


# What there is


def versions(office: Office) -> list[Row]:
    """All versions, newest first: number, state, approved_on, minutes_number, approved_by_kk/ru,
    digest."""
    where = (Condition("cluster_id", "is", cluster.needed(office).id),)
    rows = office.rows(Query("passport_version", where, columns=COLUMNS))
    return sorted(rows, key=lambda row: (row["number"], row.id.bytes), reverse=True)


def in_force(office: Office) -> Row | None:
    """The version in force."""
    return next((row for row in versions(office) if row["state"] == "in_force"), None)


def by_number(office: Office, number: int) -> Row:
    """The version of that number. Raises Refusal naming those there are."""
    rows = versions(office)
    for row in rows:
        if row["number"] == number:
            return row
    known = ", ".join(str(row["number"]) for row in reversed(rows)) or "–"
    said = _("There is no version {n} of the passport. There are: {known}.")
    raise Refusal(said.format(n=number, known=known))


def frozen(office: Office, version: UUID) -> Passport:
    """The content of a version. Raises Trouble where it is not what was frozen."""
    row = office.get("passport_version", version)
    if hashlib.sha256(row["content"].encode()).hexdigest() != row["digest"]:
        said = _("Version {n} of the passport is not what was approved. Restore a backup copy.")
        raise Trouble(said.format(n=row["number"]))
    return from_json(row["content"])


def prints(office: Office, version: UUID) -> list[Row]:
    """The kept prints (attachments): name, sha256; attachments.content_path gives the file."""
    return [row for row in attachments.of_record(office, version) if row["kind"] == "printed"]
