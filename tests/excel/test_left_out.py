"""Rows left out go into a workbook of the same layout, which is mended and imported next."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.left_out import write_left_out
from cluster_desktop.excel.matching import RowState
from cluster_desktop.paths import resource
from cluster_desktop.services.office import Office

FAULTS = resource("samples", "09_qate_tizim.xlsx")
REGISTER = resource("samples", "01_seriktester_tizilimi.xlsx")


def left_out(plan: Plan, path: Path) -> Path:
    write_left_out(plan, path)
    return path


def names(plan: Plan, *states: RowState) -> list[str]:
    return [plan.row(row).cells[1] for row in plan.numbers(*states)]


@pytest.mark.parametrize("file", [FAULTS, REGISTER], ids=["students", "register"])
def test_exactly_the_rows_left_out_are_there_and_are_recognised(
    office: Office, tmp_path: Path, file: Path
) -> None:
    plan = open_plan(office, file)
    plan.skip(plan.numbers(RowState.NEW)[3])
    wanted = names(plan, RowState.ERROR, RowState.SKIPPED)
    assert wanted
    again = open_plan(office, left_out(plan, tmp_path / "left.xlsx"))
    assert again.kind is plan.kind
    assert names(again) == wanted
    meanings = [guess.meaning for guess in again.columns]
    assert meanings == [*(guess.meaning for guess in plan.columns), None]
    assert again.columns[-1].column.name == "Why it was left out"


def test_the_reason_names_the_cell(office: Office, tmp_path: Path) -> None:
    plan = open_plan(office, FAULTS)
    sheet = load_workbook(left_out(plan, tmp_path / "left.xlsx")).active
    assert sheet is not None
    reasons = [str(row[-1]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(reasons) == plan.count("error")
    errors = {each.cell for each in plan.errors() if each.cell}
    assert all(any(cell in reason for reason in reasons) for cell in errors)


def test_mended_there_it_goes_in_with_the_rest(office: Office, tmp_path: Path) -> None:
    plan = open_plan(office, FAULTS)
    skipped = plan.numbers(RowState.NEW)[0]
    plan.skip(skipped)
    name = plan.row(skipped).cells[1]
    plan.apply(office)
    assert not office.lookup("student", "full_name", [name])
    again = open_plan(office, left_out(plan, tmp_path / "left.xlsx"))
    assert name in names(again, RowState.NEW)
    again.apply(office)
    assert office.lookup("student", "full_name", [name])
