"""Settings that belong to the data: what each key means where nobody has set it, and its name."""

from __future__ import annotations

from collections.abc import Mapping

from cluster_desktop.i18n import N_

DEFAULTS: Mapping[str, str] = {
    "alerts.warn_days": "60",
    "alerts.unsigned_days": "0",
    "alerts.notice_days": "30",
    "alerts.backup_days": "7",
    "bin.days": "180",
    "college.organisation": "",
    "person.name": "",
}


# What a setting is called in the journal.
SETTING_NAMES: Mapping[str, str] = {
    "alerts.warn_days": N_("Warn before an agreement ends"),
    "alerts.unsigned_days": N_("Remind of a printed paper that is not signed"),
    "alerts.notice_days": N_("Warn before the day of notice"),
    "alerts.backup_days": N_("Remind of a backup copy"),
    "backup.folder": N_("Folder of backup copies"),
    "college.organisation": N_("Our college"),
    "firstrun.done": N_("First start"),
    "person.name": N_("Your name"),
}
