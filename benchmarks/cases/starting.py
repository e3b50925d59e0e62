"""From exec to the first paint of the window, against a bare window with twelve pages."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QMainWindow,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from benchmarks.harness import Case, Clock

PAGES = 12

CASE = Case(
    name="start",
    what="exec to first paint of the window (whole process)",
    module=__name__,
    ours="window_of_the_program",
    peers=("bare_twelve_pages",),
    targets={"bare_twelve_pages": 1.35},
    runs=7,
    from_start=True,
)


class FirstPaint(QObject):
    """Ends the program as soon as a top window has painted itself once."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.size: list[int] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            self.size = [watched.width(), watched.height()]
            QTimer.singleShot(0, self._application.quit)
        return False


def prepare(folder: Path) -> None:
    """The program's data after the main job on the sample register, as on any other morning."""
    from cluster_desktop import demo  # the peer must not pay for our imports
    from cluster_desktop.app import Options, open_office

    office = open_office(Options(data=folder / "data"), source="import")
    demo.load_samples(office)
    office.put_setting("firstrun.done", "yes")
    office.close()


def judge(answers: dict[str, object]) -> None:
    for side, size in answers.items():
        assert isinstance(size, list), side
        assert size[0] >= 900, f"{side}: {size}"


def window_of_the_program(folder: Path, clock: Clock) -> object:
    from cluster_desktop import desktop  # only this side loads the program
    from cluster_desktop.app import Options

    first = FirstPaint(desktop.make_application())
    desktop.run(Options(data=folder / "data", language="kk"))
    return first.size


def bare_twelve_pages(folder: Path, clock: Clock) -> object:
    application = QApplication([])
    first = FirstPaint(application)
    window = QMainWindow()
    rail, pages = QListWidget(), QStackedWidget()
    for number in range(PAGES):
        rail.addItem(f"Бет {number + 1}")
        pages.addWidget(_page(number))
    rail.currentRowChanged.connect(pages.setCurrentIndex)
    whole = QWidget()
    across = QHBoxLayout(whole)
    across.addWidget(rail)
    across.addWidget(pages, 1)
    window.setCentralWidget(whole)
    window.resize(1366, 728)
    window.show()
    application.exec()
    return first.size


def _page(number: int) -> QWidget:
    page = QWidget()
    down = QVBoxLayout(page)
    down.addWidget(QLabel(f"Бет {number + 1}"))
    model = QStandardItemModel(20, 5, page)
    for row in range(20):
        for column in range(5):
            model.setItem(row, column, QStandardItem(f"{row} · {column}"))
    table = QTableView()
    table.setModel(model)
    down.addWidget(table)
    return page
