"""Somebody who has the share but no right to write: his files must change nothing."""

from __future__ import annotations

import random
from uuid import uuid4

from cluster_desktop.sync import bundle, wire
from cluster_desktop.sync.bundle import Header
from cluster_desktop.sync.crypto import hash16
from cluster_desktop.sync.keys import DeviceKeys
from cluster_desktop.sync.names import bundle_path
from cluster_desktop.sync.wire import Act, Body, Group
from tests.sync.simulation.media import MemoryMedium, bundles_on
from tests.sync.simulation.region import Region, keys_of, scope_name, secret

WORD = "INTRUDER"
SCHEMA = 6


def intrude(medium: MemoryMedium, region: Region, name: str, chance: random.Random) -> str:
    """Lay one forged file; what it was."""
    keys = keys_of(name)
    kind = chance.choice(("stranger", "other's scope", "in another's name", "taken apart"))
    scope = region.own_scope(name)
    if kind == "stranger":
        keys = keys_of(f"stranger {chance.randrange(3)}")
    elif kind == "other's scope":
        scope = scope_name("b" if region.college(name) != "b" else "a")
        if not region.college(name):
            return "nothing: the office may write everywhere"
    elif kind == "taken apart":
        return _taken_apart(medium, chance)
    device = keys.device
    signer = keys_of("stranger 9") if kind == "in another's name" else keys
    lay(medium, forged(device, scope, chance.randrange(1, 5), signer))
    return kind


def forged(device: str, scope: str, seq: int, signer: DeviceKeys, key: bytes = b"") -> bytes:
    """A bundle with a new teacher called INTRUDER, signed by `signer`."""
    header = Header(
        v=bundle.VERSION, scope=scope, epoch=1, dev=device, seq=seq, prev="", roster=1,
        min_reader=1, schema=SCHEMA, txn="", parts=((scope, seq),),
    )  # fmt: skip
    body = teacher_body(WORD)
    return bundle.pack(header, wire.encode(body), key or secret("no key"), signer.sign_seed)


def teacher_body(name: str, stamp: int = 1_795_000_000_000 << 16) -> Body:
    """A body with one new teacher."""
    group = Group(
        part="teacher",
        unit="",
        fields=("full_name", "college_id", "deleted_at"),
        records=uuid4().bytes,
        acts=[0],
        prevs=[],
        values=[[name], [None], [None]],
        olds=[],
    )
    return Body(app="", seen={}, hi=stamp, acts=[Act(stamp, WORD, "hand", WORD)], groups=[group])


def lay(medium: MemoryMedium, content: bytes) -> str:
    """Under the name that its header and content give it."""
    header = bundle.look(content)
    path = bundle_path(header.scope, header.dev, header.seq, hash16(content))
    medium.files.setdefault(path, content)
    return path


def _taken_apart(medium: MemoryMedium, chance: random.Random) -> str:
    """A member's own bytes with a changed header, under the name that fits the new content."""
    paths = bundles_on(medium)
    if not paths:
        return "nothing: no file yet"
    content = bytearray(medium.files[chance.choice(paths)])
    if len(content) < 100:
        return "nothing: too short"
    place = chance.randrange(12, len(content))
    content[place] ^= 0x40
    try:
        lay(medium, bytes(content))
    except bundle.Damaged:
        return "nothing: the header is no header any more"
    return "taken apart"
