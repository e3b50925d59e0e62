"""Who and where a list of placements means: short names, sub-headings."""

from __future__ import annotations

from uuid import UUID

import pytest

from cluster_desktop.excel.placement_list import base_of
from cluster_desktop.excel.practice_known import fitting, is_short, short_key

ONE, TWO = UUID(int=1), UUID(int=2)
BIN, NAME = "organisation.bin", "organisation.name_kk"


@pytest.mark.parametrize(
    "name",
    ["Бөкенов М.М.", "Бөкенов М. М.", "М.М. Бөкенов", "Бөкенов Мирас Маратұлы", "БӨКЕНОВ М.М"],
)
def test_a_name_and_its_short_forms_have_one_key(name: str) -> None:
    assert short_key(name) == short_key("Бөкенов Мирас Маратұлы")


def test_initials_are_told_from_names() -> None:
    assert is_short("Бөкенов М.М.")
    assert is_short("Бөкенов")
    assert not is_short("Бекмұхамбетов Мәди")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Бөкенов М.М.", [ONE]),
        ("Бөкенов М.", [ONE]),
        ("Бөкенов Мирас Маратулы", [ONE]),
        ("Ким Е.С.", [TWO]),
        ("Бөкенов Марат Маратұлы", []),
        ("Бөкенов А.М.", []),
        ("Бөкенова М.М.", []),
        ("Бөкенов", []),
    ],
)
def test_whom_a_name_may_mean(name: str, wanted: list[UUID]) -> None:
    people = [(ONE, "Бөкенов Мирас Маратұлы"), (TWO, "Ким Елена")]

    assert fitting(name, people) == wanted


def test_two_of_the_same_initials_are_both_named() -> None:
    people = [(ONE, "Бөкенов Мирас Маратұлы"), (TWO, "Бөкенов Марат Мұратұлы")]

    assert fitting("Бөкенов М.М.", people) == [ONE, TWO]
    assert fitting("Бөкенов Марат Мұратұлы", people) == [TWO]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("«Темір қанат» ЖШС, БСН 180240917112", {BIN: "180240917112", NAME: "«Темір қанат» ЖШС"}),
        (
            "ЖК Жүнісов С.Ж. («Автошебер»), ЖСН 840715392747",
            {BIN: "840715392747", NAME: "ЖК Жүнісов С.Ж. («Автошебер»)"},
        ),
        (
            "Предприятие: ТОО «Кайнар» (БИН: 950140900017)",
            {BIN: "950140900017", "organisation.name_ru": "ТОО «Кайнар»"},
        ),
        ("«Шаңырақ» қоғамдық бірлестігі", {NAME: "«Шаңырақ» қоғамдық бірлестігі"}),
        ("АК-24-1", {}),
        ("07130200 – Электрмен жабдықтау", {}),
        ("Өндірістік практика", {}),
        ("", {}),
    ],
)
def test_the_base_of_a_sub_heading(text: str, wanted: dict[str, str]) -> None:
    assert base_of(text) == (wanted, ())


def test_a_wrong_bin_in_a_sub_heading_is_an_error() -> None:
    values, findings = base_of("«Темір қанат» ЖШС, БСН 180240917113")

    assert BIN not in values
    assert [each.severity for each in findings] == ["error"]
