"""Contact persons: declared once, they have history, bin, search, list and command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cluster_desktop.db import migrate
from cluster_desktop.db.engine import open_engine
from cluster_desktop.db.store import Store
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from tests.test_cli import Shell


def test_a_contact_goes_to_the_bin_and_comes_back_with_its_partner(office: Office) -> None:
    (partner,) = office.add("organisation", {"name_kk": "«Қостанай агро» ЖШС"}).ids
    values = {"organisation_id": partner, "full_name": "Нұрмұхаммедова Әсел"}
    office.add("contact_person", values)
    office.delete("organisation", [partner])
    assert office.count("contact_person") == 0
    office.restore("organisation", [partner])
    (row,) = office.rows(Query("contact_person", text="нурмухам"))
    assert row["full_name"] == "Нұрмұхаммедова Әсел"


def test_a_contact_without_a_name_is_refused_beside_the_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(tmp_path, capsys)
    shell("add", "partner", "name_kk=«Арай» ЖШС")
    shell("add", "contact_person", "organisation_id=арай", expect=2)
    assert "Full name: fill in" in shell.said


def test_a_database_from_before_contacts_is_brought_up_with_its_records(tmp_path: Path) -> None:
    path = tmp_path / "cluster.db"
    engine = open_engine(path, foreign_keys=False)
    migrate.run(engine, "0001")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER organisation_inserted")
        connection.exec_driver_sql(
            "INSERT INTO organisation (id, name_kk, kind, status, folded, patron, is_own)"
            " VALUES (x'00112233445566778899aabbccddeeff',"
            " 'Арай', 'school', 'active', 'арай', 0, 0)"
        )
    engine.dispose()
    office = Office(Store.open(path))
    (row,) = office.rows(Query("organisation", columns=("name_kk",)))
    assert row["name_kk"] == "Арай"
    office.add("contact_person", {"organisation_id": row.id, "full_name": "Ким В."})
    assert office.count("contact_person") == 1
    assert [path.name.split("-", 2)[2] for path in (tmp_path / "backups").iterdir()] == [
        f"schema-0001-{migrate.HEAD}.backup"
    ]
    office.close()
