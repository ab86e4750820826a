"""The rows of matches and sides, written whenever their stage changes.

They mirror the stage and decide nothing. `bracket` calls this inside the transaction of
every change, with the tournament and the bracket locked.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, QuerySet, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore import Match as Fixture
from bracketcore import Stage
from tournament_engine import events
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.errors import Conflict
from tournament_engine.match import results
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
from tournament_engine.transitions import check_transition

__all__ = ["changed", "discarded", "generated", "open_matches", "published"]

_S = MatchState

# A new stage is played once it is published and the tournament is live.
_FIRST = {"waiting": _S.WAITING, "skipped": _S.SKIPPED, "ready": _S.SCHEDULED}
_SETTLED = {"waiting": _S.WAITING, "skipped": _S.SKIPPED, "played": _S.COMPLETED}

_MATCH_COLUMNS = (
    "state",
    "result_kind",
    "games",
    "shootout",
    "completed_at",
    "version",
    "updated_at",
)
_SIDE_COLUMNS = ("entrant", "is_bye", "is_winner", "score")


@dataclass(frozen=True)
class _Pair:
    """The rows of a match beside what the stage says of it now."""

    match: Match
    sides: Sequence[MatchSide]
    view: MatchView

    @property
    def is_stale(self) -> bool:
        return mirrored(self.match, self.sides) != self.view

    @property
    def has_another_result(self) -> bool:
        before = mirrored(self.match, self.sides)
        return _result_of(before) != _result_of(self.view)


def _result_of(view: MatchView) -> tuple[object, ...]:
    winners = [side.entrant for side in view.sides if side.is_winner]
    return view.kind, view.games, view.shootout, winners


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


def published(bracket: Bracket, _stage: Stage) -> None:
    """Let the matches of a stage be played, if the tournament is live already."""
    if bracket.tournament.state == TournamentState.LIVE:
        open_matches(Match.objects.filter(bracket=bracket))


def open_matches(matches: QuerySet[Match]) -> None:
    """Make the matches ready whose sides are known: the start or the draw told everybody."""
    matches.filter(state=_S.SCHEDULED).update(
        state=_S.READY, version=F("version") + 1, updated_at=timezone.now()
    )


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


def changed(bracket: Bracket, stage: Stage, match_ids: Collection[str]) -> None:
    """Write the rows that an event changed, and no other."""
    stale = [pair for pair in _pairs(bracket, stage, match_ids) if pair.is_stale]
    for pair in stale:
        _require_free(pair)
    claimed = [pair.match for pair in stale if pair.match.state in CLAIMED]
    is_live = bracket.tournament.state in {TournamentState.LIVE, TournamentState.COMPLETED}
    made_ready = [pair.match for pair in stale if _update(pair, is_live=is_live)]
    sides = [side for pair in stale for side in _reseated(pair)]
    Match.objects.bulk_update([pair.match for pair in stale], _MATCH_COLUMNS)
    MatchSide.objects.bulk_update(sides, _SIDE_COLUMNS)
    if claimed:
        _settle_claims(stage, claimed)
    for match in made_ready:
        _announce_ready(bracket, match)


def _pairs(bracket: Bracket, stage: Stage, match_ids: Collection[str]) -> Iterator[_Pair]:
    sides = (
        MatchSide.objects.filter(match__bracket=bracket, match__code__in=match_ids)
        .select_related("match")
        .order_by("match__position", "side")
    )
    for _position, group in groupby(sides, key=lambda side: side.match.position):
        rows = list(group)
        match = rows[0].match
        yield _Pair(match, rows, seen(stage, match.code))


def _require_free(pair: _Pair) -> None:
    """Refuse to touch a contested match, and to change a result that waits for the decision."""
    if not pair.match.is_held:
        return
    if pair.match.state == _S.DISPUTED or pair.has_another_result:
        message = _("Match %(match)s waits for the decision of a dispute: that comes first.")
        raise Conflict(message % {"match": pair.match.code}, code="match_held")


def _update(pair: _Pair, *, is_live: bool) -> bool:
    """Bring the row of a match up to date; return whether it became ready by that."""
    match, view = pair.match, pair.view
    before = match.state
    moved = any(
        side.entrant_id != occupant.entrant
        for side, occupant in zip(pair.sides, view.sides, strict=True)
    )
    _move(match, _target(match, view, moved=moved, is_live=is_live))
    now = timezone.now()
    match.result_kind, match.games, match.shootout = view.kind, view.games, view.shootout
    match.completed_at = (match.completed_at or now) if view.phase == "played" else None
    match.version += 1
    match.updated_at = now
    return match.state == _S.READY and before != _S.READY


def _target(match: Match, view: MatchView, *, moved: bool, is_live: bool) -> MatchState:
    if view.phase != "ready":
        return _SETTLED[view.phase]
    if match.state in BEGUN and not moved and not match.result_kind:
        return MatchState(match.state)
    return _S.READY if is_live else _S.SCHEDULED


def _move(match: Match, target: MatchState) -> None:
    """Follow the life cycle; what the sides have to be known for passes through SCHEDULED."""
    if match.state != target and target not in TRANSITIONS[MatchState(match.state)]:
        check_transition(TRANSITIONS, match.state, _S.SCHEDULED)
        check_transition(TRANSITIONS, _S.SCHEDULED, target)
    match.state = target


def _reseated(pair: _Pair) -> Iterator[MatchSide]:
    """Bring the sides of a match up to date; yield those that changed."""
    before = mirrored(pair.match, pair.sides).sides
    for side, old, new in zip(pair.sides, before, pair.view.sides, strict=True):
        if old != new:
            _seat(side, new)
            yield side


def _seat(side: MatchSide, occupant: SideView) -> None:
    side.entrant_id = occupant.entrant
    side.is_bye = occupant.is_bye
    side.is_winner = occupant.is_winner
    side.score = occupant.score


def _settle_claims(stage: Stage, matches: Sequence[Match]) -> None:
    """Close what the sides claimed: the official result confirms it or takes its place."""
    claims = list(
        ScoreClaim.objects.filter(match__in=matches, state__in=UNRESOLVED).select_related("match")
    )
    for claim in claims:
        outcome = _outcome(claim, stage)
        check_transition(CLAIM_TRANSITIONS, claim.state, outcome)
        claim.state = outcome
    ScoreClaim.objects.bulk_update(claims, ["state"])


def _outcome(claim: ScoreClaim, stage: Stage) -> ClaimState:
    if results.from_plain(claim.result) == stage.result(claim.match.code):
        return ClaimState.CONFIRMED
    return ClaimState.REJECTED if claim.state == ClaimState.DISPUTED else ClaimState.SUPERSEDED


def _announce_ready(bracket: Bracket, match: Match) -> None:
    events.announce(
        events.match_ready,
        key=f"{match.pk}:{match.version}",
        tournament=bracket.tournament_id,
        stage=bracket.stage_id,
        match=match.pk,
    )
