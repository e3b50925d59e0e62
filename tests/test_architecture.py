"""What holds for the whole tree: who imports whom, what is never written, sizes, locks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

LONGEST_FILE = 500
TEXT_SUFFIXES = {
    *(".py", ".md", ".toml", ".lock", ".spec", ".in", ".cfg", ".ini", ".txt", ".json", ".csv"),
    *(".po", ".pot", ".svg", ".sh", ".nsi", ".html", ".css", ""),
}
# Things that work in a small try and fail in an office; each with the reason.
FORBIDDEN_IN_PACKAGE = {
    r"\.setStyleSheet\(": "switches off the palette: colours come from ui/theme",
    r"\bprocessEvents\(": "runs other slots in the middle of a function: use ui/work",
    r"\bQTableWidget\b": "holds every row in memory: use the paged model",
    r"\bshell=True\b": "lets a file name run a command",
    r"\bpickle\.(load|loads)\b": "runs code from a file",
    r"(?<![.\w])(eval|exec)\(": "runs code from data",
    r"errors=.(replace|ignore).\)": "loses letters without a word",
    r"#\s*type: ignore\s*$": "hides every error of the line: name the one",
    r"#\s*noqa\s*$": "hides every finding of the line: name the one",
    r"except Exception:\s*$": "catches bugs: name what can be answered",
    r"\b(TODO|FIXME|XXX)\b": "unfinished",
}
REGISTRIES = ("pypi" + r"\.org", "python" + "hosted", r"deb\." + "debian", "npm" + r"js\.")
MACHINE_PATHS = r"(?<![\w.])/(?:work|farm|root|tmp/team|home/\w+)/"
BUILD_PRODUCTS = r"\.(pyc|mo|sqlite3?|db|log|exe|whl)$|^(dist|build)/"


def tracked_files(project: Path) -> list[Path]:
    """The project's own files: what git tracks or would track; in an unpacked archive, all."""
    if shutil.which("git") is None or not (project / ".git").exists():
        return [
            p for p in sorted(project.rglob("*")) if p.is_file() and not is_made_here(p, project)
        ]
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout
    return [project / name for name in names.splitlines() if (project / name).is_file()]


def is_made_here(path: Path, project: Path) -> bool:
    """True for what set-up, tests and builds leave in the folder (.gitignore names the same)."""
    parts = path.relative_to(project).parts
    made = {".git", ".venv", "build", "dist", "demo-files", "__pycache__", "htmlcov"}
    return (
        any(part in made or part.endswith("_cache") or part == ".hypothesis" for part in parts)
        or path.suffix in {".mo", ".pyc", ".log"}
        or path.name.startswith(".coverage")
        or path.name == "core"
    )


def text_files(project: Path) -> list[Path]:
    # The sample workbooks are files of others on purpose, in other encodings too.
    samples = project / "resources" / "samples"
    return [
        path
        for path in tracked_files(project)
        if path.suffix in TEXT_SUFFIXES and not path.is_relative_to(samples)
    ]


def lines_with(pattern: str, files: list[Path], project: Path) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{path.relative_to(project)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if found.search(line)
    ]


def pinned(lock: Path) -> dict[str, str]:
    """Name and version of every package in a lock."""
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock.read_text("utf-8"), re.MULTILINE))


def test_imports_go_down_the_layers_only(project: Path) -> None:
    # A process of its own: import-linter sets up logging anew and would silence the program's log.
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--no-cache"]

    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("pattern", FORBIDDEN_IN_PACKAGE)
def test_the_package_has_none_of(pattern: str, project: Path) -> None:
    package = sorted((project / "cluster_desktop").rglob("*.py"))

    assert lines_with(pattern, package, project) == [], FORBIDDEN_IN_PACKAGE[pattern]


def test_no_python_file_is_longer_than_a_reader_can_hold(project: Path) -> None:
    # A migration is one change, written once and never edited again.
    sources = [
        path
        for path in tracked_files(project)
        if path.suffix == ".py" and path.parent.name != "versions"
    ]

    too_long = {
        str(path.relative_to(project)): lines
        for path in sources
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }

    assert too_long == {}


def test_the_generic_parts_stay_small(project: Path) -> None:
    """The declaration describes and never decides; over this size write a page by hand."""
    parts = ["fields.py", "entity.py", "db/repository.py", "excel/importing.py"]
    parts += ["ui/table.py", "ui/form.py", "ui/editors.py"]
    files = [project / "cluster_desktop" / part for part in parts]

    lines = sum(len(path.read_text("utf-8").splitlines()) for path in files if path.exists())

    assert 0 < lines <= 2500


def test_no_file_names_a_machine(project: Path) -> None:
    assert lines_with(MACHINE_PATHS, text_files(project), project) == []


def test_no_file_names_a_package_registry(project: Path) -> None:
    assert lines_with("|".join(REGISTRIES), text_files(project), project) == []


def test_no_build_product_is_tracked(project: Path) -> None:
    names = [path.relative_to(project).as_posix() for path in tracked_files(project)]

    assert [name for name in names if re.search(BUILD_PRODUCTS, name)] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_a_hash_for_every_package_and_no_address(name: str, project: Path) -> None:
    text = (project / name).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?:|file:|--index|--find-links|--extra", text) == []


def test_the_locks_hold_what_the_project_asks_for(project: Path) -> None:
    wanted = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    run_time = wanted["project"]["dependencies"]
    developers = wanted["dependency-groups"]["dev"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=~! ]", line)[0].lower() for line in requirements}

    assert names(run_time) <= set(pinned(project / "requirements.lock"))
    assert names(developers) <= set(pinned(project / "requirements-dev.lock"))


def test_developers_test_the_versions_that_users_run(project: Path) -> None:
    run_time = pinned(project / "requirements.lock")
    developers = pinned(project / "requirements-dev.lock")

    assert {name: developers.get(name) for name in run_time} == run_time


def test_pyside_stays_below_the_version_that_loses_references(project: Path) -> None:
    assert pinned(project / "requirements.lock")["pyside6-essentials"].startswith("6.11.")


def test_every_shipped_package_has_its_licence_named(project: Path) -> None:
    notices = (project / "THIRD-PARTY.md").read_text("utf-8").lower()

    missing = [
        name for name in pinned(project / "requirements.lock") if f"| {name} |" not in notices
    ]

    assert missing == []


def test_every_shipped_font_has_its_licence_beside_it(project: Path) -> None:
    fonts = project / "resources" / "fonts"
    notices = (project / "THIRD-PARTY.md").read_text("utf-8")

    assert list(fonts.rglob("*.ttf"))
    assert list(fonts.rglob("*OFL*"))
    assert {path.stem.split("-")[0] for path in fonts.rglob("*.ttf")} - set(
        notices.split()
    ) == set()
