"""A list on paper: every letter, headings on each page, nothing typed is markup, same bytes."""

from __future__ import annotations

import pytest

from cluster_desktop.documents import list_paper
from cluster_desktop.documents.list_paper import ListData
from cluster_desktop.documents.preview import page_size, text_of
from cluster_desktop.errors import Refusal
from tests.documents.passport_sample import NEEDS, OUTCOMES

HEADINGS = ("№", "Серіктес", "Мерзімі")


def paper(rows: list[tuple[str, str, str]]) -> tuple[bytes, int]:
    return list_paper.render(
        ListData(
            title="Келісімдер", subtitle="3 жазба", headings=HEADINGS, rows=rows, day="21.11.2026"
        )
    )


def test_every_kazakh_letter_of_a_name_is_on_the_page() -> None:
    name = "«Әлемғқңөұүһі» ЖШС № 3 – ₸"
    pdf, _pages = paper([("М-001/2026", name, "03.11.2029")])
    assert name in text_of(pdf).replace("\u00a0", " ")


def test_what_looks_like_markup_is_printed_as_typed() -> None:
    pdf, _pages = paper([("1", 'ТОО <b>&<img src="x">', "")])
    assert '<b>&<img src="x">' in text_of(pdf)


def test_headings_and_the_number_of_the_page_stand_on_each_page() -> None:
    pdf, pages = paper([(f"М-{n:03}", f"«Серіктес {n}» ЖШС", "01.01.2027") for n in range(120)])
    text = text_of(pdf)
    assert pages > 2
    assert text.count("Мерзімі") == pages
    assert f"page {pages} of {pages}" in text


def test_the_page_lies_across() -> None:
    pdf, _pages = paper([("1", "a", "b")])
    width, height = page_size(pdf, 0)
    assert width > height


def test_the_same_list_is_the_same_bytes() -> None:
    rows = [("1", "«Қостанай агро» ЖШС", "")]
    assert paper(rows) == paper(rows)


def test_a_long_name_is_wrapped_and_not_lost() -> None:
    name = "Мемлекеттік коммуналдық қазыналық кәсіпорын " * 8
    pdf, _pages = paper([("1", name.strip(), "2026")])
    words = " ".join(text_of(pdf).split())
    assert words.count("қазыналық") == 8


def test_a_sign_the_face_lacks_is_named() -> None:
    with pytest.raises(Refusal, match="cannot be printed") as why:
        paper([("1", "ТОО 漢字", "")])
    assert "«ТОО 漢字»" in str(why.value)


def test_an_empty_list_is_one_page() -> None:
    assert paper([])[1] == 1


def test_charts_follow_the_table_with_their_titles_and_numbers() -> None:
    rows = [("1", "«Қостанай агро» ЖШС", "")]
    plain, before = paper(rows)
    pdf, pages = list_paper.render(
        ListData(
            title="Келісімдер", subtitle="3 жазба", headings=HEADINGS, rows=rows, day="21.11.2026",
            charts=(OUTCOMES, NEEDS),
        )
    )  # fmt: skip
    text = text_of(pdf)
    assert pages == before + 3  # the second goes on on a page of its own
    assert f"page {pages} of {pages}" in text
    assert OUTCOMES.title.kk in text or OUTCOMES.title.ru in text
    assert "111" in text
    assert "Механизация села" in text or "механикаландыру" in text
    assert plain != pdf
