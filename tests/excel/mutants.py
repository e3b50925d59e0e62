"""Damaged and odd variants of one good workbook: 200 of them, the same on every machine.

Each is made by one rule from a seed, under a name whose ending says nothing.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook

SEED = 20261122
COUNT = 200
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"

Parts = dict[str, bytes]
Rule = Callable[[Parts, random.Random], Parts]


@dataclass(frozen=True)
class Mutant:
    """One file: its number, the rule that made it, its bytes."""

    number: int
    rule: str
    content: bytes

    def __str__(self) -> str:
        return f"{self.number}-{self.rule}"

    def save(self, folder: Path) -> Path:
        ending = ("xlsx", "xls", "csv", "xlsm", "ods")[self.number % 5]
        path = folder / f"{self.number:03}_{self.rule}.{ending}"
        path.write_bytes(self.content)
        return path


def good() -> bytes:
    """A register of 30 agreements: shared texts, numbers, days, a merged title, a total."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Тізілім"
    sheet.append(["Серіктестер тізілімі"])
    sheet.merge_cells("A1:H1")
    sheet.append([])
    sheet.append(["Р/с №", "Ұйымның атауы", "БСН/ЖСН", "Құжаттың түрі", "№, күні", "Күні",
                  "Орын саны", "Ескертпе"])  # fmt: skip
    for number in range(1, 31):
        sheet.append([number, f"«Қайнар {number}» ЖШС", "950140900017", "меморандум",
                      f"№{number} 01.09.2025ж.", date(2025, 9, number), number * 3,
                      "=1+1 деген мәтін" if number == 7 else None])  # fmt: skip
    sheet.cell(10, 8).data_type = "s"
    sheet.append(["Барлығы", None, None, None, None, None, 1395])
    out = io.BytesIO()
    book.save(out)
    return _repacked(out.getvalue(), lambda parts, _chance: _as_excel_saves(parts))


