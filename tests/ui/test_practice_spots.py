"""Where things lie on the practice board: pure arithmetic."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint

from cluster_desktop.query import Ref, Row
from cluster_desktop.services.board import Base, Board, MentorLine, Placed
from cluster_desktop.ui.pages.practice_spots import BoardLayout, Direction, bare, said, spots_of


def _board(cards: int) -> Board:
    """Cards of different heights: every second one has students, every third a warning."""
    number = iter(range(1, 10_000))

    def new() -> UUID:
        return UUID(int=next(number))

    bases = []
    for n in range(cards):
        placed = tuple(
            Placed(new(), new(), f"Student {n}-{k}", "АТ-31", k == 0, "agreed" if k == 1 else "")
            for k in range(5 if n % 2 else 0)
        )
        lines = (MentorLine(new(), f"Mentor {n}", len(placed), 5, False, placed),)
        warnings = (f"Enterprise {n}: too full.", "More.") if n % 3 == 0 else ()
        ref = Ref(new(), f"Enterprise {n}")
        bases.append(
            Base(ref, (), 8, len(placed), lines, f"Enterprise {n}: no agreement.", True, warnings)
        )
    return Board(Row(new(), {}), 0, 0, 0, (), tuple(bases))


@pytest.mark.parametrize(("width", "columns"), [(300, 1), (700, 2), (1040, 3)])
@pytest.mark.parametrize("percent", [100, 130])
def test_cards_stand_in_columns_and_nothing_overlaps(
    width: int, columns: int, percent: int
) -> None:
    layout = BoardLayout(spots_of(_board(7)), width, percent)
    if percent == 100:
        assert layout.columns == columns
    for n, card in enumerate(layout.cards):
        assert card.right() <= width
        own = [layout.rects[spot] for spot in layout.spots_of_card(n)]
        assert all(card.contains(rect) for rect in own)
        for at, rect in enumerate(own):
            assert not any(rect.intersects(other) for other in own[at + 1 :])
        assert not any(card.intersects(other) for other in layout.cards[n + 1 :])


def test_only_what_is_in_sight_is_visited() -> None:
    layout = BoardLayout(spots_of(_board(200)), 700)
    seen = list(layout.visible(5_000, 5_500))
    assert 2 <= len(seen) <= 10
    assert all(layout.cards[n].top() <= 5_500 for n in seen)
    assert all(layout.cards[n].bottom() >= 5_000 for n in seen)


def test_a_point_finds_its_spot_card_and_mentor() -> None:
    spots = spots_of(_board(4))
    layout = BoardLayout(spots, 700)
    student = next(n for n, spot in enumerate(spots) if spot.kind == "student")
    middle = layout.rects[student].center()
    assert layout.spot_at(middle) == student
    card = layout.card_at(middle)
    assert card == spots[student].base
    line = layout.mentor_at(middle)
    assert line is not None
    assert spots[line].mentor is spots[student].mentor
    assert layout.spot_at(QPoint(-5, -5)) is None


def test_arrows_reach_every_spot() -> None:
    layout = BoardLayout(spots_of(_board(6)), 700)
    ways: tuple[Direction, ...] = ("up", "down", "left", "right")
    reached, todo = {0}, [0]
    while todo:
        here = todo.pop()
        for way in ways:
            there = layout.step(here, way)
            if there not in reached:
                reached.add(there)
                todo.append(there)
    assert reached == set(range(len(layout.spots)))


def test_an_empty_board_has_nowhere_to_go() -> None:
    layout = BoardLayout([], 700)
    assert layout.step(0, "down") == -1
    assert list(layout.visible(0, 1_000)) == []


def test_the_name_on_the_card_is_not_said_twice() -> None:
    assert bare("Enterprise 1: no agreement.", "Enterprise 1") == "No agreement."
    assert bare("agreement 5 until 01.01.2027", "Enterprise 1") == "agreement 5 until 01.01.2027"


def test_what_is_only_painted_is_said() -> None:
    board = _board(2)
    words = [said(spot, board) for spot in spots_of(board)]
    assert "Enterprise 1, 5 of 8" in words
    assert "Student 1-0, АТ-31, Enterprise 1, locked" in words
    assert "Student 1-1, АТ-31, Enterprise 1, over a limit: agreed" in words
    assert "Enterprise 0: too full. More." in words


def test_a_long_sentence_has_two_lines_where_the_card_is_narrow() -> None:
    board = _board(1)
    long = "Enterprise 0: the agreement ends on 03.02.2027, before the practice is over."
    board = replace(board, bases=(replace(board.bases[0], agreement=long),))
    heights = {}
    for width in (340, 600):
        spots = spots_of(board)
        layout = BoardLayout(spots, width)
        at = next(n for n, spot in enumerate(spots) if spot.kind == "agreement")
        heights[width] = layout.rects[at].height()
    assert heights == {340: 40, 600: 26}
