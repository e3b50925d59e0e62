"""Columns of a register of agreements: what they are called and how their cells are read. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from cluster_desktop.entity import catalogue
from cluster_desktop.excel import cells, words
from cluster_desktop.excel.cells import Around, Read
from cluster_desktop.excel.contracts import read_contract
from cluster_desktop.excel.days import OPEN, Term, read_day, read_term
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import ROW_NUMBER, Meaning
from cluster_desktop.fields import Choice, Choices
from cluster_desktop.i18n import LANGUAGES, N_, _, fold, translated
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_bin_or_iin

# Facts of a cell that agreement_register.py weighs against the columns of their own.
MONTHS = "agreement.months"
NAMED_DATE = "agreement.named_date"
NAMED_FROM = "agreement.named_from"
NAMED_UNTIL = "agreement.named_until"
NAMED_KIND = "agreement.named_kind"
_NAME_COLUMNS = ("organisation.name_kk", "organisation.name_ru")


def labels_of_field(entity: str, name: str) -> Callable[[], Mapping[str, str]]:
    """Labels of a choice in every language, folded, so that our own workbooks come back."""
    known: dict[str, str] = {}

    def labels() -> Mapping[str, str]:
        if not known:
            spec = catalogue[entity].fields[name]
            if isinstance(spec, Choice):
                for value, label in spec.choices.items():
                    known.update({fold(translated(label, lang)): value for lang in LANGUAGES})
                    known[fold(value)] = value
        return known

    return labels


def _number(cell: Cell, around: Around) -> Read:
    del around
    contract, findings = read_contract(cell if isinstance(cell, date) else cells.text_of(cell))
    values: dict[str, object] = {}
    if contract.number is not None:
        values["agreement.number"] = contract.number
    if contract.signed is not None:
        values[NAMED_DATE] = contract.signed
    if contract.until is not None:
        values[NAMED_UNTIL] = contract.until
    if contract.title and (kind := words.agreement_kind(contract.title)):
        values[NAMED_KIND] = kind
    return values, findings + cells.lost_letters(contract.number or "")


def _day(name: str) -> Callable[[Cell, Around], Read]:
    def read(cell: Cell, around: Around) -> Read:
        del around
        day, findings = read_day(cell)
        return ({} if day is None else {name: day}), findings

    return read


def _until(cell: Cell, around: Around) -> Read:
    del around
    term, findings = read_term(cell)
    return _term_values(term), findings


def _term_values(term: Term) -> dict[str, object]:
    values: dict[str, object] = {}
    if term.until == OPEN:
        values = {"agreement.valid_until": None, "agreement.open_ended": True}
    elif term.until is not None:
        values = {"agreement.valid_until": term.until, "agreement.open_ended": False}
    if term.starts is not None:
        values[NAMED_FROM] = term.starts
    if term.months is not None:
        values[MONTHS] = term.months
    return values


def _directions(cell: Cell, around: Around) -> Read:
    spec = catalogue["agreement"].fields["directions"]
    labels = labels_of_field("agreement", "directions")()
    chosen = set()
    for part in re.split(r"[;\n]", str(cell)):
        folded = fold(part)
        if not folded:
            continue
        value = around.words.get(("agreement.directions", folded)) or labels.get(folded)
        if value is None:
            said = _("“{value}” is not known. Choose what it means.").format(value=part.strip())
            return {}, (Finding(said, severity="warning", code="unknown_value"),)
        chosen.add(value)
    order = spec.choices if isinstance(spec, Choices) else {}
    return {"agreement.directions": tuple(value for value in order if value in chosen)}, ()


MEANINGS = (
    Meaning(
        ROW_NUMBER,
        N_("Row number"),
        None,
        headings=("№", "Р/с №", "р/с", "№ р/с", "№ п/п", "п/п", "Рет саны", "Реттік нөмірі", "No."),
    ),
    Meaning(
        "organisation.name",
        N_("Name of the partner"),
        cells.names("organisation.name"),
        fields=_NAME_COLUMNS,
        headings=(
            *("Кәсіпорынның атауы", "Әріптестің атауы", "Серіктестің атауы", "Наименование"),
            *("Наименование юридического лица", "Заңды тұлғаның атауы", "Название юр. лица"),
        ),
    ),
    Meaning(
        "organisation.bin",
        N_("BIN / IIN"),
        cells.identifier("organisation.bin", check_bin_or_iin),
        fields=("organisation.bin",),
        headings=("БСН (ЖСН)", "БИН (ИИН)", "БСН коды", "БИН организации", "Ұйымның БСН-і"),
    ),
    Meaning(
        "organisation.kind",
        N_("Kind of the organisation"),
        cells.choice(
            "organisation.kind", words.organisation_kind, labels_of_field("organisation", "kind")
        ),
        fields=("organisation.kind",),
        headings=("Ұйымның түрі", "Вид организации", "Тип организации", "Ұйым түрі"),
    ),
    Meaning(
        "organisation.sector",
        N_("Sector"),
        cells.text("organisation.sector"),
        fields=("organisation.sector",),
        headings=("Сала (ЭҚЖЖ)", "Отрасль (ОКЭД)", "Саласы", "Сфера деятельности"),
    ),
    Meaning(
        "organisation.place",
        N_("Region, district"),
        cells.text("organisation.place"),
        headings=(
            "Өңір, аудан",
            "Регион, район",
            "Облыс, аудан",
            "Область, район",
            "Өңір",
            "Регион",
            "Аудан",
            "Район",
        ),
    ),
    Meaning(
        "organisation.address",
        N_("Address"),
        cells.names("organisation.address"),
        fields=("organisation.address_kk", "organisation.address_ru"),
        headings=("Заңды мекенжайы", "Орналасқан жері", "Местонахождение", "Адрес организации"),
    ),
    Meaning(
        "organisation.head",
        N_("Head"),
        cells.person("organisation.head"),
        fields=("organisation.head_kk", "organisation.head_ru"),
        headings=("Басшысының Т.А.Ә.", "Басшының аты-жөні", "ФИО руководителя", "Директор"),
    ),
    Meaning(
        "organisation.phone",
        N_("Phone, e-mail"),
        cells.phones("organisation.phone", "organisation.email"),
        fields=("organisation.phone",),
        headings=("Телефон, e-mail", "Байланыс телефоны", "Контактный телефон", "Контакты"),
    ),
    Meaning(
        "organisation.email",
        N_("E-mail"),
        cells.phones("organisation.phone", "organisation.email"),
        fields=("organisation.email",),
    ),
    Meaning(
        "agreement.kind",
        N_("Kind of the agreement"),
        cells.choice("agreement.kind", words.agreement_kind, labels_of_field("agreement", "kind")),
        fields=("agreement.kind",),
        headings=(
            "Құжат | Түрі",
            "Документ | Вид",
            "Шарттың түрі",
            "Вид договора",
            "Тип договора",
            "Келісімнің түрі",
            *("Вид сотрудничества", "Ынтымақтастық түрі", "Форма сотрудничества"),
            "Вид соглашения",
        ),
    ),
    Meaning(
        "agreement.number_and_date",
        N_("Number and date in one cell"),
        _number,
        headings=(
            "№, күні",
            "№, дата",
            "Шарт №, күні",
            "№ и дата договора",
            "Договор",
            "Шарт",
            "№ договора, дата",
            "Шарттың №, күні",
            "Номер и дата договора",
            "Шарттың нөмірі мен күні",
            "Құжаттың №, күні",
            "№ и дата документа",
            "Шарт №, күні, мерзімі",
            "№ договора, дата, срок",
        ),
    ),
    Meaning(
        "agreement.number",
        N_("Number of the agreement"),
        _number,
        fields=("agreement.number",),
        headings=(
            "№ договора",
            "Номер договора",
            "Шарт №",
            "Шарттың №",
            "Шарттың нөмірі",
            "Құжат №",
            "№ документа",
            "№",
            "Нөмірі",
            "Номер",
        ),
    ),
    Meaning(
        "agreement.date",
        N_("Date of the agreement"),
        _day("agreement.date"),
        fields=("agreement.signed_on",),
        headings=(
            "Шарт күні",
            "Шарттың күні",
            "Жасалған күні",
            "Қол қойылған күні",
            "Дата заключения",
            "Дата подписания",
        ),
    ),
    Meaning(
        "agreement.valid_from",
        N_("Beginning of the term"),
        _day("agreement.valid_from"),
        fields=("agreement.valid_from",),
        headings=("Басталу күні", "Дата начала", "Действует с"),
    ),
    Meaning(
        "agreement.valid_until",
        N_("End of the term"),
        _until,
        fields=("agreement.valid_until",),
        headings=(
            "Мерзімі",
            "Срок",
            "Аяқталу күні",
            "Дата окончания",
            "Срок действия договора",
            "Шарттың мерзімі",
            *("Действителен до", "Действует до", "Действительно по", "Срок действия до"),
            *("Дейін жарамды", "Жарамдылық мерзімі", "Дата завершения", "Окончание договора"),
        ),
    ),
    Meaning(
        "agreement.specialities",
        N_("Specialities"),
        cells.specialities("agreement.specialities"),
        headings=(
            *("Мамандықтар", "Специальности", "Мамандық", "Специальность"),
            *("Мамандық коды", "Код специальности"),
        ),
    ),
    Meaning(
        "agreement.directions",
        N_("Directions of cooperation"),
        _directions,
        fields=("agreement.directions",),
        headings=(
            "Ынтымақтастық бағыттары (Заңның 45-1-бабы)",
            "Направления сотрудничества (ст. 45-1 Закона)",
        ),
    ),
    Meaning(
        "organisation.patron",
        N_("Patron enterprise"),
        cells.yes_no("organisation.patron", words.YES, words.NO),
        fields=("organisation.patron",),
        headings=("Қамқоршы", "Шеф"),
        dash_is_value=True,
    ),
    Meaning(
        "agreement.aid",
        N_("Aid given (sum, kind)"),
        cells.text("agreement.aid"),
        fields=("agreement.aid",),
    ),
    Meaning(
        "agreement.responsible",
        N_("Responsible"),
        cells.text("agreement.responsible"),
        fields=("agreement.responsible",),
    ),
    Meaning("agreement.note", N_("Note"), cells.text("agreement.note"), fields=("agreement.note",)),
)
