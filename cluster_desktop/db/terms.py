"""The rules of rules/terms.py as SQL, so that lists filter, sort and count states in the database.

Only the tacitly renewed term asks the rule itself (db/functions.py). A property test holds both
equal over random agreements. Days are ISO text here; the modifier 'floor' clamps the end of a
month (SQLite 3.46 and newer).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    String,
    Table,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from cluster_desktop.db.base import Base, Circumstances

Sql = ColumnElement[Any]


def _tables() -> tuple[Table, Table]:
    # The classes import this module, so their tables are looked up when first asked for.
    tables = Base.metadata.tables
    return tables["agreement"], tables["addendum"]


def _text(column: Sql) -> Sql:
    return type_coerce(column, String)


def _months_later(day: Sql, months: Sql) -> Sql:
    return func.date(day, func.printf("%+d months", months), "floor", type_=String)


def _last_addendum(agreement: Table, addendum: Table) -> Sql:
    return (
        select(_text(addendum.c.new_until))
        .where(
            addendum.c.agreement_id == agreement.c.id,
            addendum.c.deleted_at.is_(None),
            addendum.c.stage == "signed",
            addendum.c.new_until.is_not(None),
        )
        .order_by(addendum.c.signed_on.desc(), addendum.c.id.desc())
        .limit(1)
        .correlate(agreement)
        .scalar_subquery()
    )


def _agreed_until(agreement: Table, addendum: Table) -> Sql:
    typed = case((agreement.c.open_ended, None), else_=_text(agreement.c.valid_until))
    return func.coalesce(_last_addendum(agreement, addendum), typed)


def _was_signed(agreement: Table) -> Sql:
    return agreement.c.stage.in_(("signed", "terminated"))


def _renews(agreement: Table) -> Sql:
    return and_(
        _was_signed(agreement),
        agreement.c.renewal == "tacit",
        # null > 0 is neither true nor false, and its denial would be lost below
        func.coalesce(agreement.c.renewal_months, 0) > 0,
    )


def _has_successor(agreement: Table) -> Sql:
    later = agreement.alias()
    return exists(
        select(later.c.row).where(
            later.c.previous_id == agreement.c.id,
            later.c.deleted_at.is_(None),
            later.c.stage == "signed",
        )
    ).correlate(agreement)


def _until(today: str) -> Sql:
    agreement, addendum = _tables()
    agreed = _agreed_until(agreement, addendum)
    terminated = _text(agreement.c.terminated_on)
    renewed = func.renewed_until(
        agreed,
        agreement.c.renewal_months,
        agreement.c.notice_months,
        _text(agreement.c.notice_given_on),
        terminated,
        today,
        type_=String,
    )
    ends = case((and_(_renews(agreement), agreed.is_not(None)), renewed), else_=agreed)
    cut = and_(_was_signed(agreement), terminated.is_not(None))
    return case((cut, func.min(terminated, func.coalesce(ends, terminated))), else_=ends)


def effective_until(at: Circumstances) -> Sql:
    """The last day the agreement holds, as known today."""
    return type_coerce(_until(at.today.isoformat()), Date)


def days_left(at: Circumstances) -> Sql:
    """Whole days to the effective end, negative after it."""
    today = at.today.isoformat()
    return cast(func.julianday(_until(today)) - func.julianday(today), Integer)


def has_scan(at: Circumstances) -> Sql:
    """Whether a scan of the paper is kept with the agreement."""
    agreement, _addendum = _tables()
    file = Base.metadata.tables["attachment"]
    owned = file.c.owner == id_as_text(agreement.c.id)
    kept = exists(
        select(file.c.row).where(owned, file.c.kind == "scan", file.c.deleted_at.is_(None))
    ).correlate(agreement)
    return type_coerce(kept, Boolean)


def id_as_text(column: Sql) -> Sql:
    """An id with dashes, as files name their owner; made so that their index is used."""
    plain = func.lower(func.hex(column), type_=String)
    cuts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    parts: list[Sql] = [func.substr(plain, start, length, type_=String) for start, length in cuts]
    named = parts[0]
    for part in parts[1:]:
        named = named.concat("-" + part)
    return named


def notice_until(at: Circumstances) -> Sql:
    """The last day to stop the next tacit renewal; null where nothing renews."""
    agreement, _addendum = _tables()
    due = _months_later(_until(at.today.isoformat()), -func.coalesce(agreement.c.notice_months, 0))
    open_question = and_(
        _renews(agreement),
        agreement.c.notice_given_on.is_(None),
        agreement.c.terminated_on.is_(None),
        ~_has_successor(agreement),
    )
    return type_coerce(case((open_question, due), else_=None), Date)


def state(at: Circumstances) -> Sql:
    """The state on that day, by value of AgreementState."""
    agreement, _addendum = _tables()
    today = at.today.isoformat()
    until = _until(today)
    terminated = _text(agreement.c.terminated_on)
    begins = func.coalesce(_text(agreement.c.valid_from), _text(agreement.c.signed_on))
    will_renew = and_(
        _renews(agreement),
        agreement.c.notice_given_on.is_(None),
        agreement.c.terminated_on.is_(None),
    )
    soon = func.date(literal(today), f"+{int(at.warn_days)} days", type_=String)
    return type_coerce(
        case(
            (~_was_signed(agreement), agreement.c.stage),
            (terminated <= today, "terminated"),
            (and_(terminated.is_(None), agreement.c.stage == "terminated"), "terminated"),
            (begins > today, "signed"),
            (until.is_(None), "in_force"),
            (and_(until < today, _has_successor(agreement)), "renewed"),
            (until < today, "expired"),
            (
                and_(
                    until <= soon,
                    ~will_renew,
                    ~_has_successor(agreement),
                    terminated.is_(None),
                ),
                "expiring",
            ),
            else_="in_force",
        ),
        String,
    )


def attention(at: Circumstances) -> Sql:
    """Why the agreement needs somebody today (rules/alerts.py), null where it does not."""
    agreement, _addendum = _tables()
    today = at.today.isoformat()
    now = state(at)
    acknowledged = _text(agreement.c.acknowledged_on)
    due = type_coerce(notice_until(at), String)
    soon = func.date(literal(today), f"+{int(at.notice_days)} days", type_=String)
    waited = func.date(literal(today), f"-{int(at.unsigned_days)} days", type_=String)
    printed = _text(agreement.c.printed_on)
    not_left = or_(acknowledged.is_(None), acknowledged <= _until(today))
    return type_coerce(
        case(
            (and_(now == "expired", not_left), "expired"),
            (now == "expiring", "expiring"),
            (and_(due >= today, due <= soon), "notice"),
            (
                and_(agreement.c.stage == "printed", or_(printed.is_(None), printed <= waited)),
                "unsigned",
            ),
            else_=None,
        ),
        String,
    )
