"""Answers of people, rows left out, the report, and damaged cells: never a silent wrong value."""

from __future__ import annotations

import gc
import json
import shutil
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
from cluster_desktop.services.office import Office

from .files import BINS, HEADINGS, line, register, save

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
FIRST = SAMPLES / "01_seriktester_tizilimi.xlsx"
KEYS = [
    *("outcome", "message", "kind", "sheet", "header_row", "columns", "encoding"),
    *("rows_read", "rows_new", "rows_changed", "rows_same", "rows_error", "errors", "action"),
    *("warnings", "next_steps"),
]


def imported(office: Office, path: Path) -> Plan:
    plan = open_plan(office, path)
    plan.apply(office)
    return plan


def plan_of(office: Office, tmp_path: Path, *lines: list[object]) -> Plan:
    return open_plan(office, register(tmp_path / "тізім.xlsx", *lines))


def partners(office: Office) -> int:
    return office.count("organisation")


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
            "suggestion": "02.03.2027",
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
