"""Lists of students become students, groups, curators and a year; again they change nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.left_out import write_left_out
from cluster_desktop.excel.matching import RowState
from cluster_desktop.excel.reader import read
from cluster_desktop.excel.report import report, status_of
from cluster_desktop.fields import Value
from cluster_desktop.query import Query, Row
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office
from tests.databases import Databases, prepared

from .files import save

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
GROUPS, FAULTS = SAMPLES / "02_studentter.xlsx", SAMPLES / "09_qate_tizim.xlsx"
HEAD = ("№", "Т.А.Ә.", "ЖСН", "Туған күні", "Топ", "Телефон", "Ескертпе")
IIN = "100206592243"


def with_groups(office: Office) -> None:
    """The college with the students of sample 02."""
    prepared(office)
    open_plan(office, GROUPS).apply(office)


@pytest.fixture(scope="module")
def college(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Only to look at."""
    opened = databases.open(with_groups, tmp_path_factory.mktemp("college") / "cluster.db")
    yield opened
    opened.close()


def expected(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (SAMPLES / f"{path.name[:2]}_expected.json").read_text("utf-8")
    )
    return found


def rows(office: Office, entity: str, *columns: str) -> list[Row]:
    return office.rows(Query(entity, columns=columns))


def title(value: Value) -> str | None:
    return None if value is None else str(value.title)


def line(**given: object) -> list[object]:
    cells: dict[str, object] = {
        "no": 1,
        "name": "Ахметов Жандос",
        "iin": IIN,
        "born": "06.02.2010",
        "group": "ВТ-25-1",
        "phone": "8 701 245 90 90",
        "note": None,
    }
    return list((cells | given).values())


def plan_of(office: Office, tmp_path: Path, *lines: list[object]) -> Plan:
    return open_plan(office, save(tmp_path / "топ.xlsx", [HEAD, *lines], sheet="Тізім"))


def imported(office: Office, tmp_path: Path, *lines: list[object]) -> Plan:
    plan = plan_of(office, tmp_path, *lines)
    plan.apply(office)
    return plan


def only(office: Office, *columns: str) -> Row:
    (row,) = rows(office, "student", *columns)
    return row


# The samples


def test_the_students_are_those_of_the_sheets(college: Office) -> None:
    columns = ("full_name", "iin", "born", "sex", "group_id", "funding", "status", "guardian_name")
    stored = {
        (
            row["full_name"],
            row["iin"],
            row["born"].isoformat(),
            row["sex"],
            title(row["group_id"]),
            row["funding"],
            row["status"] == "on_leave",
            row["guardian_name"],
        )
        for row in rows(college, "student", *columns)
    }
    keys = ("name", "iin", "born", "sex", "group", "funding", "on_leave", "guardian")
    wanted = {
        tuple(record[f"student.{key}"] for key in keys)
        for sheet in expected(GROUPS)["sheets"]
        for record in sheet["records"]
    }

    assert stored == wanted


def test_the_groups_know_what_stands_above_their_lists(college: Office) -> None:
    columns = ("name", "course", "language", "curator_id", "academic_year_id", "qualification_id")
    groups = {row["name"]: row for row in rows(college, "study_group", *columns)}

    assert len(groups) == 24
    codes = {row.id: row["code"] for row in rows(college, "qualification", "code")}
    for sheet in expected(GROUPS)["sheets"]:
        group, wanted = groups[sheet["name"]], sheet["context"]
        assert (group["course"], group["language"]) == (wanted["course"], wanted["language"])
        assert title(group["curator_id"]) == wanted["curator"]
        assert title(group["academic_year_id"]) == "2025-2026"
        link = group["qualification_id"]
        assert (codes[link.id] if link else None) == wanted["qualification"]


def test_one_year_and_one_teacher_a_curator_were_made(college: Office) -> None:
    (year,) = rows(college, "academic_year", "name", "starts", "ends")

    assert (year["name"], year["starts"]) == ("2025-2026", date(2025, 9, 1))
    curators = {sheet["context"]["curator"] for sheet in expected(GROUPS)["sheets"]}
    assert {row["full_name"] for row in rows(college, "teacher", "full_name")} == curators


