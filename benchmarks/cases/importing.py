"""A whole import of a register against openpyxl merely reading the same file."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook, load_workbook

from benchmarks.cases import people
from benchmarks.harness import Case, Clock
from cluster_desktop import i18n
from cluster_desktop.app import Options, open_office
from cluster_desktop.excel.importing import open_plan
from cluster_desktop.excel.matching import RowState

ROWS = 10_000
FILE = "register.xlsx"
HEADINGS = (
    "Р/с №",
    "Ұйымның атауы",
    "БСН/ЖСН",
    "Ұйымның түрі",
    "Мекенжайы",
    "Басшының Т.А.Ә.",
    "Телефон, e-mail",
    "Құжат түрі",
    "№, күні",
    "Басталуы",
    "Аяқталуы",
    "Мамандықтар",
    "Қамқоршы (шеф) кәсіпорын",
    "Жауапты",
    "Ескертпе",
)

CASE = Case(
    name="import",
    what=f"import of {ROWS:,} agreements x {len(HEADINGS)}: read, check, match, journal, commit",
    module=__name__,
    ours="whole_import",
    peers=("openpyxl_read_only",),
    targets={"openpyxl_read_only": 0.6},
    runs=3,
)


def prepare(folder: Path) -> None:
    """A clean register: every second agreement brings a new partner."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Тізілім")
    sheet.append(HEADINGS)
    for number in range(1, ROWS + 1):
        sheet.append(_row(number))
    book.save(folder / FILE)


def _row(number: int) -> list[object]:
    partner = number // 2
    while people.bin_number(partner) is None:
        partner += ROWS
    signed = people.day(number)
    return [
        number,
        people.name_kk(partner),
        people.bin_number(partner),
        "кәсіпорын",
        f"Ақжайлау ауылы, Тәуелсіздік көшесі, {partner % 200}",
        "Құрманғалиева Бибігүл Ержанқызы",
        f"+7 701 {partner % 1000:03} {partner % 100:02} {partner % 97:02}",
        "меморандум" if number % 2 else "ынтымақтастық туралы шарт",
        f"№{number} {signed:%d.%m.%Y}ж.",
        f"{signed:%d.%m.%Y}",
        f"{signed.replace(year=signed.year + 3, day=min(signed.day, 28)):%d.%m.%Y}",
        "07151100, 08410100",
        "жоқ",
        "Жұмабаев А.Ғ.",
        "скан бар",
    ]


def judge(answers: dict[str, object]) -> None:
    ours, theirs = answers["whole_import"], answers["openpyxl_read_only"]
    assert ours == {"rows": ROWS, "errors": 0, "agreements": ROWS}, ours
    assert theirs == ROWS + 1, theirs


def whole_import(folder: Path, clock: Clock) -> object:
    i18n.set_language("kk")
    data = folder / f"data-{len(list(folder.glob('data-*')))}"
    office = open_office(Options(data=data), source="import")
    clock.start()
    plan = open_plan(office, folder / FILE)
    plan.apply(office)
    clock.stop()
    try:
        return {
            "rows": len(plan.numbers(RowState.NEW)),
            "errors": len(plan.errors()),
            "agreements": office.count("agreement"),
        }
    finally:
        office.close()


def openpyxl_read_only(folder: Path, clock: Clock) -> object:
    clock.start()
    book = load_workbook(folder / FILE, read_only=True)
    cells = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    clock.stop()
    book.close()
    return len(cells)
