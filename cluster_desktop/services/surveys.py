"""Surveys: the standard questionnaires, filled ones, and results as figures.

A mean is of points; satisfaction is the mean as a share of the most points, in percent. Answers
count from the day they were given on. Every number opens the answers it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.entity import catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Choice, Value
from cluster_desktop.i18n import N_, _, language
from cluster_desktop.query import (
    Behind,
    Changes,
    Condition,
    Figure,
    Insert,
    Operation,
    Query,
    Ref,
    Row,
)
from cluster_desktop.services import figures
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.survey_standard import STANDARD

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a survey, as forms and papers show it."""

    id: UUID
    position: int
    quality: str
    answer: str
    kk: str
    ru: str

    @property
    def is_points(self) -> bool:
        return self.answer == "points"

    def here(self) -> str:
        """In the language of the window."""
        return (self.ru or self.kk) if language() == "ru" else (self.kk or self.ru)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A survey with its questions in order."""

    id: UUID
    audience: str
    kk: str
    ru: str
    starts: date
    ends: date | None
    points: int
    questions: tuple[Asked, ...]

    def here(self) -> str:
        return (self.ru or self.kk) if language() == "ru" else (self.kk or self.ru)


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled questionnaire as it was read. `number` tells it from all others."""

    survey: UUID
    number: str
    points: Mapping[UUID, int]
    words: Mapping[UUID, str]
    answered_on: date | None = None
    respondent: str = ""
    organisation: UUID | None = None
    college: UUID | None = None
    speciality: UUID | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A question or (question None) a group of qualities: mean points and number of answers."""

    quality: str
    question: Asked | None
    mean: Figure
    answers: Figure


@dataclass(frozen=True, slots=True)
class Results:
    """What a survey says: all together, by quality, by question."""

    survey: Questionnaire
    sheets: Figure
    satisfaction: Figure
    qualities: tuple[Result, ...]
    questions: tuple[Result, ...]
    words: Figure


@dataclass(frozen=True, slots=True)
class Compared:
    """One survey of a row over time, or one college: mean points and satisfaction, percent."""

    title: str
    record: UUID | None
    starts: date | None
    points: int
    mean: Figure
    satisfaction: Decimal | None


def audience_names() -> dict[str, str]:
    return _options("survey", "audience")


def quality_names() -> dict[str, str]:
    return _options("survey_question", "quality")


def _options(entity: str, field: str) -> dict[str, str]:
    spec = catalogue[entity].fields[field]
    return dict(spec.options()) if isinstance(spec, Choice) else {}


# Questionnaires


def make_standard(
    office: Office, audience: str, starts: date | None = None, ends: date | None = None
) -> Changes:
    """The standard survey of an audience with its questions, as one action; it can be edited.

    Raises Refusal for an audience that has none and for an end before the beginning.
    """
    if audience not in STANDARD:
        known = ", ".join(STANDARD)
        raise Refusal(_("Audience: one of {known}.").format(known=known), field="audience")
    first = starts or office.today()
    if ends is not None and ends < first:
        raise Refusal(_("Ends: the end lies before the beginning. Check both dates."), field="ends")
    made, survey = STANDARD[audience], new_id()
    values: dict[str, Value] = {
        "audience": audience, "title_kk": made.kk, "title_ru": made.ru, "starts": first,
        "ends": ends, "points": 5,
    }  # fmt: skip
    operations: list[Operation] = [Insert("survey", values, survey)]
    for position, question in enumerate(made.questions, start=1):
        words: dict[str, Value] = {
            "survey_id": survey, "position": position, "quality": question.quality,
            "answer": question.answer, "text_kk": question.kk, "text_ru": question.ru,
        }  # fmt: skip
        operations.append(Insert("survey_question", words, new_id()))
    title = Said(N_("New: {what}"), {"what": made.ru if language() == "ru" else made.kk})
    return office.apply(title, office.source, operations)


def questionnaire(office: Office, survey: UUID) -> Questionnaire:
    """A survey with its questions. Raises Refusal where it has none."""
    row = office.get("survey", survey)
    where = (Condition("survey_id", "is", survey),)
    columns = ("position", "quality", "answer", "text_kk", "text_ru")
    rows = office.rows(
        Query("survey_question", where, sort=(("position", False),), columns=columns)
    )
    if not rows:
        raise Refusal(_("This survey has no questions yet. Add them first."))
    return Questionnaire(
        survey, row["audience"], row["title_kk"], row["title_ru"] or "", row["starts"],
        row["ends"], row["points"],
        tuple(
            Asked(
                one.id, one["position"], one["quality"], one["answer"], one["text_kk"],
                one["text_ru"] or "",
            )
            for one in rows
        ),
    )  # fmt: skip


# Filled questionnaires


def known_numbers(office: Office, survey: UUID) -> set[str]:
    """Numbers of the sheets that are here already."""
    where = (Condition("survey_id", "is", survey), Condition("number", "filled"))
    return {row["number"] for row in office.rows(Query("survey_sheet", where, columns=("number",)))}


def keep(office: Office, sheets: Sequence[Filled]) -> Changes:
    """Filled questionnaires as one action; those that are here already are left out."""
    known: dict[UUID, set[str]] = {}
    operations: list[Operation] = []
    count = 0
    for sheet in sheets:
        numbers = known.setdefault(sheet.survey, known_numbers(office, sheet.survey))
        if sheet.number in numbers:
            continue
        numbers.add(sheet.number)
        operations += _kept(sheet)
        count += 1
    if not operations:
        return Changes()
    title = Said(N_("Filled questionnaires: {n}"), {"n": str(count)})
    return office.apply(title, "import", operations)


def _kept(sheet: Filled) -> list[Operation]:
    record = new_id()
    values: dict[str, Value] = {
        "survey_id": sheet.survey, "number": sheet.number, "answered_on": sheet.answered_on,
        "respondent": sheet.respondent or None, "organisation_id": sheet.organisation,
        "college_about_id": sheet.college, "speciality_id": sheet.speciality,
    }  # fmt: skip
    made: list[Operation] = [Insert("survey_sheet", values, record)]
    answers: dict[UUID, dict[str, Value]] = {}
    for question, points in sheet.points.items():
        answers[question] = {"points": points}
    for question, words in sheet.words.items():
        answers[question] = {"words": words}
    made += [
        Insert("survey_mark", {"sheet_id": record, "question_id": question, **answer}, new_id())
        for question, answer in answers.items()
    ]
    return made


# Results


def results(
    office: Office, survey: UUID, *, college: UUID | None = None, on: date | None = None
) -> Results:
    """What a survey says by a day; of one college only, where one is given."""
    asked = questionnaire(office, survey)
    base = _marks(survey, college, on)
    found: dict[tuple[str, UUID], list[int]] = {}
    columns = ("question_id", "quality", "points")
    for row in office.rows(Query(base.entity, base.where, columns=columns, on=on)):
        found.setdefault((row["quality"], row["question_id"].id), []).append(row["points"])
    by_question = {question: points for (_quality, question), points in found.items()}
    by_quality: dict[str, list[int]] = {}
    for (quality, _question), points in found.items():
        by_quality.setdefault(quality, []).extend(points)
    sheets = Query("survey_sheet", (Condition("survey_id", "is", survey),), on=on)
    one = Query("survey", (Condition("id", "is", survey),), on=on)
    written = Query(
        "survey_mark", (Condition("survey", "is", survey), Condition("words", "filled")), on=on
    )
    return Results(
        asked,
        figures.counted(office, "survey.sheets", sheets),
        figures.mean(office, "survey.satisfaction", one, "satisfaction"),
        tuple(
            _result(base, "quality", quality, by_quality.get(quality, []), quality, None)
            for quality in quality_names()
            if any(q.is_points and q.quality == quality for q in asked.questions)
        ),
        tuple(
            _result(base, "question_id", q.id, by_question.get(q.id, []), q.quality, q)
            for q in asked.questions
            if q.is_points
        ),
        figures.counted(office, "survey.words", written),
    )


def over_time(office: Office, audience: str, *, on: date | None = None) -> list[Compared]:
    """Surveys of an audience, the newest first, with what all their points say."""
    where = (Condition("audience", "is", audience),)
    columns = ("title", "starts", "points", "satisfaction")
    rows = office.rows(Query("survey", where, sort=(("starts", True),), columns=columns, on=on))
    made = []
    for row in rows:
        mean = figures.mean(office, "survey.mean", _marks(row.id, None, on), "points")
        made.append(
            Compared(
                str(row["title"]), row.id, row["starts"], row["points"], mean, row["satisfaction"]
            )
        )
    return made


def between_colleges(office: Office, survey: UUID, *, on: date | None = None) -> list[Compared]:
    """Colleges that a survey speaks of, the best first."""
    most = int(office.get("survey", survey)["points"])
    base = _marks(survey, None, on)
    rows = office.rows(Query(base.entity, base.where, columns=("college",), on=on))
    colleges: dict[UUID | None, Ref | None] = {}
    for row in rows:
        there = row["college"]
        colleges[there.id if there is not None else None] = there
    made = []
    for one, ref in colleges.items():
        query = Query(base.entity, (*base.where, Condition("college", "is", one)), on=on)
        mean = figures.mean(office, "survey.college", query, "points")
        title = ref.title if ref is not None else _("Not filled in")
        made.append(Compared(title, one, None, most, mean, percent(mean.value, most)))
    return sorted(made, key=lambda c: (-(c.mean.value or Decimal(0)), c.title.casefold()))


def percent(mean: Decimal | None, most: int) -> Decimal | None:
    """Mean points as a share of the most, percent to one decimal."""
    return (
        None if mean is None else (mean * 100 / most).quantize(figures.ONE_DECIMAL, ROUND_HALF_UP)
    )


def _marks(survey: UUID, college: UUID | None, on: date | None) -> Query:
    where = [Condition("survey", "is", survey), Condition("counts", "is", True)]
    if college is not None:
        where.append(Condition("college", "is", college))
    return Query("survey_mark", tuple(where), on=on)


def _result(
    base: Query, field: str, value: Value, points: Sequence[int], quality: str, asked: Asked | None
) -> Result:
    query = Query(base.entity, (*base.where, Condition(field, "is", value)), on=base.on)
    mean = None
    if points:
        mean = (Decimal(sum(points)) / len(points)).quantize(figures.CENTS, ROUND_HALF_UP)
    return Result(
        quality,
        asked,
        Figure("survey.question", mean, Behind(query, "mean", "points")),
        Figure("survey.answers", Decimal(len(points)), Behind(query)),
    )


def latest(office: Office) -> Row | None:
    """The newest survey; None where there is none."""
    rows = office.rows(Query("survey", sort=(("starts", True),), columns=("title", "audience")), 1)
    return rows[0] if rows else None


def no_survey() -> Refusal:
    """For who asks for a questionnaire before there is one."""
    return Refusal(_("There is no survey yet. Make one first."))
