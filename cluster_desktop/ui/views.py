"""Saved views of a list: filter, columns, widths and order under a name, as a record of the data.

Standard views cannot be spoiled, only saved under another name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.popover import NamePopover
from cluster_desktop.ui.widgets_buttons import Button

# JSON of a filter's value is Any by nature.
Json = Any


@dataclass(frozen=True)
class View:
    """What a list shows. Empty columns are the standard ones.

    `summary` is what the list is summed up by, as services/summary.Asked packs it.
    """

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    sort: tuple[str, bool] | None = None
    chips: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    frozen: str = ""
    summary: tuple[str, ...] = ()

    def dump(self) -> str:
        # A view without a summary is written as it always was.
        summed = {"summary": self.summary} if self.summary else {}
        return json.dumps(
            {
                "columns": self.columns,
                "widths": dict(self.widths),
                "sort": self.sort,
                "chips": self.chips,
                "frozen": self.frozen,
                "where": [[c.field, c.op, _packed(c.value)] for c in self.where],
                **summed,
            },
            ensure_ascii=False,
        )


def load(text: str) -> View:
    """A view from its JSON. Raises Refusal where it is none (another version wrote it)."""
    try:
        read = json.loads(text)
        sort = read.get("sort")
        return View(
            columns=tuple(read.get("columns", ())),
            widths={str(k): int(v) for k, v in read.get("widths", {}).items()},
            sort=(str(sort[0]), bool(sort[1])) if sort else None,
            chips=tuple(read.get("chips", ())),
            frozen=str(read.get("frozen", "")),
            where=tuple(Condition(f, op, _unpacked(v)) for f, op, v in read.get("where", ())),
            summary=tuple(str(word) for word in read.get("summary", ())),
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as why:
        raise Refusal(_("This view cannot be read. Save it again under another name.")) from why


def _packed(value: Json) -> Json:
    if isinstance(value, tuple | list):
        return {"many": [_packed(one) for one in value]}
    for name, kind in {"day": date, "id": UUID, "sum": Decimal}.items():
        if isinstance(value, kind):
            return {name: str(value)}
    return value


def _unpacked(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    if "many" in value:
        return tuple(_unpacked(one) for one in value["many"])
    readers: dict[str, Callable[[str], Json]] = {
        "day": date.fromisoformat,
        "id": UUID,
        "sum": Decimal,
    }
    name, text = next(iter(value.items()))
    return readers[name](text)


class ViewButton(Button):
    """The menu of views: standard, those of the data, save, delete."""

    chosen = Signal(object)
    problem = Signal(str)
    summary_wanted = Signal(tuple)
    """The list is to be summed up: by what a saved view says, by nothing yet if empty."""

    def __init__(self, office: Office, entity: str, parent: QWidget | None = None) -> None:
        super().__init__("", look="flat", dense=True, parent=parent)
        self._office = office
        self._entity = entity
        self._name = ""
        self._id: UUID | None = None
        self._current = View()
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self._name or _("Standard view"))
        self.setAccessibleName(_("View of the list: {name}").format(name=self.text()))

    def set_current(self, view: View) -> None:
        """What "Save view" would save."""
        self._current = view

    def fill(self) -> None:
        """The menu as it is now; views come and go with the exchange of data."""
        self._menu.clear()
        standard = self._menu.addAction(_("Standard view"))
        standard.triggered.connect(lambda: self._choose("", None, View()))
        views = self._office.rows(
            Query(
                "saved_view",
                where=(Condition("entity", "is", self._entity),),
                columns=("name", "body"),
            )
        )
        for row in views:
            action = self._menu.addAction(str(row["name"]))
            action.setCheckable(True)
            action.setChecked(row.id == self._id)
            action.triggered.connect(
                lambda _on=False, r=row: self._load(str(r["name"]), r.id, str(r["body"]))
            )
        self._menu.addSeparator()
        sum_up = self._menu.addAction(icon("needs", "muted"), _("Sum up by two fields…"))
        sum_up.triggered.connect(lambda: self.summary_wanted.emit(()))
        self._menu.addAction(icon("save", "muted"), _("Save view as…")).triggered.connect(self.ask)
        if self._id is not None:
            drop = self._menu.addAction(icon("bin", "muted"), _("Put this view into the bin"))
            drop.triggered.connect(self._drop)

    def _load(self, name: str, record: UUID, body: str) -> None:
        try:
            view = load(body)
        except Refusal as why:
            self.problem.emit(why.message)
            return
        self._choose(name, record, view)
        if view.summary:
            self.summary_wanted.emit(view.summary)

    def _choose(self, name: str, record: UUID | None, view: View) -> None:
        self._name, self._id = name, record
        self.retranslate()
        self.chosen.emit(view)

    def ask(self) -> None:
        """Ask for the name under the button."""
        title = _("Name of the view")
        sheet = NamePopover(self, title, _("Save view"), self._name or _("My view"))
        sheet.named.connect(self.save)
        sheet.open_under(self)

    def save(self, name: str, summary: tuple[str, ...] = ()) -> None:
        """Keep what the list shows under a name; the same name is replaced."""
        body = replace(self._current, summary=summary).dump()
        values = {"entity": self._entity, "name": name, "body": body}
        same = self._office.rows(
            Query(
                "saved_view",
                where=(Condition("entity", "is", self._entity), Condition("name", "is", name)),
                columns=("name",),
            )
        )
        try:
            if same:
                self._office.set("saved_view", same[0].id, values)
                self._id = same[0].id
            else:
                self._id = next(iter(self._office.add("saved_view", values).ids))
        except (Refusal, Trouble) as why:
            work.report(self, why)
            return
        self._name = name
        self.retranslate()

    def _drop(self) -> None:
        if self._id is not None:
            self._office.delete("saved_view", [self._id])
            self._choose("", None, View())
