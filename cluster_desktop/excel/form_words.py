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
OUTCOMES: Mapping[str, Pair] = {
    "employed": Pair("жұмысқа орналасты", "трудоустроен"),
    "self_employed": Pair("өзін-өзі жұмыспен қамтыған", "самозанятый"),
    "studying": Pair("оқуын жалғастырды", "продолжает обучение"),
    "army": Pair("әскери қызметте", "на воинской службе"),
    "childcare": Pair("бала күтімі бойынша демалыста", "в отпуске по уходу за ребёнком"),
    "left_country": Pair("елден кетті", "выехал за пределы республики"),
    "other_reason": Pair("басқа себептер", "иные причины"),
    "not_employed": Pair("жұмысқа орналаспаған", "не трудоустроен"),
    "unknown": Pair("белгісіз", "неизвестно"),
}
EVIDENCE: Mapping[str, Pair] = {
    "contract": Pair("еңбек шарты", "трудовой договор"),
    "certificate": Pair("анықтама", "справка с места работы"),
    "pension": Pair("зейнетақы жарналары", "пенсионные отчисления"),
    "business": Pair("жеке кәсіпкер куәлігі", "свидетельство ИП"),
    "study": Pair("оқу орнынан анықтама", "справка с места учёбы"),
    "military": Pair("әскери комиссариаттың анықтамасы", "справка из военкомата"),
    "other": Pair("басқа құжат", "иной документ"),
}
FUNDING: Mapping[str, Pair] = {
    "state": Pair("мемлекеттік тапсырыс", "государственный заказ"),
    "paid": Pair("ақылы", "платно"),
    "enterprise": Pair("кәсіпорын есебінен", "за счёт предприятия"),
}
STUDY_LANGUAGES: Mapping[str, Pair] = {
    "kk": Pair("қазақ", "казахский"),
    "ru": Pair("орыс", "русский"),
    "en": Pair("ағылшын", "английский"),
    "mixed": Pair("аралас", "смешанный"),
}
SEXES: Mapping[str, Pair] = {"m": Pair("ер", "мужской"), "f": Pair("әйел", "женский")}
PRACTICE_KINDS: Mapping[str, Pair] = {
    "study": Pair("оқу практикасы", "учебная практика"),
    "production": Pair("өндірістік практика", "производственная практика"),
    "diploma": Pair("диплом алдындағы практика", "преддипломная практика"),
    "dual": Pair("дуальды оқыту", "дуальное обучение"),
}
PAYMENT: Mapping[str, Pair] = {
    "free": Pair("ақысыз", "без оплаты"),
    "enterprise": Pair("кәсіпорын төлейді", "платит предприятие"),
    "college": Pair("колледж төлейді", "платит колледж"),
}
OBJECTS: Mapping[str, Pair] = {
    "classroom": Pair("оқу аудиториясы", "учебная аудитория"),
    "laboratory": Pair("зертхана", "лаборатория"),
    "workshop": Pair("шеберхана", "мастерская"),
    "production": Pair("өндірістік қуат", "производственная мощность"),
    "hostel": Pair("жатақхана", "общежитие"),
    "gym": Pair("спортзал", "спортзал"),
    "canteen": Pair("асхана", "столовая"),
    "library": Pair("кітапхана", "библиотека"),
    "other": Pair("басқа", "другое"),
}
CONDITIONS: Mapping[str, Pair] = {
    "good": Pair("жақсы", "хорошее"),
    "fair": Pair("қанағаттанарлық", "удовлетворительное"),
    "repair": Pair("жөндеуді қажет етеді", "требует ремонта"),
    "outdated": Pair("ескірген", "устаревшее"),
}
MONEY: Mapping[str, Pair] = {
    "republican": Pair("республикалық бюджет", "республиканский бюджет"),
    "local": Pair("жергілікті бюджет", "местный бюджет"),
    "subsidy": Pair("мемлекеттік субсидия", "государственная субсидия"),
    "business": Pair("бизнес инвестициялары", "инвестиции бизнеса"),
    "grant": Pair("грант", "грант"),
    "international": Pair("халықаралық бағдарламалар", "международные программы"),
    "sponsor": Pair("демеушілік көмек", "спонсорская помощь"),
    "technical_aid": Pair("техникалық көмек", "техническая помощь"),
    "own": Pair("қатысушылардың өз қаражаты", "собственные средства участников"),
    "fund": Pair("кластерді дамыту қоры", "фонд развития кластера"),
    "other": Pair("өзге көздер", "иные источники"),
}
NEED_SOURCES: Mapping[str, Pair] = {
    "akimat": Pair("жергілікті атқарушы орган", "местный исполнительный орган"),
    "enterprise": Pair("кәсіпорын", "предприятие"),
    "employment_centre": Pair("жұмыспен қамту орталығы", "центр занятости"),
    "chamber": Pair("«Атамекен»", "«Атамекен»"),
    "association": Pair("сала қауымдастығы", "отраслевая ассоциация"),
}
REQUEST_STATES: Mapping[str, Pair] = {
    "new": Pair("жаңа", "новая"),
    "review": Pair("қаралуда", "на рассмотрении"),
    "accepted": Pair("қабылданды", "принята"),
    "in_training": Pair("оқытылуда", "идёт обучение"),
    "fulfilled": Pair("орындалды", "исполнена"),
    "refused": Pair("бас тартылды", "отказано"),
}
PLAN_STATES: Mapping[str, Pair] = {
    "planned": Pair("басталған жоқ", "не начато"),
    "in_progress": Pair("орындалуда", "в процессе"),
    "done": Pair("орындалды", "выполнено"),
    "partly": Pair("ішінара орындалды", "частично выполнено"),
    "postponed": Pair("кейінге шегерілді", "отложено"),
    "cancelled": Pair("бас тартылды", "отменено"),
}
OVERDUE = Pair("мерзімі өткен", "просрочено")
TRAININGS: Mapping[str, Pair] = {
    "internship": Pair("тағылымдама", "стажировка"),
    "course": Pair("біліктілікті арттыру курсы", "курсы повышения квалификации"),
    "retraining": Pair("қайта даярлау", "переподготовка"),
    "exchange": Pair("тәжірибе алмасу", "обмен опытом"),
    "foreign": Pair("шетелдегі тағылымдама", "зарубежная стажировка"),
}
NOTHING = Pair()
OPEN_ENDED = Pair("мерзімсіз", "бессрочно")
YES, NO = Pair("иә", "да"), Pair("жоқ", "нет")
TOTAL = Pair("Барлығы", "Всего")
PERIOD = Pair("Есепті кезең", "Отчётный период")
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
