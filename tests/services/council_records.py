"""A coordinating council of seven from the four groups, with its cluster and its partners."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.services import start
from cluster_desktop.services.office import Office

CHAIR = "Ысқақов Нұрлан Әділұлы"
DEPUTY = "Қожахметова Гүлнәр Өмірқызы"
SECRETARY = "Ін Һалима Үсенқызы"
MEMBERS: tuple[tuple[str, str, str], ...] = (
    (CHAIR, "state", "chair"),
    (DEPUTY, "education", "deputy"),
    (SECRETARY, "education", "secretary"),
    ("Петров Алексей Иванович", "enterprise", "member"),
    ("Ғабдуллин Мұрат Жақсылықұлы", "enterprise", "member"),
    ("Сәрсенбаева Айгүл Тоқтарқызы", "expert", "member"),
    ("Ким Виктор Сергеевич", "state", "member"),
)
NAME = "Қостанай облысының «Агро-индустрия» кластері"


def add(office: Office, entity: str, **values: Value) -> UUID:
    (made,) = office.add(entity, values).ids
    return made


def member(office: Office, name: str) -> UUID:
    (found,) = office.choices_for("council_member", name)
    return found.id


def with_council(office: Office) -> None:
    """All serve since the first of September 2026."""
    start.prepare(office)
    start.set_college(office, {"name_kk": "Колледж", "name_ru": "Колледж"})
    office.add(
        "cluster",
        {"name_kk": NAME, "name_ru": "Кластер «Агроиндустрия» Костанайской области"},
    )
    plant = add(
        office, "organisation", name_kk="«Темір» ЖШС", name_ru="ТОО «Темир»", kind="enterprise"
    )
    for name, group, role in MEMBERS:
        values: dict[str, Value] = {
            "full_name": name,
            "council_group": group,
            "role": role,
            "position_kk": "директор",
            "position_ru": "директор",
            "starts": date(2026, 9, 1),
            "organisation_id": plant if group == "enterprise" else None,
        }
        office.add("council_member", values)
