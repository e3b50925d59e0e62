"""Workbooks that hold no list to be taken in, and those that say why."""

from __future__ import annotations

from pathlib import Path

from .making import ENTERPRISES, PEOPLE, Page, Stranger, bin_, born, iin, save

KK = tuple(kk for kk, _ru in ENTERPRISES)


def _lies_on_its_side(path: Path) -> Path:
    """Headings stand below each other in column B, every student in a column of its own."""
    page = Page("Лист1")
    page.put(
        "B2",
        ["Т.А.Ә.", *PEOPLE[:4]],
        ["ЖСН", iin(1), iin(2, male=False), iin(3), iin(4, male=False)],
        ["Туған күні", *(born(n) for n in (1, 2, 3, 4))],
        ["Топ", *["АК-24-1"] * 4],
        ["Телефон", *["87012459090"] * 4],
    )
    return save(path.with_suffix(".xlsx"), page)


def _form_f1(path: Path) -> Path:
    """A summary of graduates: figures that the program counts itself."""
    page = Page("F1")
    page.put(
        "A1",
        ["Түлектерді жұмысқа орналастыру туралы мәлімет"],
        ["№", "Мамандық коды және атауы", "Біліктілік коды және атауы", "Түлектердің барлығы",
         "оның ішінде мемлекеттік тапсырыс бойынша", "Жұмысқа орналасқандар, барлығы",
         "оның ішінде мамандығы бойынша", "Оқуын жалғастырғандар", "Басқа себептер"],
        [1, "07161300 Автомобиль", "4S07161304", 25, 20, 20, 15, 3, 2],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _form_f3(path: Path) -> Path:
    """A summary of dual training."""
    page = Page("F3")
    page.put(
        "A1",
        ["Сведения об охвате дуальным обучением"],
        ["№ п/п", "Код, наименование специальности", "Квалификация", "Курс", "Контингент, чел.",
         "Охвачено дуальным обучением, чел.", "Доля охвата, %", "Наименование предприятия",
         "Количество заключённых договоров", "Количество наставников"],
        [1, "07161300 Автомобиль", None, 2, 50, 25, 50, KK[0], 25, 5],
    )  # fmt: skip
    return save(path.with_suffix(".xlsx"), page)


def _blank_form(path: Path) -> Path:
    page = Page("Форма").put("A1", ["№", "Ұйымның атауы", "БСН", "Құжаттың түрі", "№, күні"])
    return save(path.with_suffix(".xlsx"), page)


def _menu(path: Path) -> Path:
    """Nothing of ours at all."""
    page = Page("Меню").put("A1", ["Тағам", "Бағасы"], ["Палау", 900], ["Шай", 100])
    return save(path.with_suffix(".xlsx"), page)


def _partner_card(path: Path) -> Path:
    """A letter with words of ours in it and no table."""
    page = Page("Хат")
    page.put(
        "A1",
        ["Білім басқармасының басшысына"],
        ["Ұйымның атауы: «Алтын дән» ЖШС"],
        ["БСН:", bin_(1)],
        ["Телефон:", "87012459090"],
    )
    return save(path.with_suffix(".xlsx"), page)


CASES = (
    Stranger("a table that lies on its side", _lies_on_its_side, refused="column B"),
    Stranger("form F1 is counted, not read", _form_f1, refused="F1"),
    Stranger("form F3 is counted, not read", _form_f3, refused="F3"),
    Stranger("a blank form", _blank_form, refused="no rows"),
    Stranger("nothing of ours", _menu, asked="kind"),
    Stranger("a letter", _partner_card, asked="kind"),
)
