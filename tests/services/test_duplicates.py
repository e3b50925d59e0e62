"""What is listed as a possible duplicate, and what is not."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.services import duplicates, merging, start
from cluster_desktop.services.office import Office
from tests.databases import Builder
from tests.services.practice_records import add

IIN, BIN, OTHER_BIN = "080131550006", "990140000017", "050540001232"


def college(office: Office) -> None:
    start.set_college(office, {"name_kk": "Колледж"})


@pytest.fixture
def content() -> Builder:
    return college


def pairs(office: Office, entity: str) -> list[tuple[set[UUID], tuple[str, ...]]]:
    return [({p.one.id, p.other.id}, p.why) for p in duplicates.of(office, entity)]


def group(office: Office) -> UUID:
    speciality = add(
        office, "speciality", code="07150500", name_kk="Дәнекерлеу", name_ru="Сварочное дело"
    )
    return add(office, "study_group", name="Д-24", speciality_id=speciality)


def test_partners_with_one_name_as_people_mean_it(office: Office) -> None:
    one = add(office, "organisation", name_kk="«Қайнар» ЖШС")
    other = add(office, "organisation", name_ru='ТОО "Кайнар"')
    add(office, "organisation", name_kk="Дала")

    assert pairs(office, "organisation") == [({one, other}, ("Name",))]


def test_partners_with_different_numbers_are_different(office: Office) -> None:
    add(office, "organisation", name_kk="Қайнар", bin=BIN)
    add(office, "organisation", name_kk="Қайнар", bin=OTHER_BIN)

    assert duplicates.of(office, "organisation") == []


def test_partners_with_one_number(office: Office) -> None:
    one = add(office, "organisation", name_kk="Қайнар", bin=BIN)
    other = add(office, "organisation", name_kk="Дала", bin=BIN)

    assert pairs(office, "organisation") == [({one, other}, ("BIN / IIN",))]


def test_number_and_name_are_told_together(office: Office) -> None:
    for _again in range(2):
        add(office, "organisation", name_kk="Қайнар", bin=BIN)

    (found,) = duplicates.of(office, "organisation")
    assert found.why == ("BIN / IIN", "Name")


def test_of_three_alike_two_pairs_make_one_of_all(office: Office) -> None:
    every = [add(office, "organisation", name_kk="Қайнар") for _n in range(3)]

    assert duplicates.count(office, "organisation") == 2
    for _again in range(2):
        pair = duplicates.of(office, "organisation")[0]
        merging.merge(office, "organisation", pair.one.id, pair.other.id)
    assert duplicates.count(office, "organisation") == 0
    assert sum(office.is_in_bin("organisation", one) for one in every) == 2


def test_students_with_one_number_or_one_name(office: Office) -> None:
    of = group(office)
    one = add(office, "student", full_name="Серік Асан", iin=IIN, group_id=of)
    other = add(office, "student", full_name="Асан Серік", iin=IIN, group_id=of)
    third = add(office, "student", full_name="Асан Серік", group_id=of)

    assert pairs(office, "student") == [({one, other}, ("IIN",)), ({other, third}, ("Full name",))]


def test_students_born_on_different_days_are_different(office: Office) -> None:
    of = group(office)
    for day in (1, 2):
        born = date(2008, 1, day)
        add(office, "student", full_name="Асан Серік", born=born, group_id=of)

    assert duplicates.of(office, "student") == []


def test_mentors_of_one_name_at_different_enterprises_are_different(office: Office) -> None:
    for name in ("Дала", "Қайнар"):
        place = add(office, "organisation", name_kk=name)
        add(office, "mentor", full_name="Асан Серік", organisation_id=place)
    assert duplicates.of(office, "mentor") == []

    add(office, "mentor", full_name="Асан Серік", organisation_id=place)
    assert duplicates.count(office, "mentor") == 1


def test_agreements_begin_anew_with_one_every_year(office: Office) -> None:
    partner, other = (
        office.add("organisation", {"name_kk": f"«{name}» ЖШС"}).ids for name in ("Арай", "Дала")
    )

    def agreement(of: frozenset[UUID], day: date, kind: str = "memorandum") -> UUID:
        values = {"number": "3", "partner_id": next(iter(of)), "kind": kind, "signed_on": day}
        return next(iter(office.add("agreement", values).ids))

    first = agreement(partner, date(2025, 3, 1))
    agreement(other, date(2025, 3, 1))
    agreement(partner, date(2026, 3, 1))
    agreement(partner, date(2025, 3, 1), kind="dual")
    assert pairs(office, "agreement") == []
    again = agreement(partner, date(2025, 3, 1))
    assert [ids for ids, _why in pairs(office, "agreement")] == [{first, again}]


def test_what_lies_in_the_bin_is_no_duplicate(office: Office) -> None:
    add(office, "organisation", name_kk="Қайнар")
    office.delete("organisation", [add(office, "organisation", name_kk="Қайнар")])

    assert duplicates.of(office) == []
    assert duplicates.alert(office) is None


def test_two_different_ones_are_not_listed_again_until_undone(office: Office) -> None:
    one = add(office, "organisation", name_kk="Қайнар")
    other = add(office, "organisation", name_kk="Қайнар")

    merging.set_apart(office, "organisation", other, one)
    assert duplicates.count(office) == 0
    assert merging.merged(office) == []

    office.undo()
    assert duplicates.count(office) == 1


def test_records_of_two_colleges_are_not_compared_but_by_number(office: Office) -> None:
    of = group(office)
    here = add(office, "student", full_name="Асан Серік", iin=IIN, group_id=of)
    there = add(office, "student", full_name="Асан Серік", iin=IIN, group_id=of)
    elsewhere = add(office, "organisation", name_kk="Басқа колледж", kind="college")
    with office.store.action("x", actor="", source="form") as work:
        work.connection.exec_driver_sql(
            "UPDATE student SET college_id = ? WHERE id = ?", (elsewhere.bytes, there.bytes)
        )

    (found,) = duplicates.of(office, "student")

    assert found.across
    assert found.why == ("IIN",)
    with pytest.raises(Refusal, match="different colleges"):
        merging.merge(office, "student", here, there)
    with pytest.raises(Refusal, match="college with records"):
        merging.merge(office, "organisation", here_partner(office), elsewhere)


def here_partner(office: Office) -> UUID:
    return add(office, "organisation", name_kk="Дала")


def test_home_says_how_many_and_which(office: Office) -> None:
    for _again in range(2):
        add(office, "organisation", name_kk="Қайнар")

    alert = duplicates.alert(office)

    assert alert is not None
    assert (alert.count, alert.sentence, alert.reason) == (
        1,
        "possible duplicate",
        "first: Қайнар",
    )
    assert alert.verb_key == "duplicates"


def test_a_kind_that_is_not_merged_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="not merged"):
        duplicates.of(office, "setting")


def test_the_one_with_more_links_is_proposed_to_stay(office: Office) -> None:
    one = add(office, "organisation", name_kk="Қайнар", phone="+7 701 000 00 00")
    other = add(office, "organisation", name_kk="Қайнар")
    assert merging.proposed(office, "organisation", other, one) == (one, other)

    add(office, "mentor", full_name="Асан", organisation_id=other)
    assert merging.proposed(office, "organisation", one, other) == (other, one)
