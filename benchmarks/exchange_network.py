"""A region's computers for measuring the exchange: 116 of them, the same keys each time.

Their admission is the real one; what other computers send is written here without a database of
each, as `wire` and `bundle` say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from benchmarks.exchange_region import DEVICES, DEVICES_OF_COLLEGE, college_id, name_of
from cluster_desktop.db.migrate import HEAD
from cluster_desktop.db.store import Store
from cluster_desktop.services.office import Office
from cluster_desktop.sync import bundle, crypto, enrol, names, units, wire
from cluster_desktop.sync import keys as key_files
from cluster_desktop.sync.bundle import Header
from cluster_desktop.sync.folder import FolderMedium
from cluster_desktop.sync.keys import DeviceKeys, FileMode
from cluster_desktop.sync.member import Membership, keep_list, keys_path, newest_list, own_keys
from cluster_desktop.sync.office_keys import Region
from cluster_desktop.sync.rounds import Round
from cluster_desktop.sync.sealing import MIN_READER
from cluster_desktop.sync.views import Receipt
from cluster_desktop.sync.wire import Act, Body, Group

MADE = datetime(2026, 11, 1, tzinfo=UTC)
CHEAP = crypto.Cost(turns=1, memory=8192)
PASSPHRASE = "төрт құрғақ сөз керек"  # noqa: S105  (of an invented region)
PLACE = "share"


def keys_of(number: int) -> DeviceKeys:
    """0 and 1 are the regional office's, then three computers of each college."""
    seeds = [blake2b(f"{use} {number}".encode(), digest_size=32).digest() for use in ("s", "b")]
    return DeviceKeys(*seeds)


def college_of(number: int) -> int:
    """The number of the college of a computer."""
    return (number - 2) // DEVICES_OF_COLLEGE


@dataclass(frozen=True)
class Network:
    """The region as its list of computers says."""

    region: Region

    @property
    def registry(self) -> str:
        return self.region.roster.registry.name


def network(computers: int = DEVICES, now: datetime = MADE) -> Network:
    region = Region.start(
        "Қостанай облысы", PASSPHRASE, keys_of(0), "Досов Ержан", now=now, cost=CHEAP
    ).region
    for number in range(1, computers):
        one = college_of(number) if number > 1 else None
        title = "Өңірлік кеңсе" if one is None else f"Колледж {one}"
        asked = enrol.read_request(
            enrol.make_request(keys_of(number), f"Маман {number}", title, "", None, at=now)
        )
        region, _invitation = region.issue(
            asked, college=title, college_id=None if one is None else college_id(one), now=now,
            role="region" if one is None else "college",
        )  # fmt: skip
    return Network(region)


def furnish(found: Network, folder: Path, number: int) -> None:
    """The data folder of that computer, as an accepted invitation leaves it, without records."""
    office = opened(folder)
    try:
        path = keys_path(office.store)
        path.parent.mkdir(parents=True, exist_ok=True)
        key_files.save(keys_of(number), path, FileMode())
        content = found.region.content
        with office.store.local_writing() as connection:
            keep_list(connection, found.region.roster.number, crypto.hash16(content), content)
    finally:
        office.close()


def opened(folder: Path, now: datetime | None = None) -> Office:
    return Office(Store.open(folder / "cluster.db", clock=lambda: now or datetime.now(UTC)))


def membership(office: Office) -> Membership:
    with office.store.reading() as connection:
        newest = newest_list(connection)
    assert newest is not None
    return Membership(own_keys(office.store, FileMode()), newest)


def exchange(office: Office, share: Path, number: int = 1) -> Receipt:
    """One run with the share, as the window does it, without the daily backup."""
    return Round(office, membership(office), FolderMedium(share), place=PLACE).run(number)


class Writer:
    """Another computer that changes what everybody shares: partners of its college."""

    def __init__(self, found: Network, number: int) -> None:
        self.keys = keys_of(number)
        self._network = found
        self._number = number
        self._seq = 0
        self._prev = ""
        scope = found.registry
        self._key = found.region.scope_keys[scope, found.region.roster.registry.epoch]

    def lay(self, share: Path, changes: int, at: datetime) -> None:
        """One bundle with so many new partners."""
        self._seq += 1
        scope = self._network.registry
        header = Header(
            v=bundle.VERSION, scope=scope, epoch=1, dev=self.keys.device, seq=self._seq,
            prev=self._prev, roster=self._network.region.roster.number, min_reader=MIN_READER,
            schema=int(HEAD), txn="", parts=((scope, self._seq),),
        )  # fmt: skip
        content = bundle.pack(
            header, wire.encode(self._body(changes, at)), self._key, self.keys.sign_seed
        )
        self._prev = crypto.hash16(content)
        path = share / names.bundle_path(scope, self.keys.device, self._seq, self._prev)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def _body(self, changes: int, at: datetime) -> Body:
        part = units.parts_of("organisation")[0]
        stamp = (int(at.timestamp() * 1000) << 16) + self._number
        records = [
            name_of(0x800 + self._number, self._seq * 1_000 + n).bytes for n in range(changes)
        ]
        given = {"kind": "enterprise", "college_id": None}
        columns = [
            [self._name(n) if name == "name_kk" else given.get(name) for n in range(changes)]
            for name in part.columns
        ]
        group = Group(
            part=part.name, unit="", fields=part.columns, records=b"".join(records),
            acts=[0] * changes, prevs=[], values=columns, olds=[],
        )  # fmt: skip
        act = Act(stamp, f"Маман {self._number}", "form", "Жаңа серіктестер")
        return Body(app="benchmark", seen={}, hi=stamp, acts=[act], groups=[group])

    def _name(self, n: int) -> str:
        return f"«Өрлеу {self._number:03d}-{self._seq:04d}-{n:02d}» ЖШС"
