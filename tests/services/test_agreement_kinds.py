"""Agreements of the cluster with parameters of their own, and who may be a participant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office

TARGETED: dict[str, Value] = {
    "kind": "targeted",
    "prior_service_years": 5,
    "recommendation": "№ 17 ұсыным, 01.08.2026",
    "fee_share": Decimal(50),
    "obligation_years": 3,
}
CONSORTIUM: dict[str, Value] = {
    "kind": "consortium",
    "consortium_purpose": "Дәл егіншілік полигоны",
    "consortium_resources": "Техника, зертхана, кітапхана",
    "consortium_rules": "Тең құқық, кезекпен төрағалық",
    "consortium_risks": "Салымға тең бөлінеді",
}


@pytest.mark.parametrize("values", [TARGETED, CONSORTIUM], ids=["targeted", "consortium"])
def test_the_parameters_of_an_agreement_are_kept_and_told_in_its_history(
    office: Office, values: dict[str, Value]
) -> None:
    office.add("organisation", {"name_kk": "«Дән» ЖШС", "kind": "enterprise"})
    (partner,) = office.rows(Query("organisation", columns=("kind",)))
    signed = {"partner_id": partner.id, "signed_on": date(2026, 9, 1), "stage": "signed"}
    office.add("agreement", {**signed, "number": "1", **values})
    (row,) = office.rows(Query("agreement", columns=tuple(values)))
    assert row.values == values
    name = next(one for one in values if one != "kind")
    office.set("agreement", row.id, {name: None})
    assert office.history("agreement", row.id)[0].field == name
    assert office.history("agreement", row.id)[0].old == values[name]


def test_three_equal_parties_make_a_consortium(office: Office) -> None:
    for name in ("А", "Б", "В"):
        office.add("organisation", {"name_kk": name, "kind": "enterprise"})
    first, second, third = office.rows(Query("organisation", columns=("kind",)))
    office.add("agreement", {"partner_id": first.id, "number": "К-1", **CONSORTIUM})
    (made,) = office.rows(Query("agreement", columns=("kind",)))
    for one in (second, third):
        office.add("party", {"agreement_id": made.id, "organisation_id": one.id})
    assert office.count(Query("party", (Condition("agreement_id", "is", made.id),))) == 2


@pytest.mark.parametrize("kind", ["preschool", "school", "research", "culture", "health",
                                  "community", "state_body", "union", "international"])  # fmt: skip
def test_everybody_can_be_a_participant(office: Office, kind: str) -> None:
    office.add("organisation", {"name_kk": "Қатысушы", "kind": kind})
    (made,) = office.rows(Query("organisation", columns=("kind",)))
    office.add("membership", {"organisation_id": made.id, "role": "support"})
    (member,) = office.rows(Query("membership", columns=("kind", "belongs")))
    assert member.values == {"kind": kind, "belongs": True}


def test_a_share_beyond_measure_is_refused(office: Office) -> None:
    office.add("organisation", {"name_kk": "А", "kind": "enterprise"})
    (partner,) = office.rows(Query("organisation", columns=("kind",)))
    with pytest.raises(Refusal, match="out of range"):
        office.add("agreement", {"partner_id": partner.id, "number": "1",
                                 "fee_share": Decimal(-1)})  # fmt: skip
