"""Type-ahead in a list: the first record whose name begins with some letters. Runs in a worker."""

from __future__ import annotations

from dataclasses import replace

from cluster_desktop.i18n import fold
from cluster_desktop.query import Condition, Query, Ref
from cluster_desktop.services.office import Office

_LOOKS = 200
_BEFORE_NAMES = '«"“№ '


def key_named(office: Office, query: Query, typed: str) -> int | None:
    """Row number of the first name that begins with `typed`, else of one that holds it."""
    title = office.entity(query.entity).title
    wanted = (*query.where, Condition(title, "contains", typed))
    found = office.listing(replace(query, where=wanted, columns=(title,)))
    rows = office.page(found, 0, min(found.count, _LOOKS))
    if not rows:
        return None
    values = [row.values.get(title) for row in rows]
    names = [fold(v.title if isinstance(v, Ref) else str(v or "")) for v in values]
    start = fold(typed)
    hits = [n for n, name in enumerate(names) if name.lstrip(_BEFORE_NAMES).startswith(start)]
    return found.keys[hits[0] if hits else 0]
