"""A whole import of a register against openpyxl merely reading the same file.

The database is there before, empty, as in a program that has been started once. openpyxl is loaded
by those who use it: the program holds no part of it.
"""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

from benchmarks.cases import people
from benchmarks.harness import Case, Clock
from cluster_desktop import i18n
from cluster_desktop.app import Options, open_office
from cluster_desktop.db.entities.agreement import DIRECTIONS
from cluster_desktop.excel.importing import Plan, open_plan
from cluster_desktop.excel.matching import RowState
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office

ROWS = 10_000
FILE = "register.xlsx"
EMPTY = "empty"
HEADINGS = (
    "Р/с №",
    "Ұйымның атауы",
    "БСН/ЖСН",
    "Ұйымның түрі",
    "Сала (ЭҚЖЖ)",
    "Өңір, аудан",
    "Мекенжайы",
    "Басшының Т.А.Ә.",
    "Телефон",
    "E-mail",
    "Құжат түрі",
    "№, күні",
    "Басталуы",
    "Аяқталуы",
    "Мамандықтар",
    "Ынтымақтастық бағыттары (Заңның 45-1-бабы)",
    "Қамқоршы (шеф) кәсіпорын",
    "Көрсетілген көмек (сомасы, түрі)",
    "Жауапты",
    "Ескертпе",
)

SECTORS = ("01.11.0", "41.20.1", "Ауыл шаруашылығы", "49.41.0")
PLACES = ("Қостанай облысы", "Абай облысы", "Ақмола облысы", "Алматы облысы")

CASE = Case(
    name="import",
    what=f"import of {ROWS:,} agreements x {len(HEADINGS)}: read, check, match, journal, commit",
    module=__name__,
    ours="whole_import",
    peers=("openpyxl_read_only",),
    targets={"openpyxl_read_only": 0.6},
    runs=3,
    most_memory=150,
)


def _directions() -> list[str]:
    """What agreements say of their directions: one of them, or two in two lines."""
    labels = [i18n.translated(label, "kk") for label in DIRECTIONS.values()]
    return [*labels, *(f"{one};\n{other}" for one, other in pairwise(labels))]


def prepare(folder: Path) -> None:
    """A clean register: every second agreement brings a new partner; and an empty database."""
    from openpyxl import Workbook

    open_office(Options(data=folder / EMPTY), source="import").close()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Тізілім")
    sheet.append(HEADINGS)
    directions = _directions()
    for number in range(1, ROWS + 1):
        sheet.append(_row(number, directions[number % len(directions)]))
    book.save(folder / FILE)


def _row(number: int, directions: str) -> list[object]:
    partner = number // 2
    while people.bin_number(partner) is None:
        partner += ROWS
    signed = people.day(number)
    return [
        number,
        people.name_kk(partner),
        people.bin_number(partner),
        "кәсіпорын",
        SECTORS[partner % len(SECTORS)],
        PLACES[partner % len(PLACES)],
        f"Ақжайлау ауылы, Тәуелсіздік көшесі, {partner % 200}",
        "Құрманғалиева Бибігүл Ержанқызы",
        f"+7 701 {partner % 1000:03} {partner % 100:02} {partner % 97:02}",
        f"office{partner}@akzhailau.example",
        "меморандум" if number % 2 else "ынтымақтастық туралы шарт",
        f"№{number} {signed:%d.%m.%Y}ж.",
        f"{signed:%d.%m.%Y}",
        f"{signed.replace(year=signed.year + 3, day=min(signed.day, 28)):%d.%m.%Y}",
        "07151100, 08410100",
        directions,
        "жоқ",
        f"Станок, {number % 500} 000 теңге",
        "Жұмабаев А.Ғ.",
        "скан бар",
    ]


def judge(answers: dict[str, object]) -> None:
    ours, theirs = answers["whole_import"], answers["openpyxl_read_only"]
    assert isinstance(ours, dict)
    partners = ours.pop("partners")
    assert ROWS // 3 < partners < ROWS, partners
    wanted = {
        "rows": ROWS,
        "findings": 0,
        "agreements": ROWS,
        "specialities": 2 * ROWS,
        "in a region": partners,
        "with directions": ROWS,
        "lines of the journal": partners + 3 * ROWS,
    }
    assert ours == wanted, ours
    assert theirs == [ROWS + 1, len(HEADINGS)], theirs


def whole_import(folder: Path, clock: Clock) -> object:
    i18n.set_language("kk")
    data = folder / f"data-{len(list(folder.glob('data-*')))}"
    shutil.copytree(folder / EMPTY, data)
    office = open_office(Options(data=data), source="import")
    clock.start()
    plan = open_plan(office, folder / FILE)
    plan.apply(office)
    clock.stop()
    try:
        return _made(office, plan)
    finally:
        office.close()


def _made(office: Office, plan: Plan) -> dict[str, int]:
    """What stands in the database afterwards, counted."""
    in_region = Query("organisation", (Condition("region_id", "filled"),))
    with_directions = Query("agreement", (Condition("directions", "filled"),))
    newest = office.journal(limit=1)[0]
    return {
        "rows": len(plan.numbers(RowState.NEW)),
        "findings": len(plan.findings()),
        "agreements": office.count("agreement"),
        "specialities": office.count("agreement_speciality"),
        "partners": office.count("organisation"),
        "in a region": office.count(in_region),
        "with directions": office.count(with_directions),
        "lines of the journal": sum(newest.entity_counts.values()),
    }


def openpyxl_read_only(folder: Path, clock: Clock) -> object:
    from openpyxl import load_workbook

    clock.start()
    book = load_workbook(folder / FILE, read_only=True)
    cells = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    clock.stop()
    book.close()
    return [len(cells), max(map(len, cells))]
