"""Every admin page of the engine, gathered for Django."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.audit.admin import AuditArchiveAdmin, AuditEntryAdmin
from tournament_engine.awards.admin import (
    BadgeAdmin,
    CertificateAdmin,
    CertificateLookAdmin,
    CertificateReportAdmin,
    GiftAdmin,
    PrizeAdmin,
    PrizePoolAdmin,
)
from tournament_engine.awards.definition_admin import AchievementAdmin
from tournament_engine.bracket.admin import BracketAdmin, BracketEventAdmin, DrawSeedAdmin
from tournament_engine.challenge.admin import (
    ChallengeAdmin,
    ChallengeCompletionAdmin,
    ChallengeProgressAdmin,
    ChallengeScoreAdmin,
)
from tournament_engine.community.admin import AnnouncementAdmin, PostAdmin, PostReportAdmin
from tournament_engine.core.admin import (
    CustomFieldAdmin,
    CustomFieldValueAdmin,
    GameAdmin,
    StaffAssignmentAdmin,
    StageConfigAdmin,
    TournamentAdmin,
    TournamentTemplateAdmin,
    TournamentVersionAdmin,
)
from tournament_engine.dead_letters import SEND_AGAIN, send_again
from tournament_engine.dispute.admin import (
    DisputeAdmin,
    DisputeCommentAdmin,
    DisputeEvidenceAdmin,
    EvidenceFileAdmin,
)
from tournament_engine.economy.admin import (
    AccountAdmin,
    PayoutAdmin,
    TransferAdmin,
)
from tournament_engine.errors import Conflict
from tournament_engine.hooks.admin import (
    InboxMessageAdmin,
    NoticeChoicesAdmin,
    RatingAdmin,
    RatingEventAdmin,
)
from tournament_engine.jobs import JobRun
from tournament_engine.match.admin import (
    HeatForfeitAdmin,
    LobbyAdmin,
    MatchAdmin,
    MatchCheckInAdmin,
    MatchReminderAdmin,
    MatchSideAdmin,
    RankedResultAdmin,
    RescheduleRequestAdmin,
    RoundWindowAdmin,
    ScoreClaimAdmin,
    VetoAdmin,
    VetoChoiceAdmin,
    VetoPlanAdmin,
)
from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage
from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.registration.admin import (
    CorrectionAdmin,
    EntrantAdmin,
    OpeningWatchAdmin,
    RegistrationAdmin,
    RosterInvitationAdmin,
    RosterMemberAdmin,
)
from tournament_engine.registration.payments.admin import (
    FeeWaiverAdmin,
    PaymentAdmin,
    PaymentEventAdmin,
    PaymentTransitionAdmin,
)
from tournament_engine.replies import acting
from tournament_engine.sponsor.admin import SponsorAdmin, SponsorDayAdmin, SponsorshipAdmin
from tournament_engine.uploads.admin import StoredFileAdmin
from tournament_engine.workflow import WorkflowRun, WorkflowStep

__all__ = [
    "AccountAdmin",
    "AchievementAdmin",
    "AnnouncementAdmin",
    "AuditArchiveAdmin",
    "AuditEntryAdmin",
    "BadgeAdmin",
    "BracketAdmin",
    "BracketEventAdmin",
    "CertificateAdmin",
    "CertificateLookAdmin",
    "CertificateReportAdmin",
    "ChallengeAdmin",
    "ChallengeCompletionAdmin",
    "ChallengeProgressAdmin",
    "ChallengeScoreAdmin",
    "CorrectionAdmin",
    "CustomFieldAdmin",
    "CustomFieldValueAdmin",
    "DisputeAdmin",
    "DisputeCommentAdmin",
    "DisputeEvidenceAdmin",
    "DrawSeedAdmin",
    "EntrantAdmin",
    "EvidenceFileAdmin",
    "FeeWaiverAdmin",
    "GameAdmin",
    "GiftAdmin",
    "HeatForfeitAdmin",
    "InboxMessageAdmin",
    "JobRunAdmin",
    "LobbyAdmin",
    "MatchAdmin",
    "MatchCheckInAdmin",
    "MatchReminderAdmin",
    "MatchSideAdmin",
    "NoticeChoicesAdmin",
    "OpeningWatchAdmin",
    "OutboxMessageAdmin",
    "PaymentAdmin",
    "PaymentEventAdmin",
    "PaymentTransitionAdmin",
    "PayoutAdmin",
    "PostAdmin",
    "PostReportAdmin",
    "PrizeAdmin",
    "PrizePoolAdmin",
    "RankedResultAdmin",
    "RatingAdmin",
    "RatingEventAdmin",
    "RegistrationAdmin",
    "RescheduleRequestAdmin",
    "RosterInvitationAdmin",
    "RosterMemberAdmin",
    "RoundWindowAdmin",
    "ScoreClaimAdmin",
    "SponsorAdmin",
    "SponsorDayAdmin",
    "SponsorshipAdmin",
    "StaffAssignmentAdmin",
    "StageConfigAdmin",
    "StoredFileAdmin",
    "TournamentAdmin",
    "TournamentTemplateAdmin",
    "TournamentVersionAdmin",
    "TransferAdmin",
    "VetoAdmin",
    "VetoChoiceAdmin",
    "VetoPlanAdmin",
    "WorkflowRunAdmin",
    "WorkflowStepAdmin",
]


class FateFilter(admin.SimpleListFilter):
    """What became of a row of the outbox."""

    title = _("fate")
    parameter_name = "fate"

    def lookups(
        self,
        request: HttpRequest,  # noqa: ARG002 - the same for all
        model_admin: Any,  # noqa: ARG002 - the same
    ) -> list[tuple[str, Any]]:
        return [
            ("delivered", _("delivered")),
            ("waiting", _("to be tried again")),
            ("given_up", _("given up")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002 - the same
        match self.value():
            case "delivered":
                return queryset.exclude(delivered_at=None)
            case "waiting":
                return queryset.filter(delivered_at=None, attempts__lt=MAX_ATTEMPTS)
            case "given_up":
                return queryset.filter(delivered_at=None, attempts__gte=MAX_ATTEMPTS)
            case _:
                return queryset


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """What was to happen after commit, and whether it did; the dead letters are sent from here."""

    list_display = ("key", "topic", "attempts", "available_at", "delivered_at", "last_error")
    list_filter = (FateFilter, "topic")
    search_fields = ("key", "topic", "=stream")
    actions = ("send_again",)

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return permissions.can(request.user, SEND_AGAIN)

    @admin.action(description=_("Send again what was given up"), permissions=["send_again"])
    def send_again(self, request: HttpRequest, rows: QuerySet[OutboxMessage]) -> None:
        """Have each of the chosen rows tried again, and say which could not be."""
        sent = 0
        for message in rows:
            try:
                send_again(message=message, by=acting(request))
                sent += 1
            except Conflict as error:
                self.message_user(request, f"{message.key}: {error.message}", messages.WARNING)
        words = ngettext("%(count)d is tried again.", "%(count)d are tried again.", sent)
        self.message_user(request, words % {"count": sent})


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
