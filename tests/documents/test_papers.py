"""Papers from records: data, templates, and what is kept of a print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cluster_desktop import documents
from cluster_desktop.documents import press, preview
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import papers, templates
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import Pair
from tests.databases import Databases
from tests.excel_out.made_records import FARM, TODAY, fill_register, one, with_own_college


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    office = databases.open(with_own_college, tmp_path / "records.db", today=TODAY)
    papers.seed_templates(office)
    yield office
    office.close()


def test_a_memorandum_of_records_lacks_nothing_and_prints(office: Office) -> None:
    ids = fill_register(office)
    data = papers.memorandum_data(office, ids["memorandum"])
    template = papers.template_of(office, None)
    assert press.findings(data, template) == []
    assert data.date == date(2025, 2, 20)
    assert len(data.directions) == 2
    text = " ".join(preview.text_of(documents.render(data, template)).split())
    assert "директора Сарсеновой Б. Е., действующей на основании Устава" in text
    assert "080840900129" in text


def test_further_parties_signatories_and_obligations_are_taken(office: Office) -> None:
    ids = fill_register(office)
    agreement, school, farm = ids["memorandum"], ids["school"], ids["farm"]
    links = {"agreement_id": agreement}
    office.add(
        "party", links | {"organisation_id": school, "position": 3, "role_kk": "Мектеп-серік"}
    )
    signs = {"name_kk": "Әли Дамир", "position_kk": "орынбасар", "basis_kk": "№ 5 сенімхат"}
    office.add("signatory", links | {"organisation_id": farm} | signs)
    office.add("obligation", links | {"organisation_id": farm, "text_kk": "көлік береді"})
    data = papers.memorandum_data(office, agreement)
    assert [party.role_kk for party in data.parties] == ["Колледж", "Кәсіпорын", "Мектеп-серік"]
    assert data.parties[2].role_ru == "Школа"
    assert data.parties[1].person_kk == "Әли Дамир"
    # The head's phrase must not stand for another person.
    assert data.parties[1].in_person_ru == ""
    assert [(p.party, p.text) for p in data.promises] == [(1, Pair("көлік береді", ""))]


def test_without_a_college_a_paper_is_refused(databases: Databases, tmp_path: Path) -> None:
    office = databases.open(with_own_college, tmp_path / "records.db", today=TODAY)
    ids = fill_register(office)
    office.put_setting("college.organisation", "")
    with pytest.raises(Refusal):
        papers.memorandum_data(office, ids["memorandum"])
    office.close()


def test_templates_come_once_and_stay_in_the_bin(office: Office) -> None:
    assert office.count("document_template") == len(papers.OWN_TEMPLATES)
    some = office.rows(Query("document_template", columns=("kind",)), 1)[0].id
    office.delete("document_template", [some])
    assert papers.seed_templates(office).ids == frozenset()
    assert office.count("document_template") == len(papers.OWN_TEMPLATES) - 1


def test_an_edited_template_is_a_new_version(office: Office) -> None:
    row = office.rows(Query("document_template", columns=("kind", "body")), 1)[0]
    template = papers.template_of(office, row.id)
    edited = replace(template, name=Pair("Біздің үлгі", "Наш образец"))
    templates.save_template(office, row.id, edited)
    current = Query(
        "document_template", (Condition("is_current", "is", True),), columns=("name_kk", "version")
    )
    versions = {r["name_kk"]: r["version"] for r in office.rows(current)}
    assert versions["Біздің үлгі"] == 2
    assert len(versions) == len(papers.OWN_TEMPLATES)
    assert papers.template_of(office, row.id).name == template.name


def test_printing_is_kept_and_can_be_taken_back(office: Office) -> None:
    ids = fill_register(office)
    draft, signed = ids["draft"], ids["memorandum"]
    prints = [papers.Printed(i, f"{n:064x}", 1) for n, i in enumerate((draft, signed))]
    papers.mark_printed(office, prints)
    first, second = office.get("agreement", draft), office.get("agreement", signed)
    assert (first["stage"], second["stage"]) == ("printed", "signed")
    assert first["printed_on"] == TODAY
    assert second["printed_hash"] == f"{1:064x}"
    office.undo()
    assert office.get("agreement", draft)["stage"] == "draft"
    assert office.get("agreement", draft)["printed_hash"] is None


def test_the_live_page_needs_no_saved_record(office: Office) -> None:
    typed = {"number": "М-7", "valid_until": date(2029, 11, 3), "places": 4}
    data = papers.live_memorandum(office, typed, FARM)
    shown = documents.show(data, papers.template_of(office, None), highlight="valid_until")
    assert shown.pages == 2
    assert data.parties[1].name_kk == FARM["name_kk"]


def test_a_partner_without_a_kind_has_a_role_all_the_same(office: Office) -> None:
    made = one(office.add("organisation", {"name_kk": "Ақ", "kind": "other"}))
    party = papers.party(office.get("organisation", made).values, None)
    assert (party.role_kk, party.role_ru) == ("Серіктес", "Партнёр")