@pytest.mark.parametrize("path", [GROUPS, FAULTS], ids=["02", "09"])
def test_a_second_import_finds_nothing_to_do(office: Office, path: Path) -> None:
    open_plan(office, path).apply(office)
    before = logical_dump(office)

    plan = open_plan(office, path)
    changes = plan.apply(office)

    assert (plan.count("new"), plan.count("changed")) == (0, 0)
    assert changes.action is None
    assert logical_dump(office) == before


def test_undo_takes_600_students_back(office: Office) -> None:
    before = logical_dump(office)
    changes = open_plan(office, GROUPS).apply(office)
    assert office.count("student") == 600

    office.undo(changes.action)

    assert logical_dump(office) == before


def test_36_of_the_40_go_in_at_once_and_the_rest_are_named(office: Office, tmp_path: Path) -> None:
    plan = open_plan(office, FAULTS)
    made = report(plan, plan.apply(office))

    assert (made["rows_read"], made["rows_new"], made["rows_error"]) == (40, 36, 4)
    assert status_of(made) == 1
    cells = [error["cell"] for error in made["errors"]]  # type: ignore[attr-defined]
    assert cells == [error["cell"] for error in expected(FAULTS)["errors"]]
    assert office.count("student") == 36
    assert write_left_out(plan, tmp_path / "қалған.xlsx") == 4


def test_the_report_of_many_sheets_names_them_all(office: Office) -> None:
    plan = open_plan(office, GROUPS)
    made = report(plan, None)

    assert str(made["sheet"]).startswith("ВТ-25-1, ВТ-24-1, ")
    assert (made["kind"], made["header_row"], made["rows_read"]) == ("students", 6, 600)
    assert made["errors"] == []
    assert "205 cells were mended" in str(made["message"])
    assert status_of(made) == 0


def test_left_out_rows_of_several_sheets_name_their_cells(office: Office, tmp_path: Path) -> None:
    plan = open_plan(office, GROUPS)
    row = plan.numbers()[30]
    plan.edit(row, "student.iin", "123456789012")

    (error,) = plan.errors()
    write_left_out(plan, tmp_path / "қалған.xlsx")

    assert (error.cell, error.number) == ("ВТ-24-1!C13", 13)
    last = read(tmp_path / "қалған.xlsx").sheets[0].rows[-1]
    assert "ВТ-24-1!C13" in str(last[-1])


# Rows


def test_the_iin_tells_the_student_in_another_group(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line())

    plan = plan_of(office, tmp_path, line(group="ВТ-24-1"))

    assert plan.state(2) is RowState.CHANGED
    assert [(c.entity, c.field) for c in plan.row(2).changes] == [("student", "group_id")]


def test_without_an_iin_name_and_group_tell_who_it_is(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line(iin=None))

    plan = imported(office, tmp_path, line(name="АХМЕТОВ ЖАНДОС"))

    assert plan.written is not None
    assert plan.written["changed"] == 1
    assert only(office, "iin")["iin"] == IIN
    imported(office, tmp_path, line(iin=None, group="ВТ-24-1"))
    assert office.count("student") == 2


def test_the_same_name_with_another_iin_is_another_student(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line())
    imported(office, tmp_path, line(iin="091224597796", born="24.12.2009"))

    assert office.count("student") == 2


def test_silence_changes_nothing(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line(note="ақылы, академ"))
    assert (only(office, "funding", "status").values) == {"funding": "paid", "status": "on_leave"}

    plan = plan_of(office, tmp_path, line(phone=None, born=None))

    assert plan.state(2) is RowState.SAME


def test_a_list_makes_nobody_study_again(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line())
    office.set("student", only(office, "iin").id, {"status": "graduated"})

    assert plan_of(office, tmp_path, line(note="академ")).state(2) is RowState.SAME


