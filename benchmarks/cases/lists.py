"""A page of a long list: the office's page against the same query by hand on an index."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.cases import people
from benchmarks.harness import Case, Clock
from cluster_desktop import i18n
from cluster_desktop.db.engine import driver
from cluster_desktop.db.store import Store
from cluster_desktop.query import Insert, Query
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

RECORDS = 100_000
PAGE = 100
PAGES = 200
COLUMNS = ("name_kk", "bin", "status")

CASES = (
    Case(
        name="page",
        what=f"one page of {PAGE} of {RECORDS:,} partners, sorted",
        module=__name__,
        ours="page_of_the_office",
        peers=("raw_indexed_query",),
        targets={"raw_indexed_query": 3.0},
    ),
    Case(
        name="open",
        what=f"open the list of {RECORDS:,} partners, sorted",
        module=__name__,
        ours="listing_of_the_office",
        peers=("raw_indexed_keys",),
        targets={"raw_indexed_keys": 3.0},
    ),
)


def prepare(folder: Path) -> None:
    """A database of the program with that many partners; the peer's index is its own."""
    office = Office(Store.open(folder / "cluster.db"))
    operations = [
        Insert(
            "organisation",
            {
                "name_kk": people.name_kk(number),
                "name_ru": people.name_ru(number),
                "bin": people.bin_number(number),
                "status": "active",
            },
            new_id(),
        )
        for number in range(RECORDS)
    ]
    office.apply("benchmark", "import", operations)
    office.close()
    raw = driver.connect(str(folder / "cluster.db"))
    raw.execute("CREATE INDEX of_the_peer ON organisation (name_kk_sort, row)")
    raw.execute("ANALYZE")
    raw.commit()
    raw.close()


def judge(answers: dict[str, object]) -> None:
    ours, theirs = answers.values()
    assert ours == theirs, f"the sides show different rows: {ours} / {theirs}"


def _starts() -> list[int]:
    chosen = random.Random(5)
    return [chosen.randrange(0, RECORDS - PAGE) for _ in range(PAGES)]


def _query() -> Query:
    return Query("organisation", sort=(("name_kk", False),), columns=COLUMNS)


def page_of_the_office(folder: Path, clock: Clock) -> object:
    i18n.set_language("kk")
    office = Office(Store.open(folder / "cluster.db"))
    listing = office.listing(_query())
    office.page(listing, 0, PAGE)
    clock.start()
    pages = [office.page(listing, start, start + PAGE) for start in _starts()]
    clock.stop()
    clock.seconds /= PAGES
    return [[rows[0]["name_kk"], rows[-1]["bin"], len(rows)] for rows in pages[:20]]


def raw_indexed_query(folder: Path, clock: Clock) -> object:
    raw = _raw(folder)
    keys = raw.execute(
        "SELECT name_kk_sort, row FROM organisation INDEXED BY of_the_peer"
        " WHERE deleted_at IS NULL ORDER BY name_kk_sort, row"
    ).fetchall()
    wanted = (
        "SELECT name_kk, bin, status FROM organisation INDEXED BY of_the_peer"
        " WHERE deleted_at IS NULL AND (name_kk_sort, row) >= (?, ?)"
        " ORDER BY name_kk_sort, row LIMIT 100"
    )
    raw.execute(wanted, keys[0]).fetchall()
    clock.start()
    pages = [raw.execute(wanted, keys[start]).fetchall() for start in _starts()]
    clock.stop()
    clock.seconds /= PAGES
    return [[rows[0][0], rows[-1][1], len(rows)] for rows in pages[:20]]


def listing_of_the_office(folder: Path, clock: Clock) -> object:
    i18n.set_language("kk")
    office = Office(Store.open(folder / "cluster.db"))
    office.count("organisation")
    clock.start()
    listing = office.listing(_query())
    clock.stop()
    return [listing.count, list(listing.keys[:5]), list(listing.keys[-5:])]


def raw_indexed_keys(folder: Path, clock: Clock) -> object:
    raw = _raw(folder)
    raw.execute("SELECT count(*) FROM organisation WHERE deleted_at IS NULL").fetchall()
    clock.start()
    found = raw.execute(
        "SELECT row FROM organisation INDEXED BY of_the_peer"
        " WHERE deleted_at IS NULL ORDER BY name_kk_sort, row"
    ).fetchall()
    keys = [line[0] for line in found]
    clock.stop()
    return [len(keys), keys[:5], keys[-5:]]


def _raw(folder: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202 - an untyped driver
    raw = driver.connect(str(folder / "cluster.db"))
    raw.execute("PRAGMA cache_size=-64000")
    return raw
