"""The saved counts above a list: the states that matter on that page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cluster_desktop.i18n import _
from cluster_desktop.query import Chip, Condition, Query

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

STATE_BODIES = ("state_body", "employment_centre", "career_centre")
EMPLOYERS = ("enterprise", "startup")


def of(office: Office, entity: str) -> list[Chip]:
    """Chips of an entity's page, the one for all records first; empty for other entities."""
    if entity == "agreement":
        return _of_agreements(office)
    if entity == "organisation":
        return _of_organisations(office)
    return []


def _of_agreements(office: Office) -> list[Chip]:
    counts = office.counts_by(Query("agreement"), "state")
    days = office.whole_setting("alerts.warn_days")

    def chip(key: str, label: str, states: tuple[str, ...], look: str, icon: str) -> Chip:
        number = sum(counts.get(state, 0) for state in states)
        return Chip(key, label, number, (Condition("state", "in", states),), look, icon)

    return [
        Chip("all", _("All"), sum(counts.values()), ()),
        chip("in_force", _("In force"), ("in_force", "expiring"), "good", "check"),
        chip("expiring", _("End within {n} days").format(n=days), ("expiring",), "soon", "warning"),
        chip("unsigned", _("Not signed"), ("printed", "approval"), "info", "print"),
        chip("expired", _("Expired"), ("expired",), "bad", "error"),
        chip("drafts", _("Drafts"), ("draft",), "draft", "edit"),
    ]


def _of_organisations(office: Office) -> list[Chip]:
    partners = Query("organisation", where=(Condition("is_own", "is", False),))
    counts = office.counts_by(partners, "kind")

    def chip(key: str, label: str, kinds: tuple[str, ...]) -> Chip:
        number = sum(counts.get(kind, 0) for kind in kinds)
        return Chip(key, label, number, (*partners.where, Condition("kind", "in", kinds)))

    others = tuple(
        k for k in counts if k not in {*EMPLOYERS, "school", "college", "university", *STATE_BODIES}
    )
    return [
        Chip("all", _("All"), sum(counts.values()), partners.where),
        chip("employers", _("Employers"), EMPLOYERS),
        chip("schools", _("Schools"), ("school",)),
        chip("colleges", _("Colleges"), ("college",)),
        chip("universities", _("Universities"), ("university",)),
        chip("state_bodies", _("State bodies"), STATE_BODIES),
        *([chip("others", _("Others"), others)] if others else []),
    ]
