"""The window's end of the exchange: where it stands, the run that goes on, and who hears of both.

One for a window, so that a run goes on while pages come and go. Reads and runs in workers; knows
no widgets and of the exchange only its plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.ui.work import Progress, Task, run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import (
        Ahead,
        Conflict,
        Member,
        Place,
        Receipt,
        Request,
        State,
        Waiting,
    )

_SOON_MS = 200
Told = Callable[[int, int, str], None]


class Started(Protocol):
    """A region that was begun: the lines of words to write down, and where its file lies."""

    @property
    def recovery(self) -> tuple[tuple[str, ...], ...]: ...

    @property
    def root_file(self) -> Path: ...


class Facade(Protocol):
    """What the window asks of the exchange. Everything but `state` may take long or fail."""

    def state(self, place: Place | None = None) -> State: ...

    def places(self) -> list[Place]: ...

    def look(self, path: str) -> Place: ...

    def set_place(self, place: Place) -> None: ...

    def prepare(self, place: Place) -> Place: ...

    def ahead(self, place: Place, progress: Told) -> Ahead: ...

    def run(self, place: Place, progress: Told) -> Receipt: ...

    def brought(self, receipt: int) -> dict[str, tuple[UUID, ...]]: ...

    def receipts(self, limit: int) -> list[Receipt]: ...

    def undo_run(self, receipt: int) -> Changes: ...

    def conflicts(self) -> list[Conflict]: ...

    def decide(self, entity: str, record: UUID, choices: Mapping[str, Value]) -> Changes: ...

    def request(self, folder: Path | None = None) -> Path | None: ...

    def is_invited(self) -> bool: ...

    def accept(self, path: Path | None, typed: str) -> State: ...

    def start_region(self, title: str, passphrase: str, folder: Path) -> Started: ...

    def fingerprint(self) -> tuple[str, ...]: ...

    def region_words(self) -> tuple[str, ...]: ...

    def requests(self) -> list[Request]: ...

    def read_request(self, path: Path) -> Request: ...

    def invite(self, request: Request, *, college_id: UUID | None = None) -> Path | None: ...

    def renew_office(
        self,
        root_file: Path | None,
        secret: str,
        *,
        place: Place | None = None,
        name: str = "",
        progress: Told = ...,
    ) -> None: ...

    def holder(self, attachment: UUID) -> str: ...

    def bring(self, attachment: UUID, progress: Told) -> bool: ...

    def waiting(self) -> list[Waiting]: ...

    def release(self, device: str) -> None: ...

    def revoke(self, device: str) -> None: ...

    def members(self) -> list[Member]: ...


class ExchangeLink(QObject):
    """`came` after each reading of where the exchange stands; the others tell of a run."""

    came = Signal()
    began = Signal()
    told = Signal(int, int, str)
    ended = Signal(object)
    """The receipt of the run, or None after Cancel."""
    failed = Signal(str)
    """The sentence of a run that could not begin or was broken off."""

    def __init__(
        self, make: Callable[[], Facade] | None, parent: QObject, *, sample: bool = False
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._facade: Facade | None = None
        self._task: Task | None = None
        self._sample = sample
        self._place: Place | None = None  # looked at; None the one of the last run
        self.state: State | None = None
        self.receipt: Receipt | None = None  # of the last run in this window
        self.trouble = ""
        self.stopped = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.read)

    def facade(self) -> Facade:
        """The exchange itself, for workers. Raises Refusal where there is none."""
        if self.is_sample():
            raise Refusal(sample_sentence())
        if self._facade is None:
            if self._make is None:
                raise Refusal(_("Data are not exchanged in this window."))
            self._facade = self._make()
        return self._facade

    def is_sample(self) -> bool:
        """Sample data are never exchanged."""
        return self._sample or (self.state is not None and self.state.is_sample)

    def is_member(self) -> bool:
        return self.state is not None and self.state.stage == "member" and not self.is_sample()

    def is_out(self) -> bool:
        """Whether the region's office has excluded this computer: what it had it still shows."""
        return self.state is not None and self.state.stage == "revoked" and not self.is_sample()

    def is_region(self) -> bool:
        return self.state is not None and self.state.role == "region"

    # ---- where it stands ----

    def read_soon(self) -> None:
        """Many changes in a row are read once."""
        self._soon.start()

    def read(self) -> None:
        if self._make is None or self._sample:
            return
        place = self._place
        run(
            self, lambda _p: self.facade().state(place), done=self._on_state,
            failed=self._not_read,
        )  # fmt: skip

    def count_for(self, place: Place) -> None:
        """What is not sent is told of this place from now on, here and in the strip alike."""
        if self._place is None or self._place.path != place.path:
            self._place = place
            self.read()

    def _on_state(self, state: State) -> None:
        self.state = state
        self.came.emit()

    def _not_read(self, why: Exception) -> None:
        self.trouble = getattr(why, "message", "")
        self.came.emit()

    # ---- a run ----

    def is_running(self) -> bool:
        return self._task is not None

    def start(self, place: Place) -> None:
        """Exchange with a place; a second wish while one goes on is none."""
        if self.is_running():
            return
        self.receipt, self.trouble, self.stopped = None, "", False
        self._place = place
        self._task = run(
            self, lambda progress: self._exchange(place, progress), done=self._on_receipt,
            failed=self._on_failed, progress=self.told.emit,
        )  # fmt: skip
        self._task.finished.connect(self._on_finished)
        self.began.emit()

    def _exchange(self, place: Place, progress: Progress) -> Receipt:
        facade = self.facade()
        facade.set_place(place)
        return facade.run(place, progress)

    def cancel(self) -> None:
        if self._task is not None:
            self.stopped = True
            self._task.cancel()

    def _on_receipt(self, receipt: Receipt) -> None:
        self.receipt = receipt

    def _on_failed(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self.trouble = why.message

    def _on_finished(self) -> None:
        self._task = None
        # The task ends before its result is handed over.
        QTimer.singleShot(0, self, self._tell_end)

    def _tell_end(self) -> None:
        if self.trouble:
            self.failed.emit(self.trouble)
        else:
            self.ended.emit(self.receipt)
        self.read()


def sample_sentence() -> str:
    return _("These are sample data. They are not exchanged; leave them to exchange your own data.")
