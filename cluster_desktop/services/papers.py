"""Papers from records: what a memorandum says, which template it takes, what was printed.

The dataclasses are in paper_data; the drawing is done by the package documents, which knows no
office.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.paths import resource
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query, Ref, Row, Update
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.paper_data import (
    MemorandumData,
    Pair,
    PartyData,
    Promise,
    Template,
    template_from_body,
    template_to_body,
)

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Values = Mapping[str, Value]

# Templates the program brings along; the first of a kind is taken where nobody chose.
OWN_TEMPLATES = (
    *("memorandum", "memorandum_short", "dual", "practice", "practice_individual", "annex"),
    *("order", "referral", "mentor_order", "mentor_list", "reference", "certificate", "graduates"),
    "minutes",
)
# Two computers of one college make the same record, so that the exchange finds one and not two.
_TEMPLATE_IDS = UUID("0199a000-0000-7000-8000-000000000001")
NOT_YET_PRINTED = ("draft", "approval")

# What a party is called in the text, by the kind of organisation.
ROLES: Mapping[str, Pair] = {
    "enterprise": Pair("Кәсіпорын", "Предприятие"),
    "school": Pair("Мектеп", "Школа"),
    "college": Pair("Әріптес колледж", "Колледж-партнёр"),
    "university": Pair("Университет", "Университет"),
    "research": Pair("Ғылыми ұйым", "Научная организация"),
    "startup": Pair("Стартап", "Стартап"),
    "state_body": Pair("Мемлекеттік орган", "Государственный орган"),
    "chamber": Pair("Палата", "Палата"),
    "association": Pair("Қауымдастық", "Ассоциация"),
    "union": Pair("Кәсіподақ", "Профсоюз"),
    "employment_centre": Pair("Жұмыспен қамту орталығы", "Центр занятости"),
    "career_centre": Pair("Мансап орталығы", "Карьерный центр"),
    "culture": Pair("Мәдениет ұйымы", "Организация культуры"),
    "health": Pair("Медициналық ұйым", "Медицинская организация"),
    "ngo": Pair("Үкіметтік емес ұйым", "Неправительственная организация"),
    "international": Pair("Халықаралық ұйым", "Международная организация"),
}
ANY_ROLE = Pair("Серіктес", "Партнёр")
COLLEGE_ROLE = Pair("Колледж", "Колледж")

# Directions of social partnership in the words of the law (art. 45-1), as a clause lists them.
DIRECTIONS: Mapping[str, Pair] = {
    "standards": Pair(
        "стандарттарды, оқу жоспарлары мен бағдарламаларын әзірлеуге қатысу",
        "участие в разработке стандартов, учебных планов и программ",
    ),
    "practice": Pair(
        "тәлімгер бекітілген кәсіптік практика және оқытушылардың тағылымдамасы",
        "профессиональная практика с закреплением наставника и стажировка преподавателей",
    ),
    "workplaces": Pair(
        "практикадан өту үшін жұмыс орындарын беру",
        "предоставление рабочих мест для прохождения практики",
    ),
    "employment": Pair(
        "кадрлар даярлау және жұмысқа орналастыру",
        "подготовка кадров и содействие трудоустройству",
    ),
    "specialists": Pair(
        "тәжірибелі мамандарды оқытуға тарту",
        "привлечение опытных специалистов к обучению",
    ),
    "quality": Pair("білім сапасын бақылауға қатысу", "участие в контроле качества образования"),
    "funding": Pair(
        "білім беру ұйымын дамытуға қаражат тарту",
        "привлечение средств на развитие организации образования",
    ),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One paper that came out of the printer: which, with which content, by which template."""

    agreement_id: UUID
    digest: str
    template_version: int


