"""All import kinds, and the choice of sheet, kind and columns of a file: recognised or asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel import (
    agreement_register,
    graduate_list,
    kpi_list,
    mentor_list,
    needs_list,
    pieces,
    placement_list,
    plan_list,
    practice_list,
    register_list,
    student_list,
    summaries,
)
from cluster_desktop.excel.cells import Around
from cluster_desktop.excel.headings import Guess, Headings, heading_key
from cluster_desktop.excel.joined import by_layout, join
from cluster_desktop.excel.reader import Progress, Sheet, Source, read
from cluster_desktop.excel.reading import ROW_NUMBER, ImportKind, Reading, missing, with_joined
from cluster_desktop.excel.remembered import Memory, signature_of
from cluster_desktop.excel.sender import sender_of
from cluster_desktop.excel.table import Column, Grid, Table, find_table, one_line
from cluster_desktop.excel.wording import vocabulary_of, words_of
from cluster_desktop.i18n import _

_KINDS: Mapping[str, ImportKind] = {
    kind.name: kind
    for kind in (
        agreement_register.KIND,
        agreement_register.PARTNERS,
        student_list.KIND,
        mentor_list.KIND,
        graduate_list.KIND,
        practice_list.KIND,
        placement_list.KIND,
        needs_list.KIND,
        kpi_list.KIND,
        plan_list.KIND,
    )
}


class _Kinds(Mapping[str, ImportKind]):
    """The kinds that are recognised by themselves; forms F7 and F10 are made from declarations,
    which are not all there while this module is loaded."""

    def __getitem__(self, name: str) -> ImportKind:
        found = _KINDS.get(name)
        if found is None and name in register_list.RECOGNISED:
            found = register_list.kind_of(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter((*_KINDS, *register_list.RECOGNISED))

    def __len__(self) -> int:
        return len(_KINDS) + len(register_list.RECOGNISED)


KINDS = _Kinds()


def kind_named(name: str) -> ImportKind | None:
    """A kind that is recognised by itself, or a register that is read where it is asked for."""
    return KINDS.get(name) or register_list.kind_of(name)


# A sheet with fewer than this part of the best sheet's known headings is not meant.
_NEARLY = 0.6
# A kind is recognised by itself where more than this part of the headings is known, or so many
# under a title that names it.
_MOST_OF = 0.5
_ENOUGH = 4
# A title counts as much as so many headings.
_TITLE = 2
_KAZAKH = set("әғқңөұүһі")


class ColumnsQuestion(NeedsAnswer):
    """What some columns mean is in doubt, or a needed one was not found.

    `guesses` are all columns of the sheet, `missing` the needed meanings, one of each set.
    """

    def __init__(
        self,
        kind: ImportKind,
        table: Table,
        guesses: Sequence[Guess],
        lacking: Sequence[frozenset[str]],
    ) -> None:
        asked = [guess.column.name for guess in guesses if guess.asked]
        if asked:
            said = _("It is not clear what these columns mean: {columns}. Choose for each.")
            message = said.format(columns=", ".join(f"“{name}”" for name in asked))
            choices = [f"{guess.column.name} = {each}" for guess in guesses for each in guess.asked]
        else:
            wanted = [
                " / ".join(_(kind.meaning(each).label) for each in sorted(names))
                for names in lacking
            ]
            said = _("No column was found for: {fields}. Choose the columns.")
            message = said.format(fields=", ".join(wanted))
            free = [guess.column.name for guess in guesses if guess.meaning is None]
            choices = [
                f"{name} = {each}" for names in lacking for each in sorted(names) for name in free
            ]
        super().__init__(message, question="columns", choices=choices)
        self.kind = kind
        self.table = table
        self.guesses = tuple(guesses)
        self.missing = tuple(lacking)


@dataclass(frozen=True)
class Wishes:
    """What the caller already knows; None leaves it to be recognised."""

    kind: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str | None] | None = None
    # First and last row of the headings (from 1) on the wished sheet, where somebody showed them.
    headings: tuple[int, int] | None = None
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True)
class _Candidate:
    kind: ImportKind
    sheet: Sheet
    table: Table
    titled: bool = False


def read_table(
    path: Path,
    today: date,
    wishes: Wishes | None = None,
    *,
    around: Around | None = None,
    progress: Progress | None = None,
) -> tuple[Source, Reading]:
    """The first table of a file, read by its kind. Raises Refusal, TooBig, NeedsAnswer."""
    source, readings = read_tables(path, today, wishes, around=around, progress=progress)
    return source, readings[0]


def read_tables(
    path: Path,
    today: date,
    wishes: Wishes | None = None,
    *,
    around: Around | None = None,
    progress: Progress | None = None,
) -> tuple[Source, list[Reading]]:
    """All tables of a file that go in together, each read by its kind."""
    wishes = wishes or Wishes()
    source = read(path, encoding=wishes.encoding, progress=progress)
    return source, read_sources(source, today, wishes, around=around, progress=progress)


def read_source(
    source: Source,
    today: date,
    wishes: Wishes,
    *,
    around: Around | None = None,
    progress: Progress | None = None,
) -> Reading:
    """The first table of what was read. Raises Refusal, NeedsAnswer; Cancelled from progress."""
    return read_sources(source, today, wishes, around=around, progress=progress)[0]


def read_sources(
    source: Source,
    today: date,
    wishes: Wishes,
    *,
    around: Around | None = None,
    progress: Progress | None = None,
) -> list[Reading]:
    """Every table that goes in together, in the order of KINDS."""
    around = around or Around(today)
    asked = [(each, _recognised(each, wishes)) for each in _choose(source, wishes)]
    readings = []
    for each, guesses in asked:
        sender = sender_of(text for _row, text in each.table.context)
        words = {**around.words, **wishes.memory.words(sender)}
        known = replace(around, language=_language_of(each.table), words=words)
        reading = Reading(each.kind, each.table, guesses, known)
        if progress is not None:
            reading.tick = partial(progress, 0, 0)
        reading.read_all()
        readings.append(reading)
    return readings


def _recognised(chosen: _Candidate, wishes: Wishes) -> list[Guess]:
    sender = sender_of(text for _row, text in chosen.table.context)
    signature = signature_of(chosen.table.columns)
    known = wishes.memory.answers(chosen.kind.name, sender, signature)
    guesses = Headings(chosen.kind.spellings(), known, chosen.kind.subjects).recognise(
        chosen.table.columns,
        first_only=frozenset({ROW_NUMBER}),
        given=_given(chosen.kind, wishes),
    )
    lacking = missing(chosen.kind, guesses)
    if lacking or any(guess.asked for guess in guesses):
        raise ColumnsQuestion(chosen.kind, chosen.table, guesses, lacking)
    return guesses


def _given(kind: ImportKind, wishes: Wishes) -> dict[str, str | None]:
    """The answers that speak of this kind; another table of the file may have had its own."""
    names = {meaning.name for meaning in kind.meanings}
    return {
        column: meaning
        for column, meaning in (wishes.columns or {}).items()
        if not meaning or meaning in names
    }


def _choose(source: Source, wishes: Wishes) -> list[_Candidate]:
    sheets = [s for s in source.sheets if s.rows]
    if wishes.sheet is not None:
        sheets = [s for s in sheets if s.name == wishes.sheet]
        if not sheets:
            raise _ask_sheet(source, _("There is no sheet “{sheet}” in this file."), wishes.sheet)
    else:
        sheets = [s for s in sheets if s.visible] or sheets
    asked = kind_named(wishes.kind) if wishes.kind else None
    if wishes.kind and asked is None:
        said = _("“{kind}” is no import kind. There are: {known}.")
        known = ", ".join((*KINDS, *register_list.REGISTERS))
        raise NeedsAnswer(
            said.format(kind=wishes.kind, known=known), question="kind", choices=list(KINDS)
        )
    kinds = [asked] if asked else list(KINDS.values())
    grids = _grids(sheets, kinds, wishes)
    if asked is None and (why := summaries.why_summary(grids)) is not None:
        raise Refusal(why)
    found = [each for kind in kinds for each in _candidates(kind, grids, wishes)]
    if not found:
        _refuse_other(grids, kinds)
        raise _nothing_found(source, sheets, wishes)
    near = _one_kind_a_sheet(found)
    # A table without rows is a blank form: it is only meant where no sheet has any.
    near = [each for each in near if each.table.rows] or near
    if len(near) > 1 and not all(each.kind.many for each in near):
        names = [str(each.sheet.name) for each in near]
        said = _("Several sheets hold such a table. Choose one: {sheets}.")
        raise NeedsAnswer(
            said.format(sheets=", ".join(dict.fromkeys(names))),
            question="sheet",
            choices=list(dict.fromkeys(names)),
        )
    best = near[0]
    if not best.table.rows:
        said = _("The table on sheet “{sheet}” has headings but no rows below them.")
        raise Refusal(said.format(sheet=best.sheet.name or source.path.name))
    joined = [
        (kind, join(tables))
        for kind in kinds
        for tables in by_layout(each.table for each in near if each.kind is kind)
    ]
    return [
        _Candidate(kind, table.sheet, replace(table, beside_others=len(joined) > 1))
        for kind, table in joined
    ]


def _grids(sheets: Sequence[Sheet], kinds: Sequence[ImportKind], wishes: Wishes) -> list[Grid]:
    """One grid a table, where a sheet holds several; a person who shows headings means one."""
    whole = [Grid(sheet) for sheet in sheets]
    if wishes.headings is not None or wishes.columns:
        # A person looked at the headings, and may know words that we do not.
        return whole
    knows = [_headings_of(kind).knows for kind in kinds]

    def suffices(grid: Grid, top: int, bottom: int) -> bool:
        columns = grid.columns(top, bottom)
        return any(not _lacks(kind, _guesses(kind, columns, {})) for kind in kinds)

    words = _words() | vocabulary_of(wishes.memory.headings())
    return [piece for grid in whole for piece in pieces.pieces(grid, knows, words, suffices)]


@cache
def _words() -> frozenset[str]:
    """The words of all headings that are known."""
    kinds = (*KINDS.values(), *map(register_list.kind_of, register_list.REGISTERS))
    spellings = (kind.spellings().values() for kind in kinds if kind is not None)
    texts = (text for lists in spellings for each in lists for text in each)
    return vocabulary_of((*texts, *summaries.headings()))


def _refuse_other(grids: Sequence[Grid], kinds: Sequence[ImportKind]) -> None:
    """Raise Refusal where it can be said what the workbook holds instead of a list."""
    why = summaries.why_on_its_side(grids, [_headings_of(kind).knows for kind in kinds])
    if why is not None:
        raise Refusal(why)


@cache
def _headings_of(kind: ImportKind) -> Headings:
    return Headings(kind.spellings(), subjects=kind.subjects)


def _guesses(
    kind: ImportKind, columns: Sequence[Column], given: Mapping[str, str | None]
) -> list[Guess]:
    return _headings_of(kind).recognise(columns, first_only=frozenset({ROW_NUMBER}), given=given)


def _lacks(kind: ImportKind, guesses: Sequence[Guess]) -> bool:
    """Whether something that the kind needs has no column, not even a doubtful one."""
    named = (meaning for guess in guesses for meaning in (guess.meaning, *guess.asked))
    meanings = with_joined(kind, named)
    return any(meanings.isdisjoint(wanted) for wanted in kind.needed)


def _one_kind_a_sheet(found: Sequence[_Candidate]) -> list[_Candidate]:
    """Each sheet with the kind that knows most of its headings, in the order of the file.

    A sheet that knows far less than the best one of its kind is not meant."""
    of_sheet: dict[int, list[_Candidate]] = {}
    for each in found:
        of_sheet.setdefault(id(each.sheet), []).append(each)
    chosen = []
    for several in of_sheet.values():
        # Of two kinds that know the same the one that asks for more of its own is meant.
        ranked = sorted(several, key=_how_sure, reverse=True)
        if len(ranked) > 1 and _how_sure(ranked[0]) == _how_sure(ranked[1]):
            said = _("“{file}” is not recognised as any known list. Choose what it holds.")
            names = [each.kind.name for each in ranked if _how_sure(each) == _how_sure(ranked[0])]
            raise NeedsAnswer(
                said.format(file=ranked[0].sheet.name or "?"), question="kind", choices=names
            )
        chosen.append(ranked[0])
    most: dict[str, int] = {}
    for each in chosen:
        most[each.kind.name] = max(most.get(each.kind.name, 0), each.table.known)
    if not all(each.kind.many for each in chosen):
        most = dict.fromkeys(most, max(most.values()))
    return [each for each in chosen if each.table.known >= _NEARLY * most[each.kind.name]]


def _how_sure(each: _Candidate) -> tuple[int, int]:
    return each.table.known + _TITLE * each.titled, len(each.kind.needed)


def _is_titled(kind: ImportKind, table: Table) -> bool:
    """Whether the texts above, or the sheet's name, say what the kind is called."""
    said = {
        word.stem
        for text in (*(text for _row, text in table.context), table.sheet.name or "")
        for word in words_of(text)
    }
    return any(said.issuperset(word.stem for word in words_of(title)) for title in kind.titles)


