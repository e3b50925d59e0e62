"""Which record stands for one that was merged: chains are followed, circles broken. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID


def standing(winners: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """For each merged record the one that stands for it in the end.

    `winners` says of each merged record into which it went. Two who merge the same records apart
    and the other way round make a circle: its smallest id stays, and stands for itself here.
    """
    ends: dict[UUID, UUID] = {}
    for start in winners:
        path: dict[UUID, int] = {}
        at = start
        while at in winners and at not in ends and at not in path:
            path[at] = len(path)
            at = winners[at]
        if at in path:
            circle = [one for one, place in path.items() if place >= path[at]]
            end = min(circle)
        else:
            end = ends.get(at, at)
        ends.update(dict.fromkeys(path, end))
    return ends


def in_circles(winners: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """The smallest id of each circle: a record that went into others and stays all the same."""
    return frozenset(one for one, end in standing(winners).items() if one == end)
