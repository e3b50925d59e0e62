"""Every page, tab, panel, sheet and step of the wizard, in each language, theme and size.

Nothing cut off, no button outside, every control named, no English in Kazakh and Russian. One
window per language; a page is opened once and looked at in both sizes, each in a theme of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from cluster_desktop import i18n
from cluster_desktop.paths import resource
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import council as council_services
from cluster_desktop.services import council_meetings, matching, practice, risks, safety
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.form_designer import FormDesigner
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_frame import CHECK, RESULT
from cluster_desktop.ui.pages.agreements import AgreementsPage
from cluster_desktop.ui.pages.bulk import BulkEdit
from cluster_desktop.ui.pages.cluster import TABS as CLUSTER
from cluster_desktop.ui.pages.cluster import ClusterPage
from cluster_desktop.ui.pages.cluster_council import CouncilTab
from cluster_desktop.ui.pages.cluster_council_plan import AgendaSheet, AttendanceSheet, PlanSheet
from cluster_desktop.ui.pages.cluster_council_sheets import DecideSheet
from cluster_desktop.ui.pages.cluster_kpi import KpiTab
from cluster_desktop.ui.pages.cluster_kpi_overview import KpiOverview
from cluster_desktop.ui.pages.cluster_passport import PassportTab
from cluster_desktop.ui.pages.cluster_plan import PlanList, PlanTab
from cluster_desktop.ui.pages.cluster_risks import RisksTab
from cluster_desktop.ui.pages.cluster_steps import StepsTab
from cluster_desktop.ui.pages.graduates import GraduatesPage
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.practice import PracticePage
from cluster_desktop.ui.pages.practice_board import BoardTab
from cluster_desktop.ui.pages.practice_lists import PlacementsTab, StudentsTab
from cluster_desktop.ui.pages.practice_sheets import ReasonSheet
from cluster_desktop.ui.pages.renew import RenewSheet, SignedSheet
from cluster_desktop.ui.pages.settings import TABS as SETTINGS
from cluster_desktop.ui.pages.settings_backup import LookSheet
from cluster_desktop.ui.papers_menu import open_papers
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.theme import ThemeChoice, apply_theme
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, clustered
from tests.ui import exchange_scenes, report_scenes
from tests.ui.walking import English, faults, kept_places, pause, settle

# Each step differs from the one before in one thing; the next page begins where this one ended.
WIDE, NARROW = (1366, 697), (1093, 545)
LOOKS: dict[str, list[tuple[ThemeChoice, tuple[int, int]]]] = {
    "kk": [("light", WIDE), ("dark", NARROW)],
    "ru": [("dark", WIDE), ("light", NARROW)],
    "en": [("light", NARROW), ("dark", WIDE)],
}
FAULTS = resource("samples", "09_qate_tizim.xlsx")
PRACTICE = ("board", "table", "students", "hours", "periods", "groups", "slots", "teachers",
            "years", "rubric")  # fmt: skip
NEEDS = ("balance", "requests", "years", "matches", "others")
PAGES = [
    Place("home"),
    Place("partners"),
    Place("partners", tab="map"),
    Place("agreements"),
    Place("agreements", tab="obligations"),
    Place("agreements", tab="templates"),
    *(Place("practice", tab=tab) for tab in PRACTICE),
    Place("mentors"),
    Place("graduates", tab="all"),
    Place("graduates", tab="summary"),
    *(Place("needs", tab=tab) for tab in NEEDS),
    *(Place("cluster", tab=tab) for tab in CLUSTER),
    *(*report_scenes.PLACES, *exchange_scenes.PLACES),
    Place("journal"),
    Place("bin"),
    *(Place("settings", tab=tab) for tab in SETTINGS),
]
# What was done is told in the words of the moment when it was done.
WRITTEN_THEN = ("journal",)
Scene = Callable[[MainWindow, Office], object]
WidgetT = TypeVar("WidgetT", bound=QWidget)


@pytest.fixture(scope="module")
def sample(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample data with their cluster; the spring is distributed, but for the first nine."""
    office = databases.open(clustered, tmp_path_factory.mktemp("sample") / "cluster.db")
    spring = _spring(office)
    for n, row in enumerate(office.rows(Query("practice_period", columns=("name",)))):
        if row.id != spring:
            # The import named it in the language of that moment.
            office.set("practice_period", row.id, {"name": f"Практика {n}"})
    matching.commit(office, matching.propose(office, spring))
    where = (Condition("period_id", "is", spring),)
    practice.unplace(office, [row.id for row in office.rows(Query("placement", where), 9)])
    risks.insert_typical(office)
    safety.make_backup(office, why="manual")
    yield office
    office.close()


