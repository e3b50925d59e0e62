"""Colours, fonts and measures of the program, and how they change while it runs. Knows no data.

The numbers are those of docs/design: two palettes with extra named roles, a 4 px grid, five text
sizes. A painted widget asks `colours()` each time it paints, so a switch reaches it by itself.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from cluster_desktop.paths import resource
from cluster_desktop.ui import layouts
from cluster_desktop.ui.style import ClusterStyle

ThemeChoice = Literal["light", "dark", "system"]
Look = Literal["good", "soon", "bad", "info", "draft", "conflict", "neutral"]
TextRole = Literal["body", "caption", "strong", "section", "title", "number"]

RESOURCES = resource()
TEXT_SIZES = (100, 115, 130)

_POINTS: dict[TextRole, float] = {
    "body": 10, "caption": 9, "strong": 10, "section": 12, "title": 15, "number": 20,
}  # fmt: skip
_SEMIBOLD: frozenset[TextRole] = frozenset({"strong", "section", "title", "number"})


@dataclass(frozen=True)
class Colours:
    """One theme. `pairs` holds (text, tint) of each look; `chart` the six series."""

    dark: bool
    window: QColor
    surface: QColor
    alternate: QColor
    header: QColor
    text: QColor
    muted: QColor
    separator: QColor
    line: QColor
    ctrl: QColor
    primary: QColor
    on_primary: QColor
    selection: QColor
    on_selection: QColor
    link: QColor
    pairs: dict[str, tuple[QColor, QColor]]
    chart: tuple[QColor, ...]

    def ink(self, look: str) -> QColor:
        """Text colour of a look."""
        return self.pairs[look][0]

    def tint(self, look: str) -> QColor:
        """Background colour of a look."""
        return self.pairs[look][1]


def _theme(dark: bool, plain: dict[str, str], pairs: dict[str, str], chart: str) -> Colours:
    colours = {name: QColor(value) for name, value in plain.items()}
    looks = {
        look: (QColor(value.split()[0]), QColor(value.split()[1])) for look, value in pairs.items()
    }
    return Colours(dark=dark, **colours, pairs=looks, chart=tuple(QColor(c) for c in chart.split()))


LIGHT = _theme(
    False,
    {
        "window": "#F3F5F7", "surface": "#FFFFFF", "alternate": "#F7F9FB", "header": "#E9EDF1",
        "text": "#1B2127", "muted": "#55606B", "separator": "#C9D1D9", "line": "#E1E6EB",
        "ctrl": "#76818D", "primary": "#0B6A75", "on_primary": "#FFFFFF",
        "selection": "#CFE8EB", "on_selection": "#10262A", "link": "#0B5F9E",
    },
    {
        "good": "#1B6E37 #E3F3E7", "soon": "#8A5300 #FDF0D8", "bad": "#B3261E #FCE8E6",
        "info": "#0B5F9E #E4F0FA", "draft": "#55606B #E9EDF1", "conflict": "#7A3E9D #F3E8F9",
        "neutral": "#1B2127 #E9EDF1",
    },
    "#0B6A75 #B8560B #5B4B9A #3F7D20 #A8275A #5D6B78",
)  # fmt: skip
DARK = _theme(
    True,
    {
        "window": "#1B1F24", "surface": "#23282E", "alternate": "#282E35", "header": "#2D343B",
        "text": "#E8ECF0", "muted": "#A9B4BF", "separator": "#434C56", "line": "#333A42",
        "ctrl": "#7F8A96", "primary": "#62C6D1", "on_primary": "#06262A",
        "selection": "#1F4A50", "on_selection": "#E8F6F8", "link": "#7DBBEF",
    },
    {
        "good": "#7FCF97 #1E3626", "soon": "#F0B95B #3B2E17", "bad": "#FF9A92 #43211F",
        "info": "#7DBBEF #1C3042", "draft": "#A9B4BF #2D343B", "conflict": "#D0A2EA #35233F",
        "neutral": "#E8ECF0 #2D343B",
    },
    "#62C6D1 #F0A35B #B3A4EC #93CF6F #F08BB4 #A9B4BF",
)  # fmt: skip

# Disabled text needs no contrast by WCAG, but must stay readable for a glance: half way to muted.
_DISABLED_ALPHA = 150


class _State(QObject):
    """What is in force now. One for the process, as there is one QApplication."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.colours = LIGHT
        self.choice: ThemeChoice = "system"
        self.percent = 100
        self.family = ""
        self.followed: QApplication | None = None


_state = _State()


def colours() -> Colours:
    """The colours in force. Ask while painting, never keep."""
    return _state.colours


def changes() -> _State:
    """Object whose `changed` signal tells of a new theme or text size."""
    return _state


def theme_choice() -> ThemeChoice:
    return _state.choice


def theme_named(text: str) -> ThemeChoice:
    """The choice kept under that word; as in the system for any other."""
    if text == "light":
        return "light"
    return "dark" if text == "dark" else "system"


def text_percent() -> int:
    """Text size in percent: 100, 115 or 130."""
    return _state.percent


