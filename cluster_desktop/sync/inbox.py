"""Bundles of others: judged by their content, kept whole, ready to be applied or handed on.

States in `sync_bundle`: own, applied, waiting (will be applied), held (a person must say yes),
relay (cannot be read here, is handed on), quarantine (of a computer nobody has told of yet),
rejected (for ever).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from cluster_desktop.i18n import N_
from cluster_desktop.sync import bundle
from cluster_desktop.sync.bundle import Damaged, Forged, Header
from cluster_desktop.sync.crypto import hash16
from cluster_desktop.sync.member import Membership

Judged = Literal["waiting", "relay", "quarantine", "rejected", "damaged", "duplicate"]
QUARANTINE_BYTES = 50 * 1024 * 1024

FORGED = N_("It was not made by the computer it names, or was changed on the way.")
MISNAMED = N_("It lies under another name than its own.")
REVOKED = N_("It comes from a computer that the regional office has excluded.")
NOT_ALLOWED = N_("Its computer may not write there.")
UNKNOWN = N_("It comes from a computer that is not in the region's list yet.")
DAMAGED = N_("The file is damaged; it will be laid anew by whoever has it.")


@dataclass(frozen=True)
class Verdict:
    """What is to become of a file. `reason` is a marked sentence."""

    state: Judged
    reason: str = ""
    header: Header | None = None


def judge(
    content: bytes, *, scope: str, device: str, seq: int, hashed: str, member: Membership
) -> Verdict:
    """What a file under the path of (scope, device, seq, hash) is worth."""
    if hash16(content) != hashed:
        return Verdict("damaged", DAMAGED)
    try:
        header = bundle.look(content)
    except Damaged:
        return Verdict("rejected", FORGED)
    if (header.scope, header.dev, header.seq) != (scope, device, seq):
        return Verdict("rejected", MISNAMED)
    known = member.certificate(device)
    if known is None:
        return Verdict("quarantine", UNKNOWN, header)
    try:
        bundle.verify(content, known.sign_key)
    except Damaged:
        return Verdict("damaged", DAMAGED)
    except Forged:
        return Verdict("rejected", FORGED)
    if member.roster.is_revoked(device, scope, seq):
        return Verdict("rejected", REVOKED, header)
    if scope not in known.writes:
        # Its author may know a newer list, in which it may: the office of a college just admitted.
        if header.roster > member.roster_number:
            return Verdict("quarantine", NOT_ALLOWED, header)
        return Verdict("rejected", NOT_ALLOWED, header)
    return Verdict("waiting" if scope in member.reads else "relay", "", header)


def is_known(connection: Connection, scope: str, device: str, seq: int, hashed: str) -> bool:
    found = connection.exec_driver_sql(
        "SELECT 1 FROM sync_bundle WHERE scope = ? AND device = ? AND seq = ? AND hash = ?",
        (scope, device, seq, hashed),
    )
    return found.first() is not None


def known_since(connection: Connection, scope: str, device: str, seq: int) -> set[tuple[int, str]]:
    """(seq, hash) of the bundles that are here, from a number on."""
    found = connection.exec_driver_sql(
        "SELECT seq, hash FROM sync_bundle WHERE scope = ? AND device = ? AND seq >= ?",
        (scope, device, seq),
    )
    return {(int(n), str(h)) for n, h in found}


def keep(
    connection: Connection,
    verdict: Verdict,
    content: bytes,
    *,
    scope: str,
    device: str,
    seq: int,
    hashed: str,
    at: int,
) -> bool:
    """Put the file among the others. False where there is no room for strangers' files."""
    if verdict.state == "quarantine" and _strangers(connection) + len(content) > QUARANTINE_BYTES:
        return False
    body = b"" if verdict.state == "rejected" else content
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO sync_bundle (scope, device, seq, hash, prev, state, reason, hi,"
        " came_at, content) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
        (
            scope, device, seq, hashed, verdict.header.prev if verdict.header else "",
            verdict.state, verdict.reason, at, body,
        ),
    )  # fmt: skip
    return True


def _strangers(connection: Connection) -> int:
    found = connection.exec_driver_sql(
        "SELECT total(length(content)) FROM sync_bundle WHERE state = 'quarantine'"
    ).scalar()
    return int(found or 0)


def judge_strangers(connection: Connection, member: Membership) -> int:
    """Look again at what unknown computers laid, after a newer list has come."""
    lines = connection.exec_driver_sql(
        "SELECT scope, device, seq, hash, content FROM sync_bundle WHERE state = 'quarantine'"
    ).all()
    judged = 0
    for scope, device, seq, hashed, content in lines:
        verdict = judge(
            bytes(content), scope=scope, device=device, seq=seq, hashed=hashed, member=member
        )
        if verdict.state != "quarantine":
            set_state(connection, scope, device, seq, hashed, verdict.state, verdict.reason)
            judged += 1
    return judged


def judge_again(connection: Connection, member: Membership) -> None:
    """After a newer list: what waits is refused if its computer was excluded, what could not be
    read is read if the key has come."""
    for state in ("waiting", "relay"):
        lines = connection.exec_driver_sql(
            "SELECT scope, device, seq, hash FROM sync_bundle WHERE state = ?", (state,)
        ).all()
        for scope, device, seq, hashed in lines:
            if member.roster.is_revoked(device, scope, seq):
                set_state(connection, scope, device, seq, hashed, "rejected", REVOKED)
            elif state == "relay" and scope in member.reads:
                set_state(connection, scope, device, seq, hashed, "waiting", "")


def set_state(
    connection: Connection,
    scope: str,
    device: str,
    seq: int,
    hashed: str,
    state: str,
    reason: str = "",
) -> None:
    connection.exec_driver_sql(
        "UPDATE sync_bundle SET state = ?, reason = ? WHERE scope = ? AND device = ? AND seq = ?"
        " AND hash = ?",
        (state, reason, scope, device, seq, hashed),
    )
