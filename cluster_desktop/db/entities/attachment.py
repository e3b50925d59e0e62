"""A file kept with a record: a scan with signatures, evidence, a printed paper."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Choice, Number, Text
from cluster_desktop.i18n import N_

KINDS = {
    "scan": N_("Signed scan"),
    "printed": N_("Printed paper"),
    "blank": N_("Blank workbook"),
    "delivered": N_("Delivered file"),
    "evidence": N_("Evidence"),
    "other": N_("Other file"),
}


class Attachment(Record):
    """The content lies under its hash beside the database; the given name is only text.

    `blob` says where a sealed copy lies for other computers, and how it is opened: it is exchanged
    like every field, so only those who may read the record can open the file (sync/blobs.py).
    """

    __tablename__ = "attachment"
    about: ClassVar[About] = About(label=N_("File"), plural=N_("Files"), icon="attach")

    owner_entity: Mapped[str] = column(Text(N_("Belongs to"), required=True))
    owner: Mapped[str] = column(Text(N_("Record"), required=True), index=True)
    name: Mapped[str] = column(
        Text(N_("File name"), required=True, search=True, sorts=True, listed=True)
    )
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=KINDS, default="other", required=True, listed=True, width=130)
    )
    sha256: Mapped[str] = column(Text(N_("Checksum"), required=True))
    size: Mapped[int] = column(Number(N_("Size"), unit=N_("bytes"), required=True, width=90))
    media_type: Mapped[str] = column(Text(N_("Type of file"), required=True))
    blob: Mapped[str | None] = column(Text(N_("Copy in the region's folder")))
    name_sort: Mapped[str | None] = sort_column()
