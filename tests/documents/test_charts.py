"""Charts on paper: round scales, bars told apart without colour, long names, nothing outside."""

from __future__ import annotations

import pytest
from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String

from cluster_desktop.documents.charts import drawings, fill_of, said, scale_of
from cluster_desktop.services.passport_content import Chart, Series, Words
from tests.documents.passport_sample import FUNDING, NEEDS, OUTCOMES, same

WIDTH = 496.0


def in_kk(words: Words) -> str:
    return words.kk


def shapes(drawing: Drawing | Group) -> list[object]:
    found: list[object] = []
    for one in drawing.contents:
        found += shapes(one) if isinstance(one, Group) else [one]
    return found


def texts(drawing: Drawing) -> list[str]:
    return [one.text for one in shapes(drawing) if isinstance(one, String)]


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (0, 111, (0, 125)), (0, 1, (0, 1)), (-2, 47, (-10, 50)), (0, 0, (0, 1)),
        (-30, -4, (-30, 0)), (0, 3, (0, 3)), (0, 0.4, (0, 0.4)), (0, 98_500_000, (0, 100_000_000)),
    ],
)  # fmt: skip
def test_the_axis_ends_at_round_numbers_around_the_values(
    low: float, high: float, ends: tuple[float, float]
) -> None:
    ticks = scale_of(low, high).ticks
    assert (ticks[0], ticks[-1]) == pytest.approx(ends)
    assert 0 in ticks
    assert len(ticks) <= 9


def test_few_years_stand_upright_with_their_numbers() -> None:
    (drawing,) = drawings(OUTCOMES, in_kk, WIDTH, "kk")
    told = texts(drawing)
    for said_there in ("2023", "2026", "111", "адам", "Жұмысқа орналасты"):
        assert said_there in told


def test_what_is_not_known_has_no_bar_and_nought_says_nought() -> None:
    chart = Chart("c", same("c"), (same("a"), same("b")), (Series(same("s"), (None, 0.0)),))
    (drawing,) = drawings(chart, in_kk, WIDTH, "kk")
    bars = [one for one in shapes(drawing) if isinstance(one, Rect)]
    assert len(bars) == 2  # the bar of b and the legend
    assert texts(drawing).count("0") == 2  # on the axis and above the bar


def test_many_long_names_lie_and_go_on_in_the_next_drawing() -> None:
    made = drawings(NEEDS, in_kk, WIDTH, "kk")
    told = [text for one in made for text in texts(one)]
    assert len(made) == 2
    assert sum("0810" in text for text in told) == 12


@pytest.mark.parametrize("chart", [OUTCOMES, NEEDS, FUNDING])
@pytest.mark.parametrize("width", [496.0, 240.0])
def test_nothing_stands_outside_the_drawing(chart: Chart, width: float) -> None:
    for drawing in drawings(chart, in_kk, width, "kk"):
        x1, y1, x2, y2 = drawing.getBounds()
        assert x1 >= -1
        assert y1 >= -1
        assert x2 <= width + 4
        assert y2 <= drawing.height + 1


def test_series_differ_without_colour() -> None:
    looks = [fill_of(n) for n in range(6)]
    assert len(set(looks)) == 6
    for look in looks:
        assert look.grey.red == look.grey.green == look.grey.blue


def test_hatching_stays_inside_its_bar() -> None:
    (drawing,) = drawings(OUTCOMES, in_kk, WIDTH, "kk")
    rows = [one for one in shapes(drawing) if isinstance(one, Line) and one.strokeWidth == 0.35]
    assert rows
    assert all(0 <= line.y1 <= drawing.height and 0 <= line.x2 <= WIDTH for line in rows)


def test_stacked_bars_end_at_the_sum() -> None:
    (drawing,) = drawings(FUNDING, in_kk, WIDTH, "kk")
    assert "250" in texts(drawing)  # 227 is the highest sum
    assert "120,5" in texts(drawing)


def test_a_chart_without_numbers_is_not_drawn() -> None:
    assert drawings(Chart("c", same("c"), (), ()), in_kk, WIDTH) == []
    unknown = Chart("c", same("c"), (same("a"),), (Series(same("s"), (None,)),))
    assert drawings(unknown, in_kk, WIDTH) == []


def test_the_numbers_are_told_in_words() -> None:
    assert said(OUTCOMES, in_kk, "kk").startswith(
        "2023: Түлектер 96, Жұмысқа орналасты 71, Мамандығы бойынша 52; 2024:"
    )
