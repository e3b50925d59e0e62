"""What of the passport is printed: languages, sections, title page, contents, annexes, seals."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from cluster_desktop.documents.passport_parts import ALL_SECTIONS, Parts
from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Preferences
from cluster_desktop.ui.printing import parse_pages
from cluster_desktop.ui.widgets import TextLabel

LANGUAGES = ("kk+ru", "kk,ru", "kk", "ru", "en")
LANGUAGES_KEY = "print.passport_languages"


class PassportChoice(QWidget):
    """Stands in the right column of the preview. The languages are remembered, the parts are not:
    a passport without its annexes is the exception."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._languages_label = TextLabel("", "caption", "muted", self)
        self.languages = QComboBox(self)
        self.languages.setObjectName("passport_languages")
        # Its longest words must not push the column past its width.
        self.languages.setMinimumContentsLength(8)
        self.languages.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for key in LANGUAGES:
            self.languages.addItem("", key)
        self._sections_label = TextLabel("", "caption", "muted", self)
        self.sections = QLineEdit(self)
        self.sections.setObjectName("passport_sections")
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        self._problem.hide()
        self.title, self.contents, self.annexes, self.signatures = (
            QCheckBox(self) for __ in range(4)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget, gap in (
            (self._languages_label, 0), (self.languages, 8), (self._sections_label, 0),
            (self.sections, 0), (self._problem, 8), (self.title, 0), (self.contents, 0),
            (self.annexes, 0), (self.signatures, 8),
        ):  # fmt: skip
            column.addWidget(widget)
            column.addSpacing(gap)
        self.retranslate()
        kept = self.languages.findData(preferences.get(LANGUAGES_KEY, LANGUAGES[0]))
        self.languages.setCurrentIndex(max(0, kept))
        self._sections = ALL_SECTIONS
        for box in (self.title, self.contents, self.annexes, self.signatures):
            box.setChecked(True)
            box.toggled.connect(lambda _on: self.changed.emit())
        self.languages.activated.connect(self._on_languages)
        self.sections.editingFinished.connect(self._on_sections)

    def retranslate(self) -> None:
        self._languages_label.setText(_("Languages"))
        self._languages_label.setBuddy(self.languages)
        self.languages.setAccessibleName(_("Languages"))
        for at, text in enumerate(
            (
                _("Kazakh and Russian side by side"),
                _("Kazakh, then Russian"),
                _("Kazakh"),
                _("Russian"),
                _("English"),
            )
        ):
            self.languages.setItemText(at, text)
        self._sections_label.setText(_("Sections"))
        self._sections_label.setBuddy(self.sections)
        self.sections.setAccessibleName(_("Sections"))
        self.sections.setPlaceholderText(_("all, or 1-3, 5"))
        self.title.setText(_("Title page"))
        self.contents.setText(_("Contents"))
        self.annexes.setText(_("Annexes"))
        self.signatures.setText(_("Signatures"))

    def language_key(self) -> str:
        """One of the languages of `render_passport`."""
        return str(self.languages.currentData())

    def parts(self) -> Parts:
        """What is ticked."""
        return Parts(
            title=self.title.isChecked(),
            contents=self.contents.isChecked(),
            sections=self._sections,
            annexes=self.annexes.isChecked(),
            signatures=self.signatures.isChecked(),
        )

    def _on_languages(self) -> None:
        self._preferences.put(LANGUAGES_KEY, self.language_key())
        self.changed.emit()

    def _on_sections(self) -> None:
        try:
            pages = parse_pages(self.sections.text(), len(ALL_SECTIONS))
        except ValueError:
            said = _("Type numbers of sections from 1 to {n}, like 1-3, 5.")
            self._say(said.format(n=len(ALL_SECTIONS)))
            return
        self._say("")
        wanted = tuple(sorted({page + 1 for page in pages}))
        if wanted != self._sections:
            self._sections = wanted
            self.changed.emit()

    def _say(self, problem: str) -> None:
        self.sections.setProperty("problem", bool(problem))
        self.sections.update()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
