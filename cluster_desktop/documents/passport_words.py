"""What is printed on every passport whatever the records say: headings, marks, the fixed clause.

Source: methodical recommendations of 1 April 2026, chapters 1.1 and 6; Kazakh titles are official,
the Russian and English ones are ours. Pure.
"""

from __future__ import annotations

from datetime import date

from cluster_desktop.documents.marks import plain
from cluster_desktop.documents.voice import Voice
from cluster_desktop.i18n import official_date, official_date_case
from cluster_desktop.services.passport_content import NOTHING, Passport, Section, Words

TITLE = Words("КЛАСТЕРДІҢ ПАСПОРТЫ", "ПАСПОРТ КЛАСТЕРА", "CLUSTER PASSPORT")
APPROVED = Words("БЕКІТЕМІН", "УТВЕРЖДАЮ", "APPROVED")
COUNCIL = Words(
    "Өңірлік үйлестіру кеңесі", "Региональный координационный совет",
    "Regional coordinating council",
)  # fmt: skip
BLANK_DAY = Words(
    "20___ жылғы «____» ______________", "«____» ______________ 20___ года",
    "____ ______________ 20___",
)  # fmt: skip
CONTENTS = Words("МАЗМҰНЫ", "СОДЕРЖАНИЕ", "CONTENTS")
CONTENTS_HEADINGS = (
    Words("№", "№", "No."),
    Words("Бөлім атауы", "Название раздела", "Section"),
    Words("Мазмұны", "Содержание", "Content"),
    Words("Беті", "Стр.", "Page"),
)
SIGNATURES = Words("ҚАТЫСУШЫЛАРДЫҢ ҚОЛДАРЫ", "ПОДПИСИ УЧАСТНИКОВ", "SIGNATURES OF PARTICIPANTS")
SEAL = Words("М.О.", "М.П.", "Seal")
NO_DATA = Words("Мәліметтер енгізілмеген.", "Сведения не внесены.", "Nothing is entered.")
NOT_A_LEGAL_ENTITY = Words(
    "Кластер заңды тұлға болып табылмайды және қатысушылар арасындағы шарттар, келісімдер "
    "мен меморандумдар негізінде жұмыс істейді.",
    "Кластер не является юридическим лицом и действует на основании договоров, соглашений "
    "и меморандумов между участниками.",
    "The cluster is not a legal entity and works on the basis of contracts, agreements and "
    "memoranda between its participants.",
)
LEGAL_SECTION = 3
# Whoever types the clause in the text has it once, in the text's own words.
_CLAUSE = {
    "kk": "заңды тұлға болып табылмайды",
    "ru": "не является юридическим лицом",
    "en": "not a legal entity",
}

# The third column of the contents: what each section tells (chapter 6).
CONTENT_OF = {
    1: Words(
        "Өңірлік және салалық ерекшелікті көрсететін толық атауы",
        "Полное наименование, отражающее региональную и отраслевую специфику",
        "Full name that shows the region and the sector",
    ),
    2: Words(
        "Қатысушы ұйымдардың толық тізбесі, олардың рөлдері мен міндеттемелері",
        "Полный перечень организаций-участников, их роли и обязательства",
        "All participating organisations, their roles and obligations",
    ),
    3: Words(
        "Құқықтық мәртебесі және құқықтық негіздері",
        "Правовой статус и правовые основания",
        "Legal status and legal grounds",
    ),
    4: Words(
        "Аумағы мен географиялық шекаралары, логистикасы, инфрақұрылымның қолжетімділігі",
        "Территория и границы, логистика, доступность инфраструктуры",
        "Territory and borders, logistics, access to infrastructure",
    ),
    5: Words(
        "Стратегиясы, қысқа мерзімді (1–3 жыл) және ұзақ мерзімді (5–10 жыл) мақсаттары",
        "Стратегия, краткосрочные (1–3 года) и долгосрочные (5–10 лет) цели",
        "Strategy, short-term (1–3 years) and long-term (5–10 years) goals",
    ),
    6: Words(
        "ТжКБ мамандықтарының жіктеуіші негізіндегі мамандану бағыттары",
        "Направления специализации по классификатору специальностей ТиПО",
        "Fields by the classifier of TVET specialities",
    ),
    7: Words(
        "Іс-шаралар, мерзімдері, жауаптылар және күтілетін нәтижелер",
        "Мероприятия, сроки, ответственные и ожидаемые результаты",
        "Measures, terms, responsible parties and expected results",
    ),
    8: Words(
        "Технологиялар, жабдықтар, инновациялық шешімдер, цифрлық платформалар мен зертханалар",
        "Технологии, оборудование, инновационные решения, цифровые платформы и лаборатории",
        "Technologies, equipment, innovations, digital platforms and laboratories",
    ),
    9: Words(
        "Қаржыландыру моделі, ресурстар және олардың көздері",
        "Модель финансирования, ресурсы и их источники",
        "Model of funding, resources and their sources",
    ),
    10: Words(
        "Материалдық-техникалық база: зертханалар, аудиториялар, өндірістік қуаттар",
        "Материально-техническая база: лаборатории, аудитории, производственные мощности",
        "Material base: laboratories, classrooms, production capacities",
    ),
    11: Words(
        "Тиімділіктің негізгі көрсеткіштері (KPI)",
        "Ключевые показатели эффективности (KPI)",
        "Key performance indicators (KPI)",
    ),
}


