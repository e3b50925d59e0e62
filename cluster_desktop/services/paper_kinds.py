"""Which papers there are, of which records each is made, and what its template may say. Pure.

A kind is made for each record (a certificate) or for many at once (an order with its table).
`offered_for` names the records it can be asked from: a practice period gives its placements, a
placement its agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _

# The paper of an agreement by the agreement's own kind: memorandum, dual or practice contract.
OF_AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper. `gathers` papers hold many records; others are made for each."""

    key: str
    label: str
    entity: str
    icon: str = "document"
    gathers: bool = False
    offered_for: tuple[str, ...] = ()


# Records that lead to placements of students.
PLACED = ("placement", "practice_period", "student")
_KINDS = (
    PaperKind(
        "memorandum", N_("Memorandum"), "agreement", "agreements", offered_for=("agreement",)
    ),
    PaperKind(
        "dual",
        N_("Dual training contract"),
        "agreement",
        "agreements",
        offered_for=("agreement", *PLACED),
    ),
    PaperKind(
        "practice",
        N_("Practice contract"),
        "agreement",
        "agreements",
        offered_for=("agreement", *PLACED),
    ),
    PaperKind(
        "annex",
        N_("Annex: list of students"),
        "agreement",
        "columns",
        offered_for=("agreement", *PLACED),
    ),
    PaperKind(
        "order",
        N_("Order on sending"),
        "placement",
        gathers=True,
        offered_for=PLACED,
    ),
    PaperKind("referral", N_("Referral"), "placement", offered_for=PLACED),
    PaperKind(
        "mentor_order",
        N_("Order on mentors"),
        "placement",
        gathers=True,
        offered_for=(*PLACED, "mentor", "organisation"),
    ),
    PaperKind(
        "mentor_list",
        N_("List of mentors"),
        "mentor",
        "columns",
        gathers=True,
        offered_for=("mentor", "organisation", "practice_period"),
    ),
    PaperKind("reference", N_("Mentor's reference"), "placement", offered_for=PLACED),
    PaperKind(
        "certificate",
        N_("Certificate of dual training"),
        "placement",
        "graduates",
        offered_for=PLACED,
    ),
    PaperKind(
        "graduates",
        N_("List of graduates"),
        "student",
        "columns",
        gathers=True,
        offered_for=("student",),
    ),
    PaperKind("minutes", N_("Minutes of the council"), "meeting", offered_for=("meeting",)),
)
PAPERS: Mapping[str, PaperKind] = {kind.key: kind for kind in _KINDS}


def kind_of(key: str) -> PaperKind:
    """The kind of that name. Raises Refusal naming those there are."""
    if key not in PAPERS:
        raise Refusal(
            _("“{document}” is no document. There are: {known}.").format(
                document=key, known=", ".join(PAPERS)
            )
        )
    return PAPERS[key]


def offered(entity: str) -> list[PaperKind]:
    """The papers that can be asked from records of an entity, in the order they are used."""
    return [kind for kind in PAPERS.values() if entity in kind.offered_for]
