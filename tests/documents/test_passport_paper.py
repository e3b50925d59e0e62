"""The passport on paper: all parts, both languages, page numbers that are right, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.document import Document as DocumentType

from cluster_desktop.documents import passport_words as words
from cluster_desktop.documents.passport_paper import (
    KINDS,
    Kind,
    print_name,
    prints,
    render_passport,
)
from cluster_desktop.documents.passport_parts import Parts
from cluster_desktop.documents.preview import page_count, page_size, text_of
from cluster_desktop.errors import Refusal
from cluster_desktop.services.passport_content import Passport, Section, Table, Words, from_json
from tests.documents.passport_sample import NAME, TITLES, draft, passport, same

PAGE = re.compile(r"(\d+) / (\d+)")


def spoken(pdf: bytes) -> str:
    """The text of the paper in one line."""
    return " ".join(text_of(pdf).replace("\u00a0", " ").split())


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [" ".join(one.split()) for one in by_page(pdf)]


def by_page(pdf: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def word(content: bytes) -> DocumentType:
    return Document(io.BytesIO(content))


def word_text(content: bytes) -> str:
    """All letters of a .docx, tables and feet too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [n for n in archive.namelist() if re.match(r"word/(document|footer|header)", n)]
        xml = " ".join(archive.read(name).decode() for name in parts)
    return " ".join(re.sub(r"<[^>]+>", " ", xml).replace("&amp;", "&").split())


@pytest.fixture(scope="module")
def whole() -> bytes:
    return render_passport(passport(), "kk+ru")


def test_the_title_page_has_the_decision_the_name_and_the_version(whole: bytes) -> None:
    title = pages(whole)[0]
    for said in (
        "БЕКІТЕМІН / УТВЕРЖДАЮ", "2026 жылғы 12 мамырдағы № 3 хаттама",
        "протокол № 3 от 12 мая 2026 года", "КЛАСТЕРДІҢ ПАСПОРТЫ", "3-нұсқа, 2026 жылғы 12 мамыр",
        "Координационный совет Костанайской области",
    ):  # fmt: skip
        assert said in title.replace("\u00a0", " ")


def test_all_eleven_sections_stand_in_both_languages(whole: bytes) -> None:
    text = spoken(whole)
    missing = [
        said
        for number, title in enumerate(TITLES, start=1)
        for said in (f"{number}. {title.kk}", f"{number}. {title.ru}")
        if said.split(". ")[1] not in text
    ]
    assert not missing


def test_the_contents_name_the_page_where_each_section_begins() -> None:
    told = pages(render_passport(passport(), "ru"))
    found = [
        next(
            str(number)
            for number, page in enumerate(told, start=1)
            if f"{section}. {title.ru}" in page
        )
        for section, title in enumerate(TITLES, start=1)
    ]
    said = [
        re.search(rf"{re.escape(words.CONTENT_OF[section].ru)} (\d+)", told[1])
        for section in range(1, 12)
    ]
    assert [one and one[1] for one in said] == found
    assert len(set(found)) > 2


def test_the_clause_that_it_is_not_a_legal_entity_is_always_there(whole: bytes) -> None:
    assert "заңды тұлға болып табылмайды" in spoken(whole)
    assert "не является юридическим лицом" in spoken(whole)


def test_the_clause_is_not_said_twice_where_the_text_says_it() -> None:
    own = Words("Кластер **заңды тұлға болып табылмайды**.", "Кластер создан приказом № 5.")
    one = replace(passport().sections[2], text=own)
    text = spoken(render_passport(replace(passport(), sections=(one,)), "kk+ru"))
    assert text.count("заңды тұлға болып табылмайды") == 1
    assert text.count("не является юридическим лицом") == 1


def test_a_telephone_beside_an_address_in_both_languages_stands_there_once() -> None:
    cell = Words("Ақжайлау кенті\n+7 701 555 01 02", "пос. Акжайлау\n+7 701 555 01 02")
    table = Table("t", same("T"), (same("№"), same("A")), ((same("1"), cell),))
    text = spoken(render_passport(replace(passport(), sections=(), annexes=(table,)), "kk+ru"))
    assert text.count("+7 701 555 01 02") == 1
    assert "Ақжайлау кенті пос. Акжайлау +7 701" in text


def test_page_numbers_run_to_the_last_page(whole: bytes) -> None:
    count = page_count(whole)
    last = [PAGE.findall(page)[-1] for page in pages(whole)[1:]]
    assert last == [(str(n), str(count)) for n in range(2, count + 1)]


