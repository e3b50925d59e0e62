"""Editors keep a word that only a newer version of the program knows."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from cluster_desktop.fields import Choice, Choices
from cluster_desktop.ui.editors_choice import ChoiceEdit, ChoicesEdit

KINDS = {"a": "First", "b": "Second"}


def today() -> date:
    return date(2026, 11, 21)


def test_one_word_of_a_newer_version_stays_chosen(qtbot: QtBot) -> None:
    editor = ChoiceEdit(Choice("Kind", choices=KINDS), today)
    qtbot.addWidget(editor)

    editor.show_value("new")

    assert editor.text() == "unknown (newer version)"
    assert editor.read() == "new"


def test_ticking_others_keeps_the_word_of_a_newer_version(qtbot: QtBot) -> None:
    editor = ChoicesEdit(Choices("Kinds", choices=KINDS), today)
    qtbot.addWidget(editor)
    editor.show_value(("a", "new"))

    editor._on_chosen(["b"])

    assert editor.read() == ("b", "new")
