"""The reference lists that travel with the program."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from cluster_desktop.rules.identifiers import check_kato


def rows(project: Path, name: str) -> list[dict[str, str]]:
    with (project / "resources" / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_twenty_regions_have_a_code_and_both_names(project: Path) -> None:
    regions = rows(project, "regions.csv")
    codes = [region["kato"] for region in regions]
    assert len(set(codes)) == 20
    assert [check_kato(code).value for code in codes] == codes
    assert all(region["name_kk"] and region["name_ru"] for region in regions)
    assert {region["kind"] for region in regions} == {"oblast", "city"}


def test_speciality_codes_are_of_the_present_or_the_former_classifier(project: Path) -> None:
    specialities = rows(project, "specialities.csv")
    codes = [speciality["code"] for speciality in specialities]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not re.fullmatch(r"\d{6}00|\d{7}", code)] == []
    assert all(each["name_kk"] and each["name_ru"] for each in specialities)


def test_each_qualification_shares_six_digits_with_its_speciality(project: Path) -> None:
    known = {speciality["code"] for speciality in rows(project, "specialities.csv")}
    qualifications = rows(project, "qualifications.csv")
    assert [q for q in qualifications if q["speciality_code"] not in known] == []
    assert [q for q in qualifications if q["code"][2:8] != q["speciality_code"][:6]] == []
    assert [q for q in qualifications if not re.fullmatch(r"[34][WS]\d{8}", q["code"])] == []
    assert all(q["name_kk"] or q["name_ru"] for q in qualifications)


@pytest.mark.parametrize("name", ["regions.csv", "specialities.csv", "qualifications.csv"])
def test_names_hold_no_look_alikes_and_no_stray_spaces(project: Path, name: str) -> None:
    texts = [
        text
        for row in rows(project, name)
        for key, text in row.items()
        if key[-3:] in ("_kk", "_ru")
    ]
    assert [
        text for text in texts if re.search(r"[а-яәіңғүұқөһ][a-z]|[a-z][а-яәіңғүұқөһ]", text, re.I)
    ] == []
    assert [
        text for text in texts if text != unicodedata.normalize("NFC", " ".join(text.split()))
    ] == []
