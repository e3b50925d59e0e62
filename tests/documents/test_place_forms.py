"""Grammar of named places in Kazakh and Russian, conditions of clauses and their numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cluster_desktop.documents import place_forms
from cluster_desktop.documents.compose import compose
from cluster_desktop.documents.places import plain
from cluster_desktop.documents.press import check_template
from cluster_desktop.services.paper_data import (
    Clause,
    Level,
    Pair,
    template_from_body,
    template_to_body,
)
from tests.documents.sample_data import memorandum, template

FIRST = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("form", "kk", "ru"),
    [
        ("", "2026 жылғы 1 қыркүйек", "1 сентября 2026 года"),
        ("first", "1 қыркүйек 2026 ж.", "1 сентября 2026 г."),
        ("quoted", "«1» қыркүйек 2026 ж.", "«1» сентября 2026 года"),
        ("short", "01.09.2026", "01.09.2026"),
        ("from", "2026 жылғы 1 қыркүйектен", "1 сентября 2026 года"),
        ("to", "2026 жылғы 1 қыркүйекке", "1 сентября 2026 года"),
        ("month", "2026 жылғы қыркүйек", "сентябрь 2026 года"),
        ("month_of", "2026 жылғы қыркүйектің", "сентября 2026 года"),
        ("month_in", "2026 жылғы қыркүйекте", "сентябре 2026 года"),
        ("year", "2026", "2026"),
    ],
)
def test_a_day_in_each_form(form: str, kk: str, ru: str) -> None:
    assert place_forms.day(FIRST, "kk", form) == kk
    assert place_forms.day(FIRST, "ru", form) == ru


@pytest.mark.parametrize(
    ("month", "kk_of", "kk_in", "ru_in"),
    [
        (1, "қаңтардың", "қаңтарда", "январе"),
        (2, "ақпанның", "ақпанда", "феврале"),
        (3, "наурыздың", "наурызда", "марте"),
        (4, "сәуірдің", "сәуірде", "апреле"),
        (5, "мамырдың", "мамырда", "мае"),
        (6, "маусымның", "маусымда", "июне"),
        (7, "шілденің", "шілдеде", "июле"),
        (8, "тамыздың", "тамызда", "августе"),
        (9, "қыркүйектің", "қыркүйекте", "сентябре"),
        (10, "қазанның", "қазанда", "октябре"),
        (11, "қарашаның", "қарашада", "ноябре"),
        (12, "желтоқсанның", "желтоқсанда", "декабре"),
    ],
)
def test_months_in_their_cases(month: int, kk_of: str, kk_in: str, ru_in: str) -> None:
    day = date(2026, month, 5)
    assert place_forms.day(day, "kk", "month_of") == f"2026 жылғы {kk_of}"
    assert place_forms.day(day, "kk", "month_in") == f"2026 жылғы {kk_in}"
    assert place_forms.day(day, "ru", "month_in") == f"{ru_in} 2026 года"


@pytest.mark.parametrize(
    ("value", "form", "kk", "ru"),
    [
        ("12", "words", "он екі", "двенадцать"),
        ("12", "words_of", "он екі", "двенадцати"),
        ("21", "both", "21 (жиырма бір)", "21 (двадцать один)"),
        ("45\u00a0000", "sum", "45\u00a0000 (қырық бес мың) теңге",
         "45\u00a0000 (сорок пять тысяч) тенге"),
        ("1 250 300", "tenge", "бір миллион екі жүз елу мың үш жүз теңге",
         "один миллион двести пятьдесят тысяч триста тенге"),
        ("100,50", "tenge", "жүз теңге елу тиын", "сто тенге пятьдесят тиынов"),
        ("көп", "words", "көп", "көп"),
        ("директор", "capital", "Директор", "Директор"),
    ],
)  # fmt: skip
def test_numbers_and_sums_in_words(value: str, form: str, kk: str, ru: str) -> None:
    assert place_forms.words(value, "kk", form) == kk
    assert place_forms.words(value, "ru", form) == ru


@pytest.mark.parametrize(
    ("count", "word"),
    [("1", "место"), ("2", "места"), ("5", "мест"), ("11", "мест"), ("21", "место"),
     ("112", "мест"), ("1,5", "места"), ("0", "мест")],
)  # fmt: skip
def test_the_word_after_a_number(count: str, word: str) -> None:
    assert place_forms.words(count, "ru", "место|места|мест") == word


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("{date:quoted}", True),
        ("{places:both}", True),
        ("{places:место|места|мест}", True),
        ("{places:место|мест}", False),
        ("{date:words}", False),
        ("{partner_name:tenge}", False),
        ("{partner_name:upper}", True),
        # Said nothing in templates made before, and still says nothing.
        ("{number:from}", True),
    ],
)
def test_a_form_must_fit_its_place(text: str, is_right: bool) -> None:
    paper = template()
    changed = replace(paper, clauses=(Clause(Pair(text, text)), *paper.clauses))
    assert (check_template(changed) == []) is is_right


def said(clauses: tuple[Clause, ...], **changes: object) -> list[str]:
    """The Russian rows below title and opening."""
    paper = compose(memorandum(**changes), replace(template(), clauses=clauses), "columns")
    return [plain(row.ru).replace("\u00a0", " ") for row in paper.rows[2:]]


def clause(text: str, **rules: object) -> Clause:
    return Clause(Pair(text, text), **rules)  # type: ignore[arg-type]


def test_a_clause_is_printed_when_a_place_is_filled_and_another_when_it_is_empty() -> None:
    both = (
        clause("Мест: {places}", when=("filled:places",)),
        clause("Мест нет", unless=("filled:places",)),
    )
    assert said(both) == ["1. Мест: 12"]
    assert said(both, places=None) == ["1. Мест нет"]


def test_a_clause_is_printed_for_one_kind_of_partner() -> None:
    both = (
        clause("Школа", when=("partner_kind=school",)),
        clause("Предприятие", when=("partner_kind=enterprise",)),
    )
    assert said(both) == ["1. Предприятие"]


@pytest.mark.parametrize(
    ("condition", "is_known"),
    [
        ("filled:places", True),
        ("filled:nothing", False),
        ("partner_kind=school", True),
        ("partner_kind=bakery", False),
        ("practice=dual", False),
        ("open_ended", True),
    ],
)
def test_conditions_are_checked(condition: str, is_known: bool) -> None:
    paper = template()
    changed = replace(paper, clauses=(clause("А", when=(condition,)), *paper.clauses))
    assert (check_template(changed) == []) is is_known
    assert template_from_body(template_to_body(changed)) == changed


def test_clauses_are_numbered_on_three_levels() -> None:
    levels = (
        clause("Мәні", level=Level.SECTION),
        clause("а"),
        clause("б", level=Level.SUBCLAUSE),
        clause("в", level=Level.SUBCLAUSE),
        clause("г"),
        clause("Мерзімі", level=Level.SECTION),
        clause("д", level=Level.SUBCLAUSE),
    )
    numbers = [text.split(" ")[0] for text in said(levels)]
    assert numbers == ["1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "2.", "2.1."]
