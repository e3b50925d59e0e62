"""Python keeps no object for the place of a widget, which Qt deletes without a word.

Where it kept one, PySide took it for the next object at that address when Qt deleted that one, and
the process ended: a window that was made narrower on one page fell later, on another.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Bug
from cluster_desktop.ui import layouts
from cluster_desktop.ui.flow import FlowLayout
from tests.ui.walking import all_places, kept_places

FALLS_WITHOUT = """
import shiboken6
from PySide6.QtWidgets import (
    QApplication, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
)
from cluster_desktop.ui import layouts

app = QApplication([])
layouts.mend()
box = QWidget()
column, row = QVBoxLayout(box), QHBoxLayout()
labels = [QLabel("x") for _n in range(3_000)]
for label in labels:
    row.addWidget(label)
column.addLayout(row)
for label in labels:
    shiboken6.delete(label)
entries = QListWidget(box)
for n in range(4_000):
    QListWidgetItem(str(n), entries)
entries.clear()
print("alive")
"""


def filled_row() -> QHBoxLayout:
    """With a widget, room, and a column of its own."""
    row, inner = QHBoxLayout(), QVBoxLayout()
    inner.addWidget(QLabel("in the column"))
    row.addWidget(QLabel("in the row"))
    row.addSpacing(8)
    row.addLayout(inner)
    return row


def added(host: QWidget, row: QLayout) -> None:
    column = QVBoxLayout(host)
    column.addLayout(row, 1)
    assert column.stretch(0) == 1


def inserted(host: QWidget, row: QLayout) -> None:
    column = QVBoxLayout(host)
    column.addWidget(QLabel("below"))
    column.insertLayout(0, row)
    assert column.indexOf(row) == 0


def in_a_grid(host: QWidget, row: QLayout) -> None:
    grid = QGridLayout(host)
    grid.addLayout(row, 1, 2)
    assert grid.indexOf(row) == 0
    assert grid.columnCount() == 3


@pytest.mark.parametrize("add", [added, inserted, in_a_grid])
def test_no_place_is_kept_of_a_layout_in_another(
    qapp: QApplication, add: Callable[[QWidget, QLayout], None]
) -> None:
    before = len(kept_places())
    host, row = QWidget(), filled_row()
    add(host, row)
    assert len(kept_places()) == before
    assert [label.text() for label in host.findChildren(QLabel) if label.text() != "below"] == [
        "in the row", "in the column",
    ]  # fmt: skip


def test_a_layout_of_our_own_is_added_before_it_is_filled(qapp: QApplication) -> None:
    host = QWidget()
    column, flow = QVBoxLayout(host), FlowLayout()
    flow.addWidget(QLabel("too early"))
    with pytest.raises(Bug, match="FlowLayout"):
        column.addLayout(flow)


def test_a_widget_of_a_layout_of_our_own_goes_with_its_place(qapp: QApplication) -> None:
    host = QWidget()
    column, flow = QVBoxLayout(host), FlowLayout()
    column.addLayout(flow)
    labels = [QLabel(str(n), host) for n in range(3)]
    for label in labels:
        flow.addWidget(label)
    known = len(all_places())
    shiboken6.delete(labels[1])
    assert flow.count() == 2
    assert len(all_places()) == known - 1
    assert flow.heightForWidth(200) > 0


def test_pyside_keeps_them_by_itself(qapp: QApplication) -> None:
    """When this fails after an update of PySide, ui/layouts.py may go."""
    before = len(kept_places())
    host, row = QWidget(), filled_row()
    column = QVBoxLayout(host)
    layouts._add(column, row)
    kept = len(kept_places())
    layouts.forget_places(row)
    assert kept > before
    assert len(kept_places()) == before


def test_a_list_may_lie_where_places_were(project: Path) -> None:
    # A process of its own: without mending it ends there with a segmentation fault.
    command = [sys.executable, "-c", FALLS_WITHOUT]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
