"""Files around an import: recent ones, the clipboard, empty template, protocol, rows left out."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.empty_list import write_empty
from cluster_desktop.excel.importing import Plan
from cluster_desktop.excel.kinds import kind_named
from cluster_desktop.excel.left_out import write_left_out
from cluster_desktop.excel.protocol import Protocol, protocol_of
from cluster_desktop.excel.protocol import save as save_protocol
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, format_date
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.importing_file import MOST_RECENT, RECENT_KEY
from cluster_desktop.ui.importing_words import CountLine
from cluster_desktop.ui.work import run

_CLIPBOARD_FOLDER = "cluster-import-"
_ENDINGS = (".xlsx", ".pdf", ".txt")


class ImportFiles(QObject):
    """Asks where to, writes in a worker, says what was saved."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._folder = Path.home()

    # ---- where lists come from ----

    def recent(self) -> list[Path]:
        """Files imported before that are still there, the last one first."""
        kept = self._desk.preferences.get(RECENT_KEY).split("\n")
        return [Path(one) for one in kept if one and Path(one).is_file()]

    def remember(self, path: Path) -> None:
        """The file was read: offer it again next time."""
        if path.parent.name.startswith(_CLIPBOARD_FOLDER):
            return  # the clipboard is no file of the person
        self._folder = path.parent
        names = [str(path), *(str(one) for one in self.recent())]
        kept = list(dict.fromkeys(names))[:MOST_RECENT]
        self._desk.preferences.put(RECENT_KEY, "\n".join(kept))

    def from_clipboard(self, text: str) -> Path:
        """Copied cells as a file, read as any other. Raises Refusal where there are none."""
        if "\t" not in text and "\n" not in text.strip():
            raise Refusal(_("There is no table in the clipboard. Copy cells in Excel first."))
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(csv.reader(io.StringIO(text), delimiter="\t"))
        folder = Path(tempfile.mkdtemp(prefix=_CLIPBOARD_FOLDER))
        path = folder / (_("From the clipboard") + ".csv")
        write_whole(path, out.getvalue().encode("utf-8-sig"))
        return path

    # ---- what can be saved ----

    def ask_template(self, kind: str) -> None:
        """Ask where to save the empty list of an import kind."""
        found = kind_named(kind)
        name = (_(found.label) if found is not None else _("Empty template")) + ".xlsx"
        path = self._ask(_("Empty template"), name, _("Excel workbook (*.xlsx)"))
        if path is not None:
            self.save_template(path, kind)

    def save_template(self, path: Path, kind: str) -> None:
        """An empty list to fill in."""
        self._save(path, lambda: write_empty(self._desk.office, kind, path))

    def ask_protocol(self, plan: Plan, counts: Sequence[CountLine], action: int | None) -> None:
        name = _("Protocol {file}").format(file=plan.source.path.stem) + ".xlsx"
        kinds = (_("Excel workbook (*.xlsx)"), _("PDF (*.pdf)"), _("Text (*.txt)"))
        path = self._ask(_("Protocol"), name, ";;".join(kinds))
        if path is not None:
            self.save_protocol(path, plan, counts, action)

    def save_protocol(
        self, path: Path, plan: Plan, counts: Sequence[CountLine], action: int | None
    ) -> None:
        """What was imported and what was not: a workbook, a PDF or a text, as the ending says."""
        told = [(number, words) for number, words, _look in counts]
        self._save(path, lambda: _write_protocol(protocol_of(plan, told, action), path, plan))

    def ask_left_out(self, plan: Plan) -> None:
        name = _("Left out {file}").format(file=plan.source.path.stem) + ".xlsx"
        path = self._ask(_("Rows left out"), name, _("Excel workbook (*.xlsx)"))
        if path is not None:
            self.save_left_out(path, plan)

    def save_left_out(self, path: Path, plan: Plan) -> None:
        """The rows that were not taken, with the reason in the last column."""
        self._save(path, lambda: write_left_out(plan, path))

    def _ask(self, title: str, name: str, kinds: str) -> Path | None:
        folder = self._folder if self._folder.is_dir() else Path.home()
        picked, kind = QFileDialog.getSaveFileName(self._host, title, str(folder / name), kinds)
        return _with_ending(Path(picked), kind) if picked else None

    def _save(self, path: Path, job: Callable[[], object]) -> None:
        def done(_nothing: object) -> None:
            self._desk.said.emit(_("Saved: {file}").format(file=path.name))

        run(self, lambda _progress: job(), done=done, failed=self._desk.fail)


def _with_ending(path: Path, kind: str) -> Path:
    """The chosen kind of file («PDF (*.pdf)») gives the ending that nobody typed or that was
    proposed for another kind."""
    found = re.search(r"\*(\.\w+)\)", kind)
    if found is None or path.suffix.casefold() == found[1]:
        return path
    return path.with_suffix(found[1]) if path.suffix in _ENDINGS else Path(f"{path}{found[1]}")


def _write_protocol(protocol: Protocol, path: Path, plan: Plan) -> None:
    if path.suffix.casefold() != ".pdf":
        save_protocol(protocol, path, plan)
        return
    # The builder of papers is loaded by the first one that is wanted.
    from cluster_desktop.documents import list_paper

    # The line under the title is short; what is told of the whole file stands in rows.
    facts = [["", "", name, value] for name, value in protocol.facts]
    facts += [[str(number), "", "", words] for number, words in protocol.counts]
    data = list_paper.ListData(
        title=protocol.title,
        subtitle=plan.source.path.name,
        headings=protocol.headings,
        rows=[*facts, *protocol.table()],
        weights=(1, 1, 4, 6),
        day=format_date(plan.today),
    )
    write_whole(path, list_paper.render(data)[0])
