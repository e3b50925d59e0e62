"""Development: innovation, events, scholarships, programmes, teachers' internships, experts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.db.entities.academic_year import ends_after_it_starts
from cluster_desktop.fields import (
    Choice,
    Date,
    Link,
    LongText,
    Measure,
    Money,
    Number,
    Phone,
    Text,
    YesNo,
)
from cluster_desktop.i18n import N_

PROJECTS = {
    "idea": N_("Idea"),
    "in_work": N_("In work"),
    "tested": N_("Tested"),
    "introduced": N_("Introduced"),
    "stopped": N_("Stopped"),
}
EVENTS = {
    "career": N_("Career guidance"),
    "open_day": N_("Open day"),
    "excursion": N_("Excursion"),
    "job_fair": N_("Job fair"),
    "seminar": N_("Scientific and methodical seminar"),
    "conference": N_("Conference"),
    "meeting": N_("Meeting"),
    "course": N_("Course, training"),
    "other": N_("Other"),
}
AWARDS = {
    "named": N_("Named scholarship"),
    "enterprise": N_("Scholarship of an enterprise"),
    "regional": N_("Regional grant"),
    "guarantee": N_("Guaranteed employment"),
    "other": N_("Other"),
}
UPDATES = {
    "draft": N_("Draft"),
    "on_agreement": N_("Being agreed"),
    "agreed": N_("Agreed"),
    "in_use": N_("In use"),
}
TRAININGS = {
    "internship": N_("Internship at an enterprise"),
    "course": N_("Advanced training course"),
    "retraining": N_("Retraining"),
    "exchange": N_("Exchange of experience"),
    "foreign": N_("Internship abroad"),
}


class InnovationProject(Record):
    """Joint research, start-up or product; a consortium's results are counted here (K06)."""

    __tablename__ = "innovation_project"
    about: ClassVar[About] = About(
        label=N_("Innovation project"), plural=N_("Innovation projects"), icon="cluster"
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Leading organisation"), to="organisation", listed=True)
    )
    partners: Mapped[str | None] = column(LongText(N_("Other participants"), search=True))
    agreement_id: Mapped[UUID | None] = column(Link(N_("Consortium agreement"), to="agreement"))
    starts: Mapped[date | None] = column(Date(N_("Starts"), listed=True, width=96))
    ends: Mapped[date | None] = column(Date(N_("Ends on"), listed=True, width=96))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=PROJECTS, default="idea", required=True, listed=True)
    )
    introduced_on: Mapped[date | None] = column(Date(N_("Introduced on"), listed=True, width=96))
    patents: Mapped[int | None] = column(Number(N_("Patents"), most=10_000, width=80))
    invested: Mapped[Decimal | None] = column(Money(N_("Invested")))
    returned: Mapped[Decimal | None] = column(Money(N_("Returned")))
    result: Mapped[str | None] = column(LongText(N_("Result"), search=True))
    expertise: Mapped[str | None] = column(LongText(N_("Expertise of the project")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class Event(Record):
    """Career guidance, seminar, excursion, conference; reach feeds K17."""

    __tablename__ = "event"
    about: ClassVar[About] = About(
        label=N_("Event"), plural=N_("Events"), icon="calendar", sort="held_on"
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=EVENTS, default="career", required=True, listed=True)
    )
    held_on: Mapped[date] = column(Date(N_("Date"), required=True, listed=True, width=96))
    place: Mapped[str | None] = column(Text(N_("Place"), search=True, listed=True))
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Together with"), to="organisation", listed=True)
    )
    pupils: Mapped[int | None] = column(Number(N_("Pupils"), most=1_000_000, listed=True, width=80))
    students: Mapped[int | None] = column(Number(N_("Students"), most=1_000_000, width=80))
    others: Mapped[int | None] = column(
        Number(N_("Parents, community and others"), most=1_000_000, width=80)
    )
    materials: Mapped[str | None] = column(LongText(N_("Materials")))
    result: Mapped[str | None] = column(LongText(N_("Result")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class Scholarship(Record):
    """Support of a learner: scholarship, grant, guaranteed employment (step 6)."""

    __tablename__ = "scholarship"
    about: ClassVar[About] = About(
        label=N_("Scholarship or grant"),
        plural=N_("Scholarships and grants"),
        icon="graduates",
        checks=(ends_after_it_starts,),
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(Text(N_("Name (Russian)"), search=True, sorts=True))
    sponsor_id: Mapped[UUID | None] = column(Link(N_("Given by"), to="organisation", listed=True))
    student_id: Mapped[UUID | None] = column(Link(N_("Student"), to="student", listed=True))
    academic_year_id: Mapped[UUID | None] = column(
        Link(N_("From the academic year"), to="academic_year", listed=True)
    )
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=AWARDS, default="named", required=True, listed=True)
    )
    starts: Mapped[date | None] = column(Date(N_("Starts"), listed=True, width=96))
    ends: Mapped[date | None] = column(Date(N_("Ends on"), listed=True, width=96))
    amount: Mapped[Decimal | None] = column(Money(N_("Amount a month"), listed=True))
    document: Mapped[str | None] = column(Text(N_("Document")))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class ProgrammeUpdate(Record):
    """An educational programme renewed together with an employer (step 7, K15)."""

    __tablename__ = "programme_update"
    about: ClassVar[About] = About(
        label=N_("Programme update"), plural=N_("Programme updates"), icon="edit"
    )

    name_kk: Mapped[str] = column(
        Text(N_("Programme (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Programme (Russian)"), search=True, sorts=True, listed=True)
    )
    speciality_id: Mapped[UUID | None] = column(
        Link(N_("Speciality"), to="speciality", listed=True)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Agreed with"), to="organisation", listed=True)
    )
    agreed_on: Mapped[date | None] = column(Date(N_("Agreed on"), listed=True, width=96))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=UPDATES, default="draft", required=True, listed=True)
    )
    changes: Mapped[str | None] = column(LongText(N_("What was changed"), search=True))
    standard: Mapped[str | None] = column(
        Text(N_("Professional standard, sectoral framework"), search=True)
    )
    foreign_university_id: Mapped[UUID | None] = column(
        Link(N_("Joint programme with the university"), to="organisation")
    )
    foreign_share: Mapped[Decimal | None] = column(
        Measure(N_("Special subjects in foreign languages"), unit="%")
    )
    document: Mapped[str | None] = column(Text(N_("Document")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class TeacherInternship(Record):
    """Form F10; at least once in three years (Law on Education, article 37, paragraph 4)."""

    __tablename__ = "teacher_internship"
    about: ClassVar[About] = About(
        label=N_("Internship or course of a teacher"),
        plural=N_("Internships and courses of teachers"),
        icon="practice",
        title="teacher_id",
        sort="ends",
        search_through=("teacher_id",),
        checks=(ends_after_it_starts,),
        computed={
            "next_due": Computed(
                Date(N_("Next due"), computed=True, listed=True, width=96),
                cluster.internship_next,
            ),
        },
    )

    teacher_id: Mapped[UUID] = column(
        Link(N_("Teacher"), to="teacher", owned=True, required=True, listed=True)
    )
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=TRAININGS, default="internship", required=True, listed=True)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Enterprise"), to="organisation", listed=True)
    )
    place: Mapped[str | None] = column(Text(N_("Place in words"), search=True))
    agreement_id: Mapped[UUID | None] = column(Link(N_("Agreement"), to="agreement"))
    starts: Mapped[date | None] = column(Date(N_("Starts"), listed=True, width=96))
    ends: Mapped[date] = column(Date(N_("Ends on"), required=True, listed=True, width=96))
    hours: Mapped[int | None] = column(Number(N_("Hours"), most=10_000, listed=True, width=70))
    programme: Mapped[str | None] = column(Text(N_("Programme"), search=True, listed=True))
    document: Mapped[str | None] = column(Text(N_("Document No."), search=True))
    document_on: Mapped[date | None] = column(Date(N_("Date of the document")))
    result: Mapped[str | None] = column(LongText(N_("Result")))


