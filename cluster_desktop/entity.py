"""What a declaration says about one kind of record, and the catalogue of all of them. Pure.

A declaration is checked when it is made: a wrong one fails at import, naming entity and field.
Knows no SQL; the mapped class that made it is `db`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from cluster_desktop.errors import Bug
from cluster_desktop.fields import Choice, Field, Link, Value
from cluster_desktop.i18n import N_, _, language
from cluster_desktop.rules.findings import Finding

# The two languages of paper; English readers get the state language's name.
PAIR_ORDER = {"kk": ("_kk", "_ru"), "ru": ("_ru", "_kk"), "en": ("_kk", "_ru")}

Check = Callable[[Mapping[str, Value]], tuple[Finding, ...]]
# Who exchanges the records of a kind: "college" its own computers and the region; "registry": all
# write; "reference": the region writes, a college adds rows of its own; "local": nobody.
Exchange = Literal["college", "registry", "reference", "local"]
# Whose a record is: every kind has it, and it is asked and shown like a field of the kind.
COLLEGE = "college_id"
_COLLEGE = Link(N_("College"), to="organisation").named(COLLEGE)


@dataclass(frozen=True, kw_only=True)
class Entity:
    """One kind of record.

    `title` names the field (or the kk/ru pair) that stands for the record; `checks` look at the
    whole record; `duplicates` are the fields whose equality makes a possible duplicate;
    `search_through` are links whose target's text finds this record too. For the exchange: `inner`
    fields of a shared record are each college's own, `here` ones this computer's; fields that go
    `together` have one stamp; two who change a `legal` field apart must decide before printing.
    """

    name: str
    label: str
    plural: str
    icon: str = "document"
    title: str = "name"
    fields: Mapping[str, Field] = field(default_factory=dict)
    computed: Mapping[str, Field] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    duplicates: tuple[str, ...] = ()
    sort: str = ""
    search_through: tuple[str, ...] = ()
    journaled: bool = True
    exchange: Exchange = "college"
    inner: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    legal: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, spec in {**self.fields, **self.computed}.items():
            if spec.name != name:
                raise Bug(f"{self.name}.{name}: the field calls itself {spec.name!r}")
            if not spec.label:
                raise Bug(f"{self.name}.{name}: no label")
            if isinstance(spec, Link) and not spec.to:
                raise Bug(f"{self.name}.{name}: a link to nothing")
            if isinstance(spec, Choice) and not spec.choices:
                raise Bug(f"{self.name}.{name}: no choices")
        for name in self.pairs() & {*self.fields, *self.computed}:
            raise Bug(f"{self.name}.{name}: a field has the name of a pair in kk and ru")
        for name in (self.title, self.sort or self.title, *self.duplicates, *self.search_through):
            if not self.has(name):
                raise Bug(f"{self.name}: no field {name!r}")
        grouped = [name for group in self.together for name in group]
        for name in (*self.inner, *self.here, *grouped, *self.legal):
            if name not in self.fields:
                raise Bug(f"{self.name}: no stored field {name!r}")

    def has(self, name: str) -> bool:
        known = name in self.fields or name in self.computed or name in self.pairs()
        return known or name == COLLEGE

    def spec(self, name: str) -> Field:
        """The declaration of a field, a computed column, or the first of a pair."""
        if name in self.fields:
            return self.fields[name]
        if name in self.computed:
            return self.computed[name]
        if name in self.pairs():
            return self.fields[self.variants(name)[0]]
        if name == COLLEGE:
            return _COLLEGE
        raise Bug(f"{self.name} has no field {name!r}")

    def pairs(self) -> frozenset[str]:
        """Names written in kk and ru, without their ending: {"name", "address"}."""
        return self._pairs

    @cached_property
    def _pairs(self) -> frozenset[str]:
        # Kept: every cell of a table that is painted asks.
        return frozenset(
            name[:-3]
            for name in self.fields
            if name.endswith("_kk") and f"{name[:-3]}_ru" in self.fields
        )

    def variants(self, name: str) -> tuple[str, ...]:
        """The stored columns behind a column, the one of the current language first."""
        if name in self.pairs():
            first, second = PAIR_ORDER[language()]
            return (name + first, name + second)
        return (name,)

    def column_title(self, name: str) -> str:
        """Heading of a column in the current language; a pair's without the language's name."""
        if name in self.pairs():
            return _(self.fields[f"{name}_kk"].label).split(" (")[0]
        return self.spec(name).title()

    def with_pair(self, name: str) -> tuple[str, ...]:
        """The field, and the same in the other language, which stands in where it is empty."""
        other = {"_kk": "_ru", "_ru": "_kk"}.get(name[-3:])
        return (name, name[:-3] + other) if other and name[:-3] in self.pairs() else (name,)

    def shadowed(self) -> frozenset[str]:
        """Fields from which stored search text or sort keys are made."""
        return frozenset(self.searched()) | {
            one for n, f in self.fields.items() if f.sorts for one in self.with_pair(n)
        }

    def links(self) -> dict[str, Link]:
        return {n: f for n, f in self.fields.items() if isinstance(f, Link)}

    def searched(self) -> list[str]:
        return [name for name, spec in self.fields.items() if spec.search]

    def listed(self) -> list[str]:
        """Columns of the standard view, in declared order, pairs once."""
        names: list[str] = []
        for name, spec in {**self.fields, **self.computed}.items():
            if not spec.listed:
                continue
            base = name[:-3] if name[:-3] in self.pairs() else name
            if base not in names:
                names.append(base)
        return names

    def defaults(self) -> dict[str, Value]:
        return {
            name: spec.default for name, spec in self.fields.items() if spec.default is not None
        }

    def problems(self, values: Mapping[str, Value]) -> list[Finding]:
        """Every finding of a whole record: each field's, then those of the record's own checks."""
        found = [f for name, spec in self.fields.items() for f in spec.problems(values.get(name))]
        return found + [f for check in self.checks for f in check(values)]


class Catalogue:
    """All entities by name, in the order of their declaration."""

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}

    def add(self, entity: Entity) -> None:
        if entity.name in self._entities:
            raise Bug(f"entity {entity.name!r} is declared twice")
        self._entities[entity.name] = entity

    def __getitem__(self, name: str) -> Entity:
        return self._entities[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entities

    def all(self) -> list[Entity]:
        return list(self._entities.values())

    def check(self) -> None:
        """Links point at entities that exist. Called once after all declarations are loaded."""
        for entity in self.all():
            for name, link in entity.links().items():
                if link.to not in self._entities:
                    raise Bug(f"{entity.name}.{name}: links to unknown entity {link.to!r}")

    def owned_by(self, name: str) -> list[tuple[Entity, str]]:
        """(entity, link field) pairs whose records live and die with a record of `name`."""
        return [
            (entity, field_name)
            for entity in self.all()
            for field_name, link in entity.links().items()
            if link.to == name and link.owned
        ]


catalogue = Catalogue()
