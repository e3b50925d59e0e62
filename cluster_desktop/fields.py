"""The closed list of field kinds: how a value is typed, shown, checked and named. Pure.

A declaration describes and never decides. A new kind needs three users, a new option two
(docs/architecture.md). Values are plain Python: str, int, Decimal, date, datetime, bool, UUID,
a StrEnum's text, or a tuple of texts for Choices. Knows no SQL and no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Self
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import (
    N_,
    _,
    fold,
    format_date,
    format_moment,
    format_money,
    format_number,
    in_all_languages,
    parse_date,
    parse_money,
)
from cluster_desktop.rules.bank import check_bic, check_iban
from cluster_desktop.rules.findings import Checked, Finding
from cluster_desktop.rules.identifiers import check_bin, check_bin_or_iin, check_iin, check_kato
from cluster_desktop.rules.phones import parse_phones

# The value of a field is Any by nature: this module and its callers are where that is allowed.
Value = Any

NEWER = N_("unknown (newer version)")  # a word that only a later version of the program has
MAX_TEXT = 1_000
MAX_LONG_TEXT = 10_000
MAX_NUMBER = 10**9

YES = frozenset({"иә", "ия", "жоқ емес", "да", "+", "v", "1", "true", "yes", "y", "бар"})
NO = frozenset({"жоқ", "жок", "нет", "-", "–", "—", "0", "false", "no", "n", ""})

SCHEMES: Mapping[str, Callable[[str], Checked]] = {
    "iin": check_iin,
    "bin": check_bin,
    "bin_or_iin": check_bin_or_iin,
    "iban": check_iban,
    "bic": check_bic,
    "kato": check_kato,
}


@dataclass(frozen=True, kw_only=True)
class Field:
    """What every kind has. `label` and `group` are marked msgids, translated when shown.

    `headings` are spellings of the column in people's workbooks; `listed` puts the field into the
    standard view, `width` is its pixels there (0 = stretches), `inline` lets the table edit it,
    `private` marks personal data, `computed` a value that SQL works out and nobody types.
    """

    KIND: ClassVar[str] = ""
    label: str = field(kw_only=False)
    name: str = ""
    hint: str = ""
    required: bool = False
    search: bool = False
    sorts: bool = False
    width: int = 0
    headings: tuple[str, ...] = ()
    group: str = ""
    listed: bool = False
    inline: bool = False
    private: bool = False
    computed: bool = False
    default: Value = None

    def named(self, name: str) -> Self:
        """The same declaration, knowing the attribute it was given to."""
        return replace(self, name=name)

    def title(self) -> str:
        """The label in the current language."""
        return _(self.label)

    def parse(self, text: str, today: date) -> Value:
        """The value of what a person typed; None for nothing. Raises Refusal."""
        return text.strip() or None

    def format(self, value: Value) -> str:
        """The value as people read it, empty for None."""
        return "" if value is None else str(value)

    def check(self, value: Value) -> tuple[Finding, ...]:
        """What is wrong with a value of the right type, beyond being absent."""
        return ()

    def problems(self, value: Value) -> tuple[Finding, ...]:
        """Every finding of the value, absence included, with the field's name in it."""
        if value is None or value == "" or value == ():
            if not self.required:
                return ()
            return (Finding(_("{field}: fill in").format(field=self.title()), field=self.name),)
        return tuple(replace(found, field=self.name) for found in self.check(value))

    def refuse(self, message: str, suggestion: str | None = None) -> Refusal:
        return Refusal(message, field=self.name, suggestion=suggestion)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """One line of text."""

    KIND = "text"
    limit: int = MAX_TEXT

    def parse(self, text: str, today: date) -> Value:
        return " ".join(text.split()) or None

    def check(self, value: Value) -> tuple[Finding, ...]:
        return _too_long(self, value, self.limit)


@dataclass(frozen=True, kw_only=True)
class LongText(Field):
    """Several lines of text."""

    KIND = "long_text"
    limit: int = MAX_LONG_TEXT

    def check(self, value: Value) -> tuple[Finding, ...]:
        return _too_long(self, value, self.limit)


