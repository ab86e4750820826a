"""A result that somebody contests: frozen, and later let go again or played once more.

Whoever decides the contest calls these, and asks first who may.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events
from tournament_engine.audit import services as audit
from tournament_engine.bracket import services as brackets
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, IllegalTransition
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

__all__ = [
    "contest_result",
    "hold_matches",
    "lock_match",
    "release_match",
    "replay_match",
    "require_free",
]

#: The claims that a contest is about.
_CONTESTABLE = frozenset({ClaimState.PENDING, ClaimState.CONFIRMED, ClaimState.AUTO_CONFIRMED})


def lock_match(match: Match) -> Match:
    """Lock the tournament, the bracket and then the match, and bring all up to date."""
    bracket = brackets.lock(match.bracket)
    lock(match)
    match.bracket, match.tournament = bracket, bracket.tournament
    return match


def require_free(match: Match) -> None:
    """Raise Conflict while a match waits for a decision, its own or one that it depends on."""
    if match.is_held:
        message = _("This match waits for the decision of a dispute: that comes first.")
        raise Conflict(message, code="match_held")


@transaction.atomic
def hold_matches(*, tournament: Tournament, held: Collection[int]) -> None:
    """Let these matches, and no others of the tournament, take no result."""
    lock(tournament)
    rows = Match.objects.filter(tournament=tournament)
    news = {"version": F("version") + 1, "updated_at": timezone.now()}
    rows.filter(is_held=True).exclude(pk__in=held).update(is_held=False, **news)
    rows.filter(is_held=False, pk__in=held).update(is_held=True, **news)


@transaction.atomic
def contest_result(*, match: Match, by: User | None) -> Match:
    """Freeze the result of a match, or the score that one side claims; or that it is replayed."""
    match = lock_match(match)
    check_transition(TRANSITIONS, match.state, MatchState.DISPUTED)
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
def release_match(*, match: Match, by: User | None, raiser_side: int | None = None) -> Match:
    """Let a contested match be as it was: its result counts, or a claim waits for its answer.

    Without a result the claim of the side that contested it falls, and the other's stands.
    """
    match = lock_match(match)
    if match.state != MatchState.DISPUTED:
        return match
    for claim in _claims(match, ClaimState.DISPUTED):
        _close(claim, _verdict(match, claim, raiser_side))
    _move(match, _state_of(match))
    audit.log(by=by, action="match.released", subject=match, after={"state": match.state})
    return match


@transaction.atomic
def replay_match(*, match: Match, by: User, cascade: bool = False) -> Match:
    """Let a contested match be played again: its result is taken back, no claim counts.

    Later results that depend on it are cleared with `cascade`, or stop it.
    """
    match = lock_match(match)
    if match.result_kind:
        brackets.reopen_result(bracket=match.bracket, match_id=match.code, cascade=cascade, by=by)
        _read_again(match)
    else:
        for claim in _claims(match, ClaimState.DISPUTED):
            _close(claim, ClaimState.REJECTED)
        if match.state == MatchState.DISPUTED:
            _move(match, MatchState.READY)
    if match.state != MatchState.READY:
        raise IllegalTransition(_("This match cannot be played again: give it a result."))
    audit.log(by=by, action="match.replay_ordered", subject=match)
    return match


def _claims(match: Match, *states: ClaimState) -> QuerySet[ScoreClaim]:
    """Return what was said of the sides of now: a correction may have brought others here."""
    return match.claims.filter(state__in=states, pairing=list(results.occupants(match)))


def _state_of(match: Match) -> MatchState:
    if match.result_kind:
        return MatchState.COMPLETED
    waits = _claims(match, ClaimState.PENDING).exists()
    return MatchState.PENDING_RESULT if waits else MatchState.READY


def _verdict(match: Match, claim: ScoreClaim, raiser_side: int | None) -> ClaimState:
    """Return what becomes of a claim when nothing is decided about the match itself."""
    if match.result_kind:
        said = results.columns(results.from_plain(claim.result), results.occupants(match))
        return ClaimState.CONFIRMED if said == columns_of(match) else ClaimState.REJECTED
    return ClaimState.REJECTED if claim.side == raiser_side else ClaimState.PENDING


def _read_again(match: Match) -> None:
    bracket = match.bracket
    match.refresh_from_db()
    match.bracket, match.tournament = bracket, bracket.tournament


def _close(claim: ScoreClaim, state: ClaimState) -> None:
    check_transition(CLAIM_TRANSITIONS, claim.state, state)
    claim.state = state
    claim.save(update_fields=["state"])


def _move(match: Match, target: MatchState) -> None:
    check_transition(TRANSITIONS, match.state, target)
    match.state = target
    match.version += 1
    match.save()
