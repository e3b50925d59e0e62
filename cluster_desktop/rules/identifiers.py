"""Identifiers of Kazakhstan papers: IIN, BIN, KATO; bank details and phones are beside it. Pure.

Structure and check digit of IIN and BIN: Government Resolution No. 406 of 22 May 2007.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Literal

from cluster_desktop.i18n.catalogue import _
from cluster_desktop.rules.bank import check_bic, check_iban
from cluster_desktop.rules.findings import Checked, Finding, refused
from cluster_desktop.rules.phones import Phone, check_phones, format_phone, parse_phones

__all__ = [
    "Checked",
    "IinFacts",
    "Phone",
    "check_bic",
    "check_bin",
    "check_bin_or_iin",
    "check_digit",
    "check_iban",
    "check_iin",
    "check_kato",
    "check_phones",
    "format_phone",
    "is_person",
    "mask",
    "parse_phones",
    "read_iin",
    "restore_zeros",
]

_Problem = Callable[[str], Finding | None]

LENGTH = 12
_WEIGHTS = (tuple(range(1, 12)), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_SEPARATORS = re.compile(r"[\s\-‐‑–—'’\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eEеЕ]\+?[0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_LETTERS_LIKE_DIGITS = str.maketrans("OoОоlIІі", "00001111")


@dataclass(frozen=True)
class IinFacts:
    """What an IIN tells of its owner; None where its 7th digit is 0."""

    born: date | None
    sex: Literal["male", "female"] | None


def check_iin(text: str) -> Checked:
    """The IIN of a person."""
    return _check(text, lambda: _("IIN"), _iin_problem)


def check_bin(text: str) -> Checked:
    """The BIN of an organisation; the IIN of a sole entrepreneur is refused here."""
    return _check(text, lambda: _("BIN"), _bin_problem)


def check_bin_or_iin(text: str) -> Checked:
    """Either, told apart by the 5th digit: a sole entrepreneur has an IIN and no BIN."""
    return _check(text, lambda: _("BIN or IIN"), _bin_or_iin_problem)


def check_kato(text: str) -> Checked:
    """A code of an administrative unit: 9 digits, the first two are a region."""
    typed = text.strip()
    clean = _SEPARATORS.sub("", typed)
    if not clean:
        return Checked(None)
    if not re.fullmatch(r"[1-9][0-9]{8}", clean):
        return refused(_("A KATO code has 9 digits and does not begin with zero."), "kato")
    return Checked(clean, repaired=clean != typed)


def read_iin(iin: str) -> IinFacts:
    """Date of birth and sex from a valid IIN."""
    century = _CENTURIES.get(iin[6])
    if century is None:
        return IinFacts(None, None)
    return IinFacts(_birth(iin, century), "male" if int(iin[6]) % 2 else "female")


def is_person(identifier: str) -> bool:
    """Whether a valid identifier is an IIN: its 5th digit is the tens of a day."""
    return identifier[4] in "0123"


def mask(identifier: str) -> str:
    """The identifier for lists and logs: only the last four signs are readable."""
    hidden = max(len(identifier) - 4, 0) if len(identifier) > 4 else len(identifier)
    return "•" * hidden + identifier[hidden:]


def restore_zeros(text: str) -> str | None:
    """12 digits from 9-11, where zeros in front make a valid IIN or BIN; else None.

    Excel drops leading zeros of number cells. Nothing else is guessed.
    """
    clean = _SEPARATORS.sub("", text)
    if not _DIGITS.fullmatch(clean) or not LENGTH - 3 <= len(clean) < LENGTH:
        return None
    padded = clean.zfill(LENGTH)
    problem = _bin_or_iin_problem(padded)
    return None if problem is not None and problem.severity == "error" else padded


def check_digit(first_eleven: str) -> int | None:
    """The 12th digit of an IIN or BIN; None where no number may begin with these eleven."""
    digits = list(map(int, first_eleven))
    for weights in _WEIGHTS:
        rest: int = sum(map(mul, digits, weights)) % 11
        if rest < 10:
            return rest
    return None


def _check(text: str, name: Callable[[], str], problem_of: _Problem) -> Checked:
    typed = text.strip()
    # Twelve digits are the usual thing, and have neither separators nor a short form.
    is_plain = len(typed) == LENGTH and typed.isascii() and typed.isdecimal()
    clean = typed if is_plain else _SEPARATORS.sub("", typed)
    if not clean:
        return Checked(None)
    if not is_plain and (said := _not_twelve(typed, clean, name(), problem_of)) is not None:
        return said
    problem = problem_of(clean)
    findings = () if problem is None else (problem,)
    if problem is not None and problem.severity == "error":
        return Checked(None, findings)
    return Checked(clean, findings, repaired=clean != typed)


def _not_twelve(typed: str, clean: str, name: str, problem_of: _Problem) -> Checked | None:
    """What is wrong with a text that is no row of twelve digits; None where it is one."""
    if _SCIENTIFIC.fullmatch(typed):
        message = _("Excel has shortened the number to {value}. Type all 12 digits as text.")
        return refused(message.format(value=typed), "scientific")
    if not _DIGITS.fullmatch(clean):
        return _not_digits(clean, name, problem_of)
    if len(clean) != LENGTH:
        return _wrong_length(clean, name, problem_of)
    return None


def _not_digits(clean: str, name: str, problem_of: _Problem) -> Checked:
    sign = next(sign for sign in clean if sign not in "0123456789")
    digits = clean.translate(_LETTERS_LIKE_DIGITS)
    is_twelve = bool(_DIGITS.fullmatch(digits)) and len(digits) == LENGTH
    suggestion = digits if is_twelve and problem_of(digits) is None else None
    message = _("{name} consists of the digits 0-9 only, here is “{sign}”.")
    return refused(message.format(name=name, sign=sign), "not_digits", suggestion)


def _wrong_length(clean: str, name: str, problem_of: _Problem) -> Checked:
    restored = restore_zeros(clean)
    if restored is not None and problem_of(restored) is None:
        message = _(
            "{name} must have 12 digits, now {count}. "
            "Excel may have dropped the zeros at the beginning."
        )
    else:
        restored = None
        message = _("{name} must have 12 digits, now {count}.")
    return refused(message.format(name=name, count=len(clean)), "length", restored)


def _iin_problem(iin: str) -> Finding | None:
    if iin[4] in "456" and _bin_problem(iin) is None:
        return Finding(
            _("This is the BIN of an organisation, not the IIN of a person."), code="kind"
        )
    if _possible_birth(iin) is None:
        message = _("An IIN begins with the date of birth: year, month, day. {value} is no date.")
        return Finding(message.format(value=iin[:6]), code="date")
    if iin[6] not in "0123456":
        message = _("The 7th digit of an IIN is from 0 to 6, here it is {value}.")
        return Finding(message.format(value=iin[6]), code="century")
    if (problem := _check_digit_problem(iin)) is not None:
        return problem
    if iin[6] == "0":
        message = _(
            "The 7th digit of the IIN is 0: sex and century are unknown. Compare it once more."
        )
        return Finding(message, severity="warning", code="century_unknown")
    return None


def _bin_problem(bin_: str) -> Finding | None:
    if is_person(bin_) and _iin_problem(bin_) is None:
        return Finding(
            _("This is the IIN of a person, not the BIN of an organisation."), code="kind"
        )
    if not 1 <= int(bin_[2:4]) <= 12:
        message = _("A BIN begins with the year and month of registration. {value} is no month.")
        return Finding(message.format(value=bin_[2:4]), code="date")
    if bin_[4] not in "456":
        message = _("The 5th digit of a BIN is 4, 5 or 6, here it is {value}.")
        return Finding(message.format(value=bin_[4]), code="kind")
    if bin_[5] not in "0123":
        message = _("The 6th digit of a BIN is from 0 to 3, here it is {value}.")
        return Finding(message.format(value=bin_[5]), code="branch")
    return _check_digit_problem(bin_)


def _bin_or_iin_problem(identifier: str) -> Finding | None:
    return _iin_problem(identifier) if is_person(identifier) else _bin_problem(identifier)


def _check_digit_problem(identifier: str) -> Finding | None:
    expected = check_digit(identifier[:-1])
    if expected is None:
        message = _("No such number can exist. Compare each digit with the document.")
        return Finding(message, code="impossible")
    if int(identifier[-1]) != expected:
        # The right last digit is not suggested: the slip may be in any of the twelve.
        message = _("The digits do not fit together: one is mistyped or two are swapped.")
        return Finding(message, code="check_digit")
    return None


def _possible_birth(iin: str) -> date | None:
    century = _CENTURIES.get(iin[6])
    if century is not None:
        return _birth(iin, century)
    # Of the unknown centuries 2000 is the one in which 29 February of year 00 exists.
    return _birth(iin, 2000) or _birth(iin, 1900)


def _birth(iin: str, century: int) -> date | None:
    try:
        return date(century + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None
