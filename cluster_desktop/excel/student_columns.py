"""Columns of a list of students: what they are called and how their cells are read. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from cluster_desktop.excel import cells
from cluster_desktop.excel.agreement_columns import MEANINGS as REGISTER
from cluster_desktop.excel.agreement_columns import labels_of_field
from cluster_desktop.excel.cells import Around, Read, lost_letters, text_of
from cluster_desktop.excel.days import read_day
from cluster_desktop.excel.people_columns import FUNDING_HEADINGS, funding, name_parts
from cluster_desktop.excel.person_cells import Marks, read_note, split_guardian, split_name
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import ROW_NUMBER, Meaning
from cluster_desktop.excel.title_block import language_of_study, qualification_code
from cluster_desktop.i18n import N_, _, fold
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_iin

# What a name and a note say beside themselves; student_list.py weighs them.
NAME_MARKS, NOTE_MARKS, NAME_NOTE = "student.name_marks", "student.note_marks", "student.name_note"
GUARDIAN, GUARDIAN_PHONE = "student.guardian", "student.guardian_phone"

_COURSE = re.compile(r"([1-6])(?!\d)")
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_SEXES = {
    fold(word): sex
    for sex, words in (
        ("m", "м|муж|мужской|мужчина|ер|е|еркек|ұл|male|m"),
        ("f", "ж|жен|женский|женщина|әйел|ә|қыз|female|f"),
    )
    for word in words.split("|")
}


def _name(cell: Cell, around: Around) -> Read:
    del around
    name, marks, rest = split_name(text_of(cell))
    values: dict[str, object] = {"student.name": name, NAME_MARKS: marks}
    if rest:
        values[NAME_NOTE] = rest
    return values, lost_letters(name)


def _note(cell: Cell, around: Around) -> Read:
    del around
    marks, rest = read_note(text_of(cell))
    values: dict[str, object] = {}
    if marks != Marks():
        values[NOTE_MARKS] = marks
    if rest:
        values["student.note"] = rest
    return values, lost_letters(rest)


def _born(cell: Cell, around: Around) -> Read:
    day, findings = read_day(cell)
    if day is not None and day > around.today:
        said = _("The date of birth lies in the future. Check it against the paper.")
        return {}, (*findings, Finding(said, code="impossible_date"))
    return ({} if day is None else {"student.born": day}), findings


def _speciality(cell: Cell, around: Around) -> Read:
    values, findings = cells.specialities("student.speciality")(cell, around)
    codes = values.get("student.speciality")
    if isinstance(codes, tuple) and codes:
        return {"student.speciality": codes[0]}, findings
    return {}, findings


def _qualification(cell: Cell, around: Around) -> Read:
    del around
    code = text_of(cell).split(" ")[0]
    return {"student.qualification": qualification_code(code)}, ()


def _group(cell: Cell, around: Around) -> Read:
    del around
    return {"student.group": text_of(cell)}, ()


def _course(cell: Cell, around: Around) -> Read:
    """3, «3 курс», «III»; what is no course is left out, and that is said."""
    del around
    text = text_of(cell)
    found = _COURSE.match(text)
    if found is not None:
        return {"group.course": int(found[1])}, ()
    if text.upper() in _ROMAN:
        return {"group.course": _ROMAN.index(text.upper()) + 1}, ()
    said = _("A whole number is needed, not “{value}”.").format(value=text)
    return {}, (Finding(said, severity="warning", code="not_a_number"),)


def _guardian(cell: Cell, around: Around) -> Read:
    del around
    names, phones, unread = split_guardian(cell)
    values: dict[str, object] = {}
    if names:
        values[GUARDIAN] = names
    if phones:
        values[GUARDIAN_PHONE] = phones
    if not unread:
        return values, lost_letters(names)
    said = _("This is not a phone number: {value}. Type it with the area code, 10 digits after 8.")
    finding = Finding(said.format(value=unread), severity="warning", code="phone")
    return values, (finding, *lost_letters(names))


def _sex(text: str) -> str | None:
    return _SEXES.get(fold(text).rstrip("."))


def _choice(name: str, find: Callable[[str], str | None]) -> Callable[[Cell, Around], Read]:
    return cells.choice(f"student.{name}", find, labels_of_field("student", name))


MEANINGS = (
    Meaning(ROW_NUMBER, N_("Row number"), None, headings=REGISTER[0].headings),
    Meaning(
        "student.name",
        N_("Full name"),
        _name,
        fields=("student.full_name",),
        headings=(
            *("Т.А.Ә.", "Ф.И.О.", "Аты-жөні", "Тегі, аты, әкесінің аты", "Фамилия, имя, отчество"),
            *("Тегі, аты, әкесінің аты (бар болса)", "Ф.И.О. (при наличии)"),
            *("Студенттің Т.А.Ә.", "Ф.И.О. студента", "Студенттің аты-жөні", "Студент"),
            *("Білім алушының Т.А.Ә.", "Ф.И.О. обучающегося", "Оқушының аты-жөні"),
        ),
    ),
    Meaning(
        "student.iin",
        N_("IIN"),
        cells.identifier("student.iin", check_iin),
        fields=("student.iin",),
        headings=("ЖСН", "ИИН", "Білім алушының ЖСН-і", "Студенттің ЖСН", "ИИН студента"),
    ),
    Meaning(
        "student.born",
        N_("Date of birth"),
        _born,
        fields=("student.born",),
        headings=("Туған күні", "Дата рождения", "Туған жылы, күні, айы", "Туған күні, айы, жылы"),
    ),
    Meaning(
        "student.sex",
        N_("Sex"),
        _choice("sex", _sex),
        fields=("student.sex",),
        headings=("Жынысы", "Пол"),
    ),
    Meaning(
        "student.group",
        N_("Group"),
        _group,
        fields=("student.group_id",),
        headings=(
            *("Топ", "Группа", "Тобы", "Оқу тобы", "Учебная группа", "№ группы", "Топ №"),
            *("Топ атауы", "Название группы"),
        ),
    ),
    Meaning(
        "group.course",
        N_("Course"),
        _course,
        headings=("Курс", "Курсы"),
    ),
    Meaning(
        "student.speciality",
        N_("Speciality"),
        _speciality,
        fields=("student.speciality_id",),
        headings=(
            *("Мамандық коды", "Код специальности", "Мамандығы", "Мамандық", "Специальность"),
            *("Мамандық коды, атауы", "Код и наименование специальности"),
            *("Специальность, квалификация", "Мамандығы, біліктілігі"),
        ),
        refers="speciality",
    ),
    Meaning(
        "student.qualification",
        N_("Qualification"),
        _qualification,
        fields=("student.qualification_id",),
        headings=("Біліктілік коды", "Код квалификации", "Біліктілігі", "Квалификация"),
        refers="qualification",
    ),
    Meaning(
        "student.funding",
        N_("Funding"),
        funding("student.funding"),
        fields=("student.funding",),
        headings=FUNDING_HEADINGS,
    ),
    Meaning(
        "student.language",
        N_("Language of study"),
        _choice("language", language_of_study),
        fields=("student.language",),
        headings=("Оқу тілі", "Язык обучения"),
    ),
    Meaning(
        "student.phone",
        N_("Phone"),
        cells.phones("student.phone", "student.email"),
        fields=("student.phone",),
        headings=(
            *("Телефон", "Студенттің телефоны", "Телефон студента", "Байланыс телефоны"),
            *("Контактный телефон", "Ұялы телефоны", "Мобильный телефон"),
        ),
    ),
    Meaning(
        "student.address",
        N_("Address"),
        cells.text("student.address"),
        fields=("student.address",),
        headings=(
            *("Мекенжайы", "Адрес", "Тұрғылықты мекенжайы", "Адрес проживания"),
            *("Место жительства", "Место проживания", "Тұрғылықты жері", "Тұратын жері"),
        ),
    ),
    Meaning(
        GUARDIAN,
        N_("Parent or guardian"),
        _guardian,
        fields=("student.guardian_name",),
        headings=(
            *("Ата-анасының Т.А.Ә., телефоны", "Ф.И.О., телефон родителей"),
            *("Ата-анасының аты-жөні", "Ф.И.О. родителей", "Ата-анасы", "Родители"),
            *("Ата-анасының аты-жөні, телефоны", "Ф.И.О. родителей, телефон", "Опекун"),
        ),
    ),
    Meaning(
        GUARDIAN_PHONE,
        N_("Phone of the parent"),
        cells.phones(GUARDIAN_PHONE, "student.guardian_email"),
        fields=("student.guardian_phone",),
        headings=("Ата-анасының телефоны", "Телефон родителей"),
    ),
    Meaning(
        "student.guardian_iin",
        N_("IIN of the parent"),
        cells.identifier("student.guardian_iin", check_iin),
        fields=("student.guardian_iin",),
        headings=("Ата-анасының ЖСН", "ИИН родителя"),
    ),
    Meaning(
        "student.note",
        N_("Note"),
        _note,
        fields=("student.note",),
        headings=("Ескертпе", "Примечание", "Ескерту"),
    ),
    *name_parts("student"),
)
