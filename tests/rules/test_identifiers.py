"""IIN, BIN and KATO: the vectors of the domain notes, and what must hold for every number."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cluster_desktop.rules.identifiers import (
    check_bin,
    check_bin_or_iin,
    check_digit,
    check_iin,
    check_kato,
    is_person,
    mask,
    read_iin,
    restore_zeros,
)

IINS = [
    ("080229590018", date(2008, 2, 29), "male"),
    ("070115690022", date(2007, 1, 15), "female"),
    ("080703590507", date(2008, 7, 3), "male"),
    ("091231690043", date(2009, 12, 31), "female"),
    ("851112390053", date(1985, 11, 12), "male"),
    ("790308490069", date(1979, 3, 8), "female"),
    ("001001590076", date(2000, 10, 1), "male"),
    ("991130490086", date(1999, 11, 30), "female"),
    ("000229590093", date(2000, 2, 29), "male"),
    ("640921390602", date(1964, 9, 21), "male"),
    ("100606690119", date(2010, 6, 6), "female"),
    ("050505590121", date(2005, 5, 5), "male"),
    ("721225490904", date(1972, 12, 25), "female"),
]
BINS = [
    "950140900017", "030740900806", "111241900034", "180542900040", "200650900054",
    "221051900505", "150460900078", "120363900087", "240240900092", "991240900103",
    "260140900111", "080840900129",
]  # fmt: skip
ARABIC = "٠٨٠٢٢٩٥٩٠٠١٨"


def codes(findings: tuple[object, ...]) -> list[str]:
    return [getattr(finding, "code", "") for finding in findings]


@pytest.mark.parametrize(("iin", "born", "sex"), IINS)
def test_a_valid_iin_is_taken_and_read(iin: str, born: date, sex: str) -> None:
    assert check_iin(iin).value == iin
    assert check_iin(iin).findings == ()
    assert check_bin_or_iin(iin).value == iin
    assert (read_iin(iin).born, read_iin(iin).sex) == (born, sex)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("080229590019", "check_digit"),
        ("080703590509", "check_digit"),
        ("082029590018", "date"),
        ("080230590013", "date"),
        ("071315690022", "date"),
        ("850230390052", "date"),
        ("001001790079", "century"),
        ("080703590570", "impossible"),
        ("080703590579", "impossible"),
        ("851112391200", "impossible"),
        ("80229590018", "length"),
        ("8.02296E+10", "scientific"),
        ("8,02296E+10", "scientific"),
        ("0802295900181", "length"),
        ("08022959001O", "not_digits"),
        ("000000000000", "date"),
        (ARABIC, "not_digits"),
        ("⁰80229590018", "not_digits"),
        ("950140900017", "kind"),
    ],
)
def test_an_invalid_iin_is_refused_for_its_reason(text: str, code: str) -> None:
    checked = check_iin(text)
    assert checked.value is None
    assert codes(checked.findings) == [code]
    assert not checked.is_fine


@pytest.mark.parametrize(
    "text",
    [
        "0802 2959 0018",
        "080229-590018",
        "\u00a0080229590018",
        "'080229590018",
        "080229590018\ufeff",
    ],
)
def test_spaces_dashes_and_an_apostrophe_are_cleaned_away(text: str) -> None:
    checked = check_iin(text)
    assert checked.value == "080229590018"
    assert checked.findings == ()


def test_only_a_changed_value_counts_as_repaired() -> None:
    assert check_iin("080229-590018").repaired
    assert not check_iin(" 080229590018 ").repaired


@pytest.mark.parametrize("check", [check_iin, check_bin, check_bin_or_iin, check_kato])
def test_an_empty_value_has_no_finding(check: object) -> None:
    checked = check("  ")  # type: ignore[operator]
    assert (checked.value, checked.findings, checked.is_fine) == (None, (), True)


def test_a_foreigner_with_seventh_digit_zero_is_a_warning() -> None:
    iin = "85111209002"
    iin += str(check_digit(iin))
    checked = check_iin(iin)
    assert checked.value == iin
    assert [(f.severity, f.code) for f in checked.findings] == [("warning", "century_unknown")]
    assert read_iin(iin).born is None


@pytest.mark.parametrize("bin_", BINS)
def test_a_valid_bin_is_taken(bin_: str) -> None:
    assert check_bin(bin_).value == bin_
    assert check_bin_or_iin(bin_).value == bin_
    assert not is_person(bin_)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("950140900018", "check_digit"),
        ("111241900043", "check_digit"),
        ("901540900017", "date"),
        ("951340900017", "date"),
        ("950100900019", "kind"),
        ("950148900010", "branch"),
        ("950144900019", "branch"),
        ("950140900880", "impossible"),
        ("950140900885", "impossible"),
        ("95014090001", "length"),
        ("9501409000170", "length"),
        ("95O140900017", "not_digits"),
        ("000000000000", "date"),
        ("080229590018", "kind"),
    ],
)
def test_an_invalid_bin_is_refused_for_its_reason(text: str, code: str) -> None:
    checked = check_bin(text)
    assert checked.value is None
    assert codes(checked.findings) == [code]


@pytest.mark.parametrize("text", ["000000000000", ARABIC, "950100900019", "080229590019"])
def test_the_combined_field_is_as_strict_as_each(text: str) -> None:
    assert check_bin_or_iin(text).value is None


def test_a_lost_zero_is_offered_and_not_taken_by_itself() -> None:
    finding = check_iin("80229590018").findings[0]
    assert finding.suggestion == "080229590018"
    assert "11" in finding.message


def test_a_letter_instead_of_a_digit_gives_a_suggestion_only_if_it_fits() -> None:
    assert check_bin("95O140900017").findings[0].suggestion == "950140900017"
    assert check_iin("08022959001O").findings[0].suggestion is None


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("80229590018", "080229590018"),
        ("1001590076", "001001590076"),
        ("229590093", "000229590093"),
        ("80840900129", "080840900129"),
        ("80229590019", None),
        ("080229590018", None),
        ("29590093", None),
        ("", None),
        (ARABIC[1:], None),
    ],
)
def test_zeros_are_restored_only_where_the_number_becomes_valid(
    text: str, restored: str | None
) -> None:
    assert restore_zeros(text) == restored


@pytest.mark.parametrize(
    ("text", "value"),
    [("391010000", "391010000"), ("39 10 10000", "391010000"), ("091010000", None), ("39", None)],
)
def test_a_kato_code_has_nine_digits(text: str, value: str | None) -> None:
    assert check_kato(text).value == value


@pytest.mark.parametrize(
    ("identifier", "shown"), [("080229590018", "••••••••0018"), ("0018", "••••"), ("", "")]
)
def test_a_masked_identifier_shows_four_last_digits(identifier: str, shown: str) -> None:
    assert mask(identifier) == shown


@st.composite
def iins(draw: st.DrawFn, first: int = 1900, last: int = 2099) -> str:
    born = draw(st.dates(date(first, 1, 1), date(last, 12, 31)))
    century = 3 if born.year < 2000 else 5
    serial = draw(st.integers(0, 9999))
    base = f"{born:%y%m%d}{century + draw(st.integers(0, 1))}{serial:04}"
    control = check_digit(base)
    assume(control is not None)
    return f"{base}{control}"


@st.composite
def bins(draw: st.DrawFn, years: int = 100) -> str:
    base = (
        f"{draw(st.integers(0, years - 1)):02}{draw(st.integers(1, 12)):02}"
        f"{draw(st.sampled_from('456'))}{draw(st.sampled_from('0123'))}"
        f"{draw(st.integers(0, 99999)):05}"
    )
    control = check_digit(base)
    assume(control is not None)
    return f"{base}{control}"


@given(iins() | bins())
def test_every_well_formed_number_is_taken(identifier: str) -> None:
    assert check_bin_or_iin(identifier).value == identifier


# The 11th digit weighs 11, which is nothing modulo 11: the official rule cannot see a slip there.
@given(iins() | bins(), st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]), st.integers(1, 9))
def test_every_single_mistyped_digit_is_found(identifier: str, place: int, shift: int) -> None:
    wrong = str((int(identifier[place]) + shift) % 10)
    mistyped = identifier[:place] + wrong + identifier[place + 1 :]
    # Only a rest of 10 in the first pass (then the weights change) can hide a slip.
    first_pass = sum(int(d) * w for d, w in zip(mistyped, range(1, 12), strict=False)) % 11
    was_first = sum(int(d) * w for d, w in zip(identifier, range(1, 12), strict=False)) % 11
    assume(first_pass != 10 and was_first != 10)
    assert check_bin_or_iin(mistyped).value is None


@given(iins())
def test_no_iin_is_also_a_bin(iin: str) -> None:
    assert check_bin(iin).value is None
    assert is_person(iin)


@given(iins(2000, 2009) | bins(years=10))
def test_zeros_dropped_by_excel_come_back(identifier: str) -> None:
    as_number = str(int(identifier))
    assume(9 <= len(as_number) < 12)
    assert restore_zeros(as_number) == identifier


@given(st.text(max_size=20))
def test_any_text_is_answered_and_what_is_taken_is_ascii_digits(text: str) -> None:
    value = check_bin_or_iin(text).value
    assert value is None or (len(value) == 12 and value.isascii() and value.isdecimal())
