"""A result that somebody contests: frozen, and later let go again or played once more.

Whoever decides the contest calls these, and asks first who may.
"""

from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from tournament_engine import events
from tournament_engine.audit import services as audit
from tournament_engine.bracket import services as brackets
from tournament_engine.locks import lock
from tournament_engine.match import results
from tournament_engine.match.changes import columns_of
from tournament_engine.match.lifecycle import (
    CLAIM_TRANSITIONS,
    TRANSITIONS,
    ClaimState,
    MatchState,
)
from tournament_engine.match.models import Match, ScoreClaim
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = ["contest_result", "lock_match", "release_match"]

#: The claims that a contest is about.
_CONTESTABLE = frozenset({ClaimState.PENDING, ClaimState.CONFIRMED, ClaimState.AUTO_CONFIRMED})


def lock_match(match: Match) -> Match:
    """Lock the tournament, the bracket and then the match, and bring all up to date."""
    bracket = brackets.lock(match.bracket)
    lock(match)
    match.bracket, match.tournament = bracket, bracket.tournament
    return match


@transaction.atomic
def contest_result(*, match: Match, by: User | None) -> Match:
    """Freeze the result of a match, or the score that one side claims."""
    match = lock_match(match)
    for claim in _claims(match, *_CONTESTABLE):
        _close(claim, ClaimState.DISPUTED)
    _move(match, MatchState.DISPUTED)
    audit.log(by=by, action="match.disputed", subject=match)
    events.announce(
        events.result_disputed,
        key=f"{match.pk}:{match.version}",
        tournament=match.tournament_id,
        stage=match.bracket.stage_id,
        match=match.pk,
    )
    return match


@transaction.atomic
def release_match(
    *, match: Match, by: User | None, raiser_side: Literal[0, 1] | None = None
) -> Match:
    """Let a contested match be as it was: its result counts, or a claim waits for its answer.

    Without a result the claim of the side that contested it falls, and the other's stands.
    """
    match = lock_match(match)
    if match.state != MatchState.DISPUTED:
        return match
    for claim in _claims(match, ClaimState.DISPUTED):
        _close(claim, _verdict(match, claim, raiser_side))
    _move(match, MatchState.COMPLETED if match.result_kind else MatchState.PENDING_RESULT)
    audit.log(by=by, action="match.released", subject=match, after={"state": match.state})
    return match


def _claims(match: Match, *states: ClaimState) -> QuerySet[ScoreClaim]:
    """Return what was said of the sides of now: a correction may have brought others here."""
    return match.claims.filter(state__in=states, pairing=list(results.occupants(match)))


def _verdict(match: Match, claim: ScoreClaim, raiser_side: int | None) -> ClaimState:
    """Return what becomes of a claim when nothing is decided about the match itself."""
    if match.result_kind:
        said = results.columns(results.from_plain(claim.result), results.occupants(match))
        return ClaimState.CONFIRMED if said == columns_of(match) else ClaimState.REJECTED
    return ClaimState.REJECTED if claim.side == raiser_side else ClaimState.PENDING


def _close(claim: ScoreClaim, state: ClaimState) -> None:
    check_transition(CLAIM_TRANSITIONS, claim.state, state)
    claim.state = state
    claim.save(update_fields=["state"])


def _move(match: Match, target: MatchState) -> None:
    check_transition(TRANSITIONS, match.state, target)
    match.state = target
    match.version += 1
    match.save()
