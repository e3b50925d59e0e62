"""The saved counts above a list: the states that matter on that page."""

from __future__ import annotations

from dataclasses import replace
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
    if entity == "student":
        return _of_students(office)
    if entity == "placement":
        return _of_placements(office)
    if entity == "mentor":
        return _of_mentors(office)
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


def _counted(office: Office, entity: str, chip: Chip) -> Chip:
    return replace(chip, count=office.count(Query(entity, chip.where)))


def _of_students(office: Office) -> list[Chip]:
    here = Condition("status", "in", ("studying", "on_leave"))
    named = [
        Chip("all", _("All"), 0, (here,)),
        Chip(
            *("no_place", _("Without a place"), 0, (Condition("place", "is", "none"),)),
            *("bad", "error"),
        ),
        Chip("dual", _("In dual training"), 0, (here, Condition("dual", "is", True)), "info"),
        Chip("minors", _("Under 18"), 0, (here, Condition("minor", "is", True))),
        Chip("on_leave", _("On academic leave"), 0, (Condition("status", "is", "on_leave"),)),
    ]
    return [_counted(office, "student", chip) for chip in named]


def _of_placements(office: Office) -> list[Chip]:
    current = Condition("current", "is", True)
    named = [
        Chip("all", _("All"), 0, ()),
        Chip("current", _("Now and ahead"), 0, (current,), "good", "check"),
        Chip(
            *("no_mentor", _("Without a mentor"), 0, (current, Condition("mentor_id", "empty"))),
            *("bad", "error"),
        ),
        Chip(
            *("agreement", _("Agreement does not hold"), 0),
            *((Condition("agreement_state", "filled"),), "bad", "error"),
        ),
        Chip(
            *("over", _("Over a limit, with a reason"), 0, (Condition("reason", "filled"),)),
            *("soon", "warning"),
        ),
        Chip(
            *("diary", _("Diary is missing"), 0, (Condition("diary_missing", "is", True),)),
            *("soon", "warning"),
        ),
    ]
    return [_counted(office, "placement", chip) for chip in named]


def _of_mentors(office: Office) -> list[Chip]:
    def flag(key: str, label: str, look: str, icon: str) -> Chip:
        return Chip(key, label, 0, (Condition(key, "is", True),), look, icon)

    named = [
        Chip("all", _("All"), 0, ()),
        flag("overloaded", _("Overloaded"), "bad", "error"),
        flag("order_missing", _("Order is missing"), "soon", "warning"),
        flag("training_ends", _("Training ends"), "soon", "warning"),
        flag("inexperienced", _("Experience below the limit"), "soon", "warning"),
    ]
    return [_counted(office, "mentor", chip) for chip in named]
