"""Everything that can happen to a match. Nothing else writes to its tables.

What a result does to the rows of matches, sides and claims follows from the stage: see
`projection.py`. Every act holds the tournament's row, then the bracket's, then the match's.
"""

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore import Forfeit
from bracketcore.results import Result
from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import services as brackets
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion
from tournament_engine.events import Datum, News
from tournament_engine.locks import lock
from tournament_engine.match import cases, projection, results
from tournament_engine.match.lifecycle import (
    CLAIM_TRANSITIONS,
    REPORTABLE,
    SETTLED,
    TRANSITIONS,
    ClaimState,
    MatchState,
)
from tournament_engine.match.models import Match, ScoreClaim
from tournament_engine.match.permissions import CORRECT, MANAGE
from tournament_engine.match.queries import sides_of
from tournament_engine.match.services import contests
from tournament_engine.text import one_line
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "accept_score",
    "cancel_matches",
    "confirm_result",
    "decide_match",
    "forfeit_match",
    "open_matches",
    "override_result",
    "schedule_match",
    "start_match",
    "submit_score",
]

_LONGEST_REASON = 500
_LONGEST_STATION = 60


@transaction.atomic
def start_match(*, match: Match, by: User) -> Match:
    """Say that a match is being played: one of its sides does, or whoever runs it."""
    match = _lock(match)
    if not permissions.can(by, MANAGE, match):
        _require_side(by, match)
    contests.require_free(match)
    _move(match, MatchState.LIVE)
    _save(match)
    audit.log(by=by, action="match.started", subject=match)
    return match


@transaction.atomic
def schedule_match(
    *, match: Match, scheduled_at: datetime | None, station: str = "", by: User
) -> Match:
    """Say when and where a match is played, or that this is open again."""
    match = _lock(match)
    permissions.require(by, MANAGE, match)
    if match.state in SETTLED:
        raise Conflict(_("The match is over: it needs no time or place any more."))
    if scheduled_at is not None and timezone.is_naive(scheduled_at):
        raise InvalidInput(_("Say in which time zone this is."), field="scheduled_at")
    before = _logistics(match)
    match.scheduled_at = scheduled_at
    match.station = station and one_line(station, field="station", longest=_LONGEST_STATION)
    _save(match)
    audit.log(
        by=by, action="match.scheduled", subject=match, before=before, after=_logistics(match)
    )
    return match


def _logistics(match: Match) -> dict[str, str]:
    when = "" if match.scheduled_at is None else match.scheduled_at.isoformat()
    return {"scheduled_at": when, "station": match.station}


@transaction.atomic
def submit_score(
    *, match: Match, side: Literal[0, 1], result: Result, by: User, note: str = ""
) -> Match:
    """Say for one side how the match ended.

    The other side's equal claim makes it official; a different one leaves both for the
    organiser to decide. A second claim of the same side takes the place of its first.
    """
    match = _lock(match)
    _require_side(by, match, side)
    if match.state not in REPORTABLE:
        raise Conflict(_("The match takes no report: it is %s.") % match.get_state_display())
    contests.require_free(match)
    # Refused now, not when the other side accepts it.
    brackets.check_result(bracket=match.bracket, match_id=match.code, result=result)
    others = _take_claims(match, side)
    if others is not None and others.by_id == by.pk:
        raise NotAllowed(_("You reported for the other side: somebody else must confirm it."))
    claim = _claim(match, side, result, by, note)
    if match.state != MatchState.PENDING_RESULT:
        _move(match, MatchState.PENDING_RESULT)
    _save(match)
    if others is None:
        return match
    if others.result == claim.result:
        return _make_official(match, result, by, "match.confirmed")
    return _dispute(match, (others, claim), by)


def _claim(match: Match, side: int, result: Result, by: User, note: str) -> ScoreClaim:
    claim = ScoreClaim.objects.create(
        match=match,
        side=side,
        pairing=results.occupants(match),
        result=results.to_plain(result),
        note=note and one_line(note, field="note", longest=_LONGEST_REASON),
        by=by,
    )
    after = {"side": side, "result": claim.result}
    audit.log(by=by, action="match.reported", subject=match, after=after, reason=claim.note)
    _announce(events.result_reported, match, str(claim.pk))
    return claim


def _take_claims(match: Match, side: int) -> ScoreClaim | None:
    """Put the side's own earlier claim away; return that of the other side."""
    others = None
    for claim in match.claims.filter(state=ClaimState.PENDING):
        if claim.side == side:
            _close(claim, ClaimState.SUPERSEDED)
        else:
            others = claim
    return others


def _dispute(match: Match, claims: tuple[ScoreClaim, ...], by: User) -> Match:
    """The sides contradict each other: only a decision ends this."""
    _move(match, MatchState.DISPUTED)
    _save(match)
    for claim in claims:
        _close(claim, ClaimState.DISPUTED)
    cases.contradicted(match, side=claims[-1].side, by=by)
    audit.log(by=by, action="match.disputed", subject=match)
    _announce(events.result_disputed, match, str(match.version))
    return match


@transaction.atomic
def accept_score(*, match: Match, by: User) -> Match:
    """Agree, for the other side, to the score that one side claims."""
    match = _lock(match)
    claim = match.claims.filter(state=ClaimState.PENDING).first()
    if claim is None:
        raise Conflict(_("No score waits to be accepted here: look at the match again."))
    _require_side(by, match, 1 - claim.side)
    if claim.by_id == by.pk:
        raise NotAllowed(_("You reported this score: somebody else must confirm it."))
    contests.require_free(match)
    return _make_official(match, results.from_plain(claim.result), by, "match.confirmed")


