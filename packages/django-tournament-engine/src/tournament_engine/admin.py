"""Every admin page of the engine, gathered for Django."""

from django.contrib import admin

from tournament_engine.audit.admin import AuditEntryAdmin
from tournament_engine.awards.admin import (
    BadgeAdmin,
    CertificateAdmin,
    CertificateReportAdmin,
    GiftAdmin,
    PrizePoolAdmin,
)
from tournament_engine.awards.definition_admin import AchievementAdmin
from tournament_engine.bracket.admin import BracketAdmin, BracketEventAdmin
from tournament_engine.challenge.admin import (
    ChallengeAdmin,
    ChallengeCompletionAdmin,
    ChallengeProgressAdmin,
    ChallengeScoreAdmin,
)
from tournament_engine.community.admin import AnnouncementAdmin, PostAdmin, PostReportAdmin
from tournament_engine.core.admin import GameAdmin, StageConfigAdmin, TournamentAdmin
from tournament_engine.dispute.admin import (
    DisputeAdmin,
    DisputeCommentAdmin,
    DisputeEvidenceAdmin,
)
from tournament_engine.hooks.admin import (
    InboxMessageAdmin,
    NoticeChoicesAdmin,
    RatingAdmin,
    RatingEventAdmin,
)
from tournament_engine.jobs import JobRun
from tournament_engine.match.admin import (
    MatchAdmin,
    MatchSideAdmin,
    RankedResultAdmin,
    ScoreClaimAdmin,
)
from tournament_engine.outbox import OutboxMessage
from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.registration.admin import (
    EntrantAdmin,
    RegistrationAdmin,
    RosterMemberAdmin,
)
from tournament_engine.registration.payments.admin import (
    FeeWaiverAdmin,
    PaymentAdmin,
    PaymentEventAdmin,
    PaymentTransitionAdmin,
)
from tournament_engine.sponsor.admin import SponsorAdmin, SponsorDayAdmin, SponsorshipAdmin
from tournament_engine.workflow import WorkflowRun, WorkflowStep

__all__ = [
    "AchievementAdmin",
    "AnnouncementAdmin",
    "AuditEntryAdmin",
    "BadgeAdmin",
    "BracketAdmin",
    "BracketEventAdmin",
    "CertificateAdmin",
    "CertificateReportAdmin",
    "ChallengeAdmin",
    "ChallengeCompletionAdmin",
    "ChallengeProgressAdmin",
    "ChallengeScoreAdmin",
    "DisputeAdmin",
    "DisputeCommentAdmin",
    "DisputeEvidenceAdmin",
    "EntrantAdmin",
    "FeeWaiverAdmin",
    "GameAdmin",
    "GiftAdmin",
    "InboxMessageAdmin",
    "JobRunAdmin",
    "MatchAdmin",
    "MatchSideAdmin",
    "NoticeChoicesAdmin",
    "OutboxMessageAdmin",
    "PaymentAdmin",
    "PaymentEventAdmin",
    "PaymentTransitionAdmin",
    "PostAdmin",
    "PostReportAdmin",
    "PrizePoolAdmin",
    "RankedResultAdmin",
    "RatingAdmin",
    "RatingEventAdmin",
    "RegistrationAdmin",
    "RosterMemberAdmin",
    "ScoreClaimAdmin",
    "SponsorAdmin",
    "SponsorDayAdmin",
    "SponsorshipAdmin",
    "StageConfigAdmin",
    "TournamentAdmin",
    "WorkflowRunAdmin",
    "WorkflowStepAdmin",
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


@admin.register(WorkflowRun)
class WorkflowRunAdmin(ReadOnlyAdmin):
    """Long pieces of work: begun, finished or under way."""

    list_display = ("kind", "key", "started_at", "finished_at")
    list_filter = ("kind", ("finished_at", admin.EmptyFieldListFilter))
    search_fields = ("=key",)


@admin.register(WorkflowStep)
class WorkflowStepAdmin(ReadOnlyAdmin):
    """Which step is done, and why one is not."""

    list_display = ("code", "run", "state", "attempts", "last_error", "done_at")
    list_filter = ("state", "code")
    list_select_related = ("run",)
