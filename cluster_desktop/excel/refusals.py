"""Why a file from outside is not taken, as sentences that name the cause and the next step."""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.errors import Bug, Refusal, TooBig
from cluster_desktop.i18n import N_, _, format_number

_MENDABLE = {
    "empty_file": N_("The file “{file}” is empty. Ask for it again."),
    "empty_table": N_("The file “{file}” holds no rows. Check that it is the right file."),
    "no_sheets": N_("The workbook “{file}” has no sheet with cells."),
    "password": N_(
        "The file “{file}” is locked with a password. Remove the password in Excel and save."
    ),
    "damaged": N_("The file “{file}” is damaged or was not copied to its end. Copy it again."),
    "duplicate_parts": N_(
        "The file “{file}” holds two parts of one name. Open it in Excel and save it anew."
    ),
    "entities": N_(
        "The file “{file}” holds instructions that tables do not need. Save it anew in Excel."
    ),
    "strict_ooxml": N_(
        "“{file}” is saved as Strict Open XML. Save it in Excel as an ordinary .xlsx workbook."
    ),
    "xlsb": N_("“{file}” is a binary workbook. Save it in Excel as an ordinary .xlsx workbook."),
    "xml_2003": N_("“{file}” is an XML table of Excel 2003. Save it in Excel as .xlsx."),
    "web_page": N_("“{file}” is a web page, not a workbook. Open it in Excel and save as .xlsx."),
    "not_a_table": N_(
        "“{file}” is neither a workbook (.xlsx, .xls, .ods) nor a text table (.csv)."
    ),
    "wrong_encoding": N_(
        "The letters of “{file}” do not fit the encoding. Choose another or save it as .xlsx."
    ),
    "open_quote": N_(
        "In line {detail} of “{file}” a quotation mark opens and is not closed: the rows below it "
        "would be lost. Close or delete it, or save the table as .xlsx."
    ),
    "cell_too_long": N_(
        "In line {detail} of “{file}” one cell holds more than a million letters. Check that it is "
        "a table, and delete that cell."
    ),
    "unreadable": N_("“{file}” cannot be opened (error {detail}). Close it in other programs."),
    "not_allowed": N_("It is not allowed to read “{file}”. Copy it into a folder of your own."),
    "worker_died": N_(
        "The file “{file}” is damaged or needs too much memory. Save it anew in Excel."
    ),
}
_TOO_BIG = {
    "file_too_big": N_("The file “{file}” is larger than 50 MB. Divide it into smaller files."),
    "too_many_parts": N_(
        "The file “{file}” has too many parts inside. Save its table alone in a new workbook."
    ),
    "unpacks_too_big": N_(
        "The file “{file}” is too large unpacked. Save its table alone in a new workbook."
    ),
    "too_many_rows": N_("“{file}” has more than {detail} rows. Divide it into smaller files."),
    "too_many_columns": N_(
        "“{file}” has more than {detail} columns. Delete the stray cells on the right."
    ),
    "too_slow": N_("Reading “{file}” took longer than a minute. Divide it into smaller files."),
}


def refusal_of(code: str, detail: str, path: Path) -> Refusal:
    """The refusal for a worker's code; TooBig where the file is only too large."""
    shown = format_number(int(detail)) if detail.isdecimal() else detail
    if code in _TOO_BIG:
        return TooBig(_(_TOO_BIG[code]).format(file=path.name, detail=shown))
    if code not in _MENDABLE:
        raise Bug(f"the worker refused with the unknown code {code!r}")
    return Refusal(_(_MENDABLE[code]).format(file=path.name, detail=shown))
