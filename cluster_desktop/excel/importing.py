"""Import of a file: plan → check → apply. Nothing is written before `Plan.apply`, then all at once.

`open_plan` reads and recognises; the plan says of every row what will happen and why; cells are
edited in place and only what they touch is looked at again. Qt-free; one plan, one thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Bug
from cluster_desktop.excel.agreement_matching import AgreementMatcher, PartnerMatcher
from cluster_desktop.excel.cells import Around, text_of
from cluster_desktop.excel.clearing import cleared
from cluster_desktop.excel.graduate_matching import GraduateMatcher
from cluster_desktop.excel.headings import Guess, heading_key
from cluster_desktop.excel.kinds import KINDS, Wishes, read_sources
from cluster_desktop.excel.known import speciality_names
from cluster_desktop.excel.kpi_matching import KpiMatcher
from cluster_desktop.excel.matching import (
    Fate,
    Matcher,
    RowState,
    Together,
    each_once,
    many_objects,
)
from cluster_desktop.excel.mentor_matching import MentorMatcher
from cluster_desktop.excel.needs_matching import NeedsMatcher
from cluster_desktop.excel.placement_matching import PlacementMatcher
from cluster_desktop.excel.plan_matching import PlanMatcher
from cluster_desktop.excel.plan_words import Group, PlanRow, UnknownWord
from cluster_desktop.excel.practice_matching import SlotMatcher
from cluster_desktop.excel.reader import Progress, Source, read
from cluster_desktop.excel.reading import CellFinding, ImportKind, Reading
from cluster_desktop.excel.register_matching import RegisterMatcher
from cluster_desktop.excel.remembered import recall, remember, signature_of
from cluster_desktop.excel.sender import sender_of
from cluster_desktop.excel.student_matching import StudentMatcher
from cluster_desktop.excel.unknown_names import NAME, UnknownNames
from cluster_desktop.excel.unread import of_table
from cluster_desktop.fields import Choice, Field
from cluster_desktop.i18n import N_, _, fold
from cluster_desktop.query import Changes, Operation
from cluster_desktop.services.office import Office

MATCHERS: Mapping[str, Callable[[Office, Together], Matcher]] = {
    "agreements": lambda office, _together: AgreementMatcher(office),
    "partners": lambda office, _together: PartnerMatcher(office),
    "students": StudentMatcher,
    "mentors": MentorMatcher,
    "graduates": GraduateMatcher,
    "practice_slots": SlotMatcher,
    "placements": PlacementMatcher,
    "needs": NeedsMatcher,
    "kpi": KpiMatcher,
    "plan": PlanMatcher,
}
SOURCE = "import"


def open_plan(
    office: Office,
    path: Path,
    *,
    kind: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    headings: tuple[int, int] | None = None,
    source: Source | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Read the file and work out what it would do. Raises Refusal, TooBig, NeedsAnswer, Cancelled.

    `source` is what was read of the file before; `headings` the first and last row of the
    headings where somebody showed them. `columns` are answers {heading: meaning or None}, kept
    for files of the same form. Where tables of several kinds go in together the first one's plan
    is given: its `parts` are all of them.
    """
    source = source or read(Path(path), encoding=encoding, progress=progress)
    memory = recall(office, (*KINDS, *([kind] if kind else ())))
    wishes = Wishes(
        kind=kind,
        sheet=sheet,
        columns=columns,
        headings=headings,
        memory=memory,
    )
    codes, names = speciality_names(office)
    around = Around(office.today(), specialities=codes or None, speciality_names=names)
    with many_objects():
        readings = read_sources(source, office.today(), wishes, around=around, progress=progress)
        together = Together()
        together.told["source", "file"] = source.path.name
        plans = [
            Plan(office, source, reading, answered=columns or {}, together=together)
            for reading in readings
        ]
    for plan in plans:
        plan.parts = tuple(plans)
        # The job that could be cancelled is over; later edits are somebody else's.
        plan.reading.tick = lambda: None
    return plans[0]


