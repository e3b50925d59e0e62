"""Who sent a workbook: the BIN or the name of an organisation above its table. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cluster_desktop.i18n import fold, fold_name
from cluster_desktop.rules.identifiers import check_bin

_LONGEST = 200
_BIN = re.compile(r"(?<!\w)(?:бсн|бин)[\s/:№бсни]*(\d{12})(?!\d)")
_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")
_LABEL = re.compile(r"(?<!\w)(?:бсн|бин)(?!\w)")
_ORGANISATION = re.compile(
    r"колледж|баскарма|управлени|белими|(?<!\w)отдел|мекемеси|лице[ий]|гимнази|акимдиг|акимат|"
    r"орталиги|университет|академи|"
    r"(?<!\w)(?:жшс|тоо|кмм|кгу|мккк|гккп|кмкк|кгкп|шжк|пхв|ак|ао|мм|гу)(?!\w)"
)
# Lines that name the table, a paper or a person speak of organisations, too.
_ANOTHER_THING = re.compile(
    r"тизим|реестр|список|сведени|малимет|жоспар|(?<!\w)план|приложени|косимша|бекитемин|утвержда|"
    r"директор|руководител|басши|____|тулек|выпускник|туралы|согласован|келисил"
)


def sender_of(texts: Iterable[str]) -> str:
    """The BIN where one is told, else the name as it is written; empty where nobody is named."""
    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    for place, line in enumerate(lines):
        folded = fold(line)
        told = _BIN.search(folded)
        if told is None and _LABEL.search(folded) and place + 1 < len(lines):
            # «БСН / БИН:» in one cell, the number in the next.
            told = _DIGITS.fullmatch(lines[place + 1].strip())
        if told is not None and check_bin(told[told.lastindex or 0]).value:
            return told[told.lastindex or 0]
    for line in lines:
        folded = fold(line)
        is_one = len(line) <= _LONGEST and _ORGANISATION.search(folded)
        if is_one and not _ANOTHER_THING.search(folded):
            return line.split(" / ")[0].strip()
    return ""


def sender_key(sender: str | None) -> str:
    """The sender for comparing: legal forms, quotes and case make no other one."""
    return fold_name(sender or "")
