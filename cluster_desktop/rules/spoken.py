"""Whole numbers in words, in Kazakh and in Russian, as contracts write sums. Pure."""

from __future__ import annotations

MOST = 999_999_999_999

_KK_ONES = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_KK_TENS = (*("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"),)
_KK_SCALES = ("", "мың", "миллион", "миллиард")

_RU_ONES = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
_RU_TEENS = (
    *("десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать"),
    *("шестнадцать", "семнадцать", "восемнадцать", "девятнадцать"),
)
_RU_TENS = (
    *("", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят"),
    *("восемьдесят", "девяносто"),
)
_RU_HUNDREDS = (
    *("", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот"),
    *("восемьсот", "девятьсот"),
)
# One, two to four, five and more; thousands are feminine.
_RU_SCALES = (
    ("", "", ""),
    ("тысяча", "тысячи", "тысяч"),
    ("миллион", "миллиона", "миллионов"),
    ("миллиард", "миллиарда", "миллиардов"),
)
_THOUSANDS = 1


def in_words(number: int, lang: str) -> str:
    """121 000 → «жүз жиырма бір мың», «сто двадцать одна тысяча»; digits beyond `MOST`."""
    if number == 0:
        return "нөл" if lang == "kk" else "ноль"
    if not 0 < number <= MOST:
        return str(number)
    words: list[str] = []
    for scale in range(len(_KK_SCALES) - 1, -1, -1):
        part = number // 1000**scale % 1000
        if part:
            words += _kk_part(part, scale) if lang == "kk" else _ru_part(part, scale)
    return " ".join(words)


def _kk_part(part: int, scale: int) -> list[str]:
    hundreds, tens, ones = part // 100, part // 10 % 10, part % 10
    words = [_KK_ONES[hundreds] if hundreds > 1 else "", "жүз" if hundreds else ""]
    words += [_KK_TENS[tens], _KK_ONES[ones], _KK_SCALES[scale]]
    return [word for word in words if word]


def _ru_part(part: int, scale: int) -> list[str]:
    hundreds, rest = part // 100, part % 100
    words = [_RU_HUNDREDS[hundreds]]
    if 10 <= rest < 20:
        words.append(_RU_TEENS[rest - 10])
    else:
        one = _RU_ONES[rest % 10]
        if scale == _THOUSANDS:
            one = {"один": "одна", "два": "две"}.get(one, one)
        words += [_RU_TENS[rest // 10], one]
    words.append(_RU_SCALES[scale][_form(rest)])
    return [word for word in words if word]


def _form(number: int) -> int:
    if 10 < number % 100 < 20 or number % 10 == 0 or number % 10 > 4:
        return 2
    return 0 if number % 10 == 1 else 1
