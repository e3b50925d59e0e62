"""What a run did, in numbers and sentences: the receipt that is kept for people and support."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from cluster_desktop.db.store import Store
from cluster_desktop.i18n import _
from cluster_desktop.sync.member import Membership
from cluster_desktop.sync.sealing import Sealed
from cluster_desktop.sync.views import Receipt, Waiting

Outcome = Literal["done", "partly", "failed", "cancelled"]
Name: TypeAlias = tuple[str, str, int, str]  # scope, computer, number, hash of a file


@dataclass
class Tally:
    """What a run did so far."""

    sent: int = 0
    healed: int = 0
    relayed: int = 0
    fetched: list[tuple[str, str, int, str]] = field(default_factory=list)
    damaged: int = 0
    duplicates: int = 0
    rejected: int = 0
    conflicts: int = 0
    merged: int = 0
    received: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sealed: Sealed = field(default_factory=Sealed)
    troubles: list[str] = field(default_factory=list)
    new_list: bool = False


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
        sent=sum(tally.sealed.changes.values()),
        sent_changes=dict(tally.sealed.changes),
        received=len(tally.fetched),
        received_changes=dict(tally.received),
        applied=counts["applied"],
        waiting=counts["waiting"],
        rejected=counts["rejected"],
        duplicates=tally.duplicates,
        merged=tally.merged,
        conflicts=tally.conflicts,
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
