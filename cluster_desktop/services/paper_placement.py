"""What papers say of a placement, its student and its enterprise: values, their fields, facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cluster_desktop.fields import Value
from cluster_desktop.query import Row
from cluster_desktop.rules.names import short_name
from cluster_desktop.rules.practice import percent
from cluster_desktop.rules.spoken import in_words
from cluster_desktop.services.paper_data import Pair, Said, Source
from cluster_desktop.services.paper_reader import Reader, alike, capital, named, text_of

PRACTICES: Mapping[str, Pair] = {
    "study": Pair("оқу практикасы", "учебная практика"),
    "production": Pair("өндірістік практика", "производственная практика"),
    "diploma": Pair("диплом алдындағы практика", "преддипломная практика"),
    "dual": Pair("дуальды оқыту", "дуальное обучение"),
}
LANGUAGES: Mapping[str, Pair] = {
    "kk": Pair("қазақ тілі", "казахский"),
    "ru": Pair("орыс тілі", "русский"),
    "en": Pair("ағылшын тілі", "английский"),
    "mixed": Pair("қазақ және орыс тілдері", "казахский и русский"),
}
DAYS: Mapping[str, Pair] = {
    "mon": Pair("дүйсенбі", "понедельник"),
    "tue": Pair("сейсенбі", "вторник"),
    "wed": Pair("сәрсенбі", "среда"),
    "thu": Pair("бейсенбі", "четверг"),
    "fri": Pair("жұма", "пятница"),
    "sat": Pair("сенбі", "суббота"),
}
# Agreements by which students come to an enterprise.
CONTRACTS = ("dual", "practice")
# A placement in one of these states is no longer sent anywhere.
GIVEN_UP = ("interrupted", "failed")


@dataclass
class Known:
    """Values of places, the fields they come from, and what is true."""

    values: dict[str, Said] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)

    def put(self, name: str, said: Said, row: Row | None, entity: str, of: str) -> None:
        """A value and where it is filled in."""
        self.values[name] = said or None
        if row is not None:
            self.sources[name] = Source(entity, (row.id,), of)

    def pair(self, name: str) -> Pair:
        """A value as words; nothing for a day or an empty place."""
        said = self.values.get(name)
        return said if isinstance(said, Pair) else Pair()


def preload(reader: Reader, placements: Iterable[Row]) -> None:
    """Everything that the papers of these placements name, in a dozen queries."""
    rows = list(placements)
    students = reader.through(rows, "student_id", "student")
    groups = reader.through(students, "group_id", "study_group")
    for entity in ("speciality", "qualification"):
        for some in (students, groups):
            reader.through(some, f"{entity}_id", entity)
    for field_name, entity in (
        ("organisation_id", "organisation"), ("mentor_id", "mentor"),
        ("supervisor_id", "teacher"), ("agreement_id", "agreement"),
    ):  # fmt: skip
        reader.through(rows, field_name, entity)
    periods = reader.through(rows, "period_id", "practice_period")
    reader.through(periods, "academic_year_id", "academic_year")


def about_college(reader: Reader) -> Known:
    """The own college as a list or an order names it."""
    college = reader.college
    known = Known()
    row = reader.row("organisation", college.organisation_id)
    person = Pair(short_name(college.person_kk), short_name(college.person_ru))
    position = capital(Pair(college.position_kk, college.position_ru))
    for name, pair, of in (
        ("college_name", Pair(college.name_kk, college.name_ru), "name_kk"),
        ("college_person", person, "head_kk"),
        ("college_position", position, "head_position_kk"),
        ("college_bin", alike(college.bin), "bin"),
    ):
        known.put(name, Pair(pair.kk or pair.ru, pair.ru or pair.kk), row, "organisation", of)
    return known


def about_partner(known: Known, partner: Row | None) -> None:
    """The enterprise."""
    head = named(partner, "head")
    person = Pair(short_name(head.kk), short_name(head.ru))
    for name, pair, of in (
        ("partner_name", named(partner), "name_kk"),
        ("partner_person", person, "head_kk"),
        ("partner_position", capital(named(partner, "head_position")), "head_position_kk"),
        ("partner_bin", alike(text_of(partner, "bin")), "bin"),
        ("partner_address", named(partner, "address"), "address_kk"),
        ("partner_phone", alike(text_of(partner, "phone")), "phone"),
    ):
        known.put(name, pair, partner, "organisation", of)


def about_student(reader: Reader, known: Known, student: Row | None) -> None:
    """The student with group, speciality and qualification."""
    group = reader.row("study_group", student["group_id"]) if student is not None else None
    known.put("student_name", alike(text_of(student, "full_name")), student, "student", "full_name")
    known.put("student_iin", alike(text_of(student, "iin")), student, "student", "iin")
    known.put("born", student["born"] if student is not None else None, student, "student", "born")
    known.put("id_card", alike(text_of(student, "id_card")), student, "student", "id_card")
    guardian = alike(text_of(student, "guardian_name"))
    known.put("guardian_name", guardian, student, "student", "guardian_name")
    known.put("group", alike(text_of(group, "name")), student, "student", "group_id")
    known.put("course", alike(text_of(group, "course")), group, "study_group", "course")
    for entity in ("speciality", "qualification"):
        link = _first(student, group, f"{entity}_id")
        known.put(entity, coded(reader.row(entity, link)), student, "student", f"{entity}_id")
    language = LANGUAGES.get(str(_first(student, group, "language") or ""))
    known.put("language", language, student, "student", "language")
    if known.values["qualification"]:
        known.facts.add("qualification")


def _first(student: Row | None, group: Row | None, name: str) -> Value:
    """Of the student, else of the group."""
    own = student[name] if student is not None else None
    return own or (group[name] if group is not None else None)


def coded(row: Row | None) -> Pair:
    """«07150500 Дәнекерлеу ісі»."""
    if row is None:
        return Pair()
    name, code = named(row), text_of(row, "code")
    return Pair(f"{code} {name.kk}".strip(), f"{code} {name.ru}".strip())


def about_period(reader: Reader, known: Known, period: Row | None, own: Row | None) -> None:
    """When and how often; a placement's own dates come before those of the period."""
    kind = _first(own, period, "kind")
    known.values["practice"] = PRACTICES.get(str(kind or ""))
    if kind == "dual":
        known.facts.add("dual")
    for name in ("starts", "ends"):
        day = _first(own, period, name)
        if own is not None:
            known.put(name, day, own, "placement", name)
        else:
            known.put(name, day, period, "practice_period", name)
    days = tuple(DAYS[day] for day in (period["days"] if period is not None else ()) or ())
    words = Pair(", ".join(day.kk for day in days), ", ".join(day.ru for day in days))
    known.put("days", words, period, "practice_period", "days")
    hours = alike(text_of(period, "hours_per_day"))
    known.put("hours_per_day", hours, period, "practice_period", "hours_per_day")
    if days and hours:
        known.facts.add("schedule")
    year = reader.row("academic_year", period["academic_year_id"]) if period is not None else None
    known.values["academic_year"] = alike(text_of(year, "name")) or None


