"""What computed columns depend on besides the record: the day and the thresholds of settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from cluster_desktop.db.base import Circumstances, table_of
from cluster_desktop.services.preferences import DEFAULTS

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


def of(office: Office) -> Circumstances:
    """Of this day and these settings; one query, because every page of a list asks."""
    table = table_of("setting")
    with office.store.reading() as connection:
        wanted = (
            select(table.c.key, table.c.value)
            .where(table.c.deleted_at.is_(None), table.c.value.is_not(None))
            .order_by(table.c.row.desc())
        )
        # Two computers may have made the same setting apart; the first row wins, as in `setting`.
        settings = {key: str(value) for key, value in connection.execute(wanted)}

    def whole(key: str) -> int:
        text = settings.get(key, "")
        return int(text) if text.isascii() and text.isdigit() else int(DEFAULTS[key])

    day = settings.get("outcomes.graduation_day", "")
    return Circumstances(
        office.today(),
        warn_days=whole("alerts.warn_days"),
        notice_days=whole("alerts.notice_days"),
        unsigned_days=whole("alerts.unsigned_days"),
        ahead_days=whole("practice.ahead_days"),
        diary_days=whole("practice.diary_days"),
        mentor_load=whole("mentor.load"),
        mentor_experience=whole("mentor.experience"),
        training_days=whole("mentor.training_days"),
        graduation_day=day if MONTH_AND_DAY.fullmatch(day) else DEFAULTS["outcomes.graduation_day"],
        follow_months=whole("outcomes.follow_months"),
        study_years=whole("needs.study_years"),
    )
