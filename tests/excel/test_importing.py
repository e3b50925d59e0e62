"""Plan, check, apply: what an import does to the records, and what it never does."""

from __future__ import annotations

import gc
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster_desktop.errors import Cancelled, NeedsAnswer, Refusal, TooBig
from cluster_desktop.excel.forms import export
from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.kinds import Wishes, read_source
from cluster_desktop.excel.left_out import write_left_out
from cluster_desktop.excel.matching import RowState
from cluster_desktop.excel.reader import Sheet, Source, read
from cluster_desktop.excel.report import report, status_of
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office

from .files import BINS, HEADINGS, line, register, save

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


# Answers for many rows at once


def test_lost_zeros_are_one_group_and_can_be_refused(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1, bin=30740900806), line(2, bin=80840900129))

    (group,) = plan.groups()
    assert (group.code, group.repaired, len(group.findings)) == ("leading_zero", True, 2)
    plan.refuse_repair("leading_zero")
    assert plan.count("error") == 2
    assert plan.take_suggestions("length") == {2, 3}
    assert plan.count("error") == 0


def test_an_unknown_word_is_chosen_once_and_remembered(office: Office, tmp_path: Path) -> None:
    rows = [line(1, kind="қолдау хаты"), line(2, kind="Қолдау хаты")]
    plan = plan_of(office, tmp_path, *rows)
    (word, *_more) = plan.unknown_words()
    assert word.meaning == "agreement.kind"
    assert ("memorandum", "Memorandum") in word.choices

    assert plan.map_word("agreement.kind", "қолдау хаты", "memorandum") == {2, 3}
    assert plan.errors() == []
    plan.apply(office)

    later = open_plan(office, register(tmp_path / "келесі.xlsx", line(3, kind="ҚОЛДАУ ХАТЫ")))
    assert later.errors() == []


def test_answers_about_columns_are_remembered_for_the_same_form(
    office: Office, tmp_path: Path
) -> None:
    head = [*HEADINGS[:-1], "Телефон"]
    path = save(tmp_path / "а.xlsx", [head, line(1)])
    with pytest.raises(NeedsAnswer):
        open_plan(office, path)
    open_plan(
        office, path, columns={"Телефон": None, "Телефон, e-mail": "organisation.phone"}
    ).apply(office)

    later = open_plan(office, save(tmp_path / "б.xlsx", [head, line(2)]))

    assert later.reading.meanings["Телефон"] is None


def test_the_kind_of_all_agreements_can_be_said_where_the_file_is_silent(office: Office) -> None:
    plan = open_plan(office, SAMPLES / "11_partners.csv")
    assert plan.assumptions == [("Kind", "Cooperation agreement")]

    plan.suppose("agreement.kind", "practice")
    plan.apply(office)

    kinds = {row["kind"] for row in office.rows(Query("agreement", columns=("kind",)))}
    assert kinds == {"practice"}


# Rows left out, report


def test_rows_left_out_become_a_workbook_of_the_same_layout(office: Office, tmp_path: Path) -> None:
    plan = plan_of(
        office,
        tmp_path,
        line(1),
        line(2, bin="950140900018"),
        line(3, bin=30740900806),
    )
    plan.skip(4)
    plan.edit(3, "organisation.name", "=1+1 <b>")

    assert write_left_out(plan, tmp_path / "қалған.xlsx") == 2

    (sheet,) = read(tmp_path / "қалған.xlsx").sheets
    assert list(sheet.rows[0]) == [*HEADINGS, "Why it was left out"]
    assert sheet.rows[1][1] == "=1+1 <b>"
    assert "C3" in str(sheet.rows[1][-1])
    assert sheet.rows[2][-1] == "Skipped by hand."
    again = open_plan(office, tmp_path / "қалған.xlsx")
    again.edit(2, "organisation.bin", BINS[1])
    assert again.count("new") == 2


def test_no_file_is_made_where_nothing_is_left_out(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1))

    assert write_left_out(plan, tmp_path / "қалған.xlsx") == 0
    assert not (tmp_path / "қалған.xlsx").exists()


def test_the_report_of_an_import(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1), line(2, until="30.02.2027"))

    made = report(plan, plan.apply(office))

    assert list(made) == KEYS
    assert json.loads(json.dumps(made)) == made
    assert (made["outcome"], made["rows_read"], made["rows_new"], made["rows_error"]) == (
        "row_errors",
        2,
        1,
        1,
    )
    assert made["errors"] == [
        {
            "row": 3,
            "column": "F",
            "cell": "F3",
            "value": "30.02.2027",
            "message": "There is no such day: “30.02.2027”. Check it against the paper.",
            "suggestion": "2027-03-02",
        }
    ]
    assert made["action"] == office.journal(limit=1)[0].id
    assert status_of(made) == 1


