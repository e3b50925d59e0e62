"""Participants: taken over from agreements once, usual roles, leaving with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Insert, Query
from cluster_desktop.services import participants
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office


def organisation(office: Office, name: str, kind: str, **more: object) -> Insert:
    values = office.entity("organisation").defaults() | {"name_kk": name, "kind": kind} | more
    return Insert("organisation", values, new_id())


def memorandum(office: Office, partner: Insert, signed: date, until: date | None) -> Insert:
    values = office.entity("agreement").defaults() | {
        "number": f"{signed:%d-%m}",
        "kind": "memorandum",
        "partner_id": partner.id,
        "stage": "signed",
        "signed_on": signed,
        "valid_from": signed,
        "valid_until": until,
    }
    return Insert("agreement", values, new_id())


@pytest.fixture
def college(office: Office) -> Office:
    """Our college, an enterprise and a school with agreements in force, a partner whose ended."""
    farm = organisation(office, "«Дән» ЖШС", "enterprise")
    school = organisation(office, "№ 2 мектеп", "school")
    gone = organisation(office, "«Ескі» ЖШС", "enterprise")
    third = organisation(office, "Палата", "chamber")
    both = memorandum(office, school, date(2025, 9, 1), None)
    party = {"agreement_id": both.id, "organisation_id": third.id}
    office.apply(
        "made",
        "test",
        [
            organisation(office, "Колледж", "college", is_own=True),
            *(farm, school, gone, third),
            memorandum(office, farm, date(2025, 3, 1), date(2028, 3, 1)),
            memorandum(office, farm, date(2024, 2, 1), date(2028, 2, 1)),
            memorandum(office, gone, date(2020, 1, 1), date(2021, 1, 1)),
            both,
            Insert("party", office.entity("party").defaults() | party, new_id()),
        ],
    )
    return office


def taken(office: Office) -> dict[str, tuple[object, ...]]:
    columns = ("organisation_id", "role", "founder", "joined_on", "has_agreement")
    return {
        row["organisation_id"].title: tuple(row[name] for name in columns[1:])
        for row in office.rows(Query("membership", columns=columns))
    }


def test_partners_with_an_agreement_in_force_are_taken_over_once(college: Office) -> None:
    assert participants.add_from_agreements(college).action is not None
    assert taken(college) == {
        "Колледж": ("coordinator", True, None, True),
        "«Дән» ЖШС": ("employer", False, date(2024, 2, 1), True),
        "№ 2 мектеп": ("career_guidance", False, date(2025, 9, 1), True),
        "Палата": ("expertise", False, date(2025, 9, 1), True),
    }
    assert participants.add_from_agreements(college).action is None


def test_one_undo_takes_all_back(college: Office) -> None:
    participants.add_from_agreements(college)
    college.undo()
    assert college.count("membership") == 0


def test_leaving_needs_a_reason_and_keeps_the_past(college: Office) -> None:
    participants.add_from_agreements(college)
    (farm,) = college.rows(
        Query("membership", (Condition("role", "is", "employer"),), columns=("role",))
    )
    with pytest.raises(Refusal, match="Why and by which document"):
        participants.leave(college, farm.id, date(2026, 10, 1), "  ")
    participants.leave(college, farm.id, date(2026, 10, 1), "№ 14 хат")
    belongs = (Condition("belongs", "is", True),)
    assert college.count(Query("membership", belongs)) == 3
    assert college.count(Query("membership", belongs, on=date(2026, 9, 30))) == 4
