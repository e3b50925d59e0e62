"""Commands on records: read, write, look back, take back."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from cluster_desktop.app import open_office
from cluster_desktop.entity import COLLEGE, Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold, format_moment, ngettext
from cluster_desktop.query import Changes, Condition, Query, Ref
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.office import Office
from cluster_desktop.services.preferences import DEFAULTS, SETTING_NAMES, checked

# So many are printed after a change; --json has them all.
MOST_IDS = 20
# What people call the lists of the window.
OTHER_NAMES = {
    "partner": "organisation",
    "partners": "organisation",
    "organisations": "organisation",
    "agreements": "agreement",
    "template": "document_template",
    "region": "region",
}


@contextmanager
def opened(asked: argparse.Namespace) -> Iterator[Office]:
    """The office of the asked-for data folder, closed afterwards."""
    office = open_office(asked.options, source="cli")
    try:
        yield office
    finally:
        office.close()


def say(text: str) -> None:
    print(text, file=sys.stderr)


def put_json(value: object) -> None:
    print(json.dumps(_plain(value), ensure_ascii=False, indent=1))


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON is untyped
    if isinstance(value, Ref):
        return {"id": str(value.id), "title": value.title}
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, UUID | Decimal | Path):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def kind_of(office: Office, word: str) -> Entity:
    return office.entity(OTHER_NAMES.get(word, word))


def typed(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """FIELD=VALUE pairs by field. Raises Refusal for a field given twice."""
    found: dict[str, str] = {}
    for name, text in pairs:
        if name in found:
            raise Refusal(_("“{field}” is given twice.").format(field=name), field=name)
        found[name] = text
    return found


def id_of(office: Office, entity: Entity, text: str) -> UUID:
    """A record by its id, or by a text that finds exactly one. Raises Refusal."""
    try:
        return UUID(text)
    except ValueError:
        found = office.choices_for(entity.name, text)
        # Found by any of its fields; who carries all these words in the name is meant first.
        words = fold(text).split()
        called = [one for one in found if all(word in fold(one.title) for word in words)]
        exact = [one for one in called if fold(one.title) == fold(text)]
        found = next((some for some in (exact, called) if len(some) == 1), found)
    if len(found) != 1:
        raise Refusal(
            ngettext(
                "“{text}” names no single record: {n} fits.",
                "“{text}” names no single record: {n} fit.",
                len(found),
            ).format(text=text, n=len(found)),
            findings=[Finding(f"{one.id}  {one.title}") for one in found],
        )
    return found[0].id


def _shown(entity: Entity, name: str, value: Value) -> str:
    return value.title if isinstance(value, Ref) else entity.spec(name).format(value)


def list_records(asked: argparse.Namespace) -> int:
    # Reads this module: the way round would be a circle.
    from cluster_desktop.cli import summaries

    wanted = summaries.asked_of(asked)
    if asked.out is not None:
        summaries.check_file(asked.out)
    with opened(asked) as office:
        entity = kind_of(office, asked.kind)
        query = Query(
            entity.name, conditions_of(office, entity, asked.where), sort=_sort(entity, asked)
        )
        if wanted is not None:
            return summaries.show(office, query, wanted, asked)
        if asked.out is not None:
            return summaries.write_list(office, query, asked.out)
        rows = office.rows(query)
        columns = entity.listed()
        if asked.json:
            put_json([{"id": row.id, **row.values} for row in rows])
            return 0
        print("\t".join(["id", *(entity.column_title(name) for name in columns)]))
        for row in rows:
            cells = [_shown(entity, name, row[name]) for name in columns]
            print("\t".join([str(row.id), *(" ".join(cell.split()) for cell in cells)]))
        say(ngettext("{n} record", "{n} records", len(rows)).format(n=len(rows)))
    return 0


def _sort(entity: Entity, asked: argparse.Namespace) -> tuple[tuple[str, bool], ...]:
    if not asked.sort:
        return ()
    name = asked.sort.removeprefix("-")
    if not entity.has(name):
        raise Refusal(_("There is no field “{field}” to sort by.").format(field=name))
    return ((name, asked.sort.startswith("-")),)


def conditions_of(
    office: Office, entity: Entity, pairs: list[tuple[str, str]]
) -> tuple[Condition, ...]:
    """FIELD=VALUE pairs as conditions. Raises Refusal for a field there is not."""
    found: list[Condition] = []
    for name, text in pairs:
        if name in entity.fields:
            value = office.read_typed(entity.name, {name: text})[name]
        elif name == COLLEGE:
            value = id_of(office, office.entity("organisation"), text) if text else None
        elif entity.has(name):
            value = entity.spec(name).parse(text, office.today())
        else:
            raise Refusal(_("There is no field “{field}”.").format(field=name), field=name)
        found.append(Condition(name, "empty") if value is None else Condition(name, "is", value))
    return tuple(found)


def show(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        entity = kind_of(office, asked.kind)
        row = office.get(entity.name, id_of(office, entity, asked.id))
        if asked.json:
            put_json({"id": row.id, "kind": entity.name, **row.values})
            return 0
        for name, value in row.values.items():
            if value not in (None, "", ()):
                print(f"{entity.spec(name).title()}: {_shown(entity, name, value)}")
    return 0


def search(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        hits = office.search(" ".join(asked.text))
        if asked.json:
            put_json(hits)
            return 0
        for hit in hits:
            print(f"{hit.entity}\t{hit.id}\t{hit.title}\t{hit.subtitle}")
        if not hits:
            say(_("Nothing was found for “{text}”.").format(text=" ".join(asked.text)))
    return 0


def alerts(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        found = office.alerts()
        if asked.json:
            put_json(
                [
                    {
                        "key": one.key,
                        "severity": one.severity,
                        "count": one.count,
                        "sentence": one.sentence,
                        "reason": one.reason,
                        "ids": [row.id for row in office.rows(one.query)] if one.query else [],
                    }
                    for one in found
                ]
            )
            return 0
        for one in found:
            print(f"{one.count}\t{one.sentence}\t{one.reason}")
        if not found:
            say(_("Nothing is urgent today."))
    return 0


def history(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        entity = kind_of(office, asked.kind)
        lines = office.history(entity.name, id_of(office, entity, asked.id))
        if asked.json:
            put_json(lines)
            return 0
        for line in lines:
            said = [format_moment(line.moment), str(line.action), line.actor or "–", line.title]
            if line.field in entity.fields:
                spec = entity.fields[line.field]
                said.append(f"{spec.title()}: {spec.format(line.old)} → {spec.format(line.new)}")
            print("\t".join(said))
    return 0


def journal(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        lines = office.journal(asked.limit)
        if asked.json:
            put_json(lines)
            return 0
        for line in lines:
            counted = ", ".join(
                f"{_(office.entity(name).plural)} {n}" for name, n in line.entity_counts.items()
            )
            undone = _("taken back") if line.undone else ""
            said = [str(line.id), format_moment(line.moment), line.source, line.title, counted]
            print("\t".join([*said, undone]).rstrip())
    return 0


def add(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        entity = kind_of(office, asked.kind)
        values = office.read_typed(entity.name, typed(asked.values))
        return done(asked, office.add(entity.name, values))


def set_values(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        entity = kind_of(office, asked.kind)
        values = office.read_typed(entity.name, typed(asked.values))
        return done(asked, office.set(entity.name, id_of(office, entity, asked.id), values))


OWN = "college.organisation"


def setting(asked: argparse.Namespace) -> int:
    """One setting, or all with their values; with a value it is changed."""
    with opened(asked) as office:
        if asked.key is not None and asked.key not in DEFAULTS:
            known = ", ".join(DEFAULTS)
            said = _("There is no setting “{key}”. There are: {known}.")
            raise Refusal(said.format(key=asked.key, known=known))
        if asked.value is not None:
            typed = checked(asked.key, asked.value)
            if asked.key == OWN and typed:
                typed = str(id_of(office, office.entity("organisation"), typed))
            return done(asked, office.put_setting(asked.key, typed))
        found = {key: office.setting(key) for key in DEFAULTS if asked.key in (None, key)}
        if asked.json:
            put_json(found)
            return 0
        for key, value in found.items():
            print(f"{key}\t{value or ''}\t{_(SETTING_NAMES.get(key, key))}")
    return 0


def delete(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        entity = kind_of(office, asked.kind)
        return done(asked, office.delete(entity.name, [id_of(office, entity, asked.id)]))


def undo(asked: argparse.Namespace) -> int:
    with opened(asked) as office:
        return done(asked, office.undo(asked.action, force=asked.force))


def done(asked: argparse.Namespace, changes: Changes) -> int:
    if asked.json:
        put_json(
            {
                "action": changes.action,
                "title": changes.title,
                "entities": sorted(changes.entities),
                "ids": sorted(changes.ids),
            }
        )
    else:
        ids = sorted(changes.ids)
        for one in ids[:MOST_IDS]:
            print(one)
        more = len(ids) - MOST_IDS
        if more > 0:
            said = ngettext("… and {n} more record", "… and {n} more records", more)
            say(said.format(n=more))
        say(changes.title or _("Nothing has changed."))
    return 0
