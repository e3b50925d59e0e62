"""Form F4: register of social partners, memoranda and contracts; its rows from the records.

One row an agreement concluded by the day. A partner without any has no row: the form demands the
paper's kind, number and date. How many they are is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.excel.forms import words
from cluster_desktop.excel.forms.layout import Form, FormColumn, Heading, Total
from cluster_desktop.excel.forms.words import Language, said
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.fields import Choices, Value
from cluster_desktop.i18n import translated
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.rules.terms import (
    AgreementStage,
    Renewal,
    Terms,
    effective_until,
    state,
)
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

CONCLUDED = ("signed", "terminated")

ROW_NUMBER = "row.number"
COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(
        "organisation.name",
        Pair("Ұйымның атауы", "Наименование организации"),
        width=27,
        needed=True,
    ),
    FormColumn("organisation.bin", Pair("БСН/ЖСН", "БИН/ИИН"), width=13.5, needed=True),
    FormColumn("organisation.kind", Pair("Ұйымның түрі", "Вид организации"), width=17),
    FormColumn("organisation.sector", Pair("Сала (ЭҚЖЖ)", "Отрасль (ОКЭД)"), width=12),
    FormColumn("organisation.place", Pair("Өңір, аудан", "Регион, район"), width=12),
    FormColumn("organisation.address", Pair("Мекенжайы", "Адрес"), width=17),
    FormColumn("organisation.head", Pair("Басшының Т.А.Ә.", "Ф.И.О. руководителя"), width=16),
    FormColumn("organisation.phone", Pair("Телефон, e-mail"), width=18),
    FormColumn("agreement.kind", Pair("Құжаттың түрі", "Вид документа"), width=16, needed=True),
    FormColumn("agreement.number", Pair("№"), width=10, needed=True),
    FormColumn("agreement.date", Pair("Күні", "Дата"), "date", 11.5, needed=True),
    FormColumn("agreement.valid_until", Pair("Қолданылу мерзімі", "Срок действия"), "date", 13),
    FormColumn("agreement.state", Pair("Жағдайы", "Состояние"), width=13),
    FormColumn(
        "agreement.directions",
        Pair(
            "Ынтымақтастық бағыттары (Заңның 45-1-бабы)",
            "Направления сотрудничества (ст. 45-1 Закона)",
        ),
        width=18,
    ),
    FormColumn("agreement.specialities", Pair("Мамандықтар", "Специальности"), width=14.5),
    FormColumn(
        "organisation.patron", Pair("Қамқоршы (шеф) кәсіпорын", "Шефствующее предприятие"), width=14
    ),
    FormColumn(
        "agreement.aid",
        Pair("Көрсетілген көмек (сомасы, түрі)", "Оказанная помощь (сумма, вид)"),
        width=13,
    ),
    FormColumn("agreement.responsible", Pair("Жауапты", "Ответственный"), width=15.5),
    FormColumn("agreement.note", Pair("Ескертпе", "Примечание"), width=13),
)
_PLACE_OF = {column.meaning: n for n, column in enumerate(COLUMNS)}


def _filled(values: Sequence[CellValue]) -> int:
    return sum(value is not None and value != "" for value in values)


FORM = Form(
    code="F4",
    name=Pair(
        "Әлеуметтік әріптестер, меморандумдар мен шарттар тізілімі",
        "Реестр социальных партнёров, меморандумов и договоров",
    ),
    columns=COLUMNS,
    totals=(Total(_PLACE_OF["agreement.kind"], "COUNTA({area})", _filled),),
)

Facts = Mapping[str, "CellValue | Pair"]


@dataclass(frozen=True, slots=True)
class _Terms:
    """What decides states besides the agreement itself."""

    addenda: Mapping[UUID, tuple[date, ...]]
    successors: frozenset[UUID]
    specialities: Mapping[UUID, tuple[str, ...]]
    warn_days: int


@dataclass(frozen=True, slots=True)
class Register:
    """The form's rows {meaning: value}, and how many active partners have no paper to show."""

    rows: Sequence[Facts]
    partners_left_out: int


