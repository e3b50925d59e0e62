"""What must hold after every story: the 16 invariants, asked of databases, media and the model.

The model (`model.py`) is fed with the bundles themselves, opened once more from their bytes: what
the engine keeps in its tables is never asked about itself.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.sync import bundle, checkpoint, conflicts, erasures, rows, units, wire
from cluster_desktop.sync.names import parse_bundle
from cluster_desktop.sync.units import DELETED
from tests.sync.simulation import media, model
from tests.sync.simulation.deeds import MARK
from tests.sync.simulation.intruder import WORD
from tests.sync.simulation.media import MemoryMedium
from tests.sync.simulation.model import Bundle, Clock, Op
from tests.sync.simulation.world import CYCLES, Computer, World

NEVER = wire.NEVER


def everything(world: World) -> None:
    """All of them, after `settle`. Raises AssertionError with what differs."""
    held = held_bundles(world)
    by_scope = opened(world, held)
    for computer in world.computers.values():
        with computer.office.store.reading() as connection:
            sound(connection)
            digests(connection, computer)
            rising_clock(connection)
            stopped_waiting(connection, computer)
            rows_are_the_model(world, connection, computer, by_scope)
            conflicts_are_the_model(world, connection, computer, by_scope)
            nothing_forged(connection)
        receipts_add_up(computer)
    every_edit_is_told(world, by_scope)
    nothing_erased(world)
    one_content_a_number(world, held)
    alike(world)
    nothing_readable(world)
    if not world.seed % 4:  # the dearest check; what it asks does not depend on much
        refills(world, held)


# What the devices hold


def held_bundles(world: World) -> dict[tuple[str, str, int], dict[str, bytes]]:
    """(scope, device, seq) → hash → content, of all computers together."""
    found: dict[tuple[str, str, int], dict[str, bytes]] = defaultdict(dict)
    for computer in world.computers.values():
        with computer.office.store.reading() as connection:
            lines = connection.exec_driver_sql(
                "SELECT scope, device, seq, hash, content FROM sync_bundle"
                " WHERE state IN ('own', 'applied')"
            )
            for scope, device, seq, hashed, content in lines:
                found[scope, device, seq][hashed] = bytes(content)
    return found


def opened(
    world: World, held: dict[tuple[str, str, int], dict[str, bytes]]
) -> dict[str, list[Bundle]]:
    """The bundles of each scope as the model wants them."""
    bare: dict[str, list[tuple[str, int, Any, list[tuple[Op, wire.Clock]]]]] = defaultdict(list)
    seqs: dict[tuple[str, str, int, str], int] = {}
    for (scope, device, seq), contents in sorted(held.items()):
        for content in contents.values():
            header = bundle.look(content)
            key = world.region.scope_keys[scope, header.epoch]
            body = wire.decode(bundle.unpack(content, header, key))
            ops = [op for group in body.groups for op in told(body, group, device, seq)]
            bare[scope].append((device, seq, body.seen, ops))
            seqs |= {(op.record, op.unit, op.clock.stamp, device): seq for op, _prev in ops}
    return {
        scope: [Bundle(d, q, seen, tuple(_linked(ops, seqs))) for d, q, seen, ops in bundles]
        for scope, bundles in bare.items()
    }


def told(
    body: wire.Body, group: wire.Group, device: str, seq: int
) -> Iterable[tuple[Op, wire.Clock]]:
    """Operations of single units, and the clock each one replaced, as the wire tells it."""
    part = units.part(group.part)
    assert part is not None
    for at in range(group.count()):
        clock = Clock(body.acts[group.acts[at]].stamp, device, seq)
        given = {name: column[at] for name, column in zip(group.fields, group.values, strict=True)}
        names = {group.unit: part.units[group.unit]} if group.unit else part.units
        prev = group.prevs[at] if group.unit else NEVER
        record = f"{group.part} {group.record(at).hex()}"
        for unit, columns in names.items():
            value = plain(unit, [given[name] for name in columns])
            is_gone = (group.part, group.record(at)) in body.erased and group.unit != ""
            erases = is_gone and erasures.empties(part, columns)
            yield Op(record, unit, value, clock, None, erases), prev


def _linked(
    ops: list[tuple[Op, wire.Clock]], seqs: dict[tuple[str, str, int, str], int]
) -> Iterable[Op]:
    """The wire names a clock by stamp and device; the model wants the number of its bundle, too."""
    for op, prev in ops:
        seq = seqs.get((op.record, op.unit, prev.stamp, prev.device), 0)
        yield replace(op, prev=None if prev == NEVER else Clock(prev.stamp, prev.device, seq))


def plain(unit: str, values: list[Any]) -> str | None:
    if unit == DELETED:
        return None if values[0] is None else str(values[0])
    return wire.pack(values).hex()


# 5, 14: databases are whole, digests are those of the rows


def sound(connection: Connection) -> None:
    assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert connection.exec_driver_sql("SELECT count(*) FROM open_action").scalar() == 0


def digests(connection: Connection, computer: Computer) -> None:
    names = connection.exec_driver_sql("SELECT scope FROM sync_scope").scalars().all()
    for name in names:
        kept, anew = rows.digest(connection, name), rows.digest_anew(connection, name)
        assert kept == anew, f"{computer.name}: the digest of {name} is not that of its rows"


def rising_clock(connection: Connection) -> None:
    """7: the stamps of own actions rise, over restarts and wrong dates."""
    stamps = list(
        connection.exec_driver_sql(
            "SELECT stamp FROM action a WHERE NOT EXISTS"
            " (SELECT 1 FROM sync_action s WHERE s.action = a.id) ORDER BY id"
        ).scalars()
    )
    assert all(a < b for a, b in itertools.pairwise(stamps))


def stopped_waiting(connection: Connection, computer: Computer) -> None:
    """Nothing of a member waits when everybody has exchanged in peace."""
    left = connection.exec_driver_sql(
        "SELECT device, seq, state, reason FROM sync_bundle WHERE state IN ('waiting', 'held')"
    ).all()
    assert left == [], f"{computer.name} still waits: {left}"
    parked = connection.exec_driver_sql(
        "SELECT entity, hex(record) FROM sync_unknown WHERE why IN ('parked', 'unknown')"
    ).all()
    assert parked == [], f"{computer.name} has put aside: {parked}"


# 1, 3, 4: rows and conflicts are functions of the bundles


def rows_are_the_model(
    world: World, connection: Connection, computer: Computer, by_scope: dict[str, list[Bundle]]
) -> None:
    own = world.membership(computer.name)
    for scope in own.reads:
        wanted: dict[str, dict[tuple[bytes, str], tuple[Any, Clock]]] = defaultdict(dict)
        for (record, unit), told_of in model.rows(by_scope.get(scope, [])).items():
            part_name, hexed = record.split()
            wanted[part_name][bytes.fromhex(hexed), unit] = told_of
        for part_name, cells in wanted.items():
            part = units.part(part_name)
            assert part is not None
            if not part.is_inner or scope == own.own_scope:
                _cells_are(connection, computer.name, part, cells)


def _cells_are(
    connection: Connection,
    name: str,
    part: units.Part,
    cells: dict[tuple[bytes, str], tuple[Any, Clock]],
) -> None:
    records = sorted({record for record, _unit in cells})
    stored = rows.stored_values(connection, part, records)
    known = rows.Rows(connection, rows.Peers(connection))
    known.load(part.name, records)
    for (record, unit), (value, clock) in cells.items():
        where = f"{name}: {part.name}.{unit} of {record.hex()}"
        assert record in stored, f"{where} is not here"
        clocks = known.get(part.name, record)
        assert clocks is not None, f"{where} has no clock"
        told_clock, _seq = clocks.of(unit)
        assert tuple(clock)[:2] == (told_clock.stamp, told_clock.device), f"{where}: clock"
        here = plain(unit, [stored[record][column] for column in part.units[unit]])
        assert here == value, f"{where}: {here} instead of {value}"


def conflicts_are_the_model(
    world: World, connection: Connection, computer: Computer, by_scope: dict[str, list[Bundle]]
) -> None:
    own = world.membership(computer.name)
    wanted: set[tuple[str, str, int, str, str]] = set()
    for scope in own.reads:
        for one in model.disagreements(by_scope.get(scope, [])):
            part = one.record.split()[0]
            if part in units.ABOUT_OTHERS:
                continue  # two who decided apart: what they decided on tells of it
            if part.endswith(units.INNER) and scope != own.own_scope:
                continue
            wanted.add((one.record, one.unit, one.loser.stamp, one.loser.device, one.kind))
    decided = {
        UUID(bytes=bytes(one))
        for one in connection.exec_driver_sql(
            "SELECT id FROM conflict_decision WHERE deleted_at IS NULL"
        ).scalars()
    }
    world.met["conflict"] += len(wanted)
    world.met["deleted"] += sum(one[4] == "deleted" for one in wanted)
    world.met["decided"] += len(decided)
    here = {
        (f"{o.part.name} {o.record.hex()}", o.bare_unit, o.clock.stamp, o.clock.device, o.kind)
        for o in conflicts.open_ones(connection)
    }
    missing = {one for one in wanted - here if not _is_decided(one, decided, connection)}
    assert not here - wanted, f"{computer.name} shows conflicts that are none: {here - wanted}"
    assert not missing, f"{computer.name} does not show: {missing}"


def _is_decided(
    one: tuple[str, str, int, str, str], decided: set[UUID], connection: Connection
) -> bool:
    record, unit, stamp, device, kind = one
    found = connection.exec_driver_sql(
        "SELECT id, unit FROM conflict_decision WHERE record = ? AND stamp = ? AND device = ?",
        (str(UUID(hex=record.split()[1])), str(stamp), device),
    ).all()
    return any(
        UUID(bytes=bytes(at)) in decided and (told == unit or (kind == "deleted" and unit in told))
        for at, told in found
    )


def every_edit_is_told(world: World, by_scope: dict[str, list[Bundle]]) -> None:
    """The last word of each computer on each field stands in a bundle of that computer."""
    said: set[tuple[str, str, str]] = set()
    for bundles in by_scope.values():
        for one in bundles:
            for op in one.ops:
                said.add((one.device, op.record.split()[1], f"{op.value}"))
    texts = defaultdict(list)
    for device, record, value in said:
        texts[device, record].append(value)
    for (name, record, column), value in world.deeds.last.items():
        if not isinstance(value, str) or MARK not in value:
            continue
        if not is_exchanged(world, name, record, column):
            continue
        found = texts[world.region.device(name), record.hex]
        packed = value.encode().hex()
        assert any(packed in one for one in found), f"{name}: {column} of {record} was lost"


def is_exchanged(world: World, name: str, record: UUID, column: str) -> bool:
    """Not what the office keeps for itself: its own goals, its notes on partners."""
    if world.region.college(name):
        return True
    with world.office(name).store.reading() as connection:
        parts = connection.exec_driver_sql(
            "SELECT entity FROM sync_row WHERE record = ?", (record.bytes,)
        ).scalars()
        return any(part and column in part.columns for part in map(units.part, parts))


# 1: all alike


def alike(world: World) -> None:
    """Equal dumps, digests and conflicts in each scope."""
    seen: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, computer in world.computers.items():
        own = world.membership(name)
        with computer.office.store.reading() as connection:
            for scope in own.reads:
                seen[scope][name] = (
                    rows.digest(connection, scope),
                    shown(connection, scope),
                )
                if own.own_scope == scope and not own.is_region:
                    seen[scope + "@"][name] = rows.digest(connection, scope + "@")
    for scope, told_by in seen.items():
        first = next(iter(told_by.values()))
        for name, what in told_by.items():
            assert what == first, f"{name} differs from others in {scope}"


def shown(connection: Connection, scope: str) -> list[tuple[Any, ...]]:
    """The records of a scope as people see them, whoever made their clocks."""
    found: list[tuple[Any, ...]] = []
    by_entity: dict[str, list[bytes]] = defaultdict(list)
    lines = connection.exec_driver_sql(
        "SELECT entity, record FROM sync_row WHERE scope = ? ORDER BY entity, record", (scope,)
    ).all()
    for entity, record in lines:
        part = units.part(entity)
        assert part is not None
        if part.is_inner:
            continue
        by_entity[entity].append(bytes(record))
    for entity, records in by_entity.items():
        part = units.part(entity)
        assert part is not None
        stored = rows.stored_values(connection, part, records)
        found += [(entity, one, *stored[one].values()) for one in records]
    return found


# 6, 8, 9, 10, 11, 13


def one_content_a_number(world: World, held: dict[tuple[str, str, int], dict[str, bytes]]) -> None:
    for name, contents in held.items():
        assert len(contents) == 1, f"{name} has {len(contents)} contents"
    for medium in world.media:
        for path, contents in medium.ever.items():
            assert len(contents) == 1, f"{path} was written over on {medium.name}"


def nothing_forged(connection: Connection) -> None:
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM teacher WHERE full_name LIKE '%{WORD}%'"
    )
    assert found.scalar() == 0


def nothing_readable(world: World) -> None:
    """9: what people wrote is nowhere on a medium, in no encoding."""
    for word in (MARK, "Ұлжалғас", *(world.region.college(n) and f"Қызметкер {n}"
                                     for n in world.computers)):  # fmt: skip
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            needle = word.encode(encoding)
            for medium in world.media:
                for path, contents in medium.ever.items():
                    assert not needle or all(needle not in c for c in contents), path


def nothing_erased(world: World) -> None:
    """What a record said when its person was erased is in no database any more: neither in the
    record nor in its history nor among its conflicts. Not asked of one that somebody merged with
    another: who did so apart may have put the name into the other one."""
    for name, computer in world.computers.items():
        with computer.office.store.reading() as connection:
            pairs = connection.exec_driver_sql("SELECT winner, loser FROM merged_record").all()
            merged = {one for pair in pairs for one in pair}
            for kind, record, text in world.deeds.erased:
                if str(record) in merged:
                    continue
                told = [
                    *_of(connection, f'SELECT * FROM "{kind}" WHERE id = ?', record),
                    *_of(connection, "SELECT old FROM journal WHERE record = ?", record),
                    *_of(connection, "SELECT value, base FROM sync_loser WHERE record = ?", record),
                ]
                assert text.encode() not in b" ".join(told), f"{name} remembers {text}"


def _of(connection: Connection, wanted: str, record: UUID) -> list[bytes]:
    """Every text and content of the lines."""
    lines = connection.exec_driver_sql(wanted, (record.bytes,)).all()
    return [bytes(one) if isinstance(one, bytes) else f"{one}".encode()
            for line in lines for one in line]  # fmt: skip


def receipts_add_up(computer: Computer) -> None:
    for one in computer.receipts:
        told_of = one.applied + one.waiting + one.rejected + one.duplicates
        assert one.received == told_of, f"{computer.name}: {one}"


def refills(world: World, held: dict[tuple[str, str, int], dict[str, bytes]]) -> None:
    """11: the office alone can lay a lost share anew, with the checkpoint it took for bundles."""
    world.share.mishap = None
    world.meet("office", world.share)  # the last one may have told what it had seen
    media.wipe(world.share)
    world.refill(world.share)
    world.meet("office", world.share)
    there = names_on(world.share)
    lost = {(name, h) for name, contents in held.items() for h in contents} - there
    with world.office("office").store.reading() as connection:
        kept = {scope for scope, _number, _hash in checkpoint.kept(connection)}
        floors = {scope: checkpoint.floors(connection, scope) for scope in kept}
    lost = {
        ((scope, device, seq), h)
        for (scope, device, seq), h in lost
        if seq > floors.get(scope, {}).get(device, 0)
    }
    assert not lost, f"{len(lost)} bundles cannot be laid again by the office"


def names_on(medium: MemoryMedium) -> set[tuple[tuple[str, str, int], str]]:
    found = set()
    for path in media.bundles_on(medium):
        _v1, scope, device, _segment, name = path.split("/")
        parsed = parse_bundle(name)
        if parsed is not None:
            found.add(((scope, device, parsed[0]), parsed[1]))
    return found


def came_to_rest(world: World, cycles: int) -> None:
    assert cycles <= CYCLES, "exchanging never comes to rest"
