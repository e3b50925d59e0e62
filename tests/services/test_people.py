"""Erased means erased: nothing of a person is left in the file, and nothing else is changed."""

from __future__ import annotations

import os
import signal
import sys
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cluster_desktop import app
from cluster_desktop.db import erased_words, erasing
from cluster_desktop.db.store import Store
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import fold, sort_key
from cluster_desktop.query import Condition, Query
from cluster_desktop.rules.erasure import MARK, erase_by
from cluster_desktop.services import attachments, outcome_figures, people, safety
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office
from tests.databases import Builder
from tests.services.persons import (
    FORMER,
    GUARDIAN,
    MENTOR,
    MENTOR_PHONE,
    NAME,
    PHONE,
    SECRETS,
    bytes_found,
    of,
    one_student,
    scan,
    the_mentor,
    the_student,
)
from tests.services.practice_records import add, named

REASON = "Өтініш 20.11.2026 № 7"


@pytest.fixture
def content() -> Builder:
    return one_student


@pytest.fixture
def student(office: Office) -> UUID:
    return the_student(office)


def test_no_byte_of_the_person_is_left_in_the_file(office: Office, student: UUID) -> None:
    hidden = (*SECRETS, fold(NAME), fold(GUARDIAN), sort_key(NAME))
    assert set(bytes_found(office, SECRETS)) == set(SECRETS)
    erased = people.erase(office, "student", student, REASON)
    assert erased.finished
    assert bytes_found(office, hidden) == []
    office.close()
    assert bytes_found(office, hidden) == []


def index_parts(office: Office, phone: str) -> list[str]:
    """Three signs of a telephone that stand in the search index; nobody else here has one."""
    with office.store.reading() as connection:
        blocks = connection.exec_driver_sql("SELECT block FROM student_search_data").scalars()
        content = b"".join(blocks)
    parts = (phone[at : at + 3] for at in range(len(phone) - 2))
    return [part for part in parts if part.encode() in content]


def test_the_search_index_holds_no_part_of_the_person(office: Office, student: UUID) -> None:
    assert index_parts(office, PHONE) != []
    people.erase(office, "student", student, REASON)
    assert office.search("Өтеғұлов") == []
    # A deleted entry would stay in the blocks of the index until they merge by themselves.
    assert index_parts(office, PHONE) == []
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO student_search (student_search, rank) VALUES ('integrity-check', 1)"
        )


def test_counts_stay_and_the_name_goes(office: Office, student: UUID) -> None:
    before = outcome_figures.figures(office, 2026)
    people.erase(office, "student", student, REASON)
    assert outcome_figures.figures(office, 2026).total == before.total
    row = office.get("student", student)
    assert (row["full_name"], row["iin"], row["group_id"]) == (MARK, None, None)
    assert (row["sex"], row["funding"], row["graduation_year"]) == ("m", "state", 2026)
    # Known through the group before, which has gone: form F1 counts by speciality.
    assert row["speciality_id"] is not None


def test_the_history_says_who_and_when_without_what_stood_there(
    office: Office, student: UUID
) -> None:
    fields = [line.field for line in office.history("student", student)]
    people.erase(office, "student", student, REASON)
    lines = office.history("student", student)
    older = [line for line in lines if line.source != "erasure"]
    assert [line.field for line in older] == fields
    told = {line.old for line in lines if line.field in ("full_name", "iin", "phone", "note")}
    assert told <= {MARK, None}
    titles = [line.title for line in office.journal(limit=100)]
    assert not [t for t in titles if "Өтеғұлов" in t]
    assert titles[0] == f"Erased a person for good: {REASON}"


def test_what_is_under_way_is_given_up(office: Office, student: UUID) -> None:
    (placement,) = of(office, "placement", "student_id", student)
    told = people.outlook(office, "student", student)
    assert told.title == NAME
    assert "1 practice is not over and will be interrupted" in told.takes()
    assert "Placements: 1" in told.takes()
    people.erase(office, "student", student, REASON)
    row = office.get("placement", placement)
    assert (row["state"], row["reason"]) == ("interrupted", None)
    (day,) = of(office, "attendance", "placement_id", placement)
    assert office.get("attendance", day)["hours"] == 6


def test_the_journal_stays_append_only(office: Office, student: UUID) -> None:
    people.erase(office, "student", student, REASON)
    for statement in ("UPDATE journal SET old = NULL", "UPDATE action SET title = ''"):
        with (
            pytest.raises(IntegrityError, match="append only"),
            office.store.engine.begin() as connection,
        ):
            connection.execute(text(statement))