def _spring(office: Office) -> UUID:
    (found,) = office.lookup("practice_period", "name", ["Көктем 2027"]).values()
    return found[0]


def first(office: Office, entity: str, *where: Condition, count: int = 1) -> list[UUID]:
    found = [row.id for row in office.rows(Query(entity, where), count)]
    assert found, f"the sample data hold no such {entity}"
    return found


# ---- what is laid over pages ----


def record(place: Place, entity: str, *where: Condition) -> Scene:
    """The panel of a record, with all its groups."""

    def scene(window: MainWindow, office: Office) -> None:
        (one,) = first(office, entity, *where)
        window.open_place(Place(place.page, place.tab, record=one))

    return scene


def board(window: MainWindow) -> BoardTab:
    window.open_place(Place("practice", tab="board"))
    settle()
    page = window.page()
    assert isinstance(page, PracticePage)
    shown = page.shown()
    assert isinstance(shown, BoardTab)
    return shown


def place_at(window: MainWindow, office: Office) -> None:
    window.open_place(Place("practice", tab="students"))
    settle()
    page = window.page()
    assert isinstance(page, PracticePage)
    shown = page.shown()
    assert isinstance(shown, StudentsTab)
    shown.place_at(first(office, "student", Condition("place", "is", "none"), count=3))


def choose_mentor(window: MainWindow, office: Office) -> None:
    window.open_place(Place("practice", tab="table"))
    settle()
    page = window.page()
    assert isinstance(page, PracticePage)
    shown = page.shown()
    assert isinstance(shown, PlacementsTab)
    shown.acts.ask_mentor(first(office, "placement", Condition("current", "is", True)))


def reason(window: MainWindow, office: Office) -> None:
    window.open_place(Place("practice", tab="board"))
    said = i18n._("No agreement.")
    sheet = ReasonSheet([Finding(said)], i18n._("Place all the same"))
    window.desk.sheet.emit(sheet, "middle")


def trial(window: MainWindow, office: Office) -> None:
    board(window).propose_places()


def copy_period(window: MainWindow, office: Office) -> None:
    board(window).copy_period()


def several_chosen(window: MainWindow, office: Office) -> None:
    """The selection bar of a list."""
    window.open_place(Place("practice", tab="students"))
    settle()
    page = window.page()
    assert isinstance(page, PracticePage)
    shown = page.shown()
    assert isinstance(shown, ListPage)
    shown.list.table.rows.tick_all(True)


def graduates_chosen(window: MainWindow, office: Office) -> None:
    window.open_place(Place("graduates", tab="all"))
    settle()
    page = window.page()
    assert isinstance(page, GraduatesPage)
    page.list.table.rows.tick_all(True)


def unticked(window: MainWindow) -> None:
    page = window.page()
    shown = page.shown() if isinstance(page, PracticePage) else page
    if isinstance(shown, ListPage):
        shown.list.table.rows.tick_all(False)


def sheet(place: Place, make: Callable[[MainWindow, Office], QWidget]) -> Scene:
    def scene(window: MainWindow, office: Office) -> None:
        window.open_place(place)
        window.desk.sheet.emit(make(window, office), "middle")

    return scene


def agreements(office: Office, count: int) -> list[UUID]:
    return first(office, "agreement", Condition("state", "is", "expiring"), count=count)


def new_memorandum(window: MainWindow, office: Office) -> None:
    window.open_place(Place("agreements"))
    window.desk.memorandum.emit(first(office, "organisation", Condition("is_own", "is", False))[0])


def print_memorandum(window: MainWindow, office: Office) -> None:
    window.open_place(Place("agreements"))
    window.desk.papers.emit(first(office, "agreement", Condition("kind", "is", "memorandum")))


def passport(act: Callable[[PassportTab], object]) -> Scene:
    def scene(window: MainWindow, office: Office) -> None:
        act(cluster_tab(window, "passport", PassportTab))

    return scene


def step(act: Callable[[StepsTab], object]) -> Scene:
    """The card of the third step, and what is done with it."""

    def scene(window: MainWindow, office: Office) -> None:
        tab = cluster_tab(window, "steps", StepsTab)
        tab.open_number(3)
        act(tab)

    return scene


def cluster_tab(window: MainWindow, key: str, kind: type[WidgetT]) -> WidgetT:
    window.open_place(Place("cluster", tab=key))
    settle()
    page = window.page()
    assert isinstance(page, ClusterPage)
    shown = page.shown()
    assert isinstance(shown, kind)
    return shown


