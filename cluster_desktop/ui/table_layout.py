"""Which columns of a table are shown in the room there is, and how wide. Decides, draws nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from cluster_desktop.ui.looks import has_pill
from cluster_desktop.ui.table_model import EntityTableModel
from cluster_desktop.ui.theme import scaled

LEAST_STRETCH = 160


def planned(
    model: EntityTableModel, by_hand: Mapping[str, int], metrics: QFontMetrics, room: int
) -> dict[int, int]:
    """Width of each shown section; one column without a width takes what is left.

    Where the room is short and nobody has set widths, plain columns step aside, the last first.
    The record's name, states and computed columns stay. Excel and print take all columns anyway.
    """
    sections = range(1, model.columnCount())
    stretching = _stretching(model, by_hand)
    widths = {n: _width(model, n, by_hand, metrics) for n in sections if n != stretching}
    least = LEAST_STRETCH if stretching else 0
    for section in sorted(widths, reverse=True):
        if by_hand or sum(widths.values()) + least <= room:
            break
        if section > 1 and not _stays(model, section):
            del widths[section]
    if stretching:
        widths[stretching] = max(LEAST_STRETCH, room - sum(widths.values()))
    return widths


def _width(
    model: EntityTableModel, section: int, by_hand: Mapping[str, int], metrics: QFontMetrics
) -> int:
    """As set by hand, else as declared, but never less than its heading needs."""
    name = model.column_name(section)
    if name in by_hand:
        return by_hand[name]
    declared = model.spec(section).width or LEAST_STRETCH
    words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
    # 8 px each side and room for the sort arrow; the heading is semibold.
    heading = round(metrics.horizontalAdvance(words) * 1.08) + 26
    return max(scaled(declared), heading)


def _stretching(model: EntityTableModel, by_hand: Mapping[str, int]) -> int:
    """The first section without a width of its own; 0 where each has one."""
    for section in range(1, model.columnCount()):
        if not model.spec(section).width and model.column_name(section) not in by_hand:
            return section
    return 0


def _stays(model: EntityTableModel, section: int) -> bool:
    spec = model.spec(section)
    return spec.computed or has_pill(model.entity.name, model.column_name(section))
