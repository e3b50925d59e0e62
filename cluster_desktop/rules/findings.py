"""What a rule has to say about a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "repaired"]


@dataclass(frozen=True)
class Finding:
    """One translated sentence: what is wrong, where and how to mend it.

    An error keeps the value out, a warning lets it in, "repaired" says what was changed.
    `suggestion` is a value that would do, `code` names the reason for programs.
    """

    message: str
    field: str | None = None
    severity: Severity = "error"
    suggestion: str | None = None
    code: str = ""


@dataclass(frozen=True)
class Checked:
    """A typed value after its check: clean, or None where it is empty or has an error.

    `repaired` says that the clean value is not letter for letter what was typed.
    """

    value: str | None
    findings: tuple[Finding, ...] = ()
    repaired: bool = False

    @property
    def is_fine(self) -> bool:
        """No error among the findings (an empty value is fine: the form says what is required)."""
        return all(finding.severity != "error" for finding in self.findings)


def refused(message: str, code: str, suggestion: str | None = None) -> Checked:
    """A value that is kept out for one reason."""
    return Checked(None, (Finding(message, code=code, suggestion=suggestion),))
