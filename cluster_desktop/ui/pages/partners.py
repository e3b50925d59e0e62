"""Partners: the list with the record's panel, and the map of roles (who is who in the cluster)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.fields import Choice
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.query import Changes, Condition, Query, Row
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.looks import pill_of
from cluster_desktop.ui.pages.home_parts import FactLine, ListCard
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.quick_add import QuickAdd
from cluster_desktop.ui.work import run

PARTNERS_ONLY = (Condition("is_own", "is", False),)
SHOWN = 6
COLUMN = 340


class RoleMap(QScrollArea):
    """A card for each kind of organisation with its partners; empty kinds are not shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("role_map")
        self._desk = desk
        self._cards: list[ListCard] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 8, 8, 8)
        self._grid.setSpacing(12)
        self.setWidget(self._inner)
        self.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)

    def reload(self) -> None:
        run(self, lambda _p: self._read(), done=self._show, failed=self._desk.fail)

    def _read(self) -> list[tuple[str, str, int, list[Row]]]:
        office = self._desk.office
        kind = office.entity("organisation").fields["kind"]
        counts = office.counts_by(Query("organisation", PARTNERS_ONLY), "kind")
        found = []
        for value, label in kind.options() if isinstance(kind, Choice) else []:
            if counts.get(value):
                where = (*PARTNERS_ONLY, Condition("kind", "is", value))
                query = Query(
                    "organisation", where, sort=(("name", False),), columns=("name", "bin")
                )
                found.append((value, label, counts[value], office.rows(query, SHOWN)))
        return found

    def _show(self, found: Sequence[tuple[str, str, int, list[Row]]]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        for kind, label, count, rows in found:
            card = ListCard(self._inner)
            card.setObjectName(f"role_{kind}")
            card.set_title(f"{label} · {count}")
            lines: list[QWidget] = []
            for row in rows:
                line = FactLine("partners", str(row["name"] or ""), "", card)
                place = Place("partners", record=row.id)
                line.clicked.connect(lambda _on=False, to=place: self._desk.go.emit(to))
                lines.append(line)
            if count > len(rows):
                said = ngettext("{n} more", "{n} more", count - len(rows))
                more = FactLine("more", said.format(n=count - len(rows)), _("Show"), card)
                lines.append(more)
                all_of = Place("partners", where=(Condition("kind", "is", kind),))
                more.clicked.connect(lambda _on=False, to=all_of: self._desk.go.emit(to))
            card.set_rows(lines)
            self._cards.append(card)
        self._arrange()

    def cards(self) -> list[ListCard]:
        return list(self._cards)

    def _arrange(self) -> None:
        columns = max(1, self.viewport().width() // COLUMN)
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


class AgreementsOf(QWidget):
    """The agreements of one partner, in the panel; a click opens the agreement."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreements_of")
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def open(self, rows: Sequence[Row]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            look = pill_of("agreement", "state", row.values)
            note = format_date(row["until"]) if row["until"] else _("without an end")
            line = FactLine("agreements", str(row["number"] or "–"), note, self,
                            look=look.look if look is not None else "")  # fmt: skip
            place = Place("agreements", record=row.id)
            line.clicked.connect(lambda _on=False, to=place: self._desk.go.emit(to))
            self._column.addWidget(line)
        self.updateGeometry()


class PartnersPage(ListPage):
    """All partners, and the map of roles."""

    KEY = "partners"
    ENTITY = "organisation"
    COMMANDS = ListPage.COMMANDS | {"new_partner", "new_memorandum"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.map = RoleMap(desk, self)
        self.add_tab("map", self.map)
        self.agreements = AgreementsOf(desk, self)
        self.add_section("agreements", self.agreements)
        self.add_belongings()
        self.list.set_base(PARTNERS_ONLY)
        self.quick = QuickAdd(desk, self)
        self.quick.added.connect(self.list.select)
        self.quick.opened.connect(self.open_record)
        self.under_list(self.quick)
        self.retranslate()

    def title(self) -> str:
        return _("Partners")

    def tab_titles(self) -> list[str]:
        return [_("All partners"), _("Map of roles")]

    def show_tab(self, key: str) -> None:
        super().show_tab(key)
        if self._tab == "map":
            self.map.reload()

    def run(self, command: str) -> None:
        if command == "new_partner":
            super().run("new")
        elif command == "new_memorandum":
            self.desk.memorandum.emit(self.panel.record_id() if self.panel.isVisible() else None)
        else:
            super().run(command)

    def record_opened(self, record: UUID) -> None:
        where = (Condition("partner_id", "is", record),)
        columns = ("number", "kind", "until", "state", "days_left")
        query = Query("agreement", where, sort=(("until", True),), columns=columns)
        run(
            self, lambda _p: (record, self.office.rows(query, 20)), done=self._show_agreements,
            failed=self.desk.fail,
        )  # fmt: skip

    def _show_agreements(self, found: tuple[UUID, list[Row]]) -> None:
        record, rows = found
        if record == self.panel.record_id():
            self.agreements.open(rows)
            self.set_note("agreements", len(rows))

    def records_changed(self, changes: Changes) -> None:
        if self._tab == "map" and "organisation" in changes.entities:
            self.map.reload()
        shown = self.panel.record_id()
        if shown is not None and "agreement" in changes.entities:
            self.record_opened(shown)

    def go_to_related(self) -> None:
        shown = self.panel.record_id()
        if shown is not None:
            where = (Condition("partner_id", "is", shown),)
            self.desk.go.emit(Place("agreements", where=where))

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                ("set_field", _("Set field…"), "edit", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.set_empty(
            _("No partners yet. Add the first one or load a list from Excel."),
            [
                (_("New partner"), "add", lambda: self.run("new"), True),
                (_("Import…"), "import", lambda: self.run("import"), False),
            ],
        )
        self.quick.retranslate()
        self.panel.set_buttons(
            [
                (_("Memorandum"), "agreements", lambda: self.run("new_memorandum")),
                (_("Print"), "print", self._print_papers),
            ]
        )
        self.title_section("agreements", _("Agreements"))
        self.list.retranslate()

    def _print_papers(self) -> None:
        """The papers of all agreements of the open partner."""
        shown = self.panel.record_id()
        if shown is None:
            return
        query = Query("agreement", (Condition("partner_id", "is", shown),), columns=("number",))
        run(
            self, lambda _p: [row.id for row in self.office.rows(query)],
            done=self._offer_papers, failed=self.desk.fail,
        )  # fmt: skip

    def _offer_papers(self, agreements: list[UUID]) -> None:
        if agreements:
            self.desk.papers.emit(agreements)
        else:
            self.desk.said.emit(_("This partner has no agreement to print yet."))
