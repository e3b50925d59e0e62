"""Editors: what is typed, shown, refused and told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop import fields
from cluster_desktop.i18n import N_, set_language
from cluster_desktop.services.office import Office
from cluster_desktop.ui.editors import (
    ChoiceEdit,
    DateEdit,
    DigitEdit,
    Editor,
    MoneyEdit,
    RefEdit,
    TextEdit,
    YesNo,
    editor_for,
)
from cluster_desktop.ui.editors_text import grouped, physical_digit, span_words, with_dots
from tests.ui.hands import type_text

TODAY = date(2026, 11, 21)
NAME = fields.Text(name="name_kk", label=N_("Name (Kazakh)"), required=True)
BIN = fields.Digits(name="bin", label=N_("BIN / IIN"), scheme="bin_or_iin")
UNTIL = fields.Date(name="valid_until", label=N_("Valid until"))
SUM = fields.Money(name="sum", label=N_("Sum"))
KIND = fields.Choice(name="kind", label=N_("Kind"), choices={"a": N_("Draft"), "b": N_("Signed")})
_kept: list[QWidget] = []


def shown(qtbot: QtBot, editor: Editor) -> Editor:
    """The editor in a window of its own, with another field to go to."""
    window = QWidget()
    editor.setParent(window)
    editor.resize(240, 32)
    other = TextEdit(NAME, lambda: TODAY, window)
    other.move(0, 60)
    qtbot.addWidget(window)
    window.show()
    editor.input.setFocus()
    _kept[:] = [window]  # qtbot holds windows weakly
    return editor


def test_leaving_a_field_tells_its_new_value_once(qtbot: QtBot) -> None:
    editor = TextEdit(NAME, lambda: TODAY)
    shown(qtbot, editor)
    told: list[object] = []
    editor.committed.connect(told.append)

    type_text(editor.input, "«Ұлы дала» ЖШС")
    editor.leave()
    editor.set_value("«Ұлы дала» ЖШС")
    editor.leave()

    assert told == ["«Ұлы дала» ЖШС"]


def test_a_required_field_left_empty_shows_the_sentence_and_tells_nothing(qtbot: QtBot) -> None:
    editor = TextEdit(NAME, lambda: TODAY)
    shown(qtbot, editor)
    editor.set_value("Ескі атау")
    told: list[object] = []
    editor.committed.connect(told.append)

    editor.line.clear()
    editor.leave()

    assert editor.problem() == "Name (Kazakh): fill in"
    assert editor.input.property("problem") is True
    assert told == []


def test_escape_gives_the_saved_value_back(qtbot: QtBot) -> None:
    editor = TextEdit(NAME, lambda: TODAY)
    shown(qtbot, editor)
    editor.set_value("Бұрынғы")

    type_text(editor.input, "xyz")
    QTest.keyClick(editor.input, Qt.Key.Key_Escape)

    assert editor.text() == "Бұрынғы"


def test_enter_saves_and_says_that_the_field_is_done(qtbot: QtBot) -> None:
    editor = TextEdit(NAME, lambda: TODAY)
    shown(qtbot, editor)
    type_text(editor.input, "abc")

    with qtbot.waitSignals([editor.committed, editor.done], timeout=500):
        QTest.keyClick(editor.input, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("code", "platform", "digit"),
    [(10, "linux", "1"), (19, "linux", "0"), (20, "linux", ""), (0x30, "win32", "0"),
     (0x39, "win32", "9"), (0x41, "win32", "")],
)  # fmt: skip
def test_the_number_row_gives_digits_under_the_kazakh_layout(
    code: int, platform: str, digit: str
) -> None:
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, 0, none, code, code, 0, "ә")
    assert physical_digit(event, platform) == digit


def test_shift_and_the_number_row_is_no_digit() -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    event = QKeyEvent(QEvent.Type.KeyPress, 0, shift, 10, 0x31, 0, "!")
    assert physical_digit(event, "linux") == ""


def test_the_physical_row_fills_a_digit_field(qtbot: QtBot) -> None:
    editor = DigitEdit(BIN, lambda: TODAY)
    shown(qtbot, editor)
    none = Qt.KeyboardModifier.NoModifier
    for code in range(10, 20):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(editor.line, QKeyEvent(kind, 0, none, code, 0, 0, "ұ"))
    assert editor.text() == "1234567890"


@pytest.mark.parametrize("pasted", ["990240 001234", "990240\u00a0001234", "9902-4000-1234"])
def test_a_pasted_number_loses_its_spaces_and_dashes(qtbot: QtBot, pasted: str) -> None:
    editor = DigitEdit(BIN, lambda: TODAY)
    shown(qtbot, editor)
    QApplication.clipboard().setText(pasted)
    editor.line.paste()
    editor.line.textEdited.emit(editor.line.text())
    assert editor.text() == "990240001234"


def test_a_whole_number_is_shown_in_groups() -> None:
    assert grouped("990240001234", "bin") == "990240\u00a0001234"
    assert grouped("9902400012", "bin") == "9902400012"


def test_a_wrong_check_digit_has_no_tick(qtbot: QtBot) -> None:
    editor = DigitEdit(BIN, lambda: TODAY)
    shown(qtbot, editor)
    editor.line.setText("990240001239")
    assert not editor.fits()


def test_the_tick_is_not_in_the_field_at_all_unless_the_number_fits(qtbot: QtBot) -> None:
    editor = DigitEdit(BIN, lambda: TODAY)
    shown(qtbot, editor)
    for text, ticks in (("", 0), ("950140900017", 1), ("950140900018", 0), ("950140900017", 1)):
        editor.line.setText(text)
        assert editor.fits() is bool(ticks)
        buttons = editor.line.findChildren(QToolButton)
        assert len([button for button in buttons if button.isVisible()]) == ticks, text


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5", date(2026, 11, 5)),
        ("0512", date(2026, 12, 5)),
        ("051227", date(2027, 12, 5)),
        ("03.11.2026", date(2026, 11, 3)),
        ("+30", date(2026, 12, 21)),
    ],
)
def test_a_typed_day_is_understood(qtbot: QtBot, typed: str, day: date) -> None:
    editor = DateEdit(UNTIL, lambda: TODAY)
    shown(qtbot, editor)
    type_text(editor.input, typed)
    with qtbot.waitSignal(editor.committed, timeout=500) as told:
        editor.leave()
    assert told.args == [day]
    assert editor.text() == day.strftime("%d.%m.%Y")


def test_a_span_is_counted_from_the_day_of_signing(qtbot: QtBot) -> None:
    editor = DateEdit(UNTIL, lambda: TODAY)
    shown(qtbot, editor)
    editor.set_base(lambda: date(2026, 11, 3))
    editor.line.setText("3 года")
    assert editor.value() == date(2029, 11, 3)


@pytest.mark.parametrize(
    ("text", "before", "dotted"),
    [("051", "05", "05.1"), ("05.122", "05.12", "05.12.2"), ("05.1", "05.12", "05.1"),
     ("5.12", "5.1", "5.12"), ("+30", "+3", "+30")],
)  # fmt: skip
def test_dots_of_a_date_appear_by_themselves(text: str, before: str, dotted: str) -> None:
    assert with_dots(text, before) == dotted


def test_no_such_day_is_refused_beside_the_field(qtbot: QtBot) -> None:
    editor = DateEdit(UNTIL, lambda: TODAY)
    shown(qtbot, editor)
    editor.line.setText("30.02.2026")
    editor.leave()
    assert "30.02.2026" in (editor.problem() or "")


def test_a_sum_in_words_of_the_trade_is_understood(qtbot: QtBot) -> None:
    editor = MoneyEdit(SUM, lambda: TODAY)
    shown(qtbot, editor)
    editor.line.setText("1,5 млн")
    assert editor.value() == Decimal(1_500_000)


def test_a_choice_speaks_the_language_of_the_program(qtbot: QtBot) -> None:
    editor = ChoiceEdit(KIND, lambda: TODAY)
    shown(qtbot, editor)
    editor.set_value("b")
    set_language("ru")
    editor.name_it()
    assert editor.value() == "b"
    set_language("en")


def test_an_unknown_word_of_a_newer_version_is_kept(qtbot: QtBot) -> None:
    editor = ChoiceEdit(KIND, lambda: TODAY)
    shown(qtbot, editor)
    editor.set_value("zz")
    assert editor.value() == "zz"


def test_a_tick_is_saved_at_once(qtbot: QtBot) -> None:
    editor = YesNo(fields.YesNo(name="patron", label=N_("Patron enterprise")), lambda: TODAY)
    shown(qtbot, editor)
    editor.set_value(False)
    with qtbot.waitSignal(editor.committed, timeout=500) as told:
        QTest.mouseClick(editor.box, Qt.MouseButton.LeftButton, pos=QPoint(8, 14))
    assert told.args == [True]


def test_a_link_is_found_by_a_part_of_the_name_and_offers_a_new_one(
    qtbot: QtBot, office: Office
) -> None:
    made = office.add("organisation", {"name_kk": "«Қостанай агро» ЖШС", "name_ru": None})
    field = fields.Link(name="partner_id", label=N_("Partner"), to="organisation")
    editor = editor_for(field, office, lambda: TODAY)
    assert isinstance(editor, RefEdit)
    shown(qtbot, editor)

    type_text(editor.input, "kosт")
    editor.line.setText("")
    type_text(editor.input, "костанай")

    assert editor.offers() == ["«Қостанай агро» ЖШС", "+ create «костанай»"]
    editor.line.setText("«Қостанай агро» ЖШС")
    assert editor.value() == next(iter(made.ids))


def test_an_unknown_name_is_refused_with_the_way_out(qtbot: QtBot, office: Office) -> None:
    field = fields.Link(name="partner_id", label=N_("Partner"), to="organisation")
    editor = editor_for(field, office, lambda: TODAY)
    shown(qtbot, editor)
    assert isinstance(editor, RefEdit)
    editor.line.setText("Жоқ мекеме")
    assert not editor.commit()
    assert "Жоқ мекеме" in (editor.problem() or "")


def test_every_editor_of_a_record_has_an_accessible_name(qtbot: QtBot, office: Office) -> None:
    for field in office.entity("organisation").fields.values():
        editor = editor_for(field, office, office.today)
        qtbot.addWidget(editor)
        assert editor.input.accessibleName() == field.title()
        assert editor.objectName() == field.name


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (date(2029, 11, 3), "3 years"),
        (date(2027, 5, 3), "6 months"),
        (date(2027, 5, 4), ""),
        (date(2026, 11, 3), ""),
        (date(2025, 11, 3), ""),
    ],
)
def test_the_length_of_a_term_is_said_when_it_is_whole(end: date, words: str) -> None:
    assert span_words(date(2026, 11, 3), end) == words


def test_the_calendar_puts_the_chosen_day_into_the_field(qtbot: QtBot) -> None:
    editor = DateEdit(UNTIL, lambda: TODAY)
    shown(qtbot, editor)
    editor.open_calendar()
    with qtbot.waitSignal(editor.committed, timeout=500) as told:
        editor._popup.calendar.clicked.emit(QDate(2026, 12, 31))
    assert told.args == [date(2026, 12, 31)]


def test_several_choices_are_told_in_the_declared_order(qtbot: QtBot, office: Office) -> None:
    field = office.entity("agreement").fields["directions"]
    editor = editor_for(field, office, office.today)
    shown(qtbot, editor)
    editor.set_value(("practice",))
    with qtbot.waitSignal(editor.committed, timeout=500) as told:
        editor._on_chosen(["standards", "practice"])
    assert told.args == [("standards", "practice")]
