"""What is to happen after commit: rows of the same transaction, delivered later.

`enqueue` writes a row in the caller's transaction and delivers it once that commits;
`flush` delivers what a crash or a failure left. Delivery is at least once: a row is leased
before it is handled and marked after, and handlers go by its key to do nothing twice.
A failure is logged, never raised to whoever made the row.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from tournament_engine.conf import settings
from tournament_engine.errors import HookError
from tournament_engine.jobs import Job
from tournament_engine.locks import require_transaction

__all__ = [
    "JOB",
    "MAX_ATTEMPTS",
    "Handler",
    "OutboxMessage",
    "deliver_now",
    "enqueue",
    "flush",
    "handler",
    "receive",
]

MAX_ATTEMPTS = 8

#: A worker that has not finished by then is taken for dead.
LEASE = timedelta(minutes=5)

#: The first wait after a failure; it doubles with each.
BACKOFF = timedelta(seconds=30)

_due: dict[str, Signal] = {}


class OutboxMessage(models.Model):
    """One effect on the world outside the database, written with what caused it.

    `key` makes it unique: the same news twice is one row. A row is delivered when
    `delivered_at` is set; until then it is tried again at `available_at`, and it is a
    dead letter once `attempts` is used up.
    """

    topic = models.CharField(_("topic"), max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox")
        indexes = (
            models.Index(
                fields=("available_at",),
                condition=models.Q(delivered_at=None),
                name="te_outbox_due",
            ),
        )

    def __str__(self) -> str:
        return self.key


class Handler(Protocol):
    """Delivers the rows of one topic. It may be called twice with the same key."""

    def __call__(self, *, name: str, key: str, payload: Mapping[str, Any], **_: object) -> None:
        """Deliver `name`, the part of the topic after the colon."""


def handler(topic: str, deliver: Handler) -> None:
    """Let `deliver` alone handle a topic: "notice" handles "notice:match_ready" too."""
    # A signal of one receiver: Django calls it, and logs and returns what it raises.
    _due[topic] = Signal()
    _due[topic].connect(deliver, weak=False)


def enqueue(*, topic: str, key: str, payload: Mapping[str, Any]) -> None:
    """Write a row in this transaction and deliver it once that has committed.

    The same key a second time is the same row and changes nothing.
    """
    require_transaction(OutboxMessage)
    message = OutboxMessage(
        topic=topic, key=key, payload=dict(payload), available_at=timezone.now()
    )
    # One statement, without a savepoint: every result of a match pays for this.
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    transaction.on_commit(partial(_hand_over, key), robust=True)


def _hand_over(key: str) -> None:
    """Let the site's runner see to a row; whatever it does, the row stays until it is delivered."""
    import_string(settings.TASK_RUNNER)(key)


def receive(*, topic: str, key: str, payload: Mapping[str, Any], **_: object) -> None:
    """Take what `events` announces inside a transaction."""
    enqueue(topic=topic, key=key, payload=payload)


def flush(*, now: datetime | None = None, limit: int = 1000) -> int:
    """Deliver what is due, oldest first; return how many rows were delivered."""
    due = OutboxMessage.objects.filter(
        delivered_at=None, available_at__lte=now or timezone.now(), attempts__lt=MAX_ATTEMPTS
    )
    return sum(_deliver(message, now=now) for message in due[:limit])


def _flush(now: datetime) -> int:
    return flush(now=now)


#: Delivers what a crash or a failure left; the rest is delivered when it is committed.
JOB = Job("flush_outbox", timedelta(seconds=30), _flush)


def deliver_now(key: str) -> bool:
    """Deliver a row that nobody has tried yet, here and now; return whether that worked.

    This is the task runner of a site that names none.
    """
    new = OutboxMessage.objects.filter(key=key, delivered_at=None, attempts=0)
    return any(_deliver(message) for message in new)


def _deliver(message: OutboxMessage, *, now: datetime | None = None) -> bool:
    """Handle one row unless somebody else has it; return whether it was delivered."""
    now = now or timezone.now()
    if not _lease(message, now):
        return False
    error = _handle(message)
    if error is None:
        _write(message, delivered_at=timezone.now(), last_error="")
        return True
    is_final = isinstance(error, HookError) and not error.retryable
    _write(
        message,
        attempts=MAX_ATTEMPTS if is_final else message.attempts,
        available_at=now + BACKOFF * 2 ** (message.attempts - 1),
        last_error=f"{type(error).__name__}: {error}"[:500],
    )
    return False


def _lease(message: OutboxMessage, now: datetime) -> bool:
    """Take a row for a while. Of two who try, the update of one finds the row as it was."""
    rows = OutboxMessage.objects.filter(
        pk=message.pk, delivered_at=None, attempts=message.attempts, attempts__lt=MAX_ATTEMPTS
    )
    message.attempts += 1
    return rows.update(attempts=message.attempts, available_at=now + LEASE) == 1


def _handle(message: OutboxMessage) -> Exception | None:
    """Call the handler; Django's signals log what it raises and hand it back."""
    kind, _, name = message.topic.partition(":")
    if kind not in _due:
        return LookupError(f"Nobody handles the topic {kind!r}.")
    sent = {"name": name, "key": message.key, "payload": message.payload}
    [(_receiver, outcome)] = _due[kind].send_robust(sender=OutboxMessage, **sent)
    return outcome if isinstance(outcome, Exception) else None


def _write(message: OutboxMessage, **values: object) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(**values)
