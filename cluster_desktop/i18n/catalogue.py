"""Translated texts: which language is spoken now, and what a sentence is in it."""

from __future__ import annotations

import gettext as _gettext
import sys
from pathlib import Path

from cluster_desktop.errors import Bug

LANGUAGES = ("kk", "ru", "en")
DOMAIN = "app"

# One reference is swapped as a whole, so that a worker thread never sees half a switch.
_spoken: tuple[str, _gettext.NullTranslations] = ("en", _gettext.NullTranslations())
_loaded: dict[tuple[Path, str], _gettext.GNUTranslations] = {}
# Found once: a resolved path asks the disk for each of its folders.
_SOURCE = Path(__file__).resolve().parents[2]


def translations_folder() -> Path:
    """Folder that holds <language>/LC_MESSAGES/app.mo, from source and in the packed program."""
    root = getattr(sys, "_MEIPASS", None)
    return (Path(root) if root else _SOURCE) / "translations"


def set_language(lang: str) -> None:
    """Speak kk, ru or en from now on. Without a compiled catalogue the texts stay English."""
    global _spoken
    if lang not in LANGUAGES:
        raise Bug(f"unknown language {lang!r}")
    _spoken = (lang, _catalogue(lang))


def language() -> str:
    """The language spoken now: "kk", "ru" or "en" (the language before the first switch)."""
    return _spoken[0]


def _(msgid: str) -> str:
    """The sentence in the language spoken now. The empty text stays empty."""
    return _spoken[1].gettext(msgid) if msgid else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The plural form for n in the language spoken now; places are filled by the caller."""
    return _spoken[1].ngettext(one, many, n)


def translated(msgid: str, lang: str) -> str:
    """The sentence in a given language, whatever is spoken now: commands are found in all three."""
    return _catalogue(lang).gettext(msgid) if msgid else ""


def in_all_languages(msgid: str) -> tuple[str, ...]:
    """The sentence in each language: what a person types may be in any of them."""
    return tuple(translated(msgid, lang) for lang in LANGUAGES)


def N_(msgid: str) -> str:
    """Marks a text for the catalogue at import time; `_()` translates it when it is shown."""
    return msgid


def _catalogue(lang: str) -> _gettext.NullTranslations:
    folder = translations_folder()
    if (folder, lang) not in _loaded:
        path = folder / lang / "LC_MESSAGES" / f"{DOMAIN}.mo"
        try:
            with path.open("rb") as file:
                _loaded[folder, lang] = _gettext.GNUTranslations(file)
        except FileNotFoundError:
            # Not compiled yet. Not remembered, so that a catalogue made later is found.
            return _gettext.NullTranslations()
    return _loaded[folder, lang]
