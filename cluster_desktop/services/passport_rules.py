"""When a section of the passport is complete: passport.md section 1, line by line.

A gap says what is missing and leads to where it is filled in: to records (`query`, all records of
the kind where there is none yet) or to a field of one record. What is missing keeps a section from
being complete; warnings and hints do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cluster_desktop.db.entities.strategy import SECTORS
from cluster_desktop.i18n import _, fold, in_all_languages, ngettext
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.services.passport_gaps import (
    ORDER,
    Asked,
    Gap,
    asked,
    empty,
    equals,
    field,
    none,
    some,
    text,
    to_fill,
)

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

__all__ = ["RULES", "Asked", "Gap", "asked", "gaps", "gaps_of", "is_started"]

Rule = Callable[[Asked], Iterable[Gap]]
IN_PASSPORT = equals("in_passport", True)
ENTERPRISES = ("enterprise", "startup")
# The four KPIs that the recommendations name in section 11.
NAMED_KPIS = ("K01", "K02", "K03", "K04")
# Letters by which a name and a region are told to be of one word: endings differ by case.
STEM = 5


# 1. Name of the cluster


def _name(at: Asked) -> Iterable[Gap]:
    yield from field(at, "1.name_kk", _("The full name in Kazakh is missing."), "name_kk")
    yield from field(at, "1.name_ru", _("The full name in Russian is missing."), "name_ru")
    yield from field(at, "1.region", _("The region is not chosen."), "region_id")
    fields = Query("specialisation")
    if at.lacks(fields):
        yield none("1.sector", _("No sector: add a field of specialisation."), fields)
    elif at.cluster["name_kk"] and at.cluster["region_id"] and not _name_says_where(at):
        said = _("The name mentions neither the region nor the sector.")
        yield to_fill("1.name_is_bare", said, ("cluster", at.cluster.id, "name_kk"), "hint")


def _name_says_where(at: Asked) -> bool:
    """A word of the region or of a sector begins like a word of the name."""
    names = fold(f"{at.cluster['name_kk']} {at.cluster['name_ru'] or ''}").split()
    region = at.office.get("region", at.cluster["region_id"].id)
    told = [region["name_kk"], region["name_ru"]]
    columns = ("sector", "name_kk", "name_ru")
    for row in at.office.rows(Query("specialisation", columns=columns)):
        told += [row["name_kk"], row["name_ru"], *in_all_languages(SECTORS[row["sector"]])]
    common = {fold(word)[:STEM] for word in ("область", "облысы", "город", "қаласы")}
    stems = {word[:STEM] for text in told if text for word in fold(text).split() if len(word) > 3}
    return any(name.startswith(stem) for name in names for stem in stems - common)


# 2. Founders and participants


def _members(*more: Condition) -> Query:
    return Query("membership", (IN_PASSPORT, *more))


def _participants(at: Asked) -> Iterable[Gap]:
    everybody = _members()
    if at.lacks(_members(equals("kind", "college"))):
        said = _("No organisation of technical and vocational education takes part.")
        yield none("2.no_college", said, everybody)
    if at.lacks(_members(Condition("kind", "in", ENTERPRISES))):
        yield none("2.no_enterprise", _("No enterprise takes part."), everybody)
    yield from some(
        at,
        "2.no_bin",
        lambda n: ngettext(
            "{n} participant has no BIN or IIN.", "{n} participants have no BIN or IIN.", n
        ),
        _members(*empty("bin")),
    )
    yield from some(
        at,
        "2.no_head",
        lambda n: ngettext("{n} participant has no head.", "{n} participants have no head.", n),
        _members(equals("has_head", False)),
    )
    yield from some(
        at,
        "2.no_role",
        lambda n: ngettext("{n} participant has no role.", "{n} participants have no role.", n),
        _members(*empty("role", "duty_kk", "duty_ru")),
    )
    yield from some(
        at,
        "2.no_obligation",
        lambda n: ngettext(
            "{n} participant has no obligation.", "{n} participants have no obligations.", n
        ),
        _members(*empty("obligations_kk", "obligations_ru")),
    )
    yield from some(
        at,
        "2.no_agreement",
        lambda n: ngettext(
            "{n} participant has no agreement in force and is not in negotiation.",
            "{n} participants have no agreement in force and are not in negotiation.",
            n,
        ),
        _members(equals("belongs", True), equals("has_agreement", False)),
    )
    for kinds, key, said in (
        (("state_body",), "2.no_state_body", _("No state body takes part.")),
        (("school",), "2.no_school", _("No school takes part.")),
        (("university",), "2.no_university", _("No university takes part.")),
        (("research",), "2.no_research", _("No research organisation takes part.")),
    ):
        if at.lacks(_members(Condition("kind", "in", kinds))):
            yield none(key, said, everybody, "warning")


# 3. Legal status


def _legal(at: Asked) -> Iterable[Gap]:
    yield from field(at, "3.state", _("The state of the cluster is not chosen."), "state")
    documents = Query("founding_document")
    told = (
        Condition("number", "filled"),
        Condition("signed_on", "filled"),
    )
    bodies = ("body_kk", "body_ru")
    if at.lacks(documents):
        yield none("3.no_document", _("There is no founding document: an order."), documents)
    elif all(
        at.lacks(Query("founding_document", (*told, Condition(body, "filled")))) for body in bodies
    ):
        said = _("No founding document has a number, a date and the body that issued it.")
        yield none("3.document_untold", said, documents)
    said = _("The clause “not a legal entity” is switched off: it must stand in the passport.")
    yield from field(at, "3.clause", said, "not_legal_entity")


# 4. Geographical location


def _place(at: Asked) -> Iterable[Gap]:
    yield from field(at, "4.region", _("The region is not chosen."), "region_id")
    places = Query("cluster_territory")
    if at.lacks(places):
        yield none("4.no_territory", _("No district or city is chosen."), places)
    said = _("The description is empty: borders, roads, transport, connection.")
    yield from text(at, 4, said)


# 5. Strategy and goals


def _goals(at: Asked) -> Iterable[Gap]:
    for horizon, absent, bare in (
        (
            "short",
            _("There is no short-term goal (1–3 years)."),
            _("No short-term goal has a numeric target and a year inside 1–3 years."),
        ),
        (
            "long",
            _("There is no long-term goal (5–10 years)."),
            _("No long-term goal has a numeric target and a year inside 5–10 years."),
        ),
    ):
        of = equals("horizon", horizon)
        if at.lacks(Query("goal", (of,))):
            yield none(f"5.no_{horizon}", absent, Query("goal"))
        elif at.lacks(Query("goal", (of, equals("is_set", True)))):
            yield none(f"5.unset_{horizon}", bare, Query("goal", (of,)))
        else:
            yield from some(
                at,
                f"5.some_unset_{horizon}",
                lambda n: ngettext(
                    "{n} goal has no number, or a year outside its horizon.",
                    "{n} goals have no number, or a year outside their horizon.",
                    n,
                ),
                Query("goal", (of, equals("is_set", False))),
                "warning",
            )
    yield from text(at, 5, _("The text of the strategy is empty."), "warning")


# 6. Fields of specialisation


def _fields(at: Asked) -> Iterable[Gap]:
    fields = Query("specialisation")
    if at.lacks(fields):
        yield none("6.no_field", _("There is no field of specialisation."), fields)
        return
    if at.lacks(Query("specialisation", (Condition("codes", "after", 0),))):
        said = _("No field has a speciality of the classifier.")
        yield none("6.no_code", said, fields)
    else:
        yield from some(
            at,
            "6.field_without_code",
            lambda n: ngettext(
                "{n} field has no speciality of the classifier.",
                "{n} fields have no speciality of the classifier.",
                n,
            ),
            Query("specialisation", (equals("codes", 0),)),
            "warning",
        )
    yield from some(
        at,
        "6.not_taught",
        lambda n: ngettext(
            "{n} speciality is taught by no college of the cluster.",
            "{n} specialities are taught by no college of the cluster.",
            n,
        ),
        Query("specialisation_code", (equals("taught", False),)),
        "warning",
    )


# 7. Action plan

GOING = Condition("state", "not", "cancelled")


def this_year(at: Asked) -> tuple[Query, ...]:
    """Queries of the plan items that fall in the current year: of it, or running in it."""
    first = at.office.today().replace(month=1, day=1)
    last = first.replace(month=12, day=31)
    runs = (
        Condition("starts", "between", (None, last)),
        Condition("due", "between", (first, None)),
    )
    return (
        Query("plan_item", (GOING, equals("of_year", first.year))),
        Query("plan_item", (GOING, *runs)),
    )


def _plan(at: Asked) -> Iterable[Gap]:
    every = Query("plan_item", (GOING,))
    if at.lacks(every):
        yield none("7.no_item", _("The action plan is empty."), Query("plan_item"))
        return
    yield from some(
        at,
        "7.no_term",
        lambda n: ngettext("{n} plan item has no term.", "{n} plan items have no term.", n),
        Query("plan_item", (GOING, *empty("due", "due_text"))),
    )
    yield from some(
        at,
        "7.no_responsible",
        lambda n: ngettext(
            "{n} plan item has nobody responsible.", "{n} plan items have nobody responsible.", n
        ),
        Query("plan_item", (GOING, *empty("responsible", "organisation_id"))),
    )
    yield from some(
        at,
        "7.no_result",
        lambda n: ngettext(
            "{n} plan item has no expected result.", "{n} plan items have no expected result.", n
        ),
        Query("plan_item", (GOING, *empty("result_kk", "result_ru"))),
    )
    if all(at.lacks(query) for query in this_year(at)):
        said = _("No plan item falls in {year}.").format(year=at.office.today().year)
        yield none("7.none_this_year", said, every)


# 8. Innovation and technology potential


def _technologies(at: Asked) -> Iterable[Gap]:
    every = Query("technology")
    owned = Condition("owner_id", "filled")
    if at.lacks(every):
        said = _("There is no technology, equipment, platform or laboratory.")
        yield none("8.none", said, every)
        return
    if all(
        at.lacks(Query("technology", (owned, Condition(access, "filled"))))
        for access in ("access_kk", "access_ru")
    ):
        said = _("No technology or resource says both who owns it and who may use it.")
        yield none("8.untold", said, every)
        return
    yield from some(
        at,
        "8.no_owner",
        lambda n: ngettext(
            "{n} technology or resource has no owner.",
            "{n} technologies and resources have no owner.",
            n,
        ),
        Query("technology", empty("owner_id")),
        "warning",
    )
    yield from some(
        at,
        "8.no_access",
        lambda n: ngettext(
            "{n} technology or resource does not say who may use it.",
            "{n} technologies and resources do not say who may use them.",
            n,
        ),
        Query("technology", empty("access_kk", "access_ru")),
        "warning",
    )


# 9. Funding sources


def _money(at: Asked) -> Iterable[Gap]:
    yield from text(at, 9, _("The funding model is not described."))
    every = Query("finance_line")
    if at.lacks(every):
        yield none("9.none", _("There is no source of funding."), every)
    elif at.lacks(Query("finance_line", (Condition("planned", "filled"),))):
        yield none("9.not_planned", _("No source has a planned amount."), every)
    else:
        yield from some(
            at,
            "9.some_not_planned",
            lambda n: ngettext(
                "{n} source has no planned amount.", "{n} sources have no planned amount.", n
            ),
            Query("finance_line", empty("planned")),
            "warning",
        )


# 10. Infrastructure and resources


def _base(at: Asked) -> Iterable[Gap]:
    every = Query("infrastructure")
    if at.lacks(Query("infrastructure", (equals("owner_kind", "college"),))):
        yield none("10.no_college", _("There is no object of a college."), every)
    capacity = (equals("kind", "production"), Condition("owner_kind", "in", ENTERPRISES))
    if at.lacks(Query("infrastructure", capacity)):
        said = _("There is no production capacity of an enterprise.")
        yield none("10.no_production", said, every)
    yield from some(
        at,
        "10.no_owner",
        lambda n: ngettext("{n} object has no owner.", "{n} objects have no owner.", n),
        Query("infrastructure", empty("owner_id")),
        "warning",
    )


# 11. Monitoring and evaluation


def _monitoring(at: Asked) -> Iterable[Gap]:
    columns = ("code", "counted", "name", "unit_kk", "unit_ru", "responsible")
    rows = at.office.rows(Query("kpi", columns=columns))
    for code in NAMED_KPIS:
        named = [row for row in rows if code in (row["counted"], row["code"])]
        if not named:
            said = _("The indicator is missing: {name}.").format(name=_kpi_name(at, code))
            yield none(f"11.no_{code}", said, Query("kpi"))
        elif gaps := [_kpi_gaps(at, code, row) for row in named]:
            # Where there are two of one code, the better one decides.
            yield from min(gaps, key=len)
    said = _("The procedure of monitoring is not described: who, how often.")
    yield from text(at, 11, said, "warning")


def _kpi_name(at: Asked, code: str) -> str:
    return str(at.office.entity("kpi").spec("counted").format(code))


def _kpi_gaps(at: Asked, code: str, row: Row) -> list[Gap]:
    found = []
    if not (row["unit_kk"] or row["unit_ru"]):
        said = _("{name}: the unit is missing.").format(name=row["name"])
        found.append(to_fill(f"11.{code}_unit", said, ("kpi", row.id, "unit_kk")))
    if not row["responsible"]:
        said = _("{name}: nobody is responsible.").format(name=row["name"])
        found.append(to_fill(f"11.{code}_responsible", said, ("kpi", row.id, "responsible")))
    if at.lacks(Query("kpi_value", (equals("kpi_id", row.id), Condition("plan", "filled")))):
        said = _("{name}: there is no plan value.").format(name=row["name"])
        query = Query("kpi", (equals("id", row.id),))
        found.append(Gap(11, f"11.{code}_plan", "missing", said, query, count=1))
    return found


RULES: Mapping[int, Rule] = {
    1: _name,
    2: _participants,
    3: _legal,
    4: _place,
    5: _goals,
    6: _fields,
    7: _plan,
    8: _technologies,
    9: _money,
    10: _base,
    11: _monitoring,
}


def gaps(office: Office, section: int) -> list[Gap]:
    """What one section lacks, worst first. Raises Refusal where there is no cluster."""
    return gaps_of(asked(office), section)


def gaps_of(at: Asked, section: int) -> list[Gap]:
    return sorted(RULES[section](at), key=lambda one: ORDER[one.severity])


# What feeds a section: with any of these, or a typed text, it is started.
FED_BY: Mapping[int, Sequence[str]] = {
    1: ("specialisation",),
    2: ("membership",),
    3: ("founding_document",),
    4: ("cluster_territory",),
    5: ("goal",),
    6: ("specialisation",),
    7: ("plan_item",),
    8: ("technology", "innovation_project"),
    9: ("finance_line", "fund"),
    10: ("infrastructure",),
    11: ("kpi",),
}


def is_started(at: Asked, section: int) -> bool:
    """Something is typed or recorded for the section."""
    row = at.sections.get(section)
    texts = [row[one] for one in ("text_kk", "text_ru", "text_en")] if row is not None else []
    if any((text or "").strip() for text in texts):
        return True
    if section == 1 and isinstance(at.cluster["region_id"], Ref):
        return True
    return any(not at.lacks(Query(entity)) for entity in FED_BY[section])
