"""A region for tests: its office and colleges on real databases, exchanging over a real folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cluster_desktop.services import start
from cluster_desktop.services.office import Office
from cluster_desktop.sync.exchange import Exchange
from cluster_desktop.sync.keys import FileMode
from cluster_desktop.sync.views import Place, Receipt
from tests.databases import Databases, prepared

PASSPHRASE = "алма-ата және тоғыз өзен 2026"


@dataclass
class Computer:
    """One computer: its office, its exchange, the folder its data lie in."""

    office: Office
    exchange: Exchange
    folder: Path

    def run(self, share: Path) -> Receipt:
        return self.exchange.run(folder_place(share))


def folder_place(path: Path) -> Place:
    return Place(str(path), "folder", path.name, "ours")


def computer(databases: Databases, folder: Path, name: str, bin_: str) -> Computer:
    """A computer of a college (or of the regional office) that is not connected yet."""
    office = databases.open(prepared, folder / "cluster.db")
    office.put_setting("person.name", f"Маман {name}")
    start.set_college(office, {"name_kk": name, "bin": bin_})
    return Computer(office, Exchange(office, protector=FileMode()), folder)


def found(computer: Computer, share: Path) -> None:
    """This computer becomes the office of a new region whose folder is `share`."""
    share.mkdir(exist_ok=True)
    computer.exchange.start_region("Қостанай облысы", PASSPHRASE, computer.folder)
    place = computer.exchange.prepare(folder_place(share))
    computer.exchange.set_place(place)


def admit(region: Computer, college: Computer, share: Path) -> None:
    """Request, invitation and words between two computers, through files."""
    request = college.exchange.request(college.folder)
    assert request is not None
    asked = region.exchange.read_request(request)
    assert asked.fingerprint == college.exchange.fingerprint()
    invitation = region.exchange.invite(asked, college.folder)
    college.exchange.accept(invitation, " ".join(region.exchange.region_words()))
    college.exchange.set_place(folder_place(share))
