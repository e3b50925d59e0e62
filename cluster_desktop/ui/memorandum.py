"""The sheet of a memorandum: partner, terms, check; the real page beside it while one types.

A new one is a draft until it is kept, saved or printed. Of a saved one every left field is written
at once. Knows nothing of SQL and ReportLab.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from cluster_desktop.documents import press as papers_of
from cluster_desktop.documents.press import Shown
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.paper_contracts import ORGANISATION_FIELD
from cluster_desktop.ui import memorandum_draft as drafts
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.memorandum_check import check
from cluster_desktop.ui.memorandum_draft import Draft
from cluster_desktop.ui.memorandum_frame import SheetFrame
from cluster_desktop.ui.memorandum_keeper import Keeper, Opened
from cluster_desktop.ui.memorandum_page import Make
from cluster_desktop.ui.preview_records import layout_of

KEEP_EVERY_MS = 1_500
LOCKED_STAGES = ("signed", "terminated", "cancelled")
STAGE_LOOKS = {"draft": "draft", "printed": "soon", "signed": "good", "terminated": "bad"}

# Field being typed → place of the template to tint on the live page.
PLACE_OF = {
    "number": "number", "valid_from": "date", "signed_on": "date", "valid_until": "valid_until",
    "places": "places", "place_kk": "place", "place_ru": "place", "directions": "directions",
    "renewal_months": "renewal_months", "notice_months": "notice_months",
    "name_kk": "partner_name", "name_ru": "partner_name", "partner_id": "partner_name",
    "head_kk": "partner_in_person", "head_ru": "partner_in_person",
    "head_position_kk": "partner_in_person", "in_person_ru": "partner_in_person",
    "in_person_kk": "partner_in_person", "basis_kk": "partner_basis",
    "basis_ru": "partner_basis", "college_in_person": "college_in_person",
}  # fmt: skip


class MemorandumSheet(SheetFrame):
    """New or of the list; shows what the Keeper holds and tells it what was typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._draft = Draft()
        self._typing = ""
        self._stage = "draft"
        self._kept_at: datetime | None = None
        self._is_ready = False
        self._wanted: UUID | None = None
        self._then: Callable[[UUID], None] | None = None
        super().__init__(desk, parent)
        self._keeper = Keeper(desk, self)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_EVERY_MS)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self._keep.timeout.connect(lambda: self._keeper.keep(self._draft))
        self._keeper.kept.connect(self._on_kept)
        self._keeper.created.connect(self._on_created)
        self._keeper.refused.connect(self._on_refused)
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._is_ready:
            self.page.ask(at_once=True)

    # ---- opening ----

    def open_new(self, partner: UUID | None = None) -> None:
        """A new memorandum; an unfinished one goes on, and can be dropped by "Start anew"."""
        self._wanted = partner
        self._keeper.open_new(partner, self._on_opened)

    def open_draft(self) -> None:
        """The unfinished memorandum of this computer."""
        self._keeper.open_new(None, self._on_opened)

    def open(self, agreement: UUID) -> None:
        """A memorandum of the list."""
        self._keeper.open(agreement, self._on_opened)

    def draft(self) -> Draft:
        return self._draft

    def is_ready(self) -> bool:
        """True once the sheet has read what it shows."""
        return self._is_ready

    def _start_anew(self) -> None:
        self._kept_at = None
        self._keeper.open_anew(self._wanted, self._on_opened)

    def _on_opened(self, opened: Opened) -> None:
        self._draft, self._stage = opened.draft, opened.stage
        self.terms.set_templates(opened.templates)
        self.terms.set_layout(self._desk.preferences.get("print.layout", "columns"))
        self.terms.set_signers(opened.head, opened.people, self._draft.signatory)
        self._show_draft()
        self.anew.setVisible(opened.kept)
        self._is_ready = True
        self.say_head()
        locked = self._stage in LOCKED_STAGES
        self.partner.set_locked(locked)
        self.terms.set_locked(locked)
        self.page.ask(at_once=True)
        is_chosen = self._draft.partner_id is not None or self._draft.is_new_partner
        first = self.terms.editors["valid_until"] if is_chosen else self.partner.partner
        first.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_draft(self, *, keep: bool = False) -> None:
        draft = self._draft
        self.partner.show_partner(
            draft.partner_id, draft.partner, is_new=draft.is_new_partner, keep=keep
        )
        self.partner.show_parties(draft.parties)
        self.terms.show_terms(draft.terms, date_name=draft.date_field, keep=keep)

    def say_head(self) -> None:
        number = str(self._draft.terms.get("number") or "")
        is_new = self._draft.agreement is None
        title = _("New memorandum") if is_new else _("Memorandum {number}").format(number=number)
        self.title.setText(title)
        self.setAccessibleName(title)
        stages = self._office.entity("agreement").fields["stage"]
        look = STAGE_LOOKS.get(self._stage, "draft")
        self.pill.set(stages.format(self._stage), look, "edit" if look == "draft" else None)
        self.keep_button.setText(_("Keep as draft") if is_new else _("Close"))
        locked = self._stage in LOCKED_STAGES
        note = _("Signed: a change is made by an addendum.") if locked else ""
        if is_new and not self.anew.isHidden():
            note = _("This is the one that was not finished. “Start anew” drops it.")
        self.note.setText(note)
        self.kept.setVisible(self._kept_at is not None)
        if self._kept_at is not None:
            said = _("draft kept {time}") if is_new else _("saved {time}")
            self.kept.set("tick", said.format(time=f"{self._kept_at:%H:%M}"), "good")

    def _on_kept(self, moment: datetime) -> None:
        self._kept_at = moment
        self.say_head()

    # ---- what was typed ----

    def _on_partner(self, partner: UUID | None) -> None:
        if partner is None:
            self._draft = replace(self._draft, partner_id=None, partner={})
            self._show_draft()
            self._after_change("partner_id")
            return

        def done(found: Draft) -> None:
            self._draft = replace(self._draft, partner_id=found.partner_id, partner=found.partner)
            self._show_draft()
            if self._draft.agreement is not None:
                self._keeper.write_agreement(self._draft.agreement, {"partner_id": partner})
            self._after_change("partner_id")

        self._keeper.read_partner(self._draft, partner, done)

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
        if self._draft.partner_id is not None:
            self._keeper.write_partner(self._draft.partner_id, {name: value})
        self._after_change(name)

    def _on_term_typed(self, name: str, value: Value) -> None:
        self._draft = self._draft.with_term(name, value)
        self._after_change(name)

    def _on_term_left(self, name: str, value: Value) -> None:
        self._draft = self._draft.with_term(name, value)
        self.terms.keep_value(name, value)
        if self._draft.agreement is not None:
            self._keeper.write_agreement(self._draft.agreement, {name: value})
        self._after_change(name)
        self.say_head()

    def _on_layout(self, layout: str) -> None:
        self._desk.preferences.put("print.layout", layout)
        self.page.ask(at_once=True)

    def _on_signatory(self, values: Mapping[str, Value]) -> None:
        self._draft = replace(self._draft, signatory=dict(values))
        is_whole = bool(values.get("name_kk")) or not any(values.values())
        if self._draft.agreement is not None and is_whole:
            self._keeper.write_signatory(self._draft.agreement, values)
        self._after_change("college_in_person")

    def _on_parties(self, parties: tuple[UUID, ...]) -> None:
        self._draft = replace(self._draft, parties=parties)
        if self._draft.agreement is not None:
            self._keeper.write_parties(self._draft.agreement, parties)
        self._after_change("")

    def _after_change(self, name: str) -> None:
        """The page follows, and the draft is kept soon."""
        place = PLACE_OF.get(name, "")
        moved, self._typing = place != self._typing, place
        self.page.ask(follow=moved)
        if self._draft.agreement is None and not self._keep.isActive():
            self._keep.start()

    # ---- the page ----

    def _gather(self) -> Make:
        office, draft, place = self._office, self._draft, self._typing
        layout = self.terms.layout_key()

        def make() -> tuple[Shown, tuple[Finding, ...]]:
            data, template = drafts.composed(office, draft)
            shown = papers_of.show(data, template, layout_of(layout), highlight=place)
            return shown, check(office, draft, data, template, layout)

        return make

    def _on_checked(self, findings: tuple[Finding, ...]) -> None:
        self.findings.set_findings(findings)
        wrong = sum(1 for one in findings if one.severity != "repaired")
        self.checks.note.setText(_("{n} to look at").format(n=wrong) if wrong else "")

    def open_finding(self, finding: Finding) -> None:
        """Go to the field a line of the check is about."""
        head, _dot, rest = (finding.field or "").partition(".")
        if head != "parties":
            editor = self.terms.show_field(head) or self.partner.show_field(head)
            self._focus(editor)
            return
        number, _dot, name = rest.partition(".")
        if number == "1":
            wanted = "kind" if name.startswith("role_") else ORGANISATION_FIELD.get(name, name)
            self._focus(self.partner.show_field(wanted))
            return
        at = int(number) - 2
        place = Place("settings", tab="college")
        if 0 <= at < len(self._draft.parties):
            place = Place("partners", record=self._draft.parties[at])
        self.close_sheet()
        self._desk.go.emit(place)

    def _focus(self, editor: QWidget | None) -> None:
        if editor is None:
            return
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        # The field may just have been unfolded: it has a place after the next layout only.
        QTimer.singleShot(0, self, lambda: self.form_area.ensureWidgetVisible(editor, 0, 60))

    # ---- becoming a record ----

    def _leave_field(self) -> None:
        """The field with the focus commits, as when it is left."""
        for editor in (*self.partner.editors.values(), *self.terms.editors.values()):
            if editor.input.hasFocus() and editor.is_changed():
                editor.commit()

    def _as_record(self, then: Callable[[UUID], None]) -> None:
        """See that the memorandum is a record of the list, then go on."""
        self._leave_field()
        if self._draft.agreement is not None:
            then(self._draft.agreement)
            return
        self._then = then
        self._keep.stop()
        self._keeper.create(self._draft)

    def _on_created(self, changes: Changes, agreement: UUID) -> None:
        self._draft = replace(self._draft, agreement=agreement)
        self.saved.emit(changes)
        self.say_head()
        then, self._then = self._then, None
        if then is not None:
            then(agreement)

    def _on_refused(self, why: Exception) -> None:
        self._then = None
        if isinstance(why, Refusal) and why.field:
            editor = self.terms.show_field(why.field) or self.partner.show_field(why.field)
            if editor is not None:
                editor.set_problem(why.message)
                self._focus(editor)
                return
        self._desk.fail(why)

    def keep_as_draft(self) -> None:
        """Into the list as a draft, and close."""
        self._as_record(lambda _agreement: self.closed.emit())

    def print_paper(self) -> None:
        """To the print preview of the saved memorandum."""

        def go(agreement: UUID) -> None:
            self.closed.emit()
            self._desk.papers.emit([agreement])

        self._as_record(go)

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
        layout = self.terms.layout_key()
        self._as_record(lambda _agreement: self._keeper.save_file(self._draft, layout, path))

    # ---- leaving ----

    def may_close(self) -> bool:
        """Closing loses nothing: what is typed is kept first."""
        self._leave_field()
        self._keeper.keep_now(self._draft)
        return True

    def close_sheet(self) -> None:
        """Away with the sheet; an unfinished one waits on Home."""
        if self.may_close():
            self.closed.emit()

    def _on_changed(self, changes: Changes) -> None:
        """Somebody wrote to what is shown here: undo, another list, the exchange."""
        shown = {one for one in (self._draft.agreement, self._draft.partner_id) if one is not None}
        if not shown & set(changes.ids) or not self._is_ready:
            return

        def done(found: Draft) -> None:
            self._draft = replace(
                self._draft, partner=found.partner, terms=found.terms, parties=found.parties
            )
            self._show_draft(keep=True)
            self.page.ask()

        self._keeper.read_again(self._draft, done)
