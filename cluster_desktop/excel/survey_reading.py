"""Filled survey workbooks that came back: what was answered, or why a file cannot be taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import reader
from cluster_desktop.excel.cells import text_of
from cluster_desktop.excel.days import read_day
from cluster_desktop.excel.reader import Cell, Sheet
from cluster_desktop.excel.survey_form import FIELDS, HIDDEN, MARK, TABLE
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import surveys
from cluster_desktop.services.surveys import Filled, Questionnaire

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """A file (and a row of it, counted from 1; 0 is the whole file) and what is wrong there."""

    file: str
    message: str
    row: int = 0


@dataclass(slots=True)
class Returned:
    """What some files hold. `known` sheets are here already and change nothing."""

    filled: list[Filled] = field(default_factory=list)
    known: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Layout:
    survey: Questionnaire
    mode: str
    rows: int
    places: Mapping[str, tuple[int, int]]


def read_files(
    office: Office, paths: Sequence[Path], *, progress: Progress | None = None
) -> Returned:
    """Every questionnaire of the files. A file that cannot be taken is a problem, not an end."""
    returned = Returned()
    finds = _Finds(office)
    for number, path in enumerate(paths):
        if progress is not None:
            progress(number, len(paths))
        try:
            _read_file(office, Path(path), finds, returned)
        except Refusal as why:
            returned.problems.append(Problem(Path(path).name, why.message))
    _leave_out_known(office, returned)
    return returned


def _read_file(office: Office, path: Path, finds: _Finds, returned: Returned) -> None:
    source = reader.read(path)
    layout = _layout(office, source.sheets)
    page = next((sheet for sheet in source.sheets if sheet.name != HIDDEN), None)
    if page is None:
        raise Refusal(_("The sheet with the answers is missing. Ask for the file again."))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    found = 0
    for line in range(layout.rows):
        number = digest if layout.mode != TABLE else f"{digest}-{line + 1}"
        reading = _Reading(layout, page, line, path.name, finds, returned.problems)
        filled = reading.filled(number)
        if filled is not None:
            returned.filled.append(filled)
            found += 1
    if not found:
        raise Refusal(_("No question is answered."))


def _layout(office: Office, sheets: Sequence[Sheet]) -> _Layout:
    hidden = next((sheet for sheet in sheets if sheet.name == HIDDEN), None)
    rows = list(hidden.rows) if hidden is not None else []
    if not rows or len(rows[0]) < 4 or rows[0][0] != MARK:
        raise Refusal(
            _("This is not a questionnaire of this program. Choose a file that it has made.")
        )
    try:
        survey = UUID(str(rows[0][1]))
        places = {str(row[0]): (_whole(row[1]), _whole(row[2])) for row in rows[1:]}
        most = min(_whole(rows[0][3]), 5_000)
    except (ValueError, IndexError) as why:
        raise Refusal(_("The questionnaire is damaged. Ask for the file again.")) from why
    try:
        asked = surveys.questionnaire(office, survey)
    except Refusal as why:
        raise Refusal(_("The survey of this questionnaire is not in this database.")) from why
    return _Layout(asked, str(rows[0][2]), most, places)


def _whole(cell: Cell) -> int:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell)
    return int(str(cell))


class _Reading:
    """One questionnaire: a whole form, or one row of a table."""

    def __init__(
        self,
        layout: _Layout,
        page: Sheet,
        line: int,
        file: str,
        finds: _Finds,
        problems: list[Problem],
    ) -> None:
        self._layout, self._page, self._line = layout, page, line
        self._file, self._finds, self._problems = file, finds, problems
        self._row = line + 1 if layout.mode == TABLE else 0

    def filled(self, number: str) -> Filled | None:
        """None where no question is answered."""
        survey = self._layout.survey
        points: dict[UUID, int] = {}
        words: dict[UUID, str] = {}
        for position, question in enumerate(survey.questions, start=1):
            cell = self._cell(str(question.id))
            text = text_of(cell).strip() if cell is not None else ""
            if not text:
                continue
            if not question.is_points:
                words[question.id] = text
                continue
            given = _points(cell, survey.points)
            if given is None:
                said = _("Question {n}: “{value}” is no number from 1 to {most}; left out.")
                self._say(said.format(n=position, value=text[:40], most=survey.points))
            else:
                points[question.id] = given
        if not points and not words:
            return None
        asks = FIELDS[survey.audience]
        return Filled(
            survey.id, number, points, words,
            answered_on=self._day(),
            respondent=self._text("respondent") if "respondent" in asks else "",
            organisation=self._organisation(),
            college=self._named("college", self._finds.organisation),
            speciality=self._named("speciality", self._finds.speciality),
        )  # fmt: skip

    def _cell(self, key: str) -> Cell:
        row, column = self._layout.places.get(key, (0, 0))
        at = row - 1 + (self._line if self._layout.mode == TABLE else 0)
        if row < 1 or column < 1 or at >= len(self._page.rows):
            return None
        cells = self._page.rows[at]
        return cells[column - 1] if column <= len(cells) else None

    def _text(self, key: str) -> str:
        cell = self._cell(key)
        return text_of(cell).strip() if cell is not None else ""

    def _say(self, message: str) -> None:
        self._problems.append(Problem(self._file, message, self._row))

    def _day(self) -> date | None:
        cell = self._cell("answered_on")
        if cell is None or not text_of(cell).strip():
            return None
        day, findings = read_day(cell)
        for finding in findings:
            self._say(finding.message)
        return day

    def _organisation(self) -> UUID | None:
        number = "".join(ch for ch in self._text("bin") if ch.isdigit())
        if number:
            found = self._finds.by_bin(number)
            if found is not None:
                return found
        return self._named("organisation", self._finds.organisation)

    def _named(self, key: str, find: Callable[[str], UUID | None]) -> UUID | None:
        text = self._text(key)
        if not text:
            return None
        found = find(text)
        if found is None:
            said = _("“{value}” is not in the lists of the program; left empty.")
            self._say(said.format(value=text[:80]))
        return found


def _points(cell: Cell, most: int) -> int | None:
    try:
        number = float(str(cell).replace(",", "."))
    except ValueError:
        return None
    return int(number) if number == int(number) and 1 <= number <= most else None


class _Finds:
    """Records by what people write, each asked once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[tuple[str, str], UUID | None] = {}

    def by_bin(self, number: str) -> UUID | None:
        return self._found(("bin", number), "organisation", "bin", number)

    def organisation(self, name: str) -> UUID | None:
        return self._found(("name", name), "organisation", "folded_name", name)

    def speciality(self, text: str) -> UUID | None:
        """By the code that the text begins with, else by the name."""
        code = text.split()[0].strip(",.;") if text.split() else ""
        found = self._found(("code", code), "speciality", "code", code)
        if found is not None:
            return found
        key = ("speciality", text.casefold())
        if key not in self._known:
            where = (Condition("name", "contains", text),)
            rows = self._office.rows(Query("speciality", where, columns=("name_kk", "name_ru")))
            same = [
                row.id
                for row in rows
                if text.casefold() in {str(row[n] or "").casefold() for n in ("name_kk", "name_ru")}
            ]
            self._known[key] = same[0] if len(same) == 1 else None
        return self._known[key]

    def _found(self, key: tuple[str, str], entity: str, field: str, value: str) -> UUID | None:
        if key not in self._known:
            answers = self._office.lookup(entity, field, [value])
            ids = [one for found in answers.values() for one in found]
            self._known[key] = ids[0] if len(ids) == 1 else None
        return self._known[key]


def _leave_out_known(office: Office, returned: Returned) -> None:
    new: list[Filled] = []
    numbers: dict[UUID, set[str]] = {}
    for sheet in returned.filled:
        seen = numbers.setdefault(sheet.survey, surveys.known_numbers(office, sheet.survey))
        if sheet.number in seen:
            returned.known += 1
        else:
            seen.add(sheet.number)
            new.append(sheet)
    returned.filled = new
