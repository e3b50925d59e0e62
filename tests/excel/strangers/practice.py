"""Practice bases and students sent to them (form F6 and its like) as strangers keep them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .making import ENTERPRISES, PEOPLE, Page, Stranger, Table, bin_, iin, save

NAME, BIN = "organisation.name", "organisation.bin"
KK = tuple(kk for kk, _ru in ENTERPRISES)
RU = tuple(ru for _kk, ru in ENTERPRISES)


def _slot(name: str) -> str:
    return f"practice_slot.{name}"


def _placed(name: str) -> str:
    return f"placement.{name}"


def _bases_ru(path: Path) -> Path:
    """Russian only; the period in one cell; weeks and hours apart; an empty column between."""
    page = Page("Базы")
    page.put("A2", ["БАЗЫ ПРАКТИКИ на 2025-2026 учебный год"])
    page.put(
        "A4",
        ["№ п/п", "Наименование предприятия (базы практики)", "БИН", "Адрес предприятия",
         "№ и дата договора", None, "Специальность, курс, группа", "Вид практики",
         "Сроки практики", "Кол-во недель", "Кол-во часов", "Кол-во мест", "Направлено студ.",
         "Расст., км"],
        [1, RU[0], bin_(1), "ул. Абая, 1", "8-П от 01.09.2025", None, "07161300, 2 курс, АК-24-1",
         "производственная", "03.11.2025 - 27.12.2025", 8, 288, 9, 6, "35 км"],
        [2, RU[1], bin_(2), None, "№9 02.09.2025", None, "3-курс, АК-23-1", "преддипломная",
         "02.02.2026-25.04.2026", 12, 432, 5, 5, 4],
        ["ИТОГО:", None, None, None, None, None, None, None, None, None, None, 14, 11],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _bases_kk(path: Path) -> Path:
    """Kazakh only; the base merged down over its slots; three heading rows."""
    page = Page("Практика базалары")
    page.put(
        "C3",
        ["р/с №", "Практика базасы туралы мәлімет", None, None, "Практика", None, None, None,
         "Орын саны", None],
        [None, "Кәсіпорынның атауы", "БСН", "Мекен-жайы", "түрі", "топ", "мерзімі", None,
         "барлығы", "жіберілгені"],
        [None, None, None, None, None, None, "басталуы", "аяқталуы", None, None],
        [1, KK[0], bin_(3), "Абай к., 5", "өндірістік", "ВТ-24-1", date(2025, 11, 3),
         date(2025, 12, 27), 5, 4],
        [None, None, None, None, "диплом алды", "ВТ-23-1", date(2026, 2, 2), date(2026, 4, 25),
         3, 3],
        [2, KK[1], bin_(4), None, "оқу практикасы", "ВТ-25-1", "1.12.25", "20.12.25", 10, 10],
    ).merge("C3:C5", "D3:F3", "G3:J3", "K3:L3", "D4:D5", "E4:E5", "F4:F5", "G4:G5", "H4:H5",
            "I4:J4", "K4:K5", "L4:L5", "C6:C7", "D6:D7", "E6:E7", "F6:F7")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _order(path: Path) -> Path:
    """An order that sends students: the base in a column, merged down; the period in one cell."""
    page = Page("Приказ")
    page.put(
        "A1",
        ["Приложение к приказу № 115 от 01.11.2025 г."],
        ["Распределение студентов группы АК-24-1 на производственную практику"],
    )
    page.put(
        "A4",
        ["№", "Ф.И.О. студента", "Группа", "База практики", "Вид практики", "Период практики",
         "Руководитель от предприятия", "Оценка"],
        [1, PEOPLE[6], "АК-24-1", RU[0], "производственная", "03.11.2025-27.12.2025",
         "Сериков Б.", 5],
        [2, PEOPLE[0], "АК-24-1", None, "производственная", "03.11.2025-27.12.2025", None, "4"],
        [3, PEOPLE[2], "АК-24-1", RU[1], "производственная", "с 03.11.2025 по 27.12.2025", None,
         "зачтено"],
        ["Зам. директора по УПР", None, None, "Иванов И.И."],
    ).merge("D5:D6")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _placed_kk(path: Path) -> Path:
    """The base in sub-headings, BIN behind it; headings misspelt; names in parts."""
    page = Page("Бөліну")
    page.put(
        "B2",
        ["Студенттерді практика базаларына бөлу"],
        ["№", "Тегі", "Аты", "Әкесінің аты", "ЖСН", "Тобы", "Практиканың түрі", "Басталу күні",
         "Аякталу күні", "Талімгері"],
        [f"{KK[0]}, БСН {bin_(5)}"],
        [1, "Жүнісов", "Темірлан", "Қайратұлы", iin(1), "АК-24-1", "өндірістік", "03.11.2025ж",
         "27.12.2025ж", "Сериков Б."],
        [f"{KK[1]} (БСН: {bin_(6)})"],
        [1, "Өмірбеков", "Әлихан", "Ғабитұлы", iin(2), "АК-24-1", "өндірістік", "03.11.2025ж",
         "27.12.2025ж", None],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _both_on_one_sheet(path: Path) -> Path:
    """Bases above, the students sent to them below, on one sheet."""
    page = Page("Практика")
    page.put(
        "A1",
        ["1. Практика базалары"],
        ["№", "Кәсіпорын", "БСН", "Топ", "Практика түрі", "Басталуы", "Аяқталуы",
         "Ұсынылған орындар"],
        [1, KK[0], bin_(7), "АК-24-1", "өндірістік", "03.11.2025", "27.12.2025", 5],
        [2, KK[1], bin_(8), "АК-24-1", "өндірістік", "03.11.2025", "27.12.2025", 2],
        [],
        ["2. Студенттерді бөлу"],
        ["№", "Студенттің Т.А.Ә.", "ЖСН", "Топ", "Практика базасы", "Практика түрі", "Басталуы",
         "Аяқталуы"],
        [1, PEOPLE[2], iin(3), "АК-24-1", KK[0], "өндірістік", "03.11.2025", "27.12.2025"],
        [2, PEOPLE[4], iin(4), "АК-24-1", KK[1], "өндірістік", "03.11.2025", "27.12.2025"],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


CASES = (
    Stranger(
        "bases: Russian, the period in one cell",
        _bases_ru,
        [Table(
            "practice_slots", 4,
            {"A": "row.number", "B": NAME, "C": BIN, "D": "organisation.address",
             "E": "agreement.number_and_date", "G": _slot("group"), "H": _slot("kind"),
             "I": _slot("period"), "J": _slot("weeks_hours"), "K": _slot("hours"),
             "L": _slot("places"), "M": _slot("sent"), "N": _slot("distance_km")},
            (5, 6),
            values={5: {_slot("starts"): date(2025, 11, 3), _slot("ends"): date(2025, 12, 27),
                        _slot("weeks"): 8, _slot("hours"): 288, _slot("distance_km"): 35},
                    6: {_slot("kind"): "diploma", _slot("course"): 3}},
        )],
    ),
    Stranger(
        "bases: Kazakh, merged down, three rows",
        _bases_kk,
        [Table(
            "practice_slots", 5,
            {"C": "row.number", "D": NAME, "E": BIN, "F": "organisation.address",
             "G": _slot("kind"), "H": _slot("group"), "I": _slot("starts"), "J": _slot("ends"),
             "K": _slot("places"), "L": _slot("sent")},
            (6, 7, 8),
            values={7: {BIN: bin_(3), _slot("kind"): "diploma", _slot("sent"): 3},
                    8: {_slot("starts"): date(2025, 12, 1), _slot("kind"): "study"}},
        )],
    ),
    Stranger(
        "placements: an order with the base in a column",
        _order,
        [Table(
            "placements", 4,
            {"A": "row.number", "B": _placed("student"), "C": _placed("group"), "D": NAME,
             "E": _placed("kind"), "F": _placed("period"), "G": _placed("mentor"),
             "H": _placed("grade")},
            (5, 6, 7),
            values={6: {"organisation.name_ru": RU[0], _placed("ends"): date(2025, 12, 27)},
                    7: {_placed("starts"): date(2025, 11, 3)}},
        )],
    ),
    Stranger(
        "placements: bases in sub-headings, names in parts",
        _placed_kk,
        [Table(
            "placements", 3,
            {"B": "row.number", "C": _placed("surname"), "D": _placed("given_name"),
             "E": _placed("patronymic"), "F": _placed("student_iin"), "G": _placed("group"),
             "H": _placed("kind"), "I": _placed("starts"), "J": _placed("ends"),
             "K": _placed("mentor")},
            (5, 7),
            values={5: {BIN: bin_(5), _placed("student"): PEOPLE[2]}, 7: {BIN: bin_(6)}},
        )],
    ),
    Stranger(
        "two tables of two kinds on one sheet",
        _both_on_one_sheet,
        [
            Table("practice_slots", 2,
                  {"A": "row.number", "B": NAME, "C": BIN, "D": _slot("group"),
                   "E": _slot("kind"), "F": _slot("starts"), "G": _slot("ends"),
                   "H": _slot("places")}, (3, 4)),
            Table("placements", 7,
                  {"A": "row.number", "B": _placed("student"), "C": _placed("student_iin"),
                   "D": _placed("group"), "E": NAME, "F": _placed("kind"),
                   "G": _placed("starts"), "H": _placed("ends")}, (8, 9),
                  values={9: {"organisation.name_kk": KK[1]}}),
        ],
    ),
)  # fmt: skip
