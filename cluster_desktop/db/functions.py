"""SQL functions of our own, for queries only: never in triggers, indexes, generated columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from cluster_desktop.i18n import fold
from cluster_desktop.rules.terms import AgreementStage, Renewal, Terms, effective_until


def _folded(text: object) -> str:
    """The text as search compares it; for a filter that somebody types over one field."""
    return fold(text) if isinstance(text, str) else ""


def _renewed_until(
    agreed: str, months: int, notice: int | None, given: str | None, ended: str | None, today: str
) -> str:
    """The end of a tacitly renewed term by the one rule; only such agreements get here."""
    terms = Terms(
        stage=AgreementStage.SIGNED,
        valid_until=date.fromisoformat(agreed),
        renewal=Renewal.TACIT,
        renewal_months=months,
        notice_months=notice,
        notice_given_on=date.fromisoformat(given) if given else None,
        terminated_on=date.fromisoformat(ended) if ended else None,
    )
    end = effective_until(terms, date.fromisoformat(today))
    return (end or date.fromisoformat(agreed)).isoformat()


FUNCTIONS: Mapping[str, tuple[int, Callable[..., str]]] = {
    "fold": (1, _folded),
    "renewed_until": (6, _renewed_until),
}
