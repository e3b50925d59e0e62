"""The saved counts above a list: the states that matter on that page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cluster_desktop.fields import Choice, Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Chip, Condition, Query

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

STATE_BODIES = ("state_body", "employment_centre", "career_centre")
EMPLOYERS = ("enterprise", "startup")
# Chips that all ask one column are counted by it in one reading.
COUNTED_BY = {"agreement": "state", "organisation": "kind"}


def of(office: Office, entity: str) -> list[Chip]:
    """Chips of an entity's page, the one for all records first; empty for other entities."""
    return counted(office, entity, uncounted(office, entity))


def uncounted(office: Office, entity: str) -> list[Chip]:
    """The same without the counts: no record is read, however many there are."""
    make = _MADE.get(entity)
    return make(office) if make is not None else []


def counted(office: Office, entity: str, chips: Sequence[Chip]) -> list[Chip]:
    """The chips with their counts."""
    column = COUNTED_BY.get(entity)
    if not chips or column is None:
        return [_counted(office, entity, chip) for chip in chips]
    counts: Mapping[Value, int] = office.counts_by(Query(entity, chips[0].where), column)
    made = [replace(chip, count=_sum(chip, column, counts)) for chip in chips]
    return [chip for chip in made if chip.count or chip.key != "others"]


def _sum(chip: Chip, column: str, counts: Mapping[Value, int]) -> int:
    asked = next((one.value for one in chip.where if one.field == column), None)
    return sum(n for value, n in counts.items() if asked is None or value in asked)


def _counted(office: Office, entity: str, chip: Chip) -> Chip:
    return replace(chip, count=office.count(Query(entity, chip.where)))


def _of_agreements(office: Office) -> list[Chip]:
    days = office.whole_setting("alerts.warn_days")

    def chip(key: str, label: str, states: tuple[str, ...], look: str, icon: str) -> Chip:
        return Chip(key, label, None, (Condition("state", "in", states),), look, icon)

    return [
        Chip("all", _("All"), None, ()),
        chip("in_force", _("In force"), ("in_force", "expiring"), "good", "check"),
        chip("expiring", _("End within {n} days").format(n=days), ("expiring",), "soon", "warning"),
        chip("unsigned", _("Not signed"), ("printed", "approval"), "info", "print"),
        chip("expired", _("Expired"), ("expired",), "bad", "error"),
        chip("drafts", _("Drafts"), ("draft",), "draft", "edit"),
    ]


def _of_organisations(office: Office) -> list[Chip]:
    partners = (Condition("is_own", "is", False),)

    def chip(key: str, label: str, kinds: tuple[str | None, ...]) -> Chip:
        return Chip(key, label, None, (*partners, Condition("kind", "in", kinds)))

    groups = {
        "employers": (_("Employers"), EMPLOYERS),
        "schools": (_("Schools"), ("school",)),
        "colleges": (_("Colleges"), ("college",)),
        "universities": (_("Universities"), ("university",)),
        "state_bodies": (_("State bodies"), STATE_BODIES),
    }
    named = {kind for _label, kinds in groups.values() for kind in kinds}
    spec = office.entity("organisation").fields["kind"]
    every = spec.choices if isinstance(spec, Choice) else {}
    others = (*(kind for kind in every if kind not in named), None)
    return [
        Chip("all", _("All"), None, partners),
        *(chip(key, label, kinds) for key, (label, kinds) in groups.items()),
        chip("others", _("Others"), others),
    ]


def _of_students(_office: Office) -> list[Chip]:
    here = Condition("status", "in", ("studying", "on_leave"))
    return [
        Chip("all", _("All"), None, (here,)),
        Chip(
            *("no_place", _("Without a place"), None, (Condition("place", "is", "none"),)),
            *("bad", "error"),
        ),
        Chip("dual", _("In dual training"), None, (here, Condition("dual", "is", True)), "info"),
        Chip("minors", _("Under 18"), None, (here, Condition("minor", "is", True))),
        Chip("on_leave", _("On academic leave"), None, (Condition("status", "is", "on_leave"),)),
    ]


def _of_placements(_office: Office) -> list[Chip]:
    current = Condition("current", "is", True)
    return [
        Chip("all", _("All"), None, ()),
        Chip("current", _("Now and ahead"), None, (current,), "good", "check"),
        Chip(
            *("no_mentor", _("Without a mentor"), None, (current, Condition("mentor_id", "empty"))),
            *("bad", "error"),
        ),
        Chip(
            *("agreement", _("Agreement does not hold"), None),
            *((Condition("agreement_state", "filled"),), "bad", "error"),
        ),
        Chip(
            *("over", _("Over a limit, with a reason"), None, (Condition("reason", "filled"),)),
            *("soon", "warning"),
        ),
        Chip(
            *("diary", _("Diary is missing"), None, (Condition("diary_missing", "is", True),)),
            *("soon", "warning"),
        ),
    ]


def _of_mentors(_office: Office) -> list[Chip]:
    def flag(key: str, label: str, look: str, icon: str) -> Chip:
        return Chip(key, label, None, (Condition(key, "is", True),), look, icon)

    return [
        Chip("all", _("All"), None, ()),
        flag("overloaded", _("Overloaded"), "bad", "error"),
        flag("order_missing", _("Order is missing"), "soon", "warning"),
        flag("training_ends", _("Training ends"), "soon", "warning"),
        flag("inexperienced", _("Experience below the limit"), "soon", "warning"),
    ]


def _of_council(_office: Office) -> list[Chip]:
    serves = Condition("serves", "is", True)

    def group(key: str, label: str) -> Chip:
        return Chip(key, label, None, (serves, Condition("council_group", "is", key)))

    return [
        Chip("all", _("All"), None, ()),
        Chip("serves", _("In the council today"), None, (serves,), "good", "check"),
        group("education", _("Education and science")),
        group("enterprise", _("Enterprises")),
        group("state", _("Local executive bodies")),
        group("expert", _("Experts")),
    ]


def _of_decisions(_office: Office) -> list[Chip]:
    going = (
        Condition("state", "in", ("to_do", "in_progress")),
        Condition("adopted", "is", True),
    )
    return [
        Chip("all", _("All"), None, ()),
        Chip("open", _("Not carried out"), None, going, "info", "clock"),
        Chip(
            *("overdue", _("Overdue"), None, (Condition("now", "is", "overdue"),)),
            *("bad", "error"),
        ),
    ]


def _of_requests(_office: Office) -> list[Chip]:
    def chip(key: str, label: str, look: str, icon: str) -> Chip:
        return Chip(key, label, None, (Condition("state", "is", key),), look, icon)

    still = Condition("state", "in", ("draft", "checked", "returned"))
    return [
        Chip("all", _("All"), None, ()),
        Chip("still", _("To deliver"), None, (still,), "draft", "edit"),
        chip("delivered", _("Handed in"), "info", "info"),
        chip("returned", _("Sent back"), "bad", "error"),
        chip("accepted", _("Accepted"), "good", "check"),
    ]


_MADE: dict[str, Callable[[Office], list[Chip]]] = {
    "agreement": _of_agreements,
    "organisation": _of_organisations,
    "student": _of_students,
    "placement": _of_placements,
    "mentor": _of_mentors,
    "council_member": _of_council,
    "decision": _of_decisions,
    "report_request": _of_requests,
}
