"""Small registers: our own lists and form F7 come back, what is not known is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cluster_desktop import i18n
from cluster_desktop.excel import forms
from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.lists import write_list
from cluster_desktop.excel.register_list import REGISTERS, kind_of
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel.files import save
from tests.excel_out.cluster_records import TODAY, with_cluster


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_cluster, tmp_path / "data" / "cluster.db", today=TODAY)
    yield opened
    opened.close()
    i18n.set_language("en")


def codes(plan: Plan) -> list[tuple[str, str]]:
    return [(each.cell, each.code) for each in plan.findings()]


@pytest.mark.parametrize("entity", REGISTERS)
def test_every_register_has_a_kind_that_can_find_its_records(office: Office, entity: str) -> None:
    kind = kind_of(entity)

    assert kind is not None
    assert kind.needed
    fields = office.entity(entity).fields
    assert all(key in fields for key in REGISTERS[entity])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("entity", ["infrastructure", "teacher_internship", "other_supply"])
def test_our_own_list_comes_back_and_changes_nothing(
    office: Office, tmp_path: Path, entity: str, language: str
) -> None:
    i18n.set_language(language)
    path = tmp_path / "list.xlsx"
    count = write_list(office, Query(entity), path, title="Тізім")

    plan = open_plan(office, path, kind=entity)

    assert plan.errors() == []
    assert plan.total() == {"same": count, "all": count}


def test_form_f7_comes_back(office: Office, tmp_path: Path) -> None:
    report = forms.export(office, "F7", tmp_path / "f7.xlsx")

    plan = open_plan(office, report.path, kind="infrastructure")

    assert plan.errors() == []
    assert plan.total() == {"same": 2, "all": 2}


def test_new_and_changed_lines_and_what_is_not_known(office: Office, tmp_path: Path) -> None:
    head = ("№", "Название (каз.)", "Вид объекта", "Владелец", "Площадь, кв. м", "Количество мест")
    lines = [
        (1, "Дәнекерлеу шеберханасы", "мастерская", "880840900129", "130,5", 24),
        (2, "Жаңа кабинет", "учебная аудитория", "ТОО «Кім екені белгісіз»", 40, 30),
        (3, "Қойма", "сарай", "", 10, ""),
    ]
    path = save(tmp_path / "f.xlsx", [head, *lines])
    plan = open_plan(office, path, kind="infrastructure")
    plan.apply(office)

    assert ("D3", "unknown_record") in codes(plan)
    assert ("C4", "unknown_value") in codes(plan)
    stored = {
        row["name_kk"]: (row["kind"], row["area"], row["places"])
        for row in office.rows(
            Query("infrastructure", columns=("name_kk", "kind", "area", "places"))
        )
    }
    assert stored["Дәнекерлеу шеберханасы"] == ("workshop", Decimal("130.5"), 24)
    assert stored["Жаңа кабинет"] == ("classroom", Decimal(40), 30)
    assert "Қойма" not in stored


def test_an_internship_goes_to_its_teacher(office: Office, tmp_path: Path) -> None:
    head = ("№", "Teacher", "Kind", "Ends on", "Hours")
    lines = [
        (1, "Әлиева Гүлнар", "Advanced training course", "30.10.2026", 36),
        (2, "Бейтаныс Біреу", "Advanced training course", "30.10.2026", 36),
    ]
    path = save(tmp_path / "f.xlsx", [head, *lines])

    plan = open_plan(office, path, kind="teacher_internship")
    plan.apply(office)

    assert codes(plan) == [("B3", "unknown_record")]
    ends = [row["ends"] for row in office.rows(Query("teacher_internship", columns=("ends",)))]
    assert sorted(ends)[-1] == date(2026, 10, 30)
    assert len(ends) == 3
