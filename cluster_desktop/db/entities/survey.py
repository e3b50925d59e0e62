"""Surveys: questionnaires for employers, students, graduates; they feed K03 and K04."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster, surveys
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import Choice, Date, Link, LongText, Measure, Number, Text, YesNo
from cluster_desktop.i18n import N_

AUDIENCES = {
    "employers": N_("Employers"),
    "students": N_("Students"),
    "graduates": N_("Graduates"),
}
QUALITIES = {
    "professional": N_("Professional qualities"),
    "personal": N_("Personal qualities"),
    "conditions": N_("Conditions of study and practice"),
    "overall": N_("Overall satisfaction"),
}
ANSWERS = {"points": N_("Points"), "words": N_("In words")}


class Survey(Record):
    """A questionnaire that is handed out in a period; points run from 1 to `points`."""

    __tablename__ = "survey"
    about: ClassVar[About] = About(
        label=N_("Survey"),
        plural=N_("Surveys"),
        icon="question",
        title="title",
        sort="starts",
        computed={
            "answered": Computed(
                Number(N_("Answers"), computed=True, listed=True, width=80), cluster.survey_answers
            ),
            "satisfaction": Computed(
                Measure(N_("Satisfaction, %"), computed=True, listed=True, width=110),
                cluster.survey_satisfaction,
            ),
        },
    )

    title_kk: Mapped[str] = column(
        Text(N_("Title (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    title_ru: Mapped[str | None] = column(
        Text(N_("Title (Russian)"), search=True, sorts=True, listed=True)
    )
    audience: Mapped[str] = column(
        Choice(N_("Audience"), choices=AUDIENCES, default="employers", required=True, listed=True)
    )
    starts: Mapped[date] = column(Date(N_("Starts"), required=True, listed=True, width=96))
    ends: Mapped[date | None] = column(Date(N_("Ends on"), listed=True, width=96))
    points: Mapped[int] = column(
        Number(N_("Most points"), required=True, least=2, most=10, default=5, listed=True, width=90)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))
    title_kk_sort: Mapped[str | None] = sort_column()
    title_ru_sort: Mapped[str | None] = sort_column()


class SurveyQuestion(Record):
    """A question of a survey: points, or an answer in words."""

    __tablename__ = "survey_question"
    about: ClassVar[About] = About(
        label=N_("Question"), plural=N_("Questions"), icon="question", title="text", sort="position"
    )

    survey_id: Mapped[UUID] = column(Link(N_("Survey"), to="survey", owned=True, required=True))
    position: Mapped[int] = column(
        Number(N_("No."), required=True, least=1, most=99, default=1, listed=True, width=60)
    )
    quality: Mapped[str] = column(
        Choice(N_("About"), choices=QUALITIES, default="overall", required=True, listed=True)
    )
    answer: Mapped[str] = column(
        Choice(N_("Answer"), choices=ANSWERS, default="points", required=True, listed=True)
    )
    text_kk: Mapped[str] = column(
        Text(N_("Question (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    text_ru: Mapped[str | None] = column(
        Text(N_("Question (Russian)"), search=True, sorts=True, listed=True)
    )
    text_kk_sort: Mapped[str | None] = sort_column()
    text_ru_sort: Mapped[str | None] = sort_column()


class SurveySheet(Record):
    """One filled questionnaire. It may stay nameless."""

    __tablename__ = "survey_sheet"
    about: ClassVar[About] = About(
        label=N_("Filled questionnaire"),
        plural=N_("Filled questionnaires"),
        title="respondent",
        sort="answered_on",
        computed={
            "audience": Computed(
                Choice(N_("Audience"), choices=AUDIENCES, computed=True), cluster.sheet_audience
            ),
            "answered": Computed(
                Date(N_("Counts from"), computed=True, width=96), cluster.sheet_day
            ),
            "satisfaction": Computed(
                Measure(N_("Satisfaction, %"), computed=True, listed=True, width=110),
                cluster.sheet_satisfaction,
            ),
        },
    )

    survey_id: Mapped[UUID] = column(Link(N_("Survey"), to="survey", owned=True, required=True))
    answered_on: Mapped[date | None] = column(Date(N_("Answered on"), listed=True, width=96))
    respondent: Mapped[str | None] = column(
        Text(N_("Who answers"), search=True, sorts=True, listed=True, private=True)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Organisation"), to="organisation", listed=True)
    )
    college_about_id: Mapped[UUID | None] = column(
        Link(N_("About the graduates of the college"), to="organisation")
    )
    speciality_id: Mapped[UUID | None] = column(
        Link(N_("Speciality"), to="speciality", listed=True)
    )
    number: Mapped[str | None] = column(Text(N_("Number of the sheet"), search=True, width=80))
    respondent_sort: Mapped[str | None] = sort_column()


class SurveyMark(Record):
    """Answer to one question: points or words."""

    __tablename__ = "survey_mark"
    about: ClassVar[About] = About(
        label=N_("Answer"),
        plural=N_("Answers"),
        icon="check",
        title="question_id",
        computed={
            "survey": Computed(
                Link(N_("Survey"), to="survey", computed=True, listed=True), surveys.mark_survey
            ),
            "quality": Computed(
                Choice(N_("About"), choices=QUALITIES, computed=True, listed=True),
                surveys.mark_quality,
            ),
            "college": Computed(
                Link(N_("About the graduates of the college"), to="organisation", computed=True),
                surveys.mark_college,
            ),
            "organisation": Computed(
                Link(N_("Organisation"), to="organisation", computed=True, listed=True),
                surveys.mark_organisation,
            ),
            "counts": Computed(
                YesNo(N_("Counts in the results"), computed=True), surveys.mark_counts
            ),
        },
    )

    sheet_id: Mapped[UUID] = column(
        Link(N_("Filled questionnaire"), to="survey_sheet", owned=True, required=True)
    )
    question_id: Mapped[UUID] = column(
        Link(N_("Question"), to="survey_question", required=True, listed=True)
    )
    points: Mapped[int | None] = column(Number(N_("Points"), least=1, most=10, listed=True))
    words: Mapped[str | None] = column(LongText(N_("In words"), listed=True))
