"""The result of an import as plain JSON for programs.

Its keys never change; new ones are added at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cluster_desktop.errors import NeedsAnswer, Refusal, TooBig
from cluster_desktop.excel.importing import Plan
from cluster_desktop.excel.reading import CellFinding
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes

DONE, ROW_ERRORS, REFUSED, NEEDS_ANSWER, TOO_BIG = (
    "done",
    "row_errors",
    "refused",
    "needs_answer",
    "too_big",
)
_STATUS = {DONE: 0, ROW_ERRORS: 1, REFUSED: 2, NEEDS_ANSWER: 3, TOO_BIG: 4}

# So many lines are said of one reason where each cell has its own; the report has them all.
_MOST_TOLD = 3

Report = dict[str, object]


def report(plan: Plan | None, result: Changes | Refusal | None) -> Report:
    """What came out. `result` is what apply returned, None for a trial, or why it was refused."""
    if isinstance(result, Refusal):
        return _refused(plan, result)
    if plan is None:
        raise ValueError("a report without a refusal needs a plan")
    counts = plan.total()
    said = _sentence(counts)
    if mended := [each for each in _findings(plan) if each.severity == "repaired"]:
        again = ngettext(
            "{n} cell was mended by the program.",
            "{n} cells were mended by the program.",
            len(mended),
        )
        said = f"{said} {again.format(n=len(mended))}"
    if result is None:
        said = _("Trial run, nothing was written. {sentence}").format(sentence=said)
    return {
        "outcome": ROW_ERRORS if counts["error"] else DONE,
        "message": said,
        **_head(plan),
        "rows_read": counts["all"],
        "rows_new": counts["new"],
        "rows_changed": counts["changed"],
        "rows_same": counts["same"],
        "rows_error": counts["error"],
        "errors": [_line(each) for each in to_look_at(plan)],
        "action": result.action if result is not None else None,
        "warnings": [_line(each) for each in _findings(plan) if each.severity == "warning"],
        "next_steps": next_steps(_findings(plan)),
    }


def to_look_at(plan: Plan) -> list[CellFinding]:
    """What a person should see: why rows wait, and beside that what was mended without asking.

    Where every row went in nothing is left to look at: the sentence tells how many were mended.
    """
    found = _findings(plan)
    if not any(each.severity == "error" for each in found):
        return []
    return [each for each in found if each.severity in ("error", "repaired")]


def doubts(plan: Plan) -> list[str]:
    """What went in and should be looked at, a line for each reason, and what to do next."""
    found: dict[str, list[CellFinding]] = {}
    for each in _findings(plan):
        if each.severity == "warning":
            found.setdefault(each.code, []).append(each)
    lines = []
    for several in found.values():
        lines += _told(several)
    return lines + next_steps(_findings(plan))


def _told(several: Sequence[CellFinding]) -> list[str]:
    """One reason: a line for all cells of which the same is said, of others the first few."""
    by_message: dict[str, list[CellFinding]] = {}
    for each in several:
        by_message.setdefault(each.finding.message, []).append(each)
    lines = []
    for message, alike in list(by_message.items())[:_MOST_TOLD]:
        said = f"{alike[0].cell}: {message}" if alike[0].cell else message
        if (n := len(alike)) > 1:
            rows = ngettext("In {n} row like this.", "In {n} rows like this.", n)
            said = f"{said} {rows.format(n=n)}"
        lines.append(said)
    rest = sum(map(len, list(by_message.values())[_MOST_TOLD:]))
    if rest:
        more = ngettext("{n} more", "{n} more", rest).format(n=rest)
        lines[-1] = f"{lines[-1]} (+ {more})"
    return lines


def next_steps(findings: Iterable[CellFinding]) -> list[str]:
    """Where another file should have come first: which one to import, and then this one again."""
    counts = Counter(each.code for each in findings if each.severity == "warning")
    steps = (
        (
            "unknown_agreement",
            ngettext(
                "{n} row came without its agreement. Import the register of agreements, then this "
                "file again.",
                "{n} rows came without their agreement. Import the register of agreements, then "
                "this file again.",
                counts["unknown_agreement"],
            ),
        ),
        (
            "unknown_group",
            ngettext(
                "{n} row came without its group. Import the list of students, then this file "
                "again.",
                "{n} rows came without their group. Import the list of students, then this file "
                "again.",
                counts["unknown_group"],
            ),
        ),
        (
            "unknown_mentor",
            ngettext(
                "{n} row came without its mentor. Import the list of mentors, then this file "
                "again.",
                "{n} rows came without their mentor. Import the list of mentors, then this file "
                "again.",
                counts["unknown_mentor"],
            ),
        ),
    )
    return [said.format(n=counts[code]) for code, said in steps if counts[code]]


def _findings(plan: Plan) -> list[CellFinding]:
    return [each for part in plan.parts for each in part.findings()]


def status_of(made: Report) -> int:
    """The exit status of the command line for a report."""
    return _STATUS[str(made["outcome"])]


def _refused(plan: Plan | None, why: Refusal) -> Report:
    outcome = REFUSED
    if isinstance(why, NeedsAnswer):
        outcome = NEEDS_ANSWER
    elif isinstance(why, TooBig):
        outcome = TOO_BIG
    nothing: Report = {
        "kind": None,
        "sheet": None,
        "header_row": None,
        "columns": {},
        "encoding": None,
    }
    counts = ("rows_read", "rows_new", "rows_changed", "rows_same", "rows_error")
    return {
        "outcome": outcome,
        "message": why.message,
        **(_head(plan) if plan is not None else nothing),
        **dict.fromkeys(counts, 0),
        "errors": [],
        "action": None,
        "warnings": [],
        "next_steps": [],
    }


def _head(plan: Plan) -> Report:
    """Of several tables all kinds, sheets and columns, the heading row of the first."""
    sheets = [sheet for part in plan.parts for sheet in part.sheets]
    columns: dict[str, str | None] = {}
    for part in reversed(plan.parts):
        columns |= part.reading.meanings
    return {
        "kind": ", ".join(dict.fromkeys(part.kind.name for part in plan.parts)),
        "sheet": ", ".join(sheets) or None,
        "header_row": plan.header_row,
        "columns": columns,
        "encoding": plan.source.encoding,
    }


def _line(each: CellFinding) -> Report:
    return {
        "row": each.number,
        "column": each.column,
        "cell": each.cell,
        "value": each.value,
        "message": each.finding.message,
        "suggestion": each.finding.suggestion,
    }


def _sentence(counts: Counter[str]) -> str:
    said = _(
        "Rows read: {all}. New: {new}, changed: {changed}, as before: {same}, with errors: {wrong}."
    )
    return said.format(
        all=counts["all"],
        new=counts["new"],
        changed=counts["changed"],
        same=counts["same"],
        wrong=counts["error"],
    )
