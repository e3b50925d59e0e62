"""Which records a question means where several colleges' stand in one database. Pure.

A college's database holds its own records and registers that all share; the regional office's holds
those of every college. What describes one cluster – passport, council, plan, indicators – and what
numbers and rates papers is asked of the own college only, unless the question names another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from cluster_desktop.entity import COLLEGE, catalogue
from cluster_desktop.query import Condition, Query

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


def narrowed(query: Query, colleges: Sequence[UUID | None]) -> Query:
    """The question asked of these colleges only, where the kind is a college's own."""
    kind = catalogue[query.entity]
    if kind.exchange != "college" and query.entity not in TOLD_BY_ONE:
        return query
    if any(condition.field == COLLEGE for condition in query.where):
        return query
    return replace(query, where=(*query.where, Condition(COLLEGE, "in", tuple(colleges))))