@transaction.atomic
def confirm_result(*, match: Match, result: Result, by: User) -> Match:
    """Make a result official without waiting for the sides, and let the stage go on."""
    permissions.require(by, MANAGE, match)
    return _make_official(match, result, by, "match.confirmed")


@transaction.atomic
def override_result(
    *,
    match: Match,
    result: Result,
    by: User,
    reason: str = "",
    cascade: bool = False,
    version: int | None = None,
) -> Match:
    """Decide a match, or correct its result, as whoever runs the tournament.

    A correction needs a reason. Where later results depend on it they are named and
    nothing is done, unless `cascade` clears them. `version` is that of the match as it
    was read.
    """
    match = _lock(match)
    is_over = match.state == MatchState.COMPLETED
    permissions.require(by, CORRECT if is_over else MANAGE, match)
    if version is not None and version != match.version:
        message = _("Somebody else changed the match meanwhile: look at it and try again.")
        raise StaleVersion(message)
    return _decide(match, result, by, reason=reason, cascade=cascade)


@transaction.atomic
def forfeit_match(*, match: Match, loser_side: Literal[0, 1], by: User, reason: str) -> Match:
    """Let a side lose by its act or by decision."""
    match = _lock(match)
    permissions.require(by, MANAGE, match)
    loser = results.occupants(match)[loser_side]
    reason = _checked_reason(reason)
    return _make_official(match, Forfeit(loser), by, "match.forfeited", reason=reason)


def open_matches(tournament: Tournament, _by: User | None) -> None:
    """The tournament is live: the matches of its published stages can be played."""
    projection.open_matches(tournament, Match.objects.filter(tournament=tournament).public())


def cancel_matches(tournament: Tournament, _by: User | None) -> None:
    """The tournament is called off: nothing that is left is played."""
    Match.objects.filter(tournament=tournament).unsettled().update(
        state=MatchState.CANCELLED, version=F("version") + 1, updated_at=timezone.now()
    )


def _lock(match: Match) -> Match:
    bracket = brackets.lock(match.bracket)
    lock(match)
    match.bracket, match.tournament = bracket, bracket.tournament
    return match


def _refresh(match: Match) -> None:
    """Read what the stage made of the match; its bracket is locked and up to date."""
    bracket = match.bracket
    match.refresh_from_db()
    match.bracket, match.tournament = bracket, bracket.tournament


def _require_side(by: User, match: Match, side: int | None = None) -> None:
    mine = sides_of(by, match)
    if not mine or (side is not None and side not in mine):
        raise NotAllowed(_("You do not act for this side of the match."))


@transaction.atomic
def decide_match(
    *, match: Match, result: Result, by: User, reason: str, cascade: bool = False
) -> Match:
    """Give a contested match its official result; whoever calls this asked who may."""
    return _decide(_lock(match), result, by, reason=reason, cascade=cascade)


def _decide(match: Match, result: Result, by: User, *, reason: str, cascade: bool) -> Match:
    if match.result_kind:
        return _correct(match, result, by, reason=reason, cascade=cascade)
    return _make_official(match, result, by, "match.overridden", reason=reason)


def _make_official(
    match: Match, result: Result, by: User, action: str, *, reason: str = ""
) -> Match:
    if match.state == MatchState.DISPUTED:
        cases.settled(match, result=result, by=by, reason=reason)
    brackets.record_result(
        bracket=match.bracket, match_id=match.code, result=result, by=by, reason=reason
    )
    _refresh(match)
    after = results.to_plain(result)
    audit.log(by=by, action=action, subject=match, after=after, reason=reason)
    return match


def _correct(match: Match, result: Result, by: User, *, reason: str, cascade: bool) -> Match:
    reason = _checked_reason(reason)
    if match.state == MatchState.DISPUTED:
        cases.settled(match, result=result, by=by, reason=reason)
    before = {"kind": match.result_kind, "games": match.games, "shootout": match.shootout}
    changed = brackets.correct_result(
        bracket=match.bracket,
        match_id=match.code,
        result=result,
        cascade=cascade,
        by=by,
        reason=reason,
    )
    _refresh(match)
    if match.state == MatchState.DISPUTED:
        # The same result again is no change, and ends the contest all the same.
        contests.release_match(match=match, by=by)
    after = {"result": results.to_plain(result), "changed": list(changed)}
    audit.log(
        by=by, action="match.corrected", subject=match, before=before, after=after, reason=reason
    )
    return match


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(_("Say why: both sides will read it."), field="reason")
    return one_line(reason, field="reason", longest=_LONGEST_REASON)


def _close(claim: ScoreClaim, state: ClaimState) -> None:
    check_transition(CLAIM_TRANSITIONS, claim.state, state)
    claim.state = state
    claim.save(update_fields=["state"])


def _move(match: Match, target: MatchState) -> None:
    check_transition(TRANSITIONS, match.state, target)
    match.state = target


def _save(match: Match) -> None:
    match.version += 1
    match.save()


def _announce(news: News, match: Match, what: str, **more: Datum) -> None:
    events.announce(
        news,
        key=f"{match.pk}:{what}",
        tournament=match.tournament_id,
        stage=match.bracket.stage_id,
        match=match.pk,
        **more,
    )
