"""The editor for each kind of field, under one name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cluster_desktop import fields
from cluster_desktop.errors import Bug
from cluster_desktop.fields import Field
from cluster_desktop.ui.editors_base import Editor, LineEditor, Today, empty_word
from cluster_desktop.ui.editors_choice import ChoiceEdit, ChoicesEdit, Offers, RefEdit, YesNo
from cluster_desktop.ui.editors_text import (
    DateEdit,
    DigitEdit,
    LongTextEdit,
    MoneyEdit,
    NumberEdit,
    PhoneEdit,
    TextEdit,
)


def editor_for(
    field: Field,
    office: Offers,
    today: Today,
    parent: QWidget | None = None,
    *,
    creates: bool = True,
) -> Editor:
    """The editor of a field's kind. `creates`: a link may offer to make a new record."""
    if isinstance(field, fields.Link):
        return RefEdit(field, today, office, parent, creates=creates)
    if isinstance(field, fields.Choices):
        return ChoicesEdit(field, today, parent)
    if isinstance(field, fields.Choice):
        return ChoiceEdit(field, today, parent)
    if isinstance(field, fields.Digits):
        return DigitEdit(field, today, parent)
    if isinstance(field, fields.Number):
        return NumberEdit(field, today, parent)
    plain: dict[str, type[Editor]] = {
        "text": TextEdit,
        "email": TextEdit,
        "long_text": LongTextEdit,
        "phone": PhoneEdit,
        "date": DateEdit,
        "money": MoneyEdit,
        "measure": MoneyEdit,
        "yes_no": YesNo,
        "moment": TextEdit,
    }
    if field.KIND not in plain:
        raise Bug(f"{field.name}: no editor for kind {field.KIND!r}")
    return plain[field.KIND](field, today, parent)


__all__ = [
    "ChoiceEdit",
    "ChoicesEdit",
    "DateEdit",
    "DigitEdit",
    "Editor",
    "LineEditor",
    "LongTextEdit",
    "MoneyEdit",
    "NumberEdit",
    "Offers",
    "PhoneEdit",
    "RefEdit",
    "TextEdit",
    "Today",
    "YesNo",
    "editor_for",
    "empty_word",
]
