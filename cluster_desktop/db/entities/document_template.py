"""Template of a paper: ordered clauses in kk and ru with named places."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import LongText, Number, Text, YesNo
from cluster_desktop.i18n import N_


class DocumentTemplate(Record):
    """`body` is the JSON of documents/templates.py. An edit makes a new version; old ones stay."""

    __tablename__ = "document_template"
    about: ClassVar[About] = About(
        exchange="reference",
        inner=("is_current",),
        label=N_("Template"),
        plural=N_("Templates"),
        icon="document",
        sort="name",
    )

    kind: Mapped[str] = column(Text(N_("Kind"), required=True, listed=True, width=130))
    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    version: Mapped[int] = column(Number(N_("Version"), required=True, listed=True, width=80))
    body: Mapped[str] = column(LongText(N_("Clauses"), required=True, limit=200_000))
    is_current: Mapped[bool] = column(YesNo(N_("In use"), default=True, listed=True, width=80))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
