"""The cluster itself: its name and model, its path to the status, territory, founding documents.

One database keeps one cluster. Source: methodical recommendations of 1 April 2026, chapters
1, 5 and 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Choice, Date, Digits, Link, LongText, Number, Text, Value, YesNo
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding

MODELS = {
    "territorial": N_("Territorial cluster"),
    "university": N_("University complex"),
}
# Chapter 5: the initiator's path to the status.
PATH = {
    "idea": N_("Idea"),
    "working_group": N_("Working group formed"),
    "meetings": N_("Meetings with partners"),
    "concept": N_("Concept is ready"),
    "draft": N_("Draft passport is ready"),
    "submitted": N_("Submitted to the regional coordinating council"),
    "returned": N_("Returned for revision"),
    "granted": N_("Status granted"),
    "refused": N_("Status refused"),
    "suspended": N_("Suspended"),
    "ended": N_("Ended"),
}
PASSPORT_STATES = {
    "draft": N_("Draft"),
    "submitted": N_("Submitted"),
    "returned": N_("Returned for revision"),
    "approved": N_("Approved"),
    "in_force": N_("In force"),
    "amended": N_("Being amended"),
    "archived": N_("Archived"),
}
INITIATORS = {"akimat": N_("Local executive body"), "college": N_("College")}
DOCUMENTS = {
    "order": N_("Order"),
    "council_decision": N_("Decision of the council"),
    "agreement": N_("Agreement"),
    "concept": N_("Concept"),
    "other": N_("Other"),
}
FACTORS = {
    "strength": N_("Strength"),
    "weakness": N_("Weakness"),
    "opportunity": N_("Opportunity"),
    "threat": N_("Threat"),
}


def _has_both_names(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    return tuple(
        Finding(said, field=field, severity="warning")
        for field, said in (
            ("name_kk", _("The name in Kazakh is missing: the passport is printed in Kazakh.")),
            ("name_ru", _("The name in Russian is missing: it stands beside the Kazakh one.")),
        )
        if not values.get(field)
    )


class Cluster(Record):
    """Not a legal entity: it works by contracts, agreements and memoranda (chapter 1.1)."""

    __tablename__ = "cluster"
    about: ClassVar[About] = About(
        label=N_("Cluster"), plural=N_("Clusters"), icon="cluster", checks=(_has_both_names,)
    )

    name_kk: Mapped[str | None] = column(
        Text(N_("Name (Kazakh)"), search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    name_en: Mapped[str | None] = column(Text(N_("Name (English)"), search=True))
    short_kk: Mapped[str | None] = column(Text(N_("Short name (Kazakh)"), search=True))
    short_ru: Mapped[str | None] = column(Text(N_("Short name (Russian)"), search=True))
    model: Mapped[str] = column(
        Choice(N_("Model"), choices=MODELS, default="territorial", required=True, listed=True)
    )
    region_id: Mapped[UUID | None] = column(Link(N_("Region"), to="region", listed=True))
    initiator_kind: Mapped[str | None] = column(Choice(N_("Started by"), choices=INITIATORS))
    initiator_id: Mapped[UUID | None] = column(Link(N_("Initiator"), to="organisation"))
    state: Mapped[str] = column(
        Choice(N_("State of the cluster"), choices=PATH, default="idea", required=True, listed=True)
    )
    state_on: Mapped[date | None] = column(Date(N_("In this state since"), width=96))
    decision_number: Mapped[str | None] = column(Text(N_("Number of the council's decision")))
    decision_on: Mapped[date | None] = column(Date(N_("Date of the council's decision")))
    passport_state: Mapped[str] = column(
        Choice(N_("Passport"), choices=PASSPORT_STATES, default="draft", required=True)
    )
    passport_note: Mapped[str | None] = column(LongText(N_("Why the passport was returned")))
    not_legal_entity: Mapped[bool] = column(
        YesNo(N_("The clause “not a legal entity” stands in the passport"), default=True)
    )
    created_on: Mapped[date | None] = column(Date(N_("Created on")))
    ended_on: Mapped[date | None] = column(Date(N_("Ended by the members' decision on")))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class ClusterStage(Record):
    """A stage of the initiator's path that was reached, and its document."""

    __tablename__ = "cluster_stage"
    about: ClassVar[About] = About(
        label=N_("Stage of the path"),
        plural=N_("Stages of the path"),
        icon="history",
        title="state",
    )

    cluster_id: Mapped[UUID] = column(Link(N_("Cluster"), to="cluster", owned=True, required=True))
    state: Mapped[str] = column(Choice(N_("Stage"), choices=PATH, required=True, listed=True))
    reached_on: Mapped[date] = column(Date(N_("Reached on"), required=True, listed=True, width=96))
    document: Mapped[str | None] = column(Text(N_("Document"), listed=True, search=True))
    note: Mapped[str | None] = column(LongText(N_("Note"), listed=True))


class ClusterTerritory(Record):
    """A district or city of the territory (section 4 of the passport)."""

    __tablename__ = "cluster_territory"
    about: ClassVar[About] = About(
        label=N_("District or city of the cluster"), plural=N_("Territory"), icon="pin"
    )

    cluster_id: Mapped[UUID] = column(Link(N_("Cluster"), to="cluster", owned=True, required=True))
    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    kato: Mapped[str | None] = column(Digits(N_("KATO"), scheme="kato", listed=True, width=100))
    distance_km: Mapped[int | None] = column(
        Number(N_("Distance"), unit=N_("km"), most=5_000, listed=True, width=90)
    )
    transport: Mapped[str | None] = column(Text(N_("Transport"), listed=True))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class FoundingDocument(Record):
    """Legal ground of the cluster (section 3): an order, a decision, an agreement."""

    __tablename__ = "founding_document"
    about: ClassVar[About] = About(
        label=N_("Founding document"), plural=N_("Founding documents"), title="title"
    )

    cluster_id: Mapped[UUID] = column(Link(N_("Cluster"), to="cluster", owned=True, required=True))
    number: Mapped[str | None] = column(Text(N_("Number"), search=True, listed=True, width=90))
    signed_on: Mapped[date | None] = column(Date(N_("Date"), listed=True, width=96))
    title_kk: Mapped[str] = column(
        Text(N_("Title (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    title_ru: Mapped[str | None] = column(Text(N_("Title (Russian)"), search=True, sorts=True))
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=DOCUMENTS, default="order", required=True, listed=True)
    )
    body_kk: Mapped[str | None] = column(Text(N_("Issued by (Kazakh)"), listed=True))
    body_ru: Mapped[str | None] = column(Text(N_("Issued by (Russian)")))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    title_kk_sort: Mapped[str | None] = sort_column()
    title_ru_sort: Mapped[str | None] = sort_column()


class ClusterFactor(Record):
    """What helps or hinders the cluster; also factors of partnership between regions."""

    __tablename__ = "cluster_factor"
    about: ClassVar[About] = About(
        label=N_("Factor"), plural=N_("Positive and negative factors"), icon="info", title="text"
    )

    text_kk: Mapped[str] = column(
        Text(N_("Factor (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    text_ru: Mapped[str | None] = column(Text(N_("Factor (Russian)"), search=True, sorts=True))
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=FACTORS, default="strength", required=True, listed=True)
    )
    noted_on: Mapped[date | None] = column(Date(N_("Noted on"), listed=True, width=96))
    answer: Mapped[str | None] = column(LongText(N_("What follows from it"), listed=True))
    text_kk_sort: Mapped[str | None] = sort_column()
    text_ru_sort: Mapped[str | None] = sort_column()
