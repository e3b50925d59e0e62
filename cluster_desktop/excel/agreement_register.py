"""Import kinds "agreements": a register of partners, one row an agreement (form F4 and its like),
and "partners": a list of them without a word on agreements.

A partner stands in as many rows as it has agreements, typed anew each time; its rows are one
partner, and the fullest of its names is its name. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from cluster_desktop.excel import cells
from cluster_desktop.excel.agreement_columns import (
    MEANINGS,
    MONTHS,
    NAMED_DATE,
    NAMED_FROM,
    NAMED_KIND,
    NAMED_UNTIL,
)
from cluster_desktop.excel.days import end_after
from cluster_desktop.excel.reading import (
    ROW_NUMBER,
    CellFinding,
    ImportKind,
    Meaning,
    Reading,
    Record,
)
from cluster_desktop.excel.table import TOTAL, column_letter
from cluster_desktop.i18n import N_, _, fold, fold_name, format_date
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import parse_phones

NAMES = ("organisation.name_kk", "organisation.name_ru")
NOBODY = "?"
_PHONE = "organisation.phone"
_PATRON = "organisation.patron"
_WEIGHED = frozenset({MONTHS, NAMED_DATE, NAMED_FROM, NAMED_KIND, NAMED_UNTIL})
_AGREEMENT, _PARTNER, _NEITHER = "agreement", "partner", ""


class _Belongs(dict[str, str]):
    """Whom a value of a row is about, by its name; what is weighed is about nobody by itself."""

    def __missing__(self, name: str) -> str:
        if name.startswith("organisation."):
            self[name] = _PARTNER
        else:
            self[name] = _NEITHER if name in _WEIGHED else _AGREEMENT
        return self[name]


_BELONGS = _Belongs()
_TOTAL_OF_PARTNERS = re.compile(
    r"(\d+)\s*(?:ұйым|кәсіпорын|серіктес|мекеме|организаци|предприяти|партн[её]р|учреждени)", re.I
)


folded_name = fold_name


@lru_cache(maxsize=65_536)
def numbers_in(phones: str) -> frozenset[str]:
    """The telephone numbers of a text, whatever its spelling."""
    return frozenset(phone.e164 for phone in parse_phones(phones))


def names_of(record: Record) -> list[str]:
    """The partner's names in the row's own cells."""
    return [str(record.own[name]) for name in NAMES if record.own.get(name)]


def _prepare(reading: Reading) -> None:
    """Which name belongs to which BIN in this file; a name of several BINs to none."""
    bins: dict[str, str] = {}
    several: set[str] = set()
    for record in reading.records.values():
        identifier = record.own.get("organisation.bin")
        if identifier:
            for name in map(folded_name, names_of(record)):
                if bins.setdefault(name, str(identifier)) != identifier:
                    several.add(name)
    reading.names = {name: found for name, found in bins.items() if name not in several}


def _group_of(reading: Reading, record: Record) -> str:
    """The partner: by BIN, else by the name of a partner with a BIN, else by its own name."""
    identifier = record.own.get("organisation.bin")
    if identifier:
        return str(identifier)
    folded = [folded_name(name) for name in names_of(record)]
    for name in folded:
        if name in reading.names:
            return reading.names[name]
    return folded[0] if folded else f"{NOBODY}{record.row}"


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    partner = _partner(records)
    seen: dict[tuple[object, ...], int] = {}
    for record in records:
        record.row_findings = ()
        record.values = {
            name: value for name, value in record.own.items() if _BELONGS[name] == _AGREEMENT
        }
        record.values.update(partner)
        _settle_kind(reading, record)
        _settle_dates(reading, record)
        _check_partner(reading, record, partner)
        _check_twice(reading, record, seen)


def _settle_partners(reading: Reading, records: Sequence[Record]) -> None:
    partner = _partner(records)
    for record in records:
        record.row_findings = ()
        record.values = dict(partner)
        _check_partner(reading, record, partner)


def _partner(records: Sequence[Record]) -> dict[str, object]:
    """What all rows of one partner say together: the first word counts, telephones add up."""
    partner: dict[str, object] = {}
    for record in records:
        for name, value in record.own.items():
            if _BELONGS[name] != _PARTNER:
                continue
            old = partner.get(name)
            if old is not None and old == value:
                continue
            if old is None or (name in NAMES and _is_fuller(str(value), str(old))):
                partner[name] = value
            elif name == _PHONE and old != value:
                partner[name] = join_phones(str(old), str(value))
            elif name == _PATRON:
                partner[name] = old or value
    return partner


def _is_fuller(new: str, old: str) -> bool:
    """Capitals only are how a heading is typed, not how a partner is called."""
    return old.isupper() and not new.isupper()


def join_phones(old: str, new: str) -> str:
    """Both texts without repeating a number."""
    known = numbers_in(old)
    if numbers_in(new) <= known:
        return old
    added = [part for part in new.split(", ") if not numbers_in(part) <= known]
    return ", ".join([old, *added])


def _settle_kind(reading: Reading, record: Record) -> None:
    values, own = record.values, record.own
    if "agreement.kind" in own:
        return
    if NAMED_KIND in own:
        values["agreement.kind"] = own[NAMED_KIND]
    elif "agreement.kind" in reading.defaults:
        values["agreement.kind"] = reading.defaults["agreement.kind"]
    elif not _has_finding(record, "agreement.kind"):
        said = _("The kind of the agreement is missing. Fill it in.")
        _report(reading, record, "agreement.kind", Finding(said, code="required"))


def _settle_dates(reading: Reading, record: Record) -> None:
    values, own = record.values, record.own
    signed = own.get("agreement.date") or own.get(NAMED_DATE)
    if signed is not None:
        values["agreement.date"] = signed
    if NAMED_DATE in own and signed != own[NAMED_DATE]:
        said = _("The number names the date {other}; {date} from the column of dates is taken.")
        text = said.format(other=_shown(own[NAMED_DATE]), date=_shown(signed))
        finding = Finding(text, severity="warning", code="dates_differ")
        _report(reading, record, _number_meaning(reading), finding)
    if NAMED_FROM in own:
        values.setdefault("agreement.valid_from", own[NAMED_FROM])
    start = values.get("agreement.valid_from") or signed
    if NAMED_UNTIL in own and "agreement.valid_until" not in own:
        values |= {"agreement.valid_until": own[NAMED_UNTIL], "agreement.open_ended": False}
    if MONTHS in own:
        _count_term(reading, record, start, own[MONTHS])
    values["agreement.stage"] = "signed" if signed else "draft"
    _check_dates(reading, record, signed, start)


def _count_term(reading: Reading, record: Record, start: object, months: object) -> None:
    """«3 года»: the end follows from the beginning."""
    if not isinstance(start, date) or not isinstance(months, int):
        said = _("The end cannot be counted: the date of the agreement is missing.")
        finding = Finding(said, code="term_without_start")
    else:
        until = end_after(start, months)
        record.values |= {"agreement.valid_until": until, "agreement.open_ended": False}
        said = _("The end {date} was counted from the beginning of the agreement.")
        finding = Finding(
            said.format(date=format_date(until)),
            severity="warning",
            suggestion=format_date(until),
            code="term_counted",
        )
    _report(reading, record, "agreement.valid_until", finding)


def _check_dates(reading: Reading, record: Record, signed: object, start: object) -> None:
    until = record.values.get("agreement.valid_until")
    if isinstance(until, date) and isinstance(start, date) and until < start:
        said = _("The end {until} lies before the beginning {start}. Check both dates.")
        text = said.format(until=format_date(until), start=format_date(start))
        finding = Finding(text, code="ends_before_it_begins")
        _report(reading, record, "agreement.valid_until", finding)
    if signed is not None:
        return
    meaning = "agreement.date" if reading.letter("agreement.date") else _number_meaning(reading)
    if any(
        f.code != "letters_lost_in_encoding" and f.meaning in {meaning, _number_meaning(reading)}
        for f in record.cell_findings
    ):
        return
    if record.values.get("agreement.number") is None:
        said = _("Neither number nor date of the agreement is given. Fill in at least one.")
        _report(reading, record, meaning, Finding(said, code="required"))
    else:
        said = _("The date of the agreement is missing: it is taken as a draft.")
        _report(reading, record, meaning, Finding(said, severity="warning", code="no_date"))


def _check_partner(reading: Reading, record: Record, partner: Mapping[str, object]) -> None:
    name_meaning = (
        "organisation.name" if reading.letter("organisation.name") else "organisation.bin"
    )
    if not any(partner.get(name) for name in NAMES):
        if partner.get("organisation.bin"):
            # A stored partner may have this BIN; whether it has, the plan finds out.
            return
        if not _has_finding(record, "organisation.bin"):
            said = _("The partner is missing. Type its name or its BIN.")
            _report(reading, record, name_meaning, Finding(said, code="required"))
        return
    for name in NAMES:
        own, common = record.own.get(name), partner.get(name)
        if own == common or not (own and common):
            continue
        if folded_name(str(own)) != folded_name(str(common)):
            said = _("The same BIN stands by another name: {name}. Check which is right.")
            finding = Finding(
                said.format(name=common),
                severity="warning",
                suggestion=str(common),
                code="names_differ",
            )
            _report(reading, record, name_meaning, finding)


def _check_twice(reading: Reading, record: Record, seen: dict[tuple[object, ...], int]) -> None:
    values = record.values
    number, signed = values.get("agreement.number"), values.get("agreement.date")
    if number is None and signed is None:
        return
    key = (values.get("agreement.kind"), fold(str(number or "")), signed)
    first = seen.setdefault(key, record.row)
    if first != record.row:
        said = _("The same agreement stands in row {row}. Leave one of the two.")
        finding = Finding(said.format(row=first), code="same_as_another_row")
        _report(reading, record, _number_meaning(reading), finding)


def _number_meaning(reading: Reading) -> str:
    both = "agreement.number_and_date"
    return both if reading.letter(both) else "agreement.number"


def _has_finding(record: Record, meaning: str) -> bool:
    return any(each.meaning == meaning for each in record.cell_findings)


def _report(reading: Reading, record: Record, meaning: str, finding: Finding) -> None:
    record.row_findings += (reading.at(record, meaning, finding),)


def _shown(day: object) -> str:
    return format_date(day) if isinstance(day, date) else ""


def _warn(reading: Reading) -> list[CellFinding]:
    """The typed total beside what was counted."""
    table = reading.table
    totals = [row for row, reason in table.skipped.items() if reason == TOTAL]
    if not totals:
        return []
    row = totals[-1]
    found: list[CellFinding] = []
    partners = sum(not key.startswith(NOBODY) for key, rows in reading.groups.items() if rows)
    for column, cell in enumerate(table.cells(row)):
        counted: int | None = None
        typed: int | None = None
        if isinstance(cell, str) and (said := _TOTAL_OF_PARTNERS.search(cell)):
            typed, counted = int(said[1]), partners
        elif type(cell) is int:
            typed, counted = cell, len(reading.records)
        if typed is not None and counted is not None and typed != counted:
            message = _("The file says {typed} in all, {counted} were read. Look for missing rows.")
            finding = Finding(
                message.format(typed=typed, counted=counted),
                severity="warning",
                code="typed_total_differs",
            )
            found.append(CellFinding(row, column_letter(column), "", str(cell), finding))
    return found


KIND = ImportKind(
    name="agreements",
    label=N_("Register of partners and agreements"),
    meanings=MEANINGS,
    needed=(
        frozenset({"organisation.name", "organisation.bin"}),
        frozenset({"agreement.number", "agreement.number_and_date", "agreement.date"}),
    ),
    prepare=_prepare,
    group_of=_group_of,
    settle=_settle,
    warn=_warn,
    counted=("Жағдайы", "Состояние"),
    # A list of partners with contracts, without a word on their kind.
    assumed={"agreement.kind": "cooperation"},
    subjects=("ұйым", "шарт", "меморандум", "құжат", "дуальды", "дуального"),
    titles=(
        "әріптес",
        "серіктес",
        "партнер",
        "меморандум",
        "шарттар",
        "договоров",
        "реестр",
        "тізілім",
    ),
)

_NOTE = "organisation.note"
PARTNERS = ImportKind(
    name="partners",
    label=N_("List of partners"),
    meanings=(
        *(
            each
            for each in MEANINGS
            if each.name == ROW_NUMBER or each.name.startswith("organisation.")
        ),
        Meaning(_NOTE, N_("Note"), cells.text(_NOTE), fields=(_NOTE,)),
    ),
    needed=(
        frozenset({"organisation.name"}),
        # One of these tells a list of enterprises from any other one that names some.
        frozenset({"organisation.bin", "organisation.head"}),
        frozenset(
            f"organisation.{each}" for each in ("head", "sector", "kind", "address", "place")
        ),
    ),
    prepare=_prepare,
    group_of=_group_of,
    settle=_settle_partners,
    warn=_warn,
    subjects=("ұйым",),
    titles=("әріптес", "серіктес", "партнер"),
)
