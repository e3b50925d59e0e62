"""The two marks of typed text: `**bold**` and `*italic*`. Pure.

A lone star is a star; so is one behind a backslash: `5\\*6\\*7`. Backslashes in front of a star
are written twice, all others as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cluster_desktop.documents.escape import MAX_PARAGRAPH, clean, markup

# A paragraph that the page would cut is printed as several.
LONGEST = MAX_PARAGRAPH - 1_000
# Stands for a star that is no mark while a line is read; no typed text holds it.
_STAR = "\0"
_BEFORE_STAR = re.compile(r"(\\+)\*")
_BEFORE_ANY = re.compile(r"(\\*)\*")
_AT_END = re.compile(r"\\+\Z")


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
    line = _BEFORE_STAR.sub(_unescaped, line)
    made: list[Run] = []
    look = {"**": False, "*": False}
    word, at = "", 0
    while at < len(line):
        mark = "**" if line.startswith("**", at) else line[at] if line[at] == "*" else ""
        if mark and _turns(line, at, mark, is_on=look[mark]):
            if word:
                made.append(_run(word, look))
            word, look[mark] = "", not look[mark]
            at += len(mark)
            continue
        word += mark or line[at]
        at += len(mark) or 1
    if word:
        made.append(_run(word, look))
    return made


def _run(word: str, look: dict[str, bool]) -> Run:
    return Run(word.replace(_STAR, "*"), look["**"], look["*"])


def _unescaped(found: re.Match[str]) -> str:
    slashes = len(found[1])
    return "\\" * (slashes // 2) + (_STAR if slashes % 2 else "*")


def written(parts: Sequence[Run]) -> str:
    """The paragraph with its marks: `runs` reads the same looks and letters from it.

    Blanks at the edge of a marked word stay outside of the mark. Stars that the person typed are
    escaped only where they would be read as marks.
    """
    parts = _outside(parts)
    said = _joined(parts, escaped=False)
    return said if runs(said) == parts else _joined(parts, escaped=True)


def _outside(parts: Sequence[Run]) -> list[Run]:
    """Blanks taken out of marked words; neighbours of one look are one."""
    made: list[Run] = []
    for text, bold, italic in parts:
        bare = text.strip()
        start = text.index(bare)
        for piece in (
            Run(text[:start]), Run(bare, bold, italic), Run(text[start + len(bare) :]),
        ):  # fmt: skip
            if piece.text and made and made[-1][1:] == piece[1:]:
                made[-1] = piece._replace(text=made[-1].text + piece.text)
            elif piece.text:
                made.append(piece)
    return made


def _joined(parts: Sequence[Run], *, escaped: bool) -> str:
    said, was_bold, was_italic = "", False, False
    for text, bold, italic in (*parts, Run("")):
        mark = ("**" if bold != was_bold else "") + ("*" if italic != was_italic else "")
        was_bold, was_italic = bold, italic
        if escaped:
            said = _doubled(said) if mark else said
            text = _BEFORE_ANY.sub(lambda found: found[1] * 2 + r"\*", text)
        said += mark + text
    return said


def _doubled(said: str) -> str:
    """Backslashes at the end written twice: a mark follows."""
    return _AT_END.sub(lambda found: found[0] * 2, said)


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