def test_a_trial_writes_nothing_and_says_so(office: Office, tmp_path: Path) -> None:
    made = report(plan_of(office, tmp_path, line(1)), None)

    assert (made["outcome"], made["rows_new"], made["action"]) == ("done", 1, None)
    assert "nothing was written" in str(made["message"])
    assert status_of(made) == 0


@pytest.mark.parametrize(
    ("why", "outcome", "status"),
    [
        (Refusal("a"), "refused", 2),
        (NeedsAnswer("b", question="sheet", choices=["1"]), "needs_answer", 3),
        (TooBig("c"), "too_big", 4),
    ],
)
def test_a_refusal_is_reported_with_the_same_keys(why: Refusal, outcome: str, status: int) -> None:
    made = report(None, why)

    assert list(made) == KEYS
    assert (made["outcome"], made["message"], status_of(made)) == (outcome, why.message, status)


def test_the_sample_report_counts_agreements(office: Office) -> None:
    plan = open_plan(office, FIRST)

    made = report(plan, plan.apply(office))

    assert (made["kind"], made["sheet"], made["header_row"]) == (
        "agreements",
        "Тізілім 2025-2026",
        8,
    )
    assert [made[k] for k in KEYS[7:12]] == [128, 128, 0, 0, 0]
    assert made["errors"] == []
    assert (
        made["columns"] == json.loads((SAMPLES / "01_expected.json").read_text("utf-8"))["columns"]
    )


# Damage


FILLS = {
    1: {"organisation.name_kk", "organisation.name_ru"},
    2: {"organisation.bin"},
    3: {"agreement.kind"},
    4: {f"agreement.{n}" for n in ("number", "date", "stage", "valid_until", "open_ended")},
    5: {f"agreement.{n}" for n in ("valid_until", "open_ended", "valid_from")},
    6: {"organisation.phone", "organisation.email"},
}
DAMAGE = st.one_of(
    st.text(max_size=25),
    st.sampled_from(["#N/A", "0", "-1", "31.02.2025", "№", "?" * 30, "x" * 2000, "1e9", "3 жыл"]),
)
PATIENT = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@PATIENT
@given(row=st.integers(2, 4), column=st.integers(1, 6), text=DAMAGE)
def test_a_damaged_cell_changes_only_what_it_fills(
    office: Office, row: int, column: int, text: str
) -> None:
    whole, plan = _three_rows(office), _three_rows(office)

    plan.edit(row, column, text)

    before, after = whole.reading.records[row].values, plan.reading.records[row].values
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    others = [n for n in plan.numbers() if n != row]
    assert changed <= FILLS[column]
    assert [plan.row(n) for n in others] == [whole.row(n) for n in others]


@PATIENT
@given(row=st.integers(2, 4), column=st.integers(2, 5), text=DAMAGE)
def test_a_cell_that_is_not_read_is_named_unless_it_is_blank(
    office: Office, row: int, column: int, text: str
) -> None:
    plan = _three_rows(office)
    empty = _three_rows(office)
    empty.edit(row, column, "")

    plan.edit(row, column, text)

    told = bool(plan.row(row).findings)
    nothing_read = plan.reading.records[row].own == empty.reading.records[row].own
    said_nothing = not any(sign.isalnum() for sign in plan.row(row).cells[column])
    assert not nothing_read or told or said_nothing


@PATIENT
@given(row=st.integers(2, 4), column=st.integers(1, 6), text=DAMAGE)
def test_a_damaged_file_applied_twice_is_applied_once(
    office: Office, row: int, column: int, text: str
) -> None:
    plan = _three_rows(office)
    plan.edit(row, column, text)
    plan.apply(office)

    assert plan.apply(office).action is None
    assert not plan.numbers(RowState.NEW, RowState.CHANGED)


NAMES = ["«Қайнар» ЖШС", "ТОО «Кайнар»", "«Дәулет» ШҚ", "«ҚАЙНАР» ЖШС", ""]
CELLS = st.one_of(
    st.tuples(st.just(1), st.sampled_from(NAMES)),
    st.tuples(st.just(2), st.sampled_from([*BINS[:3], "950140900018", "30740900806", ""])),
    st.tuples(st.just(3), st.sampled_from(["меморандум", "дуальды оқыту", "белгісіз", ""])),
    st.tuples(st.just(4), st.sampled_from(["№1 01.09.2025ж.", "№2 от 02.09.2025", "№1", ""])),
    st.tuples(st.just(5), st.sampled_from(["31.12.2027", "бессрочно", "3 жыл", "31.12.2024"])),
)


