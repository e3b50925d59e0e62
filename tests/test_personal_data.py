"""The register of personal data is whole: no private field without purpose, ground and term."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cluster_desktop.db.entities  # noqa: F401  (declares the catalogue)
from cluster_desktop import fields
from cluster_desktop.db import erasing
from cluster_desktop.entity import catalogue
from cluster_desktop.rules.erasure import MARK, PERSONS, STAYS, WITH_PERSON

PRIVATE = sorted(
    f"{entity.name}.{name}"
    for entity in catalogue.all()
    for name, spec in entity.fields.items()
    if spec.private
)


@pytest.fixture(scope="module")
def register() -> dict[str, list[str]]:
    """The cells behind each field that the register names."""
    text = (Path(__file__).parents[1] / "docs" / "personal-data.md").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        first, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        found |= dict.fromkeys(re.findall(r"`(\w+\.\w+)`", first), cells)
    return found


@pytest.mark.parametrize("name", PRIVATE)
def test_every_private_field_has_purpose_ground_and_term(
    register: dict[str, list[str]], name: str
) -> None:
    assert len([cell for cell in register[name] if cell]) == 3


def test_the_register_names_no_field_that_is_none(register: dict[str, list[str]]) -> None:
    assert sorted(name for name in register if name.count(".") == 1) == PRIVATE


@pytest.mark.parametrize("entity", sorted(STAYS))
def test_what_stays_of_a_person_is_declared_and_not_private(entity: str) -> None:
    declared = catalogue[entity]
    assert STAYS[entity] <= set(declared.fields)
    assert [name for name in STAYS[entity] if declared.fields[name].private] == []


@pytest.mark.parametrize("entity", sorted(STAYS))
def test_what_goes_can_be_empty(entity: str) -> None:
    """Only a text can take the mark: a required day, choice or link has to stay."""
    marked = [name for name, value in erasing.goes(catalogue[entity]).items() if value == MARK]
    kinds = [catalogue[entity].fields[name] for name in marked]
    assert [spec.name for spec in kinds if not isinstance(spec, fields.Text)] == []


def test_every_kind_that_is_erased_with_a_person_says_what_stays() -> None:
    reached = {child for children in WITH_PERSON.values() for child, _link in children}
    assert {*PERSONS, *reached, "attachment"} == set(STAYS)
