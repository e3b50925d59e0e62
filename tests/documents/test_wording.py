"""Grammar and pages of papers, and templates that people spoil."""

from __future__ import annotations

import json

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from cluster_desktop.documents import fonts, page, wording
from cluster_desktop.documents.page import Cell, Level, paginate
from cluster_desktop.documents.press import check_template
from cluster_desktop.errors import Refusal
from cluster_desktop.paths import resource
from cluster_desktop.services.paper_data import template_from_body, template_to_body
from tests.documents.sample_data import template


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Оспанов Қайрат Мұратұлы", "Қ. М. Оспанов"),
        ("Сәрсенов Б.Е.", "Б. Е. Сәрсенов"),
        ("Б. Е. Сәрсенов", "Б. Е. Сәрсенов"),
        ("Ли Ён", "Ё. Ли"),
        ("Ниязбек", "Ниязбек"),
        ("Мамедов Али Гасан оглы", "Мамедов Али Гасан оглы"),
    ],
)
def test_names_under_a_signature_are_initials_and_surname(full: str, short: str) -> None:
    assert wording.short_name(full).replace("\u00a0", " ") == short


@pytest.mark.parametrize(
    ("full", "woman"),
    [
        ("Сарсенова Бибигуль Ержановна", True),
        ("Әбенова Үміт Қайратқызы", True),
        ("Нурланов Ерлан Серикович", False),
        ("Төлеу Айгерім", False),
        ("Иванова А. Б.", True),
        ("Кузьмич Анна Ивановна", True),
    ],
)
def test_gender_of_the_acting_person(full: str, woman: bool) -> None:
    assert wording.is_woman(full) is woman


@pytest.mark.parametrize(
    ("basis", "genitive"),
    [
        ("Устав", "Устава"),
        ("доверенность № 5", "доверенности № 5"),
        ("Устава", "Устава"),
        ("Ереже", "Ереже"),
    ],
)
def test_only_known_bases_are_declined(basis: str, genitive: str) -> None:
    assert wording.basis_genitive(basis) == genitive


def test_faces_hold_all_alphabets_and_refuse_the_rest() -> None:
    assert set(fonts.NEEDED) <= fonts.register()
    with pytest.raises(Refusal):
        fonts.refuse_missing_letters(["Ә", "☃"])


def level(left: int, right: int, **rules: object) -> Level:
    """A level whose sides have so many lines: two such words do not fit on one."""
    fonts.register()
    style = ParagraphStyle("t", fontName=fonts.REGULAR, fontSize=12, leading=page.LEADING)
    sides = [
        Cell(x, page.PORTRAIT.column(2), Paragraph(" ".join(["жол" * 9] * n), style))
        for x, n in zip(page.PORTRAIT.columns(2), (left, right), strict=True)
    ]
    return Level(sides, **rules)  # type: ignore[arg-type]


def test_a_long_clause_is_cut_and_goes_on_level() -> None:
    pages = paginate([level(40, 38), level(20, 30)])
    assert len(pages) == 2
    rest = pages[1].placed
    assert {item.top for item in rest} == {page.PORTRAIT.height - page.PORTRAIT.top}
    lines = sum(len(i.cell.paragraph.blPara.lines) for p in pages for i in p.placed)  # type: ignore[union-attr]
    assert lines == 40 + 38 + 20 + 30


def test_a_heading_never_ends_a_page() -> None:
    pages = paginate([level(50, 50), level(1, 1, keep_with_next=True), level(10, 10)])
    first_page_lines = [len(i.cell.paragraph.blPara.lines) for i in pages[0].placed]  # type: ignore[union-attr]
    assert first_page_lines == [50, 50]
    assert len(pages[1].placed) == 4


def test_a_block_higher_than_a_page_still_ends() -> None:
    pages = paginate([level(60, 60, splits=False), level(200, 1)])
    assert len(pages) >= 4


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"clauses": []},
        {"clauses": "x"},
        {"clauses": [{"kk": 1, "ru": "а"}]},
        {"clauses": [{"kk": "а", "ru": "а", "level": "chapter"}]},
        {"title": None},
        {"version": "1"},
    ],
)
def test_a_spoilt_template_is_refused(change: dict[str, object]) -> None:
    body = json.loads(resource("templates", "memorandum.json").read_text("utf-8"))
    with pytest.raises(Refusal):
        template_from_body({**body, **change})


@pytest.mark.parametrize(
    "text", ["{nobody}", "{number", "{number.real}", "{number!r}", "{date:xx}"]
)
def test_unknown_places_are_findings(text: str) -> None:
    body = json.loads(resource("templates", "memorandum.json").read_text("utf-8"))
    body["clauses"].append({"kk": text, "ru": text})
    assert check_template(template_from_body(body))


def test_a_template_survives_being_stored() -> None:
    assert template_from_body(template_to_body(template())) == template()