def memorandum_data(office: Office, agreement: UUID, *, draft: bool = False) -> MemorandumData:
    """What the agreement's memorandum says. Raises Refusal where the own college is unknown."""
    row = office.get("agreement", agreement)
    mine = (Condition("agreement_id", "is", agreement),)
    further = office.rows(
        Query(
            "party",
            where=mine,
            sort=(("position", False),),
            columns=("organisation_id", "role_kk", "role_ru"),
        )
    )
    signatories = {
        _id(one["organisation_id"]): one.values
        for one in office.rows(Query("signatory", where=mine, columns=_names(office, "signatory")))
    }
    partner = _id(row["partner_id"])
    if partner is None:
        raise Refusal(_("Partner: fill in"), field="partner_id")
    parties = [college_party(office, signatories)]
    parties.append(party(office.get("organisation", partner).values, signatories.get(partner)))
    ids = [parties[0].organisation_id, partner]
    for one in further:
        organisation = _id(one["organisation_id"])
        if organisation is not None:
            values = office.get("organisation", organisation).values
            role = Pair(one["role_kk"] or "", one["role_ru"] or "")
            parties.append(party(values, signatories.get(organisation), role=role))
            ids.append(organisation)
    columns = ("organisation_id", "text_kk", "text_ru")
    duties = office.rows(Query("obligation", where=mine, columns=columns))
    return memorandum_of(
        agreement, row.values, parties, promises=_promises(duties, ids), draft=draft
    )


def live_memorandum(
    office: Office,
    agreement: Values,
    partner: Values,
    *,
    record: UUID | None = None,
    college_signatory: Values | None = None,
) -> MemorandumData:
    """The memorandum being typed: fields of the agreement and of the partner, saved or not."""
    own = college_party(office, {office.college_id(): college_signatory or {}})
    return memorandum_of(record or new_id(), agreement, [own, party(partner, None)])


def memorandum_of(
    record: UUID,
    agreement: Values,
    parties: Sequence[PartyData],
    *,
    promises: Sequence[Promise] = (),
    draft: bool = False,
) -> MemorandumData:
    """The memorandum of plain values of an agreement and its parties."""
    tacit = agreement.get("renewal") == "tacit"
    return MemorandumData(
        record_id=record,
        number=_text(agreement, "number"),
        date=agreement.get("signed_on") or agreement.get("valid_from"),
        parties=tuple(parties),
        valid_from=agreement.get("valid_from"),
        valid_until=agreement.get("valid_until"),
        open_ended=bool(agreement.get("open_ended")),
        renewal_months=agreement.get("renewal_months") if tacit else None,
        notice_months=agreement.get("notice_months") if tacit else None,
        place_kk=_text(agreement, "place_kk"),
        place_ru=_text(agreement, "place_ru"),
        places=agreement.get("places"),
        directions=tuple(
            DIRECTIONS[name] for name in agreement.get("directions") or () if name in DIRECTIONS
        ),
        promises=tuple(promises),
        draft=draft,
    )


def college_party(
    office: Office, signatories: Mapping[UUID | None, Values] | None = None
) -> PartyData:
    """The own college as the first party."""
    college = office.college_id()
    if college is None:
        raise Refusal(_("Say first which organisation is your college: Settings, College."))
    values = office.get("organisation", college).values
    return party(values, (signatories or {}).get(college), role=COLLEGE_ROLE, record=college)


def party(
    organisation: Values,
    signatory: Values | None,
    *,
    role: Pair | None = None,
    record: UUID | None = None,
) -> PartyData:
    """A party of an organisation's values; a signatory's own words come before the head's."""
    known = role or Pair()
    usual = ROLES.get(_text(organisation, "kind"), ANY_ROLE)
    signs = signatory or {}
    # The phrase of the head must not stand for another person who signs.
    head_signs = not _text(signs, "name_kk") and not _text(signs, "name_ru")

    def of(name: str, heads: str, lang: str) -> str:
        own = _text(signs, f"{name}_{lang}")
        return own or (_text(organisation, f"{heads}_{lang}") if head_signs else "")

    return PartyData(
        organisation_id=record,
        name_kk=_text(organisation, "name_kk"),
        name_ru=_text(organisation, "name_ru"),
        role_kk=known.kk or usual.kk,
        role_ru=known.ru or usual.ru,
        address_kk=_text(organisation, "address_kk"),
        address_ru=_text(organisation, "address_ru"),
        bin=_text(organisation, "bin"),
        iban=_text(organisation, "iban"),
        bank=_text(organisation, "bank"),
        bic=_text(organisation, "bic"),
        kbe=_text(organisation, "kbe"),
        phone=_text(organisation, "phone"),
        email=_text(organisation, "email"),
        person_kk=of("name", "head", "kk"),
        person_ru=of("name", "head", "ru"),
        position_kk=of("position", "head_position", "kk"),
        position_ru=of("position", "head_position", "ru"),
        basis_kk=of("basis", "basis", "kk"),
        basis_ru=of("basis", "basis", "ru"),
        in_person_kk=of("in_person", "in_person", "kk"),
        in_person_ru=of("in_person", "in_person", "ru"),
    )