def register(office: Office, as_of: date) -> Register:
    """Partners by name, their agreements by date and number."""
    terms = _read_terms(office)
    mine: dict[UUID, list[Row]] = defaultdict(list)
    for agreement in _agreements(office, as_of):
        partner = agreement["partner_id"]
        if isinstance(partner, Ref):
            mine[partner.id].append(agreement)
    found: list[dict[str, CellValue | Pair]] = []
    left_out = 0
    for partner_row in _partners(office):
        partner_facts = _of_partner(partner_row)
        agreements = sorted(mine.get(partner_row.id, ()), key=_order)
        left_out += not agreements and partner_row["status"] == "active"
        found += [partner_facts | _of_agreement(office, a, terms, as_of) for a in agreements]
    for number, row in enumerate(found, start=1):
        row[ROW_NUMBER] = number
    return Register(found, left_out)


def cells(row: Facts, language: Language) -> list[CellValue]:
    """The row of a new form."""
    return [cell_of(row, column.meaning, language) for column in COLUMNS]


def cell_of(row: Facts, meaning: str, language: Language) -> CellValue:
    """What a column of that meaning says; None for nothing."""
    value = row.get(meaning)
    if meaning == "organisation.patron" and isinstance(value, Pair):
        # «иә» alone: registers never say yes in two languages, and ours must be read again.
        return value.ru if language == "ru" else value.kk
    if isinstance(value, Pair):
        lines = meaning in ("organisation.name", "organisation.address", "organisation.head",
                            "organisation.place", "agreement.directions")  # fmt: skip
        return said(value, language, "\n" if lines else " / ") or None
    return value if value != "" else None


def heading(office: Office, as_of: date) -> Heading:
    """Who reports: the own college."""
    college = office.college_id()
    if college is None:
        return Heading(Pair(), "", Pair(), as_of)
    row = office.get("organisation", college)
    name = Pair(row["name_kk"] or "", row["name_ru"] or "")
    return Heading(name, row["bin"] or "", _place(row), as_of)


def _agreements(office: Office, as_of: date) -> list[Row]:
    names = (
        "partner_id", "kind", "number", "signed_on", "valid_from", "valid_until", "open_ended",
        "stage", "renewal", "renewal_months", "notice_months", "notice_given_on", "terminated_on",
        "directions", "responsible", "note", "aid",
    )  # fmt: skip
    concluded = Condition("stage", "in", CONCLUDED)
    rows = office.rows(Query("agreement", where=(concluded,), columns=names))
    return [row for row in rows if row["signed_on"] is None or row["signed_on"] <= as_of]


def _partners(office: Office) -> list[Row]:
    names = (
        "name_kk", "name_ru", "bin", "kind", "sector", "region_id", "district_id", "address_kk",
        "address_ru", "head_kk", "head_ru", "phone", "email", "patron", "status", "note",
    )  # fmt: skip
    others = Condition("is_own", "not", True)
    asked = Query("organisation", where=(others,), sort=(("name", False),), columns=names)
    return office.rows(asked)


def _read_terms(office: Office) -> _Terms:
    addenda: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    signed = (Condition("stage", "is", "signed"), Condition("new_until", "filled"))
    columns = ("agreement_id", "signed_on", "new_until")
    for row in office.rows(Query("addendum", where=signed, columns=columns)):
        addenda[row["agreement_id"].id].append((row["signed_on"] or date.min, row["new_until"]))
    renewed = office.rows(
        Query(
            "agreement",
            where=(Condition("previous_id", "filled"),),
            columns=("previous_id", "stage"),
        )
    )
    links = office.rows(Query("agreement_speciality", columns=("agreement_id", "speciality_id")))
    codes = {row.id: row["code"] for row in office.rows(Query("speciality", columns=("code",)))}
    specialities: dict[UUID, list[str]] = defaultdict(list)
    for row in links:
        code = codes.get(row["speciality_id"].id)
        if code:
            specialities[row["agreement_id"].id].append(code)
    return _Terms(
        addenda={key: tuple(until for __, until in sorted(own)) for key, own in addenda.items()},
        successors=frozenset(row["previous_id"].id for row in renewed if row["stage"] in CONCLUDED),
        specialities={key: tuple(sorted(own)) for key, own in specialities.items()},
        warn_days=office.whole_setting("alerts.warn_days"),
    )


