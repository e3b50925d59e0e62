"""Files of records on their way: sealed copies on the region's folder, found and opened through
the record.

    CLX1 · sealed (u32 length · content, filled up)

The key of a file is made of the key of the record's scope, the record and the content, and stands
in the record, which only the scope's members can read. It serves for this one content, so the
same bytes are laid by whoever has the file, and nobody else can tell or confirm what is in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Trouble
from cluster_desktop.i18n import N_, _
from cluster_desktop.services import attachments
from cluster_desktop.sync import crypto, names
from cluster_desktop.sync.bundle import Damaged, damaged
from cluster_desktop.sync.medium import Busy, Medium, TooLong

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cluster_desktop.services.office import Office
    from cluster_desktop.sync.member import Membership

MAGIC = b"CLX1"
MOST_FILE = attachments.MAX_BYTES + 8192
LAID = "blob"  # of a place in sync_place: this file is known to lie there
IN_BACKGROUND = 64 << 20  # bytes of files that one run takes along
_STEP = 4096
_LENGTH = 4
# A key serves for one content only, so the nonce need not differ.
_NONCE = bytes(crypto.NONCE)
_WORDS = re.compile(r"([a-z2-7]{13})\.([0-9a-f]{32})\.([0-9a-f]{64})")


@dataclass(frozen=True)
class Blob:
    """Where the sealed copy of a file lies, and the key that opens it."""

    scope: str
    hash: str
    key: bytes

    @property
    def path(self) -> str:
        return names.blob_path(self.scope, self.hash)

    def said(self) -> str:
        """As it stands in the record."""
        return f"{self.scope}.{self.hash}.{self.key.hex()}"


def read(text: str | None) -> Blob | None:
    """What a record says; None for anything that `said` has not made."""
    found = _WORDS.fullmatch(text or "")
    if found is None or not names.is_scope(found[1]):
        return None
    return Blob(found[1], found[2], bytes.fromhex(found[3]))


def key_of(scope_key: bytes, record: bytes, sha256: str) -> bytes:
    """The key of a file: alike for all who hold the scope's key, of no use for another file."""
    told = b"file of a record" + record + sha256.encode("ascii")
    return hashlib.blake2b(told, key=scope_key, digest_size=crypto.KEY).digest()


def seal(content: bytes, key: bytes) -> bytes:
    """The sealed copy: always the same bytes for the same content and key."""
    told = len(content).to_bytes(_LENGTH, "big") + content
    told += bytes(-len(told) % _STEP)
    return MAGIC + crypto.seal_body(key, _NONCE, told, MAGIC)


def open_blob(sealed: bytes, blob: Blob) -> bytes:
    """The content again. Raises Damaged for anything but the named copy."""
    if crypto.hash32(sealed) != blob.hash or sealed[: len(MAGIC)] != MAGIC:
        raise damaged()
    try:
        told = crypto.open_body(blob.key, _NONCE, sealed[len(MAGIC) :], MAGIC)
    except crypto.Wrong as why:
        raise damaged() from why
    length = int.from_bytes(told[:_LENGTH], "big")
    if len(told) < _LENGTH or length > len(told) - _LENGTH:
        raise damaged()
    return told[_LENGTH : _LENGTH + length]


# --- records ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class File:
    """A file of a record, and what the record says of its copy."""

    id: UUID
    sha256: str
    size: int
    blob: Blob


def name_new(office: Office, own: Membership) -> int:
    """Write into the records of new files where their copies will lie. Before each sealing."""
    made: list[tuple[UUID, str]] = []
    with office.store.reading() as connection:
        lines = connection.exec_driver_sql(
            "SELECT a.id, a.college_id, a.sha256, r.scope FROM attachment a"
            " LEFT JOIN sync_row r ON r.record = a.id AND r.entity = 'attachment'"
            " WHERE a.blob IS NULL AND a.deleted_at IS NULL"
        ).all()
    for record, college, digest, known in lines:
        scope = known or own.scope_of(None if college is None else bytes(college))
        if scope is None or scope not in own.writes:
            continue
        content = attachments.content_of(office, digest)
        scope_key = own.scope_key(scope, own.epoch(scope))
        if content is None or scope_key is None:
            continue
        key = key_of(scope_key, bytes(record), digest)
        blob = Blob(scope, crypto.hash32(seal(content, key)), key)
        made.append((UUID(bytes=bytes(record)), blob.said()))
    if made:
        title = Said(N_("Files made ready for other computers"))
        with office.store.action(title, actor="", source="program") as work:
            for one, said in made:
                work.update("attachment", one, {"blob": said})
    return len(made)


