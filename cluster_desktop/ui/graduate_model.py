"""Graduates of a query with what became of them: cells of the newest outcome are written here.

A row that was just written stays where it is until the list is asked anew, also where the filter
no longer fits it: the next key must never meet another person than the one on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Field, Value
from cluster_desktop.query import Changes, Ref
from cluster_desktop.services import outcomes
from cluster_desktop.services.office import Office
from cluster_desktop.ui.table_model import PAGE, EntityTableModel

Index = QModelIndex | QPersistentModelIndex

STATUS, WHERE, SINCE, PROOF = "outcome_now", "outcome_employer", "outcome_since", "outcome_proof"
IN_TRADE = "outcome_by_speciality"
# Columns that show the newest outcome, and the field of it that is edited there.
FIELD_OF = {WHERE: "employer", SINCE: "hired_on", PROOF: "evidence"}
ABOUT_OUTCOME = (STATUS, *FIELD_OF)


class GraduateModel(EntityTableModel):
    """Students by the columns of the graduates' page."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "full_name", "speciality_id", STATUS, WHERE, SINCE, PROOF, "phone",
    )  # fmt: skip

    def __init__(self, office: Office, entity: str, parent: QObject | None = None) -> None:
        super().__init__(office, entity, parent)
        self._own: set[int] = set()  # actions of ours whose news is still to come

    def standard(self) -> list[str]:
        return list(self.COLUMNS)

    def refresh(self, changes: Changes) -> None:
        """Others' writes make a new listing; our own show the same rows again."""
        if changes.action is not None and changes.action in self._own:
            self._own.discard(changes.action)
            self._show_again()
        elif changes.entities & {"outcome", "attachment"}:
            self.reload()
        else:
            super().refresh(changes)

    def _show_again(self) -> None:
        self._pages.clear()
        if self.count():
            last = self.index(self.count() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # ---- writing ----

    def give(self, lines: Sequence[int], state: str) -> None:
        """The status of these rows, as one action."""
        self._write(lines, lambda ids: outcomes.set_status(self._office, ids, state))

    def take_away(self, lines: Sequence[int]) -> None:
        """What was written last of these rows."""
        self._write(lines, lambda ids: outcomes.clear_status(self._office, ids))

    def as_above(self, lines: Sequence[int]) -> None:
        """Status, where, since and proof of the row above the first of these."""
        above = self.id_at(min(lines) - 1) if lines else None
        if above is not None:
            self._write(lines, lambda ids: outcomes.as_above(self._office, ids, above))

    def flip_speciality(self, lines: Sequence[int]) -> None:
        """Work in the speciality, or not where the first of these rows is marked already."""
        if lines:
            yes = not self.is_in_speciality(lines[0])
            self._write(lines, lambda ids: outcomes.mark_speciality(self._office, ids, yes))

    def is_in_speciality(self, line: int) -> bool:
        row = self.row(line) if 0 <= line < self.count() else None
        return row is not None and bool(row.values.get(IN_TRADE))

    def state_at(self, line: int) -> str:
        """The status in a row: a state, "unknown", or "" outside the list."""
        row = self.row(line) if 0 <= line < self.count() else None
        return str(row.values.get(STATUS) or "") if row is not None else ""

    def _write(self, lines: Sequence[int], act: Callable[[list[UUID]], Changes]) -> bool:
        ids = [one for line in lines if (one := self.id_at(line)) is not None]
        if not ids:
            return False
        try:
            changes = act(ids)
        except (Refusal, Trouble) as why:
            self.refused.emit(why.message)
            return False
        if changes.action is not None:
            self._own.add(changes.action)
        for page in {line // PAGE for line in lines}:
            self._pages.pop(page, None)
        first, last = min(lines), max(lines)
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
        return True

    # ---- cells ----

    def _read_columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*super()._read_columns(), *ABOUT_OUTCOME, IN_TRADE)))

    def editable(self, section: int) -> bool:
        if section > 0 and self.column_name(section) in FIELD_OF:
            return not self._query.bin
        return super().editable(section)

    def edited_field(self, section: int) -> Field:
        name = FIELD_OF.get(self.column_name(section))
        if name is None:
            return super().edited_field(section)
        return self._office.entity("outcome").fields[name]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = self.column_name(index.column()) if index.column() else ""
        if role != Qt.ItemDataRole.EditRole or name not in FIELD_OF:
            return super().setData(index, value, role)
        values = self._details(name, value)
        return self._write(
            [index.row()], lambda ids: outcomes.set_details(self._office, ids[0], values)
        )

    def _details(self, name: str, value: Value) -> dict[str, Value]:
        if name != WHERE:
            return {FIELD_OF[name]: value}
        if isinstance(value, Ref):
            return {"organisation_id": value.id, "employer": value.title}
        return {"organisation_id": None, "employer": value or None}
