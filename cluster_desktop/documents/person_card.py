"""A personal card as paper: one table of three columns, part by part."""

from __future__ import annotations

from cluster_desktop.documents import fonts, list_paper
from cluster_desktop.documents.escape import clean
from cluster_desktop.i18n import _
from cluster_desktop.services.person_card import Card

# A cell of the list's paper is cut beyond this; here nothing may be, so it goes on in a new row.
MOST = list_paper.MOST_CELL - 10


def render(card: Card) -> bytes:
    """The PDF of a card. A sign that the faces lack becomes "?": it must not hold up the rest."""
    rows = [
        [printable(part.title), printable(what), piece]
        for part in card.parts
        for what, value in part.lines
        for piece in _pieces(printable(value))
    ]
    return list_paper.render(
        list_paper.ListData(
            title=printable(_("Personal card: {who}").format(who=card.title)),
            subtitle=printable(
                _("{kind} · everything this program keeps about the person").format(kind=card.kind)
            ),
            headings=(_("Part"), _("What"), _("Kept")),
            rows=rows,
            day=card.day,
        )
    )[0]


def printable(text: str) -> str:
    """The text without signs that the faces lack."""
    known = fonts.register() | {"\n"}
    return "".join(sign if sign in known else "?" for sign in clean(text))


def _pieces(text: str) -> list[str]:
    return [text[at : at + MOST] for at in range(0, len(text), MOST)] or [""]
