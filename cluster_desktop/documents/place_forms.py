"""Grammar of a named place: `{valid_until:quoted}`, `{places:both}`, `{count:место|места|мест}`.

A form after the colon says how the value is written in its language. Days, numbers and words have
forms of their own; a form that does not fit the place is refused when the template is saved. Pure.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Literal

from cluster_desktop.i18n import official_date, official_date_case
from cluster_desktop.i18n.dates import format_date, month_title
from cluster_desktop.i18n.numbers import money_in_words, number_in_words

Sort = Literal["day", "number", "text"]

DAY_PLACES = frozenset(
    ("date", "valid_from", "valid_until", "starts", "ends", "born", "agreement_date", "order_date")
)
NUMBER_PLACES = frozenset(
    ("renewal_months", "notice_months", "places", "count", "course", "hours_per_day", "hours_all",
     "hours_enterprise", "compensation", "graduation_year", "members", "present", "needed",
     "votes_for", "votes_against", "abstained")
)  # fmt: skip

# Kazakh cases that a phrase asks for; Russian words around the day do the same work.
DAY_CASES = ("from", "to", "on", "dated")
DAY_FORMS = (*DAY_CASES, "first", "quoted", "short", "month", "month_of", "month_in", "year")
NUMBER_FORMS = ("words", "words_of", "both", "sum", "tenge")
TEXT_FORMS = ("capital", "upper", "lower")
FORMS_OF: dict[Sort, tuple[str, ...]] = {
    "day": DAY_FORMS, "number": NUMBER_FORMS, "text": TEXT_FORMS,
}  # fmt: skip
# Between the three words of «место|места|мест».
BETWEEN = "|"

# Kazakh genitive, Russian genitive and prepositional («в сентябре»), January to December.
_KK_OF = (
    *("қаңтардың", "ақпанның", "наурыздың", "сәуірдің", "мамырдың", "маусымның", "шілденің"),
    *("тамыздың", "қыркүйектің", "қазанның", "қарашаның", "желтоқсанның"),
)
_RU_IN = (
    *("январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре"),
    *("октябре", "ноябре", "декабре"),
)


def sort_of(place: str) -> Sort:
    """Whether a place holds a day, a number or words."""
    if place in DAY_PLACES:
        return "day"
    return "number" if place in NUMBER_PLACES else "text"


def fits(place: str, form: str) -> bool:
    """Whether a form may stand after the place; numbers may also choose among three words."""
    sort = sort_of(place)
    if sort == "number" and BETWEEN in form:
        return len(form.split(BETWEEN)) == 3 and all(form.split(BETWEEN))
    # A case after what is no day said nothing in templates made before; it still may.
    return form in FORMS_OF[sort] or form in DAY_CASES


def day(value: dt.date, lang: str, form: str = "") -> str:
    """A day in the form; an unknown form is the official one.

    first: «1 қыркүйек 2026 ж.», «1 сентября 2026 г.»; quoted: «1» қыркүйек 2026 ж., «1» сентября
    2026 года; short: 01.09.2026; month: «2026 жылғы қыркүйек», «сентябрь 2026 года»; month_of and
    month_in: of and in that month; year: 2026.
    """
    if form in DAY_CASES and lang == "kk":
        return official_date_case(value, lang, form)
    if form == "short":
        return format_date(value)
    if form == "year":
        return f"{value.year}"
    if form in ("first", "quoted"):
        return _day_first(value, lang, quoted=form == "quoted")
    if form.startswith("month"):
        return _month(value, lang, form)
    return official_date(value, lang)


def _day_first(value: dt.date, lang: str, *, quoted: bool) -> str:
    number = f"«{value.day}»" if quoted else f"{value.day}"
    if lang == "kk":
        return f"{number} {official_date(value, 'kk').split(' ')[-1]} {value.year} ж."
    month = official_date(value, "ru").split(" ")[1]
    return f"{number} {month} {value.year} {'года' if quoted else 'г.'}"


def _month(value: dt.date, lang: str, form: str) -> str:
    if lang == "kk":
        name = {
            "month_of": _KK_OF[value.month - 1],
            "month_in": official_date_case(value, "kk", "on").split(" ")[-1],
        }.get(form, official_date(value, "kk").split(" ")[-1])
        return f"{value.year} жылғы {name}"
    name = {
        "month_of": official_date(value, "ru").split(" ")[1],
        "month_in": _RU_IN[value.month - 1],
    }.get(form, month_title(value.year, value.month, "ru").split(" ")[0])
    return f"{name} {value.year} года"


def words(value: str, lang: str, form: str) -> str:
    """A number or words in the form; what is no number stays as it is.

    words: «он екі», «двенадцать»; words_of: «двенадцати» (не менее двенадцати); both: 12 (он екі);
    sum: 45 000 (қырық бес мың) теңге; tenge: «қырық бес мың теңге»; «место|места|мест»: the word
    that stands after the number.
    """
    if form in TEXT_FORMS:
        return _cased(value, form)
    number = number_of(value)
    if number is None or (form not in NUMBER_FORMS and BETWEEN not in form):
        return value
    if BETWEEN in form:
        return _word_after(number, form.split(BETWEEN))
    if form in ("sum", "tenge"):
        return _sum(value, number, lang, form)
    if number != int(number):
        return value
    said = number_in_words(int(number), lang, genitive=form == "words_of")
    return f"{value} ({said})" if form == "both" else said


def number_of(text: str) -> Decimal | None:
    """The number of what a place says: «45 000,50»; None for other words, and for less than 0."""
    plain = "".join(text.split()).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 10**12 else None


def _cased(value: str, form: str) -> str:
    if form == "capital":
        return value[:1].upper() + value[1:]
    return value.upper() if form == "upper" else value.lower()


def _word_after(number: Decimal, three: list[str]) -> str:
    """1 место, 2 места, 5 мест; a part of one takes the second: 1,5 места."""
    if number != int(number):
        return three[1]
    last, teens = int(number) % 10, int(number) % 100
    if last == 1 and teens != 11:
        return three[0]
    return three[1] if 2 <= last <= 4 and not 12 <= teens <= 14 else three[2]


def _sum(value: str, number: Decimal, lang: str, form: str) -> str:
    if number != round(number, 2):
        return value
    said = money_in_words(number, lang)
    if form == "tenge":
        return said
    tenge = "теңге" if lang == "kk" else "тенге"
    if number != int(number):
        return f"{value} {tenge} ({said})"
    return f"{value} ({said.removesuffix(tenge).rstrip()}) {tenge}"