def test_sex_and_birthday_come_from_the_iin(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line(born=None))

    assert only(office, "born", "sex").values == {"born": date(2010, 2, 6), "sex": "m"}


def test_another_birthday_than_the_iin_says_is_a_warning(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(born="06.02.2011"))

    (finding,) = plan.findings()
    assert (finding.cell, finding.code, finding.severity) == ("D2", "born_differs", "warning")


def test_one_iin_with_two_names_asks_which_is_mistyped(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(), line(name="Ким Олег"))

    (error,) = plan.errors()
    assert (error.cell, error.same_as) == ("C3", 2)
    assert "Ахметов Жандос" in error.finding.message


def test_the_iin_of_somebody_else_changes_nobody(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line())

    plan = plan_of(office, tmp_path, line(name="Ким Олег"))

    (error,) = plan.errors()
    assert (error.cell, error.code) == ("C2", "other_person")
    assert "Ахметов Жандос" in error.finding.message
    plan.agree(2)
    assert plan.state(2) is RowState.CHANGED
    plan.edit(2, "student.name", "Ли Роза")
    assert plan.state(2) is RowState.ERROR


@pytest.mark.parametrize("name", ["Aхмeтoв Жандос", "Ахметов Жандос Серікұлы", "Ахметов Ж."])
def test_a_name_may_change_a_little(office: Office, tmp_path: Path, name: str) -> None:
    imported(office, tmp_path, line())

    assert plan_of(office, tmp_path, line(name=name)).errors() == []


def test_another_birthday_on_an_iin_waits(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line())

    plan = plan_of(office, tmp_path, line(born="01.01.1990"))

    assert [error.code for error in plan.errors()] == ["other_person"]


def test_a_birthday_put_right_by_the_iin_is_a_change(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line(born="06.02.2011"))

    assert plan_of(office, tmp_path, line()).state(2) is RowState.CHANGED


def test_a_birthday_tells_two_of_one_name_apart(office: Office, tmp_path: Path) -> None:
    plan = imported(office, tmp_path, line(iin=None), line(iin=None, born="07.03.2010"))

    assert plan.errors() == []
    assert office.count("student") == 2
    again = plan_of(office, tmp_path, line(iin=None), line(iin=None, born="07.03.2010"))
    assert again.count("same") == 2


def test_a_cleared_iin_makes_nobody_else(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(), line())

    plan.edit(3, "student.iin", "")

    (error,) = plan.errors()
    assert (error.row, error.same_as) == (3, 2)


def test_a_row_left_out_makes_room_for_its_double(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(), line())

    assert plan.skip(2) == {2, 3}
    assert plan.errors() == []
    assert plan.skip(2, False) == {2, 3}
    assert [error.row for error in plan.errors()] == [3]


def test_two_groups_of_one_name_are_not_guessed(office: Office, tmp_path: Path) -> None:
    for _time in range(2):
        office.add("study_group", {"name": "ВТ-25-1"})

    plan = plan_of(office, tmp_path, line())

    assert [error.code for error in plan.errors()] == ["several_groups"]


def test_a_group_gets_what_it_lacks_and_keeps_what_it_has(office: Office, tmp_path: Path) -> None:
    group = office.add("study_group", {"name": "ВТ–25-1", "language": "ru"})
    sheet = [
        ["Мамандық: 08410100 - Ветеринария, оқу тілі: қазақ"],
        HEAD[:5],
        line(group="ВТ-25-1")[:5],
    ]

    open_plan(office, save(tmp_path / "топ.xlsx", sheet, sheet="Тізім")).apply(office)

    (found,) = rows(office, "study_group", "name", "language", "speciality_id")
    assert group.ids == {found.id}
    assert (found["name"], found["language"]) == ("ВТ–25-1", "ru")
    assert title(found["speciality_id"]) == "Ветеринария"


def test_a_text_too_long_waits_for_a_person(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(name="А" * 3_000))

    (error,) = plan.errors()
    assert error.cell == "B2"
