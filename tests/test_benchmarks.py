"""The benchmarks themselves: every case can be run, and the table says what was measured."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks import exchange_region
from benchmarks.__main__ import CASES, rows, write
from benchmarks.cases import people
from benchmarks.harness import Case, Result
from cluster_desktop.rules.identifiers import check_bin

EXAMPLE = Case(
    name="example",
    what="an example",
    module="tests.example",
    ours="ours",
    peers=("peer",),
    targets={"peer": 1.5},
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_names_work_that_exists_and_a_target_for_each_peer(case: Case) -> None:
    module = importlib.import_module(case.module)

    assert all(callable(getattr(module, side)) for side in (case.ours, *case.peers))
    assert callable(module.prepare)
    assert callable(module.judge)
    assert set(case.targets) == set(case.peers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_wrong_answer_stops_the_run(case: Case) -> None:
    wrong: dict[str, object] = {side: [0, side] for side in (case.ours, *case.peers)}

    with pytest.raises(AssertionError):
        importlib.import_module(case.module).judge(wrong)


def test_a_row_says_ratio_and_whether_the_target_was_reached() -> None:
    reached = Result(EXAMPLE, {"ours": 1.5, "peer": 1.0})
    missed = Result(EXAMPLE, {"ours": 1.6, "peer": 1.0})

    first, second = rows([reached, missed], date(2026, 11, 21))

    assert "| 2026-11-21 | an example | 1.5000 | peer | 1.0000 | 1.50 | 1.5 | yes |" in first
    assert "| 1.60 | 1.5 | no |" in second


def test_a_second_run_of_one_day_takes_the_place_of_the_first(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    slow, fast = (Result(EXAMPLE, {"ours": spent, "peer": 1.0}) for spent in (9.0, 1.0))
    write(rows([slow], date(2026, 11, 20)), document)
    write(rows([slow], date(2026, 11, 21)), document)

    write(rows([fast], date(2026, 11, 21)), document)

    ratios = [line.split("|")[6].strip() for line in document.read_text("utf-8").splitlines()[8:]]
    assert ratios == ["9.00", "1.00"]


def test_invented_numbers_have_right_control_digits() -> None:
    made = [people.bin_number(number) for number in range(200)]

    assert sum(number is not None for number in made) > 150
    assert [n for n in made if n is not None and check_bin(n).value != n] == []


def test_the_region_of_the_exchange_has_as_many_records_as_asked_and_no_id_twice() -> None:
    parts = list(exchange_region.region(colleges=2, rows=7_000))
    ids = [one.id for part in parts for one in part.operations()]

    assert len(ids) == len(set(ids)) == 7_000
    assert [part.college is None for part in parts] == [True, False, False]
    again = [one.id for part in exchange_region.region(2, 7_000) for one in part.operations()]
    assert again == ids
    assert exchange_region.DEVICES == 116


def test_cpu_of_a_fresh_process_is_what_is_counted(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.harness", "benchmarks.cases.memorandum"]
    done = subprocess.run(
        [*command, "bare_platypus", str(tmp_path)],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )

    told = json.loads(done.stdout)
    assert 0 < told["seconds"] < 1
    assert "Қостанай" in told["answer"]
