"""Live records that share a value, for the list of possible duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from cluster_desktop.db.base import table_of
from cluster_desktop.db.work import LAST
from cluster_desktop.entity import catalogue
from cluster_desktop.fields import Value
from cluster_desktop.i18n import fold_name


class Line(NamedTuple):
    """One record: to whom it belongs, and the values that may speak against."""

    id: UUID
    college: UUID | None
    values: tuple[Value, ...]


Groups = dict[Value, list[Line]]


def sharing(connection: Connection, entity: str, column: str, more: Sequence[str] = ()) -> Groups:
    """Records by a value of a column that more than one has; `more` are columns to be read."""
    table = table_of(entity)
    value = table.c[column]
    filled = [table.c.deleted_at.is_(None), value.is_not(None)]
    if column not in catalogue[entity].links():
        filled.append(value.not_in(["", LAST]))
    often = select(value).where(*filled).group_by(value).having(func.count() > 1)
    wanted = select(value, table.c.id, table.c.college_id, *(table.c[n] for n in more))
    found: Groups = defaultdict(list)
    for shared, record, college, *values in connection.execute(
        wanted.where(*filled, value.in_(often)).order_by(table.c.id)
    ):
        found[shared].append(Line(record, college, tuple(values)))
    return dict(found)


def sharing_name(connection: Connection, entity: str, more: Sequence[str] = ()) -> Groups:
    """Records by name as people mean it: without quotes and legal form, in either language."""
    declared = catalogue[entity]
    table = table_of(entity)
    names = [table.c[n] for n in declared.variants(declared.title)]
    wanted = select(table.c.id, table.c.college_id, *names, *(table.c[n] for n in more))
    found: Groups = defaultdict(list)
    for record, college, *values in connection.execute(
        wanted.where(table.c.deleted_at.is_(None)).order_by(table.c.id)
    ):
        line = Line(record, college, tuple(values[len(names) :]))
        for name in {fold_name(one) for one in values[: len(names)] if one}:
            found[name].append(line)
    return {name: lines for name, lines in found.items() if name and len(lines) > 1}