def _of_partner(row: Row) -> dict[str, CellValue | Pair]:
    contacts = "\n".join(filter(None, (row["phone"], row["email"])))
    return {
        "organisation.name": _pair(row, "name"),
        "organisation.bin": row["bin"],
        "organisation.kind": words.ORGANISATION_KINDS.get(row["kind"], Pair()),
        "organisation.sector": row["sector"],
        "organisation.place": _place(row),
        "organisation.address": _pair(row, "address"),
        "organisation.head": _pair(row, "head"),
        "organisation.phone": contacts,
        "organisation.email": row["email"],
        "organisation.patron": words.YES if row["patron"] else words.NO,
        "agreement.note": row["note"],
    }


def _of_agreement(
    office: Office, row: Row, terms: _Terms, as_of: date
) -> dict[str, CellValue | Pair]:
    own = _terms_of(row, terms)
    until = effective_until(own, as_of)
    number, signed = row["number"] or "", row["signed_on"]
    found: dict[str, CellValue | Pair] = {
        "agreement.kind": words.AGREEMENT_KINDS.get(row["kind"], Pair()),
        "agreement.number": number,
        "agreement.date": signed,
        "agreement.number_and_date": _number_and_date(number, signed),
        "agreement.valid_from": row["valid_from"] or signed,
        "agreement.valid_until": words.OPEN_ENDED if own.open_ended and until is None else until,
        "agreement.state": words.STATES.get(state(own, as_of, warn_days=terms.warn_days), Pair()),
        "agreement.directions": _directions(office, row["directions"] or ()),
        "agreement.specialities": ", ".join(terms.specialities.get(row.id, ())),
        "agreement.aid": row["aid"],
        "agreement.responsible": row["responsible"],
    }
    if row["note"]:
        found["agreement.note"] = row["note"]
    return found


def _terms_of(row: Row, terms: _Terms) -> Terms:
    return Terms(
        stage=AgreementStage(row["stage"]),
        signed_on=row["signed_on"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        open_ended=bool(row["open_ended"]),
        renewal=Renewal(row["renewal"] or Renewal.NONE),
        renewal_months=row["renewal_months"],
        notice_months=row["notice_months"],
        notice_given_on=row["notice_given_on"],
        terminated_on=row["terminated_on"],
        addenda_until=terms.addenda.get(row.id, ()),
        has_successor=row.id in terms.successors,
    )


def _number_and_date(number: str, signed: date | None) -> str:
    """«№ 12, 01.09.2025», as registers write it in one cell."""
    day = f"{signed:%d.%m.%Y}" if signed else ""
    return ", ".join(filter(None, (f"№ {number}" if number else "", day)))


def _directions(office: Office, chosen: Iterable[str]) -> Pair:
    spec = office.entity("agreement").fields["directions"]
    labels = spec.choices if isinstance(spec, Choices) else {}
    listed = [labels[name] for name in chosen if name in labels]
    kk, ru = ("; ".join(translated(label, lang) for label in listed) for lang in ("kk", "ru"))
    return Pair(kk, ru)


def _order(row: Row) -> tuple[date, str]:
    return row["signed_on"] or date.min, str(row["number"] or "")


def _pair(row: Row, name: str) -> Pair:
    return Pair(row[f"{name}_kk"] or "", row[f"{name}_ru"] or "")


def _place(row: Row) -> Pair:
    """Region and district as their links call them in the language spoken now."""
    parts = [_title(row["region_id"]), _title(row["district_id"])]
    return Pair(", ".join(filter(None, parts)))


def _title(value: Value) -> str:
    return value.title if isinstance(value, Ref) else ""
