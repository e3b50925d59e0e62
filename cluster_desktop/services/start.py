"""What a new database is given: regions, specialities, numbering rules, its own letters."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from cluster_desktop.db.journal import Said
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_
from cluster_desktop.paths import resource
from cluster_desktop.query import Changes, Insert, Operation, Query
from cluster_desktop.rules.numbering import DEFAULT_MASK
from cluster_desktop.services import papers
from cluster_desktop.services.agreements import PREFIXES

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# One letter to the eye whether typed in Cyrillic or in Latin, so that a number on paper can be
# searched from either keyboard.
LETTERS = "АВЕКМНРСТХ"
LETTERS_OF_A_DEVICE = 3
_REFERENCE_IDS = UUID("6b0f6a52-6c1d-4f0a-9d55-0c6a6b1f7a10")


def prepare(office: Office) -> None:
    """Fill a database that has no reference data yet; an older one gets what is new since."""
    if office.local_fact("device.letters") is None:
        drawn = "".join(secrets.choice(LETTERS) for _i in range(LETTERS_OF_A_DEVICE))
        office.put_local_fact("device.letters", drawn)
    papers.seed_templates(office)
    _seed_rubric(office)
    if office.count("region"):
        rules = _numbering_rules()
        there = office.known("numbering_rule", [rule.id for rule in rules])
        missing = [rule for rule in rules if rule.id not in there]
        if missing:
            office.apply(Said(N_("Numbering rules")), "program", missing)
        return
    operations = [*_regions(), *_specialities(), *_numbering_rules()]
    office.apply(Said(N_("Reference lists of the program")), "program", operations)


def _seed_rubric(office: Office) -> None:
    """The usual rubric, once: what a college has changed or thrown away does not come back."""
    criteria = Query("rubric_criterion")
    if office.count(criteria) or office.count(replace(criteria, bin=True)):
        return
    operations = [
        Insert(
            "rubric_criterion",
            {
                "name_kk": line["name_kk"],
                "name_ru": line["name_ru"],
                "most": int(line["most"]),
                "position": position,
            },
            _own_id("rubric_criterion", line["code"]),
        )
        for position, line in enumerate(_lines("rubric.csv"), start=1)
    ]
    office.apply(Said(N_("Assessment rubric of the program")), "program", operations)


def set_college(office: Office, values: Mapping[str, Value]) -> Changes:
    """The own college: made once, changed afterwards."""
    known = office.college_id()
    if known is not None:
        return office.set("organisation", known, values)
    kept = {"kind": "college", "is_own": True} | dict(values)
    changes = office.add("organisation", kept)
    (college,) = changes.ids
    office.put_setting("college.organisation", str(college))
    return changes


def _own_id(entity: str, code: str) -> UUID:
    """The same record has the same id on every computer: what the exchange brings is no second."""
    return uuid5(_REFERENCE_IDS, f"{entity}/{code}")


def _lines(name: str) -> Iterator[dict[str, str]]:
    path: Path = resource("reference", name)
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _regions() -> list[Operation]:
    return [
        Insert(
            "region",
            {"kato": line["kato"], "name_kk": line["name_kk"], "name_ru": line["name_ru"]},
            _own_id("region", line["kato"]),
        )
        for line in _lines("regions.csv")
    ]


def _specialities() -> list[Operation]:
    ids: dict[str, UUID] = {}
    found: list[Operation] = []
    for line in _lines("specialities.csv"):
        ids[line["code"]] = _own_id("speciality", line["code"])
        found.append(Insert("speciality", _named(line), ids[line["code"]]))
    for line in _lines("qualifications.csv"):
        values = _named(line) | {"speciality_id": ids.get(line["speciality_code"])}
        found.append(Insert("qualification", values, _own_id("qualification", line["code"])))
    return found


def _named(line: dict[str, str]) -> dict[str, Value]:
    return {name: line[name] or None for name in ("code", "name_kk", "name_ru")}


def _numbering_rules() -> list[Insert]:
    return [
        Insert(
            "numbering_rule",
            {"kind": kind, "prefix": prefix, "mask": DEFAULT_MASK},
            _own_id("numbering_rule", kind),
        )
        for kind, prefix in PREFIXES.items()
    ]
