"""The computed columns of people, and that SQL and rule agree on months and amounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from cluster_desktop.db import people
from cluster_desktop.db.base import Base, Circumstances
from cluster_desktop.db.engine import open_engine
from cluster_desktop.db.store import Store
from cluster_desktop.rules.practice import amount_to_return, months_worked

ONE = UUID(int=1)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path: Path = tmp_path_factory.mktemp("people") / "people.db"
    Store.open(path).close()
    opened = open_engine(path, foreign_keys=False)
    with opened.begin() as connection:
        for table in ("work_obligation", "student"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_inserted")
    yield opened
    opened.dispose()


def asked(engine: Engine, table_name: str, values: dict[str, Any], **columns: Any) -> Any:
    table = Base.metadata.tables[table_name]
    with engine.connect() as connection:
        connection.execute(table.insert(), [{"id": ONE, **values}])
        query = select(*(sql.label(name) for name, sql in columns.items()))
        found = connection.execute(query.where(table.c.id == ONE)).one()
        connection.rollback()
    return found


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    starts=days,
    ended=st.none() | days,
    today=days,
    owed=st.integers(1, 120),
    typed=st.none() | st.integers(0, 130),
    cost=st.decimals(0, 10**8, places=2),
    state=st.sampled_from(["active", "reimburse", "fulfilled", "released"]),
)
@example(
    starts=date(2023, 9, 1),
    ended=date(2024, 8, 31),
    today=date(2026, 11, 21),
    owed=36,
    typed=None,
    cost=Decimal(1_000_000),
    state="reimburse",
)
def test_sql_and_rule_agree(
    engine: Engine,
    starts: date,
    ended: date | None,
    today: date,
    owed: int,
    typed: int | None,
    cost: Decimal,
    state: str,
) -> None:
    at = Circumstances(today)
    values = {
        **{"student_id": ONE, "kind": "targeted", "state": state, "starts": starts},
        **{"months_owed": owed, "months_done": typed, "ended_on": ended, "cost": cost},
    }
    columns = {"done": people.months_done(at), "back": people.to_return(at)}
    found = asked(engine, "work_obligation", values, **columns)
    done = months_worked(starts, ended, today, owed) if typed is None else min(typed, owed)
    assert found.done == done
    closed = state in ("fulfilled", "released")
    assert found.back == (0 if closed else amount_to_return(cost, owed, done))


@pytest.mark.parametrize(
    ("born", "today", "minor"),
    [
        (date(2008, 11, 21), date(2026, 11, 20), True),
        (date(2008, 11, 21), date(2026, 11, 21), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (None, date(2026, 11, 21), False),
    ],
)
def test_under_eighteen(engine: Engine, born: date | None, today: date, minor: bool) -> None:
    values = {"full_name": "А", "status": "studying", "born": born}
    found = asked(engine, "student", values, minor=people.minor(Circumstances(today)))
    assert found.minor is minor
