"""Cluster · Surveys: questionnaires, what came back, and what the answers say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import N_, _, ngettext
from cluster_desktop.query import Changes, Query
from cluster_desktop.services import surveys
from cluster_desktop.services.surveys import Questionnaire
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.output import FOLDER_KEY
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet, Entry
from cluster_desktop.ui.pages.several_lists import OneList
from cluster_desktop.ui.pages.survey_results import SurveyResults
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, Segmented, TextLabel
from cluster_desktop.ui.widgets_feedback import EmptyAction
from cluster_desktop.ui.work import Progress, run

RESULTS = "results"
LISTS = {"surveys": "survey", "sheets": "survey_sheet", "answers": "survey_mark"}
TITLES = {
    RESULTS: N_("Results"),
    "surveys": N_("Surveys"),
    "sheets": N_("Filled in"),
    "answers": N_("Answers"),
}
EMPTY = {
    "survey": N_("No survey yet. Begin with a standard questionnaire."),
    "survey_sheet": N_("No questionnaire came back yet."),
    "survey_mark": N_("No answers yet."),
}
MOST_SAID = 8


class SurveyList(OneList):
    """Surveys with their questions and sheets; sheets with their answers; answers."""

    KEY = "surveys"

    def __init__(self, entity: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(entity, desk, parent)
        self.add_belongings()
        self.retranslate()

    def say_empty(self, actions: Sequence[EmptyAction]) -> None:
        self.list.set_empty(_(EMPTY[self.ENTITY]), actions)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                ("set_field", _("Set field…"), "columns", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.retranslate()


class ReturnedSheet(QWidget):
    """Shown in a Floating: what came back, what is wrong with it, and taking in the rest."""

    closed = Signal()

    def __init__(
        self,
        said: Sequence[str],
        count: int,
        take: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("returned")
        title = _("What came back")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(TextLabel(title, "section", parent=self))
        shown = list(said[:MOST_SAID])
        if len(said) > MOST_SAID:
            shown.append(_("and {n} more").format(n=len(said) - MOST_SAID))
        for line in shown:
            column.addWidget(TextLabel(line, parent=self, wrap=True))
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.back = Button(_("Cancel") if count else _("Close"), parent=self)
        self.back.clicked.connect(self.closed)
        buttons.addWidget(self.back)
        verb = ngettext("Take in {n} questionnaire", "Take in {n} questionnaires", count)
        self.go = PrimaryButton(verb.format(n=count), parent=self)
        self.go.setObjectName("returned_go")
        self.go.setVisible(bool(count))
        self.go.clicked.connect(lambda _on=False: self._take(take))
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self._lines = len(shown)
        self.setFocusProxy(self.go if count else self.back)

    def _take(self, take: Callable[[], None]) -> None:
        self.closed.emit()
        take()

    def sizeHint(self) -> QSize:
        return QSize(600, scaled(130 + 42 * self._lines))


class SurveysTab(QWidget):
    """One part at a time: results, or one of the lists."""

    retitled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.office = desk.office
        self._key = RESULTS
        self._lists: dict[str, SurveyList] = {}
        self.parts = Segmented(parent=self)
        self.parts.setObjectName("survey_parts")
        self.parts.changed.connect(self._on_part)
        self.form_button = Button("", icon="excel", dense=True, parent=self)
        self.form_button.clicked.connect(lambda _on=False: self.with_survey(self._save_form))
        self.table_button = Button("", icon="columns", dense=True, parent=self)
        self.table_button.clicked.connect(lambda _on=False: self.with_survey(self._save_table))
        self.paper_button = Button("", icon="print", dense=True, parent=self)
        self.paper_button.clicked.connect(lambda _on=False: self.with_survey(self._print))
        self.results = SurveyResults(desk, self)
        self.results.new_wanted.connect(lambda: self.run("new"))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.results)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 0)
        top.setSpacing(8)
        top.addWidget(self.parts)
        top.addStretch(1)
        for button in (self.form_button, self.table_button, self.paper_button):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.retranslate()
        self.results.reload()

    # ---- parts ----

    def part(self) -> str:
        return self._key

    def show_part(self, key: str) -> SurveyList | None:
        """Results, or the list of this key."""
        self._key = key if key in TITLES else RESULTS
        self.parts.set_value(self._key)
        if self._key == RESULTS:
            self._stack.setCurrentWidget(self.results)
            self.results.reload()
            return None
        made = self._lists.get(self._key)
        if made is None:
            made = SurveyList(LISTS[self._key], self.desk, self._stack)
            made.setObjectName(f"surveys_{self._key}")
            made.say_empty(self._starters())
            made.retitled.connect(self.retitled)
            self._lists[self._key] = made
            self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        return made

    def _on_part(self, key: str) -> None:
        self.show_part(key)
        self.retitled.emit()

    def _starters(self) -> list[EmptyAction]:
        return [
            (_("Filled questionnaires…"), "import", self._ask_files, False),
            (_("New survey"), "add", self._new, True),
        ]

    # ---- what the cluster's page asks ----

    def head(self) -> tuple[str, ...]:
        return ("import", "new") if self._key == RESULTS else ("import", "excel", "print", "new")

    def help_topic(self) -> str:
        return "surveys"

    def can(self, command: str) -> bool:
        shown = self._lists.get(self._key)
        return command in self.head() or (shown is not None and shown.can(command))

    def run(self, command: str) -> bool:
        if command == "new":
            self._new()
        elif command == "import":
            self._ask_files()
        elif self._key in self._lists:
            self._lists[self._key].run(command)
        else:
            return False
        return True

    def show_query(self, query: Query) -> bool:
        """The list of a kind with exactly these records."""
        key = {kind: part for part, kind in LISTS.items()}.get(query.entity)
        if key is None:
            return False
        shown = self.show_part(key)
        if shown is not None:
            shown.open_place(Place("cluster", where=query.where, text=query.text, query=query))
        self.retitled.emit()
        return True

    def open_record(self, entity: str, record: UUID) -> bool:
        key = {kind: part for part, kind in LISTS.items()}.get(entity)
        shown = self.show_part(key) if key is not None else None
        if shown is None:
            return False
        shown.open_place(Place("cluster", record=record))
        return True

    def refresh(self) -> None:
        if self._key == RESULTS:
            self.results.reload()

    def panes(self) -> Sequence[QWidget]:
        shown = self._lists.get(self._key)
        return (self.parts, *(shown.panes() if shown is not None else (self.results,)))

    def start_focus(self) -> None:
        shown = self._lists.get(self._key)
        if shown is not None:
            shown.start_focus()
        else:
            self.results.surveys.setFocus()

    # ---- a new survey ----

    def _new(self) -> None:
        names = surveys.audience_names()
        notes = {
            "employers": _("Professional and personal qualities of graduates"),
            "students": _("Conditions of study and practice"),
            "graduates": _("Use of what was learned, help in finding work"),
        }
        icons = {"employers": "partners", "students": "person", "graduates": "graduates"}
        sheet = ChoiceSheet(_("Whom to ask?"), "")
        entries = {
            Entry(None, title, notes.get(key, ""), icons.get(key, "question")): key
            for key, title in names.items()
        }
        sheet.set_entries(list(entries))
        sheet.taken.connect(lambda entry: self._make(entries[entry]))
        self.desk.sheet.emit(sheet, "middle")

    def _make(self, audience: str) -> None:
        office = self.office
        self.desk.write(
            self, lambda: surveys.make_standard(office, audience), then=lambda _c: self._made()
        )

    def _made(self) -> None:
        self.show_part("surveys")
        self.retitled.emit()

    # ---- questionnaires out ----

    def with_survey(self, then: Callable[[Questionnaire], None]) -> None:
        """Do something with the survey on the screen: the current row, else the results' one."""
        office = self.office
        listed = self._lists.get("surveys") if self._key == "surveys" else None
        chosen = listed.list.current_id() if listed is not None else None
        shown = self.results.surveys.currentData()
        survey = chosen or (shown if isinstance(shown, UUID) else None)

        def read() -> Questionnaire:
            wanted = survey
            if wanted is None:
                newest = surveys.latest(office)
                wanted = newest.id if newest is not None else None
            if wanted is None:
                raise surveys.no_survey()
            return surveys.questionnaire(office, wanted)

        run(self, lambda _p: read(), done=then, failed=self.desk.fail)

    def _save_form(self, survey: Questionnaire) -> None:
        path = self._target(survey.here())
        if path is not None:
            self.save_form(survey, path)

    def _save_table(self, survey: Questionnaire) -> None:
        path = self._target(_("{title}, table").format(title=survey.here()))
        if path is not None:
            self.save_table(survey, path)

    def _target(self, title: str) -> Path | None:
        folder = Path(self.desk.preferences.get(FOLDER_KEY) or Path.home())
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save as Excel"), str(folder / f"{title}.xlsx"), _("Excel workbook (*.xlsx)")
        )
        if not chosen:
            return None
        self.desk.preferences.put(FOLDER_KEY, str(Path(chosen).parent))
        return Path(chosen).with_suffix(".xlsx")

    def save_form(self, survey: Questionnaire, path: Path) -> None:
        """One questionnaire to send out."""
        day = self.office.today()

        def write() -> Path:
            # openpyxl costs 0.2 s to import: paid when a questionnaire is written.
            from cluster_desktop.excel import survey_form

            survey_form.write_form(path, survey, made_on=day)
            return path

        run(self, lambda _p: write(), done=self._saved, failed=self.desk.fail)

    def save_table(self, survey: Questionnaire, path: Path) -> None:
        """A table to type in many that were filled on paper."""
        day = self.office.today()

        def write() -> Path:
            from cluster_desktop.excel import survey_form

            survey_form.write_table(path, survey, made_on=day)
            return path

        run(self, lambda _p: write(), done=self._saved, failed=self.desk.fail)

    def _saved(self, path: Path) -> None:
        said = _("Saved: {file} in {folder}")
        self.desk.said.emit(said.format(file=path.name, folder=path.parent))

    def _print(self, survey: Questionnaire) -> None:
        # Loads ReportLab and the print system: paid by the first print.
        from cluster_desktop.ui.pages.survey_out import SurveyJob
        from cluster_desktop.ui.preview import PrintPreview

        preview = PrintPreview(self.desk)
        preview.options.show_layouts(is_shown=False)
        self.desk.sheet.emit(preview, "right")
        preview.open_job(SurveyJob(self.desk, survey))

    # ---- questionnaires in ----

    def _ask_files(self) -> None:
        folder = self.desk.preferences.get(FOLDER_KEY) or str(Path.home())
        names, _kind = QFileDialog.getOpenFileNames(
            self, _("Filled questionnaires…"), folder, _("Excel workbook (*.xlsx)")
        )
        if names:
            self.take_files([Path(name) for name in names])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Read returned questionnaires and offer to take them in."""
        office = self.office

        def read(progress: Progress) -> object:
            from cluster_desktop.excel import survey_reading

            return survey_reading.read_files(office, paths)

        run(self, read, done=self._offer, failed=self.desk.fail)

    def _offer(self, found: object) -> None:
        from cluster_desktop.excel.survey_reading import Returned

        if not isinstance(found, Returned):
            return
        filled = found.filled
        said = [
            ngettext("{n} new questionnaire", "{n} new questionnaires", len(filled)).format(
                n=len(filled)
            )
        ]
        if found.known:
            here = ngettext("{n} is here already", "{n} are here already", found.known)
            said.append(here.format(n=found.known))
        for one in found.problems:
            where = _("{file}, row {row}").format(file=one.file, row=one.row)
            said.append(f"{where if one.row else one.file}: {one.message}")
        sheet = ReturnedSheet(said, len(filled), lambda: self._keep(filled))
        self.desk.sheet.emit(sheet, "middle")

    def _keep(self, filled: Sequence[surveys.Filled]) -> None:
        office = self.office

        def keep() -> Changes:
            return surveys.keep(office, filled)

        self.desk.write(self, keep, then=lambda _c: self.refresh())

    # ---- texts ----

    def retranslate(self) -> None:
        self.parts.setAccessibleName(_("List"))
        self.parts.set_options([(key, _(title)) for key, title in TITLES.items()])
        self.parts.set_value(self._key)
        self.form_button.setText(_("Form to send…"))
        self.form_button.setToolTip(_("A questionnaire in Excel that comes back filled"))
        self.table_button.setText(_("Table for many…"))
        self.table_button.setToolTip(_("A table in Excel for questionnaires filled on paper"))
        self.paper_button.setText(_("Print questionnaire"))
        self.results.retranslate()
        for made in self._lists.values():
            made.retranslate()
            made.say_empty(self._starters())
