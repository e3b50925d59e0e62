"""Merging of records: one action, reversible, alike on every computer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Insert, Query, Ref
from cluster_desktop.services import attachments, merging, people, start
from cluster_desktop.services.office import Office
from tests.databases import Builder, Databases
from tests.services.persons import bytes_found
from tests.services.practice_records import add
from tests.services.two_offices import Two
from tests.services.two_offices import content as content_of

PLACES = ("Дала-Сервис", "Дала Сервис", "ТОО Дала", "Дала и К")


def four_partners(office: Office) -> None:
    """Four partners that may be one, with a mentor each and a file of the first."""
    start.set_college(office, {"name_kk": "Колледж"})
    for n, name in enumerate(PLACES):
        place = add(office, "organisation", name_kk=name, phone=f"+7 701 000 00 0{n}")
        add(office, "mentor", full_name=f"Тәлімгер {n}", organisation_id=place)
    attachments.keep(office, "organisation", partner(office, 0), "жарғы.pdf", b"1", kind="scan")


@pytest.fixture
def content() -> Builder:
    return four_partners


class Ticking:
    """A clock of a computer: each look is a second later."""

    def __init__(self, ahead: int = 0) -> None:
        self._now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC) + timedelta(milliseconds=ahead)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture
def two(databases: Databases, tmp_path: Path) -> Iterator[Two]:
    made = pair_of(databases, tmp_path)
    yield made
    made.here.close()
    made.there.close()


def pair_of(databases: Databases, folder: Path) -> Two:
    here = databases.open(four_partners, folder / "here" / "cluster.db")
    there = databases.open(four_partners, folder / "there" / "cluster.db")
    here.store.clock, there.store.clock = Ticking(), Ticking(500)
    made = Two(here, there)
    made.begin()
    return made


def partner(office: Office, n: int) -> UUID:
    where = (Condition("name_kk", "is", PLACES[n]),)
    live = office.rows(Query("organisation", where))
    return (live or office.rows(Query("organisation", where, bin=True)))[0].id


def mentor(office: Office, n: int) -> UUID:
    return office.rows(Query("mentor", (Condition("full_name", "is", f"Тәлімгер {n}"),)))[0].id


def place_of(office: Office, n: int) -> UUID:
    link = office.get("mentor", mentor(office, n))["organisation_id"]
    assert isinstance(link, Ref)
    return link.id


def merge(office: Office, winner: int, loser: int, take: tuple[str, ...] = ()) -> None:
    merging.merge(office, "organisation", partner(office, winner), partner(office, loser), take)


def separate(office: Office, loser: int) -> None:
    merging.separate(office, "organisation", partner(office, loser))


def test_links_and_files_lead_to_the_one_that_stays(office: Office) -> None:
    merge(office, 1, 0)

    stays = partner(office, 1)
    assert place_of(office, 0) == stays
    assert [row["name"] for row in attachments.of_record(office, stays)] == ["жарғы.pdf"]
    assert office.is_in_bin("organisation", partner(office, 0))


def test_empty_fields_are_filled_and_others_stay(office: Office) -> None:
    office.set("organisation", partner(office, 0), {"email": "a@dala.kz", "kbe": "17"})
    office.set("organisation", partner(office, 1), {"kbe": "16"})

    merge(office, 1, 0)

    row = office.get("organisation", partner(office, 1))
    assert (row["email"], row["kbe"], row["name_kk"]) == ("a@dala.kz", "16", PLACES[1])


def test_a_value_that_is_not_chosen_lies_in_the_bin(office: Office) -> None:
    stays, goes = partner(office, 1), partner(office, 0)

    merge(office, 1, 0, ("phone",))

    assert office.get("organisation", stays)["phone"] == "+7 701 000 00 00"
    assert office.get("organisation", goes)["phone"] == "+7 701 000 00 01"


def test_undo_brings_both_back_with_their_links(office: Office) -> None:
    office.set("organisation", partner(office, 0), {"email": "a@dala.kz"})
    before = content_of(office)

    merge(office, 1, 0, ("phone",))
    office.undo()

    after = content_of(office)
    assert all(line[-1] is not None for line in after.pop("merged_record"))
    assert after == before
    assert merging.merged(office) == []


def test_separating_brings_both_back_with_their_links(office: Office) -> None:
    office.set("organisation", partner(office, 0), {"email": "a@dala.kz"})
    before = content_of(office)
    merge(office, 1, 0, ("phone",))

    separate(office, 0)

    after = content_of(office)
    del after["merged_record"]
    assert after == before


def test_what_was_changed_since_the_merge_stays(office: Office) -> None:
    office.set("organisation", partner(office, 0), {"email": "a@dala.kz"})
    merge(office, 1, 0)
    office.set("organisation", partner(office, 1), {"email": "new@dala.kz"})
    office.set("mentor", mentor(office, 0), {"organisation_id": partner(office, 3)})

    separate(office, 0)

    assert office.get("organisation", partner(office, 1))["email"] == "new@dala.kz"
    assert place_of(office, 0) == partner(office, 3)


def test_a_separated_pair_can_be_merged_again(office: Office) -> None:
    merge(office, 1, 0)
    separate(office, 0)
    merge(office, 2, 0)

    (pair,) = merging.merged(office)
    assert (pair.loser.id, pair.winner.id) == (partner(office, 0), partner(office, 2))


def test_a_chain_is_taken_apart_from_either_end(office: Office) -> None:
    merge(office, 1, 0)
    merge(office, 2, 1)
    assert {place_of(office, n) for n in range(3)} == {partner(office, 2)}

    separate(office, 0)
    assert place_of(office, 0) == partner(office, 0)
    assert place_of(office, 1) == partner(office, 2)

    separate(office, 1)
    assert place_of(office, 1) == partner(office, 1)


def test_what_would_change_is_told_before(office: Office) -> None:
    office.set("organisation", partner(office, 0), {"email": "a@dala.kz"})

    told = merging.outlook(office, "organisation", partner(office, 1), partner(office, 0))

    kinds = [(one.kind, one.count) for one in told.pointing]
    assert kinds == [("Files", 1), ("Mentors", 1)]
    fields = {one.name: (one.filled, one.differs) for one in told.fields}
    assert fields["email"] == (True, False)
    assert fields["phone"] == (False, True)
    assert fields["kind"] == (False, False)


def test_fields_that_go_together_are_taken_together(office: Office) -> None:
    partner_id = partner(office, 0)
    one = add(office, "agreement", partner_id=partner_id, kind="memorandum", number="1")
    other = add(office, "agreement", partner_id=partner_id, kind="memorandum", number="1")
    day = date(2026, 1, 1)
    office.set("agreement", one, {"valid_from": day})
    office.set("agreement", other, {"valid_from": day, "valid_until": day})

    merging.merge(office, "agreement", one, other, ("valid_from",))

    assert office.get("agreement", one)["valid_until"] == day


def test_the_own_college_stays(office: Office) -> None:
    college = office.college_id()
    assert college is not None
    with pytest.raises(Refusal, match="college"):
        merging.merge(office, "organisation", partner(office, 0), college)


@pytest.mark.parametrize("kind", ["region", "setting"])
def test_what_the_region_hands_out_is_not_merged(office: Office, kind: str) -> None:
    with pytest.raises(Refusal, match="not merged"):
        merging.outlook(office, kind, partner(office, 0), partner(office, 1))


def test_a_record_is_not_merged_with_itself_nor_with_one_in_the_bin(office: Office) -> None:
    with pytest.raises(Refusal, match="same record"):
        merge(office, 0, 0)
    office.delete("organisation", [partner(office, 3)])
    with pytest.raises(Refusal, match="bin"):
        merge(office, 0, 3)


def test_nothing_is_settled_where_nothing_was_merged(office: Office) -> None:
    assert merging.settle(office) is None
    merge(office, 1, 0)
    assert merging.settle(office) is None


def test_ctrl_z_passes_over_what_was_settled(two: Two) -> None:
    merge(two.here, 1, 0)
    two.there.set("mentor", mentor(two.there, 3), {"organisation_id": partner(two.there, 0)})
    two.exchange()

    assert two.here.journal(1)[0].title == "Links of merged records"
    assert two.here.journal(1)[0].source == "exchange"


# Two computers


def test_fault_33_the_same_is_added_in_two_places_merged_and_separated(two: Two) -> None:
    iin = "080131550006"
    for office in (two.here, two.there):
        add(office, "mentor", full_name="Екі Рет", iin=iin, organisation_id=partner(office, 0))
    two.exchange()
    both = two.here.lookup("mentor", "iin", [iin])[iin]
    assert len(both) == 2
    assert two.there.lookup("mentor", "iin", [iin])[iin] == both or len(both) == 2

    merging.merge(two.here, "mentor", *both)
    two.exchange()
    assert two.there.lookup("mentor", "iin", [iin])[iin] == both[:1]

    merging.separate(two.there, "mentor", both[1])
    two.exchange()
    assert set(two.here.lookup("mentor", "iin", [iin])[iin]) == set(both)
    assert content_of(two.here) == content_of(two.there)


def test_later_arrivals_that_lead_to_a_merged_record_are_led_on(two: Two) -> None:
    merge(two.here, 1, 0)
    late = add(two.there, "mentor", full_name="Кеш", organisation_id=partner(two.there, 0))

    two.exchange()

    for office in (two.here, two.there):
        link = office.get("mentor", late)["organisation_id"]
        assert link.id == partner(office, 1)
        assert merging.settle(office) is None
    assert content_of(two.here) == content_of(two.there)


def test_what_was_led_on_comes_back_when_the_merge_is_taken_back(two: Two) -> None:
    merge(two.here, 1, 0)
    late = add(two.there, "mentor", full_name="Кеш", organisation_id=partner(two.there, 0))
    two.exchange()

    separate(two.there, 0)
    two.exchange()

    assert two.here.get("mentor", late)["organisation_id"].id == partner(two.here, 0)
    assert place_of(two.here, 0) == partner(two.here, 0)
    assert content_of(two.here) == content_of(two.there)


def test_an_undone_merge_gives_back_what_was_led_on(two: Two) -> None:
    merge(two.here, 1, 0)
    late = add(two.there, "mentor", full_name="Кеш", organisation_id=partner(two.there, 0))
    two.exchange()

    two.here.undo()
    two.exchange()

    assert two.there.get("mentor", late)["organisation_id"].id == partner(two.there, 0)
    assert content_of(two.here) == content_of(two.there)


def test_two_who_merge_the_same_pair_the_other_way_round_end_equal(two: Two) -> None:
    merge(two.here, 1, 0)
    merge(two.there, 0, 1)

    two.exchange()

    smaller, larger = sorted((partner(two.here, 0), partner(two.here, 1)))
    for office in (two.here, two.there):
        assert {place_of(office, n) for n in (0, 1)} == {smaller}
        assert not office.is_in_bin("organisation", smaller)
        assert office.is_in_bin("organisation", larger)
        assert len(merging.merged(office)) == 1
    assert content_of(two.here) == content_of(two.there)


def test_two_who_merge_the_same_pair_make_one_record(two: Two) -> None:
    merge(two.here, 1, 0)
    merge(two.there, 1, 0)

    two.exchange()

    assert len(merging.merged(two.here)) == 1
    assert content_of(two.here) == content_of(two.there)


def test_a_college_that_others_merged_away_comes_back_at_home(two: Two) -> None:
    college = two.here.college_id()
    assert college is not None
    # Elsewhere it is an enterprise like others: no record there belongs to it.
    name, place = merging.merge_id("organisation", college), partner(two.here, 0)
    values = {"entity": "organisation", "loser": str(college), "winner": str(place), "body": "{}"}
    with two.here.store.action("x", actor="", source="exchange") as work:
        work.insert("merged_record", [Insert("merged_record", values, name)], None)
        work.mark_deleted("organisation", [college], work.now)

    merging.settle(two.here)

    assert not two.here.is_in_bin("organisation", college)
    assert merging.merged(two.here) == []


Step = tuple[str, int, int, bool]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "separate", "undo", "move", "exchange"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=12,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(
    [("merge", 0, 1, True), ("undo", 0, 0, True), ("move", 0, 1, False), ("merge", 2, 0, True)]
)
@given(STEPS)
def test_merging_apart_is_reversible_idempotent_and_loses_nothing(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    two = pair_of(databases, tmp_path_factory.mktemp("two"))
    try:
        names = {partner(two.here, n) for n in range(4)}
        for step in steps:
            do(two, step)
        two.exchange()
        two.exchange()

        assert content_of(two.here) == content_of(two.there)
        for office in (two.here, two.there):
            assert merging.settle(office) is None
            gone = {pair.loser.id for pair in merging.merged(office)}
            live = {row.id for row in office.rows(Query("organisation"))} & names
            assert live | gone == names
            assert not live & gone
            assert {place_of(office, n) for n in range(4)} <= live
    finally:
        two.here.close()
        two.there.close()


def do(two: Two, step: Step) -> None:
    verb, one, other, is_here = step
    office = two.here if is_here else two.there
    try:
        if verb == "merge":
            merge(office, one, other, ("phone",) if is_here else ())
        elif verb == "separate":
            separate(office, one)
        elif verb == "undo" and "Merged" in (office.undo_title() or ""):
            office.undo()
        elif verb == "move":
            links = [row.id for row in office.rows(Query("organisation"))]
            place = partner(office, other)
            if place in links:
                office.set("mentor", mentor(office, one), {"organisation_id": place})
        elif verb == "exchange":
            two.exchange()
    except Refusal:
        return


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=5),
    st.permutations(range(4)),
)
def test_all_merges_taken_apart_in_any_order_leave_what_was(
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    pairs: list[tuple[int, int]],
    order: list[int],
) -> None:
    path = tmp_path_factory.mktemp("one") / "cluster.db"
    office = databases.open(four_partners, path)
    try:
        before = content_of(office)
        for winner, loser in pairs:
            do(Two(office, office), ("merge", winner, loser, False))
        for loser in order:
            do(Two(office, office), ("separate", loser, 0, False))

        after = content_of(office)
        after.pop("merged_record", None)
        assert after == before
    finally:
        office.close()


def test_a_person_who_is_erased_is_erased_with_what_was_merged(office: Office) -> None:
    group = add(
        office,
        "study_group",
        name="Д-24",
        speciality_id=add(office, "speciality", code="07150500", name_kk="Д", name_ru="Св"),
    )
    names = ("Өтеғұлов Ғалымжан", "Утегулов Галымжан")
    one, other = (add(office, "student", full_name=n, group_id=group, note=n) for n in names)
    merging.merge(office, "student", one, other)

    people.erase(office, "student", one, "Өтініш № 7")

    assert bytes_found(office, names) == []
