"""Translated texts: looked up when shown, in the language spoken then."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from cluster_desktop.errors import Bug
from cluster_desktop.i18n import (
    LANGUAGES,
    N_,
    _,
    language,
    ngettext,
    set_language,
    translated,
    translations_folder,
)

LABEL = N_("Partner")


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A packed program with Kazakh and Russian catalogues of two texts."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    write(tmp_path, "kk", "Серіктес", ("{n} келісім", "{n} келісім"))
    write(tmp_path, "ru", "Партнёр", ("{n} соглашение", "{n} соглашения", "{n} соглашений"))
    return tmp_path


def write(root: Path, lang: str, partner: str, agreements: tuple[str, ...]) -> None:
    catalog = Catalog(locale=lang)
    catalog.add("Partner", partner)
    catalog.add(("{n} agreement", "{n} agreements"), agreements)
    path = root / "translations" / lang / "LC_MESSAGES" / "app.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)


def test_a_marked_text_is_translated_when_it_is_shown(packed: Path) -> None:
    shown = []
    for lang in ("kk", "ru", "en"):
        set_language(lang)
        shown.append((language(), _(LABEL)))
    assert shown == [("kk", "Серіктес"), ("ru", "Партнёр"), ("en", "Partner")]


@pytest.mark.parametrize(
    ("lang", "n", "text"),
    [
        ("kk", 1, "1 келісім"),
        ("kk", 5, "5 келісім"),
        ("ru", 1, "1 соглашение"),
        ("ru", 22, "22 соглашения"),
        ("ru", 11, "11 соглашений"),
        ("en", 1, "1 agreement"),
        ("en", 0, "0 agreements"),
    ],
)
def test_plural_forms_follow_the_language(packed: Path, lang: str, n: int, text: str) -> None:
    set_language(lang)
    assert ngettext("{n} agreement", "{n} agreements", n).format(n=n) == text


def test_an_unknown_text_and_the_empty_text_stay_as_they_are(packed: Path) -> None:
    set_language("kk")
    assert _("never translated") == "never translated"
    assert _("") == ""  # gettext itself would answer with the header of the catalogue


def test_without_compiled_catalogues_the_texts_stay_english_until_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    set_language("kk")
    assert (language(), _(LABEL)) == ("kk", "Partner")
    write(tmp_path, "kk", "Серіктес", ("{n} келісім", "{n} келісім"))
    set_language("kk")
    assert _(LABEL) == "Серіктес"


def test_an_unknown_language_is_a_bug() -> None:
    with pytest.raises(Bug):
        set_language("kz")
    assert "kk" in LANGUAGES


def test_from_source_the_catalogues_lie_beside_the_package() -> None:
    import cluster_desktop

    assert translations_folder().parent == Path(cluster_desktop.__file__).parents[1]


def test_one_text_can_be_had_in_a_language_that_is_not_spoken(packed: Path) -> None:
    set_language("ru")
    assert [translated(LABEL, lang) for lang in LANGUAGES] == ["Серіктес", "Партнёр", "Partner"]
    assert (language(), translated("", "kk")) == ("ru", "")
