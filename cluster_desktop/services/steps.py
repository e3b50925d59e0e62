"""The 12 steps of creation (chapter 4): state, dates, responsible, files, and proving records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.entities.strategy import STEP_STATES, STEPS
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Figure, Insert, Operation, Query, Row
from cluster_desktop.services import attachments, cluster, figures
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.passport_content import Words
from cluster_desktop.services.steps_wording import ASKS, RESULTS, TITLES

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# The window takes the names of the states from here.
__all__ = [
    "STEPS",
    "STEP_STATES",
    "Proof",
    "Step",
    "as_plan",
    "proofs",
    "set_step",
    "step",
    "steps",
]
COLUMNS = ("step", "state", "starts", "due", "done_on", "responsible", "evidence", "note")


@dataclass(frozen=True)
class Proof:
    """Records that prove a step: in words, and how many there are; the figure opens them."""

    label: str
    figure: Figure


@dataclass(frozen=True)
class Step:
    """One step as the page shows it. `asks` is what the recommendations ask, in kk and ru.

    state: not_started, in_progress, done. `record` is its creation_step (files hang there).
    """

    number: int
    title: str
    asks: Words
    state: str
    starts: date | None
    due: date | None
    done_on: date | None
    responsible: str
    evidence: str
    note: str
    record: UUID
    files: int
    proofs: tuple[Proof, ...]

    @property
    def is_proved(self) -> bool:
        """There are files, words or records that prove it."""
        return bool(self.files or self.evidence or any(one.figure.value for one in self.proofs))

    def is_overdue(self, today: date) -> bool:
        return self.state != "done" and self.due is not None and self.due < today


def _is(field: str, value: Value = True) -> Condition:
    return Condition(field, "is", value)


def _in(field: str, *values: str) -> Condition:
    return Condition(field, "in", values)


INTERNSHIPS = ("internship", "foreign")
# What proves each step: (key, words, query). The numbers are of the day that is asked for.
PROOFS: Mapping[int, Sequence[tuple[str, str, Query]]] = {
    1: (
        ("goals", N_("Goals"), Query("goal")),
        ("sectors", N_("Fields of specialisation"), Query("specialisation")),
    ),
    2: (
        ("members", N_("Participants"), Query("membership", (_is("belongs"),))),
        ("talks", N_("In negotiation"), Query("membership", (_is("state", "negotiating"),))),
    ),
    3: (
        ("requests", N_("Requests for staff"), Query("labour_request")),
        ("needs", N_("Need by years"), Query("labour_need", (_is("counts"),))),
    ),
    4: (
        ("matches", N_("Matches of requests and offers"), Query("request_match")),
        (
            "agreements",
            N_("Agreements in force"),
            Query("agreement", (_in("state", "in_force", "expiring"),)),
        ),
    ),
    5: (
        (
            "internships",
            N_("Internships of teachers"),
            Query("teacher_internship", (_in("kind", *INTERNSHIPS),)),
        ),
        (
            "courses",
            N_("Courses and exchange of experience"),
            Query("teacher_internship", (_in("kind", "course", "retraining", "exchange"),)),
        ),
    ),
    6: (
        ("awards", N_("Scholarships and grants"), Query("scholarship")),
        (
            "guarantees",
            N_("Employment guarantees"),
            Query("agreement", (_is("kind", "employment_guarantee"),)),
        ),
        ("mentors", N_("Mentors"), Query("mentor")),
    ),
    7: (
        (
            "programmes",
            N_("Programmes agreed with employers"),
            Query("programme_update", (_in("state", "agreed", "in_use"),)),
        ),
    ),
    8: (
        ("exchange", N_("Exchange of resources"), Query("resource_exchange")),
        (
            "shared",
            N_("Objects open to participants"),
            Query("infrastructure", (_is("shared"),)),
        ),
    ),
    9: (("projects", N_("Innovation projects"), Query("innovation_project")),),
    10: (
        ("kpis", N_("Indicators"), Query("kpi")),
        (
            "reports",
            N_("Reports of participants"),
            Query("participant_report", (_in("state", "received", "heard"),)),
        ),
        ("surveys", N_("Surveys"), Query("survey")),
    ),
    11: (
        ("reviews", N_("Reviews of the strategy"), Query("strategy_review")),
        ("plan", N_("Plan items"), Query("plan_item", (Condition("state", "not", "cancelled"),))),
        ("technologies", N_("Technologies and resources"), Query("technology")),
    ),
    12: (
        ("funds", N_("Development fund"), Query("fund", (_is("kind", "development"),))),
        ("entries", N_("Entries of the fund"), Query("fund_entry")),
        ("lines", N_("Funding"), Query("finance_line")),
    ),
}


def steps(office: Office, on: date | None = None) -> list[Step]:
    """All 12 in order. Raises Refusal where there is no cluster."""
    rows = _rows(office)
    return [_step(office, int(number), rows[number], on) for number in STEPS if number in rows]


def step(office: Office, number: int, on: date | None = None) -> Step:
    """One step. Raises Refusal for a number that is none."""
    return _step(office, number, _row(office, number), on)


def _rows(office: Office) -> dict[str, Row]:
    cluster.needed(office)
    rows = office.rows(Query("creation_step", columns=COLUMNS))
    return {row["step"]: row for row in sorted(rows, key=lambda row: row.id.bytes, reverse=True)}


def _row(office: Office, number: int) -> Row:
    rows = _rows(office)
    if str(number) not in rows:
        raise Refusal(_("There is no step {number}: there are 1–12.").format(number=number))
    return rows[str(number)]


def _step(office: Office, number: int, row: Row, on: date | None) -> Step:
    return Step(
        number=number,
        title=TITLES[number].here(),
        asks=ASKS[number],
        state=row["state"],
        starts=row["starts"],
        due=row["due"],
        done_on=row["done_on"],
        responsible=row["responsible"] or "",
        evidence=row["evidence"] or "",
        note=row["note"] or "",
        record=row.id,
        files=len(attachments.of_record(office, row.id)),
        proofs=proofs(office, number, on),
    )


def proofs(office: Office, number: int, on: date | None = None) -> tuple[Proof, ...]:
    """What the records say of a step."""
    return tuple(
        Proof(_(words), figures.counted(office, f"step{number}.{key}", replace(query, on=on)))
        for key, words, query in PROOFS[number]
    )


def set_step(office: Office, number: int, values: Mapping[str, Value]) -> Changes:
    """New state, starts, due, done_on, responsible, evidence, note of a step.

    Done needs a day (today where none is given) and a proof: records, a file or words. Raises
    Refusal.
    """
    row = _row(office, number)
    new = dict(values)
    state = new.get("state", row["state"])
    if state not in STEP_STATES:
        known = ", ".join(STEP_STATES)
        said = _("“{state}” is no state of a step. There are: {known}.")
        raise Refusal(said.format(state=state, known=known))
    if state == "done":
        _refuse_unproved(office, number, row, new)
        new["done_on"] = new.get("done_on", row["done_on"]) or office.today()
        if new["done_on"] > office.today():
            raise Refusal(
                _("The day lies ahead. Give the day on which it happened."), field="done_on"
            )
    elif row["state"] == "done" and "done_on" not in new:
        new["done_on"] = None
    return office.set("creation_step", row.id, new)


def _refuse_unproved(office: Office, number: int, row: Row, new: Mapping[str, Value]) -> None:
    told = new.get("evidence", row["evidence"])
    if told or attachments.of_record(office, row.id):
        return
    if any(one.figure.value for one in proofs(office, number)):
        return
    said = _(
        "Step {number}: nothing proves it yet. Add a file, say it in words, or record it: {what}."
    )
    what = ", ".join(_(one[1]) for one in PROOFS[number])
    raise Refusal(said.format(number=number, what=what), field="evidence")


def as_plan(office: Office, year: int) -> Changes:
    """“Insert the 12 steps”: a plan item for each step whose measure the plan has not yet.

    The term is the step's own, else the end of the year; one action.
    """
    rows = _rows(office)
    there = {row["name_kk"] for row in office.rows(Query("plan_item", columns=("name_kk",)))}
    highest = max(
        (row["number"] or 0 for row in office.rows(Query("plan_item", columns=("number",)))),
        default=0,
    )
    defaults = office.entity("plan_item").defaults()
    operations: list[Operation] = []
    for number, title in TITLES.items():
        row = rows.get(str(number))
        if row is None or title.kk in there:
            continue
        highest += 1
        values = {
            "number": highest,
            "year": year,
            "name_kk": title.kk,
            "name_ru": title.ru,
            "starts": row["starts"],
            "due": row["due"] or date(year, 12, 31),
            "responsible": row["responsible"],
            "result_kk": RESULTS[number].kk,
            "result_ru": RESULTS[number].ru,
        }
        operations.append(Insert("plan_item", {**defaults, **values}, new_id()))
    if not operations:
        return Changes()
    title_of = Said(N_("Steps of creation in the plan: {n}"), {"n": str(len(operations))})
    return office.apply(title_of, office.source, operations)
