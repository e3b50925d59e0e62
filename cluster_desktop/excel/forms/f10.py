"""Form F10: internships and courses of teachers, one row each that ended in the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import form_words as words
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    identifier,
    number_and_date,
    numbered,
    pair,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn
from cluster_desktop.excel.forms.linked import linked, table
from cluster_desktop.excel.forms.sources import ROW_SOURCE, of_records
from cluster_desktop.excel.forms.totals import filled, summed
from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_OF = "teacher_internship"
NAME, IIN, HOURS, PERIOD = "teacher.full_name", "teacher.iin", f"{_OF}.hours", f"{_OF}.period"
PLACE = f"{_OF}.place"
COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(NAME, Pair("Т.А.Ә.", "Ф.И.О."), width=26, needed=True),
    FormColumn(IIN, Pair("ЖСН", "ИИН"), width=13.5),
    FormColumn("teacher.position", Pair("Лауазымы", "Должность"), width=18),
    FormColumn("teacher.discipline", Pair("Пәні, модулі", "Дисциплина, модуль"), width=20),
    FormColumn("teacher.category", Pair("Санаты", "Категория"), width=13),
    FormColumn(
        PLACE, Pair("Тағылымдама орны (кәсіпорын)", "Место стажировки"), width=26,
        needed=True, in_lines=True,
    ),
    FormColumn("organisation.bin", Pair("БСН", "БИН"), width=13.5),
    FormColumn(f"{_OF}.agreement", Pair("Шарт №, күні", "№ и дата договора"), width=15),
    FormColumn(PERIOD, Pair("Кезеңі", "Период"), width=14, needed=True),
    FormColumn(HOURS, Pair("Сағат", "Часы"), "number", 8),
    FormColumn(f"{_OF}.programme", Pair("Бағдарлама", "Программа"), width=22),
    FormColumn(
        f"{_OF}.document", Pair("Құжат (сертификат) №, күні", "№ и дата документа"), width=17
    ),
    FormColumn(f"{_OF}.result", Pair("Нәтижесі", "Результат"), width=18),
    FormColumn(f"{_OF}.next", Pair("Келесі мерзім", "Следующий срок"), "date", 11.5),
)  # fmt: skip
_PLACE_OF = {column.meaning: n for n, column in enumerate(COLUMNS)}
_FIELDS = (
    *("teacher_id", "kind", "organisation_id", "place", "agreement_id", "starts", "ends"),
    *("hours", "programme", "document", "document_on", "result", "next_due"),
)
_SPELLINGS = {
    NAME: ("Педагогтің Т.А.Ә.", "Ф.И.О. педагога", "Педагог", "ФИО", "ТАӘ", "Аты-жөні"),
    PLACE: (
        *("Тағылымдама орны", "Место стажировки (предприятие)", "Өткен орны"),
        *("Кәсіпорын", "Предприятие", "Место прохождения"),
    ),
    PERIOD: ("Мерзімі", "Сроки", "Кезеңі (бастап–дейін)", "Период (с–по)"),
    HOURS: ("Сағат саны", "Количество часов", "Көлемі, сағат", "Объём, часов"),
    f"{_OF}.document": ("Сертификат №, күні", "№ сертификата, дата", "Сертификат", "Құжат"),
}


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """What ended in the calendar year, by teacher; of the newest year that has any for none."""
    year = _year_of(wishes, office)
    where = (Condition("ends", "between", (date(year, 1, 1), date(year, 12, 31))),)
    order = (("teacher_id", False), ("ends", False))
    rows = office.rows(Query(_OF, where, columns=_FIELDS, sort=order))
    read = _Read(office, in_full=wishes.with_iin)
    heading = heading_of(
        office, office.today(), period=Pair(f"{year} жыл", f"{year} год"), period_code=str(year)
    )
    warnings = []
    if rows and not wishes.with_iin:
        warnings.append(_("IIN are masked. Ask for them in full where the office needs them."))
    return Delivery(
        form=Form(
            "F10",
            Pair(
                "Педагогтердің тағылымдамасы және біліктілігін арттыру",
                "Стажировка и повышение квалификации педагогов",
            ),
            COLUMNS,
            (filled(_PLACE_OF[PLACE]), summed(_PLACE_OF[HOURS])),
        ),
        heading=heading,
        rows=numbered([read.facts(row) for row in rows]),
        needed=frozenset({NAME}),
        spellings=_SPELLINGS,
        around=around_of(office, heading),
        not_found=_(
            "No table of internships was found in this workbook: its headings are not known. "
            "Choose the office's form F10."
        ),
        lacks=_("The workbook has no column for the name of the teacher."),
        warnings=warnings,
    )


def _year_of(wishes: Wishes, office: Office) -> int:
    asked = str(wishes.period or "").strip()
    if not asked:
        begun = (Condition("ends", "between", (None, office.today())),)
        newest = office.rows(Query(_OF, begun, columns=("ends",), sort=(("ends", True),)))
        return newest[0]["ends"].year if newest else office.today().year
    if asked.isdigit() and 2000 <= int(asked) <= 2100:
        return int(asked)
    said = _("“{period}” is no year. Type it like 2026.")
    raise Refusal(said.format(period=asked), field="period")


class _Read:
    """The tables that rows of the form draw on, read once."""

    def __init__(self, office: Office, *, in_full: bool) -> None:
        self._teachers = table(
            office, "teacher", "full_name", "iin", "position", "discipline", "category"
        )
        self._organisations = table(office, "organisation", "name_kk", "name_ru", "bin")
        self._agreements = table(office, "agreement", "number", "signed_on")
        self._in_full = in_full

    def facts(self, row: Row) -> dict[str, FactValue]:
        teacher = linked(row["teacher_id"], self._teachers)
        place = linked(row["organisation_id"], self._organisations)
        agreement = linked(row["agreement_id"], self._agreements)
        told: dict[str, FactValue] = {}
        if teacher is not None:
            told = {
                NAME: teacher["full_name"],
                IIN: identifier(teacher["iin"], in_full=self._in_full),
                "teacher.position": teacher["position"],
                "teacher.discipline": teacher["discipline"],
                "teacher.category": teacher["category"],
            }
        days = (row["starts"], row["ends"])
        return told | {
            ROW_SOURCE: of_records(
                str(teacher["full_name"] if teacher is not None else ""),
                teacher_internship=row.id,
                teacher=teacher.id if teacher is not None else None,
                organisation=place.id if place is not None else None,
            ),
            PLACE: pair(place, "name") if place else row["place"],
            "organisation.bin": place["bin"] if place else None,
            f"{_OF}.agreement": number_and_date(
                agreement["number"] or "", agreement["signed_on"]
            ) if agreement else None,
            PERIOD: " – ".join(format_date(day) for day in days if day),
            HOURS: row["hours"],
            f"{_OF}.programme": row["programme"] or words.TRAININGS.get(row["kind"]),
            f"{_OF}.document": number_and_date(row["document"] or "", row["document_on"]),
            f"{_OF}.result": row["result"],
            f"{_OF}.next": row["next_due"],
        }  # fmt: skip
