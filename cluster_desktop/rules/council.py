"""Quorum and votes of the coordinating council. Pure.

No act in reach fixes the quorum of a cluster's council, so its percent is a setting.
"""

from __future__ import annotations

DEFAULT_PERCENT = 50


def quorum_needed(members: int, percent: int) -> int:
    """How many must be present: more than `percent` of the members; of 100 percent, all.

    At least one: a council without members never has a quorum.
    """
    if percent >= 100:
        return max(1, members)
    return max(1, members * percent // 100 + 1)


def too_many_votes(present: int, *votes: int | None) -> int | None:
    """The number of votes where they are more than those present; None where they fit."""
    given = sum(vote or 0 for vote in votes)
    return given if given > present else None


def is_adopted(votes_for: int | None, votes_against: int | None) -> bool:
    """By the plain majority of those who voted for or against; without votes, unanimously.

    Equal votes adopt nothing by themselves: the statute says whether the chair's vote decides.
    """
    if votes_for is None and votes_against is None:
        return True
    return (votes_for or 0) > (votes_against or 0)
