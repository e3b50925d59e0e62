"""How far a requested form is: cells filled of those it needs, its gaps, what has changed since.

A request is made into a delivery with the figures put by hand, once for everything that is asked.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.forms import by_hand
from cluster_desktop.excel.forms.by_hand import HandFigure, sheet_of
from cluster_desktop.excel.forms.delivery import ROW_NUMBER, Delivery, Facts, Wishes, source_of
from cluster_desktop.excel.forms.export import KINDS
from cluster_desktop.excel.forms.layout import FormColumn
from cluster_desktop.excel.forms.sources import Fix, RowSource, only
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.i18n import _, format_date, format_number, language, ngettext
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.services import reports

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# So many empty cells of a column are told one by one; more are one gap that opens them all.
MOST_SINGLE = 6
# Forms whose texts name people: what was delivered is compared by digests of them.
OF_PEOPLE = frozenset({"F2", "F5", "F6", "F10"})
# Meanings that are called otherwise than the field they come from.
_FIELDS = {
    "agreement.date": "signed_on",
    "agreement.number_and_date": "number",
    "mentor.order": "order_number",
    "organisation.head": "head_kk",
    "teacher_internship.period": "ends",
    "plan_item.due": "due",
}
_CELL = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: its cell (or the first of `count` cells), and where it is filled.

    `fix` is the field that takes it in place; `query` the records to go to.
    """

    sheet: str
    row: str
    column: str
    sentence: str
    count: int = 1
    query: Query | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not any more what was delivered."""

    sheet: str
    row: str
    column: str
    sentence: str
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class FormState:
    """How far a form is; `problem` is why it cannot be made at all."""

    needed: int = 0
    filled: int = 0
    rows: int = 0
    gaps: tuple[Gap, ...] = ()
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: str = ""

    @property
    def share(self) -> int:
        """Percent filled; 100 only where nothing is missing."""
        if not self.needed:
            return 0
        return min(100 * self.filled // self.needed, 100)

    @property
    def missing(self) -> int:
        return self.needed - self.filled


def state_of(office: Office, request: UUID) -> FormState:
    """How far the form of a request is, as of now. May take a second: call it in a worker."""
    row = reports.get(office, request)
    try:
        delivery = delivery_of(office, row)
    except Refusal as why:
        return FormState(problem=why.message)
    return judged(office, row, delivery)


def delivery_of(office: Office, row: Row, *, with_iin: bool = False) -> Delivery:
    """What the form of a request says, with the figures put by hand. Raises Refusal.

    Graduates of whom nothing is known are counted here; whoever saves the form is asked about them.
    """
    wishes = Wishes(period=row["period"], with_iin=with_iin, count_unknown=True)
    return by_hand.put(KINDS[row["form"]].delivered(office, wishes), hand_figures(office, row.id))


def hand_figures(office: Office, request: UUID) -> list[HandFigure]:
    """The figures that somebody put by hand."""
    return [
        HandFigure(
            str(row["sheet"] or ""), row["row_key"], row["column_key"], row["value"] or "",
            row["note"],
        )
        for row in reports.figures_of(office, request)
    ]  # fmt: skip


def judged(office: Office, row: Row, delivery: Delivery) -> FormState:
    """The state of a delivery that was made for the request."""
    by_hand_cells = {(one.sheet, one.row, one.column) for one in hand_figures(office, row.id)}
    count = _Count(office, by_hand_cells)
    count.heading(delivery)
    for table in (delivery, *delivery.also):
        count.table(table)
    if not delivery.rows and not any(one.rows for one in delivery.also):
        # A college that is named does not make an empty form three quarters full.
        count.needed, count.filled = count.needed - count.filled, 0
        said = _("The form is empty: nothing fits this period.")
        count.missing(Gap(sheet_of(delivery), "", "", said), of=1)
    return FormState(
        needed=count.needed,
        filled=count.filled,
        rows=len(delivery.rows),
        gaps=tuple(count.gaps),
        changes=changes_of(delivery, row),
        # What F9 warns of are its gaps, told with their fields.
        warnings=()
        if row["form"] == "F9"
        else tuple(dict.fromkeys(said for t in (delivery, *delivery.also) for said in t.warnings)),
    )


class _Count:
    """Counts needed and filled cells, and writes down the gaps."""

    def __init__(self, office: Office, by_hand_cells: set[_CELL]) -> None:
        self._office = office
        self._by_hand = by_hand_cells
        self.needed = 0
        self.filled = 0
        self.gaps: list[Gap] = []

    def missing(self, gap: Gap, *, of: int) -> None:
        self.needed += of
        self.filled += of - gap.count
        if gap.count:
            self.gaps.append(gap)

    def heading(self, delivery: Delivery) -> None:
        """The college, its BIN and its head."""
        college = self._office.college_id()
        asked = (
            ("name_kk", bool(delivery.heading.organisation), _("The college is not named.")),
            ("bin", bool(delivery.heading.bin), _("BIN of the college")),
            ("head_kk", bool(delivery.heading.head), _("Head of the college")),
        )
        for name, known, said in asked:
            fix = Fix("organisation", college, name) if college is not None else None
            query = only("organisation", college) if college is not None else None
            gap = Gap(sheet_of(delivery), "", f"college.{name}", said, int(not known), query, fix)
            self.missing(gap, of=1)

    def table(self, delivery: Delivery) -> None:
        """The needed columns of each row, and what rows owe besides."""
        sheet = sheet_of(delivery)
        for column in delivery.form.columns:
            if column.needed:
                self._column(delivery, sheet, column)
        for row in delivery.rows:
            source = source_of(row)
            for owed in source.owed if source is not None else ():
                key = source.key if source is not None else ""
                is_put = (sheet, key, owed.meaning) in self._by_hand and owed.of == 1
                count = 0 if is_put else owed.missing
                gap = Gap(sheet, key, owed.meaning, owed.sentence, count, owed.query, owed.fix)
                self.missing(gap, of=owed.of)

    def _column(self, delivery: Delivery, sheet: str, column: FormColumn) -> None:
        rows = delivery.rows
        empty = [row for row in rows if delivery.cell_of(row, column.meaning, "both") is None]
        self.needed += len(rows)
        self.filled += len(rows) - len(empty)
        if not empty:
            return
        name = heading_of_column(column)
        if len(empty) <= MOST_SINGLE:
            self.gaps += [self._single(sheet, row, column, name) for row in empty]
            return
        said = ngettext("{column}: empty in {n} row", "{column}: empty in {n} rows", len(empty))
        query = self._all_of([source_of(row) for row in empty], column.meaning)
        first = source_of(empty[0])
        sentence = said.format(column=name, n=len(empty))
        key = first.key if first is not None else ""
        self.gaps.append(Gap(sheet, key, column.meaning, sentence, len(empty), query))

    def _single(self, sheet: str, row: Facts, column: FormColumn, name: str) -> Gap:
        source = source_of(row)
        if source is None:
            return Gap(sheet, "", column.meaning, name)
        said = f"{source.label}: {name}" if source.label else name
        query = source.behind(column.meaning)
        return Gap(sheet, source.key, column.meaning, said, 1, query, self._fix(source, column))

    def _fix(self, source: RowSource, column: FormColumn) -> Fix | None:
        """The field of one of the row's records that the column shows."""
        entity, _dot, name = column.meaning.partition(".")
        record = source.records.get(entity)
        if record is None:
            return None
        fields = self._office.entity(entity).fields
        spoken = "ru" if language() == "ru" else "kk"
        for known in (_FIELDS.get(column.meaning), name, f"{name}_id", f"{name}_{spoken}"):
            if known in fields:
                return Fix(entity, record, str(known))
        return None

    @staticmethod
    def _all_of(sources: Sequence[RowSource | None], meaning: str) -> Query | None:
        """The records of all these rows, of the kind that the column tells of."""
        entity = meaning.partition(".")[0]
        found: dict[str, set[UUID]] = defaultdict(set)
        for source in sources:
            if source is not None and source.records:
                kind = entity if entity in source.records else next(iter(source.records))
                found[kind].add(source.records[kind])
        if not found:
            return None
        kind = max(found, key=lambda one: len(found[one]))
        return Query(kind, (Condition("id", "in", tuple(sorted(found[kind]))),))


