"""Work off the UI thread: results, errors, Cancel, owners that are gone; news of the office."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from cluster_desktop.errors import Cancelled, Refusal, Trouble
from cluster_desktop.query import Changes
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.bridge import OfficeBridge
from tests.ui.hands import settle


def test_the_result_arrives_in_the_ui_thread(qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    task = work.run(
        owner,
        lambda _p: threading.current_thread().name,
        done=lambda name: seen.append((name, QThread.currentThread())),
    )
    qtbot.waitSignal(task.finished, timeout=2000).wait()
    assert seen[0][0] != threading.main_thread().name
    assert seen[0][1] is owner.thread()


def test_a_refusal_goes_to_the_one_who_asked(qtbot: QtBot) -> None:
    owner, seen = QObject(), []

    def job(_progress: work.Progress) -> None:
        raise Refusal("ЖСН 12 цифрдан тұруы керек.")

    task = work.run(owner, job, done=lambda _r: None, failed=seen.append)
    qtbot.waitSignal(task.finished, timeout=2000).wait()
    assert [str(why) for why in seen] == ["ЖСН 12 цифрдан тұруы керек."]


def test_a_trouble_nobody_caught_is_shown_by_the_window(qtbot: QtBot) -> None:
    owner, shown = QObject(), []
    work.on_problem(lambda _owner, why: shown.append(why))

    def job(_progress: work.Progress) -> None:
        raise Trouble("disk is full")

    task = work.run(owner, job, done=lambda _r: None)
    qtbot.waitSignal(task.finished, timeout=2000).wait()
    settle()
    work.on_problem(None)
    assert isinstance(shown[0], Trouble)


def test_a_bug_flies(qtbot: QtBot) -> None:
    owner = QObject()

    def job(_progress: work.Progress) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as flown:
        task = work.run(owner, job, done=lambda _r: None)
        qtbot.waitSignal(task.finished, timeout=2000).wait()
        settle()
    assert flown[0][0] is ZeroDivisionError


def test_cancel_ends_the_job_at_its_next_step_and_nothing_is_told(qtbot: QtBot) -> None:
    owner, seen, begun = QObject(), [], threading.Event()
    may_go_on = threading.Event()

    def job(progress: work.Progress) -> str:
        begun.set()
        may_go_on.wait(2)
        progress(1, 2)
        return "unreachable"

    task = work.run(owner, job, done=seen.append, failed=seen.append)
    begun.wait(2)
    task.cancel()
    with qtbot.waitSignal(task.finished, timeout=1000):
        may_go_on.set()
    assert seen == []


def test_a_result_for_a_closed_room_is_dropped(qtbot: QtBot) -> None:
    owner = QObject()
    seen: list[object] = []
    may_end = threading.Event()
    task = work.run(owner, lambda _p: may_end.wait(2), done=seen.append)
    shiboken6.delete(owner)
    with qtbot.waitSignal(task.finished, timeout=2000):
        may_end.set()
    assert seen == []


def test_progress_is_told_step_by_step(qtbot: QtBot) -> None:
    owner, steps = QObject(), []

    def job(progress: Callable[[int, int, str], None]) -> None:
        progress(1, 2, "Парақ 1")
        progress(2, 2, "Парақ 2")

    task = work.run(owner, job, done=lambda _r: None, progress=lambda *step: steps.append(step))
    qtbot.waitSignal(task.finished, timeout=2000).wait()
    assert steps == [(1, 2, "Парақ 1"), (2, 2, "Парақ 2")]


def test_a_stopped_progress_raises_in_whatever_it_was_handed_to() -> None:
    progress = work.Progress(lambda *_step: None)
    progress.stop()
    with pytest.raises(Cancelled):
        progress(1, 2)


def test_news_of_a_write_in_a_worker_arrive_in_the_ui_thread(
    qtbot: QtBot, office: Office, bridge: OfficeBridge
) -> None:
    threads: list[QThread] = []
    news: list[Changes] = []
    bridge.changed.connect(lambda changes: threads.append(QThread.currentThread()))
    bridge.changed.connect(news.append)
    writer = threading.Thread(target=lambda: office.add("organisation", {"name_kk": "Мекеме"}))
    with qtbot.waitSignal(bridge.changed, timeout=2000):
        writer.start()
    writer.join()
    assert threads[0] is bridge.thread()
    assert news[0].entities == {"organisation"}


def test_the_office_calls_no_window_that_went_without_being_closed(
    qtbot: QtBot, office: Office
) -> None:
    # A window that is asked to close while something runs stays open, and may be destroyed then.
    gone = OfficeBridge(office)
    shiboken6.delete(gone)
    assert office.add("organisation", {"name_kk": "Мекеме"}).entities == {"organisation"}
