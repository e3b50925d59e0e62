"""The coordinating council on a day: its members, the four groups, and what is missing.

Composition and roles: methodical recommendations 2026, chapter 5.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.entities.council import GROUPS, ROLES
from cluster_desktop.i18n import N_, _, ngettext
from cluster_desktop.query import Condition, Figure, Query, Ref
from cluster_desktop.services.figures import counted

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# A term that ends so soon is told.
TERM_DAYS = 60
CHAIR, DEPUTY, SECRETARY = "chair", "deputy", "secretary"
_COLUMNS = (
    *("full_name", "position_kk", "position_ru", "organisation_id", "council_group", "role"),
    *("starts", "ends"),
)
_MISSING_GROUP = {
    "education": N_("Nobody represents education and research organisations."),
    "enterprise": N_("Nobody represents enterprises."),
    "state": N_("Nobody represents local executive bodies."),
    "expert": N_("There are no experts or consultants."),
}


@dataclass(frozen=True)
class Member:
    """One who serves on the day."""

    id: UUID
    name: str
    position_kk: str
    position_ru: str
    organisation: Ref | None
    group: str
    role: str
    ends: dt.date | None


@dataclass(frozen=True)
class GroupState:
    """How many of a group serve; the figure opens them."""

    key: str
    label: str
    figure: Figure


@dataclass(frozen=True)
class Gap:
    """What the council lacks, and the records that show it."""

    sentence: str
    query: Query
    is_hint: bool = False


@dataclass(frozen=True)
class Council:
    """The council on a day."""

    on: dt.date
    members: tuple[Member, ...]
    groups: tuple[GroupState, ...]
    gaps: tuple[Gap, ...]


def serving(on: dt.date, *where: Condition) -> Query:
    """Those who serve on a day, chair first."""
    return Query(
        "council_member",
        (Condition("serves", "is", True), *where),
        sort=(("full_name", False),),
        on=on,
    )


def members(office: Office, on: dt.date | None = None) -> list[Member]:
    """Who serves on the day: chair, deputies, secretary, members; each by name."""
    day = on or office.today()
    asked = serving(day)
    rows = office.rows(Query(asked.entity, asked.where, sort=asked.sort, columns=_COLUMNS, on=day))
    found = [
        Member(
            row.id,
            str(row["full_name"]),
            str(row["position_kk"] or row["position_ru"] or ""),
            str(row["position_ru"] or row["position_kk"] or ""),
            row["organisation_id"],
            str(row["council_group"]),
            str(row["role"]),
            row["ends"],
        )
        for row in rows
    ]
    order = list(ROLES)
    return sorted(found, key=lambda one: order.index(one.role))


def council(office: Office, on: dt.date | None = None) -> Council:
    """Members, groups and gaps on a day."""
    day = on or office.today()
    found = members(office, day)
    groups = tuple(
        GroupState(
            key,
            _(label),
            counted(office, f"council.{key}", serving(day, Condition("council_group", "is", key))),
        )
        for key, label in GROUPS.items()
    )
    return Council(day, tuple(found), groups, tuple(_gaps(office, found, groups, day)))


def _gaps(
    office: Office, found: list[Member], groups: tuple[GroupState, ...], day: dt.date
) -> list[Gap]:
    gaps = [
        Gap(_(_MISSING_GROUP[one.key]), one.figure.behind.query)
        for one in groups
        if not one.figure.value
    ]
    chairs = [one for one in found if one.role == CHAIR]
    role = {key: serving(day, Condition("role", "is", key)) for key in ROLES}
    if not chairs:
        gaps.append(Gap(_("The council has no chair."), role[CHAIR]))
    elif len(chairs) > 1:
        said = _("The council has {n} chairs, one is needed.").format(n=len(chairs))
        gaps.append(Gap(said, role[CHAIR]))
    if not any(one.role == SECRETARY for one in found):
        gaps.append(Gap(_("The council has no secretary."), role[SECRETARY]))
    if not any(one.role == DEPUTY for one in found):
        said = _("There is no deputy who could act for the chair.")
        gaps.append(Gap(said, role[DEPUTY], is_hint=True))
    return gaps + _terms(office, day)


def _terms(office: Office, day: dt.date) -> list[Gap]:
    last = day + dt.timedelta(days=TERM_DAYS)
    soon = serving(day, Condition("ends", "between", (day, last)))
    ending = office.count(soon)
    if not ending:
        return []
    said = ngettext(
        "The term of {n} member ends within {days} days.",
        "The term of {n} members ends within {days} days.",
        ending,
    )
    return [Gap(said.format(n=ending, days=TERM_DAYS), soon, is_hint=True)]


def open_conflicts(office: Office, on: dt.date | None = None) -> Query:
    """Conflicts of interest declared by the day and not settled."""
    day = on or office.today()
    return Query(
        "conflict_of_interest",
        (Condition("state", "is", "open"), Condition("declared_on", "between", (None, day))),
        columns=("member_id", "matter", "declared_on", "measure"),
    )
