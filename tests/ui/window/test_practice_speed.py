"""A board of a whole region: 3,000 students at 400 enterprises stay quick to show and to walk."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.query import Ref, Row
from cluster_desktop.services.board import Base, Board, MentorLine, Placed, Waiting
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.practice import PracticePage
from cluster_desktop.ui.pages.practice_board import BoardTab
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, at_now
from tests.measuring import LIMIT_MS, best_of, took_ms
from tests.ui.practice_data import fill_and_place

Settle = Callable[[], None]


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(fill_and_place, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def page(window: MainWindow, settle: Settle) -> PracticePage:
    window.open_place(Place("practice"))
    settle()
    found = window.page()
    assert isinstance(found, PracticePage)
    return found


def big_board() -> Board:
    """3,000 students, 400 enterprises."""
    chance = random.Random(7)
    bases = []
    for n in range(400):
        lines = tuple(
            MentorLine(
                _id(chance), f"Тәлімгер {m}", 3, 5, False,
                tuple(
                    Placed(_id(chance), _id(chance), f"Студент {n}-{m}-{k}", "АТ-31", False, "")
                    for k in range(3)
                ),
            )
            for m in range(2)
        )  # fmt: skip
        ref = Ref(_id(chance), f"«Кәсіпорын {n}» ЖШС")
        bases.append(Base(ref, (), 12, 6, lines, "agreement 1 until 03.11.2029", False, ()))
    waiting = tuple(Waiting(_id(chance), f"Студент {n}", "АТ-32", None) for n in range(600))
    return Board(Row(_id(chance), {}), 3000, 2400, 0, waiting, tuple(bases))


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128))


@pytest.mark.timing
def test_a_region_sized_board_is_shown_and_walked_within_50_ms(page: PracticePage) -> None:
    tab = page.shown()
    assert isinstance(tab, BoardTab)
    board = big_board()
    steps: list[tuple[str, Callable[[], object]]] = [
        ("show", lambda: tab.cards.set_board(board)),
        ("waiting", lambda: tab.waiting.set_students(board.waiting)),
        ("paint", tab.cards.grab),
        ("arrow", lambda: tab.cards._layout.step(2000, "down")),
        ("scroll", lambda: tab.cards.verticalScrollBar().setValue(20_000)),
        ("paint below", tab.cards.grab),
    ]
    slow = {}
    for name, step in steps:
        took = best_of(lambda do=step: took_ms(do))
        if took > LIMIT_MS:
            slow[name] = round(took)
    assert slow == {}
