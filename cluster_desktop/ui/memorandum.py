"""The sheet of a memorandum: partner, terms, check; the real page beside it while one types.

A new one is a draft until it is kept, saved or printed. Of a saved one every left field is written
at once. Knows nothing of SQL and ReportLab.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.documents import memorandum as papers_of
from cluster_desktop.documents.memorandum import Shown
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Row
from cluster_desktop.rules.findings import Finding
from cluster_desktop.ui import memorandum_draft as drafts
from cluster_desktop.ui import theme
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.memorandum_check import check
from cluster_desktop.ui.memorandum_draft import DRAFT_KIND, Draft
from cluster_desktop.ui.memorandum_form import Block, FindingList
from cluster_desktop.ui.memorandum_page import LivePage, Make
from cluster_desktop.ui.memorandum_partner import PartnerBlock
from cluster_desktop.ui.memorandum_terms import TermsBlock, template_rows
from cluster_desktop.ui.widgets import (
    Button,
    IconButton,
    Pill,
    PrimaryButton,
    Rule,
    StatusItem,
    TextLabel,
)
from cluster_desktop.ui.work import run

WIDTH = 940
FORM_WIDTH = 520
KEEP_EVERY_MS = 1_500
LOCKED_STAGES = ("signed", "terminated", "cancelled")

# Field being typed → place of the template to tint on the live page.
PLACE_OF = {
    "number": "number", "valid_from": "date", "signed_on": "date", "valid_until": "valid_until",
    "places": "places", "place_kk": "place", "place_ru": "place", "directions": "directions",
    "renewal_months": "renewal_months", "notice_months": "notice_months",
    "name_kk": "partner_name", "name_ru": "partner_name", "head_kk": "partner_in_person",
    "head_ru": "partner_in_person", "head_position_kk": "partner_in_person",
    "in_person_ru": "partner_in_person", "in_person_kk": "partner_in_person",
    "basis_kk": "partner_basis", "basis_ru": "partner_basis", "partner_id": "partner_name",
}  # fmt: skip
# Fields of a party on paper → field of the organisation they come from.
FIELD_OF_PARTY = {
    "person_kk": "head_kk", "person_ru": "head_ru", "position_kk": "head_position_kk",
    "position_ru": "head_position_ru", "role_kk": "kind", "role_ru": "kind", "name": "name_kk",
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """What the sheet needs to begin; read in a worker."""

    draft: Draft
    templates: list[Row]
    people: list[dict[str, Value]]
    head: str
    stage: str
    kept: bool


class Surface(QWidget):
    """The form's side of the sheet lies on *surface*, the page's side on *window*."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colours().surface)


