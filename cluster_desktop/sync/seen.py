"""What of each computer was applied here: version vectors, own bundles, copies of a computer."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cluster_desktop.db import local
from cluster_desktop.db.journal import moment_of
from cluster_desktop.sync import rows
from cluster_desktop.sync.rows import Peers

MISSING = "sync.missing"
FOUND = "sync.found"  # in how many runs own bundles were found that the database did not know
SILENCE = timedelta(hours=20)  # how long others may hear nothing of a computer that reads


def vector(connection: Connection, scope: str) -> dict[int, int]:
    """The version vector of a scope by peer."""
    found = connection.exec_driver_sql("SELECT peer, seq FROM sync_seen WHERE scope = ?", (scope,))
    return rows.pairs(found)


def seen_of(connection: Connection, scope: str, peer: int) -> tuple[int, str]:
    """The last bundle of a computer that was applied (or sealed) here: its number and hash."""
    line = connection.exec_driver_sql(
        "SELECT seq, hash FROM sync_seen WHERE scope = ? AND peer = ?", (scope, peer)
    ).first()
    return (0, "") if line is None else (int(line[0]), str(line[1]))


def put_seen(connection: Connection, scope: str, peer: int, seq: int, hashed: str) -> None:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO sync_seen (scope, peer, seq, hash) VALUES (?, ?, ?, ?)",
        (scope, peer, seq, hashed),
    )


def missing(connection: Connection, scope: str) -> dict[str, list[int]]:
    """By computer the bundles that were passed over after a long wait: the vector says nothing
    about these."""
    told: dict[str, list[int]] = json.loads(local.fact(connection, f"{MISSING}.{scope}") or "{}")
    return told


def note_missing(connection: Connection, scope: str, device: str, seq: int) -> None:
    """Before a bundle counts as seen: those between it and the last one have not come; it has."""
    last, _hashed = seen_of(connection, scope, Peers(connection).number(device))
    known = missing(connection, scope)
    before = known.get(device, [])
    now = [one for one in (*before, *range(last + 1, seq)) if one != seq]
    _put_missing(connection, scope, known, device, now)


def forget_missing(connection: Connection, scope: str, device: str, seq: int) -> None:
    """All up to that one have come, by a checkpoint."""
    known = missing(connection, scope)
    left = [one for one in known.get(device, ()) if one > seq]
    _put_missing(connection, scope, known, device, left)


def _put_missing(
    connection: Connection, scope: str, known: dict[str, list[int]], device: str, now: list[int]
) -> None:
    if now != known.get(device, []):
        told = {**known, device: now}
        kept = {one: seqs for one, seqs in told.items() if seqs}
        local.put_fact(connection, f"{MISSING}.{scope}", json.dumps(kept))


def go_on_after(connection: Connection, scope: str, device: str) -> None:
    """Number new bundles after every own one that was found on a share: this database was
    restored from a copy, and a number never carries two contents. What this computer did not sign
    counts for nothing, or anybody could take its numbers away."""
    found = connection.exec_driver_sql(
        "SELECT seq, hash FROM sync_bundle WHERE scope = ? AND device = ?"
        " AND state IN ('own', 'waiting', 'held', 'applied')"
        " ORDER BY seq DESC, state = 'own' DESC LIMIT 1",
        (scope, device),
    ).first()
    me = Peers(connection).number(device)
    if found is not None and found[0] > seen_of(connection, scope, me)[0]:
        put_seen(connection, scope, me, int(found[0]), str(found[1]))


def has_news_of_others(connection: Connection, scope: str, now: datetime) -> bool:
    """Whether something was applied since this computer last told what it has seen, a day ago."""
    line = connection.exec_driver_sql(
        "SELECT came_at FROM sync_bundle WHERE state = 'own' AND scope = ?"
        " ORDER BY seq DESC LIMIT 1",
        (scope,),
    ).scalar()
    told = int(line or 0)
    if 0 <= now.timestamp() - told < SILENCE.total_seconds():
        return False
    if told > now.timestamp():  # the clock of this computer was ahead, or was put back
        return True
    heard = connection.exec_driver_sql(
        "SELECT max(came_at) FROM sync_bundle WHERE state = 'applied'"
    ).scalar()
    return int(heard or 0) > told


def is_behind(newest: int, now: datetime) -> bool:
    """Whether this computer's clock stands more than a day behind what it has seen of others."""
    return moment_of(newest) - now > timedelta(hours=24)


def own_to_come(connection: Connection, scope: str, device: str) -> bool:
    """Whether bundles of this computer itself are not applied yet, after a restore: the digest
    says nothing then."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM sync_bundle WHERE scope = ? AND device = ? AND state <> 'own'"
        " AND state NOT IN ('applied', 'rejected') LIMIT 1",
        (scope, device),
    )
    return found.first() is not None


def has_branches(connection: Connection, scope: str) -> bool:
    """Whether some computer's data were copied: a vector does not tell its branches apart."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM sync_bundle WHERE scope = ? AND state <> 'rejected'"
        " GROUP BY device, seq HAVING count(*) > 1 LIMIT 1",
        (scope,),
    )
    return found.first() is not None


def is_forked(connection: Connection, device: str) -> bool:
    """Whether two bundles of this computer have one number, or bundles that it did not make came
    more than once: its data were copied."""
    if int(local.fact(connection, FOUND) or 0) > 1:
        return True
    found = connection.exec_driver_sql(
        "SELECT 1 FROM sync_bundle WHERE device = ? AND state <> 'rejected'"
        " GROUP BY scope, seq HAVING count(*) > 1 LIMIT 1",
        (device,),
    )
    return found.first() is not None


def last_of(connection: Connection, device: str) -> dict[str, int]:
    """By scope the last bundle of a computer that was applied here."""
    found = connection.exec_driver_sql(
        "SELECT s.scope, s.seq FROM sync_seen s JOIN sync_peer p ON p.id = s.peer"
        " WHERE p.device = ?",
        (device,),
    )
    return rows.pairs(found)


def found_own(connection: Connection) -> None:
    """Once more bundles of this computer were met that its database did not make or know."""
    times = int(local.fact(connection, FOUND) or 0)
    local.put_fact(connection, FOUND, str(times + 1))
