"""Empty places around an office's table: its labels say what belongs beside them.

«Колледждің атауы / Наименование колледжа:» stands above, «Басшы», «Орындаушы», «Телефон» below.
Only an empty cell is filled; what somebody has written there stays.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.worksheet.worksheet import Worksheet

from cluster_desktop.excel.form_words import Language, said
from cluster_desktop.excel.forms.delivery import FactValue
from cluster_desktop.excel.forms.patch import Place
from cluster_desktop.excel.forms.sources import RowSource
from cluster_desktop.excel.headings import heading_key
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.i18n import format_date
from cluster_desktop.services.outcome_figures import Classified
from cluster_desktop.services.paper_data import Pair

_LABELS: Mapping[str, str] = {
    "college.name": "Колледждің атауы|Наименование колледжа|Ұйымның атауы|"
    "Наименование организации|Колледж|Ұйым|Организация|Білім беру ұйымы|Организация образования",
    "college.bin": "БСН|БИН|Колледждің БСН-і|БИН колледжа|Ұйымның БСН-і|БИН организации",
    "college.place": "Өңір, аудан|Регион, район|Өңір|Регион|Облыс, аудан|Область, район",
    "period": "Есепті кезең|Отчётный период|Кезең|Период|Есепті жыл|Отчётный год",
    "head.sign_name": "Колледж басшысы|Руководитель колледжа|Басшы|Руководитель|Директор|"
    "Колледж директоры|Директор колледжа",
    "executor.name": "Орындаушы|Исполнитель|Орындаған|Исполнил",
    "executor.phone": "Телефон|Тел|Байланыс телефоны|Контактный телефон|Орындаушының телефоны|"
    "Телефон исполнителя",
    "date": "Толтырылған күні|Дата заполнения|Күні|Дата",
}
_MEANING_OF = {
    heading_key(text): meaning for meaning, texts in _LABELS.items() for text in texts.split("|")
}
LABELLED = frozenset(_LABELS)
_ABOVE = frozenset({"college.name", "college.bin", "college.place", "period"})
# A line to sign on stands between the label and the place for the name.
_SIGN = ("___", "қолы", "подпись")


def around(
    sheet: Worksheet,
    table_first: int,
    table_last: int,
    facts: Mapping[str, FactValue],
    language: Language,
) -> dict[Place, CellValue]:
    """Each fact with the place beside its label; the first label of a meaning counts."""
    found: dict[str, tuple[Cell, CellValue]] = {}
    for meaning, place, row in labelled_places(sheet, table_first, table_last, facts):
        if meaning in found:
            continue
        value = said_in(place, facts[meaning], language)
        # In a form that has been filled already the name may stand elsewhere in the row.
        if all(other.value != value for other in row):
            found[meaning] = (place, value)
    return {
        (cell.row or 0, cell.column or 0): value
        for cell, value in found.values()
        if value is not None and value != ""
    }


def labelled_places(
    sheet: Worksheet, table_first: int, table_last: int, wanted: Container[str]
) -> Iterator[tuple[str, Cell, Sequence[Cell | MergedCell]]]:
    """(meaning, the empty place beside its label, the label's row), from above."""
    merged = {(area.min_row, area.min_col): area.max_col for area in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        number = row[0].row or 0
        if table_first <= number <= table_last:
            continue
        for cell in row:
            meaning = _meaning(cell.value)
            if meaning is None or meaning not in wanted:
                continue
            if (meaning in _ABOVE) != (number < table_first):
                continue
            place = _place_beside(sheet, cell, merged, signs=meaning == "head.sign_name")
            if place is not None:
                yield meaning, place, row


def _meaning(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    parts = [part for line in value.split("\n") for part in line.split("/")]
    found = {_MEANING_OF.get(heading_key(part)) for part in parts if part.strip(" :")}
    return found.pop() if len(found) == 1 else None


def _place_beside(
    sheet: Worksheet,
    label: Cell | MergedCell,
    merged: Mapping[tuple[int, int], int],
    *,
    signs: bool,
) -> Cell | None:
    """The empty cell for the label's fact, right of it: a merged or ruled one if there is any."""
    row, column = label.row or 0, label.column or 0
    start = merged.get((row, column), column) + 1
    empty: Cell | None = None
    signed = False
    for place in range(start, sheet.max_column + 1):
        cell = sheet.cell(row, place)
        if isinstance(cell, MergedCell):
            continue
        if cell.value not in (None, ""):
            if signs and any(word in str(cell.value) for word in _SIGN):
                signed, empty = True, None
                continue
            break
        if (row, place) in merged or (signed and cell.border.bottom.style):
            return cell
        empty = empty or (cell if place == start else None)
    return empty if not signed else None


def said_in(cell: Cell, fact: FactValue, language: Language) -> CellValue:
    """The fact as the cell shows it."""
    if isinstance(fact, Classified | RowSource):
        return None
    value = said(fact, language) if isinstance(fact, Pair) else fact
    if isinstance(value, date) and not is_date_format(cell.number_format):
        # The office's cell shows no dates as such: its format stays, the day is a text.
        return format_date(value)
    return value
