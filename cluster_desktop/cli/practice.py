"""Commands of practice and graduates: places, hours, marks, statuses, rates."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from cluster_desktop.cli.commands import done, id_of, opened, put_json, say, typed
from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.fields import Choice, Field
from cluster_desktop.i18n import _, fold, format_date, in_all_languages
from cluster_desktop.services import assessment, board, hours, outcome_figures, outcomes, practice
from cluster_desktop.services.office import Office

LEAST_BEGINNING = 3  # letters of a status that are enough
Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def declare(command: Command) -> None:
    """The commands and what each takes."""
    made = command("board", show_board, _("who has a place in a period, who waits"))
    made.add_argument("period")
    made = command("place", place, _("place students at an enterprise"))
    made.add_argument("students", nargs="+", metavar="STUDENT")
    made.add_argument("--slot", required=True, metavar="ID", help=_("practice place"))
    made.add_argument("--mentor", metavar="MENTOR")
    made.add_argument("--reason", help=_("why a limit is exceeded"))
    made = command("unplace", unplace, _("take students from their places"))
    made.add_argument("placements", nargs="+", metavar="ID")
    made = command("assign", assign, _("give placements a mentor"))
    made.add_argument("placements", nargs="+", metavar="ID")
    made.add_argument("--mentor", required=True, metavar="MENTOR")
    made.add_argument("--reason", help=_("why a limit is exceeded"))
    made = command("hours", write_hours, _("hours of a month: shown, or read as CSV"))
    made.add_argument("month", type=_month, metavar="YYYY-MM")
    made.add_argument("--period", metavar="P")
    made.add_argument("--write", action="store_true", help=_("placement,day,hours from input"))
    made = command("assess", assess, _("points of the rubric for a placement"))
    made.add_argument("placement", metavar="ID")
    made.add_argument("points", nargs="*", type=_points, metavar="CRITERION=POINTS")
    made = command("status", status, _("what became of graduates"))
    made.add_argument("state", help=_("a status, its beginning or its code; - takes the last away"))
    made.add_argument("students", nargs="+", metavar="STUDENT")
    made.add_argument(
        "--with", dest="values", type=_pair, action="append", default=[], metavar="FIELD=VALUE",
        help=_("what else is known: employer, hired_on, evidence…; may be repeated"),
    )  # fmt: skip
    made = command("rates", rates, _("counts and rates of the graduates of a year"))
    made.add_argument("year", type=int)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("write FIELD=VALUE"))
    return name.strip(), value


def _points(text: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("write FIELD=VALUE"))
    return name.strip(), value.strip()


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as why:
        raise argparse.ArgumentTypeError(_("a month is written 2026-11")) from why


def period_id(office: Office, text: str) -> UUID:
    """A period by id or name. Raises Refusal."""
    return id_of(office, office.entity("practice_period"), text)


def show_board(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        found = board.board(office, period_id(office, asked.period))
        if asked.json:
            put_json(
                {
                    "period": found.period.id,
                    "students": found.students_total,
                    "placed": found.placed,
                    "without_mentor": found.without_mentor,
                    "dual_share": practice.dual_share(office, found.period),
                    "waiting": found.waiting,
                    "bases": found.bases,
                }
            )
            return 0
        for base in found.bases:
            said = [base.organisation.title, f"{base.placed}/{base.places}", base.agreement]
            print("\t".join([*said, *base.warnings]))
        for one in found.waiting:
            print(f"–\t{one.id}\t{one.name}\t{one.group}")
        say(
            _("{total} students · {placed} placed · {without} without mentor").format(
                total=found.students_total, placed=found.placed, without=found.without_mentor
            )
        )
    return 0


def place(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        student = office.entity("student")
        ids = [id_of(office, student, text) for text in asked.students]
        slot = id_of(office, office.entity("practice_slot"), asked.slot)
        mentor = _mentor(office, asked)
        return done(asked, practice.place(office, ids, slot, mentor=mentor, reason=asked.reason))


def _mentor(office: Office, asked: argparse.Namespace) -> UUID | None:
    return id_of(office, office.entity("mentor"), asked.mentor) if asked.mentor else None


def _placements(office: Office, asked: argparse.Namespace) -> list[UUID]:
    return [id_of(office, office.entity("placement"), text) for text in asked.placements]


def unplace(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, practice.unplace(office, _placements(office, asked)))


def assign(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        ids, mentor = _placements(office, asked), _mentor(office, asked)
        return done(asked, practice.assign_mentor(office, ids, mentor, asked.reason))


def write_hours(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        if asked.write:
            return done(asked, hours.write(office, _cells(sys.stdin.read())))
        period = period_id(office, asked.period) if asked.period else None
        found = hours.sheet(office, period, asked.month.year, asked.month.month)
        if asked.json:
            put_json(found)
            return 0
        out = csv.writer(sys.stdout)
        days = [day.date.day for day in found.days]
        out.writerow(["id", _("Student"), *days, _("Hours")])
        out.writerows([row.placement, row.student, *row.cells, row.total] for row in found.rows)
    return 0


def _cells(text: str) -> dict[tuple[UUID, date], str]:
    """Lines `placement,day,hours`, or with semicolons as Excel saves them here.

    Raises Refusal naming the line.
    """
    cells: dict[tuple[UUID, date], str] = {}
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = ";" if ";" in first else ","
    for number, line in enumerate(csv.reader(io.StringIO(text), delimiter=mark), start=1):
        if not line:
            continue
        try:
            placement, day, value = line
            cell = UUID(placement.strip()), date.fromisoformat(day.strip())
        except ValueError as why:
            said = _("Line {n}: write it as placement,2026-11-21,hours.")
            raise Refusal(said.format(n=number)) from why
        if cell in cells:
            said = _("Line {n}: this day of the placement stands in an earlier line, too.")
            raise Refusal(said.format(n=number))
        cells[cell] = value
    return cells


def assess(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        placement = id_of(office, office.entity("placement"), asked.placement)
        rubric = assessment.rubric(office, placement)
        if not asked.points:
            if asked.json:
                put_json(rubric)
            for one in rubric if not asked.json else ():
                print(
                    f"{one.id}\t{one.name}\t{'' if one.points is None else one.points}/{one.most}"
                )
            return 0
        given: dict[UUID, int | None] = {}
        criterion = office.entity("rubric_criterion")
        for name, text in asked.points:
            if text and not (text.isascii() and text.isdigit()):
                raise Refusal(
                    _("a whole number is needed, not “{text}”").format(text=text), field=name
                )
            given[id_of(office, criterion, name)] = int(text) if text else None
        return done(asked, assessment.assess(office, placement, given))


def status(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        student, outcome = office.entity("student"), office.entity("outcome")
        ids = [id_of(office, student, text) for text in asked.students]
        if asked.state == "-":
            return done(asked, outcomes.clear_status(office, ids))
        state = _state(outcome.spec("state"), asked.state)
        values = office.read_typed("outcome", typed(asked.values))
        return done(asked, outcomes.set_status(office, ids, state, values))


def _state(field: Field, text: str) -> str:
    """A status by its code or its name in any language, or by a beginning that only it has."""
    if not isinstance(field, Choice):
        raise Bug("a status is one of a list")
    wanted = fold(text)
    words = {
        value: [fold(one) for one in (value, *in_all_languages(label))]
        for value, label in field.choices.items()
    }
    exact = [value for value, names in words.items() if wanted in names]
    begun = [value for value, names in words.items() if any(n.startswith(wanted) for n in names)]
    found = exact or (begun if len(wanted) >= LEAST_BEGINNING else [])
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{value} ({label})" for value, label in field.options())
    said = _("There is no single status “{text}”. There are: {known}.")
    raise Refusal(said.format(text=text, known=known), field="state")


def rates(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        found = outcome_figures.figures(office, asked.year)
        lines: list[dict[str, Any]] = [
            {
                "speciality": row.speciality.code if row.speciality else None,
                **_counted(row.counts, found.formula),
            }
            for row in found.rows
        ]
        total = {"speciality": None, **_counted(found.total, found.formula)}
        formula = outcome_figures.formula_sentence(found.formula)
        if asked.json:
            put_json(
                {
                    "year": found.year,
                    "as_of": found.as_of,
                    "formula": found.formula,
                    "rows": lines,
                    "total": total,
                }
            )
            return 0
        for line in [*lines, total]:
            print("\t".join("" if value is None else str(value) for value in line.values()))
        day = format_date(found.as_of)
        say(_("As of {day}. {formula}").format(day=day, formula=formula))
    return 0


def _counted(counts: outcome_figures.Counts, formula: str) -> dict[str, Any]:
    named = {name: getattr(counts, name) for name in outcome_figures.NAMES}
    return {**named, "percent": counts.rate(formula), "knowledge": counts.knowledge}
