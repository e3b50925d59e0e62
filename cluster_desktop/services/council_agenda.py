"""What belongs on the next agenda: decisions and plan items not closed, reports to be heard.

An open decision of an earlier meeting comes back until it is closed, overdue ones first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.cluster import OPEN_DECISION
from cluster_desktop.db.entities.membership import PERIODS
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, format_date, language, translated
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query, Ref, Row, Update
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# A question on the agenda stays readable: longer texts end in «…».
LONGEST = 300
MOST_ITEMS = 99


@dataclass(frozen=True)
class Proposal:
    """A question for the agenda, and why it is proposed. Typed ones have no reason."""

    title_kk: str
    title_ru: str = ""
    reason: str = ""
    overdue: bool = False
    due: dt.date | None = None
    speaker_kk: str = ""
    speaker_ru: str = ""
    plan_id: UUID | None = None
    decision_id: UUID | None = None
    report_id: UUID | None = None

    @property
    def title(self) -> str:
        """In the language of the window; the other one where it is not written."""
        first, other = self.title_kk, self.title_ru
        if language() == "ru":
            first, other = other, first
        return first or other


def proposals(
    office: Office, on: dt.date | None = None, *, meeting: UUID | None = None
) -> list[Proposal]:
    """What a meeting on that day should speak of: decisions, plan items, reports.

    Overdue ones first, each part by its day. What stands on the meeting's agenda is left out.
    """
    day = on or office.today()
    there = _there(office, meeting)
    found = [*_decisions(office, day, meeting), *_plan_items(office, day), *_reports(office, day)]
    fresh = [
        one for one in found if not there & {one.decision_id, one.plan_id, one.report_id} - {None}
    ]
    return sorted(fresh, key=lambda one: not one.overdue)


def _there(office: Office, meeting: UUID | None) -> set[UUID | None]:
    """Decisions, plan items and reports that the agenda holds already."""
    if meeting is None:
        return set()
    mine = (Condition("meeting_id", "is", meeting),)
    columns = ("about_plan_id", "about_decision_id")
    links = [
        row[name] for row in office.rows(Query("agenda_item", mine, columns=columns))
        for name in columns
    ]  # fmt: skip
    found: set[UUID | None] = {link.id for link in links if isinstance(link, Ref)}
    return found | {row.id for row in office.rows(Query("participant_report", mine))}


def unclosed(on: dt.date) -> Query:
    """Adopted decisions that are not done, the longest due first."""
    return Query(
        "decision",
        (Condition("state", "in", OPEN_DECISION), Condition("adopted", "is", True)),
        sort=(("due", False),),
        columns=("text_kk", "text_ru", "due", "now", "responsible", "agenda_item_id"),
        on=on,
    )


def _decisions(office: Office, day: dt.date, meeting: UUID | None) -> list[Proposal]:
    rows = office.rows(unclosed(day))
    met = _met(office, rows)
    found = []
    for row in rows:
        number, held_on, record = met.get(row["agenda_item_id"].id, ("", None, None))
        if record == meeting or (held_on is not None and held_on > day):
            continue
        kk, ru = str(row["text_kk"]), str(row["text_ru"] or row["text_kk"])
        of = f"№ {number}, {format_date(held_on)}" if held_on else f"№ {number}"
        late = row["now"] == "overdue"
        due = format_date(row["due"]) if row["due"] else ""
        said = _("The decision was due on {day}") if late else _("The decision is due on {day}")
        found.append(
            Proposal(
                _cut(f"Шешімнің орындалуы туралы (хаттама {of}): {kk}"),
                _cut(f"Об исполнении решения (протокол {of}): {ru}"),
                said.format(day=due) if due else _("The decision is not closed"),
                late,
                row["due"],
                str(row["responsible"] or ""),
                str(row["responsible"] or ""),
                decision_id=row.id,
            )
        )
    return found


def _met(
    office: Office, rows: Sequence[Row]
) -> dict[UUID, tuple[str, dt.date | None, UUID | None]]:
    """Number, day and id of the meeting of each decision's item."""
    items = tuple({row["agenda_item_id"].id for row in rows})
    where = (Condition("id", "in", items),)
    links = {
        row.id: row["meeting_id"].id
        for row in office.rows(Query("agenda_item", where, columns=("meeting_id",)))
    }
    where = (Condition("id", "in", tuple(set(links.values()))),)
    known = {
        row.id: (str(row["number"]), row["held_on"], row.id)
        for row in office.rows(Query("meeting", where, columns=("number", "held_on")))
    }
    return {item: known[link] for item, link in links.items() if link in known}


