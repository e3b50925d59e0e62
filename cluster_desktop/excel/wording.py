"""The words of a heading, so that other forms, another order and shortened words are one heading.

«Кол-во закрепл. студентов», «Количество закреплённых обучающихся» have the same words; so have
«Шарттың нөмірі» and «№ договора», which is the same heading in the other language. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from rapidfuzz import fuzz, process

from cluster_desktop.i18n import fold

# How sure words are: all are the same, all that matter are the same, or most are.
SAME, NEARLY, MOSTLY = 3, 2, 1

_LEAST_STEM = 3
_SLIP = 82.0  # likeness of a misspelt word, 0 to 100; «спецальность» is 96, no two others 80
_SLIP_FROM = 5
_MOST_SENSES = 12
_MOST_WORDS = 14
_MOST_BEGUN = 4
_LONGEST = 200
_LONG_NUMBER = re.compile(r"\d{5}|\d[./]\d|\d{2}\D+\d")

# Phrases that are one word; patterns of folded text.
_PHRASES = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"(?<!\w)(?:[а-я]\.){2,}[а-я]?(?!\w)", ""),  # Ф.И.О.: its dots only
        (r"фамили\w*\W+имя\W+(?:и\W+)?отчество", "фио"),
        (r"теги\W+ати\W+(?:жане\W+)?акесинин\W+ати", "фио"),
        (r"ати\s*-?\s*жони\w*", "фио"),
        (r"(?<!\w)та[аж](?=\w|\b)", "фио "),
        (r"(?:номер\w*|№)\W+тел(?:еф\w*|\b)\.?", "телефон"),
        (r"(?:тел\w*\.?|байланис\w*)\W+номир\w*", "телефон"),
        (r"(?<!\w)[пр]\s*[/.\\]\s*[пс]\.?(?!\w)", "рет"),
        (r"(?<!\w)туган(?:\W+(?:жил|ай|кун)\w*)+", "туган куни"),
        (r"(?:(?:год|день|месяц|число)\W+(?:и\W+)?)+рожд\w*\.?", "дата рождения"),
        (r"(?<!\w)д\s?/?\s?р(?!\w)", "дата рождения"),
        (r"билим алуш\w*|(?<!\w)обучающ\w*|(?<!\w)учащ\w*", "студент"),
        (r"ата\s*-\s*ана\w*", "родители"),
        (r"мекен\s*-?\s*жай", "мекенжай"),
        (r"жай\s*-\s*куй", "жайкуй"),
        (r"ис\s*-\s*шара", "исшара"),
        (r"е-?mail|э?л\w*\W+(?:почт|пошт)\w*|электрондик пошта\w*", "email"),
        (r"тех\w*\W*безоп\w*|(?<!\w)тб(?!\w)", "техбезопасность"),
    )
)
_TOKEN = re.compile(r"№|%|[^\W\d_]+(?:-[^\W\d_]+)*\.?|\d+")
_BRACKETS = re.compile(r"\([^()]*\)?")
_OF_YEAR = re.compile(
    r"(?:на|за|в)?\s*(?<!\d)20\d\d(?!\d)\s*(?:-\s*20\d\d\s*)?(?:жыл\w*|жил\w*|год\w*|[гж])\.?(?!\w)",
    re.I,
)
_INSIDE = re.compile(r"\(([^()]+)\)")
_UNITS = re.compile(
    r"[,(\s]*(?:(?:мин|тис|млн|тисяч\w*)\.?\s*)?"
    r"(?:тенге|тг|kzt|адам|чел(?:овек)?|км|метр|кв\.?\s?м|м2|м²|шаршы\s?м\w*|шарши\s?м\w*|ш\.?\s?м|"
    r"сагат|саг|час(?:ов|ы)?|жил|лет|год|ай|мес|дана|дн\w*|шт|бирлик|ед)\.?\s*\)?\s*$"
)
_VOICELESS = {"г": "к", "б": "п"}
_ENDING_WORDS = (
    "лардин лердин дардин дердин тардин тердин лари лери дари дери тари тери "
    "лар лер дар дер тар тер дин тин нин дан ден тан тен нан нен "
    "мен бен пен синин сина сине син си инин ина ине ин и "
    "иями ями ами ого его ому ему ими ых их ым им ой ей ий ый ая яя ое ее ые ие ия ию "
    "ии ов ев ах ях ам ям ом ем ью а я о е у ю ь й"
)
_ENDINGS = frozenset(_ENDING_WORDS.split())
_LENGTHS = sorted(set(map(len, _ENDINGS)), reverse=True)  # the longest ending first
_CLASSES = {
    "орг": "ұйым кәсіпорын мекеме серіктес әріптес организация предприятие партнер контрагент "
    "учреждение компания",
    "шарт": "шарт договор келісімшарт келісім соглашение",
    "құжат": "құжат документ",
    "№": "нөмір номер n no",
    "рет": "рет реттік порядковый",
    "атау": "атау наименование название",
    "түр": "түр вид тип",
    "күн": "күн дата",
    "саны": "сан количество число",
    "студент": "студент обучающийся оқушы учащийся",
    "түлек": "түлек выпускник бітіруші",
    "тәлімгер": "тәлімгер наставник наставничество тәлімгерлік",
    "педагог": "педагог оқытушы преподаватель мұғалім учитель",
    "жсн": "жсн иин",
    "бсн": "бсн бин",
    "топ": "топ тоб группа",
    "мерзім": "мерзім срок",
    "кезең": "кезең период",
    "орын": "орын место",
    "практика": "практика тәжірибе",
    "ескертпе": "ескертпе ескерту примечание",
    "жауапты": "жауапты ответственный",
    "басшы": "басшы руководитель",
    "мекенжай": "мекенжай адрес",
    "ата-ана": "родитель опекун",
    "өтіл": "стаж өтіл",
    "тағылымдама": "тағылымдама стажировка",
    "іс-шара": "ісшара мероприятие",
    "көрсеткіш": "көрсеткіш показатель индикатор",
    "объект": "объект нысан",
    "лауазым": "лауазым должность",
    "маман": "мамандық специальность",
    "жалақы": "жалақы зарплата",
}
_NEUTRAL = (
    "толық полный заңды юридический фактический дом домашний сот сотовый моб мобильный ұялы "
    "байланыс контактный мәлімет ақпарат сведения информация данные дерек туралы о об и мен және "
    "код шифр требуемый қажетті адам атау тұлға лицо бар болса при наличии ру оның их его а б в г"
)


@dataclass(frozen=True)
class Word:
    """A word of a heading: its stem or class; `short` says that it is only a beginning."""

    stem: str
    short: bool = False


def stem(word: str) -> str:
    """The word without the endings of its case and number, never under three letters."""
    for _again in range(3):
        for length in _LENGTHS:
            left = len(word) - length
            if left >= _LEAST_STEM + (length > 1) and word[left:] in _ENDINGS:
                word = word[:left]
                break
        else:
            break
    # Мамандық, мамандығы; топ, тобы.
    return word[:-1] + _VOICELESS.get(word[-1], word[-1]) if len(word) >= _LEAST_STEM else word


_CLASS_OF = {
    stem(fold(word)): fold(name) for name, words in _CLASSES.items() for word in words.split()
}
NEUTRAL = frozenset(_CLASS_OF.get(stem(fold(word)), stem(fold(word))) for word in _NEUTRAL.split())


@lru_cache(maxsize=8_192)
def words_of(text: str) -> tuple[Word, ...]:
    """The words in their order; «кол-во» and «наим.» are beginnings."""
    folded = fold(text.replace("\n", " "))
    for pattern, word in _PHRASES:
        folded = pattern.sub(word or (lambda found: found[0].replace(".", "") + " "), folded)
    found = []
    for token in _TOKEN.findall(folded)[: _MOST_WORDS + 1]:
        bare = token.rstrip(".")
        head, dash, tail = bare.partition("-")
        if dash and len(tail) <= 3 and len(head) > 1:
            found.append(_word(head, short=True))
        elif dash:
            found += [_word(part) for part in bare.split("-")]
        else:
            found.append(_word(bare, short=token.endswith(".")))
    return tuple(found)


def _word(token: str, *, short: bool = False) -> Word:
    cut = stem(token)
    known = _CLASS_OF.get(cut)
    if known is not None:
        return Word(known)
    return Word(token if short else cut, short)


def variants(text: str) -> list[str]:
    """The heading, without what stands in brackets, without a unit behind it; then that alone."""
    found = [text]
    if "(" in text:
        found.append(_BRACKETS.sub(" ", text))
    for each in tuple(found):
        folded = fold(each).strip(" :;,.")
        bare = _UNITS.sub("", folded).strip(" :;,.")
        if bare and bare != folded:
            found.append(bare)
    found += [bare for each in tuple(found) if (bare := _OF_YEAR.sub(" ", each)) != each]
    found += _INSIDE.findall(text)
    return [each for each in dict.fromkeys(found) if each.strip()]


class Wording:
    """The spellings of one kind by their words. `subjects` are words that every heading of the
    kind may have or lack: a list of students need not say whose telephone it is."""

    def __init__(
        self, spellings: Mapping[str, Iterable[str]], subjects: Iterable[str] = ()
    ) -> None:
        dropped = {word.stem for text in subjects for word in words_of(text)}
        self._dropped = NEUTRAL | dropped
        self._same: dict[tuple[str, ...], set[str]] = {}
        self._nearly: dict[tuple[str, ...], set[str]] = {}
        for meaning, texts in spellings.items():
            for text in texts:
                for each in dict.fromkeys((text.replace("|", " "), *_no_brackets(text))):
                    self._learn(meaning, each)
        self._vocabulary = sorted({word for key in self._same for word in key} | self._dropped)
        self._long = [word for word in self._vocabulary if len(word) >= _SLIP_FROM]
        self._senses: dict[Word, tuple[str, ...]] = {}

    def _learn(self, meaning: str, text: str) -> None:
        key = tuple(sorted({word.stem for word in words_of(text)}))
        if key:
            self._same.setdefault(key, set()).add(meaning)
            self._nearly.setdefault(self._reduced(key), set()).add(meaning)

    def _reduced(self, key: Collection[str]) -> tuple[str, ...]:
        """Without words that say nothing, unless it has no other."""
        left = tuple(word for word in key if word not in self._dropped)
        return left or tuple(key)

    def meanings(self, text: str) -> tuple[set[str], int]:
        """(meanings of the heading, how sure); no meanings and 0 where its words fit none."""
        best: tuple[set[str], int] = (set(), 0)
        for each in variants(text):
            found, sure = self._of_words(words_of(each))
            if sure > best[1]:
                best = found, sure
            if sure == SAME:
                break
        return best

    def _of_words(self, words: Collection[Word]) -> tuple[set[str], int]:
        if not words or len(words) > _MOST_WORDS:
            return set(), 0
        senses = [self._sense(word) for word in words]
        known = [each for each in senses if each]
        if len(known) * 2 <= len(senses):
            return set(), 0
        best: tuple[set[str], int] = (set(), 0)
        for chosen in islice(product(*known), _MOST_SENSES):
            key = tuple(sorted(set(chosen)))
            whole = len(known) == len(senses)
            for level, found in (
                (SAME, self._same.get(key) if whole else None),
                (NEARLY, self._nearly.get(self._reduced(key)) if whole else None),
            ):
                if found and level > best[1]:
                    best = set(found), level
            if not best[1] and (found := self._most(key, len(set(senses)))):
                best = found, MOSTLY
        return best

    def _sense(self, word: Word) -> tuple[str, ...]:
        """The known words that it may be; none for an unknown one."""
        if word not in self._senses:
            self._senses[word] = self._looked_up(word)
        return self._senses[word]

    def _looked_up(self, word: Word) -> tuple[str, ...]:
        text = word.stem
        if text in self._vocabulary and not word.short:
            return (text,)
        if word.short or len(text) > 2:
            begun = [each for each in self._vocabulary if each.startswith(text)]
            named = {name for cut, name in _CLASS_OF.items() if cut.startswith(text)}
            begun += sorted(named.intersection(self._vocabulary).difference(begun))
            if begun:
                return tuple(begun[:_MOST_BEGUN])
        if len(text) >= _SLIP_FROM:
            near = process.extractOne(text, self._long, scorer=fuzz.ratio, score_cutoff=_SLIP)
            if near:
                return (near[0],)
        return ()

    def _most(self, key: Collection[str], count: int) -> set[str]:
        """The meaning whose spellings, all their words, are more than half of what stands here."""
        here = set(self._reduced(tuple(sorted(key))))
        covered: dict[str, set[str]] = {}
        for spelling, meanings in self._nearly.items():
            if here.issuperset(spelling):
                for meaning in meanings:
                    covered.setdefault(meaning, set()).update(spelling)
        most = max(map(len, covered.values()), default=0)
        found = {meaning for meaning, words in covered.items() if len(words) == most}
        return found if most * 2 > count and len(found) == 1 else set()


def _no_brackets(text: str) -> list[str]:
    bare = _BRACKETS.sub(" ", text.replace("|", " ")).strip()
    return [bare] if bare else []


def vocabulary_of(spellings: Iterable[str]) -> frozenset[str]:
    """Every word of the spellings."""
    return frozenset(word.stem for text in spellings for word in words_of(text))


def is_heading_like(text: str, vocabulary: Collection[str]) -> bool:
    """Whether at least half of the words are words of headings; long numbers are in none."""
    if len(text) > _LONGEST or _LONG_NUMBER.search(text):
        return False
    words = words_of(text)
    known = sum(word.short or word.stem in vocabulary for word in words)
    return known > 0 and known * 2 >= len(words)
