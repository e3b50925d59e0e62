"""Agreements: the list by state with the record's panel, obligations, templates of papers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Changes, Condition, Query, Ref, Row
from cluster_desktop.services import agreements
from cluster_desktop.services.paper_kinds import PAPERS
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.listing import EntityList
from cluster_desktop.ui.looks import pill_of
from cluster_desktop.ui.pages.document_card import DocumentCard
from cluster_desktop.ui.pages.home_parts import FactLine
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.renew import RenewSheet, SignedSheet
from cluster_desktop.ui.pages.templates import TemplatesTab
from cluster_desktop.ui.papers_menu import open_papers
from cluster_desktop.ui.widgets import Button
from cluster_desktop.ui.work import run

MOST_AT_ONCE = 500


class Related(QWidget):
    """The agreements before and after this one, and the others with the same partner."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("related")
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def open(self, rows: Sequence[Row], shown: UUID) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            look = pill_of("agreement", "state", row.values)
            note = format_date(row["until"]) if row["until"] else _("without an end")
            name = "history" if row.id != shown else "pin"
            line = FactLine(name, str(row["number"] or "–"), note, self,
                            look=look.look if look is not None else "")  # fmt: skip
            place = Place("agreements", record=row.id)
            line.clicked.connect(lambda _on=False, to=place: self._desk.go.emit(to))
            self._column.addWidget(line)
        self.updateGeometry()


