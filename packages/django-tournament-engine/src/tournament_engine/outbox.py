"""What is to happen after commit: rows of the same transaction, delivered later.

`enqueue` writes a row in the caller's transaction and delivers it once that commits;
`flush` delivers what a crash or a failure left. Delivery is at least once: a row is leased
before it is handled and marked after, and handlers go by its key to do nothing twice.
A failure is logged, never raised to whoever made the row.

Rows of one stream, the news or the notices of one tournament, are delivered in the order in
which they were written: who comes later waits until the earlier one is delivered or given up.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import SystemRandom, token_hex
from typing import Any, Protocol

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from tournament_engine.conf import settings
from tournament_engine.errors import HookError
from tournament_engine.jobs import Job
from tournament_engine.locks import require_transaction

__all__ = [
    "FORGET",
    "JOB",
    "LONGEST_WAIT",
    "MAX_ATTEMPTS",
    "Handler",
    "OutboxMessage",
    "deliver_now",
    "enqueue",
    "flush",
    "forget_delivered",
    "given_up",
    "handler",
    "receive",
    "revive",
]

MAX_ATTEMPTS = 8

#: A worker that has not finished by then is taken for dead.
LEASE = timedelta(minutes=5)

#: The first wait after a failure; it doubles with each, up to the longest.
BACKOFF = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)

#: Rows that are removed in one statement.
_BATCH = 1000

#: What failed together is not all tried again in the same second.
_jitter = SystemRandom().uniform
_LEAST_SHARE = 0.75

_due: dict[str, Signal] = {}


class OutboxMessage(models.Model):
    """One effect on the world outside the database, written with what caused it.

    `key` makes it unique: the same news twice is one row. A row is delivered when
    `delivered_at` is set; until then it is tried again at `available_at`, and it is a
    dead letter once `attempts` is used up. `lease` is the token of who is at it: whoever has
    lost it writes nothing about a failure. `stream` names the rows that keep their order.
    """

    topic = models.CharField(_("topic"), max_length=60)
    key = models.CharField(max_length=200, unique=True)
    stream = models.CharField(_("in order with"), max_length=80, blank=True)
    payload = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease = models.CharField(max_length=32, blank=True)
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
            models.Index(
                fields=("stream", "id"),
                condition=models.Q(delivered_at=None),
                name="te_outbox_stream",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def is_given_up(self) -> bool:
        """Whether this is a dead letter: nobody tries it again unless somebody says so."""
        return self.delivered_at is None and self.attempts >= MAX_ATTEMPTS


class Handler(Protocol):
    """Delivers the rows of one topic. It may be called twice with the same key."""

    def __call__(self, *, name: str, key: str, payload: Mapping[str, Any], **_: object) -> None:
        """Deliver `name`, the part of the topic after the colon."""


def handler(topic: str, deliver: Handler) -> None:
    """Let `deliver` alone handle a topic: "notice" handles "notice:match_ready" too."""
    # A signal of one receiver: Django calls it, and logs and returns what it raises.
    _due[topic] = Signal()
    _due[topic].connect(deliver, weak=False)


def enqueue(*, topic: str, key: str, payload: Mapping[str, Any], stream: str = "") -> None:
    """Write a row in this transaction and deliver it once that has committed.

    The same key a second time is the same row and changes nothing. Rows with the same
    `stream` are delivered in the order in which they are written.
    """
    require_transaction(OutboxMessage)
    message = OutboxMessage(
        topic=topic, key=key, payload=dict(payload), stream=stream, available_at=timezone.now()
    )
    # One statement, without a savepoint: every result of a match pays for this.
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    _deliver_after_commit(key)


def _deliver_after_commit(key: str) -> None:
    # A function with a name: Django logs what a hook raises by that, and a `partial` has none.
    transaction.on_commit(lambda: _hand_over(key), robust=True)


def _hand_over(key: str) -> None:
    """Let the site's runner see to a row; whatever it does, the row stays until it is delivered."""
    import_string(settings.TASK_RUNNER)(key)


def receive(*, topic: str, key: str, payload: Mapping[str, Any], **_: object) -> None:
    """Take what `events` announces inside a transaction.

    News and notices of a tournament are two streams: a mail server that is away holds up no news.
    """
    tournament = payload.get("tournament")
    stream = "" if tournament is None else f"{topic.partition(':')[0]}:{tournament}"
    enqueue(topic=topic, key=key, payload=payload, stream=stream)


