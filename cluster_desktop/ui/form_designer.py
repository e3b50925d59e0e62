"""Form designer: an office's blank workbook, and which of its columns and cells take which field.

The program proposes, the person corrects by pointing, and the map is kept as a record. Reading and
filling run in workers; nothing is written before Save.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from cluster_desktop.excel.forms import FORMS, ExportReport, designer
from cluster_desktop.excel.forms.designer import Opened
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes
from cluster_desktop.services import form_pointing
from cluster_desktop.services.form_mappings import ENTITY, FormMap
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.form_designer_grid import HEADING, TAKEN, TOTAL
from cluster_desktop.ui.form_designer_history import HistorySheet
from cluster_desktop.ui.form_designer_keeper import Keeper, Unsaved, key_of, recall
from cluster_desktop.ui.form_designer_shown import DesignerShowing
from cluster_desktop.ui.form_job import Question
from cluster_desktop.ui.keys import undo_or_redo
from cluster_desktop.ui.pages.output import FOLDER_KEY
from cluster_desktop.ui.work import Task, run

_EMPTY, _OPEN = 0, 1
_MOST_STEPS = 100
_MOST_TOLD = 6


class FormDesigner(DesignerShowing):
    """Opens a kept workbook, a given file, or asks for one."""

    kept = Signal(object)
    """Id of the record, after Save."""

    def __init__(
        self,
        desk: Desk,
        mapping_id: UUID | None = None,
        file: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._past: list[FormMap] = []
        self._future: list[FormMap] = []
        self._task: Task | None = None
        self._began: QWidget | None = None
        self._keeper = Keeper(self._office, self)
        self._connect()
        for code, label in FORMS.items():
            self.form_box.addItem(label, code)
        self.retranslate()
        self._show_nothing()
        if mapping_id is not None:
            self.open_kept(mapping_id)
        elif file is not None:
            self.open_file(file)

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.leave)
        self.zone.dropped.connect(self.open_file)
        self.zone.choose.clicked.connect(self._choose_file)
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.history_button.clicked.connect(self.show_history)
        self.bin_button.clicked.connect(self.to_bin)
        self.form_box.activated.connect(lambda _at: self._change_form())
        self.name_field.textEdited.connect(lambda _text: self._keep())
        self.sender_field.textEdited.connect(lambda _text: self._keep())
        self.tabs.chosen.connect(lambda key: self._look_at(int(key)))
        self.grid.pointed.connect(self._say_pointed)
        self.grid.taken.connect(lambda: self.side.fields.setFocus())
        self.grid.cleared.connect(lambda: self.assign(""))
        self.grid.role_wanted.connect(self.set_role)
        self.side.field_chosen.connect(self.assign)
        self.side.role_wanted.connect(self.set_role)
        self.side.grows_wanted.connect(self._set_grows)
        self.side.table_wanted.connect(self._set_table)
        self.side.problem_chosen.connect(self._go_to_problem)
        self.side.left.connect(lambda: self.grid.setFocus())
        self.bar.cancelled.connect(self._cancel)
        self.try_button.clicked.connect(lambda: self.fill_and_open())
        self.save_button.clicked.connect(self.save)

    # ---- opening ----

    def open_file(self, path: Path, form: str | None = None) -> None:
        """Read a workbook and propose its map; one that is kept already is opened as kept."""
        office = self._office
        self._read(lambda: designer.open_file(office, path, form))

    def open_kept(self, mapping: UUID) -> None:
        """Open a kept workbook."""
        office = self._office
        self._read(lambda: designer.open_kept(office, mapping))

    def _read(self, read: Callable[[], Opened]) -> None:
        office = self._office

        def job(_progress: object) -> tuple[Opened, Unsaved | None]:
            opened = read()
            return opened, recall(office, key_of(opened.mapping, opened.blank))

        self._start(_("Reading the workbook"), job, self._show_opened)

    def _show_nothing(self) -> None:
        self.stack.setCurrentIndex(_EMPTY)
        self._about.hide()
        self.say()

    def _show_opened(self, found: tuple[Opened, Unsaved | None]) -> None:
        opened, unsaved = found
        self._opened = opened
        self._body, self._past, self._future = opened.proposal.body, [], []
        name, sender = opened.name, opened.sender
        if unsaved is not None and unsaved.form == opened.form:
            self._past.append(self._body)
            self._body, name, sender = unsaved.body, unsaved.name, unsaved.sender
            self._desk.said.emit(_("What you had pointed at and not saved is here again."))
        self.form_box.setCurrentIndex(self.form_box.findData(opened.form))
        self.name_field.setText(name)
        self.sender_field.setText(sender)
        self._about.show()
        self.stack.setCurrentIndex(_OPEN)
        sheets = opened.proposal.source.sheets
        named = [one.sheet for one in self._body.sheets]
        first = next((n for n, one in enumerate(sheets) if str(one.name) in named), 0)
        self.tabs.set_tabs([(str(n), str(one.name), None) for n, one in enumerate(sheets)])
        self.tabs.setVisible(len(sheets) > 1)
        self.tabs.choose(str(first))
        self._look_at(first)
        self.grid.setFocus()

    def _look_at(self, at: int) -> None:
        table = next(iter(self._sheet_map(at).tables), None)
        headings = range(table.header_first, table.header_last + 1) if table is not None else ()
        self.grid.set_sheet(self._sheet(at), headings)
        self._refresh()
        if table is not None:
            self.grid.point_at(table.header_last, 0)

    def _choose_file(self) -> None:
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        folder = self._desk.preferences.get(FOLDER_KEY) or documents
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose the office's workbook"), folder, _("Excel workbook (*.xlsx)")
        )
        if chosen:
            self._desk.preferences.put(FOLDER_KEY, str(Path(chosen).parent))
            self.open_file(Path(chosen))

    def _change_form(self) -> None:
        """Another form: the workbook is proposed anew for it."""
        opened, form = self._opened, str(self.form_box.currentData())
        if opened is None or form == opened.form:
            return
        if opened.mapping is not None:
            # A kept workbook stays that of its form.
            self.form_box.setCurrentIndex(self.form_box.findData(opened.form))
            self._desk.refused.emit(
                _("This workbook is kept for its form. Open the file anew for another one.")
            )
            return
        self.open_file(opened.blank, form)

    # ---- changing ----

    def change(self, body: FormMap) -> None:
        """Another map; the old one can be taken back."""
        if body == self._body:
            return
        self._past = [*self._past[-_MOST_STEPS:], self._body]
        self._future = []
        self._body = body
        self._keep()
        self._refresh()

    def undo(self) -> None:
        """Take the last pointing back."""
        if self._past:
            self._future.append(self._body)
            self._body = self._past.pop()
            self._keep()
            self._refresh()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._future:
            self._past.append(self._body)
            self._body = self._future.pop()
            self._keep()
            self._refresh()

    def assign(self, key: str) -> None:
        """What is pointed at takes this field; empty for nothing."""
        pointed, name = self.grid.chosen(), str(self._sheet().name)
        if not pointed.row or not pointed.letter:
            return
        if self._table(pointed) is not None:
            # A fact stays in its own cell even where that lies beside the table's rows.
            place = f"{pointed.letter}{pointed.row}"
            if not key and place in self._sheet_map().cells:
                self.change(form_pointing.with_cell(self._body, name, place, None))
                return
            changed = form_pointing.with_column(
                self._body, name, pointed.row, pointed.letter, key or None
            )
        else:
            place = f"{pointed.letter}{pointed.row}"
            changed = form_pointing.with_cell(self._body, name, place, key or None)
        self.change(changed)
        self.grid.setFocus()

    def set_role(self, role: str) -> None:
        """The chosen rows are headings, rows to fill or totals; empty: there is no table."""
        pointed, name = self.grid.chosen(), str(self._sheet().name)
        fields = self._fields()
        if not pointed.row or fields is None:
            return
        first, last = pointed.first, pointed.last
        if role == HEADING:
            key = str(self.side.tables.currentData() or fields.tables[0].key)
            first, last = form_pointing.joined(self._sheet_map(), first, last, headings=True)
            changed = form_pointing.with_headings(self._body, name, first, last, key)
        elif role == TAKEN:
            first, last = form_pointing.joined(self._sheet_map(), first, last, headings=False)
            changed = form_pointing.with_rows(self._body, name, first, last)
        elif role == TOTAL:
            rows = range(first, last + 1)
            changed = form_pointing.with_totals(self._body, name, rows)
        else:
            changed = form_pointing.without_table(self._body, name, pointed.row)
        self.change(changed)

    def _set_grows(self, grows: bool) -> None:
        row, name = self.grid.chosen().row, str(self._sheet().name)
        self.change(form_pointing.growing(self._body, name, row, grows=grows))

    def _set_table(self, key: str) -> None:
        row, name = self.grid.chosen().row, str(self._sheet().name)
        self.change(form_pointing.as_table(self._body, name, row, key))

    def _keep(self) -> None:
        """Outlive a power cut."""
        if self._opened is not None:
            of = key_of(self._opened.mapping, self._opened.blank)
            name, sender = self.name_field.text(), self.sender_field.text()
            self._keeper.keep(Unsaved(of, self._opened.form, self._body, name, sender))

    # ---- showing ----

    def _refresh(self) -> None:
        fields = self._fields()
        if fields is None or self._opened is None:
            return
        self._problems = designer.problems(self._opened, self._body)
        self.grid.sheet.set_map(self._sheet_map(), fields, self._problems)
        self.say()

    def say(self) -> None:
        opened = self._opened
        for at in range(self.form_box.count()):
            self.form_box.setItemText(at, _(FORMS[str(self.form_box.itemData(at))]))
        self.file_note.setText(opened.blank.name if opened is not None and opened.blank.suffix
                               else "")  # fmt: skip
        errors = sum(one.severity == "error" for one in self._problems)
        is_ready = opened is not None and self._task is None
        for button in (self.try_button, self.save_button):
            button.setVisible(opened is not None)
            button.setEnabled(is_ready and not errors)
        for verb in (self.history_button, self.bin_button):
            verb.setVisible(opened is not None and opened.mapping is not None)
            verb.setEnabled(self._task is None)
        self.undo_button.setVisible(opened is not None)
        self.redo_button.setVisible(opened is not None)
        self.undo_button.setEnabled(bool(self._past) and self._task is None)
        self.redo_button.setEnabled(bool(self._future) and self._task is None)
        said = ngettext(
            "{n} thing must be mended first", "{n} things must be mended first", errors
        ).format(n=errors)
        self.sentence.setText(said if errors and opened is not None else "")
        self.sentence.setVisible(self._task is None)
        if opened is not None:
            self.side.show_checks(self._problems)
            self._say_pointed()

    # ---- verbs ----

    def fill_and_open(self, out: Path | None = None, *, show: bool = True) -> None:
        """Fill a copy of the blank with what the records say now, and show it in Excel."""
        opened, office, body = self._opened, self._office, self._body
        if opened is None or self._task is not None:
            return
        folder = office.store.path.parent / "opened" / "try"
        name = "".join(c for c in self.name_field.text() if c not in '/\\:*?"<>|').strip(" .")
        target = out or folder / f"{name or opened.form}.xlsx"

        def job(_progress: object) -> ExportReport:
            target.parent.mkdir(parents=True, exist_ok=True)
            return designer.try_fill(office, opened, body, target)

        def done(report: ExportReport) -> None:
            self._told(report)
            if show:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(report.path)))

        self._start(_("Filling the workbook"), job, done)

    def _told(self, report: ExportReport) -> None:
        said = ngettext("{n} row filled: {file}", "{n} rows filled: {file}", report.rows).format(
            n=report.rows, file=report.path.name
        )
        self._desk.said.emit(said)
        if report.warnings:
            shown = "\n".join(report.warnings[:_MOST_TOLD])
            question = Question(_("Filled. Look at this:"), shown, (), self)
            self._desk.sheet.emit(question, "middle")

    def save(self) -> None:
        """Keep the map and its blank as a record, as one action."""
        opened, office, body = self._opened, self._office, self._body
        if opened is None or self._task is not None:
            return
        name, sender = self.name_field.text().strip(), self.sender_field.text().strip()
        if not name:
            self._desk.refused.emit(_("Give the workbook a name: the office will send it again."))
            self.name_field.setFocus()
            return

        def job(_progress: object) -> tuple[UUID, Changes]:
            return designer.keep(office, opened, body, name=name, sender=sender)

        def done(result: tuple[UUID, Changes]) -> None:
            record, changes = result
            self._keeper.forget()
            if changes.title:
                self._desk.done.emit(changes)
            self.kept.emit(record)
            self.closed.emit()

        self._start(_("Saving the workbook"), job, done)

    def show_history(self) -> None:
        """What was changed in the kept workbook; what is taken back is shown at once."""
        opened = self._opened
        if opened is None or opened.mapping is None:
            return
        record = opened.mapping
        sheet = HistorySheet(self._desk, opened.proposal.fields, self)

        def reread(changes: Changes) -> None:
            sheet.closed.emit()
            self._keeper.forget()
            self._desk.done.emit(changes)
            self.open_kept(record)

        sheet.list.taken_back.connect(reread)
        self._desk.sheet.emit(sheet, "right")
        sheet.list.open(ENTITY, record)

    def to_bin(self) -> None:
        """The kept workbook goes to the bin; it can be brought back."""
        opened, office = self._opened, self._office
        if opened is None or opened.mapping is None:
            return
        record = opened.mapping

        def gone(_changes: Changes) -> None:
            self._keeper.forget()
            self.closed.emit()

        self._desk.write(self, lambda: office.delete(ENTITY, [record]), then=gone)

    def leave(self) -> None:
        """Close; what was pointed at and not saved is asked about."""
        if self._task is not None:
            self._cancel()
        if self._opened is None or not self._past:
            self.closed.emit()
            return
        answers = (("save", _("Save")), ("leave", _("Close without saving")))
        text = _("You have pointed at places that are not saved yet.")
        question = Question(_("Save the workbook?"), text, answers, self)
        question.answered.connect(self._on_leave)
        self._desk.sheet.emit(question, "middle")

    def _on_leave(self, answer: str) -> None:
        if answer == "save":
            self.save()
            return
        self._keeper.forget()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z and Ctrl+Y are the page's two arrows here, never the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and undo_or_redo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = undo_or_redo(event)
        if not arrow:
            super().keyPressEvent(event)
        elif self._task is None:
            (self.undo if arrow == "undo" else self.redo)()

    def help_topic(self) -> str:
        return "designer"

    def may_close(self) -> bool:
        """False while the workbook is being read, filled or saved."""
        return self._task is None

    # ---- work ----

    def is_busy(self) -> bool:
        return self._task is not None

    def _start(self, said: str, job: Callable[[object], object], done: Callable[..., None]) -> None:
        if self._task is not None:
            return
        # The button that began it is off meanwhile, and Qt would hand the keys to the rail.
        verbs = (self.try_button, self.save_button)
        self._began = next((one for one in verbs if one.hasFocus()), None)
        if self._began is not None:
            self.grid.setFocus()
        self.bar.start(said)
        self._task = run(self, job, done=done, failed=self._desk.fail)
        self._task.finished.connect(self._on_finished)
        self.say()

    def _on_finished(self) -> None:
        self._task = None
        self.bar.finish()
        self.say()
        if self._began is not None and self.grid.hasFocus():
            self._began.setFocus()
        self._began = None

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
