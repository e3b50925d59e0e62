"""A file for support: versions, counts, the log. No names, no identifiers, no values."""

from __future__ import annotations

import io
import json
import platform
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cluster_desktop.db.engine import driver, journal_mode
from cluster_desktop.files import write_whole
from cluster_desktop.paths import Places

PACKAGES = ("cluster-desktop", "sqlalchemy", "pyside6-essentials", "reportlab", "openpyxl")


def save(places: Places, target: Path) -> None:
    """Write the zip. Raises Trouble where it cannot be written."""
    about = {
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": driver.sqlite_version,
        "journal_mode": journal_mode(),
        "packages": {name: _version(name) for name in PACKAGES},
        "database_bytes": places.database.stat().st_size if places.database.exists() else None,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("about.json", json.dumps(about, indent=1))
        for path in sorted(places.logs.glob("*")) if places.logs.is_dir() else []:
            if path.is_file():
                file.writestr(f"logs/{path.name}", path.read_bytes())
    write_whole(target, content.getvalue())


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
