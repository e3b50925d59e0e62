"""A region of three computers for tests: its office, and two colleges with one computer each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from cluster_desktop.sync import crypto, enrol, keys
from cluster_desktop.sync.keys import DeviceKeys
from cluster_desktop.sync.office_keys import Region, Root

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CHEAP = crypto.Cost(turns=1, memory=8192)
PASSPHRASE = "төрт құрғақ сөз керек"
ORAL, AQTAU = UUID(int=1), UUID(int=2)
COLLEGE, OWNER = "Орал ақпараттық технологиялар колледжі", "Нұрғалиева Әлия Қайратқызы"


@dataclass(frozen=True)
class Trio:
    """The office, and a computer of each college, with what the office has."""

    root: Root
    root_file: bytes
    office: DeviceKeys
    oral: DeviceKeys
    aqtau: DeviceKeys
    region: Region


def request(who: DeviceKeys, college: str = COLLEGE, owner: str = OWNER) -> enrol.Request:
    made = enrol.make_request(who, owner, college, "040517650123", None, at=NOW)
    return enrol.read_request(made)


def trio() -> Trio:
    office, oral, aqtau = keys.make(), keys.make(), keys.make()
    started = Region.start(
        "Батыс Қазақстан облысы", PASSPHRASE, office, "Досов Ержан", now=NOW, cost=CHEAP
    )
    region, _first = started.region.issue(request(oral), college=COLLEGE, college_id=ORAL, now=NOW)
    region, _second = region.issue(
        request(aqtau), college="Ақтау колледжі", college_id=AQTAU, now=NOW
    )
    return Trio(started.root, started.root_file, office, oral, aqtau, region)