def clause(section: Section, voice: Voice) -> Words:
    """What the third section always says; nothing in a language in which its text says it."""
    if section.number != LEGAL_SECTION:
        return NOTHING
    texts = zip(voice.languages, voice.columns(section.text), strict=True)
    told = {lang for lang, text in texts if _CLAUSE[lang] in plain(text).lower()}
    if told == set(voice.languages):
        return NOTHING
    return NOT_A_LEGAL_ENTITY._replace(**dict.fromkeys(told, ""))


def approval(passport: Passport) -> tuple[Words, ...]:
    """The lines of the approval mark: decision of the council, or place to sign and date."""
    who = passport.approved_by if any(passport.approved_by) else COUNCIL
    if not passport.approved_on:
        return (APPROVED, who, BLANK_DAY)
    day = date.fromisoformat(passport.approved_on)
    if passport.minutes_number:
        return (APPROVED, who, _decision(day, passport.minutes_number))
    return (APPROVED, who, _day(day))


def _decision(day: date, number: str) -> Words:
    return Words(
        f"{official_date_case(day, 'kk', 'dated')} № {number} хаттама",
        f"протокол № {number} от {official_date(day, 'ru')}",
        f"minutes No. {number} of {official_date(day, 'en')}",
    )


def _day(day: date) -> Words:
    return Words(*(official_date(day, lang) for lang in ("kk", "ru", "en")))


def edition(passport: Passport) -> Words:
    """«3-нұсқа, 2026 жылғы 12 мамыр»; a draft says that it is one."""
    told = passport.approved_on or passport.made_on
    day = _day(date.fromisoformat(told))
    number = passport.version
    if passport.approved_on:
        return Words(f"{number}-нұсқа, {day.kk}", f"версия {number}, {day.ru}",
                     f"version {number}, {day.en}")  # fmt: skip
    return Words(f"{number}-нұсқаның жобасы, {day.kk}", f"проект версии {number}, {day.ru}",
                 f"draft of version {number}, {day.en}")  # fmt: skip


def annex(number: int) -> Words:
    """The mark above an annex."""
    return Words(f"{number}-қосымша", f"Приложение {number}", f"Annex {number}")


def heading_of(passport: Passport, what: int) -> Words:
    """«5. Даму стратегиясы мен мақсаттары» for 5, «2-қосымша. …» for -2."""
    if what < 0:
        return _joined(annex(-what), passport.annexes[-what - 1].title)
    section = next(one for one in passport.sections if one.number == what)
    return numbered(section.number, section.title)


def numbered(number: int, title: Words) -> Words:
    """The title of a section behind its number."""
    return Words(*(f"{number}. {text}" if text else "" for text in title))


def _joined(mark: Words, title: Words) -> Words:
    return Words(*(f"{a}. {b}" if b else "" for a, b in zip(mark, title, strict=True)))
