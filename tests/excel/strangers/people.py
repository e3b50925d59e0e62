"""Mentors, graduates and teachers' internships (forms F5, F2, F10) as strangers list them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from .making import ENTERPRISES, PEOPLE, Page, Stranger, Table, bin_, iin, save

MENTOR, PLACE, BIN = "mentor.full_name", "organisation.name", "organisation.bin"
GRADUATE, STATE, EMPLOYER = "student.full_name", "outcome.state", "outcome.employer"
KK = tuple(kk for kk, _ru in ENTERPRISES)
RU = tuple(ru for _kk, ru in ENTERPRISES)


def _mentors_kk(path: Path) -> Path:
    """Kazakh only, two heading rows, pay in thousand tenge, orders in both directions."""
    page = Page("Тәлімгер")
    page.put("B3", ["Дуальды оқыту тәлімгерлерінің тізімі", None, "2025-2026 оқу жылы"])
    page.put(
        "B5",
        ["Р/с №", "Тәлімгер туралы мәлімет", None, None, None, "Кәсіпорын", None,
         "Бекіту туралы бұйрық №, күні", "Бекітілген білім алушылар саны", "Төлемі, мың теңге"],
        [None, "Аты-жөні", "ЖСН", "Лауазымы", "Жұмыс өтілі (жыл)", "атауы", "БСН"],
        [1, PEOPLE[0], iin(1, year=1980), "шебер", "12 жыл", KK[0], bin_(1),
         "№ 47-ө 01.09.2025 ж.", "3 студент", "36"],
        [2, PEOPLE[1], iin(2, year=1975, male=False), "бас аспаз", 20, KK[1], bin_(2),
         "05.09.2025 № 12-ө", 2, "29,5"],
        ["Жиыны: 2 тәлімгер"],
    ).merge("B5:B6", "C5:F5", "G5:H5", "I5:I6", "J5:J6", "K5:K6")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _mentors_ru(path: Path) -> Path:
    """Russian only, shortened headings, one enterprise merged down."""
    page = Page("Наставники")
    page.put(
        "A2",
        ["Список наставников от предприятий"],
        ["№ п.п.", "Предпр-е", "БИН предпр.", "Ф.И.О. наставника", "Долж-ть", "Образ-е",
         "Стаж раб.", "Кол-во закрепл. студентов", "Спец-ть, группа", "Период наставничества",
         "Тел. наставника"],
        [1, RU[0], bin_(3), PEOPLE[6], "мастер", "высшее", "5 лет", 2, "07161300, АК-24-1",
         "01.09.2025-30.06.2026", "8 701 245 90 90"],
        [2, None, None, PEOPLE[3], "механик", "среднее", "8 лет", 1, "АК-24-2", "2025-2026 уч. год",
         None],
        [3, RU[1], bin_(4), PEOPLE[9], "повар", "тех. и проф.", "2 г.", 4, "ТП-23-1",
         "09.2025-06.2026", None],
        ["Итого", None, None, None, None, None, None, 7],
    ).merge("B4:B5", "C4:C5")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _graduates_kk(path: Path) -> Path:
    """Kazakh only; statuses in free words; the speciality stands in sub-headings."""
    page = Page("Түлектер")
    page.put("A1", ["2025 жылғы түлектердің жұмысқа орналасуы туралы мәлімет"])
    page.put("A2", ["«Ақсу колледжі» МКҚК"], ["2025 жылғы 1 желтоқсандағы жағдай бойынша"])
    page.put(
        "A5",
        [
            "№ р/с",
            "Түлектің аты-жөні",
            "ЖСН",
            "Жұмысқа орналасуы туралы ақпарат",
            "Жұмыс орны",
            "Лауазымы",
            "Мамандық бойынша жұмыс істей ме? (иә/жоқ)",
            "Телефоны",
            "Ескерту",
        ],
        ["07161300 Автомобиль көлігіне техникалық қызмет көрсету"],
        [
            1,
            PEOPLE[0],
            iin(21, year=2006),
            "жұмысқа орналасқан",
            KK[0],
            "слесарь",
            "иә",
            "87012459090",
        ],
        [2, PEOPLE[2], iin(22, year=2006), "әскерде", None, None, "-"],
        ["06130100 Бағдарламалық қамтамасыз ету"],
        [1, PEOPLE[1], iin(23, year=2006, male=False), "ЖОО-да оқуда", None, None, None],
        [2, PEOPLE[5], iin(24, year=2006, male=False), "жұмыссыз", None, None, None],
        ["Барлығы 4 түлек"],
        ["Директордың ОІЖ орынбасары", None, "Сәрсенов Б."],
    )
    return save(path.with_suffix(".xlsx"), page)


def _graduates_ru(path: Path) -> Path:
    """Russian only, three heading rows, names in three columns, the year above the table."""
    page = Page("трудоустройство")
    page.put("C4", ["Сведения о трудоустройстве выпускников 2025 года (пофамильно)"])
    page.put(
        "C6",
        ["№", "Данные о выпускнике", None, None, None, "Трудоустройство", None, None, None],
        [None, "Ф.И.О.", None, None, "ИИН", "Статус занятости", "Место работы", None,
         "Дата приема на работу"],
        [None, "Фамилия", "Имя", "Отчество", None, None, "Наименование", "БИН", None],
        [1, "Иванов", "Пётр", "Николаевич", iin(25, year=2006), "трудоустроен", RU[0], bin_(5),
         "01.08.2025"],
        [2, "Петрова", "Анна", "Сергеевна", iin(26, year=2006, male=False),
         "продолжает обучение в вузе", None, None, None],
    ).merge("C6:C8", "D6:G6", "H6:K6", "D7:F7", "G7:G8", "H7:H8", "I7:J7", "K7:K8")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _internships(path: Path) -> Path:
    """Form F10 both ways in one cell; the period as text."""
    page = Page("Тағылымдама")
    page.put("A1", ["Педагогтердің тағылымдамасы және біліктілігін арттыру"])
    page.put(
        "A3",
        ["№", "Т.А.Ә.\nФ.И.О.", "ЖСН\nИИН", "Лауазымы\nДолжность",
         "Пәні, модулі\nДисциплина, модуль",
         "Тағылымдама орны (кәсіпорын)\nМесто стажировки", "БСН\nБИН", "Кезеңі\nПериод",
         "Сағат\nЧасы", "Бағдарлама\nПрограмма", "Құжат (сертификат) №, күні\n№ и дата документа",
         "Нәтижесі\nРезультат", "Келесі мерзім\nСледующий срок"],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
        [1, "Ахметова Гүлнар Серікқызы", iin(31, year=1979, male=False), "оқытушы", "арнайы пәндер",
         KK[0], bin_(6), "03.03.2025 – 28.03.2025", 72, "Заманауи жабдық", "№ 15 31.03.2025",
         "өтті", "28.03.2028"],
        [2, "Сериков Болат Асқарұлы", None, "өндірістік оқыту шебері", None, KK[1], None,
         "01.09.2025-15.09.2025", "40 сағат", None, None, None, None],
        ["Орындаушы ____________"],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _internships_ru(path: Path) -> Path:
    """Russian only, begin and end in columns of their own."""
    page = Page("Лист1")
    page.put(
        "B2",
        ["График стажировки преподавателей спецдисциплин"],
        [],
        ["№", "ФИО преподавателя", "Должность", "Место прохождения стажировки",
         "Сроки стажировки", None, "Кол-во часов", "№ сертификата"],
        [None, None, None, None, "начало", "окончание"],
        [1, "Ахметова Гульнар Сериковна", "преподаватель", RU[0], date(2025, 3, 3),
         date(2025, 3, 28), 72, "115"],
    ).merge("F4:G4", "B4:B5", "C4:C5", "D4:D5", "E4:E5", "H4:H5", "I4:I5")  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


CASES = (
    Stranger(
        "mentors: Kazakh, two rows, thousand tenge",
        _mentors_kk,
        [Table(
            "mentors", 6,
            {"B": "row.number", "C": MENTOR, "D": "mentor.iin", "E": "mentor.position",
             "F": "mentor.experience_years", "G": PLACE, "H": BIN, "I": "mentor.order",
             "J": "mentor.students_reported", "K": "mentor.pay"},
            (7, 8),
            values={7: {"mentor.pay": Decimal(36000), "mentor.order_number": "47-ө",
                        "mentor.order_date": date(2025, 9, 1), "mentor.experience_years": 12,
                        "mentor.students_reported": 3},
                    8: {"mentor.pay": Decimal(29500), "mentor.order_number": "12-ө"}},
        )],
    ),
    Stranger(
        "mentors: Russian, abbreviations, an enterprise merged down",
        _mentors_ru,
        [Table(
            "mentors", 3,
            {"A": "row.number", "B": PLACE, "C": BIN, "D": MENTOR, "E": "mentor.position",
             "F": "mentor.education", "G": "mentor.experience_years",
             "H": "mentor.students_reported", "I": "mentor.group", "J": "mentor.period",
             "K": "mentor.phone"},
            (4, 5, 6),
            values={5: {BIN: bin_(3), "mentor.starts": date(2025, 9, 1)},
                    4: {"mentor.ends": date(2026, 6, 30)}, 6: {"mentor.experience_years": 2}},
        )],
    ),
    Stranger(
        "graduates: Kazakh, specialities in sub-headings",
        _graduates_kk,
        [Table(
            "graduates", 5,
            {"A": "row.number", "B": GRADUATE, "C": "student.iin", "D": STATE, "E": EMPLOYER,
             "F": "outcome.position", "G": "outcome.by_speciality", "H": "student.phone",
             "I": "student.note"},
            (7, 8, 10, 11),
            values={7: {STATE: "employed", "student.speciality": "07161300",
                        "student.graduation_year": 2025, "outcome.by_speciality": True,
                        "outcome.checked_on": date(2025, 12, 1)},
                    8: {STATE: "army"}, 10: {STATE: "studying", "student.speciality": "06130100"},
                    11: {STATE: "not_employed"}},
        )],
    ),
    Stranger(
        "graduates: Russian, three rows, names in parts",
        _graduates_ru,
        [Table(
            "graduates", 8,
            {"C": "row.number", "D": "student.surname", "E": "student.given_name",
             "F": "student.patronymic", "G": "student.iin", "H": STATE, "I": EMPLOYER,
             "J": "outcome.employer_bin", "K": "outcome.hired_on"},
            (9, 10),
            values={9: {GRADUATE: "Иванов Пётр Николаевич", STATE: "employed",
                        "outcome.employer_bin": bin_(5), "student.graduation_year": 2025},
                    10: {STATE: "studying"}},
        )],
    ),
    Stranger(
        "internships: form F10",
        _internships,
        [Table(
            "teacher_internship", 3,
            {"A": "row.number", "B": "teacher_internship.teacher_id", "C": "teacher.iin",
             "D": "teacher.position", "E": "teacher.discipline",
             "F": "teacher_internship.organisation_id", "G": "organisation.bin",
             "H": "teacher_internship.period", "I": "teacher_internship.hours",
             "J": "teacher_internship.programme", "K": "teacher_internship.document_and_date",
             "L": "teacher_internship.result", "M": "teacher_internship.next_due"},
            (5, 6),
            values={5: {"teacher_internship.starts": date(2025, 3, 3),
                        "teacher_internship.ends": date(2025, 3, 28),
                        "teacher_internship.hours": 72, "teacher_internship.document": "15",
                        "teacher_internship.document_on": date(2025, 3, 31)},
                    6: {"teacher_internship.hours": 40}},
        )],
    ),
    Stranger(
        "internships: Russian, begin and end apart",
        _internships_ru,
        [Table(
            "teacher_internship", 5,
            {"B": "row.number", "C": "teacher_internship.teacher_id", "D": "teacher.position",
             "E": "teacher_internship.organisation_id", "F": "teacher_internship.starts",
             "G": "teacher_internship.ends", "H": "teacher_internship.hours",
             "I": "teacher_internship.document"},
            (6,),
            values={6: {"teacher_internship.ends": date(2025, 3, 28)}},
        )],
    ),
)  # fmt: skip
