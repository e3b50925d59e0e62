"""Scans from outside as pages with their codes, read by a process of its own that may be killed.

Knows no database and no Qt. Files are read a few pages at a time, so that each question has its
limits, progress is told and Cancel is heard.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cluster_desktop import apart
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, sort_key
from cluster_desktop.rules import paper_code
from cluster_desktop.scanning import worker
from cluster_desktop.scanning.refusals import refusal_of
from cluster_desktop.services.scans import Page

TIME_LIMIT = 60.0
MAX_FILES = 1_000
_MAX_ANSWER = 200 * 1024 * 1024

Progress = Callable[[int, int], None]
"""(pages read, pages known of); raises Cancelled."""


@dataclass(frozen=True)
class LeftOut:
    """A file that could not be read, and why."""

    path: Path
    why: Refusal


@dataclass(frozen=True)
class Stack:
    """What was read: pages in the order of the scans, files that were not."""

    pages: tuple[Page, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A page for the screen: grey bytes without padding."""

    width: int
    height: int
    grey: bytes


class _Found(msgspec.Struct):
    codes: list[str]
    blank: bool


class _WirePicture(msgspec.Struct):
    width: int
    height: int
    grey: bytes


class _File(msgspec.Struct):
    kind: str = ""
    sha256: str = ""
    pages: int = 0
    found: list[_Found] = msgspec.field(default_factory=list)
    refused: str = ""
    detail: str = ""


class _Answer(msgspec.Struct):
    files: list[_File] = msgspec.field(default_factory=list)
    picture: _WirePicture | None = None
    pdf: bytes = b""
    sums: list[str] = msgspec.field(default_factory=list)
    refused: str = ""
    detail: str = ""


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those that lie in the folders named, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise _no_file(path)
        if not path.is_dir():
            found.append(path)
            continue
        inside = [one for one in path.iterdir() if one.is_file() and not one.name.startswith(".")]
        found += sorted(inside, key=lambda one: sort_key(one.name))
    unique = list(dict.fromkeys(found))
    if not unique:
        raise Refusal(_("There is no file in the folder. Choose the folder with the scans."))
    if len(unique) > MAX_FILES:
        raise Refusal(_("There are more than {n} files. Take them in parts.").format(n=MAX_FILES))
    return unique


def read(paths: Sequence[Path], *, progress: Progress | None = None) -> Stack:
    """All pages of the files and folders. Raises Refusal where not a single file can be read."""
    waiting = [_Reading(path) for path in files_of(paths)]
    begun: list[_Reading] = list(waiting)
    while waiting:
        if progress is not None:
            # Of a file not yet opened one page is known.
            known = sum(one.count for one in begun)
            progress(sum(len(one.pages) for one in begun), known)
        for one, answer in zip(waiting, _turn(waiting, progress), strict=False):
            one.take(answer)
        waiting = [one for one in waiting if not one.is_done]
    pages = [page for one in begun for page in one.pages]
    left_out = [LeftOut(one.path, one.why) for one in begun if one.why is not None]
    if not pages:
        raise left_out[0].why
    return Stack(tuple(pages), tuple(left_out))


