"""Papers out of data and template: one or many, PDF or docx, columns or sequence.

The heavy libraries are loaded by the first paper, not by the program's start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cluster_desktop.documents.compose import Paper, compose
from cluster_desktop.documents.escape import clean, too_long
from cluster_desktop.documents.places import check_missing, check_template
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.files import reason_of, write_whole
from cluster_desktop.i18n import _
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.paper_data import AnyData, MemorandumData, Template

Layout = Literal["columns", "sequence", "kk", "ru"]
Format = Literal["pdf", "docx"]
Progress = Callable[[int, int], None]

# Both languages side by side or one after the other.
LAYOUTS: tuple[Layout, ...] = ("columns", "sequence")
# One of them alone: for minutes and lists, never for what two parties sign.
SINGLE: tuple[Layout, ...] = ("kk", "ru")
FORMATS: tuple[Format, ...] = ("pdf", "docx")
MAX_FILE_NAME = 80
DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{kind}{n}" for kind in ("COM", "LPT") for n in range(1, 10))}
)

# ReportLab's faces keep the letters used by the paper being made: one paper at a time.
PRESS = threading.Lock()


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper for the screen: the PDF, its number of pages, the page with the tinted place."""

    pdf: bytes
    pages: int
    tinted_page: int


def render(
    data: AnyData,
    template: Template,
    layout: Layout = "columns",
    format: Format = "pdf",
    *,
    highlight: str = "",
) -> bytes:
    """The file's bytes; the same data give the same bytes.

    `highlight` names a place to tint, for the screen only. Raises Refusal if a letter cannot be
    printed or the template names an unknown place.
    """
    paper = _checked(data, template, layout)
    with PRESS:
        if format == "docx":
            # python-docx and lxml are needed by docx alone.
            from cluster_desktop.documents import docx_file

            return docx_file.render(paper, layout)
        # ReportLab costs 0.16 s to import: paid by the first paper.
        from cluster_desktop.documents import pdf

        return pdf.render([paper], layout, highlight)


def render_many(
    jobs: Sequence[tuple[AnyData, Template]],
    layout: Layout = "columns",
    *,
    progress: Progress | None = None,
) -> bytes:
    """One PDF of many papers in the given order, each numbered by itself.

    `progress(done, all)` is called before each paper and after the last; Cancelled raised in it
    ends the job, and nothing has been written.
    """
    if not jobs:
        raise Refusal(_("Nothing is chosen to print."))
    from cluster_desktop.documents import pdf  # the first paper pays for ReportLab

    papers = [_checked(data, template, layout) for data, template in jobs]

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, len(papers))

    with PRESS:
        out = pdf.render_each(papers, layout, "", before_each=tell)
    tell(len(papers))
    return out


def render_files(
    jobs: Sequence[tuple[AnyData, Template]],
    folder: Path,
    layout: Layout = "columns",
    format: Format = "pdf",
    *,
    progress: Progress | None = None,
) -> list[Path]:
    """A file for each paper, with names people can read; the paths in the order of the jobs.

    A folder that is not there yet is made. Raises Refusal where `folder` is the name of a file.
    Cancelled raised in `progress` stops between two papers: files made so far stay and are whole.
    """
    _refuse_file(folder)
    paths: list[Path] = []
    taken: set[str] = set()
    for done, (data, template) in enumerate(jobs):
        if progress is not None:
            progress(done, len(jobs))
        path = folder / file_name(data, format, taken)
        content = render(data, template, layout, format)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as why:
            raise Trouble(reason_of(why, path)) from why
        write_whole(path, content)
        paths.append(path)
    if progress is not None:
        progress(len(jobs), len(jobs))
    return paths


def _refuse_file(folder: Path) -> None:
    named_like_a_file = folder.suffix.lower().lstrip(".") in FORMATS and not folder.is_dir()
    if named_like_a_file or folder.is_file():
        said = _("“{file}” is a file. Choose a folder for several papers.")
        raise Refusal(said.format(file=folder.name))


def show(
    data: AnyData, template: Template, layout: Layout = "columns", *, highlight: str = ""
) -> Shown:
    """The live page: the very PDF that will be printed, with the place being typed tinted."""
    from cluster_desktop.documents import pdf  # the first paper pays for ReportLab

    paper = _checked(data, template, layout)
    with PRESS:
        made = pdf.render([paper], layout, highlight)
        pages = pdf.pages_of(paper, layout, highlight)
    tinted = next((n for n, sheet in enumerate(pages) if pdf.is_tinted(sheet)), 0)
    return Shown(made, len(pages), tinted)


def findings(data: AnyData, template: Template, layout: Layout = "columns") -> list[Finding]:
    """All that block 3 of "New memorandum" lists: places not filled, texts that would be cut."""
    return check_missing(template, data) + too_long(compose(data, template, layout).texts())


def content_digest(data: AnyData, template: Template, layout: Layout = "columns") -> str:
    """The SHA-256 whose first letters stand in the code on each page."""
    return compose(data, template, layout).digest


def file_name(data: AnyData, format: Format, taken: set[str] | None = None) -> str:
    """«М-014-2026 Қостанай агро.pdf»: number and whom it is about, safe on every system, not
    taken yet."""
    said = clean(f"{data.number} {subject_of(data)}").replace("\n", " ")
    safe = "".join("-" if letter in '<>:"/\\|?*' else letter for letter in said)
    base = " ".join(safe.replace("«", "").replace("»", "").split())[:MAX_FILE_NAME].strip(" .")
    base = base or data.record_id.hex
    # A paper without a number may be about somebody called as Windows calls a device.
    base = f"{base}_" if base.partition(".")[0].upper() in DEVICES else base
    taken = taken if taken is not None else set()
    name, again = f"{base}.{format}", 2
    while name.casefold() in taken:
        name, again = f"{base} ({again}).{format}", again + 1
    taken.add(name.casefold())
    return name


def subject_of(data: AnyData) -> str:
    """Whom or what a paper is about: the partner of a memorandum, the student of a referral."""
    if not isinstance(data, MemorandumData):
        return data.subject
    return (data.parties[1].name_kk or data.parties[1].name_ru) if len(data.parties) > 1 else ""


def _checked(data: AnyData, template: Template, layout: Layout) -> Paper:
    if isinstance(data, MemorandumData) and len(data.parties) < 2:
        raise Refusal(_("A memorandum needs at least two parties."), field="partner_id")
    if layout not in (*LAYOUTS, *SINGLE):
        raise Refusal(_("There is no such layout of papers: {name}.").format(name=layout))
    if problems := check_template(template):
        raise Refusal(problems[0].message, field="body", findings=problems)
    paper = compose(data, template, layout)
    # ReportLab knows the letters of the faces; loaded with the first paper.
    from cluster_desktop.documents import fonts

    fonts.refuse_missing_letters(clean(text) for text in paper.texts())
    return paper


__all__ = [
    "FORMATS",
    "LAYOUTS",
    "Shown",
    "check_missing",
    "check_template",
    "content_digest",
    "file_name",
    "findings",
    "render",
    "render_files",
    "render_many",
    "show",
]
