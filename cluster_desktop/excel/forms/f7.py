"""Form F7: the material and technical base of the cluster, one row an object."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cluster_desktop.excel import form_words as words
from cluster_desktop.excel.forms import periods
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    numbered,
    pair,
    title,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn
from cluster_desktop.excel.forms.sources import ROW_SOURCE, of_records
from cluster_desktop.excel.forms.totals import summed, summed_exactly
from cluster_desktop.i18n import _
from cluster_desktop.query import Query, Ref, Row
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_OBJECT = "infrastructure"
KIND, NAME, OWNER, COUNT, AREA, PLACES, COST = (
    f"{_OBJECT}.{each}" for each in ("kind", "name", "owner", "count", "area", "places", "cost")
)
COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(KIND, Pair("Объект түрі", "Вид объекта"), width=18, needed=True, one_language=True),
    FormColumn(NAME, Pair("Атауы", "Наименование"), width=28, needed=True, in_lines=True),
    FormColumn(OWNER, Pair("Иесі", "Владелец"), width=24, needed=True),
    FormColumn(f"{_OBJECT}.address", Pair("Мекенжайы", "Адрес"), width=20),
    FormColumn(COUNT, Pair("Саны", "Количество"), "number", 12),
    FormColumn(AREA, Pair("Ауданы, шаршы м", "Площадь, кв. м"), "decimal", 11),
    FormColumn(PLACES, Pair("Орын саны", "Количество мест"), "number", 12),
    FormColumn(f"{_OBJECT}.specialities", Pair("Мамандықтар", "Специальности"), width=18),
    FormColumn(f"{_OBJECT}.equipment", Pair("Негізгі жабдық", "Основное оборудование"), width=28),
    FormColumn(f"{_OBJECT}.made_year", Pair("Шығарылған жылы", "Год выпуска"), "centre", 12),
    FormColumn(
        f"{_OBJECT}.condition", Pair("Жай-күйі", "Состояние"), width=16, one_language=True
    ),
    FormColumn(
        f"{_OBJECT}.renewed_year", Pair("Соңғы жаңарту, жылы", "Последнее обновление, год"),
        "centre", 13,
    ),
    FormColumn(
        f"{_OBJECT}.funding", Pair("Қаржыландыру көзі", "Источник финансирования"), width=18,
        one_language=True,
    ),
    FormColumn(COST, Pair("Құны, мың теңге", "Стоимость, тыс. тенге"), "decimal", 13),
    FormColumn(
        f"{_OBJECT}.shared",
        Pair("Кластер қатысушылары үшін қолжетімді", "Доступно участникам кластера"), width=15,
        one_language=True,
    ),
    FormColumn(f"{_OBJECT}.access", Pair("Пайдалану шарттары", "Условия доступа"), width=20),
)  # fmt: skip
_PLACE_OF = {column.meaning: n for n, column in enumerate(COLUMNS)}
_FIELDS = (
    *("kind", "name_kk", "name_ru", "owner_id", "address", "count", "area", "places"),
    *("specialities", "equipment", "made_year", "condition", "renewed_year", "funding", "cost"),
    *("shared", "access"),
)
# As they are written: the value itself.
_PLAIN = ("address", "count", "area", "places", "specialities", "equipment", "made_year")
_SPELLINGS = {
    KIND: ("Объектінің түрі", "Тип объекта", "Вид"),
    NAME: ("Объектінің атауы", "Наименование объекта", "Объект"),
    OWNER: ("Меншік иесі", "Собственник", "Ұйым", "Организация"),
    AREA: ("Ауданы, м²", "Площадь, м²", "Ауданы", "Площадь"),
    PLACES: ("Орындар саны", "Число мест", "Орын"),
}


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """All objects of the register, by owner and kind; the day names the form only."""
    day = periods.day_of(wishes.period, office.today())
    order = (("owner_id", False), ("kind", False), ("name_kk", False))
    rows = office.rows(Query(_OBJECT, columns=_FIELDS, sort=order))
    heading = heading_of(office, day)
    return Delivery(
        form=Form(
            "F7",
            Pair("Материалдық-техникалық база", "Материально-техническая база"),
            COLUMNS,
            (
                summed(_PLACE_OF[COUNT]),
                summed_exactly(_PLACE_OF[AREA]),
                summed(_PLACE_OF[PLACES]),
                summed_exactly(_PLACE_OF[COST]),
            ),
        ),
        heading=heading,
        rows=numbered([_facts(row) for row in rows]),
        needed=frozenset({NAME}),
        spellings=_SPELLINGS,
        around=around_of(office, heading),
        not_found=_(
            "No table of the material base was found in this workbook: its headings are not "
            "known. Choose the office's form F7."
        ),
        lacks=_("The workbook has no column for the name of the object."),
    )


def _facts(row: Row) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {f"{_OBJECT}.{name}": row[name] for name in _PLAIN}
    cost = row["cost"]
    return facts | {
        ROW_SOURCE: of_records(
            str(row["name_kk"] or row["name_ru"] or ""),
            infrastructure=row.id,
            organisation=row["owner_id"].id if isinstance(row["owner_id"], Ref) else None,
        ),
        KIND: words.OBJECTS.get(row["kind"], words.NOTHING),
        NAME: pair(row, "name"),
        OWNER: title(row["owner_id"]),
        f"{_OBJECT}.condition": words.CONDITIONS.get(row["condition"] or "", words.NOTHING),
        f"{_OBJECT}.renewed_year": row["renewed_year"],
        f"{_OBJECT}.funding": words.MONEY.get(row["funding"] or "", words.NOTHING),
        COST: None if cost is None else Decimal(cost) / 1000,
        f"{_OBJECT}.shared": words.YES if row["shared"] else words.NO,
        f"{_OBJECT}.access": row["access"],
    }
