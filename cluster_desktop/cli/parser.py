"""The words of the command line: which commands there are and what each takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NoReturn

from cluster_desktop import i18n
from cluster_desktop.app import Options
from cluster_desktop.cli import (
    cluster,
    council,
    duplicates,
    files,
    finance,
    form_maps,
    kpi,
    matching,
    needs,
    papers,
    participants,
    passport,
    persons,
    plan,
    practice,
    reports,
    scans,
    summaries,
    surveys,
    sync_region,
)
from cluster_desktop.cli import commands as records
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _
from cluster_desktop.services import contracts

Run = Callable[[argparse.Namespace], int]


# argparse says these itself, through its own translation function; they are marked here.
SAID_BY_ARGPARSE = (
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
)
vars(argparse)["_"] = _


YEARS = range(2000, 2101)  # in which somebody works with this program


class _Parser(argparse.ArgumentParser):
    """argparse whose mistakes are refusals like all others."""

    def error(self, message: str) -> NoReturn:
        raise Refusal(_("The command is not understood: {why}. See --help.").format(why=message))


def parse(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for: `run` is the command, `options` what all share. Raises Refusal."""
    found = _parser(i18n.language()).parse_args(list(words))
    found.options = Options(found.data, found.lang, found.today)
    if found.selftest:
        found.run = files.selftest
    elif found.command is None:
        found.run = files.window
    return found


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(_("a day is written 2026-11-21")) from why
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(
            _("a year from {first} to {last}").format(first=YEARS[0], last=YEARS[-1])
        )
    return day


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise argparse.ArgumentTypeError(
            _("a whole number is needed, not “{text}”").format(text=text)
        )
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("write FIELD=VALUE"))
    return name.strip(), value


@lru_cache(maxsize=len(i18n.LANGUAGES))
def _parser(_spoken: str) -> argparse.ArgumentParser:
    """All commands, with help in the language that is spoken."""
    parser = _Parser(
        prog="cluster-desktop",
        description=_(
            "Partners, agreements and papers of a cluster. Without a command: the window."
        ),
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help=_("folder of the data"))
    parser.add_argument("--lang", choices=i18n.LANGUAGES, help=_("language of messages"))
    parser.add_argument(
        "--today", type=_day, metavar="YYYY-MM-DD", help=_("take this day as today")
    )
    parser.add_argument(
        "--selftest", action="store_true", help=_("check window, database, PDF and workbook")
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _reading(commands)
    _writing(commands)
    _files(commands)
    practice.declare(partial(_command, commands))
    persons.declare(partial(_command, commands))
    duplicates.declare(partial(_command, commands))
    needs.declare(partial(_command, commands))
    surveys.declare(partial(_command, commands))
    cluster.declare(partial(_command, commands))
    passport.declare(partial(_command, commands))
    council.declare(partial(_command, commands))
    kpi.declare(partial(_command, commands))
    plan.declare(partial(_command, commands))
    participants.declare(partial(_command, commands))
    finance.declare(partial(_command, commands))
    scans.declare(partial(_command, commands))
    reports.declare(partial(_command, commands))
    form_maps.declare(partial(_command, commands))
    sync_region.declare(partial(_command, commands))
    return parser


def _command(
    commands: Any,  # noqa: ANN401 - argparse names the type only privately
    name: str,
    run: Run,
    help_text: str,
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=help_text)
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help=_("result as JSON"))
    return made


def _reading(commands: Any) -> None:  # noqa: ANN401
    made = _command(commands, "list", records.list_records, _("records of a kind"))
    made.add_argument("kind")
    made.add_argument("--where", type=_pair, action="append", default=[], metavar="F=V")
    made.add_argument(
        "--sort", metavar="F", default="", help=_("field; --sort=-F for the other direction")
    )
    summaries.add_to(made)
    made = _command(commands, "show", records.show, _("one record"))
    made.add_argument("kind")
    made.add_argument("id")
    made = _command(commands, "search", records.search, _("search everything"))
    made.add_argument("text", nargs="+")
    _command(commands, "alerts", records.alerts, _("what needs attention today"))
    made = _command(commands, "history", records.history, _("changes of one record"))
    made.add_argument("kind")
    made.add_argument("id")
    made = _command(commands, "journal", records.journal, _("what was done, newest first"))
    made.add_argument("--limit", type=_count, default=50)


