"""What a run did, in numbers and sentences: the receipt that is kept for people and support."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sqlalchemy import Connection

from cluster_desktop.db.store import Store
from cluster_desktop.errors import Trouble
from cluster_desktop.i18n import _
from cluster_desktop.sync import bundle, sealing, wire
from cluster_desktop.sync.member import Membership
from cluster_desktop.sync.units import INNER
from cluster_desktop.sync.views import Place, Receipt, Waiting
from cluster_desktop.sync.wire import Body

Outcome = Literal["done", "partly", "failed", "cancelled"]
Name: TypeAlias = tuple[str, str, int, str]  # scope, computer, number, hash of a file


@dataclass
class Tally:
    """What a run did so far."""

    healed: int = 0
    relayed: int = 0
    fetched: list[tuple[str, str, int, str]] = field(default_factory=list)
    damaged: int = 0
    duplicates: int = 0
    rejected: int = 0
    merged: int = 0
    received: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    laid: list[Name] = field(default_factory=list)  # own files that were handed over
    gone: dict[str, int] = field(default_factory=dict)  # records in them by kind
    troubles: list[str] = field(default_factory=list)
    new_list: bool = False

    def count(self, bodies: Iterable[Body]) -> None:
        """The records that applied files speak of, also those that had a newer value here."""
        for body in bodies:
            for group in body.groups:
                entity = group.part.removesuffix(INNER)
                self.received[entity].update(group.record(n) for n in range(group.count()))


def torn(owner: str) -> Trouble:
    """What is told of a file that is damaged on the place."""
    return Trouble(
        _(
            "A file of {owner} is damaged on the region's folder or not there whole. It is laid "
            "anew when that computer exchanges next."
        ).format(owner=owner or _("another computer"))
    )


def told(
    store: Store,
    own: Membership,
    tally: Tally,
    reasons: Mapping[Name, str],
    number: int,
    place: str,
    outcome: Outcome,
) -> Receipt:
    """The receipt: received = applied + waiting + rejected + duplicates."""
    states = _states(store)
    counts = {"applied": 0, "waiting": 0, "rejected": 0}
    for name in tally.fetched:
        state = states.get(name, "")
        done = "applied" if state in ("applied", "relay") else "waiting"
        counts["rejected" if state == "rejected" else done] += 1
    colleges = {own.title(name[1]) for name in tally.fetched if states.get(name) == "applied"}
    return Receipt(
        id=number,
        at=store.clock(),
        place=place,
        outcome=outcome,
        sent=sum(tally.gone.values()),
        sent_changes=dict(tally.gone),
        received=len(tally.fetched),
        received_changes={entity: len(ids) for entity, ids in tally.received.items()},
        applied=counts["applied"],
        waiting=counts["waiting"],
        rejected=counts["rejected"],
        duplicates=tally.duplicates,
        merged=tally.merged,
        from_colleges=len(colleges),
        healed=tally.healed,
        relayed=tally.relayed,
        troubles=tuple(tally.troubles),
        why=tuple(waiting_of(store, own, reasons)),
    )


def _states(store: Store) -> dict[Name, str]:
    with store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT scope, device, seq, hash, state FROM sync_bundle WHERE state <> 'own'"
        )
        return {(s, d, int(q), h): state for s, d, q, h, state in found}


def waiting_of(store: Store, own: Membership, reasons: Mapping[Name, str]) -> list[Waiting]:
    """Files that wait or were refused, by computer and reason, as sentences."""
    with store.reading() as connection:
        lines = connection.exec_driver_sql(
            "SELECT scope, device, seq, hash, state, reason FROM sync_bundle"
            " WHERE state IN ('waiting', 'held', 'rejected', 'quarantine')"
        ).all()
    counts: dict[tuple[str, str, bool], int] = defaultdict(int)
    for scope, device, seq, hashed, state, kept in lines:
        reason = reasons.get((scope, device, seq, hashed)) or kept
        counts[device, reason, state == "rejected"] += 1
    return [
        Waiting(device, own.title(device), count, _(reason) if reason else "", refused)
        for (device, reason, refused), count in sorted(counts.items())
    ]


def unsent_to(connection: Connection, own: Membership, place: Place | None) -> dict[str, int]:
    """By kind how many records that were changed here the place does not have as they are now.

    The one answer for strip, page and command line.
    """
    files = [] if place is None else undelivered(connection, own.device, place.path)
    if not files:
        return sealing.waiting_changes(connection)
    found = _records_in(connection, own, files)
    for entity, record in sealing.waiting_records(connection):
        found[entity].add(record)  # changed again since it was made ready: one record all the same
    return {entity: len(records) for entity, records in found.items()}


def changes_in(connection: Connection, own: Membership, files: Iterable[Name]) -> dict[str, int]:
    """By kind how many records these own files change."""
    found = _records_in(connection, own, files)
    return {entity: len(records) for entity, records in found.items()}


def _records_in(
    connection: Connection, own: Membership, files: Iterable[Name]
) -> dict[str, set[bytes]]:
    """By kind the records that these own files change."""
    found: dict[str, set[bytes]] = defaultdict(set)
    for scope, device, seq, hashed in files:
        content = connection.exec_driver_sql(
            "SELECT content FROM sync_bundle"
            " WHERE scope = ? AND device = ? AND seq = ? AND hash = ?",
            (scope, device, seq, hashed),
        ).scalar()
        if not content:
            continue
        header = bundle.look(bytes(content))
        key = own.scope_key(scope, header.epoch)
        if key is None:
            continue
        for group in wire.decode(bundle.unpack(bytes(content), header, key)).groups:
            entity = group.part.removesuffix(INNER)
            found[entity].update(group.record(n) for n in range(group.count()))
    return found


def undelivered(connection: Connection, device: str, place: str) -> list[Name]:
    """Own files that the place is not known to have."""
    lines = connection.exec_driver_sql(
        "SELECT b.scope, b.device, b.seq, b.hash FROM sync_bundle b LEFT JOIN sync_place p"
        " ON p.place = ? AND p.scope = b.scope AND p.device = b.device"
        " WHERE b.state = 'own' AND b.device = ? AND b.seq > coalesce(p.seq, 0)",
        (place, device),
    )
    return [(str(s), str(d), int(q), str(h)) for s, d, q, h in lines]
