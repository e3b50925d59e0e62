"""A list as one paper of a print job. Loads ReportLab: imported when a list is printed first."""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.documents import list_paper
from cluster_desktop.entity import Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.query import Changes, Query, Ref
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.summary import Summary, label_of
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress


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

    def narrowed_by(self, count: int) -> str:
        """How many records, and what they were narrowed by."""
        return self._subtitle(self._office.entity(self._query.entity), count)

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

    def issue(self, keys: list[str]) -> Changes:
        return Changes()

    def mark_printed(self, keys: list[str]) -> Changes:
        return Changes()

    def take_back(self, printed: Changes) -> Changes:
        return Changes()


class SummaryJob(ListJob):
    """A summary of a list as one paper."""

    def __init__(self, desk: Desk, made: Summary, title: str) -> None:
        super().__init__(desk, made.query, title)
        self._made = made

    def data(self) -> list_paper.ListData:
        headings, lines = self._made.table()
        entity = self._office.entity(self._query.entity)
        about = self.narrowed_by(self._office.count(self._query))
        return list_paper.ListData(
            title=self._title,
            subtitle=f"{label_of(entity, self._made.asked)} · {about}",
            headings=headings,
            rows=lines,
            day=format_date(self._office.today()),
        )


def shown(entity: Entity, name: str, value: Value) -> str:
    """A value as people read it."""
    return value.title if isinstance(value, Ref) else entity.spec(name).format(value)
