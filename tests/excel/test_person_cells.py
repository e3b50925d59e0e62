"""Names with notes behind them, parents with telephones, facts above a list of students."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.excel.person_cells import (
    Marks,
    marks_of,
    read_note,
    split_guardian,
    split_name,
)
from cluster_desktop.excel.title_block import facts_of
from cluster_desktop.rules.identifiers import check_phones, parse_phones

PAID, LEAVE, DUAL = Marks(funding="paid"), Marks(on_leave=True), Marks(dual=True)
MARKS = {
    "ақылы": PAID,
    "платник": PAID,
    "пл": PAID,
    "платно": PAID,
    "ақылы негізде": PAID,
    "академ.": LEAVE,
    "акад. демалыс": LEAVE,
    "в академ. отпуске": LEAVE,
    "АС": LEAVE,
    "д/о": DUAL,
    "дуал": DUAL,
    "грант": Marks(funding="state"),
}
FRAMES = (
    "{name} {mark}",
    "{name} ({mark})",
    "{name} - {mark}",
    "{name}, {mark}",
    "{name} / {mark}",
)

words = st.sampled_from(
    [
        "Әлімбаев",
        "Бауыржан",
        "Берікұлы",
        "Ким",
        "Олег",
        "Фёдорова",
        "Ізбасар",
        "Иванов-Петров",
        "А.",
    ]
)
names = st.lists(words, min_size=2, max_size=4).map(" ".join)


@given(names)
def test_a_name_without_marks_stays_as_it_is(name: str) -> None:
    assert split_name(name) == (name, Marks(), "")


@given(names, st.sampled_from(sorted(MARKS)), st.sampled_from(FRAMES))
def test_a_mark_behind_a_name_is_no_part_of_it(name: str, mark: str, frame: str) -> None:
    found, marks, rest = split_name(frame.format(name=name, mark=mark))

    assert (found, marks, rest) == (name, MARKS[mark], "")


@given(names, st.sampled_from(sorted(MARKS)), st.sampled_from(sorted(MARKS)))
def test_two_marks_are_both_heard(name: str, one: str, other: str) -> None:
    found, marks, _rest = split_name(f"{name} {one} ({other})")

    assert found == name
    assert marks == MARKS[other] | MARKS[one]


@pytest.mark.parametrize(
    "name",
    [
        "Иванова (Петрова) Анна",
        "Иванова Анна (Петрова)",
        "Әлиев Дамир Асқар ұлы",
        "ИВАНОВ ИВАН",
        "Қасым",
    ],
)
def test_what_belongs_to_a_name_stays(name: str) -> None:
    assert split_name(name) == (name, Marks(), "")


def test_a_mark_of_unknown_meaning_becomes_a_note() -> None:
    assert split_name("Ким Олег бр") == ("Ким Олег", Marks(), "бр")
    assert split_name("Ким Олег (ауыл)") == ("Ким Олег", Marks(), "ауыл")


def test_a_note_keeps_what_is_no_mark() -> None:
    assert read_note("ақылы, жатақханада") == (PAID, "жатақханада")
    assert read_note("старостa") == (Marks(), "старостa")
    assert marks_of("ас") is None


spellings = st.sampled_from(
    [
        "{p}",
        "+7 ({a}) {b}-{c}-{d}",
        "8 {a} {b} {c} {d}",
        "8-{a}-{b}-{c}-{d}",
        "8({a}){b}{c}{d}",
        "+7{a}{b}{c}{d}",
        "7{a}{b}{c}{d}",
        "{a}{b}{c}{d}",
    ]
)
digits = st.text("0123456789", min_size=7, max_size=7)


@given(
    names, digits, spellings, st.sampled_from(["{n}, {p}", "{n} {p}", "{n}\n{p}", "анасы {n}: {p}"])
)
def test_a_parent_and_a_telephone_are_told_apart(
    name: str, local: str, spelling: str, frame: str
) -> None:
    b, c, d = local[:3], local[3:5], local[5:]
    typed = spelling.format(p=f"8701{local}", a="701", b=b, c=c, d=d)

    names_, phones, unread = split_guardian(frame.format(n=name, p=typed))

    assert names_ == name.rstrip(".")
    assert [one.e164 for one in parse_phones(phones)] == [f"+7701{local}"]
    assert unread == ""
    assert check_phones(phones).value == phones


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (87011234567, ("", "+7 701 123-45-67", "")),
        ("Ким Олег", ("Ким Олег", "", "")),
        ("Ким Олег 123456", ("Ким Олег", "", "123456")),
        (
            "әкесі Ким Олег 87011234567, анасы Ким Анна 87021234567",
            ("Ким Олег, Ким Анна", "+7 701 123-45-67, +7 702 123-45-67", ""),
        ),
    ],
)
def test_cells_of_parents(cell: str | int, wanted: tuple[str, str, str]) -> None:
    assert split_guardian(cell) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Группа: ВТ-25-1", {"group": "ВТ-25-1"}),
        ("ВТ-25-1 тобының студенттер тізімі", {"group": "ВТ-25-1"}),
        ("Список студентов группы БҚ-24-1", {"group": "БҚ-24-1"}),
        ("Спецальность: 8410100 - Ветеринария", {"speciality": "08410100"}),
        ("Квалификация: 4С08410104 - Ветеринарный техник", {"qualification": "4S08410104"}),
        (
            "Курс: 2 Оқу тілі: орыс Куратор: Ким О.",
            {"course": 2, "language": "ru", "curator": "Ким О."},
        ),
        ("3-курс, 2025-2026 оқу жылы", {"course": 3, "academic_year": "2025-2026"}),
        ("Язык обучения: казахский, русский", {"language": "mixed"}),
        ("«Ақжайлау» колледжі", {}),
        ("", {}),
    ],
)
def test_facts_above_a_list(text: str, wanted: dict[str, object]) -> None:
    assert facts_of((text,)) == wanted


@given(st.text(max_size=200))
def test_any_text_above_a_list_is_read(text: str) -> None:
    assert isinstance(facts_of((text,)), dict)
    split_name(text)
    split_guardian(text)
    read_note(text)
