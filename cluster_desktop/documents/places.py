"""The named places of a paper: what each says in kk and ru, and which are still empty. Pure.

A template's text is cut into pieces; a piece knows the place it came from, so that the live page
can tint the value being typed. Values are never formatted into the text: braces in a company's
name stay braces.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cluster_desktop.documents import conditions, place_forms, wording
from cluster_desktop.documents.place_names import TABLES_OF, WITH_PARTIES, places_of
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.paper_data import (
    WORDLESS,
    AnyData,
    Clause,
    Level,
    MemorandumData,
    Pair,
    PaperData,
    PartyData,
    PersonParty,
    Template,
)

# A line to write on by hand where nothing is filled in.
BLANK = "__________"

LANGUAGES = ("kk", "ru")
PARTY_PLACES = frozenset({"name", "role", "person", "basis", "acting", "position"})
# Places the record must fill, and the field of the record to send the person to.
_FIELD_OF = {
    "place": "place_kk", "college_basis": "basis_kk", "partner_basis": "basis_kk",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the named place it fills, if any."""

    text: str
    place: str = ""


Text = tuple[Piece, ...]
Values = Mapping[str, "Text | date"]


def plain(text: Text) -> str:
    """The words alone."""
    return "".join(piece.text for piece in text)


def facts(data: AnyData, template: Template | None = None) -> frozenset[str]:
    """What is true of the paper, for the conditions of clauses.

    With a template also what its clauses ask of filled places and choices.
    """
    wanted = conditions.asked(template) if template is not None else frozenset()
    more = {word for word in wanted if conditions.FILLED in word or conditions.IS in word}
    if template is None or not more:
        return _own_facts(data)
    return _own_facts(data) | conditions.met(_said(data, template), more)


def _said(data: AnyData, template: Template) -> dict[str, Pair]:
    """What each place says in both languages, and the kind of the partner by its role."""
    sides = [values(data, template, lang) for lang in LANGUAGES]
    said = {
        name: Pair(
            *(
                _in_words(side.get(name, ()), lang)
                for side, lang in zip(sides, LANGUAGES, strict=True)
            )
        )
        for name in {*sides[0], *sides[1]}
    }
    if len(data.parties) > 1:
        said["partner_kind"] = Pair(data.parties[1].role_kk, data.parties[1].role_ru)
    return said


def _in_words(value: Text | date, lang: str) -> str:
    return place_forms.day(value, lang) if isinstance(value, date) else plain(value)


def _own_facts(data: AnyData) -> frozenset[str]:
    if isinstance(data, PaperData):
        return frozenset(data.facts)
    true = {
        "two_parties": len(data.parties) == 2,
        "many_parties": len(data.parties) > 2,
        "places": bool(data.places),
        "directions": bool(data.directions),
        "open_ended": data.open_ended,
        "tacit": bool(data.renewal_months),
    }
    return frozenset(name for name, holds in true.items() if holds)


def fill(template: str, values: Values, lang: str) -> Text:
    """The template's text with its places filled. Raises Refusal for a place nobody knows."""
    pieces: list[Piece] = []
    for literal, name, spec in parsed(template):
        if literal:
            pieces.append(Piece(literal))
        if name is None:
            continue
        if name not in values:
            raise Refusal(unknown_place(name), field="body")
        value = values[name]
        if isinstance(value, date):
            said = _date(value, lang, spec)
            pieces.append(Piece(said, name))
        elif value and spec:
            pieces.append(Piece(place_forms.words(plain(value), lang, spec), name))
        elif value:
            # A place within a place (the partner's person in the partner's phrase) stays tintable.
            pieces.extend(p if p.place else Piece(p.text, name) for p in value)
        else:
            pieces.append(Piece(BLANK, name))
    return tuple(pieces)


