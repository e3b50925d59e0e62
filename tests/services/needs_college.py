"""A college with requests of employers, groups that finish in different ways, and a neighbour."""

from __future__ import annotations

from datetime import date

from cluster_desktop.services import start
from cluster_desktop.services.office import Office
from tests.services.practice_college import Maker

NAMES = ("welding", "cooking", "vet")


def asking(office: Office) -> None:
    """On 21 November 2026; what is needed and offered in 2027 is counted in the tests by hand.

    Welding 2027: needed 14 («Темір») + 6 (akimat), ours 3 (one by the course of the group),
    other college 5. Cooking 2027: needed nobody, ours 2. Vets 2027: needed 4, nobody taught.
    """
    start.prepare(office)
    make = Maker(office)
    here, there = (
        make("district", name_kk=name, name_ru=name)
        for name in ("Ақбұлақ ауданы", "Көктерек ауданы")
    )
    make("organisation", name_kk="Біздің колледж", kind="college", is_own=True, district_id=here)
    iron = make("organisation", name_kk="«Темір» ЖШС", bin="990140000123", district_id=there)
    office_of = make(
        "organisation", name_kk="Ақбұлақ әкімдігі", kind="state_body", district_id=here
    )
    other = make("organisation", name_kk="Көктерек колледжі", kind="college", district_id=there)
    welding, cooking, vet = (
        make("speciality", code=code, name_kk=kk, name_ru=ru)
        for code, kk, ru in (
            ("97150500", "Дәнекерлеу ісі", "Сварочное дело"),
            ("91013030", "Тамақтандыруды ұйымдастыру", "Организация питания"),
            ("98410100", "Ветеринария", "Ветеринария"),
        )
    )
    fourth = make("study_group", name="ДІ-23", speciality_id=welding, course=4)
    third = make("study_group", name="ДІ-24", speciality_id=welding, course=3)
    cooks = make("study_group", name="ТҰ-24", speciality_id=cooking)
    make("student", full_name="Асан Үсен", group_id=fourth, status="studying")
    make(
        "student", full_name="Ғани Қуат", group_id=fourth, status="studying",
        graduation_year=2027, district_id=there,
    )  # fmt: skip
    make("student", full_name="Әли Ержан", speciality_id=welding, graduation_year=2027)
    make("student", full_name="Кетті Кенже", group_id=fourth, status="expelled")
    make("student", full_name="Келесі Жыл", group_id=third, status="studying")
    for name in ("Айгүл Сәт", "Дана Нұр"):
        make("student", full_name=name, group_id=cooks, status="studying", graduation_year=2027)

    def asked(persons: dict[int, int], **values: object) -> None:
        request = make("labour_request", **values)  # type: ignore[arg-type]
        for year, number in persons.items():
            make("labour_need", request_id=request, year=year, persons=number)

    asked(
        {2027: 14, 2028: 10}, profession="Дәнекерлеуші", speciality_id=welding,
        organisation_id=iron, dual=True, requested_on=date(2026, 3, 1), vacancies=3,
    )  # fmt: skip
    asked(
        {2027: 6}, profession="Дәнекерлеуші", speciality_id=welding, organisation_id=office_of,
        source="akimat", requested_on=date(2026, 11, 1),
    )  # fmt: skip
    asked({2027: 4}, profession="Мал дәрігері", speciality_id=vet, organisation_id=iron)
    asked({2027: 50}, profession="Бас тартылған", speciality_id=vet, state="refused")
    asked({2027: 70}, profession="Қайта даярлау", speciality_id=vet, kind="retraining")
    make("other_supply", organisation_id=other, speciality_id=welding, year=2027, persons=5)
    make.write()
