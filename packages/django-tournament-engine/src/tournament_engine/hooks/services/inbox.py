"""The inbox of the default notifications hook: who got which notice, read and mailed or not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tournament_engine import conf
from tournament_engine.errors import HookError
from tournament_engine.hooks import registry
from tournament_engine.hooks.choices import SUBJECTS, mail_moment
from tournament_engine.hooks.models import InboxMessage, NoticeChoices
from tournament_engine.jobs import PartlyDone
from tournament_engine.users import User

__all__ = ["choose_notices", "fill_inbox", "mail_notices", "mail_postponed", "mark_read"]

#: A process that has not mailed a postponed notice by then is taken for dead.
_LEASE = timedelta(minutes=5)
_BATCH = 500


def fill_inbox(
    *,
    event: str,
    recipients: Sequence[str],
    context: Mapping[str, Any],
    key: str,
    url: str = "",
    is_mailed: bool = True,
) -> list[InboxMessage]:
    """Write a notice for each person who has none under this key; return those not mailed yet."""
    people = list(get_user_model()._default_manager.filter(pk__in=recipients))
    chosen = {row.user_id: row for row in NoticeChoices.objects.filter(user__in=people)}
    text = cache(lambda language: _text(event, context, language))
    now, hook = timezone.now(), registry.users()
    notices = [
        InboxMessage(
            user=person,
            key=key,
            event=event,
            url=url,
            subject=subject,
            body=body,
            mail_at=mail_moment(chosen.get(person.pk), event, now, hook.timezone(person))
            if is_mailed
            else None,
        )
        for person in people
        for subject, body in [text(hook.language(person))]
    ]
    InboxMessage.objects.bulk_create(notices, ignore_conflicts=True)
    unsent = InboxMessage.objects.filter(key=key, user__in=people, mailed_at=None)
    return list(unsent.filter(mail_at__lte=now).select_related("user"))


def mail_notices(*, notices: Iterable[InboxMessage]) -> None:
    """Mail notices to those who have an address, marking each; the rest may be tried again.

    An address that no mail goes to keeps nobody else waiting: the others are mailed first.
    """
    refusals = [refusal for notice in notices if (refusal := _mail(notice)) is not None]
    for refusal in refusals:
        raise _failed(refusal) from refusal


def _mail(notice: InboxMessage) -> Exception | None:
    """Mail one notice; return why its own mail is refused, raise where none can be sent at all."""
    base_url = conf.settings.BASE_URL.rstrip("/")
    address = registry.users().email(notice.user) if base_url else ""
    if not address:
        return None
    text = f"{notice.body}\n\n{base_url}{notice.url}\n"
    try:
        EmailMessage(notice.subject, text, to=[address]).send()
    except (SMTPRecipientsRefused, SMTPDataError, ValueError) as refusal:
        return refusal
    except OSError as error:
        raise _failed(error) from error
    # One at a time: what was sent must be known if the next one fails.
    InboxMessage.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
    return None


def _failed(error: Exception) -> HookError:
    return HookError("mail_failed", str(error), retryable=True)


def mail_postponed(*, now: datetime) -> int:
    """Mail what waited for the end of somebody's quiet hours; return how many were mailed."""
    due = InboxMessage.objects.filter(mailed_at=None, mail_at__lte=now)
    mailed = refused = 0
    for notice in due.filter(mail_at__gt=F("created_at")).select_related("user")[:_BATCH]:
        untaken = InboxMessage.objects.filter(pk=notice.pk, mail_at=notice.mail_at)
        if untaken.update(mail_at=now + _LEASE):
            is_refused = _mail(notice) is not None
            mailed, refused = mailed + (not is_refused), refused + is_refused
    if refused:
        raise PartlyDone(done=mailed, failed=refused)
    return mailed


def choose_notices(
    *, user: User, unmailed: Collection[str], quiet_hours: tuple[time, time] | None
) -> NoticeChoices:
    """Keep what a person wants mailed, and the hours without mails."""
    begin, end = quiet_hours or (None, None)
    choices, _created = NoticeChoices.objects.update_or_create(
        user=user,
        defaults={
            "unmailed": sorted(set(unmailed) & set(SUBJECTS)),
            "quiet_from": begin,
            "quiet_until": end,
        },
    )
    return choices


def mark_read(*, user: User, notices: Iterable[InboxMessage] | None = None) -> int:
    """Mark a person's own notices as read, all of them unless some are named."""
    unread = InboxMessage.objects.filter(user=user, read_at=None)
    if notices is not None:
        unread = unread.filter(pk__in=[notice.pk for notice in notices])
    return unread.update(read_at=timezone.now())


def _text(event: str, context: Mapping[str, Any], language: str) -> tuple[str, str]:
    """Return subject and body: the first line of the template, and what follows it."""
    with translation.override(language):
        text = render_to_string(f"tournament_engine/notices/{event}.txt", dict(context))
    subject, _separator, body = text.strip().partition("\n")
    return subject.strip()[:200], body.strip()
