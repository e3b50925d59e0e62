"""Where the graduates of a year went: counts by speciality and qualification, and the two rates.

The one source of the summary page, form F1 and whatever reports employment. Counted in SQL over
the same day, population and newest outcome as the computed columns of a student
(db/people.graduated, outcome_now), so a number equals the list that it opens. A graduate of whom
nothing is known is unknown: never employed, and in no other column either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, func, select, type_coerce

from cluster_desktop.db import colleges, people
from cluster_desktop.db.base import Circumstances, table_of
from cluster_desktop.i18n import N_, _, translated
from cluster_desktop.rules.practice import percent
from cluster_desktop.services.paper_data import Pair
from cluster_desktop.services.preferences import DEFAULTS

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

BY_ALL, BY_AVAILABLE = "employed/all", "employed/available"
# Offices count differently, so the formula is a setting and is printed under every table.
FORMULAS: Mapping[str, str] = {
    BY_ALL: N_("Employed ÷ all graduates × 100 (column 15 = 6 ÷ 4 × 100)"),
    BY_AVAILABLE: N_(
        "Employed ÷ (all − studying − military service − childcare) × 100 "
        "(column 15 = 6 ÷ (4 − 9 − 10 − 11) × 100)"
    ),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Graduates by outcome; `employed` holds the self-employed, as column 6 of form F1 does."""

    all: int = 0
    state_order: int = 0
    employed: int = 0
    by_speciality: int = 0
    self_employed: int = 0
    studying: int = 0
    army: int = 0
    childcare: int = 0
    left_country: int = 0
    other_reason: int = 0
    not_employed: int = 0
    unknown: int = 0

    @property
    def known(self) -> int:
        return self.all - self.unknown

    @property
    def available(self) -> int:
        """Whom the labour market could have had."""
        return self.all - self.studying - self.army - self.childcare

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, n) + getattr(other, n) for n in NAMES))

    def rate(self, formula: str) -> Decimal | None:
        """Share of the employed in percent, one decimal, half up; None where nobody counts."""
        whole = self.available if formula == BY_AVAILABLE else self.all
        return percent(self.employed, whole) if whole > 0 else None

    @property
    def knowledge(self) -> Decimal | None:
        """Share of graduates whose outcome is known: says how far the other rate can be trusted."""
        return percent(self.known, self.all) if self.all else None


NAMES = tuple(one.name for one in fields(Counts))


@dataclass(frozen=True, slots=True)
class Classified:
    """A speciality or qualification of the classifier."""

    id: UUID
    code: str
    name: Pair


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One speciality and, in `parts`, its qualifications; None where a student has none."""

    speciality: Classified | None
    counts: Counts
    qualification: Classified | None = None
    parts: tuple[FigureRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The graduates of one year as known on one day; rows by code, without speciality last."""

    year: int
    as_of: date
    formula: str
    rows: tuple[FigureRow, ...]
    total: Counts

    def rate(self, counts: Counts) -> Decimal | None:
        """The employment rate by the formula of the settings."""
        return counts.rate(self.formula)


def figures(office: Office, year: int, *, speciality: UUID | None = None) -> Figures:
    """Counts of the graduates of a year on the office's day, of one speciality or of all."""
    with office.store.reading() as connection:
        asked = _counting(office.at(), year, speciality)
        asked = asked.where(colleges.among(table_of("student"), office.colleges))
        found = connection.execute(asked).all()
    rows = [_row(one) for one in found]
    whole: dict[UUID | None, list[FigureRow]] = {}
    for row in rows:
        whole.setdefault(row.speciality.id if row.speciality else None, []).append(row)
    return Figures(
        year=year,
        as_of=office.today(),
        formula=formula_of(office),
        rows=tuple(
            FigureRow(parts[0].speciality, _sum(part.counts for part in parts), parts=tuple(parts))
            for parts in whole.values()
        ),
        total=_sum(row.counts for row in rows),
    )


def years(office: Office) -> list[int]:
    """Years with graduates on the office's day, newest first."""
    student = table_of("student")
    wanted = (
        select(student.c.graduation_year)
        .where(
            student.c.deleted_at.is_(None),
            people.graduated(office.at()),
            colleges.among(student, office.colleges),
        )
        .distinct()
        .order_by(student.c.graduation_year.desc())
    )
    with office.store.reading() as connection:
        return list(connection.execute(wanted).scalars())


def formula_of(office: Office) -> str:
    """The formula of the settings; the default where the text is none of ours."""
    chosen = office.setting("outcomes.rate") or ""
    return chosen if chosen in FORMULAS else DEFAULTS["outcomes.rate"]


def formula_sentence(formula: str) -> str:
    """The formula in the language spoken now."""
    return _(FORMULAS[formula])


def formula_pair(formula: str) -> Pair:
    """The formula in the languages of paper."""
    return Pair(translated(FORMULAS[formula], "kk"), translated(FORMULAS[formula], "ru"))


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def _counting(at: Circumstances, year: int, speciality: UUID | None) -> Select[Any]:
    student, outcome = table_of("student"), table_of("outcome")
    trade, skill = table_of("speciality"), table_of("qualification")
    one = outcome.alias()
    newest = (
        select(one.c.row)
        .where(
            one.c.student_id == student.c.id,
            one.c.deleted_at.is_(None),
            type_coerce(one.c.checked_on, String) <= at.today.isoformat(),
        )
        .order_by(one.c.checked_on.desc(), one.c.id.desc())
        .limit(1)
        .correlate(student)
        .scalar_subquery()
    )
    wanted = (
        select(
            trade.c.id, trade.c.code, trade.c.name_kk, trade.c.name_ru,
            skill.c.id, skill.c.code, skill.c.name_kk, skill.c.name_ru,
            *(condition.label(name) for name, condition in _columns(student, outcome).items()),
        )
        .select_from(
            student.outerjoin(outcome, outcome.c.row == newest)
            .outerjoin(trade, trade.c.id == student.c.speciality_id)
            .outerjoin(skill, skill.c.id == student.c.qualification_id)
        )
        .where(
            student.c.deleted_at.is_(None),
            student.c.graduation_year == year,
            people.graduated(at),
        )
        .group_by(trade.c.id, skill.c.id)
        .order_by(trade.c.code.asc().nulls_last(), trade.c.id,
                  skill.c.code.asc().nulls_last(), skill.c.id)
    )  # fmt: skip
    if speciality is not None:
        wanted = wanted.where(student.c.speciality_id == speciality)
    return wanted


def _columns(student: Any, outcome: Any) -> dict[str, ColumnElement[int]]:  # noqa: ANN401 - tables
    state = outcome.c.state
    employed = state.in_(("employed", "self_employed"))

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    return {
        "all": func.count(),
        "state_order": number(student.c.funding == "state"),
        "employed": number(employed),
        "by_speciality": number(and_(employed, outcome.c.by_speciality)),
        "unknown": number(state.is_(None)),
    } | {
        name: number(state == name)
        for name in NAMES
        if name not in ("all", "state_order", "employed", "by_speciality", "unknown")
    }


def _row(found: Any) -> FigureRow:  # noqa: ANN401 - SQLAlchemy types a row by its select only
    trade, skill = (_classified(*found[start : start + 4]) for start in (0, 4))
    counted = found._mapping  # the public name of SQLAlchemy for a row's columns by name
    return FigureRow(trade, Counts(**{name: counted[name] for name in NAMES}), skill)


def _classified(
    record: UUID | None, code: str | None, kk: str | None, ru: str | None
) -> Classified | None:
    return None if record is None else Classified(record, code or "", Pair(kk or "", ru or ""))
