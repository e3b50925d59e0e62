"""The page of forms to deliver, for the walk over every page: a form and what is laid over it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from cluster_desktop.services import reports
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.reports import DeliverTab, ReportsPage
from cluster_desktop.ui.pages.reports_choose import ChooseForms
from cluster_desktop.ui.pages.reports_deliver import DeliverSheet
from cluster_desktop.ui.pages.reports_form import FormView
from cluster_desktop.ui.window import MainWindow
from tests.ui.walking import settle

PLACES = [Place("reports", tab=tab) for tab in ("deliver", "archive", "lists")]
Scene = Callable[[MainWindow, Office], object]


def form(act: Callable[[FormView], object]) -> Scene:
    """The form with the soonest due day as in Excel, and what is done with it."""

    def scene(window: MainWindow, office: Office) -> None:
        request = reports.next_due(office)[0].id
        window.open_place(Place("reports", tab="deliver", record=request))
        settle()
        page = window.page()
        assert isinstance(page, ReportsPage)
        tab = page.shown()
        assert isinstance(tab, DeliverTab)
        act(tab.form())

    return scene


def by_hand(shown: FormView) -> None:
    made = shown.form()
    assert made is not None
    gap = made.state.gaps[0]
    shown.grid.go_to(gap.row, gap.column)
    shown.put_by_hand()


def saved_form(shown: FormView) -> None:
    shown.deliver()
    window = shown.window()
    assert isinstance(window, MainWindow)
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, DeliverSheet)
    layer.sheet.set_folder(Path(tempfile.mkdtemp()))
    layer.sheet.save()


def usual(window: MainWindow, _office: Office) -> None:
    window.open_place(Place("reports", tab="deliver"))
    window.desk.sheet.emit(ChooseForms(window.desk), "middle")


SCENES: dict[str, Scene] = {
    "form": form(lambda shown: shown.side.focus_gap()),
    "form by hand": form(by_hand),
    "form sent back": form(lambda shown: shown.do("returned")),
    "form delivered": form(lambda shown: shown.deliver()),
    "form saved": form(saved_form),
    "form's card": form(lambda shown: shown.open_card()),
    "usual forms": usual,
}
