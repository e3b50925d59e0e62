"""The exchange by commands alone: a region, three computers of one college, one of another."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from cluster_desktop import cli
from tests.databases import Databases
from tests.sync_commands import (
    BINS,
    COLLEGE_A,
    NAMES,
    PASSPHRASE,
    Content,
    Region,
    connected,
    of_college,
    shared,
    without,
)

WAS, HERE, THERE = "+77010000001", "+77010000002", "+77010000003"
TECHNICAL = re.compile(
    r"\b(sync|key|hash|signature|bundle|roster|vector|scope|device|database)", re.I
)


@pytest.fixture(scope="module")
def joined(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Everybody is a member and has the same. Only to copy from."""
    return connected(databases, tmp_path_factory.mktemp("joined") / "region")


@pytest.fixture(scope="module")
def edited(joined: Region, tmp_path_factory: pytest.TempPathFactory) -> Region:
    """The same after everybody worked alone. Only to copy from."""
    region = joined.copy(tmp_path_factory.mktemp("edited") / "region")
    region.ok("a1", "add", "student", "full_name=Асан Үсен", f"phone={WAS}")
    region.ok("a1", "add", "partner", "name_kk=«Темір» ЖШС")
    region.rounds(2)
    # Different fields of one student, and one field twice.
    region.ok("a1", "set", "student", "Асан", f"phone={HERE}")
    region.ok("a2", "set", "student", "Асан", "note=Үшінші курс")
    region.ok("a3", "set", "student", "Асан", f"phone={THERE}")
    # Different fields of one partner in two colleges and at the office.
    region.ok("a2", "set", "partner", "Темір", "email=temir@example.kz")
    region.ok("b1", "set", "partner", "Темір", "head_kk=Ерлан Сәрсенов")
    region.ok("region", "set", "partner", "Темір", "sector=Металл")
    region.ok("b1", "add", "student", "full_name=Берік Қуат")
    region.ok("a3", "add", "mentor", "full_name=Марат Қабдолов", "organisation_id=Темір")
    return region


@pytest.fixture
def region(edited: Region, tmp_path: Path) -> Region:
    return edited.copy(tmp_path / "region")


@pytest.fixture
def fresh(joined: Region, tmp_path: Path) -> Region:
    return joined.copy(tmp_path / "region")


def student(region: Region, computer: str) -> dict[str, object]:
    found: dict[str, object] = region.ok(computer, "show", "student", "Асан")
    return found


# Acceptance: any order, merging, one conflict, a decision that travels


def in_order(region: Region, seed: int) -> dict[str, Content]:
    """Everybody exchanges in an order of chance until nothing is new."""
    chance = random.Random(seed)
    names = [name for name in BINS for _time in range(2)]
    chance.shuffle(names)
    region.run(*names)
    region.rounds(2)
    return {name: region.content(name) for name in BINS}


def test_any_order_of_exchange_ends_in_equal_dumps(edited: Region, tmp_path: Path) -> None:
    ends = [in_order(edited.copy(tmp_path / str(seed)), seed) for seed in range(3)]
    for end in ends:
        own = [without(end[name], inner=True) for name in COLLEGE_A]
        assert own[0] == own[1] == own[2]
        assert shared(end["a1"]) == shared(end["b1"]) == shared(end["region"])
        for name in ("a1", "b1"):
            (college,) = {row["college_id"] for row in end[name]["student"].values()}
            mine = of_college(end[name], college)
            assert mine == of_college(end["region"], college)
            assert len(mine["student"]) == 1
        assert len(end["region"]["student"]) == 2
    # Whatever the order, the end is the same.
    assert ends[0] == ends[1] == ends[2]


def test_different_fields_go_together_silently(region: Region) -> None:
    region.rounds(2)
    for name in (*COLLEGE_A, "region"):
        assert student(region, name)["note"] == "Үшінші курс"
    for name in BINS:
        partner = region.ok(name, "show", "partner", "Темір")
        assert (partner["email"], partner["head_kk"], partner["sector"]) == (
            "temir@example.kz", "Ерлан Сәрсенов", "Металл",
        )  # fmt: skip
    assert region.ok("b1", "sync", "conflicts") == []


