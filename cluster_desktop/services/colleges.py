"""Which records a question means where several colleges' stand in one database.

A college's database holds its own records and registers that all share; the regional office's holds
those of every college. What describes one cluster – passport, council, plan, indicators – and what
numbers and rates papers is asked of the own college only, unless the question names another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.entity import COLLEGE, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

OF_ONE_CLUSTER = frozenset({
    "cluster", "cluster_stage", "cluster_territory", "founding_document", "cluster_factor",
    "council_member", "conflict_of_interest", "meeting", "meeting_attendance", "agenda_item",
    "decision", "working_group", "working_group_member", "membership", "participant_report",
    "passport_section", "passport_version", "creation_step", "goal", "strategy_review",
    "specialisation", "specialisation_code", "kpi", "kpi_value", "kpi_period", "plan_item", "risk",
    "corrective_action", "finance_line", "fund", "fund_entry", "report_request", "report_figure",
    "numbering_rule", "rubric_criterion",
})  # fmt: skip
# Registers that all write and that a college reports only its own lines of.
TOLD_BY_ONE = frozenset({"labour_request", "labour_need", "other_supply"})


def of_own_cluster(query: Query) -> bool:
    """Whether a question about the own cluster only; one that names a college or records is not."""
    if query.entity not in OF_ONE_CLUSTER:
        return False
    return not any(condition.field in (COLLEGE, "id") for condition in query.where)


def of_own(office: Office, query: Query) -> Query:
    """The question asked of the own records only."""
    return narrowed(query, (office.college_id(), None))


def refuse_others(office: Office, entity: str, records: Sequence[UUID]) -> None:
    """Raise Refusal where a paper would be made of another college's records: it names the own
    one as its party, and its numbers are not given here."""
    if catalogue[entity].exchange != "college":
        return
    where = (Condition("id", "in", tuple(records)), Condition(COLLEGE, "filled"))
    own = office.college_id()
    for row in office.rows(Query(entity, where, columns=(COLLEGE,))):
        if row[COLLEGE].id != own:
            said = _("These records are of {college}: their papers are printed there.")
            raise Refusal(said.format(college=row[COLLEGE].title or _("another college")))


def narrowed(query: Query, colleges: Sequence[UUID | None]) -> Query:
    """The question asked of these colleges only, where the kind is a college's own."""
    kind = catalogue[query.entity]
    if kind.exchange != "college" and query.entity not in TOLD_BY_ONE:
        return query
    if any(condition.field == COLLEGE for condition in query.where):
        return query
    return replace(query, where=(*query.where, Condition(COLLEGE, "in", tuple(colleges))))
