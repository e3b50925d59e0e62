"""Settings · Exchange: with which region, which folder, and the words this computer is known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.exchange_fields import WordsCard
from cluster_desktop.ui.exchange_link import sample_sentence
from cluster_desktop.ui.exchange_parts import Notice
from cluster_desktop.ui.exchange_words import last_sentence, place_state
from cluster_desktop.ui.pages.settings_parts import SettingsTab
from cluster_desktop.ui.widgets import Button, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Place as SharePlace

WIDE = 420


class ExchangeTab(SettingsTab):
    """Region and computer are told; the folder can be chosen or typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.link = desk.exchange
        self._about = self.add_card()
        self._standing = TextLabel(parent=self, wrap=True)
        self._standing.setMinimumWidth(WIDE)
        self._stand_row = self.add_row(self._about, self._standing)
        self.open_page = Button(icon="exchange", parent=self)
        self.open_page.setObjectName("settings_exchange_open")
        self.open_page.clicked.connect(lambda: desk.go.emit(Place("exchange")))
        self._open_row = self.add_row(self._about, self.open_page)
        self._where = self.add_card()
        self._path_row = self.add_row(self._where, self._place_line())
        self.notice = Notice(self._where)
        self._where.body.addWidget(self.notice)
        self._computer = self.add_card()
        self.words = WordsCard(self)
        self.words.setMinimumWidth(WIDE)
        self._words_row = self.add_row(self._computer, self.words)
        self.column.addStretch(1)
        self.link.came.connect(self._show)
        self.retranslate()

    def _place_line(self) -> QWidget:
        holder = QWidget(self)
        holder.setMinimumWidth(WIDE)
        self.path = QLineEdit(holder)
        self.path.setObjectName("exchange_path")
        self.path.returnPressed.connect(self._typed)
        self.path.editingFinished.connect(self._typed)
        self.choose = Button(icon="folder", dense=True, parent=holder)
        self.choose.setObjectName("exchange_choose")
        self.choose.clicked.connect(self._choose)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.path, 1)
        line.addWidget(self.choose)
        return holder

    def reload(self) -> None:
        self.link.read()
        self._show()

    def _known(self) -> str:
        state = self.link.state
        return state.place.path if state is not None and state.place is not None else ""

    def _show(self) -> None:
        state = self.link.state
        takes_part = self.link.is_member()
        self._where.setVisible(takes_part)
        self._computer.setVisible(
            not self.link.is_sample() and state is not None and bool(state.fingerprint)
        )
        if self.link.is_sample():
            self._standing.setText(sample_sentence())
        elif state is None or state.stage == "off":
            self._standing.setText(_("Your data are not exchanged with the region yet."))
        elif state.stage == "asked":
            self._standing.setText(_("The invitation of the region's office is awaited."))
        elif takes_part:
            self._standing.setText(f"{state.region}\n{last_sentence(state.last)}".strip())
        else:
            self._standing.setText("\n".join(state.warnings) or _("This computer must ask anew."))
        if state is not None:
            self.words.set_words(state.fingerprint, compared=True)
        if not self.path.hasFocus():
            self.path.setText(self._known())

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the region"))
        if chosen:
            self.look_at(chosen)

    def _typed(self) -> None:
        typed = self.path.text().strip()
        if typed and typed != self._known():
            self.look_at(typed)

    def look_at(self, path: str) -> None:
        """Exchange there from now on, if it is a place of this region."""

        def look(_progress: object) -> SharePlace:
            facade = self.link.facade()
            place = facade.look(path)
            if place.state == "ours":
                facade.set_place(place)
            return place

        run(self, look, done=self._looked, failed=self.desk.fail)

    def _looked(self, place: SharePlace) -> None:
        self.path.setText(place.path)
        if place.state == "ours":
            self.notice.clear()
            self.link.read()
        else:
            word, _look = place_state(place)
            self.notice.show_text("soon", _("{path}: {state}").format(path=place.path, state=word))

    def retranslate(self) -> None:
        self._about.set_title(_("Data exchange"))
        self._stand_row.set_texts(_("With whom"))
        self.open_page.setText(_("Open the data exchange"))
        self._open_row.set_texts(_("What is to be sent and received"))
        self.open_page.setAccessibleName(self.open_page.text())
        self._where.set_title(_("Where"))
        self._path_row.set_texts(
            _("Folder of the region"), _("Choose it, or type its address as the office gave it")
        )
        self.path.setAccessibleName(_("Folder of the region"))
        self.choose.setText(_("Choose…"))
        self._computer.set_title(_("This computer"))
        self._words_row.set_texts(
            _("Its words"), _("Read them aloud when the region's office asks for them")
        )
        self.words.setAccessibleName(" ".join(self.words.words()))
        self._show()
