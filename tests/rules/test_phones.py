"""Phones as they stand in workbooks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.i18n import set_language
from cluster_desktop.rules.identifiers import Phone, check_phones, format_phone, parse_phones


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("8 (7252) 92-19-19", ["+77252921919"]),
        ("8 (72345) 2-19-73", ["+77234521973"]),
        ("8 (71345) 22185, 22994", ["+77134522185", "+77134522994"]),
        ("87134522185; 22994", ["+77134522185", "+77134522994"]),
        ("+7 701 123 45 67", ["+77011234567"]),
        ("7.701.123.45.67", ["+77011234567"]),
        ("7011234567", ["+77011234567"]),
        ("8-701-123-45-67 / 8 702 765 43 21", ["+77011234567", "+77027654321"]),
        ("87011234567 87021234567", ["+77011234567", "+77021234567"]),
        ("8 (7252) 92-19-19\n8\u00a0(7252)\u00a092-20-20", ["+77252921919", "+77252922020"]),
        ("+998 90 123 45 67", ["+998901234567"]),
        ("телефон жоқ", []),
        ("", []),
    ],
)
def test_numbers_are_found(text: str, e164: list[str]) -> None:
    assert [phone.e164 for phone in parse_phones(text)] == e164


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        (
            "қабылдау бөлмесі: 8(7252)921919, вн. 105",
            Phone("+77252921919", "105", "қабылдау бөлмесі", "7252"),
        ),
        ("8-7252-92-19-19 ішкі 105", Phone("+77252921919", "105")),
        ("приемная\n8 (7252) 92-19-19", Phone("+77252921919", None, "приемная", "7252")),
        ("8 701 123 45 67 (каб. 215)", Phone("+77011234567", None, "каб. 215")),
    ],
)
def test_extension_and_note_go_with_their_number(text: str, phone: Phone) -> None:
    assert parse_phones(text) == [phone]


@pytest.mark.parametrize(
    "text", ["12-34", "950140900017", "22185", "8 701 123 45 67, 22185", "٨٧٠١١٢٣٤٥٦٧1", "+( 87"]
)
def test_what_is_no_number_is_named(text: str) -> None:
    checked = check_phones(text)
    assert checked.value is None
    assert [finding.code for finding in checked.findings] == ["phone"]


def test_an_empty_cell_is_fine() -> None:
    assert check_phones(" ").is_fine


@pytest.mark.parametrize(
    ("e164", "area", "shown"),
    [
        ("+77252921919", "", "+7 (7252) 92-19-19"),
        ("+77234521973", "", "+7 (72345) 2-19-73"),
        ("+77272921919", "", "+7 (727) 292-19-19"),
        ("+77213921919", "7213", "+7 (7213) 92-19-19"),
        ("+77011234567", "", "+7 701 123-45-67"),
        ("+998901234567", "", "+998901234567"),
    ],
)
def test_numbers_are_printed_with_their_area(e164: str, area: str, shown: str) -> None:
    assert format_phone(e164, area) == shown


def test_the_stored_text_does_not_depend_on_the_language() -> None:
    set_language("en")
    english = check_phones("8 (7252) 92-19-19 ішкі 105, 8 701 123 45 67 қабылдау").value
    set_language("kk")
    assert check_phones("8 (7252) 92-19-19 ішкі 105, 8 701 123 45 67 қабылдау").value == english
    assert english == "+7 (7252) 92-19-19 вн. 105, +7 701 123-45-67 қабылдау"


national = st.from_regex(r"7(0|4|7)[0-9]{8}|7[12][0-9]{8}", fullmatch=True)


@given(st.lists(national, min_size=1, max_size=3), st.sampled_from([", ", "; ", "/", "\n"]))
def test_the_print_form_is_read_back_and_does_not_change(numbers: list[str], between: str) -> None:
    shown = check_phones(between.join(f"8{number}" for number in numbers)).value
    assert shown is not None
    assert [phone.e164 for phone in parse_phones(shown)] == [f"+7{number}" for number in numbers]
    assert check_phones(shown).value == shown


@given(st.text(alphabet="0123456789+()-–. ,;/ab вн.ішкі\n", max_size=40))
def test_any_text_is_answered(text: str) -> None:
    assert all(phone.e164.startswith("+") for phone in parse_phones(text))
