"""Goes once through everything that a wrong build breaks: libraries, resources, letters, a window.

`python -m cluster_desktop --selftest` and the same of a built program. Works in a temporary folder
and leaves the user's data alone. Every part is tried, also after one has failed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

from cluster_desktop import i18n, log, paths
from cluster_desktop.app import Options, open_office
from cluster_desktop.db import migrate
from cluster_desktop.db.engine import open_engine
from cluster_desktop.display import can_show_window
from cluster_desktop.documents import press, preview
from cluster_desktop.errors import Bug
from cluster_desktop.excel import reader
from cluster_desktop.rules.matching_network import Arc
from cluster_desktop.services import solver
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import (
    MemorandumData,
    PartyData,
    template_from_body,
)

TODAY = date(2026, 4, 1)
NAME_KK = "«Қостанай агро һәм өңдеу» ЖШС"
NAME_RU = "ТОО «Костанай агро и переработка»"
BIN = "240240900092"

Part = Callable[[Path], None]


def run() -> int:
    """Try every part and say how each went, on standard output. Returns 0 or 1."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="cluster-selftest-") as folder:
        for name, part in PARTS.items():
            place = Path(folder) / name
            place.mkdir()
            try:
                part(place)
            except Exception:  # noqa: BLE001 - whatever it is, it is told and the rest is tried
                failed += 1
                print(f"FAILED {name}", flush=True)
                traceback.print_exc(file=sys.stdout)
            else:
                print(f"ok {name}", flush=True)
        log.stop()  # the log lies in the folder that goes now
    print(f"selftest: {len(PARTS) - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def _expect(is_so: bool, what: str) -> None:
    if not is_so:
        raise Bug(what)


def _languages(folder: Path) -> None:
    """Catalogues are there, dates and numbers are right."""
    _expect(i18n.official_date(TODAY, "kk") == "2026 жылғы 1 сәуір", "Kazakh date")
    _expect(i18n.official_date(TODAY, "ru") == "1 апреля 2026 года", "Russian date")
    spoken = i18n.language()
    try:
        for language in ("kk", "ru"):
            i18n.set_language(language)
            _expect(i18n._("Partners") != "Partners", f"no catalogue {language}")
    finally:
        i18n.set_language(spoken)
    _expect(i18n.sort_key("Қ") < i18n.sort_key("Л"), "order of the Kazakh alphabet")


def _migration(folder: Path) -> None:
    """The migrations travel as files and run from nothing to the newest schema."""
    engine = open_engine(folder / "migrated.db")
    try:
        migrate.run(engine, migrate.HEAD)
    finally:
        engine.dispose()
    _expect(migrate.revision(folder / "migrated.db") == migrate.HEAD, "schema version")


def _database(folder: Path) -> None:
    """A new database takes a record, finds it by other letters and takes it back."""
    office = _office(folder)
    try:
        before = office.count("organisation")
        office.add("organisation", {"name_kk": NAME_KK, "name_ru": NAME_RU, "bin": BIN})
        hits = [hit.entity for hit in office.search("костанай")]
        _expect("organisation" in hits, "search")
        office.undo()
        _expect(office.count("organisation") == before, "undo")
    finally:
        office.close()


def _office(folder: Path) -> Office:
    return open_office(Options(data=folder / "data", today=TODAY), source="selftest")


def _paper(folder: Path) -> None:
    """A memorandum is written with its fonts and read back with its Kazakh letters."""
    body = paths.resource("templates", "memorandum.json").read_text("utf-8")
    party = PartyData(name_kk=NAME_KK, name_ru=NAME_RU, bin=BIN)
    data = MemorandumData(
        record_id=UUID(int=1),
        number="М-1/2026",
        date=TODAY,
        parties=(party, party),
        place_kk="Қостанай қаласы",
        place_ru="г. Костанай",
    )
    pdf = press.render(data, template_from_body(body))
    text = preview.text_of(pdf)
    _expect(
        "Қостанай агро һәм өңдеу" in " ".join(text.split()), f"letters of the PDF: {text[:300]}"
    )
    width, height, picture = preview.page_rgba(pdf, 0, 400)
    _expect(len(picture) == width * height * 4, "picture of the page")
    docx = press.render(data, template_from_body(body), format="docx")
    _expect(docx.startswith(b"PK"), "docx")


def _workbook(folder: Path) -> None:
    """A workbook is written, and read back by the reading process."""
    from openpyxl import Workbook  # as everywhere: loaded when a workbook is written

    book = Workbook(write_only=True)
    written = book.create_sheet("Тізілім")
    written.append(["Атауы", "БСН"])
    written.append([NAME_KK, BIN])
    book.save(folder / "тізілім.xlsx")
    (sheet,) = reader.read(folder / "тізілім.xlsx").sheets
    _expect([NAME_KK, BIN] in [list(row) for row in sheet.rows], f"cells: {sheet.rows}")


def _window(folder: Path) -> None:
    """The window opens on a new database and paints something."""
    if not can_show_window():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt is loaded after the line above, which it reads once.
    from cluster_desktop import desktop
    from cluster_desktop.ui.preferences import FilePreferences
    from cluster_desktop.ui.trial import look_at
    from cluster_desktop.ui.window import MainWindow

    desktop.make_application()
    office = _office(folder)
    try:
        window = MainWindow(office, FilePreferences(folder / desktop.PREFERENCES))
        width, height, colours = look_at(window)
        window.deleteLater()
    finally:
        office.close()
    _expect(width >= 800 and height >= 500, f"size of the window: {width} x {height}")
    _expect(colours > 10, f"colours in the window: {colours}")


def _solver(_folder: Path) -> None:
    """The library that proposes places is there and right: two ways, the cheaper one is narrow."""
    arcs = [Arc(0, 1, 1, 2), Arc(0, 1, 5, 7)]
    _expect(solver.cheapest_flow([3, -3], arcs) == [1, 2], "cheapest flow")


PARTS: dict[str, Part] = {
    "languages": _languages,
    "migration": _migration,
    "database": _database,
    "paper": _paper,
    "workbook": _workbook,
    "solver": _solver,
    "window": _window,
}
