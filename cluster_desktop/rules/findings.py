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
