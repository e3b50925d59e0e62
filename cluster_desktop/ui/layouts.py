"""Layouts inside layouts, without what PySide remembers of them for too long.

When a filled layout is added to another one, PySide makes a Python object for the place of each
widget in it. Qt deletes such a place with its widget, or when the widget moves, and tells nobody;
the Python object goes on standing for that address. Whatever PySide makes there next, an entry of a
list for instance, ends the program when Qt deletes it: PySide then takes one for the other.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QGridLayout, QLayout

from cluster_desktop.errors import Bug

_add, _insert, _add_to_grid = QBoxLayout.addLayout, QBoxLayout.insertLayout, QGridLayout.addLayout


def forget_places(layout: QLayout) -> None:
    """Python objects for the places in a layout stand for nothing from now on."""
    if not isinstance(layout, QBoxLayout | QGridLayout | QFormLayout):
        # A layout written in Python keeps its places itself, and must be their only keeper.
        if layout.count():
            raise Bug(f"{type(layout).__name__}: added to another layout first, filled then")
        return
    for n in range(layout.count()):
        item = layout.itemAt(n)
        if isinstance(item, QLayout):
            forget_places(item)
        elif item is not None and not shiboken6.createdByPython(item):
            shiboken6.invalidate(item)


def mend() -> None:
    """From now on a layout that is added to another one leaves no such objects behind."""
    # Their own methods: a rule of ours would have to be kept in each of a hundred files.
    QBoxLayout.addLayout = _added  # type: ignore[method-assign]
    QBoxLayout.insertLayout = _inserted  # type: ignore[method-assign]
    QGridLayout.addLayout = _added_to_grid  # type: ignore[method-assign,assignment]


def _added(self: QBoxLayout, layout: QLayout, /, stretch: int | None = 0) -> None:
    _add(self, layout, stretch or 0)
    forget_places(layout)


def _inserted(self: QBoxLayout, at: int, layout: QLayout, /, stretch: int | None = 0) -> None:
    _insert(self, at, layout, stretch or 0)
    forget_places(layout)


def _added_to_grid(self: QGridLayout, layout: QLayout, /, *where: object) -> None:
    _add_to_grid(self, layout, *where)  # type: ignore[call-overload]
    forget_places(layout)
