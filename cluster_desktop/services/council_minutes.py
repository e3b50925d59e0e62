"""Minutes of a council meeting as a paper: attendance, quorum, agenda, votes, decisions."""

from __future__ import annotations

from collections.abc import Sequence

from cluster_desktop.db.entities.council import ROLES
from cluster_desktop.fields import place_in
from cluster_desktop.i18n import _, format_date, official_date, sort_key, translated
from cluster_desktop.query import Row
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.names import short_name
from cluster_desktop.services import cluster, council_meetings
from cluster_desktop.services.council import open_conflicts
from cluster_desktop.services.paper_contracts import MISSING
from cluster_desktop.services.paper_data import Behind, Pair, PaperData, Source, TableData, Turn
from cluster_desktop.services.paper_lists import NO, YES
from cluster_desktop.services.paper_placement import Known
from cluster_desktop.services.paper_reader import Reader, alike, id_of, named, text_of

NOT_HELD = (council_meetings.PLANNED, council_meetings.CANCELLED)
ACTING = Pair("төрағаның міндетін атқарушы", "исполняющий обязанности председателя")
NOTHING = Pair("–", "–")


def title(meeting: Row) -> str:
    """How the minutes are called in a list."""
    return f"№ {meeting['number']} · {format_date(meeting['held_on'])}"


def minutes(reader: Reader, meeting: Row) -> PaperData:
    """The minutes of a meeting that was held.

    Where a text is written in one language only, the other shows it too, and it is told as missing.
    """
    known = Known()
    _about_meeting(reader, known, meeting)
    _about_people(reader, known, meeting)
    turns, remarks = _agenda(reader, known, meeting)
    return PaperData(
        kind="minutes",
        record_id=meeting.id,
        number=str(meeting["number"]),
        date=meeting["held_on"],
        subject=format_date(meeting["held_on"]),
        values=known.values,
        facts=tuple(sorted(known.facts)),
        tables={"attendance": _attendance(reader, meeting)},
        turns={"agenda": tuple(turns)},
        behind=Behind(sources=known.sources, remarks=tuple(remarks)),
    )


def _about_meeting(reader: Reader, known: Known, meeting: Row) -> None:
    row = cluster.the_cluster(reader.office)
    known.put("cluster_name", named(row), row, "cluster", "name_kk")
    for lang in ("kk", "ru"):
        known.sources[f"place_{lang}"] = Source("meeting", (meeting.id,), f"place_{lang}")
    known.values["place"] = named(meeting, "place")
    known.values["begins"] = alike(text_of(meeting, "begins"))
    known.values["invited"] = named(meeting, "invited")
    quorum = council_meetings.quorum(reader.office, meeting.id)
    for name, number in (
        ("members", quorum.members),
        ("present", quorum.present),
        ("needed", quorum.needed),
    ):
        known.values[name] = alike(str(number))
    known.facts |= {name for name in ("begins", "invited") if known.pair(name)}
    known.facts |= {"quorum"} if quorum.reached else set()
    known.facts |= {"acting"} if meeting["acting"] else set()


def _about_people(reader: Reader, known: Known, meeting: Row) -> None:
    for place, link in (("chair", "chaired_by_id"), ("secretary", "secretary_id")):
        person = reader.row("council_member", meeting[link])
        name = alike(short_name(text_of(person, "full_name"))) if person is not None else Pair()
        known.put(place, name, meeting, "meeting", link)
    if known.pair("secretary"):
        known.facts.add("secretary")
    chair = reader.row("council_member", meeting["chaired_by_id"])
    known.values["chair_role"] = ACTING if meeting["acting"] else _role(chair)
    declared = _conflicts(reader, meeting)
    if declared:
        known.values["conflicts"] = declared
        known.facts.add("conflicts")


def _role(member: Row | None) -> Pair:
    if member is None:
        return Pair()
    label = ROLES[str(member["role"])]
    return Pair(translated(label, "kk").lower(), translated(label, "ru").lower())


def _conflicts(reader: Reader, meeting: Row) -> Pair:
    """What members who were present had declared and not settled by then."""
    came = {
        one
        for one, row in council_meetings.attendance(reader.office, meeting.id).items()
        if row["present"]
    }
    rows = reader.office.rows(open_conflicts(reader.office, meeting["held_on"]))
    said = [
        f"{short_name(row['member_id'].title)} – {row['matter']}"
        for row in rows
        if id_of(row["member_id"]) in came
    ]
    return _without_stop(alike("; ".join(said)))


