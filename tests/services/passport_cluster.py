"""A small cluster whose passport lacks nothing: one record of each kind, two where both count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from cluster_desktop.query import Condition, Query
from cluster_desktop.services import cluster, kpi, passport, start
from cluster_desktop.services.office import Office

TEXT = {"text_kk": "Сипаттама.\nЕкінші абзац.", "text_ru": "Описание.\nВторой абзац."}


def complete(office: Office) -> None:
    """All 11 sections can be marked as complete; none is yet."""
    start.prepare(office)
    region = office.rows(Query("region", columns=("kato",)), 1)[0].id
    cluster.make(
        office,
        {
            "name_kk": "Өңірлік құрылыс кластері",
            "name_ru": "Региональный строительный кластер",
            "short_kk": "Құрылыс",
            "region_id": region,
            "initiator_kind": "college",
        },
    )
    mine = cluster.needed(office).id
    _participants(office)
    add(
        office,
        "founding_document",
        cluster_id=mine,
        number="12-Ө",
        signed_on=date(2026, 3, 2),
        title_kk="Кластер құру туралы бұйрық",
        body_kk="Білім басқармасы",
    )
    add(office, "cluster_territory", cluster_id=mine, name_kk="Ақбұлақ ауданы", distance_km=40)
    _goals_and_fields(office)
    _plan_and_money(office)
    for number in passport.texts(office):
        passport.set_text(office, number, TEXT)


def add(office: Office, entity: str, **values: object) -> UUID:
    """A record by its own form, and its id."""
    (made,) = office.add(entity, values).ids
    return made


def organisations(office: Office) -> dict[str, UUID]:
    """The first organisation of each kind."""
    rows = office.rows(Query("organisation", columns=("kind",)))
    return {row["kind"]: row.id for row in rows}


def _participants(office: Office) -> None:
    told = {
        "college": ("Ақбұлақ колледжі", "050540004564"),
        "enterprise": ("«Тау құрылыс» ЖШС", "120840009879"),
    }
    for kind, (name, number) in told.items():
        one = add(
            office,
            "organisation",
            name_kk=name,
            name_ru=f"{name} (рус.)",
            kind=kind,
            bin=number,
            head_kk="А. Б. Серіков",
            head_position_kk="директор",
            address_kk="Ақбұлақ, Абай к-сі, 1",
            is_own=kind == "college",
        )
        add(
            office,
            "membership",
            organisation_id=one,
            founder=kind == "college",
            role="coordinator" if kind == "college" else "employer",
            obligations_kk="Практика орындарын беру",
            joined_on=date(2026, 3, 2),
        )
    office.put_setting("college.organisation", str(organisations(office)["college"]))
    add(
        office,
        "agreement",
        number="М-001",
        partner_id=organisations(office)["enterprise"],
        kind="memorandum",
        stage="signed",
        signed_on=date(2026, 3, 1),
        valid_until=date(2028, 3, 1),
    )


def _goals_and_fields(office: Office) -> None:
    for horizon, year in (("short", 2028), ("long", 2032)):
        add(
            office,
            "goal",
            horizon=horizon,
            name_kk="Мамандар даярлау",
            base_year=2026,
            base_value=Decimal(40),
            target_year=year,
            target_value=Decimal(90),
        )
    trade = office.rows(Query("speciality", columns=("code",), sort=(("code", False),)), 1)
    speciality = trade[0].id if trade else add(office, "speciality", code="07320100", name_kk="Құ")
    field = add(office, "specialisation", sector="construction", name_kk="Құрылыс")
    college = organisations(office)["college"]
    add(
        office,
        "specialisation_code",
        specialisation_id=field,
        speciality_id=speciality,
        college_taught_id=college,
    )


def _plan_and_money(office: Office) -> None:
    college = organisations(office)["college"]
    enterprise = organisations(office)["enterprise"]
    add(
        office,
        "plan_item",
        number=1,
        name_kk="Кеңес отырысы",
        due=date(2026, 12, 1),
        responsible="Директор",
        result_kk="Хаттама",
    )
    add(
        office,
        "technology",
        name_kk="VR-зертхана",
        owner_id=college,
        access_kk="Барлық қатысушы",
    )
    add(office, "finance_line", source="local", year=2026, planned=Decimal(5_000_000))
    add(
        office,
        "infrastructure",
        kind="workshop",
        name_kk="Шеберхана",
        owner_id=college,
        area=Decimal(120),
    )
    add(office, "infrastructure", kind="production", name_kk="Цех", owner_id=enterprise)
    kpi.standard(office)
    columns = ("code",)
    for row in office.rows(Query("kpi", (Condition("code", "in", ("K01", "K02", "K03", "K04")),),
                                 columns=columns)):  # fmt: skip
        office.set("kpi", row.id, {"responsible": "Әдіскер"})
        values = {"kpi_id": row.id, "year": 2026, "period": "year", "plan": Decimal(100)}
        add(office, "kpi_value", **values)
