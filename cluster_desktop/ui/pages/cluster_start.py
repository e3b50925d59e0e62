"""The first use of the cluster page: one short form, from which the cluster is made."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services import cluster
from cluster_desktop.ui import draft
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.field_row import FieldRow
from cluster_desktop.ui.pages.scrolling import scrolling
from cluster_desktop.ui.widgets import PrimaryButton, TextLabel

FIELDS = ("name_kk", "name_ru", "region_id", "model", "initiator_kind", "initiator_id")
WIDTH = 680
_DRAFT_MS = 1500


class ClusterStart(QWidget):
    """`made` when the cluster is there, with its 11 sections and 12 steps."""

    made = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cluster_start")
        self._desk = desk
        self._entity = desk.office.entity("cluster")
        self.editors: dict[str, Editor] = {}
        self._title = TextLabel("", "title", parent=self, wrap=True)
        self._note = TextLabel("", "body", "muted", self, wrap=True)
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        self.button = PrimaryButton(icon="check", parent=self)
        self.button.setObjectName("cluster_make")
        self.button.clicked.connect(self.make)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_DRAFT_MS)
        self._pause.timeout.connect(self.keep_draft)
        self._rows = [self._row(name) for name in FIELDS]
        self._build()
        self._fill()
        self.retranslate()

    def _row(self, name: str) -> FieldRow:
        office = self._desk.office
        editor = editor_for(self._entity.fields[name], office, office.today, self, creates=False)
        editor.edited.connect(self._pause.start)
        editor.committed.connect(lambda _value: self._pause.start())
        self.editors[name] = editor
        return FieldRow(editor, self)

    def _build(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 16, 12, 16)
        column.setSpacing(12)
        for part in (self._title, self._note, *self._rows, self._problem):
            column.addWidget(part)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(inner, 8)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(middle))

    def _fill(self) -> None:
        """What was typed before the program ended; else the college's own region, as initiator."""
        office = self._desk.office
        values: dict[str, Value] = {**self._entity.defaults()}
        own = office.college_id()
        if own is not None:
            region = office.get("organisation", own)["region_id"]
            values |= {"initiator_kind": "college", "initiator_id": own}
            values["region_id"] = getattr(region, "id", region)
        values |= draft.load(office, self._entity)
        for name, editor in self.editors.items():
            editor.set_value(values.get(name))

    def values(self) -> dict[str, Value]:
        """What is on the screen, links as ids."""
        typed = {name: editor.value() for name, editor in self.editors.items()}
        return {name: getattr(value, "id", value) for name, value in typed.items()}

    def keep_draft(self) -> None:
        """Nothing after the cluster was made: leaving a field must not bring the draft back."""
        if self._desk.office.count("cluster", 1):
            return
        draft.save(self._desk.office, self._entity, self.values())

    def make(self) -> None:
        """The cluster, its sections and steps in one action; a refused field keeps its sentence."""
        for editor in self.editors.values():
            editor.commit()
            if editor.problem() and not editor.is_warning():
                editor.setFocus()
                return
        values = self.values()
        if not values["name_kk"] and not values["name_ru"]:
            self._refuse(_("Name: fill in, in Kazakh or in Russian"))
            self.editors["name_kk"].setFocus()
            return
        self._problem.setText("")
        self._pause.stop()
        office = self._desk.office
        self._desk.write(
            self, lambda: cluster.make(office, values), then=self._became, refused=self._refuse
        )

    def _became(self, _changes: Changes) -> None:
        draft.drop(self._desk.office, self._entity)
        self.made.emit()

    def _refuse(self, sentence: str) -> None:
        self._problem.setText(sentence)

    def start_focus(self) -> None:
        self.editors["name_kk"].setFocus()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Describe the cluster"))
        self._title.setText(_("Describe the cluster"))
        self._note.setText(
            _(
                "The passport, the twelve steps and all lists of the cluster begin with this. "
                "Everything can be changed later."
            )
        )
        self.button.setText(_("Begin the passport"))
        for row in self._rows:
            row.retranslate()
