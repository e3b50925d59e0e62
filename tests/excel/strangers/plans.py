"""Needs, indicators, plans and objects (forms F8, F9, F7) as strangers keep them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from .making import ENTERPRISES, Page, Stranger, Table, bin_, save

NAME, BIN = "organisation.name", "organisation.bin"
KK = tuple(kk for kk, _ru in ENTERPRISES)
RU = tuple(ru for _kk, ru in ENTERPRISES)


def _asked(name: str) -> str:
    return f"labour_request.{name}"


def _object(name: str) -> str:
    return f"infrastructure.{name}"


def _needs_ru(path: Path) -> Path:
    """Russian only; years as numbers with words; salary in thousand tenge."""
    page = Page("Потребность")
    page.put("A1", ["Потребность в кадрах по району на 2026-2028 годы"])
    page.put(
        "A3",
        ["№", "Наименование предприятия", "БИН", "Профессия (специальность)",
         "Код специальности", "Потребность в кадрах, чел.", None, None, "Заработная плата, тыс. тг",
         "Требования к квалиф."],
        [None, None, None, None, None, "2026 г.", "2027 г.", "2028 г."],
        [1, RU[0], bin_(1), "слесарь", "07161300", 2, "-", 3, 250, "3 разряд"],
        [2, RU[1], bin_(2), "повар", "10130300", 1, 1, None, "180-220", None],
        ["Всего", None, None, None, None, 3, 1, 3],
    ).merge("F3:H3")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _needs_kk(path: Path) -> Path:
    """Kazakh only, in an old binary workbook; the years are numbers in the lowest heading."""
    page = Page("Қажеттілік")
    page.put(
        "B2",
        ["Кадрларға қажеттілік"],
        [
            "Р/с",
            "Деректер көзі",
            "Кәсіпорын",
            "БСН",
            "Кәсіп атауы",
            "Мамандық коды",
            "Қажеттілік (адам)",
            None,
            "Жалақысы, теңге",
            "Өтінім нөмірі, күні",
        ],
        [None, None, None, None, None, None, 2026, 2027],
        [
            1,
            "Атамекен",
            KK[0],
            bin_(3),
            "дәнекерлеуші",
            "07150500",
            4,
            2,
            "250 000 - 300 000",
            "№ 5 12.01.2026",
        ],
        [2, "кәсіпорын", KK[1], bin_(4), "аспаз", "10130300", 1, 0, "200000 тг", None],
    ).merge("H3:I3", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:G4", "J3:J4", "K3:K4")
    return save(path.with_suffix(".xls"), page)


def _needs_of_specialities(path: Path) -> Path:
    """Specialities instead of professions; an enterprise once for its rows; sums of the years."""
    page = Page("Лист1")
    page.put(
        "A1",
        ["Прогнозная потребность предприятий района в кадрах на 2026-2028 гг."],
        [],
        ["№ п/п", "Наименование организации", "БИН", "Наименование специальности", "Всего",
         "2026 г.", "2027 г.", "2028 г.", "Зарплата, тыс.тенге", "Требования"],
        [1, RU[0], bin_(1), "07161300 - ТО и ремонт", 6, 1, 2, 3, 250, "кат. С"],
        [2, None, None, "Сварщик", 3, "1 чел.", "-", "2 чел.", "200-250", None],
        [3, RU[1], None, "Ветеринар", 2, "2", " ", None, "300", None],
        [None, "Итого", None, None, 11],
    ).merge("B4:B5", "C4:C5")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _indicators(path: Path) -> Path:
    """Three heading rows, quarters spelled out, Russian only."""
    page = Page("KPI")
    page.put("A1", ["Исполнение ключевых показателей за 2025 год"])
    page.put(
        "A3",
        ["№ п/п", "Наименование показателя", "Ед. изм.", "Значения за 2025 год", None, None, None,
         "Причины отклонений", "Отв."],
        [None, None, None, "План", None, "Факт", None, None, None],
        [None, None, None, "1 кв.", "год", "1 кв.", "год", None, None],
        [1, "Доля трудоустроенных выпускников", "%", "80", 85, "82,5", 86, None, "зам. по УПР"],
        [2, "Количество партнёров", "ед.", 50, 64, 50, 60, "расторгнуты договоры", None],
    ).merge("D3:G3", "D4:E4", "F4:G4", "A3:A5", "B3:B5", "C3:C5", "H3:H5", "I3:I5")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _indicators_and_plan(path: Path) -> Path:
    """Both parts of form F9 under each other on one sheet."""
    page = Page("F9")
    page.put(
        "A1",
        ["2025 жылғы көрсеткіштер мен іс-шаралар"],
        ["№", "Көрсеткіш", "Өлшем бірл.", "Жоспар", None, "Нақты", None],
        [None, None, None, "I тоқсан", "жыл", "I тоқсан", "жыл"],
        [1, "Түлектердің жұмысқа орналасуы", "%", 80, 85, 81, 86],
        [2, "Дуальды оқыту үлесі", "%", 40, 45, 41, 46],
        [],
        ["Іс-шаралар жоспары"],
        ["№", "Іс-шаралар", "Орындалу мерзімі", "Жауаптылар", "Күтілетін нәтиже", "Орындалуы"],
        [1, "Меморандумдар жасасу", "30.09.2025", "үйлестіруші", "10 меморандум", "орындалды"],
        [2, "Дөңгелек үстел", "2025 ж. желтоқсан", "әдіскер", "хаттама", None],
    ).merge("D2:E2", "F2:G2")
    return save(path.with_suffix(".xlsx"), page)


def _plan_ru(path: Path) -> Path:
    """A plan as it is approved: a stamp at the right, sections in sub-headings, no numbers."""
    page = Page("План")
    page.put(
        "D1", ["УТВЕРЖДАЮ"], ["Директор колледжа"], ["________ Ахметов А."], ["«__» ______ 2025 г."]
    )
    page.put(
        "A6",
        ["ПЛАН мероприятий кластера на 2025-2026 учебный год"],
        [
            "Наименование мероприятия",
            "Сроки проведения",
            "Ответственные лица",
            "Ожидаемые результаты",
            "Отметка о выполнении",
        ],
        ["I. Организационная работа"],
        ["Заседание совета", "октябрь 2025 года", "секретарь", "протокол", "выполнено"],
        ["Заключение договоров", "до 01.11.2025 г.", "Сериков Б.", "договоры", None],
        ["II. Практика"],
        ["Распределение студентов", "ежеквартально", "зав. практикой", "приказ", None],
    ).merge("A6:E6", "A8:E8", "A11:E11")
    return save(path.with_suffix(".xlsx"), page)


def _objects(path: Path) -> Path:
    """Form F7, Kazakh only; cost in thousand tenge, area in square metres."""
    page = Page("МТБ")
    page.put(
        "A2",
        ["Материалдық-техникалық база туралы мәлімет"],
        ["№", "Объектінің түрі", "Объектінің атауы", "Иесі", "Саны", "Ауданы, ш.м.", "Орын саны",
         "Негізгі жабдықтары", "Шығарылған жылы", "Жай-күйі", "Құны, мың тг"],
        [1, "шеберхана", "Дәнекерлеу шеберханасы", KK[0], 1, "120,5", 20, "дәнекерлеу аппараты",
         2019, "жақсы", "1 500,5"],
        [2, "зертхана", "Электр зертханасы", KK[0], 2, 64, 15, None, 2010,
         "жөндеуді қажет етеді", 800],
        ["Барлығы", None, None, None, 3],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _objects_ru(path: Path) -> Path:
    """Form F7, Russian only, in a spreadsheet of LibreOffice."""
    page = Page("")
    page.put(
        "A1",
        ["Материально-техническая база"],
        ["№ п/п", "Вид объекта", "Наименование объекта", "Владелец (собственник)", "Адрес",
         "Площадь (кв.м)", "Кол-во мест", "Основное оборудование", "Состояние",
         "Источник финанс-я", "Доступно участникам кластера (да/нет)"],
        ["1", "мастерская", "Сварочная мастерская", RU[0], "ул. Абая, 1", "120.5", "20",
         "аппарат", "хорошее", "республиканский бюджет", "да"],
    )  # fmt: skip
    return save(path.with_suffix(".ods"), page)


CASES = (
    Stranger(
        "needs: Russian, thousand tenge",
        _needs_ru,
        [Table(
            "needs", 4,
            {"A": "row.number", "B": NAME, "C": BIN, "D": _asked("profession"),
             "E": _asked("speciality"), "F": "labour_need.2026", "G": "labour_need.2027",
             "H": "labour_need.2028", "I": _asked("salary"), "J": _asked("requirements")},
            (5, 6),
            values={5: {"labour_need.2027": 0, _asked("salary_from"): Decimal(250000)},
                    6: {_asked("salary_from"): Decimal(180000),
                        _asked("salary_to"): Decimal(220000)}},
        )],
    ),
    Stranger(
        "needs: specialities instead of professions",
        _needs_of_specialities,
        [Table(
            "needs", 3,
            {"A": "row.number", "B": NAME, "C": BIN, "D": _asked("speciality"), "E": None,
             "F": "labour_need.2026", "G": "labour_need.2027", "H": "labour_need.2028",
             "I": _asked("salary"), "J": _asked("requirements")},
            (4, 5, 6),
            values={4: {_asked("profession"): "ТО и ремонт", _asked("speciality"): "07161300"},
                    5: {_asked("profession"): "Сварщик", _asked("speciality"): None,
                        BIN: bin_(1), "labour_need.2026": 1}},
        )],
    ),
    Stranger(
        "needs: Kazakh, years as numbers, xls",
        _needs_kk,
        [Table(
            "needs", 4,
            {"B": "row.number", "C": _asked("source"), "D": NAME, "E": BIN,
             "F": _asked("profession"), "G": _asked("speciality"), "H": "labour_need.2026",
             "I": "labour_need.2027", "J": _asked("salary"), "K": _asked("request")},
            (5, 6),
            values={5: {_asked("source"): "chamber", _asked("salary_to"): Decimal(300000),
                        "labour_need.2026": 4}},
        )],
    ),
    Stranger(
        "indicators: three heading rows",
        _indicators,
        [Table(
            "kpi", 5,
            {"A": "row.number", "B": "kpi.name", "C": "kpi.unit", "D": "kpi.plan.q1",
             "E": "kpi.plan.year", "F": "kpi.fact.q1", "G": "kpi.fact.year", "H": "kpi.reason",
             "I": "kpi.responsible"},
            (6, 7),
            values={6: {"kpi.fact.q1": Decimal("82.5"), "kpi.year": 2025},
                    7: {"kpi.plan.year": Decimal(64)}},
        )],
    ),
    Stranger(
        "indicators and plan under each other",
        _indicators_and_plan,
        [
            Table("kpi", 3, {"A": "row.number", "B": "kpi.name", "C": "kpi.unit",
                             "D": "kpi.plan.q1", "E": "kpi.plan.year", "F": "kpi.fact.q1",
                             "G": "kpi.fact.year"}, (4, 5), values={4: {"kpi.year": 2025}}),
            Table("plan", 8, {"A": "row.number", "B": "plan_item.name", "C": "plan_item.due",
                              "D": "plan_item.responsible", "E": "plan_item.result",
                              "F": "plan_item.done_text"}, (9, 10),
                  values={9: {"plan_item.due": date(2025, 9, 30)},
                          10: {"plan_item.due": date(2025, 12, 31)}}),
        ],
    ),
    Stranger(
        "plan: sections, a stamp, no numbers",
        _plan_ru,
        [Table(
            "plan", 7,
            {"A": "plan_item.name", "B": "plan_item.due", "C": "plan_item.responsible",
             "D": "plan_item.result", "E": "plan_item.done_text"},
            (9, 10, 12),
            values={9: {"plan_item.due": date(2025, 10, 31),
                        "plan_item.heading": "I. Организационная работа"},
                    10: {"plan_item.due": date(2025, 11, 1)},
                    12: {"plan_item.heading": "II. Практика"}},
        )],
    ),
    Stranger(
        "objects: Kazakh, thousand tenge",
        _objects,
        [Table(
            "infrastructure", 3,
            {"A": "row.number", "B": _object("kind"), "C": _object("name"),
             "D": _object("owner_id"), "E": _object("count"), "F": _object("area"),
             "G": _object("places"), "H": _object("equipment"), "I": _object("made_year"),
             "J": _object("condition"), "K": _object("cost")},
            (4, 5),
            values={4: {_object("cost"): Decimal(1500500), _object("area"): Decimal("120.5"),
                        _object("kind"): "workshop"}},
        )],
    ),
    Stranger(
        "objects: Russian, LibreOffice",
        _objects_ru,
        [Table(
            "infrastructure", 2,
            {"A": "row.number", "B": _object("kind"), "C": _object("name"),
             "D": _object("owner_id"), "E": _object("address"), "F": _object("area"),
             "G": _object("places"), "H": _object("equipment"), "I": _object("condition"),
             "J": _object("funding"), "K": _object("shared")},
            (3,),
        )],
    ),
)  # fmt: skip
