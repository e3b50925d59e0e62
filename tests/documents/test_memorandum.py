"""The memorandum on paper, read back from the file itself."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from docx import Document

from cluster_desktop import documents
from cluster_desktop.documents import press as papers
from cluster_desktop.documents import preview, qr
from cluster_desktop.documents.press import Layout
from cluster_desktop.errors import Cancelled, Refusal
from cluster_desktop.services.paper_data import Pair, PartyData, Promise
from tests.documents.sample_data import (
    COLLEGE,
    DIRECTIONS,
    FARM,
    SCHOOL,
    UNIVERSITY,
    memorandum,
    template,
)

KAZAKH = "ӘҒҚҢӨҰҮҺІәғқңөұүһі"
HOSTILE = '<b>&<img src="x">'


def words_of(pdf: bytes) -> str:
    """All text of the file in one line: lines end where they fit, not where they must."""
    return " ".join(preview.text_of(pdf).split())


def renamed(name: str) -> PartyData:
    return PartyData(name_kk=name, name_ru=name, role_kk="Кәсіпорын", role_ru="Предприятие")


@pytest.mark.parametrize("layout", papers.LAYOUTS)
def test_every_kazakh_letter_of_a_name_is_found_in_the_pdf(layout: Layout) -> None:
    pdf = documents.render(memorandum(parties=(COLLEGE, renamed(KAZAKH))), template(), layout)
    assert KAZAKH in words_of(pdf)


@pytest.mark.parametrize("layout", papers.LAYOUTS)
def test_tags_in_a_name_print_as_typed(layout: Layout) -> None:
    pdf = documents.render(memorandum(parties=(COLLEGE, renamed(HOSTILE))), template(), layout)
    assert HOSTILE in words_of(pdf)


def test_braces_in_a_name_are_no_places() -> None:
    pdf = documents.render(memorandum(parties=(COLLEGE, renamed("«{number} {0}» ЖШС"))), template())
    assert "«{number} {0}» ЖШС" in words_of(pdf)


def test_a_word_of_five_thousand_letters_is_cut_quickly_and_said() -> None:
    data = memorandum(parties=(COLLEGE, renamed("Ә" * 5_000)))
    began = time.process_time()
    pdf = documents.render(data, template())
    assert time.process_time() - began < 5
    assert preview.page_count(pdf) >= 2
    assert [f.code for f in papers.findings(data, template())].count("cut") >= 1


def test_official_dates_stand_in_their_cases() -> None:
    text = words_of(documents.render(memorandum(), template()))
    assert "2026 жылғы 3 қараша" in text
    assert "3 ноября 2026 года" in text
    assert "2029 жылғы 3 қарашаға дейін" in text
    assert "до 3 ноября 2029 года" in text


def test_open_end_is_said_in_words() -> None:
    data = memorandum(valid_until=None, open_ended=True)
    text = words_of(documents.render(data, template()))
    assert "мерзімсіз" in text
    assert "бессрочно" in text


def test_tacit_renewal_names_both_terms() -> None:
    data = memorandum(renewal_months=12, notice_months=2)
    text = words_of(documents.render(data, template()))
    assert "кемінде 2 ай бұрын" in text
    assert "на 12 мес." in text


@pytest.mark.parametrize(
    ("count", "kk", "ru"), [(1, "1 практика", "1 места"), (12, "12 практика", "12 мест практики")]
)
def test_practice_places_take_the_right_russian_form(count: int, kk: str, ru: str) -> None:
    text = words_of(documents.render(memorandum(places=count), template()))
    assert f"кемінде {kk} орнын" in text
    assert f"не менее {ru}" in text


def test_directions_and_added_obligations_are_printed() -> None:
    promise = Promise(1, Pair("жыл сайын 2 грант бөледі", "ежегодно выделяет 2 гранта"))
    data = memorandum(directions=DIRECTIONS, promises=(promise,))
    text = words_of(documents.render(data, template()))
    assert "кәсіптік практика; жұмысқа орналастыру" in text
    assert "Предприятие: ежегодно выделяет 2 гранта" in text


def test_russian_phrase_follows_gender_and_genitive() -> None:
    text = words_of(documents.render(memorandum(), template()))
    assert "директора Нурланова Е. С., действующего на основании Устава" in text
    assert "директора Сарсеновой Б. Е., действующей на основании Устава" in text


@pytest.mark.parametrize("layout", papers.LAYOUTS)
@pytest.mark.parametrize("further", [(), (SCHOOL,), (SCHOOL, UNIVERSITY)])
def test_every_party_has_its_block_and_copy(layout: Layout, further: tuple[PartyData, ...]) -> None:
    pdf = documents.render(memorandum(*further), template(), layout)
    text = words_of(pdf)
    for party in (COLLEGE, FARM, *further):
        assert party.bin in text
    copies = {2: "екі", 3: "үш", 4: "төрт"}[2 + len(further)]
    assert f"бірдей {copies} данада" in text
    assert text.count("М.О.") == 2 + len(further)


@pytest.mark.parametrize("layout", papers.LAYOUTS)
@pytest.mark.parametrize("format", papers.FORMATS)
def test_same_data_same_bytes(layout: Layout, format: papers.Format) -> None:
    first = documents.render(memorandum(SCHOOL), template(), layout, format)
    assert documents.render(memorandum(SCHOOL), template(), layout, format) == first
    assert documents.render(memorandum(), template(), layout, format) != first


def test_the_file_carries_no_clock_but_the_papers_own_date() -> None:
    pdf = documents.render(memorandum(), template())
    assert b"D:20261103000000" in pdf
    assert set(re.findall(rb"D:\d{8}", pdf)) == {b"D:20261103"}


def test_a_short_memorandum_is_one_light_page() -> None:
    spare = {"iban": "", "bank": "", "bic": "", "kbe": "", "phone": "", "email": ""}
    college = replace(COLLEGE, name_kk="«Ақжайлау» колледжі", **spare)
    data = memorandum(parties=(college, replace(FARM, **spare)))
    pdf = documents.render(data, template("memorandum_short"))
    assert preview.page_count(pdf) == 1
    assert len(pdf) <= 30 * 1024


def test_each_page_has_its_number_and_the_code_says_record_and_content() -> None:
    data = memorandum(SCHOOL, UNIVERSITY)
    pdf = documents.render(data, template())
    pages = preview.page_count(pdf)
    text = words_of(pdf)
    assert all(f"{number} / {pages}" in text for number in range(1, pages + 1))
    said = qr.content(data.record_id, papers.content_digest(data, template()))
    found = qr.read(said)
    assert found is not None
    assert found[0] == data.record_id
    assert papers.content_digest(data, template()).startswith(found[1])


@pytest.mark.parametrize("said", ["", "CD1:1:2", "XX:0199a0b1c2d37e4f8a9b0c1d2e3f4a5b:aa", "a:b"])
def test_a_foreign_code_is_not_ours(said: str) -> None:
    assert qr.read(said) is None


def test_letters_that_no_face_has_are_refused_by_name() -> None:
    with pytest.raises(Refusal, match="U\\+4E2D"):
        documents.render(memorandum(parties=(COLLEGE, renamed("中 ЖШС"))), template())


def test_control_and_direction_signs_are_dropped() -> None:
    name = "Қай\u202eрат\x00\x07 \u200bЖШС"
    text = words_of(documents.render(memorandum(parties=(COLLEGE, renamed(name))), template()))
    assert "Қайрат ЖШС" in text


def test_what_is_not_filled_is_listed_and_leaves_a_line() -> None:
    data = memorandum(valid_until=None, place_kk="", number="")
    fields = {finding.field for finding in papers.check_missing(template(), data)}
    assert {"valid_until", "place_kk", "number"} <= fields
    assert "__________ дейін қолданылады" in words_of(documents.render(data, template()))


def test_a_full_memorandum_lacks_nothing() -> None:
    assert papers.findings(memorandum(SCHOOL, UNIVERSITY), template()) == []


def test_a_party_without_russian_name_is_named() -> None:
    lone = PartyData(name_kk="«Береке» ЖШС", role_kk="Кәсіпорын")
    found = papers.check_missing(template(), memorandum(parties=(COLLEGE, lone)))
    assert any("«Береке» ЖШС" in f.message and f.field == "parties.1.name_ru" for f in found)


def test_nobody_signs_a_page_without_a_clause() -> None:
    pdf = documents.render(memorandum(), template(), "sequence")
    second = " ".join(preview.text_of(pdf).split()).split("2 / 4")[0].split("1 / 4")[1]
    assert "4.4. Меморандум қазақ және орыс тілдерінде" in second
    assert "5. Тараптардың деректемелері" in second


def test_one_party_is_refused() -> None:
    with pytest.raises(Refusal):
        documents.render(memorandum(parties=(COLLEGE,)), template())


@pytest.mark.parametrize("name", ["memorandum", "memorandum_short"])
def test_our_templates_are_right(name: str) -> None:
    assert papers.check_template(template(name)) == []
    assert "Образец" in template(name).note.ru


def test_the_tinted_place_changes_the_picture_and_not_the_words() -> None:
    shown = documents.show(memorandum(), template(), highlight="valid_until")
    paper = documents.render(memorandum(), template())
    assert shown.pages == preview.page_count(paper)
    assert words_of(shown.pdf) == words_of(paper)
    tinted = preview.page_rgba(shown.pdf, shown.tinted_page, 400)
    assert tinted[2] != preview.page_rgba(paper, shown.tinted_page, 400)[2]


def test_a_draft_says_so_on_each_page() -> None:
    pdf = documents.render(memorandum(draft=True), template())
    assert words_of(pdf).count("ЖОБА / ПРОЕКТ") == preview.page_count(pdf)


def test_many_papers_are_one_job_in_order_and_can_be_stopped() -> None:
    ids = [UUID(int=number) for number in range(1, 6)]
    jobs = [(memorandum(record_id=i, number=f"М-{i.int:03}/2026"), template()) for i in ids]
    told: list[tuple[int, int]] = []
    pdf = documents.render_many(jobs, progress=lambda done, of: told.append((done, of)))
    text = words_of(pdf)
    assert told == [(n, 5) for n in range(6)]
    places = [text.index(f"МЕМОРАНДУМ № М-{n:03}/2026") for n in range(1, 6)]
    assert places == sorted(places)
    assert text.count("1 / 2") == 5

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        documents.render_many(jobs, progress=stop)


def test_files_of_many_papers_have_readable_safe_names(tmp_path: Path) -> None:
    odd = renamed('«Ә/Б:*?"<>|» ЖШС')
    jobs = [(memorandum(parties=(COLLEGE, odd)), template("memorandum_short"))] * 2
    paths = documents.render_files(jobs, tmp_path)
    assert [p.name for p in paths] == sorted(p.name for p in tmp_path.iterdir())[::-1]
    assert paths[0].name.startswith("М-014-2026 Ә-Б")
    assert len({p.name for p in paths}) == 2
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("layout", papers.LAYOUTS)
def test_the_docx_opens_with_the_same_words(layout: Layout) -> None:
    data = memorandum(SCHOOL, UNIVERSITY, parties=(COLLEGE, renamed(KAZAKH + HOSTILE), SCHOOL))
    document = Document(io.BytesIO(documents.render(data, template(), layout, "docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = " ".join(" ".join([p.text for p in document.paragraphs] + cells).split())
    assert KAZAKH + HOSTILE in text
    assert "2029 жылғы 3 қарашаға дейін" in text
    assert "до 3 ноября 2029 года" in text
    assert COLLEGE.bin in text


def test_files_go_into_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "жаңа" / "қағаздар"
    paths = documents.render_files([(memorandum(), template())] * 2, folder, format="docx")
    assert len(list(folder.iterdir())) == len(paths) == 2


def test_several_papers_do_not_go_into_a_file(tmp_path: Path) -> None:
    there = tmp_path / "бар"
    there.write_bytes(b"x")
    for target in (there, tmp_path / "a.docx"):
        with pytest.raises(Refusal, match="Choose a folder"):
            documents.render_files([(memorandum(), template())], target, format="docx")
    assert there.read_bytes() == b"x"


def test_a_sign_that_cannot_be_printed_is_named_without_english_words() -> None:
    odd = renamed("«Күн 😀» ЖШС")
    with pytest.raises(Refusal) as caught:
        documents.render(memorandum(parties=(COLLEGE, odd)), template())
    assert "😀 (U+1F600)" in caught.value.message
    assert "GRINNING" not in caught.value.message
