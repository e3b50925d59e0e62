"""When a clause is printed: facts of the paper, filled places, choices that must be met. Pure.

A condition is one word of the template's JSON: the name of a fact ("open_ended"), "filled:" with a
place, or a choice and its value ("practice=dual"). A clause is printed whole or not at all, in
both languages together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cluster_desktop.documents.place_names import WITH_PARTIES, facts_of, places_of
from cluster_desktop.i18n import N_
from cluster_desktop.services.paper_data import Pair, Template
from cluster_desktop.services.paper_placement import LANGUAGES, PRACTICES
from cluster_desktop.services.papers import ROLES

FILLED = "filled:"
IS = "="

# Facts in words, as the list of conditions shows them.
FACTS: Mapping[str, str] = {
    "two_parties": N_("Two parties"),
    "many_parties": N_("More than two parties"),
    "places": N_("Practice places are promised"),
    "directions": N_("Directions of cooperation are chosen"),
    "open_ended": N_("The agreement has no end"),
    "tacit": N_("The agreement is renewed by itself"),
    "minor": N_("The student is under 18"),
    "compensation": N_("A compensation is paid"),
    "mentor": N_("A mentor is appointed"),
    "supervisor": N_("A supervisor is appointed"),
    "hours": N_("Hours at the enterprise are known"),
    "share": N_("The share at the enterprise is known"),
    "schedule": N_("Days and hours are known"),
    "qualification": N_("The qualification is known"),
    "order": N_("There is an order on sending"),
    "agreement": N_("There is a contract"),
    "dual": N_("It is dual training"),
    "acting": N_("The chair is acting"),
    "secretary": N_("There is a secretary"),
    "quorum": N_("The quorum is reached"),
    "invited": N_("Somebody was invited"),
    "conflicts": N_("A conflict of interest was declared"),
    "begins": N_("The time of the beginning is known"),
    "item": N_("At each question of the agenda"),
    "speaker": N_("Somebody spoke"),
    "heard": N_("Something was heard"),
    "decision": N_("At each decision"),
    "responsible": N_("Somebody is responsible"),
    "due": N_("There is a day it is due"),
    "votes": N_("Votes were counted"),
    "adopted": N_("The decision was adopted"),
}


@dataclass(frozen=True, slots=True)
class ChoiceOf:
    """A field with a fixed set of values, and what the paper says for each of them."""

    label: str
    entity: str
    field: str
    said: Mapping[str, Pair]


CHOICES: Mapping[str, ChoiceOf] = {
    "practice": ChoiceOf(N_("Kind of practice"), "practice_period", "kind", PRACTICES),
    "language": ChoiceOf(N_("Language of study"), "study_group", "language", LANGUAGES),
    "partner_kind": ChoiceOf(N_("Kind of partner"), "organisation", "kind", ROLES),
}


def choices_of(kind: str) -> Mapping[str, ChoiceOf]:
    """The choices that a paper of the kind knows."""
    known = places_of(kind)
    return {
        name: choice
        for name, choice in CHOICES.items()
        if (kind in WITH_PARTIES if name == "partner_kind" else name in known)
    }


def fillable(kind: str) -> Mapping[str, str]:
    """The places that may be asked whether they are filled, with their labels."""
    never = ("party", "obligation", "parties", "copies", "places_word", "student")
    return {name: label for name, label in places_of(kind).items() if name not in never}


def is_known(kind: str, condition: str) -> bool:
    """Whether a template of the kind may name the condition."""
    if condition.startswith(FILLED):
        return condition.removeprefix(FILLED) in fillable(kind)
    name, mark, value = condition.partition(IS)
    if mark:
        choice = choices_of(kind).get(name)
        return choice is not None and value in choice.said
    return condition in facts_of(kind)


def asked(template: Template) -> frozenset[str]:
    """All conditions that clauses of the template name."""
    return frozenset(word for one in template.clauses for word in (*one.when, *one.unless))


def met(said: Mapping[str, Pair], wanted: Iterable[str]) -> frozenset[str]:
    """Those of the wanted conditions about filled places and choices that hold.

    `said` is what each place says; a value is met where the paper says it in both languages.
    """
    return frozenset(word for word in wanted if _holds(said, word))


def _holds(said: Mapping[str, Pair], word: str) -> bool:
    if word.startswith(FILLED):
        return bool(said.get(word.removeprefix(FILLED)))
    name, mark, value = word.partition(IS)
    choice = CHOICES.get(name) if mark else None
    return choice is not None and name in said and said[name] == choice.said.get(value)
