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
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import exchange_pictures  # noqa: E402
from PIL import Image  # noqa: E402 - after the screen was chosen, as all below
from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QLineEdit, QWidget  # noqa: E402

from cluster_desktop import demo, desktop  # noqa: E402
from cluster_desktop.db.store import Store  # noqa: E402
from cluster_desktop.fields import Value  # noqa: E402
from cluster_desktop.i18n import _, set_language  # noqa: E402
from cluster_desktop.paths import resource  # noqa: E402
from cluster_desktop.query import Condition, Query  # noqa: E402
from cluster_desktop.services import hours, matching, practice, reports, start  # noqa: E402
from cluster_desktop.services.office import Office  # noqa: E402
from cluster_desktop.ui import work  # noqa: E402
from cluster_desktop.ui.form_designer import FormDesigner  # noqa: E402
from cluster_desktop.ui.importing import ImportPage  # noqa: E402
from cluster_desktop.ui.pages.agreements import AgreementsPage  # noqa: E402
from cluster_desktop.ui.pages.cluster import ClusterPage  # noqa: E402
from cluster_desktop.ui.pages.cluster_council import CouncilTab  # noqa: E402
from cluster_desktop.ui.pages.cluster_kpi import KpiTab  # noqa: E402
from cluster_desktop.ui.pages.cluster_passport import PassportTab  # noqa: E402
from cluster_desktop.ui.pages.hours import HoursPage  # noqa: E402
from cluster_desktop.ui.pages.page import Page  # noqa: E402
from cluster_desktop.ui.pages.practice import PracticePage  # noqa: E402
from cluster_desktop.ui.pages.practice_board import BoardTab  # noqa: E402
from cluster_desktop.ui.pages.practice_lists import StudentsTab  # noqa: E402
from cluster_desktop.ui.pages.practice_sheets import ReasonSheet  # noqa: E402
from cluster_desktop.ui.papers_menu import open_papers  # noqa: E402
from cluster_desktop.ui.preferences import FilePreferences  # noqa: E402
from cluster_desktop.ui.speaking import speak  # noqa: E402
from cluster_desktop.ui.theme import ThemeChoice, apply_theme  # noqa: E402
from cluster_desktop.ui.trail import Place  # noqa: E402
from cluster_desktop.ui.window import MainWindow  # noqa: E402

NOW = datetime(2026, 11, 21, 9, 32, tzinfo=UTC)
# The inside of a window on a screen of 1366×768, and of one at 125 %.
SIZES = {"1366": (1366, 697), "1093": (1093, 545)}
THEMES: tuple[ThemeChoice, ...] = ("light", "dark")
LANGUAGES = ("kk", "ru", "en")
SETTLE_MS, PAUSE_MS = 700, 60
COLOURS = 256
AUTUMN, MONTH = date(2025, 11, 3), (2025, 11)  # a practice that is over, and a month of it
PARTICIPANTS = 2  # section of the passport
ABOVE_STUDENTS = 110  # name, agreement and mentor of a card
FAULTS = "09_qate_tizim.xlsx"
BLANK = "08_akimat_F1_bos_nysan.xlsx"

Scene = Callable[[MainWindow, Office], None]


def home(window: MainWindow, office: Office) -> None:
    window.open_place(Place("home"))


def partners(window: MainWindow, office: Office) -> None:
    window.open_place(Place("partners", record=_first(office, "organisation", "is_own", False)))


def agreements(window: MainWindow, office: Office) -> None:
    window.open_place(Place("agreements", record=_first(office, "agreement", "kind", "dual")))


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


def import_students(window: MainWindow, office: Office) -> None:
    _import(window, steps=2, name=FAULTS)


def _import(window: MainWindow, steps: int, name: str = "11_partners.csv") -> None:
    page = ImportPage(window.desk)
    window.desk.page.emit(page)
    page.open(resource("samples", name))
    settle(2 * SETTLE_MS)
    if steps:
        page.file_step.accepted.emit()
    if steps > 1:
        settle()
        page.go_button.click()


def _tab(window: MainWindow, key: str) -> Page:
    """A tab of the practice page, with its data."""
    window.open_place(Place("practice", tab=key))
    settle()
    page = window.page()
    assert isinstance(page, PracticePage)
    return page.shown()


def practice_board(window: MainWindow, office: Office) -> None:
    page = _tab(window, "board")
    assert isinstance(page, BoardTab)
    for key in (Qt.Key.Key_Home, *(Qt.Key.Key_Space, Qt.Key.Key_Down) * 3):
        QTest.keyClick(page.waiting.list, key)
    # Down to the first enterprise that somebody goes to.
    spots = page.cards.spots.spots
    at = next((n for n, spot in enumerate(spots) if spot.kind == "student"), 0)
    bar = page.cards.verticalScrollBar()
    bar.setValue(bar.value() + page.cards.rect_of(at).top() - ABOVE_STUDENTS)


def practice_table(window: MainWindow, office: Office) -> None:
    one = _first(office, "placement", "state", "assessed")
    window.open_place(Place("practice", tab="table", record=one))