def _too_long(spec: Field, value: Value, limit: int) -> tuple[Finding, ...]:
    if len(value) <= limit:
        return ()
    said = _("{field}: at most {limit} characters, now {n}. Shorten the text.")
    return (Finding(said.format(field=spec.title(), limit=limit, n=len(value))),)


@dataclass(frozen=True, kw_only=True)
class Digits(Field):
    """An identifier with rules of its own; kept as text, so that no leading zero is lost.

    `scheme` is one of SCHEMES. What cannot be read stays as typed, and `check` says why.
    """

    KIND = "digits"
    scheme: str = "bin_or_iin"

    def parse(self, text: str, today: date) -> Value:
        if not text.strip():
            return None
        checked = SCHEMES[self.scheme](text)
        return text.strip() if checked.value is None else checked.value

    def check(self, value: Value) -> tuple[Finding, ...]:
        found = SCHEMES[self.scheme](value).findings
        said = _("{field}: {problem}")
        return tuple(
            replace(f, message=said.format(field=self.title(), problem=f.message))
            for f in found
            if f.severity != "repaired"
        )


@dataclass(frozen=True, kw_only=True)
class Phone(Field):
    """Telephone numbers as typed; several are allowed, none is rejected for its operator."""

    KIND = "phone"

    def check(self, value: Value) -> tuple[Finding, ...]:
        if parse_phones(value):
            return ()
        said = _("{field}: no telephone number in “{value}”. Type it like +7 701 123 45 67.")
        return (Finding(said.format(field=self.title(), value=value), severity="warning"),)


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day."""

    KIND = "date"

    def parse(self, text: str, today: date) -> Value:
        if not text.strip():
            return None
        try:
            return parse_date(text, today)
        except ValueError as why:
            said = _("{field}: no such date “{value}”. Type it like 03.11.2026.")
            raise self.refuse(said.format(field=self.title(), value=text.strip())) from why

    def format(self, value: Value) -> str:
        return format_date(value)

    def check(self, value: Value) -> tuple[Finding, ...]:
        if isinstance(value, date) and 1900 <= value.year <= 2200:
            return ()
        said = _("{field}: the year must lie between 1900 and 2200.")
        return (Finding(said.format(field=self.title())),)


@dataclass(frozen=True, kw_only=True)
class Moment(Field):
    """A UTC moment, shown in local time. Written by the program, not typed."""

    KIND = "moment"

    def parse(self, text: str, today: date) -> Value:
        return datetime.fromisoformat(text) if text.strip() else None

    def format(self, value: Value) -> str:
        return "" if value is None else format_moment(value)


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A whole number; `unit` is a marked msgid shown behind it (months, km)."""

    KIND = "number"
    unit: str = ""
    least: int = 0
    most: int = MAX_NUMBER

    def parse(self, text: str, today: date) -> Value:
        bare = "".join(text.split()).replace("\u00a0", "")
        if not bare:
            return None
        if not (bare.lstrip("-").isascii() and bare.lstrip("-").isdigit()):
            said = _("{field}: a whole number is needed, not “{value}”.")
            raise self.refuse(said.format(field=self.title(), value=text.strip()))
        return int(bare)

    def format(self, value: Value) -> str:
        if value is None:
            return ""
        # A number that always has four digits is a year: 2026, not 2 026.
        return str(value) if self.least >= 1_000 and self.most <= 9_999 else format_number(value)

    def check(self, value: Value) -> tuple[Finding, ...]:
        if self.least <= value <= self.most:
            return ()
        said = _("{field}: from {least} to {most}, now {value}.")
        text = said.format(field=self.title(), least=self.least, most=self.most, value=value)
        return (Finding(text),)


@dataclass(frozen=True, kw_only=True)
class Money(Field):
    """A sum in tenge, kept to the tiyn."""

    KIND = "money"

    def parse(self, text: str, today: date) -> Value:
        if not text.strip():
            return None
        try:
            return parse_money(text)
        except (ValueError, InvalidOperation) as why:
            said = _("{field}: a sum is needed, not “{value}”. Type it like 1 500 000.")
            raise self.refuse(said.format(field=self.title(), value=text.strip())) from why

    def format(self, value: Value) -> str:
        return "" if value is None else format_money(value)

    def check(self, value: Value) -> tuple[Finding, ...]:
        if Decimal(0) <= value < Decimal(10) ** 15:
            return ()
        return (Finding(_("{field}: the sum is out of range.").format(field=self.title())),)


