"""Whom a living record names stands in the form, also after somebody threw that one away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cluster_desktop.excel import forms
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office


def lines(path: Path) -> list[tuple[str, ...]]:
    """The rows without their numbers, in any order."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows: list[tuple[Any, ...]] = list(sheet.iter_rows(values_only=True))
    return sorted(tuple(str(cell) for cell in row[1:]) for row in rows)


@pytest.mark.parametrize("form", ["F2", "F4", "F5", "F6"])
def test_partners_in_the_bin_change_nothing(
    sample_office: Office, tmp_path: Path, form: str
) -> None:
    period = {"F6": "2025-2026"}.get(form)
    before = forms.export(sample_office, form, tmp_path / "before.xlsx", period=period)
    others = Query("organisation", (Condition("is_own", "is", False),))
    sample_office.delete("organisation", [row.id for row in sample_office.rows(others)])
    after = forms.export(sample_office, form, tmp_path / "after.xlsx", period=period)
    assert after.rows == before.rows > 0
    assert lines(after.path) == lines(before.path)