def indicators(act: Callable[[KpiOverview, Office], object]) -> Scene:
    """The table of indicators with the panel of a cell, and what is done there."""

    def scene(window: MainWindow, office: Office) -> None:
        shown = cluster_tab(window, "kpi", KpiTab).overview
        settle()
        act(shown, office)

    return scene


def counted_indicator(shown: KpiOverview, office: Office) -> None:
    (record,) = first(office, "kpi", Condition("counted", "filled"))
    shown.table.choose(record, "3")


def paper(kind: str) -> Scene:
    def scene(window: MainWindow, office: Office) -> None:
        window.open_place(Place("practice", tab="table"))
        ids = first(office, "placement", Condition("state", "is", "assessed"), count=3)
        open_papers(window.desk, kind, "placement", ids)

    return scene


def search(window: MainWindow, office: Office) -> None:
    window.open_place(Place("home"))
    window.commands.run("search")
    settle()
    field = window.findChild(QLineEdit, "palette_input")
    assert isinstance(field, QLineEdit)
    field.setText("ак")


def wizard(step: int) -> Scene:
    def scene(window: MainWindow, office: Office) -> None:
        window.open_place(Place("practice", tab="students"))
        page = ImportPage(window.desk)
        window.desk.page.emit(page)
        page.open(FAULTS)
        settle()
        if step:
            page.file_step.accepted.emit()
            settle()
        if step >= CHECK:
            page.go_button.click()
            settle()
        if step == RESULT:
            page.apply()
            settle()
            # Taken back, so that the pages of the next language show the same.
            page.undo()

    return scene


def council(kind: str) -> Scene:
    """A list of the council with the panel of its first record."""

    def scene(window: MainWindow, office: Office) -> None:
        shown = council_list(window, kind)
        shown.open_record(first(office, kind)[0])

    return scene


def council_list(window: MainWindow, kind: str) -> ListPage:
    return cluster_tab(window, "council", CouncilTab).show_list(kind)


def council_sheet(make: Callable[[MainWindow, Office, Row], QWidget]) -> Scene:
    def scene(window: MainWindow, office: Office) -> None:
        council_list(window, "meeting")
        (meeting,) = first(office, "meeting")
        window.desk.sheet.emit(make(window, office, office.get("meeting", meeting)), "right")

    return scene


def attendance(window: MainWindow, office: Office, meeting: Row) -> QWidget:
    served = council_services.members(office, meeting["held_on"])
    known = council_meetings.attendance(office, meeting.id)
    return AttendanceSheet(window.desk, meeting, served, known)


def decision(window: MainWindow, office: Office, meeting: Row) -> QWidget:
    item = council_meetings.agenda(office, meeting.id)[0]
    conflicts = office.rows(council_services.open_conflicts(office))
    return DecideSheet(window.desk, item, council_meetings.quorum(office, meeting.id), conflicts)


def plan_items(act: Callable[[PlanList, list[UUID]], object]) -> Scene:
    """The plan of all years, and what is done with its open items."""

    def scene(window: MainWindow, office: Office) -> None:
        items = cluster_tab(window, "plan", PlanTab).items()
        items.show_year(None)
        act(items, first(office, "plan_item", Condition("now", "is", "overdue"), count=2))

    return scene


def risk(window: MainWindow, office: Office) -> None:
    shown = cluster_tab(window, "risks", RisksTab)
    shown.open_record("risk", first(office, "risk")[0])


def summary(window: MainWindow, office: Office) -> None:
    """Agreements by partner and year, as the menu of views makes it."""
    window.open_place(Place("agreements"))
    settle()
    page = window.page()
    assert isinstance(page, AgreementsPage)
    page.sum_up(("partner_id", "valid_until:year", "count", ""))


def template_versions(window: MainWindow, office: Office) -> None:
    window.open_place(Place("agreements", tab="templates"))
    settle()
    page = window.page()
    assert isinstance(page, AgreementsPage)
    page.templates.show_versions()