def heading_of_column(column: FormColumn) -> str:
    """What a column is called in the language of the window."""
    name = column.heading.ru or column.heading.kk
    if language() == "kk":
        name = column.heading.kk or column.heading.ru
    group = column.group.ru if language() != "kk" else column.group.kk
    return f"{group}, {name}" if group else name


# What was delivered


def figures_json(delivery: Delivery, form: str) -> str:
    """The cells of a delivery, to be compared with later ones; texts of people as digests."""
    sheets = {}
    for table in (delivery, *delivery.also):
        columns = [c.meaning for c in table.form.columns if c.meaning != ROW_NUMBER]
        rows = {
            key: [_kept(table.cell_of(row, name, "both"), form) for name in columns]
            for key, row in _keyed(table).items()
        }
        sheets[sheet_of(table)] = {"columns": columns, "rows": rows}
    return json.dumps({"version": 1, "sheets": sheets}, ensure_ascii=False, separators=(",", ":"))


def changes_of(delivery: Delivery, row: Row) -> tuple[Change, ...]:
    """What differs from what was delivered; nothing before the delivery."""
    if not row["figures"] or row["state"] not in ("delivered", "accepted"):
        return ()
    before = json.loads(row["figures"])["sheets"]
    found: list[Change] = []
    for table in (delivery, *delivery.also):
        old = before.get(sheet_of(table))
        if old is not None:
            found += _differences(table, old, row["form"])
    return tuple(found)


