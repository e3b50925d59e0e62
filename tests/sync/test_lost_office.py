"""The regional office is lost: what brings it back on another computer, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster_desktop.errors import Cancelled, Refusal, Trouble
from cluster_desktop.sync import crypto, names
from cluster_desktop.sync.office_keys import Root
from tests.databases import Databases
from tests.sync.loss import Loss
from tests.sync.region import PASSPHRASE, computer, folder_place


@pytest.fixture
def loss(databases: Databases, tmp_path: Path) -> Iterator[Loss]:
    made = Loss(databases, tmp_path)
    yield made
    made.close()


def test_by_the_words_on_paper_it_stands_in_the_list_under_its_own_name(loss: Loss) -> None:
    steps: list[int] = []
    loss.new.exchange.renew_office(
        None, loss.words, place=loss.place, name="Кеңсенің жаңа компьютері",
        progress=lambda done, _of, _text: steps.append(done),
    )  # fmt: skip
    loss.rounds(loss.new, loss.college, loss.new)
    owners = [one.owner for one in loss.new.exchange.members()]
    assert owners[-1] == "Кеңсенің жаңа компьютері"
    assert len(owners) == 3
    assert sorted(set(steps)) == [0, 1, 2]
    assert loss.new.exchange.state().role == "region"
    assert loss.new.exchange.place() == loss.place
    assert loss.new.office.count("student") == 2


def test_by_the_file_from_the_safe_as_well(loss: Loss) -> None:
    loss.new.exchange.renew_office(loss.file, PASSPHRASE, place=loss.place)
    loss.new.run(loss.share)
    assert loss.new.exchange.state().role == "region"
    assert loss.new.office.count("student") == 2


def test_what_the_new_office_writes_is_the_offices_own(loss: Loss) -> None:
    """It belongs to the record of the lost office: no college reads it, and all of it is sent."""
    loss.new.exchange.renew_office(None, loss.words, place=loss.place)
    loss.rounds(loss.new, loss.college, loss.new)
    loss.new.office.add("student", {"full_name": "Жаңа кеңсе жазған адам"})
    loss.rounds(loss.new, loss.college)
    assert loss.new.exchange.state().unsent == 0
    assert loss.college.office.count("student") == 1
    former = loss.office.office.college_id()
    assert loss.new.office.college_id() == former
    letters = [one.letters for one in loss.new.exchange.members() if one.role == "region"]
    assert len(set(letters)) == 2


def test_nothing_is_kept_of_what_does_not_fit(loss: Loss, tmp_path: Path) -> None:
    empty, files = tmp_path / "empty", tmp_path / "files"
    for folder in (empty, files):
        folder.mkdir()
    (files / "есеп.xlsx").write_bytes(b"x")
    stranger = Root("Басқа облыс", crypto.fresh())
    others = " ".join(word for line in stranger.recovery_words("ru") for word in line)
    first, rest = loss.words.split(" ", 1)
    cases = [
        (loss.words, folder_place(empty), "is empty"),
        (loss.words, folder_place(files), "no list of computers"),
        (others, loss.place, "“Қостанай облысы”"),
        (f"{rest} {first}", loss.place, "Line 1 has a mistake"),
        (loss.words + " " + first, loss.place, "The number of words is 37"),
    ]
    said = []
    for words, place, _wanted in cases:
        with pytest.raises(Refusal) as why:
            loss.new.exchange.renew_office(None, words, place=place)
        said.append(why.value.message)
    assert [one for one, case in zip(said, cases, strict=True) if case[2] not in one] == []
    with pytest.raises(Trouble):
        loss.new.exchange.renew_office(None, loss.words, place=folder_place(tmp_path / "gone"))
    assert loss.new.exchange.state().stage == "off"
    assert (loss.new.exchange.place(), loss.keys()) == (None, [])


def test_a_list_of_another_root_laid_beside_does_not_hinder(loss: Loss, tmp_path: Path) -> None:
    """Whoever can write into the folder could lay a list of his own with a greater number."""
    other = computer(loss.databases, tmp_path / "other", "Басқа кеңсе", "")
    other.exchange.start_region("Басқа облыс", PASSPHRASE, other.folder)
    for _turn in range(5):
        other.exchange.joining.turn()
    number, hashed, content = other.exchange.joining.newest()
    other.office.close()
    (loss.share / names.roster_path(number, hashed)).write_bytes(content)
    loss.new.exchange.renew_office(None, loss.words, place=loss.place)
    assert loss.new.exchange.state().region == "Қостанай облысы"


def test_cancel_keeps_nothing(loss: Loss) -> None:
    def stop(done: int, _of: int, _text: str) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        loss.new.exchange.renew_office(None, loss.words, place=loss.place, progress=stop)
    assert loss.new.exchange.state().stage == "off"
    assert loss.keys() == []


def test_a_college_cannot_take_the_place_of_its_office(loss: Loss) -> None:
    """Its list would name an office on a computer that has no right to be one."""
    with pytest.raises(Refusal, match="Only a computer of the regional office"):
        loss.college.exchange.renew_office(None, loss.words)
    loss.office.exchange.joining.turn()  # the office still commands
    assert loss.college.exchange.state().role == "college"