def _writing(commands: Any) -> None:  # noqa: ANN401
    made = _command(commands, "add", records.add, _("a new record"))
    made.add_argument("kind")
    made.add_argument("values", type=_pair, nargs="+", metavar="F=V")
    made = _command(commands, "set", records.set_values, _("change fields of a record"))
    made.add_argument("kind")
    made.add_argument("id")
    made.add_argument("values", type=_pair, nargs="+", metavar="F=V")
    made = _command(commands, "setting", records.setting, _("settings: all, one, or a new value"))
    made.add_argument("key", nargs="?")
    made.add_argument("value", nargs="?")
    made = _command(commands, "delete", records.delete, _("move a record to the bin"))
    made.add_argument("kind")
    made.add_argument("id")
    made = _command(commands, "undo", records.undo, _("take an action back"))
    made.add_argument("action", nargs="?", type=_count)
    made.add_argument(
        "--force", action="store_true", help=_("leave records that were changed since as they are")
    )
    made = _command(commands, "match", matching.match, _("propose practice places"))
    made.add_argument("--period", metavar="P", help=_("name or id of the practice period"))
    made.add_argument("--explain", metavar="STUDENT", help=_("why this student, why not"))
    made.add_argument("--commit", action="store_true", help=_("write the proposal"))
    made.add_argument(
        "--lose", action="store_true", help=_("take back plans that get no other place")
    )


def _files(commands: Any) -> None:  # noqa: ANN401
    made = _command(commands, "demo", files.demo_job, _("the main job on the sample workbooks"))
    made.add_argument("--out", type=Path, metavar="DIR", default=Path("demo-files"))
    made.add_argument("--no-window", action="store_true")
    made = _command(commands, "import", files.import_file, _("take in a workbook"))
    made.add_argument("file", type=Path)
    made.add_argument("--as", dest="kind", metavar="KIND")
    made.add_argument("--sheet", metavar="NAME")
    made.add_argument("--encoding", metavar="NAME")
    made.add_argument(
        "--column",
        dest="columns",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help=_("what a column means; nothing behind “=”: it is left out"),
    )
    made.add_argument("--dry-run", action="store_true")
    made.add_argument("--report", type=Path, metavar="OUT.json")
    made = _command(commands, "export", files.export, _("fill an akimat form"))
    made.add_argument("form")
    made.add_argument("--out", type=Path, required=True, metavar="FILE")
    made.add_argument("--period", metavar="P")
    made.add_argument("--into", type=Path, metavar="WORKBOOK")
    made.add_argument("--language", choices=("both", "kk", "ru"), default="both")
    made.add_argument(
        "--college", metavar="all|ID|BIN", default="", help=_("of all colleges or of one")
    )
    which = made.add_mutually_exclusive_group()
    which.add_argument("--with-iin", action="store_true", help=_("IIN of persons in full"))
    which.add_argument(
        "--mask-iin", action="store_false", dest="with_iin", help=_("IIN masked (the usual way)")
    )
    made.add_argument(
        "--count-unknown",
        action="store_true",
        help=_("F1: graduates without a status count as “other reasons”, with a note"),
    )
    _papers(commands)
    made = _command(commands, "backup", files.backup, _("make a verified backup copy"))
    made.add_argument("--to", type=Path, metavar="DIR")
    made = _command(commands, "restore", files.restore, _("go back to a backup copy"))
    made.add_argument("file", type=Path)
    _command(commands, "check", files.check, _("check the whole database"))


def _papers(commands: Any) -> None:  # noqa: ANN401
    made = _command(commands, "print", papers.print_papers, _("make papers"))
    made.add_argument("document", nargs="?", default="")
    made.add_argument("ids", nargs="*", metavar="ID")
    made.add_argument("--list", action="store_true", help=_("which documents there are"))
    made.add_argument("--all", action="store_true")
    made.add_argument("--period", metavar="P", help=_("of a practice period"))
    made.add_argument("--where", type=_pair, action="append", default=[], metavar="F=V")
    made.add_argument("--out", type=Path, metavar="FILE")
    made.add_argument("--layout", choices=("columns", "sequence"), default="columns")
    made.add_argument("--format", choices=("pdf", "docx"), default="")
    made.add_argument("--each", action="store_true", help=_("a file for each, into a folder"))
    made.add_argument("--check", action="store_true", help=_("only say what is missing"))
    made.add_argument("--only-ready", action="store_true", help=_("leave out what is incomplete"))
    made.add_argument("--blanks", action="store_true", help=_("lines to write on for gaps"))
    made.add_argument("--number", metavar="N", default="", help=_("number of an order"))
    made = _command(commands, "contracts", papers.make_contracts, _("draft contracts of a period"))
    made.add_argument("period", metavar="P")
    made.add_argument("--kind", choices=contracts.KINDS, default="dual")
