"""Invented data for a test print of a template: every place filled, every condition met. Pure.

Nothing here is a record; names are made up, and no number is that of a living person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from cluster_desktop.services.paper_data import (
    AnyData,
    MemorandumData,
    Pair,
    PaperData,
    PartyData,
    PersonParty,
    Promise,
    Said,
    TableData,
    Template,
    Turn,
)
from cluster_desktop.services.paper_placement import CONTRACTS, DAYS, LANGUAGES, PRACTICES
from cluster_desktop.services.papers import COLLEGE_ROLE, DIRECTIONS, ROLES

RECORD = UUID("0199a000-0000-7000-8000-00000000000f")
STUDENT = Pair("Үлгілі Айнұр Дәулетқызы", "Образцова Айнур Даулетовна")


def _same(text: str) -> Pair:
    return Pair(text, text)


COLLEGE = PartyData(
    name_kk="«Үлгі колледжі» МКҚК",
    name_ru="ГККП «Образцовый колледж»",
    role_kk=COLLEGE_ROLE.kk,
    role_ru=COLLEGE_ROLE.ru,
    address_kk="Үлгі қаласы, Достық көшесі, 1",
    address_ru="г. Образцов, ул. Достык, 1",
    bin="000000000000",
    phone="+7 700 000 00 00",
    person_kk="Басшыев Арман Серікұлы",
    person_ru="Басшиев Арман Серикович",
    position_kk="директор",
    position_ru="директор",
    basis_kk="Жарғы",
    basis_ru="Устав",
    in_person_kk="директоры А. С. Басшыев",
    in_person_ru="директора Басшиева А. С.",
)
PARTNER = PartyData(
    name_kk="«Үлгі кәсіпорны» ЖШС",
    name_ru="ТОО «Образцовое предприятие»",
    role_kk=ROLES["enterprise"].kk,
    role_ru=ROLES["enterprise"].ru,
    address_kk="Үлгі қаласы, Бейбітшілік көшесі, 2",
    address_ru="г. Образцов, ул. Бейбитшилик, 2",
    bin="000000000000",
    phone="+7 700 000 00 01",
    person_kk="Жетекова Гүлнәр Болатқызы",
    person_ru="Жетекова Гульнар Болатовна",
    position_kk="директор",
    position_ru="директор",
    basis_kk="Жарғы",
    basis_ru="Устав",
    in_person_kk="директоры Г. Б. Жетекова",
    in_person_ru="директора Жетековой Г. Б.",
)
PERSON = PersonParty(
    name_kk=STUDENT.kk,
    name_ru=STUDENT.ru,
    role_kk="Студент",
    role_ru="Студент",
    address_kk="Үлгі қаласы, Абай көшесі, 3",
    address_ru="г. Образцов, ул. Абая, 3",
    bin="000000000000",
    phone="+7 700 000 00 02",
    person_kk=STUDENT.kk,
    person_ru=STUDENT.ru,
    id_card="000000000",
    is_minor=True,
    guardian_name="Үлгіліева Салтанат Ерланқызы",
    guardian_iin="000000000000",
)
_DAY = dt.date(2026, 9, 1)
_VALUES: Mapping[str, Said] = {
    "place": Pair("Үлгі қаласы", "г. Образцов"),
    "valid_from": _DAY,
    "valid_until": dt.date(2029, 9, 1),
    "starts": dt.date(2026, 11, 2),
    "ends": dt.date(2026, 12, 26),
    "born": dt.date(2009, 5, 9),
    "agreement_date": _DAY,
    "order_date": dt.date(2026, 10, 30),
    "places": _same("12"),
    "count": _same("2"),
    "college_name": Pair(COLLEGE.name_kk, COLLEGE.name_ru),
    "college_person": Pair("А. С. Басшыев", "А. С. Басшиев"),
    "college_position": Pair("Директор", "Директор"),
    "college_bin": _same(COLLEGE.bin),
    "partner_name": Pair(PARTNER.name_kk, PARTNER.name_ru),
    "partner_person": Pair("Г. Б. Жетекова", "Г. Б. Жетекова"),
    "partner_position": Pair("Директор", "Директор"),
    "partner_bin": _same(PARTNER.bin),
    "partner_address": Pair(PARTNER.address_kk, PARTNER.address_ru),
    "partner_phone": _same(PARTNER.phone),
    "student_name": STUDENT,
    "student_iin": _same(PERSON.bin),
    "id_card": _same(PERSON.id_card),
    "guardian_name": _same(PERSON.guardian_name),
    "speciality": Pair("07150500 Дәнекерлеу ісі", "07150500 Сварочное дело"),
    "qualification": Pair("3W07150501 Дәнекерлеуші", "3W07150501 Сварщик"),
    "group": _same("ДІ-31"),
    "course": _same("3"),
    "language": LANGUAGES["kk"],
    "practice": PRACTICES["dual"],
    "days": Pair(
        ", ".join(DAYS[day].kk for day in ("mon", "tue")),
        ", ".join(DAYS[day].ru for day in ("mon", "tue")),
    ),
    "hours_per_day": _same("6"),
    "academic_year": _same("2026–2027"),
    "hours_all": _same("1440"),
    "hours_enterprise": _same("864"),
    "share": _same("60"),
    "mentor": Pair("Шеберов Қанат Талғатұлы", "Шеберов Канат Талгатович"),
    "mentor_position": Pair("шебер", "мастер"),
    "mentor_phone": _same("+7 700 000 00 03"),
    "supervisor": Pair("Ұстазова Әсел Нұрланқызы", "Устазова Асель Нурлановна"),
    "agreement_number": _same("Д-001/2026"),
    "order_number": _same("15-ө"),
    "compensation": _same("45 000"),
    "compensation_words": Pair("қырық бес мың", "сорок пять тысяч"),
    "graduation_year": _same("2026"),
    "begins": _same("15:00"),
    "cluster_name": Pair("«Үлгі» кластері", "Кластер «Образец»"),
    "chair": _same("А. С. Басшыев"),
    "chair_role": Pair("төраға", "председатель"),
    "secretary": _same("Ә. Н. Ұстазова"),
    "members": _same("9"),
    "present": _same("7"),
    "needed": _same("5"),
    "invited": Pair("әкімдік өкілі", "представитель акимата"),
    "conflicts": Pair("мәлімделді: Г. Б. Жетекова", "заявлено: Г. Б. Жетекова"),
    "item_number": _same("1"),
    "item": Pair("Жұмыс жоспары туралы", "О плане работы"),
    "speaker": _same("Қ. Т. Шеберов"),
    "heard": Pair("Жоспардың орындалуы баяндалды", "Доложено о выполнении плана"),
    "decision_number": _same("1.1"),
    "decision": Pair("Жоспар бекітілсін", "План утвердить"),
    "responsible": _same("Қ. Т. Шеберов"),
    "due": Pair("2026 жылғы 1 қараша", "1 ноября 2026 года"),
    "votes_for": _same("7"),
    "votes_against": _same("0"),
    "abstained": _same("0"),
}
# True of the sample where the template asks both ways: the paper shows the usual wording.
_NOT_SO = frozenset(("open_ended", "many_parties", "acting"))
_TABLES: Mapping[str, TableData] = {
    "students": TableData(
        (_same("№"), Pair("Т.А.Ә.", "Ф.И.О."), Pair("Топ", "Группа")),
        ((_same("1"), STUDENT, _same("ДІ-31")),
         (_same("2"), Pair("Үлгілі Ерасыл Маратұлы", "Образцов Ерасыл Маратович"),
          _same("ДІ-31"))),
        (6, 64, 30),
    ),
    "mentors": TableData(
        (_same("№"), Pair("Тәлімгер", "Наставник"), Pair("Кәсіпорын", "Предприятие")),
        ((_same("1"), Pair("Шеберов Қ. Т.", "Шеберов К. Т."),
          Pair(PARTNER.name_kk, PARTNER.name_ru)),),
        (6, 47, 47),
    ),
    "graduates": TableData(
        (_same("№"), Pair("Т.А.Ә.", "Ф.И.О."), Pair("Жағдайы", "Состояние")),
        ((_same("1"), STUDENT, Pair("жұмысқа орналасты", "трудоустроен(а)")),),
        (6, 47, 47),
    ),
    "attendance": TableData(
        (_same("№"), Pair("Кеңес мүшесі", "Член совета"), Pair("Қатысты", "Присутствовал")),
        ((_same("1"), _same("Басшыев А. С."), Pair("иә", "да")),),
        (6, 64, 30),
    ),
}  # fmt: skip


def sample(template: Template, facts: tuple[str, ...], tables: tuple[str, ...]) -> AnyData:
    """Invented data for a template of a kind that knows these facts and tables."""
    if template.kind == "memorandum" or not _is_known(template.kind):
        return _memorandum()
    parties: tuple[PartyData, ...] = ()
    if template.kind in CONTRACTS or template.party:
        person = () if template.kind == "practice" else (PERSON,)
        parties = (COLLEGE, PARTNER, *person)
    true = tuple(name for name in facts if name not in _NOT_SO)
    turns = {"agenda": (_turn(true, "item"), _turn(true, "decision"))}
    return PaperData(
        kind=template.kind,
        record_id=RECORD,
        number="001/2026",
        date=_DAY,
        subject=STUDENT.kk,
        values=_VALUES,
        facts=true,
        parties=parties,
        tables={name: _TABLES[name] for name in tables if name in _TABLES},
        turns=turns if template.kind == "minutes" else {},
        draft=True,
    )


def _is_known(kind: str) -> bool:
    from cluster_desktop.services.paper_kinds import PAPERS

    return kind in PAPERS or kind == "practice_individual"


def _memorandum() -> MemorandumData:
    return MemorandumData(
        record_id=RECORD,
        number="М-001/2026",
        date=_DAY,
        parties=(COLLEGE, PARTNER),
        valid_from=_DAY,
        valid_until=dt.date(2029, 9, 1),
        renewal_months=12,
        notice_months=1,
        place_kk="Үлгі қаласы",
        place_ru="г. Образцов",
        places=12,
        directions=(DIRECTIONS["practice"], DIRECTIONS["employment"]),
        promises=(Promise(1, Pair("оқу құралдарын береді", "передаёт учебное оборудование")),),
        draft=True,
    )


def _turn(facts: tuple[str, ...], about: str) -> Turn:
    """An agenda item or a decision of it: the facts of the other are not true."""
    other = {"item": ("decision", "responsible", "due", "votes", "adopted"),
             "decision": ("item", "heard", "speaker")}[about]  # fmt: skip
    values = {name: said for name, said in _VALUES.items() if isinstance(said, Pair)}
    return Turn(values, tuple(fact for fact in facts if fact not in other))
