"""Papers as a scanner gives them back: grey, noisy, a little askew, at 150 dpi."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pypdfium2
from PIL import Image, ImageChops

from cluster_desktop.documents import press
from cluster_desktop.services import paper_jobs, papers
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_kinds import OF_AGREEMENT
from tests.ui.desks import add_memorandum, add_partner, with_college

PARTNERS = ("Астық", "Бәйтерек", "Ғарыш", "Жер", "Қайнар", "Мұрагер", "Нұр", "Өркен", "Самал", "Ұя")


def with_ten(office: Office) -> None:
    """A college and ten memoranda that were printed and wait for their signatures."""
    with_college(office)
    for name in PARTNERS:
        partner = add_partner(office, name_kk=f"«{name}» ЖШС", bin=None)
        add_memorandum(office, partner)
    mark_printed(office, memoranda(office))


def memoranda(office: Office) -> list[UUID]:
    """The agreements, by number."""
    return [row.id for row in office.rows(papers.Query("agreement", sort=(("number", False),)))]


def mark_printed(office: Office, records: list[UUID]) -> None:
    prints = []
    for record in records:
        data, template = paper_jobs.of_agreement(office, record)
        digest = press.content_digest(data, template)
        prints.append(papers.Printed(record, digest, template.version))
    papers.mark_printed(office, prints)


def printed(office: Office, record: UUID, kind: str = OF_AGREEMENT) -> bytes:
    """The paper of a record as PDF."""
    (job,) = paper_jobs.jobs(office, kind, [record])
    return press.render(*job.ready())


def scanned(
    pdf: bytes,
    *,
    slope: float = 2.0,
    noise: float = 40.0,
    dpi: int = 150,
    turned: bool = False,
    most: int = 9,
) -> list[Image.Image]:
    """The pages of the paper (the first `most`) as they come out of the scanner."""
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    for sheet in [document[n] for n in range(min(most, len(document)))]:
        grey = sheet.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        grey = grey.rotate(slope, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = ImageChops.add(grey, Image.effect_noise(grey.size, noise), 1, -128)
        pages.append(grey.rotate(180) if turned else grey)
    return pages


def blank(noise: float = 20.0) -> Image.Image:
    """An empty side."""
    white = Image.new("L", (1240, 1754), 245)
    return ImageChops.add(white, Image.effect_noise(white.size, noise), 1, -128)


def letter() -> Image.Image:
    """A page with words and no code."""
    from PIL import ImageDraw

    page = blank()
    draw = ImageDraw.Draw(page)
    for line in range(30):
        draw.text((150, 150 + 40 * line), "Құрметті әріптестер! " * 6, fill=20)
    return page


def saved(path: Path, pages: list[Image.Image]) -> Path:
    """One file: PDF or TIFF with all pages, else the picture of the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in (".pdf", ".tif"):
        pages[0].save(path, save_all=True, append_images=pages[1:], resolution=150)
    else:
        pages[0].save(path, dpi=(150, 150), compress_level=1)
    return path


def png_bytes(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
