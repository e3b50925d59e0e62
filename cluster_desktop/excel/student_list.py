"""Import kind "students": a list of a group on a sheet, or one list of many groups.

What stands above the table or in a sub-heading holds for the rows below it; a column says more.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from cluster_desktop.entity import catalogue
from cluster_desktop.excel import title_block
from cluster_desktop.excel.people_columns import group_key, parts_of_name, where
from cluster_desktop.excel.person_cells import Marks
from cluster_desktop.excel.reading import CellFinding, ImportKind, Reading, Record
from cluster_desktop.excel.same_person import Named, person_key
from cluster_desktop.excel.student_columns import MEANINGS, NAME_MARKS, NAME_NOTE, NOTE_MARKS
from cluster_desktop.excel.table import TOTAL, column_letter
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import read_iin

NAME, IIN, BORN, SEX = "student.name", "student.iin", "student.born", "student.sex"
GROUP, SPECIALITY, NOTE = "student.group", "student.speciality", "student.note"
FUNDING, ON_LEAVE, DUAL = "student.funding", "student.on_leave", "student.dual"
EXPELLED, LEFT_ON = "student.expelled", "student.left_on"
# Values that follow from other cells or from silence: they fill gaps and replace nothing.
IMPLIED = "student.implied"
COURSE, CURATOR, YEAR = "group.course", "group.curator", "group.academic_year"

_OF_CONTEXT = {
    title_block.GROUP: GROUP,
    title_block.SPECIALITY: SPECIALITY,
    title_block.QUALIFICATION: "student.qualification",
    title_block.LANGUAGE: "student.language",
    title_block.COURSE: COURSE,
    title_block.CURATOR: CURATOR,
    title_block.YEAR: YEAR,
}
_SEXES = {"male": "m", "female": "f"}
_STUDENTS = re.compile(r"(\d+)\s*(?:студент|адам|оқушы|білім алушы|человек|чел|обучающ)", re.I)
_LOOKS_LIKE_GROUP = re.compile(r"[^\W\d_]{1,6}[\s-]?\d[\w-]*")


def above(reading: Reading, row: int) -> Mapping[str, object]:
    """What the title block and the sub-heading say of the row, by the kind's own names."""
    facts = dict(title_block.facts_of(reading.context(row)))
    heading = reading.sub_heading(row)[1]
    if heading:
        facts |= title_block.facts_of((heading,))
        if title_block.GROUP not in facts and _LOOKS_LIKE_GROUP.fullmatch(heading):
            facts[title_block.GROUP] = heading
    sheet = reading.table.part(row).name or ""
    if title_block.GROUP not in facts and _LOOKS_LIKE_GROUP.fullmatch(sheet):
        facts[title_block.GROUP] = sheet
    return {_OF_CONTEXT[name]: value for name, value in facts.items()}


def _place_of(reading: Reading, record: Record) -> str:
    return group_key(str(record.own.get(GROUP) or above(reading, record.row).get(GROUP) or ""))


_PERSON = Named(IIN, NAME, BORN, _place_of)


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    first: Record | None = None
    for record in records:
        record.row_findings = ()
        known = above(reading, record.row)
        if any(each.meaning == SPECIALITY for each in record.cell_findings):
            # What stands above does not replace what is typed and wrong.
            known = {name: value for name, value in known.items() if name != SPECIALITY}
        record.values = {
            **known,
            **{n: v for n, v in record.own.items() if n not in (NAME_MARKS, NOTE_MARKS, NAME_NOTE)},
        }
        implied: set[str] = set()
        _settle_marks(record, implied)
        _settle_birth(reading, record, implied)
        record.values[IMPLIED] = frozenset(implied)
        if record.values.get(EXPELLED):
            said = _("Marked as expelled, and taken so.")
            finding = Finding(said, severity="warning", code="taken_as_expelled")
            _report(reading, record, NAME, finding)
        if not record.values.get(NAME):
            said = _("The name of the student is missing. Type it or skip the row.")
            _report(reading, record, NAME, Finding(said, code="required"))
        if record.row in reading.left_out:
            continue
        if first is None:
            first = record
        else:
            _twice(reading, record, first)


