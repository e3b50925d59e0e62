"""A partner's name that is nearly one we have: asked once, remembered for the next file."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import Workbook

from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.services.office import Office

HEADINGS = ("№", "Наименование организации", "БИН", "№ договора", "Дата договора")
MISSPELT = "Кастанай агро"


def saved(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *rows):
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def partner(office: Office) -> UUID:
    values = {"name_kk": "«Қостанай агро» ЖШС", "name_ru": "ТОО «Костанай агро»"}
    (made,) = office.add("organisation", values | {"kind": "enterprise"}).ids
    return made


def plan_of(office: Office, path: Path, *numbers: str) -> Plan:
    rows = [(n, MISSPELT, None, number, "01.09.2026") for n, number in enumerate(numbers, 1)]
    return open_plan(office, saved(path, *rows, (9, "ТОО «Совсем другое»", None, "М-99",
                                                 "02.09.2026")))  # fmt: skip


def test_a_name_like_a_known_one_is_asked_and_linked(
    office: Office, partner: UUID, tmp_path: Path
) -> None:
    plan = plan_of(office, tmp_path / "a.xlsx", "М-1", "М-2", "М-3")
    (word,) = plan.unknown_words()
    assert (word.text, word.rows) == (MISSPELT, (2, 3, 4))
    assert word.choices == ((str(partner), "«Қостанай агро» ЖШС"), ("new", "a new partner"))
    assert plan.map_word(word.meaning, word.text, str(partner)) >= {2, 3, 4}
    assert plan.unknown_words() == []
    before = office.count("organisation")
    plan.apply(office)
    assert office.count("organisation") == before + 1
    linked = office.lookup("agreement", "partner_id", [partner])[partner]
    assert len(linked) == 3


def test_the_answer_is_remembered_for_the_next_file(
    office: Office, partner: UUID, tmp_path: Path
) -> None:
    plan = plan_of(office, tmp_path / "a.xlsx", "М-1")
    plan.map_word("organisation.name", MISSPELT, str(partner))
    plan.apply(office)
    again = plan_of(office, tmp_path / "b.xlsx", "М-2")
    assert again.unknown_words() == []
    again.apply(office)
    assert len(office.lookup("agreement", "partner_id", [partner])[partner]) == 2


def test_a_new_partner_may_have_nearly_the_same_name(
    office: Office, partner: UUID, tmp_path: Path
) -> None:
    plan = plan_of(office, tmp_path / "a.xlsx", "М-1")
    assert plan.map_word("organisation.name", MISSPELT, "new") == set()
    assert plan.unknown_words() == []
    plan.apply(office)
    assert office.lookup("agreement", "partner_id", [partner]) == {}


def test_a_row_with_a_bin_is_not_asked_about(office: Office, partner: UUID, tmp_path: Path) -> None:
    path = saved(tmp_path / "bin.xlsx", (1, MISSPELT, "150240903923", "М-1", "01.09.2026"))
    assert open_plan(office, path).unknown_words() == []
