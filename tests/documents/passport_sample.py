"""An invented passport for the tests of its paper: one imagined cluster, long and awkward texts."""

from __future__ import annotations

from dataclasses import replace

from cluster_desktop.services.passport_content import (
    Chart,
    Fact,
    Passport,
    Section,
    Series,
    Signature,
    Table,
    Words,
)

NAME = Words(
    "«Ақжайлау агротехникалық білім беру-өндірістік кластері»",
    "Акжайлауский агротехнический образовательно-производственный кластер",
    "Aqjailau agrotechnical education and production cluster",
)
TITLES = (
    Words("Кластердің атауы", "Наименование кластера"),
    Words("Құрылтайшылар мен қатысушылар", "Учредители и участники"),
    Words("Құқықтық мәртебесі", "Правовой статус"),
    Words("Географиялық орналасуы", "Географическое расположение"),
    Words("Даму стратегиясы мен мақсаттары", "Стратегия развития и цели"),
    Words("Мамандану бағыттары", "Направления специализации"),
    Words("Іс-қимыл жоспары", "План действий"),
    Words("Инновациялық және технологиялық әлеует", "Инновационный и технологический потенциал"),
    Words("Қаржыландыру көздері", "Источники финансирования"),
    Words("Инфрақұрылым және ресурстар", "Инфраструктура и ресурсы"),
    Words("Мониторинг және бағалау тетіктері", "Механизмы мониторинга и оценки"),
)
TEXT = Words(
    "Кластердің мақсаты – **үздіксіз даярлау** моделін енгізу, *еңбек нарығының* сұранысын ескере "
    "отырып, ауыл шаруашылығы мен тамақ өнеркәсібіне маман даярлау.\n"
    "Қысқа мерзімді мақсаттар: дуальды оқытумен қамтуды арттыру, 2 * 3 зертхана ашу.",
    "Цель кластера – внедрение модели **непрерывной подготовки** кадров для сельского хозяйства "
    "и пищевой промышленности с учётом спроса *рынка труда*.\n"
    "Краткосрочные цели: рост охвата дуальным обучением, открытие 2 * 3 лабораторий.",
)


def same(text: str) -> Words:
    """A text that is the same in all languages."""
    return Words(text, text, text)


def participants(count: int) -> Table:
    """The annex of participants, across."""
    return Table(
        "participants",
        Words("Қатысушылар тізбесі", "Перечень участников"),
        (
            same("№"),
            Words("Ұйым", "Организация"),
            Words("БСН", "БИН"),
            Words("Басшысы", "Руководитель"),
            Words("Рөлі", "Роль"),
            Words("Міндеттемелері", "Обязательства"),
            Words("Келісім", "Соглашение"),
        ),
        tuple(
            (
                same(str(n)),
                Words(f"«Қостанай агро {n}» ЖШС", f"ТОО «Костанай агро {n}»"),
                same("240240900092"),
                same("Сәрсенова Бибігүл Ержанқызы"),
                Words("Өндірістік база", "Производственная база"),
                Words(
                    "Жыл сайын кемінде 12 практика орнын беру, тәлімгер бекіту",
                    "Ежегодно предоставлять не менее 12 мест практики, закреплять наставников",
                ),
                same(f"М-{n:03}/2026, 03.11.2026 – 03.11.2029"),
            )
            for n in range(1, count + 1)
        ),
    )


