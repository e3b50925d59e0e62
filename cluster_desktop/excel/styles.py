"""The one fixed table of cell looks that all our workbooks use. Pure."""

from __future__ import annotations

from enum import IntEnum

FACE = "Times New Roman"


class Look(IntEnum):
    """A cell's look: its number is its place in the table of styles."""

    PLAIN = 0
    TEXT = 1
    NUMBER = 2
    DECIMAL = 3
    DATE = 4
    HEADER = 5
    COLUMN_NUMBER = 6
    TITLE = 7
    SUBTITLE = 8
    LABEL = 9
    TOTAL_TEXT = 10
    TOTAL_NUMBER = 11
    NOTE = 12
    CENTRE = 13
    UNDERLINED = 14
    ONE_LINE = 15
    SHARE = 16
    TOTAL_SHARE = 17


# (size, bold, italic)
_FONTS = (
    (11, False, False),
    (11, True, False),
    (14, True, False),
    (10, False, True),
    (9, False, True),
)
_NO_FILL, _GREY = 0, 2
_NO_BORDER, _THIN, _BELOW = 0, 1, 2
_GENERAL, _AS_TEXT, _WHOLE, _HUNDREDTHS, _DAY, _TENTHS = 0, 49, 3, 4, 164, 165

# look: number format, font, fill, border, horizontal, vertical, wraps
_LOOKS: dict[Look, tuple[int, int, int, int, str, str, bool]] = {
    Look.PLAIN: (_GENERAL, 0, _NO_FILL, _NO_BORDER, "", "", False),
    Look.TEXT: (_AS_TEXT, 0, _NO_FILL, _THIN, "left", "top", True),
    Look.NUMBER: (_WHOLE, 0, _NO_FILL, _THIN, "right", "top", False),
    Look.DECIMAL: (_HUNDREDTHS, 0, _NO_FILL, _THIN, "right", "top", False),
    Look.DATE: (_DAY, 0, _NO_FILL, _THIN, "center", "top", True),
    Look.HEADER: (_GENERAL, 1, _GREY, _THIN, "center", "center", True),
    Look.COLUMN_NUMBER: (_GENERAL, 4, _NO_FILL, _THIN, "center", "center", False),
    Look.TITLE: (_GENERAL, 2, _NO_FILL, _NO_BORDER, "center", "center", True),
    Look.SUBTITLE: (_GENERAL, 0, _NO_FILL, _NO_BORDER, "center", "center", True),
    Look.LABEL: (_GENERAL, 0, _NO_FILL, _NO_BORDER, "left", "center", True),
    Look.TOTAL_TEXT: (_GENERAL, 1, _GREY, _THIN, "left", "center", True),
    Look.TOTAL_NUMBER: (_WHOLE, 1, _GREY, _THIN, "right", "center", False),
    Look.NOTE: (_GENERAL, 3, _NO_FILL, _NO_BORDER, "left", "top", False),
    Look.CENTRE: (_GENERAL, 0, _NO_FILL, _THIN, "center", "top", False),
    Look.UNDERLINED: (_GENERAL, 0, _NO_FILL, _BELOW, "left", "center", False),
    Look.ONE_LINE: (_AS_TEXT, 0, _NO_FILL, _THIN, "left", "top", False),
    Look.SHARE: (_TENTHS, 0, _NO_FILL, _THIN, "right", "top", False),
    Look.TOTAL_SHARE: (_TENTHS, 1, _GREY, _THIN, "right", "center", False),
}


def xml() -> str:
    """The styles part of a workbook."""
    fonts = "".join(_font(*font) for font in _FONTS)
    looks = "".join(_look(*_LOOKS[look]) for look in Look)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<numFmts count="2"><numFmt numFmtId="{_DAY}" formatCode="dd\\.mm\\.yyyy"/>'
        f'<numFmt numFmtId="{_TENTHS}" formatCode="0.0"/></numFmts>'
        f'<fonts count="{len(_FONTS)}">{fonts}</fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE7ECF0"/>'
        '<bgColor indexed="64"/></patternFill></fill></fills>'
        '<borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>'
        '<border><left style="thin"/><right style="thin"/><top style="thin"/>'
        '<bottom style="thin"/><diagonal/></border>'
        '<border><left/><right/><top/><bottom style="thin"/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(Look)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _font(size: int, bold: bool, italic: bool) -> str:
    kind = ("<b/>" if bold else "") + ("<i/>" if italic else "")
    return f'<font>{kind}<sz val="{size}"/><name val="{FACE}"/><family val="1"/></font>'


def _look(
    number: int, font: int, fill: int, border: int, horizontal: str, vertical: str, wraps: bool
) -> str:
    aligned = "".join(
        part
        for part, wanted in (
            (f' horizontal="{horizontal}"', horizontal),
            (f' vertical="{vertical}"', vertical),
            (' wrapText="1"', wraps),
        )
        if wanted
    )
    inner = f"<alignment{aligned}/>" if aligned else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f"{inner}</xf>"
    )
