"""What the sides do: raise a dispute, take it back, appeal; and what opens one by itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore.results import Result
from tournament_engine.audit import services as audit
from tournament_engine.conf import settings
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.dispute.held import hold_again
from tournament_engine.dispute.lifecycle import (
    DECIDED,
    RETRACTABLE,
    UNRESOLVED,
    DisputeState,
    Outcome,
    Reason,
    Step,
)
from tournament_engine.dispute.models import Dispute
from tournament_engine.dispute.services import steps
from tournament_engine.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed
from tournament_engine.match import services as matches
from tournament_engine.match.lifecycle import ClaimState, MatchState
from tournament_engine.match.models import Match
from tournament_engine.match.queries import sides_of
from tournament_engine.match.results import occupants
from tournament_engine.users import User

__all__ = [
    "appeal_dispute",
    "contradict",
    "drop",
    "open_dispute",
    "require_appealable",
    "require_contestable",
    "withdraw_all",
    "withdraw_dispute",
]

_RUNNING = frozenset({TournamentState.LIVE, TournamentState.COMPLETED})
_APPEALABLE = frozenset({MatchState.COMPLETED, MatchState.PENDING_RESULT, MatchState.READY})

#: A result that a decision brought about is written a moment after the decision itself.
_SLACK = timedelta(seconds=5)


@transaction.atomic
def open_dispute(
    *,
    match: Match,
    reason: str,
    statement: str,
    by: User,
    side: int | None = None,
    claim: Result | None = None,
) -> Dispute:
    """Contest, for one side, a result in its window, or the score that another side claims.

    The result is frozen, and every match that depends on it is held until somebody decides.
    `side` is needed from whoever acts for more than one; `claim` is what the side says that the
    result is.
    """
    match = matches.lock_match(match)
    chosen = _own_side(match, by, side)
    if reason not in Reason.values:
        raise InvalidInput(_("Choose what the dispute is about."), field="reason")
    statement = steps.written(statement, field="statement", longest=steps.LONGEST_TEXT)
    require_contestable(match=match, side=chosen)
    matches.contest_result(match=match, by=by)
    if claim is not None:
        matches.claim_contested(match=match, side=chosen, result=claim, by=by)
    return _open(match, chosen, Reason(reason), by=by, text=statement)


@transaction.atomic
def contradict(*, match: Match, side: int, by: User) -> Dispute:
    """Open the case of two claims that contradict each other; `side` claimed last."""
    claim = match.claims.filter(side=side, state=ClaimState.DISPUTED).last()
    text = "" if claim is None else claim.note
    return _open(match, side, Reason.SCORE, by=by, text=text, is_contradiction=True)


@transaction.atomic
def withdraw_dispute(*, dispute: Dispute, by: User, text: str = "") -> Dispute:
    """Take a dispute back, for the side that raised it: the match is as it was before."""
    dispute = steps.lock_case(dispute)
    if dispute.side not in sides_of(by, dispute.match):
        raise NotAllowed(_("Only the side that raised a dispute takes it back."))
    if dispute.state not in RETRACTABLE:
        message = _("The case is %s: it can no longer be taken back.")
        raise IllegalTransition(message % dispute.get_state_display())
    return _withdraw(dispute, by, text)


@transaction.atomic
def appeal_dispute(*, dispute: Dispute, statement: str, by: User) -> Dispute:
    """Ask the head referee to decide again: once, by either side, in the window."""
    dispute = steps.lock_case(dispute)
    match = dispute.match
    if not sides_of(by, match):
        raise NotAllowed(_("Only the sides of the match appeal against a decision."))
    statement = steps.written(statement, field="statement", longest=steps.LONGEST_TEXT)
    require_appealable(dispute=dispute)
    matches.contest_result(match=match, by=by)
    dispute.appealed_at = timezone.now()
    dispute.decided_by, dispute.decided_at = None, None
    dispute.outcome, dispute.upheld_side, dispute.decision = "", None, ""
    steps.move(dispute, DisputeState.ESCALATED, Step.APPEALED, by=by, text=statement)
    hold_again(dispute.tournament)
    return dispute


def withdraw_all(tournament: Tournament, by: User | None) -> None:
    """The tournament is called off: nobody decides its cases any more."""
    drop(Dispute.objects.filter(tournament=tournament), by=by, text=tournament.cancel_reason)


def drop(disputes: QuerySet[Dispute], *, by: User | None, text: str) -> None:
    """End the open ones of these cases, about which there is nothing left to decide."""
    for dispute in disputes.filter(state__in=UNRESOLVED):
        _withdraw(steps.lock_case(dispute), by, text)


def _withdraw(dispute: Dispute, by: User | None, text: str) -> Dispute:
    matches.release_match(match=dispute.match, by=by, raiser_side=dispute.side)
    clean = text and steps.written(text, field="text", longest=steps.LONGEST_TEXT)
    steps.move(dispute, DisputeState.WITHDRAWN, Step.WITHDRAWN, by=by, text=clean)
    hold_again(dispute.tournament)
    return dispute


def _open(
    match: Match, side: int, reason: Reason, *, by: User, text: str, is_contradiction: bool = False
) -> Dispute:
    """Write the case; the match is contested already."""
    now, tournament = timezone.now(), match.tournament
    pairing = list(occupants(match))
    dispute = Dispute.objects.create(
        tournament=tournament,
        match=match,
        entrant_id=int(pairing[side]),
        side=side,
        pairing=pairing,
        reason=reason,
        is_contradiction=is_contradiction,
        opened_by=by,
        opened_at=now,
        due_at=now + timedelta(hours=tournament.dispute_sla_hours),
    )
    steps.put_on_file(dispute, Step.OPENED, by=by, text=text)
    facts = {"side": side, "reason": str(reason), "contradiction": is_contradiction}
    audit.log(by=by, action="dispute.opened", subject=dispute, after=facts)
    steps.announce(dispute, Step.OPENED)
    hold_again(tournament)
    return dispute


def _own_side(match: Match, by: User, side: int | None) -> int:
    mine = sides_of(by, match)
    if not mine or (side is not None and side not in mine):
        raise NotAllowed(_("You do not act for this side of the match."))
    if side is None and len(mine) > 1:
        raise InvalidInput(_("You act for more than one side: say for which."), field="side")
    return min(mine) if side is None else side


def require_contestable(*, match: Match, side: int) -> None:
    """Raise Conflict where there is nothing that this side can contest now."""
    _require_running(match.tournament)
    earlier = list(match.disputes.all())
    if any(dispute.state not in DECIDED | {DisputeState.WITHDRAWN} for dispute in earlier):
        message = _("There is an open dispute about this match: say what you know there.")
        raise Conflict(message, code="dispute_open")
    if any(_is_about_this_result(dispute, match) for dispute in earlier):
        message = _("This was decided after a dispute: appeal against that decision instead.")
        raise Conflict(message, code="decided")
    match MatchState(match.state):
        case MatchState.COMPLETED:
            _require_in_window(match.completed_at, match.tournament)
        case MatchState.PENDING_RESULT if _others_claim(match, side):
            pass
        case _:
            message = _("There is nothing to dispute yet: no result, and no score of the others.")
            raise Conflict(message, code="nothing_to_dispute")
    _require_grounds(match, side)


def _require_running(tournament: Tournament) -> None:
    if tournament.state not in _RUNNING:
        message = _("The tournament is %s: its results stand.")
        raise Conflict(message % tournament.get_state_display(), code="not_running")


def _others_claim(match: Match, side: int) -> bool:
    return match.claims.filter(state=ClaimState.PENDING).exclude(side=side).exists()


def _is_about_this_result(dispute: Dispute, match: Match) -> bool:
    """Whether a decision is what the match goes by still: nobody has played it since."""
    if dispute.decided_at is None or dispute.outcome == Outcome.REPLAY:
        return False
    return match.completed_at is None or match.completed_at <= dispute.decided_at + _SLACK


def _require_in_window(since: datetime | None, tournament: Tournament) -> None:
    window = timedelta(minutes=tournament.dispute_window_minutes)
    if since is None or timezone.now() >= since + window:
        message = _("The time to object is over: it was %(minutes)d minutes.")
        minutes = tournament.dispute_window_minutes
        raise Conflict(message % {"minutes": minutes}, code="window_over")


def _require_grounds(match: Match, side: int) -> None:
    """Raise Conflict where a side had too many cases that came to nothing."""
    most = settings.MAX_DISMISSED_DISPUTES
    entrant = int(occupants(match)[side])
    if most and Dispute.objects.dismissed_of(match.tournament, entrant) >= most:
        message = _("%(number)d of your disputes were dismissed here: ask the organiser instead.")
        raise Conflict(message % {"number": most}, code="too_many_dismissed")


def require_appealable(*, dispute: Dispute) -> None:
    """Raise Conflict where a decision stands: it had its appeal, or the time is over."""
    match = dispute.match
    _require_running(dispute.tournament)
    if dispute.state not in DECIDED:
        raise IllegalTransition(_("There is no decision to appeal against."))
    if dispute.appealed_at is not None:
        raise Conflict(_("There is one appeal, and it was decided."), code="appealed")
    _require_in_window(dispute.decided_at, dispute.tournament)
    if match.state not in _APPEALABLE or list(occupants(match)) != dispute.pairing:
        message = _("The match has moved on since: the decision can no longer be changed.")
        raise Conflict(message, code="moved_on")
