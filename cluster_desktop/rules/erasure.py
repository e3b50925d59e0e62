"""What stays of a person who is erased for good, what goes with the person, and by which day. Pure.

Counts must stay true: form F1 of a past year may not change because a graduate asked to be erased.
Therefore the words that are counted stay and everything that says who it was goes. A field that is
not named here goes, so a new field is safe before anybody thinks of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

# In place of a name that a record must have; the same in every language.
MARK = "—"
PERSONS = (
    "student",
    "mentor",
    "teacher",
    "contact_person",
    "council_member",
    "working_group_member",
    "expert",
)
# Records that say something of the person only, by the link that names the person.
WITH_PERSON: Mapping[str, tuple[tuple[str, str], ...]] = {
    "student": (
        ("consent", "student_id"),
        ("outcome", "student_id"),
        ("work_obligation", "student_id"),
        ("placement", "student_id"),
        ("agreement", "student_id"),
        ("scholarship", "student_id"),
        ("request_match", "student_id"),
    ),
    "teacher": (("teacher_internship", "teacher_id"),),
    "council_member": (
        ("conflict_of_interest", "member_id"),
        ("meeting_attendance", "member_id"),
        ("working_group_member", "member_id"),
    ),
    "placement": (("attendance", "placement_id"), ("assessment_mark", "placement_id")),
    "agreement": (("addendum", "agreement_id"),),
}
# Nothing is counted from these: they go to the bin, empty.
LEAVES = frozenset({"teacher", "teacher_internship", "contact_person", "attachment"})
# Duties that go on without the person: the link is emptied, so that the lines of Home name them.
SET_FREE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "mentor": (("placement", "mentor_id"), ("practice_slot", "mentor_id")),
    "teacher": (
        ("placement", "supervisor_id"),
        ("practice_slot", "supervisor_id"),
        ("study_group", "curator_id"),
    ),
}
STAYS: Mapping[str, frozenset[str]] = {
    "student": frozenset(
        ("sex", "speciality_id", "qualification_id", "funding", "language", "status", "dual",
         "graduation_year", "enrolled_on", "left_on")
    ),
    "mentor": frozenset(
        ("organisation_id", "starts", "ends", "load_limit", "students_reported", "group_id",
         "trained_on", "trained_until", "pay_kind")
    ),
    "teacher": frozenset(),
    "teacher_internship": frozenset(
        ("teacher_id", "kind", "organisation_id", "starts", "ends", "hours")
    ),
    "contact_person": frozenset(("organisation_id",)),
    # Quorums of past meetings and the four groups of the council go on being counted.
    "council_member": frozenset(("organisation_id", "council_group", "role", "starts", "ends")),
    "conflict_of_interest": frozenset(("member_id", "declared_on", "state", "settled_on")),
    "meeting_attendance": frozenset(("meeting_id", "member_id", "present")),
    "working_group_member": frozenset(("group_id", "member_id", "organisation_id", "leads")),
    "expert": frozenset(("organisation_id", "expertise", "independent")),
    "scholarship": frozenset(
        ("kind", "sponsor_id", "student_id", "academic_year_id", "starts", "ends", "amount")
    ),
    "request_match": frozenset(
        ("request_id", "student_id", "group_id", "persons", "offered_on", "state")
    ),
    "consent": frozenset(("student_id", "kind", "given_on", "given_by", "until", "withdrawn_on")),
    "outcome": frozenset(("student_id", "checkpoint", "checked_on", "state", "by_speciality")),
    "work_obligation": frozenset(
        ("student_id", "kind", "agreement_id", "organisation_id", "starts", "months_owed",
         "months_done", "ended_on", "cost", "state")
    ),
    "placement": frozenset(
        ("student_id", "period_id", "organisation_id", "slot_id", "mentor_id", "supervisor_id",
         "kind", "starts", "ends", "state", "locked", "agreement_id", "briefing_on", "diary_on",
         "report_on", "hours_enterprise", "hours_all", "grade", "certificate_on")
    ),
    "attendance": frozenset(("placement_id", "day", "hours", "mark")),
    "assessment_mark": frozenset(("placement_id", "criterion_id", "points")),
    # The register of agreements goes on being counted and numbered.
    "agreement": frozenset(
        ("number", "partner_id", "kind", "signed_on", "valid_from", "valid_until", "open_ended",
         "stage", "template_id", "official_number", "renewal", "renewal_months", "notice_months",
         "notice_given_on", "terminated_on", "acknowledged_on", "previous_id", "student_id",
         "group_id", "hours_all", "hours_enterprise", "directions", "places", "responsible",
         "place_kk", "place_ru", "printed_on", "printed_hash", "printed_version")
    ),
    "addendum": frozenset(("agreement_id", "number", "signed_on", "new_until", "stage")),
    "attachment": frozenset(("owner_entity", "owner", "kind", "size", "media_type")),
}  # fmt: skip
# Law on personal data: destruction within this many working days after the withdrawal.
WORKING_DAYS = 15


def erase_by(withdrawn: date) -> date:
    """The last day for erasing after a withdrawal.

    Counts Monday to Friday; a public holiday between only moves the true day later.
    """
    day, left = withdrawn, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
