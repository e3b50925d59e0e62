"""One student with everything that can hang on a student, and the people around him."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Query
from cluster_desktop.services import attachments, hours, outcomes, practice
from cluster_desktop.services.office import Office
from tests.services.practice_records import add, named, practice_school

NAME, FORMER = "Өтеғұлов Ғалымжан Әлімұлы", "Өтеғұлов Ғалым Әлімұлы"
IIN, PHONE = "080131550006", "+7 701 555 44 33"
GUARDIAN, GUARDIAN_PHONE = "Өтеғұлова Қымбат Һасанқызы", "+7 705 111 22 99"
SECRETS = (NAME, FORMER, IIN, PHONE, GUARDIAN, GUARDIAN_PHONE, "Тәуелсіздік 7-12", "құпия жазба")
MENTOR, MENTOR_PHONE = "Жақсылықов Өмір Іңкәрұлы", "+7 702 909 80 70"


def one_student(office: Office) -> None:
    """A student placed with a mentor, with a former name, consents, outcome, obligation."""
    practice_school(office)
    group = named(office, "study_group", "ДІ-24-1")
    student = add(office, "student", full_name=FORMER, group_id=group, funding="state", sex="m")
    office.set("student", student, {"full_name": NAME, "iin": IIN, "phone": PHONE})
    guardian = {"guardian_name": GUARDIAN, "guardian_phone": GUARDIAN_PHONE}
    office.set("student", student, guardian | {"address": "Тәуелсіздік 7-12"})
    office.set("student", student, {"note": "құпия жазба", "graduation_year": 2026})
    add(office, "consent", student_id=student, kind="processing", given_on=date(2026, 9, 1))
    base = named(office, "organisation", "Темір")
    mentor = add(
        office, "mentor", full_name=MENTOR, organisation_id=base, phone=MENTOR_PHONE, load_limit=3
    )
    slot = slot_of(office, base)
    practice.place(office, [student], slot, mentor=mentor, reason="келісілген")
    (placement,) = of(office, "placement", "student_id", student)
    hours.write(office, {(placement, date(2027, 2, 1)): "6"})
    outcomes.set_status(office, [student], "employed", {"employer": f"ЖК {GUARDIAN}"})
    add(
        office,
        "work_obligation",
        student_id=student,
        starts=date(2026, 9, 1),
        months_owed=36,
        basis=f"{NAME}, шарт № 1",
    )


def slot_of(office: Office, base: UUID) -> UUID:
    return of(office, "practice_slot", "organisation_id", base)[0]


def of(office: Office, entity: str, link: str, record: UUID) -> list[UUID]:
    return office.lookup(entity, link, [record]).get(record, [])


def scan(office: Office, entity: str, record: UUID, name: str, content: bytes) -> UUID:
    changes = attachments.keep(office, entity, record, name, content, kind="scan")
    (made,) = changes.ids
    return made


def the_student(office: Office) -> UUID:
    return office.lookup("student", "iin", [IIN])[IIN][0]


def the_mentor(office: Office) -> UUID:
    return named(office, "mentor", MENTOR)


def every_value(office: Office, entity: str) -> list[dict[str, Value]]:
    columns = tuple(office.entity(entity).fields)
    return [dict(row.values) for row in office.rows(Query(entity, columns=columns))]


def bytes_found(office: Office, words: tuple[str, ...]) -> list[str]:
    """Which of the words stand in the database file or its write-ahead log, as bytes."""
    path = office.store.path
    files = [path, path.with_name(f"{path.name}-wal")]
    content = b"".join(one.read_bytes() for one in files if one.exists())
    return [word for word in words if word.encode() in content]
