"""Which records each table of the passport is made of: what "Open the list" opens."""

from __future__ import annotations

from collections.abc import Mapping

from cluster_desktop.query import Condition, Query
from cluster_desktop.services.passport_sections import IN_PASSPORT
from cluster_desktop.services.passport_sections_more import GOING

_MEMBERS = Query("membership", (IN_PASSPORT,))
LISTS: Mapping[str, Query] = {
    "2.participants": _MEMBERS,
    "3.documents": Query("founding_document"),
    "4.territory": Query("cluster_territory"),
    "4.addresses": _MEMBERS,
    "5.short": Query("goal", (Condition("horizon", "is", "short"),)),
    "5.long": Query("goal", (Condition("horizon", "is", "long"),)),
    "5.factors": Query("cluster_factor"),
    "6.fields": Query("specialisation"),
    "7.by_year": Query("plan_item", (GOING,)),
    "8.technologies": Query("technology"),
    "8.projects": Query("innovation_project"),
    "9.by_source": Query("finance_line"),
    "9.funds": Query("fund"),
    "10.objects": Query("infrastructure"),
    "11.kpis": Query("kpi"),
}


def list_of(table: str) -> Query | None:
    """The records of a table by its key; None where it has no list of its own."""
    return LISTS.get(table)
