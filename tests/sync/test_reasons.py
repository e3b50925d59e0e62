"""Why something waits or was refused, in words: each says of what it speaks."""

from __future__ import annotations

import re

import pytest

from cluster_desktop import i18n
from cluster_desktop.i18n import _
from cluster_desktop.sync import inbox, queue

REASONS = (
    queue.EARLIER, queue.OTHERS, queue.TOGETHER, queue.NEWER, queue.NO_KEY, queue.CLOCK,
    queue.FAR_CLOCK, queue.MASS, queue.UNREADABLE, inbox.FORGED, inbox.MISNAMED, inbox.REVOKED,
    inbox.NOT_ALLOWED, inbox.UNKNOWN, inbox.DAMAGED,
    "It erases what it does not write.", "It holds a value that does not fit its field.",
    "It brings records to a place where they do not belong.",
    "It does not say whose records it brings.", "It changes records of another college.",
    "It holds changes that it does not own up to.",
)  # fmt: skip
VAGUE = {
    "ru": re.compile(r"^(Он|Она|Оно|Его|Её|Ему)\b|\b(него|нём|того компьютера)\b"),
    "kk": re.compile(r"^(Ол|Оны|Оның|Онда|Өз)\b"),
}


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_a_reason_names_the_file_or_the_computer(lang: str) -> None:
    i18n.set_language(lang)
    said = [_(reason) for reason in REASONS]
    assert [one for one in said if VAGUE[lang].search(one)] == []
    assert not set(said) & set(REASONS)
