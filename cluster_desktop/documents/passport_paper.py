"""The cluster passport as paper: PDF or docx, kk and ru side by side, one after the other, or one.

Takes the plain content of a passport, of the records or of a frozen version alike. The same
content gives the same bytes.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Literal
from uuid import UUID

from cluster_desktop.documents.escape import clean
from cluster_desktop.documents.marks import paragraphs
from cluster_desktop.documents.passport_parts import WHOLE, Parts
from cluster_desktop.documents.press import PRESS
from cluster_desktop.documents.voice import Voice
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.services import attachments, passport_versions
from cluster_desktop.services import passport as passports
from cluster_desktop.services.office import Office
from cluster_desktop.services.passport_content import Passport

Kind = Literal["pdf", "docx"]
KINDS: tuple[Kind, ...] = ("pdf", "docx")

# "kk+ru": both on each page; "kk,ru": the whole paper in Kazakh, then in Russian.
LANGUAGES = ("kk+ru", "kk,ru", "kk", "ru", "en")


def render_passport(
    passport: Passport, languages: str = "kk+ru", kind: Kind = "pdf", *, parts: Parts = WHOLE
) -> bytes:
    """The file's bytes. `languages` is one of LANGUAGES.

    A passport without a day of approval carries the mark of a draft. Raises Refusal where a letter
    cannot be printed, for unknown languages, and where no part is chosen.
    """
    voices = voices_of(languages)
    if not any(astuple(parts)):
        raise Refusal(_("Nothing is chosen to print."))
    # ReportLab costs 0.16 s to import: paid by the first paper.
    from cluster_desktop.documents import fonts, passport_pdf

    fonts.refuse_missing_letters(_texts(passport))
    with PRESS:
        if kind == "docx":
            from cluster_desktop.documents import passport_docx

            return passport_docx.render(passport, voices, parts)
        return passport_pdf.render(passport, voices, parts)


def voices_of(languages: str) -> tuple[Voice, ...]:
    """One voice for each whole paper. Raises Refusal for languages nobody prints in."""
    if languages not in LANGUAGES:
        said = _("The passport is printed in these languages: {names}. “{name}” is not one.")
        raise Refusal(said.format(names=" · ".join(LANGUAGES), name=languages))
    return tuple(Voice(tuple(part.split("+"))) for part in languages.split(","))


def _texts(passport: Passport) -> set[str]:
    """Every text of the content as the page will take it."""
    found: set[str] = set()
    waiting: list[object] = list(astuple(passport))
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.update(clean(line) for line in paragraphs(one))
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, tuple | list):
            waiting.extend(one)
    return found


def paper_of(
    office: Office,
    version: UUID | None = None,
    languages: str = "kk+ru",
    kind: Kind = "pdf",
    *,
    parts: Parts = WHOLE,
) -> bytes:
    """The draft of today, or a frozen version by its id.

    A whole version is the file kept when it was approved, so that it prints the same for ever;
    where that file is not on this computer, it is made of the frozen content. Raises Trouble where
    the file is damaged.
    """
    if version is None:
        return render_passport(passports.content(office), languages, kind, parts=parts)
    content = passport_versions.frozen(office, version)
    if parts == WHOLE:
        name = print_name(content.version, languages, kind)
        for row in passport_versions.prints(office, version):
            if row["name"] == name and attachments.is_here(office, row.id):
                return attachments.content_path(office, row.id).read_bytes()
    return render_passport(content, languages, kind, parts=parts)


# What is kept of an approved version, so that it prints the same for ever; other prints are made of
# its frozen content.
_KEPT: tuple[tuple[str, Kind], ...] = (("kk+ru", "pdf"), ("kk,ru", "pdf"), ("kk+ru", "docx"))


def print_name(version: int, languages: str = "kk+ru", kind: Kind = "pdf") -> str:
    """Name of a kept print: «passport-v3.pdf» side by side, «passport-v3-kk-ru.pdf», «…-kk.pdf»."""
    suffix = "" if languages == "kk+ru" else f"-{languages.replace(',', '-')}"
    return f"passport-v{version}{suffix}.{kind}"


def prints(passport: Passport) -> dict[str, bytes]:
    """The prints of a version that are kept, by their names, for the one who freezes it."""
    return {
        print_name(passport.version, languages, kind): render_passport(passport, languages, kind)
        for languages, kind in _KEPT
    }
