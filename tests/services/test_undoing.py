"""Taking an import back days later: what was edited since is listed, the rest goes back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Insert
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

NAMES = ("«Қайнар» ЖШС", "«Дала» ЖШС", "«Нан» ЖШС", "«Темір» ЖШС")


@pytest.fixture
def imported(office: Office) -> tuple[int, list[UUID]]:
    """Four partners that came in as one action."""
    ids = [new_id() for _name in NAMES]
    values = [{"name_kk": name, "kind": "enterprise"} for name in NAMES]
    batch = [Insert("organisation", each, id) for each, id in zip(values, ids, strict=True)]
    changes = office.apply("Import: partners.xlsx", "import", batch)
    assert changes.action is not None
    return changes.action, ids


def refused(office: Office, action: int) -> Refusal:
    with pytest.raises(Refusal) as why:
        office.undo(action)
    return why.value


def test_what_was_edited_since_is_told_with_field_moment_and_person(
    office: Office, imported: tuple[int, list[UUID]]
) -> None:
    action, ids = imported
    office.put_setting("person.name", "Ахметова Г.")
    office.set("organisation", ids[0], {"phone": "8 777 000 00 01"})
    office.set("organisation", ids[0], {"address_kk": "Абай көшесі, 1"})
    office.delete("organisation", [ids[1]])
    why = refused(office, action)
    assert "2 records" in why.message
    first, second = (found.message for found in why.findings)
    assert first.startswith("Partner: «Қайнар» ЖШС – Phone, Address (Kazakh); ")
    assert first.endswith(", Ахметова Г.")
    assert "«Дала» ЖШС – sent to the bin; " in second


def test_what_is_used_since_names_who_uses_it(
    office: Office, imported: tuple[int, list[UUID]]
) -> None:
    action, ids = imported
    day = date(2026, 11, 1)
    values = {
        "partner_id": ids[2], "kind": "memorandum", "number": "М-9", "valid_from": day,
        "valid_until": day + timedelta(days=365),
    }  # fmt: skip
    office.add("agreement", values)
    (found,) = refused(office, action).findings
    assert found.message == "Partner: «Нан» ЖШС – is used by Agreement: М-9"


def test_the_rest_goes_back_and_the_edited_stay(
    office: Office, imported: tuple[int, list[UUID]]
) -> None:
    action, ids = imported
    office.set("organisation", ids[3], {"phone": "8 777 000 00 02"})
    before = office.count("organisation")
    refused(office, action)
    assert office.count("organisation") == before
    office.undo(action, force=True)
    assert office.count("organisation") == before - 3
    assert office.get("organisation", ids[3])["name_kk"] == NAMES[3]
    assert office.journal(1)[0].title == "Undo: Import: partners.xlsx"


def test_the_command_line_lists_them_and_takes_the_rest_back_when_told(
    office: Office,
    imported: tuple[int, list[UUID]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from cluster_desktop.cli import main

    action, ids = imported
    office.set("organisation", ids[0], {"phone": "8 777 000 00 01"})
    office.close()
    folder = str(tmp_path / "data")
    assert main(["--data", folder, "undo", str(action)]) != 0
    said = "".join(capsys.readouterr())
    assert "«Қайнар» ЖШС – Phone" in said
    assert main(["--data", folder, "undo", str(action), "--force"]) == 0
