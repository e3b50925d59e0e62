"""Words of a plan for the screen: headings, rows, the row being mended, the columns of the file.

Works on snapshots, so that nothing is read from a plan that a worker is changing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from cluster_desktop.entity import Entity
from cluster_desktop.excel.cells import text_of
from cluster_desktop.excel.headings import Guess
from cluster_desktop.excel.importing import Plan
from cluster_desktop.excel.matching import FieldChange
from cluster_desktop.excel.matching import RowState as PlanState
from cluster_desktop.excel.plan_words import PlanRow
from cluster_desktop.excel.reading import ROW_NUMBER, CellFinding, Meaning
from cluster_desktop.excel.report import next_steps
from cluster_desktop.excel.same_person import OTHER_PERSON
from cluster_desktop.excel.table import Table
from cluster_desktop.excel.unread import not_recognised, of_table
from cluster_desktop.fields import Choice, Date, Digits
from cluster_desktop.i18n import _
from cluster_desktop.rules import identifiers
from cluster_desktop.services.office import Office
from cluster_desktop.ui.importing_columns import Assumption, ColumnLine
from cluster_desktop.ui.importing_plan import Snapshot, is_lost_zero
from cluster_desktop.ui.importing_rows import FIRST_CELL, Piece, RowState, RowView
from cluster_desktop.ui.importing_table import Mend

# What a row tells of its changes before the line is full.
MOST_CHANGES = 3
_MASKED = 8
_MOST_SHOWN = 3
_MOST_LIKELY = 4


class _OfTwo(TypedDict, total=False):
    skip_label: str
    other_row: int
    other_label: str


class PlanWords:
    """One for each plan, made in a worker: examples and notes look at every row of the file."""

    def __init__(self, office: Office, plan: Plan) -> None:
        self.plan = plan
        self._office = office
        self.shown = _shown_columns(plan)
        self._digits = _digit_columns(office, plan)
        self._facts = _fact_columns(office, plan, self.shown)
        self._examples = {g.column.index: self._example(g) for g in plan.columns}
        self._warnings = self._all_warnings()
        values = plan.reading.table.values
        self._filled = {
            g.column.index: sum(cell not in (None, "") for cell in values(g.column.index))
            for g in plan.columns
        }
        self._wrong = Counter(found.meaning for found in plan.errors())
        self._longest = max(map(self.number, plan.numbers()), key=len, default="")

    def headings(self) -> list[str]:
        """Titles of the shown columns."""
        meanings = {m.name: m for m in self.plan.kind.meanings}
        guesses = [self.plan.columns[at] for at in self.shown]
        return [
            _(meanings[g.meaning].label) if g.meaning in meanings else g.column.name
            for g in guesses
        ]

    def widths(self) -> list[int]:
        """Pixels of the shown columns at full width: the name, the identifier, the rest."""
        return [220 if at == 0 else 138 if place in self._digits else 150
                for at, place in enumerate(self.shown)]  # fmt: skip

    def number(self, row: int) -> str:
        """The row as Excel counts it, behind its sheet where there are several."""
        sheet, line = self.plan.reading.table.place(row)
        return f"{sheet} · {line}" if sheet else str(line)

    def longest_number(self) -> str:
        """The widest of the row numbers."""
        return self._longest

    def view(self, snapshot: Snapshot, number: int) -> RowView:
        """A row in words."""
        row, state = snapshot.rows[number], snapshot.states[number]
        is_open = state in (RowState.ERROR, RowState.FIXED)
        cells = tuple(self._cell(row, at, is_open=is_open) for at in self.shown)
        can_tick = state in (RowState.NEW, RowState.CHANGED, RowState.FIXED, RowState.SKIPPED)
        return RowView(
            index=number,
            number=self.number(number),
            state=state,
            cells=cells,
            pieces=tuple(self._pieces(row, state)),
            ticked=state is not RowState.SKIPPED,
            can_tick=can_tick,
            whole=_all_changes(row) if state is RowState.CHANGED else "",
        )

    def _cell(self, row: PlanRow, at: int, *, is_open: bool) -> str:
        text = " ".join(row.cells[at].split())
        if at not in self._digits or is_open:
            return text
        # A person's number is shown in full only in the rows that are being mended.
        return _masked(text)

    def _pieces(self, row: PlanRow, state: RowState) -> list[Piece]:
        if state is RowState.SKIPPED:
            return [Piece(_("left out by hand"), "label")]
        if state is RowState.ERROR:
            wrong = [f for f in row.findings if f.severity == "error"]
            return [Piece(wrong[0].finding.message if wrong else _("not taken"), "bad")]
        if state is RowState.FIXED:
            return [Piece(_("mended here, the row will be imported"), "good")]
        if state is RowState.SAME:
            return [Piece(_("everything is as we have it"), "label")]
        pieces: list[Piece] = []
        if row.state is PlanState.NEW:
            facts = row.facts
            if facts is None:
                facts = tuple(" ".join(row.cells[at].split()) for at in self._facts)
            pieces.append(Piece(", ".join([_("new record"), *(fact for fact in facts if fact)])))
        for change in row.changes[:MOST_CHANGES]:
            pieces += _change(change)
        if len(row.changes) > MOST_CHANGES:
            pieces.append(
                Piece(_("and {n} more").format(n=len(row.changes) - MOST_CHANGES), "label")
            )
        warnings = [f for f in row.findings if f.severity != "error"]
        if warnings:
            # Before the changes: the end of a long line is cut.
            said = Piece(warnings[0].finding.message, "soon")
            pieces.insert(0 if row.changes else len(pieces), said)
        return pieces

    def mend(self, snapshot: Snapshot, number: int, table_column: int) -> Mend:
        """What opening a row shows: its first error, or the cell that was chosen."""
        row = snapshot.rows[number]
        wrong = [f for f in row.findings if f.severity == "error"]
        finding = wrong[0] if wrong and snapshot.states[number] is RowState.ERROR else None
        at = self._place(finding, table_column)
        guess = self.plan.columns[at]
        column = FIRST_CELL + self.shown.index(at) if at in self.shown else None
        suggestion = finding.finding.suggestion if finding is not None else None
        return Mend(
            row=number,
            field=str(guess.column.index),
            label=self._label(at),
            text=row.cells[at],
            column=column,
            is_wrong=finding is not None,
            message=finding.finding.message if finding is not None else _all_changes(row),
            suggestion=suggestion or "",
            suggestion_label=self._offer(finding, suggestion),
            find=self._refers(at),
            likely=self._likely(snapshot, number, at),
            agree_label=_agreement(finding),
            **self._of_two(finding),
        )

    def _of_two(self, finding: CellFinding | None) -> _OfTwo:
        """Where a row says what another says: either of the two can be left out."""
        if finding is None or not finding.same_as:
            return {}
        said = _("Keep this one, skip row {row}").format(row=self.number(finding.same_as))
        return {
            "skip_label": _("Same person: skip this row"),
            "other_row": finding.same_as,
            "other_label": said,
        }

    def _refers(self, at: int) -> str:
        meaning = self._meaning(at)
        return meaning.refers if meaning is not None else ""

    def _likely(self, snapshot: Snapshot, number: int, at: int) -> tuple[str, ...]:
        """Other codes of the column, most frequent first, those of the same group before all."""
        if not self._refers(at):
            return ()
        groups = [
            place
            for place, guess in enumerate(self.plan.columns)
            if (guess.meaning or "").endswith(".group")
        ]
        mine = [snapshot.rows[number].cells[place] for place in groups]
        found: Counter[str] = Counter()
        for row, other in snapshot.rows.items():
            if snapshot.states[row] is not RowState.ERROR and other.cells[at]:
                same = [other.cells[place] for place in groups] == mine
                found[other.cells[at]] += len(snapshot.rows) if same else 1
        return tuple(code for code, _times in found.most_common(_MOST_LIKELY))

    def _place(self, finding: CellFinding | None, table_column: int) -> int:
        """Which column of the plan is opened."""
        if finding is not None:
            for at, guess in enumerate(self.plan.columns):
                if finding.meaning and guess.meaning == finding.meaning:
                    return at
                if finding.column and guess.column.letter == finding.column:
                    return at
        chosen = table_column - FIRST_CELL
        return self.shown[chosen] if 0 <= chosen < len(self.shown) else self.shown[0]

    def _meaning(self, at: int) -> Meaning | None:
        wanted = self.plan.columns[at].meaning
        return next((m for m in self.plan.kind.meanings if m.name == wanted), None)

    def _label(self, at: int) -> str:
        guess, meaning = self.plan.columns[at], self._meaning(at)
        return _(meaning.label) if meaning is not None else guess.column.name

    @staticmethod
    def _offer(finding: CellFinding | None, suggestion: str | None) -> str:
        if finding is None or not suggestion:
            return ""
        if is_lost_zero(finding):
            return _("Put 0 first")
        return _("Take “{text}”").format(text=suggestion)

    def above(self, snapshot: Snapshot, order: Sequence[int], number: int, column: str) -> str:
        """The text of the same column in the row above."""
        at = list(order).index(number)
        if at == 0:
            return ""
        place = next(
            n for n, guess in enumerate(self.plan.columns) if str(guess.column.index) == column
        )
        return snapshot.rows[order[at - 1]].cells[place]

    def column_lines(self) -> list[ColumnLine]:
        """The columns of the file for step 2."""
        lines = []
        lost = not_recognised(self.plan.reading)
        for guess in self.plan.columns:
            if guess in lost:
                look, note = "soon", _("not recognised")
            elif guess.meaning is None:
                look, note = "", _("not imported")
            else:
                look, note = self._found(guess)
            lines.append(
                ColumnLine(
                    guess.column.index,
                    guess.column.name,
                    self._examples[guess.column.index],
                    guess.meaning or "",
                    look,
                    note,
                )
            )
        return lines

    def _found(self, guess: Guess) -> tuple[str, str]:
        """(look, words) of a column that is read: how many of its cells were understood."""
        filled, wrong = self._filled[guess.column.index], self._wrong[guess.meaning or ""]
        if not guess.exact:
            return "soon", _("by likeness, please check")
        if not filled:
            return "good", _("known heading")
        said = _("{n} of {all} read").format(n=max(0, filled - wrong), all=filled)
        return "soon" if wrong else "good", said

    def key_note(self) -> str:
        """By what a person is known again, empty where the file has no IIN."""
        iins = [m for m in self.plan.kind.meanings if m.name.rsplit(".", 1)[-1] == "iin"]
        mapped = {guess.meaning for guess in self.plan.columns}
        named = [_(meaning.label) for meaning in iins if meaning.name in mapped]
        return _("key: {field}").format(field=named[0]) if named else ""

    def _example(self, guess: Guess) -> str:
        """What the cells look like; personal numbers are masked here, too."""
        private = {self.plan.columns[at].column.index for at in self._digits}
        texts = self.plan.examples(guess)
        is_private = guess.column.index in private
        return ", ".join(_masked(t) if is_private else " ".join(t.split()) for t in texts)

    def assumptions(self) -> list[Assumption]:
        """What is taken for all rows, where it is one of a fixed set of words."""
        found = []
        for path, value in self.plan.reading.defaults.items():
            entity, _dot, name = path.partition(".")
            spec = self._office.entity(entity).spec(name)
            if isinstance(spec, Choice):
                options = tuple(spec.options())
                found.append(Assumption(path, spec.title(), str(value), options))
        return found

    def sheets(self) -> list[str]:
        """Names of the sheets that hold anything."""
        return [str(s.name) for s in self.plan.source.sheets if s.name is not None and s.rows]

    def known_headings(self) -> tuple[int, int]:
        """(headings that were recognised, all headings)."""
        columns = self.plan.columns
        return sum(1 for guess in columns if guess.meaning), len(columns)

    def notes(self) -> list[str]:
        """What holds for the whole file: assumptions, rows not read, warnings of the table."""
        said = _("{field}: “{value}” is taken for all rows, the file has no such column.")
        taken = [said.format(field=label, value=value) for label, value in self.plan.assumptions]
        return taken + self._warnings

    def _all_warnings(self) -> list[str]:
        cut = [self.plan.not_read] if self.plan.not_read else []
        found = of_table(self.plan.reading)
        return [*cut, *(f.finding.message for f in found), *next_steps(self.plan.findings())]


def _all_changes(row: PlanRow) -> str:
    """Old → new of every field, a line each."""
    said = _("{field}: {old} → {new}")
    shown = [(change.label, *change.shown()) for change in row.changes]
    return "\n".join(
        said.format(field=label, old=old or _("empty"), new=new or _("empty"))
        for label, old, new in shown
    )


def _agreement(finding: CellFinding | None) -> str:
    """What can be said of a row with the IIN of somebody of another name."""
    if finding is None or finding.code != OTHER_PERSON:
        return ""
    return _("Same person: take the new name")


def _masked(text: str) -> str:
    """An IIN with its last four digits alone; what is no person's number as it is."""
    clean = identifiers.check_bin_or_iin(text).value
    if clean is None or not identifiers.is_person(clean):
        return text
    return "•" * _MASKED + " " + clean[_MASKED:]


