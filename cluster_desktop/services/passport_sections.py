"""Sections 1–6 of the passport from the records: facts and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from cluster_desktop.db.cluster import IN_FORCE
from cluster_desktop.db.entities.cluster import FACTORS, INITIATORS, MODELS, PATH
from cluster_desktop.db.entities.organisation import KINDS
from cluster_desktop.fields import NEWER
from cluster_desktop.i18n import format_date, sort_key
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.services import passport_wording as said
from cluster_desktop.services.passport_content import NOTHING, Fact, Table, Words
from cluster_desktop.services.passport_making import (
    Cells,
    Making,
    by_name,
    day,
    filled,
    joined,
    label,
    number,
    numbered,
    own,
    pair,
    plain,
    table,
)


@dataclass(frozen=True)
class Part:
    """What the records give to one section."""

    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()


def name(at: Making) -> Part:
    """1: the names, the region, the leading sector, who started it."""
    row = at.cluster
    facts = [
        Fact("1.name", said.FULL_NAME, Words(*own(row, "name")[:2], row["name_en"] or "")),
        Fact("1.short", said.SHORT_NAME, own(row, "short")),
        Fact("1.region", said.REGION, region(at)),
        Fact("1.sector", said.SECTOR, _leading_sector(at)),
        Fact("1.model", said.MODEL, label(MODELS.get(row["model"], NEWER))),
        Fact("1.initiator", said.INITIATOR, _initiator(at)),
    ]
    return Part(tuple(fact for fact in facts if any(fact.value)))


def region(at: Making) -> Words:
    """The region's name."""
    link = at.cluster["region_id"]
    if not isinstance(link, Ref):
        return NOTHING
    return pair(at.office.get("region", link.id), "name")


def _leading_sector(at: Making) -> Words:
    rows = at.rows("specialisation", ("position", "sector"), sort=(("position", False),))
    return at.choice("specialisation", "sector", rows[0]["sector"]) if rows else NOTHING


def _initiator(at: Making) -> Words:
    kind = at.cluster["initiator_kind"]
    found = at.organisation(at.cluster["initiator_id"])
    return found if any(found) else label(INITIATORS.get(kind, ""))


# 2. Participants

MEMBER = (
    *("organisation_id", "founder", "state", "role", "duty_kk", "duty_ru"),
    *("obligations_kk", "obligations_ru", "joined_on", "kind"),
)
IN_PASSPORT = Condition("in_passport", "is", True)
COUNTED_KINDS: Sequence[tuple[str, Words, tuple[str, ...]]] = (
    ("colleges", said.COLLEGES, ("college",)),
    ("employers", said.EMPLOYERS, ("enterprise", "startup")),
    ("schools", said.SCHOOLS, ("school",)),
    ("universities", said.UNIVERSITIES, ("university",)),
    ("research", said.RESEARCH, ("research",)),
    ("state_bodies", said.STATE_BODIES, ("state_body",)),
)


def participants(at: Making) -> Part:
    """2: how many of which kind, and the list with roles and obligations."""
    facts = [at.count("2.participants", said.PARTICIPANTS, _members())]
    facts.append(at.count("2.founders", said.FOUNDERS, _members(Condition("founder", "is", True))))
    counted: list[str] = []
    for key, words, kinds in COUNTED_KINDS:
        counted += kinds
        facts.append(at.count(f"2.{key}", words, _members(Condition("kind", "in", kinds))))
    others = tuple(kind for kind in KINDS if kind not in counted)
    facts.append(at.count("2.others", said.OTHERS, _members(Condition("kind", "in", others))))
    agreed = _members(Condition("belongs", "is", True), Condition("has_agreement", "is", True))
    facts.append(at.count("2.with_agreement", said.WITH_AGREEMENT, agreed))
    talks = _members(Condition("state", "is", "negotiating"))
    facts.append(at.count("2.negotiating", said.IN_TALKS, talks))
    rows = [
        (at.organisation(row["organisation_id"]), role_of(at, row), own(row, "obligations"))
        for row in members(at)
    ]
    headings = (said.NUMBER, said.ORGANISATION, said.ROLE, said.OBLIGATIONS)
    return Part(
        tuple(facts), (table("2.participants", said.PARTICIPANTS, headings, numbered(rows)),)
    )


def _members(*more: Condition) -> Query:
    return Query("membership", (IN_PASSPORT, *more))


def members(at: Making) -> list[Row]:
    """Founders first, then by kind and name."""
    order = list(KINDS)

    def place(row: Row) -> tuple[object, ...]:
        link = row["organisation_id"]
        kind = order.index(row["kind"]) if row["kind"] in order else len(order)
        return (not row["founder"], kind, sort_key(at.organisation(link).kk), row.id.bytes)

    return sorted(at.rows("membership", MEMBER, (IN_PASSPORT,)), key=place)


