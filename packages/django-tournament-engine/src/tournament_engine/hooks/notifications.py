"""The notifications hook: how people hear of what happened. A site may name several.

Called after commit, outside of every transaction, by the outbox, and again with the same key
when it is not sure that the first call came through: what was sent under a key is not sent
again. Answer within a minute: a worker that takes five is taken for dead.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

__all__ = [
    "INBOX",
    "MAIL",
    "PUSH",
    "URGENCIES",
    "Notifications",
    "Urgency",
    "channels_of",
    "urgency_of",
]

#: Channels that the engine has in mind for a notice; a hook serves those that it can.
INBOX, MAIL, PUSH = "inbox", "mail", "push"


class Urgency(StrEnum):
    """How soon somebody must know."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


#: How soon people must hear of an event; of any other it is NORMAL. HIGH: somebody has to act,
#: and there is a time for it. LOW: nobody has to do anything about it.
URGENCIES: Mapping[str, Urgency] = {
    "announcement": Urgency.LOW,
    "check_in_opened": Urgency.HIGH,
    "match_check_in": Urgency.HIGH,
    "match_ready": Urgency.HIGH,
    "match_reminder": Urgency.HIGH,
    "payment_reminder": Urgency.HIGH,
    "payment_verified": Urgency.LOW,
    "registration_offered": Urgency.HIGH,
    "registration_opened": Urgency.HIGH,
    "registration_waitlisted": Urgency.LOW,
    "reschedule_requested": Urgency.HIGH,
    "result_reported": Urgency.HIGH,
    "staff_left": Urgency.LOW,
    "tournament_cancelled": Urgency.HIGH,
}


def urgency_of(event: str) -> Urgency:
    """Return how soon people must hear of an event.

    >>> urgency_of("match_ready").value, urgency_of("result_confirmed").value
    ('high', 'normal')
    """
    return URGENCIES.get(event, Urgency.NORMAL)


def channels_of(event: str) -> tuple[str, ...]:
    """Return by which channels an event is meant to be told."""
    return (INBOX, MAIL, PUSH) if urgency_of(event) is Urgency.HIGH else (INBOX, MAIL)


class Notifications:
    """Base class: says what a notifications hook must do."""

    def supports(self, event: str) -> bool:  # noqa: ARG002 - for the site's own classes
        """Return whether this hook wants an event at all."""
        return True

    def send(
        self,
        event: str,
        recipients: Sequence[str],
        context: Mapping[str, Any],
        idempotency_key: str,
        *,
        channels: Sequence[str] = (INBOX, MAIL),
        urgency: str = Urgency.NORMAL,
        action_url: str = "",
    ) -> None:
        """Tell the people with these ids.

        `context` holds plain values. `channels` are those that the notice is meant for, of
        "inbox", "mail" and "push"; `urgency` is "low", "normal" or "high"; `action_url` is the
        path of the page where somebody looks or acts. The keywords may become more: take
        `**more`. Raise HookError(code, message, retryable=True) when it may work later.
        """
        raise NotImplementedError
