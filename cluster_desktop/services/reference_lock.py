"""Lists that the regional office keeps: a member college adds lines of its own and leaves others'.

What a college changed in them would stay on one computer and differ from everybody else's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from cluster_desktop.db.base import table_of
from cluster_desktop.entity import catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Insert, Operation, Update

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

ROLE = "sync.role"  # of this computer in its region; no fact where it is not connected
MEMBER = "college"


def refuse_foreign(office: Office, operations: Sequence[Operation]) -> None:
    """Raises Refusal where a college's computer would change the regional office's line."""
    touched: dict[str, list[UUID]] = defaultdict(list)
    for one in operations:
        about = catalogue[one.entity]
        if isinstance(one, Insert) or about.exchange != "reference":
            continue
        own_field = {*about.inner, *about.here}
        if not isinstance(one, Update) or not own_field.issuperset(one.values):
            touched[one.entity].append(one.id)
    if not touched or office.local_fact(ROLE) != MEMBER:
        return
    own = office.college_id()
    with office.store.reading() as connection:
        for entity, records in touched.items():
            table = table_of(entity)
            owners = select(table.c.college_id).where(table.c.id.in_(records))
            if any(owner != own for owner in connection.execute(owners).scalars()):
                raise Refusal(
                    _(
                        "{kind}: this line is kept by the regional office. Add a line of your own "
                        "or ask the office to change it."
                    ).format(kind=_(catalogue[entity].plural))
                )
