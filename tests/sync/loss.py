"""A region whose office is lost, for tests: real computers over a real folder."""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.sync.views import Place
from tests.databases import Databases
from tests.sync.region import PASSPHRASE, Computer, admit, computer, folder_place


class Loss:
    """A region with one college whose office does not work any more, and the computer bought to
    stand in its place."""

    def __init__(self, databases: Databases, folder: Path) -> None:
        self.databases, self.folder = databases, folder
        self.share = folder / "share"
        self.share.mkdir()
        self.office = computer(databases, folder / "old", "Өңірлік кеңсе", "")
        self.college = computer(databases, folder / "a", "Торғай колледжі", "")
        made = self.office.exchange.start_region("Қостанай облысы", PASSPHRASE, self.office.folder)
        self.words = " ".join(word for line in made.recovery for word in line)
        self.file = made.root_file
        place = folder_place(self.share)
        self.office.exchange.set_place(self.office.exchange.prepare(place))
        admit(self.office, self.college, self.share)
        self.office.office.add("student", {"full_name": "Кеңсе жазған адам"})
        self.college.office.add("student", {"full_name": "Әлиев Дамир"})
        self.rounds(self.office, self.college, self.office)
        self.new = computer(databases, folder / "new", "Өңірлік кеңсе", "")

    @property
    def place(self) -> Place:
        return folder_place(self.share)

    def rounds(self, *computers: Computer) -> None:
        for one in computers:
            one.run(self.share)

    def keys(self) -> list[Path]:
        """What the new computer keeps beside its database."""
        kept = self.new.folder / "exchange"
        return sorted(kept.iterdir()) if kept.exists() else []

    def close(self) -> None:
        for one in (self.office, self.college, self.new):
            one.office.close()
