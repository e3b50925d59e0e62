"""Keeps a memorandum that is being written: as a draft of this computer, then as a record.

Everything runs in workers; the sheet hears what came of it. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cluster_desktop.documents import press as papers_of
from cluster_desktop.fields import Value
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Row
from cluster_desktop.services import undecided
from cluster_desktop.ui import memorandum_draft as drafts
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.memorandum_draft import DRAFT_KIND, Draft
from cluster_desktop.ui.memorandum_terms import template_rows
from cluster_desktop.ui.preview_records import layout_of
from cluster_desktop.ui.work import run


@dataclass(frozen=True)
class Opened:
    """What the sheet needs to begin. `kept`: it is an unfinished one that goes on."""

    draft: Draft
    templates: list[Row]
    people: list[dict[str, Value]]
    head: str
    stage: str
    kept: bool


class Keeper(QObject):
    """One for each sheet."""

    kept = Signal(object)
    """Local moment at which the draft or a field was written."""
    created = Signal(object, object)
    """(Changes, id of the agreement) when the draft became a record."""
    refused = Signal(object)
    """Why the draft cannot become a record yet."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._office = desk.office
        self._is_creating = False

    # ---- opening ----

    def open_new(self, partner: UUID | None, done: Callable[[Opened], None]) -> None:
        """A fresh memorandum; an unfinished one goes on first, so that nothing typed is lost."""
        self._open(lambda: self._kept_or_fresh(partner), done)

    def open_anew(self, partner: UUID | None, done: Callable[[Opened], None]) -> None:
        """A fresh memorandum; what was unfinished is dropped."""
        self._open(lambda: self._fresh(partner), done)

    def open(self, agreement: UUID, done: Callable[[Opened], None]) -> None:
        """A memorandum of the list."""
        self._open(lambda: (drafts.opened(self._office, agreement), False), done)

    def _kept_or_fresh(self, partner: UUID | None) -> tuple[Draft, bool]:
        payload = self._office.draft(DRAFT_KIND)
        if payload is not None:
            found = drafts.from_payload(self._office, payload)
            if not found.is_empty:
                return found, True
        return drafts.fresh(self._office, partner), False

    def _fresh(self, partner: UUID | None) -> tuple[Draft, bool]:
        self._office.drop_draft(DRAFT_KIND)
        return drafts.fresh(self._office, partner), False

    def _open(self, read: Callable[[], tuple[Draft, bool]], done: Callable[[Opened], None]) -> None:
        office = self._office

        def job(_progress: object) -> Opened:
            draft, kept = read()
            college = office.college_id()
            head, people = "", []
            if college is not None:
                row = office.get("organisation", college)
                names = (row["head_kk"], row["head_position_kk"])
                head = ", ".join(str(name) for name in names if name)
                people = drafts.signatories(office)
            stage = "draft"
            if draft.agreement is not None:
                stage = str(office.get("agreement", draft.agreement)["stage"])
            return Opened(draft, template_rows(office), people, head, stage, kept)

        run(self, job, done=done, failed=self._desk.fail)

    def read_partner(self, draft: Draft, partner: UUID, done: Callable[[Draft], None]) -> None:
        """The draft with the values of a partner of the list."""
        office = self._office
        run(
            self,
            lambda _progress: drafts.with_partner_record(office, draft, partner),
            done=done,
            failed=self._desk.fail,
        )

    def read_again(self, draft: Draft, done: Callable[[Draft], None]) -> None:
        """The draft as its records are now; somebody else may have written."""
        office, agreement, partner = self._office, draft.agreement, draft.partner_id

        def job(_progress: object) -> Draft:
            if agreement is not None:
                return drafts.opened(office, agreement)
            return draft if partner is None else drafts.with_partner_record(office, draft, partner)

        run(self, job, done=done, failed=self._desk.fail)

    # ---- keeping ----

    def keep(self, draft: Draft) -> None:
        """The draft survives a power cut from here on."""
        if draft.agreement is not None or draft.is_empty or self._is_creating:
            return
        office, payload = self._office, drafts.to_payload(draft)
        run(
            self,
            lambda _progress: office.save_draft(DRAFT_KIND, payload),
            done=lambda _nothing: self._tell_kept(),
            failed=self._desk.fail,
        )

    def keep_now(self, draft: Draft) -> None:
        """As `keep`, before the sheet goes away; a draft is one small row."""
        if draft.agreement is None and not draft.is_empty and not self._is_creating:
            self._office.save_draft(DRAFT_KIND, drafts.to_payload(draft))

    def _tell_kept(self) -> None:
        self.kept.emit(datetime.now(UTC).astimezone())

    # ---- records ----

    def write(self, job: Callable[[], Changes]) -> None:
        """A field of a record that exists."""
        self._desk.write(self, job, then=lambda _changes: self._tell_kept(), quiet=True)

    def write_agreement(self, agreement: UUID, values: Mapping[str, Value]) -> None:
        self.write(lambda: self._office.set("agreement", agreement, values))

    def write_partner(self, partner: UUID, values: Mapping[str, Value]) -> None:
        self.write(lambda: self._office.set("organisation", partner, values))

    def write_signatory(self, agreement: UUID, values: Mapping[str, Value]) -> None:
        self.write(lambda: drafts.save_signatory(self._office, agreement, values))

    def write_parties(self, agreement: UUID, parties: tuple[UUID, ...]) -> None:
        self.write(lambda: drafts.save_parties(self._office, agreement, parties))

    def create(self, draft: Draft) -> None:
        """The draft as a record; `created` or `refused` tells."""
        if self._is_creating:
            return
        self._is_creating = True
        office = self._office

        def job(_progress: object) -> tuple[Changes, UUID]:
            made = drafts.created(office, draft)
            office.drop_draft(DRAFT_KIND)
            return made

        task = run(self, job, done=lambda made: self.created.emit(*made), failed=self.refused.emit)
        task.finished.connect(self._on_created)

    def _on_created(self) -> None:
        self._is_creating = False

    def save_file(self, draft: Draft, layout: str, path: Path) -> None:
        """The paper as a file: .docx by its ending, else PDF."""
        office, wanted = self._office, layout_of(layout)
        is_word = path.suffix.casefold() == ".docx"

        def job(_progress: object) -> None:
            if draft.agreement is not None:
                undecided.refuse(office, "agreement", draft.agreement)
            data, template = drafts.composed(office, draft)
            kind = papers_of.FORMATS[1] if is_word else papers_of.FORMATS[0]
            write_whole(path, papers_of.render(data, template, wanted, kind))

        def done(_nothing: object) -> None:
            self._desk.said.emit(_("Saved: {file}").format(file=path.name))

        run(self, job, done=done, failed=self._desk.fail)
