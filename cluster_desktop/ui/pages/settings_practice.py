"""Settings · Practice and graduates: limits, formulas and the weights of proposed places.

The law gives none of these numbers for certain, so each college sets its own; what goes over one
is a warning, never forbidden.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Choice, Field, Number, Text, Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.services.preferences import DEFAULTS, SETTING_NAMES, checked
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.pages.settings_parts import SettingRow, SettingsTab

BASES = {
    "practice": N_("Production training and practice"),
    "all": N_("All hours of study"),
}
RATES = {
    "employed/all": N_("Employed ÷ all graduates"),
    "employed/available": N_("Employed ÷ (all − study − army − childcare)"),
}
YES = {"no": N_("No"), "yes": N_("Yes")}
CHECKS = {"forbid": N_("Propose no such place"), "warn": N_("Propose and mark")}
MOST_POINTS = 100_000


def _days(key: str, most: int) -> Field:
    return Number(label=SETTING_NAMES[key], unit=N_("days"), most=most, required=True)


def _whole(key: str, most: int, least: int = 0, unit: str = "") -> Field:
    return Number(label=SETTING_NAMES[key], least=least, most=most, unit=unit, required=True)


def _one_of(key: str, choices: Mapping[str, str]) -> Field:
    return Choice(label=SETTING_NAMES[key], choices=choices, required=True)


# Card → the settings in it. A card's title is a marked msgid.
CARDS: Mapping[str, Mapping[str, Field]] = {
    N_("Practice and dual training"): {
        "practice.ahead_days": _days("practice.ahead_days", 365),
        "practice.diary_days": _days("practice.diary_days", 365),
        "dual.share": _whole("dual.share", 100, unit="%"),
        "dual.base": _one_of("dual.base", BASES),
        "assessment.marks": Text(label=SETTING_NAMES["assessment.marks"], required=True),
    },
    N_("Mentors"): {
        "mentor.load": _whole("mentor.load", 100, least=1),
        "mentor.experience": _whole("mentor.experience", 50, unit=N_("years")),
        "mentor.training_days": _days("mentor.training_days", 365),
    },
    N_("Graduates"): {
        "outcomes.rate": _one_of("outcomes.rate", RATES),
        "outcomes.graduation_day": Text(
            label=SETTING_NAMES["outcomes.graduation_day"], required=True
        ),
        "outcomes.follow_months": _whole(
            "outcomes.follow_months", 120, least=12, unit=N_("months")
        ),
    },
    N_("Coordinating council"): {
        "council.quorum_percent": _whole("council.quorum_percent", 100, unit="%"),
    },
    N_("Proposing places: points of what is less good"): {
        **{
            key: _whole(key, MOST_POINTS)
            for key in DEFAULTS
            if key.startswith("matching.weight_") or key == "matching.unknown_km"
        },
        "matching.mentor_required": _one_of("matching.mentor_required", YES),
        "matching.checks": _one_of("matching.checks", CHECKS),
    },
}
HINTS = {
    "assessment.marks": N_("Like 90, 75, 50; below the last it is a 2"),
    "outcomes.graduation_day": N_(
        "Day and month, like 01.07: checks are due 3, 6, 12 months later"
    ),
    "outcomes.rate": N_("Printed under every table"),
    "mentor.load": N_("A mentor's own limit goes before this one"),
    "council.quorum_percent": N_("The number is a setting of yours: no act fixes it"),
    "matching.weight_km": N_("How many students get a place always comes first"),
}


class PracticeTab(SettingsTab):
    """Changes apply at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.editors: dict[str, Editor] = {}
        self._rows: dict[str, SettingRow] = {}
        self._cards = []
        for title, settings in CARDS.items():
            card = self.add_card()
            self._cards.append((card, title))
            for key, spec in settings.items():
                named = spec.named(key.replace(".", "_"))
                editor = editor_for(named, self.office, self.office.today, self)
                editor.setFixedWidth(150 if isinstance(spec, Number) else 320)
                editor.committed.connect(
                    lambda value, of=editor, wanted=key: self._put(of, wanted, value)
                )
                self.editors[key] = editor
                self._rows[key] = self.add_row(card, editor)
        self.column.addStretch(1)
        self.retranslate()
        self.reload()

    def _put(self, editor: Editor, key: str, value: Value) -> None:
        try:
            text = checked(key, str(value))
        except Refusal as why:
            editor.set_problem(why.message)
            return
        self.desk.write(
            editor,
            lambda: self.office.put_setting(key, text),
            quiet=True,
            refused=editor.set_problem,
        )

    def reload(self) -> None:
        for key, editor in self.editors.items():
            text = self.office.setting(key) or DEFAULTS[key]
            if key == "outcomes.graduation_day":
                month, _dash, day = text.partition("-")
                editor.renew(f"{day}.{month}")
            elif key == "assessment.marks":
                editor.renew(text.replace(",", ", "))
            elif text.isdigit():
                editor.renew(int(text))
            else:
                editor.renew(text)

    def retranslate(self) -> None:
        for card, title in self._cards:
            card.set_title(_(title))
        for key, row in self._rows.items():
            row.set_texts(_(SETTING_NAMES[key]), _(HINTS[key]) if key in HINTS else "")
