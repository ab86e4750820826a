"""What the staff does: take a case, pass it on, decide it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore.results import Result
from tournament_engine.bracket import services as brackets
from tournament_engine.dispute.held import hold_again
from tournament_engine.dispute.lifecycle import DECIDED, DisputeState, Outcome, Step
from tournament_engine.dispute.models import Dispute
from tournament_engine.dispute.services import steps
from tournament_engine.dispute.services.cases import drop
from tournament_engine.errors import Conflict, IllegalTransition, InvalidInput
from tournament_engine.match import services as matches
from tournament_engine.match.heats import all_out
from tournament_engine.match.models import Match
from tournament_engine.match.results import from_plain, to_plain
from tournament_engine.users import User

__all__ = [
    "claimed_result",
    "dismiss_dispute",
    "escalate_dispute",
    "resolve_dispute",
    "review_dispute",
    "settle",
]


@transaction.atomic
def review_dispute(*, dispute: Dispute, by: User) -> Dispute:
    """Take a case into one's hands."""
    dispute = steps.lock_case(dispute)
    steps.require_judge(by, dispute)
    _take(dispute, by)
    return dispute


@transaction.atomic
def escalate_dispute(*, dispute: Dispute, by: User | None, text: str = "") -> Dispute:
    """Pass a case to the head referee; nobody (`None`) is the timer."""
    dispute = steps.lock_case(dispute)
    if by is not None:
        steps.require_judge(by, dispute)
    if dispute.state in DECIDED:
        raise IllegalTransition(_("The case is decided: only a side can appeal against that."))
    clean = text and steps.written(text, field="text", longest=steps.LONGEST_TEXT)
    steps.move(dispute, DisputeState.ESCALATED, Step.ESCALATED, by=by, text=clean)
    return dispute


@transaction.atomic
def resolve_dispute(
    *,
    dispute: Dispute,
    outcome: str,
    decision: str,
    by: User,
    side: int | None = None,
    result: Result | None = None,
    cascade: bool = False,
    version: int | None = None,
) -> Dispute:
    """Decide that a dispute has grounds: the match gets its result, or is played again.

    `claim_upheld` takes the score that `side` claims, `custom_result` takes `result`. Where
    later results depend on it they are named and nothing is done, unless `cascade` clears
    them. `version` is that of the case as it was read.
    """
    dispute = steps.lock_case(dispute)
    steps.require_judge(by, dispute)
    steps.check_version(dispute, version)
    decision = steps.written(decision, field="decision", longest=steps.LONGEST_DECISION)
    official = _official(dispute, outcome, side, result)
    upheld = side if outcome == Outcome.CLAIM_UPHELD else None
    if cascade:
        _drop_cleared(dispute, official)
    _resolve(dispute, Outcome(outcome), official, by=by, decision=decision, upheld=upheld)
    _require_free(dispute.match)
    if official is None:
        matches.replay_match(match=dispute.match, by=by, cascade=cascade)
    else:
        reason = " ".join(decision.split())
        matches.decide_match(
            match=dispute.match, result=official, by=by, reason=reason, cascade=cascade
        )
    return dispute


@transaction.atomic
def dismiss_dispute(
    *, dispute: Dispute, decision: str, by: User, version: int | None = None
) -> Dispute:
    """Decide that a dispute has no grounds: the match is as it was before."""
    dispute = steps.lock_case(dispute)
    steps.require_judge(by, dispute)
    steps.check_version(dispute, version)
    decision = steps.written(decision, field="decision", longest=steps.LONGEST_DECISION)
    _decide(dispute, by, decision)
    steps.move(dispute, DisputeState.DISMISSED, Step.DISMISSED, by=by, text=decision)
    matches.release_match(match=dispute.match, by=by, raiser_side=dispute.side)
    hold_again(dispute.tournament)
    return dispute


def settle(*, match: Match, result: Result, by: User, reason: str) -> None:
    """End the case of a match that is about to get an official result without a hearing.

    Whoever gives that result decides the case, and may do so only as its judge.
    """
    dispute = match.disputes.unresolved().first()
    if dispute is None:
        return
    dispute = steps.lock_case(dispute)
    steps.require_judge(by, dispute)
    if dispute.state == DisputeState.OPEN:
        _take(dispute, by)
    _resolve(dispute, Outcome.CUSTOM_RESULT, result, by=by, decision=reason)


def claimed_result(dispute: Dispute, side: int) -> Result | None:
    """Return what a side claims the result is, or claimed last; None where it claimed nothing."""
    claims = dispute.match.claims.filter(side=side, pairing=dispute.pairing)
    claim = claims.order_by("pk").last()
    return None if claim is None else from_plain(claim.result)


def _drop_cleared(dispute: Dispute, official: Result | None) -> None:
    """End the cases about later results that the cascade takes away."""
    match = dispute.match
    if not match.result_kind:
        return
    bracket, code = match.bracket, match.code
    preview = (
        brackets.preview_reopening(bracket=bracket, match_id=code)
        if official is None
        else brackets.preview_correction(bracket=bracket, match_id=code, result=official)
    )
    cleared = Dispute.objects.filter(match__bracket=bracket, match__code__in=preview.cleared)
    text = _("The decision about match %(match)s took this result away.") % {"match": code}
    drop(cleared.exclude(pk=dispute.pk), by=None, text=text)


def _require_free(match: Match) -> None:
    if Match.objects.filter(pk=match.pk, is_held=True).exists():
        message = _("This match depends on another result that is contested: decide that first.")
        raise Conflict(message, code="match_held")


def _take(dispute: Dispute, by: User) -> None:
    dispute.handler = by
    steps.move(dispute, DisputeState.UNDER_REVIEW, Step.REVIEW, by=by)


def _official(
    dispute: Dispute, outcome: str, side: int | None, result: Result | None
) -> Result | None:
    """Return the result that an outcome gives the match; None where it is played again."""
    match outcome:
        case Outcome.REPLAY:
            return None
        case Outcome.DOUBLE_FORFEIT:
            return all_out(dispute.match)
        case Outcome.CUSTOM_RESULT if result is not None:
            return result
        case Outcome.CLAIM_UPHELD if side is not None:
            claimed = claimed_result(dispute, side)
            if claimed is None:
                message = _("This side claims no score: enter the result yourself.")
                raise InvalidInput(message, code="no_claim", field="outcome")
            return claimed
        case _:
            raise InvalidInput(_("Choose how the dispute is decided."), field="outcome")


def _resolve(
    dispute: Dispute,
    outcome: Outcome,
    official: Result | None,
    *,
    by: User,
    decision: str,
    upheld: int | None = None,
) -> None:
    """Write the decision and let the match go, so that it can take what was decided."""
    dispute.outcome, dispute.upheld_side = outcome, upheld
    _decide(dispute, by, decision)
    facts = {
        "outcome": str(outcome),
        "side": upheld,
        "result": None if official is None else to_plain(official),
    }
    steps.move(dispute, DisputeState.RESOLVED, Step.RESOLVED, by=by, text=decision, facts=facts)
    hold_again(dispute.tournament)


def _decide(dispute: Dispute, by: User, decision: str) -> None:
    dispute.decision, dispute.decided_by = decision, by
    dispute.decided_at = timezone.now()