class AgreementsPage(ListPage):
    """List, obligations, templates."""

    KEY = "agreements"
    ENTITY = "agreement"
    COMMANDS = ListPage.COMMANDS | {"new_memorandum"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.obligations = EntityList(desk.office, desk.bridge, "obligation", self)
        self.obligations.opened.connect(self._open_obligation)
        self.templates = TemplatesTab(desk, self)
        self.add_tab("obligations", self.obligations)
        self.add_tab("templates", self.templates)
        self.scans = Button(icon="attach", look="flat", dense=True, parent=self)
        self.scans.setObjectName("file_scans_button")
        self.scans.clicked.connect(lambda: desk.command.emit("scans"))
        self.top.addWidget(self.scans)
        self.list.query_changed.connect(self._sum_up)
        self.related = Related(desk, self)
        self.document = DocumentCard(desk, self)
        self.add_section("document", self.document, opened=True)
        self.add_section("related", self.related)
        self.add_belongings()
        self.retranslate()
        self._sum_up()

    def title(self) -> str:
        return _("Agreements")

    def tab_titles(self) -> list[str]:
        return [_("Agreements"), _("Obligations"), _("Document templates")]

    def help_topic(self) -> str:
        return "templates" if self._tab == "templates" else super().help_topic()

    def open_place(self, place: Place) -> None:
        if place.tab == "obligations":
            self.show_tab("obligations")
            if place.where is not None:
                self.obligations.set_where(place.where)
            return
        super().open_place(place)
        if self._tab == "templates":
            self.templates.reload()

    def show_tab(self, key: str) -> None:
        super().show_tab(key)
        if self._tab == "templates":
            self.templates.reload()

    def run(self, command: str) -> None:
        if command in ("new", "new_memorandum"):
            self.desk.memorandum.emit(None)
        else:
            super().run(command)

    def print_chosen(self) -> None:
        """The papers of the ticked agreements; without ticks the list as it is shown."""
        ticked = self.list.table.rows.ticked_ids() if self._tab == "all" else []
        if ticked:
            self.desk.papers.emit(ticked)
        else:
            super().print_chosen()

    def act(self, verb: str) -> None:
        """Home's button: the verb on everything its line counted."""
        query = Query("agreement", self.list.query().where, columns=("number",))
        run(
            self, lambda _p: [row.id for row in self.office.rows(query, MOST_AT_ONCE)],
            done=lambda records: self._verb(verb, records), failed=self.desk.fail,
        )  # fmt: skip

    def _verb(self, verb: str, records: list[UUID]) -> None:
        verbs = {"renew": self.renew, "mark_signed": self.mark_signed}
        if verb in verbs and records:
            verbs[verb](records)

    def renew(self, records: list[UUID]) -> None:
        if records:
            self.desk.sheet.emit(RenewSheet(self.desk, records), "middle")

    def mark_signed(self, records: list[UUID]) -> None:
        if records:
            self.desk.sheet.emit(SignedSheet(self.desk, records), "middle")

    def _sum_up(self) -> None:
        """How many of each kind are shown, for the sum line."""
        query = self.list.query()
        run(self, lambda _p: self.office.counts_by(query, "kind"), done=self._show_sums)

    def _show_sums(self, counts: dict[str, int]) -> None:
        kind = self.office.entity("agreement").fields["kind"]
        most = sorted(counts.items(), key=lambda item: -item[1])[:3]
        self.list.set_summary(lambda _n: [f"{kind.format(name)}: {n}" for name, n in most])

    # ---- panel ----

    def record_opened(self, record: UUID) -> None:
        self.document.open(record)
        run(
            self, lambda _p: self._read_related(record), done=self._show_related,
            failed=self.desk.fail,
        )  # fmt: skip

    def _read_related(self, record: UUID) -> tuple[UUID, list[Row]]:
        ids = agreements.chain(self.office, record)
        partner = self.office.get("agreement", record)["partner_id"]
        columns = ("number", "until", "state", "days_left")
        found = self.office.rows(Query("agreement", (Condition("id", "in", tuple(ids)),),
                                       sort=(("until", True),), columns=columns))  # fmt: skip
        if isinstance(partner, Ref):
            where = (Condition("partner_id", "is", partner.id),)
            same = self.office.rows(Query("agreement", where, columns=columns), 20)
            found += [row for row in same if row.id not in ids]
        return record, [row for row in found if row.id != record]

    def _show_related(self, found: tuple[UUID, list[Row]]) -> None:
        record, rows = found
        if record == self.panel.record_id():
            self.related.open(rows, record)
            self.set_note("related", len(rows))

    def go_to_related(self) -> None:
        shown = self.panel.record_id()
        if shown is None:
            return
        partner = self.office.get("agreement", shown)["partner_id"]
        if isinstance(partner, Ref):
            self.desk.go.emit(Place("partners", record=partner.id))

    def records_changed(self, changes: Changes) -> None:
        shown = self.panel.record_id()
        if "agreement" in changes.entities:
            self._sum_up()
            if self.panel.isVisible() and shown is not None:
                self.record_opened(shown)

    def _open_obligation(self, record: object) -> None:
        if isinstance(record, UUID):
            agreement = self.office.get("obligation", record)["agreement_id"]
            if isinstance(agreement, Ref):
                self.desk.go.emit(Place("agreements", record=agreement.id))

    def _on_panel(self, verb: str) -> None:
        shown = self.panel.record_id()
        if shown is None:
            return
        if verb == "print":
            self.desk.papers.emit([shown])
        elif verb == "renew":
            self.renew([shown])
        elif verb == "more":
            self._panel_menu(shown)

    def _panel_menu(self, record: UUID) -> None:
        menu = QMenu(self)
        for name, text, done in (
            ("tick", _("Mark as signed…"), lambda: self.mark_signed([record])),
            ("history", _("History of the record"), lambda: self.panel.show_tab("history")),
            ("bin", _("Put into the bin"), lambda: self.to_bin([record])),
        ):
            menu.addAction(icon(name, "muted"), text, done)
        annex = PAPERS["annex"]
        menu.addAction(
            icon(annex.icon, "muted"),
            _(annex.label) + "…",
            lambda: open_papers(self.desk, "annex", "agreement", [record]),
        )
        corner = self.panel.mapToGlobal(QPoint(self.panel.width() - 200, self.panel.height() - 150))
        menu.popup(corner)

    # ---- texts ----

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                ("print", _("Print…"), "print", self.desk.papers.emit),
                ("renew", _("Renew…"), "history", self.renew),
                ("set_field", _("Set field…"), "edit", self.set_field),
                ("mark_signed", _("Mark signed…"), "tick", self.mark_signed),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.set_empty(
            _("No agreements yet. Prepare a memorandum: two minutes until it is printed."),
            [
                (_("New memorandum"), "add", lambda: self.run("new"), True),
                (_("Import…"), "import", lambda: self.run("import"), False),
            ],
        )
        self.panel.set_buttons(
            [
                (_("Print"), "print", lambda: self._on_panel("print")),
                (_("Renew…"), None, lambda: self._on_panel("renew")),
                (_("More…"), None, lambda: self._on_panel("more")),
            ]
        )
        self.title_section("related", _("Related agreements"))
        self.title_section("document", _("Document"))
        self.document.retranslate()
        self.scans.setText(_("File scans…"))
        self.list.retranslate()
        self.obligations.set_empty(_("No obligations are written down yet."), [])
