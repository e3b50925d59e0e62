"""A template as a paper of invented data, for the print preview. Loads ReportLab."""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.documents import press, preview
from cluster_desktop.documents.press import LAYOUTS, SINGLE, Format, Layout
from cluster_desktop.errors import Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.paper_data import AnyData, Template
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress


class SampleJob:
    """One paper: the template as it is typed. Nothing is filled in, kept or marked."""

    def __init__(self, template: Template, data: AnyData) -> None:
        self._template = template
        self._data = data

    def papers(self, layout: str, progress: Progress) -> list[Paper]:
        progress(0, 1, "")
        pdf = press.render(self._data, self._template, _layout(layout))
        title = _("Sample: {template}").format(template=self._template.name.ru)
        return [Paper(key="sample", title=title, pdf=pdf, pages=preview.page_count(pdf),
                      file_name=title.replace(":", ""))]  # fmt: skip

    def fill(self, key: str, gap: Finding, text: str) -> Changes:
        raise Refusal(_("A sample is made of invented data: there is nothing to fill in."))

    def save(self, key: str, layout: str, path: Path) -> None:
        kind: Format = "docx" if path.suffix.lower() == ".docx" else "pdf"
        write_whole(path, press.render(self._data, self._template, _layout(layout), kind))

    def save_all(self, keys: list[str], layout: str, path: Path, progress: Progress) -> None:
        self.save("sample", layout, path)

    def issue(self, keys: list[str]) -> Changes:
        return Changes()

    def mark_printed(self, keys: list[str]) -> Changes:
        return Changes()

    def take_back(self, printed: Changes) -> Changes:
        return Changes()


def _layout(name: str) -> Layout:
    known: dict[str, Layout] = {one: one for one in (*LAYOUTS, *SINGLE)}
    return known[name]
