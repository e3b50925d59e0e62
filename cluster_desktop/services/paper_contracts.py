"""Contracts of dual training and of practice from agreements, and the list that is their annex."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cluster_desktop.i18n import _
from cluster_desktop.query import Row
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_iin, read_iin
from cluster_desktop.rules.names import short_name
from cluster_desktop.services import paper_placement as about
from cluster_desktop.services import papers
from cluster_desktop.services.paper_data import (
    Behind,
    Pair,
    PaperData,
    PartyData,
    PersonParty,
    Source,
    TableData,
)
from cluster_desktop.services.paper_reader import Reader, alike, id_of, named, text_of

STUDENT_ROLE = Pair("Студент", "Студент")
OF_AGE = 18
# Fields of a party on paper and of the records they come from.
ORGANISATION_FIELD = {
    "person_kk": "head_kk", "person_ru": "head_ru", "position_kk": "head_position_kk",
    "position_ru": "head_position_ru",
}  # fmt: skip
PERSON_FIELD = {
    "name_kk": "full_name", "bin": "iin", "id_card": "id_card", "address_kk": "address",
    "guardian_name": "guardian_name",
}  # fmt: skip
# What a finding makes of a paper: a line to write on; not to be made at all; a contract that is
# still to be drawn up; nothing but a remark.
MISSING, LEFT_OUT, NO_CONTRACT, REMARK = "missing", "left_out", "no_contract", "remark"


def kind_of_contract(agreement: Row) -> str:
    """The kind of template: a practice contract with one student is a paper of its own."""
    kind = str(agreement["kind"])
    return "practice_individual" if kind == "practice" and agreement["student_id"] else kind


def contract(reader: Reader, agreement: Row) -> PaperData:
    """The contract of an agreement. Raises Refusal where the own college is not known."""
    kind = kind_of_contract(agreement)
    day = agreement["signed_on"] or agreement["valid_from"]
    known = about.Known()
    placements = placements_of(reader, agreement)
    parties = [*_sides(reader, agreement)]
    student: Row | None = None
    if kind != "practice":
        student = reader.row("student", agreement["student_id"])
        parties.append(_person(student, day or reader.office.today()))
        about.about_student(reader, known, student)
        _of_training(reader, known, agreement, placements, student)
    known.values |= {
        "place": Pair(text_of(agreement, "place_kk"), text_of(agreement, "place_ru")),
        "valid_from": agreement["valid_from"],
        "valid_until": agreement["valid_until"],
        "places": alike(text_of(agreement, "places")) or None,
    }
    for name in ("number", "place_kk", "place_ru", "valid_from", "valid_until"):
        known.sources[name] = Source("agreement", (agreement.id,), name)
    known.sources["date"] = Source("agreement", (agreement.id,), "valid_from")
    for index, party in enumerate(parties):
        known.sources |= _party_sources(index, party, student)
    if agreement["open_ended"]:
        known.facts.add("open_ended")
    if agreement["places"]:
        known.facts.add("places")
    if isinstance(parties[-1], PersonParty) and parties[-1].is_minor:
        known.facts.add("minor")
    partner = named(reader.row("organisation", agreement["partner_id"]))
    return PaperData(
        kind=kind,
        record_id=agreement.id,
        number=text_of(agreement, "number"),
        date=day,
        subject=parties[-1].name_kk if kind != "practice" else partner.kk,
        values=known.values,
        facts=tuple(sorted(known.facts)),
        parties=tuple(parties),
        behind=Behind(sources=known.sources, remarks=_remarks(agreement, student, kind)),
    )


def _remarks(agreement: Row, student: Row | None, kind: str) -> tuple[Finding, ...]:
    if kind == "practice":
        return ()
    if student is None:
        said = _("Student: choose who the contract is made with")
        return (Finding(said, field="student", severity="warning", code=MISSING),)
    if _born(student) is None:
        said = _("{who}: the date of birth is not filled, so nobody knows who signs")
        said = said.format(who=student["full_name"])
        return (Finding(said, field="born", severity="warning", code=MISSING),)
    return ()


def _sides(reader: Reader, agreement: Row) -> Sequence[PartyData]:
    """The college and the enterprise, with those who sign for them."""
    signs = {
        id_of(row["organisation_id"]): row.values
        for row in reader.of("signatory", "agreement_id", agreement.id)
    }
    college = reader.college
    if college.organisation_id in signs:
        college = papers.college_party(reader.office, signs)
    partner = reader.row("organisation", agreement["partner_id"])
    record = id_of(agreement["partner_id"])
    values = partner.values if partner is not None else {}
    return college, papers.party(values, signs.get(record), record=record)


def _person(student: Row | None, on: dt.date) -> PersonParty:
    name, address = text_of(student, "full_name"), text_of(student, "address")
    return PersonParty(
        name_kk=name,
        name_ru=name,
        role_kk=STUDENT_ROLE.kk,
        role_ru=STUDENT_ROLE.ru,
        address_kk=address,
        address_ru=address,
        bin=text_of(student, "iin"),
        phone=text_of(student, "phone"),
        person_kk=name,
        person_ru=name,
        id_card=text_of(student, "id_card"),
        id_card_issued=text_of(student, "id_card_issued"),
        is_minor=is_minor(student, on),
        guardian_name=text_of(student, "guardian_name"),
        guardian_iin=text_of(student, "guardian_iin"),
        guardian_phone=text_of(student, "guardian_phone"),
    )


def _born(student: Row | None) -> dt.date | None:
    """The typed day of birth, else the one that the IIN says."""
    if student is None:
        return None
    born, iin = student["born"], student["iin"]
    if born is None and iin and check_iin(iin).value:
        born = read_iin(iin).born
    return born if isinstance(born, dt.date) else None


def is_minor(student: Row | None, on: dt.date) -> bool:
    """Whether a legal representative signs on that day: under 18, the birthday itself is of age."""
    born = _born(student)
    if born is None:
        return False
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return years < OF_AGE


def _party_sources(index: int, party: PartyData, student: Row | None) -> dict[str, Source]:
    if isinstance(party, PersonParty):
        if student is None:
            return {}
        return {
            f"parties.{index}.{name}": Source("student", (student.id,), of)
            for name, of in PERSON_FIELD.items()
        }
    if party.organisation_id is None:
        return {}
    return {
        f"parties.{index}.{name}": Source(
            "organisation", (party.organisation_id,), ORGANISATION_FIELD.get(name, name)
        )
        for name in PartyData.__dataclass_fields__
        # A role follows from the kind of the organisation and is not typed.
        if name not in ("organisation_id", "role_kk", "role_ru")
    }


def placements_of(reader: Reader, agreement: Row) -> list[Row]:
    """The placements that stand on an agreement, by the students' names."""
    rows = reader.of("placement", "agreement_id", agreement.id)
    return [row for row in rows if row["state"] not in about.GIVEN_UP]


