"""The windows that come and go: sample data beside the person's own, and choices edited by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cluster_desktop import demo, desktop, log
from cluster_desktop.app import Options
from cluster_desktop.db.store import Store
from cluster_desktop.desktop import Desktop
from cluster_desktop.errors import Trouble
from cluster_desktop.fields import Value
from cluster_desktop.services import start
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.widgets_feedback import Toast
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder, Databases, at_now

Settle = Callable[[], None]
COLLEGE: dict[str, Value] = {"name_ru": "КГУ «Учебный колледж»"}


def small_load(office: Office) -> int:
    """The sample college without its workbook, whose import takes seconds."""
    if office.college_id() is None:
        start.set_college(office, COLLEGE)
    return 0


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """The log of the folder is closed before the folder goes."""
    yield
    log.stop()


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Office]:
    """The offices that sample data were loaded into."""
    made: list[Office] = []

    def load(office: Office) -> int:
        made.append(office)
        return small_load(office)

    monkeypatch.setattr(demo, "load_samples", load)
    return made


@pytest.fixture
def desk_top(
    qtbot: QtBot, databases: Databases, content: Builder, tmp_path: Path, settle: Settle
) -> Iterator[Desktop]:
    databases.copy(content, tmp_path / "cluster.db", clock=at_now)
    made = Desktop(Options(data=tmp_path), FilePreferences(tmp_path / "preferences.ini"))
    made.show()
    settle()
    yield made
    settle()
    for window in (made._sample, made._window):
        if window is not None:
            window.close()
            window.deleteLater()
    made.close()
    qtbot.wait(10)


def test_a_double_click_loads_the_sample_data_once(
    desk_top: Desktop, loads: list[Office], settle: Settle
) -> None:
    desk_top._window.sample_wanted.emit()
    desk_top._window.sample_wanted.emit()
    settle()
    assert len(loads) == 1
    sample = desk_top._sample
    assert sample is not None
    sample.sample_wanted.emit()  # from the sample window itself: it is there already
    settle()
    assert len(loads) == 1
    assert desk_top._sample is sample


def test_after_leaving_the_sample_data_they_open_again(
    desk_top: Desktop, loads: list[Office], settle: Settle
) -> None:
    for _time in range(2):
        desk_top._window.sample_wanted.emit()
        settle()
        sample = desk_top._sample
        assert sample is not None
        sample.leave_sample_wanted.emit()
        settle()
    assert len(loads) == 2
    assert desk_top._window.isVisible()


def test_sample_data_that_cannot_be_loaded_are_told_in_the_window(
    desk_top: Desktop, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    def fail(_office: Office) -> int:
        raise Trouble("The disk is full.")

    monkeypatch.setattr(demo, "load_samples", fail)
    desk_top._window.sample_wanted.emit()
    settle()
    assert desk_top._window.banner.text() == "The disk is full."
    monkeypatch.setattr(demo, "load_samples", small_load)
    desk_top._window.sample_wanted.emit()
    settle()
    assert desk_top._sample is not None


def test_a_problem_after_the_sample_data_is_told_in_the_own_window(
    desk_top: Desktop, loads: list[Office], settle: Settle
) -> None:
    desk_top._window.sample_wanted.emit()
    settle()
    assert desk_top._sample is not None
    desk_top._sample.leave_sample_wanted.emit()
    settle()

    def fail(_progress: object) -> None:
        raise Trouble("The disk is full.")

    work.run(desk_top, fail, done=lambda _nothing: None)
    settle()
    assert desk_top._window.banner.text() == "The disk is full."


@pytest.mark.parametrize("damage", ["no_college", "half_made", "no_database"])
@pytest.mark.usefixtures("loads")
def test_an_unusable_sample_folder_is_made_anew(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "sample"
    folder.mkdir()
    database = folder / "cluster.db"
    if damage == "no_college":
        Store.open(database).close()
    elif damage == "half_made":
        Store.open(database).close()
        store = Store.open(database)
        with store.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE region")
        store.close()
    else:
        database.write_bytes(b"no database at all" * 400)
    (folder / "attachments").mkdir()
    (folder / "attachments" / "left.pdf").write_bytes(b"%PDF")
    office = desktop.open_sample(Options(data=folder))
    assert office.college_id() is not None
    assert office.count("region") == 20
    assert not (folder / "attachments" / "left.pdf").exists()
    office.close()


@pytest.mark.usefixtures("loads")
def test_whole_sample_data_keep_what_was_tried_in_them(tmp_path: Path) -> None:
    options = Options(data=tmp_path / "sample")
    office = desktop.open_sample(options)
    office.add("organisation", {"name_kk": "«Сынақ» ЖШС"})
    office.close()
    office = desktop.open_sample(options)
    assert office.lookup("organisation", "name_kk", ["«Сынақ» ЖШС"])
    office.close()


@pytest.mark.parametrize(
    ("kept", "size"), [("huge", 100), ("", 100), ("115", 115), ("99", 100), ("²", 100)]
)
def test_a_text_size_written_by_hand_does_not_stop_the_window(
    tmp_path: Path, kept: str, size: int
) -> None:
    preferences = FilePreferences(tmp_path / "preferences.ini")
    preferences.put("text_size", kept)
    assert desktop.text_size_kept(preferences) == size


def test_broken_choices_open_the_window_as_if_there_were_none(
    open_window: Callable[..., MainWindow], preferences: FilePreferences
) -> None:
    for key in ("geometry", "page", "start_page", "theme", "language", "firstrun.step"):
        preferences.put(key, "xyz, ²")
    window = open_window()
    assert window.isVisible()
    assert window.rail.current() == "home"
    assert not window.findChildren(Toast)