def _plan_items(office: Office, day: dt.date) -> list[Proposal]:
    """Overdue and due within the month; what a decision asked for comes back with the decision."""
    asked = Query(
        "plan_item",
        (Condition("now", "in", ("overdue", "soon")), Condition("decision_id", "empty")),
        sort=(("due", False),),
        columns=("number", "name_kk", "name_ru", "due", "now", "responsible"),
        on=day,
    )
    found = []
    for row in office.rows(asked):
        late = row["now"] == "overdue"
        said = _("The plan item was due on {day}") if late else _("The plan item is due on {day}")
        who = str(row["responsible"] or "")
        kk, ru = str(row["name_kk"]), str(row["name_ru"] or row["name_kk"])
        found.append(
            Proposal(
                _cut(f"Іс-қимыл жоспарының {row['number']}-тармағының орындалуы туралы: {kk}"),
                _cut(f"Об исполнении пункта {row['number']} плана действий: {ru}"),
                said.format(day=format_date(row["due"])),
                late,
                row["due"],
                who,
                who,
                plan_id=row.id,
            )
        )
    return found


def _reports(office: Office, day: dt.date) -> list[Proposal]:
    """Reports received and not heard yet, and those whose day has passed."""
    asked = Query(
        "participant_report",
        (Condition("state", "in", ("awaited", "received")), Condition("meeting_id", "empty")),
        sort=(("due", False),),
        columns=("organisation_id", "year", "period", "due", "state"),
    )
    found = []
    for row in office.rows(asked):
        awaited = row["state"] == "awaited"
        late = awaited and row["due"] is not None and row["due"] < day
        if awaited and not late:
            continue
        organisation = row["organisation_id"].id
        values = office.get("organisation", organisation)
        kk, ru = str(values["name_kk"] or ""), str(values["name_ru"] or "")
        period, year = PERIODS[str(row["period"])], row["year"]
        said = _("The report was due on {day}").format(day=format_date(row["due"]))
        found.append(
            Proposal(
                _cut(f"Қатысушының есебі: {kk or ru} ({year}, {translated(period, 'kk')})"),
                _cut(f"Отчёт участника: {ru or kk} ({year}, {translated(period, 'ru')})"),
                said if late else _("The report is received and not heard yet"),
                late,
                row["due"],
                kk or ru,
                ru or kk,
                report_id=row.id,
            )
        )
    return found


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def add_items(office: Office, meeting: UUID, chosen: Sequence[Proposal]) -> Changes:
    """These questions at the end of a meeting's agenda, as one action."""
    row = office.get("meeting", meeting)
    if row["state"] in ("closed", "cancelled"):
        raise Refusal(_("The minutes are signed: nothing in the meeting can be changed."))
    mine = (Condition("meeting_id", "is", meeting),)
    taken = [
        one["position"] for one in office.rows(Query("agenda_item", mine, columns=("position",)))
    ]
    operations = as_operations(office, meeting, chosen, first=max(taken, default=0) + 1)
    if not operations:
        return Changes()
    said = Said(N_("Agenda of the meeting: {n} new"), {"n": str(len(chosen))})
    return office.apply(said, office.source, operations)


def as_operations(
    office: Office, meeting: UUID, chosen: Sequence[Proposal], *, first: int
) -> list[Operation]:
    """The items to be written, numbered from `first`. Raises Refusal for one without words."""
    declared = office.entity("agenda_item")
    operations: list[Operation] = []
    for position, one in enumerate(chosen, start=first):
        if position > MOST_ITEMS:
            said = _("An agenda holds at most {n} items.")
            raise Refusal(said.format(n=MOST_ITEMS))
        values: dict[str, Value] = {
            "meeting_id": meeting,
            "position": position,
            "title_kk": one.title_kk,
            "title_ru": one.title_ru or None,
            "speaker_kk": one.speaker_kk or None,
            "speaker_ru": one.speaker_ru or None,
            "about_plan_id": one.plan_id,
            "about_decision_id": one.decision_id,
        }
        wrong = [one for one in declared.problems(values) if one.severity == "error"]
        if wrong:
            raise Refusal(wrong[0].message, field=wrong[0].field, findings=wrong)
        operations.append(Insert("agenda_item", values, new_id()))
        if one.report_id is not None:
            heard: dict[str, Value] = {"meeting_id": meeting}
            operations.append(Update("participant_report", one.report_id, heard))
    return operations
