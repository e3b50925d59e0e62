"""Words that offices' forms use for our codes, in kk and ru, whatever the window speaks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from cluster_desktop.services.paper_data import Pair

Language = Literal["both", "kk", "ru"]
LANGUAGES: tuple[Language, ...] = ("both", "kk", "ru")

ORGANISATION_KINDS: Mapping[str, Pair] = {
    "enterprise": Pair("кәсіпорын", "предприятие"),
    "school": Pair("мектеп", "школа"),
    "college": Pair("колледж", "колледж"),
    "university": Pair("жоғары оқу орны", "вуз"),
    "research": Pair("ғылыми ұйым", "научная организация"),
    "startup": Pair("стартап", "стартап"),
    "state_body": Pair("мемлекеттік орган", "государственный орган"),
    "chamber": Pair("кәсіпкерлер палатасы", "палата предпринимателей"),
    "association": Pair("қауымдастық", "ассоциация"),
    "union": Pair("кәсіподақ", "профсоюз"),
    "employment_centre": Pair("жұмыспен қамту орталығы", "центр занятости"),
    "career_centre": Pair("мансап орталығы", "карьерный центр"),
    "culture": Pair("мәдениет ұйымы", "учреждение культуры"),
    "health": Pair("денсаулық сақтау ұйымы", "организация здравоохранения"),
    "ngo": Pair("қоғамдық бірлестік", "общественное объединение"),
    "international": Pair("халықаралық ұйым", "международная организация"),
    "other": Pair("басқа", "другое"),
}
AGREEMENT_KINDS: Mapping[str, Pair] = {
    "memorandum": Pair("меморандум", "меморандум"),
    "cooperation": Pair("ынтымақтастық шарты", "договор о сотрудничестве"),
    "dual": Pair("дуальды шарт", "договор о дуальном обучении"),
    "practice": Pair("практика шарты", "договор практики"),
    "targeted": Pair("мақсатты даярлау шарты", "договор целевой подготовки"),
    "employment_guarantee": Pair("жұмысқа орналастыру кепілдігі", "гарантия трудоустройства"),
    "sponsorship": Pair("демеушілік шарты", "спонсорский договор"),
    "consortium": Pair("консорциум туралы келісім", "консорциальное соглашение"),
}
STATES: Mapping[str, Pair] = {
    "signed": Pair("қол қойылды", "подписан"),
    "in_force": Pair("қолданыста", "действует"),
    "expiring": Pair("мерзімі аяқталуда", "истекает срок"),
    "expired": Pair("мерзімі өтті", "срок истёк"),
    "terminated": Pair("бұзылды", "расторгнут"),
    "renewed": Pair("ұзартылды", "продлён"),
}
OPEN_ENDED = Pair("мерзімсіз", "бессрочно")
YES, NO = Pair("иә", "да"), Pair("жоқ", "нет")
TOTAL = Pair("Барлығы", "Всего")
HEAD = Pair("Басшы", "Руководитель")
HEAD_HINT = Pair("(лауазымы, қолы, аты-жөні)", "(должность, подпись, Ф.И.О.)")
EXECUTOR = Pair("Орындаушы", "Исполнитель")
EXECUTOR_HINT = Pair("(Т.А.Ә., телефон)", "(Ф.И.О., телефон)")
DATE = Pair("Күні", "Дата")
COLLEGE = Pair("Ұйым", "Организация")
BIN = Pair("БСН", "БИН")
PLACE = Pair("Өңір, аудан", "Регион, район")
FORM = Pair("нысаны", "форма")


def said(pair: Pair, language: Language, between: str = " / ") -> str:
    """The pair in the language of the form; equal or missing halves are said once."""
    if language == "kk":
        return pair.kk or pair.ru
    if language == "ru":
        return pair.ru or pair.kk
    return between.join(dict.fromkeys(filter(None, (pair.kk, pair.ru))))
