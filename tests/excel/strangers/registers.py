"""Registers of partners and agreements (form F4 and its like) as strangers keep them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .making import ENTERPRISES, Page, Stranger, Table, bin_, lost_zero, save

NAME, BIN = "organisation.name", "organisation.bin"
KIND, NUMBER, DATE = "agreement.kind", "agreement.number", "agreement.date"
BOTH, UNTIL, NOTE = "agreement.number_and_date", "agreement.valid_until", "agreement.note"
KK = tuple(kk for kk, _ru in ENTERPRISES)
RU = tuple(ru for _kk, ru in ENTERPRISES)


def _three_rows(path: Path) -> Path:
    """Three heading rows, merged; both languages in one cell; numbers of columns with letters."""
    page = Page("Реестр").put("A1", ["Қосымша 3 / Приложение 3"])
    page.put("A3", ["Әріптестер тізілімі / Реестр партнёров"], ["2025 жылғы 1 қазан"])
    page.put(
        "A6",
        [
            "Р/с\n№", "Серіктес ұйым / Организация-партнёр", None, None,
            "Құжат туралы мәлімет / Сведения о документе", None, None, None,
            "Ескертпе\nПримечание",
        ],
        [
            None, "Ұйымның толық атауы\nПолное наименование организации", "БСН\nБИН",
            "Заңды мекенжайы\nЮридический адрес", "Құжаттың түрі\nВид документа",
            "Деректемелері / Реквизиты", None, "Қолданылу мерзімі\nСрок действия", None,
        ],
        [None, None, None, None, None, "№", "күні\nдата", None, None],
        ["А", "Б", 1, 2, 3, 4, 5, 6, 7],
        [1, KK[0], bin_(1), "Абай к-сі, 5", "меморандум", "12", date(2025, 9, 1), "31.08.2027"],
        [2, RU[1], bin_(2), "ул. Абая, 7", "договор о сотрудничестве", "15-С", "5.9.25",
         "бессрочно"],
        [3, KK[2], lost_zero(bin_(3)), None, "дуальды шарт", "7-ДО", "2025 жылғы 15 тамыз",
         "мерзімсіз", "жаңа"],
        ["Барлығы / Итого: 3 ұйым"],
        [None, "Орындаушы: Ахметова Г.С., 8 (7212) 55-12-34"],
    )  # fmt: skip
    page.merge("A6:A8", "B6:D6", "E6:H6", "I6:I8", "B7:B8", "C7:C8", "D7:D8", "E7:E8", "F7:G7")
    page.merge("H7:H8", "A13:I13")
    return save(path.with_suffix(".xlsx"), page)


def _far_down_in_column_d(path: Path) -> Path:
    """Russian only, begins at D15 under a letter; abbreviations; an empty column between."""
    page = Page("Лист1")
    page.put("D2", ["Руководителю управления образования"], ["Исх. № 45 от 12.01.2026 г."])
    page.put("D6", ["Направляем сведения о социальных партнёрах колледжа:"])
    page.put(
        "D15",
        ["№ п/п", "Наим. организации", "БИН", None, "Вид дог.", "№ дог.", "Дата закл.", "Тел.",
         "Прим."],
        [1, RU[0], bin_(4), None, "меморандум", "1", "01/09/2025", "8 701 245 90 90, 87212559011"],
        [2, RU[1], bin_(5), None, "договор о сотрудничестве", "2", "«05» сентября 2025 года",
         "87012459091"],
        [4, RU[2], bin_(6), None, "договор дуального обучения", "3", "2025-09-10", None, "+"],
        ["Исп. Сериков Б.А."],
        ["тел.: 8 (7252) 12-34-56"],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _look_alikes(path: Path) -> Path:
    """Kazakh typed with Latin and Russian look-alikes, misspelt headings, CSV without merges."""
    page = Page("")
    page.put(
        "A1",
        ["Әлеуметтiк сеpiктестер тiзiмi"],
        [],
        ["Реттiк №", "Ұйымнын атауы", "БCН", "Кұжаттың түpi", "Шаpт №", "Шарт күнi",
         "Аякталу күні", "Байланыс телефоны"],
        ["1", KK[0], bin_(7), "меморандум", "21", "01.02.2025ж.", "01.02.2028ж.", "7012459090"],
        ["2", KK[1], bin_(8), "практика шарты", "22", "2025 ж. 3 ақпан", "", "+7 701 245 90 91"],
        ["", "", "", "", "", "", "", ""],
        ["Барлығы", "2", "", "", "", "", "", ""],
    )  # fmt: skip
    return save(path.with_suffix(".csv"), page)


def _pages_and_headings_again(path: Path) -> Path:
    """Printed headings repeated at page breaks, sub-headings by district, sums of each."""
    heads = ["№", "Кәсіпорын атауы", "БСН", "Келісімшарт №, күні", "Құжат түрі", "Мерзімі"]
    page = Page("2025")
    page.put(
        "B2",
        ["Келісімшарттар тізімі"],
        heads,
        ["Абай ауданы"],
        [1, KK[0], bin_(9), "№1 01.09.2025ж.", "меморандум", "31.12.2027"],
        [2, KK[1], bin_(10), "2-Д от 02.09.2025 г.", "дуальды оқыту шарты", "2025-2028 жж."],
        ["Аудан бойынша барлығы: 2"],
        heads,
        ["Шет ауданы"],
        [3, KK[2], bin_(11), "№3, 03.09.2025", "меморандум", "31.12.2027"],
        ["Аудан бойынша барлығы: 1"],
        ["Жалпы жиыны: 3"],
    )
    return save(path.with_suffix(".xlsx"), page)


def _values_run_down(path: Path) -> Path:
    """A partner merged down over its agreements, in an old binary workbook."""
    page = Page("Договоры")
    page.put(
        "A1",
        ["Реестр договоров и меморандумов с социальными партнерами"],
        [],
        ["№", "Организация", "БИН", "Документ", None, None, "Срок"],
        [None, None, None, "Вид", "Номер", "Дата"],
        [1, RU[0], bin_(12), "меморандум", "1", "01.09.2025 г.", "3 года"],
        [None, None, None, "договор о дуальном обучении", "2", "02.09.2025 г.", "31.08.2026"],
        [None, None, None, "договор о практике", "3", "03.09.2025 г.", "30.06.2026"],
        [2, RU[1], bin_(13), "меморандум", "4", "04.09.2025 г.", "бессрочный"],
        ["Директор ___________ Ахметов А.А."],
    ).merge("A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4", "A5:A7", "B5:B7", "C5:C7")
    return save(path.with_suffix(".xls"), page)


def _several_contracts(path: Path) -> Path:
    """Two contracts in a cell are for a person; units, a phone list and hidden things."""
    page = Page("Серіктестер", hidden_rows=(6,), hidden_columns=("F",))
    page.put(
        "A3",
        ["Р/с", "Ұйымның атауы (толық)", "БСН/ЖСН:", "Меморандум/шарт №, күні", "Байланыс тел.",
         "Көрсетілген көмек, мың теңге", "Қамқоршы", "Жауапты тұлға"],
        [1, KK[3], bin_(14), "№12 01.09.2025ж., №13 05.09.2025ж.", "87012459090\n87272123456",
         1500, "иә", "Ахметов А."],
        [2, KK[4], bin_(15), "Меморандум №5 10.09.2025ж.", "8(701)2459092; 8(701)2459093", None,
         "жоқ", None],
        [3, KK[5], bin_(16), "12-ДО от 01.09.2025 г.", "әзірге жоқ", 200, "–", None],
    )  # fmt: skip
    other = Page("анықтамалық", state="hidden").put(
        "A1", ["Ұйымның атауы", "БСН", "№, күні"], ["басқа", bin_(17), "№1 01.01.2020"]
    )
    return save(path.with_suffix(".xlsx"), page, other)


def _by_year(path: Path) -> Path:
    """A sheet a year of the same layout, the heading one row lower on the second."""
    heads = ["№", "Наименование организации", "БИН", "Вид документа", "№ и дата", "Срок действия"]
    first = Page("2024").put(
        "A1", heads, [1, RU[0], bin_(20), "меморандум", "№1 от 01.02.2024", "31.12.2026"]
    )
    second = Page("2025").put(
        "A1",
        ["Реестр 2025"],
        heads,
        [1, RU[1], bin_(21), "меморандум", "№1 от 01.02.2025", "31.12.2027"],
    )
    return save(path.with_suffix(".xlsx"), first, second)


CASES = (
    Stranger(
        "register: three heading rows",
        _three_rows,
        [Table(
            "agreements", 8,
            {"A": "row.number", "B": NAME, "C": BIN, "D": "organisation.address", "E": KIND,
             "F": NUMBER, "G": DATE, "H": UNTIL, "I": NOTE},
            (10, 11, 12),
            values={
                10: {BIN: bin_(1), NUMBER: "12", DATE: date(2025, 9, 1),
                     UNTIL: date(2027, 8, 31)},
                11: {"organisation.name_ru": RU[1], KIND: "cooperation", DATE: date(2025, 9, 5)},
                12: {BIN: bin_(3), KIND: "dual", DATE: date(2025, 8, 15)},
            },
        )],
    ),
    Stranger(
        "register: from D15, abbreviations",
        _far_down_in_column_d,
        [Table(
            "agreements", 15,
            {"D": "row.number", "E": NAME, "F": BIN, "H": KIND, "I": NUMBER, "J": DATE,
             "K": "organisation.phone", "L": NOTE},
            (16, 17, 18),
            values={
                16: {DATE: date(2025, 9, 1), KIND: "memorandum"},
                17: {DATE: date(2025, 9, 5), KIND: "cooperation"},
                18: {DATE: date(2025, 9, 10), KIND: "dual", "organisation.name_ru": RU[2]},
            },
        )],
    ),
    Stranger(
        "register: look-alikes and slips, csv",
        _look_alikes,
        [Table(
            "agreements", 3,
            {"A": "row.number", "B": NAME, "C": BIN, "D": KIND, "E": NUMBER, "F": DATE,
             "G": UNTIL, "H": "organisation.phone"},
            (4, 5),
            values={
                4: {DATE: date(2025, 2, 1), UNTIL: date(2028, 2, 1), NUMBER: "21"},
                5: {DATE: date(2025, 2, 3), KIND: "practice"},
            },
        )],
    ),
    Stranger(
        "register: headings again, sub-headings, sums",
        _pages_and_headings_again,
        [Table(
            "agreements", 3,
            {"B": "row.number", "C": NAME, "D": BIN, "E": BOTH, "F": KIND, "G": UNTIL},
            (5, 6, 10),
            values={5: {NUMBER: "1"}, 6: {NUMBER: "2-Д", UNTIL: date(2028, 12, 31)},
                    10: {NUMBER: "3", DATE: date(2025, 9, 3)}},
            warnings=("G6 term_counted",),
        )],
    ),
    Stranger(
        "register: values run down, xls",
        _values_run_down,
        [Table(
            "agreements", 4,
            {"A": "row.number", "B": NAME, "C": BIN, "D": KIND, "E": NUMBER, "F": DATE,
             "G": UNTIL},
            (5, 6, 7, 8),
            values={6: {BIN: bin_(12), KIND: "dual"}, 7: {BIN: bin_(12), NUMBER: "3"},
                    5: {UNTIL: date(2028, 8, 31)}, 8: {"agreement.open_ended": True}},
            warnings=("G5 term_counted",),
        )],
    ),
    Stranger(
        "register: two contracts in a cell, hidden sheet, row and column",
        _several_contracts,
        [Table(
            "agreements", 3,
            {"A": "row.number", "B": NAME, "C": BIN, "D": BOTH, "E": "organisation.phone",
             "F": "agreement.aid", "G": "organisation.patron", "H": "agreement.responsible"},
            (4, 5, 6),
            errors=("D4 two_contracts",),
            warnings=("E6 phone",),
            values={5: {KIND: "memorandum", NUMBER: "5"}, 6: {"organisation.patron": False}},
        )],
    ),
    Stranger("register: a sheet a year", _by_year, asked="sheet"),
)  # fmt: skip
