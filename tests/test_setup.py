"""run.py: from a bare machine to a started program, without a question."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import run

QT_PARTS = [part for part in run.SYSTEM_PARTS if part.purpose == "qt"]


class Started(Exception):
    """Stands for the program that took over."""


@pytest.fixture
def takeover(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collects the command lines that would have been started; nothing is set up."""
    commands: list[list[str]] = []

    def record(python: Path, arguments: list[str], environ: dict[str, str]) -> None:
        commands.append(list(arguments))
        raise Started

    monkeypatch.setattr(run, "hand_over", record)
    monkeypatch.setattr(run, "venv_is_current", lambda root, lock: True)
    monkeypatch.setattr(run, "compile_translations", lambda root, python: None)
    monkeypatch.setattr(run, "provide_parts", lambda purposes: [])
    return commands


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with a lock and a .venv that looks as if made of it."""
    (tmp_path / run.RUNTIME_LOCK).write_text("alembic==1\n")
    (tmp_path / run.DEVELOPER_LOCK).write_text("alembic==1\npytest==9\n")
    run.venv_python(tmp_path).parent.mkdir(parents=True)
    run.venv_python(tmp_path).touch()
    stamp = run.lock_stamp(tmp_path, run.RUNTIME_LOCK)
    (tmp_path / ".venv" / "made-of.txt").write_text(stamp + "\n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], ""),
        (["demo", "--out", "x"], "demo"),
        (["--data", "demo", "list", "partner"], "list"),
        (["--lang", "kk", "--today", "2026-02-11"], ""),
        (["--selftest"], "--selftest"),
        (["--help"], "help"),
    ],
)
def test_the_command_is_found_among_the_arguments(arguments: list[str], command: str) -> None:
    assert run.command_of(arguments) == command


def test_commands_without_a_window_need_nothing_from_the_system() -> None:
    assert run.purposes_of(["import", "тізілім.xlsx"]) == ()


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {part.found_by for part in QT_PARTS} - {"libEGL.so.1"}
    monkeypatch.setattr(run, "known_libraries", lambda: there)

    assert [part.package for part in run.missing_parts(["qt"])] == ["libegl1"]


def test_a_server_that_is_not_on_everybodys_path_is_not_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    test_parts = [part for part in run.SYSTEM_PARTS if part.purpose == "test"]
    asked: list[str | None] = []

    def look(name: str, path: str | None = None) -> str | None:
        asked.append(path)
        return f"/usr/sbin/{name}" if path and "/usr/sbin" in path else None

    monkeypatch.setattr(run.shutil, "which", look)

    assert [part.package for part in test_parts] == ["xvfb", "samba"]
    assert run.missing_parts(["test"]) == []
    assert None in asked


def test_the_linker_cache_is_read() -> None:
    assert "libc.so.6" in run.known_libraries()


def test_packages_are_left_alone_without_the_right_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        run.shutil, "which", lambda name, path=None: None if name == "sudo" else name
    )

    assert run.install_packages(["libegl1"]) is False


def test_the_demo_does_its_work_without_the_windows_libraries(
    takeover: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "provide_parts", lambda purposes: QT_PARTS[:1])

    with pytest.raises(Started):
        run.main(["demo"])

    assert takeover == [["-m", "cluster_desktop", "demo", "--no-window"]]
    assert "apt-get install libglib2.0-0" in capsys.readouterr().err


def test_the_window_without_its_libraries_is_refused_with_the_line_to_type(
    takeover: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "provide_parts", lambda purposes: QT_PARTS)

    with pytest.raises(SystemExit) as end:
        run.main([])

    assert end.value.code == 2
    assert run.apt_line([part.package for part in QT_PARTS]) in capsys.readouterr().err


def test_a_missing_printer_library_stops_nobody(
    takeover: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = [part for part in run.SYSTEM_PARTS if part.purpose == "printer"]
    monkeypatch.setattr(run, "provide_parts", lambda purposes: printer)

    with pytest.raises(Started):
        run.main([])

    assert takeover == [["-m", "cluster_desktop"]]


def test_other_commands_are_passed_through_untouched(takeover: list[list[str]]) -> None:
    with pytest.raises(Started):
        run.main(["import", "test", "--dry-run"])

    assert takeover == [["-m", "cluster_desktop", "import", "test", "--dry-run"]]


def test_tests_run_the_whole_suite(
    takeover: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(Started):
        run.main(["test", "-k", "paths"])

    assert takeover == [["-m", "pytest", "-q", "-k", "paths"]]
    assert Path.cwd() == run.ROOT


def test_an_unchanged_lock_needs_no_set_up(tree: Path) -> None:
    assert run.venv_is_current(tree, run.RUNTIME_LOCK)


def test_a_changed_lock_is_set_up_again(tree: Path) -> None:
    (tree / run.RUNTIME_LOCK).write_text("alembic==2\n")

    assert not run.venv_is_current(tree, run.RUNTIME_LOCK)


def test_the_developers_packages_are_set_up_when_first_asked_for(tree: Path) -> None:
    assert not run.venv_is_current(tree, run.DEVELOPER_LOCK)


def test_a_moved_folder_is_set_up_again(tree: Path) -> None:
    moved = tree.rename(tree.with_name("көшірілген қалта"))

    assert not run.venv_is_current(moved, run.RUNTIME_LOCK)


def test_a_failed_set_up_leaves_no_mark_of_success(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "run_aloud_on_failure", lambda command, last=False: False)

    with pytest.raises(SystemExit) as end:
        run.make_venv(tree, run.RUNTIME_LOCK)

    assert end.value.code == 2
    assert not run.venv_is_current(tree, run.RUNTIME_LOCK)
    assert "Set up." not in capsys.readouterr().err


def test_translations_are_compiled_when_their_source_is_newer(tmp_path: Path) -> None:
    folder = tmp_path / "translations" / "kk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, compiled = folder / "app.po", folder / "app.mo"
    source.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n')

    run.compile_translations(tmp_path, Path(sys.executable))

    assert compiled.exists()
    assert run.stale_catalogues(tmp_path) == []
    later = compiled.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert run.stale_catalogues(tmp_path) == [source]


def test_an_empty_home_is_named() -> None:
    assert run.child_environment({"HOME": ""})["HOME"].startswith("/")


@pytest.mark.parametrize(
    ("machine", "language"),
    [
        ("kk_KZ.UTF-8", "kk"),
        ("Kazakh_Kazakhstan", "kk"),
        ("ru_RU.UTF-8", "ru"),
        ("ka_GE.UTF-8", "en"),
        ("C", "en"),
    ],
)
def test_sentences_are_in_the_language_of_the_machine(
    machine: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLUSTER_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", machine)

    assert run.machine_language() == language


@pytest.mark.parametrize("key", run.SENTENCES)
def test_each_sentence_has_the_same_places_in_three_languages(key: str) -> None:
    places = {lang: set(re.findall(r"{(\w+)}", text)) for lang, text in run.SENTENCES[key].items()}

    assert set(places) == {"kk", "ru", "en"}
    assert places["kk"] == places["ru"] == places["en"]


def cpu_of_a_second_start() -> float:
    program = "import run, sys; run.hand_over = lambda *a: sys.exit(0); run.main(['demo'])"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], cwd=run.ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_second_start_costs_little() -> None:
    # The best of three: a machine that does something else at the moment is not run.py's cost.
    assert min(cpu_of_a_second_start() for _ in range(3)) < 0.3


def test_the_readme_names_every_package_of_the_list() -> None:
    readme = (run.ROOT / "README.md").read_text("utf-8")
    packages = [run.VENV_PACKAGE, *(p.package for p in run.SYSTEM_PARTS if p.purpose != "test")]

    assert run.apt_line(packages) in readme
