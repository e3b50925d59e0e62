"""Form F4: register of social partners, memoranda and contracts; its rows from the records.

One row an agreement concluded by the day. A partner without any has no row: the form demands the
paper's kind, number and date. How many they are is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.excel import agreement_register
from cluster_desktop.excel import form_words as words
from cluster_desktop.excel.forms import periods
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    Facts,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    number_and_date,
    numbered,
    pair,
    place,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn, Heading
from cluster_desktop.excel.forms.linked import table
from cluster_desktop.excel.forms.sources import ROW_SOURCE, of_records
from cluster_desktop.excel.forms.totals import filled
from cluster_desktop.fields import Choices
from cluster_desktop.i18n import _, ngettext, translated
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

COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(
        "organisation.name",
        Pair("Ұйымның атауы", "Наименование организации"),
        width=27,
        needed=True,
        in_lines=True,
    ),
    FormColumn("organisation.bin", Pair("БСН/ЖСН", "БИН/ИИН"), width=13.5, needed=True),
    FormColumn("organisation.kind", Pair("Ұйымның түрі", "Вид организации"), width=17),
    FormColumn("organisation.sector", Pair("Сала (ЭҚЖЖ)", "Отрасль (ОКЭД)"), width=12),
    FormColumn("organisation.place", Pair("Өңір, аудан", "Регион, район"), width=12, in_lines=True),
    FormColumn("organisation.address", Pair("Мекенжайы", "Адрес"), width=17, in_lines=True),
    FormColumn(
        "organisation.head", Pair("Басшының Т.А.Ә.", "Ф.И.О. руководителя"), width=16, in_lines=True
    ),
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
        in_lines=True,
    ),
    FormColumn("agreement.specialities", Pair("Мамандықтар", "Специальности"), width=14.5),
    FormColumn(
        "organisation.patron",
        Pair("Қамқоршы (шеф) кәсіпорын", "Шефствующее предприятие"),
        width=14,
        one_language=True,
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


FORM = Form(
    code="F4",
    name=Pair(
        "Әлеуметтік әріптестер, меморандумдар мен шарттар тізілімі",
        "Реестр социальных партнёров, меморандумов и договоров",
    ),
    columns=COLUMNS,
    totals=(filled(_PLACE_OF["agreement.kind"]),),
)
# Headings of F4 that are written and never read back.
_WRITTEN_ONLY = {
    "agreement.state": ["Жағдайы", "Состояние", "Күйі", "Статус", "Мәртебесі"],
    "organisation.place": ["Өңір, аудан", "Регион, район", "Өңір", "Регион", "Аудан", "Район"],
}


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


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """The register as of the period's end."""
    as_of = periods.day_of(wishes.period, office.today())
    found = register(office, as_of)
    heading_block = heading(office, as_of)
    spellings = agreement_register.KIND.spellings()
    return Delivery(
        form=FORM,
        heading=heading_block,
        rows=found.rows,
        needed=frozenset({"organisation.name", "organisation.bin"}),
        # «Күні» and «Дата» alone are the agreement's date in a register of agreements.
        spellings={name: list(texts) for name, texts in spellings.items()} | _WRITTEN_ONLY,
        around=around_of(office, heading_block),
        not_found=_(
            "No table of partners and agreements was found in this workbook: its headings are "
            "not known. Choose the office's form F4."
        ),
        lacks=_("The workbook has no column for the name or BIN of the partner."),
        warnings=_left_out(found.partners_left_out),
    )


def _left_out(partners: int) -> list[str]:
    if not partners:
        return []
    said = ngettext(
        "{n} active partner has no signed agreement and is not in the form",
        "{n} active partners have no signed agreement and are not in the form",
        partners,
    )
    return [said.format(n=partners)]


