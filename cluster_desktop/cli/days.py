"""Words of the command line as values: days, numbers, FIELD=VALUE."""

from __future__ import annotations

import argparse
from datetime import date

from cluster_desktop.i18n import _


def day_of(text: str) -> date:
    """A day written 2026-11-21."""
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(_("a day is written 2026-11-21")) from why


def whole_of(text: str) -> int:
    """A whole number of at most 15 digits."""
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise argparse.ArgumentTypeError(
            _("a whole number is needed, not “{text}”").format(text=text)
        )
    return int(text)


def pair_of(text: str) -> tuple[str, str]:
    """FIELD=VALUE."""
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("write FIELD=VALUE"))
    return name.strip(), value
