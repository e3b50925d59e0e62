"""Files of records: sealed, named by what is sealed, opened by who has the record."""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.errors import Trouble
from cluster_desktop.query import Insert
from cluster_desktop.services import attachments
from cluster_desktop.services.office import Office
from cluster_desktop.sync import blobs, crypto, names
from cluster_desktop.sync.bundle import Damaged
from cluster_desktop.sync.folder import FolderMedium
from tests.databases import Databases, prepared

KEY = bytes(range(32))
SCOPE, OTHER = names.base32(bytes(8)), names.base32(b"otherone")
CONTENT = "Келісім №14, Әлиев Дамир, ЖСН 050101500011".encode() * 40
PLACE = "share"


class Member:
    """As much of a membership as files need."""

    own_scope = SCOPE
    writes = frozenset({SCOPE})

    def scope_of(self, college: bytes | None) -> str:
        return SCOPE if college is None else OTHER

    def epoch(self, scope: str) -> int:
        return 1

    def scope_key(self, scope: str, epoch: int) -> bytes:
        return KEY


@pytest.fixture
def medium(tmp_path: Path) -> FolderMedium:
    folder = tmp_path / "share"
    folder.mkdir()
    return FolderMedium(folder)


def with_file(office: Office, content: bytes = CONTENT) -> UUID:
    partner = next(iter(office.add("organisation", {"name_kk": "«Арай» ЖШС"}).ids))
    attachments.keep(office, "organisation", partner, "М-014.pdf", content, kind="scan")
    return attachments.of_record(office, partner)[0].id


def second(databases: Databases, tmp_path: Path, office: Office, attachment: UUID) -> Office:
    """Another computer that has the record, not the file."""
    other = databases.open(prepared, tmp_path / "other" / "cluster.db")
    row = office.get("attachment", attachment)
    values = {name: row[name] for name in office.entity("attachment").fields}
    other.apply("came", "exchange", [Insert("attachment", values, attachment)])
    return other


def files_of(medium_folder: Path) -> list[Path]:
    return sorted(one for one in medium_folder.rglob("*") if one.is_file())


def test_a_file_travels_sealed_and_comes_out_whole(
    office: Office, databases: Databases, tmp_path: Path, medium: FolderMedium
) -> None:
    one = with_file(office)
    assert blobs.name_new(office, Member()) == 1
    assert blobs.hand_over(office, Member(), medium, PLACE) == (None, True)
    other = second(databases, tmp_path, office, one)

    assert blobs.fetch_missing(other, Member(), medium) == (1, 0)

    assert attachments.content_path(other, one).read_bytes() == CONTENT
    other.close()


def test_nothing_of_the_content_or_its_plain_hash_is_on_the_medium(
    office: Office, medium: FolderMedium, tmp_path: Path
) -> None:
    with_file(office)
    blobs.name_new(office, Member())
    blobs.hand_over(office, Member(), medium, PLACE)

    (laid,) = files_of(tmp_path / "share")

    assert "Әлиев".encode() not in laid.read_bytes()
    assert hashlib.sha256(CONTENT).hexdigest()[:16] not in str(laid)
    assert crypto.hash32(CONTENT)[:16] not in str(laid)
    assert laid.stem == crypto.hash32(laid.read_bytes())


def test_one_content_of_two_records_is_not_told_to_be_one(office: Office) -> None:
    first, second_one = with_file(office), with_file(office)
    blobs.name_new(office, Member())

    said = {blobs.read(office.get("attachment", one)["blob"]) for one in (first, second_one)}

    assert len({one.hash for one in said}) == 2


def test_two_computers_of_a_college_say_the_same_of_a_file(
    office: Office, databases: Databases, tmp_path: Path
) -> None:
    one = with_file(office)
    other = second(databases, tmp_path, office, one)
    attachments.put(other, CONTENT)

    blobs.name_new(office, Member())
    blobs.name_new(other, Member())

    assert other.get("attachment", one)["blob"] == office.get("attachment", one)["blob"] != None  # noqa: E711
    other.close()


