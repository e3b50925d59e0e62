"""Languages of the program: texts, folding, order, dates, numbers. Knows no Qt and no SQL.

Everything is used from here: `from cluster_desktop.i18n import _, fold, format_date`.
"""

from cluster_desktop.i18n.catalogue import (
    LANGUAGES,
    N_,
    _,
    in_all_languages,
    language,
    ngettext,
    set_language,
    translated,
    translations_folder,
)
from cluster_desktop.i18n.dates import (
    add_months,
    format_date,
    format_moment,
    month_title,
    official_date,
    official_date_case,
    parse_date,
)
from cluster_desktop.i18n.folding import fold, fold_name, wrong_layout
from cluster_desktop.i18n.numbers import (
    format_mean,
    format_money,
    format_number,
    format_share,
    money_in_words,
    parse_money,
)
from cluster_desktop.i18n.ordering import KAZAKH_ALPHABET, sort_key

__all__ = [
    "KAZAKH_ALPHABET",
    "LANGUAGES",
    "N_",
    "_",
    "add_months",
    "fold",
    "fold_name",
    "format_date",
    "format_mean",
    "format_moment",
    "format_money",
    "format_number",
    "format_share",
    "in_all_languages",
    "language",
    "money_in_words",
    "month_title",
    "ngettext",
    "official_date",
    "official_date_case",
    "parse_date",
    "parse_money",
    "set_language",
    "sort_key",
    "translated",
    "translations_folder",
    "wrong_layout",
]
