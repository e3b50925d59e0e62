"""The plan of an import as the wizard shows it: rows in words, bars, counts. No widgets.

Everything that reads or changes the plan runs in a worker and gives back plain values (Snapshot),
so that the screen never looks into a plan that is being changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cluster_desktop.entity import Entity
from cluster_desktop.excel import writer
from cluster_desktop.excel.cells import LEADING_ZERO
from cluster_desktop.excel.forms import f4, layout
from cluster_desktop.excel.importing import Plan, PlanRow, open_plan
from cluster_desktop.excel.matching import FieldChange
from cluster_desktop.excel.matching import RowState as PlanState
from cluster_desktop.excel.reading import ROW_NUMBER, CellFinding, Meaning
from cluster_desktop.fields import Digits
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.rules import identifiers
from cluster_desktop.services.office import Office
from cluster_desktop.ui.importing_bars import GroupMend, UnknownName
from cluster_desktop.ui.importing_columns import ColumnLine
from cluster_desktop.ui.importing_rows import FIRST_CELL, Piece, RowState, RowView
from cluster_desktop.ui.importing_table import Mend

# What a row tells of its changes before the line is full.
MOST_CHANGES = 3
_MASKED = 8
_MOST_SHOWN = 3


@dataclass(frozen=True)
class Snapshot:
    """What the screen needs of a plan at one moment."""

    rows: Mapping[int, PlanRow]
    states: Mapping[int, RowState]
    mend: GroupMend | None
    unknown: UnknownName | None

    def count(self, *states: RowState) -> int:
        return sum(1 for state in self.states.values() if state in states)

    @property
    def taken(self) -> int:
        """Rows that an import would look at: all but errors and those left out."""
        return len(self.states) - self.count(RowState.ERROR, RowState.SKIPPED)


@dataclass
class Opening:
    """How a file is opened: what was chosen and answered so far."""

    path: Path
    kind: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    columns: dict[str, str | None] = field(default_factory=dict)

    def answered(self, question: str, answer: str) -> None:
        """Keep the answer to a question about sheet, kind or encoding."""
        setattr(self, question, answer)


class CheckedPlan:
    """A plan and what was mended in it here. All methods but the views run in a worker."""

    def __init__(self, office: Office, plan: Plan) -> None:
        self.plan = plan
        self._office = office
        self._mended: set[int] = set()
        # An identifier is repaired only after the user agrees for the whole group (ux, import).
        if any(group.repaired and group.code == LEADING_ZERO for group in plan.groups()):
            plan.refuse_repair(LEADING_ZERO)
        self._wrong = set(plan.numbers(PlanState.ERROR))
        self.shown = _shown_columns(plan)
        self._digits = _digit_columns(office, plan)

    @classmethod
    def open(
        cls, office: Office, opening: Opening, progress: Callable[[int, int], None]
    ) -> CheckedPlan:
        """Read and check the file. Raises Refusal, TooBig, NeedsAnswer, Cancelled."""
        plan = open_plan(
            office,
            opening.path,
            kind=opening.kind,
            sheet=opening.sheet,
            encoding=opening.encoding,
            columns=opening.columns or None,
            progress=progress,
        )
        return cls(office, plan)

    # ---- in the worker ----

    def snapshot(self, before: Snapshot | None = None, touched: Iterable[int] = ()) -> Snapshot:
        """The plan now; rows not in `touched` are taken from the snapshot before."""
        plan = self.plan
        numbers = plan.numbers()
        if before is None:
            rows = {number: plan.row(number) for number in numbers}
        else:
            rows = dict(before.rows)
            rows.update({number: plan.row(number) for number in touched})
        states = {number: self._state(plan.state(number), number) for number in numbers}
        return Snapshot(rows, states, self._group(), self._unknown())

    def _state(self, state: PlanState, number: int) -> RowState:
        if number in self._mended and state in (PlanState.NEW, PlanState.CHANGED, PlanState.SAME):
            return RowState.FIXED
        return RowState(state.value)

    def _note_mended(self, touched: Iterable[int]) -> set[int]:
        """Rows that had an error and have none any more were mended here."""
        found = set(touched)
        for number in found:
            is_wrong = self.plan.state(number) is PlanState.ERROR
            if number in self._wrong and not is_wrong:
                self._mended.add(number)
            elif is_wrong:
                self._wrong.add(number)
                self._mended.discard(number)
        return found

    def fix(self, row: int, column: int, text: str) -> set[int]:
        """Another text in a cell; the rows that may mean something else now."""
        self.plan.skip(row, False)
        return self._note_mended(self.plan.edit(row, column, text))

    def skip(self, rows: Iterable[int], *, skipped: bool) -> set[int]:
        for row in rows:
            self.plan.skip(row, skipped)
        return set(rows)

    def take_group(self, mend: GroupMend) -> set[int]:
        """The suggested text into every cell of the group."""
        return self._note_mended(self.plan.take_suggestions(mend.key))

    def apply_name(self, unknown: UnknownName, answer: str, *, keep: bool) -> set[int]:
        """What an unknown word means, in all its rows."""
        touched = self.plan.map_word(unknown.key, unknown.name, answer, keep=keep)
        return self._note_mended(touched)

    def _group(self) -> GroupMend | None:
        """The repair that fits most rows; lost zeros come first."""
        groups = [g for g in self.plan.groups() if not g.repaired and g.has_suggestions]
        groups.sort(key=lambda group: (group.code != LEADING_ZERO, -len(group.findings)))
        if not groups:
            return None
        group = groups[0]
        rows = tuple(dict.fromkeys(f.row for f in group.findings if f.finding.suggestion))
        n = len(rows)
        if group.code == LEADING_ZERO:
            said = ngettext(
                "{n} number has lost its zero at the beginning; with it the check digit fits.",
                "{n} numbers have lost their zero at the beginning; with it the check digits fit.",
                n,
            )
            verb = ngettext("Put 0 first in {n} row", "Put 0 first in {n} rows", n)
        else:
            said = ngettext(
                "{n} row can be mended alike: {message}",
                "{n} rows can be mended alike: {message}",
                n,
            )
            verb = ngettext("Mend {n} row", "Mend {n} rows", n)
        sentence = said.format(n=n, message=group.message)
        return GroupMend(group.code, sentence, verb.format(n=n), rows)

    def _unknown(self) -> UnknownName | None:
        words = [word for word in self.plan.unknown_words() if word.choices]
        if not words:
            return None
        first = words[0]
        return UnknownName(first.meaning, first.text, first.rows, first.choices)

    # ---- words for the screen; from snapshots only ----

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

    def view(self, snapshot: Snapshot, number: int) -> RowView:
        """A row in words."""
        row, state = snapshot.rows[number], snapshot.states[number]
        is_open = state in (RowState.ERROR, RowState.FIXED)
        cells = tuple(self._cell(row, at, is_open=is_open) for at in self.shown)
        can_tick = state in (RowState.NEW, RowState.CHANGED, RowState.FIXED, RowState.SKIPPED)
        return RowView(
            index=number,
            number=str(number),
            state=state,
            cells=cells,
            pieces=tuple(self._pieces(row, state)),
            ticked=state is not RowState.SKIPPED,
            can_tick=can_tick,
        )

    def _cell(self, row: PlanRow, at: int, *, is_open: bool) -> str:
        text = " ".join(row.cells[at].split())
        if at not in self._digits or is_open:
            return text
        # A person's number is shown in full only in the rows that are being mended.
        clean = identifiers.check_bin_or_iin(text).value
        if clean is None or not identifiers.is_person(clean):
            return text
        return "•" * _MASKED + " " + clean[_MASKED:]

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
            pieces.append(Piece(_("new record")))
        for change in row.changes[:MOST_CHANGES]:
            pieces += _change(change)
        if len(row.changes) > MOST_CHANGES:
            pieces.append(
                Piece(_("and {n} more").format(n=len(row.changes) - MOST_CHANGES), "label")
            )
        warnings = [f for f in row.findings if f.severity != "error"]
        if warnings and not row.changes:
            pieces.append(Piece(warnings[0].finding.message, "soon"))
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
            suggestion=suggestion or "",
            suggestion_label=self._offer(finding, suggestion),
        )

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

    def _label(self, at: int) -> str:
        guess = self.plan.columns[at]
        meaning = next((m for m in self.plan.kind.meanings if m.name == guess.meaning), None)
        return _(meaning.label) if meaning is not None else guess.column.name

    @staticmethod
    def _offer(finding: CellFinding | None, suggestion: str | None) -> str:
        if finding is None or not suggestion:
            return ""
        if finding.code == LEADING_ZERO:
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
        for guess in self.plan.columns:
            if guess.meaning is None:
                look, note = "", _("not imported")
            elif guess.exact:
                look, note = "good", _("known heading")
            else:
                look, note = "soon", _("by likeness, please check")
            lines.append(
                ColumnLine(
                    guess.column.index,
                    guess.column.name,
                    self._examples(guess.column.index, self.plan.examples(guess)),
                    guess.meaning or "",
                    look,
                    note,
                )
            )
        return lines

    def _examples(self, index: int, texts: Sequence[str]) -> str:
        """What the cells look like; personal numbers are masked here, too."""
        private = {self.plan.columns[at].column.index for at in self._digits}
        if index in private:
            return ", ".join(identifiers.mask(text) for text in texts)
        return ", ".join(" ".join(text.split()) for text in texts)

    def known_headings(self) -> tuple[int, int]:
        """(headings that were recognised, all headings)."""
        columns = self.plan.columns
        return sum(1 for guess in columns if guess.meaning), len(columns)

    def notes(self) -> list[str]:
        """What holds for the whole file: assumptions, rows not read, warnings of the table."""
        said = [
            _("{field}: “{value}” is taken for all rows, the file has no such column.").format(
                field=label, value=value
            )
            for label, value in self.plan.assumptions
        ]
        if self.plan.not_read:
            said.append(self.plan.not_read)
        said += [f.finding.message for f in self.plan.kind.warn(self.plan.reading)]
        return said


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


def _change(change: FieldChange) -> list[Piece]:
    old, new = change.shown()
    label = _("{field}:").format(field=change.label)
    return [
        Piece(label, "label"),
        Piece(old or _("empty"), "old"),
        Piece(new or _("empty"), "new"),
    ]


def write_template(office: Office, path: Path) -> None:
    """An empty register (form F4) to fill in. Raises Trouble."""
    today = office.today()
    heading = f4.heading(office, today)
    writer.write(
        path,
        layout.sheets_of(f4.FORM, heading, [], "both"),
        made_on=today,
        about=layout.facts_of(f4.FORM, heading, "both"),
    )


def protocol(plan: Plan, counts: Sequence[tuple[int, str]], action: int | None) -> str:
    """What was imported and what was not, as a text to keep."""
    lines = [
        _("Import protocol"),
        _("File: {file}").format(file=plan.source.path.name),
        _("Sheet: {sheet}").format(sheet=plan.sheet or "–"),
        _("List: {kind}").format(kind=_(plan.kind.label)),
        _("Action in the journal: {number}").format(number=action if action is not None else "–"),
        "",
        *[f"{number}  {words}" for number, words in counts],
        "",
    ]
    for found in plan.findings():
        value = found.value
        if identifiers.check_bin_or_iin(value).value is not None:
            value = identifiers.mask(value)
        lines.append(
            _("Row {row}, cell {cell}: {message} (“{value}”)").format(
                row=found.row, cell=found.cell or "–", message=found.finding.message, value=value
            )
        )
    return "\n".join(lines) + "\n"
