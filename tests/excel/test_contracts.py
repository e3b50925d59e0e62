"""Number and date of a contract in one cell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.excel.contracts import Contract, read_contract

DAY = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("№12 01.09.2025ж.", "12"),
        ("12-ДО от 01.09.2025 г.", "12-ДО"),
        ("№1, 2025 жылғы 1 қыркүйек", "1"),
        ("№ МД-2 от 01.09.2025 г.", "МД-2"),
        ("МД-3 от 01.09.2025г.", "МД-3"),
        ("№1/23 01.09.2025ж.", "1/23"),
        ("12/01.09.2025", "12"),
        ("01.09.2025 №12", "12"),
        ("№12\nот 1 сентября 2025 года", "12"),
        ("N 7 от 01.09.2025", "7"),
        ("б/н от 01.09.2025", None),
        ("01.09.2025", None),
        ("№ 12-ДО/2025 от «1» сентября 2025 г.", "12-ДО/2025"),
    ],
)
def test_number_and_date_are_told_apart(typed: str, number: str | None) -> None:
    contract, findings = read_contract(typed)

    assert (contract.number, contract.signed, findings) == (number, DAY, ())


@pytest.mark.parametrize(
    ("typed", "number"), [("№ 12", "12"), ("1-П", "1-П"), ("б/н", None), ("н/ж", None), ("–", None)]
)
def test_a_number_alone(typed: str, number: str | None) -> None:
    assert read_contract(typed) == (Contract(number), ())


def test_the_end_behind_a_dash_belongs_to_the_same_contract() -> None:
    contract, _findings = read_contract("№12 01.09.2025 – 31.08.2026")

    assert contract == Contract("12", DAY, date(2026, 8, 31))


def test_the_word_before_the_sign_is_kept_apart() -> None:
    assert read_contract("Меморандум №5 от 01.09.2025")[0] == Contract("5", DAY, title="Меморандум")


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        ("№12 01.09.2025ж. №13 05.09.2025ж.", "two_contracts", "№12 01.09.2025ж."),
        ("№12 01.09.2025ж.; №13 05.09.2025ж.", "two_contracts", "№12 01.09.2025ж."),
        ("№12 от 31.09.2025", "impossible_date", "№12 от 01.10.2025"),
        (date(2023, 1, 1), "number_became_date", None),
        ("№" + "1" * 61, "number_too_long", None),
    ],
)
def test_what_is_not_one_contract_waits_for_a_person(
    typed: object, code: str, suggestion: str | None
) -> None:
    contract, findings = read_contract(typed)

    assert contract == Contract()
    assert [(f.severity, f.code, f.suggestion) for f in findings] == [("error", code, suggestion)]


def test_words_behind_the_date_are_not_lost_in_silence() -> None:
    contract, findings = read_contract("№12 от 01.09.2025 г. (продлён)")

    assert contract.signed == DAY
    assert [(f.severity, f.code) for f in findings] == [("warning", "text_beside_contract")]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    contract, findings = read_contract(text)

    assert contract.number is None or len(contract.number) <= 60
    assert all(f.message for f in findings)


def test_a_contract_of_a_year_out_of_reach_says_so() -> None:
    _contract, findings = read_contract("№12 от 31.12.9999")

    assert [f.code for f in findings] == ["year_out_of_reach"]
