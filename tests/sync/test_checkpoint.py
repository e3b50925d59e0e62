"""Checkpoints: with the bundles after it one is worth all bundles, for a computer in any state."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.query import Insert, Query
from cluster_desktop.services.ids import new_id
from cluster_desktop.sync import (
    checkpoint,
    checkpoint_body,
    checkpoint_file,
    conflicts,
    rows,
)
from tests.sync.simulation import checks, media
from tests.sync.simulation.checkpoints import made_by, merge_into
from tests.sync.simulation.media import Crashed
from tests.sync.simulation.region import MADE, Templates, college_id, keys_of, region_of
from tests.sync.simulation.stage import OFFICE, A, B, Stage
from tests.sync.simulation.world import World

AT_ONCE, STEPS = 5, 45


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    region = region_of("office", "a1", "a2", "b1")
    return Templates(tmp_path_factory.mktemp("templates"), region, lambda: MADE + timedelta(days=1))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")
    made = memory / f"cluster-checkpoint-{os.getpid()}" if memory.is_dir() else tmp_path / "w"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    yield made
    shutil.rmtree(made, ignore_errors=True)


class Leaping(World):
    """A story in which computers also take checkpoints of each other, in any state."""

    leaps = 0

    def spoil(self, name: str) -> str:
        """In the place of some mishaps."""
        return super().spoil(name) if self.chance.random() < 0.1 else self.leap(name)

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


def tell(first: int, steps: int, folder: Path, templates: Templates) -> None:
    """Five stories from their beginning to the last check."""
    leaps = 0
    for seed in range(first, first + AT_ONCE):
        world = Leaping(seed, folder / str(seed), templates)
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
        leaps += world.leaps
    assert leaps


@pytest.mark.parametrize("first", range(0, 15, AT_ONCE))
def test_checkpoints_in_any_state_change_nothing_of_the_end(
    first: int, folder: Path, templates: Templates
) -> None:
    tell(first, STEPS, folder, templates)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(1_000, 1_300, AT_ONCE))
def test_checkpoints_in_longer_stories_change_nothing_of_the_end(
    first: int, folder: Path, templates: Templates
) -> None:
    tell(first, 120, folder, templates)


# --- one story each -----------------------------------------------------------------------------


@pytest.fixture
def world(folder: Path, templates: Templates) -> Iterator[World]:
    """Nobody has done anything yet."""
    made = World(1, folder / "world", templates)
    for one in made.computers.values():
        one.skew = timedelta()
    yield made
    made.close()


def meet(world: World, *names: str) -> None:
    for name in names:
        world.now += timedelta(minutes=5)
        world.meet(name, world.share)


def teach(world: World, name: str, full_name: str) -> UUID:
    world.now += timedelta(minutes=1)
    return next(iter(world.office(name).add("teacher", {"full_name": full_name}).ids))


def teachers(world: World, name: str) -> set[str]:
    query = Query("teacher", columns=("full_name",))
    return {row["full_name"] for row in world.office(name).rows(query)}


def lay_checkpoints(world: World, name: str) -> None:
    """That computer makes all it may, and lays them on the share."""
    checkpoint.make_due(world.office(name).store, world.membership(name), at_once=True)
    meet(world, name)


def lose_bundles(world: World) -> None:
    """All that lie on the share now are gone for good."""
    for path in [path for path in world.share.files if path.endswith(".clb")]:
        del world.share.files[path]


def digests_of(world: World, name: str, scope: str) -> tuple[int, int]:
    with world.office(name).store.reading() as connection:
        return rows.digest(connection, scope), rows.digest(connection, f"{scope}@")


def held(world: World, name: str) -> int:
    with world.office(name).store.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM sync_bundle WHERE state <> 'own'")
        return int(found.scalar_one())


def conflicts_of(world: World, name: str) -> int:
    return len(conflicts.listed(world.office(name), world.membership(name)))


def test_a_new_computer_takes_the_checkpoint_and_the_tail(world: World) -> None:
    for number in range(5):
        teach(world, "a1", f"Бұрынғы {number}")
        meet(world, "a1", "office")
    lay_checkpoints(world, "a1")
    before = len([path for path in world.share.files if path.endswith(".clb")])
    teach(world, "a1", "Кейінгі")
    meet(world, "a1")

    meet(world, "a2")

    assert teachers(world, "a2") == {*(f"Бұрынғы {number}" for number in range(5)), "Кейінгі"}
    scope = world.region.own_scope("a1")
    assert digests_of(world, "a2", scope) == digests_of(world, "a1", scope)
    assert before >= 5
    assert held(world, "a2") < before
    assert conflicts_of(world, "a2") == 0


def test_the_history_of_a_record_says_who_made_it(world: World) -> None:
    one = teach(world, "a1", "Нұрланов Асан")
    meet(world, "a1")
    lay_checkpoints(world, "a1")
    lose_bundles(world)

    meet(world, "a2")

    (line,) = world.office("a2").history("teacher", one)
    assert line.actor == "Қызметкер a1"
    assert line.moment == world.office("a1").history("teacher", one)[0].moment


def test_a_year_offline_loses_nothing_and_shows_one_conflict(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "FAR_BEHIND", 5)
    both = teach(world, "a1", "Ортақ")
    mine = teach(world, "a2", "Екіншінің өзі")
    meet(world, "a1", "a2", "a1", "a2")
    world.office("a2").set("teacher", both, {"full_name": "Екінші жазған"})
    world.office("a2").set("teacher", mine, {"note": "желіге шықпай жазылды"})
    for number in range(8):
        world.office("a1").set("teacher", both, {"full_name": f"Бірінші жазған {number}"})
        world.now += timedelta(days=40)
        meet(world, "a1")
    lay_checkpoints(world, "a1")
    lose_bundles(world)

    meet(world, "a2", "a1", "a2")

    for name in ("a1", "a2"):
        assert world.office(name).get("teacher", mine)["note"] == "желіге шықпай жазылды"
        assert world.office(name).get("teacher", both)["full_name"] == "Бірінші жазған 7"
        assert conflicts_of(world, name) == 1
    scope = world.region.own_scope("a1")
    assert digests_of(world, "a2", scope) == digests_of(world, "a1", scope)


def test_fault_16_a_bundle_lost_for_good_is_covered_by_a_checkpoint(world: World) -> None:
    teach(world, "a1", "Бірінші")
    meet(world, "a1", "a2")
    teach(world, "a1", "Жоғалған")
    meet(world, "a1", "office")
    lost = [path for path in world.share.files if path.endswith(".clb")]
    teach(world, "a1", "Соңғы")
    meet(world, "a1")
    for path in lost:
        del world.share.files[path]
    # The computer that made it burns, and nobody looks after files that are gone.
    meet(world, "a2")
    assert teachers(world, "a2") == {"Бірінші"}
    packed = made_by(world, "office", world.region.own_scope("a1"))
    assert packed is not None
    for path, content in packed.files:
        world.share.lay(path, content)

    meet(world, "a2")

    assert teachers(world, "a2") == {"Бірінші", "Жоғалған", "Соңғы"}
    assert conflicts_of(world, "a2") == 0


@pytest.mark.parametrize(
    "point", [f"checkpoint.{n}" for n in ("begun", "before_commit", "committed")]
)
def test_who_dies_while_taking_one_takes_it_again(world: World, point: str) -> None:
    teach(world, "a1", "Бұрынғы")
    meet(world, "a1")
    lay_checkpoints(world, "a1")
    lose_bundles(world)

    def die(name: str) -> None:
        if name == point:
            raise Crashed(name)

    with pytest.raises(Crashed):
        world.meet("a2", world.share, die)
    world.restart("a2")
    meet(world, "a2")

    assert teachers(world, "a2") == {"Бұрынғы"}
    with world.office("a2").store.reading() as connection:
        checks.sound(connection)
        checks.digests(connection, world.computers["a2"])


def test_a_damaged_part_is_told_and_the_bundles_serve(world: World) -> None:
    teach(world, "a1", "Бұрынғы")
    meet(world, "a1")
    lay_checkpoints(world, "a1")
    (part,) = (p for p in world.share.files if p.endswith(".clp") and "0001" in p
               and world.region.own_scope("a1") in p)  # fmt: skip
    content = world.share.files[part]
    world.share.files[part] = content[:200] + bytes([content[200] ^ 1]) + content[201:]

    meet(world, "a2")

    assert teachers(world, "a2") == {"Бұрынғы"}
    assert world.computers["a2"].receipts[-1].troubles

    meet(world, "a1", "a2")  # who has it lays a whole copy beside
    assert teachers(world, "a2") == {"Бұрынғы"}


def refused(world: World, packed: checkpoint_file.Packed) -> int:
    """How many checkpoints the second computer takes when this one lies there."""
    for path, content in packed.files:
        world.share.lay(path, content)
    store, own = world.office("a2").store, world.membership("a2")
    return checkpoint.Taker(store, own, world.share).take().count


def test_nobody_takes_the_registry_from_a_college(world: World) -> None:
    world.office("a1").add("organisation", {"name_kk": "«Жалған» ЖШС"})
    meet(world, "a1")
    packed = made_by(world, "a1", world.region.registry)
    assert packed is not None

    assert refused(world, packed) == 0


def test_nobody_takes_a_checkpoint_from_the_future(world: World) -> None:
    teach(world, "a1", "Ертеңгі")
    packed = made_by(world, "a1", world.region.own_scope("a1"))
    assert packed is not None
    world.now -= timedelta(days=3)

    assert refused(world, packed) == 0


def test_a_checkpoint_cannot_bring_records_of_another_college(world: World) -> None:
    world.office("a1").apply(
        "teacher", "test", [Insert("teacher", {"full_name": "Бөтен"}, new_id())]
    )
    packed = made_by(world, "a1", world.region.own_scope("a1"))
    assert packed is not None
    key = world.membership("a1").scope_key(world.region.own_scope("a1"), 1)
    assert key is not None
    page = checkpoint_body.decode(
        checkpoint_file.open_part(packed.files[0][1], packed.manifest, 0, key)
    )
    (sheet,) = page.sheets
    sheet.values[sheet.fields.index("college_id")][0] = college_id("b").bytes
    forged = checkpoint_file.pack(
        packed.manifest, [checkpoint_body.encode(page)], key, keys_of("a1").sign_seed
    )

    assert refused(world, forged) == 0
    assert teachers(world, "a2") == set()
    assert refused(world, packed) == 1


def test_it_is_made_after_500_bundles_or_a_month(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = world.region.own_scope("a1")
    store = world.office("a1").store

    def is_due() -> bool:
        with store.local_writing() as connection:
            return checkpoint.due(connection, scope, store.clock())

    teach(world, "a1", "Бірінші")
    meet(world, "a1")
    assert not is_due()
    world.now += timedelta(days=31)
    assert is_due()
    meet(world, "a1")
    assert not is_due()
    world.now += timedelta(days=31)
    assert not is_due()
    teach(world, "a1", "Екінші")
    meet(world, "a1")
    with store.reading() as connection:
        assert checkpoint.newest_kept(connection, scope).number == 2
    monkeypatch.setattr(checkpoint, "MANY_BUNDLES", 2)
    for number in range(2):
        teach(world, "a1", f"Тағы {number}")
        meet(world, "a1")
    with store.reading() as connection:
        assert checkpoint.newest_kept(connection, scope).number == 3


def test_a_run_makes_only_a_few(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "OF_ONE_RUN", 1)
    for name in ("a1", "b1", "office"):
        teach(world, name, f"Мұғалім {name}")
        meet(world, name)
    world.office("office").add("organisation", {"name_kk": "«Арай» ЖШС"})
    meet(world, "office")
    world.now += timedelta(days=31)
    store, own = world.office("office").store, world.membership("office")

    made = [checkpoint.make_due(store, own) for _run in range(4)]

    assert made == [1, 1, 1, 0]


def test_a_clock_that_was_ahead_holds_up_no_checkpoint(world: World) -> None:
    teach(world, "a1", "Мұғалім")
    world.computers["a1"].skew = timedelta(days=3 * 365)
    meet(world, "a1")  # asked for the first time
    world.computers["a1"].skew = timedelta()
    meet(world, "a1")
    world.now += timedelta(days=31)

    store, own = world.office("a1").store, world.membership("a1")

    assert checkpoint.make_due(store, own) == 1


def test_an_emptied_share_gets_the_checkpoint_back_from_who_took_it(world: World) -> None:
    teach(world, "a1", "Бұрынғы")
    meet(world, "a1")
    lay_checkpoints(world, "a1")
    meet(world, "a2")
    media.wipe(world.share)
    world.refill(world.share)

    meet(world, "a2")

    assert any(path.endswith("manifest.clm") for path in world.share.files)


def test_what_came_with_a_checkpoint_has_no_marks_of_its_makers_college(stage: Stage) -> None:
    template = stage.add(
        OFFICE, "document_template", kind="agreement", name_kk="Үлгі", version=1, body="{}",
        is_current=True,
    )  # fmt: skip
    packed = made_by(stage.world, OFFICE, stage.region.registry)
    assert packed is not None
    stage.meet(OFFICE, B)

    merge_into(stage.world, A, packed)

    for name in (A, B):  # one has it from the checkpoint, the other one from a bundle
        assert not stage.seen(name, template, "is_current", "document_template")


def test_what_was_passed_over_after_a_long_wait_comes_with_a_checkpoint(stage: Stage) -> None:
    """Whoever waited in vain has seen the later bundles and not that one."""
    teacher = stage.add(A)
    stage.settle()
    stage.put(A, teacher, position="оқытушы")
    stage.meet(A, OFFICE)
    (lost,) = stage.files_of(A)[1:]
    stage.put(A, teacher, note="кейінгі")
    stage.meet(A, OFFICE)
    for _time in range(5):
        stage.share.files.pop(lost, None)
        stage.tick(days=9)
        stage.meet(B)
    assert stage.seen(B, teacher, "note") == "кейінгі"
    assert stage.seen(B, teacher, "position") is None
    assert made_by(stage.world, B, stage.region.own_scope(B)) is None  # it has not all

    packed = made_by(stage.world, OFFICE, stage.region.own_scope(A))
    assert packed is not None
    merge_into(stage.world, B, packed)

    assert stage.seen(B, teacher, "position") == "оқытушы"
    assert stage.conflicts(B) == []
    stage.settle()
    checks.alike(stage.world)
    assert made_by(stage.world, B, stage.region.own_scope(B)) is not None


def test_what_a_college_keeps_of_a_partner_may_come_after_it_was_changed(stage: Stage) -> None:
    partner = stage.add(
        A, "organisation", name_kk="«Арай» ЖШС", note="біріншінің сөзі", patron=True
    )
    packed = made_by(stage.world, A, stage.region.registry)
    assert packed is not None
    merge_into(stage.world, B, packed)
    stage.put(B, partner, "organisation", note="екіншінің сөзі")

    stage.settle()

    checks.alike(stage.world)
    assert stage.seen(B, partner, "patron", "organisation") == 1
    assert stage.conflicts(A) == stage.conflicts(B) == [("note", "field")]
