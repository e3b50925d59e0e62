"""Names stand in the order of the 42-letter alphabet, in the list and on paper."""

from __future__ import annotations

from collections.abc import Callable

from cluster_desktop.documents.preview import text_of
from cluster_desktop.i18n import KAZAKH_ALPHABET
from cluster_desktop.query import Insert
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.list_job import ListJob
from cluster_desktop.ui.pages.partners import PartnersPage
from cluster_desktop.ui.window import MainWindow

# No hyphen and no letter that could be looked for inside another name.
NAMES = [f"{letter.upper()}{n:02}" for n, letter in enumerate(KAZAKH_ALPHABET)]


def test_the_list_and_the_printed_list_follow_the_kazakh_alphabet(
    window: MainWindow, office: Office, settle: Callable[[], None]
) -> None:
    made = [Insert("organisation", {"name_kk": name}, new_id()) for name in reversed(NAMES)]
    office.apply("test", "test", made)
    window.open_place(Place("partners"))
    settle()
    page = window.page()
    assert isinstance(page, PartnersPage)
    model = page.list.table.rows
    section = model.section_of("name")
    shown = [model.index(row, section).data() for row in range(model.rowCount())]
    settle()  # pages that were asked for have come
    shown = [model.index(row, section).data() for row in range(model.rowCount())]
    assert [name for name in shown if name in NAMES] == NAMES

    (paper,) = ListJob(window.desk, page.list.query(), page.title()).papers(
        "columns", lambda _done, _total, _text="": None
    )
    printed = text_of(paper.pdf)
    places = [printed.index(name) for name in NAMES]
    assert places == sorted(places)
