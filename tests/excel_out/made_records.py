"""Records for the tests of forms: an imagined college, its partners and agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from cluster_desktop.query import Changes
from cluster_desktop.services import start
from cluster_desktop.services.office import Office

TODAY = date(2025, 10, 1)
KAZAKH = "ӘҒҚҢӨҰҮҺІәғқңөұүһі"

COLLEGE = {
    "name_kk": "«Ақжайлау аграрлық-техникалық колледжі» МКҚК",
    "name_ru": "ГККП «Акжайлауский аграрно-технический колледж»",
    "bin": "950140900017",
    "head_kk": "Нұрланов Ерлан Серікұлы",
    "head_ru": "Нурланов Ерлан Серикович",
    "head_position_kk": "директор",
    "head_position_ru": "директор",
    "basis_kk": "Жарғы",
    "basis_ru": "Устав",
    "in_person_ru": "директора Нурланова Е. С.",
    "address_kk": "Ақжайлау кенті, Достық көшесі, 14",
    "address_ru": "пос. Акжайлау, ул. Достык, 14",
}
FARM = {
    "name_kk": "«Қостанай агро» ЖШС",
    "name_ru": "ТОО «Костанай агро»",
    "bin": "080840900129",
    "head_kk": "Сәрсенова Бибігүл Ержанқызы",
    "head_ru": "Сарсенова Бибигуль Ержановна",
    "head_position_kk": "директор",
    "head_position_ru": "директор",
    "basis_kk": "Жарғы",
    "basis_ru": "Устав",
    "in_person_ru": "директора Сарсеновой Б. Е.",
    "address_kk": "Бейбітшілік көшесі, 8",
    "address_ru": "ул. Бейбитшилик, 8",
    "phone": "+7 701 555 01 02",
    "email": "farm@example.kz",
    "patron": True,
}
SCHOOL = {"name_kk": f"«{KAZAKH}» мектебі <b>&", "kind": "school", "note": "=1+1"}


def one(changes: Changes) -> Any:
    """The id of the one record that was made."""
    (made,) = changes.ids
    return made


def with_own_college(office: Office) -> None:
    """Reference lists and the college, nothing else."""
    start.prepare(office)
    start.set_college(office, COLLEGE)


def with_register(office: Office) -> None:
    """The college and its register."""
    with_own_college(office)
    fill_register(office)


def fill_register(office: Office) -> dict[str, Any]:
    """The farm with four concluded agreements and a draft, the school with one, a club without."""
    farm = one(office.add("organisation", FARM))
    school = one(office.add("organisation", SCHOOL))
    office.add("organisation", {"name_ru": "Клуб", "kind": "culture"})
    base = {"partner_id": farm, "stage": "signed"}
    made = {
        "memorandum": base
        | {
            "kind": "memorandum",
            "number": "М-1/2025",
            "signed_on": date(2025, 2, 20),
            "valid_until": date(2026, 2, 19),
            "directions": ("practice", "employment"),
            "responsible": "Жұмабаев А.Ғ.",
            "places": 12,
            "place_kk": "Ақжайлау кенті",
            "place_ru": "пос. Акжайлау",
        },
        "dual": base
        | {
            "kind": "dual",
            "number": "10-ДО",
            "signed_on": date(2024, 1, 20),
            "open_ended": True,
        },
        "old": base
        | {
            "kind": "practice",
            "number": "125",
            "signed_on": date(2022, 9, 1),
            "valid_until": date(2025, 8, 31),
        },
        "later": base | {"kind": "targeted", "number": "МД-9", "signed_on": date(2025, 9, 30)},
        "school": {
            "partner_id": school,
            "stage": "signed",
            "kind": "cooperation",
            "number": "7",
            "signed_on": date(2024, 5, 5),
        },
        "draft": {"partner_id": farm, "kind": "memorandum", "number": "М-2/2025"},
    }
    ids = {name: one(office.add("agreement", values)) for name, values in made.items()}
    return ids | {"farm": farm, "school": school}
