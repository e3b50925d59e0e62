"""Which names may be one person's."""

from __future__ import annotations

import pytest

from cluster_desktop.excel.same_person import is_same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Бөкенов Жәнібек", "Бокенов Жанибек"),
        ("Бөкенов Жәнібек", "Бөкенов Жәнібек Серікұлы"),
        ("Бөкенов Ж.С.", "Бөкенов Жәнібек Серікұлы"),
        ("Ж. С. Бөкенов", "Бөкенов Жәнібек Серікұлы"),
        ("Жәнібек Бөкенов", "БӨКЕНОВ ЖӘНІБЕК"),
        ("Ахметова Айгерім Серікқызы", "Нұрланова Айгерім Серікқызы"),
        ("Иванов Сергей Петрович", "Иванов Сергей Петровичь"),
        ("Иванова Наталья", "Иванова Наталия"),
    ],
)
def test_small_changes_are_the_same_person(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ақылбеков Айбек", "Бөкенов Жәнібек Серікұлы"),
        ("Ахметов Нұрлан Серікұлы", "Ахметов Дәурен Серікұлы"),
        ("Ахметов Н.", "Ким О."),
        ("Иванов Иван Иванович", "Петров Пётр Иванович"),
        ('<b>Иванов</b>&"=1+1 Тест', "Ақылбеков Айбек"),
        ("Ким Дина", "Ким Дана"),
    ],
)
def test_another_name_is_another_person(one: str, other: str) -> None:
    assert not is_same_name(one, other)
    assert not is_same_name(other, one)
