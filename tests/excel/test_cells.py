"""Identifiers, names, telephones, yes and no, and lists in one cell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cluster_desktop.excel import cells, words
from cluster_desktop.excel.cells import Around
from cluster_desktop.excel.reader import Broken, Cell
from cluster_desktop.rules.identifiers import check_bin_or_iin, restore_zeros

AROUND = Around(date(2026, 2, 1))
RUSSIAN = Around(date(2026, 2, 1), language="ru")
BIN = cells.identifier("bin", check_bin_or_iin)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("030740900806", "030740900806"),
        (950140900017, "950140900017"),
        ("'950140900017", "950140900017"),
        ("9501 4090 0017", "950140900017"),
        ("950140-900017", "950140900017"),
    ],
)
def test_an_identifier_is_read_as_text(cell: Cell, value: str) -> None:
    assert BIN(cell, AROUND) == ({"bin": value}, ())


@pytest.mark.parametrize("cell", [30740900806, "30740900806", "80229590018", 1001590076])
def test_a_lost_zero_is_put_back_and_said(cell: Cell) -> None:
    values, findings = BIN(cell, AROUND)

    assert values["bin"] == str(cell).zfill(12)
    assert [(f.severity, f.code, f.suggestion) for f in findings] == [
        ("repaired", "leading_zero", str(cell).zfill(12))
    ]


def test_a_lost_zero_stays_lost_where_the_user_wants_to_see_it() -> None:
    around = Around(date(2026, 2, 1), unwanted=frozenset({"leading_zero"}))

    values, findings = BIN(30740900806, around)

    assert values == {}
    assert [(f.severity, f.suggestion) for f in findings] == [("error", "030740900806")]


@pytest.mark.parametrize(
    "cell",
    [
        "950140900018",
        "95014090001",
        "9501409000170",
        "95O140900017",
        "000000000000",
        8.02296e10 + 0.5,
        "8.02296E+10",
        "٠٨٠٢٢٩٥٩٠٠١٨",
        "ЖШС",
        True,
    ],
)
def test_a_wrong_identifier_is_an_error(cell: Cell) -> None:
    values, findings = BIN(cell, AROUND)

    assert values == {}
    assert [f.severity for f in findings] == ["error"]


@given(st.integers(0, 11), st.sampled_from("0123456789 OХ-"), st.booleans())
def test_a_damaged_identifier_is_never_taken_for_another(
    place: int, sign: str, as_number: bool
) -> None:
    right = "030740900806"
    damaged = right[:place] + sign + right[place + 1 :]
    assume(damaged != right)
    cell: Cell = int(damaged) if as_number and damaged.isdigit() else damaged

    values, findings = BIN(cell, AROUND)

    # One wrong digit breaks the control digit; a lost one is only filled up with zeros in front.
    bare = str(cell).replace(" ", "").replace("-", "")
    assert (
        "bin" not in values
        or values["bin"] == restore_zeros(bare)
        or values["bin"] == bare.zfill(12)
    )
    assert values or findings


@pytest.mark.parametrize(
    ("cell", "kk", "ru"),
    [
        (
            "«Ақжайлау-Астық» ЖШС\nТОО «Акжайлау-Астык»",
            "«Ақжайлау-Астық» ЖШС",
            "ТОО «Акжайлау-Астык»",
        ),
        ("«Береке» ЖШС / ТОО «Береке»", "«Береке» ЖШС", "ТОО «Береке»"),
        ('"Темір қанат" ЖШС', "«Темір қанат» ЖШС", None),
        ("КХ «Бесшокы»", None, "КХ «Бесшокы»"),
        ("ТОО «Ақжол»", None, "ТОО «Ақжол»"),
        (
            "Ауданның жұмыспен қамту орталығы\nЦентр занятости района",
            "Ауданның жұмыспен қамту орталығы",
            "Центр занятости района",
        ),
        (
            "Акжайлауский филиал Региональной палаты",
            None,
            "Акжайлауский филиал Региональной палаты",
        ),
        ("ТОО «Дала»\n(филиал)", None, "ТОО «Дала» (филиал)"),
        (
            "ЖК Ахметова А.М. («Компьютер орталығы»)\nИП Ахметова А.М. («Компьютерный центр»)",
            "ЖК Ахметова А.М. («Компьютер орталығы»)",
            "ИП Ахметова А.М. («Компьютерный центр»)",
        ),
        ("«Гүлдер» ЖШС \u00a0", "«Гүлдер» ЖШС", None),
        ('ТОО "Ателье "Сән""', None, "ТОО «Ателье «Сән»»"),
    ],
)
def test_names_go_to_their_language(cell: str, kk: str | None, ru: str | None) -> None:
    found = cells.split_languages(cell, "kk")

    assert (found.get("kk"), found.get("ru")) == (kk, ru)


def test_a_person_without_kazakh_letters_is_spelled_alike_except_in_a_russian_list() -> None:
    read = cells.person("head")

    assert read("Волкова Алёна", AROUND)[0] == {
        "head_kk": "Волкова Алёна",
        "head_ru": "Волкова Алёна",
    }
    assert read("Курмангалиева Б.", RUSSIAN)[0] == {"head_ru": "Курмангалиева Б."}
    assert read("Құрманғалиева Б.", RUSSIAN)[0] == {"head_kk": "Құрманғалиева Б."}


def test_telephones_and_mail_in_one_cell() -> None:
    read = cells.phones("phone", "email")

    values, findings = read("8 (72387) 2-83-47\nastyk@example.kz", AROUND)

    assert values == {"phone": "+7 (72387) 2-83-47", "email": "astyk@example.kz"}
    assert findings == ()
    assert read(87011767800, AROUND)[0] == {"phone": "+7 701 176-78-00"}


def test_a_wrong_telephone_keeps_no_contract_out() -> None:
    values, findings = cells.phones("phone", "email")("8-701", AROUND)

    assert values == {}
    assert [f.severity for f in findings] == ["warning"]


@pytest.mark.parametrize("cell", ["иә", "ия", "да", "+", "v", "1", 1, True, "ИӘ ", "Да."])
def test_yes(cell: Cell) -> None:
    assert cells.yes_no("a", words.YES, words.NO)(cell, AROUND) == ({"a": True}, ())


@pytest.mark.parametrize("cell", ["жоқ", "нет", "–", "-", "0", 0, False, "ЖОҚ"])
def test_no(cell: Cell) -> None:
    assert cells.yes_no("a", words.YES, words.NO)(cell, AROUND) == ({"a": False}, ())


def test_neither_yes_nor_no_is_asked() -> None:
    values, findings = cells.yes_no("a", words.YES, words.NO)("частично", AROUND)

    assert values == {}
    assert [f.code for f in findings] == ["yes_or_no"]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("с. Караагаш (а?параттар ж?йесі)", True),
        ("?айнар б?ла?ы", True),
        ("Құмк\ufffdл", True),
        ("Продлить?", False),
        ("Продлить ? (нет)", False),
        ("Құмкөл", False),
    ],
)
def test_lost_letters_are_seen(text: str, lost: bool) -> None:
    assert bool(cells.lost_letters(text)) is lost


def test_codes_of_specialities_with_and_without_names() -> None:
    read = cells.specialities("s")
    known = Around(date(2026, 2, 1), specialities=frozenset({"07151100", "08410100"}))

    assert read("07151100, 08410100", known) == ({"s": ("07151100", "08410100")}, ())
    assert read("08410100 Ветеринария\n07151100 Машиналар", known)[0] == {
        "s": ("08410100", "07151100")
    }
    assert read(7151100, known)[0] == {"s": ("07151100",)}
    assert [f.code for f in read("07999900", known)[1]] == ["unknown_speciality_code"]
    assert [f.code for f in read("Ветеринария", known)[1]] == ["no_code"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("меморандум", "memorandum"),
        ("Меморандум о сотрудничестве", "memorandum"),
        ("дуальды оқыту туралы шарт", "dual"),
        ("договор на проведение практики", "practice"),
        ("МАҚСАТТЫ ДАЯРЛАУ", "targeted"),
        ("ынтымақтастық туралы шарт", "cooperation"),
        ("договор о сотрудничестве по практике", None),
        ("договор", None),
    ],
)
def test_kinds_of_agreements_only_without_doubt(text: str, kind: str | None) -> None:
    assert words.agreement_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("кәсіпорын", "enterprise"),
        ("мектеп", "school"),
        ("жоғары оқу орны\nвысшее учебное заведение", "university"),
        ("кәсіпорын / школа", None),
        ("непонятно", None),
    ],
)
def test_kinds_of_organisations(text: str, kind: str | None) -> None:
    assert words.organisation_kind(text) == kind


def test_a_remembered_word_is_understood() -> None:
    read = cells.choice("organisation.kind", words.organisation_kind, dict)
    around = Around(date(2026, 2, 1), words={("organisation.kind", "агро"): "enterprise"})

    assert read("АГРО", around) == ({"organisation.kind": "enterprise"}, ())
    assert [f.code for f in read("АГРО", AROUND)[1]] == ["unknown_value"]


def test_cells_that_hold_nothing_say_why() -> None:
    assert cells.broken(Broken("=")).code == "formula_without_value"
    assert "#N/A" in cells.broken(Broken("#N/A")).message


@pytest.mark.parametrize("cell", ["#N/A", "#Н/Д", " #ЗНАЧ! ", "#ДЕЛ/0!", "#REF!", "Err:502"])
def test_errors_kept_as_text_are_errors(cell: str) -> None:
    assert cells.is_error_text(cell)


@pytest.mark.parametrize("cell", ["#12", "№ 5", "Н/Д", "", None, 5])
def test_ordinary_cells_are_no_errors(cell: Cell) -> None:
    assert not cells.is_error_text(cell)
