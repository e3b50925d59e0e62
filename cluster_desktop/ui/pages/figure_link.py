"""From a number or a gap to exactly the records it was made of. Knows no page."""

from __future__ import annotations

from cluster_desktop.query import Figure, Query
from cluster_desktop.ui.desk import Desk, place_of


def open_figure(desk: Desk, figure: Figure) -> None:
    """Show the records that a figure was counted, summed or averaged from."""
    open_query(desk, figure.behind.query)


def open_query(desk: Desk, query: Query) -> None:
    """Show the records of a query, reckoned by its day; Back returns to where the click was."""
    place = place_of(query)
    if place is not None:
        desk.go.emit(place)
