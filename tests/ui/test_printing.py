"""Which page comes when in a job of many papers."""

from __future__ import annotations

import pytest

from cluster_desktop.ui.printing import BLANK, PageOf, job_order, parse_pages, sheets


@pytest.mark.parametrize(
    ("text", "pages"),
    [("", [0, 1, 2, 3, 4]), ("1-3, 5", [0, 1, 2, 4]), ("4", [3]), (" 5 ; 1 – 2 ", [4, 0, 1])],
)
def test_page_numbers_are_read_as_people_write_them(text: str, pages: list[int]) -> None:
    assert parse_pages(text, 5) == pages


@pytest.mark.parametrize("text", ["0", "6", "3-1", "бірінші", "1-", "2-9"])
def test_a_page_that_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the number is in the message
        parse_pages(text, 5)


def test_papers_stay_whole_and_in_list_order_with_their_copies() -> None:
    order = job_order([2, 1], copies=2)
    assert order == [
        PageOf(0, 0), PageOf(0, 1), PageOf(0, 0), PageOf(0, 1), PageOf(1, 0), PageOf(1, 0),
    ]  # fmt: skip


def test_on_both_sides_each_paper_starts_on_the_front_of_a_sheet() -> None:
    order = job_order([1, 3, 2], duplex=True)
    starts = [at for at, side in enumerate(order) if side.page == 0 and side != BLANK]
    assert all(at % 2 == 0 for at in starts)
    assert order[-1] == PageOf(2, 1)
    assert order.count(BLANK) == 2
    assert sheets(order, duplex=True) == 4


def test_page_numbers_count_in_a_job_of_one_paper_only() -> None:
    assert job_order([5], pages="2-3") == [PageOf(0, 1), PageOf(0, 2)]
    assert len(job_order([5, 5], pages="2-3")) == 10


def test_the_whole_set_may_come_again_instead_of_each_paper_twice() -> None:
    order = job_order([2, 1], copies=2, by_sets=True)
    assert [side.paper for side in order] == [0, 0, 1, 0, 0, 1]
    duplex = job_order([1, 1], copies=2, duplex=True, by_sets=True)
    assert duplex == [
        PageOf(0, 0), BLANK, PageOf(1, 0), BLANK, PageOf(0, 0), BLANK, PageOf(1, 0),
    ]  # fmt: skip
