"""Files that are no scans, broken ones, bombs: a refusal with a cause, no crash and no hang."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from cluster_desktop import apart
from cluster_desktop.errors import Cancelled, Refusal, TooBig
from cluster_desktop.scanning import reader, worker
from tests.aborting import ABORT
from tests.scanning.stacks import blank, letter, saved

KINDS = (".png", ".jpg", ".tif", ".pdf")


def refusal(path: Path) -> Refusal:
    with pytest.raises(Refusal) as found:
        reader.read([path])
    assert path.name in found.value.message
    return found.value


def chunk(kind: bytes, body: bytes) -> bytes:
    checked = kind + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))


def small_pages() -> Image.Image:
    return letter().resize((310, 438))


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.pdf", b"", "empty"),
        ("note.pdf", "Құрметті әріптестер".encode(), "is no scan"),
        ("letter.png", b"PK\x03\x04word/document.xml", "is no scan"),
        ("page.jpg", b"<html><body>", "is no scan"),
        ("picture.pdf", b"GIF89a" + b"\0" * 100, "is no scan"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "damaged"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged"),
        ("cut.tif", b"II*\0\x08\0\0\0", "damaged"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert word in refusal(tmp_path / name).message


def test_a_locked_pdf_is_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt="secret")
    canvas.drawString(100, 100, "x")
    canvas.save()
    assert "password" in refusal(path).message


def test_a_picture_that_claims_a_huge_size_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000_000)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )
    started = time.monotonic()
    assert isinstance(refusal(path), TooBig)
    assert time.monotonic() - started < 20


def test_a_page_of_any_size_is_drawn_small(tmp_path: Path) -> None:
    path = tmp_path / "wall.pdf"
    canvas = Canvas(str(path), pagesize=(14_000, 14_000))
    canvas.drawString(100, 100, "x")
    canvas.save()
    (page,) = reader.read([path]).pages
    assert page.codes == ()


def test_too_many_pages_and_bytes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.pdf"
    canvas = Canvas(str(path))
    for _page in range(worker.MAX_PAGES + 1):
        canvas.showPage()
    canvas.save()
    assert isinstance(refusal(path), TooBig)
    with (tmp_path / "large.tif").open("wb") as large:
        large.write(b"II*\0")
        large.truncate(worker.MAX_FILE + 1)
    assert isinstance(refusal(tmp_path / "large.tif"), TooBig)


@pytest.mark.parametrize("kind", KINDS)
def test_mutants_of_a_good_scan_are_read_or_refused(tmp_path: Path, kind: str) -> None:
    good = saved(tmp_path / f"good{kind}", [small_pages()]).read_bytes()
    chance = random.Random(kind)
    folder = tmp_path / "mutants"
    folder.mkdir()
    for n in range(25):
        made = bytearray(good)
        for _hit in range(chance.choice((1, 4, 40))):
            made[chance.randrange(len(made))] = chance.randrange(256)
        if n % 5 == 0:
            del made[chance.randrange(len(made)) :]
        (folder / f"{n}{kind}").write_bytes(bytes(made))
    saved(folder / "last.png", [small_pages()])
    stack = reader.read([folder])
    read = {page.path.name for page in stack.pages}
    left_out = {one.path.name for one in stack.left_out}
    assert "last.png" in read
    assert len(read | left_out) == 26
    assert read.isdisjoint(left_out)
    assert all(one.why.message for one in stack.left_out)


def test_the_kind_is_told_by_the_content_and_gives_the_ending(tmp_path: Path) -> None:
    path = saved(tmp_path / "scan.png", [blank()])
    program = path.rename(tmp_path / "scan.exe")
    (page,) = reader.read([program]).pages
    ending, content = reader.content_of([page])
    assert ending == ".png"
    assert content == program.read_bytes()


def test_a_file_that_changed_since_it_was_read_is_not_filed(tmp_path: Path) -> None:
    path = saved(tmp_path / "scan.png", [small_pages()])
    (page,) = reader.read([path]).pages
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(Refusal, match="changed meanwhile"):
        reader.content_of([page])
    with pytest.raises(Refusal, match="changed meanwhile"):
        reader.content_of([page, page])


def test_a_folder_without_files_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no file in the folder"):
        reader.read([tmp_path])
    with pytest.raises(Refusal, match=r"nobody\.pdf"):
        reader.read([tmp_path / "nobody.pdf"])


# The process


def child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(apart, "command", lambda *_asked: [sys.executable, "-c", code])


def test_a_reader_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "scan.png", [small_pages()])
    child(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(reader, "TIME_LIMIT", 0.3)
    assert "longer than a minute" in refusal(path).message


def test_a_reader_that_dies_gives_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "scan.png", [small_pages()])
    child(monkeypatch, ABORT)
    assert "damaged or needs too much memory" in refusal(path).message


def test_cancel_ends_the_reader_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path / "scan.png", [small_pages()])
    child(monkeypatch, "import time; time.sleep(60)")
    told: list[int] = []

    def cancel(_done: int, total: int) -> None:
        told.append(total)
        if len(told) > 2:
            raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        reader.read([path], progress=cancel)
    assert time.monotonic() - started < 5


def test_the_reader_loads_neither_window_nor_database() -> None:
    code = (
        "import sys; import cluster_desktop.scanning.worker; "
        "print([m for m in sys.modules if m.partition('.')[0] in "
        "('PySide6', 'sqlalchemy', 'sqlcipher3', 'reportlab', 'openpyxl')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
