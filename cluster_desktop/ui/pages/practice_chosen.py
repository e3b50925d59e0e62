"""What is ticked on the practice board, and what is being carried over it with the mouse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from cluster_desktop.i18n import ngettext
from cluster_desktop.ui.pages.practice_paint import Ghost

_SCROLL_MS = 30


@dataclass(frozen=True)
class Load:
    """Students without a place, or placements; never both: they are written differently."""

    students: tuple[UUID, ...] = ()
    placements: tuple[UUID, ...] = ()

    def __len__(self) -> int:
        return len(self.students) + len(self.placements)

    def words(self) -> str:
        return ngettext("{n} student", "{n} students", len(self)).format(n=len(self))


class Chosen(QObject):
    """The ticks. Ticking on one side of the board clears the other side."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._students: dict[UUID, None] = {}
        self._placements: dict[UUID, None] = {}

    def load(self) -> Load:
        return Load(tuple(self._students), tuple(self._placements))

    def has(self, record: UUID) -> bool:
        return record in self._students or record in self._placements

    def load_with(self, *, student: UUID | None = None, placement: UUID | None = None) -> Load:
        """What a verb on one means: all that is ticked if that one is, else that one alone."""
        one = student or placement
        if one is not None and self.has(one):
            return self.load()
        if student is not None:
            return Load(students=(student,))
        return Load(placements=(placement,)) if placement is not None else Load()

    def flip_student(self, record: UUID) -> None:
        self._placements.clear()
        _flip(self._students, record)
        self.changed.emit()

    def flip_placement(self, record: UUID) -> None:
        self._students.clear()
        _flip(self._placements, record)
        self.changed.emit()

    def set_students(self, records: Iterable[UUID]) -> None:
        self._placements.clear()
        self._students = dict.fromkeys(records)
        self.changed.emit()

    def keep(self, students: Iterable[UUID], placements: Iterable[UUID]) -> None:
        """Forget what is not on the board any more."""
        here, there = set(students), set(placements)
        self._students = {one: None for one in self._students if one in here}
        self._placements = {one: None for one in self._placements if one in there}
        self.changed.emit()

    def clear(self) -> None:
        if self._students or self._placements:
            self._students.clear()
            self._placements.clear()
            self.changed.emit()


def _flip(ticked: dict[UUID, None], record: UUID) -> None:
    if record in ticked:
        del ticked[record]
    else:
        ticked[record] = None


class Target(Protocol):
    """A view that something can be dropped on; points are those of its viewport."""

    def viewport(self) -> QWidget: ...

    def carried_over(self, at: QPoint | None, load: Load) -> bool:
        """Show where it would land; None: it is not over this widget. True: it may land."""
        ...

    def scroll_while_carrying(self) -> None: ...

    def dropped(self, at: QPoint, load: Load) -> None: ...


class Carrier(QObject):
    """Carries a load from the widget where the mouse was pressed to another one of the page.

    Not QDrag: that runs an event loop of its own, and nothing here leaves the page.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._ghost = Ghost(host)
        self._targets: list[Target] = []
        self._load = Load()
        self._at = QPoint()
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll)

    def add_target(self, target: Target) -> None:
        """Its viewport is asked for anew each time.

        Qt made that one; a reference to it dies as soon as any sheet of the window is deleted.
        """
        self._targets.append(target)

    def carries(self) -> bool:
        return bool(len(self._load))

    def begin(self, load: Load, at: QPoint) -> None:
        """Take it up; `at` is global."""
        if not len(load):
            return
        self._load = load
        self._ghost.carry(load.words())
        self._scroll.start()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.move(at)

    def move(self, at: QPoint) -> None:
        self._at = at
        self._ghost.follow(self._host.mapFromGlobal(at))
        for target in self._targets:
            target.carried_over(_point_in(target, at), self._load)

    def drop(self, at: QPoint) -> None:
        """Let it land where it may."""
        self.move(at)
        load = self._load
        landing = None
        for target in self._targets:
            point = _point_in(target, at)
            if point is not None and target.carried_over(point, load):
                landing = (target, point)
        self.cancel()
        if landing is not None:
            landing[0].dropped(landing[1], load)

    def cancel(self) -> None:
        """Put it back; nothing happens."""
        self._load = Load()
        self._ghost.hide()
        self._scroll.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        for target in self._targets:
            target.carried_over(None, self._load)

    def _on_scroll(self) -> None:
        for target in self._targets:
            if _point_in(target, self._at) is not None:
                target.scroll_while_carrying()
        self.move(self._at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc puts back what is carried, whoever has the keyboard."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.cancel()
            return True
        return False


def _point_in(target: Target, at: QPoint) -> QPoint | None:
    """A global point in a target's own view; None where it is elsewhere."""
    viewport = target.viewport()
    point = viewport.mapFromGlobal(at)
    return point if viewport.isVisible() and viewport.rect().contains(point) else None
