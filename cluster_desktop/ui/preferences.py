"""Choices of this computer: language, theme, text size, last page, window.

Kept beside the data as a small ini file; losing it costs nothing but the choices.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class FilePreferences:
    """Preferences in an ini file."""

    def __init__(self, path: Path) -> None:
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, key: str, default: str = "") -> str:
        found = self._file.value(key, default)
        return found if isinstance(found, str) else default

    def put(self, key: str, value: str) -> None:
        self._file.setValue(key, value)
        self._file.sync()


def bytes_of(text: str) -> QByteArray:
    """Window geometry and the like, kept as base64 text."""
    return QByteArray.fromBase64(QByteArray(text.encode("ascii", "ignore")))


def text_of(content: QByteArray) -> str:
    return bytes(content.toBase64().data()).decode("ascii")
