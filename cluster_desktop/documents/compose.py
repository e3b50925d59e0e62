"""A paper as rows of text in kk and ru, made from template and data.

PDF and docx print the same rows. Pure: knows nothing of pages, fonts and files.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from cluster_desktop.documents import conditions, places, wording
from cluster_desktop.documents.numbering import Numbering
from cluster_desktop.documents.places import Piece, Text
from cluster_desktop.services.paper_data import (
    AnyData,
    Behind,
    Clause,
    Level,
    MemorandumData,
    Pair,
    PaperData,
    PartyData,
    PersonParty,
    TableData,
    Template,
    template_to_body,
)

# Raised by one when the same data would look different: files printed before stay recognisable.
APPEARANCE = 1


class Look(StrEnum):
    """How a row of the paper looks."""

    TITLE = "title"
    PLACE_AND_DATE = "place_and_date"
    PREAMBLE = "preamble"
    SECTION = "section"
    CLAUSE = "clause"
    HEAD = "head"
    CENTRE = "centre"
    STRONG = "strong"
    SIGN = "sign"
    TABLE = "table"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Row:
    """What starts at one height in both languages.

    PLACE_AND_DATE and SIGN hold what stands at the left and at the right apart.
    """

    look: Look
    kk: Text
    ru: Text
    kk_end: Text = ()
    ru_end: Text = ()
    table: TableData | None = None
    lines: int = 0


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One line of a party's block: in both languages at once, or in one of them; or a rule."""

    key: str
    both: tuple[str, ...] = ()
    kk: tuple[str, ...] = ()
    ru: tuple[str, ...] = ()
    is_rule: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that is printed, in order."""

    record_id: UUID
    number: str
    date: date | None
    rows: tuple[Row, ...]
    parties_heading: Row | None
    blocks: tuple[tuple[BlockLine, ...], ...]
    digest: str
    draft: bool
    page: str = "portrait"
    abreast: int = 2
    """Parties that sign side by side."""

    def texts(self) -> Iterator[str]:
        """Every stretch of text, for the check of letters."""
        for row in (*self.rows, *([self.parties_heading] if self.parties_heading else [])):
            for text in (row.kk, row.ru, row.kk_end, row.ru_end):
                yield from (piece.text for piece in text)
            if row.table is not None:
                for cells in (row.table.headings, *row.table.rows):
                    yield from (text for pair in cells for text in (pair.kk, pair.ru))
        for block in self.blocks:
            for line in block:
                yield from line.both + line.kk + line.ru
        yield self.number


def compose(data: AnyData, template: Template, layout: str) -> Paper:
    """The paper of the data. Raises Refusal for a template with unknown places."""
    said = {lang: places.values(data, template, lang) for lang in places.LANGUAGES}

    def filled(pair: Pair) -> tuple[Text, Text]:
        return places.fill(pair.kk, said["kk"], "kk"), places.fill(pair.ru, said["ru"], "ru")

    rows = [Row(Look.TITLE, *filled(template.title))]
    if template.opening or template.opening_end:
        opening, end = filled(template.opening), filled(template.opening_end)
        rows.append(Row(Look.PLACE_AND_DATE, *opening, *end))
    heading: Row | None = None
    heads: list[Row] = []
    numbers = Numbering()
    for clause, extra in _printed(template, data):
        kk = places.fill(clause.text.kk, {**said["kk"], **extra["kk"]}, "kk")
        ru = places.fill(clause.text.ru, {**said["ru"], **extra["ru"]}, "ru")
        label = f"{numbers.next(clause.level)}\u00a0"
        if clause.level in (Level.CLAUSE, Level.SUBCLAUSE):
            rows.append(Row(Look.CLAUSE, (Piece(label), *kk), (Piece(label), *ru)))
        elif clause.level in (Level.SECTION, Level.PARTIES):
            row = Row(Look.SECTION, (Piece(label), *kk), (Piece(label), *ru))
            if clause.level is Level.PARTIES:
                heading = row
            else:
                rows.append(row)
        elif clause.level is Level.HEAD:
            heads.append(Row(Look.HEAD, kk, ru))
        else:
            rows.append(_plain_row(clause, kk, ru, data))
    return Paper(
        record_id=data.record_id,
        number=data.number,
        date=data.date,
        rows=(*heads, *rows),
        parties_heading=heading,
        blocks=_party_blocks(data.parties),
        digest=digest(data, template, layout),
        draft=data.draft,
        page=template.page,
        abreast=template.blocks,
    )


# Between what stands before and after a line to sign on.
SIGN_HERE = "____"


def _plain_row(clause: Clause, kk: Text, ru: Text, data: AnyData) -> Row:
    """A row without a number: its look is that of the clause's level."""
    look = Look(clause.level.value)
    if look is Look.SIGN:
        (kk_left, kk_right), (ru_left, ru_right) = _cut_at_rule(kk), _cut_at_rule(ru)
        return Row(look, kk_left, ru_left, kk_right, ru_right)
    tables = data.tables if isinstance(data, PaperData) else {}
    return Row(look, kk, ru, table=tables.get(clause.of), lines=places.lines_of(clause))


