"""What leaves a list: Excel of what is shown, the list on paper, and the import into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from cluster_desktop.documents import list_paper
from cluster_desktop.entity import Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.excel import writer
from cluster_desktop.excel.styles import Look
from cluster_desktop.fields import Choice, Date, Moment, Money, Number, Value, YesNo
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.query import Changes, Condition, Query, Ref
from cluster_desktop.rules.findings import Finding
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress, run

FOLDER_KEY = "folder.excel"
PIXELS_A_LETTER = 7
STRETCHED_LETTERS = 40
FEWEST_LETTERS = 10
KINDS = {"organisation": "partners", "agreement": "agreements"}


class Output(QObject):
    """Asks where to, does the work in a worker, and says where the file lies."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host

    def import_into(self, entity: str) -> None:
        """The import wizard with its target chosen."""
        page = ImportPage(self._desk)
        self._desk.page.emit(page)
        page.open(kind=KINDS.get(entity))

    def to_excel(self, query: Query, title: str, *, only: Sequence[UUID] = ()) -> None:
        """Exactly what the view shows, or only the chosen rows of it."""
        chosen, _kind = QFileDialog.getSaveFileName(
            self._host, _("Save as Excel"), str(self._folder() / self._file_name(title)),
            _("Excel workbook (*.xlsx)"),
        )  # fmt: skip
        if chosen:
            self.save_excel(Path(chosen), query, title, only=only)

    def save_excel(
        self, path: Path, query: Query, title: str, *, only: Sequence[UUID] = ()
    ) -> None:
        """Write the workbook; says how many rows and where."""
        self._desk.preferences.put(FOLDER_KEY, str(path.parent))
        run(
            self, lambda _p: self._write(path.with_suffix(".xlsx"), query, title, only),
            done=self._told, failed=self._desk.fail,
        )  # fmt: skip

    def _write(
        self, path: Path, query: Query, title: str, only: Sequence[UUID]
    ) -> tuple[Path, int]:
        entity = self._desk.office.entity(query.entity)
        asked = _only(query, only)
        columns = query.columns or tuple(entity.listed())
        rows = self._desk.office.rows(asked)
        headings = [entity.column_title(name) for name in columns]
        sheet = writer.SheetOut(
            name=title,
            kinds=[_kind(entity, name) for name in columns],
            widths=[_letters(entity, name) for name in columns],
            above=[writer.Line(tuple(writer.Cell(n, head, Look.HEADER)
                                     for n, head in enumerate(headings)))],
            rows=[[_plain(entity, name, row[name]) for name in columns] for row in rows],
            header_rows=(1, 1),
            has_filter=True,
        )  # fmt: skip
        writer.write(path, [sheet], made_on=self._desk.office.today())
        return path, len(rows)

    def _told(self, result: tuple[Path, int]) -> None:
        path, count = result
        said = ngettext(
            "{n} row saved: {file} in {folder}", "{n} rows saved: {file} in {folder}", count
        )
        self._desk.said.emit(said.format(n=count, file=path.name, folder=path.parent))

    def print_list(self, query: Query, title: str) -> None:
        """The list as the view shows it, in the program's own preview."""
        preview = PrintPreview(self._desk)
        preview.options.show_layouts(is_shown=False)
        self._desk.sheet.emit(preview, "right")
        preview.open_job(ListJob(self._desk, query, title))

    def _folder(self) -> Path:
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        return Path(self._desk.preferences.get(FOLDER_KEY) or documents)

    def _file_name(self, title: str) -> str:
        return f"{title} {self._desk.office.today():%Y-%m-%d}.xlsx"


class ListJob:
    """One paper: the list. Nothing to fill in and nothing to mark afterwards."""

    def __init__(self, desk: Desk, query: Query, title: str) -> None:
        self._office = desk.office
        self._query = query
        self._title = title

    def papers(self, layout: str, progress: Progress) -> list[Paper]:
        progress(0, 1, "")
        pdf, pages = list_paper.render(self.data())
        day = f"{self._office.today():%Y-%m-%d}"
        return [Paper(key="list", title=self._title, pdf=pdf, pages=pages,
                      file_name=f"{self._title} {day}")]  # fmt: skip

    def data(self) -> list_paper.ListData:
        """What the paper says."""
        entity = self._office.entity(self._query.entity)
        columns = self._query.columns or tuple(entity.listed())
        rows = self._office.rows(self._query)
        return list_paper.ListData(
            title=self._title,
            subtitle=self._subtitle(entity, len(rows)),
            headings=[entity.column_title(name) for name in columns],
            rows=[[shown(entity, name, row[name]) for name in columns] for row in rows],
            day=format_date(self._office.today()),
        )

    def _subtitle(self, entity: Entity, count: int) -> str:
        parts = [ngettext("{n} record", "{n} records", count).format(n=count)]
        for condition in self._query.where:
            if condition.field in ("is_own", "id") or not entity.has(condition.field):
                continue
            many = condition.value if isinstance(condition.value, tuple) else (condition.value,)
            texts = [shown(entity, condition.field, value) for value in many]
            named = ", ".join(text for text in texts if text)
            parts.append(f"{entity.column_title(condition.field)}: {named}")
        if self._query.text:
            parts.append(f"“{self._query.text}”")
        return " · ".join(parts)

    def fill(self, key: str, gap: Finding, text: str) -> Changes:
        raise Refusal(_("There is nothing to fill in on a list."))

    def save(self, key: str, layout: str, path: Path) -> None:
        if path.suffix == ".docx":
            raise Refusal(_("A list is saved as PDF or as Excel."))
        write_whole(path, list_paper.render(self.data())[0])

    def save_all(self, keys: list[str], layout: str, path: Path, progress: Progress) -> None:
        self.save("list", layout, path)

    def mark_printed(self, keys: list[str]) -> Changes:
        return Changes()

    def take_back(self, printed: Changes) -> Changes:
        return Changes()


def _only(query: Query, only: Sequence[UUID]) -> Query:
    if not only:
        return query
    return replace(query, where=(Condition("id", "in", tuple(only)),), text="")


def shown(entity: Entity, name: str, value: Value) -> str:
    """A value as people read it."""
    return value.title if isinstance(value, Ref) else entity.spec(name).format(value)


def _plain(entity: Entity, name: str, value: Value) -> writer.CellValue:
    if isinstance(value, Ref):
        return value.title
    if isinstance(entity.spec(name), Choice | YesNo):
        return entity.spec(name).format(value)
    if isinstance(value, datetime):
        return value.astimezone().date()
    if value is None or isinstance(value, str | int | Decimal | date):
        return value
    return entity.spec(name).format(value)


def _kind(entity: Entity, name: str) -> writer.Kind:
    spec = entity.spec(name)
    if isinstance(spec, Date | Moment):
        return "date"
    if isinstance(spec, Number):
        return "number"
    return "decimal" if isinstance(spec, Money) else "text"


def _letters(entity: Entity, name: str) -> int:
    width = entity.spec(name).width
    return max(FEWEST_LETTERS, width // PIXELS_A_LETTER) if width else STRETCHED_LETTERS