def _of_training(
    reader: Reader,
    known: about.Known,
    agreement: Row,
    placements: Sequence[Row],
    student: Row | None,
) -> None:
    """Dates, schedule, people and hours: of the student's placements, else of the agreement."""
    own = [row for row in placements if student and id_of(row["student_id"]) == student.id]
    first = own[0] if own else None
    period = reader.row("practice_period", first["period_id"]) if first is not None else None
    about.about_period(reader, known, period, first)
    if own:
        known.values["starts"] = min(row["starts"] for row in own)
        known.values["ends"] = max(row["ends"] for row in own)
    else:
        known.values["starts"] = agreement["valid_from"]
        known.values["ends"] = agreement["valid_until"]
    about.about_people(reader, known, first)
    about.with_position(known)
    about.about_hours(known, agreement, "agreement", period)
    about.about_money(known, agreement, "agreement")


def annex(reader: Reader, agreement: Row) -> PaperData:
    """The list of the students who train on an agreement, as its annex."""
    rows = placements_of(reader, agreement)
    about.preload(reader, rows)
    known = about.about_college(reader)
    partner = reader.row("organisation", agreement["partner_id"])
    about.about_partner(known, partner)
    known.values["count"] = alike(str(len(rows)))
    number, day = text_of(agreement, "number"), agreement["signed_on"] or agreement["valid_from"]
    known.sources["number"] = Source("agreement", (agreement.id,), "number")
    known.sources["date"] = Source("agreement", (agreement.id,), "signed_on")
    remarks: tuple[Finding, ...] = ()
    if not rows:
        said = _("No student has a place by this agreement.")
        remarks = (Finding(said, field="students", severity="warning", code=MISSING),)
    return PaperData(
        kind="annex",
        record_id=agreement.id,
        number=number,
        date=day,
        subject=named(partner).kk,
        values=known.values,
        tables={"students": _annex_table(reader, rows)},
        behind=Behind(sources=known.sources, remarks=remarks),
    )


def _annex_table(reader: Reader, rows: Sequence[Row]) -> TableData:
    lines = []
    for number, row in enumerate(rows, start=1):
        known = about.about_placement(reader, row)
        lines.append(
            (
                alike(str(number)),
                known.pair("student_name"),
                known.pair("group"),
                known.pair("speciality"),
                alike(span(row["starts"], row["ends"])),
                alike(short_name(known.pair("mentor").kk)),
            )
        )
    return TableData(
        headings=(
            alike("№"),
            Pair("Т.А.Ә.", "Ф.И.О."),
            Pair("Топ", "Группа"),
            Pair("Мамандық", "Специальность"),
            Pair("Мерзімі", "Сроки"),
            Pair("Тәлімгер", "Наставник"),
        ),
        rows=tuple(lines),
        weights=(5, 26, 11, 26, 16, 16),
    )


def span(starts: dt.date | None, ends: dt.date | None) -> str:
    """«03.11.2025 – 27.12.2025»."""
    return " – ".join(f"{day:%d.%m.%Y}" for day in (starts, ends) if day is not None)
