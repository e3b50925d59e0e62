"""Seeded stories of a region: people work, files are damaged, computers die; then all is alike.

A failing seed is printed and added to REGRESSIONS. Two hundred seeds run with every suite; ten
thousand longer ones by hand:

    python -m pytest tests/sync/test_simulation.py -m soak -n 2
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.sync.simulation import checks
from tests.sync.simulation.region import MADE, Templates, region_of
from tests.sync.simulation.world import World

SEEDS = range(200)
STEPS = 20
# (seed, steps) that failed once. A story changes when a kind of step is added, so each fault they
# found has a test of its own as well.
REGRESSIONS = ((22, 40), (2002, 160))
SOAK_SEEDS = int(os.environ.get("SOAK_SEEDS", "10000"))
SOAK_FIRST = int(os.environ.get("SOAK_FIRST", "1000"))
SOAK_STEPS = int(os.environ.get("SOAK_STEPS", "160"))
AT_ONCE = 10  # seeds of one test: a name for each would only be noise


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    region = region_of("office", "a1", "a2", "b1")
    return Templates(tmp_path_factory.mktemp("templates"), region, lambda: MADE + timedelta(days=1))


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where the system has such a place: a disk would cost more than the engine."""
    memory = Path("/dev/shm")
    made = (memory if memory.is_dir() else Path(os.environ.get("TMPDIR", "/tmp"))) / (
        f"cluster-simulation-{os.getpid()}"
    )
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    yield made
    shutil.rmtree(made, ignore_errors=True)


def tell(seed: int, steps: int, folder: Path, templates: Templates) -> World:
    """One story from its beginning to the last check."""
    world = World(seed, folder / str(seed), templates)
    try:
        world.live(steps)
        cycles = world.settle()
        checks.everything(world)
        checks.came_to_rest(world, cycles)
    except BaseException:
        print(f"\nseed {seed}, {steps} steps:", *world.story, sep="\n  ")
        raise
    finally:
        world.close()
        shutil.rmtree(folder / str(seed), ignore_errors=True)
    return world


@pytest.mark.parametrize("first", range(SEEDS.start, SEEDS.stop, AT_ONCE))
def test_stories_end_alike_everywhere(first: int, folder: Path, templates: Templates) -> None:
    for seed in range(first, first + AT_ONCE):
        tell(seed, STEPS, folder, templates)


@pytest.mark.parametrize(("seed", "steps"), REGRESSIONS)
def test_a_seed_that_failed_once(seed: int, steps: int, folder: Path, templates: Templates) -> None:
    tell(seed, steps, folder, templates)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(SOAK_FIRST, SOAK_FIRST + SOAK_SEEDS, AT_ONCE))
def test_ten_thousand_longer_stories_end_alike_everywhere(
    first: int, folder: Path, templates: Templates
) -> None:
    for seed in range(first, min(first + AT_ONCE, SOAK_FIRST + SOAK_SEEDS)):
        tell(seed, SOAK_STEPS, folder, templates)
