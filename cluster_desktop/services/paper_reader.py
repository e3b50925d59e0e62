"""Records of a print job: each kind is read once, what one paper needed the next finds here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.services import papers
from cluster_desktop.services.paper_data import Pair, PartyData, Template

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_AT_ONCE = 500


class Reader:
    """Rows of the office by id, with all their fields."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._known: dict[str, dict[UUID, Row | None]] = {}
        self._of: dict[tuple[str, str, UUID], list[Row]] = {}
        self._templates: dict[tuple[UUID | None, str], Template] = {}

    def load(self, entity: str, links: Iterable[Value]) -> list[Row]:
        """The records of these ids or links that are there, read together."""
        ids = list(dict.fromkeys(found for link in links if (found := id_of(link)) is not None))
        known = self._known.setdefault(entity, {})
        unknown = [record for record in ids if record not in known]
        columns = tuple(self.office.entity(entity).fields)
        for start in range(0, len(unknown), _AT_ONCE):
            part = tuple(unknown[start : start + _AT_ONCE])
            where = (Condition("id", "in", part),)
            for row in self.office.rows(Query(entity, where, columns=columns)):
                known[row.id] = row
        for record in unknown:
            if record not in known:
                known[record] = self._in_the_bin(entity, record)
        every = (known[record] for record in ids)
        return [row for row in every if row is not None]

    def _in_the_bin(self, entity: str, record: UUID) -> Row | None:
        """What lies in the bin still stands on the papers that name it."""
        try:
            return self.office.get(entity, record)
        except Refusal:
            return None

    def row(self, entity: str, link: Value) -> Row | None:
        """The record behind a link, None for no link."""
        found = self.load(entity, (link,))
        return found[0] if found else None

    def through(self, rows: Iterable[Row], field: str, entity: str) -> list[Row]:
        """The records that a link of these rows leads to, read together."""
        return self.load(entity, [row[field] for row in rows])

    def load_of(self, entity: str, field: str, records: Sequence[UUID]) -> None:
        """Read what links to these records by that field, for `of`."""
        columns = tuple(self.office.entity(entity).fields)
        for record in records:
            self._of.setdefault((entity, field, record), [])
        for start in range(0, len(records), _AT_ONCE):
            where = (Condition(field, "in", tuple(records[start : start + _AT_ONCE])),)
            for row in self.office.rows(Query(entity, where, columns=columns)):
                owner = id_of(row[field])
                if owner is not None:
                    self._of[entity, field, owner].append(row)

    def of(self, entity: str, field: str, record: UUID) -> list[Row]:
        """The live records that link to a record, in the order of their titles."""
        if (entity, field, record) not in self._of:
            self.load_of(entity, field, [record])
        return self._of[entity, field, record]

    def template(self, record: Value, kind: str) -> Template:
        """The chosen template, else the one in use for the kind. Raises Refusal."""
        key = (id_of(record), kind)
        if key not in self._templates:
            self._templates[key] = papers.template_of(self.office, *key)
        return self._templates[key]

    @cached_property
    def college(self) -> PartyData:
        """The own college. Raises Refusal where it is not known."""
        return papers.college_party(self.office)


def id_of(link: Value) -> UUID | None:
    """The id behind a link or an id."""
    if isinstance(link, Ref):
        return link.id
    return link if isinstance(link, UUID) else None


def text_of(row: Row | None, field: str) -> str:
    """A text of a record; empty where there is none."""
    value = row[field] if row is not None else None
    return str(value) if value else ""


def named(row: Row | None, field: str = "name") -> Pair:
    """A name in both languages; where one is missing the other stands for it.

    Right for lists and certificates. A contract asks for both names.
    """
    kk, ru = text_of(row, f"{field}_kk"), text_of(row, f"{field}_ru")
    return Pair(kk or ru, ru or kk)


def alike(text: str) -> Pair:
    """What is the same in both languages: a person's name, a number."""
    return Pair(text, text)


def capital(pair: Pair) -> Pair:
    """«директор» → «Директор»."""
    return Pair(pair.kk[:1].upper() + pair.kk[1:], pair.ru[:1].upper() + pair.ru[1:])
