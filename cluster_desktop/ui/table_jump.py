"""Type-ahead in a list: the line of the first record whose name begins with some letters."""

from __future__ import annotations

from dataclasses import replace

from cluster_desktop.i18n import fold
from cluster_desktop.query import Condition
from cluster_desktop.services.office import Office
from cluster_desktop.ui.table_model import EntityTableModel

_LOOKS = 200
_BEFORE_NAMES = '«"“№ '


def line_named(office: Office, model: EntityTableModel, typed: str) -> int:
    """Line of the first name that begins with `typed`, else of one that holds it, else -1."""
    title = model.entity.title
    query = model.query()
    wanted = (*query.where, Condition(title, "contains", typed))
    found = office.listing(replace(query, where=wanted, columns=(title,)))
    rows = office.page(found, 0, min(found.count, _LOOKS))
    if not rows:
        return -1
    names = [fold(model.cell_text(title, row.values.get(title))) for row in rows]
    start = fold(typed)
    hits = [n for n, name in enumerate(names) if name.lstrip(_BEFORE_NAMES).startswith(start)]
    return model.line_of_key(found.keys[hits[0] if hits else 0])
