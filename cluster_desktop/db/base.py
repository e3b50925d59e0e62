"""What every mapped class has, the column types, and the bridge from a class to its Entity.

An entity's fields are ordinary typed SQLAlchemy columns made by `column(Field(...))`; the class's
`about` says the rest. A declaration that is wrong fails here, at import, naming entity and field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from cluster_desktop import fields
from cluster_desktop.entity import Check, Entity, Exchange, catalogue
from cluster_desktop.errors import Bug
from cluster_desktop.fields import Field


class IdBytes(TypeDecorator[UUID]):
    """A UUID as its 16 bytes."""

    impl = LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: Any | None, dialect: Dialect) -> UUID | None:
        return None if value is None else UUID(bytes=bytes(value))


class Tenge(TypeDecorator[Decimal]):
    """A number with two decimals as whole hundredths (tiyn), so that SQL adds it up exactly."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((value * 100).to_integral_value())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


@lru_cache(maxsize=1_024)
def _words(stored: str) -> tuple[str, ...]:
    """Thousands of records hold the same few sets."""
    return tuple(word for word in stored.split(";") if word)


class Words(TypeDecorator[tuple[str, ...]]):
    """A set of words in declared order, kept as text with a semicolon after each."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return "".join(f"{word};" for word in value or ())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...]:
        return _words(value or "")


class UtcMoment(TypeDecorator[datetime]):
    """A moment as ISO text in UTC: sorts as text, reads in any tool."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


COLUMN_TYPES: Mapping[type[Field], TypeEngine[Any]] = {
    fields.Text: String(),
    fields.LongText: String(),
    fields.Digits: String(),
    fields.Phone: String(),
    fields.Choice: String(),
    fields.Choices: Words(),
    fields.Date: Date(),
    fields.Moment: UtcMoment(),
    fields.Number: Integer(),
    fields.Money: Tenge(),
    fields.Measure: Tenge(),
    fields.YesNo: Boolean(),
    fields.Link: IdBytes(),
}


def column(spec: Field, **options: Any) -> MappedColumn[Any]:
    """The stored column of a declared field.

    Only an owned link is a foreign key: other links may point into a scope of the exchange that
    has not been received yet; `check` lists the ones that stay dangling.
    """
    arguments: list[Any] = [COLUMN_TYPES[type(spec)]]
    if isinstance(spec, fields.Link):
        options.setdefault("index", True)
        if spec.owned:
            arguments.append(ForeignKey(f"{spec.to}.id", deferrable=True, initially="DEFERRED"))
    if isinstance(spec, fields.YesNo):
        options.setdefault("default", bool(spec.default))
        options.setdefault("server_default", "1" if spec.default else "0")
    return mapped_column(*arguments, info={"field": spec}, **options)


def sort_column() -> MappedColumn[Any]:
    """The stored sort key of the field whose name stands before `_sort`."""
    return mapped_column(String, index=True, info={"derived": True})


@dataclass(frozen=True)
class Circumstances:
    """What a computed column may depend on besides the record."""

    today: date
    warn_days: int = 60
    notice_days: int = 30
    unsigned_days: int = 0
    ahead_days: int = 90
    diary_days: int = 7
    mentor_load: int = 5
    mentor_experience: int = 3
    training_days: int = 60
    graduation_day: str = "07-01"
    follow_months: int = 18
    study_years: int = 4


@dataclass(frozen=True)
class Computed:
    """A column worked out in SQL: how it looks and how it is made."""

    spec: Field
    sql: Callable[[Circumstances], ColumnElement[Any]]


@dataclass(frozen=True, kw_only=True)
class About:
    """What a class says of its entity besides the fields; see Entity."""

    label: str
    plural: str
    icon: str = "document"
    title: str = "name"
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
    computed: Mapping[str, Computed] = field(default_factory=dict)


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of the tables that are no records: the journal, drafts, the exchange."""

    metadata = MetaData(naming_convention=NAMING)


class _Recorded(DeclarativeBase):
    """Root of the records' tables, of the same database.

    A root of their own, because the first query to a class has SQLAlchemy work out all classes of
    its root: the records', which are asked by `table_of` alone, would take 10 MB and a tenth of a
    second.
    """

    metadata = Base.metadata


class Record(_Recorded):
    """A record that people keep.

    `row` is a small stable number for lists and the search index, private to this database; `id`
    (UUIDv7) is the record's name everywhere. `folded` holds its searchable text, folded.
    """

    __abstract__ = True
    about: ClassVar[About]

    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[UUID] = mapped_column(IdBytes, unique=True)
    college_id: Mapped[UUID | None] = mapped_column(IdBytes)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    folded: Mapped[str] = mapped_column(
        String, default="", server_default="", info={"derived": True}
    )

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if not cls.__dict__.get("__abstract__"):
            _register(cls)


classes: dict[str, type[Record]] = {}


def _register(cls: type[Record]) -> None:
    name = cls.__tablename__
    table = cls.__table__
    declared = {c.name: c.info["field"].named(c.name) for c in table.columns if "field" in c.info}
    for field_name, spec in declared.items():
        if spec.sorts != (f"{field_name}_sort" in table.columns):
            raise Bug(f"{name}.{field_name}: sorts and the column {field_name}_sort go together")
    about = cls.about
    catalogue.add(
        Entity(
            name=name,
            label=about.label,
            plural=about.plural,
            icon=about.icon,
            title=about.title,
            fields=declared,
            computed={n: c.spec.named(n) for n, c in about.computed.items()},
            checks=about.checks,
            duplicates=about.duplicates,
            sort=about.sort or about.title,
            search_through=about.search_through,
            journaled=about.journaled,
            exchange=about.exchange,
            inner=about.inner,
            here=about.here,
            together=about.together,
            legal=about.legal,
        )
    )
    classes[name] = cls


def business_columns(name: str) -> list[str]:
    """Columns that the journal follows: the declared fields, the scope and the bin mark."""
    return [*catalogue[name].fields, "college_id", "deleted_at"]


def table_of(name: str) -> Table:
    """The table of an entity."""
    table = classes[name].__table__
    if not isinstance(table, Table):
        raise Bug(f"{name} is not a plain table")
    return table
