"""Templates of papers as records: new ones, copies, versions to look back at and to return to.

An edit is a new record; the earlier ones stay for the papers printed by them. Versions of one
template know each other by the `family` in their bodies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Insert, Query, Row, Update
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.paper_data import (
    Clause,
    Pair,
    Template,
    template_from_body,
)
from cluster_desktop.services.papers import (
    OWN_TEMPLATES,
    own_template,
    template_of,
    template_values,
)

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

EDITED = N_("Template: {what}")
COPY = Pair("{name} (көшірме)", "{name} (копия)")
COLUMNS = ("kind", "name", "name_kk", "name_ru", "version", "is_current", "body")


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause, or a line of the head, that two versions say differently.

    `place` is the clause's number in the newer version, 0 for the head; None: not there.
    """

    place: int
    old: Pair | None
    new: Pair | None
    conditions_differ: bool = False


def save_template(office: Office, record: UUID, template: Template) -> Changes:
    """An edited template as a new version in use; the old one stays for papers printed by it."""
    line = versions(office, record)
    newest = max(int(row["version"]) for row in line)
    family = template.family or str(record)
    newer = replace(template, version=newest + 1, family=family)
    retired = [
        Update("document_template", row.id, {"is_current": False})
        for row in line
        if row["is_current"]
    ]
    return office.apply(
        Said(EDITED, {"what": template.name.kk}),
        office.source,
        [*retired, Insert("document_template", template_values(newer), new_id())],
    )


def return_to(office: Office, record: UUID) -> Changes:
    """An earlier version in use again, as the newest of its line."""
    return save_template(office, record, read(office, record))


def read(office: Office, record: UUID) -> Template:
    """The template of a record. Raises Refusal where it cannot be read."""
    return template_from_body(office.get("document_template", record)["body"])


def versions(office: Office, record: UUID) -> list[Row]:
    """All versions of a template, the newest first."""
    row = office.get("document_template", record)
    family = family_of(row)
    query = Query(
        "document_template",
        (Condition("kind", "is", row["kind"]),),
        sort=(("version", True),),
        columns=COLUMNS,
    )
    return [one for one in office.rows(query) if one.id == record or family_of(one) == family]


def newest(rows: Sequence[Row]) -> list[Row]:
    """Of rows with COLUMNS the version in use of each template, else its newest one."""
    chosen: dict[str, Row] = {}
    for row in rows:
        family = family_of(row)
        known = chosen.get(family)
        if known is None or _rank(row) > _rank(known):
            chosen[family] = row
    return list(chosen.values())


def _rank(row: Row) -> tuple[bool, int]:
    return bool(row["is_current"]), int(row["version"])


def family_of(row: Row) -> str:
    """What versions of one template have in common."""
    try:
        family = template_from_body(row["body"]).family
    except Refusal:
        family = ""
    return family or str(row.id)


def copy(office: Office, record: UUID) -> Changes:
    """A template of one's own that begins as a copy; both are in use."""
    old = read(office, record)
    name = Pair(COPY.kk.format(name=old.name.kk), COPY.ru.format(name=old.name.ru))
    return _add(office, replace(old, name=name, version=1, family=""))


def new(office: Office, kind: str, name: Pair) -> Changes:
    """A template of a kind under a name of one's own; it begins as the kind's usual one."""
    if not name.kk.strip() or not name.ru.strip():
        raise Refusal(_("The template needs a name in Kazakh and in Russian."), field="name")
    begins = own_template(kind) if kind in OWN_TEMPLATES else template_of(office, None, kind)
    return _add(office, replace(begins, name=name, version=1, family=""))


def _add(office: Office, template: Template) -> Changes:
    made = new_id()
    mine = replace(template, family=str(made))
    return office.apply(
        Said(N_("New template: {what}"), {"what": template.name.kk}),
        office.source,
        [Insert("document_template", template_values(mine), made)],
    )


def set_in_use(office: Office, record: UUID, *, wanted: bool) -> Changes:
    """Offer a template for new papers, or no longer. The last one of a kind stays in use."""
    row = office.get("document_template", record)
    if not wanted:
        in_use = (Condition("kind", "is", row["kind"]), Condition("is_current", "is", True))
        if office.count(Query("document_template", in_use)) <= 1:
            raise Refusal(
                _("This is the only template in use for its kind of paper. Make another first.")
            )
    title = N_("Template in use: {what}") if wanted else N_("Template out of use: {what}")
    return office.apply(
        Said(title, {"what": str(row["name_kk"])}),
        office.source,
        [Update("document_template", record, {"is_current": wanted})],
    )


def compare(old: Template, new: Template) -> list[Difference]:
    """What the newer version says otherwise, in its order."""
    found = [
        Difference(0, before, after)
        for before, after in zip(_head(old), _head(new), strict=True)
        if before != after
    ]
    matcher = SequenceMatcher(None, old.clauses, new.clauses, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found += _changed(old.clauses[a:b], new.clauses[c:d], c)
    return found


def _changed(before: Sequence[Clause], after: Sequence[Clause], at: int) -> list[Difference]:
    """Clauses that stand in each other's place, then those that only one version has."""
    made = []
    for n in range(max(len(before), len(after))):
        old = before[n] if n < len(before) else None
        new = after[n] if n < len(after) else None
        moved = old is not None and new is not None and old.text == new.text
        made.append(
            Difference(
                at + min(n, len(after)) + 1,
                old.text if old is not None else None,
                new.text if new is not None else None,
                conditions_differ=moved,
            )
        )
    return made


def _head(template: Template) -> tuple[Pair, ...]:
    return (
        *(template.name, template.title, template.party),
        *(template.opening, template.opening_end, template.note),
    )
