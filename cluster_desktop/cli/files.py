"""Commands on files: workbooks in, forms and papers out, backup copies, the demo, the window."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from cluster_desktop import app, demo
from cluster_desktop.cli.commands import opened, put_json, say
from cluster_desktop.cli.papers import ends_with
from cluster_desktop.display import can_show_window
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel import forms, importing
from cluster_desktop.excel.reader import EncodingQuestion
from cluster_desktop.excel.report import Report, doubts, report, status_of, to_look_at
from cluster_desktop.excel.table import one_line
from cluster_desktop.excel.unread import free_meanings, not_recognised
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services import safety

_SAMPLES, _SAMPLE_WIDTH = 2, 100  # lines, letters


def window(asked: argparse.Namespace) -> int:
    """Open the window and wait until it is closed."""
    # Qt is loaded by the commands that show something, by no other.
    from cluster_desktop import desktop

    return desktop.run(asked.options)


def selftest(asked: argparse.Namespace) -> int:
    from cluster_desktop import selftest as whole  # loads Qt

    return whole.run()


def demo_job(asked: argparse.Namespace) -> int:
    """The main job; then the window on the sample data, where one can be shown."""
    out: Path = asked.out.absolute()
    options = app.Options(out / "data", asked.options.language, asked.options.today)
    office = app.open_office(options, source="cli")
    try:
        result = demo.run(office, out, say)
    finally:
        office.close()
    if asked.json:
        put_json(
            {
                "partners": result.counts["organisation"],
                "agreements": result.counts["agreement"],
                "counts": result.counts,
                "placed": result.placed,
                "unplaced": result.unplaced,
                "row_errors": result.row_errors,
                "files": [str(path) for path in result.files],
            }
        )
    say(_("The files lie in {folder}").format(folder=out))
    if asked.no_window:
        return 0
    if not can_show_window():
        say(_("No window can be shown here: there is no display."))
        return 0
    from cluster_desktop import desktop  # loads Qt

    return desktop.run(options, sample=True)


def import_file(asked: argparse.Namespace) -> int:
    """Recognise, check, apply as one action; the report also says why it was refused."""
    with opened(asked) as office:
        plan: importing.Plan | None = None
        try:
            plan = importing.open_plan(
                office,
                asked.file,
                kind=asked.kind,
                sheet=asked.sheet,
                encoding=asked.encoding,
                columns=_answers(asked.columns),
            )
            _refuse_unknown_answers(plan, _answers(asked.columns))
            changes = None if asked.dry_run else plan.apply(office)
        except Refusal as why:
            _write_report(asked, report(plan, why))
            if isinstance(why, NeedsAnswer) and why.question == "columns":
                said = _('Answer with --column "HEADING=FIELD", once for each column.')
                raise NeedsAnswer(
                    f"{why.message} {said}", question=why.question, choices=why.choices
                ) from why
            if isinstance(why, EncodingQuestion):
                raise _with_previews(why) from why
            raise
        made = report(plan, changes)
        for error in to_look_at(plan):
            said = f"{error.cell}: {error.finding.message}"
            hint = error.finding.suggestion
            say(f"{said} → {hint}" if hint else said)
        for doubt in doubts(plan):
            say(doubt)
        for part in plan.parts:
            if not_recognised(part.reading):
                said = _('Or answer here: --column "HEADING=FIELD"; FIELD is one of {fields}.')
                say(said.format(fields=", ".join(free_meanings(part.reading))))
    _write_report(asked, made)
    say(str(made["message"]))
    return status_of(made)


def _with_previews(why: EncodingQuestion) -> NeedsAnswer:
    """The question with some lines of the text beside each answer."""
    said = _("Answer with --encoding NAME. The text is read like this:")
    shown = [
        "\n      ".join([name, *(line[:_SAMPLE_WIDTH] for line in why.previews[name][:_SAMPLES])])
        for name in why.choices
    ]
    return NeedsAnswer(f"{why.message} {said}", question=why.question, choices=shown)


def _answers(given: Sequence[str]) -> dict[str, str | None]:
    """{heading: meaning, None for a column that is left out}. Raises Refusal."""
    answers: dict[str, str | None] = {}
    for each in given:
        heading, equals, meaning = each.rpartition("=")
        if not equals or not heading.strip():
            said = _('Write --column "HEADING=FIELD"; “{text}” is not like that.')
            raise Refusal(said.format(text=each))
        answers[one_line(heading)] = meaning.strip() or None
    return answers


def _refuse_unknown_answers(plan: importing.Plan, answers: Mapping[str, str | None]) -> None:
    """Raise Refusal for a heading that the file lacks, or a field that its list has not."""
    names = {guess.column.name for part in plan.parts for guess in part.columns}
    fields = [each.name for part in plan.parts for each in part.kind.meanings]
    for heading, meaning in answers.items():
        if heading not in names:
            said = _("The file has no column “{column}”. It has: {columns}.")
            raise Refusal(said.format(column=heading, columns=", ".join(sorted(names))))
        if meaning is not None and meaning not in fields:
            said = _("“{field}” is no field of this list. There are: {fields}.")
            raise Refusal(said.format(field=meaning, fields=", ".join(fields)))


def _write_report(asked: argparse.Namespace, made: Report) -> None:
    if asked.report:
        text = json.dumps(made, ensure_ascii=False, indent=1)
        write_whole(asked.report, text.encode("utf-8"))
    if asked.json:
        put_json(made)


def export(asked: argparse.Namespace) -> int:
    ends_with(asked.out, ".xlsx")
    both = asked.into is not None and asked.into.exists() and asked.out.exists()
    if both and asked.out.samefile(asked.into):
        said = _("{file} is the office's own workbook and stays as it is. Name another --out.")
        raise Refusal(said.format(file=asked.out.name))
    with opened(asked) as office:
        try:
            made = forms.export(
                office,
                asked.form,
                asked.out,
                into=asked.into,
                period=asked.period,
                language=asked.language,
                with_iin=asked.with_iin,
                count_unknown=asked.count_unknown,
                college=asked.college,
            )
        except NeedsAnswer as why:
            # The answer is an option here; the choices are words for programs.
            options = ("--count-unknown",) if why.question == forms.UNKNOWN else why.choices
            raise NeedsAnswer(why.message, question=why.question, choices=options) from why
    for warning in made.warnings:
        say(warning)
    if asked.json:
        put_json(
            {
                "form": asked.form,
                "rows": made.rows,
                "file": str(made.path),
                "warnings": list(made.warnings),
            }
        )
    say(
        ngettext("{n} row written: {path}", "{n} rows written: {path}", made.rows).format(
            n=made.rows, path=made.path
        )
    )
    return 0


def backup(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        made = safety.make_backup(office, asked.to)
    say(_("Backup copy made and checked: {path}").format(path=made))
    if asked.json:
        put_json({"file": str(made)})
    return 0


def restore(asked: argparse.Namespace) -> int:
    kept = app.restore(asked.options, asked.file)
    say(_("The data of {file} are back.").format(file=asked.file.name))
    if kept is not None:
        say(_("The data as they were before lie in {path}").format(path=kept))
    if asked.json:
        put_json({"before": None if kept is None else str(kept)})
    return 0


def check(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        result = safety.check(office)
    for problem in (*result.damage, *result.dangling):
        say(problem)
    if asked.json:
        put_json(result)
    if not result.is_clean:
        say(_("The check found problems. Make a backup copy now and restore a sound one."))
        return 2
    say(
        ngettext("All is well: {n} record.", "All is well: {n} records.", result.records).format(
            n=result.records
        )
    )
    return 0
