"""What a person wants mailed of the default inbox, and when not."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext_lazy as _

from tournament_engine.hooks.models import NoticeChoices

__all__ = ["SUBJECTS", "mail_moment", "subject_of"]

#: What people choose among: the first word of an event's name, and what it is about.
SUBJECTS: Mapping[str, object] = {
    "registration": _("My registrations"),
    "match": _("My matches: ready, at another time"),
    "result": _("Results of my matches"),
    "tournament": _("Tournaments that begin or are called off"),
    "stage": _("New stages and rounds"),
    "dispute": _("Disputes"),
    "other": _("Everything else"),
}


def subject_of(event: str) -> str:
    """Return the subject that an event belongs to.

    >>> subject_of("match_ready"), subject_of("meteor_sighted")
    ('match', 'other')
    """
    word = event.partition("_")[0]
    return word if word in SUBJECTS else "other"


def mail_moment(
    choices: NoticeChoices | None, event: str, now: datetime, zone: tzinfo
) -> datetime | None:
    """Return when to mail a notice, None for never."""
    if choices is None:
        return now
    if subject_of(event) in choices.unmailed:
        return None
    return _after_quiet_hours(choices, now, zone)


def _after_quiet_hours(choices: NoticeChoices, now: datetime, zone: tzinfo) -> datetime:
    begin, end = choices.quiet_from, choices.quiet_until
    if begin is None or end is None:
        return now
    local = now.astimezone(zone)
    over_midnight = begin > end
    time = local.time()
    is_quiet = (time >= begin or time < end) if over_midnight else begin <= time < end
    if not is_quiet:
        return now
    day = local.date() + timedelta(days=1 if over_midnight and time >= begin else 0)
    return datetime.combine(day, end, tzinfo=zone).astimezone(now.tzinfo)
