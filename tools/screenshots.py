"""Pictures of the program for docs/pictures: every page, three languages, two sizes, two themes.

    python tools/screenshots.py [--scene NAME …] [--lang kk …] [--out FOLDER]

Works on the sample data in a temporary folder, on the day of the samples, without a screen. Run it
after a change that people see, and look at what came out.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image  # noqa: E402 - after the screen was chosen, as all below
from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget  # noqa: E402

from cluster_desktop import demo, desktop  # noqa: E402
from cluster_desktop.db.store import Store  # noqa: E402
from cluster_desktop.paths import resource  # noqa: E402
from cluster_desktop.query import Condition, Query  # noqa: E402
from cluster_desktop.services import start  # noqa: E402
from cluster_desktop.services.office import Office  # noqa: E402
from cluster_desktop.ui.importing import ImportPage  # noqa: E402
from cluster_desktop.ui.preferences import FilePreferences  # noqa: E402
from cluster_desktop.ui.speaking import speak  # noqa: E402
from cluster_desktop.ui.theme import ThemeChoice, apply_theme  # noqa: E402
from cluster_desktop.ui.trail import Place  # noqa: E402
from cluster_desktop.ui.window import MainWindow  # noqa: E402

NOW = datetime(2026, 11, 21, 9, 32, tzinfo=UTC)
# The inside of a window on a screen of 1366×768 (title bar 31, task bar 40), and of one at 125 %.
SIZES = {"1366": (1366, 697), "1093": (1093, 545)}
THEMES: tuple[ThemeChoice, ...] = ("light", "dark")
LANGUAGES = ("kk", "ru", "en")
SETTLE_MS = 700
COLOURS = 256

Scene = Callable[[MainWindow, Office], None]


def home(window: MainWindow, office: Office) -> None:
    window.open_place(Place("home"))


def partners(window: MainWindow, office: Office) -> None:
    window.open_place(Place("partners", record=_first(office, "organisation", "is_own", False)))


def agreements(window: MainWindow, office: Office) -> None:
    window.open_place(Place("agreements", record=_first(office, "agreement", "kind", "dual")))


def hours(window: MainWindow, office: Office) -> None:
    window.open_place(Place("practice", tab="hours"))


def mentors(window: MainWindow, office: Office) -> None:
    (row,) = office.rows(Query("mentor", sort=(("load", True),)), limit=1)
    window.open_place(Place("mentors", record=row.id))


def graduates(window: MainWindow, office: Office) -> None:
    window.open_place(Place("graduates"))


def graduates_summary(window: MainWindow, office: Office) -> None:
    window.open_place(Place("graduates", tab="summary"))


def new_memorandum(window: MainWindow, office: Office) -> None:
    window.open_place(Place("agreements"))
    window.desk.memorandum.emit(_first(office, "organisation", "is_own", False))


def import_file(window: MainWindow, office: Office) -> None:
    _import(window, steps=0)


def import_columns(window: MainWindow, office: Office) -> None:
    _import(window, steps=1)


def import_check(window: MainWindow, office: Office) -> None:
    _import(window, steps=2)


def _import(window: MainWindow, steps: int) -> None:
    page = ImportPage(window.desk)
    window.desk.page.emit(page)
    page.open(resource("samples", "11_partners.csv"))
    settle(2 * SETTLE_MS)
    if steps:
        page.file_step.accepted.emit()
    if steps > 1:
        settle()
        page.go_button.click()


def print_preview(window: MainWindow, office: Office) -> None:
    window.open_place(Place("agreements"))
    window.desk.papers.emit([_first(office, "agreement", "kind", "memorandum")])


def search(window: MainWindow, office: Office) -> None:
    window.open_place(Place("home"))
    window.commands.run("search")
    settle()
    field = window.findChild(QLineEdit, "palette_input")
    assert isinstance(field, QLineEdit)
    field.setText("акжайлау")


def journal(window: MainWindow, office: Office) -> None:
    window.open_place(Place("journal"))


def bin_page(window: MainWindow, office: Office) -> None:
    window.open_place(Place("bin"))


def settings(window: MainWindow, office: Office) -> None:
    window.open_place(Place("settings"))


SCENES: dict[str, Scene] = {
    "home": home,
    "partners": partners,
    "agreements": agreements,
    "hours": hours,
    "mentors": mentors,
    "graduates": graduates,
    "graduates_summary": graduates_summary,
    "new_memorandum": new_memorandum,
    "import_file": import_file,
    "import_columns": import_columns,
    "import_check": import_check,
    "print_preview": print_preview,
    "search": search,
    "journal": journal,
    "bin": bin_page,
    "settings": settings,
}


def _first(office: Office, entity: str, field: str, value: str | bool) -> UUID:
    (row,) = office.rows(Query(entity, (Condition(field, "is", value),)), limit=1)
    return row.id


def settle(milliseconds: int = SETTLE_MS) -> None:
    """Let workers finish and the window paint."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def save(widget: QWidget, path: Path) -> None:
    """A small PNG: a window has few colours."""
    widget.grab().save(str(path))
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def take(office: Office, folder: Path, scenes: Sequence[str], languages: Sequence[str]) -> int:
    """All wanted pictures into the folder; returns how many."""
    application = desktop.make_application()
    taken = 0
    with tempfile.TemporaryDirectory() as choices:
        for language in languages:
            speak(application, language)
            for theme in THEMES:
                apply_theme(application, theme)
                for size, (width, height) in SIZES.items():
                    for scene in scenes:
                        preferences = FilePreferences(Path(choices) / f"{taken}.ini")
                        window = MainWindow(office, preferences)
                        window.resize(width, height)
                        window.show()
                        settle(100)
                        SCENES[scene](window, office)
                        settle()
                        save(window, folder / f"{scene}_{language}_{theme}_{size}.png")
                        taken += 1
                        _throw_away(application, window)
    return taken


def _throw_away(application: QApplication, window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    settle(20)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scene", nargs="*", choices=list(SCENES), default=list(SCENES))
    parser.add_argument("--lang", nargs="*", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        store = Store.open(Path(data) / "cluster.db", clock=lambda: NOW)
        office = Office(store, today=lambda: NOW.date())
        start.prepare(office)
        try:
            demo.load_samples(office)
            print(f"{take(office, asked.out, asked.scene, asked.lang)} pictures in {asked.out}")
        finally:
            office.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
