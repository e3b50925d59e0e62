"""Titles of actions that come from other computers: the journal must be able to say them."""

from __future__ import annotations

import pytest

from cluster_desktop.db import journal
from cluster_desktop.db.journal import Said
from cluster_desktop.services import people
from cluster_desktop.sync.coming import PLAIN, safe_title
from tests.sync.simulation.stage import A, B, Stage


@pytest.mark.parametrize(
    "title",
    [
        Said("Decided: {what}", {"what": "ә" * 4_000}).stored(),
        Said("{what:>2000000000}", {"what": "x"}).stored(),
        Said("{what!r:>9}", {"what": "x"}).stored(),
        Said("{}", {"": "x"}).stored(),
        Said("{0}", {"0": "x"}).stored(),
        Said("{what.__class__}", {"what": "x"}).stored(),
        '{"m": "Decided',
        '{"m": 5, "p": {}}',
    ],
)
def test_what_the_journal_could_not_say_is_told_plainly(title: str) -> None:
    assert safe_title(title) == PLAIN.stored()


def test_what_it_can_say_stays() -> None:
    title = Said("Decided: {what}", {"what": "Әлия {0} {x}"}).stored()

    assert safe_title(title) == title


def test_a_very_long_title_stops_neither_the_journal_nor_erasing(stage: Stage) -> None:
    teacher = stage.add(A, full_name="Кеткен Адам")
    stage.settle()
    office = stage.office(A)
    title = Said("Decided: {what}", {"what": "ә" * 4_000})
    with office.store.action(title, actor="", source="hand") as work:
        work.update("teacher", teacher, {"note": "жазба"})
    stage.settle()

    people.erase(stage.office(B), "teacher", teacher, "өтініш бойынша")

    with stage.office(B).store.reading() as connection:
        titles = connection.exec_driver_sql("SELECT title FROM action").scalars().all()
    assert all(journal.spoken(title) for title in titles)
