"""A bundle that comes before the list of computers in which its author may write it."""

from __future__ import annotations

from dataclasses import replace

from cluster_desktop.sync import crypto, inbox
from cluster_desktop.sync.member import Membership
from tests.sync.simulation import media
from tests.sync.simulation.region import keys_of
from tests.sync.simulation.stage import OFFICE, OTHER, A, Stage


def without_scope(stage: Stage, scope: str, number: int) -> Membership:
    """As another computer sees the region while the office does not write into that scope."""
    newest = stage.region.newest
    narrow = tuple(
        replace(one, reads=_but(one.reads, scope), writes=_but(one.writes, scope))
        if one.role == "region"
        else one
        for one in newest.certificates
    )
    return Membership(keys_of(OTHER), replace(newest, number=number, certificates=narrow))


def _but(scopes: tuple[str, ...], scope: str) -> tuple[str, ...]:
    return tuple(one for one in scopes if one != scope)


def test_what_the_office_writes_for_a_new_college_waits_for_the_list(stage: Stage) -> None:
    teacher = stage.add(A)
    stage.meet(A, OFFICE)
    stage.put(OFFICE, teacher, note="кеңсе жазбасы")
    stage.meet(OFFICE)
    scope, device = stage.region.own_scope(A), stage.region.device(OFFICE)
    (path,) = (p for p in media.bundles_on(stage.share) if f"/{scope}/{device}/" in p)
    content = stage.share.files[path]
    hashed = crypto.hash16(content)
    newest = stage.region.newest.number

    def judged(member: Membership) -> inbox.Verdict:
        return inbox.judge(content, scope=scope, device=device, seq=1, hashed=hashed, member=member)

    early = judged(without_scope(stage, scope, newest - 1))
    assert early.state == "quarantine"
    with stage.office(OTHER).store.local_writing() as connection:
        inbox.keep(
            connection, early, content, scope=scope, device=device, seq=1, hashed=hashed, at=0
        )
        inbox.judge_strangers(connection, stage.world.membership(OTHER))
    with stage.office(OTHER).store.reading() as connection:
        state = connection.exec_driver_sql(
            "SELECT state FROM sync_bundle WHERE hash = ?", (hashed,)
        ).scalar()
    assert state == "relay"
    # The same list that its author knew says no: for ever.
    assert judged(without_scope(stage, scope, newest)).state == "rejected"