def own_template(name: str = OWN_TEMPLATES[0]) -> Template:
    """A template as the program brings it."""
    return template_from_body(resource("templates", f"{name}.json").read_text("utf-8"))


def seed_templates(office: Office) -> Changes:
    """Put the program's templates into the data, once; those in the bin stay there."""
    records = {own_record(name, _own_version(name)): name for name in OWN_TEMPLATES}
    there = office.known("document_template", list(records))
    inserts: list[Operation] = [
        Insert("document_template", template_values(own_template(name)), record)
        for record, name in records.items()
        if record not in there
    ]
    if not inserts:
        return Changes()
    return office.apply(Said(N_("Templates of papers")), "program", inserts)


def _own_version(name: str) -> int:
    """Read at every start, so without making a template of the file."""
    return int(json.loads(resource("templates", f"{name}.json").read_bytes())["version"])


def template_of(office: Office, record: UUID | None, kind: str = "memorandum") -> Template:
    """The chosen template, else the program's own in use, edited or not, else any of the kind."""
    if record is not None:
        return template_from_body(office.get("document_template", record)["body"])
    columns = ("kind", "is_current", "body", "version")
    where = (Condition("kind", "is", kind), Condition("is_current", "is", True))
    found = office.rows(Query("document_template", where=where, columns=columns))
    own = own_template(kind) if kind in OWN_TEMPLATES else None
    if len(found) == 1:
        return template_from_body(found[0]["body"])
    if found:
        return _first_choice(found, own)
    if own is None:
        raise Refusal(_("There is no template for this kind of paper."), field="template_id")
    return own


def _first_choice(found: Sequence[Row], own: Template | None) -> Template:
    """Of several in use the program's own as it came, else a version of it, else the first."""
    first = own_record(own.kind, own.version) if own is not None else None
    read = [(row, template_from_body(row["body"])) for row in found]
    for row, template in read:
        if row.id == first:
            return template
    for _row, template in read:
        if own is not None and template.family == str(first):
            return template
    # Edited before versions knew their family.
    for _row, template in read:
        if own is not None and not template.family and template.name == own.name:
            return template
    return read[0][1]


def own_record(name: str, version: int) -> UUID:
    """The id of a template that the program brings, the same on every computer."""
    return uuid5(_TEMPLATE_IDS, f"{name}/{version}")


def mark_printed(office: Office, prints: Iterable[Printed], on: dt.date | None = None) -> Changes:
    """Keep day, checksum and template version of what was printed, as one action that undo takes
    back. A paper already signed keeps its stage."""
    day = on or office.today()
    changes: list[Operation] = []
    for one in prints:
        values: dict[str, Value] = {
            "printed_on": day,
            "printed_hash": one.digest,
            "printed_version": one.template_version,
        }
        if office.get("agreement", one.agreement_id)["stage"] in NOT_YET_PRINTED:
            values["stage"] = "printed"
        changes.append(Update("agreement", one.agreement_id, values))
    if not changes:
        return Changes()
    return office.apply(Said(N_("Printed: {n}"), {"n": str(len(changes))}), office.source, changes)


def template_values(template: Template) -> dict[str, Value]:
    return {
        "kind": template.kind,
        "name_kk": template.name.kk,
        "name_ru": template.name.ru,
        "version": template.version,
        "body": template_to_body(template),
        "is_current": True,
    }


def _promises(duties: Iterable[Row], ids: list[UUID | None]) -> list[Promise]:
    found: list[Promise] = []
    for duty in duties:
        organisation = _id(duty["organisation_id"])
        if organisation in ids:
            text = Pair(duty["text_kk"] or "", duty["text_ru"] or "")
            found.append(Promise(ids.index(organisation), text))
    return found


def _names(office: Office, entity: str) -> tuple[str, ...]:
    return tuple(office.entity(entity).fields)


def _id(value: Value) -> UUID | None:
    if isinstance(value, Ref):
        return value.id
    return value if isinstance(value, UUID) else None


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return str(value) if value else ""
