"""Names of the places and facts that the template of each kind of paper may use. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from cluster_desktop.i18n import N_

# What an editor of templates may use, with the words shown beside it.
MEMORANDUM: Mapping[str, str] = {
    "number": N_("Number"),
    "date": N_("Date"),
    "place": N_("Place of signing"),
    "valid_from": N_("Valid from"),
    "valid_until": N_("Valid until"),
    "renewal_months": N_("Renewed for, months"),
    "notice_months": N_("Notice, months"),
    "places": N_("Practice places"),
    "places_word": N_("The word “places” in the right form (ru)"),
    "directions": N_("Directions of cooperation"),
    "copies": N_("Number of copies in words"),
    "parties": N_("All parties with their representatives"),
    "college": N_("Role of the college in the text"),
    "partner": N_("Role of the partner in the text"),
    "college_name": N_("Name of the college"),
    "partner_name": N_("Name of the partner"),
    "college_party": N_("The college with its representative"),
    "partner_party": N_("The partner with its representative"),
    "college_person": N_("Signatory of the college"),
    "partner_person": N_("Signatory of the partner"),
    "college_in_person": N_("“In the person of” of the college"),
    "partner_in_person": N_("“In the person of” of the partner"),
    "college_basis": N_("Basis of the college"),
    "partner_basis": N_("Basis of the partner"),
    "party": N_("Role of a further party"),
    "obligation": N_("Text of an added obligation"),
}

_NUMBERED = {"number": N_("Number"), "date": N_("Date")}
_COLLEGE = {
    "college_name": N_("Name of the college"),
    "college_person": N_("Signatory of the college"),
    "college_position": N_("Position of the college's signatory"),
    "college_bin": N_("BIN of the college"),
}
_PARTNER = {
    "partner_name": N_("Name of the partner"),
    "partner_person": N_("Signatory of the partner"),
    "partner_position": N_("Position of the partner's signatory"),
    "partner_bin": N_("BIN of the partner"),
    "partner_address": N_("Address of the partner"),
    "partner_phone": N_("Phone of the partner"),
}
_STUDENT = {
    "student_name": N_("Full name of the student"),
    "student_iin": N_("IIN of the student"),
    "born": N_("Date of birth"),
    "speciality": N_("Speciality with its code"),
    "qualification": N_("Qualification with its code"),
    "group": N_("Group"),
    "course": N_("Course"),
    "language": N_("Language of study"),
}
_PERIOD = {
    "practice": N_("Kind of practice"),
    "starts": N_("Starts"),
    "ends": N_("Ends"),
    "days": N_("Days at the enterprise"),
    "hours_per_day": N_("Hours a day"),
    "academic_year": N_("Academic year"),
}
_HOURS = {
    "hours_all": N_("All hours"),
    "hours_enterprise": N_("Hours at the enterprise"),
    "share": N_("Share at the enterprise, percent"),
}
_PEOPLE = {
    "mentor": N_("Mentor"),
    "mentor_position": N_("Position of the mentor"),
    "mentor_phone": N_("Phone of the mentor"),
    "supervisor": N_("Supervisor from the college"),
}
_AGREEMENT = {
    "agreement_number": N_("Number of the agreement"),
    "agreement_date": N_("Date of the agreement"),
}
_MONEY = {
    "compensation": N_("Compensation payment a month"),
    "compensation_words": N_("Compensation payment in words"),
}
_COUNT = {"count": N_("How many in the list")}

_OF_CONTRACT = {
    name: MEMORANDUM[name]
    for name in (
        *("number", "date", "place", "valid_from", "valid_until", "copies", "parties", "places"),
        *("college", "partner", "college_name", "partner_name", "college_party", "partner_party"),
        *("college_person", "partner_person", "college_in_person", "partner_in_person"),
        *("college_basis", "partner_basis"),
    )
}
_OF_STUDENT_CONTRACT = {
    **_OF_CONTRACT,
    "student": N_("Role of the student in the text"),
    "id_card": N_("ID card of the student"),
    "guardian_name": N_("Legal representative of the student"),
    **_STUDENT,
    **_PERIOD,
    **_HOURS,
    **_PEOPLE,
    **_MONEY,
}

PLACES_OF: Mapping[str, Mapping[str, str]] = {
    "memorandum": MEMORANDUM,
    "dual": _OF_STUDENT_CONTRACT,
    "practice": {**_OF_CONTRACT, **_PERIOD, **_COUNT},
    "practice_individual": _OF_STUDENT_CONTRACT,
    "annex": {**_NUMBERED, **_COLLEGE, **_PARTNER, **_COUNT},
    "order": {**_NUMBERED, **_COLLEGE, **_PERIOD, **_COUNT},
    "referral": {
        **_NUMBERED, **_COLLEGE, **_PARTNER, **_STUDENT, **_PERIOD, **_HOURS, **_PEOPLE,
        **_AGREEMENT,
        "order_number": N_("Number of the order on sending"),
        "order_date": N_("Date of the order on sending"),
    },
    "mentor_order": {**_COLLEGE, **_PARTNER, **_PERIOD, **_COUNT},
    "mentor_list": {**_NUMBERED, **_COLLEGE, **_PERIOD, **_COUNT},
    "reference": {
        **_COLLEGE, **_PARTNER, **_STUDENT, **_PERIOD, **_HOURS, **_PEOPLE,
    },
    "certificate": {
        **_NUMBERED, **_COLLEGE, **_PARTNER, **_STUDENT, **_PERIOD, **_HOURS, **_PEOPLE,
        **_AGREEMENT,
    },
    "graduates": {
        **_NUMBERED, **_COLLEGE, **_COUNT,
        "graduation_year": N_("Year of graduation"),
    },
    "minutes": {
        **_NUMBERED,
        "place": N_("Place of the meeting"),
        "begins": N_("Time of the meeting"),
        "cluster_name": N_("Name of the cluster"),
        "chair": N_("Who chairs the meeting"),
        "chair_role": N_("Role of who chairs"),
        "secretary": N_("Secretary of the meeting"),
        "members": N_("Members of the council"),
        "present": N_("Members present"),
        "needed": N_("Members needed for a quorum"),
        "invited": N_("Invited"),
        "conflicts": N_("Declared conflicts of interest"),
        "item_number": N_("No. of the agenda item"),
        "item": N_("Question of the agenda"),
        "speaker": N_("Speaker"),
        "heard": N_("What was heard"),
        "decision_number": N_("No. of the decision"),
        "decision": N_("Text of the decision"),
        "responsible": N_("Responsible"),
        "due": N_("Due"),
        "votes_for": N_("Votes for"),
        "votes_against": N_("Votes against"),
        "abstained": N_("Abstained"),
    },
}  # fmt: skip

_STUDENT_FACTS = (
    *("minor", "compensation", "mentor", "supervisor", "hours", "share", "schedule"),
    "qualification",
)
FACTS_OF: Mapping[str, tuple[str, ...]] = {
    "memorandum": (
        *("two_parties", "many_parties", "places", "directions", "open_ended", "tacit"),
    ),
    "dual": ("open_ended", *_STUDENT_FACTS),
    "practice": ("open_ended", "places"),
    "practice_individual": ("open_ended", *_STUDENT_FACTS),
    "referral": ("order", "agreement", *_STUDENT_FACTS),
    "reference": _STUDENT_FACTS,
    "certificate": ("dual", "agreement", *_STUDENT_FACTS),
    "minutes": (
        *("acting", "secretary", "quorum", "invited", "conflicts", "begins"),
        # Of a turn of the agenda.
        *("item", "speaker", "heard", "decision", "responsible", "due", "votes", "adopted"),
    ),
}
# Tables of the data by kind of paper.
TABLES_OF: Mapping[str, tuple[str, ...]] = {
    "annex": ("students",),
    "order": ("students",),
    "mentor_order": ("mentors",),
    "mentor_list": ("mentors",),
    "graduates": ("graduates",),
    "minutes": ("attendance",),
}
# Kinds whose template has the phrase of a party.
WITH_PARTIES = ("memorandum", "dual", "practice", "practice_individual")


def places_of(kind: str) -> Mapping[str, str]:
    """The places of a kind; those of the memorandum for a kind of somebody's own."""
    return PLACES_OF.get(kind, MEMORANDUM)


def facts_of(kind: str) -> tuple[str, ...]:
    """The facts of a kind."""
    if kind in PLACES_OF:
        return FACTS_OF.get(kind, ())
    return FACTS_OF["memorandum"]