def test_what_is_named_once_is_not_named_again_nor_laid_twice(
    office: Office, medium: FolderMedium, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_file(office)
    blobs.name_new(office, Member())
    blobs.hand_over(office, Member(), medium, PLACE)

    assert blobs.name_new(office, Member()) == 0
    monkeypatch.setattr(medium, "lay", None)
    assert blobs.hand_over(office, Member(), medium, PLACE) == (None, True)


def test_naming_is_no_step_that_can_be_taken_back(office: Office) -> None:
    with_file(office)
    before = office.undo_title()

    blobs.name_new(office, Member())

    assert office.journal(limit=1)[0].title == "Files made ready for other computers"
    after = office.undo_title()
    assert after == before


def test_an_emptied_place_is_filled_with_the_same_bytes(
    office: Office, databases: Databases, tmp_path: Path, medium: FolderMedium
) -> None:
    one = with_file(office)
    blobs.name_new(office, Member())
    blobs.hand_over(office, Member(), medium, PLACE)
    (laid,) = files_of(tmp_path / "share")
    before = laid.read_bytes()
    laid.unlink()
    other = second(databases, tmp_path, office, one)
    attachments.put(other, CONTENT)

    blobs.hand_over(other, Member(), medium, PLACE)

    assert laid.read_bytes() == before
    other.close()


def test_a_missing_copy_is_not_on_this_computer_as_before(
    office: Office, databases: Databases, tmp_path: Path, medium: FolderMedium
) -> None:
    one = with_file(office)
    blobs.name_new(office, Member())
    other = second(databases, tmp_path, office, one)

    assert blobs.fetch_missing(other, Member(), medium) == (0, 1)
    assert blobs.fetch(other, medium, one) is False
    assert attachments.is_here(other, one) is False
    with pytest.raises(Trouble, match="not on this computer"):
        attachments.content_path(other, one)
    other.close()


@pytest.mark.parametrize("damage", [b"", b"CLX1", None])
def test_a_damaged_copy_is_refused_and_laid_anew_beside_it(
    office: Office, databases: Databases, tmp_path: Path, medium: FolderMedium, damage: bytes | None
) -> None:
    one = with_file(office)
    blobs.name_new(office, Member())
    blobs.hand_over(office, Member(), medium, PLACE)
    (laid,) = files_of(tmp_path / "share")
    whole = laid.read_bytes()
    bent = whole[:500] + bytes([whole[500] ^ 4]) + whole[501:] if damage is None else damage
    laid.write_bytes(bent)
    other = second(databases, tmp_path, office, one)
    with pytest.raises(Damaged):
        blobs.fetch(other, medium, one)

    blobs.hand_over(office, Member(), medium, "the same share, looked at anew")

    assert laid.read_bytes() == bent
    assert blobs.fetch(other, medium, one) is True
    assert attachments.content_path(other, one).read_bytes() == CONTENT
    other.close()


def test_a_full_stick_is_said_and_the_rest_waits(
    office: Office, medium: FolderMedium, tmp_path: Path
) -> None:
    with_file(office)
    with_file(office, bytes(9_000))
    blobs.name_new(office, Member())

    left, all_had_room = blobs.hand_over(office, Member(), medium, PLACE, room=13_000)

    assert not all_had_room
    assert 0 <= left < 1_000
    assert len(files_of(tmp_path / "share")) == 1
    assert blobs.hand_over(office, Member(), medium, PLACE) == (None, True)
    assert len(files_of(tmp_path / "share")) == 2


def test_in_the_background_only_so_much_is_fetched(
    office: Office, databases: Databases, tmp_path: Path, medium: FolderMedium
) -> None:
    one = with_file(office)
    blobs.name_new(office, Member())
    blobs.hand_over(office, Member(), medium, PLACE)
    other = second(databases, tmp_path, office, one)

    assert blobs.fetch_missing(other, Member(), medium, most=len(CONTENT) - 1) == (0, 1)
    assert blobs.fetch(other, medium, one) is True
    other.close()


@pytest.mark.parametrize(
    "said", ["", "x", "../../../../etc/passwd", f"{SCOPE}.{'0' * 32}", f"{'0' * 13}.{'0' * 32}.ff"]
)
def test_a_record_from_outside_cannot_lead_elsewhere(said: str) -> None:
    assert blobs.read(said) is None


def test_a_digest_from_outside_is_no_path(office: Office, tmp_path: Path) -> None:
    victim = tmp_path / "data" / "cluster.db"

    attachments.forget(office, "../../data/cluster.db")

    assert victim.exists()
    assert attachments.content_of(office, "../../data/cluster.db") is None
    assert attachments.is_kept(office, "../../data/cluster.db") is False


def test_another_key_or_another_copy_does_not_open_it() -> None:
    blob = blobs.Blob(SCOPE, crypto.hash32(blobs.seal(CONTENT, KEY)), KEY)
    sealed = blobs.seal(CONTENT, KEY)

    assert blobs.open_blob(sealed, blob) == CONTENT
    with pytest.raises(Damaged):
        blobs.open_blob(sealed, blobs.Blob(SCOPE, blob.hash, bytes(32)))
    with pytest.raises(Damaged):
        blobs.open_blob(blobs.seal(CONTENT + b"!", KEY), blob)
