"""A requested form: how full it is, figures by hand, the delivered file, what has changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.forms import deliver, mapping, shown, state
from cluster_desktop.excel.forms.delivery import Wishes
from cluster_desktop.excel.forms.export import KINDS
from cluster_desktop.excel.forms.sources import Fix
from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import attachments, form_mappings, reports
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel_out.cluster_records import PERSON, TODAY, with_cluster
from tests.excel_out.graduates import BLANK, graduate, with_graduates
from tests.excel_out.graduates import TODAY as JANUARY

WORKSHOP = "Дәнекерлеу шеберханасы"


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_cluster, tmp_path / "data" / "cluster.db", today=TODAY)
    yield opened
    opened.close()


def asked(office: Office, form: str, **values: Value) -> UUID:
    (made,) = reports.add(office, {"form": form, **values}).ids
    return made


def record(office: Office, entity: str, *where: Condition) -> UUID:
    return office.rows(Query(entity, where), 1)[0].id


def handed_in(office: Office, request: UUID, path: Path) -> None:
    deliver.hand_in(office, request, deliver.save(office, request, path), how="email")


def test_a_form_says_how_full_it_is_and_where_its_gaps_are_filled(office: Office) -> None:
    request = asked(office, "F7")
    found = state.state_of(office, request)
    # Kind, name and owner of two objects; the college, its BIN and its head.
    assert (found.needed, found.filled, found.share) == (9, 8, 88)
    (gap,) = found.gaps
    lab = record(office, "infrastructure", Condition("kind", "is", "laboratory"))
    assert gap.sentence == "Электр зертханасы: Владелец"
    assert gap.fix == Fix("infrastructure", lab, "owner_id")
    assert gap.query == Query("infrastructure", (Condition("id", "is", lab),))
    office.set("infrastructure", lab, {"owner_id": office.college_id()})
    full = state.state_of(office, request)
    assert (full.share, full.missing, full.gaps) == (100, 0, ())


def test_graduates_without_a_status_are_gaps_of_f1(office: Office) -> None:
    steps = [*graduate("Белгісіз 1", None), *graduate("Жұмыста", "employed")]
    office.apply("t", "t", steps)
    request = asked(office, "F1", period="2025")
    (row,) = [gap for gap in state.state_of(office, request).gaps if gap.column == "other_reason"]
    assert row.count == 1
    assert row.query is not None
    assert office.count(row.query) == 1


def test_an_empty_form_and_one_that_cannot_be_made_say_so(office: Office) -> None:
    empty = state.state_of(office, asked(office, "F1", period="2019"))
    assert (empty.share, empty.rows) == (0, 0)
    assert "nothing fits this period" in empty.gaps[-1].sentence
    wrong = state.state_of(office, asked(office, "F1", period="көктем"))
    assert "no year of graduation" in wrong.problem


def test_a_figure_by_hand_needs_a_note_and_goes_into_the_file(
    office: Office, tmp_path: Path
) -> None:
    request = asked(office, "F7")
    workshop = record(office, "infrastructure", Condition("name_kk", "is", WORKSHOP))
    (row,) = [
        line.source.key for line in shown.shown(office, request).sheets[0].lines
        if line.source is not None and line.source.records["infrastructure"] == workshop
    ]  # fmt: skip
    cell = ("F7", row, "infrastructure.count")
    with pytest.raises(Refusal, match="why"):
        reports.put_figure(office, request, cell, "5", " ")
    reports.put_figure(office, request, cell, "5", "Тағы үшеуі жөндеуде")
    made = shown.shown(office, request)
    place = made.sheets[0].place_of(row, "infrastructure.count")
    assert place is not None
    assert made.sheets[0].lines[place[0]].cells[place[1]].text == "5"
    assert made.by_hand == {cell: "Тағы үшеуі жөндеуде"}
    saved = deliver.save(office, request, tmp_path / "f7.xlsx")
    values = [c.value for r in openpyxl.load_workbook(saved.path).worksheets[0] for c in r]
    assert 5 in values
    reports.drop_figure(office, request, cell)
    assert shown.shown(office, request).by_hand == {}


def test_the_delivered_file_stays_and_later_changes_are_told(
    office: Office, tmp_path: Path
) -> None:
    request = asked(office, "F7", due_on=date(2026, 12, 1), repeats="yearly", period="01.12.2026")
    handed_in(office, request, tmp_path / "f7.xlsx")
    row = reports.get(office, request)
    assert (row["state"], row["delivered_on"], row["delivered_how"]) == (
        "delivered", TODAY, "email",
    )  # fmt: skip
    kept = reports.file_of(office, request)
    assert kept is not None
    content = attachments.content_path(office, kept.id).read_bytes()
    assert content == (tmp_path / "f7.xlsx").read_bytes()
    (later,) = [one for one in reports.to_deliver(office) if one["state"] == "draft"]
    assert (later["due_on"], later["period"]) == (date(2027, 12, 1), "01.12.2027")
    assert state.state_of(office, request).changes == ()
    workshop = record(office, "infrastructure", Condition("name_kk", "is", WORKSHOP))
    office.set("infrastructure", workshop, {"count": 7, "places": 30})
    changed = [one.sentence for one in state.state_of(office, request).changes]
    assert changed == [
        f"{WORKSHOP} · Количество: 2 → 7", f"{WORKSHOP} · Количество мест: 24 → 30",
    ]  # fmt: skip
    office.delete("infrastructure", [workshop])
    (gone,) = state.state_of(office, request).changes
    assert gone.sentence == "1 row is not in the form any more"
    assert attachments.content_path(office, kept.id).read_bytes() == content


def test_what_was_delivered_keeps_no_names_of_people(office: Office, tmp_path: Path) -> None:
    request = asked(office, "F10", period="2026")
    handed_in(office, request, tmp_path / "f10.xlsx")
    figures = reports.get(office, request)["figures"]
    assert "Әлиева" not in figures
    assert PERSON not in figures
    assert json.loads(figures)["sheets"]["F10"]["rows"]
    teacher = record(office, "teacher")
    office.set("teacher", teacher, {"full_name": "Әлиева Гүлнар Сәкенқызы"})
    (change,) = state.state_of(office, request).changes
    assert change.sentence.endswith("Ф.И.О.: other than handed in")


def test_handing_in_is_one_action_that_undo_takes_back(office: Office, tmp_path: Path) -> None:
    request = asked(office, "F7", due_on=date(2026, 12, 1), repeats="monthly")
    saved = deliver.save(office, request, tmp_path / "f7.xlsx")
    before = office.count("report_request")
    deliver.hand_in(office, request, saved, how="paper")
    assert office.count("report_request") == before + 1
    office.undo()
    assert reports.get(office, request)["state"] == "draft"
    assert office.count("report_request") == before
    assert reports.file_of(office, request) is None


def test_a_form_goes_back_and_forth_with_the_office(office: Office, tmp_path: Path) -> None:
    request = asked(office, "F7", due_on=date(2026, 12, 1), repeats="monthly")
    with pytest.raises(Refusal, match="not been handed in yet"):
        reports.accepted(office, request)
    reports.check(office, request)
    handed_in(office, request, tmp_path / "f7.xlsx")
    with pytest.raises(Refusal, match="handed in already"):
        reports.check(office, request)
    with pytest.raises(Refusal, match="Say why"):
        reports.returned(office, request, "  ")
    reports.returned(office, request, "Мөр жоқ")
    handed_in(office, request, tmp_path / "f7.xlsx")
    # Handed in twice, but the next one was left behind once.
    assert office.count(Query("report_request", (Condition("form", "is", "F7"),))) == 2
    reports.accepted(office, request)
    with pytest.raises(Refusal, match="accepted already"):
        handed_in(office, request, tmp_path / "f7.xlsx")


def test_the_usual_set_is_added_once(office: Office) -> None:
    keys = [one.key for one in reports.usual(office)]
    reports.add_usual(office, keys)
    assert office.count("report_request") == len(keys)
    assert all(one.known for one in reports.usual(office))
    assert reports.add_usual(office, keys).action is None


def test_a_form_whose_series_runs_is_not_offered_again(office: Office) -> None:
    reports.add(
        office,
        {"form": "F9", "period": "2026-Q3", "due_on": date(2026, 11, 26), "repeats": "quarterly"},
    )
    offered = {one.key for one in reports.usual(office) if not one.known}
    assert "F9" not in offered
    assert {"F3", "F1-10"} <= offered


def test_a_form_that_was_due_yesterday_is_a_line_of_home(office: Office) -> None:
    asked(office, "F7", due_on=date(2026, 11, 20), period="2026")
    (line,) = [one for one in office.alerts() if one.key == "form_overdue"]
    assert line.query is not None
    assert (line.count, office.count(line.query)) == (1, 1)
    assert "20.11.2026" in line.reason


def test_an_offices_own_workbook_is_shown_as_it_is_filled(
    databases: Databases, tmp_path: Path
) -> None:
    own = databases.open(with_graduates, tmp_path / "own" / "cluster.db", today=JANUARY)
    delivery = KINDS["F1"].deliver(own, Wishes(period="2025"))
    proposed = mapping.propose(BLANK, delivery)
    form_mappings.add(
        own, form="F1", name="Облыс", sender=None, body=proposed.body, signature="A", blank=BLANK
    )
    kept = own.rows(Query("form_mapping"), 1)[0].id
    request = asked(own, "F1", period="2025", form_mapping_id=kept)
    (sheet,) = shown.shown(own, request).sheets
    place = sheet.place_of("04110100/", "all")
    assert sheet.title == "1-нысан"
    assert place is not None
    assert sheet.lines[place[0]].cells[place[1]].text == "35"
    query = sheet.behind(*place)
    assert query is not None
    assert own.count(query) == 35
    own.close()
