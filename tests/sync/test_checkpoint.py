"""Checkpoints: with the bundles after it one is worth all bundles, for a computer in any state."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cluster_desktop.sync import checkpoint, checkpoint_file, checkpoint_make, sealing
from tests.sync.simulation import checks
from tests.sync.simulation.region import MADE, Templates, region_of
from tests.sync.simulation.world import World

SEEDS = range(25)
STEPS = 45


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    region = region_of("office", "a1", "a2", "b1")
    return Templates(
        tmp_path_factory.mktemp("templates"), region, lambda: MADE + timedelta(days=1)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")
    made = memory / f"cluster-checkpoint-{os.getpid()}" if memory.is_dir() else tmp_path / "w"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    yield made
    shutil.rmtree(made, ignore_errors=True)


def made_by(world: World, name: str, scope: str) -> checkpoint_file.Packed | None:
    """The checkpoint of a scope as that computer sees it now."""
    store, own = world.office(name).store, world.membership(name)
    with store.local_writing() as connection:
        sealing.seal(connection, own, now=store.clock())
    with store.reading() as connection:
        return checkpoint_make.make(connection, own, scope, 1)


def merge_into(world: World, name: str, packed: checkpoint_file.Packed) -> int:
    """That computer takes it, whatever it has. The number of new conflicts."""
    store, own = world.office(name).store, world.membership(name)
    parts = [content for _path, content in packed.files[:-1]]
    with store.local_writing() as connection:
        outcome = checkpoint.merge(connection, own, packed.manifest, parts, store.clock())
        checkpoint.keep(connection, packed, store.clock())
    return outcome.conflicts


class Leaping(World):
    """A story in which computers also take checkpoints of each other, in any state."""

    leaps = 0

    def spoil(self, name: str) -> str:
        """In the place of some mishaps."""
        return super().spoil(name) if self.chance.random() < 0.3 else self.leap(name)

    def decide(self, name: str) -> str:
        return super().decide(name) if self.chance.random() < 0.5 else self.leap(name)

    def leap(self, name: str) -> str:
        other = self.chance.choice([one for one in self.computers if one != name])
        mine, theirs = self.membership(name), self.membership(other)
        both = sorted(s for s in mine.reads if checkpoint.may_make(theirs, theirs.device, s))
        packed = made_by(self, other, self.chance.choice(both)) if both else None
        if packed is None:
            return f"finds nothing at {other}"
        conflicts = merge_into(self, name, packed)
        self.leaps += 1
        return f"takes the checkpoint of {other}: {conflicts} conflicts"


@pytest.mark.parametrize("first", range(SEEDS.start, SEEDS.stop, 5))
def test_checkpoints_in_any_state_change_nothing_of_the_end(
    first: int, folder: Path, templates: Templates
) -> None:
    leaps = 0
    for seed in range(first, first + 5):
        world = Leaping(seed, folder / str(seed), templates)
        try:
            world.live(STEPS)
            cycles = world.settle()
            checks.everything(world)
            checks.came_to_rest(world, cycles)
        except BaseException:
            print(f"\nseed {seed}:", *world.story, sep="\n  ")
            raise
        finally:
            world.close()
        leaps += world.leaps
    assert leaps > 4