SCENES: dict[str, Scene] = {
    **{
        f"{place.page} {place.tab}".strip(): lambda window, _office, to=place: window.open_place(to)
        for place in PAGES
    },
    "partner": record(Place("partners"), "organisation", Condition("is_own", "is", False)),
    "agreement": record(Place("agreements"), "agreement", Condition("kind", "is", "dual")),
    "student": record(Place("practice", "students"), "student", Condition("minor", "is", True)),
    "placement": record(
        Place("practice", "table"), "placement", Condition("state", "is", "assessed")
    ),
    "period": record(Place("practice", "periods"), "practice_period"),
    "group": record(Place("practice", "groups"), "study_group"),
    "slot": record(Place("practice", "slots"), "practice_slot"),
    "mentor": record(Place("mentors"), "mentor"),
    "graduate": record(Place("graduates", "all"), "student", Condition("graduated", "is", True)),
    "new student": lambda window, _office: window.open_place(
        Place("practice", "students", new=True)
    ),
    "students chosen": several_chosen,
    "graduates chosen": graduates_chosen,
    "place at": place_at,
    "choose mentor": choose_mentor,
    "reason": reason,
    "proposed places": trial,
    "copy period": copy_period,
    "set field": sheet(
        Place("mentors"), lambda w, o: BulkEdit(w.desk, "mentor", first(o, "mentor", count=2))
    ),
    "summary": summary,
    "template versions": template_versions,
    "renew": sheet(Place("agreements"), lambda w, o: RenewSheet(w.desk, agreements(o, 3))),
    "signed": sheet(Place("agreements"), lambda w, o: SignedSheet(w.desk, agreements(o, 3))),
    "backup": sheet(
        Place("settings", tab="backup"), lambda w, o: LookSheet(w.desk, safety.backups(o)[0])
    ),
    **{
        f"passport section {n}": passport(lambda tab, number=n: tab.open_section(number))
        for n in range(2, 12)
    },
    "passport submitted": passport(lambda tab: tab.verb.click()),
    "passport compared": passport(lambda tab: tab.open_compare()),
    "passport printed": passport(lambda tab: tab.print_version()),
    "cluster's description": passport(lambda tab: tab.open_card()),
    "step": step(lambda tab: None),
    "step done": step(lambda tab: tab.done()),
    "next stage": step(lambda tab: tab.reach()),
    "new memorandum": new_memorandum,
    "print memorandum": print_memorandum,
    "print certificates": paper("certificate"),
    "print contracts": paper("dual"),
    "print order": paper("order"),
    "search": search,
    **{f"council {kind}": council(kind) for kind in ("meeting", "council_member", "decision")},
    "council new meeting": council_sheet(lambda w, _o, _m: PlanSheet(w.desk)),
    "council agenda": council_sheet(lambda w, _o, m: AgendaSheet(w.desk, m)),
    "council attendance": council_sheet(attendance),
    "council decision sheet": council_sheet(decision),
    "plan item": plan_items(lambda items, ids: items.open_record(ids[0])),
    "plan items done": plan_items(lambda items, ids: items.ask_done(ids)),
    "plan item postponed": plan_items(lambda items, ids: items.ask_later(ids[:1])),
    "risk": risk,
    "counted indicator": indicators(counted_indicator),
    "indicators reopened": indicators(lambda shown, _o: shown.ask_reopen("3")),
    **(report_scenes.SCENES | exchange_scenes.SCENES),
    **{f"import {step}": wizard(step) for step in range(RESULT + 1)},
    "form designer": lambda window, _office: window.desk.page.emit(
        FormDesigner(window.desk, file=resource("samples", "08_akimat_F1_bos_nysan.xlsx"))
    ),
}


@pytest.fixture
def window(qapp: QApplication, sample: Office, tmp_path: Path) -> Iterator[MainWindow]:
    made = exchange_scenes.window(sample, FilePreferences(tmp_path / "preferences.ini"))
    made.show()
    settle()
    yield made
    made.close()
    made.deleteLater()
    settle()
    speak(qapp, "en")
    apply_theme(qapp, "light")


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_nothing_is_cut_off_nameless_or_foreign(
    qapp: QApplication, window: MainWindow, sample: Office, project: Path, lang: str
) -> None:
    window.commands.run(f"language_{lang}")
    english = None
    if lang != "en":
        english = English(project / "translations" / lang / "LC_MESSAGES" / "app.po")
    looks = LOOKS[lang]
    problems: list[str] = []
    for name, scene in SCENES.items():
        theme, size = looks[0]
        apply_theme(qapp, theme)
        window.resize(*size)
        scene(window, sample)
        settle()
        for theme, size in looks:
            apply_theme(qapp, theme)
            window.resize(*size)
            pause(1)
            wrong = faults(window)
            if wrong:
                # A busy machine may need a moment more.
                settle()
                wrong = faults(window)
            problems += [f"{name} {theme} {size[0]}: {one}" for one in wrong]
        if english is not None and name not in WRITTEN_THEN:
            problems += [f"{name}: {one}" for one in english.on(window)]
        unticked(window)
        looks = looks[::-1]
    window.open_place(Place("home"))
    assert kept_places() == []
    if problems:
        # Not compared with nothing: that would cut the list short.
        pytest.fail("\n".join(problems), pytrace=False)