def example_of(table: Table, guess: Guess, most: int = 3) -> str:
    """What the cells of a column look like that nobody has read yet; personal numbers masked."""
    texts = (" ".join(text_of(cell).split()) for cell in table.values(guess.column.index))
    first = dict.fromkeys(text for text in texts if text)
    return ", ".join(_masked(text) for text in list(first)[:most])


def meanings_of(plan_meanings: Sequence[Meaning]) -> list[tuple[str, str]]:
    """(key, label) of everything a column of this kind of list may be."""
    return [(meaning.name, _(meaning.label)) for meaning in plan_meanings]


def _shown_columns(plan: Plan) -> list[int]:
    """Places of the columns shown beside the outcome: the name, the identifier, one more."""
    places = {guess.meaning: at for at, guess in enumerate(plan.columns) if guess.meaning}
    wanted = [m.name for m in plan.kind.meanings if m.name != ROW_NUMBER and m.name in places]
    first = [name for name in wanted if name.rsplit(".", 1)[-1].startswith("name")]
    second = [name for name in wanted if name.rsplit(".", 1)[-1] in ("bin", "iin")]
    third = [name for name in wanted if "number" in name.rsplit(".", 1)[-1]]
    order = list(dict.fromkeys([*first[:1], *second[:1], *third[:1], *wanted]))
    return [places[name] for name in order[:_MOST_SHOWN]] or [0]


