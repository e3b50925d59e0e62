"""What leaves a list: Excel of what is shown, the list on paper, and the import into it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from cluster_desktop.excel.lists import summary_csv, write_csv, write_list, write_summary
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Query
from cluster_desktop.services.summary import Summary
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.work import Progress, run

FOLDER_KEY = "folder.excel"
CSV = ".csv"
# What a file is taken for where it is not recognised by itself.
KINDS = {
    "organisation": "partners",
    "agreement": "agreements",
    "student": "students",
    "study_group": "students",
    "mentor": "mentors",
    "practice_slot": "practice_slots",
    "placement": "placements",
    "outcome": "graduates",
    "labour_request": "needs",
    "kpi": "kpi",
    "plan_item": "plan",
}


class Output(QObject):
    """Asks where to, does the work in a worker, and says where the file lies."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host

    def import_into(self, entity: str) -> None:
        """The import wizard with its target chosen."""
        # The wizard and the importer cost 0.2 s to load: paid when somebody imports.
        from cluster_desktop.excel.register_list import REGISTERS
        from cluster_desktop.ui.importing import ImportPage

        page = ImportPage(self._desk)
        self._desk.page.emit(page)
        page.open(kind=KINDS.get(entity, entity if entity in REGISTERS else None))

    def to_excel(self, query: Query, title: str, *, only: Sequence[UUID] = ()) -> None:
        """Exactly what the view shows, or only the chosen rows of it."""
        chosen, kind = QFileDialog.getSaveFileName(
            self._host, _("Save as Excel"), str(self._folder() / self._file_name(title)),
            _kinds(),
        )  # fmt: skip
        if chosen:
            self.save_excel(_with_ending(chosen, kind), query, title, only=only)

    def save_excel(
        self, path: Path, query: Query, title: str, *, only: Sequence[UUID] = ()
    ) -> None:
        """Write the workbook, or a CSV file by its ending; says how many rows and where."""
        self._desk.preferences.put(FOLDER_KEY, str(path.parent))
        target = path if path.suffix.lower() == CSV else path.with_suffix(".xlsx")
        office = self._desk.office

        def write(progress: Progress) -> tuple[Path, int]:
            if target.suffix.lower() == CSV:
                return target, write_csv(office, query, target, only=only, progress=progress)
            count = write_list(office, query, target, title=title, only=only, progress=progress)
            return target, count

        run(self, write, done=self._told, failed=self._desk.fail)

    def _told(self, result: tuple[Path, int]) -> None:
        path, count = result
        said = ngettext(
            "{n} row saved: {file} in {folder}", "{n} rows saved: {file} in {folder}", count
        )
        self._desk.said.emit(said.format(n=count, file=path.name, folder=path.parent))

    def print_list(self, query: Query, title: str) -> None:
        """The list as the view shows it, in the program's own preview."""
        # Loads ReportLab and the print system: paid by the first print.
        from cluster_desktop.ui.pages.list_job import ListJob
        from cluster_desktop.ui.preview import PrintPreview

        preview = PrintPreview(self._desk)
        preview.options.show_layouts(is_shown=False)
        self._desk.sheet.emit(preview, "right")
        preview.open_job(ListJob(self._desk, query, title))

    def summary_to_file(self, made: Summary, title: str) -> None:
        """A summary as a workbook or a CSV file."""
        chosen, kind = QFileDialog.getSaveFileName(
            self._host, _("Save as Excel"), str(self._folder() / self._file_name(title)),
            _kinds(),
        )  # fmt: skip
        if chosen:
            self.save_summary(_with_ending(chosen, kind), made, title)

    def save_summary(self, path: Path, made: Summary, title: str) -> None:
        """Write the summary; says how many rows and where."""
        self._desk.preferences.put(FOLDER_KEY, str(path.parent))
        target = path if path.suffix.lower() == CSV else path.with_suffix(".xlsx")
        day = self._desk.office.today()

        def write(_progress: Progress) -> tuple[Path, int]:
            if target.suffix.lower() == CSV:
                return target, summary_csv(made, target)
            return target, write_summary(made, target, title=title, made_on=day)

        run(self, write, done=self._told, failed=self._desk.fail)

    def print_summary(self, made: Summary, title: str) -> None:
        """The summary on paper, in the program's own preview."""
        from cluster_desktop.ui.pages.list_job import SummaryJob
        from cluster_desktop.ui.preview import PrintPreview

        preview = PrintPreview(self._desk)
        preview.options.show_layouts(is_shown=False)
        self._desk.sheet.emit(preview, "right")
        preview.open_job(SummaryJob(self._desk, made, title))

    def _folder(self) -> Path:
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        return Path(self._desk.preferences.get(FOLDER_KEY) or documents)

    def _file_name(self, title: str) -> str:
        # A summary is named by its fields: «Kind / Stage».
        safe = "".join("-" if letter in '<>:"/\\|?*' else letter for letter in title)
        return f"{safe} {self._desk.office.today():%Y-%m-%d}.xlsx"


def _with_ending(chosen: str, kind: str) -> Path:
    """The file as it was named; the kind chosen beside the name gives the ending."""
    path = Path(chosen)
    return path.with_suffix(CSV) if CSV in kind and path.suffix.lower() != CSV else path


def _kinds() -> str:
    """The kinds of file to choose from."""
    return ";;".join((_("Excel workbook (*.xlsx)"), _("CSV file (*.csv)")))
