"""Backup copies are checked before they count, and lead back to an equal database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cluster_desktop.db import backup
from cluster_desktop.db.store import Store
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.query import Insert
from cluster_desktop.services import safety
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

AT = datetime(2026, 11, 21, 9, 32, tzinfo=UTC)


def test_a_restored_copy_is_the_database_of_its_day(office: Office, tmp_path: Path) -> None:
    office.add("organisation", {"name_kk": "«Арай» ЖШС"})
    before = logical_dump(office)
    copy = safety.make_backup(office)
    office.add("organisation", {"name_kk": "«Кейінгі» ЖШС"})
    path = office.store.path
    office.close()
    kept = safety.restore(path, copy, AT)
    again = Office(Store.open(path))
    assert logical_dump(again) == before
    assert kept is not None
    again.close()
    safety.restore(path, kept, AT)
    newest = Office(Store.open(path))
    assert newest.count("organisation") == 2
    newest.close()


@pytest.mark.parametrize("often", [1, 99])
def test_work_goes_on_while_a_copy_is_made(
    office: Office, monkeypatch: pytest.MonkeyPatch, often: int
) -> None:
    """Written between copying and counting: once, or each time anew."""
    count = backup._table_counts
    left = [often]

    def busy(connection: Any) -> dict[str, int]:
        if left[0]:
            left[0] -= 1
            office.add("organisation", {"name_kk": "«Бір мезгілде» ЖШС"})
        return count(connection)

    monkeypatch.setattr(backup, "_table_counts", busy)
    copy = safety.make_backup(office)
    monkeypatch.undo()
    assert backup.contents(copy)["organisation"] > 0
    assert backup.check_file(copy) == []


def test_a_copy_is_listed_with_its_size_and_records(office: Office) -> None:
    office.add("organisation", {"name_kk": "«Арай» ЖШС"})
    copy = safety.make_backup(office)
    (listed,) = safety.backups(office)
    assert listed.path == copy
    assert listed.size == copy.stat().st_size
    assert listed.records > 100  # the reference lists are there


def test_a_damaged_copy_is_refused_and_nothing_changes(office: Office) -> None:
    office.add("organisation", {"name_kk": "«Арай» ЖШС"})
    copy = safety.make_backup(office)
    content = bytearray(copy.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\x00" * 4096 * 3
    copy.write_bytes(bytes(content))
    before = logical_dump(office)
    path = office.store.path
    office.close()
    with pytest.raises(Refusal, match="not a sound backup"):
        safety.restore(path, copy, AT)
    again = Office(Store.open(path))
    assert logical_dump(again) == before
    again.close()


def test_a_folder_that_cannot_be_written_to_is_told(office: Office, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(Trouble, match="could not be written"):
        safety.make_backup(office, blocked)


def test_check_is_clean_and_names_a_link_that_leads_nowhere(office: Office) -> None:
    (partner,) = office.add("organisation", {"name_kk": "«Арай» ЖШС"}).ids
    office.add("agreement", {"partner_id": partner, "number": "М-1"})
    assert safety.check(office).is_clean
    lost = Insert("agreement", {"partner_id": new_id()}, new_id())
    office.apply("an exchange that has not brought the partner yet", "test", [lost])
    result = safety.check(office)
    assert result.dangling == ("Agreements, Partner: 1 links lead nowhere",)
