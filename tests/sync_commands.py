"""Computers that exchange by commands alone: a region, three computers of one college, another."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cluster_desktop import cli
from cluster_desktop.db.store import Store
from cluster_desktop.entity import catalogue
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office
from cluster_desktop.sync import units
from tests.databases import Databases, prepared

PASSPHRASE = "алма-ата және тоғыз өзен 2026"
BINS = {
    "region": "990140000106", "a1": "990140000205", "a2": "990140000205", "a3": "990140000205",
    "b1": "990140000304",
}  # fmt: skip
NAMES = {"r": "Қостанай облысы білім басқармасы", "a": "Ақбұлақ колледжі", "b": "Көктерек колледжі"}
COLLEGE_A = ("a1", "a2", "a3")
Content = Mapping[str, Mapping[str, Mapping[str, object]]]


@dataclass
class Said:
    """What a command gave: its exit status, standard output, sentences."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Region:
    """Data folders of computers by name, and the folder they share."""

    folder: Path

    @property
    def share(self) -> Path:
        return self.folder / "share"

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def call(self, computer: str, *words: str, typed: str = "") -> Said:
        """One command on that computer, with what is typed into it."""
        out, err = io.StringIO(), io.StringIO()
        asked = ["--data", str(self.folder / computer), "--lang", "en", *words]
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            patch.setattr("sys.stdin", io.StringIO(typed))
            status = cli.main(asked)
        return Said(status, out.getvalue(), err.getvalue())

    def ok(self, computer: str, *words: str, typed: str = "") -> Any:
        """The same with --json, which must succeed."""
        said = self.call(computer, *words, "--json", typed=typed)
        assert said.status == 0, said.err
        return said.json

    def run(self, *computers: str) -> None:
        """One exchange of each, one after the other."""
        for name in computers:
            self.ok(name, "sync", "run", str(self.share))

    def rounds_of(self, *computers: str, times: int = 3) -> None:
        for _time in range(times):
            self.run(*computers)

    def rounds(self, times: int = 3) -> None:
        for _time in range(times):
            self.run(*BINS)

    def copy(self, folder: Path) -> Region:
        """The same region elsewhere, to go another way from here."""
        shutil.copytree(self.folder, folder)
        return Region(folder)

    def content(self, computer: str) -> Content:
        """The logical dump, without what is kept on one computer or by one college alone."""
        office = Office(Store.open(self.folder / computer / "cluster.db"))
        try:
            dump = logical_dump(office)
        finally:
            office.close()
        return {
            name: {
                str(row[0]): dict(zip(("id", "college_id", *fields), row[:-1], strict=True))
                for row in rows
            }
            for name, rows in dump.items()
            if (fields := list(catalogue[name].fields)) and units.parts_of(name)
        }


def without(content: Content, inner: bool) -> Content:
    """Only the fields that all computers of the region exchange (`inner`: of one college)."""
    found: dict[str, dict[str, dict[str, object]]] = {}
    for name, rows in content.items():
        kept = units.parts_of(name)
        columns = {c for part in kept if inner or not part.is_inner for c in part.columns}
        found[name] = {
            key: {c: v for c, v in row.items() if c in columns} for key, row in rows.items()
        }
    return found


def shared(content: Content) -> Content:
    """The registers that everybody has."""
    return {
        name: rows
        for name, rows in without(content, inner=False).items()
        if catalogue[name].exchange != "college"
    }


def of_college(content: Content, college: object) -> Content:
    """The records of one college."""
    return {
        name: {key: row for key, row in rows.items() if row["college_id"] == college}
        for name, rows in without(content, inner=False).items()
        if catalogue[name].exchange == "college"
    }


def connected(databases: Databases, folder: Path) -> Region:
    """A region with two colleges, one of which has three computers; all have exchanged."""
    region = Region(folder)
    region.share.mkdir(parents=True)
    region.stick.mkdir()
    for name, number in BINS.items():
        databases.copy(prepared, folder / name / "cluster.db")
        region.ok(name, "setting", "person.name", f"Маман {name}")
        kind = "state_body" if name == "region" else "college"
        values = (f"name_kk={NAMES[name[0]]}", f"bin={number}", f"kind={kind}")
        (own,) = region.ok(name, "add", "organisation", *values, "is_own=yes")["ids"]
        region.ok(name, "setting", "college.organisation", own)
    region.ok("region", "sync", "init", "Қостанай облысы", "--out", str(region.stick),
              typed=PASSPHRASE + "\n")  # fmt: skip
    region.ok("region", "sync", "prepare", str(region.share))
    region.ok("region", "sync", "place", str(region.share))
    for name in BINS:
        if name != "region":
            admit(region, name)
    region.rounds(2)
    return region


def admit(region: Region, name: str) -> None:
    """Request, words over the phone, invitation, words from paper."""
    asked = region.ok(name, "sync", "request", "--out", str(region.stick))
    spoken = " ".join(asked["words"])
    invited = region.ok("region", "sync", "invite", asked["file"], "--words", spoken)
    paper = " ".join(region.ok("region", "sync", "words")["region"])
    region.ok(name, "sync", "accept", invited["file"], "--words", paper)
    region.ok(name, "sync", "place", str(region.share))


def ids_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(row["id"]) for row in rows]
