"""Why an action is not taken back whole, in words: who edited what since. Knows no SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cluster_desktop.db.history import Touched
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, format_moment
from cluster_desktop.rules.findings import Finding

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

MOST_NAMED = 200
_MOST_FIELDS = 4


def refusal(office: Office, what: str, touched: Sequence[Touched]) -> Refusal:
    """Names every record that was edited or is used since the action; the rest can go back."""
    said = _(
        "{what}: {n} records were changed or are used since. The rest can be taken back "
        "without them."
    )
    findings = [Finding(sentence(office, one)) for one in touched[:MOST_NAMED]]
    return Refusal(said.format(what=what, n=len(touched)), findings=findings)


def sentence(office: Office, touched: Touched) -> str:
    """«Partner: ТОО «Дала» – Phone, Address; 21.11.2026 14:32, Ахметова Г.»"""
    entity = catalogue[touched.entity]
    record = f"{_(entity.label)}: {office.title(touched.entity, touched.record)}"
    if touched.used_by is not None:
        name, other = touched.used_by
        by = f"{_(catalogue[name].label)}: {office.title(name, other)}"
        return _("{record} – is used by {other}").format(record=record, other=by)
    when = format_moment(touched.moment) if touched.moment is not None else ""
    who = ", ".join(part for part in (when, touched.actor) if part)
    return f"{record} – {_fields(entity, touched.fields)}; {who}"


def _fields(entity: Entity, names: Sequence[str]) -> str:
    """Titles of the edited fields, each once, as the form has them."""
    if "deleted_at" in names:
        return _("sent to the bin")
    titles = dict.fromkeys(entity.spec(name).title() for name in names if entity.has(name))
    shown = list(titles)[:_MOST_FIELDS]
    more = len(titles) - len(shown)
    if more:
        shown.append(_("and {n} more").format(n=more))
    return ", ".join(shown) or _("changed")
