"""Numbers and money."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.errors import Bug
from cluster_desktop.i18n import (
    format_money,
    format_number,
    format_share,
    money_in_words,
    parse_money,
    set_language,
)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_money_has_no_break_spaces_and_the_sign_of_tenge(lang: str) -> None:
    assert format_money(Decimal("1234567.89"), lang) == "1\xa0234\xa0567,89\xa0₸"
    assert format_money(Decimal("-1500000.00"), lang) == "-1\xa0500\xa0000\xa0₸"
    assert format_money(Decimal("0.5"), lang) == "0,50\xa0₸"


def test_numbers_follow_the_language_spoken() -> None:
    assert [format_share(n) for n in (60, Decimal("88.6"), 100)] == ["60.0", "88.6", "100.0"]
    assert format_number(1234567) == "1,234,567"
    set_language("ru")
    assert format_number(Decimal("1234.5")) == "1\xa0234,5"


@pytest.mark.parametrize(
    ("amount", "lang", "words"),
    [
        ("1000000", "kk", "бір миллион теңге"),
        ("1000000", "ru", "один миллион тенге"),
        ("34567.89", "kk", "отыз төрт мың бес жүз алпыс жеті теңге сексен тоғыз тиын"),
        ("2001.02", "ru", "две тысячи один тенге два тиына"),
        ("0", "kk", "нөл теңге"),
        ("0.50", "ru", "ноль тенге пятьдесят тиынов"),
        ("2000.00", "ru", "две тысячи тенге"),
        ("1E+6", "ru", "один миллион тенге"),
    ],
)  # fmt: skip
def test_sums_in_words(amount: str, lang: str, words: str) -> None:
    assert money_in_words(Decimal(amount), lang) == words


@pytest.mark.parametrize(("amount", "lang"), [("1.001", "kk"), ("1", "en")])
def test_a_sum_that_cannot_stand_in_a_contract_is_a_bug(amount: str, lang: str) -> None:
    with pytest.raises(Bug):
        money_in_words(Decimal(amount), lang)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,5 млн", "1500000"),
        ("1.125 млн", "1125000"),
        ("250 тыс.", "250000"),
        ("3 мың", "3000"),
        ("2 млрд теңге", "2000000000"),
        ("1 234 567,89 ₸", "1234567.89"),
        ("1\xa0234\xa0567,89\xa0₸", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567", "1234567"),
        ("1500,5", "1500.50"),
        ("0,500", "0.50"),
        ("85000 тг", "85000"),
        ("−5", "-5"),
        ("1500,", "1500"),
        ("0", "0"),
    ],
)
def test_sums_are_read_as_people_type_them(typed: str, amount: str) -> None:
    assert parse_money(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "", "млн", "1.500", "1,500", "1,2,3", "1,234", "0,001", "1..5", "5 мешков", "١٢", "1e5",
        "--5", "1.2,3.4",
    ],
)  # fmt: skip
def test_what_may_mean_two_sums_or_none_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_money(typed)


amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(amounts, st.sampled_from(["kk", "ru", "en"]))
def test_a_shown_sum_is_read_back(amount: Decimal, lang: str) -> None:
    shown = format_money(amount, lang)
    # "1,234" in English is the one form that a Kazakh or Russian reader would take for 1.234
    if lang != "en":
        assert parse_money(shown) == amount
    assert shown.endswith("\xa0₸")


@given(st.text(max_size=12) | st.text(alphabet="0123456789., млнтыс₸-", max_size=12))
def test_any_text_is_a_sum_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert parse_money(text) == round(parse_money(text), 2)
