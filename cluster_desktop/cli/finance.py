"""The command `finance`: money of the cluster by source in a year, and balances of its funds."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from cluster_desktop.cli.commands import opened, put_json
from cluster_desktop.i18n import _, format_money, format_share
from cluster_desktop.query import Query
from cluster_desktop.services import finance

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def declare(command: Command) -> None:
    """The command and what it takes."""
    made = command("finance", run, _("money of the cluster by source, and its funds"))
    made.add_argument("--year", type=int, metavar="YYYY")


def run(asked: argparse.Namespace) -> int:
    """Planned, confirmed, spent and the share of the plan; then each fund with its balance."""
    with opened(asked) as office:
        year = asked.year or office.today().year
        lines = finance.table(office, year)
        funds = office.rows(Query("fund", columns=("name", "balance")))
    if asked.json:
        put_json(
            {
                "year": year,
                "sources": [
                    {
                        "source": line.source or "all",
                        **{
                            name: sum_.value
                            for name, sum_ in zip(finance.SUMS, line.sums, strict=True)
                        },
                        "share": line.share,
                    }
                    for line in lines
                ],
                "funds": [{"id": row.id, **row.values} for row in funds],
            }
        )
        return 0
    for line in lines:
        sums = " · ".join(format_money(one.value) for one in line.sums if one.value is not None)
        share = "" if line.share is None else f" · {format_share(line.share)} %"
        print(f"{line.title}: {sums}{share}")
    for row in funds:
        print(f"{row['name']}: {format_money(row['balance'])}")
    return 0