def test_a_long_annex_lies_across_and_repeats_its_headings(whole: bytes) -> None:
    told = pages(whole)
    across = [n for n in range(page_count(whole)) if page_size(whole, n)[0] > 600]
    assert len(across) > 2
    assert all("Міндеттемелері" in told[n] for n in across)
    assert "1-қосымша / Приложение 1" in told[across[0]]
    assert all(f"«Қостанай агро {n}»" in spoken(whole) for n in range(1, 41))


def test_every_participant_signs_beside_a_place_for_the_seal(whole: bytes) -> None:
    last = pages(whole)[-1]
    assert last.count("М.О. / М.П.") == 5
    assert "ҚАТЫСУШЫЛАРДЫҢ ҚОЛДАРЫ" in last


def test_charts_say_their_numbers_and_their_languages(whole: bytes) -> None:
    text = spoken(whole)
    assert "Түлектер / Выпускники" in text
    for number in ("111", "55,25", "120,5"):
        assert number in text


def test_bold_is_bold_and_a_lone_star_stays(whole: bytes) -> None:
    text = spoken(whole)
    assert "**" not in text
    assert "2 * 3" in text


def test_a_draft_says_so_on_every_page_and_leaves_the_date_open() -> None:
    made = render_passport(draft(), "kk+ru")
    text = spoken(made)
    assert text.count("ЖОБА / ПРОЕКТ") == page_count(made)
    assert "3-нұсқаның жобасы" in text
    assert "20___ жылғы" in text


@pytest.mark.parametrize("languages", ["kk+ru", "kk,ru", "kk", "ru", "en"])
def test_the_same_passport_is_the_same_pdf(languages: str) -> None:
    assert render_passport(passport(), languages) == render_passport(passport(), languages)


def test_the_same_passport_is_the_same_word_file() -> None:
    assert render_passport(passport(), "kk+ru", "docx") == render_passport(
        passport(), "kk+ru", "docx"
    )


def test_a_frozen_content_prints_as_the_one_it_came_from(whole: bytes) -> None:
    assert render_passport(from_json(passport().to_json()), "kk+ru") == whole


def test_one_language_has_no_word_of_the_other() -> None:
    text = spoken(render_passport(passport(), "ru"))
    assert "УТВЕРЖДАЮ" in text
    assert "БЕКІТЕМІН" not in text
    assert "Учредители и участники" in text
    assert "Құрылтайшылар" not in text


def test_one_after_the_other_is_two_papers_with_their_own_page_numbers() -> None:
    both = render_passport(passport(), "kk,ru")
    kk, ru = (page_count(render_passport(passport(), lang)) for lang in ("kk", "ru"))
    told = pages(both)
    assert len(told) == kk + ru
    assert PAGE.findall(told[-1])[-1] == (str(ru), str(ru))
    assert "ПАСПОРТ КЛАСТЕРА" in told[kk]


def test_english_shows_the_state_language_where_nothing_is_written() -> None:
    text = spoken(render_passport(passport(), "en"))
    assert NAME.en in text
    assert "CLUSTER PASSPORT" in text
    assert "Құрылтайшылар мен қатысушылар" in text


def test_only_the_chosen_parts_are_printed() -> None:
    parts = Parts(title=False, contents=False, sections=(5,), annexes=False, signatures=False)
    text = spoken(render_passport(passport(), "kk+ru", parts=parts))
    assert text.startswith("5. Даму стратегиясы")
    assert "6. Мамандану" not in text
    assert "Приложение" not in text


def test_nothing_chosen_is_refused() -> None:
    nothing = Parts(title=False, contents=False, sections=(), annexes=False, signatures=False)
    with pytest.raises(Refusal):
        render_passport(passport(), parts=nothing)


def test_unknown_languages_are_refused_by_name() -> None:
    with pytest.raises(Refusal, match="kz"):
        render_passport(passport(), "kz")


def test_what_looks_like_markup_is_printed_as_typed() -> None:
    evil = 'ТОО <b>&<img src="x">'
    one = replace(passport().sections[1], text=Words(evil, evil))
    made = render_passport(replace(passport(), sections=(one,)), "kk")
    assert evil in spoken(made)


def test_an_empty_passport_has_all_its_pages() -> None:
    empty = Passport(
        name=same("Кластер"), short=same(""), region=same(""), version=1, made_on="2026-05-02",
        sections=tuple(Section(n, TITLES[n - 1], Words("", "")) for n in range(1, 12)),
    )  # fmt: skip
    text = spoken(render_passport(empty, "kk+ru"))
    assert text.count("Мәліметтер енгізілмеген.") == 10  # the third has its fixed clause