class Plan:
    """What an import of one table will do, row by row, until it is applied.

    `parts` are the plans of all tables of the file that go in together, this one among them.
    """

    def __init__(
        self,
        office: Office,
        source: Source,
        reading: Reading,
        *,
        answered: Mapping[str, str | None] | None = None,
        together: Together | None = None,
    ) -> None:
        self._office = office
        self._together = together or Together()
        self.parts: tuple[Plan, ...] = (self,)
        self.source = source
        self.reading = reading
        self._answered = dict(answered or {})
        self._new_words: dict[tuple[str, str], str] = {}
        self._skipped: set[int] = set()
        # As the kind sees them, and as they are with empty cells that clear.
        self._plain: dict[int, Fate] = {}
        self._fates: dict[int, Fate] = {}
        self._clears = False
        self._names = UnknownNames(office)
        self.written: Counter[str] | None = None
        self._name_as_answered()
        self._look()

    # What there is

    @property
    def kind(self) -> ImportKind:
        return self.reading.kind

    @property
    def today(self) -> date:
        return self.reading.around.today

    @property
    def sheet(self) -> str | None:
        """The sheet of the table; the first one where it is joined of several."""
        return self.reading.table.sheet.name

    @property
    def sheets(self) -> list[str]:
        """All sheets the table is joined of; none where the file has no sheets."""
        return [part.name for part in self.reading.table.parts if part.name is not None]

    @property
    def header_row(self) -> int:
        return self.reading.table.header_row

    @property
    def columns(self) -> Sequence[Guess]:
        """Every column of the file and what it means."""
        return self.reading.guesses

    def examples(self, guess: Guess, most: int = 3) -> list[str]:
        """The first different texts of a column."""
        texts = (text_of(cell) for cell in self.reading.table.values(guess.column.index))
        return list(dict.fromkeys(text for text in texts if text))[:most]

    @property
    def assumptions(self) -> list[tuple[str, str]]:
        """(field, value) taken for all rows because the file has no such column, as people read."""
        shown = []
        for path, value in self.reading.defaults.items():
            spec = self._spec(path)
            shown.append((spec.title(), spec.format(value)))
        return shown

    @property
    def not_read(self) -> str | None:
        """A sentence where rows far below were not read, None where all were."""
        cut = self.reading.table.sheet.cut
        said = _("Below row {row} nothing was read: 1,000 empty rows come before it.")
        return said.format(row=cut) if cut else None

    def counts(self) -> Counter[str]:
        """Number of rows by state, and "all"."""
        found = Counter(str(self.state(row)) for row in self._fates)
        found["all"] = len(self._fates)
        return found

    def total(self) -> Counter[str]:
        """The counts of all tables of the file; as they were written, once they are."""
        return sum((part.written or part.counts() for part in self.parts), Counter[str]())

    def count(self, state: str) -> int:
        """Number of rows in one state, or of "all"."""
        return self.counts()[state]

    def numbers(self, *states: RowState) -> list[int]:
        """Row numbers in the order of the sheet, of all states or the named ones."""
        rows = self.reading.records
        return [row for row in rows if not states or self.state(row) in states]

    def state(self, row: int) -> RowState:
        return RowState.SKIPPED if row in self._skipped else self._fates[row].state

    def row(self, row: int) -> PlanRow:
        """One row with its cells, what is wrong and what would change."""
        cells = tuple(text_of(self.reading.cell(row, guess.column.index)) for guess in self.columns)
        fate = self._fates[row]
        facts = self.kind.describe and self.kind.describe(self.reading.records[row])
        findings = tuple(self._findings(row))
        return PlanRow(row, self.state(row), cells, findings, fate.changes, facts)

    def _findings(self, row: int) -> list[CellFinding]:
        return [*self.reading.records[row].findings, *self._fates[row].findings]

    def findings(self) -> list[CellFinding]:
        """Every finding of every row, then those of the table."""
        rows = [each for row in self.reading.records for each in self._findings(row)]
        return rows + of_table(self.reading)

    def errors(self) -> list[CellFinding]:
        """Every reason why a row is not taken."""
        return [each for each in self.findings() if each.severity == "error"]

    # Mending

    def edit(self, row: int, column: int | str, text: str) -> set[int]:
        """Type another text into a cell; the rows that may mean something else now.

        `column` is an index, a column letter's heading name, or a meaning.
        """
        self.reading.edited[row, self._index(column)] = text.strip()
        # What was said of the row was said of what stood there.
        self.reading.agreed.discard(row)
        return self._look_again([row])

    def _index(self, column: int | str) -> int:
        if isinstance(column, int):
            return column
        if column in self.reading.columns:
            return self.reading.columns[column]
        for guess in self.columns:
            if column in (guess.column.name, guess.column.letter):
                return guess.column.index
        raise Bug(f"no column {column!r} in the plan")

    def agree(self, row: int) -> set[int]:
        """Say that the row means the person who has its IIN; the rows that mean something else."""
        self.reading.agreed.add(row)
        return self._look_again([row])

    def skip(self, row: int, skipped: bool = True) -> set[int]:
        """Leave a row out, or take it again. A changed row that is unticked is left out, too."""
        return self.skip_many([row], skipped)

    def skip_many(self, rows: Iterable[int], skipped: bool = True) -> set[int]:
        """Leave rows out, or take them again; the rows that may mean something else now."""
        turned = {row for row in rows if (row in self._skipped) is not skipped}
        self._skipped ^= turned
        self.reading.left_out ^= turned
        if not turned or not self.kind.heeds_skips:
            return turned | self._take(())
        touched = self.reading.settle_again(turned)
        return touched | self._take(touched)

    def groups(self) -> list[Group]:
        """Findings that can be answered together: repairs, and errors with a suggestion."""
        found: dict[str, list[CellFinding]] = {}
        for each in self.findings():
            if each.severity == "repaired" or (
                each.severity == "error" and each.finding.suggestion is not None
            ):
                found.setdefault(each.code, []).append(each)
        return [
            Group(code, each[0].finding.message, tuple(each), each[0].severity == "repaired")
            for code, each in found.items()
        ]

    def refuse_repair(self, code: str, refused: bool = True) -> None:
        """Do not mend this by the program: the cells become errors with a suggestion."""
        around = self.reading.around
        around.unwanted = (around.unwanted | {code}) if refused else (around.unwanted - {code})
        self._read_all_again()

    def take_suggestions(self, code: str) -> set[int]:
        """Type the suggestion into every cell with that error."""
        touched = set()
        for group in self.groups():
            if group.code != code or group.repaired:
                continue
            for each in group.findings:
                if each.finding.suggestion is not None and each.meaning in self.reading.columns:
                    place = each.row, self.reading.columns[each.meaning]
                    self.reading.edited[place] = each.finding.suggestion
                    touched.add(each.row)
        return self._look_again(sorted(touched))

    def unknown_words(self) -> list[UnknownWord]:
        """Words that are not known, most frequent first."""
        rows: dict[tuple[str, str], list[int]] = {}
        for each in self.findings():
            if each.code == "unknown_value":
                rows.setdefault((each.meaning, each.value), []).append(each.row)
        found = [
            UnknownWord(meaning, text, tuple(places), self._choices(meaning))
            for (meaning, text), places in rows.items()
        ]
        found += self._names.words(self.reading, self._plain)
        return sorted(found, key=lambda word: -len(word.rows))

    def _choices(self, path: str) -> tuple[tuple[str, str], ...]:
        spec = self._spec(path)
        return tuple(spec.options()) if isinstance(spec, Choice) else ()

    def _spec(self, path: str) -> Field:
        entity, _dot, name = path.partition(".")
        return self._office.entity(entity).spec(name)

    def map_word(self, meaning: str, text: str, value: str, *, keep: bool = True) -> set[int]:
        """Say what an unknown word means, in all its rows; `keep` remembers it for later files."""
        if meaning == NAME:
            return self._map_name(text, value, keep=keep)
        if value not in dict(self._choices(meaning)):
            raise Bug(f"{value!r} is no value of {meaning}")
        pair = (meaning, fold(text))
        self.reading.around.words = {**self.reading.around.words, pair: value}
        if keep:
            self._new_words[pair] = value
        rows = [
            row for row in self.reading.records if fold(self.reading.typed(row, meaning)) == pair[1]
        ]
        return self._look_again(rows)

    def _map_name(self, text: str, answer: str, *, keep: bool) -> set[int]:
        """The partner that a name means, in all its rows; none where it is a new one."""
        self._names.settle(text)
        name = self._names.name_of(answer)
        if name is None:
            return set()
        if keep:
            self._new_words[NAME, fold(text)] = answer
        rows = [row for row in self.reading.records if self.reading.typed(row, NAME) == text]
        for row in rows:
            self.reading.edited[row, self.reading.columns[NAME]] = name
        return self._look_again(rows)

    def _name_as_answered(self) -> None:
        """Names that were explained in an earlier file are those of the partners meant."""
        found = dict(self._names.remembered(self.reading, self.reading.around.words))
        for row, name in found.items():
            self.reading.edited[row, self.reading.columns[NAME]] = name
        if found:
            self.reading.read_again(found)

    def suppose(self, path: str, value: object) -> None:
        """Another value for what the file has no column of."""
        if path not in self.reading.defaults:
            raise Bug(f"{path} has a column or is not assumed")
        self.reading.defaults[path] = value
        self._read_all_again()

    def _read_all_again(self) -> None:
        self.reading.read_all()
        self._look()
        self._tell_later_parts()

    def _look_again(self, rows: Sequence[int]) -> set[int]:
        touched = self.reading.read_again(rows)
        self._matcher.load(self.reading, [self.reading.records[row] for row in touched])
        touched |= self._take(touched)
        self._tell_later_parts()
        return touched

    def _tell_later_parts(self) -> None:
        """What this table makes may be what the next ones refer to."""
        for part in self.parts[self.parts.index(self) + 1 :]:
            part._look()

    def _look(self) -> None:
        """Compare all rows with the records as they are now."""
        self._seen_action = self._last_action()
        self._matcher = self._made_matcher()
        self._matcher.load(self.reading, self.reading.records.values())
        self._plain = {}
        self._take(self.reading.records)

    def _take(self, rows: Collection[int]) -> set[int]:
        """Look at the fates of these rows; the rows that have another one through them."""
        if rows:
            self._plain.update(self._matcher.fates(self.reading, rows))
        if not self._clears:
            self._fates = self._plain
            return set()
        taken = {row: fate for row, fate in self._plain.items() if row not in self._skipped}
        before = self._fates
        self._fates = {**self._plain, **cleared(self._office, self.reading, taken)}
        return {row for row, fate in self._fates.items() if before.get(row) != fate}

    def clear_blanks(self, clears: bool) -> set[int]:
        """Let empty cells of the file clear what we have, or leave it; the rows this changes."""
        self._clears = clears
        before = self._fates
        self._take(())
        return {row for row, fate in self._fates.items() if before.get(row) != fate}

    @property
    def clears_blanks(self) -> bool:
        return self._clears

    def _made_matcher(self) -> Matcher:
        if self.kind.name in MATCHERS:
            return MATCHERS[self.kind.name](self._office, self._together)
        return RegisterMatcher(self._office, self._together, self.kind.name)

    def _last_action(self) -> int | None:
        journal = self._office.journal(limit=1)
        return journal[0].id if journal else None

    # Writing

    def apply(self, office: Office, progress: Progress | None = None) -> Changes:
        """Write all rows that are new or changed, of all parts, as one action.

        Applied again it does nothing. Raises Cancelled from progress, Trouble where the disk
        failed; then nothing was written.
        """
        if self._last_action() != self._seen_action:
            # Somebody wrote meanwhile, perhaps we ourselves: see what is still to be done.
            for part in self.parts:
                part._look()
        counted = [part.counts() for part in self.parts]
        operations = each_once(each for part in self.parts for each in part._operations())
        changes = Changes()
        if operations:
            title = Said(N_("Import: {file}"), {"file": self.source.path.name})
            with many_objects():
                changes = office.apply(title, SOURCE, operations, progress=progress)
        for part, counts in zip(self.parts, counted, strict=True):
            if part.written is None:
                part.written = counts
        return changes

    def _operations(self) -> list[Operation]:
        taken = self.numbers(RowState.NEW, RowState.CHANGED)
        return self._matcher.operations([self._fates[row] for row in taken]) + self._answers()

    def release(self) -> None:
        """Give the memory back piece by piece; the plan is dead afterwards.

        Dropping a plan of 20,000 rows at once would stop the window for a tenth of a second.
        """
        for part in self.parts:
            for held in (part._fates, part._plain, part.reading.records, part.reading.groups):
                while held:
                    held.popitem()

    def _answers(self) -> list[Operation]:
        """The user's answers about columns and words are kept in the same action."""
        by_name = {guess.column.name: guess.column for guess in self.columns}
        columns = {
            heading_key(by_name[name].raw): meaning or ""
            for name, meaning in self._answered.items()
            if name in by_name
        }
        signature = signature_of([guess.column for guess in self.columns])
        name = self.source.path.stem[:200]
        sender = sender_of(text for _row, text in self.reading.table.context)
        return remember(
            self._office,
            self.kind.name,
            name,
            signature,
            columns,
            self._new_words,
            sender=sender,
        )
