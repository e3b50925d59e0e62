"""Why a workbook holds no list to be taken in: a summary form, or a table that lies on its side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from cluster_desktop.excel.table import Grid, Knows, blocks, column_letter, one_line
from cluster_desktop.excel.wording import NEARLY, Wording
from cluster_desktop.i18n import N_, _

_LEAST = 4
_SEARCHED = 60
_SEARCHED_COLUMNS = 8
# {form: (what it is counted from, its headings)}
_FORMS = {
    "F1": (
        N_("the list of graduates by name (form F2)"),
        (
            "Түлектердің барлығы|Всего выпускников|Бітірушілер саны|Количество выпускников|"
            "оның ішінде мемлекеттік тапсырыс бойынша|в том числе по госзаказу|"
            "Жұмысқа орналасқандар|Трудоустроено|Жұмысқа орналасқандар, барлығы|"
            "Трудоустроено, всего|оның ішінде мамандығы бойынша|в том числе по специальности|"
            "Оқуын жалғастырғандар|Продолжили обучение|Әскери қызметке шақырылғандар|"
            "Призваны на воинскую службу|Бала күтіміне байланысты демалыста|"
            "В отпуске по уходу за ребёнком|Елден кеткендер|Выехали за пределы республики|"
            "Басқа себептер|Иные причины|Жұмысқа орналаспағандар|Не трудоустроены|"
            "Жұмысқа орналасқандардың үлесі|Доля трудоустроенных"
        ),
    ),
    "F3": (
        N_("the lists of students, mentors and agreements"),
        (
            "Контингент, адам|Контингент, чел.|Дуальды оқытумен қамтылғандар|"
            "Охвачено дуальным обучением|Қамту үлесі|Доля охвата|Жасалған шарттар саны|"
            "Количество заключённых договоров|Тәлімгерлер саны|Количество наставников|"
            "Оқыту сағаттары|Часы обучения|Кәсіпорындағы үлесі|Доля на предприятии|"
            "Өтемақы төленетін студенттер|Студенты, получающие компенсационную выплату"
        ),
    ),
}


def headings() -> list[str]:
    """The headings of the summary forms."""
    return [text for _source, listed in _FORMS.values() for text in listed.split("|")]


def why_summary(grids: Iterable[Grid]) -> str | None:
    """A sentence on a summary form: what it is counted from; None where there is none."""
    for grid in grids:
        for form, (source, headings) in _FORMS.items():
            if _holds(grid, headings):
                said = _(
                    "This is form {form}, a summary: the program counts it by itself. Import "
                    "{source} instead; the form is then filled under “Reports & forms”."
                )
                return said.format(form=form, source=_(source))
    return None


def why_on_its_side(grids: Iterable[Grid], kinds: Sequence[Knows]) -> str | None:
    """A sentence on a table whose headings stand below each other, None where there is none."""
    for grid in grids:
        column = max((_on_its_side(grid, knows) for knows in kinds), default=(0, 0))
        if column[0] >= _LEAST:
            said = _(
                "The table lies on its side: its headings stand below each other in column "
                "{column}. In Excel copy it, choose Paste special, Transpose, and save."
            )
            return said.format(column=column_letter(column[1]))
    return None


def _holds(grid: Grid, headings: str) -> bool:
    """Whether some row of headings has enough that only this form has."""
    wording = _wording(headings)

    def knows(heading: str, groups: Sequence[str]) -> bool:
        lines = (heading, *heading.split("\n"), *heading.split(" / "), *groups[:1])
        return any(wording.meanings(line)[1] >= NEARLY for line in lines)

    return any(block.known >= _LEAST for block in blocks(grid, knows))


@cache
def _wording(headings: str) -> Wording:
    return Wording({"form": headings.split("|")})


def _on_its_side(grid: Grid, knows: Knows) -> tuple[int, int]:
    """(number of known headings below each other, their column)."""
    rows = grid.rows[:_SEARCHED]
    found = []
    for column in range(_SEARCHED_COLUMNS):
        below = [row[column] for row in rows if column + 1 < len(row) and row[column + 1]]
        texts = {one_line(cell) for cell in below if isinstance(cell, str) and cell.strip()}
        found.append((sum(knows(text, ()) for text in texts), column))
    return max(found, key=lambda each: (each[0], -each[1]))
