"""The command `match`: propose practice places, say why, and write the proposal."""

from __future__ import annotations

import argparse
from uuid import UUID

from cluster_desktop.cli.commands import done, id_of, opened, put_json, say
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Condition, Query
from cluster_desktop.services import matching
from cluster_desktop.services.matching import Trial
from cluster_desktop.services.office import Office


def match(asked: argparse.Namespace) -> int:
    """A trial; with --commit it is written, with --explain only one student is told about."""
    with opened(asked) as office:
        period = _period(office, asked.period)
        student = None
        if asked.explain is not None:
            student = id_of(office, office.entity("student"), asked.explain)
        trial = matching.propose(office, period)
        changes = _commit(office, trial, losing=asked.lose) if asked.commit else None
        if student is not None:
            return _explain(office, trial, student, as_json=asked.json)
        if asked.json:
            put_json(_as_json(trial, changes))
            return 0
        _print(trial)
        return 0 if changes is None else done(asked, changes)


def _commit(office: Office, trial: Trial, *, losing: bool) -> Changes:
    if trial.lost and not losing:
        said = _("{losing} If that is meant, say --lose.")
        raise Refusal(said.format(losing=trial.losing))
    return matching.commit(office, trial, losing=losing)


def _period(office: Office, text: str | None) -> UUID:
    """The named period, else the only one that is still to come, else the only open one."""
    if text is not None:
        return id_of(office, office.entity("practice_period"), text)
    where = (Condition("ends", "between", (office.today(), None)),)
    rows = office.rows(Query("practice_period", where, columns=("name", "starts")))
    coming = [row for row in rows if row["starts"] > office.today()]
    found = coming or rows
    if not found:
        raise Refusal(_("There is no practice period that is not over. Add one first."))
    if len(found) > 1:
        raise NeedsAnswer(
            _("There are several practice periods. Say which: --period NAME."),
            question="period",
            choices=[row["name"] for row in found],
        )
    return found[0].id


def _explain(office: Office, trial: Trial, student: UUID, *, as_json: bool) -> int:
    sentence = matching.explain(office, trial, student)
    if as_json:
        put_json({"student": student, "period": trial.period, "sentence": sentence})
    else:
        print(sentence)
    return 0


def _print(trial: Trial) -> None:
    for one in trial.everybody:
        print(f"{one.student}\t{one.sentence}")
    say(trial.summary)
    for win in trial.wins:
        say(win.sentence)


def _as_json(trial: Trial, changes: Changes | None) -> dict[str, object]:
    return {
        "period": {"id": trial.period, "title": trial.title},
        "cost": trial.cost,
        "summary": trial.summary,
        "placed": [
            {
                "student": one.student,
                "name": one.name,
                "slot": one.slot,
                "organisation": one.organisation,
                "where": one.where,
                "mentor": one.mentor,
                "reasons": one.reasons,
                "planned_before": one.planned_before,
                "sentence": one.sentence,
            }
            for one in trial.assigned
        ],
        "unplaced": [
            {
                "student": one.student,
                "name": one.name,
                "counts": one.counts,
                "reason": one.reason,
                "planned_before": one.planned_before,
                "sentence": one.sentence,
            }
            for one in trial.unplaced
        ],
        "staying": [
            {
                "placement": one.placement,
                "student": one.student,
                "name": one.name,
                "where": one.where,
                "locked": one.locked,
                "sentence": one.sentence,
            }
            for one in trial.staying
        ],
        "wins": [
            {
                "kind": win.kind,
                "count": win.count,
                "speciality": win.speciality,
                "district": win.district,
                "organisation": win.organisation,
                "sentence": win.sentence,
            }
            for win in trial.wins
        ],
        "fingerprint": trial.fingerprint,
        "action": None if changes is None else changes.action,
    }
