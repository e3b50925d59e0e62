"""What the exchange shows to people: plain values for the window and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from cluster_desktop.fields import Value

PlaceKind = Literal["folder", "stick", "smb"]
Role = Literal["college", "region"]


@dataclass(frozen=True)
class Place:
    """A share or a stick: where it is, and how it was found.

    `path` is a folder or an smb:// address; `state`: "ours" carries this region's mark, "empty" has
    nothing, "other" another region's mark or foreign files, "away" cannot be reached now.
    """

    path: str
    kind: PlaceKind
    title: str
    state: Literal["ours", "empty", "other", "away"] = "away"
    free_mb: int | None = None


@dataclass(frozen=True)
class Waiting:
    """Bundles that wait or were refused: whose, how many, and why, in a sentence for people."""

    device: str
    owner: str
    count: int
    why: str
    refused: bool = False


@dataclass(frozen=True)
class Receipt:
    """One run of the exchange. The four counts add up: received = applied + waiting + rejected +
    duplicates. `outcome` is "done", "partly" (see `troubles`), "failed" or "cancelled"."""

    id: int
    at: datetime
    place: str
    outcome: Literal["done", "partly", "failed", "cancelled"]
    sent: int = 0
    sent_changes: Mapping[str, int] = field(default_factory=dict)  # by kind of record
    received: int = 0
    received_changes: Mapping[str, int] = field(default_factory=dict)
    applied: int = 0
    waiting: int = 0
    rejected: int = 0
    duplicates: int = 0
    merged: int = 0  # records that both sides had changed and that went together by themselves
    conflicts: int = 0  # new ones
    from_colleges: int = 0
    healed: int = 0  # files laid anew that the place had lost or damaged
    relayed: int = 0
    troubles: tuple[str, ...] = ()
    why: tuple[Waiting, ...] = ()
    undone: bool = False


@dataclass(frozen=True)
class State:
    """Where the exchange stands, read from the database only: no share is touched.

    `stage`: "off" not set up, "asked" the request waits for the region's invitation, "member"
    enrolled, "revoked" excluded, "forked" this database was copied or restored (see `warnings`).
    """

    stage: Literal["off", "asked", "member", "revoked", "forked"]
    role: Role = "college"
    region: str = ""
    college: str = ""
    device: str = ""
    fingerprint: tuple[str, ...] = ()  # 8 words of this computer, read over the phone
    place: Place | None = None
    last: Receipt | None = None
    unsent: int = 0
    unsent_changes: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    conflicts: int = 0
    warnings: tuple[str, ...] = ()
    is_sample: bool = False  # sample data are never exchanged


@dataclass(frozen=True)
class Ahead:
    """What a run would do now, counted without writing anything."""

    place: Place
    send: int
    send_changes: Mapping[str, int]
    receive: int
    colleges: int
    receive_changes: Mapping[str, int] = field(default_factory=dict)  # by kind of record


@dataclass(frozen=True)
class Side:
    """One of the values of a conflict. `at` is what the computer claimed; `unsure` if its clock is
    known to be wrong."""

    value: Value
    shown: str
    actor: str
    owner: str  # the college or office of that computer, "" for this one
    at: datetime | None
    is_here: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class ConflictField:
    """One field two people changed apart. `key` names it for `decide`."""

    key: str
    unit: str
    label: str
    base: str
    mine: Side
    theirs: Side
    winner: Literal["mine", "theirs"]
    kind: Literal["field", "deleted", "text"] = "field"
    legal: bool = False


@dataclass(frozen=True)
class Conflict:
    """All open conflicts of one record, and the fields that went together by themselves."""

    entity: str
    record: UUID
    kind_title: str
    title: str
    fields: tuple[ConflictField, ...]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """A computer of the region as its office sees it."""

    device: str
    owner: str
    college: str
    college_id: UUID | None
    role: Role
    letters: str
    since: int  # roster number
    last_heard: datetime | None = None
    bundles: int = 0
    revoked: bool = False
    dormant: bool = False
    fingerprint: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """A computer that asks to be admitted."""

    path: str
    device: str
    owner: str
    college: str
    college_bin: str
    college_id: UUID | None
    fingerprint: tuple[str, ...]
    at: datetime | None = None
