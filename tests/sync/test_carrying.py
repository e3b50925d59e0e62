"""What a stick takes: own changes first, never more than four fifths of its room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.services import attachments
from cluster_desktop.sync import blobs
from cluster_desktop.sync.carrying import Load, loading, room_of
from tests.sync.simulation.region import MADE, Templates, region_of
from tests.sync.simulation.world import World

READS = {"ours", "registry"}


def load(scope: str, device: str, seq: int, *, size: int = 100, came_at: int = 0) -> Load:
    state = "own" if device == "me" else "applied" if scope in READS else "relay"
    return Load(scope, device, seq, "h", state, size, came_at)


def test_own_go_first_then_scopes_read_here_then_the_newest_of_others() -> None:
    wanted = [
        load("theirs", "old", 1, came_at=10),
        load("theirs", "new", 1, came_at=20),
        load("ours", "colleague", 1, came_at=1),
        load("ours", "me", 1),
    ]

    taken = loading(wanted, None, READS).taken

    assert [one.device for one in taken] == ["me", "colleague", "new", "old"]


def test_a_fifth_of_the_room_stays_free() -> None:
    assert room_of(1_000) == 800
    assert room_of(None) is None


def test_what_has_no_room_is_counted_and_nothing_follows_a_gap() -> None:
    wanted = [load("ours", "me", 1), load("theirs", "a", 1), load("theirs", "a", 2, size=500),
              load("theirs", "a", 3, size=1), load("theirs", "b", 1)]  # fmt: skip

    found = loading(wanted, 350, READS)

    assert [(one.device, one.seq) for one in found.taken] == [("me", 1), ("a", 1), ("b", 1)]
    assert found.left_out == {("theirs", "a")}
    assert (found.missing, found.room) == (501, 50)


@given(
    st.lists(
        st.builds(
            load,
            st.sampled_from(["ours", "registry", "theirs", "others"]),
            st.sampled_from(["me", "a", "b", "c"]),
            st.integers(1, 9),
            size=st.integers(1, 90),
            came_at=st.integers(0, 9),
        ),
        unique_by=lambda one: (one.scope, one.device, one.seq),
    ),
    st.integers(0, 900),
)
def test_the_room_is_kept_and_each_computers_bundles_stay_in_order(
    wanted: list[Load], room: int
) -> None:
    found = loading(wanted, room, READS)

    assert sum(one.size for one in found.taken) <= room
    assert found.missing + sum(one.size for one in found.taken) == sum(one.size for one in wanted)
    for of in {one.of for one in wanted}:
        in_order = sorted(one.seq for one in wanted if one.of == of)
        went = [one.seq for one in found.taken if one.of == of]
        assert went == in_order[: len(went)]


# --- on the engine ------------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    region = region_of("office", "a1", "a2", "b1")
    templates = Templates(tmp_path / "templates", region, lambda: MADE)
    made = World(1, tmp_path / "world", templates)
    for one in made.computers.values():
        one.skew = timedelta()
    yield made
    made.close()


def teach(world: World, name: str, full_name: str) -> None:
    world.now += timedelta(minutes=1)
    world.office(name).add("teacher", {"full_name": full_name})


def devices_on(world: World) -> set[str]:
    stick = world.sticks[0]
    return {world.region.name_of(path.split("/")[2]) for path in stick.files if ".clb" in path}


def test_a_full_stick_carries_the_own_changes_and_says_what_stayed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach(world, "b1", "Көршінің мұғалімі")
    world.meet("b1", world.share)
    world.meet("office", world.share)
    teach(world, "office", "Кеңсенің өзі")
    world.meet("office", world.sticks[1])
    own = own_bytes(world, "office")
    monkeypatch.setattr(type(world.share), "free", lambda _medium: int((own + 9) / 0.8))

    world.meet("office", world.sticks[0])

    told = world.computers["office"].receipts[-1]
    assert told.outcome == "partly"
    assert any("no room" in said for said in told.troubles)
    assert devices_on(world) == {"office"}
    monkeypatch.undo()
    world.meet("office", world.sticks[0])
    assert devices_on(world) == {"office", "b1"}


def own_bytes(world: World, name: str) -> int:
    with world.office(name).store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT sum(length(content)) FROM sync_bundle WHERE state = 'own'"
        )
        return int(found.scalar_one())


def test_files_travel_with_the_run_and_come_in_its_background(world: World) -> None:
    partner = next(iter(world.office("a1").add("organisation", {"name_kk": "«Арай» ЖШС"}).ids))
    attachments.keep(world.office("a1"), "organisation", partner, "М-1.pdf", b"%PDF", kind="scan")
    world.meet("a1", world.share)

    world.meet("a2", world.share)
    world.meet("office", world.share)

    (there,) = attachments.of_record(world.office("a2"), partner)
    assert attachments.content_path(world.office("a2"), there.id).read_bytes() == b"%PDF"
    # The region reads all colleges: it takes a file only when somebody opens it.
    assert not attachments.is_here(world.office("office"), there.id)
    assert blobs.fetch(world.office("office"), world.share, there.id)
    assert attachments.is_here(world.office("office"), there.id)