def role_of(at: Making, row: Row) -> Words:
    """The role in words, else its kind."""
    typed = pair(row, "duty")
    return typed if any(typed) else at.choice("membership", "role", row["role"])


def agreements(at: Making) -> Mapping[UUID, list[Row]]:
    """Agreements in force by organisation, the newest first."""
    columns = ("number", "partner_id", "kind", "signed_on", "until")
    rows = at.rows("agreement", columns, (Condition("state", "in", IN_FORCE),))
    rows.sort(key=lambda row: (row["signed_on"] or at.day, row.id.bytes), reverse=True)
    by_id = {row.id: row for row in rows}
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row["partner_id"].id, []).append(row)
    for party in at.rows("party", ("agreement_id", "organisation_id")):
        agreement = by_id.get(party["agreement_id"].id)
        others = found.setdefault(party["organisation_id"].id, [])
        if agreement is not None and agreement not in others:
            others.append(agreement)
    return found


def said_of_agreements(at: Making, rows: Sequence[Row]) -> Words:
    """Kind, number, date and term of each, a line each."""
    lines = []
    for row in rows:
        what = at.choice("agreement", "kind", row["kind"])
        told = f"№ {row['number']}" if row["number"] else ""
        dates = format_date(row["signed_on"])
        until = f"– {format_date(row['until'])}" if row["until"] else ""
        lines.append(joined([what, plain(told), plain(f"{dates} {until}".strip())], " "))
    return joined(lines, "\n")


# 3. Legal status


def legal(at: Making) -> Part:
    """3: the state, the council's decision, the documents it stands on."""
    row = at.cluster
    facts = [Fact("3.state", said.STATE, label(PATH.get(row["state"], NEWER)))]
    if row["decision_number"]:
        told = f"№ {row['decision_number']} {format_date(row['decision_on'])}".strip()
        facts.append(Fact("3.decision", said.DECISION, plain(told)))
    columns = ("kind", "number", "signed_on", "title_kk", "title_ru", "body_kk", "body_ru")
    found = at.rows("founding_document", columns)
    found.sort(key=lambda one: (one["signed_on"] or at.day, one.id.bytes))
    rows: list[Cells] = [
        (
            at.choice("founding_document", "kind", one["kind"]),
            plain(one["number"]),
            day(one["signed_on"]),
            pair(one, "title"),
            pair(one, "body"),
        )
        for one in found
    ]
    facts.append(at.count("3.documents", said.DOCUMENTS, Query("founding_document")))
    headings = (said.NUMBER, said.KIND, said.NUMBER, said.DATE, said.TITLE, said.BODY)
    return Part(tuple(facts), filled("3.documents", said.DOCUMENTS, headings, rows))


# 4. Place


def place(at: Making) -> Part:
    """4: region, districts, and where the participants are."""
    facts = [
        Fact("4.region", said.REGION, region(at)),
        at.count("4.territory", said.DISTRICTS, Query("cluster_territory")),
    ]
    columns = ("name_kk", "name_ru", "kato", "distance_km", "transport")
    rows: list[Cells] = [
        (pair(row, "name"), plain(row["kato"]), number(row["distance_km"]), plain(row["transport"]))
        for row in by_name(at.rows("cluster_territory", columns))
    ]
    heads = (said.NUMBER, said.PLACE, said.KATO, said.DISTANCE, said.TRANSPORT)
    tables = filled("4.territory", said.TERRITORY, heads, rows)
    known = [at.organisations.get(row["organisation_id"].id) for row in members(at)]
    addresses: list[Cells] = [
        (pair(row, "name"), pair(row, "address"), number(row["distance_km"]))
        for row in known
        if row is not None and any(pair(row, "address"))
    ]
    headings = (said.NUMBER, said.ORGANISATION, said.ADDRESS, said.DISTANCE)
    return Part(tuple(facts), tables + filled("4.addresses", said.ADDRESSES, headings, addresses))


# 5. Goals


def goals(at: Making) -> Part:
    """5: goals of both horizons with numbers; what helps and hinders."""
    facts: list[Fact] = []
    tables: list[Table] = []
    for horizon, title in (("short", said.SHORT_GOALS), ("long", said.LONG_GOALS)):
        where = (Condition("horizon", "is", horizon),)
        facts.append(at.count(f"5.{horizon}", title, Query("goal", where)))
        tables += _goals(at, f"5.{horizon}", title, where)
    return Part(tuple(facts), (*tables, *_factors(at)))


