"""Risks of the cluster: the four typical ones of the model passport, and how many weigh what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from cluster_desktop.db.cluster import HIGH_RISK, MEDIUM_RISK
from cluster_desktop.db.journal import Said
from cluster_desktop.i18n import N_, fold
from cluster_desktop.query import Changes, Condition, Insert, Query
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

RISK = "risk"
STEPS = (1, 2, 3, 4, 5)
CURRENT = Condition("state", "not", "closed")

# The official Kazakh wording, word for word; people may edit it. Source: the risk table of the
# model passport of a cluster.
TYPICAL = (
    {
        "name_kk": "Қаржыландырудың жетіспеушілігі",
        "measure_kk": "Халықаралық гранттар мен жеке инвестицияларды тарту",
        "name_ru": "Недостаток финансирования",
        "measure_ru": "Привлечение международных грантов и частных инвестиций",
    },
    {
        "name_kk": "Бизнес тарапынан қызығушылықтың төмендігі",
        "measure_kk": "Ақпараттық компанияларды жүргізу және салықтық жеңілдіктер беру",
        "name_ru": "Низкая заинтересованность бизнеса",
        "measure_ru": "Информационные кампании и налоговые льготы",
    },
    {
        "name_kk": "Ескірген материалдық-техникалық база",
        "measure_kk": "Кезең-кезеңімен жаңғырту, соның ішінде кәсіпорындардың қаражатын тарту "
        "арқылы",
        "name_ru": "Устаревшая материально-техническая база",
        "measure_ru": "Поэтапная модернизация, в том числе за счёт средств предприятий",
    },
    {
        "name_kk": "Педагогтердің біліктілігінің жеткіліксіздігі",
        "measure_kk": "Педагогтер мен әкімшілікке арналған тренингтер мен семинарлар өткізу",
        "name_ru": "Недостаточная квалификация педагогов",
        "measure_ru": "Тренинги и семинары для педагогов и администрации",
    },
)


def missing(office: Office) -> list[dict[str, str]]:
    """The typical risks that are not in the list, by their Kazakh names."""
    there = {fold(row["name_kk"]) for row in office.rows(Query(RISK, columns=("name_kk",)))}
    return [one for one in TYPICAL if fold(one["name_kk"]) not in there]


def lacks_typical(office: Office) -> bool:
    """There are risks, but not all of the typical ones."""
    return bool(office.count(RISK, 1) and missing(office))


def insert_typical(office: Office) -> Changes:
    """The typical risks that are not there yet, with their measures; one action, or nothing."""
    defaults = office.entity(RISK).defaults()
    inserts = [Insert(RISK, {**defaults, **one}, new_id()) for one in missing(office)]
    if not inserts:
        return Changes()
    title = Said(N_("Typical risks: {n}"), {"n": str(len(inserts))})
    return office.apply(title, office.source, inserts)


def weighing(probability: int, impact: int) -> tuple[Condition, ...]:
    """The risks of one cell of the matrix that are not closed."""
    return (
        Condition("probability", "is", probability),
        Condition("impact", "is", impact),
        CURRENT,
    )


def matrix(office: Office) -> Counter[tuple[int, int]]:
    """How many risks that are not closed have a likelihood and an impact."""
    asked = Query(RISK, (CURRENT,), columns=("probability", "impact"))
    return Counter((row["probability"], row["impact"]) for row in office.rows(asked))


def level(probability: int, impact: int) -> Literal["low", "medium", "high"]:
    """How grave a cell of the matrix is, as the computed level of a risk says it."""
    weight = probability * impact
    if weight >= HIGH_RISK:
        return "high"
    return "medium" if weight >= MEDIUM_RISK else "low"
