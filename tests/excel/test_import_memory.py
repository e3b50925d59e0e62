"""What was answered once is used again: for this sender first, else for the same headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.kinds import ColumnsQuestion
from cluster_desktop.excel.sender import sender_key, sender_of
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office

from .files import BINS, save

NORTH = "«Солтүстік колледжі» МКҚК / ГККП «Северный колледж»"
SOUTH = "«Оңтүстік колледжі» МКҚК"
ANSWER = {"Белгі": "agreement.note"}


def workbook(path: Path, sender: str, number: int, *more: str) -> Path:
    """A register whose column «Белгі» nobody knows; `more` headings make it another form."""
    heads = ["№", "Ұйымның атауы", "БСН", "Құжаттың түрі", "№, күні", "Белгі", *more]
    row = [1, f"«Қайнар {number}» ЖШС", BINS[0], "меморандум", f"№{number} 01.09.2025ж.", "шұғыл"]
    return save(path, [[sender], ["Тізілім"], heads, [*row, *("–" for _each in more)]])


def note(plan: Plan) -> object:
    return next(iter(plan.reading.records.values())).values.get("agreement.note")


def answered(office: Office, path: Path, answer: dict[str, str | None]) -> None:
    open_plan(office, path, columns=answer).apply(office)


def test_an_answer_serves_the_same_sender_in_another_form(office: Office, tmp_path: Path) -> None:
    answered(office, workbook(tmp_path / "a.xlsx", NORTH, 1), {"Белгі": "agreement.note"})

    again = open_plan(office, workbook(tmp_path / "b.xlsx", NORTH, 2, "Жауапты"))
    other = open_plan(office, workbook(tmp_path / "c.xlsx", SOUTH, 3, "Жауапты"))

    assert note(again) == "шұғыл"
    assert note(other) is None


def test_the_same_headings_are_known_from_anybody(office: Office, tmp_path: Path) -> None:
    answered(office, workbook(tmp_path / "a.xlsx", NORTH, 1), {"Белгі": "agreement.note"})

    assert note(open_plan(office, workbook(tmp_path / "b.xlsx", SOUTH, 2))) == "шұғыл"


def test_two_senders_mean_different_things_by_one_heading(office: Office, tmp_path: Path) -> None:
    answered(office, workbook(tmp_path / "a.xlsx", NORTH, 1), {"Белгі": "agreement.note"})
    answered(office, workbook(tmp_path / "b.xlsx", SOUTH, 2), {"Белгі": None})

    assert note(open_plan(office, workbook(tmp_path / "c.xlsx", NORTH, 3))) == "шұғыл"
    assert note(open_plan(office, workbook(tmp_path / "d.xlsx", SOUTH, 4))) is None
    senders = {row["sender"] for row in office.rows(Query("import_mapping", columns=("sender",)))}
    assert senders == {"«Солтүстік колледжі» МКҚК", SOUTH}


def test_a_word_is_remembered_for_its_sender(office: Office, tmp_path: Path) -> None:
    def of(sender: str, name: str) -> Path:
        heads = ["№", "Ұйымның атауы", "БСН", "Құжаттың түрі", "№, күні"]
        row = [1, f"«{name}» ЖШС", BINS[0], "қағаз", "№1 01.09.2025ж."]
        return save(tmp_path / f"{name}.xlsx", [[sender], heads, row])

    for sender, meaning in ((NORTH, "memorandum"), (SOUTH, "cooperation")):
        plan = open_plan(office, of(sender, meaning))
        plan.map_word("agreement.kind", "қағаз", meaning)
        plan.apply(office)

    for sender, meaning in ((NORTH, "memorandum"), (SOUTH, "cooperation")):
        again = open_plan(office, of(sender, f"again {meaning}"))
        assert again.reading.records[3].values["agreement.kind"] == meaning


def test_what_is_in_doubt_is_asked_once(office: Office, tmp_path: Path) -> None:
    def doubtful(path: Path) -> Path:
        heads = ["№", "Ұйымның атауы", "БСН", "Телефон", "Байланыс телефоны", "№, күні"]
        return save(path, [[NORTH], heads, [1, "«А» ЖШС", BINS[0], "87012459090", None, "№1"]])

    with pytest.raises(ColumnsQuestion) as asked:
        open_plan(office, doubtful(tmp_path / "a.xlsx"))
    names = [guess.column.name for guess in asked.value.guesses if guess.asked]
    answer = {names[0]: "organisation.phone", names[1]: None}
    open_plan(office, doubtful(tmp_path / "a.xlsx"), columns=answer).apply(office)

    assert open_plan(office, doubtful(tmp_path / "b.xlsx")).columns[3].meaning


def test_headings_that_nobody_knows_are_found_once_they_were_answered(
    office: Office, tmp_path: Path
) -> None:
    def strange(path: Path, number: int) -> Path:
        heads = ["Көк", "Ала", "Сары", "Жасыл", "Қара"]
        row = [f"«Қайнар {number}» ЖШС", BINS[0], f"№{number} 01.09.2025ж.", "меморандум", "х"]
        return save(path, [[NORTH], heads, row])

    answer = {
        **{"Көк": "organisation.name", "Ала": "organisation.bin", "Қара": None},
        **{"Сары": "agreement.number_and_date", "Жасыл": "agreement.kind"},
    }
    first = strange(tmp_path / "a.xlsx", 1)
    open_plan(office, first, kind="agreements", columns=answer).apply(office)

    again = open_plan(office, strange(tmp_path / "b.xlsx", 2))

    assert again.kind.name == "agreements"
    assert again.count("all") == 1


@pytest.mark.parametrize(
    ("lines", "sender"),
    [
        ((NORTH,), "«Солтүстік колледжі» МКҚК"),
        (("Облыстық білім басқармасы", "Тізілім"), "Облыстық білім басқармасы"),
        (("ГУ «Управление образования»",), "ГУ «Управление образования»"),
        (("Колледждің атауы: А", f"БСН / БИН: {BINS[0]}"), BINS[0]),
        (("БСН / БИН:", BINS[1]), BINS[1]),
        (("Реестр партнёров колледжа", "2025 год"), ""),
        (("Директор колледжа ______ А. Б.",), ""),
        ((), ""),
    ],
)
def test_who_sent_it_stands_above_the_table(lines: tuple[str, ...], sender: str) -> None:
    assert sender_of(lines) == sender


def test_a_sender_is_the_same_under_both_spellings() -> None:
    assert sender_key("«Солтүстік колледжі» МКҚК") == sender_key('"Солтүстік колледжі" мкқк')
