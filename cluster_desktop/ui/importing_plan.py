"""The plan of an import as the wizard shows it: rows in words, bars, counts. No widgets.

Everything that reads or changes the plan runs in a worker and gives back plain values (Snapshot),
so that the screen never looks into a plan that is being changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cluster_desktop.errors import NeedsAnswer
from cluster_desktop.excel.cells import LEADING_ZERO
from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.matching import RowState as PlanState
from cluster_desktop.excel.plan_words import Group, PlanRow
from cluster_desktop.excel.reader import Source
from cluster_desktop.excel.reader import read as source_of
from cluster_desktop.excel.reading import CellFinding
from cluster_desktop.excel.register_list import REGISTERS
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services.office import Office
from cluster_desktop.ui.importing_bars import GroupMend, UnknownName
from cluster_desktop.ui.importing_rows import RowState

# What a row tells of its changes before the line is full.
MOST_CHANGES = 3
_MASKED = 8
_MOST_SHOWN = 3


@dataclass(frozen=True)
class Snapshot:
    """What the screen needs of a plan at one moment."""

    rows: Mapping[int, PlanRow]
    states: Mapping[int, RowState]
    mends: tuple[GroupMend, ...]
    unknown: tuple[UnknownName, ...]
    # Counted where the snapshot is made, in a worker: the window asks for them again and again.
    counts: Counter[RowState] = field(init=False, compare=False)
    wrong: tuple[int, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        wrong = tuple(row for row, state in self.states.items() if state is RowState.ERROR)
        object.__setattr__(self, "counts", Counter(self.states.values()))
        object.__setattr__(self, "wrong", wrong)

    def count(self, *states: RowState) -> int:
        return sum(self.counts[state] for state in states)

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
    # First and last row of the headings (from 1), where somebody showed them on the sheet.
    headings: tuple[int, int] | None = None
    # Empty cells clear what we have.
    clears: bool = False
    # What was read of the file before; read anew for another encoding.
    source: Source | None = None
    # What the list is taken for where it is not recognised: the page it was opened from.
    preset: str | None = None

    def answered(self, question: str, answer: str) -> None:
        """Keep the answer to a question about sheet, kind or encoding; empty for any."""
        setattr(self, question, answer or None)
        if question == "encoding":
            self.source = None
        if question == "sheet":
            self.headings = None

    def show_headings(self, sheet: str | None, first: int, last: int) -> None:
        """The headings stand in these rows; (0, 0): they are found by the program again."""
        self.columns.clear()
        self.headings = (first, last) if first else None
        self.sheet = sheet


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

    @classmethod
    def open(
        cls, office: Office, opening: Opening, progress: Callable[[int, int], None]
    ) -> list[CheckedPlan]:
        """Read and check the tables of the file that go in together, mostly one.

        Raises Refusal, TooBig, NeedsAnswer, Cancelled."""

        def read(kind: str | None) -> Plan:
            return open_plan(
                office,
                opening.path,
                kind=kind,
                sheet=opening.sheet,
                encoding=opening.encoding,
                columns=opening.columns or None,
                headings=opening.headings,
                source=opening.source,
                progress=progress,
            )

        if opening.source is None:
            # Kept even where nothing is recognised in it: the sheet is shown then.
            opening.source = source_of(opening.path, encoding=opening.encoding, progress=progress)

        try:
            plan = read(opening.kind)
        except NeedsAnswer as why:
            if why.question != "kind" or opening.preset not in (*why.choices, *REGISTERS):
                raise
            plan = read(opening.preset)
        found = [cls(office, part) for part in plan.parts]
        if opening.clears:
            for part in plan.parts:
                part.clear_blanks(True)
        return found

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
        return Snapshot(rows, states, self._group_mends(), self._unknown())

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

    def agree(self, row: int) -> set[int]:
        """The row means the person who has its IIN; the rows that may mean something else now."""
        return self._note_mended(self.plan.agree(row))

    def suppose(self, path: str, value: str) -> set[int]:
        """Another value for what the file has no column of; every row may mean something else."""
        self.plan.suppose(path, value)
        return self._note_mended(self.plan.numbers())

    def clear_blanks(self, *, clears: bool) -> set[int]:
        """Empty cells clear what we have, or change nothing, in all tables of the file; the rows
        of this one that mean something else now."""
        touched = {part: part.clear_blanks(clears) for part in self.plan.parts}
        return self._note_mended(touched[self.plan])

    def skip(self, rows: Iterable[int], *, skipped: bool) -> set[int]:
        wanted = set(rows)
        return self._note_mended(wanted | self.plan.skip_many(wanted, skipped))

    def take_group(self, mend: GroupMend) -> set[int]:
        """The suggested text into every cell of the group."""
        return self._note_mended(self.plan.take_suggestions(mend.key))

    def apply_name(self, unknown: UnknownName, answer: str, *, keep: bool) -> set[int]:
        """What an unknown word means, in all its rows."""
        touched = self.plan.map_word(unknown.key, unknown.name, answer, keep=keep)
        return self._note_mended(touched)

    def _group_mends(self) -> tuple[GroupMend, ...]:
        """Repairs that fit several rows: lost zeros first, then what fits most."""
        groups = [g for g in self.plan.groups() if not g.repaired and g.has_suggestions]
        groups.sort(key=lambda group: (not is_lost_zero(group.findings[0]), -len(group.findings)))
        return tuple(map(_group_mend, groups))

    def _unknown(self) -> tuple[UnknownName, ...]:
        return tuple(
            UnknownName(word.meaning, word.text, word.rows, word.choices)
            for word in self.plan.unknown_words()
            if word.choices
        )


def _group_mend(group: Group) -> GroupMend:
    """The sentence and the verb of a repair."""
    rows = tuple(dict.fromkeys(f.row for f in group.findings if f.finding.suggestion))
    n = len(rows)
    if is_lost_zero(group.findings[0]):
        said = ngettext(
            "{n} number has lost its zero at the beginning; with it the check digit fits.",
            "{n} numbers have lost their zero at the beginning; with it the check digits fit.",
            n,
        )
        verb = ngettext("Put 0 first in {n} row", "Put 0 first in {n} rows", n)
    else:
        said = _("{message} “{wanted}” will be written.")
        if n > 1:
            said = ngettext(
                "{n} row with such a mistake: {message} “{wanted}” will be written here, and "
                "the like in the others.",
                "{n} rows with such a mistake: {message} “{wanted}” will be written here, and "
                "the like in the others.",
                n,
            )
        verb = ngettext("Mend {n} row", "Mend {n} rows", n)
    first = next(f for f in group.findings if f.finding.suggestion)
    wanted = first.finding.suggestion
    sentence = said.format(n=n, message=first.finding.message, wanted=wanted)
    return GroupMend(group.code, sentence, verb.format(n=n), rows)


def is_lost_zero(found: CellFinding) -> bool:
    """The suggestion is the typed number with the zeros Excel has dropped."""
    wanted = found.finding.suggestion or ""
    typed = found.value.strip()
    return wanted != typed and wanted.startswith("0") and wanted.lstrip("0") == typed.lstrip("0")
