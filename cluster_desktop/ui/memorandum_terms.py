"""Block 2 of the memorandum: number, dates, template, places, who signs for the college."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QWidget

from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import N_, _, language, ngettext
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.rules.terms import add_months
from cluster_desktop.services.office import Office
from cluster_desktop.ui.editors import DateEdit, Editor, editor_for
from cluster_desktop.ui.memorandum_draft import SIGNATORY
from cluster_desktop.ui.memorandum_form import Block, Labelled
from cluster_desktop.ui.widgets import Button

YEARS = (1, 2, 3, 5)
LAYOUTS = {"columns": N_("side by side"), "sequence": N_("one after the other")}
_ANOTHER = "another"


def template_rows(office: Office) -> list[Row]:
    """Templates of memoranda in use."""
    where = (Condition("kind", "is", "memorandum"), Condition("is_current", "is", True))
    return office.rows(
        Query("document_template", where, columns=("name_kk", "name_ru", "version")), 100
    )


class TermsBlock(Block):
    """Shows and asks; the sheet keeps the values."""

    edited = Signal(str, object)
    committed = Signal(str, object)
    layout_changed = Signal(str)
    signatory_changed = Signal(object)
    """Values of the person who signs for the college; empty for its head."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(2, lambda: _("Terms"), parent)
        self._office = office
        self._agreement = office.entity("agreement")
        self.editors: dict[str, Editor] = {}
        self._people: list[Mapping[str, Value]] = []
        self._head = ""
        self._date_name = "valid_from"
        self._is_open = False
        self._is_open_ended = False
        self.template = QComboBox(self)
        self.template.setObjectName("template_id")
        self.layouts = QComboBox(self)
        self.layouts.setObjectName("layout")
        self.signer = QComboBox(self)
        self.signer.setObjectName("signed_by_us")
        for combo in (self.template, self.signer, self.layouts):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(6)
        self.term = Button("", look="flat", dense=True, parent=self)
        self.term.setObjectName("term")
        # Made once and only renamed: a menu that is cleared frees actions Python still knows.
        self._years = {years: QAction(self) for years in YEARS}
        self._without_end = QAction(self)
        menu = QMenu(self)
        for years, action in self._years.items():
            action.triggered.connect(partial(self.set_years, years))
            menu.addAction(action)
        menu.addSeparator()
        self._without_end.triggered.connect(self.set_open)
        menu.addAction(self._without_end)
        self.term.setMenu(menu)
        self._build()
        self.template.activated.connect(
            lambda: self.committed.emit("template_id", self.template.currentData())
        )
        self.layouts.activated.connect(
            lambda: self.layout_changed.emit(str(self.layouts.currentData()))
        )
        self.signer.activated.connect(self._on_signer)
        self.retranslate()

    # ---- making ----

    def _build(self) -> None:
        number = self._field("number")
        day = self._field("valid_from", lambda: _("Date"))
        until = self._field("valid_until", lambda: _("Until"), corner=self.term)
        self.add_row((number, 4), (day, 4), (until, 4))
        template = Labelled(self.template, lambda: _("Template"), self)
        self.add_row((template, 8), (self._field("places"), 4))
        signer = Labelled(self.signer, lambda: _("Signed by us"), self)
        layout = Labelled(self.layouts, lambda: _("Kazakh and Russian"), self)
        self.add_row((signer, 8), (layout, 4))
        self._person: dict[str, Editor] = {}
        self._person_rows = [
            *self.add_row((self._person_field("name_kk"), 6), (self._person_field("name_ru"), 6)),
            *self.add_row(
                (self._person_field("position_kk"), 6), (self._person_field("position_ru"), 6)
            ),
            *self.add_row((self._person_field("basis_kk"), 6), (self._person_field("basis_ru"), 6)),
            *self.add_row((self._person_field("in_person_ru"), 12)),
        ]
        self._places = self.add_row((self._field("place_kk"), 6), (self._field("place_ru"), 6))
        self._extra = [
            *self.add_row((self._field("directions"), 12)),
            *self.add_row(
                (self._field("renewal"), 4),
                (self._field("renewal_months"), 4),
                (self._field("notice_months"), 4),
            ),
            *self.add_row((self._field("responsible"), 12)),
        ]
        self.more = Button("", look="flat", dense=True, icon="chevron-down", parent=self)
        self.more.setObjectName("more_terms")
        links = QWidget(self)
        row = QHBoxLayout(links)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.more)
        row.addStretch(1)
        self.add_widget(links)
        self.more.clicked.connect(lambda: self.open_more(is_open=not self._is_open))
        until_editor = self.editors["valid_until"]
        if isinstance(until_editor, DateEdit):
            until_editor.set_base(self._base)
        for field in self._person_rows:
            field.hide()
        self.open_more(is_open=False)

    def _field(
        self, name: str, label: Callable[[], str] | None = None, corner: QWidget | None = None
    ) -> Labelled:
        spec = self._agreement.fields[name]
        editor = editor_for(spec, self._office, self._office.today, self)
        editor.edited.connect(lambda: self.edited.emit(self._name(name), editor.value()))
        editor.committed.connect(lambda value: self.committed.emit(self._name(name), value))
        self.editors[name] = editor
        return Labelled(editor, label or spec.title, self, corner=corner)

    def _person_field(self, name: str) -> Labelled:
        spec: Field = self._office.entity("signatory").fields[name]
        editor = editor_for(spec, self._office, self._office.today, self)
        editor.setObjectName(f"signatory_{name}")
        editor.edited.connect(self._tell_person)
        editor.committed.connect(lambda _value: self._tell_person())
        self._person[name] = editor
        return Labelled(editor, spec.title, self)

    def _name(self, name: str) -> str:
        """The date of the paper is the signature's day once the paper is signed."""
        return self._date_name if name == "valid_from" else name

    def retranslate(self) -> None:
        super().retranslate()
        if not hasattr(self, "more"):
            return
        words = _("Fewer terms") if self._is_open else _("More terms")
        self.more.setText(words)
        self._name_terms()
        at = self.layouts.currentIndex()
        self.layouts.clear()
        for key, label in LAYOUTS.items():
            self.layouts.addItem(_(label), key)
        self.layouts.setCurrentIndex(max(0, at))
        self._fill_signers()
        self._say_term()

    # ---- values ----

    def show_terms(self, terms: Mapping[str, Value], *, date_name: str, keep: bool = False) -> None:
        """Show values. `keep`: fields with unsaved typing stay as they are."""
        self._date_name = date_name
        for name, editor in self.editors.items():
            if not (keep and editor.is_changed()):
                editor.set_value(terms.get(self._name(name)))
        at = self.template.findData(terms.get("template_id"))
        self.template.setCurrentIndex(max(0, at))
        self._set_open_ended(bool(terms.get("open_ended")))
        if not keep:
            lacks_place = not terms.get("place_kk") or not terms.get("place_ru")
            for field in self._places:
                field.setVisible(lacks_place or self._is_open)
        self._say_term()

    def set_templates(self, rows: Sequence[Row]) -> None:
        """Templates to choose from; the first entry lets the program take its own."""
        chosen = self.template.currentData()
        self.template.clear()
        self.template.addItem(_("Memorandum, in Kazakh and Russian"), None)
        for row in rows:
            names = (row["name_ru"], row["name_kk"])
            ordered = names if language() == "ru" else names[::-1]
            self.template.addItem(str(ordered[0] or ordered[1]), row.id)
        self.template.setCurrentIndex(max(0, self.template.findData(chosen)))

    def keep_value(self, name: str, value: Value) -> None:
        """A committed value is the saved one from here on."""
        editor = self.editors.get("valid_from" if name == self._date_name else name)
        if editor is not None:
            editor.set_value(value)
        self._say_term()

    def layout_key(self) -> str:
        return str(self.layouts.currentData() or "columns")

    def set_layout(self, key: str) -> None:
        self.layouts.setCurrentIndex(max(0, self.layouts.findData(key)))

    def show_field(self, name: str) -> Editor | None:
        """Make a field visible; its editor, None for a name that is no field here."""
        wanted = "valid_from" if name in ("signed_on", "date") else name
        editor = self.editors.get(wanted)
        if editor is not None and not editor.isVisible():
            self.open_more(is_open=True)
        return editor

    def open_more(self, *, is_open: bool) -> None:
        self._is_open = is_open
        for field in self._extra:
            field.setVisible(is_open)
        for field in self._places:
            editor = field.control
            empty = isinstance(editor, Editor) and not editor.value()
            field.setVisible(is_open or empty)
        self.more.set_icon("chevron-up" if is_open else "chevron-down")
        self.retranslate()

    def set_locked(self, locked: bool) -> None:
        """Read only: the paper is signed."""
        for editor in self.editors.values():
            editor.set_read_only(locked)
        for combo in (self.template, self.signer):
            combo.setEnabled(not locked)
        self.term.setVisible(not locked)

    # ---- the term ----

    def _base(self) -> date:
        """The day "+1 year" counts from: the paper's date."""
        value = self.editors["valid_from"].value()
        return value if isinstance(value, date) else self._office.today()

    def _name_terms(self) -> None:
        for years, action in self._years.items():
            action.setText(ngettext("{n} year", "{n} years", years).format(n=years))
        self._without_end.setText(_("without an end"))

    def set_years(self, years: int, _checked: bool = False) -> None:
        """The end so many years after the date."""
        self._set_open_ended(False)
        self.committed.emit("open_ended", False)
        editor = self.editors["valid_until"]
        editor.show_value(add_months(self._base(), 12 * years))
        editor.commit()
        self._say_term()

    def set_open(self) -> None:
        """No end of the term."""
        editor = self.editors["valid_until"]
        editor.show_value(None)
        editor.commit()
        self._set_open_ended(True)
        self.committed.emit("open_ended", True)
        self._say_term()

    def _set_open_ended(self, is_open: bool) -> None:
        self._is_open_ended = is_open
        editor = self.editors["valid_until"]
        if isinstance(editor, DateEdit):
            editor.set_placeholder(_("without an end") if is_open else "")

    def _say_term(self) -> None:
        """The length of the term on its own button, where it is whole years."""
        until = self.editors["valid_until"].value()
        words = _("Term")
        if self._is_open_ended:
            words = _("no end")
        elif isinstance(until, date):
            base = self._base()
            for years in range(1, 31):
                if add_months(base, 12 * years) == until:
                    words = ngettext("{n} year", "{n} years", years).format(n=years)
                    break
        self.term.setText(words)
        self.term.setAccessibleName(_("Term: {words}").format(words=words))

    # ---- who signs ----

    def set_signers(
        self, head: str, people: Sequence[Mapping[str, Value]], chosen: Mapping[str, Value]
    ) -> None:
        """The head of the college, people who signed before, and who signs this paper."""
        self._head = head
        self._people = list(people)
        names = [one.get("name_kk") for one in self._people]
        if any(chosen.values()) and chosen.get("name_kk") not in names:
            self._people.insert(0, dict(chosen))
        self._fill_signers()
        names = [one.get("name_kk") for one in self._people]
        is_person = any(chosen.values())
        self.signer.setCurrentIndex(1 + names.index(chosen.get("name_kk")) if is_person else 0)
        for field in self._person_rows:
            field.setVisible(is_person)
        for name, editor in self._person.items():
            editor.set_value(chosen.get(name))

    def _fill_signers(self) -> None:
        at = self.signer.currentIndex()
        self.signer.clear()
        self.signer.addItem(self._head or _("the head of the college"), None)
        for person in self._people:
            name = person.get("name_ru") if language() == "ru" else person.get("name_kk")
            role = person.get("position_ru") if language() == "ru" else person.get("position_kk")
            words = ", ".join(str(word) for word in (name or person.get("name_kk"), role) if word)
            self.signer.addItem(words, dict(person))
        self.signer.addItem(_("Another person…"), _ANOTHER)
        self.signer.setCurrentIndex(max(0, at))

    def _on_signer(self) -> None:
        chosen = self.signer.currentData()
        is_person = chosen is not None
        for field in self._person_rows:
            field.setVisible(is_person)
        values = chosen if isinstance(chosen, dict) else {}
        for name, editor in self._person.items():
            editor.set_value(values.get(name))
        if chosen == _ANOTHER:
            self._person["name_kk"].input.setFocus()
        else:
            self.signatory_changed.emit(values)

    def _tell_person(self) -> None:
        values = {name: self._person[name].value() for name in SIGNATORY if name in self._person}
        self.signatory_changed.emit(values)
