"""Scenes of the data exchange for tools/screenshots.py: a real region of a few computers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cluster_desktop.db.store import Store
from cluster_desktop.services import start
from cluster_desktop.services.office import Office
from cluster_desktop.sync import finding
from cluster_desktop.sync.exchange import Exchange
from cluster_desktop.sync.keys import FileMode
from cluster_desktop.sync.views import Place as Medium
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.trail import Place
from cluster_desktop.ui.window import MainWindow

SHARED = "«Қостанай агро» ЖШС"
PARTNERS = ("«Алтын дән» ЖШС", "«Тобыл сүт» ЖШС", "«Қостанай жөндеу» ЖШС", "«Арай» ШҚ")
STUDENTS = ("Әлиев Дамир Ерланұлы", "Омарова Айгүл Серікқызы", "Ким Виктор Сергеевич")
SEVEN_WORDS = "жеті бөлек сөз, қағазда жатыр 2026"


@dataclass
class Computer:
    """One computer and what it exchanges with."""

    office: Office
    exchange: Exchange
    folder: Path

    def window(self, preferences: FilePreferences) -> MainWindow:
        return MainWindow(self.office, preferences, exchange=lambda: self.exchange)


def _computer(
    folder: Path, clock: Callable[[], datetime], name: str, number: str, person: str
) -> Computer:
    store = Store.open(folder / "cluster.db", clock=clock)
    office = Office(store, today=lambda: clock().date())
    start.prepare(office)
    office.put_setting("firstrun.done", "yes")
    office.put_setting("person.name", person)
    start.set_college(office, {"name_kk": name, "bin": number})
    return Computer(office, Exchange(office, protector=FileMode()), folder)


def _admit(region: Computer, college: Computer, way: Medium) -> None:
    request = college.exchange.request(college.folder)
    if request is None:
        raise RuntimeError("the request was not written")
    asked = region.exchange.read_request(request)
    invitation = region.exchange.invite(asked, college.folder)
    college.exchange.accept(invitation, " ".join(region.exchange.region_words()))
    college.exchange.set_place(way)


@contextmanager
def computers(folder: Path, clock: Callable[[], datetime]) -> Iterator[Mapping[str, Computer]]:
    """By name: the regional office, a college with something to send, to receive and to decide,
    another college, and a computer that is not connected."""
    made = {
        name: _computer(folder / name, clock, *about)
        for name, about in {
            "region": ("Қостанай облысының білім басқармасы", "040540900011", "Досов Ержан"),
            "college": ("Ақжайлау аграрлық колледжі", "080840900129", "Ахметова Гүлнар"),
            "other": ("Торғай гуманитарлық колледжі", "950140900017", "Серікбаев Марат"),
            "alone": ("Арқалық көлік колледжі", "970140960689", "Оспанова Айнұр"),
        }.items()
    }
    # The page shows where the stick lies: no path of the computer that makes the pictures.
    with ExitStack() as closing, chdir(folder):
        for one in made.values():
            closing.callback(one.office.close)
        region, college, other = made["region"], made["college"], made["other"]
        stick = "KINGSTON"
        Path(stick).mkdir()
        way = Medium(stick, "stick", "KINGSTON", "ours")
        region.exchange.start_region("Қостанай облысы", SEVEN_WORDS, region.folder)
        region.exchange.prepare(way)
        region.exchange.set_place(way)
        for one in (college, other):
            _admit(region, one, way)
        finding.sticks = lambda region_id=None: [finding.look_at(stick, region_id, title=stick)]
        _work(region, college, other, way)
        yield made


def _work(region: Computer, college: Computer, other: Computer, way: Medium) -> None:
    values = {"name_kk": SHARED, "phone": "87142000010", "head_kk": "Сәрсенов Б."}
    (record,) = college.office.add("organisation", values).ids
    for one in (college, region, other, college):
        one.exchange.run(way)
    college.office.set(
        "organisation", record, {"phone": "87142000011", "head_kk": "Сәрсенов Болат"}
    )
    other.office.set("organisation", record, {"phone": "87142000012", "head_kk": "Сәрсенов Б. Е."})
    for one in (other, college, other, region):
        one.exchange.run(way)
    for name in STUDENTS:
        college.office.add("student", {"full_name": name})
    for name in PARTNERS:
        other.office.add("organisation", {"name_kk": name})
    other.exchange.run(way)


def _open(tab: str) -> Callable[[MainWindow, Office], None]:
    return lambda window, _office: window.open_place(Place("exchange", tab=tab))


# By scene: whose computer it is, and what is opened there.
SCENES: Mapping[str, tuple[str, Callable[[MainWindow, Office], None]]] = {
    "exchange_first": ("alone", _open("")),
    "exchange": ("college", _open("exchange")),
    "exchange_conflicts": ("college", _open("conflicts")),
    "exchange_region": ("region", _open("colleges")),
}
