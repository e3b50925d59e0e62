"""Bases, places and placements of one file: what they become, twice, and taken back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cluster_desktop import i18n
from cluster_desktop.errors import Cancelled
from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.matching import RowState
from cluster_desktop.excel.report import report
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office
from tests.databases import Databases

from .samples import PRACTICE, SAMPLES, STUDENTS, before_practice, five_samples

SLOT_HEADINGS = (
    *("№", "Предприятие (база)", "БИН", "№ и дата договора", "Специальность, курс, группа"),
    *("Вид практики", "начало", "окончание", "Предоставлено мест", "Направлено студентов"),
    *("Наставник", "Транспорт, общежитие"),
)
PLACEMENT_HEADINGS = (
    *("№", "Ф.И.О. студента", "ИИН", "Группа", "Вид практики", "Начало", "Окончание"),
    *("Наставник", "Оценка"),
)
BIN = "950140900017"
BASE = f"ТОО «Кайнар», БИН {BIN}"
IIN, OTHER_IIN = "720825497400", "881205399970"
DAYS = ("01.02.2027", "28.02.2027")


@pytest.fixture
def college(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """An office with partners, students and mentors, on 21 November 2026."""
    opened = databases.open(before_practice, tmp_path / "data" / "cluster.db")
    yield opened
    opened.close()


def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / "04_expected.json").read_text("utf-8"))
    return found


def rows(office: Office, entity: str, *columns: str) -> list[Any]:
    return office.rows(Query(entity, columns=columns))


def bins(office: Office) -> dict[Any, str]:
    return {row.id: row["bin"] for row in rows(office, "organisation", "bin")}


def book(path: Path, slots: list[tuple[object, ...]], placements: list[tuple[object, ...]]) -> Path:
    made = Workbook()
    first = made.active
    assert first is not None
    for name, page, headings, lines in (
        ("Базы", first, SLOT_HEADINGS, slots),
        ("Распределение", made.create_sheet(), PLACEMENT_HEADINGS, placements),
    ):
        page.title = name
        if lines:
            for line in [headings, *lines]:
                page.append(list(line))
                if len(line) == 1:
                    page.merge_cells(
                        start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=9
                    )
    made.save(path)
    return path


def slot(places: object = 2, sent: object = 1, **given: object) -> tuple[object, ...]:
    cells: dict[str, object] = {
        "no": 1,
        "name": "ТОО «Кайнар»",
        "bin": BIN,
        "agreement": "",
        "group": "07130200 Электроснабжение, 2-курс, ЭЖ-24-9",
        "kind": "производственная",
        "starts": DAYS[0],
        "ends": DAYS[1],
        "places": places,
        "sent": sent,
        "mentor": "",
        "transport": "автобус",
    }
    return tuple((cells | given).values())


def sent(name: str, iin: str = "", mark: object = "", **given: object) -> tuple[object, ...]:
    cells: dict[str, object] = {
        "no": 1,
        "name": name,
        "iin": iin,
        "group": "ЭЖ-24-9",
        "kind": "производственная практика",
        "starts": DAYS[0],
        "ends": DAYS[1],
        "mentor": "–",
        "mark": mark,
    }
    return tuple((cells | given).values())


def codes(plan: Plan) -> list[tuple[str, str]]:
    return [(each.cell, each.code) for part in plan.parts for each in part.findings()]


# The sample


def test_places_are_stored_as_the_file_says(databases: Databases, tmp_path: Path) -> None:
    office = databases.open(five_samples, tmp_path / "cluster.db")
    of = bins(office)
    groups = {row.id: row["name"] for row in rows(office, "study_group", "name")}
    specialities = {row.id: row["code"] for row in rows(office, "speciality", "code")}
    columns = ("organisation_id", "group_id", "speciality_id", "kind", "starts", "ends", "weeks")
    stored = [
        {
            "organisation.bin": of[row["organisation_id"].id],
            "slot.group": groups[row["group_id"].id],
            "slot.speciality": specialities[row["speciality_id"].id],
            "slot.kind": row["kind"],
            "slot.start": row["starts"].isoformat(),
            "slot.end": row["ends"].isoformat(),
            "slot.weeks": row["weeks"],
            "slot.places": row["places"],
            "slot.sent": row["placed"],
        }
        for row in rows(office, "practice_slot", *columns, "places", "placed")
    ]
    wanted = [
        {key: value for key, value in record.items() if key != "row"}
        for record in expected()["sheets"][0]["records"]
    ]

    def order(values: dict[str, Any]) -> list[str]:
        return [str(value) for value in values.values()]

    assert sorted(stored, key=order) == sorted(wanted, key=order)
    office.close()


def test_placements_are_stored_as_the_file_says(databases: Databases, tmp_path: Path) -> None:
    office = databases.open(five_samples, tmp_path / "cluster.db")
    of = bins(office)
    groups = {row.id: row["name"] for row in rows(office, "study_group", "name")}
    students = {row.id: row for row in rows(office, "student", "full_name", "iin", "group_id")}
    stored = {}
    links = ("student_id", "organisation_id", "kind", "starts", "ends")
    for row in rows(office, "placement", *links):
        student = students[row["student_id"].id]
        stored[student["iin"]] = {
            "organisation.bin": of[row["organisation_id"].id],
            "placement.student_iin": student["iin"],
            "placement.student_name": student["full_name"],
            "placement.group": groups[student["group_id"].id],
            "placement.kind": row["kind"],
            "placement.start": row["starts"].isoformat(),
            "placement.end": row["ends"].isoformat(),
        }

    assert stored == {
        record["placement.student_iin"]: {k: v for k, v in record.items() if k != "row"}
        for record in expected()["sheets"][1]["records"]
    }
    office.close()


def test_bases_mentors_and_agreements_are_those_that_are_there(college: Office) -> None:
    before = Counter(
        {name: college.count(name) for name in ("organisation", "agreement", "mentor", "student")}
    )

    plan = open_plan(college, PRACTICE)
    plan.apply(college)

    assert plan.total() == {"new": 355, "all": 355}
    assert {name: college.count(name) for name in before} == before
    assert college.count("study_group") == 24
    slots = rows(college, "practice_slot", "agreement_id", "mentor_id", "transport", "dormitory")
    assert sum(row["agreement_id"] is None for row in slots) == 0
    assert sum(row["mentor_id"] is None for row in slots) == 19
    assert sum(row["transport"] for row in slots) == 16
    assert sum(row["dormitory"] for row in slots) == 7
    placements = rows(college, "placement", "slot_id", "mentor_id", "agreement_id", "reason")
    assert all(row["slot_id"] and row["agreement_id"] for row in placements)
    assert sum(row["mentor_id"] is None for row in placements) == 103
    filled = rows(college, "practice_slot", "placed", "places")
    over = [row for row in filled if row["placed"] > row["places"]]
    assert len(over) == 2
    assert sum(bool(row["reason"]) for row in placements) == sum(row["placed"] for row in over)


def test_three_periods_are_named_in_words(college: Office) -> None:
    i18n.set_language("kk")
    open_plan(college, PRACTICE).apply(college)
    i18n.set_language("en")

    columns = ("kind", "starts", "ends", "weeks", "hours", "academic_year_id", "name", "placed")
    found = college.rows(Query("practice_period", columns=columns, sort=(("starts", False),)))
    assert [(row["kind"], row["weeks"], row["hours"], row["placed"]) for row in found] == [
        ("production", 8, 288, 112),
        ("diploma", 12, 432, 109),
        ("study", 4, 144, 79),
    ]
    assert {row["academic_year_id"].title for row in found} == {"2025-2026"}
    assert all(
        row["name"].endswith(f"{row['starts']:%d.%m.%Y} – {row['ends']:%d.%m.%Y}") for row in found
    )
    assert college.count("period_group") == 23


def test_marks_and_states(college: Office) -> None:
    open_plan(college, PRACTICE).apply(college)

    placements = rows(college, "placement", "state", "grade", "grade_text")
    assert Counter(row["state"] for row in placements) == {"assessed": 112, "finished": 188}
    assert Counter(row["grade"] for row in placements) == {5: 26, 4: 47, 3: 15, None: 212}
    assert Counter(row["grade_text"] for row in placements)["өтті"] == 24


def test_a_second_import_finds_nothing_to_do(college: Office) -> None:
    open_plan(college, PRACTICE).apply(college)
    before = logical_dump(college)

    plan = open_plan(college, PRACTICE)
    changes = plan.apply(college)

    assert plan.total() == {"same": 355, "all": 355}
    assert changes.action is None
    assert logical_dump(college) == before


def test_it_is_one_action_that_undo_takes_back(college: Office) -> None:
    before, actions = logical_dump(college), len(college.journal())
    changes = open_plan(college, PRACTICE).apply(college)
    assert len(college.journal()) == actions + 1

    college.undo(changes.action)

    assert logical_dump(college) == before


def test_a_cancelled_import_leaves_nothing(college: Office) -> None:
    plan = open_plan(college, PRACTICE)
    before = logical_dump(college)

    def cancel(_done: int, _all: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        plan.apply(college, progress=cancel)
    assert logical_dump(college) == before


def test_the_report_tells_of_both_sheets(college: Office) -> None:
    plan = open_plan(college, PRACTICE)

    made = report(plan, plan.apply(college))

    assert (made["kind"], made["sheet"]) == ("practice_slots, placements", "Базалар, Бөлу")
    assert (made["outcome"], made["rows_read"], made["rows_new"]) == ("done", 355, 355)


def test_before_the_students_come_they_are_made_or_wait(office: Office) -> None:
    plan = open_plan(office, PRACTICE)
    slots, placements = plan.parts

    assert slots.counts() == {"new": 55, "all": 55}
    assert placements.counts() == {"new": 269, "error": 31, "all": 300}
    assert {each.code for each in placements.errors()} == {"unknown_student"}
    plan.apply(office)
    assert (office.count("student"), office.count("placement")) == (269, 269)

    open_plan(office, STUDENTS).apply(office)
    again = open_plan(office, PRACTICE)
    assert again.parts[1].counts() == {"same": 269, "new": 31, "all": 300}
    again.apply(office)
    assert (office.count("student"), office.count("placement")) == (600, 300)


# Made for the case


def test_a_list_before_the_practice_plans_it(office: Office, tmp_path: Path) -> None:
    path = book(
        tmp_path / "практика.xlsx",
        [slot(places=2, sent=2)],
        [(BASE,), sent("Асанов Марат Ерланович", IIN), sent("Ким Олег Петрович", OTHER_IIN)],
    )

    open_plan(office, path).apply(office)

    (period,) = rows(office, "practice_period", "name", "academic_year_id")
    # The name is data, which stays in a language of papers whatever the program speaks.
    assert period["name"] == "Өндірістік практика 01.02.2027 – 28.02.2027"
    assert period["academic_year_id"].title == "2026-2027"
    assert {row["state"] for row in rows(office, "placement", "state")} == {"planned"}
    (there,) = rows(office, "practice_slot", "placed", "free", "transport", "group_id")
    assert (there["placed"], there["free"], there["transport"]) == (2, 0, True)
    (group,) = rows(office, "study_group", "name", "course", "speciality_id", "students")
    assert (group["name"], group["course"], group["students"]) == ("ЭЖ-24-9", 2, 2)
    assert office.count("organisation") == 1
    born = {
        row["iin"]: (row["born"], row["sex"])
        for row in rows(office, "student", "iin", "born", "sex")
    }
    assert born[IIN] == (date(1972, 8, 25), "f")


def test_a_list_moves_a_placement_on_and_never_back(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "практика.xlsx"
    lines = [(BASE,), sent("Асанов Марат Ерланович", IIN)]
    open_plan(office, book(path, [slot()], lines)).apply(office)
    (placement,) = rows(office, "placement", "state")

    lines = [(BASE,), sent("Асанов М.Е.", IIN, mark="4 (жақсы)")]
    plan = open_plan(office, book(path, [slot()], lines))
    assert {change.field: change.new for change in plan.parts[1].row(3).changes} == {
        "state": "assessed",
        "grade": 4,
        "grade_text": "жақсы",
    }
    plan.apply(office)
    assert office.get("placement", placement.id)["state"] == "assessed"

    lines = [(BASE,), sent("Асанов М.Е.", IIN)]
    again = open_plan(office, book(path, [slot()], lines))
    assert again.parts[1].state(3) is RowState.SAME


def test_what_is_wrong_is_said_at_its_cell(office: Office, tmp_path: Path) -> None:
    path = book(
        tmp_path / "практика.xlsx",
        [
            slot(places="", sent=1),
            slot(kind="летняя", group="ЭЖ-24-8"),
            slot(starts="01.03.2027", ends="01.02.2027"),
            slot(1, 3, group="ЭЖ-24-7", agreement="№ 7 01.02.2026", mentor="Бөкенов М.М."),
            slot(1, group="ЭЖ-24-7"),
        ],
        [
            sent("Раньше Всех Иванович", IIN),
            (BASE,),
            sent("Асанов М.Е.", IIN),
            sent("Ким Олег Петрович", OTHER_IIN, mark="не явился"),
            sent("Ким Олег Петрович", OTHER_IIN, mark=5),
        ],
    )

    assert set(codes(open_plan(office, path))) == {
        ("Базы!I2", "required"),
        ("Базы!F3", "unknown_value"),
        ("Базы!H4", "ends_before_it_begins"),
        ("Базы!J5", "more_sent_than_places"),
        ("Базы!D5", "unknown_agreement"),
        ("Базы!K5", "unknown_mentor"),
        ("Базы!I6", "same_as_another_row"),
        ("Распределение!B2", "required"),
        ("Распределение!B4", "same_as_another_row"),
        ("Распределение!I5", "not_a_mark"),
        ("Распределение!B6", "same_as_another_row"),
    }


def test_what_came_before_its_agreement_gets_it_later(office: Office, tmp_path: Path) -> None:
    office.add("organisation", {"name_ru": "ТОО «Кайнар»", "bin": BIN})
    path = book(
        tmp_path / "практика.xlsx",
        [slot(agreement="№ 7 01.02.2026")],
        [(BASE,), sent("Асанов Марат", IIN)],
    )
    plan = open_plan(office, path)
    made: dict[str, Any] = report(plan, plan.apply(office))

    (step,) = made["next_steps"]
    assert "Import the register of agreements, then this file again." in step
    assert "Базы!D2" in {each["cell"] for each in made["warnings"]}
    (partner,) = office.lookup("organisation", "bin", [BIN])[BIN]
    values = {"partner_id": partner, "number": "7", "signed_on": date(2026, 2, 1)}
    office.add("agreement", {**values, "kind": "practice"})
    open_plan(office, path).apply(office)

    for entity in ("practice_slot", "placement"):
        (row,) = rows(office, entity, "agreement_id")
        assert row["agreement_id"] is not None, entity


def test_a_placement_of_another_persons_iin_waits(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "практика.xlsx"
    open_plan(office, book(path, [slot()], [(BASE,), sent("Асанов Марат", IIN)])).apply(office)

    plan = open_plan(office, book(path, [slot()], [(BASE,), sent("Ким Олег Петрович", IIN)]))

    assert codes(plan) == [("Распределение!C3", "other_person")]


def test_another_number_of_students_is_said(office: Office, tmp_path: Path) -> None:
    path = book(
        tmp_path / "практика.xlsx",
        [slot(places=5, sent=4)],
        [
            (BASE,),
            sent("Асанов Марат Ерланович", IIN),
            sent("Ким Олег Петрович", OTHER_IIN, starts="01.03.2027", ends="31.03.2027"),
        ],
    )

    found = codes(open_plan(office, path))

    assert [each for each in found if each[1] != "new_student"] == [
        ("Распределение!D3", "sent_differs"),
        ("Распределение!D4", "no_slot"),
    ]


def test_a_mended_place_is_there_for_its_students(office: Office, tmp_path: Path) -> None:
    path = book(
        tmp_path / "практика.xlsx",
        [slot(places="көп", sent=1)],
        [(BASE,), sent("Асанов Марат Ерланович", IIN)],
    )
    plan = open_plan(office, path)
    slots, placements = plan.parts
    assert "no_slot" in {each.code for each in placements.findings()}

    slots.edit(2, "practice_slot.places", "3")

    assert "no_slot" not in {each.code for each in placements.findings()}
    plan.apply(office)
    (placement,) = rows(office, "placement", "slot_id")
    assert placement["slot_id"] is not None


def test_a_student_without_iin_is_known_by_name_and_group(college: Office, tmp_path: Path) -> None:
    (student,) = college.rows(
        Query(
            "student",
            (Condition("full_name", "is", "Шаймерденов Ырысбек Ғабитұлы"),),
            columns=("group_id",),
        )
    )
    line = sent("Шаймерденов Ы.Ғ.", group="АК 24-1")
    path = book(tmp_path / "практика.xlsx", [], [(BASE,), line])

    open_plan(college, path).apply(college)

    (placement,) = rows(college, "placement", "student_id", "slot_id")
    assert placement["student_id"].id == student.id
    assert placement["slot_id"] is None


def test_zeros_put_back_by_hand_bring_every_row_in(college: Office) -> None:
    plan = open_plan(college, PRACTICE)
    for part in plan.parts:
        part.refuse_repair("leading_zero")
    slots, placements = plan.parts
    assert (slots.count("error"), placements.count("error")) == (1, 48)

    for part in plan.parts:
        for found in part.groups():
            part.take_suggestions(found.code)

    assert plan.total() == {"new": 355, "all": 355}
    plan.apply(college)
    assert sum(bool(row["slot_id"]) for row in rows(college, "placement", "slot_id")) == 300


def test_a_place_left_out_comes_with_the_students_who_need_it(
    office: Office, tmp_path: Path
) -> None:
    path = book(
        tmp_path / "практика.xlsx",
        [slot(), slot(group="ЭЖ-24-8")],
        [(BASE,), sent("Асанов Марат Ерланович", IIN)],
    )
    plan = open_plan(office, path)
    slots, _placements = plan.parts

    slots.skip_many(slots.numbers())
    plan.apply(office)

    assert (office.count("practice_slot"), office.count("placement")) == (1, 1)
