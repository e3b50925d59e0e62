"""Settings · Numbering and templates: prefix and mask of each kind with a live example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QWidget

from cluster_desktop.fields import Text, Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Query, Row
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.numbering import check_letters, check_mask, check_prefix, next_number
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.pages.settings_parts import SettingsTab
from cluster_desktop.ui.widgets import Button, TextLabel

LETTERS = "device.letters"


@dataclass(frozen=True, kw_only=True)
class Letters(Text):
    """The letters of a computer: no record's field, so the rule is asked by the editor's field."""

    def check(self, value: Value) -> tuple[Finding, ...]:
        return check_letters(value)


class NumbersTab(SettingsTab):
    """One line for each kind of paper; the letters of this computer; the way to the templates."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._device = self.add_card()
        spec = Letters(label=N_("Letters of this computer"), name="device_letters", required=True)
        self.letters = editor_for(spec, self.office, self.office.today, self)
        self.letters.setFixedWidth(120)
        self.letters.edited.connect(self._show_examples)
        self.letters.committed.connect(self._put_letters)
        self._letters = self.add_row(self._device, self.letters)
        self._rules = self.add_card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._rules.body.addLayout(self._grid)
        self._note = TextLabel("", "caption", "muted", self._rules, wrap=True)
        self._rules.body.addWidget(self._note)
        self._papers = self.add_card()
        self.templates = Button(icon="document", parent=self)
        self.templates.setObjectName("open_templates")
        self.templates.clicked.connect(lambda: desk.go.emit(Place("agreements", tab="templates")))
        self._templates = self.add_row(self._papers, self.templates)
        self.column.addStretch(1)
        self._lines: dict[UUID, tuple[Mapping[str, Editor], TextLabel]] = {}
        self.retranslate()
        self.reload()

    def reload(self) -> None:
        self.letters.renew(self.office.local_fact(LETTERS))
        columns = ("kind", "prefix", "mask")
        rows = self.office.rows(Query("numbering_rule", columns=columns))
        if set(self._lines) != {row.id for row in rows}:
            self._fill(rows)
        for row in rows:
            editors, _example = self._lines[row.id]
            for name, editor in editors.items():
                editor.renew(row[name])
            self._show_example(row.id)

    def _fill(self, rows: list[Row]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = {}
        entity = self.office.entity("numbering_rule")
        heads = (_("Kind"), _("Prefix"), _("Mask"), _("Next number"))
        for column, head in enumerate(heads):
            self._grid.addWidget(TextLabel(head, "caption", "muted", self._rules), 0, column)
        for line, row in enumerate(rows):
            top = 2 * line + 1  # the line beneath holds the sentence of a refusal
            kind = entity.fields["kind"].format(row["kind"])
            self._grid.addWidget(TextLabel(kind, parent=self._rules), top, 0)
            problem = TextLabel("", "caption", "bad", self._rules, wrap=True)
            problem.setObjectName(f"problem_{row['kind']}")
            problem.hide()
            self._grid.addWidget(problem, top + 1, 1, 1, 3)
            editors: dict[str, Editor] = {}
            for column, (name, width) in enumerate((("prefix", 80), ("mask", 260)), start=1):
                editor = editor_for(entity.fields[name], self.office, self.office.today, self)
                editor.setObjectName(f"{name}_{row['kind']}")
                editor.input.setAccessibleName(f"{entity.fields[name].title()}, {kind}")
                editor.setFixedWidth(width)
                editor.edited.connect(lambda record=row.id: self._show_example(record))
                editor.committed.connect(
                    lambda value, of=editor, record=row.id, field=name: self._put(
                        of, record, field, value
                    )
                )
                editor.problem_changed.connect(lambda of=editors, label=problem: _say(of, label))
                editors[name] = editor
                self._grid.addWidget(editor, top, column)
            example = TextLabel("", "strong", parent=self._rules)
            example.setMinimumWidth(140)
            self._grid.addWidget(example, top, 3)
            self._lines[row.id] = (editors, example)

    def _show_example(self, record: UUID) -> None:
        """The number this rule would give to the first paper of the year."""
        editors, example = self._lines[record]
        mask, prefix = editors["mask"].text(), editors["prefix"].text()
        letters = self.letters.text()
        wrong = (*check_mask(mask), *check_prefix(prefix), *check_letters(letters))
        if wrong:
            example.set_ink("bad")
            example.setText("–")
            example.setToolTip(wrong[0].message)
            return
        number = next_number(
            mask,
            prefix=prefix.strip(),
            device=letters.strip(),
            year=self.office.today().year,
            taken=(),
        )
        example.setToolTip("")
        example.set_ink("text")
        example.setText(number)

    def example(self, kind: str) -> str:
        """The number shown for a kind."""
        for editors, label in self._lines.values():
            if editors["mask"].objectName() == f"mask_{kind}":
                return label.text()
        return ""

    def _put(self, editor: Editor, record: UUID, field: str, value: object) -> None:
        self.desk.write(
            editor,
            lambda: self.office.set("numbering_rule", record, {field: value}),
            quiet=True,
            refused=editor.set_problem,
        )

    def _put_letters(self, value: object) -> None:
        self.office.put_local_fact(LETTERS, str(value))
        self.letters.set_value(value)
        self._show_examples()

    def _show_examples(self) -> None:
        for record in self._lines:
            self._show_example(record)

    def retranslate(self) -> None:
        self._device.set_title(_("This computer"))
        self._rules.set_title(_("Numbers of papers"))
        self._papers.set_title(_("Templates"))
        self._letters.set_texts(
            _("Letters of this computer"),
            _("No two computers of a college may have the same letters"),
        )
        self._templates.set_texts(
            _("Wording of the papers"), _("Clauses in Kazakh and Russian, named places, versions")
        )
        self.templates.setText(_("Open the templates"))
        places = "{prefix}, {device}, {n}, {n:03}, {year}"
        self._note.setText(_("Places of a mask: {places}").format(places=places))
        self._lines = {}
        self.reload()


def _say(editors: Mapping[str, Editor], label: TextLabel) -> None:
    """The sentence of the refused field, under the line it stands in."""
    said = next((e.problem() for e in editors.values() if e.problem()), None)
    label.setText(said or "")
    label.setVisible(bool(said))
