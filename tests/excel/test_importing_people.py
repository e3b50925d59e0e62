"""Mentors and graduates: what their lists become, twice, and taken back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cluster_desktop.errors import Cancelled
from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.matching import RowState
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import outcome_figures
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office

from .files import save

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
REGISTER = SAMPLES / "01_seriktester_tizilimi.xlsx"
MENTORS = SAMPLES / "03_talimgerler.xlsx"
GRADUATES = SAMPLES / "05_tulekter_2025.xlsx"
MENTOR_HEADINGS = ("№", "Т.А.Ә.", "ЖСН", "Кәсіпорын", "БСН", "Бұйрық №, күні", "Топ", "Телефон")
GRADUATE_HEADINGS = (
    *("№", "Ф.И.О.", "ИИН", "Код специальности", "Год выпуска", "Статус", "Место работы"),
    *("БИН организации", "По специальности", "Подтверждающий документ"),
)
BIN = "950140900017"
IIN = "720825497400"


def imported(office: Office, path: Path) -> Plan:
    plan = open_plan(office, path)
    plan.apply(office)
    return plan


def expected(number: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{number}_expected.json").read_text("utf-8"))
    return found


def mentors(office: Office, *columns: str) -> list[Any]:
    return office.rows(Query("mentor", columns=columns))


def mentor_list(tmp_path: Path, *lines: tuple[object, ...]) -> Path:
    return save(tmp_path / "тәлімгерлер.xlsx", [MENTOR_HEADINGS, *lines])


def graduate_list(tmp_path: Path, *lines: tuple[object, ...], above: str = "") -> Path:
    title: list[tuple[object, ...]] = [(above,), ()] if above else []
    return save(tmp_path / "түлектер.xlsx", [*title, GRADUATE_HEADINGS, *lines])


# Mentors


def test_mentors_come_to_the_enterprises_of_the_register(office: Office) -> None:
    imported(office, REGISTER)

    plan = imported(office, MENTORS)

    assert plan.written is not None
    assert (plan.written["new"], plan.written["error"]) == (85, 0)
    assert (office.count("mentor"), office.count("organisation")) == (85, 64)
    bins = {r.id: r["bin"] for r in office.rows(Query("organisation", columns=("bin",)))}
    columns = ("full_name", "iin", "organisation_id", "experience_years", "students_reported")
    days = ("order_number", "order_date", "trained_on", "starts", "ends", "phone")
    stored = {row["iin"]: row for row in mentors(office, *columns, *days)}
    for want in expected("03")["sheets"][0]["records"]:
        row = stored[want["mentor.iin"]]
        assert {
            "mentor.name": row["full_name"],
            "mentor.iin": row["iin"],
            "organisation.bin": bins[row["organisation_id"].id],
            "mentor.experience_years": row["experience_years"],
            "mentor.students": row["students_reported"],
            "mentor.order_number": row["order_number"],
            "mentor.order_date": row["order_date"].isoformat(),
            "mentor.trained_on": row["trained_on"].isoformat() if row["trained_on"] else None,
        } == {key: value for key, value in want.items() if key not in ("row", "mentor.group")}
        assert (row["starts"], row["ends"]) == (date(2025, 9, 1), date(2026, 6, 30))
        assert row["phone"].startswith("+7 ")


def test_an_unknown_enterprise_is_made_once_with_both_its_names(office: Office) -> None:
    imported(office, MENTORS)

    assert office.count("organisation") == expected("03")["checks"]["organisations_by_bin"]
    (school,) = office.rows(
        Query(
            "organisation",
            (Condition("bin", "is", "970140960689"),),
            columns=("name_kk", "name_ru"),
        )
    )
    assert school["name_kk"] == "«№ 2 Ақжайлау мектеп-гимназиясы» КММ"
    assert school["name_ru"] == "КГУ «Акжайлауская школа-гимназия № 2»"


def test_payment_is_a_sum_or_none(office: Office) -> None:
    imported(office, MENTORS)

    rows = mentors(office, "pay", "pay_kind")
    assert sum(row["pay_kind"] == "free" for row in rows) == 16
    assert sum(row["pay"] is not None for row in rows) == 85 - 39 - 16


def test_a_group_that_is_not_there_is_said_and_left_out(office: Office) -> None:
    plan = open_plan(office, MENTORS)

    assert {each.code for each in plan.findings() if each.severity == "warning"} == {
        "unknown_group"
    }
    office.add("study_group", {"name": "ТҰ-24-1"})
    plan = imported(office, MENTORS)
    group = office.lookup("study_group", "name", ["ТҰ-24-1"])["ТҰ-24-1"][0]
    stored = mentors(office, "group_id", "iin")
    assert {row["iin"] for row in stored if row["group_id"] and row["group_id"].id == group} == {
        want["mentor.iin"]
        for want in expected("03")["sheets"][0]["records"]
        if want["mentor.group"] == "ТҰ-24-1"
    }


@pytest.mark.parametrize("path", [MENTORS, GRADUATES], ids=["mentors", "graduates"])
def test_a_second_import_finds_nothing_to_do(office: Office, path: Path) -> None:
    imported(office, path)
    before = logical_dump(office)

    plan = open_plan(office, path)
    changes = plan.apply(office)

    assert plan.count("same") == plan.count("all") > 0
    assert changes.action is None
    assert logical_dump(office) == before


@pytest.mark.parametrize("path", [MENTORS, GRADUATES], ids=["mentors", "graduates"])
def test_undo_takes_the_whole_import_back(office: Office, path: Path) -> None:
    before = logical_dump(office)
    changes = open_plan(office, path).apply(office)

    office.undo(changes.action)

    assert logical_dump(office) == before


@pytest.mark.parametrize("path", [MENTORS, GRADUATES], ids=["mentors", "graduates"])
def test_a_cancelled_import_leaves_nothing(office: Office, path: Path) -> None:
    plan = open_plan(office, path)
    before = logical_dump(office)

    def cancel(_done: int, _all: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        plan.apply(office, progress=cancel)
    assert logical_dump(office) == before


def test_a_mentor_without_iin_is_known_by_name_and_enterprise(
    office: Office, tmp_path: Path
) -> None:
    first = mentor_list(
        tmp_path, (1, "Асанов Марат Ерланұлы", "", "«Қайнар» ЖШС", BIN, "№ 1", "", "")
    )
    imported(office, first)

    again = mentor_list(
        tmp_path,
        (1, "АСАНОВ Марат Ерланулы", IIN, "ТОО «Кайнар»", "", "№ 1 01.09.2025", "", "87012459090"),
        (2, "Асанов Марат Ерланұлы", "", "«Басқа» ЖШС", "", "№ 2", "", ""),
    )
    plan = imported(office, again)

    assert [plan.state(row) for row in plan.numbers()] == [RowState.CHANGED, RowState.NEW]
    assert office.count("mentor") == 2
    (row,) = [row for row in mentors(office, "iin", "full_name", "phone") if row["iin"]]
    assert (row["iin"], row["full_name"]) == (IIN, "Асанов Марат Ерланұлы")


def test_what_a_mentor_lacks_is_an_error_at_its_cell(office: Office, tmp_path: Path) -> None:
    plan = open_plan(
        office,
        mentor_list(
            tmp_path,
            (1, "", IIN, "«Қайнар» ЖШС", BIN, "№ 1", "", ""),
            (2, "Асанов Марат", "", "", "", "№ 1 31.06.2025", "", ""),
            (3, "Серікова Айгүл", "", "«Қайнар» ЖШС", BIN, "", "", ""),
            (4, "Серікова Айгүл", "", "«Қайнар» ЖШС", BIN, "№ 4", "", ""),
        ),
    )

    assert [(each.cell, each.code) for each in plan.errors()] == [
        ("B2", "required"),
        ("F3", "impossible_date"),
        ("D3", "required"),
        ("B5", "same_as_another_row"),
    ]
    assert office.count("mentor") == 0


def test_a_typed_total_that_differs_is_said(office: Office, tmp_path: Path) -> None:
    line = (1, "Асанов Марат", "", "«Қайнар» ЖШС", BIN, "№ 1", "", "")
    path = mentor_list(tmp_path, line, ("Барлығы: 2 тәлімгер",))

    found = open_plan(office, path).findings()

    assert [(each.cell, each.code) for each in found] == [("A3", "typed_total_differs")]


# Graduates


def test_graduates_give_form_f1(office: Office) -> None:
    imported(office, REGISTER)

    plan = imported(office, GRADUATES)

    assert plan.written is not None
    assert (plan.written["new"], plan.written["error"]) == (240, 0)
    assert (office.count("student"), office.count("outcome")) == (240, 240)
    checks = expected("05")["checks"]
    codes = {r.id: r["code"] for r in office.rows(Query("speciality", columns=("code",)))}
    columns = (
        *("all", "state_order", "employed", "by_speciality", "self_employed", "studying", "army"),
        *("childcare", "left_country", "other_reason", "not_employed"),
    )
    whole = outcome_figures.figures(office, 2025)
    got = {name: getattr(whole.total, name) for name in columns}
    assert got == {name: checks["form_f1_total"][name] for name in columns}
    assert float(whole.total.rate("employed/all") or 0) == checks["form_f1_total"]["percent"]
    students = office.rows(
        Query("student", columns=("speciality_id", "funding", "status", "graduation_year"))
    )
    for want in checks["form_f1_rows"]:
        of_code = [s for s in students if codes[s["speciality_id"].id] == want["speciality"]]
        assert len(of_code) == want["all"]
        assert sum(s["funding"] == "state" for s in of_code) == want["state_order"]
    assert {(s["status"], s["graduation_year"]) for s in students} == {("graduated", 2025)}


def test_what_a_graduate_does_is_kept_with_its_proof_and_day(office: Office) -> None:
    imported(office, REGISTER)
    imported(office, GRADUATES)

    columns = (
        "state",
        "checkpoint",
        "checked_on",
        "employer",
        "organisation_id",
        "evidence",
        "note",
    )
    rows = office.rows(Query("outcome", columns=columns))
    assert {(row["checkpoint"], row["checked_on"]) for row in rows} == {("6", date(2026, 1, 1))}
    assert sum(row["organisation_id"] is not None for row in rows) == 240 - 86
    self_employed = [row for row in rows if row["state"] == "self_employed"]
    assert {row["employer"] for row in self_employed} == {"ЖК (өзі)"}
    assert {row["evidence"] for row in rows if row["state"] == "studying"} == {"study"}
    assert {row["note"] for row in rows if row["state"] == "other_reason"} == {
        "денсаулығы",
        "по состоянию здоровья",
    }


def test_a_student_who_is_there_becomes_the_graduate(office: Office) -> None:
    iin = "060917692483"
    office.add("student", {"full_name": "Абдирахманова Сымбат", "iin": iin, "dual": True})

    imported(office, GRADUATES)

    assert office.count("student") == 240
    (found,) = office.rows(
        Query(
            "student",
            (Condition("iin", "is", iin),),
            columns=("status", "dual", "full_name", "outcome_now", "born", "sex"),
        )
    )
    assert (found["status"], found["outcome_now"]) == ("graduated", "childcare")
    assert found["full_name"] == "Әбдірахманова Сымбат Маратқызы"
    assert (found["born"], found["sex"]) == (date(2006, 9, 17), "f")


def test_a_list_of_a_later_day_adds_what_is_known_then(office: Office, tmp_path: Path) -> None:
    line = (1, "Асанов Марат", IIN, "04110100", 2025, "не трудоустроен", "", "", "", "")
    imported(office, graduate_list(tmp_path, line, above="по состоянию на 01.10.2025"))
    line = (1, "Асанов Марат", IIN, "04110100", 2025, "трудоустроен", "ТОО «Кайнар»", "", "да", "")

    plan = imported(office, graduate_list(tmp_path, line, above="01.07.2026 жағдай бойынша"))

    assert plan.state(plan.numbers()[0]) is RowState.CHANGED
    rows = office.rows(
        Query("outcome", columns=("checkpoint", "state"), sort=(("checked_on", False),))
    )
    assert [(row["checkpoint"], row["state"]) for row in rows] == [
        ("3", "not_employed"),
        ("12", "employed"),
    ]


def test_no_status_leaves_a_graduate_unknown(office: Office, tmp_path: Path) -> None:
    lines = [
        (1, "Асанов Марат", IIN, 4110100, 2025, "", "ТОО «Кайнар»", "", "", ""),
        (2, "Серикова Айгуль", "", "04110100", 2025, "трудоустроена", "ИП (сам)", "", "да", ""),
        (3, "Ким Олег", "", "04110100", 2025, "где-то в городе", "", "", "", ""),
    ]

    plan = imported(office, graduate_list(tmp_path, *lines))

    assert [plan.state(row) for row in plan.numbers()] == [
        RowState.NEW,
        RowState.NEW,
        RowState.ERROR,
    ]
    (outcome,) = office.rows(Query("outcome", columns=("state", "checked_on")))
    assert (outcome["state"], outcome["checked_on"]) == ("self_employed", office.today())
    (word,) = plan.unknown_words()
    assert (word.meaning, word.text, word.rows) == ("outcome.state", "где-то в городе", (4,))
    plan.map_word("outcome.state", word.text, "other_reason")
    plan.apply(office)
    assert office.count("outcome") == 2


def test_doubtful_days_of_a_graduate_are_said(office: Office, tmp_path: Path) -> None:
    headings = ("№", "Ф.И.О.", "ИИН", "Дата рождения", "Год выпуска", "Статус", "Дата приёма")
    path = save(
        tmp_path / "түлектер.xlsx",
        [headings, (1, "Асанова Алия", IIN, "01.01.1972", 2025, "трудоустроена", "05.12.2024")],
    )

    found = open_plan(office, path).findings()

    assert {(each.cell, each.code) for each in found} == {
        ("G2", "hired_too_early"),
        ("D2", "born_differs"),
    }


def test_facts_that_cannot_be_are_said(office: Office, tmp_path: Path) -> None:
    headings = ("№", "Ф.И.О.", "ИИН", "Год выпуска", "Статус", "Дата приёма")
    path = save(
        tmp_path / "түлектер.xlsx",
        [
            ("2026 жылғы 1 қазандағы жағдай бойынша",),
            headings,
            (1, "Асанова Алия", IIN, 2025, "трудоустроена", "01.01.2035"),
            (2, "Бөкенов Жәнібек", "100206592243", 1999, "трудоустроен", "05.09.2025"),
            (3, "Ким Олег", "", 2025, "трудоустроен", "05.10.2026"),
        ],
    )

    found = open_plan(office, path).findings()

    assert {(each.cell, each.code, each.severity) for each in found} == {
        ("F3", "day_to_come", "error"),
        ("D4", "graduated_too_early", "error"),
        ("F5", "hired_after_list", "warning"),
    }


def test_a_graduate_of_another_persons_iin_waits(office: Office, tmp_path: Path) -> None:
    def row(name: str) -> tuple[object, ...]:
        return (1, name, IIN, "", 2025, "трудоустроена", "", "", "", "")

    imported(office, graduate_list(tmp_path, row("Асанова Алия")))

    plan = open_plan(office, graduate_list(tmp_path, row("Ким Олег Петрович")))

    assert [(each.cell, each.code) for each in plan.errors()] == [("C2", "other_person")]


def test_a_mentor_of_another_persons_iin_waits(office: Office, tmp_path: Path) -> None:
    def row(name: str) -> tuple[object, ...]:
        return (1, name, IIN, "«Қайнар» ЖШС", BIN, "№ 1 05.05.2030", "", "")

    first = imported(office, mentor_list(tmp_path, row("Асанова Алия")))
    assert [(each.cell, each.code) for each in first.findings()] == [("F2", "day_to_come")]

    plan = open_plan(office, mentor_list(tmp_path, row("Ким Олег Петрович")))

    assert [(each.cell, each.code) for each in plan.errors()] == [("C2", "other_person")]