def test_one_field_gives_one_conflict_with_three_values(region: Region) -> None:
    region.rounds(2)
    told = {name: region.ok(name, "sync", "conflicts") for name in (*COLLEGE_A, "region")}
    for name, found in told.items():
        (conflict,) = found
        (field,) = conflict["fields"]
        assert (conflict["entity"], field["unit"]) == ("student", "phone"), name
        assert field["base"] == WAS
        assert {field["mine"]["value"], field["theirs"]["value"]} == {HERE, THERE}
    assert told["a1"][0]["fields"][0]["mine"]["value"] == HERE
    assert told["a3"][0]["fields"][0]["mine"]["value"] == THERE
    # The same value stands everywhere until somebody decides.
    assert len({student(region, name)["phone"] for name in told}) == 1
    line = region.call("a1", "sync", "conflicts").out.strip().split("\t")
    assert (line[0], line[3], line[5]) == ("student", "phone", WAS)
    assert line[6].startswith(f"{HERE} (Маман a1")
    assert line[7].startswith(f"{THERE} (Маман a3")


def test_a_decision_travels_and_does_not_come_back(region: Region) -> None:
    region.rounds()
    region.ok("a1", "sync", "resolve", "student", "Асан", "phone=mine")
    assert region.ok("a1", "sync", "conflicts") == []
    region.rounds_of("a1", "a2", "a3", "region", times=2)
    chance = random.Random(6)
    for _round in range(10):
        order = list(BINS)
        chance.shuffle(order)
        region.run(*order)
        assert region.ok(order[0], "sync")["conflicts"] == 0
    for name in (*COLLEGE_A, "region"):
        assert region.ok(name, "sync", "conflicts") == []
        assert student(region, name)["phone"] == HERE


@pytest.mark.parametrize(
    ("decision", "value"), [("theirs", THERE), ("=+77010000009", "+77010000009")]
)
def test_the_other_value_or_a_new_one_may_be_chosen(
    region: Region, decision: str, value: str
) -> None:
    region.run("a3", "a1")
    region.ok("a1", "sync", "resolve", "student", "Асан", f"phone={decision}")
    region.run("a1", "a3", "a1")
    for name in ("a1", "a3"):
        assert region.ok(name, "sync", "conflicts") == []
        assert student(region, name)["phone"] == value


def test_what_an_exchange_brought_is_taken_back(region: Region) -> None:
    region.run("b1", "region")
    assert len(region.ok("region", "list", "student", "--where", "full_name=Берік Қуат")) == 1
    assert region.ok("region", "sync", "undo")["ids"]
    assert region.ok("region", "list", "student", "--where", "full_name=Берік Қуат") == []
    newest = region.ok("region", "sync", "journal")[0]
    assert newest["undone"]
    assert region.ok("region", "sync", "journal", "--limit", "1") == [newest]


# Where it stands, a run


def test_status_ahead_and_run_say_what_goes_and_comes(region: Region) -> None:
    region.ok("b1", "sync", "place", str(region.share))
    region.run("a1", "b1")
    region.ok("b1", "add", "student", "full_name=Дана Нұр")
    state = region.ok("b1", "sync")
    assert (state["stage"], state["role"], state["region"]) == (
        "member", "college", "Қостанай облысы",
    )  # fmt: skip
    assert state["unsent_changes"] == {"student": 1}
    ahead = region.ok("b1", "sync", "ahead", str(region.share))
    assert (ahead["send"], ahead["receive"], ahead["receive_changes"]) == (1, 0, {})
    assert region.ok("b1", "sync")["unsent"] == 1
    said = region.call("b1", "sync", "run", str(region.share))
    assert said.status == 0
    assert said.err.startswith("Sent: 1. Received: 0.")
    told = region.call("region", "sync", "ahead", str(region.share)).out
    assert re.search(r"^To receive: \d+ · .*Students \d", told, re.MULTILINE)
    assert region.ok("b1", "sync")["unsent"] == 0
    (last, *_rest) = region.ok("b1", "sync", "journal")
    assert (last["outcome"], last["sent_changes"]) == ("done", {"student": 1})
    assert last["received"] == sum(
        last[one] for one in ("applied", "waiting", "rejected", "duplicates")
    )
    lines = region.call("b1", "sync", "status").out
    assert "Region: Қостанай облысы" in lines
    assert region.ok("b1", "sync", "waiting") == []
    assert "Nothing waits" in region.call("b1", "sync", "waiting").err


def test_computers_with_the_same_have_equal_control_sums(region: Region) -> None:
    region.rounds_of(*BINS, "region", *COLLEGE_A, times=2)
    sums = [region.ok(name, "sync", "check") for name in COLLEGE_A]
    assert sums[0] == sums[1] == sums[2]
    assert len(sums[0]) == 2
    assert len(region.call("a1", "sync", "check").out.splitlines()) == 2


