"""Participants of the cluster: taken over from the partners who have an agreement, and left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.cluster import IN_FORCE
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Insert, Query, Ref
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# What an organisation of a kind usually does in a cluster; the coordinator changes it.
ROLE_OF_KIND: Mapping[str, str] = {
    "college": "education",
    "university": "education",
    "enterprise": "employer",
    "startup": "employer",
    "school": "career_guidance",
    "preschool": "career_guidance",
    "research": "science",
    "state_body": "support",
    "employment_centre": "support",
    "career_centre": "support",
    "chamber": "expertise",
    "association": "expertise",
    "union": "expertise",
}


def add_from_agreements(office: Office) -> Changes:
    """Everybody with an agreement in force, and the own college, who is no participant yet.

    The role is the usual one of the kind of organisation; joined when the first agreement that is
    in force was signed. One action; nothing where nobody is missing.
    """
    there = {row["organisation_id"].id for row in office.rows(_members())}
    inserts = [
        Insert("membership", values, new_id())
        for organisation, values in _candidates(office).items()
        if organisation not in there
    ]
    if not inserts:
        return Changes()
    title = Said(N_("{n} participants of the cluster"), {"n": str(len(inserts))})
    return office.apply(title, office.source, inserts)


def leave(office: Office, membership: UUID, on: date, why: str) -> Changes:
    """A participant leaves; its history and agreements stay. Raises Refusal without a reason."""
    if not why.strip():
        raise Refusal(
            _("Why and by which document does the participant leave? Write it."), field="leaving"
        )
    return office.set(
        "membership", membership, {"state": "left", "left_on": on, "leaving": why.strip()}
    )


def _members() -> Query:
    return Query("membership", columns=("organisation_id",))


def _candidates(office: Office) -> dict[UUID, dict[str, Value]]:
    """What a new participant would be, by organisation, in the order of the signing."""
    own = Query("organisation", (Condition("is_own", "is", True),), columns=("kind",))
    found: dict[UUID, dict[str, Value]] = {
        row.id: {
            "organisation_id": row.id,
            "state": "member",
            "role": "coordinator",
            "founder": True,
        }
        for row in office.rows(own)
    }
    kinds = {row.id: row["kind"] for row in office.rows(Query("organisation", columns=("kind",)))}
    for organisation, signed_on in _partners(office):
        if organisation in kinds and organisation not in found:
            found[organisation] = {
                "organisation_id": organisation,
                "state": "member",
                "role": ROLE_OF_KIND.get(kinds[organisation], "other"),
                "founder": False,
                "joined_on": signed_on,
            }
    return found


def _partners(office: Office) -> list[tuple[UUID, date | None]]:
    """Partners and further parties of the agreements in force, the earliest signed first."""
    in_force = Query(
        "agreement",
        (Condition("state", "in", IN_FORCE), Condition("student_id", "empty")),
        sort=(("signed_on", False),),
        columns=("signed_on", "partner_id"),
    )
    further: dict[UUID, list[Ref]] = {}
    for row in office.rows(Query("party", columns=("agreement_id", "organisation_id"))):
        further.setdefault(row["agreement_id"].id, []).append(row["organisation_id"])
    return [
        (party.id, row["signed_on"])
        for row in office.rows(in_force)
        for party in (row["partner_id"], *further.get(row.id, ()))
        if isinstance(party, Ref)
    ]
