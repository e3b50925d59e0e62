"""The parts of a workbook beside its sheets: what is where, names, properties. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def fixed_parts(sheets: int, made_on: date, *, has_about: bool) -> dict[str, str]:
    """Content types, relations and core properties, by their names in the archive."""
    return {
        "[Content_Types].xml": _content_types(sheets, has_about),
        "_rels/.rels": _root_relations(has_about),
        "docProps/core.xml": _core(made_on),
        "xl/_rels/workbook.xml.rels": _workbook_relations(sheets),
    }


def workbook_part(sheets: Sequence[tuple[str, bool]], repeated: Sequence[tuple[int, int]]) -> str:
    """The list of sheets (name, hidden) with the rows each repeats on every printed page."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}"'
        + (' state="hidden"' if hidden else "")
        + f' r:id="rId{n}"/>'
        for n, (name, hidden) in enumerate(sheets, start=1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">'
        f"{escape(_quoted(name))}!${first}:${last}</definedName>"
        for n, ((name, __), (first, last)) in enumerate(zip(sheets, repeated, strict=True))
        if last
    )
    names = f"<definedNames>{titles}</definedNames>" if titles else ""
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
        f"<sheets>{listed}</sheets>{names}"
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )


def custom_properties(about: Mapping[str, str]) -> str:
    """The document's own properties: by them the program knows its files again."""
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" '
        f"name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for n, (name, value) in enumerate(about.items(), start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" '
        f'xmlns:vt="{_OFFICE}/docPropsVTypes">{listed}</Properties>'
    )


def _content_types(sheets: int, has_about: bool) -> str:
    parts = [
        ("/xl/workbook.xml", f"{_SHEET}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_SHEET}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ]
    parts += [
        (f"/xl/worksheets/sheet{n}.xml", f"{_SHEET}.worksheet+xml") for n in range(1, sheets + 1)
    ]
    if has_about:
        kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        parts.append(("/docProps/custom.xml", kind))
    listed = "".join(f'<Override PartName="{n}" ContentType="{kind}"/>' for n, kind in parts)
    return (
        f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _root_relations(has_about: bool) -> str:
    related = [
        ("rId1", f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
        ("rId2", f"{_RELATIONS}/metadata/core-properties", "docProps/core.xml"),
    ]
    if has_about:
        related.append(
            ("rId3", f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml")
        )
    return _related(related)


def _workbook_relations(sheets: int) -> str:
    related = [
        (f"rId{n}", f"{_OFFICE}/relationships/worksheet", f"worksheets/sheet{n}.xml")
        for n in range(1, sheets + 1)
    ]
    related.append((f"rId{sheets + 1}", f"{_OFFICE}/relationships/styles", "styles.xml"))
    return _related(related)


def _related(related: Sequence[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in related
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def _core(made_on: date) -> str:
    moment = f"{made_on:%Y-%m-%d}T00:00:00Z"
    return (
        f"{_HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:creator>Cluster Desktop</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
