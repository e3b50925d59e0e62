"""Bank details: the account (IBAN, ISO 13616) and the code of the bank (BIC, ISO 9362). Pure."""

from __future__ import annotations

import re

from cluster_desktop.i18n.catalogue import _
from cluster_desktop.rules.findings import Checked, Finding, refused

_SEPARATORS = re.compile(r"[\s\-‐‑–—.\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
# What a Cyrillic keyboard types for the Latin letter that is meant; З stands for Z in «КЗ».
_LOOK_ALIKES = str.maketrans("АВЕЗКМНОРСТУХІЅЈ", "ABEZKMHOPCTYXISJ")
_LETTERS_LIKE_DIGITS = str.maketrans("OI", "01")
_LENGTH = 20
_ACCOUNT = re.compile(r"KZ[0-9]{2}[0-9]{3}[A-Z0-9]{13}")
_BIC = re.compile(r"[A-Z0-9]{4}KZ[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def check_iban(text: str) -> Checked:
    """An account in a bank of Kazakhstan: KZ, 2 check digits, 3 of the bank, 13 of the account."""
    typed = text.strip()
    clean, findings = _latin(typed)
    if not clean:
        return Checked(None)
    if sign := _foreign_sign(clean):
        message = _("An account consists of Latin letters and digits, here is “{sign}”.")
        return refused(message.format(sign=sign), "not_latin")
    if not clean.startswith("KZ"):
        return refused(_("An account in a bank of Kazakhstan begins with KZ."), "country")
    if len(clean) != _LENGTH:
        message = _("An account must have 20 characters, now {count}.")
        return refused(message.format(count=len(clean)), "length")
    if not _ACCOUNT.fullmatch(clean):
        message = _("In an account, five digits come after KZ, here is “{value}”.")
        return refused(message.format(value=clean[2:7]), "bank_code", _meant(clean))
    if not _fits(clean):
        message = _("The characters of the account do not fit together: one is mistyped.")
        return refused(message, "check_digit", _meant(clean))
    return Checked(clean, findings, repaired=clean != typed)


def check_bic(text: str) -> Checked:
    """The code of a bank of Kazakhstan: 8 or 11 characters, the 5th and 6th are KZ."""
    typed = text.strip()
    clean, findings = _latin(typed)
    if not clean:
        return Checked(None)
    if sign := _foreign_sign(clean):
        message = _("A bank code consists of Latin letters and digits, here is “{sign}”.")
        return refused(message.format(sign=sign), "not_latin")
    if len(clean) not in (8, 11):
        message = _("A bank code (BIC) must have 8 or 11 characters, now {count}.")
        return refused(message.format(count=len(clean)), "length")
    if not _BIC.fullmatch(clean):
        message = _("In the code of a bank of Kazakhstan the 5th and 6th letters are KZ.")
        return refused(message, "country")
    return Checked(clean, findings, repaired=clean != typed)


def _latin(typed: str) -> tuple[str, tuple[Finding, ...]]:
    """Upper case without separators, Cyrillic look-alikes replaced and reported."""
    upper = _SEPARATORS.sub("", typed).upper()
    clean = upper.translate(_LOOK_ALIKES)
    if clean == upper:
        return clean, ()
    message = _("Cyrillic letters were replaced with the Latin ones that look alike.")
    return clean, (Finding(message, severity="repaired", suggestion=clean, code="look_alikes"),)


def _foreign_sign(clean: str) -> str:
    # isalnum() alone would let through digits and letters of every alphabet.
    return next((sign for sign in clean if not (sign.isascii() and sign.isalnum())), "")


def _fits(account: str) -> bool:
    """The remainder of ISO 13616: country and check digits moved to the end, letters as 10-35."""
    moved = account[4:] + account[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _meant(account: str) -> str | None:
    """The account with 0 for O and 1 for I, where that makes it right."""
    meant = account[:2] + account[2:].translate(_LETTERS_LIKE_DIGITS)
    return meant if _ACCOUNT.fullmatch(meant) and _fits(meant) else None
