"""Templates of papers: clauses in Kazakh and Russian side by side, named places, versions.

An edit becomes a new version; the old one stays for the papers printed by it. What is being typed
is kept as a draft until it is saved. Of each template the list shows the version in use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import QListWidgetItem, QMenu, QWidget

from cluster_desktop.documents import places
from cluster_desktop.documents.conditions import choices_of
from cluster_desktop.documents.numbering import Numbering
from cluster_desktop.documents.place_names import TABLES_OF, WITH_PARTIES, facts_of, places_of
from cluster_desktop.documents.places import check_template
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Choice
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Query, Row
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import paper_samples, templates
from cluster_desktop.services.paper_data import (
    AnyData,
    Clause,
    Pair,
    Template,
    template_from_body,
    template_to_body,
)
from cluster_desktop.services.paper_kinds import PAPERS
from cluster_desktop.services.papers import own_template
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.template_clause import MENU_SIDE, ClauseRow, Options, PairRow
from cluster_desktop.ui.pages.template_frame import TemplateFrame
from cluster_desktop.ui.pages.template_text import ClauseEdit, forms_of
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.work import run

DRAFT_MS = 2000
AT_ONCE = 1
DRAFT = "template"
# Texts of a template beside its clauses; which places they may name.
HEADS = {
    "name": N_("Name of the template"),
    "title": N_("Title of the paper"),
    "opening": N_("Below the title, at the left"),
    "opening_end": N_("Below the title, at the right"),
    "party": N_("How each party is named"),
    "note": N_("Note for those who use it"),
}


class TemplatesTab(TemplateFrame):
    """The templates at the left, the chosen one's clauses at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("templates")
        self._desk = desk
        self._rows: list[Row] = []
        self._template: Template | None = None
        self._record: UUID | None = None
        self._family = ""
        self._clauses: list[ClauseRow] = []
        self._options: Options = {}
        self._pending: list[Clause] = []
        self._builder = QTimer(self)
        self._builder.setSingleShot(True)
        self._builder.timeout.connect(self._build_more)
        self._heads: dict[str, PairRow] = {}
        self._last: ClauseEdit | None = None
        self._dirty = False
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(DRAFT_MS)
        self._keep.timeout.connect(self._keep_draft)
        self._connect()
        desk.bridge.changed.connect(self._on_changed)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._on_chosen)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._kinds.aboutToShow.connect(self._fill_kinds)
        self.test.clicked.connect(self.test_print)
        self.more.clicked.connect(self._open_more)
        self.back.clicked.connect(self._forget)
        self.save.clicked.connect(self.save_version)
        self._set_dirty(False)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            template = self.value()
            if template is not None and self._dirty:
                # Captions, conditions and labels of places are said anew; what is typed stays.
                self._fill(template)
            self._show(self._rows)

    # ---- reading ----

    def reload(self) -> None:
        run(self, lambda _p: self._read(), done=self._show, failed=self._desk.fail)

    def _read(self) -> list[Row]:
        query = Query("document_template", sort=(("version", True),), columns=templates.COLUMNS)
        return templates.newest(self._desk.office.rows(query))

    def _show(self, rows: Sequence[Row]) -> None:
        self._rows = sorted(rows, key=lambda r: (not r["is_current"], str(r["name"] or "")))
        shown = self._record
        families = [templates.family_of(row) for row in self._rows]
        self.list.blockSignals(True)
        self.list.clear()
        for row in self._rows:
            state = _("in use") if row["is_current"] else _("not in use")
            said = _("version {n}, {state}").format(n=row["version"], state=state)
            item = QListWidgetItem(f"{row['name']}\n{said}", self.list)
            item.setSizeHint(QSize(0, scaled(44)))
            item.setData(Qt.ItemDataRole.UserRole, str(row.id))
        self.list.blockSignals(False)
        same = [n for n, row in enumerate(self._rows) if row.id == shown]
        # A version that was taken back is gone: its template is shown all the same.
        same += [n for n, row in enumerate(self._rows) if families[n] == self._family]
        at = same[0] if same else 0
        if self._rows and not self._dirty:
            self.list.setCurrentRow(at)
            self._open(self._rows[at])

    def _on_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            key = UUID(item.data(Qt.ItemDataRole.UserRole))
            self._keep_draft()
            self._open(next(row for row in self._rows if row.id == key))

    def _open(self, row: Row) -> None:
        self._record = row.id
        self._family = templates.family_of(row)
        body = str(row["body"])
        draft = self._desk.office.draft(f"{DRAFT}:{row.id}")
        try:
            template = template_from_body(draft["body"] if draft else body)
        except Refusal as why:
            self._problem.setText(why.message)
            return
        self._set_dirty(draft is not None)
        self._fill(template)
        self._name.setText(str(row["name"] or ""))
        self._state.setText(_("version {n}").format(n=row["version"]))
        self._set_dirty(draft is not None)

    def _fill(self, template: Template) -> None:
        self._template = template
        self._last = None
        self._clauses = []
        self._heads = {}
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, label in HEADS.items():
            if name != "party" or template.kind in WITH_PARTIES or template.party:
                self._heads[name] = self._head(name, _(label), getattr(template, name))
        self._options = self._choices(template.kind)
        self._column.addStretch(1)
        self._pending = list(template.clauses)
        self._check()
        self._build_more()

    def _build_more(self) -> None:
        """A clause at a turn: sixty at once would hold the window up for a fifth of a second.

        What is not built yet is saved as it is.
        """
        some, self._pending = self._pending[:AT_ONCE], self._pending[AT_ONCE:]
        for clause in some:
            row = self._row(len(self._clauses) + 1, clause)
            self._clauses.append(row)
            self._column.insertWidget(self._column.count() - 1, row)
        if self._pending:
            self._builder.start()
        else:
            self._builder.stop()
            self._number()

    def is_built(self) -> bool:
        """Whether all clauses of the template are shown."""
        return not self._pending

    def _head(self, name: str, label: str, pair: Pair) -> PairRow:
        kind = self._template.kind if self._template is not None else ""
        known = dict.fromkeys(places.PARTY_PLACES, "") if name == "party" else places_of(kind)
        names = (
            _("{what} in Kazakh").format(what=label),
            _("{what} in Russian").format(what=label),
        )
        row = PairRow(label, pair, names, {} if name in ("name", "note") else known, self._inner)
        # As wide as the menu of a clause: the columns stand below each other.
        row.row.addSpacing(scaled(MENU_SIDE) + row.row.spacing())
        for edit in (row.kk, row.ru):
            edit.setObjectName(f"template_{name}_{edit.lang}")
            edit.focused.connect(self._remember)
        row.edited.connect(self._on_edited)
        self._column.addWidget(row)
        return row

    def _row(self, number: int, clause: Clause) -> ClauseRow:
        kind = self._template.kind if self._template is not None else ""
        row = ClauseRow(number, clause, kind, self._options, self._inner)
        row.edited.connect(self._on_edited)
        row.rearranged.connect(self._on_rearranged)
        row.moved.connect(self._move)
        row.removed.connect(self._take_out)
        row.added.connect(self._add_below)
        row.kk.focused.connect(self._remember)
        row.ru.focused.connect(self._remember)
        return row

    def _choices(self, kind: str) -> Options:
        """The labels of what a condition can ask for, in the language of the window."""
        office = self._desk.office
        found: dict[str, dict[str, str]] = {}
        for name, choice in choices_of(kind).items():
            spec = office.entity(choice.entity).spec(choice.field)
            if isinstance(spec, Choice):
                found[name] = dict(spec.options())
        return found

    def _number(self) -> None:
        """Numbers as the test print shows them; a clause it leaves out has a dash."""
        template = self.value()
        if template is None:
            return
        true = self._true(template)
        numbers = Numbering()
        for row in self._clauses:
            clause = row.clause
            printed = clause.each == "agenda" or places.holds(clause.when, clause.unless, true)
            row.set_number(numbers.next(clause.level) if printed else None)

    def _true(self, template: Template) -> frozenset[str]:
        try:
            return places.facts(self._sample(template), template)
        except Refusal:
            return frozenset()  # a place is being typed: the conditions are asked again later

    @staticmethod
    def _sample(template: Template) -> AnyData:
        kind = template.kind
        return paper_samples.sample(template, facts_of(kind), TABLES_OF.get(kind, ()))

    def clauses(self) -> list[ClauseRow]:
        return list(self._clauses)

    # ---- editing ----

    def _remember(self, edit: object) -> None:
        if isinstance(edit, ClauseEdit):
            self._last = edit

    def insert_place(self, name: str) -> None:
        """Put a named place where the cursor was last."""
        edit = self._last or (self._clauses[0].kk if self._clauses else None)
        if edit is not None:
            edit.insertPlainText("{" + name + "}")
            edit.setFocus()

    def value(self) -> Template | None:
        """The template as it is typed now."""
        if self._template is None:
            return None
        typed = {name: row.pair() for name, row in self._heads.items()}
        return replace(
            self._template,
            clauses=(*(row.value() for row in self._clauses), *self._pending),
            name=typed["name"],
            title=typed["title"],
            opening=typed["opening"],
            opening_end=typed["opening_end"],
            party=typed.get("party", self._template.party),
            note=typed["note"],
        )

    def _on_rearranged(self) -> None:
        self._number()
        self._on_edited()

    def _move(self, row: ClauseRow, step: int) -> None:
        at = self._clauses.index(row)
        if 0 <= at + step < len(self._clauses):
            self._clauses.remove(row)
            self._clauses.insert(at + step, row)
            self._column.removeWidget(row)
            self._column.insertWidget(len(self._heads) + at + step, row)
            row.menu_button.setFocus()
            self._on_rearranged()

    def _take_out(self, row: ClauseRow) -> None:
        if len(self._clauses) > 1:
            self._clauses.remove(row)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
            if self._last in (row.kk, row.ru):
                self._last = None
            self._on_rearranged()

    def _add_below(self, row: ClauseRow) -> None:
        """An empty clause of the same level; it is said to be empty until it is written."""
        at = self._clauses.index(row) + 1
        made = self._row(len(self._clauses) + 1, Clause(Pair(), each=row.clause.each))
        self._clauses.insert(at, made)
        self._column.insertWidget(len(self._heads) + at, made)
        made.show()
        made.kk.setFocus()
        self._on_rearranged()

    def _on_edited(self) -> None:
        self._set_dirty(True)
        self._check()
        self._keep.start()

    def _set_dirty(self, dirty: bool) -> None:
        self._dirty = dirty
        self.back.setVisible(dirty)
        self.save.setEnabled(dirty and not self._problem.text())

    def _check(self) -> None:
        template = self.value()
        found = self._problems(template) if template is not None else []
        self._problem.setText(found[0].message if found else "")
        self.test.setEnabled(template is not None and not found)
        self.save.setEnabled(self._dirty and not found)

    @staticmethod
    def _problems(template: Template) -> list[Finding]:
        if not template.name.kk.strip() or not template.name.ru.strip():
            said = _("The template needs a name in Kazakh and in Russian.")
            return [Finding(said, field="name")]
        return check_template(template)

    def _keep_draft(self) -> None:
        """Two seconds after the last letter, and when another template is opened."""
        self._keep.stop()
        template, record = self.value(), self._record
        if self._dirty and template is not None and record is not None:
            payload = {"body": template_to_body(template), "title": template.name.ru}
            office = self._desk.office
            run(
                self, lambda _p: office.save_draft(f"{DRAFT}:{record}", payload),
                done=lambda _n: None, failed=self._desk.fail,
            )  # fmt: skip

    def _forget(self) -> None:
        """Back to the saved version."""
        record = self._record
        self._keep.stop()
        if record is not None:
            self._desk.office.drop_draft(f"{DRAFT}:{record}")
            self._set_dirty(False)
            self.reload()

    def save_version(self) -> None:
        """The typed text becomes the version in use."""
        template, record = self.value(), self._record
        if template is None or record is None:
            return
        office = self._desk.office

        def write() -> Changes:
            changes = templates.save_template(office, record, template)
            office.drop_draft(f"{DRAFT}:{record}")
            return changes

        self._keep.stop()
        self._set_dirty(False)
        self._desk.write(self, write, then=self._on_saved)

    def _on_saved(self, changes: Changes) -> None:
        """The record in use is among those just written: the newest one."""
        made = [row for row in self._read() if row.id in changes.ids]
        if made:
            self._record = made[0].id
        self._set_dirty(False)
        self.reload()

    # ---- other verbs ----

    def test_print(self) -> None:
        """What is typed now as a paper of invented data, in the print preview."""
        template = self.value()
        if template is None:
            return
        # Loads ReportLab and the print system: paid by the first print.
        from cluster_desktop.ui.pages.template_job import SampleJob
        from cluster_desktop.ui.preview import PrintPreview

        preview = PrintPreview(self._desk)
        self._desk.sheet.emit(preview, "right")
        preview.open_job(SampleJob(template, self._sample(template)))

    def show_versions(self) -> None:
        """Earlier versions beside the one in use, with the way back."""
        if self._record is not None:
            from cluster_desktop.ui.pages.template_versions import VersionsSheet

            sheet = VersionsSheet(self._desk, self._record)
            sheet.returned.connect(self._on_saved)
            self._desk.sheet.emit(sheet, "right")

    def _open_more(self) -> None:
        menu = self.more_menu()
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def more_menu(self) -> QMenu:
        """What else can be done with the template."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        record = self._record
        row = next((one for one in self._rows if one.id == record), None)
        if record is None or row is None:
            return menu
        office = self._desk.office
        menu.addAction(_("Versions…")).triggered.connect(self.show_versions)
        own = menu.addAction(_("Make a copy of your own"))
        own.triggered.connect(lambda: self._make(lambda: templates.copy(office, record)))
        menu.addSeparator()
        in_use = bool(row["is_current"])
        use = menu.addAction(_("Take out of use") if in_use else _("Put in use"))
        use.triggered.connect(
            lambda: self._desk.write(
                self, lambda: templates.set_in_use(office, record, wanted=not in_use),
                then=lambda _changes: self.reload(),
            )
        )  # fmt: skip
        return menu

    def _fill_kinds(self) -> None:
        self._kinds.clear()
        for kind in PAPERS.values():
            action = self._kinds.addAction(_(kind.label))
            action.triggered.connect(partial(self.make_new, kind.key))

    def make_new(self, kind: str) -> None:
        """A new template of the kind; it begins as the program's own under another name."""
        name = own_template(kind).name
        ours = Pair(f"{name.kk} (біздікі)", f"{name.ru} (наш образец)")
        self._make(lambda: templates.new(self._desk.office, kind, ours))

    def _make(self, job: Callable[[], Changes]) -> None:
        self._keep_draft()
        self._set_dirty(False)
        self._desk.write(self, job, then=self._on_saved)

    def _on_changed(self, changes: Changes) -> None:
        if "document_template" in changes.entities and self.isVisible():
            self.reload()

    def _fill_menu(self) -> None:
        """The places that the kind of paper knows, with the forms a day or a number can take."""
        self._menu.clear()
        kind = self._template.kind if self._template is not None else "memorandum"
        lang = self._last.lang if self._last is not None else "kk"
        for name, label in places_of(kind).items():
            forms = forms_of(name, lang)
            if not forms:
                self._menu.addAction(_(label)).triggered.connect(partial(self.insert_place, name))
                continue
            submenu = self._menu.addMenu(_(label))
            for form, example in forms:
                wanted = f"{name}:{form}" if form else name
                submenu.addAction(example).triggered.connect(partial(self.insert_place, wanted))
