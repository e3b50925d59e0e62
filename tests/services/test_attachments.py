"""Files kept with records: stored whole, given back unchanged, never a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from cluster_desktop.errors import Refusal, TooBig, Trouble
from cluster_desktop.services import attachments
from cluster_desktop.services.office import Office


def partner(office: Office):  # noqa: ANN201
    return next(iter(office.add("organisation", {"name_kk": "«Арай» ЖШС"}).ids))


def test_a_scan_comes_back_byte_for_byte(office: Office, tmp_path: Path) -> None:
    one = partner(office)
    scan = tmp_path / "М-014 скан.pdf"
    scan.write_bytes(b"%PDF-1.7 " + bytes(range(256)))
    attachments.attach(office, "organisation", one, scan, kind="scan")
    (row,) = attachments.of_record(office, one)
    assert (row["name"], row["kind"], row["size"]) == ("М-014 скан.pdf", "scan", 265)
    assert attachments.content_path(office, row.id).read_bytes() == scan.read_bytes()


@pytest.mark.parametrize("name", ["virus.EXE", "счёт.pdf.js", "a.lnk", "макрос.xlsm"])
def test_a_program_is_refused(office: Office, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"MZ")
    with pytest.raises(Refusal, match="is a program"):
        attachments.attach(office, "organisation", partner(office), path)
    assert office.count("attachment") == 0


def test_a_damaged_file_is_told(office: Office, tmp_path: Path) -> None:
    one = partner(office)
    attachments.keep(office, "organisation", one, "a.pdf", b"good", kind="scan")
    (row,) = attachments.of_record(office, one)
    attachments.content_path(office, row.id).write_bytes(b"bad!")
    with pytest.raises(Trouble, match="damaged"):
        attachments.content_path(office, row.id)


def test_a_file_over_the_limit_is_refused(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 10)
    path = tmp_path / "big.pdf"
    path.write_bytes(b"x" * 11)
    with pytest.raises(TooBig):
        attachments.attach(office, "organisation", partner(office), path)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "....etcpasswd".strip(".")),
        ("C:\\Windows\\x.pdf", "CWindowsx.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("шарт\u202egpj.exe.pdf", "шартgpj.exe.pdf"),
        (" . ", "file"),
        ("ә" * 200 + ".pdf", "ә" * 116 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    assert attachments.safe_name(given) == kept
