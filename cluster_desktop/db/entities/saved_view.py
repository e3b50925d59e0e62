"""A list's view that somebody saved: filter, columns and order under a name."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import LongText, Text
from cluster_desktop.i18n import N_


class SavedView(Record):
    """`body` is the JSON of the table's state."""

    __tablename__ = "saved_view"
    about: ClassVar[About] = About(
        exchange="local", label=N_("View"), plural=N_("Views"), icon="columns"
    )

    entity: Mapped[str] = column(Text(N_("List"), required=True, listed=True), index=True)
    name: Mapped[str] = column(
        Text(N_("Name"), required=True, sorts=True, listed=True, inline=True)
    )
    body: Mapped[str] = column(LongText(N_("Content"), required=True, limit=50_000))
    name_sort: Mapped[str | None] = sort_column()
