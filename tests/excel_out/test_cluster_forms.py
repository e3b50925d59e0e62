"""Forms F7 to F10: numbers counted by hand, read back by the import, an office's blank filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import forms
from cluster_desktop.excel.importing import open_plan
from cluster_desktop.paths import resource
from cluster_desktop.query import Query
from cluster_desktop.services import start
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel_out.cluster_records import PERSON, TODAY, with_cluster

PLAN_KPI = resource("samples", "07_is_sharalar_zhospary.xlsx")
NEEDS = resource("samples", "06_kadr_qazhettiligi.xlsx")


def with_plan(office: Office) -> None:
    start.prepare(office)
    for path in (NEEDS, PLAN_KPI):
        open_plan(office, path).apply(office)


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_cluster, tmp_path / "data" / "cluster.db", today=TODAY)
    yield opened
    opened.close()


@pytest.fixture
def planned(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """The needs, indicators and the plan of samples 06 and 07."""
    opened = databases.open(with_plan, tmp_path / "plan" / "cluster.db", today=TODAY)
    yield opened
    opened.close()


def rows_of(path: Path, sheet: int = 0, *, values: bool = True) -> list[list[Any]]:
    """From below the row of column numbers on."""
    page = openpyxl.load_workbook(path, data_only=values).worksheets[sheet]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    numbered = next(n for n, row in enumerate(rows) if row[:5] == [1, 2, 3, 4, 5])
    return rows[numbered + 1 :]


def total_of(rows: list[list[Any]]) -> list[Any]:
    return next(row for row in rows if row[1] == "Барлығы / Всего")


def test_the_material_base(office: Office, tmp_path: Path) -> None:
    report = forms.export(office, "F7", tmp_path / "f7.xlsx")

    rows = rows_of(report.path)
    farm = next(row for row in rows if row[1] == "шеберхана")
    assert report.rows == 2
    assert farm[2] == "Дәнекерлеу шеберханасы\nСварочный цех"
    assert farm[5:8] == [2, 120.5, 24]
    assert farm[10:12] == [2019, "жақсы"]
    assert farm[13:17] == ["бизнес инвестициялары", 15500, "иә", "шарт бойынша"]
    total = total_of(rows)
    assert (total[5], total[6], total[7], total[14]) == (2, 180.5, 36, 15500)
    assert any("Иесі" in said or "owner" in said.lower() for said in report.warnings)


def test_needs_of_five_years_with_the_balance_beside(office: Office, tmp_path: Path) -> None:
    report = forms.export(office, "F8", tmp_path / "f8.xlsx")

    assert openpyxl.load_workbook(report.path).sheetnames == ["F8", "Баланс", "_form"]
    rows = rows_of(report.path)
    assert report.rows == 2  # what was refused is no need
    welders, clerks = sorted(rows[:2], key=lambda row: str(row[5]))
    assert (clerks[1], clerks[2], clerks[5]) == ("жергілікті атқарушы орган", None, "есепші")
    assert welders[5:13] == ["дәнекерлеуші", "07150500", 1, 3, 2, 0, 0, 0]
    assert welders[14:17] == ["250\u00a0000 – 300\u00a0000", 2, "№ 5, 01.09.2026"]
    assert total_of(rows)[7:13] == [1, 7, 2, 0, 0, 0]

    balance = rows_of(report.path, 1)
    lines = {(str(row[1])[:8], row[2]): row[3:7] for row in balance if isinstance(row[2], int)}
    assert lines["07150500", 2027] == [3, 5, 1, -3]
    assert lines["07150500", 2028] == [2, 0, 0, 2]
    assert lines["04110100", 2027] == [4, 0, 0, 4]
    assert total_of(balance)[3:7] == [9, 5, 1, 3]
    formulas = rows_of(report.path, 1, values=False)
    assert str(formulas[0][6]).startswith("=D")
    assert "SUBTOTAL" in str(total_of(formulas)[3])


def test_the_first_of_the_five_years_can_be_chosen(office: Office, tmp_path: Path) -> None:
    rows = rows_of(forms.export(office, "F8", tmp_path / "f8.xlsx", period="2028").path)

    assert rows[0][8:13] == [2, 0, 0, 0, 0]
    with pytest.raises(Refusal, match="first of the five years"):
        forms.export(office, "F8", tmp_path / "no.xlsx", period="биыл")


def test_indicators_by_quarter_and_the_plan_beside(planned: Office, tmp_path: Path) -> None:
    report = forms.export(planned, "F9", tmp_path / "f9.xlsx", period="2025-Q3")

    assert openpyxl.load_workbook(report.path).sheetnames == ["KPI", "Іс-шаралар", "_form"]
    rows = rows_of(report.path)
    money = rows[10]
    assert money[1:4] == ["Тартылған қаржы\nПривлечённые средства", "млн теңге / млн тенге", 14.5]
    assert money[4:16] == [3, 8, 12.5, 18, 18, 2.8, 8.4, 12.5, None, None, 100, None]
    assert (rows[9][14], rows[9][15]) == (93.8, "педагогтер ауысты")
    assert rows[6][14] == 92.9
    unexplained = [said for said in report.warnings if "reason is missing" in said]
    assert len(unexplained) == 1
    assert "IF(L" in rows_of(report.path, values=False)[10][14]
    sheet = openpyxl.load_workbook(report.path).worksheets[0]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("2025 жыл, 9 ай / 2025 год, 9 месяцев" in text for text in texts)
    assert "Бастапқы мәні (2024)\nБазовое значение (2024)" in texts

    plan = rows_of(report.path, 1)
    assert plan[0][3] == "тоқсан сайын / ежеквартально"
    assert plan[1][3] == datetime(2025, 9, 30)
    assert plan[1][8] == "басталған жоқ"
    later = rows_of(forms.export(planned, "F9", tmp_path / "q4.xlsx", period="2025").path, 1)
    assert later[1][8] == "басталған жоқ, мерзімі өткен"


@pytest.mark.parametrize(("form", "period"), [("F8", "2026"), ("F9", "2025")])
def test_our_form_is_read_back_and_changes_nothing(
    planned: Office, tmp_path: Path, form: str, period: str
) -> None:
    report = forms.export(planned, form, tmp_path / "form.xlsx", period=period)

    plan = open_plan(planned, report.path)

    assert plan.errors() == []
    changed = [
        (part.row(row).cells, part.row(row).changes)
        for part in plan.parts
        for row in part.numbers()
        if part.state(row) != "same"
    ]
    assert changed == []
    assert plan.total()["all"] == (46 if form == "F8" else 12 + 8)


def test_a_counted_fact_stands_only_for_periods_that_are_over(
    office: Office, tmp_path: Path
) -> None:
    made = office.add(
        "kpi", {"number": 1, "name_kk": "Білім алушылар", "unit_kk": "адам", "counted": "K01"}
    )
    (kpi,) = office.rows(Query("kpi"))
    for period, plan in (("3", 10), ("4", 4), ("year", 4)):
        values = {"kpi_id": kpi.id, "year": 2026, "period": period, "plan": Decimal(plan)}
        office.add("kpi_value", values)
    assert made.action is not None

    row = rows_of(forms.export(office, "F9", tmp_path / "f9.xlsx").path)[0]

    assert row[4:9] == [None, None, 10, 4, 4]
    assert row[12:14] == [None, None]  # the fourth quarter and the year go on
    assert row[16] == "бағдарламадағы жазбалар / записи программы"


def test_internships_hide_the_iin_unless_asked(office: Office, tmp_path: Path) -> None:
    masked = forms.export(office, "F10", tmp_path / "masked.xlsx")
    full = forms.export(office, "F10", tmp_path / "full.xlsx", with_iin=True)

    (row,) = rows_of(full.path)[:1]
    assert full.rows == 1
    assert row[1:4] == ["Әлиева Гүлнар", PERSON, "оқытушы"]
    assert row[9:11] == ["01.06.2026 – 19.06.2026", 72]
    assert row[12:15] == ["№ 77, 20.06.2026", "сертификат", datetime(2029, 6, 19)]
    assert rows_of(masked.path)[0][2] == "••••••••7400"
    assert any("masked" in said for said in masked.warnings)
    course = rows_of(forms.export(office, "F10", tmp_path / "c.xlsx", period="2024").path)[0]
    assert (course[6], course[11]) == (
        "Өрлеу",
        "біліктілікті арттыру курсы / курсы повышения квалификации",
    )


# Into an office's blank


def blank(path: Path, *sheets: tuple[str, tuple[tuple[object, ...], ...]], rows: int = 30) -> Path:
    """An office's workbook: headings and ruled empty rows on each sheet."""
    book = openpyxl.Workbook()
    line = Side(style="thin")
    for place, (name, heads) in enumerate(sheets):
        page = book.active if place == 0 else book.create_sheet()
        assert page is not None
        page.title = name
        page.append(["Басқарма нысаны"])
        for head in heads:
            page.append(list(head))
        for row in range(2, 2 + len(heads) + rows):
            for column in range(1, len(heads[0]) + 1):
                page.cell(row, column).border = Border(line, line, line, line)
    book.save(path)
    return path


