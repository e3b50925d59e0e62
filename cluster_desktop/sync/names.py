"""What things are called on a medium: made here, and read back here. Knows no contents.

Only a-z, 2-7, 0-9, `-` and `.`: no name can clash by its case or its accents, none is forbidden on
any file system, none says what is inside. A name that is not made here is nobody's business.
"""

from __future__ import annotations

import base64
import re
import secrets

from cluster_desktop.errors import Bug

MARK = "cluster-share.id"
ROOT = "v1"
OFFICE_SCOPE = "adm"  # rosters: signed, not secret
CHECKPOINTS, BLOBS, INBOX = "ckpt", "blob", "inbox"
LONGEST_NAME, LONGEST_PATH = 64, 120
NAMES_IN_A_FOLDER = 1000
COPIES = 9  # laid beside a damaged file of the same name

_DEVICE = re.compile(r"[a-z2-7]{25}[aeimquy4]")  # the last letter of 128 bits holds three of them
_SCOPE = re.compile(r"[a-z2-7]{12}[acegikmoqsuwy246]")
_HASH16 = re.compile(r"[0-9a-f]{16}")
_HASH32 = re.compile(r"[0-9a-f]{32}")
_SEGMENT = re.compile(r"\d{5}")
_COPY = r"(?:-h[1-9])?"
_BUNDLE = re.compile(rf"(\d{{8}})-([0-9a-f]{{16}}){_COPY}\.clb")
_ROSTER = re.compile(rf"roster-(\d{{8}})-([0-9a-f]{{16}}){_COPY}\.clr")
_REQUEST = re.compile(rf"request-([a-z2-7]{{25}}[aeimquy4]){_COPY}\.clr")
_INVITATION = re.compile(rf"invite-([a-z2-7]{{25}}[aeimquy4]){_COPY}\.cli")
_CHECKPOINT = re.compile(r"(\d{8})-([0-9a-f]{16})")
_PART = re.compile(rf"part-(\d{{4}})-([0-9a-f]{{16}}){_COPY}\.clp")
_MANIFEST = re.compile(rf"manifest{_COPY}\.clm")
_BLOB = re.compile(rf"([0-9a-f]{{32}}){_COPY}\.clx")
_PIECE = re.compile(r"\.?[a-z0-9][a-z0-9.-]*")


def base32(data: bytes) -> str:
    """Bytes in the letters of names: 16 make a computer's 26, 8 a scope's 13."""
    return base64.b32encode(data).decode("ascii").rstrip("=").lower()


def from_base32(text: str) -> bytes:
    """The bytes again. Raises ValueError for anything that `base32` cannot have made."""
    data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    if base32(data) != text:
        raise ValueError("not written as base32() writes")
    return data


def new_scope() -> str:
    """The name of a new scope: eight random bytes, so that no college can be told from it."""
    return base32(secrets.token_bytes(8))


def is_device(name: str) -> bool:
    return _DEVICE.fullmatch(name) is not None


def is_scope(name: str) -> bool:
    """True for a scope of records; OFFICE_SCOPE is none."""
    return _SCOPE.fullmatch(name) is not None


# --- paths ------------------------------------------------------------------------------------


def scope_folder(scope: str) -> str:
    return f"{ROOT}/{_sure(scope, scope == OFFICE_SCOPE or is_scope(scope))}"


def device_folder(scope: str, device: str) -> str:
    return f"{scope_folder(scope)}/{_sure(device, is_device(device))}"


def segment_folder(scope: str, device: str, segment: int) -> str:
    """The folder of NAMES_IN_A_FOLDER bundles, seq // NAMES_IN_A_FOLDER == segment."""
    return f"{device_folder(scope, device)}/{_digits(segment, 5)}"


