"""The search over everything finds what the cluster keeps."""

from __future__ import annotations

import pytest

from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import place_of_record
from tests.databases import Builder, clustered


@pytest.fixture
def content() -> Builder:
    return clustered


def test_records_of_the_cluster_are_found_and_have_a_place(office: Office) -> None:
    for text, kind in (
        ("Тренажёр сварщика", "technology"),
        ("Недостаток финанс", "risk"),
        ("День профессий", "event"),
        ("Новикова Юлия Серг", "council_member"),
        ("Ремонтный цех", "infrastructure"),
        ("бағдарламашы", "labour_request"),
    ):
        hits = [hit for hit in office.search(text) if hit.entity == kind]
        assert hits, text
        assert place_of_record(kind, hits[0].id) is not None
