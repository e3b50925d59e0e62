"""Form F6: the bases of practice, one row an offer of places; who was sent and with what mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.excel import form_words as words
from cluster_desktop.excel import practice_list
from cluster_desktop.excel.forms import periods
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    number_and_date,
    numbered,
    pair,
    title,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn
from cluster_desktop.excel.forms.linked import linked, table
from cluster_desktop.excel.forms.periods import Period
from cluster_desktop.excel.forms.sources import ROW_SOURCE, of_records
from cluster_desktop.excel.forms.totals import Rows, Total, distinct, summed
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.rules.practice import Span
from cluster_desktop.services import practice_figures
from cluster_desktop.services.paper_data import Pair
from cluster_desktop.services.practice_figures import SlotFigures

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_TERM = Pair("Мерзімі", "Сроки")
_SLOT = practice_list.SLOT
COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(
        "organisation.name", Pair("Кәсіпорын (база)", "Предприятие (база)"), width=26,
        needed=True, in_lines=True,
    ),
    FormColumn("organisation.bin", Pair("БСН", "БИН"), width=13.5),
    FormColumn("organisation.address", Pair("Мекенжайы", "Адрес"), width=20, in_lines=True),
    FormColumn(
        practice_list.AGREEMENT, Pair("Шарт №, күні", "№ и дата договора"), width=16, needed=True
    ),
    FormColumn(
        practice_list.GROUP, Pair("Мамандық, курс, топ", "Специальность, курс, группа"),
        width=24, needed=True,
    ),
    FormColumn(
        practice_list.KIND_OF,
        Pair("Практиканың түрі (оқу, өндірістік, диплом алдындағы)", "Вид практики"),
        width=16, needed=True, one_language=True,
    ),
    FormColumn(
        practice_list.STARTS, Pair("басталуы", "начало"), "date", 11.5, needed=True, group=_TERM
    ),
    FormColumn(
        practice_list.ENDS, Pair("аяқталуы", "окончание"), "date", 11.5, needed=True, group=_TERM
    ),
    FormColumn(
        f"{_SLOT}.weeks_hours", Pair("Апта саны, сағат", "Недель, часов"), width=13,
        one_language=True,
    ),
    FormColumn(
        practice_list.PLACES, Pair("Ұсынылған орындар", "Предоставлено мест"), "number", 13
    ),
    FormColumn(
        practice_list.SENT, Pair("Жіберілген студенттер", "Направлено студентов"), "number", 13
    ),
    FormColumn(f"{_SLOT}.distance_km", Pair("Қашықтығы, км", "Расстояние, км"), "number", 11),
    FormColumn(
        f"{_SLOT}.transport", Pair("Тасымал, жатақхана", "Транспорт, общежитие"), width=14,
        one_language=True,
    ),
    FormColumn(
        practice_list.SUPERVISOR, Pair("Оқу орнынан жетекші", "Руководитель от колледжа"),
        width=17,
    ),
    FormColumn(
        practice_list.MENTOR, Pair("Кәсіпорыннан тәлімгер", "Наставник от предприятия"), width=17
    ),
    FormColumn(
        f"{_SLOT}.briefing_on",
        Pair("Қауіпсіздік нұсқаулығы өткен күн", "Дата инструктажа по ТБ"),
        "date", 12.5,
    ),
    FormColumn(f"{_SLOT}.paid_places", Pair("Ақылы орындар", "Оплачиваемые места"), "number", 11),
    FormColumn(
        f"{_SLOT}.average", Pair("Қорытынды баға (орташа)", "Итоговая оценка (средняя)"),
        "decimal", 11,
    ),
    FormColumn(f"{_SLOT}.note", Pair("Ескертпе", "Примечание"), width=13),
)  # fmt: skip
_PLACE_OF = {column.meaning: n for n, column in enumerate(COLUMNS)}
_NAME = Pair("Практика базалары", "Базы практики")
_COLUMNS_OF_SLOT = (
    "period_id", "organisation_id", "speciality_id", "group_id", "kind", "starts", "ends", "weeks",
    "hours", "places", "paid_places", "agreement_id", "transport", "dormitory", "transport_text",
    "distance_km", "mentor_id", "supervisor_id", "briefing_on", "note",
)  # fmt: skip


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """The offers of an academic year or of one practice; of the newest year for none."""
    period = periods.period_of(wishes.period, office) or periods.newest_with_groups(office)
    slots = _slots(office, period)
    figures = practice_figures.of_slots(office, [row.id for row in slots])
    read = _Read(office)
    rows = [read.facts(row, figures.get(row.id, SlotFigures())) for row in slots]
    heading = heading_of(office, office.today(), period=period.name, period_code=period.code)
    return Delivery(
        form=Form("F6", _NAME, COLUMNS, _totals(slots)),
        heading=heading,
        rows=numbered(rows),
        needed=frozenset({"organisation.name", "organisation.bin"}),
        spellings=practice_list.KIND.spellings(),
        around=around_of(office, heading),
        not_found=_(
            "No table of practice bases was found in this workbook: its headings are not known. "
            "Choose the office's form F6."
        ),
        lacks=_("The workbook has no column for the name or BIN of the enterprise."),
        warnings=_warnings(office, slots, figures, period),
    )


def _slots(office: Office, period: Period) -> list[Row]:
    """By enterprise and first day."""
    where: tuple[Condition, ...] = ()
    if period.practice is not None:
        where = (Condition("period_id", "is", period.practice),)
    asked = Query(
        "practice_slot", where, sort=(("organisation_id", False),), columns=_COLUMNS_OF_SLOT
    )
    rows = office.rows(asked)
    if period.practice is not None:
        return rows
    practices = {
        row.id: Span(row["starts"], row["ends"])
        for row in office.rows(Query("practice_period", columns=("starts", "ends")))
    }
    found = []
    for row in rows:
        practice = practices.get(row["period_id"].id)
        if practice is None:
            continue
        own = Span(row["starts"] or practice.starts, row["ends"] or practice.ends)
        if own.meets(period.span):
            found.append(row)
    return found


class _Read:
    """The tables that rows of the form draw on, read once."""

    def __init__(self, office: Office) -> None:
        self._sees_inner = office.sees_inner
        self._periods = table(office, "practice_period", "kind", "starts", "ends", "weeks", "hours")
        self._organisations = table(
            office,
            "organisation",
            "name_kk",
            "name_ru",
            "bin",
            "address_kk",
            "address_ru",
            "distance_km",
        )
        self._agreements = table(office, "agreement", "number", "signed_on")
        self._trades = table(office, "speciality", "code", "name_kk", "name_ru")
        self._groups = table(office, "study_group", "name", "course", "speciality_id")

    def facts(self, row: Row, figures: SlotFigures) -> dict[str, FactValue]:
        practice = self._periods[row["period_id"].id]
        organisation = linked(row["organisation_id"], self._organisations)
        agreement = linked(row["agreement_id"], self._agreements)
        weeks, hours = row["weeks"] or practice["weeks"], row["hours"] or practice["hours"]
        distance = row["distance_km"]
        return {
            ROW_SOURCE: of_records(
                title(row["organisation_id"]), practice_slot=row.id,
                organisation=organisation.id if organisation else None,
                agreement=agreement.id if agreement else None,
            ),
            "organisation.name": pair(organisation, "name") if organisation else None,
            "organisation.bin": organisation["bin"] if organisation else None,
            "organisation.address": pair(organisation, "address") if organisation else None,
            practice_list.AGREEMENT: number_and_date(
                agreement["number"] or "", agreement["signed_on"]
            ) if agreement else None,
            practice_list.GROUP: self._group(row),
            practice_list.KIND_OF: words.PRACTICE_KINDS.get(
                row["kind"] or practice["kind"], words.NOTHING
            ),
            practice_list.STARTS: row["starts"] or practice["starts"],
            practice_list.ENDS: row["ends"] or practice["ends"],
            f"{_SLOT}.weeks_hours": _weeks_and_hours(weeks, hours),
            practice_list.PLACES: row["places"],
            practice_list.SENT: figures.sent,
            f"{_SLOT}.distance_km": distance
            if distance is not None
            else organisation["distance_km"] if organisation and self._sees_inner else None,
            f"{_SLOT}.transport": _transport(row),
            practice_list.SUPERVISOR: title(row["supervisor_id"]),
            practice_list.MENTOR: title(row["mentor_id"]),
            f"{_SLOT}.briefing_on": row["briefing_on"],
            f"{_SLOT}.paid_places": row["paid_places"],
            f"{_SLOT}.average": figures.average,
            f"{_SLOT}.note": row["note"],
        }  # fmt: skip

    def _group(self, row: Row) -> str:
        """«07130200 Электрмен жабдықтау, 2-курс, ЭЖ-24-1», as registers of bases have it."""
        group = linked(row["group_id"], self._groups)
        trade = linked(row["speciality_id"], self._trades)
        if trade is None and group is not None:
            trade = linked(group["speciality_id"], self._trades)
        named = f"{trade['code']} {trade['name_kk'] or trade['name_ru']}" if trade else ""
        course = f"{group['course']}-курс" if group is not None and group["course"] else ""
        return ", ".join(filter(None, (named, course, group["name"] if group else "")))


def _weeks_and_hours(weeks: int | None, hours: int | None) -> Pair:
    """«8 апта, 288 сағ», as it is read back from lists."""
    parts = []
    if weeks:
        parts.append(Pair(f"{weeks} апта", f"{weeks} нед."))
    if hours:
        parts.append(Pair(f"{hours} сағ", f"{hours} ч"))
    return Pair(", ".join(one.kk for one in parts), ", ".join(one.ru for one in parts))


def _transport(row: Row) -> Pair:
    if row["transport_text"]:
        return Pair(row["transport_text"])
    offered = [
        name
        for given, name in (
            (row["transport"], Pair("тасымал", "транспорт")),
            (row["dormitory"], Pair("жатақхана", "общежитие")),
        )
        if given
    ]
    return Pair(", ".join(one.kk for one in offered), ", ".join(one.ru for one in offered))


def _totals(slots: Sequence[Row]) -> tuple[Total, ...]:
    def bases(cells: Rows) -> frozenset[object]:
        return frozenset(slots[int(str(cell[0])) - 1]["organisation_id"].id for cell in cells)

    numbers = (practice_list.PLACES, practice_list.SENT, f"{_SLOT}.paid_places")
    return (
        distinct(_PLACE_OF["organisation.bin"], bases),
        *(summed(_PLACE_OF[name]) for name in numbers),
    )


def _warnings(
    office: Office, slots: Sequence[Row], figures: Mapping[UUID, SlotFigures], period: Period
) -> list[str]:
    warnings = []
    if not slots:
        warnings.append(_("No places were offered in this period: the form is empty."))
    for row in slots:
        sent = figures.get(row.id, SlotFigures()).sent
        if sent > row["places"]:
            said = _("{who}: {placed} students for {places} places.")
            warnings.append(
                said.format(who=title(row["organisation_id"]), placed=sent, places=row["places"])
            )
    loose = practice_figures.without_slot(office, period.span, period.practice)
    if loose:
        said = ngettext(
            "{n} placement belongs to no offer of places and is not in the form",
            "{n} placements belong to no offer of places and are not in the form",
            loose,
        )
        warnings.append(said.format(n=loose))
    return warnings
