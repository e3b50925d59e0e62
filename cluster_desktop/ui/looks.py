"""How the state of a record looks: word, palette role, icon, and whether it is tinted.

Tint is for what needs attention; the good and the finished are icon and word alone. A list asks
here for each cell of a choice column; a column without an entry stays plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cluster_desktop.fields import Value
from cluster_desktop.i18n import ngettext

Values = Mapping[str, Value]


@dataclass(frozen=True)
class PillLook:
    """A state as it is painted. An empty text means the field's own word."""

    look: str
    icon: str
    tinted: bool = True
    text: str = ""


_AGREEMENT_STATES = {
    "draft": PillLook("draft", "edit"),
    "approval": PillLook("info", "clock"),
    "printed": PillLook("info", "print"),
    "signed": PillLook("good", "tick", tinted=False),
    "in_force": PillLook("good", "check", tinted=False),
    "expiring": PillLook("soon", "warning"),
    "expired": PillLook("bad", "error"),
    "terminated": PillLook("draft", "close", tinted=False),
    "renewed": PillLook("draft", "history", tinted=False),
    "cancelled": PillLook("draft", "close", tinted=False),
}
_STAGES = {
    "draft": PillLook("draft", "edit"),
    "signed": PillLook("good", "tick", tinted=False),
    "cancelled": PillLook("draft", "close", tinted=False),
}
_ATTENTION = {
    "expired": PillLook("bad", "error"),
    "expiring": PillLook("soon", "warning"),
    "notice": PillLook("soon", "warning"),
    "unsigned": PillLook("info", "print"),
}
_STATUSES = {
    "candidate": PillLook("info", "info", tinted=False),
    "negotiating": PillLook("info", "clock", tinted=False),
    "active": PillLook("good", "check", tinted=False),
    "inactive": PillLook("draft", "close", tinted=False),
    "left": PillLook("draft", "close", tinted=False),
}
_OUTCOMES = {
    "employed": PillLook("good", "check", tinted=False),
    "self_employed": PillLook("good", "check", tinted=False),
    "studying": PillLook("info", "graduates"),
    "army": PillLook("draft", "person"),
    "childcare": PillLook("draft", "clock"),
    "left_country": PillLook("draft", "arrow-right"),
    "other_reason": PillLook("draft", "more"),
    "not_employed": PillLook("bad", "error"),
    "unknown": PillLook("soon", "warning"),
}

_MEETINGS = {
    "planned": PillLook("info", "calendar"),
    "held": PillLook("soon", "edit"),
    "closed": PillLook("good", "check", tinted=False),
    "cancelled": PillLook("draft", "close", tinted=False),
}
_DECISIONS = {
    "overdue": PillLook("bad", "error"),
    "to_do": PillLook("info", "clock"),
    "in_progress": PillLook("info", "arrow-right"),
    "done": PillLook("good", "check", tinted=False),
    "cancelled": PillLook("draft", "close", tinted=False),
}
_PLAN = {
    "overdue": PillLook("bad", "error"),
    "soon": PillLook("soon", "warning"),
    "planned": PillLook("draft", "calendar"),
    "in_progress": PillLook("info", "clock"),
    "done": PillLook("good", "check", tinted=False),
    "partly": PillLook("soon", "edit"),
    "postponed": PillLook("draft", "history"),
    "cancelled": PillLook("draft", "close", tinted=False),
}
_LEVELS = {
    "low": PillLook("good", "check", tinted=False),
    "medium": PillLook("soon", "warning"),
    "high": PillLook("bad", "error"),
}


def _agreement_state(values: Values) -> PillLook | None:
    state = values.get("state")
    found = _AGREEMENT_STATES.get(str(state))
    days = values.get("days_left")
    if found is None or state != "expiring" or not isinstance(days, int):
        return found
    text = ngettext("{n} day", "{n} days", days).format(n=days)
    return PillLook(found.look, found.icon, found.tinted, text)


def _plan_now(values: Values) -> PillLook | None:
    """How many days are left, or passed since the term."""
    found = _PLAN.get(str(values.get("now")))
    days = values.get("days_left")
    if found is None or values.get("now") not in ("overdue", "soon") or not isinstance(days, int):
        return found
    text = ngettext("{n} day", "{n} days", abs(days)).format(n=abs(days))
    return PillLook(found.look, found.icon, text=f"\N{MINUS SIGN}{text}" if days < 0 else text)


def _plain(column: str, known: Mapping[str, PillLook]) -> Callable[[Values], PillLook | None]:
    return lambda values: known.get(str(values.get(column)))


def _mentor_load(values: Values) -> PillLook | None:
    """Students now of the limit: 4 / 5."""
    load, limit = values.get("load"), values.get("limit")
    if not isinstance(load, int) or not isinstance(limit, int):
        return None
    text = f"{load} / {limit}"
    if load > limit:
        return PillLook("bad", "error", text=text)
    return PillLook("neutral", "person", tinted=False, text=text)


def _if(flag: str, look: PillLook) -> Callable[[Values], PillLook | None]:
    return lambda values: look if values.get(flag) else None


def _proof(values: Values) -> PillLook | None:
    """The proof in the newest outcome; nothing is asked of whom nothing is known."""
    proof = values.get("outcome_proof")
    if proof is None:
        return None
    if proof == "none":
        return PillLook("soon", "warning", tinted=False)
    return PillLook("good", "attach", tinted=False)


_LOOKS: dict[tuple[str, str], Callable[[Values], PillLook | None]] = {
    ("agreement", "state"): _agreement_state,
    ("agreement", "attention"): _plain("attention", _ATTENTION),
    ("organisation", "status"): _plain("status", _STATUSES),
    ("addendum", "stage"): _plain("stage", _STAGES),
    ("mentor", "load"): _mentor_load,
    ("mentor", "order_number"): _if("order_missing", PillLook("soon", "warning")),
    ("mentor", "trained_until"): _if("training_ends", PillLook("soon", "warning")),
    ("student", "outcome_now"): _plain("outcome_now", _OUTCOMES),
    ("student", "outcome_proof"): _proof,
    ("outcome", "state"): _plain("state", _OUTCOMES),
    ("meeting", "state"): _plain("state", _MEETINGS),
    ("decision", "now"): _plain("now", _DECISIONS),
    ("plan_item", "now"): _plan_now,
    ("risk", "level"): _plain("level", _LEVELS),
}
# Columns a look needs beyond its own.
_NEEDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("agreement", "state"): ("days_left",),
    ("mentor", "load"): ("limit",),
    ("mentor", "order_number"): ("order_missing",),
    ("mentor", "trained_until"): ("training_ends",),
    ("plan_item", "now"): ("days_left",),
}

# The column whose pill stands beside the record's name in a panel head.
_HEAD: dict[str, str] = {
    "agreement": "state", "organisation": "status", "addendum": "stage",
    "meeting": "state", "decision": "now",
    "plan_item": "now", "risk": "level",
}  # fmt: skip


def pill_of(entity: str, column: str, values: Values) -> PillLook | None:
    """The look of one cell, or None where the column is plain text."""
    found = _LOOKS.get((entity, column))
    return found(values) if found is not None else None


def has_pill(entity: str, column: str) -> bool:
    return (entity, column) in _LOOKS


def needed_by(entity: str, column: str) -> tuple[str, ...]:
    """Further columns to read so that the look of this one can be told."""
    return _NEEDS.get((entity, column), ())


def head_column(entity: str) -> str | None:
    """The column that says in what state a record is."""
    return _HEAD.get(entity)
