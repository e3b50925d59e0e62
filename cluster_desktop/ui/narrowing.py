"""What narrows a list: chips, filters with a cross, a search, and what always holds on the page.

Owns the row of chips above the list and says which query they make together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from cluster_desktop.entity import Entity
from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Chip, Condition, Query
from cluster_desktop.services import chips as office_chips
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.filters import FilterPopover, words
from cluster_desktop.ui.widgets_buttons import Button
from cluster_desktop.ui.widgets_chips import ChipRow
from cluster_desktop.ui.widgets_feedback import SearchField

Where = tuple[Condition, ...]
_DAY = "on"
_SEARCH_WIDTH = 180


class Narrowing(QObject):
    """The filter of one list. `changed`: the list must ask again."""

    changed = Signal()

    def __init__(self, office: Office, entity: Entity, row: ChipRow) -> None:
        super().__init__(row)
        self._office = office
        self._entity = entity
        self._chip_where: dict[str, Where] = {}
        self._filters: list[Condition] = []
        self._base: Where = ()
        self._own_chips: Callable[[], list[Chip]] | None = None
        self._counting: work.Task | None = None
        self._pace = work.Pace(lambda most: office.count(entity.name, most))
        self.text = ""
        self.bin = False
        self.on: date | None = None
        self.row = row
        self.add_button = Button("", icon="add", look="flat", dense=True)
        self.search = SearchField()
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.search.setProperty("dense", True)
        self.search.hide()
        row.add_tail(self.search)
        row.add_tail(self.add_button)
        self.search.hide()
        row.changed.connect(lambda _keys: self.changed.emit())
        row.filter_removed.connect(self._on_removed)
        self.add_button.clicked.connect(lambda: self.ask())
        self.search.searched.connect(self.set_text)

    def retranslate(self) -> None:
        self.add_button.setText(_("filter"))
        self.add_button.setAccessibleName(_("Add a filter"))
        self.search.setPlaceholderText(_("Search in this list"))
        self.search.setAccessibleName(_("Search in this list"))
        self.row.retranslate()
        self._show_filters()

    def query(self) -> Query:
        """All of it together."""
        chosen = [self._chip_where.get(key, ()) for key in self.row.selection()]
        where = (*self._base, *merged(chosen), *self._filters)
        return Query(self._entity.name, where=where, text=self.text, bin=self.bin, on=self.on)

    def without_base(self, where: Sequence[Condition]) -> list[Condition]:
        """Conditions that are a filter of the person; those of the page hold anyway."""
        return [condition for condition in where if condition not in self._base]

    def is_narrowed(self) -> bool:
        """True while chips, filters or a search leave records out."""
        first = self.row.chips()[0].key if self.row.chips() else ""
        chosen = self.row.selection()
        own = self._filters or self.text or self.on is not None
        return bool(own or (chosen and chosen != (first,)))

    def filters(self) -> list[Condition]:
        return list(self._filters)

    def load_chips(self) -> None:
        """Counts of the office's chips: at once while that is quick, in a worker otherwise."""
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        if self._own_chips is not None:
            self._take_chips(self._own_chips())
            return
        named = office_chips.uncounted(self._office, self._entity.name)
        if not named:
            return
        if self._pace.is_quick():
            self._take_chips(self._counted(named))
            return
        self._chip_where = {chip.key: chip.where for chip in named}
        if [chip.text() for chip in self.row.chips()] != [chip.label for chip in named]:
            self.row.set_chips(named)
        self._counting = work.run(self, lambda _p: self._counted(named), done=self._take_late)

    def _counted(self, named: list[Chip]) -> list[Chip]:
        count = office_chips.counted
        return self._pace.timed(lambda: count(self._office, self._entity.name, named))

    def _take_late(self, chips: list[Chip]) -> None:
        self._counting = None
        self._take_chips(chips)

    def _take_chips(self, chips: list[Chip]) -> None:
        self._chip_where = {chip.key: chip.where for chip in chips}
        self.row.set_chips(chips)

    def set_chips(self, chips_of: Callable[[], list[Chip]]) -> None:
        """Chips of the page's own instead of the entity's; they are known without reading."""
        self._own_chips = chips_of
        self.load_chips()

    def set_base(self, base: Where) -> None:
        """Conditions that always hold on this page and are no filter of the person."""
        self._base = base
        self.changed.emit()

    def set_text(self, text: str) -> None:
        """Only records that hold these words."""
        if text != self.text:
            self.text = text
            self.changed.emit()

    def set_on(self, day: date | None) -> None:
        """What is reckoned by a day is reckoned by this one; today where it is None."""
        if day != self.on:
            self.on = day
            self._show_filters()
            self.changed.emit()

    def show_bin(self, wanted: bool) -> None:
        self.bin = wanted
        self.changed.emit()

    def replace(self, conditions: Sequence[Condition], chips: Sequence[str] = ()) -> None:
        """Exactly these filters and chips; the search is cleared."""
        self._clear_search()
        self.on = None
        known = [c for c in conditions if c.field == "id" or self._entity.has(c.field)]
        self._filters = known
        if known and not chips:
            self.row.deselect()
        else:
            self.row.select(list(chips))
        self._show_filters()
        self.changed.emit()

    def add(self, condition: Condition) -> None:
        self._filters.append(condition)
        self._show_filters()
        self.changed.emit()

    def choose_chips(self, keys: Sequence[str]) -> None:
        self.row.select(list(keys))
        self.changed.emit()

    def focus_search(self) -> None:
        """Ctrl+F: the search field of this list."""
        self.search.show()
        self.row.lay_out()
        self.search.setFocus()
        self.search.selectAll()

    def ask(self, column: str = "") -> None:
        """The "+ filter" popover, on a column if one is named."""
        sheet = FilterPopover(self._office, self._entity, self.row)
        if column:
            sheet.choose_column(column)
        sheet.chosen.connect(self.add)
        sheet.open_under(self.add_button)

    def _clear_search(self) -> None:
        self.text = ""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.search.hide()

    def _on_removed(self, key: str) -> None:
        if key == _DAY:
            self.set_on(None)
            return
        del self._filters[int(key)]
        self._show_filters()
        if not self._filters and not self.row.selection():
            self.row.select([])
        self.changed.emit()

    def _show_filters(self) -> None:
        said = [words(self._office, self._entity, one) for one in self._filters]
        shown = [(str(n), text) for n, text in enumerate(said)]
        if self.on is not None:
            shown.append((_DAY, _("As of {date}").format(date=format_date(self.on))))
        self.row.set_filters(shown)


def merged(chosen: Sequence[Where]) -> Where:
    """Conditions of the chosen chips together.

    Chips of one row ask the same column for different words ("is one of"): their words are united.
    A condition they all share stays; one that only some have is dropped, so nothing is hidden that
    a chosen chip would show.
    """
    if not chosen:
        return ()
    if len(chosen) == 1:
        return chosen[0]
    made: list[Condition] = []
    for condition in chosen[0]:
        others = [_of(where, condition) for where in chosen[1:]]
        if any(other is None for other in others):
            continue
        if condition.op == "in":
            values = dict.fromkeys(
                value for one in (condition, *others) if one is not None for value in one.value
            )
            made.append(Condition(condition.field, "in", tuple(values)))
        else:
            made.append(condition)
    return tuple(made)


def _of(where: Where, wanted: Condition) -> Condition | None:
    """The condition of the same column and question; the very same one unless it is "in"."""
    for one in where:
        same = one.field == wanted.field and one.op == wanted.op
        if same and (one.op == "in" or one.value == wanted.value):
            return one
    return None
