"""Settings that belong to the data: what each key means where nobody has set it, and its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _

DEFAULTS: Mapping[str, str] = {
    "alerts.warn_days": "60",
    "alerts.unsigned_days": "0",
    "alerts.notice_days": "30",
    "alerts.backup_days": "7",
    "backup.keep_days": "365",
    "bin.days": "180",
    "college.organisation": "",
    "person.name": "",
    # Practice: domain numbers that no act in reach confirms are settings with warnings.
    "practice.ahead_days": "90",
    "practice.diary_days": "7",
    "dual.share": "60",
    "dual.base": "practice",
    "mentor.load": "5",
    "mentor.experience": "3",
    "mentor.training_days": "60",
    # Proposing places: points of what is less good (rules/matching.py). How many students are
    # placed always comes first and has no weight.
    "matching.weight_wish": "100",
    "matching.weight_wish2": "40",
    "matching.weight_district": "60",
    "matching.weight_km": "1",
    "matching.unknown_km": "30",
    "matching.weight_transport": "20",
    "matching.weight_dormitory": "80",
    "matching.weight_mentor": "50",
    "matching.weight_balance": "2",
    "matching.weight_change": "10",
    "matching.mentor_required": "no",
    "matching.checks": "forbid",
    "assessment.marks": "90,75,50",
    "outcomes.rate": "employed/all",
    "outcomes.graduation_day": "07-01",
    "outcomes.follow_months": "18",
    "needs.study_years": "4",
    # No act in reach fixes the quorum of a cluster's council: more than so many percent.
    "council.quorum_percent": "50",
}


LONGEST_NUMBER = 6

# What a setting is called in the journal.
SETTING_NAMES: Mapping[str, str] = {
    "alerts.warn_days": N_("Warn before an agreement ends"),
    "alerts.unsigned_days": N_("Remind of a printed paper that is not signed"),
    "alerts.notice_days": N_("Warn before the day of notice"),
    "alerts.backup_days": N_("Remind of a backup copy"),
    "backup.folder": N_("Folder of backup copies"),
    "backup.keep_days": N_("Days that backup copies are kept"),
    "bin.days": N_("Days that records stay in the bin"),
    "college.organisation": N_("Our college"),
    "firstrun.done": N_("First start"),
    "person.name": N_("Your name"),
    "practice.ahead_days": N_("Look for students without a place before a practice"),
    "practice.diary_days": N_("Remind of a diary after the end of a practice"),
    "dual.share": N_("Least share of hours at the enterprise"),
    "dual.base": N_("Hours that the dual share is counted from"),
    "mentor.load": N_("Students of one mentor, at most"),
    "mentor.experience": N_("Years of experience of a mentor, at least"),
    "mentor.training_days": N_("Warn before the training of a mentor ends"),
    "matching.weight_wish": N_("Points when no wish is met"),
    "matching.weight_wish2": N_("Points when only the second wish is met"),
    "matching.weight_district": N_("Points for another district than the home"),
    "matching.weight_km": N_("Points for a kilometre"),
    "matching.unknown_km": N_("Kilometres where the distance is not known"),
    "matching.weight_transport": N_("Points where no transport is provided"),
    "matching.weight_dormitory": N_("Points where a dormitory is needed and not provided"),
    "matching.weight_mentor": N_("Points for a place without a mentor"),
    "matching.weight_balance": N_("Points for each student that a mentor has already"),
    "matching.weight_change": N_("Points for another place than the planned one"),
    "matching.mentor_required": N_("Propose no place without a mentor"),
    "matching.checks": N_("Medical and safety checks that end before the practice"),
    "assessment.marks": N_("Percent of the points for the marks 5, 4 and 3"),
    "outcomes.rate": N_("Formula of the employment rate"),
    "outcomes.graduation_day": N_("Day of graduation"),
    "outcomes.follow_months": N_("Follow graduates for"),
    "needs.study_years": N_("Years of study where no year of graduation is filled"),
    "council.quorum_percent": N_("Quorum of the council: more than so many percent of the members"),
}

# Settings that are one of a few words.
WORDS: Mapping[str, tuple[str, ...]] = {
    "dual.base": ("practice", "all"),
    "matching.mentor_required": ("no", "yes"),
    "matching.checks": ("forbid", "warn"),
    "outcomes.rate": ("employed/all", "employed/available"),
}


def checked(key: str, text: str) -> str:
    """The text as the setting keeps it. Raises Refusal for what the setting cannot be."""
    if key == "outcomes.graduation_day":
        return _stored_day(text)
    if key == "assessment.marks":
        return _stored_marks(text)
    bare = text.strip()
    if key in WORDS and bare not in WORDS[key]:
        said = _("{field}: “{value}” is not in the list.")
        raise Refusal(said.format(field=_(SETTING_NAMES[key]), value=bare))
    if DEFAULTS.get(key, "").isdigit() and not (
        bare.isascii() and bare.isdigit() and len(bare) <= LONGEST_NUMBER
    ):
        said = _("{field}: a whole number is needed, not “{value}”.")
        raise Refusal(said.format(field=_(SETTING_NAMES.get(key, key)), value=bare))
    if key == "council.quorum_percent" and int(bare) > 100:
        said = _("{field}: at most {most}, not {value}.")
        raise Refusal(said.format(field=_(SETTING_NAMES[key]), most=100, value=bare))
    return bare


def _stored_day(text: str) -> str:
    """“01.07” or “07-01” as the setting keeps it, “07-01”."""
    found = re.fullmatch(r"\s*(?:(\d{1,2})[.\s](\d{1,2})\.?|(\d{2})-(\d{2}))\s*", text)
    try:
        # A year without 29 February: that day would not come every year.
        day = date(2025, int(found[2] or found[3]), int(found[1] or found[4])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise Refusal(_("Day and month are needed, like 01.07."))
    return day.strftime("%m-%d")


def _stored_marks(text: str) -> str:
    """Three percentages, falling."""
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
        best, good, fair = (int(part) for part in parts)
        if 100 >= best > good > fair >= 0:
            return f"{best},{good},{fair}"
    raise Refusal(_("Three falling percentages are needed, like 90, 75, 50."))
