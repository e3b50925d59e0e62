"""What is being typed into a section: kept every second, saved when the text is left.

A draft lies in the database from the first keystroke, so that a power cut loses no more than a
second; the records themselves are written when the person leaves the text or pauses, because each
such writing is one action of the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.services import passport
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_text import MarkedEdit

KIND = "passport"
LANGUAGES = ("kk", "ru", "en")
_DRAFT_MS = 1_000
_PAUSE_MS = 10_000


def draft_kind(number: int, lang: str) -> str:
    """Name under which the unsaved text of a section lies."""
    return f"{KIND}:{number}:{lang}"


def unsaved(desk: Desk) -> tuple[int, str] | None:
    """Section and language of the text that was typed last and not saved; None mostly."""
    found = [
        (moment, kind)
        for kind, moment, _body in desk.office.drafts()
        if kind.startswith(f"{KIND}:") and kind.count(":") == 2
    ]
    if not found:
        return None
    _name, number, lang = max(found)[1].split(":")
    return int(number), lang


class TextKeeper(QObject):
    """Watches one editor. `told` says that a text was brought back after the program had ended."""

    told = Signal(str)

    def __init__(self, desk: Desk, edit: MarkedEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._edit = edit
        self._number, self._lang, self._title = 0, "kk", ""
        self._saved = ""
        self._writing = ""
        self._waiting: list[Callable[[], None]] = []
        self._draft = self._timer(_DRAFT_MS, self.keep)
        self._pause = self._timer(_PAUSE_MS, lambda: self.save())
        edit.textChanged.connect(self._on_typed)
        edit.left.connect(lambda: self.save())

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(milliseconds)
        made.timeout.connect(act)
        return made

    def section(self) -> tuple[int, str]:
        return self._number, self._lang

    def open(self, number: int, lang: str, title: str, saved: str) -> None:
        """Another section or language; what was typed before the program ended is brought back."""
        self.save()
        self._number, self._lang, self._title = number, lang, title
        self._saved = saved
        kept = self._desk.office.draft(draft_kind(number, lang))
        text = str(kept["text"]) if kept else saved
        self._edit.set_marks(text)
        if kept and text != saved:
            self.told.emit(_("What was typed before the program ended is here again."))
            self._pause.start()

    def renew(self, saved: str) -> None:
        """The record was read again: what is being typed stays on the screen."""
        if saved == self._saved or not self._number:
            return
        typing = self.is_changed()
        self._saved = saved
        if not typing and self._edit.marks() != saved:
            self._edit.set_marks(saved)

    def is_changed(self) -> bool:
        return bool(self._number) and self._edit.marks() != self._saved

    def _on_typed(self) -> None:
        if self._edit.isReadOnly():
            return
        if not self._draft.isActive():
            self._draft.start()
        self._pause.start()

    def keep(self) -> None:
        """The text as it stands, into the drafts of this computer."""
        self._draft.stop()
        if not self._number:
            return
        kind, text = draft_kind(self._number, self._lang), self._edit.marks()
        if text == self._saved:
            self._desk.office.drop_draft(kind)
            return
        title = _("Passport, section {n}: {title}").format(n=self._number, title=self._title)
        self._desk.office.save_draft(kind, {"title": title, "text": text})

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the text into its record, if it is another one; the draft goes when it is there.

        `then` is done when the record holds what is on the screen; not if that was refused.
        """
        self._pause.stop()
        if then is not None:
            self._waiting.append(then)
        if self._edit.isReadOnly() or not self.is_changed():
            self._draft.stop()
            self._go_on()
            return
        number, lang, text = self._number, self._lang, self._edit.marks()
        if text == self._writing:
            return
        self.keep()
        self._writing = text
        office = self._desk.office
        values: Mapping[str, str | None] = {f"text_{lang}": text or None}
        self._desk.write(
            self, lambda: passport.set_text(office, number, values), quiet=True,
            then=lambda _changes: self._became(number, lang, text), refused=self._refused,
        )  # fmt: skip

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def _became(self, number: int, lang: str, text: str) -> None:
        self._writing = ""
        still = self.section() == (number, lang)
        if still:
            self._saved = text
        if not still or self._edit.marks() == text:
            # Where somebody typed on meanwhile, the draft is newer and stays.
            self._desk.office.drop_draft(draft_kind(number, lang))
        self._go_on()

    def _refused(self, sentence: str) -> None:
        """The draft stays, so nothing typed is lost."""
        self._writing = ""
        self._waiting.clear()
        self._desk.fail(Refusal(sentence))