OUTCOMES = Chart(
    "outcomes",
    Words("Түлектерді жұмысқа орналастыру, жылдар бойынша", "Трудоустройство по годам"),
    tuple(same(str(year)) for year in range(2023, 2027)),
    (
        Series(Words("Түлектер", "Выпускники"), (96.0, 104.0, 111.0, 98.0)),
        Series(Words("Жұмысқа орналасты", "Трудоустроены"), (71.0, 80.0, 92.0, None)),
        Series(Words("Мамандығы бойынша", "По специальности"), (52.0, 61.0, 77.0, 70.0)),
    ),
    unit=Words("адам", "человек"),
)
NEEDS = Chart(
    "needs",
    Words("Мамандықтар бойынша қажеттілік пен бітірушілер", "Потребность и выпуск"),
    tuple(
        Words(f"0810{n:02}00 Ауыл шаруашылығын механикаландыру", f"0810{n:02}00 Механизация села")
        for n in range(1, 13)
    ),
    (
        Series(Words("Қажет", "Потребность"), tuple(float(10 + 7 * n % 40) for n in range(12))),
        Series(Words("Бітіреді", "Выпуск"), tuple(float(5 + 11 * n % 37) for n in range(12))),
        Series(Words("Айырма", "Разница"), tuple(float(n % 5 - 2) for n in range(12))),
    ),
    unit=Words("адам", "человек"),
)
FUNDING = Chart(
    "finance",
    Words("Қаржыландыру көздері, млн теңге", "Источники финансирования, млн тенге"),
    tuple(same(str(year)) for year in range(2025, 2028)),
    (
        Series(Words("Бюджет", "Бюджет"), (120.5, 130.0, 142.0)),
        Series(Words("Бизнес инвестициялары", "Инвестиции бизнеса"), (40.0, 55.25, 61.0)),
        Series(Words("Гранттар", "Гранты"), (12.0, 0.0, 20.0)),
        Series(Words("Демеушілік", "Спонсорство"), (8.0, 9.0, 4.0)),
    ),
    stacked=True,
    unit=Words("млн теңге", "млн тенге"),
)
SOURCES = Table(
    "finance",
    Words("Көздер бойынша жоспар мен орындалу", "План и исполнение по источникам"),
    (
        Words("Көзі", "Источник"),
        Words("Жыл", "Год"),
        Words("Жоспар, мың теңге", "План, тыс. тенге"),
        Words("Жұмсалды, мың теңге", "Израсходовано, тыс. тенге"),
    ),
    (
        (Words("Бюджет", "Бюджет"), same("2026"), same("130 000,0"), same("96 400,5")),
        (Words("Гранттар", "Гранты"), same("2026"), same("0,0"), same("0,0")),
    ),
)


def _section(number: int) -> Section:
    made = Section(number, TITLES[number - 1], TEXT)
    if number == 1:
        facts = (
            Fact("region", Words("Өңір", "Регион"), Words("Қостанай облысы", "Костанайская обл.")),
            Fact("model", Words("Үлгісі", "Модель"), Words("Аумақтық", "Территориальный")),
        )
        return replace(made, text=Words("", ""), facts=facts)
    charts = {5: (OUTCOMES,), 6: (NEEDS,), 9: (FUNDING,)}.get(number, ())
    return replace(made, charts=charts, tables=(SOURCES,) if number == 9 else ())


def passport(*, participants_count: int = 40, signatures: int = 5) -> Passport:
    """A passport in force, with all eleven sections."""
    return Passport(
        name=NAME,
        short=Words("«Ақжайлау агро» кластері", "Кластер «Акжайлау агро»"),
        region=Words("Қостанай облысы", "Костанайская область"),
        version=3,
        made_on="2026-05-02",
        approved_on="2026-05-12",
        minutes_number="3",
        approved_by=Words(
            "Қостанай облысының үйлестіру кеңесі", "Координационный совет Костанайской области"
        ),
        sections=tuple(_section(number) for number in range(1, 12)),
        annexes=(participants(participants_count), replace(SOURCES, key="annex_finance")),
        signatures=tuple(
            Signature(
                Words(f"«Қостанай агро {n}» ЖШС", f"ТОО «Костанай агро {n}»"),
                Words("Директор", "Директор"),
                same("Сәрсенова Б. Е."),
            )
            for n in range(1, signatures + 1)
        ),
    )


def draft() -> Passport:
    """The same before it is approved."""
    return replace(passport(), approved_on="", minutes_number="", approved_by=Words("", ""))