def scaled(pixels: int) -> int:
    """A height that must grow with the text size (rows, controls); 30 becomes 34 at 115 %."""
    return round(pixels * (1 + (_state.percent - 100) / 100 * 0.9))


def font(role: TextRole = "body", *, tabular: bool = False) -> QFont:
    """A font of the type scale, at the chosen text size."""
    return QFont(face(role, tabular=tabular)[0])


def face(role: TextRole = "body", *, tabular: bool = False) -> tuple[QFont, QFontMetrics]:
    """A font and its measures for painting: one for all who ask, so nobody may change it."""
    family = _state.family or QApplication.font().family()
    # Each thread has faces of its own: Qt keeps what belongs to one thread in a font.
    return _face(threading.get_ident(), family, role, _state.percent, tabular)


@lru_cache(maxsize=64)
def _face(
    _thread: int, family: str, role: TextRole, percent: int, tabular: bool
) -> tuple[QFont, QFontMetrics]:
    made = QFont(family)
    made.setPointSizeF(_POINTS[role] * percent / 100)
    made.setWeight(QFont.Weight.DemiBold if role in _SEMIBOLD else QFont.Weight.Normal)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made, QFontMetrics(made)


def palette_of(c: Colours) -> QPalette:
    """The Qt palette of a theme, all three groups set."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in {
        roles.Window: c.window, roles.WindowText: c.text, roles.Base: c.surface,
        roles.AlternateBase: c.alternate, roles.Text: c.text, roles.Button: c.header,
        roles.ButtonText: c.text, roles.BrightText: c.on_primary, roles.PlaceholderText: c.muted,
        roles.Highlight: c.selection, roles.HighlightedText: c.on_selection,
        roles.Link: c.link, roles.LinkVisited: c.link, roles.Accent: c.primary,
        roles.ToolTipBase: c.surface, roles.ToolTipText: c.text,
        roles.Light: c.surface, roles.Midlight: c.line, roles.Mid: c.separator,
        roles.Dark: c.ctrl, roles.Shadow: c.ctrl,
    }.items():  # fmt: skip
        made.setColor(role, colour)
    faint = QColor(c.muted)
    faint.setAlpha(_DISABLED_ALPHA)
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return made


def load_fonts(folder: Path = RESOURCES / "fonts") -> None:
    """Make the bundled interface fonts known; without them the system's font stays."""
    families: list[str] = []
    for file in sorted(folder.glob("NotoSans-*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if families:
        _state.family = families[0]


def high_contrast() -> bool:
    """True where the system asks for high contrast: then its palette stands."""
    # The hints object must be held: PySide 6.11 frees the accessibility hints with its wrapper.
    hints = QApplication.styleHints()
    accessibility = hints.accessibility()
    return accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast


def _of_system(palette: QPalette) -> Colours:
    """The system's own high-contrast colours in our roles: outlines become text, tints vanish."""
    roles = QPalette.ColorRole
    text, base = palette.color(roles.Text), palette.color(roles.Base)
    window, high = palette.color(roles.Window), palette.color(roles.Highlight)
    on_high, link = palette.color(roles.HighlightedText), palette.color(roles.Link)
    return Colours(
        dark=base.lightness() < 128, window=window, surface=base, alternate=base, header=window,
        text=text, muted=text, separator=text, line=text, ctrl=text, primary=high,
        on_primary=on_high, selection=high, on_selection=on_high, link=link,
        pairs=dict.fromkeys(LIGHT.pairs, (text, base)), chart=(text,) * 6,
    )  # fmt: skip


def apply_theme(app: QApplication, choice: ThemeChoice = "system") -> None:
    """Put a theme on every widget and icon at once, now and after the system switches."""
    _state.choice = choice
    scheme = {
        "light": Qt.ColorScheme.Light,
        "dark": Qt.ColorScheme.Dark,
        "system": Qt.ColorScheme.Unknown,
    }[choice]
    hints = app.styleHints()
    hints.setColorScheme(scheme)
    if _state.followed is not app:
        _state.followed = app
        layouts.mend()
        load_fonts()
        app.setStyle(ClusterStyle(colours, scaled))
        hints.colorSchemeChanged.connect(lambda _scheme: _wear(app))
    _wear(app)


def _wear(app: QApplication) -> None:
    hints = app.styleHints()
    if high_contrast():
        app.setPalette(QPalette())  # takes ours back: the system's stands
        _state.colours = _of_system(app.palette())
    else:
        wanted = hints.colorScheme() if _state.choice == "system" else None
        dark = _state.choice == "dark" or wanted == Qt.ColorScheme.Dark
        _state.colours = DARK if dark else LIGHT
        app.setPalette(palette_of(_state.colours))
    app.setFont(font())
    _state.changed.emit()


def apply_text_size(app: QApplication, percent: int) -> None:
    """Scale every font and the heights that follow it: 100, 115 or 130 %."""
    _state.percent = percent if percent in TEXT_SIZES else 100
    app.setFont(font())
    for widget in app.allWidgets():
        widget.updateGeometry()
    _state.changed.emit()
