"""Import kinds of the cluster's small registers, made from the declarations of their entities.

A register is read where it was asked for (from its list, or by --as): headings such as «Атауы» or
«Жыл» are too common to know a file by. Our own lists in Excel come back, in any language, and the
columns of form F7 are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.excel import cells, facts
from cluster_desktop.excel import form_words as words
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.agreement_columns import labels_of_field
from cluster_desktop.excel.cells import Reader
from cluster_desktop.excel.kpi_list import number_of
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.fields import Choice, Field, Link
from cluster_desktop.i18n import LANGUAGES, N_, _, fold, translated
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_bin_or_iin
from cluster_desktop.services.paper_data import Pair

# {register: fields by which a record is found again}
REGISTERS: Mapping[str, tuple[str, ...]] = {
    "infrastructure": ("name_kk", "owner_id"),
    "technology": ("name_kk", "owner_id"),
    "innovation_project": ("name_kk",),
    "event": ("name_kk", "held_on"),
    "programme_update": ("name_kk", "organisation_id"),
    "teacher_internship": ("teacher_id", "ends"),
    "output_volume": ("organisation_id", "year", "period"),
    "admission": ("year", "speciality_id", "base"),
    "other_supply": ("organisation_id", "speciality_id", "year"),
    "finance_line": ("source", "year", "organisation_id", "purpose"),
    "risk": ("name_kk",),
    "goal": ("name_kk",),
    "corrective_action": ("problem", "found_on"),
}
# Those that are recognised by themselves: forms F7 and F10.
RECOGNISED = ("infrastructure", "teacher_internship")
# Links that can be found by what people type: a BIN or name, a code, a name.
LINKED = ("organisation", "speciality", "teacher")
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "infrastructure.kind": ("Объект түрі", "Вид объекта", "Түрі", "Вид"),
    "infrastructure.name": (
        *("Атауы", "Наименование", "Объектінің атауы", "Наименование объекта"),
        *("Кабинеттің, зертхананың атауы", "Наименование кабинета, лаборатории"),
        *("Кабинет атауы", "Наименование кабинета", "Наименование помещения"),
    ),
    "infrastructure.owner_id": ("Иесі", "Владелец", "Меншік иесі", "Собственник", "Балансұстаушы"),
    "infrastructure.address": ("Мекенжайы", "Адрес"),
    "infrastructure.count": ("Саны", "Количество"),
    "infrastructure.area": ("Ауданы, шаршы м", "Площадь, кв. м", "Ауданы", "Площадь"),
    "infrastructure.places": ("Орын саны", "Количество мест"),
    "infrastructure.equipment": ("Негізгі жабдық", "Основное оборудование"),
    "infrastructure.made_year": ("Шығарылған жылы", "Год выпуска"),
    "infrastructure.condition": ("Жай-күйі", "Состояние"),
    "infrastructure.renewed_year": ("Соңғы жаңарту, жылы", "Последнее обновление, год"),
    "infrastructure.funding": ("Қаржыландыру көзі", "Источник финансирования"),
    "infrastructure.shared": (
        *("Кластер қатысушылары үшін қолжетімді", "Доступно участникам кластера"),
    ),
    "infrastructure.cost": (
        *("Құны", "Стоимость", "Құны, теңге", "Стоимость, тенге"),
        *("Жабдықтың құны", "Стоимость оборудования", "Баланстық құны", "Балансовая стоимость"),
    ),
    "infrastructure.access": ("Пайдалану шарттары", "Условия доступа"),
    "teacher_internship.teacher_id": (
        *("Т.А.Ә.", "Ф.И.О.", "Педагогтің Т.А.Ә.", "Ф.И.О. педагога", "Педагог"),
        *("Оқытушы", "Преподаватель"),
    ),
    "teacher_internship.organisation_id": (
        *("Тағылымдама орны (кәсіпорын)", "Место стажировки", "Тағылымдама орны", "Өткен орны"),
        *("Место прохождения стажировки", "Кәсіпорын", "Предприятие", "Тағылымдама өткен орны"),
        *("Место прохождения", "База стажировки", "Тағылымдама базасы"),
    ),
    "teacher_internship.starts": ("басталуы", "начало", "Басталу күні", "Дата начала"),
    "teacher_internship.ends": ("аяқталуы", "окончание", "Аяқталу күні", "Дата окончания"),
    "teacher_internship.hours": (
        *("Сағат", "Часы", "Сағат саны", "Количество часов", "Көлемі, сағат", "Объём, часов"),
    ),
    "teacher_internship.programme": ("Бағдарлама", "Программа", "Тақырыбы", "Тема стажировки"),
    "teacher_internship.document": (
        *("№ сертификата", "Сертификат №", "Сертификат", "Құжат №", "№ документа"),
    ),
    "teacher_internship.result": ("Нәтижесі", "Результат"),
    "teacher_internship.next_due": ("Келесі мерзім", "Следующий срок"),
}
_INTERNSHIP = "teacher_internship"
PERIOD = f"{_INTERNSHIP}.period"
_MORE: Mapping[str, tuple[Meaning, ...]] = {
    _INTERNSHIP: (
        Meaning("teacher.iin", N_("IIN"), None, headings=("ЖСН", "ИИН")),
        Meaning("teacher.position", N_("Position"), None, headings=("Лауазымы", "Должность")),
        Meaning(
            "teacher.discipline",
            N_("Discipline"),
            None,
            headings=("Пәні, модулі", "Дисциплина, модуль", "Пәні", "Дисциплина", "Предмет"),
        ),
        Meaning("teacher.category", N_("Category"), None, headings=("Санаты", "Категория")),
        Meaning(
            columns.BIN,
            N_("BIN of the enterprise"),
            cells.identifier(columns.BIN, check_bin_or_iin),
            headings=columns.BIN_HEADINGS,
        ),
        Meaning(
            f"{_INTERNSHIP}.agreement",
            N_("Agreement No., date"),
            None,
            headings=("Шарт №, күні", "№ и дата договора", "Шарт", "Договор"),
        ),
        Meaning(
            PERIOD,
            N_("Period"),
            columns.period(f"{_INTERNSHIP}.starts", f"{_INTERNSHIP}.ends"),
            headings=(
                *("Кезеңі", "Период", "Мерзімі", "Сроки", "Кезеңі (бастап–дейін)"),
                *(
                    "Период (с–по)",
                    "Өту мерзімі",
                    "Өткен мерзімі",
                    "Өткізілген мерзімі",
                    "Сроки прохождения",
                    "Сроки стажировки",
                ),
            ),
        ),
        Meaning(
            f"{_INTERNSHIP}.document_and_date",
            N_("Document No., date"),
            columns.order(f"{_INTERNSHIP}.document", f"{_INTERNSHIP}.document_on"),
            headings=(
                *("Құжат (сертификат) №, күні", "№ и дата документа", "Сертификат №, күні"),
                *("№ сертификата, дата", "№ и дата сертификата", "Құжат №, күні"),
            ),
        ),
        Meaning(
            f"{_INTERNSHIP}.next_due",
            N_("Next due"),
            None,
            headings=("Келесі мерзім", "Следующий срок"),
        ),
    ),
}
# What a list of the register is called, and words that its headings may have or lack.
_TITLED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "infrastructure": (
        ("материалдық-техникалық", "материально-техническая", "инфрақұрылым", "инфраструктура"),
        ("объект", "нысан"),
    ),
    _INTERNSHIP: (
        ("тағылымдама", "стажировка", "біліктілікті арттыру", "повышение квалификации"),
        ("педагог", "тағылымдама"),
    ),
}
_WORDS: Mapping[str, Mapping[str, Pair]] = {
    "infrastructure.kind": words.OBJECTS,
    "infrastructure.condition": words.CONDITIONS,
    "infrastructure.funding": words.MONEY,
    "finance_line.source": words.MONEY,
}


@cache
def kind_of(entity: str) -> ImportKind | None:
    """The import kind of a register, None for what is none."""
    if entity not in REGISTERS:
        return None
    declared = catalogue[entity]
    titles, subjects = _TITLED.get(entity, ((), ()))
    return ImportKind(
        name=entity,
        label=declared.plural,
        meanings=(columns.NUMBER, *_meanings(declared)),
        needed=tuple(_needed(declared)),
        prepare=_prepare,
        group_of=_group_of,
        settle=_settle,
        warn=_warn,
        many=entity in _TITLED,
        titles=titles,
        subjects=subjects,
    )


def _meanings(entity: Entity) -> Iterator[Meaning]:
    pairs = entity.pairs()
    for pair in sorted(pairs):
        path = f"{entity.name}.{pair}"
        label = entity.fields[f"{pair}_kk"].label
        titles = [title.split(" (")[0] for title in _titles(label)]
        reader = cells.names(path)
        yield Meaning(path, label, reader, headings=(*titles, *_HEADINGS.get(path, ())))
    for name, spec in entity.fields.items():
        if spec.computed or (reader_of := _reader(entity.name, name, spec)) is None:
            continue
        path = f"{entity.name}.{name}"
        known = (*_titles(spec.label), *spec.headings, *_HEADINGS.get(path, ()))
        sums = (path,) if spec.KIND == "money" else ()
        yield Meaning(path, spec.label, reader_of, headings=known, sums=sums)
    yield from _MORE.get(entity.name, ())


def _titles(label: str) -> list[str]:
    return [label, *(translated(label, language) for language in LANGUAGES)]


def _needed(entity: Entity) -> Iterator[frozenset[str]]:
    for name, spec in entity.fields.items():
        if spec.required and not spec.computed and spec.default is None:
            pair = name[:-3]
            names = {name, pair} if pair in entity.pairs() else {name}
            names |= {"period"} if entity.name == _INTERNSHIP and name == "ends" else set()
            yield frozenset(f"{entity.name}.{each}" for each in names)


def _reader(entity: str, name: str, spec: Field) -> Reader | None:
    path = f"{entity}.{name}"
    if isinstance(spec, Link):
        return cells.text(path) if spec.to in LINKED else None
    if isinstance(spec, Choice):
        return None if spec.KIND == "choices" else cells.choice(
            path, _by_words(path), labels_of_field(entity, name)
        )  # fmt: skip
    match spec.KIND:
        case "date":
            return columns.day(path)
        case "number":
            return columns.number(path, facts.count)
        case "money" | "measure":
            return columns.number(path, number_of)
        case "yes_no":
            return columns.yes_no(path)
        case "text" | "long_text":
            return cells.text(path)
        case _:
            return None


def _by_words(path: str) -> Callable[[str], str | None]:
    known = {
        fold(said): value
        for value, pair in _WORDS.get(path, {}).items()
        for said in (pair.kk, pair.ru, f"{pair.kk} / {pair.ru}")
    }
    return lambda text: known.get(fold(text))


def _prepare(reading: Reading) -> None:
    del reading


def _group_of(reading: Reading, record: Record) -> str:
    """Records that say they are the same one are looked at together."""
    keys = REGISTERS[reading.kind.name]
    said = [str(record.own.get(f"{reading.kind.name}.{key}") or "") for key in keys]
    return "|".join(map(fold, said)) if any(said) else str(record.row)


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    entity = catalogue[reading.kind.name]
    first: int | None = None
    for record in records:
        record.row_findings = ()
        record.values = dict(record.own)
        _add_bin(record)
        for name, spec in entity.fields.items():
            path, other = f"{entity.name}.{name}", f"{entity.name}.{name[:-3]}_ru"
            if not spec.required or spec.computed or spec.default is not None:
                continue
            if name.endswith("_kk") and record.values.get(path) is None:
                # The first language is Kazakh; a Russian list gives its names for both.
                record.values[path] = record.values.get(other)
            said = _("{field}: fill in").format(field=spec.title())
            columns.require(reading, record, path, said)
        if first is not None:
            said = _("The same record stands in row {row}. Leave one of the two.")
            text = said.format(row=columns.where(reading, first))
            finding = Finding(text, code="same_as_another_row")
            columns.report(reading, record, reading.kind.meanings[1].name, finding)
        first = first or record.row


def _add_bin(record: Record) -> None:
    """A BIN in a column of its own finds the place of an internship, whatever it is called."""
    place = f"{_INTERNSHIP}.organisation_id"
    identifier = record.values.pop(columns.BIN, None)
    if identifier and record.values.get(place):
        record.values[place] = f"{record.values[place]} {identifier}"


def _warn(reading: Reading) -> list[CellFinding]:
    del reading
    return []