def test_a_text_of_sixty_thousand_letters_is_printed_whole() -> None:
    text = " ".join(f"сөз{n}" for n in range(8_000))
    one = replace(passport().sections[4], text=Words(text, ""), charts=())
    said = spoken(render_passport(replace(passport(), sections=(one,)), "kk"))
    assert "сөз0 " in said
    assert "сөз7999" in said
    assert "…" not in said


def test_a_cell_longer_than_a_page_goes_on_on_the_next_one() -> None:
    table = passport().annexes[0]
    long = same(" ".join(f"міндет{n}" for n in range(800)))
    row = (*table.rows[0][:5], long, table.rows[0][6])
    annex = replace(table, rows=(row,))
    made = render_passport(replace(passport(), annexes=(annex,)), "kk")
    text = spoken(made)
    assert [f"міндет{n}" for n in range(800) if f"міндет{n}" not in text] == []


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_wide_table_of_a_section_lies_across_and_the_text_goes_on_upright(kind: Kind) -> None:
    wide = replace(passport().annexes[0])
    wide = replace(
        wide, headings=(*wide.headings, same("Күні")),
        rows=tuple((*row, same("03.11.2026")) for row in wide.rows[:2]),
    )  # fmt: skip
    sections = (
        replace(passport().sections[6], tables=(wide,)),
        passport().sections[7],
    )
    made = render_passport(replace(passport(), sections=sections, annexes=()), "kk+ru", kind)
    assert widths_of(made, kind) == [595, 595, 595, 842, 595, 595]


def widths_of(made: bytes, kind: Kind) -> list[int]:
    """Width in points of each page of a PDF, of each part of a Word file."""
    if kind == "pdf":
        return [round(page_size(made, n)[0]) for n in range(page_count(made))]
    parts = [round((part.page_width or 0) / 12_700) for part in word(made).sections]
    return [parts[0], *parts]  # title and contents are one part, two pages


def test_a_name_longer_than_a_page_is_wide_is_printed_whole() -> None:
    name = same("Ақжайлау ауданының ауыл шаруашылығы өндірістік кластері " * 8)
    for kind in KINDS:
        assert render_passport(replace(passport(), name=name), "kk+ru", kind)
    assert spoken(render_passport(replace(passport(), name=name), "kk")).count("өндірістік") >= 8


def test_a_sign_the_face_lacks_is_named() -> None:
    with pytest.raises(Refusal, match="漢"):
        render_passport(replace(passport(), name=same("漢")))


def test_the_word_file_has_the_same_words() -> None:
    text = word_text(render_passport(passport(), "kk+ru", "docx"))
    wanted = [
        "БЕКІТЕМІН / УТВЕРЖДАЮ", "заңды тұлға болып табылмайды", "М.О. / М.П.",
        "«Қостанай агро 40» ЖШС", "ҚАТЫСУШЫЛАРДЫҢ ҚОЛДАРЫ / ПОДПИСИ УЧАСТНИКОВ",
        *(f"{n}. {title.kk}" for n, title in enumerate(TITLES, start=1)),
    ]  # fmt: skip
    assert [said for said in wanted if said not in text] == []


def test_the_contents_of_the_word_file_point_at_its_headings() -> None:
    content = render_passport(passport(), "kk,ru", "docx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    asked = re.findall(r"PAGEREF (\w+)", xml)
    assert len(asked) == 2 * 13
    assert set(asked) == set(re.findall(r'<w:bookmarkStart [^>]*w:name="(\w+)"', xml))


def test_tables_of_the_word_file_repeat_their_headings() -> None:
    document = word(render_passport(passport(), "kk+ru", "docx"))
    lined = [table for table in document.tables if table.style and table.style.name == "Table Grid"]
    assert len(lined) == 4  # contents, the sources of section 9, two annexes
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in lined)


def test_charts_of_the_word_file_are_told_to_those_who_cannot_see_them() -> None:
    document = word(render_passport(passport(), "ru", "docx"))
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert any("2025: Выпускники 111, Трудоустроены 92" in one for one in told)


def test_a_draft_of_the_word_file_says_so() -> None:
    assert "ЖОБА / ПРОЕКТ" in word_text(render_passport(draft(), "kk+ru", "docx"))


def test_the_prints_of_a_version_are_named_by_number_and_language(whole: bytes) -> None:
    made = prints(passport())
    assert made[print_name(3)] == whole
    assert set(made) == {"passport-v3.pdf", "passport-v3-kk-ru.pdf", "passport-v3.docx"}


def test_every_section_has_words_for_the_contents() -> None:
    assert all(all(words.CONTENT_OF[number]) for number in range(1, 12))
