"""What a section of the passport lacks: the gap and the ways to state one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.services import cluster

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Severity = Literal["missing", "warning", "hint"]
ORDER: Mapping[str, int] = {"missing": 0, "warning": 1, "hint": 2}


@dataclass(frozen=True)
class Gap:
    """One thing that a section lacks.

    `key` is stable ("2.no_head"); `sentence` is in the language of the window. Either `query` says
    which records to show (for "there is none" all records of the kind: add one there) and `count`
    how many are concerned, or `entity`, `record` and `field` name the one field to fill.
    """

    section: int
    key: str
    severity: Severity
    sentence: str
    query: Query | None = None
    entity: str = ""
    record: UUID | None = None
    field: str = ""
    count: int = 0


@dataclass(frozen=True)
class Asked:
    """What a rule looks at: the office, the cluster, the sections' records by number."""

    office: Office
    cluster: Row
    sections: Mapping[int, Row]

    def lacks(self, query: Query) -> bool:
        return not self.office.count(query, at_most=1)


def asked(office: Office) -> Asked:
    """Read once for all sections. Raises Refusal where there is no cluster."""
    one = cluster.needed(office)
    columns = ("section", "text_kk", "text_ru", "text_en", "complete", "marked_on")
    where = (Condition("cluster_id", "is", one.id),)
    rows = office.rows(Query("passport_section", where, columns=columns))
    return Asked(office, one, {int(row["section"]): row for row in rows})


def none(key: str, sentence: str, query: Query, severity: Severity = "missing") -> Gap:
    """There is none of these: the query shows where to add one."""
    return Gap(int(key.split(".")[0]), key, severity, sentence, query)


def some(
    at: Asked,
    key: str,
    said: Callable[[int], str],
    query: Query,
    severity: Severity = "missing",
) -> list[Gap]:
    """These records are wrong: the query shows exactly them. What is said holds {n}."""
    found = at.office.count(query)
    if not found:
        return []
    sentence = said(found).format(n=found)
    return [Gap(int(key.split(".")[0]), key, severity, sentence, query, count=found)]


def to_fill(
    key: str,
    sentence: str,
    place: tuple[str, UUID, str],
    severity: Severity = "missing",
) -> Gap:
    """A field is empty: `place` is its entity, record and name."""
    entity, record, field = place
    number = int(key.split(".")[0])
    return Gap(number, key, severity, sentence, entity=entity, record=record, field=field)


def field(at: Asked, key: str, sentence: str, name: str) -> list[Gap]:
    """An empty field of the cluster."""
    return [] if at.cluster[name] else [to_fill(key, sentence, ("cluster", at.cluster.id, name))]


def text(at: Asked, number: int, sentence: str, severity: Severity = "missing") -> list[Gap]:
    """The section's Kazakh text, which is always printed; the Russian one stands beside it."""
    row = at.sections.get(number)
    if row is None:
        return []
    if not (row["text_kk"] or "").strip():
        place = ("passport_section", row.id, "text_kk")
        return [to_fill(f"{number}.text", sentence, place, severity)]
    if not (row["text_ru"] or "").strip():
        said = _("The text is not there in Russian: it is printed beside the Kazakh one.")
        return [to_fill(f"{number}.text_ru", said, ("passport_section", row.id, "text_ru"), "hint")]
    return []


def equals(field: str, value: Value) -> Condition:
    return Condition(field, "is", value)


def empty(*fields: str) -> tuple[Condition, ...]:
    return tuple(Condition(field, "empty") for field in fields)
