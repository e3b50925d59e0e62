"""The program's icon for Windows out of resources/program/app.svg. Run when the drawing changed.

python tools/make_icon.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "program"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def drawn(renderer: QSvgRenderer, size: int) -> Image.Image:
    """The drawing at this size."""
    picture = QImage(size, size, QImage.Format.Format_RGBA8888)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(picture.constBits()))


def main() -> int:
    _application = QGuiApplication([])
    renderer = QSvgRenderer(str(FOLDER / "app.svg"))
    pictures = [drawn(renderer, size) for size in SIZES]
    pictures[-1].save(
        FOLDER / "app.ico", sizes=[(size, size) for size in SIZES], append_images=pictures[:-1]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
