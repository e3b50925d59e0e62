"""What goes on a paper as plain values, and the template that says it. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Update
from cluster_desktop.rules.findings import Finding

TEMPLATE_FORMAT = 1
MAX_CLAUSES = 300
PAGES = ("portrait", "landscape", "certificate")


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing said in both languages of paper."""

    kk: str = ""
    ru: str = ""

    def __bool__(self) -> bool:
        return bool(self.kk or self.ru)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyData:
    """One side of a paper. Names, addresses and people are given in both languages.

    `person_*` is the signatory's full name in the nominative; `in_person_*` is the phrase after
    «атынан» and «в лице», which a program cannot decline: people type it once. `basis_*` is the
    nominative («Жарғы», «Устав»).
    """

    organisation_id: UUID | None = None
    name_kk: str = ""
    name_ru: str = ""
    role_kk: str = ""
    role_ru: str = ""
    address_kk: str = ""
    address_ru: str = ""
    bin: str = ""
    iban: str = ""
    bank: str = ""
    bic: str = ""
    kbe: str = ""
    phone: str = ""
    email: str = ""
    person_kk: str = ""
    person_ru: str = ""
    position_kk: str = ""
    position_ru: str = ""
    basis_kk: str = ""
    basis_ru: str = ""
    in_person_kk: str = ""
    in_person_ru: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonParty(PartyData):
    """A person who signs for himself: a student. `name_*` is the full name, `bin` the IIN.

    The legal representative signs below who is under 18 on the day of the paper.
    """

    id_card: str = ""
    id_card_issued: str = ""
    is_minor: bool = False
    guardian_name: str = ""
    guardian_iin: str = ""
    guardian_phone: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A duty written for one party besides those of the template."""

    party: int
    text: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorandumData:
    """Everything a memorandum says. The first party is the college, the second the partner.

    `valid_until` None with `open_ended` False means: not filled yet, a line to write on is printed.
    """

    record_id: UUID
    number: str
    date: dt.date | None
    parties: tuple[PartyData, ...]
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    open_ended: bool = False
    renewal_months: int | None = None
    notice_months: int | None = None
    place_kk: str = ""
    place_ru: str = ""
    places: int | None = None
    directions: tuple[Pair, ...] = ()
    promises: tuple[Promise, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class TableData:
    """A list on a paper. A row of one cell is a sub-heading over the whole width."""

    headings: tuple[Pair, ...]
    rows: tuple[tuple[Pair, ...], ...]
    weights: tuple[int, ...]


class Source(NamedTuple):
    """The field that fills a place, so that a gap is filled where it is seen.

    An order's number stands in every placement of the order.
    """

    entity: str
    records: tuple[UUID, ...]
    field: str


class Turn(NamedTuple):
    """One time that repeated clauses are printed: its own places and facts."""

    values: Mapping[str, Pair]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Behind:
    """What belongs to a paper and is not printed.

    `sources` lead from places to fields, `writes` is kept when the paper is issued (its number),
    `remarks` are findings that no empty place would tell.
    """

    sources: Mapping[str, Source] = field(default_factory=dict)
    writes: tuple[Update, ...] = ()
    remarks: tuple[Finding, ...] = ()


Said = Pair | dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperData:
    """Any paper but the memorandum: named values, facts for conditions, parties, tables.

    `subject` is whom or what the paper is about, for lists and names of files.
    """

    kind: str
    record_id: UUID
    number: str
    date: dt.date | None
    subject: str
    values: Mapping[str, Said] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    parties: tuple[PartyData, ...] = ()
    tables: Mapping[str, TableData] = field(default_factory=dict)
    turns: Mapping[str, tuple[Turn, ...]] = field(default_factory=dict)
    draft: bool = False
    behind: Behind = field(default_factory=Behind)


AnyData = MemorandumData | PaperData


class Level(StrEnum):
    """What a clause of a template is on the page."""

    PREAMBLE = "preamble"
    SECTION = "section"
    CLAUSE = "clause"
    # Numbered below a clause: 1.1.1.
    SUBCLAUSE = "subclause"
    PARTIES = "parties"
    # A mark above the title at the right: «Annex 1 to …».
    HEAD = "head"
    CENTRE = "centre"
    # In the middle and large: the name on a certificate.
    STRONG = "strong"
    # «Director ____ name»: words, a line to sign on, words.
    SIGN = "sign"
    # A table of the data, by its name.
    TABLE = "table"
    # Empty lines to write on.
    LINES = "lines"


# What clauses may be repeated for; "agenda" takes the turns of the data.
REPEATED = ("", "others", "obligations", "agenda")
# Levels that may say nothing themselves.
WORDLESS = (Level.TABLE, Level.LINES)


PLACE = Pair("{place}", "{place}")
DAY = Pair("{date}", "{date}")


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered or unnumbered paragraph, kk and ru side by side.

    Printed if all facts of `when` hold and none of `unless`; repeated for `each`, and clauses one
    after the other that are repeated for the agenda are printed together at each turn. `of` names
    the table, or says how many lines.
    """

    text: Pair
    level: Level = Level.CLAUSE
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    each: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A paper's wording: ordered clauses with named places in braces.

    `opening` stands below the title at the left, `opening_end` at the right; `blocks` is how many
    parties sign side by side. `family` names the first of its versions, once there are more.
    """

    kind: str
    version: int
    name: Pair
    title: Pair
    party: Pair
    clauses: tuple[Clause, ...]
    note: Pair = field(default_factory=Pair)
    opening: Pair = PLACE
    opening_end: Pair = DAY
    page: str = PAGES[0]
    blocks: int = 2
    family: str = ""


def template_from_body(body: str | Mapping[str, object]) -> Template:
    """The template of its stored JSON. Raises Refusal naming the place that is wrong."""
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError) as why:
            raise Refusal(_("The template cannot be read: it is not valid JSON.")) from why
    if not isinstance(body, Mapping) or body.get("format") != TEMPLATE_FORMAT:
        raise Refusal(_("The template was made by another version of the program."))
    clauses = body.get("clauses")
    if not isinstance(clauses, list) or not 0 < len(clauses) <= MAX_CLAUSES:
        raise Refusal(_("The template has no clauses, or too many."))
    return Template(
        kind=_text(body, "kind"),
        version=_version(body),
        name=_pair(body.get("name"), "name"),
        title=_pair(body.get("title"), "title"),
        party=_pair(body.get("party", {}), "party"),
        note=_pair(body.get("note", {}), "note"),
        opening=_pair(body["opening"], "opening") if "opening" in body else PLACE,
        opening_end=_pair(body["opening_end"], "opening_end") if "opening_end" in body else DAY,
        page=_page(body.get("page", PAGES[0])),
        blocks=3 if body.get("blocks") == 3 else 2,
        family=_family(body.get("family", "")),
        clauses=tuple(_clause(item, n) for n, item in enumerate(clauses, start=1)),
    )


def template_to_body(template: Template) -> str:
    """The JSON a template is stored as; template_from_body gives the same template again."""
    clauses: list[dict[str, object]] = []
    for clause in template.clauses:
        item: dict[str, object] = {}
        if clause.level is not Level.CLAUSE:
            item["level"] = clause.level.value
        if clause.when:
            item["when"] = list(clause.when)
        if clause.unless:
            item["unless"] = list(clause.unless)
        if clause.each:
            item["each"] = clause.each
        if clause.of:
            item["of"] = clause.of
        clauses.append({**item, "kk": clause.text.kk, "ru": clause.text.ru})
    pairs = {
        name: {"kk": pair.kk, "ru": pair.ru}
        for name, pair in (
            ("name", template.name), ("note", template.note),
            ("title", template.title), ("party", template.party),
        )
    }  # fmt: skip
    # What is usual is not written: bodies of templates made before stay the same.
    usual: dict[str, object] = {}
    for name, pair, standard in (
        ("opening", template.opening, PLACE),
        ("opening_end", template.opening_end, DAY),
    ):
        if pair != standard:
            usual[name] = {"kk": pair.kk, "ru": pair.ru}
    if template.page != PAGES[0]:
        usual["page"] = template.page
    if template.blocks != 2:
        usual["blocks"] = template.blocks
    if template.family:
        usual["family"] = template.family
    body = {
        "format": TEMPLATE_FORMAT, "kind": template.kind, "version": template.version,
        **pairs, **usual, "clauses": clauses,
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1)


def _clause(item: object, number: int) -> Clause:
    where = f"clauses[{number}]"
    if not isinstance(item, Mapping):
        raise _wrong(where)
    level = item.get("level", Level.CLAUSE.value)
    if level not in set(Level):
        raise _wrong(f"{where}.level")
    each = item.get("each", "")
    if each not in REPEATED:
        raise _wrong(f"{where}.each")
    return Clause(
        text=_pair(item, where),
        level=Level(level),
        when=_words(item.get("when", []), f"{where}.when"),
        unless=_words(item.get("unless", []), f"{where}.unless"),
        each=str(each),
        of=str(item.get("of", "")),
    )


def _pair(value: object, where: str) -> Pair:
    if not isinstance(value, Mapping):
        raise _wrong(where)
    kk, ru = value.get("kk", ""), value.get("ru", "")
    if not isinstance(kk, str) or not isinstance(ru, str):
        raise _wrong(where)
    return Pair(kk, ru)


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise _wrong(name)
    return value


def _page(value: object) -> str:
    if value not in PAGES:
        raise _wrong("page")
    return str(value)


def _family(value: object) -> str:
    if not isinstance(value, str):
        raise _wrong("family")
    return value


def _version(body: Mapping[str, object]) -> int:
    value = body.get("version")
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _wrong("version")
    return value


def _words(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _wrong(where)
    return tuple(value)


def _wrong(where: str) -> Refusal:
    return Refusal(_("The template is wrong at {place}.").format(place=where), field="body")
