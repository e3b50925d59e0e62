"""The emergency sheet of a region as a file to print. Loads ReportLab: imported when saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cluster_desktop.documents.emergency_sheet import EmergencySheet, render
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import format_date
from cluster_desktop.sync.office_keys import root_from_words
from cluster_desktop.sync.words import fingerprint


def save_emergency_sheet(
    lines: Sequence[Sequence[str]], region: str, path: Path, day: date
) -> Path:
    """The sheet in both languages, from the words in any of them. Raises Refusal, Trouble."""
    root = root_from_words(" ".join(word for line in lines for word in line), region)
    sheet = EmergencySheet(
        region=root.title,
        day=format_date(day),
        lines_kk=root.recovery_words("kk"),
        lines_ru=root.recovery_words("ru"),
        region_words_kk=fingerprint(root.public, "kk"),
        region_words_ru=fingerprint(root.public, "ru"),
    )
    target = path if path.suffix.lower() == ".pdf" else path.with_suffix(".pdf")
    write_whole(target, render(sheet))
    return target