def files(connection: Connection, where: str, given: tuple[object, ...] = ()) -> Iterator[File]:
    """Files whose records name a copy, newest first."""
    lines = connection.exec_driver_sql(
        "SELECT id, sha256, size, blob FROM attachment"
        f' WHERE blob IS NOT NULL AND deleted_at IS NULL AND {where} ORDER BY "row" DESC',
        given,
    ).all()
    for record, digest, size, said in lines:
        blob = read(said)
        if blob is not None:
            yield File(UUID(bytes=bytes(record)), digest, int(size), blob)


def holder(connection: Connection, own: Membership, attachment: UUID) -> str:
    """For people, whose computer put the file to its record; "" for this one or an unknown one."""
    device = connection.exec_driver_sql(
        "SELECT p.device FROM sync_row r JOIN sync_peer p ON p.id = r.peer"
        " WHERE r.record = ? AND r.entity = 'attachment'",
        (attachment.bytes,),
    ).scalar()
    known = own.certificate(str(device))
    if known is None or known.device == own.device:
        return ""
    is_same = known.college_id is not None and known.college_id == own.me.college_id
    return known.owner if is_same else known.college or known.owner


# --- a place ------------------------------------------------------------------------------------


def hand_over(
    office: Office, own: Membership, medium: Medium, place: str, room: int | None = None
) -> tuple[int | None, bool]:
    """Lay the copies that the place is not known to have: (the room left, whether all had room).

    Only of scopes this computer writes in, and of files that are here.
    """
    with office.store.reading() as connection:
        wanted = [one for one in _not_there(connection, place) if one.blob.scope in own.writes]
    for one in wanted:
        content = attachments.content_of(office, one.sha256)
        sealed = b"" if content is None else seal(content, one.blob.key)
        if crypto.hash32(sealed) != one.blob.hash:
            continue  # not here, or its record was made of another content
        if room is not None and len(sealed) > room:
            return room, False
        if medium.lay(one.blob.path, sealed) == "differs":
            _lay_beside(medium, one.blob.path, sealed)
        room = None if room is None else room - len(sealed)
        remember(office, place, one.blob)
    return room, True


def _not_there(connection: Connection, place: str) -> list[File]:
    """`said` begins with the scope and goes on with the hash: see Blob."""
    known = (
        "NOT EXISTS (SELECT 1 FROM sync_place p WHERE p.place = ?"
        f" AND p.scope = substr(blob, 1, 13) || '/{LAID}' AND p.device = substr(blob, 15, 32))"
    )
    return list(files(connection, known, (place,)))


def _lay_beside(medium: Medium, path: str, sealed: bytes) -> None:
    for number in range(1, names.COPIES + 1):
        if medium.lay(names.copy_path(path, number), sealed) != "differs":
            return


def remember(office: Office, place: str, blob: Blob) -> None:
    with office.store.local_writing() as connection:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO sync_place (place, scope, device, seq) VALUES (?, ?, ?, 1)",
            (place, f"{blob.scope}/{LAID}", blob.hash),
        )


def fetch(office: Office, medium: Medium, attachment: UUID) -> bool:
    """Bring one file here, because somebody wants to see it. True if it came (or was here).

    Raises Damaged where what lies there is not the file, Trouble where the place fails.
    """
    with office.store.reading() as connection:
        wanted = list(files(connection, "id = ?", (attachment.bytes,)))
    return bool(wanted) and _bring(office, medium, wanted[0])


def fetch_missing(
    office: Office, own: Membership, medium: Medium, most: int = IN_BACKGROUND
) -> tuple[int, int]:
    """In the background of a run: newest first, of this computer's own scope only, up to `most`
    bytes. Returns how many came, and how many are named and still not here."""
    with office.store.reading() as connection:
        mine = own.own_scope
        wanted = [
            one for one in files(connection, "1")
            if one.blob.scope == mine and not attachments.is_kept(office, one.sha256)
        ]  # fmt: skip
    came = 0
    for one in wanted:
        if one.size > most:
            break
        try:
            if _bring(office, medium, one):
                came += 1
                most -= one.size
        except (Damaged, Busy, TooLong):
            continue  # it is asked for anew in the next run, or when somebody opens it
    return came, len(wanted) - came


def _bring(office: Office, medium: Medium, one: File) -> bool:
    if attachments.is_kept(office, one.sha256):
        return True
    failed: Trouble | None = None
    for number in range(names.COPIES + 1):
        path = one.blob.path if number == 0 else names.copy_path(one.blob.path, number)
        sealed = medium.read(path, MOST_FILE)
        if sealed is None:
            break
        try:
            content = open_blob(sealed, one.blob)
        except Damaged as why:
            failed = why
            continue
        if hashlib.sha256(content).hexdigest() != one.sha256:
            raise Trouble(_("The file on the region's folder is not the one its record speaks of."))
        attachments.put(office, content)
        return True
    if failed is not None:
        raise failed
    return False