def _attendance(reader: Reader, meeting: Row) -> TableData:
    """Who was in the council that day and who came: chair first, then by name."""
    written = council_meetings.attendance(reader.office, meeting.id)
    people = {row.id: row for row in reader.load("council_member", written)}
    reader.through(list(people.values()), "organisation_id", "organisation")
    order = list(ROLES)
    ranked = sorted(
        people.values(),
        key=lambda row: (place_in(order, str(row["role"])), sort_key(row["full_name"])),
    )
    lines = []
    for number, person in enumerate(ranked, start=1):
        row = written[person.id]
        lines.append(
            (
                alike(str(number)),
                alike(str(person["full_name"])),
                _post(named(person, "position"), _place(reader, person)),
                _role(person),
                _came(row),
            )
        )
    return TableData(
        headings=(
            alike("№"),
            Pair("Т.А.Ә.", "Ф.И.О."),
            Pair("Лауазымы, ұйымы", "Должность, организация"),
            Pair("Кеңестегі рөлі", "Роль в совете"),
            Pair("Қатысуы", "Присутствие"),
        ),
        rows=tuple(lines),
        weights=(5, 26, 37, 16, 16),
    )


def _place(reader: Reader, person: Row) -> Pair:
    return named(reader.row("organisation", person["organisation_id"]))


def _post(position: Pair, organisation: Pair) -> Pair:
    return Pair(
        ", ".join(filter(None, (position.kk, organisation.kk))),
        ", ".join(filter(None, (position.ru, organisation.ru))),
    )


def _came(row: Row) -> Pair:
    """Yes, or no with who stood in and why."""
    why = text_of(row, "reason")
    stood_in = text_of(row, "represented_by")
    word = YES if row["present"] else NO
    more = Pair(
        "; ".join(filter(None, (f"өкілі: {stood_in}" if stood_in else "", why))),
        "; ".join(filter(None, (f"представитель: {stood_in}" if stood_in else "", why))),
    )
    return Pair(*(f"{said} ({extra})" if extra else said for said, extra in _both(word, more)))


def _both(one: Pair, other: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one.kk, other.kk), (one.ru, other.ru)


def _agenda(reader: Reader, known: Known, meeting: Row) -> tuple[list[Turn], list[Finding]]:
    """A turn for each item, followed by one for each of its decisions."""
    office = reader.office
    items = council_meetings.agenda(office, meeting.id)
    decided = council_meetings.decisions_of(office, items)
    turns: list[Turn] = []
    remarks: list[Finding] = []
    for number, item in enumerate(items, start=1):
        turns.append(_item(number, item))
        _one_language(remarks, known, "agenda_item", item, ("title", "heard"), str(number))
        for row in decided[item.id]:
            label = f"{number}.{row['position']}"
            turns.append(_decision(reader, label, row))
            _one_language(remarks, known, "decision", row, ("text",), label)
    return turns, remarks


def _item(number: int, item: Row) -> Turn:
    heard, speaker = named(item, "heard"), named(item, "speaker")
    facts = ["item"]
    facts += ["heard"] if heard else []
    facts += ["speaker"] if speaker else []
    values = {
        "item_number": alike(str(number)),
        "item": _without_stop(named(item, "title")),
        "speaker": _without_stop(speaker),
        "heard": heard,
    }
    return Turn(values, tuple(facts))


def _decision(reader: Reader, label: str, row: Row) -> Turn:
    organisation = named(reader.row("organisation", row["organisation_id"]))
    who = text_of(row, "responsible")
    responsible = _post(alike(who), organisation)
    votes = ("votes_for", "votes_against", "abstained")
    counted = any(row[name] is not None for name in votes)
    facts = ["decision"]
    # What was not adopted is no task: nobody has to do it by a day.
    facts += ["responsible"] if responsible and row["adopted"] else []
    facts += ["due"] if row["due"] and row["adopted"] else []
    facts += ["votes"] if counted else []
    facts += ["adopted"] if row["adopted"] else []
    due = row["due"]
    values = {
        "decision_number": alike(label),
        "decision": _without_stop(named(row, "text")),
        "responsible": _without_stop(responsible),
        "due": Pair(official_date(due, "kk"), official_date(due, "ru")) if due else NOTHING,
        **{name: alike(str(row[name] or 0)) for name in votes},
    }
    return Turn(values, tuple(facts))


def _without_stop(pair: Pair) -> Pair:
    """The template ends the sentence."""
    return Pair(pair.kk.rstrip().rstrip("."), pair.ru.rstrip().rstrip("."))


def _one_language(
    remarks: list[Finding],
    known: Known,
    entity: str,
    row: Row,
    names: Sequence[str],
    label: str,
) -> None:
    """Remarks on texts written in one language only; each leads to the field."""
    said = (
        _("Item {number} of the agenda: the text in Russian is missing")
        if entity == "agenda_item"
        else _("Decision {number}: the text in Russian is missing")
    )
    for name in names:
        if text_of(row, f"{name}_kk") and not text_of(row, f"{name}_ru"):
            field = f"{entity}.{label}.{name}"
            known.sources[field] = Source(entity, (row.id,), f"{name}_ru")
            remarks.append(
                Finding(said.format(number=label), field=field, severity="warning", code=MISSING)
            )
