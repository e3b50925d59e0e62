"""Twenty planted identifiers and names: not one byte of them on a medium, in a log, in a file."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest

from cluster_desktop.query import Insert
from cluster_desktop.services.ids import new_id
from cluster_desktop.sync import share
from cluster_desktop.sync.bundle import look, verify
from cluster_desktop.sync.exchange import Exchange
from cluster_desktop.sync.finding import open_place
from cluster_desktop.sync.folder import FolderMedium
from tests.sync.simulation import processes
from tests.sync.simulation.region import Templates, region_id

PLANTED = [
    *(f"0{n}0517{650100 + n}" for n in range(10)),
    *("Өмірзақова", "Ұлжалғас", "Қайратқызы", "Бекмұратов", "Ғалымжан", "Сүйіндік"),
    *("8 701 555 44 33", "құпия-әдіскер", "zhasyryn@oral.kz", "Қызметкер a1"),
]


def plant(folder: Path) -> None:
    office = processes.opened(folder)
    teachers = [
        {"full_name": f"{word} {n}", "note": word, "iin": word if word.isdigit() else None}
        for n, word in enumerate(PLANTED)
    ]
    partner = {"name_kk": "Өмірзақова және серіктестер", "kind": "enterprise", "note": "Ұлжалғас"}
    office.apply(
        "Бекмұратов",
        "hand",
        [
            *(Insert("teacher", values, new_id()) for values in teachers),
            Insert("organisation", partner, new_id()),
        ],
    )
    office.close()


def found_in(content: bytes) -> list[str]:
    return [
        word
        for word in PLANTED
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
        if word.encode(encoding) in content
    ]


def test_planted_words_are_found_where_they_are() -> None:
    assert found_in("x Ұлжалғас".encode("utf-16-le")) == ["Ұлжалғас"]


def test_what_is_planted_leaves_the_computers_only_sealed(
    tmp_path: Path,
    stage_templates: Templates,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch, place = tmp_path / "scratch", tmp_path / "share"
    scratch.mkdir()
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    caplog.set_level(logging.DEBUG)
    share.write_mark(FolderMedium(place), region_id(), stage_templates.region.root_fp)
    for name in ("a1", "a2", "b1"):
        stage_templates.copy(name, tmp_path / name)
    plant(tmp_path / "a1")
    exchange(tmp_path, place, "a1", "a2", "b1", "a1")
    a2 = processes.opened(tmp_path / "a2")
    assert len(a2.lookup("teacher", "iin", [PLANTED[0]])[PLANTED[0]]) == 1
    a2.close()
    files = [path for path in place.rglob("*") if path.is_file()]
    assert any(path.suffix == ".clb" for path in files)
    for path in [*files, *scratch.rglob("*")]:
        assert found_in(str(path.relative_to(tmp_path)).encode()) == []
        assert path.is_dir() or found_in(path.read_bytes()) == [], path
    assert found_in(caplog.text.encode()) == []


def exchange(folder: Path, place: Path, *names: str) -> None:
    for name in names:
        office = processes.opened(folder / name)
        medium = open_place(str(place))
        Exchange(office).run_on(medium, str(place), carry=True)
        medium.close()
        office.close()


def test_a_relay_without_the_key_verifies_and_hands_on_and_cannot_read(
    tmp_path: Path, stage_templates: Templates
) -> None:
    region = stage_templates.region
    place, stick = tmp_path / "share", tmp_path / "stick"
    for one in (place, stick):
        one.mkdir()
        share.write_mark(FolderMedium(one), region_id(), region.root_fp)
    for name in ("a1", "a2", "b1"):
        stage_templates.copy(name, tmp_path / name)
    plant(tmp_path / "a1")
    exchange(tmp_path, place, "a1", "b1")
    exchange(tmp_path, stick, "b1", "a2")  # college b carries what college a wrote
    b1 = processes.opened(tmp_path / "b1")
    with b1.store.reading() as connection:
        carried = connection.exec_driver_sql(
            "SELECT content FROM sync_bundle WHERE state = 'relay'"
        ).scalars()
        (content,) = (bytes(one) for one in carried)
        assert connection.exec_driver_sql("SELECT count(*) FROM teacher").scalar() == 0
    b1.close()
    certificate = region.newest.certificate(region.device("a1"))
    assert certificate is not None
    assert verify(content, certificate.sign_key) == look(content)
    data = b"".join(p.read_bytes() for p in (tmp_path / "b1").rglob("*") if p.is_file())
    assert [word for word in found_in(data) if word.isdigit()] == []
    a2 = processes.opened(tmp_path / "a2")
    with a2.store.reading() as connection:
        teachers = connection.exec_driver_sql("SELECT count(*) FROM teacher").scalar()
    a2.close()
    assert teachers == len(PLANTED)
