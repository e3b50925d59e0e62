"""Surveys on the command line: make one, write its forms, take filled ones in, see the results."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from cluster_desktop.cli.commands import done, id_of, opened, put_json, say
from cluster_desktop.cli.days import day_of
from cluster_desktop.cli.papers import ends_with
from cluster_desktop.errors import Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.query import Query
from cluster_desktop.services import surveys
from cluster_desktop.services.office import Office
from cluster_desktop.services.survey_standard import STANDARD
from cluster_desktop.services.surveys import Compared, Result, Results

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
DONE, WITH_ERRORS = 0, 1


def declare(command: Command) -> None:
    """The command `surveys` with its verbs."""
    made = command("surveys", listed, _("surveys: questionnaires, answers, results"))
    verbs = made.add_subparsers(dest="verb", metavar="VERB")

    def verb(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = verbs.add_parser(name, help=text)
        one.set_defaults(run=run)
        one.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=_("result as JSON")
        )
        return one

    verb("list", listed, _("surveys with the number of answers and the satisfaction"))
    one = verb("make", make, _("a standard survey"))
    one.add_argument("audience", choices=tuple(STANDARD))
    one.add_argument("--starts", type=day_of, metavar="YYYY-MM-DD")
    one.add_argument("--ends", type=day_of, metavar="YYYY-MM-DD")
    one = verb("form", form, _("the questionnaire as a file: .xlsx to fill in, .pdf to print"))
    one.add_argument("survey", nargs="?", metavar="SURVEY")
    one.add_argument("--out", type=Path, required=True, metavar="FILE")
    one.add_argument("--table", action="store_true", help=_("a table for many questionnaires"))
    one.add_argument("--language", choices=("both", "kk", "ru"), default="both")
    one = verb("import", take_in, _("take filled questionnaires in"))
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--dry-run", action="store_true")
    one = verb("results", results, _("means by question and quality; comparison"))
    one.add_argument("survey", nargs="?", metavar="SURVEY")
    one.add_argument("--on", type=day_of, metavar="YYYY-MM-DD", help=_("on that day"))


def _survey(office: Office, text: str | None) -> UUID:
    """The named survey, else the newest. Raises Refusal where there is none."""
    if text is not None:
        return id_of(office, office.entity("survey"), text)
    newest = surveys.latest(office)
    if newest is None:
        raise surveys.no_survey()
    return newest.id


def listed(asked: argparse.Namespace) -> int:
    columns = ("title", "audience", "starts", "answered", "satisfaction")
    with opened(asked) as office:
        rows = office.rows(Query("survey", sort=(("starts", True),), columns=columns))
    if asked.json:
        put_json([{"id": row.id, **row.values} for row in rows])
        return DONE
    for row in rows:
        share = "–" if row["satisfaction"] is None else f"{row['satisfaction']} %"
        print(f"{row.id}\t{row['starts']}\t{row['title']}\t{row['answered']}\t{share}")
    return DONE


def make(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, surveys.make_standard(office, asked.audience, asked.starts, asked.ends))


def form(asked: argparse.Namespace) -> int:
    """A workbook that comes back, a table of many, or a paper: by the ending of the file."""
    # openpyxl costs 0.2 s to import: paid when a questionnaire is written.
    from cluster_desktop.documents import survey_paper
    from cluster_desktop.excel import survey_form

    with opened(asked) as office:
        survey = surveys.questionnaire(office, _survey(office, asked.survey))
        day = office.today()
    if asked.out.suffix.casefold() == ".pdf":
        labels = [survey_form.LABELS[name] for name in survey_form.FIELDS[survey.audience]]
        pdf, _pages = survey_paper.render(
            survey,
            languages=asked.language,
            how_to=survey_form.how_to(survey),
            labels=labels,
            qualities=dict(survey_form.QUALITIES),
        )
        write_whole(asked.out, pdf)
    else:
        ends_with(asked.out, ".xlsx")
        write = survey_form.write_table if asked.table else survey_form.write_form
        write(asked.out, survey, made_on=day)
    say(_("Written: {path}").format(path=asked.out))
    return DONE


def take_in(asked: argparse.Namespace) -> int:
    """Exit 1 where a file or an answer could not be taken; the rest goes in as one action."""
    from cluster_desktop.excel import survey_reading

    with opened(asked) as office:
        found = survey_reading.read_files(office, asked.files)
        action = None
        if not asked.dry_run:
            action = surveys.keep(office, found.filled).action
    for one in found.problems:
        where = _("{file}, row {row}").format(file=one.file, row=one.row)
        say(f"{where if one.row else one.file}: {one.message}")
    counts = {"new": len(found.filled), "known": found.known, "problems": len(found.problems)}
    if asked.json:
        put_json({**counts, "action": action})
    else:
        said = _("New questionnaires: {new}, here already: {known}, problems: {problems}.")
        say(said.format(**counts))
    if not found.filled and not found.known and found.problems:
        raise Refusal(_("No questionnaire could be taken in."))
    return WITH_ERRORS if found.problems else DONE


def results(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        survey = _survey(office, asked.survey)
        found = surveys.results(office, survey, on=asked.on)
        colleges = surveys.between_colleges(office, survey, on=asked.on)
        before = surveys.over_time(office, found.survey.audience, on=asked.on)
    if asked.json:
        put_json(_as_json(found, colleges, before))
        return DONE
    print(f"{found.survey.here()}\t{found.sheets.value}\t{_shown(found.satisfaction.value)} %")
    names = surveys.quality_names()
    for quality in found.qualities:
        print(f"{names[quality.quality]}\t{_shown(quality.mean.value)}\t{quality.answers.value}")
        for one in found.questions:
            if one.quality == quality.quality and one.question is not None:
                told = f"{_shown(one.mean.value)}\t{one.answers.value}"
                print(f"  {one.question.here()}\t{told}")
    for title, compared in ((_("Over time"), before), (_("Between colleges"), colleges)):
        print(title)
        for row in compared:
            print(f"  {row.starts or ''}\t{row.title}\t{_shown(row.satisfaction)} %")
    return DONE


def _shown(value: object) -> str:
    return "–" if value is None else str(value)


def _as_json(found: Results, colleges: list[Compared], before: list[Compared]) -> dict[str, Any]:
    def plain(one: Result) -> dict[str, Any]:
        return {
            "quality": one.quality,
            "question": one.question.kk if one.question else None,
            "mean": one.mean.value,
            "answers": one.answers.value,
        }

    def beside(one: Compared) -> dict[str, Any]:
        return {
            "title": one.title, "starts": one.starts, "mean": one.mean.value,
            "satisfaction": one.satisfaction,
        }  # fmt: skip

    return {
        "survey": found.survey.id,
        "sheets": found.sheets.value,
        "satisfaction": found.satisfaction.value,
        "qualities": [plain(one) for one in found.qualities],
        "questions": [plain(one) for one in found.questions],
        "over_time": [beside(one) for one in before],
        "colleges": [beside(one) for one in colleges],
    }
