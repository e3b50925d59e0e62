"""The year that the title of a table names: «2025 жыл, 9 ай / 2025 год, 9 месяцев». Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cluster_desktop.excel.days import YEARS, find_days

_YEAR = re.compile(r"(?<![\d.])((?:19|20|21)\d\d)(?![\d.]?\d)")


def year_of_title(texts: Iterable[str]) -> int | None:
    """The only year that the first telling text names; of «2025-2026» the first.

    A text that holds a day («… 25.09.2025 ж.») is an order or a stamp and tells nothing.
    """
    for text in texts:
        if find_days(text) or "___" in text:
            continue
        years = sorted({int(year) for year in _YEAR.findall(text)})
        if years and years[0] in YEARS:
            return years[0]
    return None
