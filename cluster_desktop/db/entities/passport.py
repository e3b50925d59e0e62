"""The cluster passport: typed text of its 11 sections, and the versions that were approved."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column
from cluster_desktop.fields import Choice, Date, Link, LongText, Number, Text, YesNo
from cluster_desktop.i18n import N_

# Official titles: methodical recommendations of 1 April 2026, chapter 6.
SECTIONS = {
    "1": N_("Name of the cluster"),
    "2": N_("Founders and participants"),
    "3": N_("Legal status"),
    "4": N_("Geographical location"),
    "5": N_("Development strategy and goals"),
    "6": N_("Fields of specialisation"),
    "7": N_("Action plan"),
    "8": N_("Innovation and technology potential"),
    "9": N_("Funding sources"),
    "10": N_("Infrastructure and resources"),
    "11": N_("Monitoring and evaluation mechanisms"),
}
VERSION_STATES = {
    "approved": N_("Approved"),
    "in_force": N_("In force"),
    "archived": N_("Archived"),
}


class PassportSection(Record):
    """Text of one section. `**bold**` and `*italic*` are the only marks; lines are paragraphs."""

    __tablename__ = "passport_section"
    about: ClassVar[About] = About(
        label=N_("Section of the passport"), plural=N_("Sections of the passport"), title="section"
    )

    cluster_id: Mapped[UUID] = column(Link(N_("Cluster"), to="cluster", owned=True, required=True))
    section: Mapped[str] = column(
        Choice(N_("Section"), choices=SECTIONS, required=True, listed=True)
    )
    text_kk: Mapped[str | None] = column(LongText(N_("Text (Kazakh)"), limit=60_000, search=True))
    text_ru: Mapped[str | None] = column(LongText(N_("Text (Russian)"), limit=60_000, search=True))
    text_en: Mapped[str | None] = column(LongText(N_("Text (English)"), limit=60_000))
    complete: Mapped[bool] = column(YesNo(N_("Marked as complete"), listed=True))
    marked_on: Mapped[date | None] = column(Date(N_("Marked on"), listed=True, width=96))


class PassportVersion(Record):
    """An approved version. `content` (JSON) never changes; the prints are attached files."""

    __tablename__ = "passport_version"
    about: ClassVar[About] = About(
        label=N_("Version of the passport"),
        plural=N_("Versions of the passport"),
        icon="lock",
        title="number",
    )

    cluster_id: Mapped[UUID] = column(Link(N_("Cluster"), to="cluster", owned=True, required=True))
    number: Mapped[int] = column(
        Number(N_("Version"), required=True, least=1, most=999, listed=True, width=72)
    )
    state: Mapped[str] = column(
        Choice(N_("State"), choices=VERSION_STATES, default="approved", required=True, listed=True)
    )
    approved_on: Mapped[date] = column(Date(N_("Approved on"), required=True, listed=True))
    minutes_number: Mapped[str | None] = column(Text(N_("Minutes or decision No."), listed=True))
    approved_by_kk: Mapped[str | None] = column(Text(N_("Approved by (Kazakh)"), listed=True))
    approved_by_ru: Mapped[str | None] = column(Text(N_("Approved by (Russian)")))
    content: Mapped[str] = column(LongText(N_("Content"), required=True, limit=30_000_000))
    digest: Mapped[str] = column(Text(N_("Checksum"), required=True))
