"""Lists as papers: mentors with what form F5 asks, graduates with where they went."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.services import paper_placement as about
from cluster_desktop.services.paper_data import Behind, Pair, PaperData, TableData
from cluster_desktop.services.paper_reader import Reader, alike, named, text_of

YES, NO = Pair("иә", "да"), Pair("жоқ", "нет")
STATES = {
    "employed": Pair("жұмысқа орналасты", "трудоустроен(а)"),
    "self_employed": Pair("өзін-өзі жұмыспен қамтыған", "самозанятый(ая)"),
    "studying": Pair("оқуын жалғастырды", "продолжил(а) обучение"),
    "army": Pair("әскери қызметте", "на воинской службе"),
    "childcare": Pair("бала күтімінде", "в отпуске по уходу за ребёнком"),
    "left_country": Pair("елден кетті", "выехал(а) за пределы РК"),
    "other_reason": Pair("басқа себеп", "иная причина"),
    "not_employed": Pair("жұмысқа орналаспады", "не трудоустроен(а)"),
    "unknown": Pair("белгісіз", "неизвестно"),
}
FUNDING = {
    "state": Pair("мемлекеттік тапсырыс", "госзаказ"),
    "paid": Pair("ақылы", "платно"),
    "enterprise": Pair("кәсіпорын есебінен", "за счёт предприятия"),
}
_OUTCOME = ("outcome_now", "outcome_employer", "outcome_since", "outcome_by_speciality")


def mentor_list(reader: Reader, mentors: Sequence[Row]) -> PaperData:
    """The mentors of a college in one list."""
    reader.through(mentors, "organisation_id", "organisation")
    lines = []
    for number, row in enumerate(mentors, start=1):
        order = _joined("№ ", row["order_number"], row["order_date"])
        course = _joined("№ ", row["certificate"], row["trained_on"])
        load = row["students_reported"]
        lines.append(
            (
                alike(str(number)),
                alike(row["full_name"]),
                named(reader.row("organisation", row["organisation_id"])),
                alike(row["position"] or ""),
                alike(", ".join(filter(None, (row["education"], row["grade"])))),
                alike(text_of(row, "experience_years")),
                alike(order),
                alike(text_of(row, "load") or str(load or "")),
                alike(course),
                alike(row["phone"] or ""),
            )
        )
    known = about.about_college(reader)
    known.values["count"] = alike(str(len(mentors)))
    return PaperData(
        kind="mentor_list",
        record_id=reader.college.organisation_id or mentors[0].id,
        number="",
        date=reader.office.today(),
        subject="Тәлімгерлер тізімі",
        values=known.values,
        tables={
            "mentors": TableData(
                headings=(
                    alike("№"),
                    Pair("Т.А.Ә.", "Ф.И.О."),
                    Pair("Кәсіпорын", "Предприятие"),
                    Pair("Лауазымы", "Должность"),
                    Pair("Білімі, разряды", "Образование, разряд"),
                    Pair("Өтілі, жыл", "Стаж, лет"),
                    Pair("Бұйрық", "Приказ"),
                    Pair("Студент", "Студентов"),
                    Pair("Педагогика курсы", "Курс педагогики"),
                    alike("Телефон"),
                ),
                rows=tuple(lines),
                weights=(4, 17, 17, 12, 11, 6, 10, 8, 11, 12),
            )
        },
        behind=Behind(sources=known.sources),
    )


def _joined(sign: str, number: object, day: object) -> str:
    said = f"{sign}{number}" if number else ""
    return "\n".join(filter(None, (said, f"{day:%d.%m.%Y}" if day else "")))


def mentor_rows(reader: Reader, ids: Sequence[UUID]) -> list[Row]:
    """Mentors with the number of their students, by name."""
    columns = (*reader.office.entity("mentor").fields, "load")
    found: list[Row] = []
    for start in range(0, len(ids), 500):
        where = (Condition("id", "in", tuple(ids[start : start + 500])),)
        found += reader.office.rows(Query("mentor", where, columns=columns))
    return found


def graduate_rows(reader: Reader, ids: Sequence[UUID]) -> list[Row]:
    """Graduates with the newest that is known of them, by name."""
    columns = (*reader.office.entity("student").fields, *_OUTCOME)
    found: list[Row] = []
    for start in range(0, len(ids), 500):
        where = (Condition("id", "in", tuple(ids[start : start + 500])),)
        found += reader.office.rows(Query("student", where, columns=columns))
    return found


def graduates(reader: Reader, students: Sequence[Row]) -> PaperData:
    """The graduates by speciality, with where they went; unknown is said as unknown."""
    groups = reader.through(students, "group_id", "study_group")
    for entity in ("speciality", "qualification"):
        for some in (students, groups):
            reader.through(some, f"{entity}_id", entity)
    known = about.about_college(reader)
    years = sorted({row["graduation_year"] for row in students if row["graduation_year"]})
    known.values["count"] = alike(str(len(students)))
    known.values["graduation_year"] = alike(", ".join(str(year) for year in years)) or None
    return PaperData(
        kind="graduates",
        record_id=reader.college.organisation_id or students[0].id,
        number="",
        date=reader.office.today(),
        subject="Түлектер тізімі " + ", ".join(str(year) for year in years),
        values=known.values,
        tables={"graduates": _graduates_table(reader, students)},
        behind=Behind(sources=known.sources),
    )


def _graduates_table(reader: Reader, students: Sequence[Row]) -> TableData:
    by_speciality: dict[Pair, list[tuple[Row, about.Known]]] = {}
    for row in students:
        known = about.Known()
        about.about_student(reader, known, row)
        by_speciality.setdefault(known.pair("speciality"), []).append((row, known))
    lines: list[tuple[Pair, ...]] = []
    number = 0
    for speciality in sorted(by_speciality, key=lambda pair: pair.kk):
        lines.append((speciality or Pair("Мамандығы көрсетілмеген", "Специальность не указана"),))
        for row, known in by_speciality[speciality]:
            number += 1
            lines.append(_graduate(number, row, known))
    return TableData(
        headings=(
            alike("№"),
            Pair("Т.А.Ә.", "Ф.И.О."),
            Pair("ЖСН", "ИИН"),
            Pair("Біліктілігі", "Квалификация"),
            Pair("Қаржыландыру", "Финансирование"),
            Pair("Жағдайы", "Статус"),
            Pair("Жұмыс орны", "Место работы"),
            Pair("Мамандығы бойынша", "По специальности"),
        ),
        rows=tuple(lines),
        weights=(5, 22, 13, 19, 14, 16, 22, 12),
    )


def _graduate(number: int, row: Row, known: about.Known) -> tuple[Pair, ...]:
    state = str(row["outcome_now"] or "unknown")
    at_work = state in ("employed", "self_employed")
    return (
        alike(str(number)),
        alike(row["full_name"]),
        alike(row["iin"] or ""),
        known.pair("qualification"),
        FUNDING.get(str(row["funding"] or ""), Pair()),
        STATES.get(state, Pair()),
        alike(row["outcome_employer"] or ""),
        (YES if row["outcome_by_speciality"] else NO) if at_work else Pair(),
    )