def bundle_path(scope: str, device: str, seq: int, hash16: str) -> str:
    folder = segment_folder(scope, device, seq // NAMES_IN_A_FOLDER)
    return f"{folder}/{_digits(seq, 8)}-{_hash16(hash16)}.clb"


def office_folder() -> str:
    return scope_folder(OFFICE_SCOPE)


def roster_path(number: int, hash16: str) -> str:
    return f"{office_folder()}/roster-{_digits(number, 8)}-{_hash16(hash16)}.clr"


def inbox_folder() -> str:
    return f"{ROOT}/{INBOX}"


def request_path(device: str) -> str:
    return f"{inbox_folder()}/request-{_sure(device, is_device(device))}.clr"


def invitation_path(device: str) -> str:
    return f"{inbox_folder()}/invite-{_sure(device, is_device(device))}.cli"


def checkpoints_folder(scope: str) -> str:
    return f"{scope_folder(scope)}/{CHECKPOINTS}"


def checkpoint_folder(scope: str, number: int, hash16: str) -> str:
    """`hash16` is the manifest's, so that two makers of one number do not share a folder."""
    return f"{checkpoints_folder(scope)}/{_digits(number, 8)}-{_hash16(hash16)}"


def manifest_path(scope: str, number: int, hash16: str) -> str:
    return f"{checkpoint_folder(scope, number, hash16)}/manifest.clm"


def part_path(scope: str, number: int, hash16: str, part: int, part_hash16: str) -> str:
    name = f"part-{_digits(part, 4)}-{_hash16(part_hash16)}.clp"
    return f"{checkpoint_folder(scope, number, hash16)}/{name}"


def blobs_folder(scope: str) -> str:
    return f"{scope_folder(scope)}/{BLOBS}"


def blob_path(scope: str, hash32: str) -> str:
    """`hash32` is that of the encrypted bytes: of the plain ones it would confirm guesses."""
    _sure(hash32, _HASH32.fullmatch(hash32) is not None)
    return f"{blobs_folder(scope)}/{hash32[:2]}/{hash32}.clx"


def copy_path(path: str, number: int) -> str:
    """Where a whole copy goes if what lies under `path` is damaged: nothing is written over."""
    if not 1 <= number <= COPIES:
        raise Bug(f"copy {number} of {path}")
    stem, _dot, ending = path.rpartition(".")
    return f"{stem}-h{number}.{ending}"


def temporary(path: str) -> str:
    """A name nobody reads, in the same folder: bytes lie there until they are proven whole."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}.{secrets.token_hex(4)}.part"


# --- reading names ------------------------------------------------------------------------------


def parse_bundle(name: str) -> tuple[int, str] | None:
    """(seq, hash16) of a bundle's name or of a copy of it; None for all else."""
    return _numbered(_BUNDLE, name)


def parse_roster(name: str) -> tuple[int, str] | None:
    return _numbered(_ROSTER, name)


def parse_segment(name: str) -> int | None:
    return int(name) if _SEGMENT.fullmatch(name) and name.isascii() else None


def parse_request(name: str) -> str | None:
    """The computer that asks."""
    found = _REQUEST.fullmatch(name)
    return found[1] if found else None


def parse_invitation(name: str) -> str | None:
    """The computer that is invited."""
    found = _INVITATION.fullmatch(name)
    return found[1] if found else None


def parse_checkpoint(name: str) -> tuple[int, str] | None:
    return _numbered(_CHECKPOINT, name)


def parse_part(name: str) -> tuple[int, str] | None:
    return _numbered(_PART, name)


def is_manifest(name: str) -> bool:
    return _MANIFEST.fullmatch(name) is not None


def parse_blob(name: str) -> str | None:
    """The hash32 of an attachment."""
    found = _BLOB.fullmatch(name)
    return found[1] if found else None


def check(path: str) -> str:
    """The path itself, if it is one that may be used on a medium; else a Bug.

    Paths are made here, never taken from a file: one that leads elsewhere is a fault of ours.
    """
    pieces = path.split("/")
    sound = (
        path.isascii()
        and len(path) <= LONGEST_PATH
        and all(_PIECE.fullmatch(piece) and len(piece) <= LONGEST_NAME for piece in pieces)
    )
    if not sound:
        raise Bug(f"no path of a medium: {path!r}")
    return path


def _numbered(pattern: re.Pattern[str], name: str) -> tuple[int, str] | None:
    found = pattern.fullmatch(name)
    # \d is any digit of any script; a name of ours has only those of ASCII
    return (int(found[1]), found[2]) if found and name.isascii() else None


def _digits(number: int, width: int) -> str:
    if not 0 <= number < 10**width:
        raise Bug(f"{number} has no {width} digits")
    return f"{number:0{width}d}"


def _hash16(text: str) -> str:
    return _sure(text, _HASH16.fullmatch(text) is not None)


def _sure(text: str, is_right: bool) -> str:
    if not is_right:
        raise Bug(f"no name of a medium: {text!r}")
    return text
