from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.rules.merged import in_circles, standing

RECORDS = st.integers(0, 7).map(lambda n: UUID(int=n))
A, B, C, D = (UUID(int=n) for n in range(1, 5))


def test_a_chain_is_followed_to_its_end() -> None:
    assert standing({A: B, B: C}) == {A: C, B: C}


def test_of_a_circle_the_smallest_id_stays() -> None:
    assert standing({C: B, B: C, D: C}) == {B: B, C: B, D: B}
    assert in_circles({C: B, B: C, D: C}) == {B}


def test_a_chain_has_no_circle() -> None:
    assert in_circles({A: B, C: B}) == frozenset()


@given(st.dictionaries(RECORDS, RECORDS))
def test_every_merged_record_ends_at_one_that_stays(winners: dict[UUID, UUID]) -> None:
    ends = standing(winners)
    stays = {end for end in ends.values() if end not in winners} | in_circles(winners)

    assert ends.keys() == winners.keys()
    assert set(ends.values()) <= stays


@given(st.dictionaries(RECORDS, RECORDS), st.randoms(use_true_random=False))
def test_the_order_in_which_merges_are_heard_of_makes_no_difference(
    winners: dict[UUID, UUID], chance: st.DataObject
) -> None:
    shuffled = list(winners.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert standing(dict(shuffled)) == standing(winners)


@given(st.dictionaries(RECORDS, RECORDS))
def test_without_those_that_stay_no_circle_is_left(winners: dict[UUID, UUID]) -> None:
    stays = in_circles(winners)
    holding = {one: winner for one, winner in winners.items() if one not in stays}

    assert in_circles(holding) == frozenset()
    assert all(standing(holding)[one] == standing(winners)[one] for one in holding)
