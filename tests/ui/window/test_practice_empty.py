"""The practice page of a college that has entered nothing about practice yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.practice import PracticePage
from cluster_desktop.ui.widgets_feedback import EmptyState
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, at_now
from tests.ui.desks import with_college

Settle = Callable[[], None]


def empty_states(page: PracticePage) -> dict[str, list[str]]:
    """By sentence: the buttons under it, of what is on the screen now."""
    return {
        state.text(): [b.text() for b in state.findChildren(QAbstractButton) if not b.isHidden()]
        for state in page.findChildren(EmptyState)
        if state.isVisible()
    }


def test_without_any_period_every_tab_shows_a_way_on(
    databases: Databases,
    tmp_path: Path,
    open_window: Callable[..., MainWindow],
    settle: Settle,
) -> None:
    bare = databases.open(with_college, tmp_path / "bare" / "cluster.db", clock=at_now)
    bare.put_setting("firstrun.done", "yes")
    window = open_window(bare)
    found = {}
    for tab in ("board", "hours", "periods", "groups", "slots", "teachers", "years"):
        window.open_place(Place("practice", tab=tab))
        settle()
        page = window.page()
        assert isinstance(page, PracticePage)
        found[tab] = empty_states(page)
    none = "There is no practice period yet."
    assert found.pop("board") == {
        f"{none} Import the students or add a period.": ["Import students", "New period"]
    }
    assert found.pop("hours") == {none: ["New period"]}
    assert found.pop("periods") == {none: ["New period"]}
    (groups,) = found["groups"].values()
    assert groups == ["Import students", "New group"]
    assert all(buttons for states in found.values() for buttons in states.values())
    assert all(len(states) == 1 for states in found.values())
    window.close()
    bare.close()
