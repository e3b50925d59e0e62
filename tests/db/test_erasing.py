"""What was overwritten leaves no byte in the file, wherever pages were split before."""

from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import text

from cluster_desktop.db import erasing
from cluster_desktop.db.engine import open_engine

SECRETS = 500


def test_scrub_takes_the_remains_that_secure_delete_leaves(tmp_path: Path) -> None:
    path = tmp_path / "cluster.db"
    engine = open_engine(path)
    chance = random.Random(3)
    names = [f"{chance.getrandbits(128):032x}" for _n in range(3_000)]
    gone = chance.sample(range(3_000), SECRETS)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (id INTEGER PRIMARY KEY, name, note)"))
        connection.execute(text("CREATE INDEX by_name ON person (name)"))
        make = text("INSERT INTO person VALUES (:id, :name, :note)")
        for number, name in enumerate(names):
            note = "v" * chance.randrange(200)
            connection.execute(make, {"id": number, "name": name, "note": note})
    with engine.begin() as connection:
        grow = text("UPDATE person SET note = :note WHERE id = :id")
        for _turn in range(3_000):
            grown = {"note": "w" * chance.randrange(600), "id": chance.randrange(3_000)}
            connection.execute(grow, grown)
        erase = text("UPDATE person SET name = '—' WHERE id = :id")
        connection.execute(erase, [{"id": number} for number in gone])
    assert erasing.scrub(engine)
    engine.dispose()
    content = path.read_bytes()
    assert [names[number] for number in gone if names[number].encode() in content] == []
    assert not path.with_name("cluster.db-wal").exists()
