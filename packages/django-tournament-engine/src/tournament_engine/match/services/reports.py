"""What the sides say of a match: their scores, equal, contradicting, or unanswered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore.results import Placement, Result
from tournament_engine import events, jobs
from tournament_engine.audit import services as audit
from tournament_engine.bracket import services as brackets
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.links import checked_link
from tournament_engine.match import cases, heats, results
from tournament_engine.match.lifecycle import REPORTABLE, ClaimState, MatchState
from tournament_engine.match.models import Match, ScoreClaim
from tournament_engine.match.queries import sides_of
from tournament_engine.match.scores import check_score
from tournament_engine.match.services.contests import lock_match, require_free
from tournament_engine.match.services.steps import (
    LONGEST_REASON,
    announce,
    close,
    make_official,
    move,
    require_side,
    save,
)
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = ["accept_score", "auto_confirm_due", "claim_contested", "submit_score"]


@transaction.atomic
def submit_score(
    *,
    match: Match,
    side: int,
    result: Result,
    by: User,
    note: str = "",
    evidence_url: str = "",
) -> Match:
    """Say for one side how the match ended.

    Equal claims of all sides make it official; a different one leaves it to be decided. A
    second claim of the same side takes the place of its first. Who does not answer a claim
    within the tournament's minutes agrees to it.
    """
    match = lock_match(match)
    require_side(by, match, side)
    if match.state not in REPORTABLE:
        raise Conflict(_("The match takes no report: it is %s.") % match.get_state_display())
    require_free(match)
    # Refused now, not when the other side accepts it.
    brackets.check_result(bracket=match.bracket, match_id=match.code, result=result)
    check_score(match, result)
    heats.check_forfeits(match, result)
    if side in heats.forfeited(match):
        raise NotAllowed(_("You are out of this heat: the others say how it ended."))
    others = _take_claims(match, side)
    if any(other.by_id == by.pk for other in others):
        raise NotAllowed(_("You reported for the other side: somebody else must confirm it."))
    claim = _claim(match, side, result, by, note=note, evidence_url=evidence_url)
    if match.state != MatchState.PENDING_RESULT:
        move(match, MatchState.PENDING_RESULT)
    save(match)
    if any(other.result != claim.result for other in others):
        return _dispute(match, (*others, claim), by)
    return _agree(match, result, [*others, claim], by)


@transaction.atomic
def claim_contested(*, match: Match, side: int, result: Result, by: User) -> ScoreClaim:
    """Put on record what a side says of a match that it contests: the decision may uphold it."""
    match = lock_match(match)
    require_side(by, match, side)
    if match.state != MatchState.DISPUTED:
        raise Conflict(_("Nobody contests this match: report its score instead."))
    brackets.check_result(bracket=match.bracket, match_id=match.code, result=result)
    claim = ScoreClaim.objects.create(
        match=match,
        side=side,
        state=ClaimState.DISPUTED,
        pairing=results.occupants(match),
        result=results.to_plain(result),
        by=by,
    )
    after = {"side": side, "result": claim.result}
    audit.log(by=by, action="match.claimed", subject=match, after=after)
    return claim


@transaction.atomic
def accept_score(*, match: Match, by: User) -> Match:
    """Agree, for a side that has said nothing yet, to the score that another claims."""
    match = lock_match(match)
    claims = list(match.claims.filter(state=ClaimState.PENDING))
    if not claims:
        raise Conflict(_("No score waits to be accepted here: look at the match again."))
    claimed = {claim.side for claim in claims}
    mine = sides_of(by, match) - claimed
    if not mine:
        raise NotAllowed(_("You do not act for this side of the match."))
    if any(claim.by_id == by.pk for claim in claims):
        raise NotAllowed(_("You reported this score: somebody else must confirm it."))
    require_free(match)
    result = results.from_plain(claims[0].result)
    if not _missing(match, result, claimed | {min(mine)}):
        return make_official(match, result, by, "match.confirmed")
    _claim(match, min(mine), result, by)
    save(match)
    return match


def auto_confirm_due(now: datetime) -> int:
    """Let silence confirm the scores that nobody answered in time; return how many."""
    due = ScoreClaim.objects.filter(
        state=ClaimState.PENDING,
        auto_confirm_at__lte=now,
        match__state=MatchState.PENDING_RESULT,
        match__is_held=False,
    ).select_related("match__tournament", "match__bracket")
    return jobs.each(due, _confirm_by_silence, of=("match__tournament",))


def _confirm_by_silence(claim: ScoreClaim) -> None:
    match = lock_match(claim.match)
    for pending in match.claims.filter(state=ClaimState.PENDING):
        close(pending, ClaimState.AUTO_CONFIRMED)
    make_official(match, results.from_plain(claim.result), None, "match.auto_confirmed")


def _take_claims(match: Match, side: int) -> list[ScoreClaim]:
    """Put the side's own earlier claim away; return those of the others."""
    others: list[ScoreClaim] = []
    for claim in match.claims.filter(state=ClaimState.PENDING):
        if claim.side == side:
            close(claim, ClaimState.SUPERSEDED)
        else:
            others.append(claim)
    return others


def _claim(
    match: Match, side: int, result: Result, by: User, *, note: str = "", evidence_url: str = ""
) -> ScoreClaim:
    minutes = match.tournament.auto_confirm_minutes
    claim = ScoreClaim.objects.create(
        match=match,
        side=side,
        pairing=results.occupants(match),
        result=results.to_plain(result),
        note=note and sentence(note, field="note", longest=LONGEST_REASON),
        evidence_url=evidence_url and checked_link(evidence_url, field="evidence_url"),
        auto_confirm_at=timezone.now() + timedelta(minutes=minutes) if minutes else None,
        by=by,
    )
    after = {"side": side, "result": claim.result}
    audit.log(by=by, action="match.reported", subject=match, after=after, reason=claim.note)
    announce(events.result_reported, match, str(claim.pk))
    return claim


def _agree(match: Match, result: Result, claims: Sequence[ScoreClaim], by: User) -> Match:
    """Make it official once every side has said the same."""
    if _missing(match, result, {claim.side for claim in claims}):
        return match
    return make_official(match, result, by, "match.confirmed")


def _missing(match: Match, result: Result, claimed: set[int]) -> set[int]:
    """Return the sides whose word is still missing; who is not in a heat's order says nothing."""
    concerned = result.order if isinstance(result, Placement) else results.occupants(match)
    sides = {side for side, one in enumerate(results.occupants(match)) if one in concerned}
    return sides - claimed


def _dispute(match: Match, claims: Sequence[ScoreClaim], by: User) -> Match:
    """The sides contradict each other: only a decision ends this."""
    move(match, MatchState.DISPUTED)
    save(match)
    for claim in claims:
        close(claim, ClaimState.DISPUTED)
    cases.contradicted(match, side=claims[-1].side, by=by)
    audit.log(by=by, action="match.disputed", subject=match)
    announce(events.result_disputed, match, str(match.version))
    return match
