"""Tables of the exchange. They belong to this computer, are no records and not in the journal.

What a device knows of others, which stamps its fields carry, what it sealed, received, could not
use yet. `docs/exchange.md` tells the protocol; `cluster_desktop/sync` works with these tables.
"""

from __future__ import annotations

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from cluster_desktop.db.base import Base


class SyncPeer(Base):
    """A device that was heard of, by a small number used in the clocks of rows. 1 is this one."""

    __tablename__ = "sync_peer"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    device: Mapped[str] = mapped_column(String, unique=True)


class SyncScope(Base):
    """A scope this device writes or reads, and the sum of the hashes of its rows (32 bytes)."""

    __tablename__ = "sync_scope"
    scope: Mapped[str] = mapped_column(String, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class SyncSeen(Base):
    """The version vector: of each device the highest bundle that was applied without a gap."""

    __tablename__ = "sync_seen"
    scope: Mapped[str] = mapped_column(String, primary_key=True)
    peer: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String)


class SyncRow(Base):
    """The clocks of one record: (stamp, peer, seq) of its making and of later changed units.

    `later`: msgpack {unit: [stamp, peer, seq]}. `hash`: of the record's content and clocks, as it
    stands in the digest of its scope. What a college keeps for itself of a shared record has the
    entity's name with "@college" behind it.
    """

    __tablename__ = "sync_row"
    record: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    entity: Mapped[str] = mapped_column(String, primary_key=True)
    scope: Mapped[str] = mapped_column(String)
    stamp: Mapped[int] = mapped_column(Integer)
    peer: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(Integer)
    later: Mapped[bytes | None] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary(16))


class SyncLoser(Base):
    """An operation that no later one built upon and that did not win: a conflict to be decided."""

    __tablename__ = "sync_loser"
    record: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    unit: Mapped[str] = mapped_column(String, primary_key=True)
    stamp: Mapped[int] = mapped_column(Integer, primary_key=True)
    peer: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    entity: Mapped[str] = mapped_column(String)
    scope: Mapped[str] = mapped_column(String)
    value: Mapped[bytes] = mapped_column(LargeBinary)
    base: Mapped[bytes | None] = mapped_column(LargeBinary)
    actor: Mapped[str] = mapped_column(String)
    # "field": another value of the same unit; "deleted": changed there, sent to the bin here;
    # "erased": no conflict, but that the unit was emptied with a person (sync/erasures.py)
    kind: Mapped[str] = mapped_column(String)


class SyncBundle(Base):
    """A bundle, whole: own ones for ever, others' to hand on. States are in sync/store.py."""

    __tablename__ = "sync_bundle"
    scope: Mapped[str] = mapped_column(String, primary_key=True)
    device: Mapped[str] = mapped_column(String, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    hash: Mapped[str] = mapped_column(String, primary_key=True)
    prev: Mapped[str] = mapped_column(String)
    state: Mapped[str] = mapped_column(String)
    reason: Mapped[str] = mapped_column(String, default="", server_default="")
    hi: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    came_at: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    content: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (Index("ix_sync_bundle_state", "state"),)


class SyncUnknown(Base):
    """An operation on a table or field this version does not know, or whose record has not come."""

    __tablename__ = "sync_unknown"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scope: Mapped[str] = mapped_column(String)
    entity: Mapped[str] = mapped_column(String)
    record: Mapped[bytes] = mapped_column(LargeBinary(16))
    stamp: Mapped[int] = mapped_column(Integer)
    peer: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(Integer)
    operation: Mapped[bytes] = mapped_column(LargeBinary)
    # "unknown": newer than this program; "parked": the record it belongs to has not come yet
    why: Mapped[str] = mapped_column(String)


class SyncPlace(Base):
    """How far a share or stick is known to hold each device's bundles."""

    __tablename__ = "sync_place"
    place: Mapped[str] = mapped_column(String, primary_key=True)
    scope: Mapped[str] = mapped_column(String, primary_key=True)
    device: Mapped[str] = mapped_column(String, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)


class SyncDocument(Base):
    """Rosters, invitations, grants: signed files of the region, by kind and number."""

    __tablename__ = "sync_document"
    kind: Mapped[str] = mapped_column(String, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    hash: Mapped[str] = mapped_column(String, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SyncReceipt(Base):
    """What one run of the exchange did: JSON of sync.views.Receipt."""

    __tablename__ = "sync_receipt"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[str] = mapped_column(String)
    body: Mapped[str] = mapped_column(String)


class SyncAction(Base):
    """An action of another device in the journal, and the run that brought it."""

    __tablename__ = "sync_action"
    action: Mapped[int] = mapped_column(Integer, primary_key=True)
    peer: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(Integer)
    scope: Mapped[str] = mapped_column(String)
    receipt: Mapped[int | None] = mapped_column(Integer, index=True)
