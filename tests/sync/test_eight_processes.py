"""Eight computers as processes on the real Samba, which is killed, frozen and restarted meanwhile.

Two hundred rounds by hand: python -m pytest tests/sync/test_eight_processes.py -m soak
"""

from __future__ import annotations

import random
import threading
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.sync import rows, share
from cluster_desktop.sync.exchange import Exchange
from cluster_desktop.sync.finding import open_place
from cluster_desktop.sync.smb import PASSWORD_VARIABLE
from tests.sync.simulation import processes
from tests.sync.simulation.region import MADE, Templates, region_id, region_of
from tests.sync.smb.samba import Samba

COMPUTERS = ("office", "a1", "a2", "a3", "b1", "b2", "c1", "c2")
DEADLINE = 4.0
# A run makes many calls, and each may wait for its deadline.
LONGEST = 12 * DEADLINE


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(
        tmp_path_factory.mktemp("eight"), region_of(*COMPUTERS), lambda: MADE + timedelta(days=1)
    )


@pytest.fixture(autouse=True)
def password(samba: Samba, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, samba.password())


def trouble_the_server(samba: Samba, over: threading.Event, seed: int, pause: float) -> None:
    """Kill, freeze and start it again, until everybody has finished."""
    chance = random.Random(seed)
    while not over.wait(pause):
        if chance.random() < 0.5:
            samba.kill()
            over.wait(chance.random() * 2)
            samba.start()
        else:
            samba.freeze()
            over.wait(chance.random() * 6)
            samba.thaw()


def live(samba: Samba, templates: Templates, folder: Path, rounds: int, pause: float) -> None:
    medium = open_place(samba.address(), 30.0)
    share.write_mark(medium, region_id(), templates.region.root_fp)
    medium.close()
    started = []
    for number, name in enumerate(COMPUTERS):
        templates.copy(name, folder / name)
        user = 1 + number % 2
        started.append(
            (
                name,
                *processes.start(
                    folder / name,
                    samba.address(user),
                    rounds,
                    number,
                    DEADLINE,
                    password=samba.password(user),
                ),
            )
        )
    over = threading.Event()
    nuisance = threading.Thread(target=trouble_the_server, args=(samba, over, rounds, pause))
    nuisance.start()
    told = {name: processes.told_by(pipe) for name, _pid, pipe in started}
    over.set()
    nuisance.join()
    for name, pid, _pipe in started:
        assert processes.RUNNING.pop(pid).wait() == 0, f"{name} ended badly"
    samba.start()
    samba.thaw()
    nobody_hung(told, rounds)
    settle(samba, folder)
    all_alike(templates, folder)
    nothing_lost(folder, told)


def nobody_hung(told: dict[str, list], rounds: int) -> None:
    for name, said in told.items():
        runs = [one for one in said if "round" in one]
        assert len(runs) == rounds, f"{name} made {len(runs)} rounds of {rounds}"
        longest = max(one["seconds"] for one in runs)
        assert longest < LONGEST, f"{name} hung for {longest:.0f} seconds"


def settle(samba: Samba, folder: Path) -> None:
    """The server is well again: twice around."""
    for name in (*COMPUTERS, *COMPUTERS):
        office = processes.opened(folder / name)
        processes.meet(Exchange(office), samba.address(), 60.0)
        office.close()


def all_alike(templates: Templates, folder: Path) -> None:
    digests: dict[str, set[int]] = {}
    for name in COMPUTERS:
        office = processes.opened(folder / name)
        with office.store.reading() as connection:
            waiting = connection.exec_driver_sql(
                "SELECT count(*) FROM sync_bundle WHERE state IN ('waiting', 'held', 'rejected')"
            ).scalar_one()
            assert waiting == 0, f"{name} still waits"
            college = templates.region.college(name)
            scopes = {templates.region.registry, templates.region.own_scope(name)}
            for scope in templates.region.scopes() if not college else scopes:
                kept = rows.digest(connection, scope)
                assert kept == rows.digest_anew(connection, scope)
                digests.setdefault(scope, set()).add(kept)
        office.close()
    assert {scope: len(found) for scope, found in digests.items()} == dict.fromkeys(digests, 1)


def nothing_lost(folder: Path, told: dict[str, list]) -> None:
    """The last word of each computer on each record stands, was built upon, or can be decided."""
    office = processes.opened(folder / "office")
    with office.store.reading() as connection:
        for name, said in told.items():
            if name == "office":
                continue  # it has nobody to tell of its own teachers
            last = {one["edit"]: one["text"] for one in said if "edit" in one}
            for record, text in last.items():
                key = UUID(record).bytes
                stands = connection.exec_driver_sql(
                    "SELECT full_name FROM teacher WHERE id = ?", (key,)
                ).scalar()
                lost = connection.exec_driver_sql(
                    "SELECT count(*) FROM sync_loser WHERE record = ?", (key,)
                ).scalar_one()
                was = connection.exec_driver_sql(
                    "SELECT count(*) FROM journal WHERE record = ? AND old LIKE ?",
                    (key, f'%"{text}"%'),
                ).scalar_one()
                assert stands == text or lost or was, f"{name}: {text}"
    office.close()


@pytest.mark.slow
def test_fault_20_eight_processes_on_a_share_that_dies_and_hangs_end_alike(
    samba: Samba, templates: Templates, tmp_path: Path
) -> None:
    live(samba, templates, tmp_path, rounds=6, pause=5.0)


@pytest.mark.soak
def test_eight_processes_for_two_hundred_rounds(
    samba: Samba, templates: Templates, tmp_path: Path
) -> None:
    began = time.monotonic()
    live(samba, templates, tmp_path, rounds=200, pause=20.0)
    print(f"200 rounds of eight: {time.monotonic() - began:.0f} s")
