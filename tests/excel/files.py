"""Workbooks for tests, made as people and attackers make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.reader import read

HEADINGS = (
    "Р/с №",
    "Ұйымның атауы",
    "БСН/ЖСН",
    "Құжаттың түрі",
    "№, күні",
    "Аяқталуы",
    "Телефон, e-mail",
    "Ескертпе",
)
BINS = ("950140900017", "030740900806", "111241900034", "180542900040", "240240900092")

CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'


def line(number: int, **given: object) -> list[object]:
    """A right row of HEADINGS; `given` replaces cells by a short name."""
    cells: dict[str, object] = {
        "no": number,
        "name": f"«Қайнар {number}» ЖШС",
        "bin": BINS[(number - 1) % len(BINS)],
        "kind": "меморандум",
        "contract": f"№{number} 01.09.2025ж.",
        "until": "31.12.2027",
        "phone": "8 701 245 90 90",
        "note": "",
    }
    return list((cells | given).values())


def save(path: Path, rows: Sequence[Sequence[object]], *, sheet: str = "Тізілім") -> Path:
    """A workbook with one sheet of these rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def register(path: Path, *lines: Sequence[object]) -> Path:
    """A register with HEADINGS and these lines."""
    return save(path, [HEADINGS, *lines])


def plain_package(sheet: str = "", extra: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Parts of the smallest workbook; `sheet` is the XML inside sheetData."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Тізілім" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{sheet}'
        "</sheetData></worksheet>",
    }
    return {name: text.encode() for name, text in parts.items()} | dict(extra or {})


def zipped(path: Path, parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """The parts as a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def open_document(path: Path, rows: Sequence[Sequence[str]], merged: Sequence[str] = ()) -> Path:
    """A spreadsheet of LibreOffice with texts; a cell «d:2025-09-01» becomes a real date."""
    areas = [range_boundaries(each) for each in merged]
    names = "urn:oasis:names:tc:opendocument:xmlns"
    head = (
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" office:version="1.2">'
        '<office:body><office:spreadsheet><table:table table:name="Тізілім">'
    )

    def spanned(row: int, column: int) -> str | None:
        """The attributes of a cell; None for one that lies under another."""
        for left, top, right, bottom in areas:
            if (row, column) == (top, left):
                return (
                    f' table:number-columns-spanned="{right - left + 1}"'
                    f' table:number-rows-spanned="{bottom - top + 1}"'
                )
            if top <= row <= bottom and left <= column <= right:
                return None
        return ""

    def cell(row: int, column: int, text: str) -> str:
        if (span := spanned(row, column)) is None:
            return "<table:covered-table-cell/>"
        if text.startswith("d:"):
            return (
                f'<table:table-cell{span} office:value-type="date" office:date-value="{text[2:]}">'
                f"<text:p>{text[2:]}</text:p></table:table-cell>"
            )
        return (
            f'<table:table-cell{span} office:value-type="string">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )

    def line(number: int, row: Sequence[str]) -> str:
        cells = "".join(cell(number, at, text) for at, text in enumerate(row, start=1))
        return f"<table:table-row>{cells}</table:table-row>"

    lines = "".join(line(number, row) for number, row in enumerate(rows, start=1))
    tail = "</table:table></office:spreadsheet></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    parts = {
        "mimetype": kind.encode(),
        "META-INF/manifest.xml": manifest.encode(),
        "content.xml": (head + lines + tail).encode(),
    }
    return zipped(path, parts)


def refusal(path: Path) -> Refusal:
    """Why the file is not read; its name stands in the sentence."""
    with pytest.raises(Refusal) as caught:
        read(path)
    assert path.name in caught.value.message
    return caught.value
