"""A region that exists in memory only, for the layout of the exchange's page, and its scenes.

Real exchanges are driven in tests/ui/test_exchange_tasks.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Value
from cluster_desktop.query import Changes
from cluster_desktop.services.attachments import Absent
from cluster_desktop.services.office import Office
from cluster_desktop.sync.views import (
    Ahead,
    Conflict,
    ConflictField,
    Member,
    Place,
    Receipt,
    Request,
    Side,
    State,
    Waiting,
)
from cluster_desktop.ui.desk import Place as UiPlace
from cluster_desktop.ui.desk import Preferences
from cluster_desktop.ui.pages.exchange import ExchangePage
from cluster_desktop.ui.pages.exchange_conflicts import ConflictsTab
from cluster_desktop.ui.pages.exchange_first import FirstTab
from cluster_desktop.ui.pages.exchange_region import RegionTab
from cluster_desktop.ui.pages.exchange_run import RunTab
from cluster_desktop.ui.window import MainWindow
from tests.ui.walking import settle as walk_settle

NOW = datetime.now(UTC)
PHRASE = "төрт сөзден тұратын фраза"
WORDS = ("айна", "арыстан", "балық", "дала", "жұлдыз", "көпір", "орман", "самал")
SHARE = Place(r"\\oblast-server\kolledzhder\klaster", "folder", "Өңір қалтасы", "ours", 81_000)
STICK = Place("E:\\", "stick", "KINGSTON", "ours", 900)
AWAY = replace(SHARE, state="away", free_mb=None)
EMPTY = replace(STICK, state="empty")
OTHER = replace(STICK, state="other")


def receipt(number: int = 1, **other: object) -> Receipt:
    made = Receipt(
        number, NOW - timedelta(days=3), SHARE.path, "done", sent=2,
        sent_changes={"organisation": 3, "agreement": 5, "student": 13}, received=2,
        received_changes={"organisation": 7, "labour_need": 2}, applied=2, merged=4,
        from_colleges=2,
    )  # fmt: skip
    return replace(made, **other)  # type: ignore[arg-type]


def conflict(record: UUID, entity: str = "organisation") -> Conflict:
    mine_at, theirs_at = NOW - timedelta(days=2), NOW - timedelta(days=1)

    def sides(mine: str, theirs: str) -> tuple[Side, Side]:
        return (
            Side(mine, mine, "Ахметова Г.", "", mine_at, is_here=True),
            Side(theirs, theirs, "Серікбаев М.", "Көктерек колледжі", theirs_at, unsure=True),
        )

    phone = sides("8 700 000 00 11", "8 700 000 00 12")
    head = sides("Сарсенов Б. Е.", "Сарсенов Болат Ерланович")
    note = sides(
        "Келісілді: қыркүйекте он екі орын беріледі, тәлімгерлер бекітілген, бұйрық дайындалуда.",
        "Қараша айында қайта қоңырау шалу керек; екі орын қысқарды, себебі – жөндеу жұмыстары.",
    )
    name = "ТОО «Костанай агро» машиностроительный завод имени Байтурсынова"
    return Conflict(
        entity, record, "серіктес", name,
        (
            ConflictField("phone", "phone", "Телефон", "8 700 000 00 10", *phone, "mine"),
            ConflictField("head_ru", "head_ru", "Басшы", "Сарсенов Б.", *head, "theirs"),
            ConflictField("notes", "notes", "Ескертпе", "", *note, "mine", kind="text"),
        ),
        ("Мекенжай", "Эл. пошта", "Практика орындары"),
    )  # fmt: skip


def members() -> list[Member]:
    name = "«Көктерек аграрлық-техникалық колледжі № {n}» МКҚК"
    return [
        Member(f"d{n}", f"Серікбаева Мөлдір {n}", name.format(n=n),
               None, "college", "АБ", n, NOW - timedelta(days=n * 9) if n else None, n * 3,
               revoked=n == 7, dormant=n == 5, fingerprint=WORDS)
        for n in range(9)
    ]  # fmt: skip


@dataclass
class Paper:
    """Stands for a region just begun."""

    recovery: tuple[tuple[str, ...], ...] = ((*WORDS, "терезе"),) * 4
    root_file: Path = Path("E:/region-root.clk")


@dataclass
class InMemory:
    """The façade; a test changes what it tells."""

    now: State = field(default_factory=lambda: State("off"))
    found: list[Place] = field(default_factory=lambda: [SHARE, STICK])
    open: list[Conflict] = field(default_factory=list)
    runs: list[Receipt] = field(default_factory=list)
    asking: list[Request] = field(default_factory=list)
    outcome: Receipt | Exception | None = None
    wait: Callable[[Callable[[int, int, str], None]], None] | None = None
    told: list[tuple[str, object]] = field(default_factory=list)
    came: dict[str, tuple[UUID, ...]] = field(default_factory=dict)

    def state(self, place: Place | None = None) -> State:
        return replace(self.now, conflicts=len(self.open))

    def places(self) -> list[Place]:
        return list(self.found)

    def look(self, path: str) -> Place:
        known = [one for one in self.found if one.path == path]
        return known[0] if known else Place(path, "folder", path, "empty")

    def set_place(self, place: Place) -> None:
        self.told.append(("place", place))

    def prepare(self, place: Place) -> Place:
        self.told.append(("prepare", place))
        self.found = [replace(one, state="ours") for one in self.found if one.path == place.path]
        return self.found[0]

    def ahead(self, place: Place, progress: Callable[[int, int, str], None]) -> Ahead:
        mine = {"organisation": 3, "agreement": 5, "student": 6}
        return Ahead(place, 14, mine, 22, 3, {"organisation": 18, "labour_need": 4})

    def run(self, place: Place, progress: Callable[[int, int, str], None]) -> Receipt:
        if self.wait is not None:
            self.wait(progress)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        done = self.outcome or receipt(len(self.runs) + 1)
        self.runs.insert(0, done)
        self.now = replace(self.now, last=done, unsent=0, unsent_changes={})
        return done

    def brought(self, receipt: int) -> dict[str, tuple[UUID, ...]]:
        return dict(self.came)

    def receipts(self, limit: int) -> list[Receipt]:
        return self.runs[:limit]

    def undo_run(self, number: int) -> Changes:
        self.runs = [replace(one, undone=one.undone or one.id == number) for one in self.runs]
        return Changes()

    def conflicts(self) -> list[Conflict]:
        return list(self.open)

    def decide(self, entity: str, record: UUID, choices: Mapping[str, Value]) -> Changes:
        if isinstance(self.outcome, Refusal):
            raise self.outcome
        self.told.append(("decide", dict(choices)))
        self.open = [one for one in self.open if one.record != record]
        return Changes()

    def request(self, folder: Path | None = None) -> Path | None:
        self.now = replace(self.now, stage="asked", fingerprint=WORDS)
        return (folder or Path()) / "request.clr"

    def is_invited(self) -> bool:
        return False

    def accept(self, path: Path | None, typed: str) -> State:
        if typed.split() != list(WORDS):
            raise Refusal("These are not the words of the region.")
        self.now = replace(self.now, stage="member", region="Өңір")
        return self.now

    def start_region(self, title: str, passphrase: str, folder: Path) -> Paper:
        self.now = replace(self.now, stage="member", role="region", region=title)
        return Paper()

    def requests(self) -> list[Request]:
        return list(self.asking)

    def fingerprint(self) -> tuple[str, ...]:
        return WORDS

    def region_words(self) -> tuple[str, ...]:
        return WORDS

    def read_request(self, path: Path) -> Request:
        return self.asking[0]

    def invite(self, request: Request, *, college_id: UUID | None = None) -> Path | None:
        self.asking.remove(request)
        return Path("E:/invite.cli")

    def renew_office(
        self,
        root_file: Path | None,
        secret: str,
        *,
        place: Place | None = None,
        name: str = "",
        progress: Callable[[int, int, str], None] = lambda _done, _of, _text: None,
    ) -> None:
        if secret != PHRASE:
            raise Refusal("This passphrase does not open the file.")
        self.told.append(("renew", root_file))

    def holder(self, attachment: UUID) -> str:
        return "Көктерек колледжі"

    def bring(self, attachment: UUID, progress: Callable[[int, int, str], None]) -> bool:
        if self.wait is not None:
            self.wait(progress)
        return False

    def waiting(self) -> list[Waiting]:
        return [Waiting("d8", "Серікбаева Мөлдір 8", 1, "120 жазбаны себетке салмақ.")]

    def release(self, device: str) -> None:
        self.told.append(("release", device))

    def revoke(self, device: str) -> None:
        self.told.append(("revoke", device))

    def members(self) -> list[Member]:
        return members()


def member(**other: object) -> State:
    made = State(
        "member", region="Қостанай облысының білім басқармасы", college="Ақбұлақ колледжі",
        device="d1", fingerprint=WORDS, place=SHARE, last=receipt(), unsent=14,
        unsent_changes={"organisation": 3, "agreement": 5, "student": 6},
    )  # fmt: skip
    return replace(made, **other)  # type: ignore[arg-type]


def busy_region(office: Office) -> InMemory:
    """The region's office on a day when something of everything waits."""
    from cluster_desktop.query import Query

    records = [row.id for row in office.rows(Query("organisation"), 2)]
    waits = (
        Waiting("d4", "Торғай колледжі", 2, "дата этого компьютера впереди на три дня"),
        Waiting("", "", 1, "файл повреждён"),
    )
    runs = [
        receipt(4, conflicts=1, at=NOW - timedelta(minutes=5)),
        receipt(3, outcome="partly", why=waits, healed=2, received_changes={"student": 2}),
        receipt(2, outcome="failed", troubles=("Папка региона сейчас недоступна.",),
                sent_changes={}, received_changes={}, merged=0),
        receipt(1, undone=True, at=NOW - timedelta(days=9)),
    ]  # fmt: skip
    asking = [
        Request("E:/request-x.clr", "dx", "Оспанова Айнұр Маратқызы",
                "«Торғай гуманитарлық колледжі» МКҚК", "950140900017", None, WORDS, NOW)
    ]  # fmt: skip
    return InMemory(
        member(role="region"), open=[conflict(record) for record in records], runs=runs,
        asking=asking,
    )  # fmt: skip


