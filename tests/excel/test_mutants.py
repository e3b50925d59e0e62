"""200 damaged and odd variants of a good workbook: never a crash, a hang or a silent wrong cell.

The worker that reads files from outside takes them one after the other under its own limits; every
sixteenth goes the whole way of an import as well.
"""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
import time
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
import openpyxl
import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import reader
from cluster_desktop.excel.importing import open_plan
from cluster_desktop.excel.reader import Source
from cluster_desktop.i18n import set_language
from tests.databases import Databases, prepared
from tests.excel.mutants import COUNT, SHEET, Mutant, good, mutants

ROOT = Path(__file__).parents[2]
MUTANTS = list(mutants())
SLOWEST = 20.0
# Marks of a cell whose value is not usable; the import makes an error of its row.
NO_VALUE = re.compile(r"#.*|=|-?nan|-?inf")
# openpyxl makes a cell of each place of a merge of the whole sheet, and recurses into nested parts.
NOT_FOR_OPENPYXL = {"merged", "nested", "row_changed"}
READ_ALL = """
import sys, time
sys.path.insert(0, sys.argv[1])
import msgspec
from pathlib import Path
from cluster_desktop.excel import worker
worker._limit()
for line in sys.stdin:
    start = time.monotonic()
    answer = worker._packed(worker._answer(Path(line.rstrip("\\n")), None))
    told = msgspec.msgpack.encode((answer, time.monotonic() - start))
    sys.stdout.buffer.write(len(told).to_bytes(4, "big") + told)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("mutants")
    return [mutant.save(folder) for mutant in MUTANTS]


@pytest.fixture(scope="module")
def answers(files: list[Path]) -> list[tuple[dict[str, object], float]]:
    """What the worker says of each, and the seconds it took; it dies of none."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", READ_ALL, str(ROOT)],
        input="\n".join(map(str, files)).encode(),
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2_000:].decode()
    return list(_parcels(done.stdout))


def _parcels(told: bytes) -> Iterator[tuple[dict[str, object], float]]:
    while told:
        length = int.from_bytes(told[:4], "big")
        answer, seconds = msgspec.msgpack.decode(told[4 : 4 + length])
        yield answer, seconds
        told = told[4 + length :]


def read(path: Path, answer: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> Source:
    """As the program reads it, with the answer that the worker has given already."""
    told = msgspec.convert(answer, reader._Answer)
    monkeypatch.setattr(reader, "_ask_worker", lambda *_given: told)
    return reader.read(path)


def refusal_of(
    path: Path, answer: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> str | None:
    try:
        read(path, answer, monkeypatch)
    except Refusal as why:
        return str(why)
    return None


def cells(source: Source) -> dict[tuple[int, int], str]:
    return {
        (row, column): str(cell)
        for row, line in enumerate(source.sheets[0].rows)
        for column, cell in enumerate(line)
        if cell not in (None, "")
    }


def as_openpyxl(content: bytes) -> dict[tuple[int, int], str]:
    """The cells another reader sees; nothing where it gives up."""

    def stop(*_signal: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(5)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except Exception:  # noqa: BLE001 - a second opinion, whatever it stumbles over
        return {}
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return {
        (cell.row - 1, cell.column - 1): str(
            cell.value.date() if isinstance(cell.value, datetime) else cell.value
        )
        for line in book.worksheets[0].iter_rows()
        for cell in line
        if cell.value not in (None, "")
    }


@cache
def good_cells() -> dict[tuple[int, int], str]:
    found = as_openpyxl(good())
    assert len(found) > 200
    return found


def written(content: bytes) -> set[str]:
    """Every number that stands in the sheet's XML as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {each.decode() for each in re.findall(rb"<v>([^<]*)</v>", archive.read(SHEET))}


def test_there_are_two_hundred() -> None:
    assert len(MUTANTS) == COUNT == 200
    assert len({mutant.content for mutant in MUTANTS}) > 150


def test_none_hangs_or_ends_the_worker(answers: list[tuple[dict[str, object], float]]) -> None:
    assert len(answers) == COUNT
    assert max(seconds for _answer, seconds in answers) < SLOWEST


def test_no_cell_is_wrong_without_a_word(
    files: list[Path],
    answers: list[tuple[dict[str, object], float]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong: dict[str, object] = {}
    for mutant, path, (answer, _seconds) in zip(MUTANTS, files, answers, strict=True):
        try:
            found = cells(read(path, answer, monkeypatch))
        except Refusal:
            continue
        differing = {
            place: (found.get(place), good_cells().get(place))
            for place in found.keys() | good_cells().keys()
            if found.get(place) != good_cells().get(place)
        }
        if differing and (silent := _silent(mutant, differing)):
            wrong[str(mutant)] = silent
    assert wrong == {}


def _silent(
    mutant: Mutant, differing: dict[tuple[int, int], tuple[str | None, str | None]]
) -> dict[tuple[int, int], tuple[str | None, str | None]]:
    """Those that neither say that they hold no value, nor stand in the file, nor are seen by
    another reader."""
    other = {} if mutant.rule in NOT_FOR_OPENPYXL else as_openpyxl(mutant.content)
    numbers = written(mutant.content)
    return {
        place: (said, meant)
        for place, (said, meant) in differing.items()
        if not (said is not None and NO_VALUE.fullmatch(said))
        and said not in numbers
        and not (other and other.get(place) == said)
    }


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_refusal_names_the_file_and_what_to_do(
    language: str,
    files: list[Path],
    answers: list[tuple[dict[str, object], float]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = 0
    set_language(language)
    for path, (answer, _seconds) in zip(files, answers, strict=True):
        said = refusal_of(path, answer, monkeypatch)
        if said is None:
            continue
        refused += 1
        assert path.name in said
        said = said.replace(path.name, "")
        # What is wrong and what to do are two sentences, or one that lists what is read.
        assert ". " in said or ".xlsx" in said, said
        assert bool(re.search("[а-яәғқңөұүһі]", said)) is (language != "en")
    assert refused > COUNT // 3


def test_an_import_of_any_of_them_is_a_plan_or_a_refusal(
    files: list[Path], databases: Databases, tmp_path: Path
) -> None:
    office = databases.open(prepared, tmp_path / "cluster.db")
    plans = 0
    for path in files[::16]:
        start = time.monotonic()
        try:
            plan = open_plan(office, path)
        except Refusal:
            continue
        assert time.monotonic() - start < SLOWEST
        assert plan.counts()
        plans += 1
    office.close()
    assert plans > 1