def filled(path: Path, sheet: str, first: int, last: int) -> list[list[Any]]:
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows(first, last)]


def test_a_blank_of_the_material_base_is_filled(office: Office, tmp_path: Path) -> None:
    head = ("№", "Вид объекта", "Наименование", "Площадь, кв. м", "Состояние", "Наш столбец")
    given = blank(tmp_path / "blank.xlsx", ("База", (head,)))

    report = forms.export(office, "F7", tmp_path / "out.xlsx", into=given)

    rows = filled(report.path, "База", 3, 4)
    assert sorted(row[1] for row in rows) == ["лаборатория", "мастерская"]
    assert any("Наш столбец" in said for said in report.warnings)


def test_a_blank_of_two_sheets_is_filled_whole(planned: Office, tmp_path: Path) -> None:
    upper = ("№", "Показатель", "Ед. изм.", "План", "План", "Факт", "Факт")
    lower = ("", "", "", "III", "год", "III", "год")
    plan = ("№", "Мероприятие", "Срок", "Ответственные исполнители", "Статус")
    given = blank(tmp_path / "b.xlsx", ("KPI", (upper, lower)), ("План", (plan,)))
    before = given.read_bytes()

    report = forms.export(planned, "F9", tmp_path / "out.xlsx", into=given, period="2025")

    assert given.read_bytes() == before
    assert filled(report.path, "KPI", 4, 4)[0][1:] == [
        *("Доля трудоустроенных выпускников", "%", 84, 85, 84, None)
    ]
    measures = filled(report.path, "План", 3, 4)
    assert measures[1][1:] == [
        "Заключение меморандумов с предприятиями", "30.09.2025", "үйлестіруші",
        "не начато, просрочено",
    ] or measures[1][2] == datetime(2025, 9, 30)  # fmt: skip


