"""PySide6 must not lose references to None and True: 6.12.0 does under Python 3.11 and aborts.

When this fails after an update of PySide6, keep the older one. It may go when Python 3.12, whose
None and True are immortal, is the oldest supported.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

CALLS = 100
TOLERANCE = 5


class Sender(QObject):
    sent = Signal()


def test_calls_that_return_none_keep_the_reference_to_none() -> None:
    child = QObject()
    before = sys.getrefcount(None)

    for _ in range(CALLS):
        child.parent()

    assert sys.getrefcount(None) >= before - TOLERANCE


def test_emitting_a_signal_keeps_the_reference_to_true() -> None:
    sender = Sender()
    before = sys.getrefcount(True)

    for _ in range(CALLS):
        sender.sent.emit()

    assert sys.getrefcount(True) >= before - TOLERANCE
