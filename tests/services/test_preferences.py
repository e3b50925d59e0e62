"""Names of settings, and of where an action came from: a person reads words, never keys."""

from __future__ import annotations

import pytest

from cluster_desktop.services import sources
from cluster_desktop.services.preferences import DEFAULTS, SETTING_NAMES

# The college and the person are chosen on pages of their own.
UNNAMED = {"college.organisation", "person.name"}


@pytest.mark.parametrize("key", sorted(DEFAULTS.keys() - UNNAMED))
def test_every_setting_has_a_name(key: str) -> None:
    assert SETTING_NAMES.get(key, key) != key


@pytest.mark.parametrize("source", ["form", "import", "undo", "redo", "exchange", "erasure", "cli"])
def test_every_source_has_a_word(source: str) -> None:
    assert source in sources.SOURCES
