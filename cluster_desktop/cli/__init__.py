"""The command line (docs/command-line.md): thin over the services, the same door as the window.

Results for programs go to standard output (--json), sentences for people to standard error in the
chosen language. Exit: 0 done, 1 done with row errors, 2 refused, 3 needs an answer, 4 too big, 70
a fault of the program.
"""

from __future__ import annotations

import locale
import logging
import sys
from collections.abc import Sequence
from itertools import pairwise

from cluster_desktop import i18n, log
from cluster_desktop.cli import parser
from cluster_desktop.errors import Cancelled, NeedsAnswer, Refusal, TooBig, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.log import describe_error

DONE, WITH_ROW_ERRORS, REFUSED, NEEDS_ANSWER, TOO_BIG, FAULT = 0, 1, 2, 3, 4, 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    i18n.set_language(_language(words))
    try:
        asked = parser.parse(words)
        run: parser.Run = asked.run
        return run(asked)
    except NeedsAnswer as why:
        _say(why.message)
        for choice in why.choices:
            _say(f"  {choice}")
        return NEEDS_ANSWER
    except TooBig as why:
        _say(why.message)
        return TOO_BIG
    except Refusal as why:
        _say(why.message)
        for finding in why.findings:
            if finding.message != why.message:
                _say(f"  {finding.message}")
        if why.suggestion:
            _say(_("Perhaps: {suggestion}").format(suggestion=why.suggestion))
        return REFUSED
    except Trouble as why:
        _say(why.message)
        return REFUSED
    except (Cancelled, KeyboardInterrupt):
        _say(_("Cancelled. Nothing was changed."))
        return REFUSED
    except BrokenPipeError:
        return DONE  # the reader of our output has seen enough
    except Exception as why:  # noqa: BLE001 - the last word: no traceback reaches a person
        logging.getLogger(__name__).critical("fault: %s", describe_error(why))
        _say(
            _(
                "The program made a mistake ({kind}). Your data are safe. The log in the data "
                "folder says more; please send it to us."
            ).format(kind=type(why).__name__)
        )
        return FAULT
    finally:
        log.stop()


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _speak_utf8() -> None:
    """Kazakh letters in a Windows console that speaks another code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _language(words: Sequence[str]) -> str:
    """--lang, else the system's language where it is one of ours, else English."""
    for word, value in pairwise(words):
        if word == "--lang" and value in i18n.LANGUAGES:
            return value
    system = (locale.getlocale()[0] or "")[:2].lower()
    return system if system in i18n.LANGUAGES else "en"
