"""Search in SQL: words of a text, folded, anywhere in a record or in a record it names.

Words of three letters and more ask the index of substrings, shorter ones the folded column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy import table as plain_table

from cluster_desktop.db.base import table_of
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.i18n import fold, wrong_layout

Sql = ColumnElement[Any]
INDEXED_LETTERS = 3
MOST_LETTERS, MOST_WORDS = 200, 12  # more is no search but a paste by mistake
# Names that begin alike stand together, so a walk may meet its first match late: only a text that
# more than one record in six holds is walked, all others are sorted.
FEW, DENSE = 1_000, 6


def pattern(text: str) -> str:
    """LIKE pattern of a text anywhere; signs of SQL in it are plain letters (escape \\)."""
    bare = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{bare}%"


def text_matches(entity: Entity, table: FromClause, text: str) -> Sql:
    """Every word of the text stands in the record, or in the record that a searched link names."""
    return or_(*(_all_words(entity, table, words) for words in _spellings(text)))


def is_rare(connection: Connection, entity: Entity, text: str) -> bool:
    """Whether the index of substrings holds few matches: then sorting just them is cheap."""
    spellings = [words for words in _spellings(text) if words]
    if any(len(word) < INDEXED_LETTERS for words in spellings for word in words):
        return False
    looked_in = [entity, *(catalogue[entity.links()[n].to] for n in entity.search_through)]
    # A kind without searched fields has no index, and nothing of its own to find.
    indexed = [one.name for one in looked_in if one.searched()]
    return all(_has_few(connection, name, words) for name in indexed for words in spellings)


def _has_few(connection: Connection, name: str, words: Sequence[str]) -> bool:
    newest = connection.execute(select(func.max(table_of(name).c.row))).scalar() or 0
    most = max(FEW, newest // DENSE)
    hits = _hits(name, words).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(hits)).scalar_one() < most


def walked(entity: Entity, table: FromClause, text: str) -> Sql:
    """The same as text_matches, record by record: for a walk along the index of the order."""
    found: list[Sql] = []
    for words in _spellings(text):
        found.append(_stands_in(table, words))
        for name in entity.search_through:
            other = table_of(entity.links()[name].to).alias()
            named = select(other.c.row).where(other.c.id == table.c[name])
            found.append(named.where(_stands_in(other, words)).exists())
    return or_(*found)


def _stands_in(table: FromClause, words: Sequence[str]) -> Sql:
    return and_(true(), *(table.c.folded.like(pattern(word), escape="\\") for word in words))


def _spellings(text: str) -> list[list[str]]:
    """The words of the text as typed, and as they would be in the other keyboard layout."""
    typed = "".join(sign for sign in text[:MOST_LETTERS] if sign.isprintable())
    other = wrong_layout(typed)
    return [fold(one).split()[:MOST_WORDS] for one in (typed, *([other] if other else []))]


def _all_words(entity: Entity, table: FromClause, words: Sequence[str]) -> Sql:
    if not words:
        return true()
    found: list[Sql] = []
    if entity.searched():
        found.append(_words(entity.name, table, words))
    for name in entity.search_through:
        link = entity.links()[name]
        other = table_of(link.to).alias()
        inner = _all_words(catalogue[link.to], other, words)
        found.append(table.c[name].in_(select(other.c.id).where(inner)))
    return or_(*found) if found else literal(False)


def _words(name: str, table: FromClause, words: Sequence[str]) -> Sql:
    indexed = [word for word in words if len(word) >= INDEXED_LETTERS]
    short = [word for word in words if len(word) < INDEXED_LETTERS]
    in_index = [table.c.row.in_(_hits(name, indexed))] if indexed else []
    return and_(true(), *in_index, _stands_in(table, short))


def _hits(name: str, words: Sequence[str]) -> Select[Any]:
    """Row numbers whose text holds all the words, from the index of substrings."""
    quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    index: Sql = literal_column(f'"{name}_search"')
    return (
        select(literal_column("rowid"))
        .select_from(plain_table(f"{name}_search"))
        .where(index.op("MATCH")(quoted))
    )