def parsed(template: str) -> Iterator[tuple[str, str | None, str]]:
    """(literal, place, case) triples. Raises Refusal for a brace that is not closed."""
    try:
        for literal, name, spec, conversion in string.Formatter().parse(template):
            if conversion or (name is not None and not name.isidentifier()):
                raise Refusal(unknown_place(name or ""), field="body")
            yield literal, name, spec or ""
    except ValueError as why:
        raise Refusal(
            _("The template has a brace that is not closed: {text}").format(text=template[:60]),
            field="body",
        ) from why


def unknown_place(name: str) -> str:
    """The sentence about a place that does not exist."""
    return _("The template names a place the program does not know: {place}.").format(
        place="{" + name + "}"
    )


def _date(value: date, lang: str, case: str) -> str:
    words = place_forms.day(value, lang, case).split(" ")
    # «2026 жылғы | 3 қараша», «3 ноября | 2026 года»: a line may end in the middle only.
    return " ".join("\u00a0".join(words[start : start + 2]) for start in range(0, len(words), 2))


def values(data: AnyData, template: Template, lang: str) -> dict[str, Text | date]:
    """The value of each place in the language; empty text where the record says nothing."""
    own = _own_values(data, lang) if isinstance(data, PaperData) else _of_memorandum(data, lang)
    return own | _of_parties(data, template, lang)


def _of_memorandum(data: MemorandumData, lang: str) -> dict[str, Text | date]:
    return {
        "number": _words(data.number),
        "date": data.date or (),
        "valid_from": data.valid_from or (),
        "valid_until": data.valid_until or (),
        "place": _words(data.place_kk if lang == "kk" else data.place_ru),
        "renewal_months": _count(data.renewal_months),
        "notice_months": _count(data.notice_months),
        "places": _count(data.places),
        "places_word": _words(wording.places_word(data.places or 0)),
        "directions": _words("; ".join(_of(pair, lang) for pair in data.directions)),
    }


def _own_values(data: PaperData, lang: str) -> dict[str, Text | date]:
    filled: dict[str, Text | date] = dict.fromkeys(places_of(data.kind), ())
    for name, said in data.values.items():
        if isinstance(said, Pair):
            filled[name] = _words(_of(said, lang))
        elif said is not None:
            filled[name] = said
    return filled | {"number": _words(data.number), "date": data.date or ()}


# Prefix of a party's places; further parties of a memorandum are named by their number.
_PREFIX = {0: "college", 1: "partner"}


def _of_parties(data: AnyData, template: Template, lang: str) -> dict[str, Text | date]:
    if not data.parties:
        return {}
    count_kk, count_ru = wording.copies(len(data.parties))
    filled: dict[str, Text | date] = {"copies": _words(count_kk if lang == "kk" else count_ru)}
    phrases: list[Text] = []
    for index, party in enumerate(data.parties):
        if isinstance(party, PersonParty):
            filled["student"] = _words(party.role_kk if lang == "kk" else party.role_ru)
            continue
        prefix = _PREFIX.get(index, f"party{index + 1}")
        own = party_values(party, lang, prefix)
        phrases.append(fill(_of(template.party, lang), own, lang))
        if index in _PREFIX:
            filled[prefix] = own["role"]
            filled[f"{prefix}_name"] = own["name"]
            filled[f"{prefix}_party"] = phrases[-1]
            filled[f"{prefix}_person"] = _words(person(party, lang))
            filled[f"{prefix}_in_person"] = own["person"]
            filled[f"{prefix}_basis"] = own["basis"]
    filled["parties"] = _join(phrases, "және" if lang == "kk" else "и")
    return filled


def party_values(party: PartyData, lang: str, prefix: str) -> dict[str, Text | date]:
    """The places of one party's phrase."""
    kk = lang == "kk"
    basis = party.basis_kk if kk else wording.basis_genitive(party.basis_ru)
    name = party.name_kk if kk else party.name_ru
    return {
        "name": _words(name, f"{prefix}_name"),
        "role": _words(party.role_kk if kk else party.role_ru, prefix),
        "position": _words(party.position_kk if kk else party.position_ru, f"{prefix}_position"),
        "basis": _words(basis, f"{prefix}_basis"),
        "person": _words(in_person(party, lang), f"{prefix}_in_person"),
        "acting": _words(wording.acting(party.person_ru or party.person_kk)),
    }


