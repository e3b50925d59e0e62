"""The council: its groups, meetings, quorum, votes, and decisions that return until closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop import documents, i18n
from cluster_desktop.documents import preview
from cluster_desktop.documents.press import Format, Layout
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.rules.council import is_adopted, quorum_needed, too_many_votes
from cluster_desktop.services import (
    council,
    council_agenda,
    council_decisions,
    council_meetings,
    paper_jobs,
)
from cluster_desktop.services.council_agenda import Proposal
from cluster_desktop.services.council_meetings import Present
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.services.council_records import (
    CHAIR,
    DEPUTY,
    MEMBERS,
    NAME,
    SECRETARY,
    add,
    member,
    with_council,
)

FIRST, SECOND = date(2026, 9, 15), date(2026, 11, 20)
TRAINING = "Тәлімгерлерге педагогика курсын өткізу"
BASE = "Шеберхананы жаңғырту жоспарын бекіту"


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_council, tmp_path / "cluster.db")
    yield opened
    opened.close()


def plan(office: Office, day: date, *agenda: Proposal) -> UUID:
    changes = council_meetings.plan(
        office,
        {"held_on": day, "begins": "10:00", "place_kk": "Арқалық қ.", "place_ru": "г. Аркалык"},
        agenda,
    )
    (made,) = office.lookup("meeting", "id", changes.ids)
    assert isinstance(made, UUID)
    return made


def present(office: Office, *names: str) -> Present:
    return Present(frozenset(member(office, name) for name in names))


def everybody(office: Office) -> Present:
    return present(office, *(name for name, *_rest in MEMBERS))


def items(office: Office, meeting: UUID) -> list[UUID]:
    return [row.id for row in council_meetings.agenda(office, meeting)]


def decided(office: Office) -> tuple[UUID, UUID]:
    """The first meeting with its decision on training, due in October."""
    meeting = plan(office, FIRST, Proposal("Тәлімгерлер туралы", "О наставниках"))
    council_meetings.hold(office, meeting, everybody(office))
    (item,) = items(office, meeting)
    council_decisions.decide(
        office,
        item,
        {
            "text_kk": TRAINING,
            "text_ru": "Провести курсы педагогики для наставников",
            "responsible": "Сәрсенбаева А. Т.",
            "due": date(2026, 10, 30),
            "votes_for": 6,
            "votes_against": 0,
            "abstained": 1,
            "result_kk": "12 тәлімгер оқыды",
        },
    )
    (decision,) = office.rows(Query("decision"))
    return meeting, decision.id


# Rules


@pytest.mark.parametrize(
    ("members", "percent", "needed"),
    [(7, 50, 4), (8, 50, 5), (1, 50, 1), (0, 50, 1), (9, 66, 6), (7, 100, 7), (7, 0, 1)],
)
def test_more_than_the_percent_must_be_present(members: int, percent: int, needed: int) -> None:
    assert quorum_needed(members, percent) == needed


def test_votes_are_not_more_than_those_present() -> None:
    assert too_many_votes(5, 4, 1, None) is None
    assert too_many_votes(5, 4, 1, 1) == 6


@pytest.mark.parametrize(
    ("votes_for", "against", "adopted"),
    [(None, None, True), (3, 2, True), (2, 2, False), (0, 1, False)],
)
def test_a_plain_majority_adopts(votes_for: int | None, against: int | None, adopted: bool) -> None:
    assert is_adopted(votes_for, against) is adopted


# Members


def test_a_full_council_has_no_gaps_and_its_figures_open_its_members(office: Office) -> None:
    found = council.council(office)
    assert [gap.sentence for gap in found.gaps] == []
    assert {one.key: one.figure.value for one in found.groups} == {
        "education": 2, "enterprise": 2, "state": 2, "expert": 1,
    }  # fmt: skip
    for one in found.groups:
        assert office.count(one.figure.behind.query) == one.figure.value
    assert [one.role for one in found.members[:3]] == ["chair", "deputy", "secretary"]


def test_a_term_that_ended_leaves_a_gap_and_yesterday_stays_whole(office: Office) -> None:
    office.set("council_member", member(office, "Сәрсенбаева"), {"ends": date(2026, 11, 20)})
    office.set("council_member", member(office, CHAIR), {"role": "member"})
    said = [gap.sentence for gap in council.council(office).gaps]
    assert said == ["There are no experts or consultants.", "The council has no chair."]
    whole = council.council(office, date(2026, 11, 20))
    assert [gap.sentence for gap in whole.gaps] == [
        "The council has no chair.",
        "The term of 1 member ends within 60 days.",
    ]


# Two meetings (acceptance 2 of the issue)


def text_of(office: Office, meeting: UUID, layout: Layout = "columns") -> str:
    (job,) = paper_jobs.jobs(office, "minutes", [meeting])
    pdf = documents.render(*job.ready(), layout)
    return " ".join(preview.text_of(pdf).split()).replace("\u00a0", " ")


def test_two_meetings_from_agenda_to_minutes(office: Office) -> None:
    first, decision = decided(office)
    # A decision is a task, in the same action.
    (task,) = office.rows(Query("plan_item", columns=tuple(office.entity("plan_item").fields)))
    assert task["decision_id"].id == decision
    assert (task["name_kk"], task["due"], task["year"]) == (TRAINING, date(2026, 10, 30), 2026)
    assert (task["starts"], task["responsible"]) == (FIRST, "Сәрсенбаева А. Т.")
    assert task["result_kk"] == "12 тәлімгер оқыды"
    # Unclosed, it comes back; so does the report that nobody sent.
    partner = office.lookup("organisation", "name_kk", ["«Темір» ЖШС"])["«Темір» ЖШС"][0]
    report = add(
        office,
        "participant_report",
        organisation_id=partner,
        year=2026,
        period="3",
        due=date(2026, 10, 10),
    )
    other = add(
        office, "plan_item", number=2, year=2026, name_kk="Көрме өткізу", due=date(2026, 12, 1)
    )
    agenda = council_agenda.proposals(office, SECOND)
    assert [(one.decision_id, one.plan_id, one.report_id) for one in agenda] == [
        (decision, None, None), (None, None, report), (None, other, None),
    ]  # fmt: skip
    assert [one.overdue for one in agenda] == [True, True, False]
    assert "хаттама № 1, 15.09.2026" in agenda[0].title_kk
    second = plan(office, SECOND, *agenda, Proposal(BASE, "Утвердить план модернизации"))
    assert council_agenda.proposals(office, SECOND, meeting=second) == []
    # The chair is away: a deputy acts for him, recorded as such.
    who = present(office, DEPUTY, SECRETARY, "Петров", "Ғабдуллин")
    away = member(office, CHAIR)
    who = replace(who, reasons={away: "іссапар"}, represented={away: "Ким В. С."})
    council_meetings.hold(office, second, who)
    row = office.get("meeting", second)
    assert (row["acting"], row["chaired_by_id"].title) == (True, DEPUTY)
    assert (row["present"], row["members_then"], row["quorum_percent"]) == (4, 7, 50)
    about_training, about_report, about_fair, about_base = items(office, second)
    council_decisions.finish(office, decision, date(2026, 11, 18), "Сертификаттар берілді")
    assert office.get("plan_item", task.id)["state"] == "done"
    office.set("agenda_item", about_training, {"heard_kk": "Орындалды", "heard_ru": "Исполнено"})
    office.set("agenda_item", about_report, {"heard_kk": "Есеп жоқ", "heard_ru": "Отчёта нет"})
    office.set("agenda_item", about_fair, {"heard_kk": "Дайын", "heard_ru": "Готово"})
    council_decisions.decide(
        office, about_base, {"text_kk": BASE, "text_ru": "Утвердить план", "votes_for": 4}
    )
    council_meetings.close(office, second)
    assert office.get("meeting", second)["state"] == "closed"
    # The closed decision does not return, what is open does.
    again = council_agenda.proposals(office, date(2026, 12, 10))
    assert [one.plan_id for one in again] == [other]
    # Read back from the PDF, in both languages.
    said = text_of(office, first)
    for words in (
        "ХАТТАМАСЫ", "ПРОТОКОЛ", "№ 1", NAME, "2026 жылғы 15 қыркүйек", "15 сентября 2026 года",
        "Төрағалық етуші: Н. Ә. Ысқақов, төраға", "Председательствующий: Н. Ә. Ысқақов",
        "қатысқандар саны: 7; кворум үшін қажет саны: 4", "присутствуют: 7",
        "1. Тәлімгерлер туралы.", "1. О наставниках.", f"1.1. ШЕШІМ: {TRAINING}.",
        "1.1. РЕШЕНИЕ: Провести курсы педагогики для наставников.",
        "Мерзімі: 2026 жылғы 30 қазан", "Срок: 30 октября 2026 года",
        "қолдағандар – 6, қарсы – 0, қалыс қалғандар – 1", "за – 6, против – 0, воздержались – 1",
        "Шешім қабылданды.", "Решение принято.",
    ):  # fmt: skip
        assert words in said, words
    said = text_of(office, second)
    for words in (
        "№ 2", "Г. Ө. Қожахметова, төрағаның міндетін атқарушы",
        "исполняющий обязанности председателя", "В отсутствие председателя заседание вёл",
        "(өкілі: Ким В. С.; іссапар)", "4.1. РЕШЕНИЕ: Утвердить план.", "Исполнено", "Орындалды",
    ):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize(("layout", "format"), [("sequence", "pdf"), ("columns", "docx")])
def test_the_same_minutes_give_the_same_bytes(
    office: Office, layout: Layout, format: Format
) -> None:
    meeting, _decision = decided(office)
    (job,) = paper_jobs.jobs(office, "minutes", [meeting])
    once = documents.render(*job.ready(), layout, format)
    (job,) = paper_jobs.jobs(office, "minutes", [meeting])
    assert documents.render(*job.ready(), layout, format) == once


@pytest.mark.parametrize(
    ("layout", "said", "unsaid"), [("kk", "ШЕШІМ", "РЕШЕНИЕ"), ("ru", "РЕШЕНИЕ", "ШЕШІМ")]
)
def test_minutes_in_one_language(office: Office, layout: Layout, said: str, unsaid: str) -> None:
    meeting, _decision = decided(office)
    words = text_of(office, meeting, layout)
    assert said in words
    assert unsaid not in words


def test_minutes_say_which_russian_texts_are_missing(office: Office) -> None:
    meeting = plan(office, FIRST, Proposal("Тәлімгерлер туралы"))
    council_meetings.hold(office, meeting, everybody(office))
    (item,) = items(office, meeting)
    council_decisions.decide(office, item, {"text_kk": TRAINING})
    (job,) = paper_jobs.jobs(office, "minutes", [meeting])
    found = documents.press.findings(*job.ready(), "columns")
    assert [one.message for one in found if one.code == "missing"] == [
        "Item 1 of the agenda: the text in Russian is missing",
        "Decision 1.1: the text in Russian is missing",
    ]


def test_a_planned_meeting_has_no_minutes(office: Office) -> None:
    (job,) = paper_jobs.jobs(office, "minutes", [plan(office, FIRST, Proposal("Сұрақ"))])
    assert job.problem is not None
    assert job.problem.message == "The meeting was not held yet"


# What is refused


def refusal(act: object) -> str:
    assert callable(act)
    with pytest.raises(Refusal) as why:
        act()
    return why.value.message


def test_without_a_quorum_nothing_is_decided(office: Office) -> None:
    meeting = plan(office, FIRST, Proposal("Тәлімгерлер туралы"))
    (item,) = items(office, meeting)
    asked = {"text_kk": TRAINING}
    said = refusal(lambda: council_decisions.decide(office, item, asked))
    assert said == "Write the attendance first: the meeting was not held yet."
    council_meetings.hold(office, meeting, present(office, CHAIR, SECRETARY, DEPUTY))
    said = refusal(lambda: council_decisions.decide(office, item, asked))
    assert said == ("Present 3 of 7, 4 needed: there is no quorum. Nothing can be decided.")
    assert office.count("decision") == 0
    # Somebody came late: attendance is written anew.
    council_meetings.hold(office, meeting, present(office, CHAIR, SECRETARY, DEPUTY, "Петров"))
    assert office.count("meeting_attendance") == len(MEMBERS)
    council_decisions.decide(office, item, asked)


def test_votes_must_fit_those_present(office: Office) -> None:
    meeting = plan(office, FIRST, Proposal("Тәлімгерлер туралы"))
    council_meetings.hold(office, meeting, present(office, CHAIR, SECRETARY, DEPUTY, "Петров"))
    (item,) = items(office, meeting)

    def vote(**values: object) -> str:
        return refusal(
            lambda: council_decisions.decide(office, item, {"text_kk": TRAINING, **values})
        )

    assert vote(votes_for=3, votes_against=2) == "5 votes, but only 4 members were present."
    assert vote(votes_for=1, votes_against=2, adopted=True).startswith("More voted against")
    assert vote(due=date(2026, 9, 1)).startswith("The term 01.09.2026 is before the meeting")
    assert office.count("decision") == 0
    lost = {"text_kk": TRAINING, "votes_for": 1, "votes_against": 3, "due": date(2026, 10, 1)}
    council_decisions.decide(office, item, lost)
    # What was not adopted is no task and does not come back.
    assert office.count("plan_item") == 0
    assert council_agenda.proposals(office, SECOND) == []
    minutes = text_of(office, meeting, "ru")
    assert "Решение не принято" in minutes
    assert "Срок" not in minutes


def test_only_the_chair_or_a_deputy_who_is_present_chairs(office: Office) -> None:
    meeting = plan(office, FIRST, Proposal("Тәлімгерлер туралы"))
    crowd = present(office, SECRETARY, "Петров", "Ғабдуллин", "Ким")
    said = refusal(lambda: council_meetings.hold(office, meeting, crowd))
    assert said == "Neither the chair nor a deputy is present: nobody can chair the meeting."
    petrov = member(office, "Петров")
    crowd = present(office, CHAIR, "Петров")
    said = refusal(lambda: council_meetings.hold(office, meeting, crowd, chaired_by=petrov))
    assert said == "Петров Алексей Иванович is neither the chair nor a deputy."
    away = member(office, DEPUTY)
    said = refusal(lambda: council_meetings.hold(office, meeting, crowd, chaired_by=away))
    assert said == "Who chairs the meeting must be present."


def test_signed_minutes_stay_as_they_are(office: Office) -> None:
    meeting, _decision = decided(office)
    council_meetings.close(office, meeting)
    (item,) = items(office, meeting)
    signed = "The minutes are signed: nothing in the meeting can be changed."
    assert refusal(lambda: council_decisions.decide(office, item, {"text_kk": "Х"})) == signed
    assert refusal(lambda: council_meetings.hold(office, meeting, everybody(office))) == signed
    assert refusal(lambda: council_agenda.add_items(office, meeting, [Proposal("Х")])) == signed
    office.undo()
    council_decisions.decide(office, item, {"text_kk": "Қайта ашылды"})


def test_an_item_without_a_word_keeps_the_minutes_open(office: Office) -> None:
    meeting = plan(office, FIRST, Proposal("Бірінші"), Proposal("Екінші"))
    council_meetings.hold(office, meeting, everybody(office))
    first, _second = items(office, meeting)
    council_decisions.decide(office, first, {"text_kk": TRAINING})
    said = refusal(lambda: council_meetings.close(office, meeting))
    assert said == "Nothing was heard or decided on item 2 of the agenda."


def test_minutes_are_numbered_within_a_year(office: Office) -> None:
    plan(office, FIRST)
    assert council_meetings.next_number(office, 2026) == "2"
    assert council_meetings.next_number(office, 2027) == "1"
    said = refusal(lambda: council_meetings.plan(office, {"held_on": SECOND, "number": "1"}))
    assert said == "Minutes No. 1 of 2026 exist already."


def test_a_received_report_is_heard_with_the_minutes(office: Office) -> None:
    partner = office.lookup("organisation", "name_kk", ["«Темір» ЖШС"])["«Темір» ЖШС"][0]
    report = add(
        office, "participant_report", organisation_id=partner, year=2026, period="2",
        state="received",
    )  # fmt: skip
    meeting = plan(office, FIRST, *council_agenda.proposals(office, FIRST))
    council_meetings.hold(office, meeting, everybody(office))
    (item,) = items(office, meeting)
    office.set("agenda_item", item, {"heard_kk": "Тыңдалды"})
    council_meetings.close(office, meeting)
    assert office.get("participant_report", report)["state"] == "heard"


def test_a_decision_closes_with_its_last_task(office: Office) -> None:
    _meeting, decision = decided(office)
    (task,) = [row.id for row in office.rows(Query("plan_item"))]
    more = add(office, "plan_item", number=9, name_kk="Екінші бөлігі", decision_id=decision)
    assert council_decisions.closed_with(office, [task], SECOND) == []
    (update,) = council_decisions.closed_with(office, [task, more], SECOND)
    assert (update.id, update.values) == (decision, {"state": "done", "done_on": SECOND})  # type: ignore[union-attr]


def test_a_decision_written_by_mistake_goes_with_its_task(office: Office) -> None:
    _meeting, decision = decided(office)
    council_decisions.withdraw(office, [decision])
    assert (office.count("decision"), office.count("plan_item")) == (0, 0)
    office.undo()
    assert (office.count("decision"), office.count("plan_item")) == (1, 1)
    (task,) = [row.id for row in office.rows(Query("plan_item"))]
    office.set("plan_item", task, {"state": "in_progress"})
    said = refusal(lambda: council_decisions.withdraw(office, [decision]))
    assert said.startswith("Work on the plan item of this decision has begun")


def test_the_conflict_of_a_member_who_came_stands_in_the_minutes(office: Office) -> None:
    add(
        office, "conflict_of_interest", member_id=member(office, "Петров"),
        matter="«Темір» ЖШС құрылтайшысы", declared_on=date(2026, 9, 10),
    )  # fmt: skip
    add(
        office, "conflict_of_interest", member_id=member(office, "Ким"),
        matter="Кейін мәлімделді", declared_on=date(2026, 10, 10),
    )  # fmt: skip
    meeting, _decision = decided(office)
    said = text_of(office, meeting)
    assert "қақтығысы туралы мәлімделді: А. И. Петров – «Темір» ЖШС құрылтайшысы." in said
    assert "Кейін" not in said


def test_a_cancelled_meeting_frees_its_reports(office: Office) -> None:
    partner = office.lookup("organisation", "name_kk", ["«Темір» ЖШС"])["«Темір» ЖШС"][0]
    add(office, "participant_report", organisation_id=partner, year=2026, state="received")
    agenda = council_agenda.proposals(office, FIRST)
    meeting = plan(office, FIRST, *agenda)
    assert council_agenda.proposals(office, SECOND) == []
    assert refusal(lambda: council_meetings.cancel(office, meeting, " ")).startswith("Write why")
    council_meetings.cancel(office, meeting, "Кворум болмайды")
    assert len(council_agenda.proposals(office, SECOND)) == 1
    held = Condition("state", "is", "cancelled")
    assert office.count(Query("meeting", (held,))) == 1


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")
