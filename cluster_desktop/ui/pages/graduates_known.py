"""What the graduates' page shows above its list: counts, due checks, the rate; and what it filters.

Read in a worker; holds no widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Chip, Condition, Query
from cluster_desktop.services import outcome_figures, outcomes
from cluster_desktop.services.office import Office

# Known once, and a check after 3, 6 or 12 months has come since.
DUE = (Condition("outcome_due", "filled"), Condition("outcome_now", "not", "unknown"))
OTHER = ("childcare", "left_country", "other_reason", "not_employed")


class Known:
    """Counts above the list: by status, due, and the rate of the year."""

    def __init__(
        self, states: Mapping[Value, int], due: int, rate: Decimal | None, *, rated: bool
    ) -> None:
        self.states = dict(states)
        self.due = due
        self.rate = rate
        self.rated = rated

    def of(self, *states: str) -> int:
        return sum(self.states.get(state, 0) for state in states)

    def total(self) -> int:
        return sum(self.states.values())

    def chips(self) -> list[Chip]:
        """The counts as chips, in the current language."""

        def chip(
            key: str, label: str, states: tuple[str, ...], look: str = "neutral", icon: str = ""
        ) -> Chip:
            where = (Condition("outcome_now", "in", states),)
            return Chip(key, label, self.of(*states), where, look, icon)

        return [
            Chip("all", _("All"), self.total(), ()),
            chip("unknown", _("No status"), ("unknown",), "soon", "warning"),
            chip("employed", _("At work"), ("employed", "self_employed")),
            chip("studying", _("Studying"), ("studying",)),
            chip("army", _("In the army"), ("army",)),
            chip("other", _("Other"), OTHER),
            Chip("due", _("Check is due"), self.due, DUE, "soon", "clock"),
        ]


def read_known(office: Office, year: int | None, speciality: UUID | None) -> Known:
    """The counts of a year (None: of all) and a speciality; the rate is of one year."""
    query = outcomes.graduates(year, speciality)
    due = Query("student", (*query.where, *DUE))
    states: Mapping[Value, int] = office.counts_by(query, "outcome_now")
    rate = None
    if year is not None:
        found = outcome_figures.figures(office, year, speciality=speciality)
        rate = found.rate(found.total)
    return Known(states, office.count(due), rate, rated=year is not None)


def split(
    where: tuple[Condition, ...],
) -> tuple[int | None, UUID | None, tuple[Condition, ...]]:
    """Year, speciality, and what else a place asks for."""
    year: int | None = None
    speciality: UUID | None = None
    rest: list[Condition] = []
    for one in where:
        if one.field == "graduation_year" and one.op == "is" and isinstance(one.value, int):
            year = one.value
        elif one.field == "speciality_id" and one.op == "is" and isinstance(one.value, UUID):
            speciality = one.value
        elif one != Condition("graduated", "is", True):
            rest.append(one)
    return year, speciality, tuple(rest)


def same(chip: tuple[Condition, ...], rest: tuple[Condition, ...]) -> bool:
    """Whether what is left asks what a chip asks."""
    if set(chip) == set(rest):
        return True
    if len(chip) != 1 or len(rest) != 1 or chip[0].field != rest[0].field:
        return False
    wanted, given = chip[0], rest[0]
    if wanted.op != "in":
        return wanted.op == given.op
    values = given.value if given.op == "in" else (given.value,) if given.op == "is" else ()
    return isinstance(values, tuple) and set(values) == set(wanted.value)
