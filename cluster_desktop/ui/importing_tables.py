"""The tables of a file that go in together, one of them on the screen: mostly there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.kinds import KINDS, ColumnsQuestion
from cluster_desktop.excel.reader import Source
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services.office import Office
from cluster_desktop.ui.importing_marks import Found, SheetShown, sheets_shown
from cluster_desktop.ui.importing_plan import CheckedPlan, Opening, Snapshot
from cluster_desktop.ui.importing_rows import RowState
from cluster_desktop.ui.importing_views import PlanWords
from cluster_desktop.ui.work import Progress

_NAMED_SHEETS = 3


@dataclass
class OpenTable:
    """One table: its plan, its words, and what the screen saw of it last.

    `is_stale`: an earlier table was changed, so that this one must be looked at again."""

    checked: CheckedPlan
    snapshot: Snapshot
    words: PlanWords
    is_stale: bool = False


@dataclass
class OpenFile:
    """What opening a file came to: its tables, or why there are none; its sheets in any case
    where it could be read at all."""

    tables: list[OpenTable]
    sheets: list[SheetShown]
    source: Source | None
    why: Refusal | None = None


def open_file(office: Office, opening: Opening, progress: Progress) -> OpenFile:
    """Read and check the file, in a worker. Raises Trouble, Cancelled."""
    try:
        plans = CheckedPlan.open(office, opening, lambda done, total: progress(done, total))
        progress(0, 0)
        tables = [OpenTable(one, one.snapshot(), PlanWords(office, one.plan)) for one in plans]
        found = [Found(p.kind, p.reading.table, p.columns) for p in (one.plan for one in plans)]
        why: Refusal | None = None
    except Refusal as refusal:
        found = []
        if isinstance(refusal, ColumnsQuestion):
            found.append(Found(refusal.kind, refusal.table, refusal.guesses))
        tables, why = [], refusal
    source = opening.source
    return OpenFile(tables, sheets_shown(source, found) if source is not None else [], source, why)


def kind_choices(tables: Sequence[OpenTable]) -> list[tuple[str, str]]:
    """(name, words) of the lists a file may hold; one that is read as a register is added."""
    known = {name: _(kind.label) for name, kind in KINDS.items()}
    for table in tables:
        kind = table.words.plan.kind
        known.setdefault(kind.name, _(kind.label))
    return list(known.items())


def sheets_of(table: OpenTable) -> str:
    """The sheets of a table in words, empty where the file has none."""
    names = table.words.plan.sheets
    if len(names) > _NAMED_SHEETS:
        said = ngettext("{n} sheet: {names}…", "{n} sheets: {names}…", len(names))
        return said.format(n=len(names), names=", ".join(names[:_NAMED_SHEETS]))
    if len(names) > 1:
        said = ngettext("{n} sheet: {names}", "{n} sheets: {names}", len(names))
        return said.format(n=len(names), names=", ".join(names))
    return _("sheet “{sheet}”").format(sheet=names[0]) if names else ""


def found_words(tables: Sequence[OpenTable]) -> tuple[str, str]:
    """(what the file looks like, where its rows stand), a line for each table."""
    sentences, notes = [], []
    for table in tables:
        known, total = table.words.known_headings()
        said = _("Looks like: {kind} ({known} of {total} headings match)")
        kind = _(table.words.plan.kind.label)
        sentences.append(said.format(kind=kind, known=known, total=total))
        n = len(table.snapshot.states)
        rows = ngettext("{n} row", "{n} rows", n).format(n=n)
        notes.append(", ".join(filter(None, (sheets_of(table), rows))))
    return "\n".join(sentences), "\n".join(notes)


def sheet_choices(tables: Sequence[OpenTable], chosen: str | None) -> list[tuple[str, str]]:
    """(name, words) of the sheets to choose from; all of them first, where they go in together."""
    plan = tables[0].words.plan
    names = [(name, name) for name in tables[0].words.sheets()]
    together = len(tables) > 1 or len(plan.sheets) > 1 or (plan.kind.many and chosen)
    return [("", _("All that fit")), *names] if together and len(names) > 1 else names


def label_of(table: OpenTable) -> str:
    """A table in the choice of tables."""
    wrong = table.snapshot.count(RowState.ERROR)
    n = len(table.snapshot.states)
    parts = [_(table.words.plan.kind.label), ngettext("{n} row", "{n} rows", n).format(n=n)]
    if wrong:
        parts.append(ngettext("{n} error", "{n} errors", wrong).format(n=wrong))
    return " · ".join(parts)


def waiting(tables: Sequence[OpenTable]) -> list[str]:
    """The numbers of all rows with errors, as Excel counts them."""
    return [table.words.number(row) for table in tables for row in table.snapshot.wrong]
