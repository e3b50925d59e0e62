"""Block 1 of the memorandum: the partner, what of it goes on paper, and further parties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Bug
from cluster_desktop.fields import Link, Value
from cluster_desktop.i18n import _, language
from cluster_desktop.services.office import Office
from cluster_desktop.ui.editors import Editor, LineEditor, RefEdit, editor_for
from cluster_desktop.ui.memorandum_form import Block, Labelled
from cluster_desktop.ui.widgets import Button, IconButton

# On what a head acts: Kazakh and Russian word for it belong together.
BASES = (
    ("Жарғы", "Устав"),
    ("Ереже", "Положение"),
    ("Сенімхат", "Доверенность"),
    ("Куәлік", "Свидетельство"),
    ("Бұйрық", "Приказ"),
)
MOST_PARTIES = 4


def _link(office: Office, entity: str, name: str) -> Link:
    """The declaration of a link field. Raises Bug where it is none."""
    found = office.entity(entity).fields[name]
    if not isinstance(found, Link):
        raise Bug(f"{entity}.{name} is no link")
    return found


class PartyRow(QWidget):
    """A third or fourth party: choose it, or take it off the paper."""

    chosen = Signal(object)
    removed = Signal()

    def __init__(self, field: Link, office: Office, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor = RefEdit(field, office.today, office, self, creates=False)
        self.editor.input.setProperty("dense", False)
        self.remove = IconButton("close", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.editor, 1)
        row.addWidget(self.remove)
        self.editor.committed.connect(self.chosen)
        self.remove.clicked.connect(self.removed)
        self.retranslate()

    def retranslate(self) -> None:
        self.editor.name_it()
        self.editor.input.setAccessibleName(_("Further party"))
        self.remove.set_name(_("Take the party off the paper"))


class PartnerBlock(Block):
    """Shows and asks; the sheet keeps the values."""

    partner_chosen = Signal(object)
    """UUID of a partner of the list, None when the field was emptied."""
    partner_new = Signal(str)
    edited = Signal(str, object)
    """A keystroke in a field of the partner: name, value as far as it is one."""
    committed = Signal(str, object)
    parties_changed = Signal(object)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(1, lambda: _("Partner"), parent)
        self._office = office
        self._organisation = office.entity("organisation")
        self.partner = RefEdit(_link(office, "agreement", "partner_id"), office.today, office, self)
        self.editors: dict[str, Editor] = {}
        self.basis = QComboBox(self)
        self.basis.setObjectName("basis")
        self._extra: list[Labelled] = []
        self._is_open = False
        self._build()
        self.partner.committed.connect(self.partner_chosen)
        self.partner.create_wanted.connect(self.partner_new)
        self.basis.activated.connect(self._on_basis)
        self.retranslate()

    # ---- making ----

    def _build(self) -> None:
        self.add_row((Labelled(self.partner, lambda: _("Partner's name"), self), 12))
        self._names = self.add_row((self._field("name_kk"), 6), (self._field("name_ru"), 6))
        basis = Labelled(self.basis, lambda: _("Acts on the basis of"), self)
        self.add_row((self._field("bin"), 6), (basis, 6))
        self._kk = self.add_row((self._field("head_kk"), 6), (self._field("head_position_kk"), 6))
        self._ru = self.add_row((self._field("head_ru"), 6), (self._field("head_position_ru"), 6))
        self._phrase = self.add_row((self._field("in_person_ru"), 12))
        self._addresses = self.add_row(
            (self._field("address_kk"), 6), (self._field("address_ru"), 6)
        )
        self._extra = [
            *self.add_row((self._field("basis_kk"), 6), (self._field("basis_ru"), 6)),
            *self.add_row((self._field("phone"), 6), (self._field("email"), 6)),
            *self.add_row((self._field("iban"), 6), (self._field("bank"), 6)),
            *self.add_row(
                (self._field("bic"), 4), (self._field("kbe"), 3), (self._field("kind"), 5)
            ),
        ]
        self.more = Button("", look="flat", dense=True, icon="chevron-down", parent=self)
        self.more.setObjectName("more_requisites")
        self.add_party = Button("", look="flat", dense=True, icon="add", parent=self)
        self.add_party.setObjectName("add_party")
        links = QWidget(self)
        row = QHBoxLayout(links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.more)
        row.addWidget(self.add_party)
        row.addStretch(1)
        self._parties_box = QWidget(self)
        self._parties = QVBoxLayout(self._parties_box)
        self._parties.setContentsMargins(0, 0, 0, 0)
        self._parties.setSpacing(6)
        self._rows: list[PartyRow] = []
        self.add_widget(self._parties_box)
        self.add_widget(links)
        self.more.clicked.connect(lambda: self.open_more(is_open=not self._is_open))
        self.add_party.clicked.connect(lambda: self._add_party(None, focus=True))

    def _field(self, name: str) -> Labelled:
        spec = self._organisation.fields[name]
        editor = editor_for(spec, self._office, self._office.today, self)
        editor.edited.connect(lambda: self.edited.emit(name, editor.value()))
        editor.committed.connect(lambda value: self.committed.emit(name, value))
        self.editors[name] = editor
        self._hint(editor)
        label: Callable[[], str] = spec.title
        return Labelled(editor, label, self)

    @staticmethod
    def _hint(editor: Editor) -> None:
        """How to fill it in, said in the empty field itself."""
        if editor.field.hint and isinstance(editor, LineEditor):
            editor.set_placeholder(_(editor.field.hint))

    def retranslate(self) -> None:
        super().retranslate()
        if not hasattr(self, "more"):
            return
        for editor in self.editors.values():
            self._hint(editor)
        words = _("Fewer requisites") if self._is_open else _("More requisites")
        self.more.setText(words)
        self.add_party.setText(_("Add a party"))
        for row in self._rows:
            row.retranslate()

    # ---- values ----

    def show_partner(
        self, partner: UUID | None, values: Mapping[str, Value], *, is_new: bool, keep: bool = False
    ) -> None:
        """Show a partner's values. `keep`: fields with unsaved typing stay as they are."""
        if not (keep and self.partner.is_changed()):
            self.partner.set_value(partner)
        name = values.get("name_kk") or values.get("name_ru") or ""
        if is_new and not keep:
            self.partner.line.setText(str(name))
        for field, editor in self.editors.items():
            if not (keep and editor.is_changed()):
                editor.set_value(values.get(field))
        self.note.setText("")
        if is_new:
            self.note.setText(_("new partner"))
        elif partner is not None:
            self.note.setText(_("taken from the list"))
        self._fill_basis(values)
        known = partner is not None or is_new
        for field, editor in self.editors.items():
            editor.setEnabled(known)
            editor.setObjectName(field)
        self.basis.setEnabled(known)
        self.add_party.setEnabled(known)
        if not keep:
            self._reveal(values, is_new=is_new)

    def _reveal(self, values: Mapping[str, Value], *, is_new: bool) -> None:
        """Rows that need typing are open; what is filled in the other language stays folded."""
        other = self._ru if language() != "ru" else self._kk
        own = self._kk if language() != "ru" else self._ru

        def lacks(*names: str) -> bool:
            return any(not values.get(name) for name in names)

        known = bool(values)
        self._show(self._names, known and (is_new or lacks("name_kk", "name_ru")))
        self._show(own, True)
        names = (
            ("head_ru", "head_position_ru")
            if other is self._ru
            else ("head_kk", "head_position_kk")
        )
        self._show(other, known and lacks(*names))
        self._show(self._phrase, known and lacks("in_person_ru"))
        self._show(self._addresses, known and lacks("address_kk", "address_ru"))
        self._is_open = False
        self._show(self._extra, False)
        self.retranslate()

    @staticmethod
    def _show(fields: list[Labelled], is_shown: bool) -> None:
        for field in fields:
            field.setVisible(is_shown)

    def open_more(self, *, is_open: bool) -> None:
        """Fold or unfold the rest of the requisites, the other language included."""
        self._is_open = is_open
        self._show(self._extra, is_open)
        if is_open:
            for row in (self._names, self._kk, self._ru, self._phrase, self._addresses):
                self._show(row, True)
        self.more.set_icon("chevron-up" if is_open else "chevron-down")
        self.retranslate()

    def show_field(self, name: str) -> Editor | None:
        """Make a field visible; its editor, None for a name that is no field here."""
        if name == "partner_id":
            return self.partner
        editor = self.editors.get(name)
        if editor is not None and not editor.isVisible():
            self.open_more(is_open=True)
        return editor

    def set_locked(self, locked: bool) -> None:
        """Read only: the paper is signed."""
        self.partner.set_read_only(locked)
        for editor in self.editors.values():
            editor.set_read_only(locked)
        self.basis.setEnabled(not locked)
        self.add_party.setVisible(not locked)

    # ---- basis ----

    def _fill_basis(self, values: Mapping[str, Value]) -> None:
        now = (str(values.get("basis_kk") or ""), str(values.get("basis_ru") or ""))
        pairs = list(BASES)
        self.basis.clear()
        if now == ("", ""):
            self.basis.addItem("–", None)
        elif now not in pairs:
            pairs.insert(0, now)
        for pair in pairs:
            self.basis.addItem(" / ".join(word for word in pair if word), pair)
        at = next((n for n in range(self.basis.count()) if self.basis.itemData(n) == now), 0)
        self.basis.setCurrentIndex(at)

    def _on_basis(self) -> None:
        pair = self.basis.currentData()
        if not isinstance(pair, tuple | list):
            return
        for name, word in zip(("basis_kk", "basis_ru"), pair, strict=True):
            self.editors[name].show_value(word)
            self.editors[name].commit()

    # ---- further parties ----

    def show_parties(self, parties: tuple[UUID, ...]) -> None:
        """The third and further parties."""
        if tuple(row.editor.saved_value() for row in self._rows) == parties:
            return
        for row in list(self._rows):
            self._drop(row)
        for party in parties:
            self._add_party(party, focus=False)
        self._offer_party()

    def _add_party(self, party: UUID | None, *, focus: bool) -> None:
        link = _link(self._office, "party", "organisation_id")
        row = PartyRow(link, self._office, self._parties_box)
        row.editor.set_value(party)
        row.chosen.connect(lambda value, of=row: self._on_party(of, value))
        row.removed.connect(lambda of=row: self._remove(of))
        self._rows.append(row)
        self._parties.addWidget(row)
        row.show()
        self._offer_party()
        if focus:
            row.editor.input.setFocus()

    def _on_party(self, row: PartyRow, value: UUID | None) -> None:
        row.editor.set_value(value)
        self._tell_parties()

    def _remove(self, row: PartyRow) -> None:
        self._drop(row)
        self._tell_parties()

    def _drop(self, row: PartyRow) -> None:
        self._rows.remove(row)
        self._parties.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._offer_party()

    def _offer_party(self) -> None:
        self.add_party.setVisible(len(self._rows) + 2 < MOST_PARTIES)

    def _tell_parties(self) -> None:
        chosen = [row.editor.saved_value() for row in self._rows]
        self.parties_changed.emit(tuple(one for one in chosen if one is not None))
