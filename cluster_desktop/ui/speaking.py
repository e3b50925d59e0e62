"""The language of the whole program, switched while it runs: our texts, Qt's texts, Qt's locale."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from cluster_desktop.i18n import set_language

_LOCALES = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}
# qtbase names the standard buttons; qt_help the parts of Qt's own help, which we do not use.
_CATALOGUES = ("qtbase",)


class _Spoken:
    """Qt keeps a bare pointer to an installed translator: somebody must hold them."""

    translators: list[QTranslator] = []  # noqa: RUF012 - one list for the one QApplication


def speak(app: QApplication, lang: str) -> None:
    """Speak kk, ru or en from now on, in every window that is open."""
    for old in _Spoken.translators:
        app.removeTranslator(old)
    set_language(lang)
    QLocale.setDefault(QLocale(_LOCALES[lang]))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _Spoken.translators = []
    for name in _CATALOGUES:
        translator = QTranslator(app)
        if translator.load(f"{name}_{lang}", folder):
            app.installTranslator(translator)
            _Spoken.translators.append(translator)
    # English has no Qt catalogue to install: without an event nobody would hear of the switch.
    for window in app.topLevelWidgets():
        QCoreApplication.postEvent(window, QEvent(QEvent.Type.LanguageChange))
