"""Import kinds of the cluster's small registers, made from the declarations of their entities.

A register is read where it was asked for (from its list, or by --as): headings such as «Атауы» or
«Жыл» are too common to know a file by. Our own lists in Excel come back, in any language, and the
columns of form F7 are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.excel import cells, facts
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.agreement_columns import labels_of_field
from cluster_desktop.excel.cells import Around, Read, Reader, text_of
from cluster_desktop.excel.forms import words
from cluster_desktop.excel.kpi_list import number_of
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.fields import Choice, Field, Link
from cluster_desktop.i18n import LANGUAGES, N_, _, fold, translated
from cluster_desktop.rules.findings import Finding
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
# Links that can be found by what people type: a BIN or name, a code, a name.
LINKED = ("organisation", "speciality", "teacher")
THOUSANDS = "infrastructure.cost_in_thousands"
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "infrastructure.kind": ("Объект түрі", "Вид объекта"),
    "infrastructure.name": ("Атауы", "Наименование"),
    "infrastructure.owner_id": ("Иесі", "Владелец"),
    "infrastructure.address": ("Мекенжайы", "Адрес"),
    "infrastructure.count": ("Саны", "Количество"),
    "infrastructure.area": ("Ауданы, шаршы м", "Площадь, кв. м"),
    "infrastructure.places": ("Орын саны", "Количество мест"),
    "infrastructure.equipment": ("Негізгі жабдық", "Основное оборудование"),
    "infrastructure.made_year": ("Шығарылған жылы", "Год выпуска"),
    "infrastructure.condition": ("Жай-күйі", "Состояние"),
    "infrastructure.renewed_year": ("Соңғы жаңарту, жылы", "Последнее обновление, год"),
    "infrastructure.funding": ("Қаржыландыру көзі", "Источник финансирования"),
    "infrastructure.shared": (
        *("Кластер қатысушылары үшін қолжетімді", "Доступно участникам кластера"),
    ),
    "infrastructure.access": ("Пайдалану шарттары", "Условия доступа"),
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
    return ImportKind(
        name=entity,
        label=declared.plural,
        meanings=(columns.NUMBER, *_meanings(declared)),
        needed=tuple(_needed(declared)),
        prepare=_prepare,
        group_of=_group_of,
        settle=_settle,
        warn=_warn,
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
        yield Meaning(path, spec.label, reader_of, headings=known)
    if entity.name == "infrastructure":
        yield Meaning(
            THOUSANDS,
            N_("Cost, thousand tenge"),
            _in_thousands,
            headings=("Құны, мың теңге", "Стоимость, тыс. тенге"),
        )


def _titles(label: str) -> list[str]:
    return [label, *(translated(label, language) for language in LANGUAGES)]


def _needed(entity: Entity) -> Iterator[frozenset[str]]:
    for name, spec in entity.fields.items():
        if spec.required and not spec.computed and spec.default is None:
            pair = name[:-3]
            names = {name, pair} if pair in entity.pairs() else {name}
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


def _in_thousands(cell: Cell, around: Around) -> Read:
    """Form F7 gives the cost in thousand tenge."""
    del around
    value = number_of(cell)
    if value is None:
        said = _("There is no number in “{value}”.").format(value=text_of(cell))
        return {}, (Finding(said, code="not_a_number"),)
    return {"infrastructure.cost": Decimal(value) * 1000}, ()


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
        record.row_findings = []
        record.values = dict(record.own)
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


def _warn(reading: Reading) -> list[CellFinding]:
    del reading
    return []
