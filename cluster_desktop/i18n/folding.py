"""Search folding: one spelling for texts typed with Kazakh, Russian or mixed keyboards."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_KAZAKH = str.maketrans("ёәғқңөұүһіы", "еагкноуухии")
_DROPPED = dict.fromkeys(map(ord, '«»“”„‟‹›"\u00ad\u200b\u200c\u200d\u2060\ufeff'))
# Latin letters that look like Cyrillic ones (lower case, after folding).
_LOOK_ALIKES = str.maketrans("aceopxyhkmtbiëäöü", "асеорхункмтвиеаоу")
_MIXED_WORD = re.compile(r"[a-zëäöü]*[а-я][а-яa-zëäöü]*[a-zëäöü][а-яa-zëäöü]*|[a-zëäöü]+[а-я]+")
_LATIN = re.compile("[a-zëäöü]")
_FOLDED = {**_KAZAKH, **_DROPPED}


_PLAIN = re.compile("[ -~а-яА-ЯёЁәӘғҒқҚңҢөӨұҰүҮһҺіІ«»№–—]*")
_is_plain = _PLAIN.fullmatch
# The signs of a plain text that fold: one after the other is four times as fast as a table.
_PLAIN_FOLDED = [(chr(sign), chr(other)) for sign, other in _KAZAKH.items()]
_PLAIN_FOLDED += [(sign, "") for sign in '«»"']


def fold(text: str) -> str:
    """The text as the search column keeps it; queries are folded the same way. Idempotent.

    Case, Kazakh and Russian spelling of one sound, quotes, no-break spaces and Latin
    look-alikes inside Cyrillic words make no difference.
    """
    if text.isascii():
        # Numbers, addresses of e-mail: no Cyrillic word that a Latin letter could stand in.
        return " ".join(text.lower().replace('"', "").split())
    if _is_plain(text):
        # Composed already, and lower case is all that folding the case does to such letters.
        text = text.lower()
        for sign, other in _PLAIN_FOLDED:
            text = text.replace(sign, other)
        if _LATIN.search(text):
            text = _MIXED_WORD.sub(lambda word: word[0].translate(_LOOK_ALIKES), text)
        return " ".join(text.split())
    text = _lower(text).translate(_FOLDED)
    if _LATIN.search(text):
        text = _MIXED_WORD.sub(lambda word: word[0].translate(_LOOK_ALIKES), text)
    # Called for every cell of a list: split and join are three times as fast as a pattern.
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _lower(text: str) -> str:
    # Folding twice: a few letters (ͅ, İ) change their composition when they change their case.
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return unicodedata.normalize("NFC", text.casefold())


# Legal forms as people write them, whole and short; compared after folding.
_FORMS_ANYWHERE = """
жауапкершілігі шектеулі серіктестігі|жауапкершілігі шектеулі серіктестік
товарищество с ограниченной ответственностью|полное товарищество|толық серіктестік
акционерлік қоғамы|акционерлік қоғам|акционерное общество|коммерциялық емес акционерлік қоғамы
некоммерческое акционерное общество|жабық акционерлік қоғамы|ашық акционерлік қоғамы
жеке кәсіпкер|жеке кәсіпкерлік|индивидуальный предприниматель
шаруа қожалығы|крестьянское хозяйство|крестьянское фермерское хозяйство|фермер қожалығы
фермерское хозяйство|өндірістік кооперативі|производственный кооператив
коммуналдық мемлекеттік мекемесі|коммуналдық мемлекеттік мекеме
коммунальное государственное учреждение|мемлекеттік мекемесі|государственное учреждение
республикалық мемлекеттік мекемесі|республиканское государственное учреждение
мемлекеттік коммуналдық кәсіпорны|государственное коммунальное предприятие
мемлекеттік коммуналдық қазыналық кәсіпорны
коммуналдық мемлекеттік қазыналық кәсіпорны
государственное коммунальное казенное предприятие
коммунальное государственное казенное предприятие
республикалық мемлекеттік кәсіпорны|республиканское государственное предприятие
республикалық мемлекеттік қазыналық кәсіпорны
республиканское государственное казенное предприятие
шаруашылық жүргізу құқығындағы|на праве хозяйственного ведения
қоғамдық бірлестігі|общественное объединение|заңды тұлғалар бірлестігі
объединение юридических лиц|жеке мекемесі|частное учреждение|қоғамдық қоры|общественный фонд
на пхв|пхв|тоо|жшс|кмм|кгу|мкк|мкқк|кмқк|гкп|гккп|кгп|кгкп|ргп|ргкп|рмк|рмқк|рму|ргу|рмм
шжқ|кеақ|нао|зао|оао|жақ|ашақ|кфх|спк
"""
_FORMS_AT_AN_END = "ао|жк|ип|шқ|кх|фх|гу|мм|оо|пк|өк"
# Folded «АҚ» is also the word «ақ» (white), and «ҚБ», «ЖМ» are initials: only behind the name.
_FORMS_BEHIND = "ақ|қб|жм"


_Form = tuple[str, ...]


def _forms(listed: str) -> list[_Form]:
    words = {tuple(fold(form).split()) for form in listed.replace("\n", "|").split("|")} - {()}
    return sorted(words, key=lambda form: (-len(form), form))


def _by_first_word(forms: list[_Form]) -> dict[str, list[_Form]]:
    """Thousands of names are folded in an import: each word is looked up, not each form tried."""
    found: dict[str, list[_Form]] = {}
    for form in forms:
        found.setdefault(form[0], []).append(form)
    return found


_ANYWHERE = _by_first_word(_forms(_FORMS_ANYWHERE))
_AT_AN_END = {form[0] for form in _forms(_FORMS_AT_AN_END)}
_BEHIND = {form[0] for form in _forms(_FORMS_BEHIND)} | _AT_AN_END
_NOT_WORD = re.compile(r"[\W_]+")
_DOTTED = re.compile(r"(?<!\w)(?:[а-я]\.){2,}")


@lru_cache(maxsize=65_536)
def fold_name(text: str) -> str:
    """The name of an organisation without legal form and punctuation, to find duplicates.

    «Қайнар» ЖШС, ТОО "Кайнар" and Kaйнар т.о.о. give the same text. A name that is nothing
    but a legal form stays as it is. Idempotent.
    """
    text = _DOTTED.sub(lambda form: form[0].replace(".", ""), fold(text))
    words = fold(_NOT_WORD.sub(" ", text)).split()
    while True:
        shorter = _without_forms(words)
        if not shorter or shorter == words:
            return " ".join(words)
        words = shorter


def _without_forms(words: list[str]) -> list[str]:
    for start, word in enumerate(words):
        for form in _ANYWHERE.get(word, ()):
            end = start + len(form)
            if tuple(words[start:end]) == form:
                return words[:start] + words[end:]
    if words and words[0] in _AT_AN_END:
        return words[1:]
    return words[:-1] if words and words[-1] in _BEHIND else words


_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)
# The digit row types letters in the Kazakh layout.
_KAZAKH_ROW = {"2": "ә", "3": "і", "4": "ң", "5": "ғ", "8": "ү", "9": "ұ", "0": "қ", "=": "һ"}
_LONE_DIGIT = re.compile(r"(?<!\d)[2345890=](?!\d)")


def wrong_layout(text: str) -> str | None:
    """What the query would be had the keyboard been switched: "rjcnfyfq" → "костанай".

    None if there is nothing to switch: no letters, or letters of both alphabets.
    """
    text = _lower(text)
    latin = re.search("[a-z]", text) is not None
    cyrillic = re.search("[а-яёәғқңөұүһі]", text) is not None
    if latin == cyrillic:
        return None
    if cyrillic:
        return text.translate(_TO_LATIN)
    return " ".join(_switched(word) for word in text.split())


def _switched(word: str) -> str:
    if len(re.findall("[a-z]", word)) < 2:
        return word
    word = _LONE_DIGIT.sub(lambda digit: _KAZAKH_ROW[digit[0]], word)
    return word.translate(_TO_RUSSIAN)
