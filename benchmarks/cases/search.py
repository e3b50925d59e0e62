"""Search as one types: the office over all kinds against LIKE on the folded column of one."""

from __future__ import annotations

import random
import time
from pathlib import Path

from benchmarks.cases import lists, people
from benchmarks.harness import Case, Clock
from cluster_desktop import i18n
from cluster_desktop.db.engine import driver
from cluster_desktop.db.store import Store
from cluster_desktop.i18n import fold
from cluster_desktop.services.office import Office
from cluster_desktop.services.search import EACH

TYPED = 200

CASE = Case(
    name="search",
    what=f"search in {lists.RECORDS:,} partners, p95 of {TYPED} texts",
    module=__name__,
    ours="search_of_the_office",
    peers=("sorted_like",),
    targets={"sorted_like": 0.10},
    runs=3,
)

prepare = lists.prepare


def judge(answers: dict[str, object]) -> None:
    ours, theirs = answers.values()
    assert ours == theirs, f"different hits: {ours} / {theirs}"


def texts() -> list[str]:
    """Parts of names and numbers as people type them: any letter case, Russian for Kazakh."""
    chosen = random.Random(7)
    found = []
    for _ in range(TYPED):
        number = chosen.randrange(lists.RECORDS)
        name = people.name_kk(number).strip("«").split("»")[0]
        place, kind, serial = name.split()
        found.append(
            chosen.choice(
                [
                    fold(place),
                    place.upper(),
                    f"{place} {kind}",
                    f"{fold(kind)} {serial[:4]}",
                    serial,
                    serial[1:],
                    kind[:3],
                    (people.bin_number(number) or serial)[-5:],
                ]
            )
        )
    return found


def search_of_the_office(folder: Path, clock: Clock) -> object:
    i18n.set_language("kk")
    office = Office(Store.open(folder / "cluster.db"))
    office.search("костанай")
    spent, hits = [], []
    for text in texts():
        start = time.process_time()
        found = office.search(text)
        spent.append(time.process_time() - start)
        hits.append([hit.title for hit in found if hit.entity == "organisation"])
    clock.seconds = p95(spent)
    return hits


def sorted_like(folder: Path, clock: Clock) -> object:
    raw = driver.connect(str(folder / "cluster.db"))
    raw.execute("PRAGMA cache_size=-64000")
    raw.execute("SELECT sum(length(folded)) FROM organisation").fetchall()
    spent, hits = [], []
    for text in texts():
        words = fold(text).split()
        condition = " AND ".join("folded LIKE ?" for _ in words)
        start = time.process_time()
        found = raw.execute(
            f"SELECT name_kk FROM organisation WHERE deleted_at IS NULL AND {condition}"
            f" ORDER BY name_kk_sort, row LIMIT {EACH}",
            [f"%{word}%" for word in words],
        ).fetchall()
        spent.append(time.process_time() - start)
        hits.append([line[0] for line in found])
    clock.seconds = p95(spent)
    return hits


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]
