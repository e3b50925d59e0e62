"""Versions: a life from draft to archive; what is frozen stays; two compared line by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cluster_desktop import cli, i18n
from cluster_desktop.documents import preview
from cluster_desktop.documents.passport_paper import prints
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import attachments, cluster, passport
from cluster_desktop.services import passport_versions as versions
from cluster_desktop.services.office import Office
from cluster_desktop.services.passport_versions import Approval
from tests.databases import Builder
from tests.services.passport_cluster import TEXT, add, complete

DAY = date(2026, 11, 20)
APPROVAL = Approval(DAY, "5", "Өңірлік үйлестіру кеңесі", "Региональный координационный совет")


@pytest.fixture
def content() -> Builder:
    return complete


def approved(office: Office) -> None:
    passport.mark_all(office)
    versions.submit(office, DAY, "Исх. 14")
    versions.approve(office, APPROVAL, prints)


def state(office: Office) -> str:
    return str(cluster.needed(office)["passport_state"])


def lines(office: Office) -> list[tuple[int, str, str, str]]:
    """What differs between the version in force and the draft, in Kazakh."""
    old = versions.in_force(office)
    assert old is not None
    found = versions.compare(versions.frozen(office, old.id), passport.content(office))
    return [(one.section, one.what.kk, one.before.kk, one.after.kk) for one in found]


def test_a_passport_goes_from_draft_to_archive_and_the_path_goes_along(office: Office) -> None:
    versions.submit(office, DAY, "Исх. 14")
    assert (state(office), cluster.needed(office)["state"]) == ("submitted", "submitted")
    with pytest.raises(Refusal, match="when the council has returned it"):
        passport.set_text(office, 4, {"text_kk": "Басқа"})
    versions.give_back(office, DAY, "Мақсаттар нақты емес")
    row = cluster.needed(office)
    assert (row["passport_state"], row["state"]) == ("returned", "returned")
    assert row["passport_note"] == "Мақсаттар нақты емес"
    passport.set_text(office, 4, {"text_kk": "Басқа"})
    versions.submit(office, DAY)
    versions.approve(office, APPROVAL, prints)
    row = cluster.needed(office)
    assert (row["passport_state"], row["state"], row["decision_number"]) == (
        *("approved", "granted"),
        "5",
    )
    assert versions.in_force(office) is None
    versions.put_in_force(office, DAY)
    versions.amend(office)
    assert state(office) == "amended"
    versions.submit(office, DAY)
    versions.approve(office, Approval(DAY, "6", "Кеңес"), prints)
    versions.put_in_force(office, DAY)
    told = [(row["number"], row["state"]) for row in versions.versions(office)]
    assert told == [(2, "in_force"), (1, "archived")]
    versions.archive(office, versions.versions(office)[0].id)
    assert (state(office), versions.in_force(office)) == ("archived", None)
    assert [one["state"] for one in cluster.stages(office)].count("granted") == 1


def test_what_must_not_be_is_refused(office: Office) -> None:
    (item,) = office.rows(Query("plan_item"))
    with pytest.raises(Refusal, match="lies ahead"):
        versions.submit(office, date(2027, 1, 1))
    with pytest.raises(Refusal, match="state “Draft”"):
        versions.approve(office, APPROVAL, prints)
    office.delete("plan_item", [item.id])
    with pytest.raises(Refusal, match="1 thing is missing") as why:
        versions.submit(office, DAY)
    assert [one.message for one in why.value.findings] == ["7. The action plan is empty."]
    versions.submit(office, DAY, incomplete=True)
    with pytest.raises(Refusal, match="Say why"):
        versions.give_back(office, DAY, " ")
    with pytest.raises(Refusal, match="number of the minutes"):
        versions.approve(office, Approval(DAY, " ", "Кеңес"), prints)
    assert versions.versions(office) == []


@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_no_step_lies_before_the_one_that_led_to_it(office: Office, lang: str) -> None:
    i18n.set_language(lang)
    early = date(2026, 1, 1)
    versions.submit(office, date(2026, 11, 18))
    with pytest.raises(Refusal, match=r"18\.11\.2026"):
        versions.approve(office, Approval(early, "3", "Кеңес"), prints)
    with pytest.raises(Refusal, match=r"18\.11\.2026"):
        versions.give_back(office, early, "Мақсаттар нақты емес")
    versions.approve(office, APPROVAL, prints)
    with pytest.raises(Refusal, match=r"20\.11\.2026"):
        versions.put_in_force(office, date(2026, 11, 19))
    office.undo()  # the wrong approval; it was a day earlier
    versions.approve(office, Approval(date(2026, 11, 19), "3", "Кеңес"), prints)
    versions.put_in_force(office, DAY)
    versions.amend(office)
    with pytest.raises(Refusal, match=r"19\.11\.2026"):
        versions.submit(office, early)


def test_an_approval_is_one_action_that_can_be_taken_back(office: Office) -> None:
    approved(office)
    assert [one["number"] for one in versions.versions(office)] == [1]
    office.undo()
    assert (versions.versions(office), state(office)) == ([], "submitted")
    assert office.count("attachment") == 0


def test_a_frozen_version_prints_the_same_for_ever(office: Office) -> None:
    approved(office)
    versions.put_in_force(office, DAY)
    (version,) = versions.versions(office)
    kept = {
        row["name"]: attachments.content_path(office, row.id).read_bytes()
        for row in versions.prints(office, version.id)
    }
    before = versions.frozen(office, version.id)
    for row in office.rows(Query("organisation")):
        office.set("organisation", row.id, {"name_kk": "Басқа атау", "head_kk": "Б. Жаңа"})
    office.set("cluster", cluster.needed(office).id, {"name_kk": "Жаңа кластер"})
    versions.amend(office)
    passport.set_text(office, 4, {"text_kk": "Мүлде басқа"})
    office.delete("plan_item", [row.id for row in office.rows(Query("plan_item"))])
    after = versions.frozen(office, version.id)
    assert after == before
    assert prints(after) == kept
    text = " ".join(preview.text_of(kept["passport-v1.pdf"]).split())
    for word in ("Құрылыс", "БЕКІТЕМІН", "УТВЕРЖДАЮ", "Ақбұлақ колледжі", "М-001"):
        assert word in text


def test_the_command_prints_the_kept_version(office: Office, tmp_path: Path) -> None:
    approved(office)
    (version,) = versions.versions(office)
    told = {row["name"]: row.id for row in versions.prints(office, version.id)}
    kept = attachments.content_path(office, told["passport-v1.pdf"]).read_bytes()
    office.close()
    out = tmp_path / "v1.pdf"
    words = ["--data", str(tmp_path / "data"), "--lang", "kk", "--today", "2026-11-21"]
    assert cli.main([*words, "passport", "print", "--version", "1", "--out", str(out)]) == 0
    assert out.read_bytes() == kept
    assert cli.main([*words, "print", "passport", "--out", str(tmp_path / "d.docx")]) == 0
    assert (tmp_path / "d.docx").read_bytes()[:2] == b"PK"
    assert cli.main([*words, "passport", "print", "--version", "9", "--out", str(out)]) == 2
    assert cli.main([*words, "passport", "print", "--out", str(tmp_path / "x.txt")]) == 2


def test_a_changed_content_is_not_printed_as_approved(office: Office) -> None:
    approved(office)
    (version,) = versions.versions(office)
    stored = office.get("passport_version", version.id)["content"]
    office.set("passport_version", version.id, {"content": stored.replace("Өңірлік", "Аудандық")})
    with pytest.raises(Trouble, match="not what was approved"):
        versions.frozen(office, version.id)


def test_two_versions_differ_by_exactly_the_changed_lines(office: Office) -> None:
    approved(office)
    versions.put_in_force(office, DAY)
    versions.amend(office)
    assert lines(office) == []
    passport.set_text(office, 4, {"text_kk": "Сипаттама.\nЖаңа абзац.", "text_ru": TEXT["text_ru"]})
    assert lines(office) == [(4, "Мәтін", "Екінші абзац.", "Жаңа абзац.")]
    passport.set_text(office, 4, {"text_kk": TEXT["text_kk"]})
    (item,) = office.rows(Query("plan_item"))
    office.set("plan_item", item.id, {"responsible": "Әдіскер"})
    assert lines(office) == [
        (12, "Іс-қимыл жоспары: Кеңес отырысы", "Жауапты: Директор", "Жауапты: Әдіскер")
    ]
    office.undo()
    add(office, "technology", name_kk="3D-принтер", kind="equipment")
    assert [line[:2] for line in lines(office)] == [
        (8, "Технологиялар, жабдық және платформалар"),
        (8, "Технологиялар, жабдық және платформалар: Жабдық"),
    ]
    assert lines(office)[0][2:] == ("1", "2")
    office.undo()
    (place,) = office.rows(Query("cluster_territory"))
    office.delete("cluster_territory", [place.id])
    assert lines(office) == [
        (4, "Аудандар мен қалалар", "1", "0"),
        (4, "Аумағы: Ақбұлақ ауданы", "Ақбұлақ ауданы · 40", ""),
    ]
    office.undo()
    assert lines(office) == []


def test_a_row_that_moves_is_no_change(office: Office) -> None:
    approved(office)
    versions.put_in_force(office, DAY)
    versions.amend(office)
    where = (Condition("kind", "is", "production"),)
    (row,) = office.rows(Query("infrastructure", where))
    office.set("infrastructure", row.id, {"name_kk": "А цехы", "places": 20})
    changed = [line for line in lines(office) if "база" in line[1].casefold()]
    assert len(changed) == 1
    assert changed[0][2:] == ("Атауы: Цех; Орын саны: –", "Атауы: А цехы; Орын саны: 20")


def test_the_approval_reckons_by_its_day(office: Office) -> None:
    add(
        office,
        "membership",
        organisation_id=add(office, "organisation", name_kk="№ 3 мектеп", kind="school"),
        role="career_guidance",
        joined_on=office.today(),
    )
    versions.submit(office, DAY, incomplete=True)
    versions.approve(office, APPROVAL, prints)
    (version,) = versions.versions(office)
    told = versions.frozen(office, version.id)
    facts = {fact.key: fact.value.kk for one in told.sections for fact in one.facts}
    assert facts["2.participants"] == "2"
    assert (told.approved_on, told.made_on) == ("2026-11-20", "2026-11-20")
    assert facts["3.state"] == "Мәртебе берілді"
    assert passport.figures(office)["2.participants"].value == Decimal(3)
