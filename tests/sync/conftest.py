"""What the tests of the exchange share: a real Samba, one for the whole run of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.simulation.stage import stage, stage_templates  # noqa: F401  (fixtures)
from tests.sync.smb.samba import Samba, why_not


@pytest.fixture(scope="session")
def samba_of_the_run() -> Iterator[Samba]:
    if reason := why_not():
        pytest.skip(reason)
    server = Samba()
    yield server
    server.end()


@pytest.fixture
def samba(samba_of_the_run: Samba) -> Samba:
    """A running share with nothing on it, whatever the test before did to it."""
    samba_of_the_run.clear()
    return samba_of_the_run