class MemorandumSheet(QWidget):
    """Shown in a sheet.Overlay; `closed` when it is done with."""

    sheet_width = WIDTH
    closed = Signal()
    saved = Signal(object)
    """Changes of a write."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memorandum_sheet")
        self._desk = desk
        self._office = desk.office
        self._draft = Draft()
        self._typing = ""
        self._stage = "draft"
        self._kept_at: datetime | None = None
        self._is_ready = False
        self._is_writing = False
        self._build()
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_EVERY_MS)
        self._keep.timeout.connect(self._keep_draft)
        self._connect()
        self.retranslate()

    # ---- making ----

    def _build(self) -> None:
        self.title = TextLabel("", "title", parent=self, elide=True)
        self.pill = Pill(parent=self)
        self.kept = StatusItem("tick", "", self)
        self.kept.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.kept.hide()
        self.anew = Button("", look="flat", dense=True, parent=self)
        self.anew.setObjectName("start_anew")
        self.anew.hide()
        self.close_button = IconButton("close", parent=self)
        self.close_button.setObjectName("close_sheet")
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 12, 10)
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.pill)
        head.addStretch(1)
        for widget in (self.anew, self.kept, self.close_button):
            head.addWidget(widget)
        self.partner = PartnerBlock(self._office, self)
        self.terms = TermsBlock(self._office, self)
        self.checks = Block(3, lambda: _("Check"), self)
        self.findings = FindingList(self)
        self.checks.add_widget(self.findings)
        self.page = LivePage(self)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._form(), FORM_WIDTH)
        body.addWidget(self.page, WIDTH - FORM_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = Surface(self)
        top.setLayout(head)
        column.addWidget(top)
        column.addWidget(Rule(self))
        column.addLayout(body, 1)
        column.addWidget(Rule(self))
        column.addWidget(self._foot())

    def _form(self) -> QScrollArea:
        inside = Surface(self)
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(20, 8, 20, 12)
        inner.setSpacing(10)
        for part in (self.partner, Rule(self), self.terms, Rule(self), self.checks):
            inner.addWidget(part)
        inner.addStretch(1)
        self.scroll = QScrollArea(self)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll.setWidgetResizable(True)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setWidget(inside)
        return self.scroll

    def _foot(self) -> QWidget:
        foot = Surface(self)
        self.keep_button = Button("", parent=foot)
        self.keep_button.setObjectName("keep_draft")
        self.note = TextLabel("", "caption", "muted", foot, wrap=True)
        self.pdf_button = Button("", icon="document", parent=foot)
        self.pdf_button.setObjectName("save_pdf")
        self.save_menu = QMenu(self)
        self.as_pdf = self.save_menu.addAction("")
        self.as_word = self.save_menu.addAction("")
        self.pdf_button.setMenu(self.save_menu)
        self.print_button = PrimaryButton("", icon="print", key="Ctrl+P", parent=foot)
        self.print_button.setObjectName("print_memorandum")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(8)
        row.addWidget(self.keep_button)
        row.addWidget(self.note, 1)
        row.addWidget(self.pdf_button)
        row.addWidget(self.print_button)
        return foot

    def _connect(self) -> None:
        self.page.set_gatherer(self._gather)
        self.page.checked.connect(self._on_checked)
        self.partner.partner_chosen.connect(self._on_partner)
        self.partner.partner_new.connect(self._on_new_partner)
        self.partner.edited.connect(self._on_partner_typed)
        self.partner.committed.connect(self._on_partner_left)
        self.partner.parties_changed.connect(self._on_parties)
        self.terms.edited.connect(self._on_term_typed)
        self.terms.committed.connect(self._on_term_left)
        self.terms.layout_changed.connect(self._on_layout)
        self.terms.signatory_changed.connect(self._on_signatory)
        self.findings.wanted.connect(self.open_finding)
        self.close_button.clicked.connect(self.close_sheet)
        self.anew.clicked.connect(self._start_anew)
        self.keep_button.clicked.connect(self.keep_as_draft)
        self.as_pdf.triggered.connect(lambda: self._ask_file("pdf"))
        self.as_word.triggered.connect(lambda: self._ask_file("docx"))
        self.print_button.clicked.connect(self.print_paper)
        again = QShortcut(QKeySequence("Ctrl+P"), self)
        again.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self.print_paper)
        self._desk.bridge.changed.connect(self._on_changed)

    def retranslate(self) -> None:
        for block in (self.partner, self.terms, self.checks):
            block.retranslate()
        self.page.retranslate()
        self.close_button.set_name(_("Close"))
        self.anew.setText(_("Start anew"))
        self.as_pdf.setText(_("PDF document"))
        self.as_word.setText(_("Word document"))
        self.pdf_button.setText(_("Save PDF"))
        self.print_button.setText(_("Print"))
        self._say_head()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self._is_ready:
                self.page.ask(at_once=True)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 620)

    # ---- opening ----

    def open_new(self, partner: UUID | None = None) -> None:
        """A new memorandum; an unfinished one is continued unless another partner is wanted."""
        self._open(lambda: self._kept_or_fresh(partner))

    def open_draft(self) -> None:
        """The unfinished memorandum of this computer."""
        self._open(lambda: self._kept_or_fresh(None))

    def open(self, agreement: UUID) -> None:
        """A memorandum of the list."""
        self._open(lambda: (drafts.opened(self._office, agreement), False))

    def draft(self) -> Draft:
        return self._draft

    def _kept_or_fresh(self, partner: UUID | None) -> tuple[Draft, bool]:
        payload = self._office.draft(DRAFT_KIND)
        if payload is not None:
            kept = drafts.from_payload(self._office, payload)
            if not kept.is_empty and partner in (None, kept.partner_id):
                return kept, True
        return drafts.fresh(self._office, partner), False

    def _open(self, read) -> None:  # type: ignore[no-untyped-def]
        office = self._office

        def job(_progress: object) -> Opened:
            draft, kept = read()
            college = office.college_id()
            head = ""
            if college is not None:
                row = office.get("organisation", college)
                head = ", ".join(
                    str(row[name]) for name in ("head_kk", "head_position_kk") if row[name]
                )
            stage = "draft"
            if draft.agreement is not None:
                stage = str(office.get("agreement", draft.agreement)["stage"])
            people = drafts.signatories(office) if college is not None else []
            return Opened(draft, template_rows(office), people, head, stage, kept)

        run(self, job, done=self._on_opened, failed=self._on_not_opened)

    def _on_not_opened(self, why: Exception) -> None:
        self._desk.fail(why)
        self.closed.emit()

    def _on_opened(self, opened: Opened) -> None:
        self._draft, self._stage = opened.draft, opened.stage
        self.terms.set_templates(opened.templates)
        self.terms.set_layout(self._desk.preferences.get("print.layout", "columns"))
        self.terms.set_signers(opened.head, opened.people, self._draft.signatory)
        self._show_draft()
        self.anew.setVisible(opened.kept)
        self._is_ready = True
        self._say_head()
        locked = self._stage in LOCKED_STAGES
        self.partner.set_locked(locked)
        self.terms.set_locked(locked)
        self.page.ask(at_once=True)
        if self._draft.partner_id is None and not self._draft.is_new_partner:
            self.partner.partner.input.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.terms.editors["valid_until"].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_draft(self, *, keep: bool = False) -> None:
        draft = self._draft
        self.partner.show_partner(
            draft.partner_id, draft.partner, is_new=draft.is_new_partner, keep=keep
        )
        self.partner.show_parties(draft.parties)
        self.terms.show_terms(draft.terms, date_name=draft.date_field, keep=keep)

    def _start_anew(self) -> None:
        office = self._office
        self.anew.hide()

        def job() -> tuple[Draft, bool]:
            office.drop_draft(DRAFT_KIND)
            return drafts.fresh(office), False

        self._kept_at = None
        self._open(job)

    def _say_head(self) -> None:
        number = str(self._draft.terms.get("number") or "")
        is_new = self._draft.agreement is None
        title = _("New memorandum") if is_new else _("Memorandum {number}").format(number=number)
        self.title.setText(title)
        self.setAccessibleName(title)
        stages = self._office.entity("agreement").fields["stage"]
        looks = {"draft": "draft", "printed": "soon", "signed": "good", "terminated": "bad"}
        self.pill.set(stages.format(self._stage), looks.get(self._stage, "draft"), "edit")
        self.keep_button.setText(_("Keep as draft") if is_new else _("Close"))
        locked = self._stage in LOCKED_STAGES
        note = _("Signed: a change is made by an addendum.") if locked else ""
        self.note.setText(note)
        self._say_kept()

    def _say_kept(self) -> None:
        self.kept.setVisible(self._kept_at is not None)
        if self._kept_at is not None:
            said = _("draft kept {time}") if self._draft.agreement is None else _("saved {time}")
            self.kept.set("tick", said.format(time=f"{self._kept_at:%H:%M}"), "good")

    # ---- what was typed ----

    def _on_partner(self, partner: UUID | None) -> None:
        if partner is None:
            self._draft = replace(self._draft, partner_id=None, partner={})
            self._after_change("partner_id")
            self._show_draft()
            return
        office, draft = self._office, self._draft

        def done(found: Draft) -> None:
            self._draft = replace(self._draft, partner_id=found.partner_id, partner=found.partner)
            self._show_draft()
            self._after_change("partner_id")
            if self._draft.agreement is not None:
                self._write_agreement({"partner_id": partner})

        run(
            self,
            lambda _progress: drafts.with_partner_record(office, draft, partner),
            done=done,
            failed=self._desk.fail,
        )

    def _on_new_partner(self, name: str) -> None:
        if self._draft.agreement is not None:
            self._desk.refused.emit(_("Choose a partner of the list for a saved memorandum."))
            self.partner.partner.restore()
            return
        self._draft = drafts.with_new_partner(self._draft, name)
        self._show_draft()
        self._after_change("name_kk")
        self.partner.editors["bin"].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_partner_typed(self, name: str, value: Value) -> None:
        self._draft = self._draft.with_partner(name, value)
        self._after_change(name)

    def _on_partner_left(self, name: str, value: Value) -> None:
        self._draft = self._draft.with_partner(name, value)
        self.partner.editors[name].set_value(value)
        partner = self._draft.partner_id
        if partner is not None:
            self._write(lambda: self._office.set("organisation", partner, {name: value}))
        self._after_change(name)

    def _on_term_typed(self, name: str, value: Value) -> None:
        self._draft = self._draft.with_term(name, value)
        self._after_change(name)

    def _on_term_left(self, name: str, value: Value) -> None:
        self._draft = self._draft.with_term(name, value)
        editor = self.terms.show_field(name) if name != "template_id" else None
        if editor is not None:
            editor.set_value(value)
        self.terms._say_term()
        if self._draft.agreement is not None:
            self._write_agreement({name: value})
        self._after_change(name)
        self._say_head()

    def _on_layout(self, layout: str) -> None:
        self._desk.preferences.put("print.layout", layout)
        self.page.ask(at_once=True)

    def _on_signatory(self, values: Mapping[str, Value]) -> None:
        self._draft = replace(self._draft, signatory=dict(values))
        agreement = self._draft.agreement
        named = bool(values.get("name_kk")) or not any(values.values())
        if agreement is not None and named:
            self._write(lambda: drafts.save_signatory(self._office, agreement, values))
        self._after_change("college_in_person")

    def _on_parties(self, parties: tuple[UUID, ...]) -> None:
        self._draft = replace(self._draft, parties=parties)
        agreement = self._draft.agreement
        if agreement is not None:
            self._write(lambda: drafts.save_parties(self._office, agreement, parties))
        self._after_change("")

    def _after_change(self, name: str) -> None:
        """The page follows, and the draft is kept soon."""
        place = PLACE_OF.get(name, name if name == "college_in_person" else "")
        moved = place != self._typing
        self._typing = place
        self.page.ask(follow=moved)
        if self._draft.agreement is None and not self._keep.isActive():
            self._keep.start()

    # ---- the page ----

    def _gather(self) -> Make:
        office, draft, place = self._office, self._draft, self._typing
        layout = self.terms.layout_key()

        def make() -> tuple[Shown, tuple[Finding, ...]]:
            data, template = drafts.composed(office, draft)
            wanted = "sequence" if layout == "sequence" else "columns"
            shown = papers_of.show(data, template, wanted, highlight=place)
            return shown, check(office, draft, data, template, layout)

        return make

    def _on_checked(self, findings: tuple[Finding, ...]) -> None:
        self.findings.set_findings(findings)
        wrong = sum(1 for one in findings if one.severity != "repaired")
        self.checks.note.setText(_("{n} to look at").format(n=wrong) if wrong else "")

    def open_finding(self, finding: Finding) -> None:
        """Go to the field a line of the check is about."""
        field = finding.field or ""
        head, _dot, rest = field.partition(".")
        if head == "parties":
            number, _dot, name = rest.partition(".")
            if number == "1":
                self._focus(self.partner.show_field(FIELD_OF_PARTY.get(name, name)))
            elif number == "0":
                self._desk.go.emit(Place("settings", tab="college"))
                self.close_sheet()
            else:
                at = int(number) - 2
                if at < len(self._draft.parties):
                    self._desk.go.emit(Place("partners", record=self._draft.parties[at]))
                    self.close_sheet()
            return
        editor = self.terms.show_field(field)
        self._focus(editor if editor is not None else self.partner.show_field(field))

    def _focus(self, editor: QWidget | None) -> None:
        if editor is None:
            return
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.scroll.ensureWidgetVisible(editor, 0, 60))

    # ---- keeping and saving ----

    def _keep_draft(self) -> None:
        """The draft survives a power cut from here on."""
        if self._draft.agreement is not None or self._draft.is_empty:
            return
        office, payload = self._office, drafts.to_payload(self._draft)

        def done(_nothing: object) -> None:
            self._kept_at = datetime.now()
            self._say_kept()

        run(
            self,
            lambda _progress: office.save_draft(DRAFT_KIND, payload),
            done=done,
            failed=self._desk.fail,
        )

    def _write_agreement(self, values: Mapping[str, Value]) -> None:
        agreement = self._draft.agreement
        if agreement is not None:
            self._write(lambda: self._office.set("agreement", agreement, values))

    def _write(self, job) -> None:  # type: ignore[no-untyped-def]
        def then(changes: Changes) -> None:
            self._kept_at = datetime.now()
            self._say_kept()
            self.saved.emit(changes)

        self._desk.write(self, job, then=then, quiet=True)

    def _leave_field(self) -> None:
        """The field with the focus commits, as when it is left."""
        for editor in (*self.partner.editors.values(), *self.terms.editors.values()):
            if editor.input.hasFocus() and editor.is_changed():
                editor.commit()

    def _make_record(self, then) -> None:  # type: ignore[no-untyped-def]
        """See that the memorandum is a record of the list, then `then(id)`."""
        self._leave_field()
        if self._draft.agreement is not None:
            then(self._draft.agreement)
            return
        if self._is_writing:
            return
        self._is_writing = True
        self._keep.stop()
        office, draft = self._office, self._draft

        def job(_progress: object) -> tuple[Changes, UUID]:
            made = drafts.created(office, draft)
            office.drop_draft(DRAFT_KIND)
            return made

        def done(made: tuple[Changes, UUID]) -> None:
            changes, agreement = made
            self._draft = replace(self._draft, agreement=agreement)
            self.saved.emit(changes)
            self._desk.done.emit(changes)
            self._say_head()
            then(agreement)

        task = run(self, job, done=done, failed=self._on_refused)
        task.finished.connect(self._on_written)

    def _on_written(self) -> None:
        self._is_writing = False

    def _on_refused(self, why: Exception) -> None:
        if isinstance(why, Refusal) and why.field:
            self.open_finding(Finding(why.message, field=why.field))
            editor = self.terms.show_field(why.field) or self.partner.show_field(why.field)
            if editor is not None:
                editor.set_problem(why.message)
                return
        self._desk.fail(why)

    def keep_as_draft(self) -> None:
        """Into the list as a draft, and close."""
        if self._draft.agreement is None and self._draft.is_empty:
            self._on_refused(Refusal(_("Partner: fill in"), field="partner_id"))
            return
        self._make_record(lambda _agreement: self.closed.emit())

    def print_paper(self) -> None:
        """To the print preview of the saved memorandum."""

        def go(agreement: UUID) -> None:
            self.closed.emit()
            self._desk.papers.emit([agreement])

        self._make_record(go)

    def _ask_file(self, ending: str) -> None:
        folder = self._desk.preferences.get("print.folder") or str(Path.home())
        number = str(self._draft.terms.get("number") or "").replace("/", "-")
        name = self._draft.partner.get("name_kk") or self._draft.partner.get("name_ru") or ""
        bare = "".join(ch for ch in f"{number} {name}".strip() if ch not in '<>:"/\\|?*«»')
        kinds = _("Word document (*.docx)") if ending == "docx" else _("PDF document (*.pdf)")
        picked, _kind = QFileDialog.getSaveFileName(
            self, _("Save"), str(Path(folder) / f"{bare}.{ending}"), kinds
        )
        if picked:
            self.save_to(Path(picked))

    def save_to(self, path: Path) -> None:
        """The paper as a file: .docx by its ending, else PDF."""
        self._desk.preferences.put("print.folder", str(path.parent))
        office = self._office
        layout = "sequence" if self.terms.layout_key() == "sequence" else "columns"
        kind = "docx" if path.suffix.casefold() == ".docx" else "pdf"

        def go(_agreement: UUID) -> None:
            draft = self._draft

            def job(_progress: object) -> None:
                data, template = drafts.composed(office, draft)
                made = papers_of.render(data, template, layout, kind)  # type: ignore[arg-type]
                write_whole(path, made)

            def done(_nothing: object) -> None:
                self._desk.said.emit(_("Saved: {file}").format(file=path.name))

            run(self, job, done=done, failed=self._desk.fail)

        self._make_record(go)

    # ---- leaving ----

    def may_close(self) -> bool:
        """Closing loses nothing: what is typed is kept first."""
        self._leave_field()
        if self._draft.agreement is None and not self._draft.is_empty:
            self._office.save_draft(DRAFT_KIND, drafts.to_payload(self._draft))
        return True

    def close_sheet(self) -> None:
        """Away with the sheet; an unfinished one waits on Home."""
        if self.may_close():
            self.closed.emit()

    def _on_changed(self, changes: Changes) -> None:
        """Somebody wrote to what is shown here: undo, another list, the exchange."""
        agreement, partner = self._draft.agreement, self._draft.partner_id
        touched = {one for one in (agreement, partner) if one is not None} & set(changes.ids)
        if not touched or not self._is_ready:
            return
        office, draft = self._office, self._draft

        def job(_progress: object) -> Draft:
            if agreement is not None:
                return drafts.opened(office, agreement)
            assert partner is not None
            return drafts.with_partner_record(office, draft, partner)

        def done(found: Draft) -> None:
            self._draft = replace(
                self._draft, partner=found.partner, terms=found.terms, parties=found.parties
            )
            self._show_draft(keep=True)
            self.page.ask()

        run(self, job, done=done, failed=lambda _why: self.closed.emit())
