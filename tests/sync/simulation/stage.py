"""The computers of a small region for tests of single faults: a World whose clocks are right.

from tests.sync.simulation.stage import Stage, stage, stage_templates  # noqa: F401  (fixtures)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.fields import Value
from cluster_desktop.query import Delete, Insert, Update
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.sync import conflicts, rows
from cluster_desktop.sync.names import parse_bundle
from cluster_desktop.sync.views import Receipt
from tests.sync.simulation import media
from tests.sync.simulation.media import Crashed, MemoryMedium
from tests.sync.simulation.region import MADE, Region, Templates, region_of
from tests.sync.simulation.world import World

A, B, OFFICE = "a1", "a2", "office"  # two computers of one college, the regional office
OTHER = "b1"  # of another college


class Stage:
    """Short words for what a test lets people do."""

    def __init__(self, world: World) -> None:
        self.world = world
        for computer in world.computers.values():
            computer.skew = timedelta()

    @property
    def share(self) -> MemoryMedium:
        return self.world.share

    @property
    def region(self) -> Region:
        return self.world.region

    def office(self, name: str) -> Office:
        return self.world.office(name)

    def add(self, name: str, entity: str = "teacher", /, **values: Value) -> UUID:
        """A new record, made on that computer."""
        given = {"full_name": "Әлия"} if entity == "teacher" and not values else values
        record = new_id()
        self.office(name).apply("made", "hand", [Insert(entity, given, record)])
        return record

    def put(self, name: str, record: UUID, entity: str = "teacher", **values: Value) -> None:
        self.tick()
        self.office(name).apply("changed", "hand", [Update(entity, record, values)])

    def bin(self, name: str, record: UUID, entity: str = "teacher") -> None:
        self.tick()
        self.office(name).apply("deleted", "hand", [Delete(entity, record)])

    def tick(self, **much: float) -> None:
        self.world.now += timedelta(**(much or {"minutes": 1}))

    def meet(self, *names: str, medium: MemoryMedium | None = None) -> Receipt:
        """Exchanges of these computers in turn; the receipt of the last."""
        for name in names:
            self.tick()
            self.world.meet(name, medium or self.share)
        return self.world.computers[names[-1]].receipts[-1]

    def settle(self) -> None:
        """Two rounds of everybody."""
        everybody = tuple(self.world.computers)
        self.meet(*everybody, *everybody)

    def crash(self, name: str, point: str, nth: int = 1) -> None:
        """An exchange that dies there; the computer is started again."""
        left = nth

        def fuse(what: str, _path: str = "") -> None:
            nonlocal left
            left -= what == point
            if left == 0:
                raise Crashed(what)

        self.share.mishap = fuse
        try:
            with suppress(Crashed):
                self.world.meet(name, self.share, fuse)
                raise AssertionError(f"nothing came to {point}")
        finally:
            self.share.mishap = None
        self.world.restart(name)

    def seen(
        self, name: str, record: UUID, column: str = "full_name", entity: str = "teacher"
    ) -> Value:
        """The value as it stands in that computer's database; None where the record is not."""
        with self.office(name).store.reading() as connection:
            found = connection.exec_driver_sql(
                f'SELECT "{column}" FROM "{entity}" WHERE id = ?', (record.bytes,)
            ).first()
        return None if found is None else found[0]

    def conflicts(self, name: str) -> list[tuple[str, str]]:
        """(field, kind) of what is to be decided there."""
        with self.office(name).store.reading() as connection:
            return [(one.bare_unit, one.kind) for one in conflicts.open_ones(connection)]

    def decide(self, name: str, record: UUID, choice: Value, entity: str = "teacher") -> None:
        self.tick()
        office, own = self.office(name), self.world.membership(name)
        (one,) = [c for c in conflicts.listed(office, own) if c.record == record]
        conflicts.decide(office, own, entity, record, {f.key: choice for f in one.fields})

    def digest(self, name: str, scope: str) -> int:
        with self.office(name).store.reading() as connection:
            return rows.digest(connection, scope)

    def states(self, name: str, of: str) -> list[tuple[int, str]]:
        """(seq, state) of the bundles of a computer in its own scope, as `name` keeps them."""
        with self.office(name).store.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT seq, state FROM sync_bundle WHERE scope = ? AND device = ? ORDER BY seq",
                (self.region.own_scope(of), self.region.device(of)),
            )
            return [(int(seq), str(state)) for seq, state in found]

    def count(self, name: str, table: str) -> int:
        with self.office(name).store.reading() as connection:
            found = connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one()
        return int(found)

    def files_of(self, name: str, medium: MemoryMedium | None = None) -> list[str]:
        """Paths of the bundles of that computer's own scope on the medium, oldest first."""
        folder = f"/{self.region.own_scope(name)}/{self.region.device(name)}/"
        paths = [p for p in media.bundles_on(medium or self.share) if folder in p]
        return sorted(p for p in paths if parse_bundle(p.rsplit("/", 1)[1]))


@pytest.fixture(scope="session")
def stage_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    region = region_of(OFFICE, A, B, OTHER)
    return Templates(tmp_path_factory.mktemp("region"), region, lambda: MADE + timedelta(days=1))


@pytest.fixture
def stage(tmp_path: Path, stage_templates: Templates) -> Iterator[Stage]:
    world = World(0, tmp_path / "region", stage_templates)
    yield Stage(world)
    world.close()
