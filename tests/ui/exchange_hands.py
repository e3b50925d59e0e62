"""What tests of the exchange's page share: finding, waiting, and reading for words nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from cluster_desktop.ui import work
from tests.ui.hands import settle

# Words of the people who built it, in each language; "key" stands for Ctrl+K in no sentence here.
TECHNICAL = re.compile(
    r"\b(sync\w*|device|bundle|hash|signature|signed|encrypt\w*|crypto\w*|certificate|roster|scope"
    r"|vector|epoch|token|fingerprint|database|server|protocol|merge conflict|json|error code"
    r"|синхрониз\w*|бандл\w*|хеш\w*|хэш\w*|подписан\w*|шифр\w*|сертификат\w*|ключ\w*"
    r"|устройств\w*|токен\w*|отпечат\w*|сервер\w*|баз[аы] данных"
    r"|синхрондау|құрылғы\w*|хэш|шифрла\w*|сертификат\w*|кілт сөз\w*|сервер\w*|дерекқор\w*)\b",
    re.IGNORECASE,
)


def technical(shown: Iterable[str]) -> list[str]:
    """Texts with a word that only programmers use."""
    return sorted(text for text in shown if TECHNICAL.search(text))


def rest() -> None:
    """Until nothing runs and what came is shown."""
    for _turn in range(3):
        settle()
    assert not work.busy()


def named(window: QWidget, name: str) -> QWidget:
    shown = [one for one in window.findChildren(QWidget, name) if one.isVisible()]
    assert len(shown) == 1, f"{name}: {len(shown)} on the screen"
    return shown[0]