def test_without_membership_nothing_is_exchanged(databases: Databases, tmp_path: Path) -> None:
    alone = Region(tmp_path)
    alone.share.mkdir()
    assert "does not exchange data yet" in alone.call("c1", "sync").out
    for words in (("run", str(alone.share)), ("members",), ("requests",), ("waiting",)):
        said = alone.call("c1", "sync", *words)
        assert said.status in (0, 2)
        assert said.err.strip()
    assert alone.call("c1", "sync", "run", str(alone.share)).status == 2
    said = alone.call("c1", "sync", "run")
    assert (said.status, "through which folder" in said.err) == (2, True)
    said = alone.call("c1", "sync", "request", "--out", str(tmp_path))
    assert (said.status, "which college" in said.err) == (2, True)


# Places


def test_an_emptied_foreign_or_missing_place_changes_nothing(fresh: Region) -> None:
    before = fresh.content("a1")
    empty = fresh.folder / "empty"
    empty.mkdir()
    assert fresh.ok("a1", "sync", "place", str(empty))["state"] == "empty"
    said = fresh.call("a1", "sync", "run")
    assert said.status == 2
    assert said.err.strip()
    away = fresh.call("a1", "sync", "run", str(fresh.folder / "nowhere"))
    assert away.status == 2
    assert fresh.content("a1") == before
    assert fresh.ok("a1", "sync", "prepare", str(empty))["state"] == "ours"
    assert fresh.call("a1", "sync", "run").status == 0
    (known,) = [one for one in fresh.ok("a1", "sync", "places") if one["path"] == str(empty)]
    assert known["state"] == "ours"
    assert str(empty) in fresh.call("a1", "sync", "places").out


# Coming in


def test_nobody_is_admitted_before_the_words_were_compared(
    fresh: Region, databases: Databases
) -> None:
    fresh.ok("c1", "add", "organisation", "name_kk=Сарыкөл колледжі", "bin=990140000403")
    (own,) = [one["id"] for one in fresh.ok("c1", "list", "organisation")]
    fresh.ok("c1", "setting", "college.organisation", own)
    asked = fresh.ok("c1", "sync", "request", "--out", str(fresh.stick))
    assert fresh.ok("c1", "sync")["stage"] == "asked"
    said = fresh.call("region", "sync", "invite", asked["file"])
    assert said.status == 3
    assert " ".join(asked["words"]) in said.err
    others = " ".join(fresh.ok("a1", "sync", "words")["computer"])
    said = fresh.call("region", "sync", "invite", asked["file"], "--words", others)
    assert (said.status, "was not admitted" in said.err) == (2, True)
    # Read out in Kazakh, typed where the program speaks English.
    spoken = fresh.call("c1", "--lang", "kk", "sync", "words", "--json").json["computer"]
    invited = fresh.ok("region", "sync", "invite", asked["file"], "--words", " ".join(spoken))
    said = fresh.call("c1", "sync", "accept", invited["file"], "--words", others)
    assert (said.status, "not those of the region" in said.err) == (2, True)
    said = fresh.call("a1", "sync", "accept", invited["file"], "--words", others)
    assert (said.status, "another computer" in said.err) == (2, True)
    paper = fresh.call("region", "--lang", "ru", "sync", "words", "--json").json["region"]
    state = fresh.ok("c1", "sync", "accept", invited["file"], "--words", " ".join(paper))
    assert (state["stage"], state["college"]) == ("member", "Сарыкөл колледжі")


def test_request_and_invitation_go_through_the_regions_folder(fresh: Region) -> None:
    fresh.ok("c1", "add", "organisation", "name_kk=Сарыкөл колледжі", "bin=990140000403")
    (own,) = [one["id"] for one in fresh.ok("c1", "list", "organisation")]
    fresh.ok("c1", "setting", "college.organisation", own)
    fresh.ok("c1", "sync", "place", str(fresh.share))
    fresh.ok("region", "sync", "place", str(fresh.share))
    words = " ".join(fresh.ok("c1", "sync", "request")["words"])
    (request,) = fresh.ok("region", "sync", "requests")
    assert request["college"] == "Сарыкөл колледжі"
    assert "Сарыкөл колледжі" in fresh.call("region", "sync", "requests").out
    said = fresh.call("region", "sync", "invite", "Жоқ колледж", "--words", words)
    assert (said.status, "no single request" in said.err) == (2, True)
    fresh.ok("region", "sync", "invite", "Сарыкөл колледжі", "--words", words)
    paper = " ".join(fresh.ok("region", "sync", "words")["region"])
    assert fresh.ok("c1", "sync", "accept", "--words", paper)["stage"] == "member"
    fresh.ok("c1", "add", "student", "full_name=Дана Нұр")
    fresh.run("c1", "region")
    assert len(fresh.ok("region", "list", "student", "--where", "full_name=Дана Нұр")) == 1


# The regional office