def test_a_blank_with_one_of_the_tables_says_what_it_lacks(planned: Office, tmp_path: Path) -> None:
    plan = ("№", "Мероприятие", "Срок", "Ответственные исполнители", "Статус")
    given = blank(tmp_path / "b.xlsx", ("План", (plan,)))

    report = forms.export(planned, "F9", tmp_path / "out.xlsx", into=given, period="2025")

    assert filled(report.path, "План", 3, 3)[0][1] == "Проведение заседания координационного совета"
    assert any("No table of indicators" in said for said in report.warnings)


@pytest.mark.parametrize("form", ["F7", "F8", "F9", "F10"])
def test_a_workbook_without_the_table_is_refused(office: Office, tmp_path: Path, form: str) -> None:
    given = blank(tmp_path / "b.xlsx", ("Басқа", (("Түсі", "Дәмі"),)))

    with pytest.raises(Refusal, match=form):
        forms.export(office, form, tmp_path / "out.xlsx", into=given)
    assert not (tmp_path / "out.xlsx").exists()


def test_the_pages_offer_the_forms_of_what_they_show() -> None:
    offered = {
        entity: [kind.code for kind in forms.forms_for(entity)]
        for entity in ("infrastructure", "labour_request", "kpi", "plan_item", "teacher")
    }

    assert offered == {
        "infrastructure": ["F7"],
        "labour_request": ["F8"],
        "kpi": ["F9"],
        "plan_item": ["F9"],
        "teacher": ["F10"],
    }


def test_the_day_of_the_form_is_in_it(office: Office, tmp_path: Path) -> None:
    path = forms.export(office, "F7", tmp_path / "f7.xlsx", period=date(2026, 1, 1)).path
    facts = {
        row[0].value: row[1].value for row in openpyxl.load_workbook(path)["_form"].iter_rows()
    }

    assert (facts["form"], facts["period"]) == ("F7", "2026-01-01")