def _as_excel_saves(parts: Parts) -> Parts:
    """Texts in a part of their own, named once each; openpyxl leaves them in the cells."""
    texts: list[bytes] = []

    def shared(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'<c %s t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    inline = rb'<c ([^>]*) t="inlineStr"><is>(.*?)</is></c>'
    sheet = re.sub(inline, shared, parts[SHEET], flags=re.DOTALL)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    said = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'.encode()
    link = (
        '<Relationship Id="rIdTexts" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/sharedStrings" Target="/{STRINGS}"/></Relationships>'
    ).encode()
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    listed = b"".join(b"<si>%s</si>" % text for text in texts)
    types = "[Content_Types].xml"
    return parts | {
        SHEET: sheet,
        STRINGS: b'<sst xmlns="%s">%s</sst>' % (main, listed),
        types: parts[types].replace(b"</Types>", said),
        RELATIONS: parts[RELATIONS].replace(b"</Relationships>", link),
    }


def mutants() -> Iterator[Mutant]:
    """All of them; the rules take turns."""
    content = good()
    rules = list(_RULES.items())
    for number in range(COUNT):
        name, make = rules[number % len(rules)]
        yield Mutant(number, name, make(content, random.Random(SEED + number)))


# Of the bytes of the file


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _time in range(chance.choice((1, 1, 5, 50))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def _zeroed(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    length = chance.choice((1, 16, 512, 4096))
    return content[:start] + bytes(len(content[start : start + length])) + content[start + length :]


def _spliced(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(chance.choice((1, 7, 300))) + content[at:]


def _prefixed(content: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.choice((1, 64, 5000))) + content


def _commented(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(content), "a") as archive:
        archive.comment = chance.randbytes(100)
    return out.getvalue()


# Of its parts


def _repacked(content: bytes, rule: Rule, chance: random.Random | None = None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in rule(parts, chance or random.Random(SEED)).items():
            archive.writestr(name, part)
    return out.getvalue()


def _in_parts(rule: Rule) -> Callable[[bytes, random.Random], bytes]:
    return lambda content, chance: _repacked(content, rule, chance)


def _part_lost(parts: Parts, chance: random.Random) -> Parts:
    lost = chance.choice(sorted(parts))
    return {name: part for name, part in parts.items() if name != lost}


def _part_emptied(parts: Parts, chance: random.Random) -> Parts:
    return parts | {chance.choice(sorted(parts)): b""}


def _part_halved(parts: Parts, chance: random.Random) -> Parts:
    name = chance.choice(sorted(parts))
    return parts | {name: parts[name][: len(parts[name]) // 2]}


def _part_swapped(parts: Parts, chance: random.Random) -> Parts:
    one, other = chance.sample(sorted(parts), 2)
    return parts | {one: parts[other], other: parts[one]}


def _letters_lost(parts: Parts, chance: random.Random) -> Parts:
    name = chance.choice((SHEET, STRINGS, BOOK, RELATIONS, "xl/styles.xml"))
    part = parts[name]
    at = chance.randrange(len(part))
    return parts | {name: part[:at] + part[at + chance.choice((1, 2, 9)) :]}


def _type_changed(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice((b't="n"', b't="str"', b't="b"', b't="e"', b't="d"', b't="no such"', b""))
    return _one_match(parts, chance, SHEET, rb't="s"', to)


def _number_changed(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice(
        (b"1e400", b"-1", b"NaN", b"99999999999", b"0x10", b"1,5", b"", b"2958466", b"4294967296")
    )
    return _one_match(parts, chance, SHEET, rb"(?<=<v>)[^<]+(?=</v>)", to)


def _place_changed(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice((b'r="A1"', b'r="ZZZZ9"', b'r="0"', b'r="B0"', b'r=""', b'r="b7"', b""))
    return _one_match(parts, chance, SHEET, rb'(?<=<c )r="[A-Z]+\d+"', to)


def _row_changed(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice((b'r="3"', b'r="0"', b'r="-4"', b'r="1048577"', b'r="99999999999"', b""))
    return _one_match(parts, chance, SHEET, rb'(?<=<row )r="\d+"', to)


def _style_changed(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice((b's="999999"', b's="-1"', b's="x"', b's=""'))
    return _one_match(parts, chance, SHEET, rb'\bs="\d+"', to)


def _texts_lost(parts: Parts, chance: random.Random) -> Parts:
    texts = re.findall(rb"<si>.*?</si>", parts[STRINGS], re.DOTALL)
    kept = b"".join(texts[: chance.randrange(len(texts))])
    return parts | {STRINGS: re.sub(rb"<si>.*</si>", lambda _m: kept, parts[STRINGS], flags=re.S)}


def _merged(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice((b"A1:XFD1048576", b"A4:A2", b"C5", b"", b"A3:B9", b"\xd0\x90:1"))
    return _one_match(parts, chance, SHEET, rb'(?<=<mergeCell ref=")[^"]*', to)


def _target_changed(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice(
        (b"../../../etc/passwd", b"/etc/passwd", b"http://example.invalid/a.xml", b"", b"C:\\a.xml")
    )
    return _one_match(parts, chance, RELATIONS, rb'(?<=Target=")[^"]*sheet1[^"]*', to)


def _nested(parts: Parts, chance: random.Random) -> Parts:
    deep = chance.choice((1_000, 20_000, 200_000))
    inside = b"<a>" * deep + b"</a>" * deep
    name = chance.choice((SHEET, STRINGS, "xl/styles.xml"))
    return parts | {name: parts[name].replace(b"</", inside + b"</", 1)}


def _range_lied(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice((b"A1", b"A1:B2", b"A1:XFD1048576", b"", b"-"))
    return _one_match(parts, chance, SHEET, rb'(?<=<dimension ref=")[^"]*', to)


def _with_macros(parts: Parts, chance: random.Random) -> Parts:
    return parts | {"xl/vbaProject.bin": chance.randbytes(500)}


def _with_links(parts: Parts, chance: random.Random) -> Parts:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return parts | {f"xl/externalLinks/externalLink{chance.randrange(9)}.xml": link}


def _controls(parts: Parts, chance: random.Random) -> Parts:
    to = chance.choice((b"&#0;", b"&#1;", b"&#xD800;", b"_x0001_", b"\xff\xfe", b"\x00", b"&lol;"))
    return _one_match(parts, chance, STRINGS, rb"(?<=<t>)", to)


def _formula(parts: Parts, chance: random.Random) -> Parts:
    said = chance.choice(
        (b"cmd|'/c calc'!A0", b"[9]A!A1", b"A1", b"1/0", b'HYPERLINK("http://example.invalid")')
    )
    to = b"<f>" + said + b"</f>" + chance.choice((b"", b"<v>5</v>", b"<v></v>"))
    return _one_match(parts, chance, SHEET, rb'(?<=t="n">)<v>\d+</v>', to)


def _other_letters(parts: Parts, chance: random.Random) -> Parts:
    name = chance.choice((SHEET, STRINGS, BOOK))
    text = parts[name].decode()
    return parts | {name: text.encode(chance.choice(("utf-16", "utf-8-sig", "utf-16-le")))}


def _one_match(parts: Parts, chance: random.Random, name: str, what: bytes, to: bytes) -> Parts:
    """The part with one of the matches, any, replaced."""
    found = list(re.finditer(what, parts[name]))
    if not found:
        return parts
    one = chance.choice(found)
    part = parts[name]
    return parts | {name: part[: one.start()] + to + part[one.end() :]}


_RULES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "flipped": _flipped,
    "cut": _cut,
    "zeroed": _zeroed,
    "spliced": _spliced,
    "prefixed": _prefixed,
    "commented": _commented,
    **{
        rule.__name__.lstrip("_"): _in_parts(rule)
        for rule in (
            _part_lost, _part_emptied, _part_halved, _part_swapped, _letters_lost, _type_changed,
            _number_changed, _place_changed, _row_changed, _style_changed, _texts_lost, _merged,
            _target_changed, _nested, _range_lied, _with_macros, _with_links, _controls, _formula,
            _other_letters,
        )
    },
}  # fmt: skip
