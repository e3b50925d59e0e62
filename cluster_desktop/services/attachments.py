"""Files kept with records: stored whole under their hash, given back under a harmless name."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal, TooBig, Trouble
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Insert, Query, Row
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

MAX_BYTES = 25 * 1024 * 1024
PROGRAMS = frozenset(
    {
        *(".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh"),
        *(".hta", ".lnk", ".url", ".scr", ".msi", ".reg", ".jar", ".docm", ".xlsm", ".one"),
        *(".pif", ".cpl", ".sh"),
    }
)
DEVICE_NAMES = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))]
)
MAX_NAME = 120
# A record may come from another computer, and its digest becomes a path.
_DIGEST = re.compile("[0-9a-f]{64}")


class Absent(Trouble):
    """The content is not on this computer: its record came, or was restored, without it."""

    def __init__(self, attachment: UUID, name: str) -> None:
        super().__init__(
            _("The file {name} is not on this computer. Its record is kept.").format(name=name)
        )
        self.attachment = attachment
        self.name = name


def safe_name(given: str) -> str:
    """The given name without what a file system or a reader's eye could be fooled by."""
    kept = "".join(
        c
        for c in given
        if unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in '/\\:*?"<>|'
    )
    bare = kept.strip(" .") or "file"
    stem, dot, ending = bare.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (bare, "")
    if stem.upper() in DEVICE_NAMES:
        stem = f"_{stem}"
    return stem[: MAX_NAME - len(ending[:20])] + ending[:20]


def attach(
    office: Office, entity: str, record: UUID, path: Path, *, kind: str = "other"
) -> Changes:
    """Keep a copy of the file with the record. Raises Refusal, TooBig or Trouble."""
    name = safe_name(path.name)
    if path.suffix.casefold() in PROGRAMS:
        raise Refusal(
            _("{name} is a program, not a document. Attach a scan or a document.").format(name=name)
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise TooBig(
                _("{name} is larger than 25 MB. Scan it at 150–200 dpi and try again.").format(
                    name=name
                )
            )
        content = path.read_bytes()
    except OSError as why:
        raise Trouble(
            _("{name} could not be read. Nothing was attached.").format(name=name)
        ) from why
    return keep(office, entity, record, name, content, kind=kind)


def keep(
    office: Office, entity: str, record: UUID, name: str, content: bytes, *, kind: str
) -> Changes:
    """Keep the content with the record under that name; the same content is stored once."""
    insert = stored(office, entity, record, name, content, kind=kind)
    title = Said(N_("File of {what}: {name}"), {"what": office.title(entity, record), "name": name})
    return office.apply(title, office.source, [insert])


def stored(
    office: Office, entity: str, record: UUID, name: str, content: bytes, *, kind: str
) -> Insert:
    """Put the content where files lie; the record of it belongs to the caller's action."""
    digest = put(office, content)
    values = {
        "owner_entity": entity,
        "owner": str(record),
        "name": name,
        "kind": kind,
        "sha256": digest,
        "size": len(content),
        "media_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
    }
    return Insert("attachment", values, new_id())


def put(office: Office, content: bytes) -> str:
    """Keep the content where files lie, once; what is damaged there is replaced. Its digest."""
    digest = hashlib.sha256(content).hexdigest()
    if content_of(office, digest) is None:
        place = _place(office, digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, content)
    return digest


def content_of(office: Office, digest: str) -> bytes | None:
    """The kept content of that digest; None where it is not here or damaged."""
    place = _place(office, digest) if _DIGEST.fullmatch(digest) else None
    if place is None or not place.is_file():
        return None
    content = place.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == digest else None


def is_kept(office: Office, digest: str) -> bool:
    """Whether a content of that digest lies here, undamaged as far as can be seen at once."""
    return _DIGEST.fullmatch(digest) is not None and _place(office, digest).is_file()


def of_record(office: Office, record: UUID) -> list[Row]:
    """The record's files, newest first."""
    rows = office.rows(
        Query(
            "attachment",
            (Condition("owner", "is", str(record)),),
            columns=("name", "kind", "size", "media_type", "sha256"),
        )
    )
    return sorted(rows, key=lambda row: row.id.bytes, reverse=True)


def content_path(office: Office, attachment: UUID) -> Path:
    """Where the content lies. Raises Absent where it is missing, Trouble where it is not what was
    stored."""
    row = office.get("attachment", attachment)
    digest = row["sha256"]
    path = _place(office, digest)
    if not is_kept(office, digest):
        raise Absent(attachment, safe_name(str(row["name"])))
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise Trouble(_("The file on the disk is damaged. Restore it from a backup copy."))
    return path


def is_here(office: Office, attachment: UUID) -> bool:
    """Whether the content lies on this computer: a record may come without its file."""
    return is_kept(office, office.get("attachment", attachment)["sha256"])


def for_opening(office: Office, attachment: UUID) -> Path:
    """A copy under the file's own name for another program; the kept one stays untouched."""
    kept = content_path(office, attachment)
    row = office.get("attachment", attachment)
    shown: Path = office.store.path.parent / "opened" / row["sha256"][:16] / safe_name(row["name"])
    shown.parent.mkdir(parents=True, exist_ok=True)
    write_whole(shown, kept.read_bytes())
    return shown


def forget(office: Office, digest: str) -> None:
    """Delete a content that no record has any more, and the copies opened of it. OSError flies."""
    if not _DIGEST.fullmatch(digest):
        return
    _place(office, digest).unlink(missing_ok=True)
    opened: Path = office.store.path.parent / "opened" / digest[:16]
    if opened.is_dir():
        shutil.rmtree(opened)


def _place(office: Office, digest: str) -> Path:
    return office.store.path.parent / "attachments" / digest[:2] / digest
