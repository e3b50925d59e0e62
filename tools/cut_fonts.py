"""Cut the fonts to Latin, Cyrillic with Kazakh, and punctuation. For development only.

    python tools/cut_fonts.py FOLDER [FOLDER ...]

looks for the full fonts in the folders (Debian: packages fonts-croscore, fonts-noto-core and
fonts-noto-extra) and writes the cut ones to resources/fonts. Needs fontTools. A cut font is a
third of the work in every PDF: 39 KB are read instead of 540 (performance.md, "PDF").
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"

PAPER_FACES = ("Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic")
WINDOW_FACES = ("NotoSans-Regular", "NotoSans-SemiBold", "NotoSans-Bold")

RANGES = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x00FF),  # Latin-1: « » ° § and the letters of western names
    (0x0100, 0x017F),  # letters of Turkish, Polish, Baltic names
    (0x0400, 0x045F),  # Cyrillic
    (0x0490, 0x04BF),  # Ғ Қ Ң Ү Ұ Һ and neighbours
    (0x04C0, 0x04FF),  # Ә Ө and neighbours
    (0x2007, 0x2027),  # dashes, quotes, spaces, ellipsis, bullet
    (0x202F, 0x203A),
)
SINGLE = "€₸₽№™−≈≠≤≥×÷→←↑↓"

# What must be there, else the face is not for us.
ALPHABETS = (
    "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789«»–—-№₸ \u00a0"
)


def wanted() -> set[int]:
    """Code points that stay."""
    points = {point for start, end in RANGES for point in range(start, end + 1)}
    return points | {ord(letter) for letter in SINGLE}


def cut(source: Path, target: Path, *, for_screen: bool) -> None:
    """Write the cut font; hints and kerning stay only where a screen draws it."""
    options = subset.Options()
    options.hinting = for_screen
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"] if for_screen else []
    # Every PDF carries the names of its faces; their licence lies beside them in OFL.txt.
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17] if for_screen else [0, 1, 2, 4, 6]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted())
    cutter.subset(font)
    missing = [letter for letter in ALPHABETS if ord(letter) not in font.getBestCmap()]
    if missing:
        raise SystemExit(f"{source.name} has no {' '.join(missing)}")
    font.save(target)
    print(f"{target.name}: {source.stat().st_size // 1024} -> {target.stat().st_size // 1024} KB")


def find(name: str, folders: list[Path]) -> Path:
    """The full font of that name in the folders."""
    for folder in folders:
        for path in sorted(folder.rglob(f"{name}.ttf")):
            return path
    raise SystemExit(f"{name}.ttf is in none of the folders")


def main() -> None:
    """Cut all faces."""
    folders = [Path(argument) for argument in sys.argv[1:]]
    if not folders:
        raise SystemExit(__doc__)
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in PAPER_FACES + WINDOW_FACES:
        cut(find(name, folders), TARGET / f"{name}.ttf", for_screen=name in WINDOW_FACES)


if __name__ == "__main__":
    main()
