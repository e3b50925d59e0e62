"""The "+ filter" popover: any column, is / contains / empty / between; and filters as words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop import fields
from cluster_desktop.entity import COLLEGE, Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Operator, Ref
from cluster_desktop.services import region
from cluster_desktop.services.office import Office
from cluster_desktop.ui.editors import Editor, editor_for, empty_word
from cluster_desktop.ui.popover import Popover
from cluster_desktop.ui.widgets_buttons import PrimaryButton
from cluster_desktop.ui.widgets_state import TextLabel

_WIDTH = 340
_EMPTY = object()


def filterable(entity: Entity) -> list[str]:
    """Columns one can filter by: a kk/ru pair once, long texts and links of the program not."""
    names: list[str] = []
    for name in [*entity.fields, *entity.computed]:
        base = name[:-3] if name[:-3] in entity.pairs() else name
        if base not in names:
            names.append(base)
    return names


def offered(office: Office, entity: Entity) -> list[str]:
    """The same, at the regional office also whose the records are."""
    names = filterable(entity)
    return [*names, COLLEGE] if region.has_several(office, entity) else names


def operators(spec: Field) -> list[tuple[Operator, str]]:
    """What can be asked of a kind of field, the usual first."""
    empties: list[tuple[Operator, str]] = [("empty", _("is empty")), ("filled", _("is filled in"))]
    if isinstance(spec, fields.YesNo):
        return [("is", _("is"))]
    if isinstance(spec, fields.Choice):
        return [("in", _("is")), *empties]
    if isinstance(spec, fields.Link):
        return [("is", _("is")), ("contains", _("contains")), *empties]
    if isinstance(spec, fields.Date | fields.Number | fields.Money | fields.Measure):
        return [("between", _("from … to …")), ("is", _("is")), *empties]
    return [("contains", _("contains")), ("is", _("is")), *empties]


def words(office: Office, entity: Entity, condition: Condition) -> str:
    """The filter as its chip says it: "Kind: Memorandum"."""
    if condition.field == "id":
        return _("Chosen records")
    title = entity.column_title(condition.field)
    return f"{title}: {_value_words(office, entity.spec(condition.field), condition)}"


def _value_words(office: Office, spec: Field, condition: Condition) -> str:
    value = condition.value
    if condition.op in ("empty", "filled"):
        return empty_word() if condition.op == "empty" else _("filled in")
    if condition.op in ("in", "between") and isinstance(value, tuple | list):
        shown = [_one(office, spec, one) if one is not None else "…" for one in value]
        return (" – " if condition.op == "between" else ", ").join(shown)
    text = _one(office, spec, value)
    before = {"not": _("not {value}"), "before": _("before {value}"), "after": _("after {value}"),
              "contains": "«{value}»"}.get(condition.op, "{value}")  # fmt: skip
    return before.format(value=text)


def _one(office: Office, spec: Field, value: Value) -> str:
    if value is None:
        return empty_word()
    if isinstance(value, Ref):
        return value.title
    if isinstance(spec, fields.Link) and not isinstance(value, str):
        return office.title(spec.to, value)
    if isinstance(spec, fields.Choices):
        return spec.format((value,))
    return spec.format(value) if not isinstance(value, str) else _text(spec, value)


def _text(spec: Field, value: str) -> str:
    return spec.format(value) if isinstance(spec, fields.Choice) else value


class FilterPopover(Popover):
    """Choose column, question and value; Enter applies, Esc closes."""

    chosen = Signal(object)

    def __init__(self, office: Office, entity: Entity, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._entity = entity
        self._editors: list[Editor] = []
        self._ticks: QListWidget | None = None
        column = self.body
        column.addWidget(TextLabel(_("New filter"), "strong"))
        self.column_box = QComboBox(self)
        self.column_box.setAccessibleName(_("Column"))
        for name in offered(office, entity):
            self.column_box.addItem(entity.column_title(name), name)
        self.operator_box = QComboBox(self)
        self.operator_box.setAccessibleName(_("Question"))
        column.addWidget(self.column_box)
        column.addWidget(self.operator_box)
        self._values = QVBoxLayout()
        column.addLayout(self._values)
        self._problem = TextLabel("", "caption", "bad", wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.addStretch(1)
        self.apply_button = PrimaryButton(_("Apply the filter"), dense=True)
        self.apply_button.clicked.connect(self.apply)
        row.addWidget(self.apply_button)
        column.addLayout(row)
        self.setFixedWidth(_WIDTH)
        self.column_box.currentIndexChanged.connect(lambda _at: self._ask_operators())
        self.operator_box.currentIndexChanged.connect(lambda _at: self._ask_values())
        self._ask_operators()

    def choose_column(self, column: str) -> None:
        """Preset the column, as the header's menu does."""
        self.column_box.setCurrentIndex(self.column_box.findData(column))

    def choose(self, column: str, op: Operator) -> None:
        """Preset column and question."""
        self.choose_column(column)
        self.operator_box.setCurrentIndex(self.operator_box.findData(op))

    def _spec(self) -> Field:
        return self._entity.spec(self.column_box.currentData())

    def _ask_operators(self) -> None:
        self.operator_box.blockSignals(True)
        self.operator_box.clear()
        for op, label in operators(self._spec()):
            self.operator_box.addItem(label, op)
        self.operator_box.blockSignals(False)
        self._ask_values()

    def _ask_values(self) -> None:
        while (item := self._values.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._editors, self._ticks = [], None
        spec, op = self._spec(), self.operator_box.currentData()
        if op == "in" and isinstance(spec, fields.Choice):
            self._ticks = self._tick_list(spec)
            self._values.addWidget(self._ticks)
        elif op not in ("empty", "filled"):
            # A computed or required field is asked for like any other: only its kind matters.
            asked = replace(_as_asked(spec, op), required=False)
            for _n in range(2 if op == "between" else 1):
                editor = editor_for(asked, self._office, self._office.today, self, creates=False)
                editor.done.connect(self.apply)
                self._editors.append(editor)
                self._values.addWidget(editor)
        self.adjustSize()

    def _tick_list(self, spec: fields.Choice) -> QListWidget:
        ticks = QListWidget(self)
        ticks.setAccessibleName(spec.title())
        options: list[tuple[object, str]] = [*spec.options(), (_EMPTY, empty_word())]
        for value, label in options:
            item = QListWidgetItem(label, ticks)
            item.setData(Qt.ItemDataRole.UserRole, "" if value is _EMPTY else value)
            item.setCheckState(Qt.CheckState.Unchecked)
        ticks.setFixedHeight(min(8, len(options)) * 24 + 8)
        return ticks

    def condition(self) -> Condition | None:
        """What is asked, None while nothing is. Raises Refusal for a value that is none."""
        name, op = self.column_box.currentData(), self.operator_box.currentData()
        if self._ticks is not None:
            return _of_ticks(name, self._ticked())
        if not self._editors:
            return Condition(name, op)
        values = [editor.read() for editor in self._editors]
        if op == "between":
            return (
                Condition(name, op, tuple(values)) if any(v is not None for v in values) else None
            )
        if values[0] is None and op == "is":
            return Condition(name, "empty")
        return Condition(name, op, values[0]) if values[0] is not None else None

    def _ticked(self) -> list[str]:
        ticks = self._ticks
        if ticks is None:
            return []
        items = [ticks.item(n) for n in range(ticks.count())]
        on = Qt.CheckState.Checked
        return [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == on]

    def apply(self) -> None:
        try:
            made = self.condition()
        except Refusal as why:
            self._problem.setText(why.message)
            self._problem.show()
            self.adjustSize()
            return
        self.close()
        if made is not None:
            self.chosen.emit(made)


def _as_asked(spec: Field, op: Operator) -> Field:
    """Part of a word is asked for as plain text, whatever the field's own checks are."""
    if op == "contains" or isinstance(spec, fields.Digits | fields.LongText | fields.Phone):
        return fields.Text(label=spec.label, name=spec.name)
    return spec


def _of_ticks(name: str, values: list[str]) -> Condition | None:
    if not values:
        return None
    if values == [""]:
        return Condition(name, "empty")
    return Condition(name, "in", tuple(v or None for v in values))