class _Reading:
    """A file while it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pages: list[Page] = []
        self.count = 1
        self.why: Refusal | None = None

    @property
    def is_done(self) -> bool:
        return self.why is not None or len(self.pages) == self.count

    def take(self, answer: _File | Refusal) -> None:
        """What a turn found. A file that breaks in the middle is left out as a whole."""
        if isinstance(answer, _File) and answer.refused:
            answer = refusal_of(answer.refused, answer.detail, self.path)
        elif isinstance(answer, _File) and not self._fits(answer):
            answer = refusal_of("changed", "", self.path)
        if isinstance(answer, Refusal):
            self.why, self.pages, self.count = answer, [], 0
            return
        self.count = answer.pages
        for found in answer.found:
            codes = tuple(code for text in found.codes if (code := paper_code.read(text)))
            page = Page(self.path, len(self.pages), self.count, answer.sha256, codes, found.blank)
            self.pages.append(page)

    def _fits(self, answer: _File) -> bool:
        if not answer.found or len(self.pages) + len(answer.found) > answer.pages:
            return False
        return not self.pages or (self.pages[0].sha256, self.count) == (
            answer.sha256, answer.pages,
        )  # fmt: skip


def _turn(waiting: Sequence[_Reading], progress: Progress | None) -> list[_File | Refusal]:
    """Answers for the first of the files; where one ends the process, for that one alone."""
    some = waiting[: worker.AT_ONCE]
    files = [(os.fsencode(one.path.resolve()), len(one.pages)) for one in some]
    try:
        answers = _ask({"do": "look", "files": files}, some[0].path, progress).files
        return [*answers] or [refusal_of("damaged", "", some[0].path)]
    except Refusal as why:
        if len(some) == 1:
            return [why]
        return _turn(some[:1], progress)


def picture(page: Page, width: int) -> Picture:
    """A page so many pixels wide. Raises Refusal where the file is gone or another one."""
    asked = {"do": "picture", "path": os.fsencode(page.path.resolve()), "page": page.number}
    found = _ask(asked | {"width": width}, page.path, None).picture
    if found is None or len(found.grey) != found.width * found.height:
        raise refusal_of("damaged", "", page.path)
    return Picture(found.width, found.height, found.grey)


def content_of(pages: Sequence[Page], progress: Progress | None = None) -> tuple[str, bytes]:
    """Ending and bytes of one file that holds just these pages.

    Where they are one whole file, that very file; otherwise a PDF. Raises Refusal where a file was
    changed since it was read.
    """
    first = pages[0]
    if [page.place for page in pages] == [(first.path, n) for n in range(first.of)]:
        try:
            content = first.path.read_bytes()
        except OSError as why:
            raise refusal_of("unreadable", str(why.errno or 0), first.path) from why
        if hashlib.sha256(content).hexdigest() != first.sha256:
            raise refusal_of("changed", "", first.path)
        return worker.ENDINGS[worker.kind_of(content)], content
    pieces: list[tuple[Page, list[int]]] = []
    for page in pages:
        if pieces and pieces[-1][0].path == page.path:
            pieces[-1][1].append(page.number)
        else:
            pieces.append((page, [page.number]))
    wanted = [(os.fsencode(page.path.resolve()), numbers) for page, numbers in pieces]
    answer = _ask({"do": "join", "pieces": wanted}, first.path, progress)
    for (page, _numbers), digest in zip(pieces, answer.sums, strict=True):
        if page.sha256 != digest:
            raise refusal_of("changed", "", page.path)
    return ".pdf", answer.pdf


def _ask(request: dict[str, object], path: Path, progress: Progress | None) -> _Answer:
    started_by = apart.command("cluster_desktop.scanning.worker", worker.FLAG)
    look = None if progress is None else lambda: progress(0, 0)
    packed = msgspec.msgpack.encode(request)
    try:
        out = apart.ask(started_by, packed, seconds=TIME_LIMIT, look=look)
        if len(out) > _MAX_ANSWER:
            raise refusal_of("too_many_pixels", "", path)
        answer = msgspec.msgpack.decode(out, type=_Answer)
    except apart.Died as why:
        raise refusal_of("worker_died", "", path) from why
    except apart.TookTooLong as why:
        raise refusal_of("too_slow", "", path) from why
    except msgspec.MsgspecError as why:
        raise refusal_of("damaged", type(why).__name__, path) from why
    if answer.refused == "unreadable" and not path.exists():
        raise _no_file(path)
    if answer.refused:
        raise refusal_of(answer.refused, answer.detail, path)
    return answer


def _no_file(path: Path) -> Refusal:
    return Refusal(_("There is no file “{file}”. Choose it again.").format(file=path.name))
