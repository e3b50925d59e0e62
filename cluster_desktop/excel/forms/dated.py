"""Looks that show a day, added to a workbook's styles for cells that show plain numbers. Pure.

A day is stored as a number; without a format of days the cell would show 46357. Each look that is
needed is copied with another number format, and nothing else of the styles changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_DAY = b"dd\\.mm\\.yyyy"
_FIRST_OWN = 164  # formats below are Excel's own
_LOOKS = re.compile(rb"<((?:\w+:)?)cellXfs\b([^>]*)>(.*?)</\1cellXfs\s*>", re.S)
_LOOK = re.compile(rb"<(?:\w+:)?xf\b[^>]*?/>|<(?:\w+:)?xf\b.*?</(?:\w+:)?xf\s*>", re.S)
_FORMATS = re.compile(rb"<((?:\w+:)?)numFmts\b([^>]*?)(?:/>|>(.*?)</\1numFmts\s*>)", re.S)
_FORMAT_ID = re.compile(rb'<(?:\w+:)?numFmt\b[^>]*?\bnumFmtId="(\d+)"')
_ROOT = re.compile(rb"<((?:\w+:)?)styleSheet\b[^>]*>")
_COUNT = re.compile(rb'\scount="\d+"')
_OWN_FORMAT = re.compile(rb'\s(?:numFmtId|applyNumberFormat)="[^"]*"')


def with_days(styles: bytes, looks: Iterable[int]) -> tuple[bytes, dict[int, int]]:
    """The styles with a twin that shows days for each of these looks; {look: its twin}.

    Styles that are not understood stay, and nothing is renamed.
    """
    found = _LOOKS.search(styles)
    if found is None:
        return styles, {}
    known = _LOOK.findall(found[3])
    number, styles = _with_format(styles)
    twins: dict[int, int] = {}
    added: list[bytes] = []
    for look in sorted(set(looks)):
        if 0 <= look < len(known):
            twins[look] = len(known) + len(added)
            added.append(_twin(known[look], number))
    if not twins:
        return styles, {}
    found = _LOOKS.search(styles)
    if found is None:
        return styles, {}
    prefix, attributes, inner = found[1], _COUNT.sub(b"", found[2]), found[3] + b"".join(added)
    count = b' count="%d"' % (len(known) + len(added))
    made = b"<%scellXfs%s%s>%s</%scellXfs>" % (prefix, attributes, count, inner, prefix)
    return styles[: found.start()] + made + styles[found.end() :], twins


def _twin(look: bytes, number: int) -> bytes:
    end = look.index(b">")
    head = look[:end].removesuffix(b"/").rstrip()
    tail = look[len(head) :].lstrip()
    return _OWN_FORMAT.sub(b"", head) + b' numFmtId="%d" applyNumberFormat="1"' % number + tail


def _with_format(styles: bytes) -> tuple[int, bytes]:
    """(number of the format of days, the styles that have it)"""
    found = _FORMATS.search(styles)
    inner = (found[3] or b"") if found else b""
    taken = [int(each) for each in _FORMAT_ID.findall(inner)]
    number = max([_FIRST_OWN - 1, *taken]) + 1
    root = _ROOT.search(styles)
    if root is None:
        return number, styles
    prefix = found[1] if found else root[1]
    one = b'<%snumFmt numFmtId="%d" formatCode="%s"/>' % (prefix, number, _DAY)
    if found is None:
        made = b'<%snumFmts count="1">%s</%snumFmts>' % (prefix, one, prefix)
        return number, styles[: root.end()] + made + styles[root.end() :]
    attributes = _COUNT.sub(b"", found[2]).rstrip() + b' count="%d"' % (len(taken) + 1)
    made = b"<%snumFmts%s>%s%s</%snumFmts>" % (prefix, attributes, inner, one, prefix)
    return number, styles[: found.start()] + made + styles[found.end() :]
