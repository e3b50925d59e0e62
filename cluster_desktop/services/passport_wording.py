"""Fixed words of the passport in the languages of paper: titles, headings, labels, checklists.

Kazakh titles are official (methodical recommendations of 1 April 2026, chapter 6); the rest is our
wording. They stand here and not in the catalogue, because a frozen version keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cluster_desktop.services.passport_content import Words

W = Words
TITLES: Mapping[int, Words] = {
    1: W("Кластердің атауы", "Наименование кластера", "Name of the cluster"),
    2: W("Құрылтайшылар мен қатысушылар", "Учредители и участники", "Founders and participants"),
    3: W("Құқықтық мәртебесі", "Правовой статус", "Legal status"),
    4: W("Географиялық орналасуы", "Географическое расположение", "Geographical location"),
    5: W(
        "Даму стратегиясы мен мақсаттары",
        "Стратегия развития и цели",
        "Development strategy and goals",
    ),
    6: W("Мамандану бағыттары", "Направления специализации", "Fields of specialisation"),
    7: W("Іс-қимыл жоспары", "План действий", "Action plan"),
    8: W(
        "Инновациялық және технологиялық әлеует",
        "Инновационный и технологический потенциал",
        "Innovation and technology potential",
    ),
    9: W("Қаржыландыру көздері", "Источники финансирования", "Funding sources"),
    10: W(
        "Инфрақұрылым және ресурстар", "Инфраструктура и ресурсы", "Infrastructure and resources"
    ),
    11: W(
        "Мониторинг және бағалау тетіктері",
        "Механизмы мониторинга и оценки",
        "Monitoring and evaluation mechanisms",
    ),
}


@dataclass(frozen=True)
class Belongs:
    """A line of “What belongs here”, and the keys of the gaps that say it is not there."""

    words: Words
    gaps: tuple[str, ...]


BELONGS: Mapping[int, tuple[Belongs, ...]] = {
    1: (
        Belongs(
            W("толық атауы қазақша және орысша", "полное наименование на двух языках",
              "full name in Kazakh and Russian"),
            ("1.name_kk", "1.name_ru"),
        ),
        Belongs(W("өңірі таңдалған", "регион выбран", "region"), ("1.region",)),
        Belongs(W("кемінде бір сала", "хотя бы одна отрасль", "at least one sector"),
                ("1.sector",)),
        Belongs(
            W("атауы өңір мен саланы көрсетеді", "название отражает регион и отрасль",
              "the name shows region and sector"),
            ("1.name_is_bare",),
        ),
    ),
    2: (
        Belongs(W("кемінде бір колледж", "хотя бы один колледж", "at least one college"),
                ("2.no_college",)),
        Belongs(W("кемінде бір кәсіпорын", "хотя бы одно предприятие",
                  "at least one enterprise"), ("2.no_enterprise",)),
        Belongs(W("мемлекеттік орган бар", "есть государственный орган", "a state body"),
                ("2.no_state_body",)),
        Belongs(W("мектеп, ЖОО, ғылыми ұйым бар", "есть школа, вуз, научная организация",
                  "school, university, research"),
                ("2.no_school", "2.no_university", "2.no_research")),
        Belongs(W("әр ұйымның БСН және басшысы", "БИН и руководитель каждого",
                  "BIN and head of each"), ("2.no_bin", "2.no_head")),
        Belongs(W("әр ұйымның рөлі", "роль каждого", "role of each"), ("2.no_role",)),
        Belongs(W("әр ұйымның міндеттемесі", "обязательства каждого", "obligations of each"),
                ("2.no_obligation",)),
        Belongs(W("қолданыстағы шарт немесе меморандум", "действующий договор или меморандум",
                  "an agreement in force"), ("2.no_agreement",)),
    ),
    3: (
        Belongs(W("кластердің күйі", "состояние кластера", "state of the cluster"),
                ("3.state",)),
        Belongs(W("нөмірі, күні және органы бар құжат", "документ с номером, датой и органом",
                  "a document with number, date and body"),
                ("3.no_document", "3.document_untold")),
        Belongs(W("«заңды тұлға емес» тармағы", "пункт «не юридическое лицо»",
                  "the clause “not a legal entity”"), ("3.clause",)),
    ),
    4: (
        Belongs(W("өңірі таңдалған", "регион выбран", "region"), ("4.region",)),
        Belongs(W("кемінде бір аудан немесе қала", "хотя бы один район или город",
                  "at least one district or city"), ("4.no_territory",)),
        Belongs(W("шекарасы, жолдары, көлігі, байланысы", "границы, дороги, транспорт, связь",
                  "borders, roads, transport, connection"), ("4.text", "4.text_ru")),
    ),
    5: (
        Belongs(W("қысқа мерзімді мақсат (1–3 жыл) санмен",
                  "краткосрочная цель (1–3 года) с числом",
                  "a short-term goal (1–3 years) with a number"),
                ("5.no_short", "5.unset_short", "5.some_unset_short")),
        Belongs(W("ұзақ мерзімді мақсат (5–10 жыл) санмен",
                  "долгосрочная цель (5–10 лет) с числом",
                  "a long-term goal (5–10 years) with a number"),
                ("5.no_long", "5.unset_long", "5.some_unset_long")),
        Belongs(W("стратегия мәтіні", "текст стратегии", "text of the strategy"),
                ("5.text", "5.text_ru")),
    ),
    6: (
        Belongs(W("кемінде бір бағыт", "хотя бы одно направление", "at least one field"),
                ("6.no_field",)),
        Belongs(W("классификатордағы мамандықтар", "специальности классификатора",
                  "specialities of the classifier"), ("6.no_code", "6.field_without_code")),
        Belongs(W("әрқайсысы колледжде оқытылады", "каждая преподаётся в колледже",
                  "each taught by a college"), ("6.not_taught",)),
    ),
    7: (
        Belongs(W("ағымдағы жылдың іс-шаралары", "мероприятия текущего года",
                  "items of this year"), ("7.no_item", "7.none_this_year")),
        Belongs(W("мерзімі", "срок", "term"), ("7.no_term",)),
        Belongs(W("жауапты тарап", "ответственная сторона", "responsible party"),
                ("7.no_responsible",)),
        Belongs(W("күтілетін нәтиже", "ожидаемый результат", "expected result"),
                ("7.no_result",)),
    ),
    8: (
        Belongs(W("технология, жабдық немесе зертхана", "технология, оборудование, лаборатория",
                  "a technology, equipment or laboratory"), ("8.none",)),
        Belongs(W("иесі және қолжетімділік шарты", "владелец и условия доступа",
                  "owner and rule of access"), ("8.untold", "8.no_owner", "8.no_access")),
    ),
    9: (
        Belongs(W("қаржыландыру моделі", "модель финансирования", "funding model"),
                ("9.text", "9.text_ru")),
        Belongs(W("жоспарлы сомасы бар көз", "источник с плановой суммой",
                  "a source with a planned amount"),
                ("9.none", "9.not_planned", "9.some_not_planned")),
    ),
    10: (
        Belongs(W("колледждің нысаны", "объект колледжа", "an object of a college"),
                ("10.no_college",)),
        Belongs(W("кәсіпорынның өндірістік қуаты", "производственная мощность предприятия",
                  "a production capacity of an enterprise"), ("10.no_production",)),
        Belongs(W("әр нысанның иесі", "владелец каждого объекта", "owner of each object"),
                ("10.no_owner",)),
    ),
    11: (
        Belongs(W("білім алушылар саны", "численность обучающихся", "number of students"),
                ("11.no_K01", "11.K01_unit", "11.K01_responsible", "11.K01_plan")),
        Belongs(W("тауарлар мен қызметтер көлемі", "объём товаров и услуг",
                  "volume of goods and services"),
                ("11.no_K02", "11.K02_unit", "11.K02_responsible", "11.K02_plan")),
        Belongs(W("студенттердің қанағаттануы", "удовлетворённость студентов",
                  "satisfaction of students"),
                ("11.no_K03", "11.K03_unit", "11.K03_responsible", "11.K03_plan")),
        Belongs(W("жұмыс берушілердің қанағаттануы", "удовлетворённость работодателей",
                  "satisfaction of employers"),
                ("11.no_K04", "11.K04_unit", "11.K04_responsible", "11.K04_plan")),
        Belongs(W("мониторинг тәртібі", "порядок мониторинга", "procedure of monitoring"),
                ("11.text", "11.text_ru")),
    ),
}  # fmt: skip

# Labels of facts and headings of columns, by a short name.
NUMBER = W("№", "№", "No.")
NAME = W("Атауы", "Наименование", "Name")
FULL_NAME = W("Толық атауы", "Полное наименование", "Full name")
SHORT_NAME = W("Қысқаша атауы", "Краткое наименование", "Short name")
REGION = W("Өңірі", "Регион", "Region")
MODEL = W("Кластер моделі", "Модель кластера", "Model of the cluster")
SECTOR = W("Саласы", "Отрасль", "Sector")
INITIATOR = W("Бастамашы", "Инициатор", "Initiator")
STATE = W("Күйі", "Состояние", "State")
DECISION = W("Кеңес шешімі", "Решение совета", "Decision of the council")
ORGANISATION = W("Ұйым", "Организация", "Organisation")
KIND = W("Түрі", "Вид", "Kind")
BIN = W("БСН/ЖСН", "БИН/ИИН", "BIN/IIN")
HEAD = W("Басшысы", "Руководитель", "Head")
ADDRESS = W("Мекенжайы", "Адрес", "Address")
CONTACTS = W("Байланыс", "Контакты", "Contacts")
ROLE = W("Рөлі", "Роль", "Role")
OBLIGATIONS = W("Міндеттемелері", "Обязательства", "Obligations")
AGREEMENT = W("Шарт, меморандум", "Договор, меморандум", "Agreement")
JOINED = W("Қосылған күні", "Дата вступления", "Joined")
FOUNDER = W("Құрылтайшы", "Учредитель", "Founder")
DATE = W("Күні", "Дата", "Date")
TITLE = W("Құжаттың атауы", "Название документа", "Title")
BODY = W("Шығарған орган", "Кем издан", "Issued by")
KATO = W("ӘАОЖ коды", "Код КАТО", "KATO")
PLACE = W("Аудан, қала", "Район, город", "District or city")
DISTANCE = W("Қашықтығы, км", "Расстояние, км", "Distance, km")
TRANSPORT = W("Көлік", "Транспорт", "Transport")
GOAL = W("Мақсат", "Цель", "Goal")
INDICATOR = W("Көрсеткіш", "Показатель", "Indicator")
UNIT = W("Өлшем бірлігі", "Единица измерения", "Unit")
BASE = W("Базалық мәні (жылы)", "Базовое значение (год)", "Base (year)")
TARGET = W("Мақсатты мәні (жылы)", "Целевое значение (год)", "Target (year)")
ACTUAL = W("Нақты мәні", "Фактическое значение", "Actual")
FACTOR = W("Фактор", "Фактор", "Factor")
FOLLOWS = W("Қорытынды", "Что из этого следует", "What follows")
FIELD = W("Бағыт", "Направление", "Field")
SPECIALITY = W("Мамандық", "Специальность", "Speciality")
TAUGHT_BY = W("Оқытатын колледж", "Где преподаётся", "Taught by")
CONTINGENT = W("Контингент, адам", "Контингент, чел.", "Students")
GRADUATES = W("Биылғы бітірушілер", "Выпуск этого года", "Graduates of the year")
ADMITTED = W("Биыл қабылданғандар", "Принято в этом году", "Admitted this year")
NEED = W("Кадрға қажеттілік", "Потребность в кадрах", "Need")
MEASURE = W("Іс-шара", "Мероприятие", "Measure")
FORM = W("Аяқтау нысаны", "Форма завершения", "Form of completion")
TERM = W("Мерзімі", "Срок", "Term")
RESPONSIBLE = W("Жауапты", "Ответственный", "Responsible")
RESULT = W("Күтілетін нәтиже", "Ожидаемый результат", "Expected result")
DONE = W("Орындалуы", "Исполнение", "Carried out")
YEAR = W("Жыл", "Год", "Year")
ITEMS = W("Іс-шаралар", "Мероприятий", "Items")
ITEMS_DONE = W("Орындалды", "Исполнено", "Done")
ITEMS_OPEN = W("Орындалуда", "В работе", "Open")
ITEMS_OVERDUE = W("Мерзімі өткен", "Просрочено", "Overdue")
OWNER = W("Иесі", "Владелец", "Owner")
ACCESS = W("Кім пайдалана алады", "Кто может пользоваться", "Who may use it")
LEADS = W("Жетекші ұйым", "Ведущая организация", "Leading organisation")
OUTCOME = W("Нәтижесі", "Результат", "Result")
SOURCE = W("Қаржыландыру көзі", "Источник финансирования", "Source")
PURPOSE = W("Мақсаты", "Назначение", "Purpose")
PLANNED = W("Жоспарланған, теңге", "Запланировано, тенге", "Planned, tenge")
CONFIRMED = W("Расталған, теңге", "Подтверждено, тенге", "Confirmed, tenge")
SPENT = W("Жұмсалған, теңге", "Израсходовано, тенге", "Spent, tenge")
DOCUMENT = W("Құжат", "Документ", "Document")
FUND = W("Қор", "Фонд", "Fund")
CAPITAL = W("Капиталы, теңге", "Капитал, тенге", "Capital, tenge")
BALANCE = W("Қалдығы, теңге", "Остаток, тенге", "Balance, tenge")
TOTAL = W("Жиыны", "Итого", "Total")
AMOUNT = W("Саны", "Количество", "Number")
AREA = W("Ауданы, м²", "Площадь, м²", "Area, m²")
PLACES = W("Орын саны", "Мест", "Places")
CONDITION = W("Жай-күйі", "Состояние", "Condition")
MADE = W("Шығарылған жылы", "Год выпуска", "Year of make")
EQUIPMENT = W("Негізгі жабдық", "Основное оборудование", "Main equipment")
SHARED = W("Қатысушыларға ашық", "Открыто для участников", "Open to participants")
FREQUENCY = W("Кезеңділігі", "Периодичность", "Frequency")
FORMULA = W("Есептеу тәсілі", "Способ расчёта", "Formula")
PLAN = W("Жоспар", "План", "Plan")
FACT = W("Нақты", "Факт", "Fact")
PERIOD = W("Кезең", "Период", "Period")
YES = W("иә", "да", "yes")
NO = W("жоқ", "нет", "no")
NEGOTIATING = W("келіссөз жүргізілуде", "ведутся переговоры", "in negotiation")

PARTICIPANTS = W("Қатысушылар", "Участники", "Participants")
PARTICIPANTS_ANNEX = W("Қатысушылар тізімі", "Перечень участников", "List of participants")
FOUNDERS = W("Құрылтайшылар", "Учредители", "Founders")
COLLEGES = W("ТжКБ ұйымдары", "Организации ТиПО", "TVET organisations")
EMPLOYERS = W("Кәсіпорындар", "Предприятия", "Enterprises")
SCHOOLS = W("Мектептер", "Школы", "Schools")
UNIVERSITIES = W("Жоғары оқу орындары", "Вузы", "Universities")
RESEARCH = W("Ғылыми ұйымдар", "Научные организации", "Research organisations")
STATE_BODIES = W("Мемлекеттік органдар", "Государственные органы", "State bodies")
OTHERS = W("Өзге ұйымдар", "Прочие организации", "Other organisations")
WITH_AGREEMENT = W("Қолданыстағы шарты бар", "С действующим договором", "With an agreement")
IN_TALKS = W("Келіссөз жүргізуде", "Ведут переговоры", "In negotiation")
DOCUMENTS = W("Құқықтық негіздері", "Правовые основания", "Founding documents")
TERRITORY = W("Аумағы", "Территория", "Territory")
DISTRICTS = W("Аудандар мен қалалар", "Районы и города", "Districts and cities")
ADDRESSES = W("Қатысушылардың мекенжайлары", "Адреса участников", "Addresses of participants")
SHORT_GOALS = W(
    "Қысқа мерзімді мақсаттар (1–3 жыл)",
    "Краткосрочные цели (1–3 года)",
    "Short-term goals (1–3 years)",
)
LONG_GOALS = W(
    "Ұзақ мерзімді мақсаттар (5–10 жыл)",
    "Долгосрочные цели (5–10 лет)",
    "Long-term goals (5–10 years)",
)
FACTORS = W(
    "Оң және теріс факторлар", "Положительные и отрицательные факторы",
    "Positive and negative factors",
)  # fmt: skip
FIELDS = W("Бағыттар саны", "Направлений", "Fields")
FIELDS_TABLE = W(
    "Бағыттар мен мамандықтар", "Направления и специальности", "Fields and specialities"
)
SPECIALITIES = W("Мамандықтар саны", "Специальностей", "Specialities")
PLAN_ANNEX = W("Іс-қимыл жоспары", "План действий", "Action plan")
PLAN_BY_YEAR = W("Жоспар жылдар бойынша", "План по годам", "Plan by year")
TECHNOLOGIES = W(
    "Технологиялар, жабдық және платформалар", "Технологии, оборудование и платформы",
    "Technologies, equipment and platforms",
)  # fmt: skip
PROJECTS = W("Инновациялық жобалар", "Инновационные проекты", "Innovation projects")
INTRODUCED = W("Енгізілген инновациялар", "Внедрено инноваций", "Innovations introduced")
FINANCE_BY_YEAR = W(
    "Қаржыландыру көздер мен жылдар бойынша", "Финансирование по источникам и годам",
    "Funding by source and year",
)  # fmt: skip
FINANCE_ANNEX = W("Қаржыландыру", "Финансирование", "Funding")
FUNDS = W("Қорлар", "Фонды", "Funds")
FUND_BALANCE = W("Даму қорының қалдығы", "Остаток фонда развития", "Balance of the fund")
OBJECTS = W("Материалдық-техникалық база", "Материально-техническая база", "Material base")
CAPACITIES = W("Өндірістік қуаттар", "Производственные мощности", "Production capacities")
KPI_ANNEX = W(
    "Тиімділіктің негізгі көрсеткіштері", "Ключевые показатели эффективности",
    "Key performance indicators",
)  # fmt: skip
KPIS = W("Көрсеткіштер саны", "Показателей", "Indicators")
SURVEYS = W("Сауалнамалар", "Опросы", "Surveys")

# Charts.
NEEDS_CHART = W("Қажеттілік пен бітірушілер", "Потребность и выпуск", "Need and graduates")
SUPPLY = W("Бітірушілер", "Выпускники", "Graduates")
PLAN_CHART = W("Жоспардың орындалуы", "Исполнение плана", "State of the plan")
FINANCE_CHART = W(
    "Жоспарланған қаржыландыру көздер бойынша", "Запланировано по источникам",
    "Planned funding by source",
)  # fmt: skip
OUTCOMES_CHART = W(
    "Түлектердің жұмысқа орналасуы жылдар бойынша", "Трудоустройство выпускников по годам",
    "Outcomes of graduates by year",
)  # fmt: skip
EMPLOYED = W("Жұмыс істейді", "Работают", "Employed")
STUDY_ON = W("Оқуын жалғастыруда", "Продолжают учёбу", "Study on")
AWAY = W("Әскерде, бала күтімінде, шетелде", "Армия, уход за ребёнком, выезд", "Away")
WITHOUT_WORK = W("Жұмыссыз немесе белгісіз", "Без работы или неизвестно", "Without work, unknown")
PERSONS = W("адам", "чел.", "persons")
PIECES = W("бірлік", "ед.", "items")
THOUSANDS = W("мың теңге", "тыс. тенге", "thousand tenge")
