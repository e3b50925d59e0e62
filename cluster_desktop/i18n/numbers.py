"""Numbers and money: shown, read as typed, and written in words."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import format_decimal

from cluster_desktop.errors import Bug
from cluster_desktop.i18n.catalogue import language

# Plain "ru" and "en" print KZT and American forms; these are the ones people here know.
_BABEL = {"kk": "kk", "ru": "ru_KZ", "en": "en_GB"}
_NUM2WORDS = {"kk": "kz", "ru": "ru"}
_NO_BREAK_SPACE = "\u00a0"
_SPACES = re.compile(r"\s+")


def format_number(number: Decimal | int, lang: str | None = None) -> str:
    """The number in groups of three, no-break spaces in kk and ru, up to six decimals."""
    return format_decimal(number, format="#,##0.######", locale=_BABEL[lang or language()])


def format_share(share: Decimal | int, lang: str | None = None) -> str:
    """A share in percent, with one decimal also where it is nought: 60,0 beside 68,6."""
    return format_decimal(share, format="#,##0.0", locale=_BABEL[lang or language()])


def format_mean(mean: Decimal | int, lang: str | None = None) -> str:
    """A mean with two decimals, also where they are nought: 4,00 below 4,17."""
    return format_decimal(mean, format="#,##0.00", locale=_BABEL[lang or language()])


def format_money(amount: Decimal, lang: str | None = None) -> str:
    """Tenge with sign: "1 234 567,89 ₸", no-break spaces; whole sums without decimals."""
    pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
    shown = format_decimal(amount, format=pattern, locale=_BABEL[lang or language()])
    return f"{shown}{_NO_BREAK_SPACE}₸"


def money_in_words(amount: Decimal, lang: str) -> str:
    """The sum for a contract, in kk or ru: "бір миллион теңге елу тиын". Zero tiyn are left out.

    Raises Bug for another language or parts of a tiyn: such a sum cannot stand in a contract.
    """
    if lang not in _NUM2WORDS or amount != round(amount, 2):
        raise Bug(f"no words for {amount} in {lang!r}")
    # Loaded when the first contract needs it: the start of the window does not wait for it.
    from num2words import num2words

    to_say = amount if amount % 1 else amount.quantize(Decimal(1))
    words: str = num2words(
        to_say.quantize(Decimal("0.01")),
        lang=_NUM2WORDS[lang],
        to="currency",
        currency="KZT",
        separator="",
    )
    return words if amount % 1 else words.rsplit(" ", 2)[0].strip()


def number_in_words(number: int, lang: str, *, genitive: bool = False) -> str:
    """12 → «он екі», «двенадцать»; `genitive` → «двенадцати», as after «не менее» (kk: the same).

    Raises Bug for another language or less than nought.
    """
    if lang not in _NUM2WORDS or number < 0:
        raise Bug(f"no words for {number} in {lang!r}")
    from num2words import num2words

    declined = {"case": "g"} if genitive and lang == "ru" else {}
    words: str = num2words(number, lang=_NUM2WORDS[lang], **declined)
    return words


_TIMES = {
    "": 1, "тыс": 10**3, "тысяч": 10**3, "тысяча": 10**3, "тысячи": 10**3, "мың": 10**3,
    "млн": 10**6, "миллион": 10**6, "миллиона": 10**6, "миллионов": 10**6, "mln": 10**6,
    "m": 10**6, "million": 10**6, "thousand": 10**3, "млрд": 10**9, "миллиард": 10**9,
    "миллиарда": 10**9, "миллиардов": 10**9, "billion": 10**9, "bn": 10**9,
}  # fmt: skip
_CURRENCY = re.compile(r"(?:₸|теңге|тенге|тңг|тнг|тг|kzt|tenge)\.?$")
_MONEY = re.compile(r"([-−]?)([0-9][0-9.,]*)([a-zа-яәіңғүұқөһ]*)\.?")


def parse_money(text: str) -> Decimal:
    """Tenge from what people type: "1,5 млн", "1 234 567,89 ₸", "250 тыс.".

    Raises ValueError for anything else, for parts of a tiyn, and for "1.500" or "1,500",
    which may mean one and a half or fifteen hundred: the program does not guess.
    """
    typed = _CURRENCY.sub("", _SPACES.sub("", text.casefold()))
    match = _MONEY.fullmatch(typed)
    if match is None or match[3] not in _TIMES:
        raise ValueError(f"not a sum: {text!r}")
    times = _TIMES[match[3]]
    amount = _decimal(match[2], ambiguous_is_decimal=times > 1) * times
    if amount != round(amount, 2):
        raise ValueError(f"parts of a tiyn: {text!r}")
    amount = amount.quantize(Decimal(1)) if amount == int(amount) else round(amount, 2)
    return -amount if match[1] else amount


def _decimal(digits: str, *, ambiguous_is_decimal: bool) -> Decimal:
    """A number whose separators are dots and commas, the last kind being the decimal one."""
    marks = re.findall("[.,]", digits)
    if not marks:
        return Decimal(digits)
    if len(set(marks)) == 1:
        groups = digits.split(marks[0])
        looks_grouped = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        if len(marks) > 1:
            if not looks_grouped:
                raise ValueError(f"not a number: {digits!r}")
            return Decimal("".join(groups))
        if looks_grouped and groups[0] != "0" and not ambiguous_is_decimal:
            raise ValueError(f"may mean two numbers: {digits!r}")
        return Decimal(".".join(groups) if groups[1] else groups[0])
    whole, _, decimals = digits.rpartition(marks[-1])
    if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(marks[0])}\d{{3}})+", whole):
        raise ValueError(f"not a number: {digits!r}")
    return Decimal(f"{whole.replace(marks[0], '')}.{decimals or 0}")
