"""What a record is called where it stands alone, in the bin and where a conflict is decided."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cluster_desktop.services import headings, start
from cluster_desktop.services.office import Office
from cluster_desktop.sync import conflicts
from tests.databases import Builder
from tests.services.practice_records import add
from tests.services.test_undecided import lost

SIGNED = date(2026, 4, 3)


def two_agreements(office: Office) -> None:
    start.prepare(office)
    start.set_college(office, {"name_kk": "Колледж", "name_ru": "Колледж"})
    place = add(office, "organisation", name_kk="«Дала» ЖШС", name_ru="ТОО «Дала»")
    add(office, "agreement", partner_id=place, kind="dual", number="7", signed_on=SIGNED)
    add(office, "agreement", partner_id=place, kind="dual", number="8")


@pytest.fixture
def content() -> Builder:
    return two_agreements


def agreement(office: Office, number: str) -> UUID:
    return office.lookup("agreement", "number", [number])[number][0]


def test_an_agreement_is_told_by_number_day_and_partner(office: Office) -> None:
    said = headings.heading(office, "agreement", agreement(office, "7"))
    assert said.startswith("7 · 03.04.2026 · ")
    assert "Дала" in said


def test_what_is_not_known_is_left_out(office: Office) -> None:
    said = headings.heading(office, "agreement", agreement(office, "8"))
    assert said.startswith("8 · ")
    assert said.count(" · ") == 1


def test_a_partner_is_told_by_its_name(office: Office) -> None:
    (place,) = office.lookup("organisation", "name_kk", ["«Дала» ЖШС"])["«Дала» ЖШС"]
    said = headings.heading(office, "organisation", place)
    assert said == office.title("organisation", place)


def test_a_conflict_stands_under_number_day_and_partner(office: Office) -> None:
    one = agreement(office, "7")
    lost(office, one, "stage", "terminated")

    (told,) = conflicts.listed(office, None)

    assert told.title == headings.heading(office, "agreement", one)
    assert "03.04.2026" in told.title
