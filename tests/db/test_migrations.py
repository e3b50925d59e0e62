"""Old files come up whole or stay as they were; damaged and newer ones are left alone."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cluster_desktop.db import migrate
from cluster_desktop.db.base import Base
from cluster_desktop.db.engine import driver, open_engine
from cluster_desktop.db.store import Store
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.services.office import Office

AT = datetime(2026, 11, 21, 9, 32, tzinfo=UTC)


def content(path: Path) -> list[str]:
    """Schema and rows as text."""
    connection = driver.connect(str(path))
    try:
        names = [
            f"{kind} {name}: {sql}"
            for kind, name, sql in connection.execute(
                "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            )
        ]
        rows = [
            f"{table}: {line}"
            for table in [*Base.metadata.tables, "alembic_version"]
            for line in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        ]
        return names + rows
    finally:
        connection.close()


def schema(path: Path) -> dict[str, str]:
    connection = driver.connect(str(path))
    lines = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    found = {name: " ".join(sql.replace('"', "").split()) for name, sql in lines}
    connection.close()
    return found


def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = driver.connect(str(path))
    names = list(Base.metadata.tables)
    found = {
        name: sorted(
            connection.execute(f'PRAGMA table_info("{name}")').fetchall(), key=lambda c: c[1]
        )
        for name in names
    }
    connection.close()
    return {n: [(c[1], c[2], c[3], c[5]) for c in lines] for n, lines in found.items()}


def migrated(path: Path, folder: Path | None = None) -> None:
    engine = open_engine(path, foreign_keys=False)
    try:
        migrate.run(engine, "head", folder)
    finally:
        engine.dispose()


def test_a_new_file_has_the_schema_that_the_migrations_leave(tmp_path: Path) -> None:
    Store.open(tmp_path / "new.db").close()
    migrated(tmp_path / "migrated.db")
    assert columns(tmp_path / "new.db") == columns(tmp_path / "migrated.db")
    new, old = schema(tmp_path / "new.db"), schema(tmp_path / "migrated.db")
    assert {n for n in new if n.startswith("ix_")} == {n for n in old if n.startswith("ix_")}
    triggers = {n for n in new if new[n].startswith("CREATE TRIGGER")}
    assert {n: new[n] for n in triggers} == {n: old.get(n) for n in triggers}


def test_the_head_named_in_the_program_is_the_newest_migration(project: Path) -> None:
    versions = project / "cluster_desktop" / "db" / "migrations" / "versions"
    assert max(path.name[:4] for path in versions.glob("*.py")) == migrate.HEAD


@pytest.mark.parametrize("folder", ["бос орын 100% дерек", "a%41b", "Ә ғ 'q\" #?"])
def test_the_path_of_the_data_may_hold_anything(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "cluster.db"
    store = Store.open(path)
    Office(store).add("organisation", {"name_kk": "«Арай» ЖШС"})
    store.close()
    assert path.exists()
    again = Office(Store.open(path))
    assert again.count("organisation") == 1
    again.close()


FAILING = '''
"""Fails at its end, after it has changed schema and rows."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"

def upgrade() -> None:
    op.execute("UPDATE organisation SET note = 'half'")
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("extra", sa.String()))
    raise RuntimeError("at the end")
'''


def migrations_with(tmp_path: Path, project: Path, name: str, body: str) -> Path:
    folder = tmp_path / "migrations 100%"
    shutil.copytree(project / "cluster_desktop" / "db" / "migrations", folder)
    (folder / "versions" / name).write_text(body, encoding="utf-8")
    return folder


def test_a_failed_migration_leaves_the_old_file_as_it_was(tmp_path: Path, project: Path) -> None:
    path = tmp_path / "cluster.db"
    office = Office(Store.open(path))
    (partner,) = office.add("organisation", {"name_kk": "«Арай» ЖШС"}).ids
    office.add("agreement", {"partner_id": partner, "number": "М-001/2026"})
    office.close()
    before = content(path)
    folder = migrations_with(tmp_path, project, "9999_fails.py", FAILING.format(head=migrate.HEAD))
    with pytest.raises(RuntimeError, match="at the end"):
        migrated(path, folder)
    assert content(path) == before


REBUILDS = '''
"""Rebuilds a parent table."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"

def upgrade() -> None:
    with op.batch_alter_table("agreement", recreate="always") as batch:
        batch.add_column(sa.Column("extra", sa.String()))
'''


def test_a_rebuilt_parent_keeps_its_children_and_its_triggers(
    tmp_path: Path, project: Path
) -> None:
    path = tmp_path / "cluster.db"
    office = Office(Store.open(path))
    (partner,) = office.add("organisation", {"name_kk": "«Арай» ЖШС"}).ids
    (agreement,) = office.add("agreement", {"partner_id": partner, "number": "М-001"}).ids
    office.add("addendum", {"agreement_id": agreement, "number": "1"})
    office.close()
    triggers = {n for n, sql in schema(path).items() if sql.startswith("CREATE TRIGGER")}
    migrated(
        path,
        migrations_with(tmp_path, project, "9999_rebuild.py", REBUILDS.format(head=migrate.HEAD)),
    )
    again = Office(Store(open_engine(path), path))
    assert (again.count("agreement"), again.count("addendum")) == (1, 1)
    assert {n for n, sql in schema(path).items() if sql.startswith("CREATE TRIGGER")} == triggers
    assert [hit.title for hit in again.search("М-001")]
    again.close()


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cluster.db"
    Store.open(path).close()
    connection = driver.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9998'")
    connection.commit()
    connection.close()
    with pytest.raises(Refusal, match="newer version"):
        Store.open(path)


@pytest.mark.parametrize(
    "damage",
    [b"", b"not a database at all, but long enough to be read" * 40],
    ids=["empty", "text"],
)
def test_what_is_no_database_of_ours_is_left_as_it_is(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "cluster.db"
    path.write_bytes(damage)
    with pytest.raises(Trouble):
        Store.open(path)
    assert path.read_bytes() == damage


def test_a_foreign_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cluster.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE photos (id)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(Trouble, match="not a database of this program"):
        Store.open(path)
    assert path.read_bytes() == before
