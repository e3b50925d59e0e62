"""Lists of students as strangers keep them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .making import PEOPLE, Page, Stranger, Table, Value, born, iin, lost_zero, save

NAME, IIN, BORN = "student.name", "student.iin", "student.born"
GROUP, PHONE, FUNDING = "student.group", "student.phone", "student.funding"


def _journal(path: Path) -> Path:
    """Surname, name and patronymic in columns of their own; many columns nobody asked for."""
    page = Page("ИС-23")
    page.put(
        "A1",
        ["Группа: ИС-23-2"],
        ["Специальность: 06130100 - Программное обеспечение"],
        ["Курс: 3", None, "Куратор: Иванова А.П."],
    )
    page.put(
        "A5",
        ["№", "Фамилия", "Имя", "Отчество", "ИИН", "Дата рожд.", "Национальность",
         "Гражданство", "Какую школу окончил", "Дом. адрес", "Сот. тел.", "№ приказа о зачислении"],
        [1, "Петрова", "Анна", "Сергеевна", iin(1, male=False), born(1), "русская", "РК", "СШ № 5",
         "ул. Абая, 5", "8-701-245-90-90", "12-с"],
        [2, "Ким", "Виктория", None, iin(2, male=False), born(2), "кореянка", "РК", "СШ № 1",
         "пр. Мира, 1", "8-701-245-90-91", "12-с"],
        [3, "Иванов", "Пётр", "Николаевич", iin(3), born(3), "русский", "РК", "СШ № 9",
         "ул. Гагарина, 3", None, "12-с"],
        [None, "Кл. руководитель", None, "Иванова А.П."],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _all_groups_under_each_other(path: Path) -> Path:
    """The groups of a college on one sheet, each with its title and its headings."""
    heads = ["№", "Т.А.Ә.", "ЖСН", "Туған күні", "Телефоны"]
    page = Page("Контингент")
    page.put(
        "A1",
        ["ВТ-24-1 тобының тізімі"],
        heads,
        [1, PEOPLE[0], iin(11), born(11), "87012459090"],
        [2, PEOPLE[1], iin(12, male=False), born(12), None],
        [],
        ["АК-24-2 тобының тізімі"],
        heads,
        [1, PEOPLE[2] + " (ақылы)", iin(13), born(13), None],
        [2, PEOPLE[4], iin(14), born(14), None],
    )
    return save(path.with_suffix(".xlsx"), page)


def _side_by_side(path: Path) -> Path:
    """Two groups beside each other on one sheet."""
    page = Page("Топтар")
    page.put("A1", ["ВТ-25-1 тобы", None, None, None, "АК-25-1 тобы"])
    page.put(
        "A2",
        ["№", "Аты-жөні", "ЖСН", None, "№", "Аты-жөні", "ЖСН"],
        [1, PEOPLE[0], iin(21), None, 1, PEOPLE[2], iin(22)],
        [2, PEOPLE[1], iin(23, male=False), None, 2, PEOPLE[4], iin(24)],
        [3, PEOPLE[5], iin(25, male=False)],
    )
    return save(path.with_suffix(".xlsx"), page)


def _sheets_of_groups(path: Path) -> Path:
    """A sheet a group; the name of the sheet is the group; one layout has a column more."""
    first = Page("ЭЖ-24-1").put(
        "A1", ["№", "ФИО", "ИИН", "Основа обучения (госзаказ/платно)"],
        [1, PEOPLE[6], iin(31), "госзаказ"], [2, PEOPLE[3], iin(32, male=False), "платно"],
    )  # fmt: skip
    second = Page("ЭЖ-24-2").put(
        "A1", ["Список группы"], ["№", "ФИО", "ИИН", "Пол", "Примеч."],
        [1, PEOPLE[9], iin(33, male=False), "ж", "академ"],
    )  # fmt: skip
    old = Page("ЭЖ-20-1", state="hidden").put(
        "A1", ["№", "ФИО", "ИИН", "Пол", "Примеч."], [1, PEOPLE[7], iin(34), "м", None]
    )
    return save(path.with_suffix(".xlsx"), first, second, old)


def _numbers_of_columns(path: Path) -> Path:
    """Both languages with « / », zeros lost by Excel, numbers of columns, signatures, a stamp."""
    rows: list[list[Value]] = [
        [n, PEOPLE[n], lost_zero(iin(40 + n, male=n not in (1, 3))), born(40 + n), "ТҰ-25-1",
         7161300 if n == 0 else "07161300", "қазақ"]
        for n in range(5)
    ]  # fmt: skip
    page = Page("Тізім")
    page.put(
        "A1",
        [None, None, None, None, "БЕКІТЕМІН / УТВЕРЖДАЮ"],
        [None, None, None, None, "Директор __________ Ахметов А."],
    )
    page.put(
        "A4",
        ["1 курсқа қабылданған студенттердің тізімі / Список студентов, принятых на 1 курс"],
        ["Рет № / № п/п", "Студенттің тегі, аты, әкесінің аты / ФИО студента", "ЖСН / ИИН",
         "Туған жылы, айы, күні / Год, месяц, день рождения", "Тобы / Группа",
         "Мамандығы / Специальность", "Оқыту тілі / Язык обуч."],
        ["1", "2", "3", "4", "5", "6", "7"],
        *rows,
        ["Барлығы: 5 студент"],
        [],
        ["Қабылдау комиссиясының хатшысы", None, None, "Сәрсенова Г."],
        ["М.О."],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _open_document(path: Path) -> Path:
    """A spreadsheet of LibreOffice: all cells are texts."""
    page = Page("")
    page.put(
        "B4",
        ["Реттік саны", "Білім алушының аты-жөні", "ЖСН-і", "Туған күні", "Оқу тобы", "Курсы",
         "Ата-анасының аты-жөні", "Ата-анасының байланыс телефоны"],
        ["1", PEOPLE[0], iin(51), "2008 жылғы 4 сәуір", "БҚ-23-1", "3", "Әбдірахманов А.",
         "8 775 428 60 10"],
        ["2", PEOPLE[8], iin(52, male=False), "05.05.2008ж", "БҚ-23-1", "3", "", ""],
    )  # fmt: skip
    return save(path.with_suffix(".ods"), page)


def _bad_rows(path: Path) -> Path:
    """Wrong numbers are named at their cells, everything else is taken."""
    page = Page("Лист1")
    page.put(
        "A1",
        ["Порядковый номер", "Фамилия Имя Отчество", "ИНН (ИИН)", "День рождения", "Группа"],
        [1, PEOPLE[6], iin(61), "31.02.2008", "С-25"],
        [2, PEOPLE[3], "12345", born(62), "С-25"],
        [3, PEOPLE[9], iin(63, male=False), born(63), "С-25"],
        [4, PEOPLE[9], iin(63, male=False), born(63), "С-25"],
    )
    return save(path.with_suffix(".xlsx"), page)


CASES = (
    Stranger(
        "students: names in three columns, many other columns",
        _journal,
        [Table(
            "students", 5,
            {"A": "row.number", "B": "student.surname", "C": "student.given_name",
             "D": "student.patronymic", "E": IIN, "F": BORN, "G": None, "H": None, "I": None,
             "J": "student.address", "K": PHONE, "L": None},
            (6, 7, 8),
            values={6: {NAME: "Петрова Анна Сергеевна", GROUP: "ИС-23-2", "group.course": 3,
                        "student.speciality": "06130100"},
                    7: {NAME: "Ким Виктория"}, 8: {NAME: "Иванов Пётр Николаевич"}},
        )],
    ),
    Stranger(
        "students: groups under each other",
        _all_groups_under_each_other,
        [Table(
            "students", 2,
            {"A": "row.number", "B": NAME, "C": IIN, "D": BORN, "E": PHONE},
            (3, 4, 8, 9),
            values={3: {GROUP: "ВТ-24-1"}, 8: {GROUP: "АК-24-2", FUNDING: "paid"},
                    9: {GROUP: "АК-24-2"}},
        )],
    ),
    Stranger(
        "students: two groups side by side",
        _side_by_side,
        [
            Table("students", 2, {"A": "row.number", "B": NAME, "C": IIN}, (3, 4, 5),
                  values={3: {GROUP: "ВТ-25-1"}, 5: {NAME: PEOPLE[5], GROUP: "ВТ-25-1"}}),
            Table("students", 2, {"E": "row.number", "F": NAME, "G": IIN}, (3, 4),
                  values={3: {GROUP: "АК-25-1", NAME: PEOPLE[2]}}),
        ],
    ),
    Stranger(
        "students: a sheet a group, two layouts, one hidden",
        _sheets_of_groups,
        [
            Table("students", 1, {"A": "row.number", "B": NAME, "C": IIN, "D": FUNDING}, (2, 3),
                  values={2: {GROUP: "ЭЖ-24-1", FUNDING: "state"}, 3: {FUNDING: "paid"}}),
            Table("students", 2, {"A": "row.number", "B": NAME, "C": IIN, "D": "student.sex",
                                  "E": "student.note"}, (3,),
                  values={3: {GROUP: "ЭЖ-24-2", "student.on_leave": True}}),
        ],
    ),
    Stranger(
        "students: both languages, lost zeros, column numbers",
        _numbers_of_columns,
        [Table(
            "students", 5,
            {"A": "row.number", "B": NAME, "C": IIN, "D": BORN, "E": GROUP,
             "F": "student.speciality", "G": "student.language"},
            (7, 8, 9, 10, 11),
            values={7: {IIN: iin(40), "student.speciality": "07161300",
                        "student.language": "kk"}, 11: {NAME: PEOPLE[4]}},
        )],
    ),
    Stranger(
        "students: a spreadsheet of LibreOffice",
        _open_document,
        [Table(
            "students", 4,
            {"B": "row.number", "C": NAME, "D": IIN, "E": BORN, "F": GROUP, "G": "group.course",
             "H": "student.guardian", "I": "student.guardian_phone"},
            (5, 6),
            values={5: {BORN: date(2008, 4, 4), GROUP: "БҚ-23-1", "group.course": 3}},
            warnings=("E5 born_differs", "E6 born_differs"),
        )],
    ),
    Stranger(
        "students: wrong numbers and a person twice",
        _bad_rows,
        [Table(
            "students", 1,
            {"A": "row.number", "B": NAME, "C": IIN, "D": BORN, "E": GROUP},
            (2, 3, 4, 5),
            errors=("C3 length", "C5 duplicate_person", "D2 impossible_date"),
        )],
    ),
)  # fmt: skip
