"""What was answered once about a workbook's columns and unknown words."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import LongText, Text
from cluster_desktop.i18n import N_


class ImportMapping(Record):
    """Found again by the headings and who sent them, so that the same form is never asked twice."""

    __tablename__ = "import_mapping"
    about: ClassVar[About] = About(
        exchange="local", label=N_("Import mapping"), plural=N_("Import mappings"), icon="import"
    )

    kind: Mapped[str] = column(Text(N_("Kind"), required=True, listed=True))
    name: Mapped[str] = column(Text(N_("Name"), required=True, sorts=True, listed=True))
    sender: Mapped[str | None] = column(Text(N_("Office"), listed=True))
    signature: Mapped[str] = column(Text(N_("Headings"), required=True), index=True)
    body: Mapped[str] = column(LongText(N_("Content"), required=True, limit=50_000))
    name_sort: Mapped[str | None] = sort_column()
