"""Search folding: one spelling for what people type in three ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.i18n import fold, fold_name, wrong_layout

MIXED = 'Қостанай ЁёӘәІіҢңҒғҮүҰұҚқӨөҺһcepoxaiCEPOXAäëZ0129 «»"-–.,№/\u00a0\u200b\u0301\u0345İß'


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ҚОСТАНАЙ", "костанай"),
        ("Ёлка әғқңөұүһі", "елка агкноуухи"),
        ("Әлихан Ұлы Ысқақов", "алихан улы ыскаков".replace("ы", "и")),
        ("«Қостанай агро»\u00a0 ЖШС", "костанай агро жшс"),
        ("Cемей", "семей"),  # Latin C, as in the official list of places
        ("Kaзaxcтан", "казахстан"),
        ("IT Grand Capital", "it grand capital"),
        ("КZ-2026", "кz-2026"),
        ("и\u0306од", "йод"),
        ("Ал\u00adма\u200bты", "алмати"),
        ('Тоо  "Aqsu-12"\n', "тоо aqsu-12"),
        (' Office "12"\t@Aqsu.KZ ', "office 12 @aqsu.kz"),
        ("", ""),
    ],
)
def test_spellings_meet(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("query", ["костанай", "КОСТАНАЙ", "қостанай", "останай а", "агро жшс"])
def test_a_query_finds_the_name_in_any_spelling(query: str) -> None:
    assert fold(query) in fold("«Қостанай агро» ЖШС")


@given(st.text() | st.text(alphabet=MIXED))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя «»-№ abcxyz 019"))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "«Қайнар» ЖШС",
        "ЖШС Қайнар",
        'ТОО "Кайнар"',
        "Kaйнар т.о.о.",
        "«ҚАЙНАР» жауапкершілігі шектеулі серіктестігі",
        "Товарищество с ограниченной ответственностью «Кайнар»",
        "АО «Қайнар»",
        "«Қайнар» АҚ",
        "ИП Кайнар",
        "«Кайнар» ШҚ",
        "ГКП на ПХВ «Кайнар»",
        "«Қайнар» ШЖҚ МКК",
        "«Қайнар» МКҚК",
        "ГККП «Кайнар»",
        "КГУ «Кайнар»",
        "«Қайнар» коммуналдық мемлекеттік мекемесі",
    ],
)
def test_names_meet_without_their_legal_form(text: str) -> None:
    assert fold_name(text) == "кайнар"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("«Ақ жол» ЖШС", "ак жол"),
        ("«Ақ-Бидай» ШҚ", "ак бидай"),
        ("ТОО", "тоо"),
        ("№ 3 мектеп-гимназия КММ", "3 мектеп гимназия"),
        ("№3  мектеп гимназия", "3 мектеп гимназия"),
        ("ТООР-сервис", "тоор сервис"),
        ("", ""),
        ("…", ""),
    ],
)
def test_names_keep_what_only_looks_like_a_legal_form(text: str, name: str) -> None:
    assert fold_name(text) == name


@given(st.text(alphabet=MIXED) | st.text())
def test_folding_a_name_twice_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


forms = st.lists(
    st.sampled_from(["ТОО", "АҚ", "на", "ПХВ", "ГКП", "ЖК", "Қайнар", "т.о.о."]), max_size=6
)


@given(forms)
def test_heaps_of_legal_forms_end_too(words: list[str]) -> None:
    text = " ".join(words)
    assert fold_name(fold_name(text)) == fold_name(text)
    assert fold_name(text) or not words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rjcnfyfq", "костанай"),
        ("RJCNFYFQ", "костанай"),
        ("0jcnfyfq fuhj", "қостанай агро"),
        ("3 vtrntg", "3 мектеп"),
        ("[bvbz", "химия"),
        ("ьщт", "mon"),
        ("2026", None),
        ("", None),
        ("Cемей", None),
    ],
)
def test_a_query_in_the_wrong_layout_is_understood(typed: str, meant: str | None) -> None:
    assert wrong_layout(typed) == meant
