"""Words of Kazakh and Russian registers and what the program calls them. Pure.

Only meanings that leave no doubt are here; every other word is asked and then remembered.
"""

from __future__ import annotations

import re

from cluster_desktop.i18n import fold

_AGREEMENT_WORDS = (
    ("memorandum", ("меморандум",)),
    ("dual", ("дуал",)),
    ("practice", ("практик", "тәжірибе")),
    ("targeted", ("мақсатты", "целев")),
    ("cooperation", ("ынтымақтас", "сотруднич", "әріптестік", "серіктестік")),
    ("employment_guarantee", ("кепіл", "гарант")),
    ("sponsorship", ("демеуші", "спонсор")),
    ("consortium", ("консорциум",)),
)

_ORGANISATION_WORDS = """
enterprise: кәсіпорын|предприятие|жеке кәсіпкер|индивидуальный предприниматель|ИП|ЖК|ЖШС|ТОО
enterprise: шаруа қожалығы|крестьянское хозяйство|КХ|фермер қожалығы|АҚ|АО|компания|өндіріс
enterprise: жұмыс беруші|работодатель|мемлекеттік кәсіпорын|государственное предприятие
enterprise: коммерческая организация|коммерциялық ұйым|серіктестік
school: мектеп|школа|мектеп-гимназия|школа-гимназия|гимназия|лицей|жалпы білім беретін мектеп
college: колледж|ТжКБ ұйымы|организация ТиПО
university: жоғары оқу орны|ЖОО|вуз|университет|высшее учебное заведение|институт|академия
research: ғылыми ұйым|научная организация|ғылыми-зерттеу институты|НИИ|ҒЗИ
research: научно-исследовательский институт
startup: стартап
state_body: мемлекеттік орган|государственный орган|мемлекеттік ұйым|государственная организация
state_body: мемлекеттік мекеме|государственное учреждение|әкімдік|акимат|басқарма|управление|ММ|ГУ
chamber: кәсіпкерлер палатасы|палата предпринимателей|«Атамекен» ҰКП|НПП «Атамекен»|Атамекен
association: қауымдастық|ассоциация|салалық қауымдастық|отраслевая ассоциация
union: кәсіподақ|профсоюз
employment_centre: жұмыспен қамту орталығы|центр занятости|еңбек мобильділігі орталығы
employment_centre: центр трудовой мобильности
career_centre: мансап орталығы|карьерный центр|центр карьеры|карьера орталығы
culture: мәдениет ұйымы|учреждение культуры|мәдениет үйі|дом культуры|кітапхана|библиотека
culture: музей|мұражай|театр
health: денсаулық сақтау ұйымы|организация здравоохранения|аурухана|больница|емхана|поликлиника
ngo: қоғамдық бірлестік|общественное объединение|ҮЕҰ|НПО|қоғамдық қор|общественный фонд|ҚБ|ОО
international: халықаралық ұйым|международная организация
other: балабақша|детский сад|бөбекжай|ясли-сад|басқа|другое|прочее|иное|өзге
"""

YES = frozenset(
    fold(word)
    for word in ("иә", "ия", "йә", "да", "+", "v", "✓", "√", "1", "true", "yes", "бар", "есть")
)
NO = frozenset(fold(word) for word in ("жоқ", "нет", "0", "false", "no", "емес")) | {
    "-",
    "–",
    "—",
    "−",
    "x",
}


def _organisation_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for line in _ORGANISATION_WORDS.strip().splitlines():
        kind, _colon, listed = line.partition(":")
        for word in listed.split("|"):
            words[fold(word)] = kind
    return words


ORGANISATION_KINDS = _organisation_words()
_AGREEMENT_STEMS = tuple(
    (kind, tuple(fold(stem) for stem in stems)) for kind, stems in _AGREEMENT_WORDS
)


def organisation_kind(text: str) -> str | None:
    """The kind of an organisation; a text in both languages must mean one kind."""
    parts = [fold(part) for part in re.split(r"\n|\s/\s", text) if part.strip()]
    found = {ORGANISATION_KINDS.get(part) for part in parts}
    return found.pop() if len(found) == 1 else None


def agreement_kind(text: str) -> str | None:
    """The kind of an agreement by its words; None where none or several fit."""
    folded = fold(text)
    found = [kind for kind, stems in _AGREEMENT_STEMS if any(stem in folded for stem in stems)]
    if found[:1] == ["memorandum"] and set(found) <= {"memorandum", "cooperation"}:
        # «Меморандум о сотрудничестве» is one paper, and a memorandum.
        return "memorandum"
    return found[0] if len(found) == 1 else None