def in_person(party: PartyData, lang: str) -> str:
    """The phrase after «атынан» / «в лице». In kk the nominative is right; in ru it is typed."""
    if lang == "ru":
        return party.in_person_ru
    if party.in_person_kk:
        return party.in_person_kk
    return " ".join(filter(None, (party.position_kk.lower(), person(party, "kk"))))


def person(party: PartyData, lang: str) -> str:
    """Initials and surname, as under a signature."""
    full = party.person_kk if lang == "kk" else party.person_ru
    return wording.short_name(full) if full else ""


def check_missing(template: Template, data: AnyData) -> list[Finding]:
    """One finding for each place the printed clauses need and the record does not fill."""
    true = facts(data, template)
    found: dict[str, Finding] = {}
    labels = places_of(template.kind)
    for lang in LANGUAGES:
        filled = values(data, template, lang)
        texts = [_of(pair, lang) for pair in (template.title, *_opening(template))]
        # What repeated items of an agenda lack is remarked by who made the paper.
        texts += [
            _of(c.text, lang)
            for c in template.clauses
            if c.each != "agenda" and holds(c.when, c.unless, true)
        ]
        for text in texts:
            for __, name, __ in parsed(text):
                if name is None or name in ("party", "obligation"):
                    continue
                if name not in filled:
                    raise Refusal(unknown_place(name), field="body")
                if not filled[name]:
                    _add(found, name, lang, _(labels[name]), has_parties=bool(data.parties))
    for index, party in enumerate(data.parties):
        _missing_of_party(found, party, index)
    remarks = data.behind.remarks if isinstance(data, PaperData) else ()
    # What speaks against the paper comes before its empty lines.
    return [*remarks, *found.values()]


def _opening(template: Template) -> tuple[Pair, Pair]:
    return template.opening, template.opening_end


_PARTY_NEEDS: tuple[tuple[str, str], ...] = (
    ("name_kk", N_("name in Kazakh")),
    ("name_ru", N_("name in Russian")),
    ("role_kk", N_("role in the text in Kazakh")),
    ("role_ru", N_("role in the text in Russian")),
    ("person_kk", N_("signatory in Kazakh")),
    ("person_ru", N_("signatory in Russian")),
    ("position_kk", N_("position in Kazakh")),
    ("position_ru", N_("position in Russian")),
    ("basis_kk", N_("acts on the basis of, in Kazakh")),
    ("basis_ru", N_("acts on the basis of, in Russian")),
    ("in_person_ru", N_("“in the person of” in Russian")),
    ("address_kk", N_("address in Kazakh")),
    ("address_ru", N_("address in Russian")),
    ("bin", N_("BIN or IIN")),
)
_PERSON_NEEDS: tuple[tuple[str, str], ...] = (
    ("name_kk", N_("full name")),
    ("bin", N_("IIN")),
    ("id_card", N_("ID card No.")),
    ("address_kk", N_("address")),
)
_MINOR_NEEDS: tuple[tuple[str, str], ...] = (("guardian_name", N_("legal representative")),)


def _missing_of_party(found: dict[str, Finding], party: PartyData, index: int) -> None:
    title = party.name_kk or party.name_ru or _("party {n}").format(n=index + 1)
    needs = _PARTY_NEEDS
    if isinstance(party, PersonParty):
        needs = _PERSON_NEEDS + (_MINOR_NEEDS if party.is_minor else ())
    for name, label in needs:
        if not getattr(party, name):
            said = _("{organisation}: {what} is not filled").format(
                organisation=title, what=_(label)
            )
            found[f"{index}.{name}"] = Finding(
                said, field=f"parties.{index}.{name}", severity="warning", code="missing"
            )


# Said for the party itself, with its name.
_BY_PARTY = ("college", "partner", "parties", "student_name", "student_iin", "guardian", "id_card")


