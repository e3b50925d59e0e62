"""The passport as a paper of the print preview: the draft of today, or a version as it was frozen.

Loads the papers' builder: imported when the passport is printed first.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from cluster_desktop.documents import preview
from cluster_desktop.documents.passport_paper import Kind, paper_of
from cluster_desktop.documents.passport_parts import WHOLE, Parts
from cluster_desktop.errors import Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import passport, passport_versions
from cluster_desktop.services.office import Office
from cluster_desktop.services.passport_content import Passport
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.passport_choice import PassportChoice
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress


def open_passport(desk: Desk, version: UUID | None = None) -> PrintPreview:
    """Show the passport in the preview: the draft, or a version by its id.

    There it is printed and saved as PDF or Word; languages, sections and parts are chosen beside
    the page. A whole frozen version is shown from the files kept when it was approved.
    """
    shown = PrintPreview(desk)
    choice = PassportChoice(desk.preferences, shown.options)
    shown.options.put_choice(choice)
    job = PassportJob(desk.office, version)

    def show() -> None:
        job.languages, job.parts = choice.language_key(), choice.parts()
        shown.open_job(job)

    choice.changed.connect(show)
    desk.sheet.emit(shown, "right")
    show()
    return shown


class PassportJob:
    """One paper. Nothing to fill in and nothing to mark afterwards."""

    def __init__(
        self,
        office: Office,
        version: UUID | None = None,
        languages: str = "kk+ru",
        parts: Parts = WHOLE,
    ) -> None:
        self._office = office
        self._version = version
        self._content: Passport | None = None
        self.languages = languages
        self.parts = parts

    def papers(self, layout: str, progress: Progress) -> list[Paper]:
        progress(0, 1, "")
        content = self._passport()
        pdf = self._made("pdf")
        title = _("Passport of the cluster, version {n}").format(n=content.version)
        day = content.approved_on or content.made_on
        return [Paper(key="passport", title=title, pdf=pdf, pages=preview.page_count(pdf),
                      file_name=f"{title} {day}")]  # fmt: skip

    def fill(self, key: str, gap: Finding, text: str) -> Changes:
        raise Refusal(_("The passport is filled in on its page, section by section."))

    def save(self, key: str, layout: str, path: Path) -> None:
        write_whole(path, self._made("docx" if path.suffix.casefold() == ".docx" else "pdf"))

    def save_all(self, keys: list[str], layout: str, path: Path, progress: Progress) -> None:
        self.save("passport", layout, path)

    def issue(self, keys: list[str]) -> Changes:
        return Changes()

    def mark_printed(self, keys: list[str]) -> Changes:
        return Changes()

    def take_back(self, printed: Changes) -> Changes:
        return Changes()

    def _passport(self) -> Passport:
        if self._content is None:
            self._content = (
                passport.content(self._office)
                if self._version is None
                else passport_versions.frozen(self._office, self._version)
            )
        return self._content

    def _made(self, kind: Kind) -> bytes:
        return paper_of(self._office, self._version, self.languages, kind, parts=self.parts)
