"""Words of lists of practice and graduates in Kazakh and Russian: status, proof, funding. Pure.

Only words that leave no doubt; every other one is asked once and then remembered.
"""

from __future__ import annotations

import re

from cluster_desktop.i18n import fold

_WORD = re.compile(r"\w+")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")

# Order counts: the first stem that a text holds names it, so "not" stands before "yes".
_OUTCOMES = """
not_employed: орналаспа|не трудоустро|нетрудоустро|жұмыссыз|безработ|жұмыс істемей|не работает
self_employed: өзін-өзі|өзін өзі|самозанят|кәсібін аш|өз ісін|открыл св|своё дело|свое дело
childcare: бала күтім|бала күту|декрет|уходу за реб|уход за реб
army: әскер|армия|армии|армию|воинск|срочной служб|срочную служб|в рядах|вооружен|вооружён
left_country: елден кет|шетелге|шетелде|выехал|выезд|уехал|за предел|за границ|за рубеж
studying: оқуын жалғас|оқуда|жоғары оқу|продолж|поступил|обучается|учится
other_reason: басқа себеп|өзге себеп|иные причин|иная причин|другие причин|прочие причин
employed: орналас|трудоустро|жұмыс істейді|жұмыс істеп|работает
"""
_EVIDENCE = """
study: оқу орн|места учеб|места учёб|учебного завед|об обучении
pension: зейнетақы|пенсион|енпф|бжзқ
military: әскер|военкомат|воинск
business: кәсіпкер|предпринимат|талон|жк куәлі|свидетельство ип
contract: еңбек шарт|трудовой дог|еңбек келісім
certificate: анықтама|справка
"""
_FUNDING = """
enterprise: кәсіпорын|предприяти|жұмыс беруші|работодател
state: бесплатн|тегін|ақысыз
paid: внебюджет|бюджеттен тыс|хозрасч|хоз. расч|хоз.расч
state: мемлекеттік|мем. тап|мем.тап|мемл. тап|мемтап|госзак|гос. зак|гос.зак|государств|бюджет|грант
paid: ақылы|платн|келісімшарт|договор|контракт|коммерч|шарт негіз|собственн|өз қаражат|өз есеб
"""
_PRACTICE = """
diploma: диплом
study: оқу прак|оқу-таныс|оқу тәж|учебн
dual: дуал
production: өндіріс|производ|кәсіптік прак|технологи|профессионал
"""
_LANGUAGE = """
mixed: аралас|смешан
kk: қазақ|казах|мемлекеттік
ru: орыс|русс
en: ағылшын|англ
"""
_STATE_SHORT = frozenset(map(fold, ("гз", "мт")))
_BARE_CONTRACT = frozenset(map(fold, ("договор", "по договору", "келісімшарт", "шарт", "контракт")))
_OWN_BUSINESS = frozenset(map(fold, ("ип", "жк", "свой бизнес", "өз бизнесі")))
_NOT_KNOWN = frozenset(
    map(
        fold,
        (
            *("нет данных", "нет сведений", "нет информации", "неизвестно", "не известно"),
            *("данных нет", "уточняется", "не выяснено", "связи нет", "нет связи"),
            *(
                "белгісіз",
                "мәлімет жоқ",
                "дерек жоқ",
                "деректер жоқ",
                "ақпарат жоқ",
                "анықталмаған",
            ),
        ),
    )
)
_SELF = frozenset(map(fold, ("өзі", "сам", "сама", "самозанятый", "өз ісі")))
_MALE = frozenset(map(fold, ("ер", "еркек", "м", "муж", "мужской", "ұл")))
_FEMALE = frozenset(map(fold, ("әйел", "ж", "жен", "женский", "қыз", "ә")))


def _stems(listed: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = (line.partition(": ") for line in listed.strip().splitlines())
    return tuple((value, tuple(map(fold, stems.split("|")))) for value, _colon, stems in lines)


_OUTCOME_STEMS = _stems(_OUTCOMES)
_EVIDENCE_STEMS = _stems(_EVIDENCE)
_FUNDING_STEMS = _stems(_FUNDING)
_PRACTICE_STEMS = _stems(_PRACTICE)
_LANGUAGE_STEMS = _stems(_LANGUAGE)


def _named(text: str, stems: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    folded = fold(text)
    return next((value for value, words in stems if any(word in folded for word in words)), None)


def outcome(text: str) -> str | None:
    """What became of a graduate; remarks in brackets do not count."""
    bare = _IN_BRACKETS.sub(" ", text)
    if " ".join(_WORD.findall(fold(bare))) in _OWN_BUSINESS:
        return "self_employed"
    return _named(bare, _OUTCOME_STEMS)


def is_not_known(text: str) -> bool:
    """«нет данных»: as good as an empty cell."""
    return " ".join(_WORD.findall(fold(text))) in _NOT_KNOWN


def remark(text: str) -> str:
    """What stands in brackets behind a status: «(денсаулығы)»."""
    return "; ".join(part.strip() for part in _IN_BRACKETS.findall(text) if part.strip())


def evidence(text: str) -> str | None:
    """The kind of a proving paper."""
    return _named(text, _EVIDENCE_STEMS)


def funding(text: str) -> str | None:
    """Who pays for the studies."""
    folded = " ".join(_WORD.findall(fold(text)))
    if folded in _STATE_SHORT:
        return "state"
    if folded in _BARE_CONTRACT:
        return "paid"
    return _named(text, _FUNDING_STEMS)


def is_bare_contract(text: str) -> bool:
    """«договор» alone says mostly that the family pays, but an enterprise may have signed it."""
    return " ".join(_WORD.findall(fold(text))) in _BARE_CONTRACT


def practice(text: str) -> str | None:
    """The kind of a practice; «учебно-производственная» is of none alone."""
    folded = fold(text)
    found = [value for value, words in _PRACTICE_STEMS if any(word in folded for word in words)]
    return found[0] if len(found) == 1 or found[:1] == ["diploma"] else None


def is_oneself(employer: str) -> bool:
    """«ЖК (өзі)», «ИП (сам)»: the graduate works for nobody else."""
    return fold(remark(employer)) in _SELF or fold(employer) in _SELF


def sex(text: str) -> str | None:
    """ "m" or "f" of «ер», «муж.», «ж»."""
    folded = fold(text).rstrip(".")
    if folded in _MALE:
        return "m"
    return "f" if folded in _FEMALE else None


def language(text: str) -> str | None:
    """The language of study."""
    return _named(text, _LANGUAGE_STEMS)