def _add(found: dict[str, Finding], name: str, lang: str, label: str, *, has_parties: bool) -> None:
    if has_parties and name.startswith(_BY_PARTY):
        return
    if name == "place" and "place" in found:
        return
    said = _("{place}: not filled, the paper has a line to write on").format(place=label)
    field = f"place_{lang}" if name == "place" else _FIELD_OF.get(name, name)
    found.setdefault(name, Finding(said, field=field, severity="warning", code="missing"))


def holds(when: tuple[str, ...], unless: tuple[str, ...], true: frozenset[str]) -> bool:
    """Whether a clause is printed."""
    return all(fact in true for fact in when) and not any(fact in true for fact in unless)


def check_template(template: Template) -> list[Finding]:
    """What is wrong with a template: unknown places and facts, a language without its text."""
    problems: list[Finding] = []
    known = frozenset(places_of(template.kind))
    pairs = [(template.title, known)]
    pairs += [(pair, known) for pair in _opening(template) if pair]
    if template.kind in WITH_PARTIES or template.party:
        pairs.append((template.party, PARTY_PLACES))
    for pair, allowed in pairs:
        problems += _check_pair(pair, allowed)
    for clause in template.clauses:
        problems += check_clause(template.kind, clause)
    return problems


def check_clause(kind: str, clause: Clause) -> list[Finding]:
    """What is wrong with one clause of a paper of the kind."""
    problems: list[Finding] = []
    if clause.text or clause.level not in WORDLESS:
        problems += _check_pair(clause.text, frozenset(places_of(kind)))
    return problems + _check_condition(kind, clause)


def _check_condition(kind: str, clause: Clause) -> list[Finding]:
    problems: list[Finding] = []
    for fact in (*clause.when, *clause.unless):
        if not conditions.is_known(kind, fact):
            said = _("The template names a condition the program does not know: {name}.")
            problems.append(Finding(said.format(name=fact), field="body"))
    wrong_table = clause.level is Level.TABLE and clause.of not in TABLES_OF.get(kind, ())
    if wrong_table or (clause.level is Level.LINES and not lines_of(clause)):
        said = _("The template names a table the program does not know: {name}.")
        problems.append(Finding(said.format(name=clause.of), field="body"))
    return problems


MOST_LINES = 40


def lines_of(clause: Clause) -> int:
    """How many lines to write on; 0 for a number that is none."""
    of = clause.of
    return int(of) if of.isascii() and of.isdigit() and 0 < int(of) <= MOST_LINES else 0


def _check_pair(pair: Pair, allowed: frozenset[str]) -> list[Finding]:
    if not pair.kk.strip() or not pair.ru.strip():
        said = _("A clause is written in one language only: {text}")
        return [Finding(said.format(text=(pair.kk or pair.ru)[:60]), field="body")]
    problems: list[Finding] = []
    for text in (pair.kk, pair.ru):
        try:
            for __, name, case in parsed(text):
                if name is not None and name not in allowed:
                    problems.append(Finding(unknown_place(name), field="body"))
                elif name is not None and case and not place_forms.fits(name, case):
                    said = _("{place} cannot be written in the form “{form}”.")
                    wrong = said.format(place="{" + name + "}", form=case)
                    problems.append(Finding(wrong, field="body"))
        except Refusal as why:
            problems.append(Finding(why.message, field="body"))
    return problems


def _words(text: str, place: str = "") -> Text:
    return (Piece(text, place),) if text else ()


def _count(number: int | None) -> Text:
    return _words("" if number is None else str(number))


def _of(pair: Pair, lang: str) -> str:
    return pair.kk if lang == "kk" else pair.ru


def _join(parts: list[Text], last: str) -> Text:
    pieces: list[Piece] = []
    for index, part in enumerate(parts):
        if index:
            pieces.append(Piece(f" {last} " if index == len(parts) - 1 else ", "))
        pieces.extend(part)
    return tuple(pieces)
