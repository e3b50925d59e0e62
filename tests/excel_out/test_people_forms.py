"""Forms F2, F3, F5, F6: numbers counted by hand, identifiers masked, an office's table filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from cluster_desktop import cli
from cluster_desktop.errors import Refusal
from cluster_desktop.excel import forms
from cluster_desktop.excel.forms import f2, f3, f5, f6
from cluster_desktop.excel.importing import open_plan
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel_out.graduates import TODAY as NEW_YEAR
from tests.excel_out.graduates import graduate, with_graduates
from tests.excel_out.practice_records import LAST, TODAY, with_practice

PERSON = "060917692483"


@pytest.fixture(scope="module")
def office(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = databases.open(with_practice, tmp_path_factory.mktemp("p") / "c.db", today=TODAY)
    yield opened
    opened.close()


@pytest.fixture
def graduates(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_graduates, tmp_path / "data" / "cluster.db", today=NEW_YEAR)
    yield opened
    opened.close()


def rows_of(path: Path, *, values: bool = True) -> list[list[Any]]:
    """From below the row of column numbers on."""
    sheet = openpyxl.load_workbook(path, data_only=values).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    numbered = next(n for n, row in enumerate(rows) if row[:5] == [1, 2, 3, 4, 5])
    return rows[numbered + 1 :]


def total_of(rows: list[list[Any]]) -> list[Any]:
    return next(row for row in rows if row[1] == "Барлығы / Всего")


# F2


def test_graduates_by_name_are_masked_unless_asked_for_in_full(
    graduates: Office, tmp_path: Path
) -> None:
    (trade,) = graduates.lookup("speciality", "code", ["04110100"])["04110100"]
    about = {
        "employer": "ТОО «Ауыл»", "employer_bin": "960840935562", "position": "есепші",
        "hired_on": date(2025, 9, 5), "evidence": "contract", "evidence_text": "№ 7",
    }  # fmt: skip
    graduates.apply("test", "test", graduate(
        "00 Әбдірахманова", "employed", by_speciality=True, about=about, iin=PERSON,
        speciality_id=trade, funding="state", language="kk", dual=True,
    ))  # fmt: skip
    masked = forms.export(graduates, "F2", tmp_path / "masked.xlsx", period="2025")
    full = forms.export(graduates, "F2", tmp_path / "full.xlsx", period="2025", with_iin=True)
    assert masked.rows == full.rows == 241
    assert rows_of(masked.path)[0][2] == "••••••••2483"
    assert any("masked" in text for text in masked.warnings)
    first = rows_of(full.path)[0]
    assert first[1:11] == [
        "00 Әбдірахманова", PERSON, None, "әйел", "04110100", None, "қазақ",
        "мемлекеттік тапсырыс\nгосударственный заказ", 2025,
        "жұмысқа орналасты\nтрудоустроен",
    ]  # fmt: skip
    assert first[11:17] == [
        "ТОО «Ауыл»", "960840935562", "есепші", "иә", datetime(2025, 9, 5),
        "еңбек шарты, № 7\nтрудовой договор, № 7",
    ]  # fmt: skip
    assert first[19] == "иә"
    assert total_of(rows_of(full.path))[10] == 241
    sheet = openpyxl.load_workbook(full.path).worksheets[0]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == PERSON)
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_doubtful_graduates_are_named(graduates: Office, tmp_path: Path) -> None:
    for name in ("Бірінші", "Екінші"):
        about = {"hired_on": date(2024, 12, 31)}
        graduates.apply("t", "t", graduate(name, "employed", about=about, iin=PERSON))
    graduates.apply("t", "t", graduate("Белгісіз", None))
    report = forms.export(graduates, "F2", tmp_path / "f2.xlsx")
    said = "\n".join(report.warnings)
    assert "IIN stands more than once: Бірінші, Екінші" in said
    assert "Hired before the year of graduation, check the date: Бірінші, Екінші" in said
    assert "1 graduate has no status" in said
    rows = rows_of(report.path)
    assert next(row for row in rows if row[1] == "Белгісіз")[10] is None


def test_our_own_list_of_graduates_imports_as_nothing_new(
    graduates: Office, tmp_path: Path
) -> None:
    graduates.apply("t", "t", graduate("Оқитын", "studying", iin=PERSON, funding="paid"))
    path = forms.export(graduates, "F2", tmp_path / "f2.xlsx", with_iin=True).path
    plan = open_plan(graduates, path)
    assert plan.count("new") == 0


# F3


def test_dual_training_by_course(office: Office, tmp_path: Path) -> None:
    report = forms.export(office, "F3", tmp_path / "f3.xlsx", period="2025-2026")
    second, third, subtotal, *_rest = rows_of(report.path)
    assert second[1].startswith("07150500 – ")
    assert second[3:8] == [2, 4, 4, 2, 100]
    assert (second[8], second[9]) == ("«Қостанай агро» ЖШС", "080840900129")
    assert second[10:13] == [1, "№ 10-ДО, 20.01.2024, мерзімсіз", 1]
    assert second[13:17] == [480, 288, 60, 1]
    assert third[3:8] == [3, 2, 1, 0, 50]
    assert third[13:16] == [480, 200, 41.7]
    assert "60" in third[17]
    assert subtotal[1] == "07150500 бойынша барлығы / Итого по 07150500"
    total = total_of(rows_of(report.path))
    assert [total[n] for n in (4, 5, 6, 7, 9, 10, 12, 16)] == [6, 5, 2, 83.3, 2, 1, 1, 1]
    formulas = total_of(rows_of(report.path, values=False))
    assert formulas[4].startswith("=SUBTOTAL(9,E")
    assert any("course 3: 41.7 %" in text for text in report.warnings)


def test_dual_training_by_all_hours_of_study_and_one_practice(
    databases: Databases, tmp_path: Path
) -> None:
    own = databases.open(with_practice, tmp_path / "own" / "c.db", today=TODAY)
    own.put_setting("dual.base", "all")
    report = forms.export(own, "F3", tmp_path / "f3.xlsx", period="күз 2025")
    own.close()
    second = rows_of(report.path)[0]
    assert second[13:16] == [1440, 288, 20]


# F5


def test_mentors_of_now_with_their_students(office: Office, tmp_path: Path) -> None:
    report = forms.export(office, "F5", tmp_path / "f5.xlsx")
    (asan, *_rest) = rows_of(report.path)
    assert report.rows == 1  # the term of the other one is over
    assert asan[1:5] == [
        "Асанов Асан", "••••••••7400", "«Қостанай агро» ЖШС\nТОО «Костанай агро»", "080840900129",
    ]  # fmt: skip
    assert asan[8:15] == [
        2, "№ 47-ө, 01.09.2025", 3, "07150500, ДІ-24-1", "01.09.2025 – 30.06.2026",
        "21.05.2025, № 9575", "38\u00a0000 тг, кәсіпорын төлейді",
    ]  # fmt: skip
    assert "Асанов Асан: 3 students, the limit is 2." in report.warnings
    assert "Асанов Асан: 2 years of experience, at least 3 are asked for." in report.warnings


def test_without_a_period_the_newest_year_with_mentors_is_taken_and_said(
    databases: Databases, tmp_path: Path
) -> None:
    later = databases.open(with_practice, tmp_path / "later" / "c.db", today=date(2026, 9, 10))
    report = forms.export(later, "F5", tmp_path / "f5.xlsx")
    rows = rows_of(report.path)
    assert (report.rows, rows[0][1], rows[0][10]) == (1, "Асанов Асан", 3)
    assert report.warnings[0] == "Nobody is a mentor today: the mentors of 2025-2026 are taken."
    empty = forms.export(later, "F5", tmp_path / "of.xlsx", period="2018-2019")
    assert empty.rows == 0
    assert "The form is empty: nothing fits this period." in empty.warnings
    later.close()


def test_mentors_of_a_past_year_are_those_of_that_year(office: Office, tmp_path: Path) -> None:
    report = forms.export(office, "F5", tmp_path / "f5.xlsx", period="2023-2024")
    assert [row[1] for row in rows_of(report.path)[: report.rows]] == ["Бұрынғы Болат"]
    practice = forms.export(office, "F5", tmp_path / "of.xlsx", period="Күз 2025")
    assert rows_of(practice.path)[0][10] == 3


# F6


def test_bases_with_sent_and_mean_mark(office: Office, tmp_path: Path) -> None:
    report = forms.export(office, "F6", tmp_path / "f6.xlsx", period="2025-2026")
    rows = rows_of(report.path)
    farm = next(row for row in rows if row[2] == "080840900129")
    assert farm[4:7] == [
        "№ 10-ДО, 20.01.2024", farm[5], "дуальды оқыту",
    ]  # fmt: skip
    assert farm[5].startswith("07150500 ")
    assert farm[5].endswith(", 2-курс, ДІ-24-1")
    assert farm[7:14] == [
        datetime(2025, 11, 3), datetime(LAST.year, LAST.month, LAST.day), "8 апта, 288 сағ", 2, 3,
        35, "тасымал",
    ]  # fmt: skip
    assert (farm[15], farm[18]) == ("Асанов Асан", 4.33)
    workshop = next(row for row in rows if row[2] == "970140960689")
    assert workshop[9:12] == ["8 апта, 200 сағ", 5, 1]
    total = total_of(rows)
    assert [total[n] for n in (2, 10, 11)] == [2, 7, 4]
    assert len([text for text in report.warnings if "3 students for 2 places" in text]) == 1


# All of them


@pytest.mark.parametrize("form", ["F5", "F6"])
def test_a_form_filled_into_itself_changes_nothing(
    office: Office, tmp_path: Path, form: str
) -> None:
    made = forms.export(office, form, tmp_path / "made.xlsx", language="kk")
    again = forms.export(
        office, form, tmp_path / "again.xlsx", into=made.path, language="kk"
    )  # fmt: skip
    upto = made.rows + 1  # the total as well, with its results
    assert rows_of(again.path)[:upto] == rows_of(made.path)[:upto]
    assert not [text for text in again.warnings if "is not known" in text]


def blank_of(form: str, path: Path) -> Path:
    """An office's workbook with the form's headings in Russian alone and four ruled rows."""
    columns = {"F2": f2.COLUMNS, "F3": f3.COLUMNS, "F5": f5.COLUMNS, "F6": f6.COLUMNS}[form]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Форма отдела образования"
    thin = Side(style="thin")
    for number, column in enumerate(columns, start=1):
        group = f"{column.group.ru}: " if form == "F3" and column.group else ""
        sheet.cell(
            3,
            number,
            f"{group.replace(': ', ', ')}{column.heading.ru}"
            if group and column.heading.ru == "всего"
            else column.heading.ru or column.heading.kk,
        )
        for row in range(4, 8):
            sheet.cell(row, number).border = Border(bottom=thin)
    sheet["A9"] = "Исполнитель"
    book.save(path)
    return path


@pytest.mark.parametrize(("form", "rows"), [("F2", 240), ("F3", 2), ("F5", 1), ("F6", 2)])
def test_every_heading_is_found_in_an_offices_own_table(
    office: Office, graduates: Office, tmp_path: Path, form: str, rows: int
) -> None:
    asked = graduates if form == "F2" else office
    blank = blank_of(form, tmp_path / "blank.xlsx")
    report = forms.export(asked, form, tmp_path / "out.xlsx", into=blank)
    anew = forms.export(asked, form, tmp_path / "anew.xlsx", language="ru")
    assert report.rows == rows
    assert not [text for text in report.warnings if "is not known" in text]
    sheet = openpyxl.load_workbook(report.path).worksheets[0]
    filled = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=3 + rows)]
    # Totals of a speciality stand between the rows of a new form.
    wanted = [row for row in rows_of(anew.path) if isinstance(row[0], int)]
    assert filled == wanted
    assert sheet.cell(9 + max(0, rows - 4), 1).value == "Исполнитель"


@pytest.mark.parametrize("form", ["F3", "F5", "F6"])
def test_a_period_that_is_none_is_refused(office: Office, tmp_path: Path, form: str) -> None:
    with pytest.raises(Refusal):
        forms.export(office, form, tmp_path / "x.xlsx", period="2025-2029")


def test_forms_of_a_page() -> None:
    assert [kind.code for kind in forms.forms_for("student")] == ["F1", "F2"]
    assert [kind.code for kind in forms.forms_for("mentor")] == ["F5"]
    assert [kind.code for kind in forms.forms_for("practice_period")] == ["F3", "F6"]
    assert [kind.code for kind in forms.forms_for("agreement")] == ["F4"]
    assert forms.forms_for("region") == ()


def test_the_command_line_masks_and_asks(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = databases.open(with_graduates, tmp_path / "data" / "cluster.db", today=NEW_YEAR)
    own.apply("t", "t", graduate("0", None, iin=PERSON))
    own.close()
    shared = ["--data", str(tmp_path / "data"), "--lang", "en", "--today", "2026-01-01", "export"]
    out = tmp_path / "f1.xlsx"
    assert cli.main([*shared, "F1", "--out", str(out)]) == 3
    assert "--count-unknown" in capsys.readouterr().err
    assert cli.main([*shared, "F1", "--out", str(out), "--count-unknown"]) == 0
    for option, shown in (((), "••••••••2483"), (("--mask-iin",), "••••••••2483"),
                          (("--with-iin",), PERSON)):  # fmt: skip
        assert cli.main([*shared, "F2", "--out", str(out), *option]) == 0
        assert shown in {row[2] for row in rows_of(out)}


def test_the_forms_that_are_asked_for_are_those_that_can_be_made() -> None:
    from cluster_desktop.db.entities import report
    from cluster_desktop.excel.forms.export import FORMS

    assert dict(report.FORMS) == dict(FORMS)