def students(window: MainWindow, office: Office) -> None:
    one = _first(office, "student", "minor", True)
    window.open_place(Place("practice", tab="students", record=one))


def month_of_hours(window: MainWindow, office: Office) -> None:
    page = _tab(window, "hours")
    assert isinstance(page, HoursPage)
    page.show_period(_first(office, "practice_period", "starts", AUTUMN))
    settle()
    page.show_month(*MONTH)


def periods(window: MainWindow, office: Office) -> None:
    one = _first(office, "practice_period", "name", demo.SPRING["name"])
    window.open_place(Place("practice", tab="periods", record=one))


def place_at(window: MainWindow, office: Office) -> None:
    page = _tab(window, "students")
    assert isinstance(page, StudentsTab)
    where = (Condition("place", "is", "none"),)
    page.place_at([row.id for row in office.rows(Query("student", where), limit=3)])


def reason(window: MainWindow, office: Office) -> None:
    page = _tab(window, "board")
    assert isinstance(page, BoardTab)
    shown = page.board()
    assert shown is not None
    one, slot = shown.waiting[0].id, shown.bases[0].slots[0].id
    found = practice.warnings_of_place(office, [one], slot)
    window.desk.sheet.emit(ReasonSheet(found, _("Place all the same")), "middle")


def proposed_places(window: MainWindow, office: Office) -> None:
    page = _tab(window, "board")
    assert isinstance(page, BoardTab)
    page.propose_places()


def limits(window: MainWindow, office: Office) -> None:
    window.open_place(Place("settings", tab="practice"))


def print_certificates(window: MainWindow, office: Office) -> None:
    window.open_place(Place("practice", tab="table"))
    where = (Condition("state", "is", "assessed"),)
    ids = [row.id for row in office.rows(Query("placement", where), limit=25)]
    open_papers(window.desk, "certificate", "placement", ids)


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


def of_cluster(key: str) -> Scene:
    """A tab of the cluster's page, as it opens."""

    def scene(window: MainWindow, office: Office) -> None:
        window.open_place(Place("cluster", tab=key))

    return scene


def _cluster_tab(window: MainWindow, key: str) -> QWidget:
    """A tab of the cluster's page, with its data."""
    window.open_place(Place("cluster", tab=key))
    settle()
    page = window.page()
    assert isinstance(page, ClusterPage)
    return page.shown()


def cluster_passport(window: MainWindow, office: Office) -> None:
    page = _cluster_tab(window, "passport")
    assert isinstance(page, PassportTab)
    page.open_section(PARTICIPANTS)


def cluster_council(window: MainWindow, office: Office) -> None:
    page = _cluster_tab(window, "council")
    assert isinstance(page, CouncilTab)
    (held,) = office.rows(Query("meeting", sort=(("held_on", True),)), limit=1)
    page.open_record("meeting", held.id)


def cluster_kpi(window: MainWindow, office: Office) -> None:
    page = _cluster_tab(window, "kpi")
    assert isinstance(page, KpiTab)
    lines = page.overview.lines()
    planned = next(n for n, line in enumerate(lines) if line.code)
    page.overview.table.choose(lines[planned].id, "3")
    page.overview.table.verticalScrollBar().setValue(planned)


def cluster_registers(window: MainWindow, office: Office) -> None:
    window.open_place(Place("cluster", tab="registers", query=Query("infrastructure")))


def passport_preview(window: MainWindow, office: Office) -> None:
    page = _cluster_tab(window, "passport")
    assert isinstance(page, PassportTab)
    page.print_version()


def needs(window: MainWindow, office: Office) -> None:
    window.open_place(Place("needs"))


def needs_requests(window: MainWindow, office: Office) -> None:
    window.open_place(Place("needs", tab="requests"))


def reports_page(window: MainWindow, office: Office) -> None:
    window.open_place(Place("reports"))
    settle(2 * SETTLE_MS)


def report_form(window: MainWindow, office: Office) -> None:
    soonest = reports.next_due(office)[0].id
    window.open_place(Place("reports", tab="deliver", record=soonest))
    settle(2 * SETTLE_MS)


def designer(window: MainWindow, office: Office) -> None:
    window.desk.page.emit(FormDesigner(window.desk, file=resource("samples", BLANK)))
    settle(SETTLE_MS)


def templates(window: MainWindow, office: Office) -> None:
    window.open_place(Place("agreements", tab="templates"))
    settle(2 * SETTLE_MS)


def summary(window: MainWindow, office: Office) -> None:
    """Agreements by partner and the year of their end."""
    window.open_place(Place("agreements"))
    settle()
    page = window.page()
    assert isinstance(page, AgreementsPage)
    page.sum_up(("partner_id", "valid_until:year", "count", ""))