def _digit_columns(office: Office, plan: Plan) -> set[int]:
    """Places of the columns that hold identifiers."""
    found = set()
    for at, guess in enumerate(plan.columns):
        entity, _dot, name = (guess.meaning or "").partition(".")
        known: Entity | None = next((e for e in office.entities() if e.name == entity), None)
        if known is not None and name in known.fields and isinstance(known.fields[name], Digits):
            found.add(at)
    return found


def _fact_columns(office: Office, plan: Plan, shown: Sequence[int]) -> list[int]:
    """Places of what is worth telling of a new record: its kind and its end."""
    entity = plan.kind.name.removesuffix("s")
    known = {e.name: e for e in office.entities()}
    found = []
    for at, guess in enumerate(plan.columns):
        owner, _dot, name = (guess.meaning or "").partition(".")
        spec = known[entity].fields.get(name) if owner == entity and entity in known else None
        if at not in shown and isinstance(spec, Choice | Date):
            found.append(at)
    return [*found[:1], *found[-1:]] if len(found) > 1 else found


def _change(change: FieldChange) -> list[Piece]:
    old, new = change.shown()
    label = _("{field}:").format(field=change.label)
    return [
        Piece(label, "label"),
        Piece(old or _("empty"), "old"),
        Piece(new or _("empty"), "new"),
    ]
