"""Organisation: a partner of the cluster, or the college itself (`is_own`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import (
    Choice,
    Date,
    Digits,
    Link,
    LongText,
    Number,
    Phone,
    Text,
    Value,
    YesNo,
)
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding

KINDS = {
    "enterprise": N_("Enterprise"),
    "preschool": N_("Pre-school organisation"),
    "school": N_("School"),
    "college": N_("College"),
    "university": N_("University"),
    "research": N_("Research organisation"),
    "startup": N_("Start-up"),
    "state_body": N_("State body"),
    "chamber": N_("Chamber of entrepreneurs"),
    "association": N_("Association"),
    "union": N_("Trade union"),
    "employment_centre": N_("Employment centre"),
    "career_centre": N_("Career centre"),
    "culture": N_("Cultural institution"),
    "health": N_("Health organisation"),
    "ngo": N_("Non-governmental organisation"),
    "community": N_("Community, parents, self-government"),
    "international": N_("International organisation"),
    "other": N_("Other"),
}
STATUSES = {
    "candidate": N_("Candidate"),
    "negotiating": N_("Negotiating"),
    "active": N_("Active"),
    "inactive": N_("Inactive"),
    "left": N_("Left the cluster"),
}
REQUISITES = N_("Requisites")
PAPERS = N_("For papers")
PLACE = N_("Place")


def _has_a_name(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    if values.get("name_kk") or values.get("name_ru"):
        return ()
    return (Finding(_("Name: fill in, in Kazakh or in Russian"), field="name_kk"),)


class Organisation(Record):
    """What goes on paper exists in kk and ru; neither is ever made from the other."""

    __tablename__ = "organisation"
    about: ClassVar[About] = About(
        exchange="registry",
        inner=("status", "distance_km", "transport", "note", "patron"),
        here=("is_own",),
        label=N_("Partner"),
        plural=N_("Partners"),
        icon="partners",
        checks=(_has_a_name,),
        duplicates=("bin", "name"),
    )

    name_kk: Mapped[str | None] = column(
        Text(
            N_("Name (Kazakh)"),
            search=True,
            sorts=True,
            listed=True,
            headings=("Ұйымның атауы", "Кәсіпорын", "Мекеме", "Серіктес", "Атауы", "Әріптес"),
        )
    )
    name_ru: Mapped[str | None] = column(
        Text(
            N_("Name (Russian)"),
            search=True,
            sorts=True,
            listed=True,
            headings=(
                "Наименование организации",
                "Наименование предприятия",
                "Организация",
                "Предприятие",
                "Партнёр",
                "Наименование партнёра",
            ),
        )
    )
    bin: Mapped[str | None] = column(
        Digits(
            N_("BIN / IIN"),
            scheme="bin_or_iin",
            search=True,
            listed=True,
            width=120,
            headings=("БСН/ЖСН", "БИН/ИИН", "БСН", "БИН", "ЖСН/БСН", "ИИН/БИН"),
        )
    )
    kind: Mapped[str] = column(
        Choice(
            N_("Kind"),
            choices=KINDS,
            default="enterprise",
            required=True,
            listed=True,
            width=130,
            headings=("Ұйымның түрі", "Вид организации"),
        )
    )
    status: Mapped[str] = column(
        Choice(N_("Status"), choices=STATUSES, default="active", width=110)
    )
    sector: Mapped[str | None] = column(
        Text(
            N_("Sector"),
            inline=True,
            search=True,
            headings=("Сала (ЭҚЖЖ)", "Отрасль (ОКЭД)", "Сала", "Отрасль"),
        )
    )
    phone: Mapped[str | None] = column(
        Phone(
            N_("Phone"),
            inline=True,
            search=True,
            listed=True,
            width=150,
            headings=("Телефон", "Контактный телефон", "Телефон, e-mail", "Байланыс телефоны"),
        )
    )
    email: Mapped[str | None] = column(
        Text(
            N_("E-mail"),
            inline=True,
            search=True,
            headings=("e-mail", "Электронная почта", "Эл. пошта"),
        )
    )
    head_kk: Mapped[str | None] = column(
        Text(
            N_("Head (Kazakh)"),
            search=True,
            group=PAPERS,
            private=True,
            headings=("Басшының Т.А.Ә.", "Басшысы", "Басшы"),
        )
    )
    head_ru: Mapped[str | None] = column(
        Text(
            N_("Head (Russian)"),
            search=True,
            group=PAPERS,
            private=True,
            headings=("Ф.И.О. руководителя", "Руководитель", "Директор"),
        )
    )
    head_position_kk: Mapped[str | None] = column(
        Text(N_("Head's position (Kazakh)"), group=PAPERS, headings=("Басшының лауазымы",))
    )
    head_position_ru: Mapped[str | None] = column(
        Text(N_("Head's position (Russian)"), group=PAPERS, headings=("Должность руководителя",))
    )
    basis_kk: Mapped[str | None] = column(Text(N_("Acts on the basis of (Kazakh)"), group=PAPERS))
    basis_ru: Mapped[str | None] = column(Text(N_("Acts on the basis of (Russian)"), group=PAPERS))
    in_person_kk: Mapped[str | None] = column(
        Text(
            N_("In the person of (Kazakh)"),
            hint=N_("As the paper says it: “директор А. Б. Серікбаев”"),
            group=PAPERS,
            private=True,
        )
    )
    in_person_ru: Mapped[str | None] = column(
        Text(
            N_("In the person of (Russian)"),
            hint=N_("In the genitive: “директора Серикбаева А. Б.”"),
            group=PAPERS,
            private=True,
        )
    )
    address_kk: Mapped[str | None] = column(
        Text(N_("Address (Kazakh)"), search=True, group=PLACE, headings=("Мекенжайы", "Мекен-жайы"))
    )
    address_ru: Mapped[str | None] = column(
        Text(
            N_("Address (Russian)"),
            search=True,
            group=PLACE,
            headings=("Адрес", "Юридический адрес"),
        )
    )
    region_id: Mapped[UUID | None] = column(Link(N_("Region"), to="region", group=PLACE))
    district_id: Mapped[UUID | None] = column(Link(N_("District"), to="district", group=PLACE))
    distance_km: Mapped[int | None] = column(
        Number(N_("Distance"), unit=N_("km"), most=5_000, group=PLACE, width=90)
    )
    transport: Mapped[str | None] = column(Text(N_("Transport"), inline=True, group=PLACE))
    safety_until: Mapped[date | None] = column(
        Date(N_("Safety check holds until"), width=96, group=PLACE)
    )
    iban: Mapped[str | None] = column(
        Digits(N_("Account (IBAN)"), scheme="iban", group=REQUISITES, headings=("ЖСК", "ИИК"))
    )
    bank: Mapped[str | None] = column(Text(N_("Bank"), group=REQUISITES, headings=("Банк",)))
    bic: Mapped[str | None] = column(
        Digits(N_("BIC"), scheme="bic", group=REQUISITES, headings=("БСК", "БИК"))
    )
    kbe: Mapped[str | None] = column(Text(N_("Kbe"), group=REQUISITES, limit=2, headings=("Кбе",)))
    patron: Mapped[bool] = column(
        YesNo(
            N_("Patron enterprise"),
            headings=(
                "Қамқоршы (шеф) кәсіпорын",
                "Шефствующее предприятие",
                "Қамқоршы кәсіпорын",
            ),
        )
    )
    is_own: Mapped[bool] = column(YesNo(N_("Our college")))
    note: Mapped[str | None] = column(LongText(N_("Note"), headings=("Ескертпе", "Примечание")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