def register(office: Office, as_of: date) -> Register:
    """Partners by name, their agreements by date and number."""
    terms = _read_terms(office)
    own = office.college_id()
    mine: dict[UUID, list[Row]] = defaultdict(list)
    for agreement in _agreements(office, as_of):
        partner = agreement["partner_id"]
        if isinstance(partner, Ref) and partner.id != own:
            mine[partner.id].append(agreement)
    found: list[dict[str, FactValue]] = []
    left_out = 0
    for partner_row in _partners(office, frozenset(mine)):
        partner_facts = _of_partner(partner_row, inner=office.sees_inner)
        agreements = sorted(mine.get(partner_row.id, ()), key=_order)
        is_ours = office.sees_inner and not partner_row["is_own"]
        left_out += is_ours and not agreements and partner_row["status"] == "active"
        called = str(partner_row["name_kk"] or partner_row["name_ru"] or "")
        found += [
            partner_facts
            | _of_agreement(office, a, terms, as_of)
            | {ROW_SOURCE: of_records(called, agreement=a.id, organisation=partner_row.id)}
            for a in agreements
        ]
    return Register(numbered(found), left_out)


def heading(office: Office, as_of: date) -> Heading:
    """Who reports: the own college."""
    return heading_of(office, as_of)


def _agreements(office: Office, as_of: date) -> list[Row]:
    names = (
        "partner_id", "kind", "number", "signed_on", "valid_from", "valid_until", "open_ended",
        "stage", "renewal", "renewal_months", "notice_months", "notice_given_on", "terminated_on",
        "directions", "responsible", "note", "aid",
    )  # fmt: skip
    concluded = Condition("stage", "in", CONCLUDED)
    rows = office.rows(Query("agreement", where=(concluded,), columns=names))
    return [row for row in rows if row["signed_on"] is None or row["signed_on"] <= as_of]


def _partners(office: Office, named: Set[UUID]) -> list[Row]:
    """All partners; those in the bin where an agreement names them."""
    names = (
        "name_kk", "name_ru", "bin", "kind", "sector", "region_id", "district_id", "address_kk",
        "address_ru", "head_kk", "head_ru", "phone", "email", "patron", "status", "note",
        "is_own",
    )  # fmt: skip
    query = Query("organisation", sort=(("name", False),), columns=names)
    thrown = office.rows(replace(query, bin=True))
    return office.rows(query) + [row for row in thrown if row.id in named]


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
    codes = {record: row["code"] for record, row in table(office, "speciality", "code").items()}
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


def _of_partner(row: Row, *, inner: bool) -> dict[str, FactValue]:
    """`inner`: also what the own college keeps for itself of the partner."""
    contacts = "\n".join(filter(None, (row["phone"], row["email"])))
    return {
        "organisation.name": pair(row, "name"),
        "organisation.bin": row["bin"],
        "organisation.kind": words.ORGANISATION_KINDS.get(row["kind"], Pair()),
        "organisation.sector": row["sector"],
        "organisation.place": place(row),
        "organisation.address": pair(row, "address"),
        "organisation.head": pair(row, "head"),
        "organisation.phone": contacts,
        "organisation.email": row["email"],
        "organisation.patron": (words.YES if row["patron"] else words.NO) if inner else None,
        "agreement.note": row["note"] if inner else None,
    }


def _of_agreement(office: Office, row: Row, terms: _Terms, as_of: date) -> dict[str, FactValue]:
    own = _terms_of(row, terms)
    until = effective_until(own, as_of)
    number, signed = row["number"] or "", row["signed_on"]
    found: dict[str, FactValue] = {
        "agreement.kind": words.AGREEMENT_KINDS.get(row["kind"], Pair()),
        "agreement.number": number,
        "agreement.date": signed,
        "agreement.number_and_date": number_and_date(number, signed),
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


def _directions(office: Office, chosen: Iterable[str]) -> Pair:
    spec = office.entity("agreement").fields["directions"]
    labels = spec.choices if isinstance(spec, Choices) else {}
    listed = [labels[name] for name in chosen if name in labels]
    kk, ru = ("; ".join(translated(label, lang) for label in listed) for lang in ("kk", "ru"))
    return Pair(kk, ru)


def _order(row: Row) -> tuple[date, str]:
    return row["signed_on"] or date.min, str(row["number"] or "")
