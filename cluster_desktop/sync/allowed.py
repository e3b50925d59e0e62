"""What a computer may write: looked at before anything of its bundle is applied, and with the same
result on every computer, for it depends on nothing but what its author had seen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from cluster_desktop.i18n import _
from cluster_desktop.sync import units, wire
from cluster_desktop.sync.coming import Come, Forbidden, Reader, owners
from cluster_desktop.sync.units import OWNER, Part
from cluster_desktop.sync.wire import Group, Stored


class Allowed:
    """Asks of each bundle whether its author may write what it holds."""

    def __init__(self, connection: Connection, member: Reader) -> None:
        self.connection = connection
        self.member = member

    def refuse_forbidden(self, come: Come) -> None:
        told = {(g.part, g.record(n)) for g in come.body.groups for n in range(g.count())}
        if not told.issuperset((part, record) for part, record in come.body.erased):
            raise Forbidden(_("It erases what it does not write."))
        for group in come.body.groups:
            part = units.part(group.part)
            if part is None:
                continue  # of a newer version; looked at again when it is understood
            self._refuse_values(part, group)
            self._refuse_scope(part, come)
            self._refuse_owner(part, group, come)

    def _refuse_values(self, part: Part, group: Group) -> None:
        for name, column in zip(group.fields, group.values, strict=True):
            if name in part.unit_of and not all(wire.fits(part, name, v) for v in column):
                raise Forbidden(_("It holds a value that does not fit its field."))

    def _refuse_scope(self, part: Part, come: Come) -> None:
        if part.entity.name in units.ABOUT_OTHERS:
            return
        shared = part.entity.exchange in ("registry", "reference") and not part.is_inner
        if shared != (come.scope == self.member.registry):
            raise Forbidden(_("It brings records to a place where they do not belong."))

    def _refuse_owner(self, part: Part, group: Group, come: Come) -> None:
        region = self.member.is_region_device(come.device)
        shared = come.scope == self.member.registry
        if part.is_inner or part.entity.name in units.ABOUT_OTHERS:
            return
        if shared and (region or part.entity.exchange == "registry"):
            return
        if not group.unit and OWNER not in group.fields:
            raise Forbidden(_("It does not say whose records it brings."))
        owner = self.member.college_of_device(come.device) if shared else None
        college = owner if shared else self.member.college_of(come.scope)
        allowed = {college} if shared else {college, None}
        given: Sequence[Stored] = ()
        if OWNER in group.fields:
            given = group.values[group.fields.index(OWNER)]
        if any(one not in allowed for one in given):
            raise Forbidden(_("It changes records of another college."))
        records = [group.record(n) for n in range(group.count())]
        for one in owners(self.connection, part, records).values():
            if one not in allowed:
                raise Forbidden(_("It changes records of another college."))
