"""How long ago, in words a person uses: «today 14:10», «yesterday», a date. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cluster_desktop.i18n import _, format_date, ngettext


def utc_now() -> datetime:
    return datetime.now(UTC)


def when(moment: datetime, now: datetime) -> str:
    """The day of an aware moment as seen from `now`."""
    local, today = moment.astimezone(), now.astimezone().date()
    if local.date() == today:
        return _("today {time}").format(time=local.strftime("%H:%M"))
    if local.date() == today - timedelta(days=1):
        return _("yesterday")
    return format_date(local.date())


def ago(moment: datetime, now: datetime) -> str:
    """Whole days since an aware moment."""
    days = (now.astimezone().date() - moment.astimezone().date()).days
    if days <= 0:
        return _("today {time}").format(time=moment.astimezone().strftime("%H:%M"))
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def size_text(size: int) -> str:
    """Bytes as people read them: «1,2 MB»."""
    if size < 1024 * 1024:
        return _("{n} KB").format(n=max(1, round(size / 1024)))
    return _("{n} MB").format(n=f"{size / 1024 / 1024:.1f}".replace(".", ","))
