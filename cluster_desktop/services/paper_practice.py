"""Papers of placements: order on sending, referral, reference, certificate, order on mentors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from uuid import UUID

from cluster_desktop.i18n import _
from cluster_desktop.query import Row, Update
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.names import short_name
from cluster_desktop.services import paper_placement as about
from cluster_desktop.services.paper_contracts import LEFT_OUT, MISSING, REMARK, span
from cluster_desktop.services.paper_data import Behind, Pair, PaperData, Source, TableData
from cluster_desktop.services.paper_reader import Reader, alike, id_of, named, text_of

# What an order on sending makes of a placement that was only planned.
PLANNED, SENT = "planned", "sent"


def referral(reader: Reader, placement: Row, numbers: Iterator[str]) -> PaperData:
    """The referral that a student takes to the enterprise."""
    known = about.about_placement(reader, placement)
    number = text_of(placement, "referral_number")
    writes: tuple[Update, ...] = ()
    if not number:
        number = next(numbers)
        writes = (Update("placement", placement.id, {"referral_number": number}),)
    day = placement["order_date"] or reader.office.today()
    known.sources["date"] = Source("placement", (placement.id,), "order_date")
    return _of_placement(
        "referral",
        placement,
        known,
        number,
        day,
        writes=writes,
        remarks=_late(day, placement["starts"]),
    )


def _late(day: dt.date, starts: dt.date) -> tuple[Finding, ...]:
    """Nobody is sent to a practice that has begun; the typed day of the order mends it."""
    if day <= starts:
        return ()
    said = _("The paper is dated {day}, after the practice began ({starts}). Type the right day.")
    said = said.format(day=f"{day:%d.%m.%Y}", starts=f"{starts:%d.%m.%Y}")
    return (Finding(said, field="date", severity="warning", code=REMARK),)


def reference(reader: Reader, placement: Row) -> PaperData:
    """The form that the mentor writes on."""
    known = about.about_placement(reader, placement)
    return _of_placement("reference", placement, known, "", None)


def certificate(reader: Reader, placement: Row, numbers: Iterator[str]) -> PaperData:
    """The certificate of a training; a new number is kept when it is issued, not before.

    Only for a training that was gone through: `not_due` tells.
    """
    known = about.about_placement(reader, placement)
    about.with_position(known)
    number, day = text_of(placement, "certificate_number"), placement["certificate_on"]
    writes: tuple[Update, ...] = ()
    if not number or day is None:
        number, day = number or next(numbers), day or reader.office.today()
        kept = {"certificate_number": number, "certificate_on": day}
        writes = (Update("placement", placement.id, kept),)
    return _of_placement("certificate", placement, known, number, day, writes=writes)


def not_due(placement: Row, today: dt.date) -> Finding | None:
    """Why no certificate is given: it says that the training was gone through."""
    day = placement["certificate_on"] or today
    if placement["state"] in about.GIVEN_UP:
        said = _("The practice was interrupted or failed: no certificate is due.")
    elif placement["ends"] > day:
        said = _("The training lasts until {day}: the certificate is too early.")
        said = said.format(day=f"{placement['ends']:%d.%m.%Y}")
    else:
        return None
    return Finding(said, severity="warning", code=LEFT_OUT)


def _of_placement(
    kind: str,
    placement: Row,
    known: about.Known,
    number: str,
    day: dt.date | None,
    *,
    writes: tuple[Update, ...] = (),
    remarks: tuple[Finding, ...] = (),
) -> PaperData:
    # The end is typed on the placement's own page, where the hours follow it.
    sources = {name: source for name, source in known.sources.items() if name != "ends"}
    return PaperData(
        kind=kind,
        record_id=placement.id,
        number=number,
        date=day,
        subject=known.pair("student_name").kk,
        values=known.values,
        facts=tuple(sorted(known.facts)),
        behind=Behind(sources=sources, writes=writes, remarks=remarks),
    )


def order(reader: Reader, placements: Sequence[Row]) -> PaperData:
    """The college's order on sending; its number is that of the college's own register.

    All placements belong to one period and to one order, or have none yet.
    """
    first = placements[0]
    period = reader.row("practice_period", first["period_id"])
    known = about.about_college(reader)
    about.about_period(reader, known, period, None)
    number = text_of(first, "order_number")
    day = first["order_date"] or reader.office.today()
    known.values |= {
        "starts": min(row["starts"] for row in placements),
        "ends": max(row["ends"] for row in placements),
        "count": alike(str(len(placements))),
    }
    every = tuple(row.id for row in placements)
    known.sources["number"] = Source("placement", every, "order_number")
    known.sources["date"] = Source("placement", every, "order_date")
    return PaperData(
        kind="order",
        record_id=period.id if period is not None else first.id,
        number=number,
        date=day,
        subject=text_of(period, "name"),
        values=known.values,
        facts=tuple(sorted(known.facts)),
        tables={"students": _order_table(reader, placements)},
        behind=Behind(
            sources=known.sources,
            writes=tuple(_sent(placements, number, day)),
            remarks=_late(day, min(row["starts"] for row in placements)),
        ),
    )


def _sent(placements: Sequence[Row], number: str, day: dt.date) -> Iterator[Update]:
    """What the order changes; an order without a number is a draft on paper."""
    for row in placements if number else ():
        kept: dict[str, object] = {}
        if row["order_date"] is None:
            kept["order_date"] = day
        if row["state"] == PLANNED:
            kept["state"] = SENT
        if kept:
            yield Update("placement", row.id, kept)


def _order_table(reader: Reader, placements: Sequence[Row]) -> TableData:
    """Students by enterprise, each enterprise with its heading."""
    lines: list[tuple[Pair, ...]] = []
    number = 0
    for organisation, rows in by_enterprise(placements):
        partner = reader.row("organisation", organisation)
        name, identifier = named(partner), text_of(partner, "bin")
        said = Pair(name.kk, name.ru)
        if identifier:
            said = Pair(f"{name.kk}, БСН {identifier}", f"{name.ru}, БИН {identifier}")
        lines.append((said,))
        for row in rows:
            number += 1
            known = about.about_placement(reader, row)
            lines.append(
                (
                    alike(str(number)),
                    known.pair("student_name"),
                    known.pair("group"),
                    alike(span(row["starts"], row["ends"])),
                    alike(short_name(known.pair("supervisor").kk)),
                    alike(short_name(known.pair("mentor").kk)),
                )
            )
    return TableData(
        headings=(
            alike("№"),
            Pair("Т.А.Ә.", "Ф.И.О."),
            Pair("Топ", "Группа"),
            Pair("Мерзімі", "Сроки"),
            Pair("Колледжден жетекші", "Руководитель от колледжа"),
            Pair("Кәсіпорыннан тәлімгер", "Наставник от предприятия"),
        ),
        rows=tuple(lines),
        weights=(6, 32, 12, 16, 17, 17),
    )


def by_enterprise(placements: Sequence[Row]) -> list[tuple[UUID | None, list[Row]]]:
    """Placements by their organisation, in the order in which they come."""
    found: dict[UUID | None, list[Row]] = {}
    for row in placements:
        found.setdefault(id_of(row["organisation_id"]), []).append(row)
    return list(found.items())


def mentor_order(reader: Reader, placements: Sequence[Row]) -> PaperData:
    """The enterprise's order on its mentors; the enterprise gives it number and date by hand.

    All placements are at one enterprise in one period.
    """
    first = placements[0]
    period = reader.row("practice_period", first["period_id"])
    partner = reader.row("organisation", first["organisation_id"])
    known = about.about_college(reader)
    about.about_partner(known, partner)
    about.about_period(reader, known, period, None)
    mentored = [row for row in placements if row["mentor_id"] is not None]
    known.values |= {
        "starts": min(row["starts"] for row in placements),
        "ends": max(row["ends"] for row in placements),
        "count": alike(str(len({id_of(row["mentor_id"]) for row in mentored}))),
    }
    return PaperData(
        kind="mentor_order",
        record_id=partner.id if partner is not None else first.id,
        number="",
        date=None,
        subject=named(partner).kk,
        values=known.values,
        facts=tuple(sorted(known.facts)),
        tables={"mentors": _mentors_table(reader, mentored)},
        behind=Behind(
            sources=known.sources,
            remarks=tuple(
                Finding(
                    _("{who} has no mentor").format(who=row["student_id"].title),
                    field="mentor",
                    severity="warning",
                    code=MISSING,
                )
                for row in placements
                if row["mentor_id"] is None
            ),
        ),
    )


def _mentors_table(reader: Reader, placements: Sequence[Row]) -> TableData:
    by_mentor: dict[UUID | None, list[Row]] = {}
    for row in placements:
        by_mentor.setdefault(id_of(row["mentor_id"]), []).append(row)
    lines: list[tuple[Pair, ...]] = []
    for number, (mentor_id, rows) in enumerate(by_mentor.items(), start=1):
        mentor = reader.row("mentor", mentor_id)
        students = []
        for row in rows:
            student = reader.row("student", row["student_id"])
            group = reader.row("study_group", student["group_id"]) if student is not None else None
            said = text_of(student, "full_name")
            students.append(f"{said} ({text_of(group, 'name')})" if group is not None else said)
        dates = span(min(row["starts"] for row in rows), max(row["ends"] for row in rows))
        lines.append(
            (
                alike(str(number)),
                alike(text_of(mentor, "full_name")),
                alike(text_of(mentor, "position")),
                alike("\n".join(students)),
                alike(dates),
            )
        )
    return TableData(
        headings=(
            alike("№"),
            Pair("Тәлімгердің Т.А.Ә.", "Ф.И.О. наставника"),
            Pair("Лауазымы", "Должность"),
            Pair("Студенттер (топ)", "Студенты (группа)"),
            Pair("Мерзімі", "Сроки"),
        ),
        rows=tuple(lines),
        weights=(6, 26, 20, 32, 16),
    )
