"""Brings a database file to this program's schema: backup first, one transaction, whole or not.

Alembic costs a third of a second to import, so it is loaded only for a file that is behind. A new
file is built from the declarations; tests hold that equal to what the migrations leave.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from cluster_desktop.db import backup, triggers
from cluster_desktop.db.engine import driver, open_engine
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.paths import migrations

HEAD = "0006"


def upgrade(path: Path, at: datetime) -> None:
    """Make or bring up to date. Raises Refusal (newer file), Trouble (damaged, cannot write)."""
    if not path.exists():
        _build(path)
        return
    found = revision(path)
    if found == HEAD:
        return
    if found is None:
        raise Trouble(
            _("{file} is not a database of this program. It was left as it is.").format(file=path)
        )
    if found > HEAD:
        raise Refusal(
            _("The data were written by a newer version of the program. Update the program first.")
        )
    _upgrade(path, found, at)


def revision(path: Path) -> str | None:
    """The schema version in the file; None where it is not ours. Raises Trouble if damaged."""
    try:
        connection = driver.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            line = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except driver.OperationalError:
        return None
    except driver.DatabaseError as why:
        raise Trouble(
            _(
                "The database is damaged and was left as it is. Restore the newest backup copy: "
                "the file is {file}."
            ).format(file=path)
        ) from why
    return None if line is None else str(line[0])


def _build(path: Path) -> None:
    """A new file, made beside and renamed: a kill leaves no half-made database under the name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.new")
    part.unlink(missing_ok=True)
    engine = open_engine(part)
    try:
        with engine.begin() as connection:
            triggers.build_schema(connection)
            connection.exec_driver_sql(
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
                " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    finally:
        engine.dispose()
    part.replace(path)


def _upgrade(path: Path, found: str, at: datetime) -> None:
    kept = backup.make(path, path.parent / "backups", at, why=f"schema-{found}-{HEAD}")
    engine = open_engine(path, foreign_keys=False)
    try:
        run(engine, HEAD)
    except Exception as why:
        # Whatever it was, the transaction took everything back; the user keeps working data.
        raise Trouble(
            _(
                "The data could not be brought to the new version and were left unchanged. "
                "A copy lies in {file}. Go on with the old version and send us the log."
            ).format(file=kept)
        ) from why
    finally:
        engine.dispose()


def run(engine: Engine, target: str, folder: Path | None = None) -> None:
    """All migrations up to `target` and the checks after them, in one transaction."""
    # Loaded here: a third of a second that only an old file needs.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder or migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        triggers.drop(connection)
        command.upgrade(config, target)
        _finish(connection)


def _finish(connection: Connection) -> None:
    """Search index and triggers anew (a rebuilt table loses them); no link may hang."""
    triggers.create_search_tables(connection)
    triggers.recreate(connection)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise driver.IntegrityError(f"{len(broken)} rows point at nothing after the migration")
