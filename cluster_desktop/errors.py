"""The three fates of an error: Refusal (the user can mend it), Trouble (the world failed), Bug.

Knows nothing of Qt, SQL or files. Everything that is none of these three is a bug as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cluster_desktop.rules.findings import Finding


class Refusal(Exception):
    """The user can mend it: a translated sentence that says what, where and how.

    `field` names the field beside which the sentence appears, `suggestion` a value that would do,
    `findings` every single reason where there are several.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        suggestion: str | None = None,
        findings: Sequence[Finding] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.suggestion = suggestion
        self.findings = tuple(findings)


class NeedsAnswer(Refusal):
    """The program must not guess: the user chooses among `choices` (exit status 3)."""

    def __init__(self, message: str, *, question: str, choices: Sequence[str]) -> None:
        super().__init__(message)
        self.question = question
        self.choices = tuple(choices)


class TooBig(Refusal):
    """The input is larger than this program takes (exit status 4)."""


class Cancelled(Exception):
    """The user pressed Cancel; the state before is intact."""


class Trouble(Exception):
    """The world failed: disk, share, an open file. Says what was kept safe and what to try."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Bug(AssertionError):
    """The program is wrong. Flies to the crash window, never shown as a sentence to mend."""
