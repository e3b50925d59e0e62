"""tools/catalogues.py: fills the catalogues, and finds each thing that is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import catalogues

SOURCE = """
from cluster_desktop.i18n import N_, _, ngettext
LABEL = N_("Partner")
def shown(n: int, name: str) -> str:
    return _("Agreement with {name}").format(name=name) + ngettext("{n} day", "{n} days", n)
"""
TEXTS = {
    "Partner": {"kk": "Серіктес", "ru": "Партнёр"},
    "Agreement with {name}": {"kk": "Серіктес: {name}", "ru": "Соглашение с «{name}»"},
    "{n} day": {"plural": "{n} days", "kk": ["{n} күн"], "ru": ["{n} день", "{n} дня", "{n} дней"]},
}


@pytest.fixture
def root(tmp_path: Path, project: Path) -> Path:
    (tmp_path / "cluster_desktop").mkdir()
    (tmp_path / "cluster_desktop" / "cards.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "babel.cfg").write_bytes((project / "babel.cfg").read_bytes())
    return tmp_path


def put(root: Path, texts: dict[str, object], name: str = "A.json") -> Path:
    folder = root / "texts"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    return folder


def test_a_full_merge_leaves_nothing_to_say_and_a_second_changes_no_byte(root: Path) -> None:
    folder = put(root, TEXTS)
    assert catalogues.merge(root, folder) == []
    assert catalogues.check(root) == []
    files = {path: path.read_bytes() for path in (root / "translations").rglob("*.po*")}
    assert len(files) == 4
    assert catalogues.merge(root, folder) == []
    assert {path: path.read_bytes() for path in files} == files


def test_translations_already_made_outlive_a_merge_without_them(root: Path) -> None:
    catalogues.merge(root, put(root, TEXTS))
    assert catalogues.merge(root, put(root, {})) == []
    assert catalogues.check(root) == []


@pytest.mark.parametrize(
    ("msgid", "entry", "problem"),
    [
        ("Partner", {"kk": "Серіктес"}, "ru: not translated"),
        ("Agreement with {name}", {"kk": "Бірге: {name}", "ru": "С {nmae}"}, "ru: places differ"),
        ("Agreement with {name}", {"kk": "Бірге", "ru": "С {name}"}, "kk: places differ"),
        ("{n} day", {"kk": ["{n} күн"], "ru": ["{n} день", "{n} дня"]}, "ru: 3 plural forms"),
    ],
)
def test_what_is_missing_is_named_with_its_file(
    root: Path, msgid: str, entry: dict[str, object], problem: str
) -> None:
    catalogues.merge(root, put(root, {**TEXTS, msgid: entry}))
    found = catalogues.check(root)
    assert len(found) == 1
    assert found[0].startswith(problem)
    assert repr(msgid) in found[0]
    assert "cluster_desktop/cards.py" in found[0]


def test_a_text_added_to_the_program_is_found(root: Path) -> None:
    catalogues.merge(root, put(root, TEXTS))
    with (root / "cluster_desktop" / "cards.py").open("a", encoding="utf-8") as file:
        file.write('BIN = N_("Bin")\n')
    found = catalogues.check(root)
    assert found[0].startswith("translations/app.pot does not match")
    assert [line.split(":")[0] for line in found[1:]] == ["kk", "ru", "en"]


def test_a_moved_line_is_no_change(root: Path) -> None:
    catalogues.merge(root, put(root, TEXTS))
    path = root / "cluster_desktop" / "cards.py"
    path.write_text("\n\n\n" + SOURCE, encoding="utf-8")
    assert catalogues.check(root) == []


def test_a_text_gone_from_the_program_is_found(root: Path) -> None:
    catalogues.merge(root, put(root, TEXTS))
    path = root / "cluster_desktop" / "cards.py"
    path.write_text(SOURCE.replace('LABEL = N_("Partner")', ""), encoding="utf-8")
    assert [line for line in catalogues.check(root) if "no longer" in line] != []


def test_fuzzy_entries_are_not_translations(root: Path) -> None:
    catalogues.merge(root, put(root, TEXTS))
    path = root / "translations" / "ru" / "LC_MESSAGES" / "app.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Partner"', '#, fuzzy\nmsgid "Partner"'), encoding="utf-8")
    found = catalogues.check(root)
    assert [line.split(":")[:2] for line in found] == [["ru", " fuzzy"]]


def test_two_files_that_disagree_are_named(root: Path) -> None:
    put(root, TEXTS)
    folder = put(root, {"Partner": {"kk": "Серіктес", "ru": "Участник"}, "Gone": {}}, "B.json")
    problems = catalogues.merge(root, folder)
    assert any("B.json" in line and "Partner" in line for line in problems)
    assert "not in the program: 'Gone'" in problems


def test_the_command_ends_with_status_one_while_something_is_missing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert catalogues.main(["--root", str(root), "check"]) == 1
    assert "app.pot" in capsys.readouterr().out
    assert catalogues.main(["--root", str(root), "merge", str(put(root, TEXTS))]) == 0
    assert catalogues.main(["--root", str(root), "check"]) == 0


def test_compiled_catalogues_are_written_beside_their_source(root: Path) -> None:
    catalogues.merge(root, put(root, TEXTS))
    assert catalogues.main(["--root", str(root), "compile"]) == 0
    compiled = sorted(path.parts[-3] for path in root.rglob("app.mo"))
    assert compiled == ["en", "kk", "ru"]
