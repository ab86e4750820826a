"""The inbox of the default notifications hook: who got which notice, read and mailed or not."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tournament_engine import conf
from tournament_engine.errors import HookError
from tournament_engine.hooks import registry
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.users import User

__all__ = ["fill_inbox", "mail_notices", "mark_read"]


def fill_inbox(
    *, event: str, recipients: Sequence[str], context: Mapping[str, Any], key: str
) -> list[InboxMessage]:
    """Write a notice for each person who has none under this key; return those not mailed yet."""
    people = list(get_user_model()._default_manager.filter(pk__in=recipients))
    text = cache(lambda language: _text(event, context, language))
    url = str(context.get("url", ""))
    notices = [
        InboxMessage(user=person, key=key, event=event, url=url, subject=subject, body=body)
        for person in people
        for subject, body in [text(registry.users().language(person))]
    ]
    InboxMessage.objects.bulk_create(notices, ignore_conflicts=True)
    unsent = InboxMessage.objects.filter(key=key, user__in=people, mailed_at=None)
    return list(unsent.select_related("user"))


def mail_notices(*, notices: Iterable[InboxMessage]) -> None:
    """Mail notices to those who have an address, marking each; the rest may be tried again."""
    base_url = conf.settings.BASE_URL.rstrip("/")
    if not base_url:
        return
    for notice in notices:
        address = registry.users().email(notice.user)
        if address:
            text = f"{notice.body}\n\n{base_url}{notice.url}\n"
            mail = EmailMessage(notice.subject, text, to=[address])
            try:
                mail.send()
            except OSError as error:
                raise HookError("mail_failed", str(error), retryable=True) from error
            # One at a time: what was sent must be known if the next one fails.
            InboxMessage.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())


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
