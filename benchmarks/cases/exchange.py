"""The exchange: a new computer of a region of 125,000 records; the two-hundredth cycle.

The new computer is the regional office's second one, which reads everything: 38 colleges and the
registry. A cycle is one run of a college's computer: 20 computers have sent four changes each, it
has made 20 of its own. It is measured on the state that 19 and 199 runs before have left.
"""

from __future__ import annotations

import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.exchange_network import (
    MADE,
    Writer,
    exchange,
    furnish,
    membership,
    network,
    opened,
)
from benchmarks.exchange_region import DEVICES, ROWS, college_id, region
from benchmarks.harness import Case, Clock
from cluster_desktop.db.store import Store
from cluster_desktop.query import Insert
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.sync import checkpoint, rows, sealing

OF_ACTION = 250  # records of one action when the region is filled
OFFICE, SECOND, COLLEGE = 0, 1, 2
SENDERS, CHANGES_OF_ONE, OWN_CHANGES = 20, 4, 20
EARLY, LATE = 20, 200

NEW = Case(
    name="exchange_new",
    what=f"a new computer of a region of {ROWS:,} records is ready",
    module="benchmarks.cases.exchange_new",
    ours="from_checkpoints",
    peers=(),
    targets={},
    runs=3,
    most_seconds=30,
)
CYCLE = Case(
    name="exchange_cycle",
    what=f"exchange of 100 changes, {DEVICES} computers, cycle {LATE}",
    module=__name__,
    ours="late_cycle",
    peers=("early_cycle",),
    targets={"early_cycle": 1.2},
    runs=5,
)


# --- a new computer -----------------------------------------------------------------------------


def fill(store: Store, count: int = ROWS) -> None:
    """The region's records, as imports would have brought them."""
    for part in region(rows=count):
        for entity, inserts in part.records.items():
            for start in range(0, len(inserts), OF_ACTION):
                with store.action("Импорт", actor="Маман", source="import") as work:
                    work.insert(entity, inserts[start : start + OF_ACTION], part.college)


def lay_checkpoints(folder: Path) -> None:
    """The office with everything, its bundles and checkpoints on the share."""
    found = network()
    furnish(found, folder / "office", OFFICE)
    furnish(found, folder / "second", SECOND)
    office = opened(folder / "office")
    fill(office.store)
    own = membership(office)
    with office.store.local_writing() as connection:
        sealing.seal(connection, own, now=office.store.clock())
    checkpoint.make_due(office.store, own, at_once=True)
    (folder / "share").mkdir()
    exchange(office, folder / "share")
    office.close()


def state_of(office: Office) -> list[object]:
    """How many records, and the sum of all digests."""
    with office.store.reading() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM sync_row").scalar_one()
        total = sum(rows.digest(connection, scope) for scope in membership(office).reads)
    return [int(count), f"{total:x}"]


# --- cycles -------------------------------------------------------------------------------------


def prepare(folder: Path) -> None:
    found = network()
    share, data = folder / "share", folder / "college"
    share.mkdir()
    furnish(found, data, COLLEGE)
    office = opened(data)
    office.put_setting("college.organisation", str(college_id(0)))
    office.close()
    writers = [Writer(found, number) for number in range(COLLEGE + 1, DEVICES)]
    for cycle in range(1, LATE + 1):
        now = MADE + timedelta(days=cycle)
        for writer in random.Random(cycle).sample(writers, SENDERS):
            writer.lay(share, CHANGES_OF_ONE, now)
        if cycle in (EARLY, LATE):
            shutil.copytree(folder / "share", folder / f"at {cycle}" / "share")
            shutil.copytree(folder / "college", folder / f"at {cycle}" / "college")
        _run(data, share, cycle, now)


def _run(data: Path, share: Path, cycle: int, now: datetime) -> list[int]:
    office = opened(data, now)
    try:
        _work(office, cycle)
        receipt = exchange(office, share, cycle)
        return [receipt.received, receipt.applied, receipt.sent]
    finally:
        office.close()


def _work(office: Office, cycle: int) -> None:
    names = [f"Нұрланов Асан {cycle:03d}-{n:02d}" for n in range(OWN_CHANGES)]
    office.apply(
        "Импорт", "import", [Insert("student", {"full_name": one}, new_id()) for one in names]
    )


def early_cycle(folder: Path, clock: Clock) -> object:
    return _measured(folder, EARLY, clock)


def late_cycle(folder: Path, clock: Clock) -> object:
    return _measured(folder, LATE, clock)


def _measured(folder: Path, cycle: int, clock: Clock) -> object:
    here = folder / "run"
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(folder / f"at {cycle}", here)
    office = opened(here / "college", MADE + timedelta(days=cycle))
    _work(office, cycle)
    clock.start()
    receipt = exchange(office, here / "share", cycle)
    clock.stop()
    office.close()
    return [receipt.received, receipt.applied, receipt.sent]


def judge(answers: dict[str, object]) -> None:
    for side in ("late_cycle", "early_cycle"):
        assert answers[side] == [SENDERS, SENDERS, OWN_CHANGES], f"{side}: {answers[side]}"
