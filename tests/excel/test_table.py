"""The table in a messy sheet, and the meaning of its headings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import cluster_desktop.db.entities  # noqa: F401  (declares the headings)
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel.agreement_register import KIND
from cluster_desktop.excel.headings import Headings, heading_key
from cluster_desktop.excel.kinds import ColumnsQuestion, Wishes, read_source, read_sources
from cluster_desktop.excel.reader import Cell, Sheet, Source
from cluster_desktop.excel.reading import Reading
from cluster_desktop.excel.table import EXPLANATION, SIGNATURE, column_letter, find_table
from cluster_desktop.rules.findings import Finding

TODAY = date(2026, 2, 1)
HEAD = ("№", "Ұйымның атауы", "БСН", "Құжаттың түрі", "№, күні", "Аяқталуы")
BINS = ("950140900017", "030740900806", "111241900034")


def data(number: int) -> list[Cell]:
    return [
        number,
        f"«А{number}» ЖШС",
        BINS[number - 1],
        "меморандум",
        f"№{number} 01.09.2025ж.",
        None,
    ]


def source(*sheets: Sheet) -> Source:
    return Source(Path("тізім.xlsx"), "xlsx", sheets)


def sheet(
    rows: Sequence[Sequence[Cell]],
    name: str = "Т",
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> Sheet:
    return Sheet(name, rows, merged)


def reading(
    rows: Sequence[Sequence[Cell]],
    *,
    columns: dict[str, str | None] | None = None,
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> Reading:
    return read_source(source(sheet(rows, merged=merged)), TODAY, Wishes(columns=columns))


def columns_of(*headings: str) -> dict[str, str | None]:
    return reading([headings, ["x"] * len(headings)]).meanings


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (199, "GR")])
def test_letters_of_columns(index: int, letter: str) -> None:
    assert column_letter(index) == letter


@pytest.mark.parametrize(
    "row",
    [
        ["Барлығы", None, None, None, 3],
        ["Итого:", None, None, None, 3],
        [None, "Всего 3 организации"],
        ["оның ішінде меморандум", None, None, 2],
    ],
)
def test_totals_are_no_data(row: list[Cell]) -> None:
    assert reading([HEAD, data(1), data(2), row]).table.skipped == {4: "total"}


@pytest.mark.parametrize(
    "row",
    [
        ["Директор", None, None, "______", "Б. Серікбаев"],
        [None, "Зам. директора по УПР ______________"],
        [None, "Орындаушы: Г. Сейітова"],
        [None, "тел. 8 (72345) 2-19-73"],
        [None, "М.П."],
    ],
)
def test_signatures_are_no_data(row: list[Cell]) -> None:
    assert reading([HEAD, data(1), data(2), row]).table.skipped == {4: "signature"}


@pytest.mark.parametrize(
    "numbers",
    [
        *([1, 3, 4, 5, 6, 2], [1, 2, 4, 5, 6, 7], ["2", 1, 3, 4, 5, 6]),
        # A column was put in and numbered after the one before it.
        *([1, 2, 3, "3а", 4, 5], ["1", "2", "3", "3.1", "4", "5"], [1, 2, 2.1, 3, 4, 5]),
    ],
)
def test_column_numbers_are_no_data_though_columns_were_moved(numbers: list[Cell]) -> None:
    table = reading([HEAD, numbers, data(1), data(2)]).table

    assert (table.rows, table.skipped) == ((3, 4), {2: "column numbers"})


def test_everything_beside_the_data_is_named() -> None:
    rows = [
        ["Тізілім"],
        [None],
        HEAD,
        [1, 2, 3, 4, 5, 6],
        ["Ауыл шаруашылығы"],
        data(1),
        [None],
        HEAD,
        ["1", "2", "3", "4", "5", "6"],
        data(2),
        ["Ескертпе: жоба"],
        ["Осы бетте 2 шарт"],
    ]

    table = reading(rows).table

    assert table.rows == (6, 10)
    assert table.skipped == {
        4: "column numbers",
        5: "sub-heading",
        8: "heading again",
        9: "column numbers",
        11: "note",
        12: "note",
    }
    assert table.context == ((1, "Тізілім"),)


def test_a_row_with_a_name_only_is_an_error_where_rows_are_not_counted() -> None:
    head = HEAD[1:]
    found = reading([head, data(1)[1:], ["«Б» ЖШС", None, None, None, None]])

    assert found.table.rows == (2, 3)
    assert [f.code for f in found.records[3].findings if f.severity == "error"]


def test_groups_above_equal_headings_tell_them_apart() -> None:
    rows = [
        ["№", "Серіктес", "БСН", "Құжат", None, "Өтінім", None],
        [None, None, None, "Түрі", "№, күні", "Түрі", "Саны"],
        [1, "«А» ЖШС", BINS[0], "меморандум", "№1 01.09.2025", "жаңа", 4],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 0, 6)]

    found = reading(rows, merged=merged, columns={"Өтінім | Түрі": None, "Саны": None})

    assert found.table.header_rows == (1, 2)
    assert found.meanings["Құжат | Түрі"] == "agreement.kind"
    assert found.meanings["Өтінім | Түрі"] is None


def test_cells_merged_downwards_count_for_every_row() -> None:
    rows = [HEAD, data(1), [2, None, None, "меморандум", "№2 02.09.2025ж.", None]]

    found = reading(rows, merged=[(1, 1, 2, 1), (1, 2, 2, 2)])

    assert found.records[3].values["organisation.bin"] == BINS[0]


def test_five_rows_of_headings() -> None:
    rows: list[list[Cell]] = [list(HEAD)] + [[None] * 6 for _ in range(4)]
    rows.append(data(1))
    merged = [(0, column, 4, column) for column in range(6)]

    assert reading(rows, merged=merged).table.header_row in (1, 5)
    assert reading(rows, merged=merged).table.rows == (6,)


def test_a_merged_range_without_end_costs_nothing() -> None:
    found = reading([HEAD, data(1)], merged=[(5, 0, 1_048_575, 16_383)])

    assert found.table.rows == (2,)


# Headings


def test_one_language_the_other_or_both() -> None:
    both = columns_of("Ұйымның атауы\nНаименование организации", "БСН / БИН", "№ и дата договора")
    one = columns_of("Наименование организации", "БИН", "Шарт №, күні")

    assert list(both.values()) == [
        "organisation.name",
        "organisation.bin",
        "agreement.number_and_date",
    ]
    assert list(one.values()) == list(both.values())


def test_headings_broken_over_lines_and_misspelt() -> None:
    found = columns_of(
        "Наименованние\nорганизаций", "Б И Н / И И Н", "БИН", "Мекен жайы", "№ договара", "Дата"
    )

    assert found["Наименованние организаций"] == "organisation.name"
    assert found["БИН"] == "organisation.bin"
    assert found["Мекен жайы"] == "organisation.address"
    assert found["№ договара"] == "agreement.number"


def test_the_sign_of_a_number_is_no_spelling_mistake() -> None:
    headings = Headings(KIND.spellings())

    assert not headings.knows("Құжат")
    assert headings.knows("Құжат №")


def test_only_the_first_bare_number_sign_counts_rows() -> None:
    found = reading([["№", "Серіктес", "БСН", "Құжаттың түрі", "№", "Күні"], [1, *["x"] * 5]])

    letters = {guess.column.letter: guess.meaning for guess in found.guesses}
    assert (letters["A"], letters["E"]) == ("row.number", "agreement.number")


def test_two_columns_of_one_name_are_asked() -> None:
    with pytest.raises(ColumnsQuestion) as asked:
        columns_of("Ұйымның атауы", "БСН", "№, күні", "Телефон", "Телефон")

    assert asked.value.question == "columns"
    assert {g.column.letter for g in asked.value.guesses if g.asked} == {"D", "E"}
    assert "“Телефон (D)”" in asked.value.message


def test_an_answer_settles_the_question() -> None:
    answer = {"Телефон (D)": "organisation.phone", "Телефон (E)": None}
    head = ("Ұйымның атауы", "БСН", "№, күні", "Телефон", "Телефон")

    found = reading([head, ["x"] * 5], columns=answer)

    assert found.columns["organisation.phone"] == 3
    assert found.meanings["Телефон (E)"] is None


def test_a_heading_that_only_contains_a_known_word_is_not_taken_for_it() -> None:
    found = columns_of("Ұйымның атауы", "БСН", "№, күні", "Телефон", "Телефон бухгалтера")

    assert found["Телефон бухгалтера"] is None


def test_a_needed_column_is_asked_by_its_name() -> None:
    rows: list[list[Cell]] = [
        ["№, күні", "Құжаттың түрі", "Аяқталуы"],
        ["№1 01.09.2025", "меморандум", None],
    ]

    with pytest.raises(ColumnsQuestion) as asked:
        read_source(source(sheet(rows)), TODAY, Wishes(kind="agreements"))

    assert asked.value.missing == (frozenset({"organisation.name", "organisation.bin"}),)
    assert "Name of the partner" in asked.value.message


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ф.И.О. руководителя", "ФИО руководителя"),
        ("Т.А.Ә.", "тае"),
        ("БСН/ЖСН", "бсн / жсн"),
        ("№, күні", "№күні"),
    ],
)
def test_equal_headings_have_equal_keys(left: str, right: str) -> None:
    assert heading_key(left).replace("таа", "тае") == heading_key(right)


# Sheets and kinds


def test_several_sheets_that_fit_are_asked() -> None:
    found = source(sheet([HEAD, data(1)], "2024"), sheet([HEAD, data(2)], "2025"))

    with pytest.raises(NeedsAnswer) as asked:
        read_source(found, TODAY, Wishes())

    assert (asked.value.question, asked.value.choices) == ("sheet", ("2024", "2025"))
    assert read_source(found, TODAY, Wishes(sheet="2025")).table.sheet.name == "2025"


def test_other_sheets_do_not_disturb() -> None:
    other = sheet([["Мамандық", "Саны"], ["Ветеринария", 4]], "Жиынтық")
    hidden = Sheet("ескі", [HEAD, data(3)], visible=False)

    found = read_source(source(other, hidden, sheet([HEAD, data(1)], "Тізілім")), TODAY, Wishes())

    assert found.table.sheet.name == "Тізілім"


PEOPLE: list[Cell] = ["№", "Т.А.Ә.", "ЖСН", "Туған күні"]


def person(number: int) -> list[Cell]:
    return [number, f"Ахметов {number}", None, date(2009, 1, number)]


def test_sheets_of_one_layout_are_one_table() -> None:
    found = source(
        sheet([["ВТ-25-1 тобы"], PEOPLE, person(1), person(2), ["Барлығы"]], "ВТ"),
        sheet([["АК-25-1 тобы"], [None], PEOPLE, ["Күндізгі бөлім"], person(3), person(4)], "АК"),
    )

    (read,) = read_sources(found, TODAY, Wishes())

    places = [read.table.place(row) for row in read.records]
    assert places == [("ВТ", 3), ("ВТ", 4), ("АК", 5), ("АК", 6)]
    first, _second, third, _last = read.records
    assert read.context(first) == ("ВТ-25-1 тобы",)
    assert read.context(third) == ("АК-25-1 тобы",)
    assert read.sub_heading(first)[1] == ""
    assert read.sub_heading(third)[1] == "Күндізгі бөлім"
    finding = Finding("…", code="x")
    assert read.at(read.records[third], "student.born", finding).cell == "АК!D5"


def test_sheets_of_two_layouts_are_two_tables() -> None:
    turned: list[Cell] = [PEOPLE[0], PEOPLE[1], PEOPLE[3], PEOPLE[2]]
    lines: list[list[Cell]] = [turned, [1, "Ким Олег", date(2009, 1, 1), None]]

    tables = read_sources(
        source(sheet([PEOPLE, person(1)], "1"), sheet(lines, "2")), TODAY, Wishes()
    )

    assert [each.table.sheet.name for each in tables] == ["1", "2"]


def test_a_register_beside_lists_of_people_is_asked() -> None:
    found = source(sheet([HEAD, data(1)], "Шарттар"), sheet([PEOPLE, person(1)], "Топ"))

    with pytest.raises(NeedsAnswer) as asked:
        read_sources(found, TODAY, Wishes())

    assert (asked.value.question, set(asked.value.choices)) == ("sheet", {"Шарттар", "Топ"})


def test_a_sheet_that_is_not_there_is_asked() -> None:
    with pytest.raises(NeedsAnswer) as asked:
        read_source(source(sheet([HEAD, data(1)], "Т")), TODAY, Wishes(sheet="Ж"))

    assert asked.value.choices == ("Т",)


def test_a_list_of_something_else_is_asked() -> None:
    rows: list[list[Cell]] = [["Кітап", "Авторы", "Беті", "Тілі"], ["Абай жолы", "М. Ә.", 1, "kk"]]

    with pytest.raises(NeedsAnswer) as asked:
        reading(rows)

    assert asked.value.question == "kind"


def test_a_blank_form_is_refused_with_a_reason() -> None:
    with pytest.raises(Refusal) as refused:
        reading([HEAD])

    assert "no rows" in refused.value.message


def test_an_unknown_kind_is_asked() -> None:
    with pytest.raises(NeedsAnswer) as asked:
        read_source(source(sheet([HEAD, data(1)])), TODAY, Wishes(kind="books"))

    assert asked.value.question == "kind"


def test_no_table_is_found_among_words() -> None:
    assert find_table(sheet([["a", "b"], ["c", "d"]]), lambda _heading, _groups: False) is None


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_signature_lines_below_a_form_are_never_data(rows: int) -> None:
    heads: list[Cell] = ["№", "Атауы", "БСН", "Күні", "Ескертпе", "Телефон"]
    data: list[list[Cell]] = [[n + 1, "А", "1", "01.09.2025", None, None] for n in range(rows)]
    foot: list[list[Cell]] = [
        [],
        [None, "Басшы / Руководитель:"],
        [None, None, "(лауазымы, қолы, аты-жөні)"],
        [None, "Орындаушы / Исполнитель:"],
        [None, None, "(Т.А.Ә., телефон)"],
        [None, "Күні / Дата:", "11.02.2026"],
    ]
    sheet = Sheet("F4", [heads, *data, *foot])
    table = find_table(sheet, lambda heading, _groups: heading in heads)
    assert table is not None
    assert len(table.rows) == rows
    assert [n for n, why in table.skipped.items() if why == SIGNATURE] == [
        rows + 3, rows + 4, rows + 5, rows + 6, rows + 7,
    ]  # fmt: skip


def test_a_row_over_which_headings_are_merged_belongs_to_them() -> None:
    """«Әріптес» over «Байланыс» over «Басшысы» and «Телефоны»; the others reach down to them."""
    top = ["№", "Әріптес", None, None, None, "Құжаттың түрі", "№, күні"]
    middle = [None, "Ұйымның атауы", "БСН", "Байланыс", None, None, None]
    low = [None, None, None, "Басшысы", "Телефоны", None, None]
    row = [1, "«А1» ЖШС", BINS[0], "Серікбаев С.С.", "87142541122", "меморандум", "№1 01.09.2025ж."]
    merged = [
        *((0, column, 2, column) for column in (0, 5, 6)),
        (0, 1, 0, 4), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4),
    ]  # fmt: skip

    found = reading([top, middle, low, row], merged=merged)

    assert found.table.header_row == 3
    assert [guess.meaning for guess in found.guesses[3:5]] == [
        "organisation.head", "organisation.phone",
    ]  # fmt: skip
    assert list(found.records) == [4]


@pytest.mark.parametrize(
    "explained",
    [
        [None, "толық атауы", "12 цифр", None, "КК.АА.ЖЖЖЖ", None],
        ["№", "указать полностью", "12 цифр", "выбрать из списка", "дата", "ДД.ММ.ГГГГ"],
        [None, None, "12 сан", None, None, None],
    ],
)
def test_how_the_columns_are_to_be_filled_is_no_row(explained: list[Cell]) -> None:
    found = reading([HEAD, explained, data(1), data(2)])

    assert list(found.records) == [3, 4]
    assert found.table.skipped == {2: EXPLANATION}


def test_a_name_is_no_explanation() -> None:
    found = reading([HEAD, [None, "«Толық дән» ЖШС", None, "меморандум", None, None], data(1)])

    assert list(found.records) == [2, 3]