@PATIENT
@given(edits=st.lists(st.tuples(st.integers(2, 5), CELLS), max_size=8))
def test_edits_mean_the_same_as_a_file_with_those_cells(
    office: Office, edits: list[tuple[int, tuple[int, str]]]
) -> None:
    rows = [list(HEADINGS), *(line(n, contract="№1 01.09.2025ж.") for n in (1, 2, 3, 4))]
    source = Source(Path("а.xlsx"), "xlsx", [Sheet("Т", [list(row) for row in rows])])  # type: ignore[arg-type]
    plan = Plan(office, source, read_source(source, office.today(), Wishes()))
    for row, (column, text) in edits:
        plan.edit(row, column, text)
        rows[row - 1][column] = text or None

    typed = Source(Path("а.xlsx"), "xlsx", [Sheet("Т", rows)])  # type: ignore[arg-type]
    fresh = Plan(office, typed, read_source(typed, office.today(), Wishes()))

    assert [plan.row(n) for n in plan.numbers()] == [fresh.row(n) for n in fresh.numbers()]


def _three_rows(office: Office) -> Plan:
    """A new plan of a file with three right rows, without asking a worker each time."""
    rows = [HEADINGS, line(1), line(2), line(3)]
    source = Source(Path("үш.xlsx"), "xlsx", [Sheet("Тізілім", rows)])  # type: ignore[arg-type]
    return Plan(office, source, read_source(source, office.today(), Wishes()))


def test_reading_needs_no_place_in_the_project(office: Office, tmp_path: Path) -> None:
    moved = tmp_path / "көшірме.bin"
    shutil.copy(FIRST, moved)

    assert open_plan(office, moved).count("new") == 128


def test_our_own_register_comes_back_without_a_change(office: Office, tmp_path: Path) -> None:
    imported(office, FIRST)
    export(office, "F4", tmp_path / "F4.xlsx")

    plan = open_plan(office, tmp_path / "F4.xlsx")

    assert plan.findings() == []
    assert plan.count("same") == plan.count("all") == 128


def test_regions_are_known_by_their_names(office: Office, tmp_path: Path) -> None:
    head = [*HEADINGS, "Өңір, аудан"]
    rows = [
        [*line(1), "Қостанай облысы"],
        [*line(2), "Костанайская обл., Арқалық қ."],
        [*line(3), "Астана қ."],
        [*line(4), ""],
    ]
    plan = open_plan(office, save(tmp_path / "а.xlsx", [head, *rows]))
    plan.apply(office)

    stored = office.rows(
        Query("organisation", sort=(("bin", False),), columns=("bin", "region_id"))
    )
    titles = {row["bin"]: row["region_id"] and row["region_id"].title for row in stored}
    assert [titles[one] for one in BINS[:4]] == [
        "Қостанай облысы",
        "Қостанай облысы",
        "Астана қаласы",
        None,
    ]
    assert [(f.cell, f.severity, f.code) for f in plan.findings()] == [
        ("I3", "warning", "unknown_place")
    ]
    assert open_plan(office, tmp_path / "а.xlsx").count("same") == 4


def test_cancel_while_checking_is_heard(office: Office) -> None:
    calls: list[int] = []

    def cancel(_done: int, _all: int) -> None:
        calls.append(1)
        if len(calls) > 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        open_plan(office, FIRST, progress=cancel)


def test_other_records_are_never_touched(office: Office, tmp_path: Path) -> None:
    office.add("organisation", {"name_kk": "«Бөтен» ЖШС", "bin": BINS[4]})

    changes = plan_of(office, tmp_path, line(1)).apply(office)

    other = office.rows(Query("organisation", (Condition("bin", "is", BINS[4]),), columns=("bin",)))
    assert other[0].id not in changes.ids


def test_garbage_collection_is_as_it_was_after_an_import(office: Office, tmp_path: Path) -> None:
    assert gc.isenabled()

    with pytest.raises(NeedsAnswer):
        open_plan(office, save(tmp_path / "а.xlsx", [["a", "b"], ["c", "d"]]))
    plan_of(office, tmp_path, line(1)).apply(office)

    assert gc.isenabled()


def test_a_released_plan_keeps_nothing(office: Office, tmp_path: Path) -> None:
    plan = plan_of(office, tmp_path, line(1))

    plan.release()

    assert plan.numbers() == []
    assert plan.count("all") == 0
