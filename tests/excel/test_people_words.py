"""Status, proof, funding and practice words, in both languages."""

from __future__ import annotations

import pytest

from cluster_desktop.excel import people_words as words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("жұмысқа орналасты", "employed"),
        ("трудоустроена", "employed"),
        ("жұмысқа орналаспаған", "not_employed"),
        ("не трудоустроен", "not_employed"),
        ("өзін-өзі жұмыспен қамтыған", "self_employed"),
        ("самозанятый", "self_employed"),
        ("оқуын жалғастырды", "studying"),
        ("продолжает обучение", "studying"),
        ("әскери қызметте", "army"),
        ("в армии", "army"),
        ("бала күтімі бойынша демалыста", "childcare"),
        ("в отпуске по уходу за ребёнком", "childcare"),
        ("елден кетті", "left_country"),
        ("выехал за пределы РК", "left_country"),
        ("басқа себептер (денсаулығы)", "other_reason"),
        ("иные причины (по состоянию здоровья, работает дома)", "other_reason"),
        ("белгісіз", None),
    ],
)
def test_what_became_of_a_graduate(text: str, wanted: str | None) -> None:
    assert words.outcome(text) == wanted


def test_the_remark_behind_a_status_is_kept() -> None:
    assert words.remark("басқа себептер (денсаулығы)") == "денсаулығы"
    assert words.remark("в армии") == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("еңбек шарты", "contract"),
        ("анықтама", "certificate"),
        ("оқу орнынан анықтама", "study"),
        ("справка с места учёбы", "study"),
        ("зейнетақы жарналары", "pension"),
        ("справка из военкомата", "military"),
        ("сурет", None),
    ],
)
def test_proofs(text: str, wanted: str | None) -> None:
    assert words.evidence(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("мем. тапсырыс", "state"),
        ("мемлекеттік тапсырыс", "state"),
        ("госзаказ", "state"),
        ("ақылы", "paid"),
        ("платно", "paid"),
        ("за счёт предприятия", "enterprise"),
        ("?", None),
    ],
)
def test_funding(text: str, wanted: str | None) -> None:
    assert words.funding(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("өндірістік практика", "production"),
        ("производственная", "production"),
        ("диплом алдындағы практика", "diploma"),
        ("преддипломная", "diploma"),
        ("оқу практикасы", "study"),
        ("учебная", "study"),
        ("учебно-производственная", None),
        ("демалыс", None),
    ],
)
def test_kinds_of_practice(text: str, wanted: str | None) -> None:
    assert words.practice(text) == wanted


def test_who_works_for_oneself() -> None:
    assert words.is_oneself("ЖК (өзі)")
    assert not words.is_oneself("ЖК Шаймерденов Ж.Ғ. («Жұлдыз дүкені»)")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("служит в рядах ВС РК", "army"),
        ("выезд в РФ", "left_country"),
        ("ИП", "self_employed"),
        ("бла-бла", None),
    ],
)
def test_what_became_of_a_graduate_in_other_words(text: str, wanted: str | None) -> None:
    assert words.outcome(text) == wanted


def test_no_data_is_as_good_as_an_empty_cell() -> None:
    assert words.is_not_known("нет данных")
    assert words.is_not_known("Мәлімет жоқ")
    assert not words.is_not_known("не работает")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("внебюджет", "paid"), ("бесплатно", "state"), ("ГЗ", "state"), ("договор с ТОО", "paid")],
)
def test_funding_in_other_words(text: str, wanted: str) -> None:
    assert words.funding(text) == wanted
