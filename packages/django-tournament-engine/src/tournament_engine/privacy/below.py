"""What the floors below hold of people: notices, ratings, files, the log, and what waits."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from tournament_engine.audit.models import AuditArchive, AuditChain, AuditEntry
from tournament_engine.hooks.models import InboxMessage, NoticeChoices, Rating, RatingEvent
from tournament_engine.jobs import JobRun
from tournament_engine.outbox import OutboxMessage
from tournament_engine.privacy.holdings import Holding, declare
from tournament_engine.privacy.services.waiting import tell_no_more
from tournament_engine.uploads.models import StoredFile
from tournament_engine.users import User
from tournament_engine.workflow import WorkflowRun, WorkflowStep

__all__ = ["APART", "declare_below"]

#: The erasure sees to these itself: the log by its own way to forget, files when nothing uses them.
APART = frozenset({AuditEntry, StoredFile})


def declare_below() -> None:
    """Say what these tables hold."""
    declare(
        Holding(
            model=InboxMessage,
            owner=("user",),
            deleted=True,
            swept=("subject", "body"),
            impersonal=("key", "event", "url"),
        ),
        Holding(model=NoticeChoices, owner=("user",), deleted=True),
        Holding(model=Rating, found=_ranked, deleted=True, impersonal=("scope", "entrant")),
        Holding(
            model=RatingEvent, found=_ranked, deleted=True, impersonal=("key", "scope", "entrant")
        ),
        Holding(
            model=OutboxMessage,
            swept=("payload", "last_error"),
            impersonal=("topic", "key", "stream", "lease"),
            found=_addressed,
            also=tell_no_more,
        ),
        Holding(model=JobRun, impersonal=("code",)),
        Holding(model=WorkflowRun, impersonal=("kind", "key")),
        Holding(model=WorkflowStep, swept=("reason",), impersonal=("code", "last_error")),
        Holding(model=AuditChain, impersonal=("scope", "hash")),
        Holding(model=AuditArchive, impersonal=("scope", "last_hash", "sha256")),
    )


def _ranked(user: User) -> Q:
    return Q(entrant=f"user:{user.pk}")


def _addressed(user: User) -> Q:
    """Find what is to be sent to somebody: the ids stand in a list of the payload."""
    text = Cast("payload", TextField())
    rows = OutboxMessage.objects.annotate(te_text=text).filter(te_text__contains=f'"{user.pk}"')
    return Q(pk__in=rows.values("pk"))
