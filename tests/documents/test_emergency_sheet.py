"""The emergency sheet: one page that holds every word, in two languages, and what to do."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from cluster_desktop.documents import emergency_sheet
from cluster_desktop.documents.emergency_sheet import EmergencySheet
from cluster_desktop.errors import Refusal
from cluster_desktop.sync import words

# A secret whose words are among the longest there are.
SECRET = bytes(
    sorted(range(256), key=lambda n: -len(words.lists()["kk"][n]) - len(words.lists()["ru"][n]))[
        :32
    ]
)
LONG = "Шығыс Қазақстан облысының білім басқармасы жанындағы техникалық және кәсіптік білім беру "


def sheet(region: str = LONG * 2) -> EmergencySheet:
    return EmergencySheet(
        region=region,
        day="22.11.2026",
        lines_kk=words.recovery(SECRET, "kk"),
        lines_ru=words.recovery(SECRET, "ru"),
        region_words_kk=words.fingerprint(SECRET, "kk"),
        region_words_ru=words.fingerprint(SECRET, "ru"),
    )


def text_of(content: bytes) -> str:
    """The text of the only page."""
    document = pypdfium2.PdfDocument(content)
    try:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_printed_words_bring_the_secret_back(lang: str) -> None:
    printed = text_of(emergency_sheet.render(sheet()))
    known = set(words.lists()[lang])
    found = [word for word in re.findall(r"[^\W\d]+", printed) if word in known]

    said = [word for line in words.recovery(SECRET, lang) for word in line]
    start = found.index(said[0])

    assert words.recovered(" ".join(found[start : start + 36])) == SECRET


def test_everything_stands_on_one_page_above_its_lower_edge() -> None:
    document = pypdfium2.PdfDocument(emergency_sheet.render(sheet()))
    page = document[0].get_textpage()
    lowest = min(page.get_charbox(n)[1] for n in range(page.count_chars()))
    document.close()

    assert lowest > emergency_sheet.BOTTOM + 20  # and the line to sign on below it


def test_it_says_what_to_do_in_both_languages() -> None:
    printed = " ".join(text_of(emergency_sheet.render(sheet("Абай облысы"))).split())

    assert "Абай облысы, 22.11.2026" in printed
    assert [n for n, (kk, ru) in enumerate(emergency_sheet.STEPS) if not has(printed, kk, ru)] == []


def has(printed: str, *texts: str) -> bool:
    """True if the beginnings of the texts are printed: further on both columns are mixed."""
    return all(text[:20] in printed for text in texts)


def test_the_same_words_give_the_same_bytes() -> None:
    assert emergency_sheet.render(sheet()) == emergency_sheet.render(sheet())


def test_a_region_with_a_letter_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(Refusal):
        emergency_sheet.render(sheet("Облыс 🏫"))
