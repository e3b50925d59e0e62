"""What a passport of the cluster holds, as plain values: what is printed, frozen and compared.

A frozen version is the JSON of this, so its shape is read for ever: new fields get a default.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from cluster_desktop.i18n import language

FORMAT = 1


class Words(NamedTuple):
    """One text in the languages of paper; English only where somebody wrote it."""

    kk: str
    ru: str
    en: str = ""

    def here(self) -> str:
        """In the language of the window; the state language where it is not written."""
        return getattr(self, language()) or self.kk or self.ru


NOTHING = Words("", "")


@dataclass(frozen=True)
class Table:
    """A table of a section or an annex; every row has as many cells as there are headings."""

    key: str
    title: Words
    headings: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True)
class Series:
    """One row of numbers of a chart; None where nothing is known."""

    label: Words
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """Bars by category: side by side, or `stacked`. `unit` stands at the axis."""

    key: str
    title: Words
    categories: tuple[Words, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    unit: Words = NOTHING


@dataclass(frozen=True)
class Fact:
    """A line "label: value" made from the records."""

    key: str
    label: Words
    value: Words


@dataclass(frozen=True)
class Section:
    """One of the 11 sections: typed text and data.

    In the text `**bold**` and `*italic*` are marks, a line is a paragraph, and a
    star behind a backslash is a star (documents/marks.py).
    """

    number: int
    title: Words
    text: Words
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Signature:
    """Who signs: organisation, position and name of its head."""

    organisation: Words
    position: Words
    name: Words


@dataclass(frozen=True)
class Passport:
    """A whole passport. Days are ISO text; `approved_on` is empty for a draft."""

    name: Words
    short: Words
    region: Words
    version: int
    made_on: str
    approved_on: str = ""
    minutes_number: str = ""
    approved_by: Words = NOTHING
    sections: tuple[Section, ...] = ()
    annexes: tuple[Table, ...] = ()
    signatures: tuple[Signature, ...] = ()
    format: int = FORMAT
    extra: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Always the same text for the same content."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Passport:
    """The content of a frozen version."""
    told = json.loads(text)
    return Passport(
        **{
            **told,
            **{name: Words(*told[name]) for name in ("name", "short", "region", "approved_by")},
            "sections": tuple(_section(one) for one in told["sections"]),
            "annexes": tuple(_table(one) for one in told["annexes"]),
            "signatures": tuple(
                Signature(*(Words(*one[key]) for key in ("organisation", "position", "name")))
                for one in told["signatures"]
            ),
        }
    )


def _section(told: dict[str, Any]) -> Section:
    return Section(
        told["number"],
        Words(*told["title"]),
        Words(*told["text"]),
        tuple(Fact(f["key"], Words(*f["label"]), Words(*f["value"])) for f in told["facts"]),
        tuple(_table(one) for one in told["tables"]),
        tuple(_chart(one) for one in told["charts"]),
    )


def _table(told: dict[str, Any]) -> Table:
    return Table(
        told["key"],
        Words(*told["title"]),
        tuple(Words(*one) for one in told["headings"]),
        tuple(tuple(Words(*cell) for cell in row) for row in told["rows"]),
    )


def _chart(told: dict[str, Any]) -> Chart:
    return Chart(
        told["key"],
        Words(*told["title"]),
        tuple(Words(*one) for one in told["categories"]),
        tuple(Series(Words(*one["label"]), tuple(one["values"])) for one in told["series"]),
        told["stacked"],
        Words(*told["unit"]),
    )
