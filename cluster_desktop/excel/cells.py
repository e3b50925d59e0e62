"""What a cell says as a value of the program: identifiers, names, phones, yes and no, lists. Pure.

Every reader takes the cell and what is known around it, and gives (values by field, findings).
No value is made from half a text: what cannot be read is an error, what was mended is "repaired",
what is doubtful a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cluster_desktop.excel.reader import Broken, Cell
from cluster_desktop.i18n import _, fold, format_date
from cluster_desktop.rules import identifiers
from cluster_desktop.rules.findings import Checked, Finding

LEADING_ZERO = "leading_zero"

Values = Mapping[str, object]
Read = tuple[Values, tuple[Finding, ...]]
NOTHING: Read = ({}, ())

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]"
)
# A question mark inside or before a word stands for a letter some program could not write.
_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]|(?<!\S)\?+[^\W\d_]|\ufffd")
_KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.I)
_KAZAKH_FORMS = re.compile(
    r"(?<!\w)(?:ЖШС|АҚ|КММ|МКҚК|ГКҚК|КМҚК|ШЖҚ|КеАҚ|ММ|ЖК|ШҚ|РММ|РМК|ҚБ|ауылы|көшесі|ауданы|"
    r"қаласы|мекемесі|орталығы|мектебі)(?!\w)"
)
_RUSSIAN_FORMS = re.compile(
    r"(?<!\w)(?:ТОО|АО|КГУ|ГККП|ГКП|КГП|КГКП|ГУ|НАО|ИП|КХ|ОО|РГУ|РГП|ОФ|ПК)(?!\w)"
)
_RUSSIAN_WORDS = re.compile(
    r"(?<!\w)(?:(?:г|с|ул|пос|обл)\.|р-н|район|область|город|село|улица|школа|центр|филиал|отдел|"
    r"учреждение)|[ёщъэ]",
    re.I,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ERROR_TEXT = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|NULL!|NUM!|DIV/0!|SPILL!|Н/Д|ССЫЛКА!|ЗНАЧ!|ИМЯ\?|ПУСТО!|ЧИСЛО!|ДЕЛ/0!)"
    r"|Err:\d{3}",
    re.I,
)
_EMPTY_MARK = re.compile(r"[-–—−_.\s]*")
_OTHER_QUOTES = re.compile("[“”„‟]")
_OPENING = re.compile(r'(?<![\w»".!?)])"(?=\S)')
_CODE = re.compile(r"(?<![\w])(\d{7,8})(?!\w)")


@dataclass
class Around:
    """What a reader may know beside the cell: today, the table's language, remembered words,
    known specialities (None: not asked), and repairs the user does not want."""

    today: date
    language: str = "kk"
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    specialities: frozenset[str] | None = None
    # {folded name in kk or ru: code} of the specialities that alone have the name
    speciality_names: Mapping[str, str] = field(default_factory=dict)
    unwanted: frozenset[str] = frozenset()


_NAME_SIGNS = re.compile(r"[«»\"“”„'.]+")
Reader = Callable[[Cell, Around], Read]


def text_of(cell: Cell) -> str:
    """The cell as one line of text; a whole number without a decimal point."""
    if isinstance(cell, str):
        if not cell.isprintable():
            # Line breaks, no-break spaces and signs without width; the rest has nothing to mend.
            cell = _INVISIBLE.sub("", cell)
        line = unicodedata.normalize("NFC", " ".join(cell.replace("_x000D_", " ").split()))
        return cell if cell == line else line  # one text in memory, not two
    if isinstance(cell, date):
        return format_date(cell)
    return "" if cell is None else str(cell)


def is_blank(cell: Cell) -> bool:
    """Nothing, or only a dash that people put for nothing."""
    return cell is None or (isinstance(cell, str) and _EMPTY_MARK.fullmatch(cell) is not None)


def is_error_text(cell: Cell) -> bool:
    """An error of Excel kept as text: text tables and old workbooks have no other way."""
    return isinstance(cell, str) and _ERROR_TEXT.fullmatch(cell.strip()) is not None


def broken(cell: Broken) -> Finding:
    """The finding of a cell that shows something and holds nothing."""
    if cell.code == "=":
        said = _("The formula has no stored value. Open the file in Excel, save it and try again.")
        return Finding(said, code="formula_without_value")
    said = _("The cell shows {code} instead of a value. Type the value.").format(code=cell.code)
    return Finding(said, code="cell_error")


def lost_letters(text: str) -> tuple[Finding, ...]:
    """A warning where letters were replaced by question marks before the file came to us."""
    if ("?" not in text and "\ufffd" not in text) or not _LOST.search(text):
        return ()
    said = _("Some letters were lost before this file was made: “{value}”. Type them anew.")
    return (Finding(said.format(value=text), severity="warning", code="letters_lost_in_encoding"),)


def language_of(text: str, default: str) -> str:
    """ "kk" or "ru" by legal forms first, then letters, then words of names and addresses."""
    if _KAZAKH_FORMS.search(text):
        return "kk"
    if _RUSSIAN_FORMS.search(text):
        return "ru"
    if _KAZAKH_LETTERS.search(text):
        return "kk"
    return "ru" if _RUSSIAN_WORDS.search(text) else default


def quoted(text: str) -> str:
    """Typewriter quotes as « »; others of a Latin keyboard too."""
    text = _OTHER_QUOTES.sub('"', text)
    return _OPENING.sub("«", text).replace('"', "»") if '"' in text else text


def split_languages(cell: Cell, default: str) -> dict[str, str]:
    """{"kk": …, "ru": …} of a cell with one name or two, kk first, divided by a line or « / »."""
    raw = cell if isinstance(cell, str) else text_of(cell)
    if "\n" not in raw and " / " not in raw:
        line = quoted(text_of(raw))
        return {language_of(line, default): line} if line else {}
    lines = [line for part in raw.split("\n") for line in part.split(" / ")]
    lines = [quoted(text_of(line)) for line in lines if text_of(line)]
    if len(lines) == 2 and language_of(lines[0], "kk") == language_of(lines[1], "ru"):
        # Both lines look alike: a name broken over two lines, unless a legal form says otherwise.
        return {language_of(lines[0], default): " ".join(lines)}
    found: dict[str, list[str]] = {}
    spoken = "kk" if len(lines) > 1 else default
    for line in lines:
        spoken = language_of(line, "ru" if found else spoken)
        found.setdefault(spoken, []).append(line)
    return {lang: " ".join(parts) for lang, parts in found.items()}


def names(prefix: str) -> Reader:
    """A reader of a name in one or two languages into prefix_kk and prefix_ru."""

    fields = {lang: f"{prefix}_{lang}" for lang in ("kk", "ru")}

    def read(cell: Cell, around: Around) -> Read:
        parts = split_languages(cell, around.language)
        findings = lost_letters(" ".join(parts.values()))
        return {fields[lang]: text for lang, text in parts.items()}, findings

    return read


def person(prefix: str) -> Reader:
    """A person's name. One without Kazakh letters is spelled alike in both languages, unless the
    whole list is Russian: there «Курмангалиева» may be «Құрманғалиева»."""

    def read(cell: Cell, around: Around) -> Read:
        text = text_of(cell)
        if "\n" in str(cell) or " / " in text:
            return names(prefix)(cell, around)
        findings = lost_letters(text)
        if _KAZAKH_LETTERS.search(text):
            return {f"{prefix}_kk": text}, findings
        if around.language == "ru":
            return {f"{prefix}_ru": text}, findings
        return {f"{prefix}_kk": text, f"{prefix}_ru": text}, findings

    return read


def text(name: str) -> Reader:
    """A reader of one line."""

    def read(cell: Cell, around: Around) -> Read:
        del around
        said = text_of(cell)
        return {name: said}, lost_letters(said)

    return read


def identifier(name: str, check: Callable[[str], Checked]) -> Reader:
    """A reader of an IIN or BIN. A lost zero is put back only where the control digit then fits."""

    def read(cell: Cell, around: Around) -> Read:
        typed = text_of(cell).lstrip("'")
        checked = check(typed)
        if checked.value is not None:
            return {name: checked.value}, checked.findings
        restored = identifiers.restore_zeros(typed)
        if LEADING_ZERO in around.unwanted:
            return {}, checked.findings
        if restored is not None and (again := check(restored)).value:
            said = _("The zero lost by Excel was put back: {value}.").format(value=restored)
            zero = Finding(said, severity="repaired", suggestion=restored, code=LEADING_ZERO)
            return {name: restored}, (zero, *again.findings)
        return {}, checked.findings

    return read


def phones(phone: str, email: str) -> Reader:
    """A reader of telephones and e-mail addresses in one cell."""

    def read(cell: Cell, around: Around) -> Read:
        del around
        typed = str(cell) if isinstance(cell, str | int) else text_of(cell)
        values: dict[str, object] = {}
        found = _EMAIL.findall(typed) if "@" in typed else []
        if found:
            values[email] = found[0]
            if typed == found[0]:
                return values, ()
            typed = _EMAIL.sub("\n", typed)
        if is_blank(typed):
            return values, ()
        checked = identifiers.check_phones(typed)
        if checked.value is not None:
            values[phone] = checked.value
        elif not checked.findings:
            said = _("There is no phone number in “{value}”.").format(value=typed.strip())
            return values, (Finding(said, severity="warning", code="phone"),)
        # A phone never keeps a contract out: the number is left out, and that is said.
        return values, tuple(
            Finding(f.message, severity="warning", suggestion=f.suggestion, code=f.code or "phone")
            for f in checked.findings
        )

    return read


def yes_no(name: str, yes: frozenset[str], no: frozenset[str]) -> Reader:
    """A reader of иә, ия, да, +, 1 and жоқ, нет, –, 0."""

    def read(cell: Cell, around: Around) -> Read:
        del around
        if isinstance(cell, bool):
            return {name: cell}, ()
        folded = fold(text_of(cell)).rstrip(".")
        if folded in yes or folded in no:
            return {name: folded in yes}, ()
        said = _("Yes or no is needed, not “{value}”.").format(value=text_of(cell))
        return {}, (Finding(said, code="yes_or_no"),)

    return read


def choice(
    name: str, find: Callable[[str], str | None], labels: Callable[[], Mapping[str, str]]
) -> Reader:
    """A reader of one of a list: the remembered word first, then the program's own, then `find`."""

    def read(cell: Cell, around: Around) -> Read:
        said = text_of(cell)
        folded = fold(said)
        known = around.words.get((name, folded)) or labels().get(folded)
        value = known or find(str(cell))
        if value is not None:
            return {name: value}, ()
        message = _("“{value}” is not known. Choose what it means.").format(value=said)
        return {}, (Finding(message, code="unknown_value"),)

    return read


def name_key(name: str) -> str:
    """A name for looking it up: folded, without quotation marks and a full stop."""
    return " ".join(_NAME_SIGNS.sub(" ", fold(name)).split())


def specialities(name: str) -> Reader:
    """A reader of codes, with or without names behind them, in their order. A dash means none."""

    def read(cell: Cell, around: Around) -> Read:
        typed = str(cell).zfill(8) if type(cell) is int else str(cell)
        codes = tuple(dict.fromkeys(_CODE.findall(typed)))
        if not codes and (named := around.speciality_names.get(name_key(text_of(cell)))):
            codes = (named,)
        if not codes:
            said = _("There is no speciality code of 8 digits in “{value}”.")
            finding = Finding(said.format(value=text_of(cell)), severity="warning", code="no_code")
            return {}, (finding,)
        known = around.specialities
        unknown = [code for code in codes if known is not None and code not in known]
        if unknown:
            said = _("The speciality code {code} is not in the list of specialities.")
            finding = Finding(said.format(code=unknown[0]), code="unknown_speciality_code")
            return {}, (finding,)
        return {name: codes}, ()

    return read