def not_there() -> Trouble:
    return Trouble("The region's folder cannot be reached. Your work is saved here.")


# ---- scenes of the walk over every page ----

PLACES = [UiPlace("exchange", tab=tab) for tab in ("exchange", "conflicts", "journal", "colleges")]


def window(office: Office, preferences: Preferences) -> MainWindow:
    """A window on the region's office of this module."""
    region = busy_region(office)
    return MainWindow(office, preferences, exchange=lambda: region)


def _facade(window: MainWindow) -> InMemory:
    found = window.desk.exchange.facade()
    assert isinstance(found, InMemory)
    return found


def _page(window: MainWindow, tab: str = "exchange") -> ExchangePage:
    window.open_place(UiPlace("exchange", tab=tab))
    walk_settle()
    page = window.page()
    assert isinstance(page, ExchangePage)
    return page


def of_run(change: Callable[[InMemory], object]) -> Callable[[MainWindow, Office], None]:
    """The tab of a run where something is otherwise; the next scene finds all as before."""

    def scene(window: MainWindow, office: Office) -> None:
        facade = _facade(window)
        before = (facade.found, facade.now, facade.open, list(facade.runs), facade.outcome)
        change(facade)
        window.desk.exchange.receipt, window.desk.exchange.trouble = None, ""
        tab = _page(window).shown()
        assert isinstance(tab, RunTab)
        if facade.outcome is not None:
            tab.start()
            walk_settle()
        facade.found, facade.now, facade.open, facade.runs, facade.outcome = before

    return scene


