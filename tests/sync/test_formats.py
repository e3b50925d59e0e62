"""Files that earlier versions made are read for ever. Each folder of formats/ is never changed.

A new version whose files differ gets a folder of its own beside the old ones, and a line here.
"""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from cluster_desktop.sync import bundle, enrol, keys, office_keys
from cluster_desktop.sync import roster as rosters
from cluster_desktop.sync.keys import DeviceKeys
from tests.sync import regions
from tests.sync.regions import COLLEGE, NOW, ORAL, OWNER

OFFICE, COLLEGES, THIRD = (DeviceKeys(bytes([n]) * 32, bytes([n + 100]) * 32) for n in (1, 2, 3))
REGION_WORDS = "трактор трактор шошқа маса үкі жазушы бас қой"
RECOVERY = """
солдат апельсин море картина скрипка стекло яйцо радуга жемчуг
лебедь забор персик клён урок дерево штора крепость щенок
локоть сокол колбаса магнит хвост телёнок огурец муравей аист
река яблоко лестница кость расчёска сова одеяло друг белка
"""


@pytest.fixture(params=["1"])
def made(request: pytest.FixtureRequest) -> Path:
    return Path(__file__).with_name("formats") / str(request.param)


def content(made: Path, name: str) -> bytes:
    """A file of that version; kept as text, which no tool takes for lines to be mended."""
    return base64.b64decode((made / f"{name}.txt").read_text("ascii"))


def test_names_of_computers_never_change() -> None:
    assert OFFICE.device == "rordtv6w5halunhvylzx3kbpja"


def test_an_invitation_is_read(made: Path) -> None:
    admitted = enrol.read_invite(content(made, "invite.cli"), REGION_WORDS, COLLEGES)

    assert (admitted.certificate.owner, admitted.certificate.college) == (OWNER, COLLEGE)
    assert admitted.certificate.sponsor
    assert len(admitted.scope_keys) == 4  # two scopes, two epochs


def test_a_list_and_a_bundle_are_read(made: Path) -> None:
    office = rosters.read(content(made, "roster.clr"))
    file = content(made, "bundle.clb")

    header = bundle.verify(file, COLLEGES.sign_public)

    assert (office.number, len(office.certificates)) == (3, 2)
    assert office.may_write(header.dev, header.scope, header.seq)
    scope_keys = rosters.scope_keys(office, OFFICE)
    body = bundle.unpack(file, header, scope_keys[(header.scope, header.epoch)])
    assert body.decode() == "Әлия" * 50


@pytest.mark.parametrize("name", ["request.clr", "request-sealed.clr"])
def test_a_request_is_read(made: Path, name: str) -> None:
    asked = enrol.read_request(content(made, name), OFFICE)

    assert (asked.device, asked.owner, asked.college_id) == (COLLEGES.device, OWNER, ORAL)
    assert asked.made_at == NOW


def test_an_invitation_by_a_sponsor_is_read(made: Path) -> None:
    admitted = enrol.read_invite(content(made, "invite-sponsored.cli"), REGION_WORDS, THIRD)

    assert (admitted.certificate.letters, admitted.certificate.owner) == ("A1", OWNER)


def test_secrets_are_opened(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "computer.clk"
    path.write_bytes(content(made, "computer.clk"))

    root = office_keys.root_from_file(content(made, "region-root.clk"), regions.PASSPHRASE)

    assert office_keys.root_from_words(RECOVERY, root.title) == root
    assert keys.load(path, keys.Passphrase(regions.PASSPHRASE)) == COLLEGES
