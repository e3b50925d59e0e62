"""The passport of the cluster: its content as plain values, and how complete each section is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cluster_desktop.db.entities.cluster import MODELS, PASSPORT_STATES
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import NEWER, Value
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import Changes, Condition, Figure, Query, Row, Update
from cluster_desktop.services import cluster, passport_annexes, passport_rules
from cluster_desktop.services import passport_sections as sections
from cluster_desktop.services import passport_sections_more as more
from cluster_desktop.services.passport_charts import charts
from cluster_desktop.services.passport_content import NOTHING, Passport, Section, Words
from cluster_desktop.services.passport_gaps import Gap, Severity
from cluster_desktop.services.passport_making import Making, label, pair
from cluster_desktop.services.passport_sections import Part
from cluster_desktop.services.passport_wording import BELONGS, TITLES

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

State = Literal["empty", "started", "complete"]
TEXTS = ("text_kk", "text_ru", "text_en")
# In these states the typed text may change; submitted and approved papers stay what they are.
OPEN = ("draft", "returned", "amended")
MADE: Mapping[int, Callable[[Making], Part]] = {
    1: sections.name,
    2: sections.participants,
    3: sections.legal,
    4: sections.place,
    5: sections.goals,
    6: sections.fields,
    7: more.plan,
    8: more.technologies,
    9: more.money,
    10: more.base,
    11: more.monitoring,
}


@dataclass(frozen=True)
class SectionState:
    """How far one section is.

    complete: nothing is missing and somebody has marked it; started: something is typed or
    recorded; empty: nothing. `can_be_marked` is False while something is missing.
    """

    number: int
    title: str
    state: State
    gaps: tuple[Gap, ...]
    marked: bool
    marked_on: date | None

    @property
    def missing(self) -> tuple[Gap, ...]:
        """The gaps that keep it from being complete."""
        return tuple(one for one in self.gaps if one.severity == "missing")

    @property
    def can_be_marked(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Check:
    """A line of “What belongs here”; `lacks` is empty where it is there."""

    words: Words
    lacks: Severity | None


def texts(office: Office) -> dict[int, Row]:
    """The passport_section record of each section: text_kk, text_ru, text_en, complete, marked_on.

    Raises Refusal where there is no cluster.
    """
    return dict(passport_rules.asked(office).sections)


def _record(office: Office, number: int) -> Row:
    found = texts(office)
    if number not in found:
        raise Refusal(_("There is no section {number}: there are 1–11.").format(number=number))
    return found[number]


def refuse_closed(office: Office) -> None:
    """Raises Refusal where the passport is submitted, approved, in force or archived."""
    state = cluster.needed(office)["passport_state"]
    if state not in OPEN:
        said = _("The passport is in the state “{state}”. {what}")
        what = (
            _("It can be changed when the council has returned it.")
            if state == "submitted"
            else _("Begin a new version first: Amend.")
        )
        raise Refusal(said.format(state=_(PASSPORT_STATES[state]), what=what))


def set_text(office: Office, number: int, values: Mapping[str, Value]) -> Changes:
    """New text (text_kk, text_ru, text_en) of a section, as one action; the same text: nothing.

    Raises Refusal while the passport is closed, or for a text that is too long.
    """
    row = _record(office, number)
    new = {name: values[name] or None for name in TEXTS if name in values}
    if all((row[name] or None) == text for name, text in new.items()):
        return Changes()
    refuse_closed(office)
    return office.set("passport_section", row.id, new)


def mark(office: Office, number: int, complete: bool) -> Changes:
    """Mark a section as complete, or not. Raises Refusal with what is missing."""
    row = _record(office, number)
    if complete:
        missing = [g for g in passport_rules.gaps(office, number) if g.severity == "missing"]
        if missing:
            told = " ".join(one.sentence for one in missing)
            raise Refusal(
                _("Section {number} lacks something. {what}").format(number=number, what=told)
            )
    if bool(row["complete"]) == complete:
        return Changes()
    marked = {"complete": complete, "marked_on": office.today() if complete else None}
    msgid = N_("Section {number} is complete") if complete else N_("Section {number} is open again")
    title = Said(msgid, {"number": str(number)})
    return office.apply(title, office.source, [Update("passport_section", row.id, marked)])


def mark_all(office: Office) -> Changes:
    """Mark every section that lacks nothing, as one action; nothing where all are marked."""
    rows = texts(office)
    marked = {"complete": True, "marked_on": office.today()}
    operations = [
        Update("passport_section", rows[one.number].id, marked)
        for one in states(office)
        if one.can_be_marked and not one.marked
    ]
    if not operations:
        return Changes()
    title = Said(N_("Complete sections: {n}"), {"n": str(len(operations))})
    return office.apply(title, office.source, operations)


def states(office: Office) -> list[SectionState]:
    """All 11 sections in order. Raises Refusal where there is no cluster."""
    at = passport_rules.asked(office)
    return [_state(at, number) for number in TITLES]


def _state(at: passport_rules.Asked, number: int) -> SectionState:
    gaps = tuple(passport_rules.gaps_of(at, number))
    row = at.sections.get(number)
    marked = bool(row is not None and row["complete"])
    missing = any(one.severity == "missing" for one in gaps)
    state: State = "complete" if marked and not missing else "started"
    if state == "started" and not passport_rules.is_started(at, number):
        state = "empty"
    title = TITLES[number].here()
    return SectionState(number, title, state, gaps, marked, row["marked_on"] if row else None)


def completeness(found: Sequence[SectionState]) -> tuple[int, int]:
    """(complete sections, 11): the meter."""
    return sum(one.state == "complete" for one in found), len(found)


def checklist(number: int) -> tuple[Words, ...]:
    """“What belongs here”: what the recommendations ask of the section."""
    return tuple(one.words for one in BELONGS[number])


def checks(state: SectionState) -> tuple[Check, ...]:
    """The checklist of a section, each line with what it lacks."""
    severity = {one.key: one.severity for one in reversed(state.gaps)}
    return tuple(
        Check(one.words, next((severity[key] for key in one.gaps if key in severity), None))
        for one in BELONGS[state.number]
    )


# Content


def content(office: Office, on: date | None = None) -> Passport:
    """The passport as it would be printed now: the draft. Numbers reckon by `on`, else today."""
    return whole(office, on)[0]


def figures(office: Office, on: date | None = None) -> dict[str, Figure]:
    """Every number of the sections by its key ("2.participants"): opens its records."""
    return whole(office, on)[1]


def whole(
    office: Office, on: date | None = None, told: Mapping[str, Value] | None = None
) -> tuple[Passport, dict[str, Figure]]:
    """The draft and its figures, made in one go. Raises Refusal where there is no cluster.

    `told` are fields of the cluster that the approval is about to write: its paper says them.
    """
    row = cluster.needed(office)
    row = Row(row.id, {**row.values, **(told or {})})
    at = Making(office, row, on)
    typed = texts(office)
    made = tuple(_section(at, number, typed.get(number)) for number in TITLES)
    passport = Passport(
        name=pair(row, "name")._replace(en=row["name_en"] or ""),
        short=pair(row, "short"),
        region=sections.region(at),
        version=next_number(office),
        made_on=at.day.isoformat(),
        sections=made,
        annexes=passport_annexes.annexes(at),
        signatures=passport_annexes.signatures(at),
        extra={
            "model": label(MODELS.get(row["model"], NEWER)).kk,
            "not_legal_entity": "yes" if row["not_legal_entity"] else "no",
            "decision": _decision(row),
        },
    )
    return passport, at.figures


def _decision(row: Row) -> str:
    if not row["decision_number"]:
        return ""
    return f"№ {row['decision_number']} {format_date(row['decision_on'])}".strip()


def section(office: Office, number: int, on: date | None = None) -> Section:
    """One section of the draft, for the editor: text, facts, tables, charts."""
    return section_with_figures(office, number, on)[0]


def section_with_figures(
    office: Office, number: int, on: date | None = None
) -> tuple[Section, dict[str, Figure]]:
    """The same, and its numbers by key."""
    at = Making(office, cluster.needed(office), on)
    return _section(at, number, _record(office, number)), at.figures


def _section(at: Making, number: int, row: Row | None) -> Section:
    part = MADE[number](at)
    text = NOTHING if row is None else Words(*(row[name] or "" for name in TEXTS))
    return Section(number, TITLES[number], text, part.facts, part.tables, charts(at, number))


def next_number(office: Office) -> int:
    """The number that the next approved version gets."""
    where = (Condition("cluster_id", "is", cluster.needed(office).id),)
    rows = office.rows(Query("passport_version", where, columns=("number",)))
    return max((int(row["number"]) for row in rows), default=0) + 1
