"""Settings · General: language, looks, start page, your name, and when to be warned."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from cluster_desktop.fields import Number, Text
from cluster_desktop.i18n import LANGUAGES, N_, _, language
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.frame import LANGUAGE_NAMES
from cluster_desktop.ui.navigation import STOPS
from cluster_desktop.ui.pages.settings_parts import SettingsTab
from cluster_desktop.ui.theme import TEXT_SIZES, text_percent, theme_choice
from cluster_desktop.ui.widgets import Segmented

_DAYS = {
    "alerts.warn_days": (N_("Warn before an agreement ends"), 1, 365),
    "alerts.notice_days": (N_("Warn before the day of notice"), 1, 365),
    "alerts.unsigned_days": (N_("Remind of a printed paper that is not signed"), 0, 365),
    "alerts.backup_days": (N_("Remind of a backup copy"), 1, 90),
}


class GeneralTab(SettingsTab):
    """Changes apply at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._looks = self.add_card()
        self.language = Segmented([(lang, LANGUAGE_NAMES[lang]) for lang in LANGUAGES])
        self.language.setObjectName("setting_language")
        self.language.changed.connect(lambda key: desk.command.emit(f"language_{key}"))
        self._language = self.add_row(self._looks, self.language)
        self.theme = Segmented()
        self.theme.setObjectName("setting_theme")
        self.theme.changed.connect(lambda key: desk.command.emit(f"theme_{key}"))
        self._theme = self.add_row(self._looks, self.theme)
        self.text_size = Segmented([(str(n), f"{n} %") for n in TEXT_SIZES])
        self.text_size.setObjectName("setting_text")
        self.text_size.changed.connect(lambda key: desk.command.emit(f"text_{key}"))
        self._text = self.add_row(self._looks, self.text_size)
        self.start = QComboBox()
        self.start.setObjectName("setting_start")
        self.start.activated.connect(self._choose_start)
        self._start = self.add_row(self._looks, self.start)
        self._you = self.add_card()
        spec = Text(label=N_("Your name"), name="person_name")
        self.person = editor_for(spec, self.office, self.office.today, self)
        self.person.setFixedWidth(320)
        self.person.committed.connect(
            lambda value: self._put(self.person, "person.name", str(value or ""))
        )
        self._person = self.add_row(self._you, self.person)
        self._warnings = self.add_card()
        self.days: dict[str, Editor] = {}
        self._day_rows = {}
        for key, (label, least, most) in _DAYS.items():
            number = Number(label=label, name=key.replace(".", "_"), unit=N_("days"),
                            least=least, most=most, required=True)  # fmt: skip
            editor = editor_for(number, self.office, self.office.today, self)
            editor.setFixedWidth(150)
            editor.committed.connect(
                lambda value, of=editor, wanted=key: self._put(of, wanted, str(value))
            )
            self.days[key] = editor
            self._day_rows[key] = self.add_row(self._warnings, editor)
        self.column.addStretch(1)
        self.retranslate()
        self.reload()

    def _put(self, editor: Editor, key: str, value: str) -> None:
        self.desk.write(
            editor,
            lambda: self.office.put_setting(key, value),
            quiet=True,
            refused=editor.set_problem,
        )

    def _choose_start(self, index: int) -> None:
        self.desk.preferences.put("start_page", str(self.start.itemData(index)))

    def reload(self) -> None:
        self.language.set_value(language())
        self.theme.set_value(theme_choice())
        self.text_size.set_value(str(text_percent()))
        self.person.renew(self.office.setting("person.name") or None)
        for key, editor in self.days.items():
            editor.renew(self.office.whole_setting(key))

    def retranslate(self) -> None:
        self.theme.set_options(
            [("system", _("As in the system")), ("light", _("Light")), ("dark", _("Dark"))]
        )
        self._looks.set_title(_("Language and looks"))
        self._you.set_title(_("You"))
        self._warnings.set_title(_("When to be warned"))
        self._language.set_texts(_("Language"))
        self._theme.set_texts(_("Theme"))
        self._text.set_texts(_("Text size"))
        self._start.set_texts(_("Start page"), _("What the program opens with"))
        self._person.set_texts(_("Your name"), _("Stands in the journal beside what you did"))
        for key, (label, _least, _most) in _DAYS.items():
            self._day_rows[key].set_texts(_(label))
        chosen = self.desk.preferences.get("start_page", "last")
        self.start.clear()
        self.start.addItem(_("Where I left"), "last")
        for stop in STOPS[:3]:
            self.start.addItem(_(stop.label), stop.key)
        self.start.setCurrentIndex(max(0, self.start.findData(chosen)))
        self.reload()
