"""Search over everything: a few records of each kind, each with a title and one more line."""

from __future__ import annotations

from sqlalchemy import Connection, exists, func, select

from cluster_desktop.db import lists
from cluster_desktop.db.base import Circumstances, table_of
from cluster_desktop.db.exchange import SyncAction
from cluster_desktop.db.journal import JournalLine
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Hit, Ref, Row
from cluster_desktop.rules.identifiers import mask

# In the order of the palette's groups; what is here can be opened.
FOUND = (
    *("organisation", "agreement", "student", "mentor", "study_group", "practice_period"),
    *("document_template", "speciality"),
    *("plan_item", "decision", "council_member", "working_group", "risk", "goal", "kpi"),
    *("labour_request", "founding_document", "specialisation", "technology", "infrastructure"),
    *("innovation_project", "event", "programme_update", "scholarship", "resource_exchange"),
    *("corrective_action", "expert", "expert_conclusion", "finance_line", "fund", "survey"),
)
RECENT = ("organisation", "agreement", "student", "mentor")
EACH = 8


def everything(connection: Connection, text: str, limit: int, at: Circumstances) -> list[Hit]:
    """Hits group by group; the records touched last where there is no text."""
    if not text.strip():
        return _recent(connection, limit, at)
    hits: list[Hit] = []
    for name in FOUND:
        numbers = lists.best_hits(connection, name, text, min(EACH, limit), at)
        hits += _hits(connection, catalogue[name], numbers, at)
    return hits[:limit]


def _recent(connection: Connection, limit: int, at: Circumstances) -> list[Hit]:
    newest = func.max(JournalLine.id)
    touched = connection.execute(
        select(JournalLine.entity, JournalLine.record)
        .where(
            JournalLine.entity.in_(RECENT),
            # What others did is news, not what somebody here had open.
            ~exists().where(SyncAction.action == JournalLine.action),
        )
        .group_by(JournalLine.entity, JournalLine.record)
        .order_by(newest.desc())
        .limit(limit * 2)
    ).all()
    hits: list[Hit] = []
    for entity, record in touched:
        table = table_of(entity)
        live = select(table.c.row).where(table.c.id == record, table.c.deleted_at.is_(None))
        numbers = list(connection.execute(live).scalars())
        hits += _hits(connection, catalogue[entity], numbers, at)
    return hits[:limit]


def _hits(
    connection: Connection, entity: Entity, numbers: list[int], at: Circumstances
) -> list[Hit]:
    columns = _columns(entity)
    found = lists.rows(connection, entity.name, columns, numbers, at)
    return [Hit(entity.name, row.id, _title(entity, row), _subtitle(entity, row)) for row in found]


def _columns(entity: Entity) -> list[str]:
    more = {
        "agreement": ["partner_id", "until"],
        "organisation": ["kind", "bin"],
        "speciality": ["code"],
        "student": ["group_id", "iin"],
        "mentor": ["organisation_id"],
        "study_group": ["speciality_id"],
        "practice_period": ["starts", "ends"],
    }
    return [entity.title, *more.get(entity.name, [])]


def _title(entity: Entity, row: Row) -> str:
    title = _plain(row[entity.title])
    if entity.name == "agreement":
        return " · ".join(part for part in (title, _plain(row["partner_id"])) if part)
    return title


def _subtitle(entity: Entity, row: Row) -> str:
    if entity.name == "agreement":
        until = row["until"]
        return _("until {day}").format(day=format_date(until)) if until else _("without an end")
    if entity.name == "organisation":
        kind = entity.fields["kind"].format(row["kind"])
        number = row["bin"]
        return f"{kind} · {_('BIN')} {mask(number)}" if number else kind
    if entity.name == "speciality":
        return str(row["code"])
    if entity.name == "student":
        number = f"{_('IIN')} {mask(row['iin'])}" if row["iin"] else ""
        return " · ".join(part for part in (_plain(row["group_id"]), number) if part)
    if entity.name == "mentor":
        return _plain(row["organisation_id"])
    if entity.name == "study_group":
        return _plain(row["speciality_id"])
    if entity.name == "practice_period":
        return f"{format_date(row['starts'])} – {format_date(row['ends'])}"
    return ""


def _plain(value: Value) -> str:
    return value.title if isinstance(value, Ref) else str(value or "")
