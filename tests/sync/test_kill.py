"""A process that exchanges is killed at any moment: nothing it told of is lost, nothing is half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.services.office import Office
from cluster_desktop.sync import rows, share
from cluster_desktop.sync.exchange import Exchange
from cluster_desktop.sync.folder import FolderMedium
from tests.sync.simulation import processes
from tests.sync.simulation.region import Templates, region_id

KILLS = 12
MANY_KILLS = 200


def prepared(folder: Path, templates: Templates) -> Path:
    """A share with the region's mark."""
    place = folder / "share"
    place.mkdir()
    share.write_mark(FolderMedium(place), region_id(), templates.region.root_fp)
    return place


def kill_again_and_again(folder: Path, templates: Templates, times: int) -> None:
    place = prepared(folder, templates)
    for name in ("a1", "a2"):
        templates.copy(name, folder / name)
    chance = random.Random(times)
    acknowledged: dict[str, list[str]] = {}
    for number in range(times):
        pid, pipe = processes.start(folder / "a1", str(place), 100, number, 5.0)
        begun = os.read(pipe, 65_536)  # it is loaded and begins
        time.sleep(0.2 + chance.random() * 2.0)
        os.kill(pid, signal.SIGKILL)
        processes.RUNNING.pop(pid).wait()
        for said in processes.told_by(pipe, begun):
            if "edit" in said:
                acknowledged.setdefault(said["edit"], []).append(said["text"])
        sound(folder / "a1")
    alike(folder, place, acknowledged)


def sound(folder: Path) -> None:
    office = processes.opened(folder)
    with office.store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    office.close()


def alike(folder: Path, place: Path, acknowledged: dict[str, list[str]]) -> None:
    """Both computers exchange in peace and have every record with its last acknowledged text."""
    offices = [processes.opened(folder / name) for name in ("a1", "a2")]
    for office in offices:
        processes.skip_backups(office)
    for office in (*offices, *offices):
        processes.meet(Exchange(office), str(place), 30.0)
    found = [names_of(office) for office in offices]
    for office in offices:
        digests_are_those_of_rows(office)
    for office in offices:
        office.close()
    assert found[0] == found[1]
    assert acknowledged
    for record, texts in acknowledged.items():
        # The edit after the last acknowledged one may have been committed before the kill.
        assert found[0][record] == texts[-1] or found[0][record] not in texts


def digests_are_those_of_rows(office: Office) -> None:
    with office.store.reading() as connection:
        for name in connection.exec_driver_sql("SELECT scope FROM sync_scope").scalars().all():
            assert rows.digest(connection, name) == rows.digest_anew(connection, name)


def names_of(office: Office) -> dict[str, str]:
    with office.store.reading() as connection:
        lines = connection.exec_driver_sql("SELECT id, full_name FROM teacher").all()
    return {str(UUID(bytes=bytes(record))): name for record, name in lines}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_fault_05_a_kill_at_any_moment_of_an_exchange_loses_nothing(
    tmp_path: Path, stage_templates: Templates
) -> None:
    kill_again_and_again(tmp_path, stage_templates, KILLS)


@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_two_hundred_kills_lose_nothing(tmp_path: Path, stage_templates: Templates) -> None:
    kill_again_and_again(tmp_path, stage_templates, MANY_KILLS)
    shutil.rmtree(tmp_path, ignore_errors=True)
