"""The rights of persons: whose consent holds, what an erasure takes along, and the erasure.

The personal card is `card` of services/person_card.py, known here under the same name.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db import erasing
from cluster_desktop.db.history import ERASURE
from cluster_desktop.db.journal import Said, spoken
from cluster_desktop.db.people import GOING
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Changes, Condition, Query
from cluster_desktop.rules.erasure import PERSONS as PERSONS
from cluster_desktop.services import attachments, safety
from cluster_desktop.services.person_card import Card as Card
from cluster_desktop.services.person_card import card as card
from cluster_desktop.services.person_card import refuse_others
from cluster_desktop.services.safety import Held as Held

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

MENTIONS_TOLD = 20


@dataclass(frozen=True)
class Outlook:
    """What an erasure would take along, and what it cannot reach."""

    title: str
    counts: tuple[tuple[str, int], ...]
    going: tuple[str, ...]
    mentions: tuple[str, ...]
    copies: tuple[Held, ...]

    def takes(self) -> list[str]:
        """What goes, one sentence each, in the language spoken now."""
        counted = _("{what}: {n}")
        return [*(counted.format(what=_(label), n=n) for label, n in self.counts), *self.going]


@dataclass(frozen=True)
class Erased:
    """`finished` is False where the file could not be cleaned yet; the next start goes on."""

    changes: Changes
    mentions: tuple[str, ...]
    copies: tuple[Held, ...]
    finished: bool


def has_consent(office: Office, student: UUID, kind: str, today: date) -> bool:
    """Whether a consent of the student of this kind holds on the day."""
    where = (Condition("student_id", "is", student), Condition("kind", "is", kind))
    columns = ("given_on", "until", "withdrawn_on")
    return any(
        row["given_on"] <= today
        and (row["until"] is None or row["until"] >= today)
        and (row["withdrawn_on"] is None or row["withdrawn_on"] > today)
        for row in office.rows(Query("consent", where, columns=columns))
    )


def outlook(office: Office, entity: str, person: UUID) -> Outlook:
    """What is to be seen before an erasure. Raises Refusal where there is no such person."""
    refuse_others(entity)
    office.get(entity, person)
    with office.store.reading() as connection:
        found = erasing.reach(connection, entity, person)
        named = erasing.mentions(connection, found)
    counts = [(office.entity(name).plural, len(ids)) for name, ids in found.records.items()]
    return Outlook(
        title=office.title(entity, person),
        counts=tuple(counts),
        going=tuple(_going(office, found)),
        mentions=tuple(_mentions(office, named)),
        copies=tuple(safety.copies_with(office, entity, person)),
    )


def erase(office: Office, entity: str, person: UUID, reason: str) -> Erased:
    """Erase a person for good, as one action that cannot be taken back.

    Raises Refusal without a reason, for a reason that names the person (it stays in the journal),
    and where nothing is left to erase.
    """
    refuse_others(entity)
    stored, gone = office.get(entity, person), erasing.goes(office.entity(entity))
    written = " ".join(reason.split())
    if not written:
        said = _("Reason: write why the person is erased, such as the date of the request.")
        raise Refusal(said, field="reason")
    with office.store.reading() as connection:
        found = erasing.reach(connection, entity, person)
        named = erasing.mentions(connection, found)
    if found.words.in_text(written):
        said = _("Reason: it stays in the journal, so write it without the person's name.")
        raise Refusal(said, field="reason")
    if all((stored[name] or None) == (value or None) for name, value in gone.items()):
        raise Refusal(_("This person was erased already."))
    title = Said(N_("Erased a person for good: {reason}"), {"reason": written})
    with office.store.action(title, actor=office.actor(), source=ERASURE) as work:
        # Asked again inside the transaction, so that nothing comes in between.
        whole = erasing.reach(work.connection, entity, person)
        erasing.erase(work, entity, person, whole, office.today())
        changes = work.changes(spoken(title.stored()))
    logging.getLogger(__name__).info("action %s erased a person", changes.action)
    finished = finish(office)
    office.tell(changes)
    return Erased(
        changes,
        tuple(_mentions(office, named)),
        tuple(safety.copies_with(office, entity, person)),
        finished,
    )


def finish(office: Office) -> bool:
    """Delete contents and clean the file after an erasure, also one that was cut off.

    Called at each start; there it costs one look-up where nothing is left to do.
    """
    with office.store.reading() as connection:
        contents = erasing.unfinished(connection)
        left = [one for one in contents or () if not erasing.still_used(connection, one)]
    if contents is None:
        return True
    try:
        for digest in left:
            attachments.forget(office, digest)
        if not office.store.scrub():
            return False
    except (OSError, Trouble):
        # A file held open by another program, or no room for the copy: the next start goes on.
        logging.getLogger(__name__).warning("an erasure is not finished yet")
        return False
    with office.store.local_writing() as connection:
        erasing.finished(connection)
    return True


def said_of_copies(copies: Sequence[Held]) -> list[str]:
    """Which backup copies still hold the person, and until when."""
    lines = []
    for one in copies:
        said = _("{file} of {made}: kept until {until}")
        if one.until is None:
            said = _("{file} of {made}: kept until somebody deletes it")
        lines.append(
            said.format(
                file=one.path.name,
                made=format_date(one.made_on),
                until=format_date(one.until) if one.until else "",
            )
        )
    return lines


def _going(office: Office, found: erasing.Reach) -> list[str]:
    """What is under way: it is given up with the person."""
    asked = (("placement", GOING), ("work_obligation", ("active", "deferred")))
    numbers = {}
    for entity, states in asked:
        ids = found.records.get(entity, ())
        where = (Condition("id", "in", ids), Condition("state", "in", states))
        numbers[entity] = office.count(Query(entity, where)) if ids else 0
    said = []
    if n := numbers["placement"]:
        text = ngettext(
            "{n} practice is not over and will be interrupted",
            "{n} practices are not over and will be interrupted",
            n,
        )
        said.append(text.format(n=n))
    if n := numbers["work_obligation"]:
        text = ngettext(
            "{n} work obligation is not fulfilled yet",
            "{n} work obligations are not fulfilled yet",
            n,
        )
        said.append(text.format(n=n))
    return said


def _mentions(office: Office, named: Sequence[tuple[str, UUID, str]]) -> list[str]:
    said = []
    for entity, record, field in named[:MENTIONS_TOLD]:
        declared = office.entity(entity)
        text = _("{kind} “{title}”, {field}").format(
            kind=_(declared.label),
            title=office.title(entity, record),
            field=declared.spec(field).title(),
        )
        said.append(text)
    if len(named) > MENTIONS_TOLD:
        said.append(_("and {n} more").format(n=len(named) - MENTIONS_TOLD))
    return said
