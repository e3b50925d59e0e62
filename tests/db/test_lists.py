"""Lists: Kazakh order, filters, search, pages — all in SQL."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cluster_desktop import i18n
from cluster_desktop.i18n import KAZAKH_ALPHABET
from cluster_desktop.query import Condition, Insert, Operator, Query
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office


def put(office: Office, *names: str) -> dict[str, UUID]:
    made = {name: new_id() for name in names}
    office.apply(
        "",
        "test",
        [Insert("organisation", {"name_kk": name}, made[name]) for name in reversed(names)],
    )
    return made


def names(office: Office, query: Query) -> list[str]:
    return [str(row["name"]) for row in office.rows(query)]


ALL = Query("organisation", columns=("name",), sort=(("name", False),))


def test_lists_are_in_the_order_of_the_kazakh_alphabet(office: Office) -> None:
    wanted = [f"{letter.upper()}рай" for letter in KAZAKH_ALPHABET]
    put(office, *wanted)
    assert names(office, ALL) == wanted
    backwards = Query("organisation", columns=("name",), sort=(("name", True),))
    assert names(office, backwards) == wanted[::-1]


def test_numbers_inside_names_are_in_the_order_of_their_value(office: Office) -> None:
    wanted = ["№ 2 мектеп", "№ 10 мектеп", "Ақ мектеп"]
    put(office, *wanted)
    assert names(office, ALL) == wanted


@pytest.mark.parametrize(
    "typed",
    ["Қостанай", "костанай", "КОСТАНАЙ", "қостан", "останай", "rjcnfyfq", "0092", "агро коста"],
)
def test_search_finds_a_partner_however_it_is_typed(office: Office, typed: str) -> None:
    office.add("organisation", {"name_kk": "«Қостанай агро» ЖШС", "bin": "240240900092"})
    put(office, "«Торғай жарық» ЖШС", "№ 3 мектеп")
    assert [hit.title for hit in office.search(typed)] == ["«Қостанай агро» ЖШС"]
    assert names(office, Query("organisation", text=typed, columns=("name",))) == [
        "«Қостанай агро» ЖШС"
    ]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", "*", "NOT", "а AND б", "(", "ко%ай"])
def test_signs_of_sql_are_plain_letters_in_a_search(office: Office, typed: str) -> None:
    put(office, "«Қостанай агро» ЖШС")
    partners = [hit for hit in office.search(typed) if hit.entity == "organisation"]
    assert partners == []
    assert names(office, Query("organisation", text=typed, columns=("name",))) == []


def test_search_follows_a_changed_name(office: Office) -> None:
    made = put(office, "«Қостанай агро» ЖШС")["«Қостанай агро» ЖШС"]
    office.set("organisation", made, {"name_kk": "«Ақтөбе» ЖШС"})
    assert office.search("костанай") == []
    assert len(office.search("актобе")) == 1
    office.undo()
    assert len(office.search("костанай")) == 1
    assert office.search("актобе") == []


def test_agreements_are_found_by_their_partner(office: Office) -> None:
    partner = put(office, "«Қостанай агро» ЖШС")["«Қостанай агро» ЖШС"]
    office.add("agreement", {"partner_id": partner, "number": "М-014/2026"})
    query = Query("agreement", text="костанай", columns=("number",))
    assert [row["number"] for row in office.rows(query)] == ["М-014/2026"]


@pytest.mark.parametrize(
    ("field", "op", "value", "found"),
    [
        ("distance_km", "is", 12, ["Б"]),
        ("distance_km", "empty", None, ["А"]),
        ("distance_km", "filled", None, ["Б", "В"]),
        ("distance_km", "between", (10, 40), ["Б", "В"]),
        ("distance_km", "between", (None, 12), ["Б"]),
        ("distance_km", "before", 40, ["Б"]),
        ("distance_km", "after", 12, ["В"]),
        ("kind", "in", ("school", "college"), ["А"]),
        ("kind", "not", "school", ["Б", "В"]),
        ("distance_km", "in", (12, None), ["А", "Б"]),
        ("sector", "contains", "өсімдік", ["В"]),
        ("sector", "contains", "осимдик", ["В"]),
        ("sector", "empty", None, ["А", "Б"]),
        ("name", "contains", "б", ["Б"]),
    ],
)
def test_every_filter(
    office: Office, field: str, op: Operator, value: object, found: list[str]
) -> None:
    lines = [
        {"name_kk": "А", "kind": "school"},
        {"name_kk": "Б", "distance_km": 12},
        {"name_kk": "В", "distance_km": 40, "sector": "Өсімдік шаруашылығы"},
    ]
    office.apply("", "test", [Insert("organisation", line, new_id()) for line in lines])
    where = (Condition(field, op, value),)
    assert names(office, Query("organisation", where, columns=("name",))) == found


def test_the_title_of_a_link_follows_the_language(office: Office) -> None:
    (partner,) = office.add(
        "organisation", {"name_kk": "«Қостанай агро» ЖШС", "name_ru": "ТОО «Костанай агро»"}
    ).ids
    office.add("agreement", {"partner_id": partner, "number": "М-014"})
    query = Query("agreement", columns=("partner_id",))
    i18n.set_language("kk")
    assert office.rows(query)[0]["partner_id"].title == "«Қостанай агро» ЖШС"
    i18n.set_language("ru")
    assert office.rows(query)[0]["partner_id"].title == "ТОО «Костанай агро»"


def test_a_page_holds_the_rows_that_the_listing_names(office: Office) -> None:
    put(office, *[f"Серіктес {n:03}" for n in range(350)])
    listing = office.listing(ALL)
    assert listing.count == 350
    page = office.page(listing, 120, 220)
    assert [row["name"] for row in page] == [f"Серіктес {n:03}" for n in range(120, 220)]


def test_the_number_of_every_chip_and_alert_is_what_its_click_opens(office: Office) -> None:
    made = put(office, "А", "Б", "В")
    days = [date(2026, 1, 1), date(2026, 12, 1), date(2029, 1, 1), None]
    for n, (partner, until) in enumerate(
        (partner, until) for partner in made.values() for until in days
    ):
        stage = ("signed", "printed", "draft")[n % 3]
        values = {"partner_id": partner, "number": f"М-{n}", "valid_until": until, "stage": stage}
        office.add("agreement", values | {"signed_on": date(2025, 1, 1)})
    shown = [
        (chip.count, office.count(Query(entity, chip.where)))
        for entity in ("agreement", "organisation")
        for chip in office.chips(entity)
    ]
    shown += [(a.count, office.count(a.query)) for a in office.alerts() if a.query]
    assert len(shown) > 12
    assert [told for told, _found in shown] == [found for _told, found in shown]
