"""What the form designer shows of a map: the choices for the place that is pointed at, the checks.

Reads the map and changes nothing.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cluster_desktop.excel.forms.designer import Opened
from cluster_desktop.excel.reader import Sheet
from cluster_desktop.i18n import _
from cluster_desktop.services import form_pointing
from cluster_desktop.services.form_fields import FormFields, Problem, here
from cluster_desktop.services.form_mappings import FormMap, SheetMap, TableMap
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.form_designer_frame import DesignerFrame
from cluster_desktop.ui.form_designer_grid import HEADING, TAKEN, TOTAL, Pointed
from cluster_desktop.ui.form_designer_side import Line


class DesignerShowing(DesignerFrame):
    """The frame with a workbook in it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._opened: Opened | None = None
        self._body = FormMap()
        self._problems: list[Problem] = []

    # ---- what is open ----

    def opened(self) -> Opened | None:
        """The workbook that is open."""
        return self._opened

    def body(self) -> FormMap:
        """The map as it is pointed at now."""
        return self._body

    def found_problems(self) -> list[Problem]:
        """What the checks say now."""
        return self._problems

    def _fields(self) -> FormFields | None:
        return self._opened.proposal.fields if self._opened is not None else None

    def _sheet(self, at: int | None = None) -> Sheet:
        sheets = self._opened.proposal.source.sheets if self._opened is not None else ()
        number = int(self.tabs.current() or 0) if at is None else at
        return sheets[number] if number < len(sheets) else Sheet("", [])

    def _sheet_map(self, at: int | None = None) -> SheetMap:
        return self._body.sheet(str(self._sheet(at).name))

    def _table(self, pointed: Pointed) -> TableMap | None:
        """The table that what is pointed at belongs to."""
        sheet = self._sheet_map()
        if pointed.whole_column:
            return form_pointing.table_near(sheet, pointed.row)
        return form_pointing.table_at(sheet, pointed.row)

    # ---- what is said ----

    def _say_pointed(self) -> None:
        """The choices for what is pointed at now."""
        fields, pointed = self._fields(), self.grid.chosen()
        if fields is None:
            return
        table = self._table(pointed) if pointed.row else None
        self._say_tables(fields, table)
        self._say_fields(fields, pointed, table)
        rows = form_pointing.table_near(self._sheet_map(), pointed.row) if pointed.row else None
        may = {
            HEADING: bool(pointed.row),
            TAKEN: rows is not None,
            TOTAL: rows is not None,
            "": table is not None,
        }
        if pointed.whole_column or not pointed.row:
            said, may = _("Rows: choose them first"), {"": table is not None}
        elif pointed.first == pointed.last:
            said = _("Row {row} is:").format(row=pointed.first)
        else:
            said = _("Rows {first}–{last} are:").format(first=pointed.first, last=pointed.last)
        self.side.show_rows(said, may, grows=table.grows if table is not None else None)

    def _say_tables(self, fields: FormFields, table: TableMap | None) -> None:
        shown = [(one.key, here(one.label) or one.key) for one in fields.tables]
        chosen = table.table if table is not None else str(self.side.tables.currentData() or "")
        self.side.show_tables(shown, chosen)

    def _say_fields(self, fields: FormFields, pointed: Pointed, table: TableMap | None) -> None:
        nothing = Line("", _("Nothing: it stays as it is"))
        if not pointed.row or not pointed.letter:
            self.side.show_place(_("Click a column or a cell"), "")
            self.side.show_fields((), "")
            return
        place = f"{pointed.letter}{pointed.row}"
        column = self.grid.currentIndex().column() - 1
        if table is not None:
            known = fields.table(table.table)
            where = {key: letter for letter, key in table.columns.items()}
            columns = known.columns if known is not None else ()
            lines = [
                Line(one.key, one.text(), *_look_of(one.key in where, one.needed),
                     where=where.get(one.key, ""))
                for one in columns
            ]  # fmt: skip
            heading = self._heading(table, column)
            self.side.show_place(_("Column {letter} takes:").format(letter=pointed.letter), heading)
            self.side.show_fields([nothing, *lines], table.columns.get(pointed.letter, ""))
            return
        cells = self._sheet_map().cells
        places = {key: at for at, key in cells.items()}
        lines = [
            Line(one.key, one.text(), *_look_of(one.key in places, is_needed=False),
                 where=places.get(one.key, ""))
            for one in fields.facts
        ]  # fmt: skip
        own = self.grid.sheet.text(pointed.row - 1, column)
        self.side.show_place(_("Cell {cell} takes:").format(cell=place), own)
        self.side.show_fields([nothing, *lines], cells.get(place, ""))

    def _heading(self, table: TableMap, column: int) -> str:
        """The lowest heading of the column."""
        for row in range(table.header_last, table.header_first - 1, -1):
            text = self.grid.sheet.text(row - 1, column)
            if text:
                return text
        return ""

    def _go_to_problem(self, number: int) -> None:
        if not 0 <= number < len(self._problems):
            return
        one = self._problems[number]
        names = [str(sheet.name) for sheet in self._opened.proposal.source.sheets
                 ] if self._opened is not None else []  # fmt: skip
        if one.sheet in names:
            self.tabs.choose(str(names.index(one.sheet)))
        if one.row:
            column = column_index(one.column) if one.column else 0
            self.grid.point_at(one.row, column, last=0 if one.column else one.row)
            self.grid.setFocus()


def column_index(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _look_of(is_taken: bool, is_needed: bool) -> tuple[str, str]:
    """Icon and colour of a field's line."""
    if is_taken:
        return "check", "good"
    return ("warning", "soon") if is_needed else ("", "muted")
