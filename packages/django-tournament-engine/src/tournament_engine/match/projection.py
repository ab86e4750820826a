"""The rows of matches and sides, written whenever their stage changes.

They mirror the stage and decide nothing. `bracket` calls this inside the transaction of
every change, with the tournament and the bracket locked.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import F, QuerySet, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore import Match as Fixture
from bracketcore import Stage
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.match import outcomes, results
from tournament_engine.match.attendance import closes_at_of, first_state
from tournament_engine.match.lifecycle import (
    BEGUN,
    CLAIM_TRANSITIONS,
    CLAIMED,
    TRANSITIONS,
    UNRESOLVED,
    ClaimState,
    MatchState,
)
from tournament_engine.match.mirror import MatchView, SideView, feeder_of, mirrored, seen
from tournament_engine.match.models import Match, MatchSide, ScoreClaim
from tournament_engine.rows import update_rows
from tournament_engine.transitions import check_transition

__all__ = ["changed", "discarded", "generated", "open_matches", "published"]

_S = MatchState

# A new stage is played once it is published and the tournament is live.
_FIRST = {"waiting": _S.WAITING, "skipped": _S.SKIPPED, "ready": _S.SCHEDULED}
_LIVE = frozenset({TournamentState.LIVE, TournamentState.COMPLETED})
_BEFORE = frozenset({_S.WAITING, _S.SCHEDULED, _S.SKIPPED})
_SETTLED = {"waiting": _S.WAITING, "skipped": _S.SKIPPED, "played": _S.COMPLETED}

_MATCH_COLUMNS = (
    "best_of",
    "state",
    "result_kind",
    "games",
    "shootout",
    "check_in_closes_at",
    "result_version",
    "completed_at",
    "version",
    "updated_at",
)
_SIDE_COLUMNS = ("entrant", "is_bye", "is_winner", "score", "place", "points")


@dataclass(frozen=True)
class _Pair:
    """The rows of a match, what they said, and what the stage says of it now."""

    match: Match
    sides: Sequence[MatchSide]
    told: MatchView
    view: MatchView

    @property
    def is_stale(self) -> bool:
        return self.told != self.view

    @property
    def is_moved(self) -> bool:
        """Whether somebody else sits on a side."""
        return any(old.entrant != new.entrant for _side, old, new in self.seats())

    @property
    def has_new_result(self) -> bool:
        return outcomes.result_of(self.told) != outcomes.result_of(self.view)

    @property
    def is_walked_over(self) -> bool:
        """Whether nobody has to play it any more, because others have left."""
        is_given = self.view.phase == "played" and self.match.result_version is None
        return is_given and self.told.phase != "played"

    @property
    def has_other_sides(self) -> bool:
        """Whether those who were to meet are to meet others."""
        return self.told.phase == self.view.phase == "ready" and self.is_moved

    @property
    def is_paired_now(self) -> bool:
        """Whether who meets here was open and is not any more."""
        return self.told.phase == "waiting" != self.view.phase

    @property
    def met(self) -> frozenset[int | None]:
        """Who sat on a side before."""
        return frozenset(side.entrant for side in self.told.sides)

    def seats(self) -> Iterator[tuple[MatchSide, SideView, SideView]]:
        """Yield each side with what it said and what it is to say."""
        return zip(self.sides, self.told.sides, self.view.sides, strict=True)


def generated(bracket: Bracket, stage: Stage) -> None:
    """Write every match of a stage and its sides: two statements, whatever its size."""
    views = [seen(stage, fixture.id) for fixture in stage.matches]
    matches = Match.objects.bulk_create(
        _new_match(bracket, stage, position, fixture, view)
        for position, (fixture, view) in enumerate(zip(stage.matches, views, strict=True))
    )
    MatchSide.objects.bulk_create(
        side
        for match, fixture, view in zip(matches, stage.matches, views, strict=True)
        for side in _new_sides(match, fixture, view)
    )


def _new_match(
    bracket: Bracket, stage: Stage, position: int, fixture: Fixture, view: MatchView
) -> Match:
    return Match(
        tournament=bracket.tournament,
        bracket=bracket,
        code=fixture.id,
        position=position,
        part=fixture.bracket,
        round=fixture.round,
        best_of=stage.best_of(fixture.id),
        decisive=fixture.decisive,
        state=_FIRST[view.phase],
    )


def _new_sides(match: Match, fixture: Fixture, view: MatchView) -> Iterator[MatchSide]:
    for number, (slot, occupant) in enumerate(zip(fixture.slots, view.sides, strict=True)):
        side = MatchSide(match=match, side=number, **feeder_of(slot))
        _seat(side, occupant)
        yield side


def published(bracket: Bracket, stage: Stage) -> None:
    """Let the matches of a stage be played, if the tournament is live already."""
    outcomes.announce_rounds(bracket, stage, stage.matches)
    if bracket.tournament.state == TournamentState.LIVE:
        open_matches(bracket.tournament, Match.objects.filter(bracket=bracket))


def open_matches(tournament: Tournament, matches: QuerySet[Match]) -> None:
    """Let the matches be played whose sides are known: the start or the draw told everybody.

    One with a time for which the sides check in waits for its window.
    """
    ready = matches.filter(state=_S.SCHEDULED)
    if tournament.match_check_in_minutes:
        ready = ready.filter(scheduled_at=None)
    ready.update(state=_S.READY, version=F("version") + 1, updated_at=timezone.now())


def discarded(bracket: Bracket) -> None:
    """Remove the matches of a stage, unless somebody has begun to play one."""
    begun = bracket.matches.filter(state__in=BEGUN).first()
    if begun is not None:
        message = _("Match %(match)s has begun: the stage cannot be drawn again.")
        raise Conflict(message % {"match": begun.code}, code="play_has_begun")
    try:
        bracket.matches.all().delete()
    except RestrictedError as error:
        message = _("A dispute about these matches was decided: they stay as they are drawn.")
        raise Conflict(message, code="play_has_begun") from error


def changed(bracket: Bracket, stage: Stage, match_ids: Collection[str], reason: str) -> None:
    """Write the rows that an event changed, and no other."""
    stale = [pair for pair in _pairs(bracket, stage, match_ids) if pair.is_stale]
    for pair in stale:
        _require_free(pair)
    claimed = [pair.match for pair in stale if pair.match.state in CLAIMED]
    before = [(pair.match.state, pair.match.result_version) for pair in stale]
    moved = [pair for pair in stale if pair.has_other_sides]
    for pair in stale:
        _update(pair, bracket.tournament, is_recorded=stage.state(pair.match.code) == "played")
    other = {pair.match.pk for pair in stale if pair.is_walked_over or pair in moved}
    _free_seats(stale)
    sides = [side for pair in stale for side in _reseated(pair)]
    update_rows([pair.match for pair in stale], _MATCH_COLUMNS)
    update_rows(sides, _SIDE_COLUMNS)
    if claimed:
        _settle_claims(stage, claimed)
    for pair, was in zip(stale, before, strict=True):
        outcomes.announce(bracket, pair.match, pair.view, before=was, reason=reason)
        if pair.match.pk in other:
            outcomes.announce_sides(bracket, pair.match, pair.view, reason=reason)
    paired = {pair.match.code for pair in stale if pair.is_paired_now}
    outcomes.announce_rounds(bracket, stage, [row for row in stage.matches if row.id in paired])


def _pairs(bracket: Bracket, stage: Stage, match_ids: Collection[str]) -> Iterator[_Pair]:
    sides = (
        MatchSide.objects.filter(match__bracket=bracket, match__code__in=match_ids)
        .select_related("match")
        .order_by("match__position", "side")
    )
    for _position, group in groupby(sides, key=lambda side: side.match.position):
        rows = list(group)
        match = rows[0].match
        yield _Pair(match, rows, mirrored(match, rows), seen(stage, match.code))


def _require_free(pair: _Pair) -> None:
    """Refuse to touch what is under way: a contested match, its result, the games of one begun."""
    if pair.told.best_of != pair.view.best_of and pair.match.state in BEGUN:
        message = _("Match %(match)s has begun: the games of its round stay as they are.")
        raise Conflict(message % {"match": pair.match.code}, code="round_begun")
    if not pair.match.is_held:
        return
    if pair.match.state == _S.DISPUTED or pair.has_new_result:
        message = _("Match %(match)s waits for the decision of a dispute: that comes first.")
        raise Conflict(message % {"match": pair.match.code}, code="match_held")


def _update(pair: _Pair, tournament: Tournament, *, is_recorded: bool) -> None:
    """Bring the row of a match up to date, its sides apart."""
    match, view = pair.match, pair.view
    now = timezone.now()
    _move(match, _target(pair, tournament, now))
    is_open = match.state == _S.CHECK_IN
    match.check_in_closes_at = closes_at_of(match, tournament, now) if is_open else None
    match.version += 1
    match.updated_at = now
    match.best_of = view.best_of
    match.result_kind, match.games, match.shootout = view.kind, view.games, view.shootout
    match.completed_at = (match.completed_at or now) if view.phase == "played" else None
    # What a withdrawal gives is no result that anybody counts: nobody played.
    if not is_recorded:
        match.result_version = None
    elif match.result_version is None or pair.has_new_result:
        match.result_version = match.version


def _target(pair: _Pair, tournament: Tournament, now: datetime) -> MatchState:
    match, view = pair.match, pair.view
    if view.phase == "played" and match.state == _S.DISPUTED and not pair.has_new_result:
        return _S.DISPUTED
    if view.phase != "ready":
        return _SETTLED[view.phase]
    if tournament.state not in _LIVE:
        return _S.SCHEDULED
    if pair.is_moved or match.state in _BEFORE:
        return first_state(match, tournament, now)
    # A result that was taken back leaves its sides where they are: there, and to play again.
    return _S.READY if match.result_kind else _S(match.state)


def _move(match: Match, target: MatchState) -> None:
    """Follow the life cycle; what the sides have to be known for passes through SCHEDULED."""
    if match.state != target and target not in TRANSITIONS[MatchState(match.state)]:
        check_transition(TRANSITIONS, match.state, _S.SCHEDULED)
        check_transition(TRANSITIONS, _S.SCHEDULED, target)
    match.state = target


def _free_seats(pairs: Sequence[_Pair]) -> None:
    """Let nobody sit where two change sides of one match: each is there once at any moment."""
    trading = [
        side.pk
        for pair in pairs
        for side, old, new in pair.seats()
        if new.entrant is not None and new.entrant != old.entrant and new.entrant in pair.met
    ]
    if trading:
        MatchSide.objects.filter(pk__in=trading).update(
            entrant=None, is_winner=False, place=None, points=None
        )


def _reseated(pair: _Pair) -> Iterator[MatchSide]:
    """Bring the sides of a match up to date; yield those that changed."""
    for side, old, new in pair.seats():
        if old != new:
            _seat(side, new)
            yield side


def _seat(side: MatchSide, occupant: SideView) -> None:
    side.entrant_id = occupant.entrant
    side.is_bye = occupant.is_bye
    side.is_winner = occupant.is_winner
    side.score = occupant.score
    side.place = occupant.place
    side.points = occupant.points


def _settle_claims(stage: Stage, matches: Sequence[Match]) -> None:
    """Close what the sides claimed: the official result confirms it or takes its place."""
    claims = list(
        ScoreClaim.objects.filter(match__in=matches, state__in=UNRESOLVED).select_related("match")
    )
    for claim in claims:
        outcome = _outcome(claim, stage)
        check_transition(CLAIM_TRANSITIONS, claim.state, outcome)
        claim.state = outcome
    update_rows(claims, ["state"])


def _outcome(claim: ScoreClaim, stage: Stage) -> ClaimState:
    if results.from_plain(claim.result) == stage.result(claim.match.code):
        return ClaimState.CONFIRMED
    return ClaimState.REJECTED if claim.state == ClaimState.DISPUTED else ClaimState.SUPERSEDED
