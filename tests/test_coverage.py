"""docs/coverage.md points at kinds, fields, pages and tests that exist, and at no bare note."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cluster_desktop.db import entities  # noqa: F401 - declares the catalogue
from cluster_desktop.entity import catalogue
from cluster_desktop.ui.desk import PAGE_OF
from cluster_desktop.ui.pages.cluster import TABS

ROOT = Path(__file__).parents[1]
# Sources of passport.md that name a capability, one row each.
CAPABILITIES = 28
NOTES = {"note", "text", "materials_note"}


def rows() -> list[tuple[str, str, str, str]]:
    text = (ROOT / "docs" / "coverage.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    return [
        cell for cell in cells if len(cell) == 4 and cell[0] != "asked" and "---" not in cell[0]
    ]  # type: ignore[misc]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_a_row_points_at_what_exists(row: tuple[str, str, str, str]) -> None:
    _asked, kept, page, test = row
    named = re.findall(r"`([^`]+)`", kept)
    assert named
    for name in named:
        kind, _dot, field = name.partition(".")
        assert kind in catalogue, name
        assert not field or catalogue[kind].has(field), name
        assert field not in NOTES, name
    part, _slash, tab = page.partition("/")
    assert part in set(PAGE_OF.values()), page
    assert part != "cluster" or tab in TABS, page
    assert (ROOT / test).is_file(), test


def test_every_capability_has_its_row() -> None:
    text = (ROOT / "docs" / "coverage.md").read_text("utf-8")
    last = text.split("## Capabilities")[1]
    assert last.count("\n| ") - 1 == CAPABILITIES
