"""Every admin page of the engine, gathered for Django."""

from django.contrib import admin

from tournament_engine.audit.admin import AuditEntryAdmin
from tournament_engine.bracket.admin import BracketAdmin, BracketEventAdmin
from tournament_engine.core.admin import GameAdmin, StageConfigAdmin, TournamentAdmin
from tournament_engine.hooks.admin import InboxMessageAdmin
from tournament_engine.jobs import JobRun
from tournament_engine.match.admin import MatchAdmin, MatchSideAdmin, ScoreClaimAdmin
from tournament_engine.outbox import OutboxMessage
from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.registration.admin import (
    EntrantAdmin,
    RegistrationAdmin,
    RosterMemberAdmin,
)

__all__ = [
    "AuditEntryAdmin",
    "BracketAdmin",
    "BracketEventAdmin",
    "EntrantAdmin",
    "GameAdmin",
    "InboxMessageAdmin",
    "JobRunAdmin",
    "MatchAdmin",
    "MatchSideAdmin",
    "OutboxMessageAdmin",
    "RegistrationAdmin",
    "RosterMemberAdmin",
    "ScoreClaimAdmin",
    "StageConfigAdmin",
    "TournamentAdmin",
]


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """What was to happen after commit, and whether it did."""

    list_display = ("key", "topic", "attempts", "available_at", "delivered_at", "last_error")
    list_filter = ("topic", ("delivered_at", admin.EmptyFieldListFilter))
    search_fields = ("key", "topic")


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    """When each job ran last and runs next."""

    list_display = ("code", "ran_at", "done", "failed", "next_at")
