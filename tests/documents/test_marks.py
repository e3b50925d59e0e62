"""Bold and italic in typed text: what is written is read again, letter by letter."""

from __future__ import annotations

import random

import pytest

from cluster_desktop.documents.marks import Run, as_markup, plain, runs, written


@pytest.mark.parametrize(
    "typed", ["5*6*7 ha", "**", "*a*", "a * b", r"\*a*", r"C:\*.pdf *", r"\\server\a", "**a** *"]
)
def test_a_star_that_was_typed_stays_a_star(typed: str) -> None:
    said = written([Run(typed)])
    assert runs(said) == [Run(typed)]
    assert plain(said) == typed


def test_stars_are_escaped_only_where_they_would_be_marks() -> None:
    assert written([Run("a * b")]) == "a * b"
    assert written([Run("see "), Run("this ", bold=True), Run("*")]) == "see **this** *"
    assert written([Run("5*6*7")]) == r"5\*6\*7"
    assert as_markup(r"5\*6\*7 **m**") == "5*6*7 <b>m</b>"


def test_any_text_comes_back_as_it_was_typed() -> None:
    """Sewn of stars, backslashes, blanks and letters in every look."""
    chance = random.Random(4)
    for _round in range(3_000):
        parts = [
            Run(
                "".join(chance.choice("ab *\\") for _letter in range(chance.randint(1, 6))),
                chance.random() < 0.4,
                chance.random() < 0.4,
            )
            for _part in range(chance.randint(1, 4))
        ]
        said = written(parts)
        assert plain(said) == "".join(part.text for part in parts), parts
        assert written(runs(said)) == said, parts