def test_nothing_of_it_can_be_taken_back(office: Office, student: UUID) -> None:
    earlier = office.journal(limit=1)[0].id
    changes = people.erase(office, "student", student, REASON).changes
    with pytest.raises(Refusal, match="cannot be brought back"):
        office.undo()
    with pytest.raises(Refusal, match="cannot be brought back"):
        office.undo(changes.action, force=True)
    # Older actions that wrote into the record give nothing back either.
    for action in range(earlier, earlier - 8, -1):
        try:
            office.undo(action, force=True)
        except Refusal:
            continue
    assert office.get("student", student)["full_name"] == MARK
    assert bytes_found(office, SECRETS) == []


def test_files_go_unless_another_record_has_the_same(office: Office, student: UUID) -> None:
    shared = b"%PDF of two"
    partner = named(office, "organisation", "Темір")
    scan(office, "student", student, f"{NAME}.pdf", shared)
    kept = scan(office, "organisation", partner, "шарт.pdf", shared)
    own = scan(office, "student", student, "скан.pdf", b"%PDF of one")
    content = attachments.content_path(office, own)
    opened = attachments.for_opening(office, own)
    people.erase(office, "student", student, REASON)
    assert not content.exists()
    assert not opened.exists()
    assert attachments.of_record(office, student) == []
    assert attachments.content_path(office, kept).read_bytes() == shared


def test_drafts_and_remembered_answers_forget_the_person(office: Office, student: UUID) -> None:
    office.save_draft("new.placement", {"student_id": str(student)})
    office.save_draft("new.organisation", {"name_kk": "Басқа"})
    body = f'{{"columns": {{}}, "words": {{"student": {{"{fold(NAME)}": "{student}", "x": "y"}}}}}}'
    answer = add(
        office, "import_mapping", kind="placements", name="Нысан", signature="s", body=body
    )
    office.set("import_mapping", answer, {"body": body + " "})
    people.erase(office, "student", student, REASON)
    assert [kind for kind, _at, _payload in office.drafts()] == ["new.organisation"]
    assert office.get("import_mapping", answer)["body"] == (
        '{"columns": {}, "words": {"student": {"x": "y"}}}'
    )
    assert bytes_found(office, (str(student), fold(NAME))) == []


def test_other_records_that_name_the_person_are_told_and_left_alone(
    office: Office, student: UUID
) -> None:
    other = add(office, "student", full_name=NAME)
    erased = people.erase(office, "student", student, REASON)
    assert erased.mentions == (f"Student “{NAME}”, Full name",)
    assert office.get("student", other)["full_name"] == NAME


@pytest.mark.parametrize(
    ("reason", "said"),
    [("  ", "write why"), (f"{FORMER} сұрады", "without the person's name"), (PHONE, "without")],
)
def test_a_reason_is_needed_and_names_nobody(
    office: Office, student: UUID, reason: str, said: str
) -> None:
    before = logical_dump(office)
    with pytest.raises(Refusal, match=said):
        people.erase(office, "student", student, reason)
    assert logical_dump(office) == before


def test_who_is_erased_or_no_person_is_refused(office: Office, student: UUID) -> None:
    people.erase(office, "student", student, REASON)
    with pytest.raises(Refusal, match="erased already"):
        people.erase(office, "student", student, REASON)
    with pytest.raises(Refusal, match="no kind of person"):
        people.erase(office, "organisation", named(office, "organisation", "Темір"), REASON)


def test_a_mentor_leaves_the_duties_that_go_on(office: Office, student: UUID) -> None:
    mentor = the_mentor(office)
    (placement,) = of(office, "placement", "student_id", student)
    people.erase(office, "mentor", mentor, REASON)
    assert bytes_found(office, (MENTOR, MENTOR_PHONE)) == []
    assert office.get("placement", placement)["mentor_id"] is None
    assert "no_mentor" in {alert.key for alert in office.alerts()}
    missing = Query("mentor", (Condition("order_missing", "is", True),))
    assert mentor not in {row.id for row in office.rows(missing)}
    assert office.get("student", student)["full_name"] == NAME


@pytest.mark.parametrize("entity", ["teacher", "contact_person"])
def test_who_is_not_counted_leaves_the_list(office: Office, entity: str) -> None:
    partner = named(office, "organisation", "Темір")
    owner = {"organisation_id": partner} if entity == "contact_person" else {}
    person = add(office, entity, full_name=MENTOR + " Үй", phone="+7 700 111 00 77", **owner)
    people.erase(office, entity, person, REASON)
    assert office.count(entity) == 0
    assert office.get(entity, person)["full_name"] == MARK
    assert bytes_found(office, (MENTOR + " Үй", "+7 700 111 00 77")) == []


