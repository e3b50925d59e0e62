"""Sentences of the import wizard that are made of counts: foot, result, protocol. No widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cluster_desktop.errors import NeedsAnswer
from cluster_desktop.excel.kinds import KINDS
from cluster_desktop.i18n import _, ngettext

_ENCODINGS = {
    "cp1251": "Windows-1251",
    "kz1048": "KZ-1048",
    "cp866": "DOS (CP866)",
    "koi8-r": "KOI8-R",
}

CountLine = tuple[int, str, str]
"""Number, words, look."""


def choice_labels(why: NeedsAnswer) -> dict[str, str]:
    """Words for the answers to a question where the answer itself is a key."""
    if why.question == "kind":
        return {name: _(kind.label) for name, kind in KINDS.items()}
    if why.question == "encoding":
        return {name: _ENCODINGS.get(name, name) for name in why.choices}
    return {}


def result_lines(written: Counter[str], fixed: int) -> list[CountLine]:
    """What came of the rows; lines of zero are left out."""
    new, changed, same = written["new"], written["changed"], written["same"]
    wrong, skipped = written["error"], written["skipped"]
    lines = (
        (new, ngettext("row added", "rows added", new), "good"),
        (changed, ngettext("row changed", "rows changed", changed), "info"),
        (same, ngettext("row as before", "rows as before", same), "muted"),
        (fixed, ngettext("of them mended here", "of them mended here", fixed), "good"),
        (wrong, ngettext("row with errors left out", "rows with errors left out", wrong), "bad"),
        (skipped, ngettext("row left out by hand", "rows left out by hand", skipped), "soon"),
    )
    return [line for line in lines if line[0]]


def outlook(wrong: Sequence[str]) -> str:
    """What will become of the rows with errors, and that nothing is written yet."""
    nothing = _("Nothing is written yet. The import can be taken back as a whole.")
    if not wrong:
        return nothing
    if len(wrong) == 1:
        said = _("Row {row} will not be imported and can be saved as “Left out”.")
        return said.format(row=wrong[0]) + "\n" + nothing
    said = ngettext(
        "{n} row will not be imported and can be saved as “Left out”.",
        "{n} rows will not be imported and can be saved as “Left out”.",
        len(wrong),
    )
    return said.format(n=len(wrong)) + "\n" + nothing
