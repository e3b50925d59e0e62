"""Words by which rows that are no data are known: totals, notes, signatures, numbers of columns."""

from __future__ import annotations

import re

from cluster_desktop.excel.reader import Cell

TOTAL_ROW = re.compile(
    r"\s*(?:(?:барлығы|жиыны|жиынтығы|қорытынды|итого|всего|оның\s+ішінде|в\s+том\s+числе)\b"
    r"|(?:жалпы|общий|общее|общая)\s+(?:саны|жиыны|итог|количество|сумма)\b"
    r"|\D{1,60}\b(?:барлығы|жиыны|итого|всего)\s*[:–-]?\s*\d*\D{0,12}$)",
    re.I,
)
NOTE_ROW = re.compile(r"\s*(?:ескертпе|ескерту|примечани[ея]|\*+)", re.I)
SIGNATURE_ROW = re.compile(
    r"\s*(?:(?:директор|басшы|басшысы|руководитель|зам|заместитель|орынбасар|әдіскер|методист|"
    r"орындаушы|орындаған|исполнитель|исп|тел|бас\s+бухгалтер|главный\s+бухгалтер|келісілді|"
    r"согласовано|бекітемін|утверждаю|қолы|подпись|дайындаған|құрастырған|составил\w*|"
    r"подготовил\w*|директордың|колледж\s+директоры|басшының|кл\.?\s*руководитель|"
    r"классный\s+руководитель|куратор|топ\s+жетекшісі|координатор|үйлестіруші|хатшы|секретарь)\b"
    r"|м\.?\s?[оп]\.(?!\w))",
    re.I,
)
RULED_LINE = "___"
_SPACES = re.compile(r"\s+")
# How a cell of the column is to be filled; a person's name or an address says nothing like it.
_EXPLANATION = re.compile(
    r"(?<!\w)(?:\d+\s*(?:-?\s*(?:ти\s*)?значн\w*|цифр\w*|сан(?!\w)|таңба\w*|знак\w*|символ\w*|digits)"
    r"|(?:дд|кк|күн|день|dd)\s*[./-]\s*(?:мм|аа|ай|месяц|mm)\s*[./-]\s*(?:г{2,4}|жж+|жыл|год|y+)"
    r"|(?:выб(?:рать|ерите|ор)|таңда\w*)\s.{0,20}(?:списк|тізім)\w*|(?:из\s+списка|тізімнен)"
    r"|(?:заполн\w+|толтыр\w+|указ(?:ать|ывается|ывать|ите)|көрсет(?:іңіз|іледі)|"
    r"жазыңыз|жазылады|введите|впишите|обязательн\w*|міндетті(?:\s+түрде)?|пример|например|мысалы|"
    r"полностью|толығымен|при\s+наличии|бар\s+болса|формат[еаы]?)(?!\w)|^\W*(?:текст|мәтін|число|дата)\W*$)",
    re.I,
)

# «А», «Б», 1, 2: statistical forms number their first columns with letters; «гр. 4», «4=5+6».
_COLUMN_NUMBER = re.compile(r"(?:гр?\.?\s*)?(\d{1,2})\s*(?:=[\d\s+−–=-]*)?", re.I)
# «5а», «5.1»: a column put in later between those that are numbered.
_PART_OF_COLUMN = re.compile(r"(\d{1,2})\s*(?:[.,/-]\s*\d{1,2}|[.-]?\s*[а-еәa-f])", re.I)
_COLUMN_LETTER = re.compile(r"[абвгәa-d]", re.I)


def one_line(text: object) -> str:
    """The text with blanks and line breaks turned into one space."""
    return _SPACES.sub(" ", str(text)).strip()


def is_explanation(text: str) -> bool:
    """Whether the text says how a cell is to be filled: «12 цифр», «ДД.ММ.ГГГГ»."""
    return len(text) < 120 and _EXPLANATION.search(text) is not None


def count(cell: Cell) -> int | None:
    """The whole number of a cell that counts rows: 7, "7", "7."."""
    if type(cell) is int:
        return cell
    if isinstance(cell, str):
        bare = cell.strip().rstrip(".")
        return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 7 else None
    return None


def column_number(cell: Cell) -> int | None:
    """The number of a column that tells how it is counted: «4=6+9», «гр. 4»."""
    found = _COLUMN_NUMBER.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return int(found[1]) if found else None


def part_of_column(cell: Cell) -> int | None:
    """The number of the column that this one was put in behind: «5а», «5.1»."""
    text = str(cell) if isinstance(cell, str | float) else ""
    found = _PART_OF_COLUMN.fullmatch(text.strip())
    return int(found[1]) if found else None


def is_column_letter(cell: Cell) -> bool:
    """Whether a column is numbered by a letter."""
    return isinstance(cell, str) and _COLUMN_LETTER.fullmatch(cell.strip()) is not None
