"""What was pointed at and not saved yet outlives a power cut: kept on this computer, by file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from cluster_desktop.errors import Refusal
from cluster_desktop.services.form_mappings import FormMap, decoded, encoded
from cluster_desktop.services.office import Office
from cluster_desktop.ui.work import run

_FACT = "designer.unsaved"
_PAUSE_MS = 1_000


@dataclass(frozen=True)
class Unsaved:
    """A map on its way, with what was typed."""

    of: str
    form: str
    body: FormMap
    name: str
    sender: str


def key_of(mapping: UUID | None, blank: Path) -> str:
    """What a kept map belongs to: the record, else the file."""
    return str(mapping) if mapping is not None else str(blank.absolute())


def recall(office: Office, of: str) -> Unsaved | None:
    """What was left unsaved of this workbook; None where there is nothing (or it is damaged)."""
    try:
        found = json.loads(office.local_fact(_FACT) or "{}")
        if found.get("of") != of:
            return None
        body = decoded(found["body"])
        return Unsaved(of, found["form"], body, found["name"], found["sender"])
    except (ValueError, KeyError, TypeError, AttributeError, Refusal):
        return None


class Keeper(QObject):
    """Writes the newest wish shortly after it came, in a worker."""

    def __init__(self, office: Office, owner: QObject) -> None:
        super().__init__(owner)
        self._office = office
        self._wish = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._write)

    def keep(self, unsaved: Unsaved) -> None:
        """Keep it, unless something newer comes soon."""
        self._wish = json.dumps(
            {"of": unsaved.of, "form": unsaved.form, "body": encoded(unsaved.body),
             "name": unsaved.name, "sender": unsaved.sender}, ensure_ascii=False,
        )  # fmt: skip
        self._pause.start()

    def forget(self) -> None:
        """It was saved, or is not wanted."""
        self._wish = ""
        self._pause.stop()
        self._write()

    def _write(self) -> None:
        office, wish = self._office, self._wish
        run(self, lambda _p: office.put_local_fact(_FACT, wish), done=lambda _none: None)