def _settle_marks(record: Record, implied: set[str]) -> None:
    values, own = record.values, record.own
    marks = Marks()
    for name in (NAME_MARKS, NOTE_MARKS):
        said = own.get(name)
        if isinstance(said, Marks):
            marks |= said
    if FUNDING not in own:
        # A list marks who pays; who is not marked studies at the state's cost.
        values[FUNDING] = marks.funding or "state"
        if marks.funding is None:
            implied.add(FUNDING)
    values[ON_LEAVE] = marks.on_leave
    if not marks.on_leave:
        implied.add(ON_LEAVE)
    if marks.dual:
        values[DUAL] = True
    if marks.expelled:
        values[EXPELLED] = True
        if marks.left_on is not None:
            values[LEFT_ON] = marks.left_on
    notes = [str(own[name]) for name in (NAME_NOTE, NOTE) if own.get(name)]
    if notes:
        values[NOTE] = ", ".join(notes)


def _settle_birth(reading: Reading, record: Record, implied: set[str]) -> None:
    values = record.values
    if not values.get(IIN):
        return
    facts = read_iin(str(values[IIN]))
    born, sex = facts.born, _SEXES.get(facts.sex or "")
    for name, by_iin in ((BORN, born), (SEX, sex)):
        if by_iin is None:
            continue
        if name not in values and not any(each.meaning == name for each in record.cell_findings):
            values[name] = by_iin
            implied.add(name)
    typed = values.get(BORN)
    if born is not None and isinstance(typed, date) and typed != born:
        said = _("The IIN says the date of birth {day}. Check both.")
        finding = Finding(
            said.format(day=format_date(born)),
            severity="warning",
            suggestion=format_date(born),
            code="born_differs",
        )
        _report(reading, record, BORN, finding)
    if sex is not None and values.get(SEX) not in (None, sex):
        said = _("The IIN says another sex. Check both.")
        finding = Finding(said, severity="warning", code="sex_differs")
        _report(reading, record, SEX, finding)


def _twice(reading: Reading, record: Record, first: Record) -> None:
    """A person may stand in a list once."""
    one, other = (person_key(str(each.values.get(NAME) or "")) for each in (first, record))
    if one == other:
        said = _("The same person stands in row {row}. Leave one of the two.")
    else:
        said = _(
            "This IIN stands in row {row} by another name: “{name}”. Correct the IIN or leave one."
        )
    text = said.format(row=where(reading, first.row), name=first.values.get(NAME) or "?")
    meaning = IIN if record.values.get(IIN) else NAME
    found = reading.at(record, meaning, Finding(text, code="duplicate_person"))
    record.row_findings += (replace(found, same_as=first.row),)


def _report(reading: Reading, record: Record, meaning: str, finding: Finding) -> None:
    record.row_findings += (reading.at(record, meaning, finding),)


def _warn(reading: Reading) -> list[CellFinding]:
    """The total typed under each list beside what was counted."""
    table = reading.table
    counted: dict[int, int] = {}
    for row in reading.records:
        shift = table.part(row).shift
        counted[shift] = counted.get(shift, 0) + 1
    found: list[CellFinding] = []
    for row, reason in table.skipped.items():
        if reason != TOTAL:
            continue
        count = counted.get(table.part(row).shift, 0)
        for column, cell in enumerate(table.cells(row)):
            said = _STUDENTS.search(cell) if isinstance(cell, str) else None
            if said and int(said[1]) != count:
                message = _(
                    "The file says {typed} in all, {counted} were read. Look for missing rows."
                )
                finding = Finding(
                    message.format(typed=said[1], counted=count),
                    severity="warning",
                    code="typed_total_differs",
                )
                place = table.place(row)
                found.append(
                    CellFinding(row, column_letter(column), "", str(cell), finding, *place)
                )
    return found


def _describe(record: Record) -> tuple[str, ...]:
    """The group, and what is not so with most students."""
    fields = catalogue["student"].fields
    values = record.values
    said = [str(values.get(GROUP) or "")]
    if values.get(FUNDING) not in (None, "state"):
        said.append(fields["funding"].format(values[FUNDING]))
    if values.get(EXPELLED):
        said.append(fields["status"].format("expelled"))
    elif values.get(ON_LEAVE):
        said.append(fields["status"].format("on_leave"))
    return tuple(filter(None, said))


KIND = ImportKind(
    name="students",
    label=N_("List of students"),
    meanings=MEANINGS,
    needed=(
        frozenset({NAME}),
        frozenset({IIN, BORN, GROUP, SEX, "student.guardian"}),
    ),
    prepare=_PERSON.prepare,
    group_of=_PERSON.key,
    settle=_settle,
    warn=_warn,
    many=True,
    heeds_skips=True,
    describe=_describe,
    joined={"student.name": parts_of_name("student")},
    subjects=("студент",),
    foreign=("лауазым", "педагог", "қызметкер", "сотрудник", "должность"),
    titles=(
        "студенттер",
        "контингент",
        "топ",
        "обучающихся",
        "группа",
    ),
)
