"""Why a scan from outside is not taken, as sentences that name the cause and the next step."""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.errors import Bug, Refusal, TooBig
from cluster_desktop.i18n import N_, _

_MENDABLE = {
    "empty_file": N_("The file “{file}” is empty. Scan the paper again."),
    "not_a_scan": N_("“{file}” is no scan. PDF, JPEG, PNG and TIFF are taken."),
    "password": N_("“{file}” is locked with a password. Save it without one and try again."),
    "damaged": N_("“{file}” is damaged or was not copied to its end. Scan the paper again."),
    "unreadable": N_("“{file}” cannot be opened (error {detail}). Close it in other programs."),
    "worker_died": N_("“{file}” is damaged or needs too much memory. Scan it again at 200 dpi."),
    "changed": N_("“{file}” was changed meanwhile. Read the scans again."),
}
_TOO_BIG = {
    "file_too_big": N_("“{file}” is larger than 50 MB. Scan at 150–200 dpi or in parts."),
    "too_many_pages": N_("“{file}” has more than {detail} pages. Scan the stack in parts."),
    "too_many_pixels": N_("A page of “{file}” is too large. Scan the paper again at 200 dpi."),
    "too_slow": N_("Reading “{file}” took longer than a minute. Scan the stack in parts."),
}


def refusal_of(code: str, detail: str, path: Path) -> Refusal:
    """The refusal for a worker's code; TooBig where the file is only too large."""
    if code in _TOO_BIG:
        return TooBig(_(_TOO_BIG[code]).format(file=path.name, detail=detail))
    if code not in _MENDABLE:
        raise Bug(f"the worker refused with the unknown code {code!r}")
    return Refusal(_(_MENDABLE[code]).format(file=path.name, detail=detail))
