"""python -m benchmarks [CASE …] [--runs N] [--write]: measure, print a table, keep it in docs."""

from __future__ import annotations

import argparse
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from benchmarks.cases import (
    exchange,
    export,
    importing,
    lists,
    matching,
    memorandum,
    search,
    starting,
)
from benchmarks.harness import Case, Result, measure

CASES: tuple[Case, ...] = (
    importing.CASE,
    *lists.CASES,
    search.CASE,
    *memorandum.CASES,
    export.CASE,
    matching.CASE,
    starting.CASE,
    exchange.NEW,
    exchange.CYCLE,
)
_ROW = re.compile(r"\| \d{4}-\d\d-\d\d \|")
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Our work beside a named peer, in turns, a fresh process each: median CPU time (user + system) and
the ratio ours / peer. The ratio is what counts; seconds are of one machine on one day. Every run
checks first that the answers are right. Made by `python -m benchmarks --write`; new rows are added.

| date | work | ours, s | peer | peer, s | ratio | target | reached | on |
|---|---|---|---|---|---|---|---|---|
"""


def rows(results: Iterable[Result], today: date) -> list[str]:
    """Lines of the table, one for each peer."""
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    found = []
    for result in results:
        case, ours = result.case, result.seconds[result.case.ours]
        measured = [(case.what, ours, peer, result.seconds[peer]) for peer in case.peers]
        targets = [case.targets[peer] for peer in case.peers]
        if case.most_seconds:
            measured.append((case.what, ours, "limit", case.most_seconds))
        if case.most_memory:
            said = f"{case.what}: MB held"
            measured.append((said, result.memory, "limit", case.most_memory))
        targets += [1.0] * (len(measured) - len(targets))
        for (what, mine, peer, theirs), target in zip(measured, targets, strict=True):
            ratio = mine / theirs
            reached = "yes" if ratio <= target else "no"
            found.append(
                f"| {today.isoformat()} | {what} | {mine:.4f} | {peer} | {theirs:.4f} "
                f"| {ratio:.2f} | {target:g} | {reached} | {machine} |"
            )
    return found


def write(lines: Sequence[str], document: Path = DOCUMENT) -> None:
    """Add the lines to docs/benchmarks.md; of one day only the last run of a case is kept."""
    text = document.read_text("utf-8") if document.exists() else HEAD
    anew = {_subject(line) for line in lines}
    kept = [line for line in text.rstrip("\n").splitlines() if _subject(line) not in anew]
    # Below the table stands what its numbers say.
    end = max((n for n, line in enumerate(kept, 1) if _ROW.match(line)), default=len(kept))
    document.write_text("\n".join([*kept[:end], *lines, *kept[end:]]) + "\n", "utf-8")


def _subject(line: str) -> tuple[str, ...]:
    """Date, work and peer of a line of the table; the line itself where it is none."""
    cells = [cell.strip() for cell in line.split("|")]
    return (cells[1], cells[2], cells[4]) if len(cells) > 5 else (line,)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("cases", nargs="*", choices=[[], *(case.name for case in CASES)])
    parser.add_argument("--write", action="store_true", help="add the rows to docs/benchmarks.md")
    asked = parser.parse_args(arguments)
    wanted = [case for case in CASES if not asked.cases or case.name in asked.cases]
    results = [measure(case, lambda text: print(text, file=sys.stderr)) for case in wanted]
    lines = rows(results, date.today())
    print("\n".join(lines))
    if asked.write:
        write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