class Expert(Record):
    """An independent expert in the assessment of quality."""

    __tablename__ = "expert"
    about: ClassVar[About] = About(
        label=N_("Independent expert"),
        plural=N_("Independent experts"),
        icon="person",
        title="full_name",
    )

    full_name: Mapped[str] = column(
        Text(N_("Full name"), required=True, search=True, sorts=True, listed=True, private=True)
    )
    expertise: Mapped[str | None] = column(Text(N_("Field of expertise"), search=True, listed=True))
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Organisation"), to="organisation", listed=True)
    )
    position: Mapped[str | None] = column(Text(N_("Position"), listed=True))
    qualification: Mapped[str | None] = column(Text(N_("Qualification, degree")))
    phone: Mapped[str | None] = column(Phone(N_("Phone"), private=True, listed=True))
    email: Mapped[str | None] = column(Text(N_("E-mail"), private=True))
    independent: Mapped[bool] = column(YesNo(N_("Not bound to the college"), default=True))
    full_name_sort: Mapped[str | None] = sort_column()


class ExpertConclusion(Record):
    """What an expert assessed and concluded."""

    __tablename__ = "expert_conclusion"
    about: ClassVar[About] = About(
        label=N_("Conclusion of an expert"),
        plural=N_("Conclusions of experts"),
        icon="document",
        title="subject",
        sort="given_on",
    )

    expert_id: Mapped[UUID] = column(
        Link(N_("Independent expert"), to="expert", owned=True, required=True, listed=True)
    )
    subject: Mapped[str] = column(
        Text(N_("What was assessed"), required=True, search=True, sorts=True, listed=True)
    )
    given_on: Mapped[date] = column(Date(N_("Date"), required=True, listed=True, width=96))
    conclusion: Mapped[str | None] = column(LongText(N_("Conclusion"), search=True, listed=True))
    measures: Mapped[str | None] = column(LongText(N_("What follows from it")))
    subject_sort: Mapped[str | None] = sort_column()
