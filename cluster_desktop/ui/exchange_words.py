"""Sentences about the exchange: how old it is, what a run did, what waits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from cluster_desktop.i18n import _, format_moment, ngettext
from cluster_desktop.ui.moments import ago

if TYPE_CHECKING:
    from cluster_desktop.entity import Entity
    from cluster_desktop.sync.views import Ahead, Place, Receipt, State

PLACE_ICONS = {"folder": "folder", "smb": "folder", "stick": "usb"}
MOST_KINDS = 6


def strip_sentence(state: State, now: datetime) -> str:
    """The status strip: «Exchange: 3 days ago, not sent: 14»."""
    if state.stage == "asked":
        return _("Exchange: the invitation is awaited")
    if state.stage == "revoked":
        return _("Exchange: the region's office has excluded this computer")
    if state.last is None:
        if not state.unsent:
            return _("Exchange: not yet")
        return _("Exchange: not yet, not sent: {n}").format(n=state.unsent)
    age = ago(state.last.at, now)
    if not state.unsent:
        return _("Exchange: {ago}, everything is sent").format(ago=age)
    return _("Exchange: {ago}, not sent: {n}").format(ago=age, n=state.unsent)


def last_sentence(receipt: Receipt | None) -> str:
    """When the last exchange was, and what came of it."""
    if receipt is None:
        return _("There has been no exchange yet.")
    moment = format_moment(receipt.at)
    if receipt.outcome == "cancelled":
        return _("Last exchange: {moment}, stopped").format(moment=moment)
    if receipt.outcome == "failed":
        return _("Last exchange: {moment}, without success").format(moment=moment)
    if receipt.outcome == "partly":
        return _("Last exchange: {moment}, in part: sent {sent}, received {received}").format(
            moment=moment, sent=sent_of(receipt), received=received_of(receipt)
        )
    return _("Last exchange: {moment}, successful: sent {sent}, received {received}").format(
        moment=moment, sent=sent_of(receipt), received=received_of(receipt)
    )


def sent_of(receipt: Receipt) -> int:
    """Changes that were sent, of all kinds of records."""
    return sum(receipt.sent_changes.values())


def received_of(receipt: Receipt) -> int:
    return sum(receipt.received_changes.values())


def result_sentence(receipt: Receipt, still_open: int = 0) -> str:
    """What a run did: sent, received, merged by themselves; `still_open` records of it need a
    decision yet."""
    if receipt.outcome == "cancelled":
        return _("Stopped. What was exchanged so far stays; the rest follows next time.")
    if receipt.outcome == "failed":
        return " ".join(receipt.troubles) or _("The exchange did not succeed.")
    sent, received = sent_of(receipt), received_of(receipt)
    if not (sent or received or receipt.merged or receipt.conflicts):
        said = _("Nothing new on either side.")
    else:
        said = _("Sent: {sent}. Received: {received}. Merged by themselves: {merged}.").format(
            sent=sent, received=received, merged=receipt.merged
        )
        if still_open:
            said += " " + ngettext(
                "{n} record needs your decision.", "{n} records need your decision.", still_open
            ).format(n=still_open)
        elif receipt.conflicts:
            said += " " + ngettext(
                "{n} record needed a decision.", "{n} records needed a decision.",
                receipt.conflicts,
            ).format(n=receipt.conflicts)  # fmt: skip
        else:
            said += " " + _("Nothing needs a decision.")
    if receipt.outcome == "partly" and not receipt.troubles and not receipt.why:
        said += " " + _("Not everything could be exchanged; the rest follows next time.")
    return said


def still_open(receipt: Receipt, state: State | None) -> int:
    """Records of a run that wait for a decision, as far as is known by now."""
    if state is None or state.last is None or state.last.id != receipt.id:
        return receipt.conflicts
    return min(receipt.conflicts, state.conflicts)


def stopped_sentence(state: State | None) -> str:
    """After Cancel: that nothing is lost, and what had been exchanged by then."""
    said = _("Stopped. What was exchanged so far stays; the rest follows next time.")
    last = state.last if state is not None else None
    if last is None or last.outcome != "cancelled":
        return said
    counts = _("Sent: {sent}. Received: {received}.").format(
        sent=sent_of(last), received=received_of(last)
    )
    return f"{said} {counts}"


def detail_lines(receipt: Receipt) -> list[str]:
    """What hindered a run and what waits, a sentence each."""
    lines = [] if receipt.outcome == "failed" else list(receipt.troubles)
    for one in receipt.why:
        whose = one.owner or _("a computer that is not known here")
        why = one.why or _("the rest follows with the next exchange")
        lines.append(f"{whose}: {why}")
    if receipt.healed:
        lines.append(
            ngettext(
                "{n} damaged or lost file was laid down again.",
                "{n} damaged or lost files were laid down again.",
                receipt.healed,
            ).format(n=receipt.healed)
        )
    return lines


def conflicts_sentence(count: int) -> str:
    return ngettext("{n} record needs a decision", "{n} records need a decision", count).format(
        n=count
    )


def kinds_sentence(counts: Mapping[str, int], entities: Iterable[Entity]) -> str:
    """«Partners 3 · Agreements 5 · Students 6», most first."""
    names = {entity.name: entity.plural for entity in entities}
    known = [(n, _(names[name])) for name, n in counts.items() if name in names and n]
    rest = sum(n for name, n in counts.items() if name not in names)
    known.sort(key=lambda one: (-one[0], one[1]))
    rest += sum(n for n, _name in known[MOST_KINDS:])
    said = [f"{name} {n}" for n, name in known[:MOST_KINDS]]
    if rest:
        said.append(_("other {n}").format(n=rest))
    return " · ".join(said)


def ahead_sentence(ahead: Ahead, entities: Iterable[Entity]) -> str:
    """«from 3 colleges: Partners 18 · Needs 4»."""
    if not ahead.receive:
        return _("Nothing new of others.")
    whose = ngettext("from {n} college", "from {n} colleges", ahead.colleges).format(
        n=ahead.colleges
    )
    kinds = kinds_sentence(ahead.receive_changes, entities)
    return f"{whose}: {kinds}" if kinds else whose


def place_note(place: Place) -> str:
    """What is known of a place, in one line: where it is and how much room it has."""
    said = [place.path]
    if place.free_mb is not None and place.state != "away":
        room = place.free_mb
        if room >= 1024:
            said.append(_("{n} GB free").format(n=round(room / 1024)))
        else:
            said.append(_("{n} MB free").format(n=room))
    return " · ".join(said)


def place_state(place: Place) -> tuple[str, str]:
    """Word and look of a place."""
    return {
        "ours": (_("ready"), "good"),
        "empty": (_("empty"), "soon"),
        "other": (_("not of this region"), "soon"),
        "away": (_("not available now"), "draft"),
    }[place.state]


def words_line(words: Iterable[str]) -> str:
    """Eight words as they are read over the phone."""
    return "  ".join(words)
