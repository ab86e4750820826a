"""Every model of the engine, gathered for Django."""

from tournament_engine.audit.models import AuditArchive, AuditChain, AuditEntry
from tournament_engine.awards.models import (
    Achievement,
    Badge,
    Certificate,
    CertificateLook,
    CertificateReport,
    FinalPlace,
    Gift,
    Prize,
    PrizePool,
)
from tournament_engine.bracket.models import Bracket, BracketEvent, DrawSeed
from tournament_engine.challenge.models import (
    Challenge,
    ChallengeCompletion,
    ChallengeProgress,
    ChallengeScore,
)
from tournament_engine.community.models import Announcement, Post, PostReport
from tournament_engine.core.custom_fields.models import CustomField, CustomFieldValue
from tournament_engine.core.models import Game, StaffAssignment, StageConfig, Tournament
from tournament_engine.core.versions.models import TournamentTemplate, TournamentVersion
from tournament_engine.dispute.models import Dispute, DisputeComment, DisputeEvidence, EvidenceFile
from tournament_engine.economy.models import Account, Payout, Transfer
from tournament_engine.hooks.models import InboxMessage, NoticeChoices, Rating, RatingEvent
from tournament_engine.jobs import JobRun
from tournament_engine.match.models import (
    HeatForfeit,
    Lobby,
    Match,
    MatchCheckIn,
    MatchReminder,
    MatchSide,
    RescheduleRequest,
    RoundWindow,
    ScoreClaim,
    Veto,
    VetoChoice,
    VetoPlan,
)
from tournament_engine.match.ranked import RankedResult
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration.models import (
    Entrant,
    OpeningWatch,
    Registration,
    RosterMember,
)
from tournament_engine.registration.payments.models import (
    FeeWaiver,
    Payment,
    PaymentEvent,
    PaymentTransition,
)
from tournament_engine.sponsor.models import Sponsor, SponsorClick, SponsorDay, Sponsorship
from tournament_engine.uploads.models import StoredFile
from tournament_engine.workflow import WorkflowRun, WorkflowStep

__all__ = [
    "Account",
    "Achievement",
    "Announcement",
    "AuditArchive",
    "AuditChain",
    "AuditEntry",
    "Badge",
    "Bracket",
    "BracketEvent",
    "Certificate",
    "CertificateLook",
    "CertificateReport",
    "Challenge",
    "ChallengeCompletion",
    "ChallengeProgress",
    "ChallengeScore",
    "CustomField",
    "CustomFieldValue",
    "Dispute",
    "DisputeComment",
    "DisputeEvidence",
    "DrawSeed",
    "Entrant",
    "EvidenceFile",
    "FeeWaiver",
    "FinalPlace",
    "Game",
    "Gift",
    "HeatForfeit",
    "InboxMessage",
    "JobRun",
    "Lobby",
    "Match",
    "MatchCheckIn",
    "MatchReminder",
    "MatchSide",
    "NoticeChoices",
    "OpeningWatch",
    "OutboxMessage",
    "Payment",
    "PaymentEvent",
    "PaymentTransition",
    "Payout",
    "Post",
    "PostReport",
    "Prize",
    "PrizePool",
    "RankedResult",
    "Rating",
    "RatingEvent",
    "Registration",
    "RescheduleRequest",
    "RosterMember",
    "RoundWindow",
    "ScoreClaim",
    "Sponsor",
    "SponsorClick",
    "SponsorDay",
    "Sponsorship",
    "StaffAssignment",
    "StageConfig",
    "StoredFile",
    "Tournament",
    "TournamentTemplate",
    "TournamentVersion",
    "Transfer",
    "Veto",
    "VetoChoice",
    "VetoPlan",
    "WorkflowRun",
    "WorkflowStep",
]
