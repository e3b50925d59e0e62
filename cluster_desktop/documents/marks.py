"""The two marks of typed text: `**bold**` and `*italic*`. A lone star is a star. Pure."""

from __future__ import annotations

from typing import NamedTuple

from cluster_desktop.documents.escape import MAX_PARAGRAPH, clean, markup

# A paragraph that the page would cut is printed as several.
LONGEST = MAX_PARAGRAPH - 1_000


class Run(NamedTuple):
    """Letters of one look."""

    text: str
    bold: bool = False
    italic: bool = False


def paragraphs(text: str) -> list[str]:
    """The lines of a typed text that say something, each short enough for the page."""
    pieces: list[str] = []
    for line in clean_lines(text):
        while len(line) > LONGEST:
            at = line.rfind(" ", 1, LONGEST)
            at = at if at > 0 else LONGEST
            pieces.append(line[:at])
            line = line[at:].strip()
        pieces.append(line)
    return pieces


def clean_lines(text: str) -> list[str]:
    """The lines without those that are empty."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line.strip() for line in lines if line.strip()]


def runs(line: str) -> list[Run]:
    """A paragraph cut where its look changes."""
    made: list[Run] = []
    look = {"**": False, "*": False}
    word, at = "", 0
    while at < len(line):
        mark = "**" if line.startswith("**", at) else line[at] if line[at] == "*" else ""
        if mark and _turns(line, at, mark, is_on=look[mark]):
            if word:
                made.append(Run(word, look["**"], look["*"]))
            word, look[mark] = "", not look[mark]
            at += len(mark)
            continue
        word += mark or line[at]
        at += len(mark) or 1
    if word:
        made.append(Run(word, look["**"], look["*"]))
    return made


def _turns(line: str, at: int, mark: str, *, is_on: bool) -> bool:
    """Whether the stars are a mark: an opening one touches a word and has its closing one."""
    if is_on:
        return True
    after = line[at + len(mark) :]
    return bool(after) and not after[0].isspace() and mark in after[1:]


def plain(line: str) -> str:
    """The text without its marks."""
    return "".join(run.text for run in runs(line))


def as_markup(line: str) -> str:
    """The paragraph as ReportLab's markup; nothing the person typed is a tag."""
    said = []
    for run in runs(clean(line)):
        words = markup(run.text, " ")
        words = f"<i>{words}</i>" if run.italic else words
        said.append(f"<b>{words}</b>" if run.bold else words)
    return "".join(said)
