"""How the numbers of one kind of agreement or paper are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.db.entities.agreement import KINDS
from cluster_desktop.fields import Choice, Text, Value
from cluster_desktop.i18n import N_
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.numbering import check_mask, check_prefix

NUMBERED = {**KINDS, "certificate": N_("Certificate"), "referral": N_("Referral")}


def _mask_works(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    return check_mask(values.get("mask") or "")


def _prefix_works(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    prefix = values.get("prefix")
    return check_prefix(prefix) if prefix else ()  # an absent one is the field's own finding


class NumberingRule(Record):
    """The mask holds the letters of this computer, so that machines apart never give one number."""

    __tablename__ = "numbering_rule"
    about: ClassVar[About] = About(
        label=N_("Numbering rule"),
        plural=N_("Numbering rules"),
        icon="settings",
        title="prefix",
        checks=(_mask_works, _prefix_works),
        duplicates=("kind",),
    )

    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=NUMBERED, required=True, listed=True, width=160)
    )
    prefix: Mapped[str] = column(
        Text(N_("Prefix"), required=True, sorts=True, listed=True, inline=True, width=80, limit=10)
    )
    mask: Mapped[str] = column(Text(N_("Mask"), required=True, listed=True, inline=True, limit=60))
    prefix_sort: Mapped[str | None] = sort_column()