def _cut_at_rule(text: Text) -> tuple[Text, Text]:
    left: list[Piece] = []
    for number, piece in enumerate(text):
        # A blank of an empty place is longer and no rule: only the template's own words are cut.
        if not piece.place and SIGN_HERE in piece.text:
            before, __, after = piece.text.partition(SIGN_HERE)
            left.append(Piece(before.rstrip()))
            return tuple(left), (Piece(after.lstrip()), *text[number + 1 :])
        left.append(piece)
    return tuple(left), ()


def _printed(
    template: Template, data: AnyData
) -> Iterator[tuple[Clause, dict[str, dict[str, Text]]]]:
    """Clauses whose conditions hold, repeated where they say so, with the places of the turn."""
    wanted = conditions.asked(template)
    true = places.facts(data, template)
    for each, block in groupby(template.clauses, lambda clause: clause.each):
        if each == "agenda":
            yield from _at_each_turn(list(block), data, true, wanted)
            continue
        for clause in block:
            if places.holds(clause.when, clause.unless, true):
                yield from _repeated(clause, data)


def _repeated(clause: Clause, data: AnyData) -> Iterator[tuple[Clause, dict[str, dict[str, Text]]]]:
    if clause.each == "others":
        for party in data.parties[2:]:
            yield clause, _turn(party, "", "")
    elif clause.each == "obligations":
        for promise in data.promises if isinstance(data, MemorandumData) else ():
            if 0 <= promise.party < len(data.parties) and promise.text:
                party = data.parties[promise.party]
                yield clause, _turn(party, promise.text.kk, promise.text.ru)
    else:
        yield clause, _turn(None, "", "")


def _at_each_turn(
    block: list[Clause], data: AnyData, true: frozenset[str], wanted: frozenset[str]
) -> Iterator[tuple[Clause, dict[str, dict[str, Text]]]]:
    """The clauses of a block one after the other, for each turn of the data."""
    for turn in data.turns.get("agenda", ()) if isinstance(data, PaperData) else ():
        filled = {
            "kk": {name: _one(pair.kk) for name, pair in turn.values.items()},
            "ru": {name: _one(pair.ru) for name, pair in turn.values.items()},
        }
        here = true | frozenset(turn.facts) | conditions.met(turn.values, wanted)
        for clause in block:
            if places.holds(clause.when, clause.unless, here):
                yield clause, filled


def _turn(party: PartyData | None, kk: str, ru: str) -> dict[str, dict[str, Text]]:
    if party is None:
        return {"kk": {}, "ru": {}}
    return {
        "kk": {"party": _one(party.role_kk), "obligation": _one(kk)},
        "ru": {"party": _one(party.role_ru), "obligation": _one(ru)},
    }


def _one(text: str) -> Text:
    return (Piece(text),) if text else ()


def _party_blocks(parties: tuple[PartyData, ...]) -> tuple[tuple[BlockLine, ...], ...]:
    """The blocks of all parties, line by line alike, so that equal requisites stand level."""
    with_person = any(isinstance(party, PersonParty) for party in parties)
    blocks = []
    for party in parties:
        if isinstance(party, PersonParty):
            blocks.append((*_person_block(party), *_guardian_lines(party)))
        else:
            empty = tuple(BlockLine(key) for key in GUARDIAN_LINES) if with_person else ()
            blocks.append((*party_block(party), *empty))
    return tuple(blocks)