@dataclass(frozen=True, kw_only=True)
class Measure(Field):
    """A number with up to two decimals: percent, points, square metres. `unit` as in Number."""

    KIND = "measure"
    unit: str = ""
    least: int = 0

    def parse(self, text: str, today: date) -> Value:
        if not text.strip():
            return None
        try:
            return parse_money(text)
        except (ValueError, InvalidOperation) as why:
            said = _("{field}: a number is needed, not “{value}”. Type it like 82,5.")
            raise self.refuse(said.format(field=self.title(), value=text.strip())) from why

    def format(self, value: Value) -> str:
        return "" if value is None else format_number(value)

    def check(self, value: Value) -> tuple[Finding, ...]:
        if Decimal(self.least) <= value < Decimal(10) ** 13:
            return ()
        return (Finding(_("{field}: the number is out of range.").format(field=self.title())),)


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """Yes or no; never unknown."""

    KIND = "yes_no"
    default: Value = False

    def parse(self, text: str, today: date) -> Value:
        bare = text.strip().casefold()
        if bare in YES or bare in NO:
            return bare in YES
        said = _("{field}: yes or no is needed, not “{value}”.")
        raise self.refuse(said.format(field=self.title(), value=text.strip()))

    def format(self, value: Value) -> str:
        return _("yes") if value else _("no")


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a fixed set of words, stored by value; `choices` gives value → marked label."""

    KIND = "choice"
    choices: Mapping[str, str] = field(default_factory=dict)

    def label_of(self, value: Value) -> str:
        """The marked label of a value; one that came from a newer version is kept, not known."""
        return self.choices.get(value, NEWER)

    def options(self) -> list[tuple[str, str]]:
        """(value, translated label) in the declared order."""
        return [(value, _(label)) for value, label in self.choices.items()]

    def parse(self, text: str, today: date) -> Value:
        bare = text.strip()
        if not bare or bare in self.choices:
            return bare or None
        for value, label in self.choices.items():
            if any(fold(bare) == fold(word) for word in in_all_languages(label)):
                return value
        said = _("{field}: “{value}” is not in the list.")
        raise self.refuse(said.format(field=self.title(), value=bare))

    def format(self, value: Value) -> str:
        return "" if value is None else _(self.label_of(value))

    def check(self, value: Value) -> tuple[Finding, ...]:
        if value in self.choices:
            return ()
        said = _("{field}: “{value}” is not in the list.")
        return (Finding(said.format(field=self.title(), value=value)),)


@dataclass(frozen=True, kw_only=True)
class Choices(Choice):
    """Any number of a fixed set of words: a tuple of values in the declared order."""

    KIND = "choices"
    default: Value = ()

    def parse(self, text: str, today: date) -> Value:
        parts = [part for part in text.replace("\n", ";").split(";") if part.strip()]
        chosen = {super(Choices, self).parse(part, today) for part in parts}
        return tuple(value for value in self.choices if value in chosen)

    def format(self, value: Value) -> str:
        return "; ".join(super(Choices, self).format(one) for one in value or ())

    def check(self, value: Value) -> tuple[Finding, ...]:
        return tuple(found for one in value for found in super(Choices, self).check(one))


@dataclass(frozen=True, kw_only=True)
class Link(Field):
    """A record of another entity, by id. What is `owned` goes to the bin with its owner."""

    KIND = "link"
    to: str = ""
    owned: bool = False

    def parse(self, text: str, today: date) -> Value:
        if not text.strip():
            return None
        try:
            return UUID(text.strip())
        except ValueError as why:
            said = _("{field}: “{value}” is not known. Choose from the list.")
            raise self.refuse(said.format(field=self.title(), value=text.strip())) from why


def place_in(order: Sequence[str], value: str) -> int:
    """Where a word stands in a declared order; words of a newer version come last."""
    return order.index(value) if value in order else len(order)


SHOWN_EMPTY = N_("empty")
