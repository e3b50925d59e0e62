"""The states that lists filter and count by in SQL are the states of the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

import cluster_desktop.db.entities  # noqa: F401  (declares the tables)
from cluster_desktop.db import terms as in_sql
from cluster_desktop.db.base import Base, Circumstances
from cluster_desktop.db.engine import open_engine
from cluster_desktop.rules.alerts import AgreementFact, agreements_alerts
from cluster_desktop.rules.terms import (
    AgreementStage,
    Renewal,
    Terms,
    days_left,
    effective_until,
    notice_date,
    state,
)

ONE, NEXT = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path: Path = tmp_path_factory.mktemp("terms") / "terms.db"
    opened = open_engine(path, foreign_keys=False)
    Base.metadata.create_all(
        opened, [Base.metadata.tables[name] for name in ("agreement", "addendum")]
    )
    yield opened
    opened.dispose()


days = st.dates(date(2022, 1, 1), date(2030, 12, 31))
agreements = st.builds(
    Terms,
    stage=st.sampled_from(AgreementStage),
    signed_on=st.none() | days,
    valid_from=st.none() | days,
    valid_until=st.none() | days,
    open_ended=st.booleans(),
    renewal=st.sampled_from(Renewal),
    renewal_months=st.none() | st.integers(1, 36),
    notice_months=st.none() | st.integers(0, 24),
    notice_given_on=st.none() | days,
    terminated_on=st.none() | days,
    addenda_until=st.lists(days, max_size=2).map(tuple),
    has_successor=st.booleans(),
)
facts = st.builds(
    AgreementFact,
    st.just(ONE),
    agreements,
    printed_on=st.none() | days,
    acknowledged_on=st.none() | days,
)
SIGNED = Terms(AgreementStage.SIGNED, valid_until=TODAY)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(fact=facts, today=days)
@example(fact=AgreementFact(ONE, replace(SIGNED, terminated_on=TODAY)), today=TODAY)
@example(fact=AgreementFact(ONE, replace(SIGNED, terminated_on=date(2026, 12, 1))), today=TODAY)
@example(fact=AgreementFact(ONE, SIGNED, acknowledged_on=TODAY), today=date(2026, 11, 22))
def test_sql_and_rule_agree_on_every_agreement(
    engine: Engine, fact: AgreementFact, today: date
) -> None:
    found = ask_sql(engine, fact, today)
    raised = [key.value for key in agreements_alerts([fact], today)]
    assert found == {
        "until": effective_until(fact.terms, today),
        "days_left": days_left(fact.terms, today),
        "notice_until": notice_date(fact.terms, today),
        "state": state(fact.terms, today).value,
        "attention": raised[0] if raised else None,
    }


def ask_sql(engine: Engine, fact: AgreementFact, today: date) -> dict[str, Any]:
    """The computed columns of that one agreement; nothing stays in the file."""
    at = Circumstances(today)
    agreement = Base.metadata.tables["agreement"]
    addendum = Base.metadata.tables["addendum"]
    columns = {
        "until": in_sql.effective_until(at),
        "days_left": in_sql.days_left(at),
        "notice_until": in_sql.notice_until(at),
        "state": in_sql.state(at),
        "attention": in_sql.attention(at),
    }
    query = select(*(sql.label(name) for name, sql in columns.items())).where(agreement.c.id == ONE)
    with engine.connect() as connection:
        connection.execute(agreement.insert(), [row(ONE, fact)])
        if fact.terms.has_successor:
            later = AgreementFact(NEXT, Terms(AgreementStage.SIGNED))
            connection.execute(agreement.insert(), [row(NEXT, later) | {"previous_id": ONE}])
        for number, until in enumerate(fact.terms.addenda_until, start=1):
            made = filled(addendum, id=UUID(int=10 + number), agreement_id=ONE, new_until=until)
            signed = {"stage": "signed", "signed_on": date(2021, 1, number)}
            connection.execute(addendum.insert(), [made | signed])
        found = connection.execute(query).one()._mapping
        connection.rollback()
    return dict(found)


def row(id_: UUID, fact: AgreementFact) -> dict[str, Any]:
    terms = fact.terms
    return filled(
        Base.metadata.tables["agreement"],
        id=id_,
        stage=terms.stage.value,
        signed_on=terms.signed_on,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        open_ended=terms.open_ended,
        renewal=terms.renewal.value,
        renewal_months=terms.renewal_months,
        notice_months=terms.notice_months,
        notice_given_on=terms.notice_given_on,
        terminated_on=terms.terminated_on,
        printed_on=fact.printed_on,
        acknowledged_on=fact.acknowledged_on,
    )


SAMPLES: dict[str, Any] = {
    "VARCHAR": "",
    "INTEGER": 0,
    "BIGINT": 0,
    "BOOLEAN": False,
    "DATE": TODAY,
    "IdBytes": UUID(int=9),
    "UtcMoment": datetime(2026, 1, 1, tzinfo=UTC),
    "Words": (),
}


def sample(kind: Any) -> Any:
    name = type(kind).__name__
    return SAMPLES[name if name in SAMPLES else str(kind)]


def filled(table: Any, **values: Any) -> dict[str, Any]:
    """The values, and something harmless in every other column that must not be empty."""
    needed = {
        column.name: sample(column.type)
        for column in table.columns
        if not column.nullable and not column.primary_key and column.server_default is None
    }
    return needed | values
