"""Status letters of the graduates' table: which key is which status, and the menu that shows them.

The physical key counts, so that E is "employed" under the Kazakh and the Russian layout as well.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from cluster_desktop.fields import Choice
from cluster_desktop.i18n import _
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.keys import PHYSICAL
from cluster_desktop.ui.looks import pill_of

# Of the English words, as on the keys' caps: Employed, Study, Army, Leave, Other, own Business,
# left the Country, Not employed.
STATUS_KEYS = {
    "employed": "E",
    "self_employed": "B",
    "studying": "S",
    "army": "A",
    "childcare": "L",
    "left_country": "C",
    "not_employed": "N",
    "other_reason": "O",
}
SPECIALITY_KEY = "P"  # works in the learnt profession
_STATUS_OF = {letter: state for state, letter in STATUS_KEYS.items()}


def status_of(event: QKeyEvent) -> str:
    """The status whose key was pressed, "" for other keys and with Ctrl or Alt."""
    return _STATUS_OF.get(letter_of(event), "")


def letter_of(event: QKeyEvent) -> str:
    """The Latin letter on the physical key, "" for other keys and with Ctrl or Alt."""
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    if held:
        return ""
    latin = Qt.Key.Key_A.value <= event.key() <= Qt.Key.Key_Z.value
    key = Qt.Key(event.key()) if latin else PHYSICAL.get(event.nativeScanCode())
    return chr(key.value) if key is not None and key.value < 0x80 else ""


class StatusMenu(QMenu):
    """All statuses with their letters; as above; clear. A letter chooses in any layout."""

    def __init__(self, states: Choice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("status_menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(states.title())
        self._states = states
        self._choose: dict[str, Callable[[], None]] = {}

    def fill(
        self,
        given: Callable[[str], None],
        cleared: Callable[[], None],
        flipped: Callable[[], None],
        above: Callable[[], None] | None = None,
        above_word: str = "",
        *,
        is_in_trade: bool = False,
    ) -> None:
        """`given(state)` for a status; `above` copies the row above where there is one."""
        for state, letter in STATUS_KEYS.items():
            look = pill_of("student", "outcome_now", {"outcome_now": state})
            picture = icon(look.icon, look.look) if look is not None else icon("more", "muted")
            text = self._states.format(state)
            action = self.addAction(picture, f"{text}\t{letter}")
            action.triggered.connect(lambda _on=False, chosen=state: given(chosen))
            self._choose[state] = action.trigger
        self.addSeparator()
        if above is not None:
            said = _("As above: {status}").format(status=above_word)
            self.addAction(icon("copy", "muted"), f"{said}\tCtrl+D").triggered.connect(
                lambda _on=False: above()
            )
        trade = self.addAction(_("In the speciality") + f"\t{SPECIALITY_KEY}")
        trade.setCheckable(True)
        trade.setChecked(is_in_trade)
        trade.triggered.connect(lambda _on=False: flipped())
        self.addAction(icon("close", "muted"), _("Clear the status") + "\tDel").triggered.connect(
            lambda _on=False: cleared()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = status_of(event)
        if state in self._choose:
            self._choose[state]()
            self.close()
            return
        super().keyPressEvent(event)