def _goals(at: Making, key: str, title: Words, where: Iterable[Condition]) -> tuple[Table, ...]:
    columns = (
        *("name_kk", "name_ru", "indicator_kk", "indicator_ru", "unit", "base_year", "base_value"),
        *("target_year", "target_value", "actual_value"),
    )
    found = at.rows("goal", columns, where)
    found.sort(key=lambda row: (row["target_year"] or 9999, sort_key(row["name_kk"]), row.id.bytes))
    rows = [
        (
            pair(row, "name"),
            pair(row, "indicator"),
            plain(row["unit"]),
            _of_year(row["base_value"], row["base_year"]),
            _of_year(row["target_value"], row["target_year"]),
            number(row["actual_value"]),
        )
        for row in found
    ]
    headings = (
        *(said.NUMBER, said.GOAL, said.INDICATOR, said.UNIT, said.BASE, said.TARGET),
        said.ACTUAL,
    )
    return filled(key, title, headings, rows)


def _of_year(value: object, year: int | None) -> Words:
    shown = number(value) if value is not None else NOTHING  # type: ignore[arg-type]
    return joined([shown, plain(f"({year})") if year else NOTHING], " ")


def _factors(at: Making) -> tuple[Table, ...]:
    rows = at.rows("cluster_factor", ("kind", "text_kk", "text_ru", "answer"))
    order = {kind: at for at, kind in enumerate(FACTORS)}
    rows.sort(key=lambda row: (order.get(row["kind"], 99), sort_key(row["text_kk"]), row.id.bytes))
    cells = [
        (label(FACTORS.get(row["kind"], NEWER)), pair(row, "text"), plain(row["answer"]))
        for row in rows
    ]
    headings = (said.NUMBER, said.KIND, said.FACTOR, said.FOLLOWS)
    return filled("5.factors", said.FACTORS, headings, cells)


# 6. Fields of specialisation


def fields(at: Making) -> Part:
    """6: fields in the typed order, each with its specialities and what the records say of them."""
    facts = [
        at.count("6.fields", said.FIELDS, Query("specialisation")),
        at.count("6.specialities", said.SPECIALITIES, Query("specialisation_code")),
    ]
    columns = ("position", "sector", "name_kk", "name_ru")
    found = at.rows("specialisation", columns)
    found.sort(key=lambda row: (row["position"], sort_key(row["name_kk"]), row.id.bytes))
    codes: dict[UUID, list[Row]] = {}
    wanted = ("specialisation_id", "speciality_id", "college_taught_id")
    for row in at.rows("specialisation_code", wanted):
        codes.setdefault(row["specialisation_id"].id, []).append(row)
    rows: list[Cells] = []
    for row in found:
        mine = codes.get(row.id, [])
        mine.sort(key=lambda one: (at.speciality(one["speciality_id"]).kk, one.id.bytes))
        rows += [_code(at, row, one) for one in mine] or [_bare(at, row)]
    headings = (
        *(said.NUMBER, said.FIELD, said.SECTOR, said.SPECIALITY, said.TAUGHT_BY),
        *(said.CONTINGENT, said.ADMITTED, said.GRADUATES, said.NEED),
    )
    return Part(tuple(facts), filled("6.fields", said.FIELDS_TABLE, headings, rows))


def _bare(at: Making, field: Row) -> Cells:
    sector = at.choice("specialisation", "sector", field["sector"])
    return (pair(field, "name"), sector, *([NOTHING] * 6))


def _code(at: Making, field: Row, code: Row) -> Cells:
    speciality = code["speciality_id"].id
    of, year = str(speciality), at.day.year
    studies = Condition("studies", "is", speciality)
    mine = Condition("speciality_id", "is", speciality)
    this_year = Condition("year", "is", year)
    finishes = (studies, Condition("finishes", "is", year))
    students = Query("student", (studies, Condition("on_roll", "is", True)))
    asked_for = (Condition("speciality", "is", speciality), Condition("counts", "is", True))
    needs = Query("labour_need", (*asked_for, this_year))
    return (
        pair(field, "name"),
        at.choice("specialisation", "sector", field["sector"]),
        at.speciality(code["speciality_id"]),
        at.organisation(code["college_taught_id"]),
        at.cell(f"6.students.{of}", students),
        _admitted(at, of, Query("admission", (mine, this_year))),
        at.cell(f"6.graduates.{of}", Query("student", finishes)),
        at.cell(f"6.need.{of}", needs, "persons"),
    )


def _admitted(at: Making, of: str, query: Query) -> Words:
    """How many were admitted; nothing where the register does not tell it by speciality."""
    if not at.office.count(replace(query, on=at.on)):
        return NOTHING
    return at.cell(f"6.admitted.{of}", query, "admitted")
