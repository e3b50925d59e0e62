"""What people decided about the exchange: conflicts, and records that are one and the same.

Both are ordinary records: they travel, stand in the history and can be taken back.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column
from cluster_desktop.fields import Choice, LongText, Text
from cluster_desktop.i18n import N_

CHOICES = {
    "winner": N_("The value that is shown"),
    "loser": N_("The other value"),
    "both": N_("Both values"),
    "other": N_("A new value"),
}


class ConflictDecision(Record):
    """Somebody looked at two values of one field and chose; `stamp` and `device` name the value
    that had not won. The id is made of these, so two who decide apart make one record."""

    __tablename__ = "conflict_decision"
    about: ClassVar[About] = About(
        label=N_("Decision on a conflict"),
        plural=N_("Decisions on conflicts"),
        icon="conflict",
        title="unit",
    )

    entity: Mapped[str] = column(Text(N_("Kind of record"), required=True))
    record: Mapped[str] = column(Text(N_("Record"), required=True), index=True)
    unit: Mapped[str] = column(Text(N_("Field"), required=True, listed=True))
    stamp: Mapped[str] = column(Text(N_("Moment"), required=True))
    device: Mapped[str] = column(Text(N_("Computer"), required=True))
    choice: Mapped[str] = column(
        Choice(N_("Decision"), choices=CHOICES, default="winner", required=True, listed=True)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))


class MergedRecord(Record):
    """Two records that mean one thing: the one that stays stands for the other."""

    __tablename__ = "merged_record"
    about: ClassVar[About] = About(
        label=N_("Merged records"),
        plural=N_("Merged records"),
        icon="duplicates",
        title="entity",
    )

    entity: Mapped[str] = column(Text(N_("Kind of record"), required=True, listed=True))
    loser: Mapped[str] = column(Text(N_("Merged record"), required=True), index=True)
    winner: Mapped[str] = column(Text(N_("Stays"), required=True), index=True)
    body: Mapped[str | None] = column(LongText(N_("What was changed")))
