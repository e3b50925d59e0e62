"""Checkpoints that go from one simulated computer to another by hand, in any state of the two."""

from __future__ import annotations

from cluster_desktop.sync import checkpoint, checkpoint_file, checkpoint_make, sealing
from tests.sync.simulation.world import World


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
