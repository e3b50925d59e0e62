"""Use cases of agreements: numbers, new papers, signature, renewal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import agreements
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office


@pytest.fixture
def partner(office: Office) -> UUID:
    office.put_local_fact("device.letters", "А")
    (made,) = office.add("organisation", {"name_kk": "«Қостанай агро» ЖШС"}).ids
    return made


def signed(office: Office, partner: UUID, number: str, until: date) -> UUID:
    values = {
        "partner_id": partner,
        "number": number,
        "kind": "dual",
        "stage": "signed",
        "signed_on": date(2025, 9, 1),
        "valid_until": until,
    }
    (made,) = office.add("agreement", values).ids
    return made


def test_numbers_run_by_kind_and_year(office: Office, partner: UUID) -> None:
    for _n in range(2):
        agreements.new_agreement(office, {"partner_id": partner})
    agreements.new_agreement(office, {"partner_id": partner, "kind": "dual"})
    rows = office.rows(Query("agreement", columns=("number",)))
    assert [row["number"] for row in rows] == ["Д-А001/2026", "М-А001/2026", "М-А002/2026"]


def test_a_number_from_the_bin_is_not_given_again(office: Office, partner: UUID) -> None:
    changes = agreements.new_agreement(office, {"partner_id": partner})
    office.delete("agreement", list(changes.ids))
    assert agreements.proposed_number(office, "memorandum", 2026) == "М-А002/2026"


def test_two_computers_apart_never_give_one_number(office: Office, partner: UUID) -> None:
    mine = {agreements.proposed_number(office, "memorandum", year) for year in range(2024, 2030)}
    office.put_local_fact("device.letters", "В")
    theirs = {agreements.proposed_number(office, "memorandum", year) for year in range(2024, 2030)}
    assert mine.isdisjoint(theirs)


def test_a_memorandum_with_a_new_partner_is_one_action(office: Office) -> None:
    before = logical_dump(office)
    agreements.new_agreement(office, {}, partner={"name_kk": "«Торғай жарық» ЖШС"})
    (row,) = office.rows(Query("agreement", columns=("partner_id", "state")))
    assert row["partner_id"].title == "«Торғай жарық» ЖШС"
    assert row["state"] == "draft"
    office.undo()
    assert logical_dump(office) == before


def test_a_memorandum_of_four_parties_keeps_their_order(office: Office, partner: UUID) -> None:
    further = [
        next(iter(office.add("organisation", {"name_kk": name}).ids))
        for name in ("№ 3 мектеп", "Аудан әкімдігі")
    ]
    agreements.new_agreement(office, {"partner_id": partner}, parties=further)
    rows = office.rows(
        Query("party", sort=(("position", False),), columns=("organisation_id", "position"))
    )
    assert [(row["organisation_id"].title, row["position"]) for row in rows] == [
        ("№ 3 мектеп", 3),
        ("Аудан әкімдігі", 4),
    ]


def test_signature_needs_a_day_before_the_end(office: Office, partner: UUID) -> None:
    one = signed(office, partner, "Д-1", date(2026, 3, 1))
    with pytest.raises(Refusal, match="before the day of signature"):
        agreements.mark_signed(office, [one], date(2026, 11, 21))


def test_renewal_continues_after_the_end_and_is_one_undo(office: Office, partner: UUID) -> None:
    ids = [signed(office, partner, f"Д-{n}", date(2026, 12, 3 + n)) for n in range(7)]
    before = logical_dump(office)
    proposed = agreements.propose_renewals(office, ids, 12)
    assert [(r.number, r.signed_on, r.valid_until) for r in proposed[:2]] == [
        ("Д-А001/2026", date(2026, 12, 4), date(2027, 12, 3)),
        ("Д-А002/2026", date(2026, 12, 5), date(2027, 12, 4)),
    ]
    agreements.renew(office, proposed)
    assert office.count(Query("agreement", (Condition("stage", "is", "draft"),))) == 7
    assert agreements.chain(office, ids[0])[0] == ids[0]
    assert len(agreements.chain(office, ids[0])) == 2
    office.undo()
    assert logical_dump(office) == before


def test_a_signed_successor_ends_the_alert_of_the_former(office: Office, partner: UUID) -> None:
    one = signed(office, partner, "Д-1", date(2026, 12, 3))
    assert [alert.key for alert in office.alerts()] == ["expiring"]
    changes = agreements.renew(office, agreements.propose_renewals(office, [one], 12))
    assert [alert.key for alert in office.alerts()] == ["expiring"]
    (successor,) = changes.ids
    agreements.mark_signed(office, [successor], date(2026, 11, 21))
    assert office.alerts() == []


@pytest.mark.parametrize("ends", [date(2020, 1, 1), date(2999, 1, 1), None])
def test_an_impossible_successor_is_refused_by_name_and_nothing_is_written(
    office: Office, partner: UUID, ends: date | None
) -> None:
    ids = [signed(office, partner, f"Д-{n}", date(2026, 12, 3)) for n in range(2)]
    before = logical_dump(office)
    good, bad = agreements.propose_renewals(office, ids, 12)
    with pytest.raises(Refusal, match=r"^Д-1: "):
        agreements.renew(office, [good, replace(bad, valid_until=ends)])  # type: ignore[arg-type]
    assert logical_dump(office) == before


def test_what_has_a_live_successor_is_not_renewed_twice(office: Office, partner: UUID) -> None:
    one, two = (signed(office, partner, f"Д-{n}", date(2026, 12, 3)) for n in range(2))
    proposed = agreements.propose_renewals(office, [one], 12)
    (successor,) = agreements.renew(office, proposed).ids
    assert agreements.renewed_by(office, [one, two]) == {one: proposed[0].number}
    assert [r.agreement for r in agreements.propose_renewals(office, [one, two], 12)] == [two]
    with pytest.raises(Refusal, match="already renewed"):
        agreements.renew(office, proposed)
    office.set("agreement", successor, {"stage": "cancelled"})
    assert len(agreements.propose_renewals(office, [one], 12)) == 1


def test_an_agreement_whose_partner_was_thrown_away_is_told_until_the_partner_is_back(
    office: Office, partner: UUID
) -> None:
    others = office.add("organisation", {"name_kk": "«Бос» ЖШС"}).ids
    made = signed(office, partner, "Д-1", date(2028, 12, 3))
    office.delete("organisation", [partner, *others])
    (alert,) = [one for one in office.alerts() if one.key == "partner_in_bin"]
    assert alert.query is not None
    assert (alert.count, [row.id for row in office.rows(alert.query)]) == (1, [made])
    assert alert.query.where[0].value == (partner,)
    office.restore("organisation", [partner])
    assert [one for one in office.alerts() if one.key == "partner_in_bin"] == []
