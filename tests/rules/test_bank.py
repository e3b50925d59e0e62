"""Accounts and bank codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.rules.identifiers import check_bic, check_iban

ACCOUNTS = [
    "KZ770000000000000001", "KZ90999TEST000000001", "KZ059991234567890123",
    "KZ89998KZT0000012345", "KZ37997ABCDEF1234567", "KZ099999999999999999",
]  # fmt: skip


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_valid_account_is_taken(account: str) -> None:
    checked = check_iban(account)
    assert (checked.value, checked.findings, checked.repaired) == (account, (), False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KZ780000000000000001", "check_digit"),
        ("KZ9999TEST000000001", "length"),
        ("KZ90999TEST00000000І", "check_digit"),
        ("RU90999TEST000000001", "country"),
        ("KZ9O999TEST000000001", "bank_code"),
        ("KZ90999TEST00000000Ж", "not_latin"),
        ("KZ٩0999TEST000000001", "not_latin"),
    ],
)
def test_an_invalid_account_is_refused_for_its_reason(text: str, code: str) -> None:
    checked = check_iban(text)
    assert checked.value is None
    assert [finding.code for finding in checked.findings] == [code]


@pytest.mark.parametrize("text", ["kz90999test000000001", "KZ90 999T EST0 0000 0001"])
def test_lower_case_and_spaces_are_cleaned_without_a_word(text: str) -> None:
    checked = check_iban(text)
    assert (checked.value, checked.findings) == ("KZ90999TEST000000001", ())
    assert checked.repaired


def test_cyrillic_look_alikes_are_replaced_and_reported() -> None:
    checked = check_iban("КЗ90999ТЕSТ000000001")
    assert checked.value == "KZ90999TEST000000001"
    assert [finding.severity for finding in checked.findings] == ["repaired"]
    assert checked.is_fine


@pytest.mark.parametrize(
    "text", ["KZ90999TEST00000000І", "KZ9O999TEST000000001"[:3] + "0999TEST00000OOO1"]
)
def test_letters_typed_for_digits_are_suggested_where_the_account_then_fits(text: str) -> None:
    assert check_iban(text).findings[0].suggestion == "KZ90999TEST000000001"


# A digit in place of a letter makes the number shorter, which ISO 13616 may not notice.
@given(st.sampled_from(ACCOUNTS), st.integers(4, 19), st.integers(1, 9))
def test_every_single_mistyped_sign_of_an_account_is_found(
    account: str, place: int, shift: int
) -> None:
    alphabet = "0123456789" if account[place].isdecimal() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    wrong = alphabet[(alphabet.index(account[place]) + shift) % len(alphabet)]
    assert check_iban(account[:place] + wrong + account[place + 1 :]).value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("HSBKKZKX", "HSBKKZKX"),
        ("hsbk kzkx", "HSBKKZKX"),
        ("НSВККZКХ", "HSBKKZKX"),
        ("CASPKZKAXXX", "CASPKZKAXXX"),
        ("HSBKRUKX", None),
        ("HSBKKZK", None),
        ("HSBKKZ–X", None),
        ("", None),
    ],
)
def test_a_bank_code_has_eight_or_eleven_signs_and_kz(text: str, value: str | None) -> None:
    assert check_bic(text).value == value