def party_block(party: PartyData) -> tuple[BlockLine, ...]:
    """Requisites and signature of one party, in the order of the domain's rules (section 12)."""
    # A sole entrepreneur has an IIN: its fifth digit belongs to the day of birth, 0 to 3.
    is_person = party.bin[4:5] in ("0", "1", "2", "3") and len(party.bin) == 12
    lines = [
        _pair("role", party.role_kk, party.role_ru, one_line=True),
        _pair("name", party.name_kk, party.name_ru),
        _pair("address", party.address_kk, party.address_ru),
        _labelled("bin", ("ЖСН", "ИИН") if is_person else ("БСН", "БИН"), party.bin),
        _labelled("iban", ("ЖСК", "ИИК"), party.iban),
        _plain("bank", party.bank),
        _bank_codes(party.bic, party.kbe),
        _labelled("phone", ("Тел.", "Тел."), party.phone),
        _plain("email", party.email),
        _pair("position", _capital(party.position_kk), _capital(party.position_ru), one_line=True),
        BlockLine("signature", is_rule=True),
        _pair("person", places.person(party, "kk"), places.person(party, "ru"), one_line=True),
        _pair("seal", "М.О.", "М.П.", one_line=True),
    ]
    return tuple(lines)


def _person_block(party: PersonParty) -> tuple[BlockLine, ...]:
    """A person's requisites at the heights of an organisation's."""
    return (
        _pair("role", party.role_kk, party.role_ru, one_line=True),
        _plain("name", party.name_kk),
        _pair("address", party.address_kk, party.address_ru),
        _labelled("bin", ("ЖСН", "ИИН"), party.bin),
        _labelled("iban", ("Жеке куәлік №", "Удостоверение личности №"), party.id_card),
        _plain("bank", party.id_card_issued),
        BlockLine("bic"),
        _labelled("phone", ("Тел.", "Тел."), party.phone),
        BlockLine("email"),
        BlockLine("position"),
        BlockLine("signature", is_rule=True),
        _plain("person", wording.short_name(party.name_kk)),
        BlockLine("seal"),
    )


GUARDIAN_LINES = (
    *("guardian_role", "guardian_name", "guardian_bin", "guardian_phone"),
    *("guardian_signature", "guardian_person"),
)


def _guardian_lines(party: PersonParty) -> tuple[BlockLine, ...]:
    """The legal representative signs below the student who is under age."""
    if not party.is_minor:
        return tuple(BlockLine(key) for key in GUARDIAN_LINES)
    return (
        _pair("guardian_role", "Заңды өкілі", "Законный представитель", one_line=True),
        _plain("guardian_name", party.guardian_name or places.BLANK * 2),
        _labelled("guardian_bin", ("ЖСН", "ИИН"), party.guardian_iin),
        _labelled("guardian_phone", ("Тел.", "Тел."), party.guardian_phone),
        BlockLine("guardian_signature", is_rule=True),
        _plain("guardian_person", wording.short_name(party.guardian_name)),
    )


def _pair(key: str, kk: str, ru: str, *, one_line: bool = False) -> BlockLine:
    said = [text for text in dict.fromkeys((kk, ru)) if text]
    both = (" / ".join(said),) if one_line and said else tuple(said)
    return BlockLine(key, both, (kk,) if kk else (), (ru,) if ru else ())


def _labelled(key: str, labels: tuple[str, str], value: str) -> BlockLine:
    if not value:
        return BlockLine(key)
    both = " / ".join(dict.fromkeys(labels))
    kk, ru = labels
    return BlockLine(key, (f"{both} {value}",), (f"{kk} {value}",), (f"{ru} {value}",))


def _bank_codes(bic: str, kbe: str) -> BlockLine:
    """«БСК / БИК KKMFKZ2A, Кбе 16» on one line."""
    line = _labelled("bic", ("БСК", "БИК"), bic)
    if not kbe:
        return line
    code = f"Кбе {kbe}"
    both, kk, ru = (
        (f"{said[0]}, {code}" if said else code,) for said in (line.both, line.kk, line.ru)
    )
    return BlockLine("bic", both, kk, ru)


def _plain(key: str, value: str) -> BlockLine:
    said = (value,) if value else ()
    return BlockLine(key, said, said, said)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def digest(data: AnyData, template: Template, layout: str) -> str:
    """SHA-256 of everything that makes the paper: the same content, the same sixty-four letters."""
    if isinstance(data, PaperData):
        data = dataclasses.replace(data, behind=Behind())
    content: dict[str, Any] = {
        "appearance": APPEARANCE,
        "layout": layout,
        "template": template_to_body(template),
        "data": dataclasses.asdict(data),
    }
    if isinstance(data, PaperData) and not data.turns:
        # Papers without turns keep the digest they were printed with.
        del content["data"]["turns"]
    packed = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()