def flush(*, now: datetime | None = None, limit: int = 1000) -> int:
    """Deliver what is due, oldest first; return how many rows were delivered."""
    moment = now or timezone.now()
    first = _due_at(moment).filter(_nothing_before(moment))
    return sum(_deliver_stream(message, now) for message in first[:limit])


def _flush(now: datetime) -> int:
    return flush(now=now)


#: Delivers what a crash or a failure left; the rest is delivered when it is committed.
JOB = Job("flush_outbox", timedelta(seconds=30), _flush)


def deliver_now(key: str) -> bool:
    """Deliver a row that nobody has tried yet, here and now; return whether that worked.

    What waited behind it follows. A row that waits itself is left to who delivers the one before
    it. This is the task runner of a site that names none.
    """
    new = OutboxMessage.objects.filter(key=key, delivered_at=None, attempts=0)
    return any(_deliver_stream(message) for message in new)


def forget_delivered(now: datetime) -> int:
    """Remove what was delivered long ago, a batch at a time; what was given up stays."""
    old = OutboxMessage.objects.filter(delivered_at__lt=now - timedelta(days=settings.OUTBOX_DAYS))
    forgotten = 0
    while keys := list(old.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        removed, _by_model = OutboxMessage.objects.filter(pk__in=keys).delete()
        forgotten += removed
    return forgotten


#: Payloads name people and say what was told of them: they are not kept for ever.
FORGET = Job("forget_delivered", timedelta(days=1), forget_delivered)


def given_up() -> QuerySet[OutboxMessage]:
    """Return the dead letters."""
    return OutboxMessage.objects.filter(delivered_at=None, attempts__gte=MAX_ATTEMPTS)


def revive(message: OutboxMessage) -> None:
    """Let a dead letter be tried again from the first attempt on, once this has committed."""
    _write(message, attempts=0, lease="", available_at=timezone.now())
    _deliver_after_commit(message.key)


def _due_at(now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        delivered_at=None, available_at__lte=now, attempts__lt=MAX_ATTEMPTS
    )


def _nothing_before(now: datetime) -> Q:
    """Hold for the first row of each stream that is not delivered and may still be.

    Who makes the last attempt holds the others up only as long as the lease lasts.
    """
    last_attempt = Q(attempts__gte=MAX_ATTEMPTS, lease__gt="", available_at__gt=now)
    before = OutboxMessage.objects.filter(
        Q(attempts__lt=MAX_ATTEMPTS) | last_attempt,
        stream=OuterRef("stream"),
        pk__lt=OuterRef("pk"),
        delivered_at=None,
    )
    return Q(stream="") | ~Q(Exists(before))


def _deliver_stream(message: OutboxMessage, now: datetime | None = None) -> int:
    """Deliver a row and what is due behind it in its stream; return how many that were."""
    delivered = 0
    following: OutboxMessage | None = message
    while following is not None and _deliver(following, now=now):
        delivered += 1
        behind = _due_at(now or timezone.now()).filter(stream=message.stream, pk__gt=following.pk)
        following = behind.first() if message.stream else None
    return delivered


def _deliver(message: OutboxMessage, *, now: datetime | None = None) -> bool:
    """Handle one row unless somebody else has it; return whether it was delivered."""
    now = now or timezone.now()
    if not _lease(message, now):
        return False
    error = _handle(message)
    if error is None:
        # It is delivered, whoever has the lease now.
        _write(message, delivered_at=timezone.now(), last_error="", lease="")
        return True
    is_final = isinstance(error, HookError) and not error.retryable
    own = OutboxMessage.objects.filter(pk=message.pk, lease=message.lease, delivered_at=None)
    own.update(
        attempts=MAX_ATTEMPTS if is_final else message.attempts,
        available_at=now + _wait(message.attempts),
        last_error=f"{type(error).__name__}: {error}"[:500],
        lease="",
    )
    return False


def _wait(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts."""
    longest: timedelta = min(BACKOFF * 2 ** (attempts - 1), LONGEST_WAIT)
    return longest * _jitter(_LEAST_SHARE, 1)


def _lease(message: OutboxMessage, now: datetime) -> bool:
    """Take a row for a while, in its turn.

    Of two who try, the update of one finds the row as it was.
    """
    rows = OutboxMessage.objects.filter(
        _nothing_before(now),
        pk=message.pk,
        delivered_at=None,
        attempts=message.attempts,
        attempts__lt=MAX_ATTEMPTS,
    )
    message.attempts += 1
    message.lease = token_hex(16)
    leased = {"attempts": message.attempts, "available_at": now + LEASE, "lease": message.lease}
    return rows.update(**leased) == 1


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
