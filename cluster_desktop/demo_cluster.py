"""The sample cluster of the demo: everything that the passport of an imagined region needs.

What is told of it lies in resources/samples/12_cluster.json, typed as a person would type it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID

from cluster_desktop.db.entities.membership import PERIODS
from cluster_desktop.db.journal import Said
from cluster_desktop.excel import importing
from cluster_desktop.excel.forms import deliver
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_
from cluster_desktop.paths import resource
from cluster_desktop.query import Condition, Insert, Operation, Query, Update
from cluster_desktop.services import (
    cluster,
    council,
    council_agenda,
    council_decisions,
    council_meetings,
    kpi,
    participants,
    passport,
    reports,
    risks,
    steps,
    surveys,
)
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

SOURCE = "12_cluster.json"
# Needs for staff; indicators and the action plan.
WORKBOOKS = ("06_kadr_qazhettiligi.xlsx", "07_is_sharalar_zhospary.xlsx")
PLAN_YEAR = 2026
SURVEY_STARTS, SURVEY_ENDS = date(2026, 5, 11), date(2026, 5, 29)
PRESENT = 6  # of the council's eight members


def load(office: Office) -> None:
    """The sample cluster into a database with the sample workbooks; nothing where there is one."""
    if cluster.cluster_id(office) is not None:
        return
    for name in WORKBOOKS:
        importing.open_plan(office, resource("samples", name)).apply(office)
    told = json.loads(resource("samples", SOURCE).read_text("utf-8"))
    cluster.make(office, office.read_typed("cluster", told["cluster"]) | _region(office))
    for state, day, document in told["path"]:
        cluster.reach(office, state, _day(day), document)
    participants.add_from_agreements(office)
    _duties(office, told["obligations"])
    for entity, records in told["records"].items():
        _records(office, entity, records)
    _indicators(office, told["plans"], told["responsible"])
    _surveys(office, told["surveys"])
    _meeting(office, told["meeting"])
    risks.insert_typical(office)
    _steps(office, told["steps"])
    _texts(office, told["sections"])
    passport.mark_all(office)
    _forms(office)


def _forms(office: Office) -> None:
    """A small calendar of forms: one with gaps, one ready, one handed in."""
    today = office.today()
    asked = {
        "F9": ("KPI және іс-қимыл жоспары", f"{today.year}-Q3", 4, "quarterly"),
        "F3": ("Дуальды оқыту", "2025-2026", 10, "once"),
        "F1": ("Түлектерді жұмысқа орналастыру", "2025", 19, "once"),
        "F4": ("Әріптестер тізілімі", "01.10.2026", -48, "once"),
    }
    made: dict[str, UUID] = {}
    for form, (name, period, days, repeats) in asked.items():
        values: dict[str, Value] = {
            "form": form, "name": name, "period": period, "repeats": repeats,
            "due_on": today + timedelta(days=days),
        }  # fmt: skip
        (made[form],) = reports.add(office, values).ids
    reports.check(office, made["F3"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / deliver.file_name(office, reports.get(office, made["F4"]))
        saved = deliver.save(office, made["F4"], path)
        deliver.hand_in(office, made["F4"], saved, how="messenger", on=today - timedelta(days=50))


def _region(office: Office) -> dict[str, Value]:
    rows = office.rows(Query("region", columns=("kato",), sort=(("kato", False),)), 1)
    return {"region_id": rows[0].id} if rows else {}


def _day(typed: str) -> date:
    day, month, year = typed.split(".")
    return date(int(year), int(month), int(day))


def _duties(office: Office, of_role: Mapping[str, Sequence[str]]) -> None:
    """What participants of each role promise, as one action."""
    rows = office.rows(Query("membership", columns=("role",)))
    operations: list[Operation] = [
        Update(
            "membership",
            row.id,
            dict(zip(("obligations_kk", "obligations_ru"), of_role[row["role"]], strict=True)),
        )
        for row in rows
    ]
    office.apply(Said(N_("Duties of the participants"), {}), office.source, operations)


def _records(office: Office, entity: str, records: Sequence[Mapping[str, Any]]) -> None:
    """The records of one kind, and what belongs to them, as one action."""
    operations: list[Operation] = []
    for told in records:
        operations += _inserts(office, entity, told, {})
    title = Said(N_("Sample data: {what}"), {"what": office.entity(entity).plural})
    office.apply(title, office.source, operations)


def _inserts(
    office: Office, entity: str, told: Mapping[str, Any], owner: Mapping[str, UUID]
) -> list[Insert]:
    declared = office.entity(entity)
    typed = {name: text for name, text in told.items() if name != "children"}
    values = declared.defaults() | office.read_typed(entity, typed) | dict(owner)
    made = Insert(entity, values | _of_cluster(office, entity), new_id())
    found = [made]
    for child, lines in told.get("children", {}).items():
        links = office.entity(child).links().items()
        (link,) = (name for name, spec in links if spec.owned and spec.to == entity)
        for line in lines:
            found += _inserts(office, child, line, {link: made.id})
    return found


def _of_cluster(office: Office, entity: str) -> dict[str, Value]:
    links = office.entity(entity).links().items()
    return {
        name: cluster.cluster_id(office)
        for name, link in links
        if link.owned and link.to == "cluster"
    }


def _texts(office: Office, sections: Mapping[str, Sequence[str]]) -> None:
    """What the coordinator wrote into the sections, as one action."""
    columns = ("section",)
    where = (Condition("section", "in", tuple(sections)),)
    operations: list[Operation] = [
        Update(
            "passport_section",
            row.id,
            dict(zip(("text_kk", "text_ru"), sections[row["section"]], strict=True)),
        )
        for row in office.rows(Query("passport_section", where, columns=columns))
    ]
    office.apply(Said(N_("Texts of the passport"), {}), office.source, operations)


def _indicators(
    office: Office, plans: Mapping[str, Sequence[str | None]], responsible: str
) -> None:
    """The usual indicators, who answers for them, and the plan of the year."""
    kpi.standard(office)
    where = (Condition("code", "filled"),)
    rows = office.rows(Query("kpi", where, columns=("code",)))
    office.set_many("kpi", [row.id for row in rows], {"responsible": responsible})
    for row in rows:
        for period, plan in zip(PERIODS, plans.get(row["code"], ()), strict=False):
            if plan is not None:
                kpi.put(office, row.id, PLAN_YEAR, period, {"plan": Decimal(plan)})


def _surveys(office: Office, answers: Mapping[str, Sequence[Sequence[int]]]) -> None:
    """A survey of each audience in spring, and what came back; points go round the questions."""
    for audience, sheets in answers.items():
        surveys.make_standard(office, audience, SURVEY_STARTS, SURVEY_ENDS)
        where = (Condition("audience", "is", audience),)
        (row,) = office.rows(Query("survey", where, columns=("starts",)), 1)
        asked = [
            one.id for one in surveys.questionnaire(office, row.id).questions
            if one.answer == "points"
        ]  # fmt: skip
        filled = [
            surveys.Filled(
                row.id,
                f"{audience[:1].upper()}-{at}",
                dict(zip(asked, cycle(points), strict=False)),
                {},
                SURVEY_STARTS,
            )
            for at, points in enumerate(sheets, start=1)
        ]
        surveys.keep(office, filled)


def _meeting(office: Office, told: Mapping[str, Any]) -> None:
    """A meeting of the council that was held, its decisions, and its signed minutes."""
    typed = {name: text for name, text in told.items() if name != "items"}
    agenda = [
        council_agenda.Proposal(
            item["title_kk"],
            item["title_ru"],
            speaker_kk=item["speaker_kk"],
            speaker_ru=item["speaker_ru"],
        )
        for item in told["items"]
    ]
    council_meetings.plan(office, office.read_typed("meeting", typed), agenda)
    (meeting,) = office.rows(Query("meeting", columns=("held_on",)), 1)
    present = [one.id for one in council.members(office, meeting["held_on"])][:PRESENT]
    council_meetings.hold(office, meeting.id, council_meetings.Present(frozenset(present)))
    for row, item in zip(council_meetings.agenda(office, meeting.id), told["items"], strict=True):
        heard = {name: item[name] for name in ("heard_kk", "heard_ru")}
        council_meetings.heard(office, row.id, heard)
        for decision in item["decisions"]:
            expected = {
                name: decision[name] for name in council_decisions.OF_PLAN if name in decision
            }
            rest = {name: text for name, text in decision.items() if name not in expected}
            values = office.read_typed("decision", rest) | expected
            council_decisions.decide(office, row.id, values)
    council_meetings.close(office, meeting.id)


def _steps(office: Office, told: Mapping[str, Mapping[str, str]]) -> None:
    """What was done of the 12 steps, and who answers for the rest."""
    for number, typed in told.items():
        steps.set_step(office, int(number), office.read_typed("creation_step", typed))
