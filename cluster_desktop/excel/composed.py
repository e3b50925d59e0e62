"""What a row says through several cells: a name in three columns, a sum whose unit is above. Pure.

«Фамилия | Имя | Отчество» are one name; under «Жалақы, мың теңге» stand thousands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from cluster_desktop.excel import cells
from cluster_desktop.i18n import fold

if TYPE_CHECKING:
    from cluster_desktop.excel.reading import Reading, Record

_THOUSAND = re.compile(r"(?<!\w)(?:мин|тис\w*)\.?\s*(?:тг|тенге|kzt|₸)")
_MILLION = re.compile(r"(?<!\w)(?:млн|миллион)\.?\s*(?:тг|тенге|kzt|₸)")
_ONLY_UNIT = re.compile(r"\W*(?:мин|тис\w*|млн|миллион)\.?\s*(?:тг|тенге|kzt|₸)\W*")
# The unit of a whole table stands right above its headings.
_NEAR = 3


def scales_of(reading: Reading) -> Mapping[str, int]:
    """{value: by what its cells are multiplied}, for sums told in thousands or millions."""
    found = {}
    whole = _factor(
        *(
            text
            for row, text in reading.table.context
            if reading.table.header_rows[0] - row <= _NEAR and _ONLY_UNIT.fullmatch(fold(text))
        )
    )
    for guess in reading.guesses:
        if guess.meaning is None:
            continue
        meaning = reading.kind.meaning(guess.meaning)
        factor = _factor(guess.column.raw, *guess.column.groups)
        for name in meaning.sums:
            if max(factor, whole) > 1:
                found[name] = factor if factor > 1 else whole
    return found


def _factor(*texts: str) -> int:
    folded = " ".join(map(fold, texts))
    return 1_000 if _THOUSAND.search(folded) else 1_000_000 if _MILLION.search(folded) else 1


def complete(reading: Reading, record: Record) -> None:
    """Fill in what several cells of the row say together."""
    for name, factor in reading.scales.items():
        value = record.own.get(name)
        if isinstance(value, Decimal):
            record.own[name] = value * factor
    for whole, parts in reading.kind.joined.items():
        if whole in reading.columns or parts[0] not in reading.columns:
            continue
        text = joined_text(reading, record.row, parts)
        read = reading.kind.meaning(whole).read
        if text and read is not None:
            values, findings = read(text, reading.around)
            record.own.update(values)
            record.cell_findings += tuple(reading.at(record, whole, each) for each in findings)


def joined_text(reading: Reading, row: int, parts: tuple[str, ...]) -> str:
    """The cells of the parts as one text, without dashes that stand for nothing."""
    columns = (reading.columns.get(part) for part in parts)
    said = (reading.cell(row, column) for column in columns if column is not None)
    return " ".join(cells.text_of(cell) for cell in said if not cells.is_blank(cell))
