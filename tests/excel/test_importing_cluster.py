"""Needs, indicators and plan: what their lists become, twice, mended, and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cluster_desktop import cli
from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import start
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel.files import save
from tests.excel.samples import NEEDS, PLAN_KPI, REGISTER, SAMPLES

BIN = "950140900017"
NEED_HEADINGS = ("№", "Источник данных", "Предприятие", "БИН", "Профессия", "2027", "2028")
KPI_HEADINGS = ("№", "Показатель", "Ед. изм.")
PLAN_HEADINGS = ("№", "Мероприятие", "Срок", "Ответственные исполнители", "Статус")


def registered(office: Office) -> None:
    start.prepare(office)
    open_plan(office, REGISTER).apply(office)


@pytest.fixture
def college(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """An office with the partners of sample 01, on 21 November 2026."""
    opened = databases.open(registered, tmp_path / "data" / "cluster.db")
    yield opened
    opened.close()


def imported(office: Office, path: Path) -> Plan:
    plan = open_plan(office, path)
    plan.apply(office)
    return plan


def rows(office: Office, entity: str, *columns: str) -> list[Any]:
    return office.rows(Query(entity, columns=columns))


def codes(plan: Plan) -> list[tuple[str, str]]:
    return [(each.cell, each.code) for part in plan.parts for each in part.findings()]


# Needs


def test_needs_are_stored_as_the_file_says(college: Office) -> None:
    organisations = college.count("organisation")

    plan = imported(college, NEEDS)

    assert plan.total() == {"new": 46, "all": 46}
    assert college.count("organisation") == organisations
    bins = {row.id: row["bin"] for row in rows(college, "organisation", "bin")}
    special = {row.id: row["code"] for row in rows(college, "speciality", "code")}
    needs = {
        (row["request_id"].id, row["year"]): row["persons"]
        for row in rows(college, "labour_need", "request_id", "year", "persons")
    }
    columns = ("organisation_id", "speciality_id", "vacancies", "targeted", "salary_from")
    stored = {
        bins[row["organisation_id"].id]: {
            "organisation.bin": bins[row["organisation_id"].id],
            "need.speciality": special[row["speciality_id"].id],
            "need.vacancies": row["vacancies"] or 0,
            **{f"need.year.{year}": needs.get((row.id, year), 0) for year in range(2026, 2031)},
            "need.targeted": row["targeted"] or 0,
            "need.salary_from": int(row["salary_from"]),
        }
        for row in rows(college, "labour_request", *columns)
    }
    wanted = json.loads((SAMPLES / "06_expected.json").read_text("utf-8"))["sheets"][0]["records"]
    assert stored == {
        each["organisation.bin"]: {key: value for key, value in each.items() if key != "row"}
        for each in wanted
    }


@pytest.mark.parametrize("path", [NEEDS, PLAN_KPI], ids=["06", "07"])
def test_a_second_import_finds_nothing_to_do(college: Office, path: Path) -> None:
    first = imported(college, path)
    before = logical_dump(college)

    plan = open_plan(college, path)
    changes = plan.apply(college)

    assert plan.total() == {"same": first.total()["all"], "all": first.total()["all"]}
    assert changes.action is None
    assert logical_dump(college) == before


@pytest.mark.parametrize("path", [NEEDS, PLAN_KPI], ids=["06", "07"])
def test_it_is_one_action_that_undo_takes_back(college: Office, path: Path) -> None:
    before, actions = logical_dump(college), len(college.journal())
    changes = open_plan(college, path).apply(college)
    assert len(college.journal()) == actions + 1

    college.undo(changes.action)

    assert logical_dump(college) == before


def test_a_later_list_changes_only_what_it_says(college: Office, tmp_path: Path) -> None:
    head = ("предприятие", "ТОО «Кайнар»", BIN, "сварщик")
    imported(college, save(tmp_path / "1.xlsx", [NEED_HEADINGS, (1, *head, 2, "–")]))

    plan = imported(college, save(tmp_path / "2.xlsx", [NEED_HEADINGS, (1, *head, "", 3)]))

    assert plan.total() == {"changed": 1, "all": 1}
    needs = rows(college, "labour_need", "year", "persons")
    assert sorted((row["year"], row["persons"]) for row in needs) == [(2027, 2), (2028, 3)]
    (request,) = rows(college, "labour_request", "profession", "source", "needed")
    assert (request["profession"], request["source"], request["needed"]) == (
        "сварщик",
        "enterprise",
        5,
    )


def test_an_akimat_may_name_no_enterprise_and_an_enterprise_must(
    college: Office, tmp_path: Path
) -> None:
    lines = [
        (1, "МИО", "", "", "сварщик", 2, 3),
        (2, "предприятие", "", "", "токарь", 2, 3),
        (3, "дерек жоқ", "ТОО «Кайнар»", BIN, "повар", 2, 3),
    ]
    plan = open_plan(college, save(tmp_path / "1.xlsx", [NEED_HEADINGS, *lines]))

    assert codes(plan) == [("C3", "required"), ("B4", "unknown_value")]
    assert plan.total() == {"new": 1, "error": 2, "all": 3}
    # The word is asked once, then the row goes in.
    plan.map_word("labour_request.source", "дерек жоқ", "association")
    assert plan.total()["new"] == 2


# Indicators and plan


def test_indicators_come_with_plan_and_fact_by_quarter(college: Office) -> None:
    plan = imported(college, PLAN_KPI)

    assert [part.kind.name for part in plan.parts] == ["kpi", "plan"]
    assert plan.total() == {"new": 26, "all": 26}
    columns = ("number", "name_kk", "name_ru", "unit_kk", "unit_ru", "base_value", "base_year")
    kpis = {row["number"]: row for row in rows(college, "kpi", *columns)}
    assert sorted(kpis) == list(range(1, 13))
    money = kpis[11]
    assert [money[name] for name in columns[1:]] == [
        *("Тартылған қаржы", "Привлечённые средства", "млн теңге", "млн тенге"),
        *(Decimal("14.5"), 2024),
    ]
    values = {
        row["period"]: (row["plan"], row["fact"], row["source"])
        for row in rows(college, "kpi_value", "kpi_id", "year", "period", "plan", "fact", "source")
        if row["kpi_id"].id == money.id and row["year"] == 2025
    }
    assert values == {
        "1": (Decimal(3), Decimal("2.8"), PLAN_KPI.name),
        "2": (Decimal(8), Decimal("8.4"), PLAN_KPI.name),
        "3": (Decimal("12.5"), Decimal("12.5"), PLAN_KPI.name),
        "4": (Decimal(18), None, None),
        "year": (Decimal(18), None, None),
    }
    reasons = [row["reason"] for row in rows(college, "kpi_value", "reason") if row["reason"]]
    assert reasons == ["педагогтер ауысты"]


def test_terms_of_the_plan_become_days_and_keep_their_words(college: Office) -> None:
    imported(college, PLAN_KPI)

    columns = ("number", "due", "due_text", "state", "done_on", "heading")
    items = {row["number"]: row for row in rows(college, "plan_item", *columns)}
    assert {number: (row["due"], row["due_text"]) for number, row in items.items()} == {
        1: (None, "тоқсан сайын / ежеквартально"),
        2: (date(2025, 9, 30), None),
        3: (date(2025, 9, 30), "2025 жылғы қыркүйек"),
        4: (date(2025, 11, 15), None),
        5: (date(2026, 5, 31), "сәуір-мамыр 2026"),
        6: (date(2026, 1, 1), "01.10.2025, 01.01.2026"),
        7: (date(2026, 6, 30), "2026 ж. II тоқсан"),
        8: (date(2026, 3, 27), None),
        9: (None, "жыл бойы / в течение года"),
        10: (date(2026, 6, 15), None),
        11: (date(2026, 2, 20), None),
        12: (date(2025, 12, 31), None),
        13: (None, "белгісіз"),
        14: (None, "ай сайын"),
    }
    assert (items[7]["state"], items[7]["done_on"]) == ("done", date(2025, 9, 25))
    assert items[5]["heading"] == "2. Еңбек нарығымен байланыс / Связь с рынком труда"


def kpi_file(path: Path, *line: object, title: str = "2026 год") -> Path:
    above = ("", "", "", "План", "План", "Факт", "Факт", "")
    below = (*KPI_HEADINGS, "I", "II", "I", "II", "Причина отклонения")
    return save(path, [(title,), (), above, below, (1, *line)])


def test_a_closed_quarter_takes_nothing(college: Office, tmp_path: Path) -> None:
    imported(college, kpi_file(tmp_path / "1.xlsx", "Охват", "чел.", 10, 20, 12, "", ""))
    college.add("kpi_period", {"year": 2026, "period": "1", "closed_on": date(2026, 4, 5)})

    plan = imported(college, kpi_file(tmp_path / "2.xlsx", "Охват", "чел.", 10, 20, 99, 21, ""))

    assert ("F5", "period_closed") in codes(plan)
    values = rows(college, "kpi_value", "period", "plan", "fact")
    assert sorted((row["period"], row["plan"], row["fact"]) for row in values) == [
        ("1", Decimal(10), Decimal(12)),
        ("2", Decimal(20), Decimal(21)),
    ]


def test_what_the_program_counts_takes_a_plan_and_no_fact(college: Office, tmp_path: Path) -> None:
    standard = {
        "number": 1,
        "name_kk": "Білім алушылардың саны",
        "name_ru": "Численность обучающихся",
        "counted": "K01",
    }
    college.add("kpi", standard)

    path = kpi_file(tmp_path / "1.xlsx", "Численность обучающихся", "адам", 600, "", 590, "", "")
    plan = imported(college, path)

    assert ("B5", "counted_by_the_program") in codes(plan)
    (value,) = rows(college, "kpi_value", "period", "plan", "fact", "source")
    assert (value["plan"], value["fact"], value["source"]) == (Decimal(600), None, None)


def test_without_a_year_above_nothing_is_guessed(college: Office, tmp_path: Path) -> None:
    path = kpi_file(tmp_path / "1.xlsx", "Охват", "чел.", 1, 2, 3, "", "", title="Показатели")

    plan = open_plan(college, path)

    assert ("B5", "no_year") in codes(plan)
    assert plan.total() == {"error": 1, "all": 1}


def test_the_same_measure_next_year_is_another_one(college: Office, tmp_path: Path) -> None:
    line = (1, "Ярмарка вакансий", "20.05.{year}", "центр карьеры", "план")
    for year in ("2026", "2027"):
        cells = tuple(str(each).format(year=year) for each in line)
        path = save(tmp_path / f"{year}.xlsx", [(f"План на {year} год",), PLAN_HEADINGS, cells])
        assert imported(college, path).total() == {"new": 1, "all": 1}

    due = (Condition("due", "is", date(2027, 5, 20)),)
    assert college.count("plan_item") == 2
    assert len(college.rows(Query("plan_item", due))) == 1


def test_the_command_line_imports_both(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    databases.copy(registered, tmp_path / "data" / "cluster.db")
    out = tmp_path / "report.json"
    words = ["--data", str(tmp_path / "data"), "--lang", "kk", "--today", "2026-11-21", "import"]
    for path, lines in ((NEEDS, 46), (PLAN_KPI, 26)):
        for new, same in ((lines, 0), (0, lines)):
            assert cli.main([*words, str(path), "--report", str(out)]) == 0
            capsys.readouterr()
            report = json.loads(out.read_text(encoding="utf-8"))
            assert (report["rows_new"], report["rows_same"], report["rows_error"]) == (new, same, 0)
