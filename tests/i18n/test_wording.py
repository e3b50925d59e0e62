"""One word for one thing: what the catalogues and the manual call by the word of the glossary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

# The region's office is «управление региона» and «өңір басқармасы», a folder «бума», a region
# «өңір»; a place on the map («Қостанай облысы») is nothing the program says by itself.
OTHER_WORDS = {
    "ru": re.compile(r"\bофис\w*|\bрегиональн\w+ управлени\w+|\bкаталог\w*|синхрониз\w+", re.I),
    "kk": re.compile(r"кеңсе|\bқалта|\bоблыс|өңірлік басқарма|синхрондау", re.I),
}


def said(root: Path, language: str) -> dict[str, str]:
    """Every text of a language, by where it stands."""
    with (root / "translations" / language / "LC_MESSAGES" / "app.po").open("rb") as file:
        catalogue = read_po(file)
    texts = {str(one.id): str(one.string) for one in catalogue if one.id}
    pages = (root / "resources" / "help" / language).glob("*.md")
    return texts | {page.name: page.read_text("utf-8") for page in pages}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_other_word_is_said_for_what_the_glossary_names(project: Path, language: str) -> None:
    texts = said(project, language)
    found = {
        where: words
        for where, text in texts.items()
        if (words := OTHER_WORDS[language].findall(text))
    }
    assert found == {}
    assert len(texts) > 1_000