def _ended(facade: InMemory) -> None:
    waits = (Waiting("d4", "Торғай колледжі", 2, "3 күн бұрынғы дерек"),)
    facade.outcome = receipt(9, conflicts=2, outcome="partly", why=waits, healed=1)


def _failed(facade: InMemory) -> None:
    facade.outcome = Trouble("Өңір қалтасы қазір қолжетімсіз.")


def _place(place: Place) -> Callable[[InMemory], None]:
    def change(facade: InMemory) -> None:
        facade.found = [place]
        facade.now = replace(facade.now, place=place)

    return change


def written(window: MainWindow, office: Office) -> None:
    tab = _page(window, "conflicts").shown()
    assert isinstance(tab, ConflictsTab)
    tab.grid.rows[0].write_own()
    tab.grid.rows[2].keep_both()


def invite(window: MainWindow, office: Office) -> None:
    tab = _page(window, "colleges").shown()
    assert isinstance(tab, RegionTab)
    tab.rows()[0].invite.click()


def waits(window: MainWindow, office: Office) -> None:
    tab = _page(window, "colleges").shown()
    assert isinstance(tab, RegionTab)
    tab.table.setCurrentIndex(tab.table.members.index(1, 0))


def renew(window: MainWindow, office: Office) -> None:
    tab = _page(window, "colleges").shown()
    assert isinstance(tab, RegionTab)
    tab.renew.click()


def fetch(window: MainWindow, office: Office) -> None:
    """Asked for a file that has not come."""
    _page(window)
    window.desk.fail(Absent(UUID(int=1), "Меморандум № 14, қол қойылған көшірмесі.pdf"))


def first_connection(act: Callable[[FirstTab], object]) -> Callable[[MainWindow, Office], None]:
    """A screen of the first connection, then the region as it was."""

    def scene(window: MainWindow, office: Office) -> None:
        facade = _facade(window)
        before = facade.now, facade.open
        facade.now, facade.open = State("off"), []
        window.desk.exchange.read()
        walk_settle()
        tab = _page(window).shown()
        assert isinstance(tab, FirstTab)
        tab.show_ways()
        act(tab)
        walk_settle()
        # Not read until the next scene opens: the screen stays.
        facade.now, facade.open = before

    return scene


def _begun(tab: FirstTab) -> None:
    tab.region.click()
    tab.begin.on_started(Paper())


SCENES = {
    "exchange ended": of_run(_ended),
    "exchange failed": of_run(_failed),
    "exchange empty place": of_run(_place(EMPTY)),
    "exchange other place": of_run(_place(OTHER)),
    "exchange away": of_run(_place(AWAY)),
    "exchange no place": of_run(lambda facade: facade.found.clear()),
    "exchange written value": written,
    "exchange invite": invite,
    "exchange let through": waits,
    "exchange renew": renew,
    "exchange fetch": fetch,
    "first connection": first_connection(lambda tab: None),
    "first connection ask": first_connection(lambda tab: tab.college.click()),
    "first connection accept": first_connection(lambda tab: tab.show_screen(tab.accept_screen)),
    "first connection begin": first_connection(lambda tab: tab.region.click()),
    "first connection begun": first_connection(_begun),
    "first connection back": first_connection(lambda tab: tab.lost.click()),
}
