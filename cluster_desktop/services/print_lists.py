"""Lists that are often asked for on paper: each is a query as a page would show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class PrintList:
    """One list: its title in the language of now and what it shows."""

    key: str
    title: str
    query: Query


def of(office: Office) -> list[PrintList]:
    """All of them, in the order of the pages."""
    current = Condition("current", "is", True)
    return [
        _list("partners", _("Partners"), "organisation", Condition("is_own", "is", False)),
        _list(
            "agreements", _("Agreements in force"), "agreement",
            Condition("state", "in", ("in_force", "expiring")),
        ),
        _list(
            "ending", _("Agreements that end soon"), "agreement",
            Condition("state", "is", "expiring"),
        ),
        _list("students", _("Students"), "student", Condition("status", "in",
                                                              ("studying", "on_leave"))),
        _list("placements", _("Students on practice now and ahead"), "placement", current),
        _list(
            "no_place", _("Students without a place of practice"), "student",
            Condition("place", "is", "none"),
        ),
        _list("mentors", _("Mentors"), "mentor"),
        _list(
            "graduates", _("Graduates without a status"), "student",
            Condition("graduated", "is", True), Condition("outcome_now", "is", "unknown"),
        ),
        _list("plan", _("Action plan"), "plan_item"),
        _list("council", _("Composition of the council"), "council_member",
              Condition("serves", "is", True)),
        _list("requests", _("Requests of employers"), "labour_request"),
    ]  # fmt: skip


def counted(office: Office) -> list[tuple[PrintList, int]]:
    """The lists with how many records each has."""
    return [(one, office.count(one.query)) for one in of(office)]


def _list(key: str, title: str, entity: str, *where: Condition) -> PrintList:
    return PrintList(key, title, Query(entity, tuple(where)))
