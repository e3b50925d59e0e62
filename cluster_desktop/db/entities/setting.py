"""A setting that belongs to the data: thresholds, the own college, formulas."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column
from cluster_desktop.fields import LongText, Text
from cluster_desktop.i18n import N_


class Setting(Record):
    """Key and value; the meaning of each key stands where it is read (services/preferences)."""

    __tablename__ = "setting"
    about: ClassVar[About] = About(
        exchange="local", label=N_("Setting"), plural=N_("Settings"), icon="settings", title="key"
    )

    key: Mapped[str] = column(Text(N_("Key"), required=True, listed=True), index=True)
    value: Mapped[str | None] = column(LongText(N_("Value"), listed=True))
