"""The first start: language, college, what to begin with, where copies go. No network.

Each screen saves at once, so that after a power cut the program opens on the same screen.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.fields import Text
from cluster_desktop.i18n import LANGUAGES, N_, _, language
from cluster_desktop.query import Changes
from cluster_desktop.services import safety, start
from cluster_desktop.ui.big_choice import BigChoice
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.field_row import FieldRow
from cluster_desktop.ui.frame import LANGUAGE_NAMES
from cluster_desktop.ui.importing_steps import StepLine
from cluster_desktop.ui.theme import theme_choice
from cluster_desktop.ui.widgets import Button, PrimaryButton, Rule, Segmented, TextLabel

STEP_KEY = "firstrun.step"
DONE = "firstrun.done"
BEGIN = "firstrun.begin"
WIDTH = 720
COLLEGE_FIELDS = ("name_kk", "name_ru", "bin", "region_id", "head_kk", "head_ru")


class FirstRun(QWidget):
    """`finished(command)` when all is answered; the command is what to begin with, or empty."""

    language_wanted = Signal(str)
    theme_wanted = Signal(str)
    sample_wanted = Signal()
    finished = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstrun")
        self._desk = desk
        self._office = desk.office
        self.steps = StepLine(self)
        self.steps.wanted.connect(self.go)
        self.stack = QStackedWidget(self)
        self._retold: list[Callable[[], None]] = []
        for build in (self._language, self._college, self._begin, self._copies):
            self.stack.addWidget(self._screen(build()))
        self.back = Button(parent=self)
        self.back.setObjectName("firstrun_back")
        self.back.clicked.connect(lambda: self.go(self.step() - 1))
        self.skip = Button(look="flat", parent=self)
        self.skip.setObjectName("firstrun_skip")
        self.skip.clicked.connect(self._skip)
        self.next = PrimaryButton(parent=self)
        self.next.setObjectName("firstrun_next")
        self.next.clicked.connect(self._next)
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        self._lay_out()
        self.retranslate()
        saved = desk.preferences.get(STEP_KEY, "0")
        self.go(int(saved) if saved.isdecimal() else 0)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addWidget(self._problem, 1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        body = QWidget(self)
        body.setMaximumWidth(WIDTH)
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 24, 16, 16)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.addWidget(self.steps)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(Rule(body))
        column.addWidget(self.stack, 1)
        column.addWidget(Rule(body))
        column.addLayout(foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(body, 8)
        across.addStretch(1)

    def _screen(self, inner: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        return area

    def _head(self, inner: QWidget, column: QVBoxLayout) -> tuple[TextLabel, TextLabel]:
        title = TextLabel("", "title", parent=inner, wrap=True)
        note = TextLabel("", "body", "muted", inner, wrap=True)
        column.setContentsMargins(4, 4, 12, 4)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(note)
        return title, note

    # ---- the four screens ----

    def _language(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        title, note = self._head(inner, column)
        group = QButtonGroup(inner)
        self.languages: dict[str, BigChoice] = {}
        for lang in LANGUAGES:
            button = BigChoice(lang, "language", inner)
            button.set_texts(LANGUAGE_NAMES[lang])
            button.clicked.connect(lambda _on=False, key=lang: self.language_wanted.emit(key))
            group.addButton(button)
            column.addWidget(button)
            self.languages[lang] = button
        self.theme = Segmented(parent=inner)
        self.theme.setObjectName("firstrun_theme")
        self.theme.changed.connect(self.theme_wanted)
        row = QHBoxLayout()
        label = TextLabel("", parent=inner)
        row.addWidget(label)
        row.addWidget(self.theme)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

        def retell() -> None:
            title.setText(_("Welcome to Cluster Desktop"))
            note.setText(
                _("Which language shall the program speak? It can be changed at any time below.")
            )
            label.setText(_("Theme"))
            self.theme.setAccessibleName(_("Theme"))
            self.theme.set_options(
                [("system", _("As in the system")), ("light", _("Light")), ("dark", _("Dark"))]
            )
            self.theme.set_value(theme_choice())
            self.languages[language()].setChecked(True)

        self._retold.append(retell)
        return inner

    def _college(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        title, note = self._head(inner, column)
        entity = self._office.entity("organisation")
        self.college: dict[str, Editor] = {}
        own = self._office.college_id()
        known = self._office.get("organisation", own) if own is not None else None
        rows: list[FieldRow] = []
        for name in COLLEGE_FIELDS:
            editor = editor_for(entity.fields[name], self._office, self._office.today, inner,
                                creates=False)  # fmt: skip
            editor.set_value(known[name] if known is not None else None)
            self.college[name] = editor
            rows.append(FieldRow(editor, inner))
        spec = Text(label=N_("Coordinator"), name="coordinator")
        self.coordinator = editor_for(spec, self._office, self._office.today, inner)
        self.coordinator.set_value(self._office.setting("college.coordinator") or None)
        rows.append(FieldRow(self.coordinator, inner))
        for row in rows:
            column.addWidget(row)
        column.addStretch(1)

        def retell() -> None:
            title.setText(_("Your college"))
            note.setText(_("As it stands on memoranda. A name in one language is enough to begin."))
            for row in rows:
                row.retranslate()

        self._retold.append(retell)
        return inner

    def _begin(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        title, note = self._head(inner, column)
        group = QButtonGroup(inner)
        self.begin: dict[str, BigChoice] = {}
        for key, icon in (("empty", "add"), ("import", "import"), ("sample", "info")):
            button = BigChoice(key, icon, inner)
            group.addButton(button)
            column.addWidget(button)
            self.begin[key] = button
        chosen = self._desk.preferences.get(BEGIN, "empty")
        self.begin.get(chosen, self.begin["empty"]).setChecked(True)
        column.addStretch(1)

        def retell() -> None:
            title.setText(_("What shall we begin with?"))
            note.setText(_("Nothing is lost by the choice: the rest can be done later."))
            self.begin["empty"].set_texts(_("Empty lists"), _("Add partners as you go"))
            self.begin["import"].set_texts(
                _("Excel lists"), _("Load the registry of partners and agreements you keep")
            )
            self.begin["sample"].set_texts(
                _("Sample data to look around"),
                _("A database of its own; leave it with one click"),
            )

        self._retold.append(retell)
        return inner

    def _copies(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        title, note = self._head(inner, column)
        row = QHBoxLayout()
        self.folder = TextLabel(parent=inner, elide=True)
        self.choose = Button(icon="folder", parent=inner)
        self.choose.setObjectName("firstrun_folder")
        self.choose.clicked.connect(self._choose_folder)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        column.addLayout(row)
        column.addStretch(1)

        def retell() -> None:
            title.setText(_("Where do backup copies go?"))
            note.setText(
                _("A second disk or a USB stick is best. Without one, copies lie beside the data.")
            )
            self.choose.setText(_("Choose a folder…"))
            self.folder.setText(str(safety.backups_folder(self._office)))

        self._retold.append(retell)
        return inner

    # ---- going ----

    def step(self) -> int:
        return self.stack.currentIndex()

    def go(self, step: int) -> None:
        """Show a screen and remember it."""
        step = min(3, max(0, step))
        self.stack.setCurrentIndex(step)
        self.steps.go(step)
        self._desk.preferences.put(STEP_KEY, str(step))
        self._problem.setText("")
        self.back.setVisible(step > 0)
        self.skip.setVisible(step >= 2)
        self.next.setText(_("Begin") if step == 3 else _("Next"))
        first = (
            self.languages[language()], self.college["name_kk"], self.begin["empty"], self.choose
        )[step]  # fmt: skip
        first.setFocus()

    def _next(self) -> None:
        step = self.step()
        if step == 1:
            self._save_college()
        elif step == 2:
            chosen = next(key for key, button in self.begin.items() if button.isChecked())
            self._desk.preferences.put(BEGIN, chosen)
            self.go(3)
        elif step == 3:
            self._end()
        else:
            self.go(step + 1)

    def _skip(self) -> None:
        if self.step() == 3:
            self._end()
        else:
            self.go(self.step() + 1)

    def _save_college(self) -> None:
        """Writes the college at once; a refused field keeps its sentence and the screen stays."""
        for editor in self.college.values():
            editor.commit()
            if editor.problem() and not editor.is_warning():
                editor.setFocus()
                return
        values: dict[str, object] = {}
        for name, editor in self.college.items():
            value = editor.value()
            values[name] = getattr(value, "id", value)
        if not values["name_kk"] and not values["name_ru"]:
            self._problem.setText(_("Name: fill in, in Kazakh or in Russian"))
            self.college["name_kk"].setFocus()
            return
        coordinator = str(self.coordinator.value() or "")

        def write() -> Changes:
            changes = start.set_college(self._office, values)
            self._office.put_setting("college.coordinator", coordinator)
            return changes

        self._desk.write(self, write, quiet=True, then=lambda _c: self.go(2))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for backup copies"))
        if chosen:
            self._office.put_setting("backup.folder", chosen)
            self.folder.setText(chosen)

    def _end(self) -> None:
        """Everything is answered: remember it and go to Home."""
        chosen = self._desk.preferences.get(BEGIN, "empty")
        self._desk.write(
            self, lambda: self._office.put_setting(DONE, "yes"), quiet=True,
            then=lambda _c: self._leave(chosen),
        )  # fmt: skip

    def _leave(self, chosen: str) -> None:
        if chosen == "sample":
            self.sample_wanted.emit()
        self.finished.emit("import" if chosen == "import" else "")

    def retranslate(self) -> None:
        self.setAccessibleName(_("First start"))
        self.steps.set_titles([_("Language"), _("College"), _("Beginning"), _("Copies")])
        for retell in self._retold:
            retell()
        self.back.setText(_("Back"))
        self.skip.setText(_("Skip"))
        self.next.setText(_("Begin") if self.step() == 3 else _("Next"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
