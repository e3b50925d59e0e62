"""Labour needs on the command line: the balance with graduates, and offers for a request."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cluster_desktop.cli.commands import done, id_of, opened, put_json, say
from cluster_desktop.cli.days import whole_of
from cluster_desktop.cli.papers import ends_with
from cluster_desktop.documents import list_paper
from cluster_desktop.errors import Refusal
from cluster_desktop.excel.needs_sheet import write_balance
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, format_date, language
from cluster_desktop.services import needs, needs_matching
from cluster_desktop.services.needs import Asked, Balance, Line, whole
from cluster_desktop.services.office import Office

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def declare(command: Command) -> None:
    """The command `needs` with its verbs."""
    made = command("needs", balance, _("labour needs and graduates"))
    made.set_defaults(year=None, source="", district="", out=None)
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

    one = verb("balance", balance, _("need, graduates and gap by speciality"))
    one.add_argument("--year", type=whole_of, metavar="YYYY")
    one.add_argument("--source", default="", choices=tuple(needs.source_names()))
    one.add_argument("--district", default="", metavar="D")
    one.add_argument("--out", type=Path, metavar="FILE", help=_("an .xlsx or .pdf file"))
    one = verb("match", match, _("what can be offered for a request; with --group: offer it"))
    one.add_argument("request", nargs="?", metavar="REQUEST")
    one.add_argument("--group", metavar="G")
    one.add_argument("--student", metavar="S")
    one.add_argument("--persons", type=whole_of, metavar="N")


def balance(asked: argparse.Namespace) -> int:
    """The balance of a year, or into a file."""
    with opened(asked) as office:
        district = None
        if asked.district:
            district = id_of(office, office.entity("district"), asked.district)
        year = asked.year or needs.next_year(office)
        wanted = Asked(year, asked.source, district)
        found = needs.balance(office, wanted)
        if asked.out is not None:
            _write(office, found, asked.out)
            say(_("Written: {path}").format(path=asked.out))
        if asked.json:
            put_json(_as_json(found))
        elif asked.out is None:
            _print(found)
    return 0


def _print(found: Balance) -> None:
    for line in found.lines:
        print("\t".join(_cells(line)))
    total = found.total
    print("\t".join(["", _("Total"), *_cells(total)[2:]]))


def _cells(line: Line) -> list[str]:
    known = line.speciality
    code = known.code if known else ""
    numbers = (whole(line.needed), whole(line.ours), whole(line.others), line.gap)
    return [code, _name(line), *(str(one) for one in numbers)]


def _name(line: Line) -> str:
    known = line.speciality
    if known is None:
        return _("Without a speciality")
    kk, ru = known.name.kk, known.name.ru
    return (ru or kk) if language() == "ru" else (kk or ru)


def _as_json(found: Balance) -> dict[str, Any]:
    def plain(line: Line) -> dict[str, Any]:
        return {
            "speciality": line.speciality.code if line.speciality else None,
            "needed": whole(line.needed),
            "ours": whole(line.ours),
            "others": whole(line.others),
            "gap": line.gap,
        }

    return {
        "year": found.asked.year,
        "source": found.asked.source,
        "lines": [plain(line) for line in found.lines],
        "total": plain(found.total),
    }


def _write(office: Office, found: Balance, path: Path) -> None:
    about = needs.source_names().get(found.asked.source, _("All sources"))
    if path.suffix.casefold() == ".xlsx":
        write_balance(path, [found], about=about, made_on=office.today())
        return
    ends_with(path, ".pdf")
    title = _("Labour needs and graduates, {year}").format(year=found.asked.year)
    rows = [_cells(line) for line in found.lines]
    rows.append(["", _("Total"), *_cells(found.total)[2:]])
    headings = (
        _("Code"), _("Speciality"), _("Needed"), _("Ours"), _("Other colleges"), _("Difference"),
    )  # fmt: skip
    data = list_paper.ListData(
        title=title,
        subtitle=about,
        headings=headings,
        rows=rows,
        day=format_date(office.today()),
    )
    write_whole(path, list_paper.render(data)[0])


def match(asked: argparse.Namespace) -> int:
    """Open requests; the offers for one; or an offer is made."""
    with opened(asked) as office:
        if asked.request is None:
            return _requests(asked, office)
        request = id_of(office, office.entity("labour_request"), asked.request)
        if asked.group and asked.student:
            raise Refusal(_("Name a group or a student, not both."))
        if asked.group:
            group = id_of(office, office.entity("study_group"), asked.group)
            return done(asked, needs_matching.offer_group(office, request, group, asked.persons))
        if asked.student:
            student = id_of(office, office.entity("student"), asked.student)
            return done(asked, needs_matching.offer_student(office, request, student))
        found = needs_matching.offers(office, request)
    if asked.json:
        put_json(found)
        return 0
    for one in found:
        name = one.group.title if one.group is not None else _("Without a group")
        print(f"{one.year}\t{name}\t{one.students}\t{one.free}")
    return 0


def _requests(asked: argparse.Namespace, office: Office) -> int:
    found = needs_matching.open_requests(office)
    if asked.json:
        put_json(found)
        return 0
    for one in found:
        who = one.organisation.title if one.organisation is not None else ""
        print(f"{one.id}\t{one.profession}\t{who}\t{one.needed}\t{one.matched}\t{one.remaining}")
    return 0