def test_the_office_sees_who_exchanged_when_and_lists_by_college(region: Region) -> None:
    region.run("a1", "a2", "a3", "b1", "region")
    members = region.ok("region", "sync", "members")
    assert len(members) == len(BINS)
    assert sum(one["role"] == "region" for one in members) == 1
    colleges = region.ok("region", "sync", "colleges")
    assert [(one["title"], one["computers"], one["students"]) for one in colleges] == [
        (NAMES["a"], 3, 1), (NAMES["b"], 1, 1),
    ]  # fmt: skip
    assert all(one["last_heard"] for one in colleges)
    assert NAMES["a"] in region.call("region", "sync", "colleges").out
    assert NAMES["b"] in region.call("region", "sync", "members").out
    listed = region.ok("region", "list", "student", "--where", f"college_id={BINS['b1']}")
    assert [one["full_name"] for one in listed] == ["Берік Қуат"]


def test_an_excluded_computer_changes_nothing_any_more(region: Region) -> None:
    region.run(*BINS, "region")
    (gone,) = [one["device"] for one in region.ok("region", "sync", "members")
               if one["owner"] == "Маман a3"]  # fmt: skip
    said = region.call("region", "sync", "revoke", gone[:6])
    assert said.status == 0
    assert "excluded" in said.err
    region.run("region")
    region.ok("a3", "add", "student", "full_name=Кеш Келген")
    region.call("a3", "sync", "run", str(region.share))
    region.rounds_of("region", "a1", "a2", times=2)
    for name in ("region", "a1", "a2"):
        assert region.ok(name, "list", "student", "--where", "full_name=Кеш Келген") == []
    assert "excluded" in region.call("region", "sync", "members").out
    again = region.call("region", "sync", "revoke", gone)
    assert (again.status, "already" in again.err) == (2, True)
    unknown = region.call("region", "sync", "revoke", "жоқ")
    assert (unknown.status, "no single computer" in unknown.err) == (2, True)


def test_only_the_office_admits_and_excludes(fresh: Region) -> None:
    device = fresh.ok("a1", "sync", "members")[0]["device"]
    said = fresh.call("a1", "sync", "revoke", device)
    assert (said.status, "Only the regional office" in said.err) == (2, True)


def test_the_sheet_to_lock_away_needs_the_passphrase(fresh: Region) -> None:
    file, out = fresh.stick / "region-root.clk", fresh.stick / "sheet.pdf"
    asked = ("sync", "emergency", "--file", str(file), "--out", str(out))
    said = fresh.call("region", *asked, typed="басқа сөз басқа сөз\n")
    assert (said.status, out.exists()) == (2, False)
    assert fresh.ok("region", *asked, typed=PASSPHRASE + "\n") == {"file": str(out)}
    assert out.read_bytes().startswith(b"%PDF")
    said = fresh.call("region", "sync", "renew", "--file", str(file), typed=PASSPHRASE + "\n")
    assert (said.status, "renewed for a year" in said.err) == (0, True)
    weak = fresh.call("c9", "sync", "init", "Облыс", "--out", str(fresh.stick), typed="123\n")
    assert (weak.status, "too short" in weak.err) == (2, True)


# Decisions that are none, and words for people


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("student", "Асан", "note=mine"), "names no single decision"),
        (("student", "Асан", "phone=ours"), "is no decision"),
        (("partner", "Темір", "phone=mine"), "Nothing of this record"),
        (("student", "Асан", "phone=mine", "phone=theirs"), "given twice"),
    ],
)
def test_a_decision_that_is_none_is_refused(
    region: Region, words: tuple[str, ...], said: str
) -> None:
    region.run("a3", "a1")
    told = region.call("a1", "sync", "resolve", *words)
    assert told.status == 2
    assert said in told.err
    assert len(region.ok("a1", "sync", "conflicts")) == 1


def test_no_technical_word_is_said(region: Region) -> None:
    asked = [
        ("status",), ("ahead",), ("run",), ("waiting",), ("conflicts",), ("journal",), ("places",),
        ("words",), ("members",), ("colleges",), ("requests",),
        ("resolve", "student", "Асан", "phone=mine"), ("undo",), ("revoke", "жоқ"),
    ]  # fmt: skip
    region.ok("region", "sync", "place", str(region.share))
    told = [region.call("region", "sync", *words) for words in asked]
    texts = [re.sub(r"sync \w+|/\S+", "", one.err) for one in told]
    assert [text for text in texts if TECHNICAL.search(text)] == []


def test_help_shows_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--lang", "en", "sync", "--help"])
    told = capsys.readouterr().out
    verbs = (
        "status ahead run waiting conflicts resolve journal undo places place prepare request "
        "accept words check init requests invite members colleges revoke release emergency renew"
    )
    assert [verb for verb in verbs.split() if verb not in told] == []
