"""Translation catalogues: `merge DIR` fills them from JSON files, `check` says what is missing.

    python tools/catalogues.py merge DIR   extract to app.pot, update kk, ru, en from DIR/*.json
    python tools/catalogues.py check       exit status 1 with a list if anything is not translated
    python tools/catalogues.py compile     make the .mo files that the program reads

A JSON file holds {"msgid": {"kk": "...", "ru": "..."}}; for plurals
{"msgid": {"plural": "msgid_plural", "kk": ["..."], "ru": ["1 x", "2 x", "5 x"]}}.
English is the language of the source: its catalogue is made of the texts themselves.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

DOMAIN = "app"
TRANSLATED = ("kk", "ru")
LANGUAGES = (*TRANSLATED, "en")
# CLDR has one form more for fractions in Russian, which are not counted here.
FORMS = {"kk": 2, "ru": 3, "en": 2}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# A date of creation that moved would make every extraction a change.
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_HEADER_NOISE = rb'"(?:Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team): [^"]*"\n'
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def extract(root: Path) -> Catalog:
    """All texts of the program, with the file and line of each in `locations`."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        # Babel has no types for this reader of its own settings file.
        method_map, options_map = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = _new_catalog(None)
    found = extract_from_dir(
        root,
        method_map,
        options_map,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
    )
    for filename, line, message, comments, context in found:
        catalog.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    return catalog


def merge(root: Path, folder: Path) -> list[str]:
    """Write app.pot and the three catalogues; the problems met in the JSON files."""
    template = extract(root)
    filled, problems = _read_json(folder)
    _write(root / "translations" / f"{DOMAIN}.pot", template)
    known = {_first(message.id) for message in template if message.id}
    problems += [f"not in the program: {msgid!r}" for msgid in filled if msgid not in known]
    for lang in LANGUAGES:
        path = _po_path(root, lang)
        old = _read(path, lang) if path.exists() else _new_catalog(lang)
        catalog = _new_catalog(lang)
        for message in template:
            if not message.id:
                continue
            text = _translation(message, lang, old, filled)
            catalog.add(message.id, text, context=message.context)
        _write(path, catalog)
    return problems


def check(root: Path) -> list[str]:
    """What is missing or wrong, a line each, with the file of the text; empty if all is there."""
    template = extract(root)
    pot = root / "translations" / f"{DOMAIN}.pot"
    problems = []
    if not pot.exists() or pot.read_bytes() != _bytes(template):
        problems.append("translations/app.pot does not match the program: run merge")
    for lang in LANGUAGES:
        path = _po_path(root, lang)
        if not path.exists():
            problems.append(f"{lang}: no catalogue at {path.relative_to(root)}")
            continue
        problems += _check_language(template, _read(path, lang), lang)
    return problems


def compile_all(root: Path) -> None:
    """Write app.mo beside each app.po."""
    for lang in LANGUAGES:
        path = _po_path(root, lang)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, _read(path, lang))


def _check_language(template: Catalog, catalog: Catalog, lang: str) -> list[str]:
    problems = []
    for message in template:
        if not message.id:
            continue
        where = ", ".join(sorted({filename for filename, _line in message.locations}))
        found = catalog.get(_first(message.id), message.context)
        for problem in _problems(message, found, lang):
            problems.append(f"{lang}: {problem}: {_first(message.id)!r} ({where})")
    known = {(_first(message.id), message.context) for message in template}
    problems += [
        f"{lang}: no longer in the program: {_first(message.id)!r}"
        for message in catalog
        if message.id and (_first(message.id), message.context) not in known
    ]
    return problems


def _problems(message: Message, found: Message | None, lang: str) -> list[str]:
    if found is None:
        return ["not in the catalogue"]
    texts = _texts(found)
    expected = FORMS[lang] if message.pluralizable else 1
    if len(texts) != expected or not all(texts):
        return ["not translated" if not any(texts) else f"{expected} plural forms are needed"]
    problems = ["fuzzy"] if found.fuzzy else []
    places = [_places(msgid) for msgid in _msgids(message)]
    # A form for one may leave the number out («бір келісім»), but must not hold unknown places.
    if any(_places(text) not in places for text in texts):
        problems.append(f"places differ from {sorted(places[-1])}")
    if lang == "en" and texts != _msgids(message):
        problems.append("English differs from the program")
    return problems


def _places(text: str) -> frozenset[str]:
    return frozenset(name for name in _PLACE.findall(text) if name)


def _translation(
    message: Message, lang: str, old: Catalog, filled: dict[str, dict[str, Any]]
) -> str | tuple[str, ...]:
    if lang == "en":
        ids = _msgids(message)
        return tuple(ids) if message.pluralizable else ids[0]
    entry = filled.get(_first(message.id), {}).get(lang)
    if entry is None:
        before = old.get(_first(message.id), message.context)
        texts = _texts(before) if before is not None else [""]
    else:
        texts = [entry] if isinstance(entry, str) else list(entry)
    if not message.pluralizable:
        return str(texts[0])
    if len(texts) == 1:
        # Kazakh says the noun in the singular after every number.
        texts = texts * FORMS[lang] if lang == "kk" else texts
    return tuple(texts)


def _read_json(folder: Path) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """All entries by msgid; the first file wins, and a different later one is named."""
    filled: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.json")):
        for msgid, entry in json.loads(path.read_text(encoding="utf-8")).items():
            kept = filled.setdefault(msgid, entry)
            if any(kept.get(lang) != entry.get(lang) for lang in TRANSLATED):
                problems.append(f"{path.name}: another translation was met earlier: {msgid!r}")
    return filled, problems


def _new_catalog(lang: str | None) -> Catalog:
    catalog = Catalog(
        locale=lang,
        domain=DOMAIN,
        header_comment="# Texts of Cluster Desktop.",
        project="Cluster Desktop",
        version="1",
        copyright_holder="the authors of Cluster Desktop",
        msgid_bugs_address="",
        creation_date=CREATED,
        revision_date=CREATED,
        last_translator="",
        language_team="",
        fuzzy=False,
    )
    return catalog


def _read(path: Path, lang: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=lang, domain=DOMAIN)


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_bytes(catalog))


def _bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=100, no_location=True, sort_output=True)
    # Babel signs with its version, and a newer one would make every catalogue a change; the
    # other lines hold its sample addresses.
    return re.sub(_HEADER_NOISE, b"", out.getvalue())


def _po_path(root: Path, lang: str) -> Path:
    return root / "translations" / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def _msgids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _texts(message: Message) -> list[str]:
    string = message.string
    return [string] if isinstance(string, str) else [text or "" for text in string or ()]


def _first(msgid: str | tuple[str, ...] | list[str]) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 fine, 1 something to mend (named on standard output)."""
    parser = argparse.ArgumentParser(description="Translation catalogues")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[1])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("merge").add_argument("folder", type=Path)
    commands.add_parser("check")
    commands.add_parser("compile")
    chosen = parser.parse_args(arguments)
    if chosen.command == "compile":
        compile_all(chosen.root)
        return 0
    if chosen.command == "merge":
        problems = merge(chosen.root, chosen.folder)
    else:
        problems = check(chosen.root)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
