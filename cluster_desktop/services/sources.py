"""Where an action came from, in words: for the journal, the history and the personal card."""

from __future__ import annotations

from collections.abc import Mapping

from cluster_desktop.i18n import N_

SOURCES: Mapping[str, str] = {
    "form": N_("by hand"),
    "import": N_("import"),
    "undo": N_("taken back"),
    "redo": N_("done again"),
    "program": N_("program"),
    "setup": N_("program"),
    "command line": N_("command line"),
    "cli": N_("command line"),
    "erasure": N_("erasure"),
    "exchange": N_("exchange"),
}
# What cannot be taken back: what the program itself puts in, and a person erased for good.
LASTING = ("program", "setup", "erasure")
