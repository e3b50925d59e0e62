"""Plan, check, apply: what an import does to the records, and what it never does."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from cluster_desktop.db.store import Store
from cluster_desktop.errors import Cancelled
from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.matching import RowState
from cluster_desktop.query import Query
from cluster_desktop.services import start
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office

from .files import BINS, line, register

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
FIRST = SAMPLES / "01_seriktester_tizilimi.xlsx"
KEYS = [
    *("outcome", "message", "kind", "sheet", "header_row", "columns", "encoding"),
    *("rows_read", "rows_new", "rows_changed", "rows_same", "rows_error", "errors", "action"),
]


def imported(office: Office, path: Path) -> Plan:
    plan = open_plan(office, path)
    plan.apply(office)
    return plan


def plan_of(office: Office, tmp_path: Path, *lines: list[object]) -> Plan:
    return open_plan(office, register(tmp_path / "тізім.xlsx", *lines))


def partners(office: Office) -> int:
    return office.count("organisation")


# The samples


def test_the_register_becomes_its_partners_and_agreements(office: Office) -> None:
    plan = imported(office, FIRST)

    assert (partners(office), office.count("agreement")) == (64, 128)
    wanted = json.loads((SAMPLES / "01_expected.json").read_text("utf-8"))["sheets"][0]["records"]
    columns = ("partner_id", "kind", "number", "signed_on", "valid_until", "open_ended", "stage")
    bins = {r.id: r["bin"] for r in office.rows(Query("organisation", columns=("bin",)))}
    stored = {
        (
            bins[row["partner_id"].id],
            row["kind"],
            row["number"],
            row["signed_on"].isoformat(),
            "open" if row["open_ended"] else row["valid_until"].isoformat(),
        )
        for row in office.rows(Query("agreement", columns=columns))
    }
    assert stored == {
        (
            w["organisation.bin"],
            w["agreement.kind"],
            w["agreement.number"],
            w["agreement.date"],
            w["agreement.valid_until"],
        )
        for w in wanted
    }
    assert plan.written is not None
    assert plan.written["new"] == 128


def test_specialities_of_agreements_are_linked(office: Office) -> None:
    imported(office, FIRST)
    wanted = json.loads((SAMPLES / "01_expected.json").read_text("utf-8"))["sheets"][0]["records"]

    assert office.count("agreement_speciality") == sum(
        len(w["agreement.specialities"]) for w in wanted
    )


@pytest.mark.parametrize(
    "name", ["01_seriktester_tizilimi.xlsx", "10_partners_ru_old.xls", "11_partners.csv"]
)
def test_a_second_import_finds_nothing_to_do(office: Office, name: str) -> None:
    imported(office, SAMPLES / name)
    before = logical_dump(office)

    plan = open_plan(office, SAMPLES / name)
    changes = plan.apply(office)

    assert plan.count("same") == plan.count("all") > 0
    assert changes.action is None
    assert logical_dump(office) == before


def test_the_old_list_meets_twelve_partners_of_the_register(office: Office) -> None:
    imported(office, FIRST)
    names = {
        r.id: (r["name_kk"], r["name_ru"])
        for r in office.rows(Query("organisation", columns=("name_kk", "name_ru")))
    }

    plan = imported(office, SAMPLES / "10_partners_ru_old.xls")

    assert partners(office) == 64 + 36 - 12
    assert office.count("agreement") == 128 + 36
    assert plan.written is not None
    assert plan.written["new"] == 36
    after = {
        r.id: (r["name_kk"], r["name_ru"])
        for r in office.rows(Query("organisation", columns=("name_kk", "name_ru")))
    }
    assert {key: after[key] for key in names} == names


def test_all_three_in_any_order_give_the_same_partners(office: Office) -> None:
    for name in ("11_partners.csv", "10_partners_ru_old.xls", "01_seriktester_tizilimi.xlsx"):
        imported(office, SAMPLES / name)

    bins = [row["bin"] for row in office.rows(Query("organisation", columns=("bin",)))]
    assert len(bins) == len(set(bins))
    assert office.count("agreement") == 128 + 36 + 24


def test_undo_takes_the_whole_import_back(office: Office) -> None:
    imported(office, FIRST)
    before = logical_dump(office)
    changes = open_plan(office, SAMPLES / "10_partners_ru_old.xls").apply(office)

    office.undo(changes.action)

    assert logical_dump(office) == before


def test_undo_after_a_restart_takes_the_whole_import_back(tmp_path: Path) -> None:
    path = tmp_path / "cluster.db"
    first = Office(Store.open(path))
    start.prepare(first)
    before = logical_dump(first)
    imported(first, FIRST)
    assert logical_dump(first) != before
    first.close()
    again = Office(Store.open(path))
    again.undo()
    assert logical_dump(again) == before
    again.close()


# Rows


def test_nothing_is_written_before_apply(office: Office, tmp_path: Path) -> None:
    before = logical_dump(office)
    plan = plan_of(office, tmp_path, line(1))
    plan.edit(2, "agreement.note", "жаңа")

    assert logical_dump(office) == before


def test_applied_twice_it_is_applied_once(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1), line(2))

    first, second = plan.apply(office), plan.apply(office)

    assert first.action is not None
    assert second.action is None
    assert office.count("agreement") == 2


def test_one_import_is_one_action(office: Office, tmp_path: Path) -> None:
    actions = len(office.journal())

    plan_of(office, tmp_path, line(1), line(2)).apply(office)

    assert len(office.journal()) == actions + 1
    assert office.journal()[0].source == "import"
    assert "тізім.xlsx" in office.journal()[0].title


def test_cancel_leaves_everything_as_it_was(office: Office, tmp_path: Path) -> None:
    before = logical_dump(office)
    plan = plan_of(office, tmp_path, line(1))

    def cancel(_done: int, _all: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        plan.apply(office, progress=cancel)

    assert logical_dump(office) == before


def test_a_wrong_row_is_named_and_left_out(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1), line(2, bin="950140900018"), line(3))

    (error,) = plan.errors()
    plan.apply(office)

    assert (error.row, error.cell, error.value, error.code) == (
        3,
        "C3",
        "950140900018",
        "check_digit",
    )
    assert plan.state(3) is RowState.ERROR
    assert office.count("agreement") == 2


def test_a_mended_cell_is_looked_at_again(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1), line(2, bin="950140900018"))

    changed = plan.edit(3, "C", BINS[1])

    assert changed == {3}
    assert plan.errors() == []
    assert plan.state(3) is RowState.NEW
    assert plan.row(3).cells[2] == BINS[1]


def test_an_edit_touches_the_rows_of_the_same_partner(office: Office, tmp_path: Path) -> None:
    plan = plan_of(
        office,
        tmp_path,
        line(1),
        line(2, bin=BINS[0], name="", contract="№1 01.09.2025ж."),
        line(3),
    )

    assert [e.code for e in plan.errors()] == ["same_as_another_row"]
    changed = plan.edit(2, "agreement.number_and_date", "№7 01.09.2025ж.")

    assert changed == {2, 3}
    assert plan.errors() == []


def test_edits_give_what_the_file_with_those_cells_gives(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1), line(2), line(3, contract=""))
    plan.edit(3, "organisation.bin", BINS[0])
    plan.edit(4, "agreement.number_and_date", "№9 05.09.2025ж.")

    fresh = plan_of(
        office, tmp_path, line(1), line(2, bin=BINS[0]), line(3, contract="№9 05.09.2025ж.")
    )

    assert [plan.row(n) for n in plan.numbers()] == [fresh.row(n) for n in fresh.numbers()]


def test_a_skipped_row_is_left_out(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1), line(2))
    plan.skip(2)

    plan.apply(office)

    assert plan.written == {"new": 1, "skipped": 1, "all": 2}
    assert office.count("agreement") == 1


def test_old_and_new_of_a_change_are_shown(office: Office, tmp_path: Path) -> None:
    plan_of(office, tmp_path, line(1)).apply(office)

    plan = plan_of(office, tmp_path, line(1, until="31.12.2030"))

    assert plan.state(2) is RowState.CHANGED
    (change,) = plan.row(2).changes
    assert (change.entity, change.field, *change.shown()) == (
        "agreement",
        "valid_until",
        "31.12.2027",
        "31.12.2030",
    )
    plan.apply(office)
    assert [
        r["valid_until"] for r in office.rows(Query("agreement", columns=("valid_until",)))
    ] == [date(2030, 12, 31)]


def test_a_blank_cell_keeps_what_there_is(office: Office, tmp_path: Path) -> None:
    plan_of(office, tmp_path, line(1, note="маңызды")).apply(office)

    plan = plan_of(office, tmp_path, line(1, note="", phone="", until=""))

    assert plan.state(2) is RowState.SAME


def test_another_spelling_of_a_name_is_no_change(office: Office, tmp_path: Path) -> None:
    plan_of(office, tmp_path, line(1, name="«Қайнар» ЖШС\nТОО «Кайнар»")).apply(office)

    plan = plan_of(office, tmp_path, line(1, name='ТОО "КАЙНАР"'))

    assert plan.state(2) is RowState.SAME


def test_another_name_of_the_same_bin_is_shown(office: Office, tmp_path: Path) -> None:
    plan_of(office, tmp_path, line(1, name="«Қайнар» ЖШС")).apply(office)

    plan = plan_of(office, tmp_path, line(1, name="«Жаңа атау» ЖШС"))

    assert [(c.field, c.old, c.new) for c in plan.row(2).changes] == [
        ("name_kk", "«Қайнар» ЖШС", "«Жаңа атау» ЖШС")
    ]


def test_a_partner_without_bin_is_found_by_name(office: Office, tmp_path: Path) -> None:
    plan_of(office, tmp_path, line(1, name="«Қайнар» ЖШС")).apply(office)

    plan = plan_of(office, tmp_path, line(2, name="ЖШС «Кайнар»", bin=""))
    plan.apply(office)

    assert partners(office) == 1
    assert office.count("agreement") == 2


def test_a_partner_without_bin_gets_the_one_of_the_file(office: Office, tmp_path: Path) -> None:
    office.add("organisation", {"name_kk": "«Қайнар» ЖШС"})

    plan_of(office, tmp_path, line(1, name="«Қайнар» ЖШС")).apply(office)

    assert [r["bin"] for r in office.rows(Query("organisation", columns=("bin",)))] == [BINS[0]]


def test_the_same_name_with_another_bin_is_another_partner(office: Office, tmp_path: Path) -> None:
    plan_of(office, tmp_path, line(1, name="«Береке» ЖШС")).apply(office)

    plan_of(office, tmp_path, line(2, name="«Береке» ЖШС")).apply(office)

    assert partners(office) == 2


def test_two_partners_of_one_name_are_told_apart_by_the_person(
    office: Office, tmp_path: Path
) -> None:
    office.add("organisation", {"name_kk": "«Береке» ЖШС", "bin": BINS[0]})
    office.add("organisation", {"name_kk": "«Береке» ЖШС", "bin": BINS[1]})

    plan = plan_of(office, tmp_path, line(3, name="«Береке» ЖШС", bin=""))

    assert [e.code for e in plan.errors()] == ["several_partners"]


def test_a_bin_without_a_name_must_be_known(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1, name=""))

    assert [e.code for e in plan.errors()] == ["required"]
    office.add("organisation", {"name_kk": "«Қайнар» ЖШС", "bin": BINS[0]})
    assert plan_of(office, tmp_path, line(1, name="")).errors() == []


def test_new_telephones_are_added_and_known_ones_are_no_change(
    office: Office, tmp_path: Path
) -> None:
    plan_of(office, tmp_path, line(1, phone="8 701 245 90 90")).apply(office)

    assert plan_of(office, tmp_path, line(1, phone="+7(701)2459090")).state(2) is RowState.SAME
    plan_of(office, tmp_path, line(1, phone="8 (72387) 2-83-47")).apply(office)
    (row,) = office.rows(Query("organisation", columns=("phone",)))
    assert "245-90-90" in row["phone"]
    assert "2-83-47" in row["phone"]


def test_a_date_makes_an_agreement_signed_and_no_date_a_draft(
    office: Office, tmp_path: Path
) -> None:
    plan_of(office, tmp_path, line(1), line(2, contract="№2")).apply(office)

    stages = {
        r["number"]: r["stage"]
        for r in office.rows(Query("agreement", columns=("number", "stage")))
    }
    assert stages == {"1": "signed", "2": "draft"}


def test_a_terminated_agreement_is_not_signed_again(office: Office, tmp_path: Path) -> None:
    plan_of(office, tmp_path, line(1)).apply(office)
    (row,) = office.rows(Query("agreement", columns=("number",)))
    office.set("agreement", row.id, {"stage": "terminated", "terminated_on": date(2026, 1, 5)})

    assert plan_of(office, tmp_path, line(1)).state(2) is RowState.SAME


def test_an_end_before_the_beginning_is_an_error(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1, until="31.12.2024"))

    assert [(e.cell, e.code) for e in plan.errors()] == [("F2", "ends_before_it_begins")]


def test_a_length_is_counted_from_the_date(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1, until="3 жыл"))
    plan.apply(office)

    assert [f.code for f in plan.findings()] == ["term_counted"]
    assert [
        r["valid_until"] for r in office.rows(Query("agreement", columns=("valid_until",)))
    ] == [date(2028, 8, 31)]


def test_what_excel_could_not_calculate_is_an_error(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1, until="=TODAY()+1"))

    assert [(e.cell, e.code, e.value) for e in plan.errors()] == [
        ("F2", "formula_without_value", "=")
    ]


def test_a_typed_total_that_differs_is_a_warning(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1), ["Барлығы: 3 ұйым", None, None, None, 1])

    assert [(f.cell, f.severity, f.code) for f in plan.findings()] == [
        ("A3", "warning", "typed_total_differs")
    ]


PARTNER_HEADS = ["№", "Наим-е предпр.", "БИН", "ФИО рук-ля", "конт. тел.", "Эл.почта", "Отрасль",
                 "Район", "Прим."]  # fmt: skip


def list_of_partners(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C2"] = "Список соц. партнёров колледжа на 2026 г."
    for at, row in enumerate([PARTNER_HEADS, *rows], start=9):
        for column, value in enumerate(row, start=3):
            sheet.cell(at, column, value)
    book.save(path)
    return path


def test_a_list_of_partners_makes_no_agreements(office: Office, tmp_path: Path) -> None:
    path = list_of_partners(
        tmp_path / "партнёры.xlsx",
        [1, "ТОО «Жаңа Дән»", BINS[0], "Иванов И.И.", "8 701 111 22 00", None, "с/х", None, "ждём"],
        [2, "ЖШС «Алтын Астық»", BINS[1], None, "8 701 111 22 01", "a@x.kz", None, None, None],
        [3, "ТОО «Жаңа Дән»", BINS[0], None, "8 701 111 22 02", None, None, None, None],
    )
    plan = open_plan(office, path)
    assert plan.kind.name == "partners"
    assert plan.reading.meanings["Район"] == "organisation.place"
    assert (plan.count("new"), plan.count("same")) == (2, 1)
    plan.apply(office)
    assert office.count("agreement") == 0
    (record,) = office.lookup("organisation", "bin", [BINS[0]])[BINS[0]]
    found = office.get("organisation", record)
    assert found["note"] == "ждём"
    assert found["phone"].count("701 111") == 2
    assert open_plan(office, path).count("same") == 3