def _differences(table: Delivery, old: Mapping[str, Any], form: str) -> list[Change]:
    sheet = sheet_of(table)
    keyed = _keyed(table)
    columns = {column.meaning: column for column in table.form.columns}
    found = []
    for key, row in keyed.items():
        source = source_of(row)
        label = source.label if source is not None else key
        was = old["rows"].get(key)
        if was is None:
            query = source.behind("") if source is not None else None
            found.append(Change(sheet, key, "", _("{row}: a new row").format(row=label), query))
            continue
        for meaning, kept in zip(old["columns"], was, strict=False):
            if meaning not in columns:
                continue
            now = _kept(table.cell_of(row, meaning, "both"), form)
            if now != kept:
                said = _said(label, heading_of_column(columns[meaning]), kept, now)
                query = source.behind(meaning) if source is not None else None
                found.append(Change(sheet, key, meaning, said, query))
    gone = len(set(old["rows"]) - set(keyed))
    if gone:
        said = ngettext(
            "{n} row is not in the form any more", "{n} rows are not in the form any more", gone
        )
        found.append(Change(sheet, "", "", said.format(n=gone)))
    return found


def _said(label: str, column: str, old: str, new: str) -> str:
    if old.startswith("#") or new.startswith("#"):
        return _("{row} · {column}: other than handed in").format(row=label, column=column)
    return _("{row} · {column}: {old} → {new}").format(
        row=label, column=column, old=_cut(old), new=_cut(new)
    )


def _cut(text: str) -> str:
    shown = " ".join(text.split()) or "–"
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _keyed(table: Delivery) -> dict[str, Facts]:
    """The rows by the keys of their sources; rows alike are told apart by their order."""
    found: dict[str, Facts] = {}
    for number, row in enumerate(table.rows):
        source = source_of(row)
        key = source.key if source is not None else str(number)
        times = 1
        while key in found:
            times += 1
            key = f"{source.key if source is not None else number}~{times}"
        found[key] = row
    return found


def _kept(value: CellValue, form: str) -> str:
    """A cell as the snapshot has it: as people read it, or a digest where it may name somebody."""
    if isinstance(value, str | date) and form in OF_PEOPLE:
        return "#" + hashlib.sha256(str(value).encode()).hexdigest()[:16]
    return shown_text(value)


def shown_text(value: CellValue) -> str:
    """A cell as people read it, the same in every language."""
    if value is None:
        return ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal | float):
        return format_number(Decimal(str(value)), "kk")
    return str(value)