def about_people(reader: Reader, known: Known, placement: Row | None) -> None:
    """Mentor and supervisor of a placement."""
    mentor = reader.row("mentor", placement["mentor_id"]) if placement is not None else None
    teacher = reader.row("teacher", placement["supervisor_id"]) if placement is not None else None
    known.put("mentor", alike(text_of(mentor, "full_name")), placement, "placement", "mentor_id")
    position = alike(text_of(mentor, "position"))
    known.put("mentor_position", position, mentor, "mentor", "position")
    known.put("mentor_phone", alike(text_of(mentor, "phone")), mentor, "mentor", "phone")
    supervisor = alike(text_of(teacher, "full_name"))
    known.put("supervisor", supervisor, placement, "placement", "supervisor_id")
    known.facts |= {name for name in ("mentor", "supervisor") if known.values[name]}


def with_position(known: Known) -> None:
    """«Жұмабаев Асқар, шебер»: the mentor as a contract and a certificate name him."""
    mentor, position = known.pair("mentor"), known.pair("mentor_position")
    if mentor and position:
        known.values["mentor"] = alike(f"{mentor.kk}, {position.kk}")


def about_hours(known: Known, of: Row | None, entity: str, period: Row | None) -> None:
    """Hours of a placement or an agreement; those of the period where it has none."""
    enterprise = (of["hours_enterprise"] if of is not None else None) or _whole(period, "hours")
    everything = (of["hours_all"] if of is not None else None) or _whole(period, "hours_all")
    known.put("hours_enterprise", _number(enterprise), of, entity, "hours_enterprise")
    known.put("hours_all", _number(everything), of, entity, "hours_all")
    if enterprise:
        known.facts.add("hours")
    if enterprise and everything:
        known.facts.add("share")
        share = str(percent(enterprise, everything)).replace(".", ",")
        known.values["share"] = alike(share.removesuffix(",0"))


def _whole(row: Row | None, name: str) -> int | None:
    value = row[name] if row is not None else None
    return value if isinstance(value, int) else None


def _number(value: int | None) -> Pair:
    return alike(str(value) if value else "")


def about_money(known: Known, of: Row | None, entity: str) -> None:
    """The compensation payment in digits and in words."""
    value = of["compensation"] if of is not None else None
    if not isinstance(value, Decimal) or value <= 0:
        known.put("compensation", None, of, entity, "compensation")
        return
    whole = int(value)
    said = f"{value:,.2f}" if value != whole else f"{whole:,}"
    said = said.replace(",", "\u00a0").replace(".", ",")
    known.put("compensation", alike(said), of, entity, "compensation")
    known.values["compensation_words"] = Pair(in_words(whole, "kk"), in_words(whole, "ru"))
    known.facts.add("compensation")


def about_agreement(known: Known, placement: Row, agreement: Row | None) -> None:
    """Number and date of the contract that the placement stands on.

    A register may link a placement to a memorandum, which sends nobody to a practice.
    """
    if agreement is not None and agreement["kind"] not in CONTRACTS:
        agreement = None
    number = alike(text_of(agreement, "number"))
    known.put("agreement_number", number, placement, "placement", "agreement_id")
    day: dt.date | None = None
    if agreement is not None:
        known.facts.add("agreement")
        day = agreement["signed_on"] or agreement["valid_from"]
    known.put("agreement_date", day, agreement, "agreement", "signed_on")


def about_placement(reader: Reader, placement: Row) -> Known:
    """Everything a paper may say of a placement."""
    known = about_college(reader)
    about_partner(known, reader.row("organisation", placement["organisation_id"]))
    about_student(reader, known, reader.row("student", placement["student_id"]))
    period = reader.row("practice_period", placement["period_id"])
    about_period(reader, known, period, placement)
    about_people(reader, known, placement)
    about_hours(known, placement, "placement", period)
    about_money(known, placement, "placement")
    about_agreement(known, placement, reader.row("agreement", placement["agreement_id"]))
    if placement["order_number"]:
        known.facts.add("order")
    known.values["order_number"] = alike(str(placement["order_number"] or "")) or None
    known.values["order_date"] = placement["order_date"]
    return known
