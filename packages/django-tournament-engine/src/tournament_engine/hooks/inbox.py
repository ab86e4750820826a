"""The default notifications hook: a notice in the site's inbox, and a mail where there is one."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tournament_engine.hooks.notifications import INBOX, MAIL, Notifications, Urgency
from tournament_engine.hooks.services import fill_inbox, mail_notices, mail_postponed
from tournament_engine.jobs import Job

__all__ = ["POSTPONED", "InboxAndMail"]

#: Mails what waited for the end of somebody's quiet hours.
POSTPONED = Job("send_notifications", timedelta(minutes=5), lambda now: mail_postponed(now=now))


class InboxAndMail(Notifications):
    """Puts every notice into the inbox and mails it to those who have an address.

    Mail needs BASE_URL, for the links in it. The inbox row remembers what was mailed. What a
    person does not want mailed stays in the inbox; what comes in quiet hours is mailed after.
    """

    def send(
        self,
        event: str,
        recipients: Sequence[str],
        context: Mapping[str, Any],
        idempotency_key: str,
        *,
        channels: Sequence[str] = (INBOX, MAIL),
        urgency: str = Urgency.NORMAL,  # noqa: ARG002 - a mail is as fast as it is
        action_url: str = "",
    ) -> None:
        """Write the rows first: they are what makes a second call harmless."""
        notices = fill_inbox(
            event=event,
            recipients=recipients,
            context=context,
            key=idempotency_key,
            url=action_url or str(context.get("url", "")),
            is_mailed=MAIL in channels,
        )
        mail_notices(notices=notices)
