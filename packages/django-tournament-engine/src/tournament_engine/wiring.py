"""What the domains tell the floors below them, said once when Django is ready."""

from tournament_engine import append_only, dead_letters, events, hooks, jobs, outbox, pages
from tournament_engine.audit import triggers as audit_triggers
from tournament_engine.awards import copying as awards_copying
from tournament_engine.awards import panels as awards_panels
from tournament_engine.awards import permissions as awards_permissions
from tournament_engine.awards import personal as awards_personal
from tournament_engine.awards import rewards as awards_rewards
from tournament_engine.awards import steps as awards_steps
from tournament_engine.bracket import guards as bracket_guards
from tournament_engine.bracket import overview as bracket_overview
from tournament_engine.bracket import permissions as bracket_permissions
from tournament_engine.bracket import personal as bracket_personal
from tournament_engine.bracket import preflight as bracket_preflight
from tournament_engine.bracket import steps as bracket_steps
from tournament_engine.challenge import copying as challenge_copying
from tournament_engine.challenge import news as challenge_news
from tournament_engine.challenge import panels as challenge_panels
from tournament_engine.challenge import permissions as challenge_permissions
from tournament_engine.challenge import personal as challenge_personal
from tournament_engine.community import news as community_news
from tournament_engine.community import panels as community_panels
from tournament_engine.community import permissions as community_permissions
from tournament_engine.community import personal as community_personal
from tournament_engine.core import approval, auditing, calls, staffing
from tournament_engine.core import due as core_due
from tournament_engine.core import ending as core_ending
from tournament_engine.core import permissions as core_permissions
from tournament_engine.core import personal as core_personal
from tournament_engine.dispute import duties as dispute_duties
from tournament_engine.dispute import guards as dispute_guards
from tournament_engine.dispute import jobs as dispute_jobs
from tournament_engine.dispute import news as dispute_news
from tournament_engine.dispute import permissions as dispute_permissions
from tournament_engine.dispute import personal as dispute_personal
from tournament_engine.dispute.models import DisputeComment, DisputeEvidence, EvidenceFile
from tournament_engine.economy import delivery as economy_delivery
from tournament_engine.economy import personal as economy_personal
from tournament_engine.economy.models import Transfer
from tournament_engine.hooks import permissions as hooks_permissions
from tournament_engine.hooks.inbox import POSTPONED
from tournament_engine.match import calls as match_calls
from tournament_engine.match import copying as match_copying
from tournament_engine.match import duties as match_duties
from tournament_engine.match import guards as match_guards
from tournament_engine.match import news as match_news
from tournament_engine.match import overview as match_overview
from tournament_engine.match import permissions as match_permissions
from tournament_engine.match import personal as match_personal
from tournament_engine.match import ratings as match_ratings
from tournament_engine.privacy.below import declare_below
from tournament_engine.registration import duties as registration_duties
from tournament_engine.registration import guards as registration_guards
from tournament_engine.registration import jobs as registration_jobs
from tournament_engine.registration import permissions as registration_permissions
from tournament_engine.registration import personal as registration_personal
from tournament_engine.registration.payments import duties as payment_duties
from tournament_engine.registration.payments import jobs as payment_jobs
from tournament_engine.registration.payments import permissions as payment_permissions
from tournament_engine.registration.payments.models import PaymentEvent, PaymentTransition
from tournament_engine.sponsor import copying as sponsor_copying
from tournament_engine.sponsor import jobs as sponsor_jobs
from tournament_engine.sponsor import panels as sponsor_panels
from tournament_engine.sponsor import permissions as sponsor_permissions
from tournament_engine.sponsor import personal as sponsor_personal
from tournament_engine.uploads import checks as upload_checks
from tournament_engine.uploads import jobs as upload_jobs
from tournament_engine.uploads import permissions as upload_permissions

__all__ = ["connect"]


def connect() -> None:
    """Make every registration. Each is harmless when it is made again."""
    events.carried.connect(outbox.receive, dispatch_uid="tournament_engine.outbox")
    outbox.handler(events.EVENT, events.deliver)
    outbox.handler(events.NOTICE, hooks.deliver)
    pages.stand_in(hooks.frame)
    append_only.connect()
    _fill_pages()
    audit_triggers.connect()
    _speak_of_tables()
    economy_delivery.declare()
    dead_letters.declare()
    hooks_permissions.declare()
    core_permissions.declare()
    core_due.declare()
    core_ending.declare()
    staffing.declare()
    auditing.declare()
    upload_permissions.declare()
    upload_checks.declare()
    registration_permissions.declare()
    payment_permissions.declare()
    payment_jobs.declare()
    _declare_sponsors()
    registration_guards.declare()
    bracket_permissions.declare()
    bracket_guards.declare()
    match_permissions.declare()
    match_guards.declare()
    match_news.declare()
    match_ratings.declare()
    match_copying.declare()
    dispute_permissions.declare()
    dispute_guards.declare()
    dispute_news.declare()
    registration_duties.declare()
    payment_duties.declare()
    bracket_steps.declare()
    match_duties.declare()
    dispute_duties.declare()
    community_permissions.declare()
    community_panels.declare()
    community_news.declare()
    awards_permissions.declare()
    awards_steps.declare()
    awards_panels.declare()
    awards_copying.declare()
    _declare_challenges()
    _register_jobs()


def _declare_challenges() -> None:
    """Let challenges be counted and rewarded, in money and with badges."""
    challenge_permissions.declare()
    challenge_news.declare()
    challenge_panels.declare()
    challenge_copying.declare()
    awards_rewards.declare()


def _register_jobs() -> None:
    """Register the jobs that no domain declares itself, in the order in which they run."""
    jobs.register(upload_jobs.REMOVE_ORPHANS)
    jobs.register(dispute_jobs.JOB)
    jobs.register(dispute_jobs.REMOVE_EVIDENCE)
    jobs.register(outbox.JOB)
    jobs.register(outbox.FORGET)
    jobs.register(POSTPONED)
    jobs.register(registration_jobs.CLEANUP)


def _declare_sponsors() -> None:
    sponsor_permissions.declare()
    sponsor_panels.declare()
    sponsor_copying.declare()
    jobs.register(sponsor_jobs.FORGET)


def _fill_pages() -> None:
    """Say what the page of a tournament shows, and what it asks of whoever reads it."""
    bracket_overview.declare()
    bracket_preflight.declare()
    match_overview.declare()
    calls.declare()
    approval.declare()
    match_calls.declare()


def _speak_of_tables() -> None:
    """Say which tables only grow, and what each holds of people."""
    _protect_tables()
    _declare_personal()


def _protect_tables() -> None:
    """Say which tables only grow."""
    append_only.protect(Transfer)
    append_only.protect(PaymentTransition, clearable=("actor", "proof"))
    append_only.protect(PaymentEvent, clearable=("body",))
    append_only.protect(DisputeComment, clearable=("by",))
    append_only.protect(DisputeEvidence, clearable=("by",))
    append_only.protect(EvidenceFile, clearable=("stored",))


def _declare_personal() -> None:
    """Say what each domain holds of people, what hangs on other rows before those rows."""
    declare_below()
    awards_personal.declare_personal()
    challenge_personal.declare_personal()
    community_personal.declare_personal()
    dispute_personal.declare_personal()
    match_personal.declare_personal()
    bracket_personal.declare_personal()
    registration_personal.declare_personal()
    sponsor_personal.declare_personal()
    economy_personal.declare_personal()
    core_personal.declare_personal()
