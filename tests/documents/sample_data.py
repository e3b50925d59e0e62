"""Invented parties for the tests of papers: one imagined college and its partners."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cluster_desktop.paths import resource
from cluster_desktop.services.paper_data import (
    MemorandumData,
    Pair,
    PartyData,
    Template,
    template_from_body,
)

COLLEGE = PartyData(
    name_kk="«Ақжайлау аграрлық-техникалық колледжі» МКҚК",
    name_ru="ГККП «Акжайлауский аграрно-технический колледж»",
    role_kk="Колледж",
    role_ru="Колледж",
    address_kk="Ақжайлау кенті, Достық көшесі, 14",
    address_ru="пос. Акжайлау, ул. Достык, 14",
    bin="950140900017",
    iban="KZ86125KZT5004100100",
    bank="«Даму» банкі",
    bic="KKMFKZ2A",
    kbe="16",
    phone="+7 (722) 236-21-81",
    email="college@example.kz",
    person_kk="Нұрланов Ерлан Серікұлы",
    person_ru="Нурланов Ерлан Серикович",
    position_kk="директор",
    position_ru="директор",
    basis_kk="Жарғы",
    basis_ru="Устав",
    in_person_ru="директора Нурланова Е. С.",
)
FARM = PartyData(
    name_kk="«Қостанай агро» ЖШС",
    name_ru="ТОО «Костанай агро»",
    role_kk="Кәсіпорын",
    role_ru="Предприятие",
    address_kk="Ақжайлау кенті, Бейбітшілік көшесі, 8",
    address_ru="пос. Акжайлау, ул. Бейбитшилик, 8",
    bin="240240900092",
    phone="+7 701 555 01 02",
    person_kk="Сәрсенова Бибігүл Ержанқызы",
    person_ru="Сарсенова Бибигуль Ержановна",
    position_kk="директор",
    position_ru="директор",
    basis_kk="Жарғы",
    basis_ru="Устав",
    in_person_ru="директора Сарсеновой Б. Е.",
)
SCHOOL = PartyData(
    name_kk="«№ 3 мектеп-гимназия» КММ",
    name_ru="КГУ «Школа-гимназия № 3»",
    role_kk="Мектеп",
    role_ru="Школа",
    address_kk="Тасбұлақ ауылы, Абай көшесі, 1",
    address_ru="с. Тасбулак, ул. Абая, 1",
    bin="060540932340",
    person_kk="Әбенова Үміт Қайратқызы",
    person_ru="Абенова Умит Кайратовна",
    position_kk="директор",
    position_ru="директор",
    basis_kk="Жарғы",
    basis_ru="Устав",
    in_person_ru="директора Абеновой У. К.",
)
UNIVERSITY = PartyData(
    name_kk="«Өңірлік ғылым һәм техника университеті» КеАҚ",
    name_ru="НАО «Региональный университет науки и техники»",
    role_kk="Университет",
    role_ru="Университет",
    address_kk="Ақжайлау қаласы, Әл-Фараби даңғылы, 47",
    address_ru="г. Акжайлау, пр. Аль-Фараби, 47",
    bin="150240903923",
    person_kk="Ғабдуллин Һамит Іргеұлы",
    person_ru="Габдуллин Хамит Иргеевич",
    position_kk="ректор",
    position_ru="ректор",
    basis_kk="2025 жылғы 5 мамырдағы № 12 сенімхат",
    basis_ru="Доверенность № 12 от 5 мая 2025 года",
    in_person_ru="ректора Габдуллина Х. И.",
)
DIRECTIONS = (
    Pair("кәсіптік практика", "профессиональная практика"),
    Pair("жұмысқа орналастыру", "трудоустройство"),
)


def memorandum(*further: PartyData, **changes: object) -> MemorandumData:
    """A memorandum of the college with the farm, and with further parties."""
    values: dict[str, object] = {
        "record_id": UUID("0199a0b1-c2d3-7e4f-8a9b-0c1d2e3f4a5b"),
        "number": "М-014/2026",
        "date": date(2026, 11, 3),
        "valid_until": date(2029, 11, 3),
        "place_kk": "Ақжайлау кенті",
        "place_ru": "пос. Акжайлау",
        "places": 12,
        "parties": (COLLEGE, FARM, *further),
        **changes,
    }
    return MemorandumData(**values)  # type: ignore[arg-type]


def template(name: str = "memorandum") -> Template:
    """A template the program brings along."""
    return template_from_body(resource("templates", f"{name}.json").read_text("utf-8"))
