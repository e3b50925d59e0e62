"""Form F2: the graduates of a year by name, and what became of each.

Personal data: identifiers are masked unless the caller asks for them in full. A graduate of whom
nothing is known has no status here; nothing is made of silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.excel import form_words as words
from cluster_desktop.excel import graduate_list
from cluster_desktop.excel.forms import periods
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    identifier,
    numbered,
    title,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn
from cluster_desktop.excel.forms.linked import Table, table
from cluster_desktop.excel.forms.sources import ROW_SOURCE, of_records
from cluster_desktop.excel.forms.totals import filled
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.rules.identifiers import check_iin, read_iin
from cluster_desktop.services import outcomes
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(
        "student.full_name",
        Pair("Тегі, аты, әкесінің аты (бар болса)", "Ф.И.О. (при наличии)"),
        width=30,
        needed=True,
    ),
    FormColumn("student.iin", Pair("ЖСН", "ИИН"), width=13.5, needed=True),
    FormColumn("student.born", Pair("Туған күні", "Дата рождения"), "date", 11.5),
    FormColumn("student.sex", Pair("Жынысы", "Пол"), width=10.5, one_language=True),
    FormColumn(
        "student.speciality", Pair("Мамандық коды", "Код специальности"), width=11, needed=True
    ),
    FormColumn("student.qualification", Pair("Біліктілік коды", "Код квалификации"), width=13),
    FormColumn("student.language", Pair("Оқу тілі", "Язык обучения"), width=11, one_language=True),
    FormColumn(
        "student.funding",
        Pair(
            "Қаржыландыру (мемлекеттік тапсырыс, ақылы, кәсіпорын есебінен)",
            "Финансирование (госзаказ, платно, за счёт предприятия)",
        ),
        width=17,
        in_lines=True,
    ),
    FormColumn(
        "student.graduation_year", Pair("Бітірген жылы", "Год выпуска"), "centre", 9, needed=True
    ),
    FormColumn("outcome.state", Pair("Жағдайы", "Статус"), width=18, needed=True, in_lines=True),
    FormColumn("outcome.employer", Pair("Жұмыс орны (ұйымның атауы)", "Место работы"), width=24),
    FormColumn("outcome.employer_bin", Pair("Ұйымның БСН-і", "БИН организации"), width=13.5),
    FormColumn("outcome.position", Pair("Лауазымы", "Должность"), width=16),
    FormColumn(
        "outcome.by_speciality",
        Pair("Мамандығы бойынша (иә/жоқ)", "По специальности (да/нет)"),
        width=12,
        one_language=True,
    ),
    FormColumn("outcome.hired_on", Pair("Жұмысқа қабылданған күні", "Дата приёма"), "date", 12.5),
    FormColumn(
        "outcome.evidence",
        Pair(
            "Растайтын құжат (анықтама, еңбек шарты, зейнетақы жарналары)",
            "Подтверждающий документ",
        ),
        width=19,
        in_lines=True,
    ),
    FormColumn("outcome.place", Pair("Өңір", "Регион"), width=13),
    FormColumn("student.phone", Pair("Байланыс телефоны", "Контактный телефон"), width=16),
    FormColumn(
        "student.dual",
        Pair("Дуальды оқытудан өтті", "Обучался по дуальной системе"),
        width=11,
        one_language=True,
    ),
    FormColumn(
        "outcome.targeted_number",
        Pair("Мақсатты шарт №", "№ договора целевой подготовки"),
        width=14,
    ),
    FormColumn("student.note", Pair("Ескертпе", "Примечание"), width=15),
)
_PLACE_OF = {column.meaning: n for n, column in enumerate(COLUMNS)}
FORM = Form(
    code="F2",
    name=Pair("Түлектердің тізімі (жеке)", "Пофамильный список выпускников"),
    columns=COLUMNS,
    totals=tuple(
        filled(_PLACE_OF[name])
        for name in ("student.speciality", "outcome.state", "outcome.employer")
    ),
)
_STUDENT = (
    "full_name", "iin", "born", "sex", "speciality_id", "qualification_id", "language", "funding",
    "graduation_year", "district_id", "phone", "dual", "note",
)  # fmt: skip
_OUTCOME = (
    "student_id", "checked_on", "state", "organisation_id", "employer", "employer_bin", "position",
    "by_speciality", "hired_on", "evidence", "evidence_text", "targeted_number", "note",
)  # fmt: skip
_EMPLOYED = ("employed", "self_employed")
_SEX_OF = {"male": "m", "female": "f"}


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """The graduates of a year by speciality and name, as known today."""
    year = periods.year_of(wishes.period, office)
    heading = heading_of(
        office, office.today(), period=Pair(f"{year} жыл", f"{year} год"), period_code=str(year)
    )
    students = _students(office, year)
    known = _outcomes(office, [row.id for row in students])
    codes = _codes(office, "speciality") | _codes(office, "qualification")
    employers = _employers(office, known.values())
    rows = [
        _facts(row, known.get(row.id), codes, employers, in_full=wishes.with_iin)
        for row in students
    ]
    rows.sort(key=lambda row: str(row["student.speciality"] or "~"))
    return Delivery(
        form=FORM,
        heading=heading,
        rows=numbered(rows),
        needed=frozenset({"student.full_name", "student.iin"}),
        spellings=graduate_list.KIND.spellings(),
        around=around_of(office, heading),
        not_found=_(
            "No list of graduates was found in this workbook: its headings are not known. Choose "
            "the office's form F2."
        ),
        lacks=_("The workbook has no column for the name or IIN of the graduate."),
        warnings=_warnings(students, known, wishes),
    )


def _students(office: Office, year: int) -> list[Row]:
    graduates = outcomes.graduates(year)
    return office.rows(
        Query("student", graduates.where, sort=(("full_name", False),), columns=_STUDENT)
    )


def _outcomes(office: Office, students: Sequence[UUID]) -> dict[UUID, Row]:
    """The newest of each up to today; the one written last where one day has several."""
    where = (
        Condition("student_id", "in", tuple(students)),
        Condition("checked_on", "between", (None, office.today())),
    )
    rows = office.rows(Query("outcome", where, columns=_OUTCOME))
    rows.sort(key=lambda row: (row["checked_on"], row.id))
    return {row["student_id"].id: row for row in rows}


def _codes(office: Office, entity: str) -> dict[UUID, str]:
    return {record: row["code"] for record, row in table(office, entity, "code").items()}


def _employers(office: Office, known: Iterable[Row]) -> Table:
    links = {row["organisation_id"] for row in known if row["organisation_id"]}
    wanted = [link.id for link in links]
    return table(office, "organisation", "name_kk", "name_ru", "bin", only=wanted)


def _facts(
    row: Row,
    known: Row | None,
    codes: Mapping[UUID, str],
    employers: Mapping[UUID, Row],
    *,
    in_full: bool,
) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {
        ROW_SOURCE: of_records(
            str(row["full_name"]), student=row.id, outcome=known.id if known is not None else None
        ),
        "student.full_name": row["full_name"],
        "student.iin": identifier(row["iin"], in_full=in_full),
        "student.born": row["born"],
        "student.sex": words.SEXES.get(_sex(row), words.NOTHING),
        "student.speciality": _code(row["speciality_id"], codes),
        "student.qualification": _code(row["qualification_id"], codes),
        "student.language": words.STUDY_LANGUAGES.get(row["language"], words.NOTHING),
        "student.funding": words.FUNDING.get(row["funding"], words.NOTHING),
        "student.graduation_year": row["graduation_year"],
        "outcome.place": title(row["district_id"]),
        "student.phone": row["phone"],
        "student.dual": words.YES if row["dual"] else words.NO,
        "student.note": row["note"],
    }
    if known is None:
        return found
    is_employed = known["state"] in _EMPLOYED
    link = known["organisation_id"]
    employer = employers.get(link.id) if isinstance(link, Ref) else None
    name: FactValue = known["employer"]
    if employer is not None and not name:
        name = Pair(employer["name_kk"] or "", employer["name_ru"] or "")
    return found | {
        "outcome.state": words.OUTCOMES.get(known["state"], words.NOTHING),
        "outcome.employer": name,
        "outcome.employer_bin": known["employer_bin"] or (employer["bin"] if employer else None),
        "outcome.position": known["position"],
        "outcome.by_speciality": (words.YES if known["by_speciality"] else words.NO)
        if is_employed else words.NOTHING,
        "outcome.hired_on": known["hired_on"],
        "outcome.evidence": _evidence(known),
        "outcome.targeted_number": known["targeted_number"],
        "student.note": "; ".join(filter(None, (row["note"], known["note"]))),
    }  # fmt: skip


def _sex(row: Row) -> str:
    """As recorded, else as the IIN says."""
    iin = row["iin"]
    if row["sex"] or not iin or not check_iin(iin).value:
        return str(row["sex"] or "")
    return _SEX_OF.get(str(read_iin(iin).sex), "")


def _evidence(known: Row) -> Pair:
    kind = words.EVIDENCE.get(known["evidence"], words.NOTHING)
    text = known["evidence_text"]
    if not text:
        return kind
    if known["evidence"] in (None, "other"):
        return Pair(text)
    return Pair(f"{kind.kk}, {text}", f"{kind.ru}, {text}")


def _code(link: Value, codes: Mapping[UUID, str]) -> str | None:
    return codes.get(link.id) if isinstance(link, Ref) else None


def _warnings(students: Sequence[Row], known: Mapping[UUID, Row], wishes: Wishes) -> list[str]:
    warnings = []
    times = Counter(row["iin"] for row in students if row["iin"])
    twice = [row["full_name"] for row in students if times[row["iin"]] > 1]
    if twice:
        said = _("The same IIN stands more than once: {names}")
        warnings.append(said.format(names=", ".join(twice[:10])))
    unknown = sum(row.id not in known for row in students)
    if unknown:
        said = ngettext(
            "{n} graduate has no status: the column is empty",
            "{n} graduates have no status: the column is empty",
            unknown,
        )
        warnings.append(said.format(n=unknown))
    homeless = [
        row["full_name"] for row in students
        if (one := known.get(row.id)) is not None and one["state"] == "employed"
        and not one["employer"] and not one["organisation_id"]
    ]  # fmt: skip
    if homeless:
        said = _("Employed without a place of work: {names}")
        warnings.append(said.format(names=", ".join(homeless[:10])))
    early = [
        row["full_name"] for row in students
        if (one := known.get(row.id)) is not None and one["state"] in _EMPLOYED
        and (one["hired_on"] or date.max) < date(row["graduation_year"], 1, 1)
    ]  # fmt: skip
    if early:
        said = _("Hired before the year of graduation, check the date: {names}")
        warnings.append(said.format(names=", ".join(early[:10])))
    if not wishes.with_iin:
        warnings.append(_("IIN are masked. Ask for them in full where the office needs them."))
    return warnings