def test_copies_that_still_hold_the_person_are_told_with_their_last_day(
    office: Office, student: UUID
) -> None:
    held = safety.make_backup(office)
    erased = people.erase(office, "student", student, REASON)
    later = safety.make_backup(office)
    (copy,) = erased.copies
    assert (copy.path, copy.until) == (held, copy.made_on + timedelta(days=365))
    assert safety.copies_with(office, "student", student) == [copy]
    assert later in {one.path for one in safety.backups(office)}
    office.put_setting("backup.keep_days", "0")
    (copy,) = safety.copies_with(office, "student", student)
    assert copy.until is None


def test_copies_past_their_term_go_but_never_the_newest_five(office: Office) -> None:
    folder = safety.backups_folder(office)
    folder.mkdir(parents=True)
    for year in range(2010, 2018):
        (folder / f"{year}0101-000000-manual.backup").write_bytes(b"old")
    made = safety.make_backup(office)
    names = sorted(path.name[:4] for path in folder.glob("*.backup"))
    assert names == ["2014", "2015", "2016", "2017", made.name[:4]]


# Cut off in the middle


def killed(path: Path, student: UUID, at: str) -> None:
    """Erase in a process that is killed before it does `at`."""

    def die(*_arguments: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:  # never returns into the test
        office = Office(Store.open(path), today=lambda: date(2026, 11, 21))
        setattr(Store if at == "scrub" else erasing, at, die)
        people.erase(office, "student", student, REASON)
        os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX")
def test_a_kill_before_the_commit_leaves_everything_as_it_was(
    office: Office, student: UUID
) -> None:
    before = logical_dump(office)
    path = office.store.path
    office.close()
    killed(path, student, "_rewrite_index")
    again = Office(Store.open(path), today=lambda: date(2026, 11, 21))
    assert logical_dump(again) == before
    with pytest.raises(IntegrityError), again.store.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET old = NULL"))
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX")
def test_a_kill_after_the_commit_is_finished_at_the_next_start(
    office: Office, student: UUID
) -> None:
    file = scan(office, "student", student, "скан.pdf", b"%PDF of one")
    content = attachments.content_path(office, file)
    folder = office.store.path.parent
    office.close()
    killed(office.store.path, student, "scrub")
    assert bytes_found(office, SECRETS) != []
    again = app.open_office(app.Options(data=folder, today=date(2026, 11, 21)), source="cli")
    assert bytes_found(again, SECRETS) == []
    assert not content.exists()
    with again.store.reading() as connection:
        assert erasing.unfinished(connection) is None
    again.close()


# Consents


def test_a_withdrawn_consent_is_a_line_of_home_until_the_person_is_erased(
    office: Office, student: UUID
) -> None:
    (consent,) = of(office, "consent", "student_id", student)
    assert people.has_consent(office, student, "processing", office.today())
    assert not people.has_consent(office, student, "photo", office.today())
    office.set("consent", consent, {"withdrawn_on": date(2026, 11, 20)})
    assert not people.has_consent(office, student, "processing", office.today())
    (line,) = [alert for alert in office.alerts() if alert.key == "to_erase"]
    assert line.query is not None
    assert [row.id for row in office.rows(line.query)] == [student]
    assert (line.count, line.severity, line.reason) == (1, "soon", f"first: {NAME}, by 11.12.2026")
    people.erase(office, "student", student, REASON)
    assert "to_erase" not in {alert.key for alert in office.alerts()}


def test_a_new_consent_takes_the_withdrawal_back(office: Office, student: UUID) -> None:
    (consent,) = of(office, "consent", "student_id", student)
    office.set("consent", consent, {"withdrawn_on": date(2026, 10, 1)})
    (line,) = [alert for alert in office.alerts() if alert.key == "to_erase"]
    assert line.severity == "bad"
    add(office, "consent", student_id=student, kind="processing", given_on=date(2026, 11, 1))
    assert "to_erase" not in {alert.key for alert in office.alerts()}


@pytest.mark.parametrize(
    ("withdrawn", "last"),
    [(date(2026, 11, 20), date(2026, 12, 11)), (date(2026, 11, 21), date(2026, 12, 11))],
)
def test_fifteen_working_days_pass_over_weekends(withdrawn: date, last: date) -> None:
    assert erase_by(withdrawn) == last


def test_titles_lose_the_person_and_nothing_else() -> None:
    words = erased_words.Words((NAME,), (), ())
    assert words.without(f"Орын: {NAME} +2", about=False) == f"Орын: {MARK} +2"
    assert words.without("Өтеғұлов Ғ. Ә. орнында", about=True) == f"{MARK} орнында"
    assert words.without("Өтеғұлова орнында", about=True) == "Өтеғұлова орнында"
