"""What of a table is not read is said: in the plan, in the report, and how it can be answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cluster_desktop.excel.importing import open_plan
from cluster_desktop.excel.report import doubts, report
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from tests.test_cli import Shell
from tests.test_cli import shell as shell

from .files import save

HEAD = ("№", "Ф.И.О.", "Дата рожд.", "Группа", "Форма фин-я", "Рост, см", "Пустой")
ROWS = (
    (1, "Иванов Пётр", "14.03.2008", "ИВ-24-9", "бюджет", 171, None),
    (2, "Ким Анна", "02.11.2008", "ИВ-24-9", "платно", 160, None),
    (3, "Петрова Анна", "03.11.2008", "ИВ-24-9", "внебюджет", 165, None),
    (4, "Әбілқасым Нұрсұлтан", "30.01.2009", "ИВ-24-9", "договор", None, None),
)


def test_a_column_that_is_not_recognised_is_named_and_funding_is_read(
    office: Office, tmp_path: Path
) -> None:
    plan = open_plan(office, save(tmp_path / "студенты.xlsx", [HEAD, *ROWS]))

    unread = [each for each in plan.findings() if each.code == "unread_column"]
    assert [each.cell for each in unread] == ["F1"]
    assert "“Рост, см” (F)" in unread[0].finding.message
    assert "Пустой" not in unread[0].finding.message
    assert "Форма фин-я" not in unread[0].finding.message
    assert any("Рост, см" in line for line in doubts(plan))
    assert any("Рост, см" in str(each) for each in report(plan, None)["warnings"])  # type: ignore[attr-defined]
    funding = [record.values["student.funding"] for record in plan.reading.records.values()]
    assert funding == ["state", "paid", "paid", "paid"]
    taken = [each.cell for each in plan.findings() if each.code == "taken_as_paid"]
    assert taken == ["E5"]


def test_a_column_left_out_by_an_answer_is_not_named(office: Office, tmp_path: Path) -> None:
    path = save(tmp_path / "студенты.xlsx", [HEAD, *ROWS])

    plan = open_plan(office, path, columns={"Рост, см": None})

    assert not [each for each in plan.findings() if each.code == "unread_column"]


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ("Рост, см=student.note", 0, "taken as paid"),
        ("Рост=student.note", 2, "no column “Рост”"),
        ("Рост, см=height", 2, "“height” is no field"),
        ("Рост", 2, "HEADING=FIELD"),
    ],
)
def test_columns_are_answered_on_the_command_line(
    shell: Shell,
    tmp_path: Path,
    answer: str,
    status: int,
    said: str,
) -> None:
    path = save(tmp_path / "студенты.xlsx", [HEAD, *ROWS])

    shell("import", str(path), "--column", answer, expect=status)

    assert said in shell.said
    if status == 0:
        assert "Иванов" in shell("list", "student", "--where", "note=171", "--json")


def test_the_way_out_is_said_where_a_column_is_not_read(
    shell: Shell,
    tmp_path: Path,
) -> None:
    shell("import", str(save(tmp_path / "студенты.xlsx", [HEAD, *ROWS])))

    assert "“Рост, см” (F)" in shell.said
    assert '--column "HEADING=FIELD"' in shell.said


def test_doubts_of_one_reason_are_told_each_where_they_differ(
    office: Office, tmp_path: Path
) -> None:
    head = ("№", "Предприятие", "БИН предприятия", "ФИО наставника", "Стаж (лет)")
    lines = [
        (1, "ТОО «Заря»", "950140900017", "Гришин Олег", "15 лет 6 мес."),
        (2, "ТОО «Заря»", "950140900017", "Гришина Ольга", "ок. 10"),
        (3, "ТОО «Заря»", "950140900017", "Пак Виктор", "с 2001 года"),
    ]

    plan = open_plan(office, save(tmp_path / "наставники.xlsx", [head, *lines]), kind="mentors")

    years = [r.values.get("mentor.experience_years") for r in plan.reading.records.values()]
    assert years == [15, 10, None]
    told = [line for line in doubts(plan) if "whole years" in line]
    assert told == [
        "E2: “15 лет 6 мес.” is taken as 15 whole years.",
        "E3: “ок. 10” is taken as 10 whole years.",
    ]
    since = [each for each in plan.errors() if each.code == "since_year"]
    assert [each.finding.suggestion for each in since] == [str(plan.today.year - 2001)]


def test_who_was_expelled_is_not_taken_as_studying(office: Office, tmp_path: Path) -> None:
    head = ("№", "Ф.И.О.", "Группа", "Специальность", "Примечание")
    lines = [
        (1, "Петров Пётр (отчислен 12.12.2025)", "ИВ-24-9", "«Ветеринария»", None),
        (2, "Оспан Айгүл", "ИВ-24-9", "ветеринария", "оқудан шығарылды"),
        (3, "Ким Анна", "ИВ-24-9", "08410100", "академ"),
    ]
    plan = open_plan(office, save(tmp_path / "студенты.xlsx", [head, *lines]), kind="students")
    plan.apply(office)

    columns = ("full_name", "status", "left_on", "note")
    found = {
        row["full_name"]: (row["status"], row["left_on"])
        for row in office.rows(Query("student", columns=columns))
    }
    assert found == {
        "Петров Пётр": ("expelled", date(2025, 12, 12)),
        "Оспан Айгүл": ("expelled", None),
        "Ким Анна": ("on_leave", None),
    }
    codes = [row.values.get("student.speciality") for row in plan.reading.records.values()]
    assert codes[:2] == ["08410100", "08410100"]


def test_what_excel_hides_is_read_and_said(office: Office, tmp_path: Path) -> None:
    path = save(tmp_path / "студенты.xlsx", [HEAD, *ROWS])
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in (3, 4):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(path)

    plan = open_plan(office, path)

    said = {each.code: each.finding.message for each in plan.findings()}
    assert plan.count("all") == 4
    assert "2 hidden rows are read, too: 3, 4." in said["hidden_rows"]
    assert "“Дата рожд.” (C)" in said["hidden_columns"]


def test_a_meeting_of_every_quarter_is_as_many_measures(office: Office, tmp_path: Path) -> None:
    head = ("№", "Мероприятие", "Срок исполнения", "Ответственный")
    lines = [
        (1, "Совет кластера", "15.02.2026", "директор"),
        (2, "Совет кластера", "15.05.2026", "директор"),
        (3, "Совет кластера", "15.05.2026", "директор"),
    ]
    path = save(tmp_path / "план.xlsx", [("План мероприятий на 2026 год",), head, *lines])

    plan = open_plan(office, path, kind="plan")
    assert [each.code for each in plan.errors()] == ["same_as_another_row"]
    plan.apply(office)

    days = [row["due"] for row in office.rows(Query("plan_item", columns=("due",)))]
    assert sorted(days) == [date(2026, 2, 15), date(2026, 5, 15)]
    again = open_plan(office, path, kind="plan")
    assert again.count("same") == 2
