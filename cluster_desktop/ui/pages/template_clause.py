"""One clause of a template: number, Kazakh and Russian side by side, its place and condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cluster_desktop.documents import conditions
from cluster_desktop.documents.conditions import FILLED, IS
from cluster_desktop.documents.place_names import facts_of, places_of
from cluster_desktop.documents.places import check_clause
from cluster_desktop.i18n import N_, _
from cluster_desktop.services.paper_data import Clause, Level, Pair
from cluster_desktop.ui.pages.template_text import ClauseEdit
from cluster_desktop.ui.widgets import IconButton, TextLabel

NUMBER_WIDTH = 44
MENU_SIDE = 28
Options = Mapping[str, Mapping[str, str]]
"""The labels of the values of each choice."""

LEVELS: Mapping[Level, str] = {
    Level.SECTION: N_("Section heading: 1."),
    Level.CLAUSE: N_("Clause: 1.1."),
    Level.SUBCLAUSE: N_("Below a clause: 1.1.1."),
    Level.PREAMBLE: N_("Text without a number"),
    Level.CENTRE: N_("In the middle"),
    Level.STRONG: N_("In the middle, large"),
    Level.HEAD: N_("Above the title, at the right"),
    Level.SIGN: N_("Line to sign on"),
}
# What these clauses are is more than their words: their level stays.
FIXED = (Level.PARTIES, Level.TABLE, Level.LINES)


class PairRow(QWidget):
    """Both languages of one text, below a caption."""

    edited = Signal()

    def __init__(
        self, caption: str, pair: Pair, names: tuple[str, str], known: Mapping[str, str],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 4, 0, 4)
        self.column.setSpacing(2)
        self.note = TextLabel(caption, "caption", "muted", self, elide=True)
        self.column.addWidget(self.note)
        self.number = TextLabel("", "caption", "muted", self)
        self.number.setFixedWidth(NUMBER_WIDTH)
        self.row = row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        self.kk = ClauseEdit(pair.kk, names[0], self, known=known, lang="kk")
        self.ru = ClauseEdit(pair.ru, names[1], self, known=known, lang="ru")
        for edit in (self.kk, self.ru):
            edit.textChanged.connect(self._on_text)
            row.addWidget(edit, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self.problem = TextLabel("", "caption", "bad", self, wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        self._seen = pair

    def _on_text(self) -> None:
        """Colours change a document as letters do: only other letters are an edit."""
        said = self.pair()
        if said != self._seen:
            self._seen = said
            self.check()
            self.edited.emit()

    def check(self) -> None:
        """Say what is wrong with the text, below it."""

    def pair(self) -> Pair:
        return Pair(self.kk.said(), self.ru.said())


class ClauseRow(PairRow):
    """A clause with its menu: what it is, when it is printed, where it stands."""

    moved = Signal(object, int)
    removed = Signal(object)
    added = Signal(object)
    rearranged = Signal()

    def __init__(
        self, number: int, clause: Clause, kind: str, options: Options, parent: QWidget
    ) -> None:
        self.clause = clause
        self._kind = kind
        self._options = options
        names = (
            _("Clause {n} in Kazakh").format(n=number),
            _("Clause {n} in Russian").format(n=number),
        )
        super().__init__("", clause.text, names, places_of(kind), parent)
        self.kk.setObjectName(f"clause_{number}_kk")
        self.ru.setObjectName(f"clause_{number}_ru")
        self.menu_button = IconButton(
            "more", _("Clause {n}: place and condition").format(n=number), self, dense=True
        )
        self.menu_button.setObjectName(f"clause_{number}_menu")
        self.menu_button.clicked.connect(self._open_menu)
        self.row.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop)
        self._wear()
        self.check()

    def value(self) -> Clause:
        return replace(self.clause, text=self.pair())

    def check(self) -> None:
        """Say what is wrong with this clause, below it."""
        found = check_clause(self._kind, self.value())
        self.problem.setText(found[0].message if found else "")
        self.problem.setVisible(bool(found))

    def set_number(self, label: str | None) -> None:
        """The number in the test print; a dash where it leaves the clause out."""
        self.number.setText("–" if label is None else label)
        out = _("The test print leaves this clause out.")
        self.number.setToolTip(out if label is None else "")

    def _wear(self) -> None:
        strong = self.font()
        if self.clause.level not in (Level.CLAUSE, Level.SUBCLAUSE, Level.PREAMBLE):
            strong.setWeight(strong.Weight.DemiBold)
        for edit in (self.kk, self.ru):
            edit.setFont(strong)
        note = self._note()
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _note(self) -> str:
        clause = self.clause
        said = {
            "obligations": _("Repeated for each obligation"),
            "others": _("Repeated for each further party"),
            "agenda": _("Repeated for each question of the agenda"),
        }.get(clause.each, "")
        if clause.level is Level.TABLE:
            said = _("The table of the list stands here")
        elif clause.level is Level.LINES:
            said = _("Empty lines to write on")
        elif clause.level not in (Level.SECTION, Level.CLAUSE, Level.SUBCLAUSE, Level.PARTIES):
            said = said or _(LEVELS[clause.level])
        if clause.when or clause.unless:
            what = "; ".join(self._conditions())
            only = _("Printed only when: {what}").format(what=what)
            said = f"{said} · {only}" if said else only
        return said

    def _conditions(self) -> list[str]:
        words = [self.condition_words(word) for word in self.clause.when]
        return words + [self.condition_words(word, is_not=True) for word in self.clause.unless]

    def condition_words(self, word: str, *, is_not: bool = False) -> str:
        """A condition as people read it."""
        if word.startswith(FILLED):
            name = word.removeprefix(FILLED)
            label = conditions.fillable(self._kind).get(name)
            place = _(label) if label else name
            said = _("“{place}” is empty") if is_not else _("“{place}” is filled")
            return said.format(place=place)
        field, mark, value = word.partition(IS)
        if mark:
            choice = conditions.CHOICES.get(field)
            label = _(choice.label) if choice is not None else field
            said = _("{field} is not “{value}”") if is_not else _("{field} is “{value}”")
            shown = self._options.get(field, {}).get(value, value)
            return said.format(field=label, value=shown)
        fact = _(conditions.FACTS[word]) if word in conditions.FACTS else word
        return _("not so: {what}").format(what=fact) if is_not else fact

    # ---- the menu ----

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Built when it is wanted: a template has sixty clauses."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.clause.level not in FIXED:
            levels = menu.addMenu(_("What it is"))
            for level, label in LEVELS.items():
                action = levels.addAction(_(label))
                action.setCheckable(True)
                action.setChecked(level is self.clause.level)
                action.triggered.connect(partial(self._set_level, level))
            self._fill_conditions(menu.addMenu(_("Print only when")))
        always = menu.addAction(_("Print always"))
        always.setEnabled(bool(self.clause.when or self.clause.unless))
        always.triggered.connect(lambda: self.set_conditions((), ()))
        menu.addSeparator()
        menu.addAction(_("Add a clause below")).triggered.connect(lambda: self.added.emit(self))
        menu.addAction(_("Move up")).triggered.connect(lambda: self.moved.emit(self, -1))
        menu.addAction(_("Move down")).triggered.connect(lambda: self.moved.emit(self, 1))
        if self.clause.level is not Level.PARTIES:
            remove = menu.addAction(_("Take the clause out"))
            remove.triggered.connect(lambda: self.removed.emit(self))
        return menu

    def _fill_conditions(self, menu: QMenu) -> None:
        filled = menu.addMenu(_("A place is filled"))
        empty = menu.addMenu(_("A place is empty"))
        for name, label in conditions.fillable(self._kind).items():
            for submenu, is_not in ((filled, False), (empty, True)):
                self._offer(submenu, _(label), FILLED + name, is_not=is_not)
        for name, choice in conditions.choices_of(self._kind).items():
            is_so = menu.addMenu(_("{field} is").format(field=_(choice.label)))
            is_other = menu.addMenu(_("{field} is not").format(field=_(choice.label)))
            for value in choice.said:
                label = self._options.get(name, {}).get(value, value)
                self._offer(is_so, label, f"{name}{IS}{value}")
                self._offer(is_other, label, f"{name}{IS}{value}", is_not=True)
        facts = [name for name in facts_of(self._kind) if name in conditions.FACTS]
        if facts:
            so, otherwise = menu.addMenu(_("It is so")), menu.addMenu(_("It is not so"))
            for name in facts:
                self._offer(so, _(conditions.FACTS[name]), name)
                self._offer(otherwise, _(conditions.FACTS[name]), name, is_not=True)

    def _offer(self, menu: QMenu, label: str, word: str, *, is_not: bool = False) -> None:
        now = self.clause.unless if is_not else self.clause.when
        action = menu.addAction(label.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(word in now)
        action.triggered.connect(lambda: self._switch(word, is_not, word not in now))

    def _switch(self, word: str, is_not: bool, wanted: bool) -> None:
        """A condition is added or taken away; both ways at once would never be printed."""
        when = tuple(one for one in self.clause.when if one != word)
        unless = tuple(one for one in self.clause.unless if one != word)
        if wanted and is_not:
            unless = (*unless, word)
        elif wanted:
            when = (*when, word)
        self.set_conditions(when, unless)

    def set_conditions(self, when: tuple[str, ...], unless: tuple[str, ...]) -> None:
        """Both languages of the clause are printed by these conditions."""
        self.clause = replace(self.clause, when=when, unless=unless)
        self._rearranged()

    def _set_level(self, level: Level) -> None:
        self.clause = replace(self.clause, level=level)
        self._rearranged()

    def _rearranged(self) -> None:
        self._wear()
        self.check()
        self.rearranged.emit()