def _is_foreign(kind: ImportKind, table: Table) -> bool:
    """Whether a heading or a title speaks against the kind."""
    if not kind.foreign:
        return False
    against = {word.stem for text in kind.foreign for word in words_of(text)}
    texts = (*(column.raw for column in table.columns), *(text for _row, text in table.context))
    return any(word.stem in against for text in texts for word in words_of(text))


def _candidates(kind: ImportKind, grids: Sequence[Grid], wishes: Wishes) -> list[_Candidate]:
    headings = _headings_of(kind)
    given = _given(kind, wishes)
    chosen = {name.split(" | ")[-1] for name in given}
    answered = wishes.memory.headings(kind.name)

    def knows(heading: str, groups: Sequence[str]) -> bool:
        if one_line(heading) in chosen or (answered and heading_key(heading) in answered):
            return True
        return headings.knows(heading, groups)

    found = []
    for grid in grids:
        table = find_table(grid, knows, wishes.headings)
        if table is None:
            continue
        titled = _is_titled(kind, table)
        if wishes.kind is None and not _is_remembered(kind, table, wishes):
            # A list of another kind shares some headings; one of ours has all that is needed.
            few = table.known <= _MOST_OF * len(table.columns)
            if (few and not (titled and table.known >= _ENOUGH)) or _is_foreign(kind, table):
                continue
            if _lacks(kind, _guesses(kind, table.columns, given)):
                continue
        found.append(_Candidate(kind, grid.sheet, table, titled))
    return found


def _is_remembered(kind: ImportKind, table: Table, wishes: Wishes) -> bool:
    return wishes.memory.knows(kind.name, signature_of(table.columns))


def _nothing_found(source: Source, sheets: Sequence[Sheet], wishes: Wishes) -> Refusal:
    if wishes.kind is None:
        said = _("“{file}” is not recognised as any known list. Choose what it holds.")
        message = said.format(file=source.path.name)
        return NeedsAnswer(message, question="kind", choices=list(KINDS))
    if len(source.sheets) > len(sheets) or len(source.sheets) < 2:
        said = _("No headings of such a list were found in “{file}”. Check the file.")
        return Refusal(said.format(file=source.path.name))
    return _ask_sheet(
        source, _("No headings of such a list were found in “{sheet}”."), source.path.name
    )


def _ask_sheet(source: Source, said: str, sheet: str) -> NeedsAnswer:
    names = [str(each.name) for each in source.sheets if each.name is not None]
    return NeedsAnswer(said.format(sheet=sheet), question="sheet", choices=names)


def _language_of(table: Table) -> str:
    """The language of single names: a list headed in Russian alone is Russian."""
    text = " ".join(column.raw for column in table.columns).casefold()
    return "kk" if _KAZAKH & set(text) else "ru"