SCENES: dict[str, Scene] = {
    "home": home,
    "partners": partners,
    "agreements": agreements,
    "new_memorandum": new_memorandum,
    "import_file": import_file,
    "import_columns": import_columns,
    "import_check": import_check,
    "import_students": import_students,
    "practice_board": practice_board,
    "practice_table": practice_table,
    "students": students,
    "hours": month_of_hours,
    "periods": periods,
    "place_at": place_at,
    "reason": reason,
    "proposed_places": proposed_places,
    "mentors": mentors,
    "graduates": graduates,
    "graduates_summary": graduates_summary,
    "cluster_passport": cluster_passport,
    "passport_preview": passport_preview,
    "cluster_steps": of_cluster("steps"),
    "cluster_council": cluster_council,
    "cluster_plan": of_cluster("plan"),
    "cluster_kpi": cluster_kpi,
    "cluster_risks": of_cluster("risks"),
    "cluster_finance": of_cluster("finance"),
    "cluster_participants": of_cluster("participants"),
    "cluster_registers": cluster_registers,
    "cluster_surveys": of_cluster("surveys"),
    "needs": needs,
    "needs_requests": needs_requests,
    "reports": reports_page,
    "report_form": report_form,
    "form_designer": designer,
    "templates": templates,
    "summary": summary,
    "print_preview": print_preview,
    "print_certificates": print_certificates,
    "search": search,
    "journal": journal,
    "bin": bin_page,
    "settings": settings,
    "limits": limits,
}


def _first(office: Office, entity: str, field: str, value: Value) -> UUID:
    (row,) = office.rows(Query(entity, (Condition(field, "is", value),)), limit=1)
    return row.id


def prepare(office: Office) -> None:
    """The sample data, the spring distributed, and some days of a practice that is over."""
    # What an import names by itself is named in the language of the moment.
    set_language("kk")
    demo.load_samples(office)
    spring = _first(office, "practice_period", "name", demo.SPRING["name"])
    matching.commit(office, matching.propose(office, spring))
    autumn = _first(office, "practice_period", "starts", AUTUMN)
    sheet = hours.sheet(office, autumn, *MONTH)
    days = [day for day in sheet.days if day.weekday < 5 and day.date >= AUTUMN]
    cells = {
        (row.placement, day.date): _cell(at, n, row.full_day)
        for at, row in enumerate(sheet.rows[:24])
        for n, day in enumerate(days[: 18 - at % 4])
    }
    hours.write(office, cells)


def _cell(row: int, day: int, full: int) -> str:
    """A full day but for a few who were away."""
    return {(3, 4): "н", (7, 2): "а", (7, 3): "а", (12, 9): "с"}.get((row, day), str(full))


def settle(milliseconds: int = SETTLE_MS) -> None:
    """Let workers finish and the window paint."""
    _turn(milliseconds)
    while work.busy():
        _turn(PAUSE_MS)
        if not work.busy():
            _turn(PAUSE_MS)  # what arrived may ask for more


def _turn(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def save(widget: QWidget, path: Path) -> None:
    """A small PNG: a window has few colours."""
    widget.grab().save(str(path))
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def take(
    office: Office,
    folder: Path,
    scenes: Mapping[str, Scene],
    languages: Sequence[str],
    made: Callable[[FilePreferences], MainWindow],
) -> int:
    """All wanted pictures into the folder, of windows that are made anew; returns how many."""
    application = desktop.make_application()
    taken = 0
    with tempfile.TemporaryDirectory() as choices:
        for language in languages:
            speak(application, language)
            for theme in THEMES:
                apply_theme(application, theme)
                for size, (width, height) in SIZES.items():
                    for scene, show in scenes.items():
                        window = made(FilePreferences(Path(choices) / f"{taken}.ini"))
                        window.resize(width, height)
                        window.show()
                        settle(100)
                        show(window, office)
                        settle()
                        save(window, folder / f"{scene}_{language}_{theme}_{size}.png")
                        taken += 1
                        window.close()
                        window.deleteLater()
                        settle(20)
    return taken


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    known = [*SCENES, *exchange_pictures.SCENES]
    parser.add_argument("--scene", nargs="*", choices=known, default=known)
    parser.add_argument("--lang", nargs="*", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    asked = parser.parse_args(arguments)
    out = asked.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    of_sample = {name: SCENES[name] for name in asked.scene if name in SCENES}
    taken = _of_sample(out, of_sample, asked.lang) if of_sample else 0
    print(f"{taken + _of_exchange(out, asked.scene, asked.lang)} pictures in {out}")
    return 0


def _of_sample(out: Path, scenes: Mapping[str, Scene], languages: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as data:
        store = Store.open(Path(data) / "cluster.db", clock=lambda: NOW)
        office = Office(store, today=lambda: NOW.date())
        start.prepare(office)
        try:
            prepare(office)
            return take(office, out, scenes, languages, partial(MainWindow, office))
        finally:
            office.close()


def _of_exchange(out: Path, wanted: Sequence[str], languages: Sequence[str]) -> int:
    if not exchange_pictures.SCENES.keys() & set(wanted):
        return 0
    taken = 0
    with (
        tempfile.TemporaryDirectory() as data,
        exchange_pictures.computers(Path(data), lambda: NOW) as computers,
    ):
        for name, (whose, show) in exchange_pictures.SCENES.items():
            if name in wanted:
                one = computers[whose]
                taken += take(one.office, out, {name: show}, languages, one.window)
    return taken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
