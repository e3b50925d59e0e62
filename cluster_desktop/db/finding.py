"""Search in SQL: words of a text, folded, anywhere in a record or in a record it names.

Words of three letters and more ask the index of substrings, shorter ones the folded column.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
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
Words = tuple[str, ...]
Shape = tuple[tuple[bool, ...], ...]
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
    return _in_any(entity, table, spellings(text), Slots(kept=False))


def spellings(text: str) -> tuple[Words, ...]:
    """The words of the text as typed, and as they would be in the other keyboard layout."""
    typed = "".join(sign for sign in text[:MOST_LETTERS] if sign.isprintable())
    other = wrong_layout(typed)
    written = (typed, *([other] if other else []))
    return tuple(tuple(fold(one).split()[:MOST_WORDS]) for one in written)


# ---- conditions that are kept and asked again with other words ----


class Slots:
    """How a word gets into a condition: bound there and then, or under a name, for any word."""

    def __init__(self, *, kept: bool) -> None:
        self._unique = not kept

    def stands(self, spelling: int, word: int, text: str) -> Sql:
        """The LIKE pattern of one word."""
        return bindparam(f"word_{spelling}_{word}", pattern(text), unique=self._unique)

    def indexed(self, spelling: int, words: Words) -> Sql:
        """What the index of substrings is asked for all long words of a spelling."""
        return bindparam(f"words_{spelling}", _quoted(words), unique=self._unique)


def shape_of(spelled: tuple[Words, ...]) -> Shape:
    """What a condition depends on: of each word whether it is long enough for the index."""
    return tuple(tuple(_is_long(word) for word in words) for words in spelled)


def matches_of_shape(entity: Entity, table: FromClause, shape: Shape, *, walk: bool) -> Sql:
    """The condition of every text of that shape; `values_of` are the words.

    With `walk` record by record, for a walk along the index of the order.
    """
    samples = tuple(tuple("x" * INDEXED_LETTERS if long else "x" for long in words)
                    for words in shape)  # fmt: skip
    build = _walked if walk else _in_any
    return build(entity, table, samples, Slots(kept=True))


def values_of(spelled: tuple[Words, ...]) -> dict[str, str]:
    """What is bound to a condition of the shape of these words."""
    values = {
        f"word_{n}_{m}": pattern(word)
        for n, words in enumerate(spelled)
        for m, word in enumerate(words)
    }
    return values | {f"words_{n}": _quoted(words) for n, words in enumerate(spelled)}


def is_rare(connection: Connection, entity: Entity, spelled: tuple[Words, ...]) -> bool:
    """Whether the index of substrings holds few matches: then sorting just them is cheap."""
    asked = [words for words in spelled if words]
    if not all(_is_long(word) for words in asked for word in words):
        return False
    looked_in = [entity, *(catalogue[entity.links()[n].to] for n in entity.search_through)]
    # A kind without searched fields has no index, and nothing of its own to find.
    indexed = [one.name for one in looked_in if one.searched()]
    return all(_has_few(connection, name, asked) for name in indexed)


def _has_few(connection: Connection, name: str, spelled: list[Words]) -> bool:
    newest = connection.execute(_newest(name)).scalar() or 0
    if newest < FEW:
        return True  # there are no more
    most = max(FEW, newest // DENSE)
    return all(
        connection.execute(_how_many(name), {"words": _quoted(words), "most": most}).scalar_one()
        < most
        for words in spelled
    )


@lru_cache(maxsize=128)
def _newest(name: str) -> Select[Any]:
    return select(func.max(table_of(name).c.row))


@lru_cache(maxsize=128)
def _how_many(name: str) -> Select[Any]:
    hits = _hits(name, bindparam("words")).limit(bindparam("most")).subquery()
    return select(func.count()).select_from(hits)


# ---- the conditions ----


def _in_any(entity: Entity, table: FromClause, spelled: tuple[Words, ...], slots: Slots) -> Sql:
    return or_(*(_all_words(entity, table, n, words, slots) for n, words in enumerate(spelled)))


def _walked(entity: Entity, table: FromClause, spelled: tuple[Words, ...], slots: Slots) -> Sql:
    found: list[Sql] = []
    for n, words in enumerate(spelled):
        every = list(enumerate(words))
        found.append(_stands_in(table, n, every, slots))
        for name in entity.search_through:
            other = table_of(entity.links()[name].to).alias()
            named = select(other.c.row).where(other.c.id == table.c[name])
            found.append(named.where(_stands_in(other, n, every, slots)).exists())
    return or_(*found)


def _stands_in(table: FromClause, n: int, words: list[tuple[int, str]], slots: Slots) -> Sql:
    stand = (table.c.folded.like(slots.stands(n, m, word), escape="\\") for m, word in words)
    return and_(true(), *stand)


def _all_words(entity: Entity, table: FromClause, n: int, words: Words, slots: Slots) -> Sql:
    if not words:
        return true()
    found: list[Sql] = []
    if entity.searched():
        found.append(_words(entity.name, table, n, words, slots))
    for name in entity.search_through:
        link = entity.links()[name]
        other = table_of(link.to).alias()
        inner = _all_words(catalogue[link.to], other, n, words, slots)
        found.append(table.c[name].in_(select(other.c.id).where(inner)))
    return or_(*found) if found else literal(False)


def _words(name: str, table: FromClause, n: int, words: Words, slots: Slots) -> Sql:
    short = [(m, word) for m, word in enumerate(words) if not _is_long(word)]
    in_index = (
        [table.c.row.in_(_hits(name, slots.indexed(n, words)))] if len(short) < len(words) else []
    )
    return and_(true(), *in_index, _stands_in(table, n, short, slots))


def _hits(name: str, wanted: Sql) -> Select[Any]:
    """Row numbers whose text holds what is wanted, from the index of substrings."""
    index: Sql = literal_column(f'"{name}_search"')
    return (
        select(literal_column("rowid"))
        .select_from(plain_table(f"{name}_search"))
        .where(index.op("MATCH")(wanted))
    )


def _is_long(word: str) -> bool:
    return len(word) >= INDEXED_LETTERS


def _quoted(words: Words) -> str:
    """All long words, each as it stands, as the index reads them."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in words if _is_long(word))
