"""News of the office in the UI thread."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shiboken6

from cluster_desktop.query import Changes
from cluster_desktop.ui.bridge import OfficeBridge

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_window_that_went_while_somebody_wrote_is_told_nothing() -> None:
    """A worker has its list of listeners already when the window is deleted."""
    kept: list[Callable[[Changes], None]] = []

    class Writer:
        def subscribe(self, callback: Callable[[Changes], None]) -> Callable[[], None]:
            kept.append(callback)
            return lambda: None

    bridge = OfficeBridge(Writer())
    shiboken6.delete(bridge)
    kept[0](Changes())
