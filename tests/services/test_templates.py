"""Templates as records: versions, return, copies, and test prints without records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.documents import press
from cluster_desktop.documents.place_names import TABLES_OF, facts_of
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import paper_samples, papers, templates
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import Clause, Pair
from tests.databases import Databases
from tests.excel_out.made_records import TODAY, with_own_college


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    office = databases.open(with_own_college, tmp_path / "records.db", today=TODAY)
    papers.seed_templates(office)
    yield office
    office.close()


def in_use(office: Office, kind: str) -> list[tuple[UUID, int]]:
    where = (Condition("kind", "is", kind), Condition("is_current", "is", True))
    rows = office.rows(Query("document_template", where, columns=("version",)))
    return [(row.id, row["version"]) for row in rows]


def test_versions_are_looked_back_at_compared_and_returned_to(office: Office) -> None:
    first = papers.own_record("order", 1)
    old = templates.read(office, first)
    text = Pair("Қосымша тармақ", "Дополнительный пункт")
    templates.save_template(office, first, replace(old, clauses=(*old.clauses, Clause(text))))
    ((second, _),) = in_use(office, "order")
    assert [row["version"] for row in templates.versions(office, second)] == [2, 1]
    (change,) = templates.compare(old, templates.read(office, second))
    assert (change.old, change.new) == (None, text)
    back = templates.return_to(office, first)
    ((third, version),) = in_use(office, "order")
    assert version == 3
    assert templates.read(office, third).clauses == old.clauses
    office.undo(back.action)
    assert in_use(office, "order") == [(second, 2)]


def test_a_copy_has_versions_of_its_own_and_does_not_push_the_usual_one_away(
    office: Office,
) -> None:
    first = papers.own_record("referral", 1)
    made = templates.copy(office, first)
    (copied,) = made.ids
    assert templates.read(office, copied).name.ru.endswith("(копия)")
    edited = replace(templates.read(office, first), note=Pair("а", "а"))
    templates.save_template(office, first, edited)
    assert len(in_use(office, "referral")) == 2
    assert papers.template_of(office, None, "referral").note == Pair("а", "а")
    ((own, _),) = [one for one in in_use(office, "referral") if one[0] != copied]
    templates.set_in_use(office, own, wanted=False)
    assert papers.template_of(office, None, "referral").name.ru.endswith("(копия)")
    with pytest.raises(Refusal):
        templates.set_in_use(office, copied, wanted=False)


def test_a_template_needs_a_name_in_both_languages(office: Office) -> None:
    with pytest.raises(Refusal):
        templates.new(office, "order", Pair("Біздің бұйрық", ""))
    (made,) = templates.new(office, "order", Pair("Біздің бұйрық", "Наш приказ")).ids
    assert templates.read(office, made).kind == "order"


@pytest.mark.parametrize("name", papers.OWN_TEMPLATES)
def test_every_template_prints_with_sample_data_and_lacks_nothing(name: str) -> None:
    template = papers.own_template(name)
    kind = template.kind
    data = paper_samples.sample(template, facts_of(kind), TABLES_OF.get(kind, ()))
    assert press.check_missing(template, data) == []
    assert press.render(data, template).startswith(b"%PDF")
