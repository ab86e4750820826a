"""Official words: a result, a forfeit, a correction, a match played again, an event undone."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from bracketcore import DoubleForfeit, Forfeit, Walkover, notation
from bracketcore.results import Result
from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.match import cases, heats, results
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match
from tournament_engine.match.permissions import CORRECT, MANAGE
from tournament_engine.match.scores import check_score
from tournament_engine.match.services.contests import lock_match, release_match
from tournament_engine.match.services.forfeits import forfeit_heat
from tournament_engine.match.services.steps import (
    check_version,
    checked_reason,
    make_official,
    read_again,
)
from tournament_engine.users import User

__all__ = [
    "award_walkover",
    "confirm_result",
    "decide_match",
    "forfeit_match",
    "override_result",
    "reopen_match",
    "undo_last",
]


@transaction.atomic
def confirm_result(*, match: Match, result: Result, by: User) -> Match:
    """Make a result official without waiting for the sides, and let the stage go on."""
    permissions.require(by, MANAGE, match)
    check_score(match, result)
    return make_official(match, result, by, "match.confirmed")


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
    match = lock_match(match)
    is_over = match.state == MatchState.COMPLETED
    permissions.require(by, CORRECT if is_over else MANAGE, match)
    check_version(match, version)
    return _decide(match, result, by, reason=reason, cascade=cascade)


@transaction.atomic
def decide_match(
    *, match: Match, result: Result, by: User, reason: str, cascade: bool = False
) -> Match:
    """Give a contested match its official result; whoever calls this asked who may."""
    return _decide(lock_match(match), result, by, reason=reason, cascade=cascade)


@transaction.atomic
def forfeit_match(*, match: Match, loser_side: int | None, by: User, reason: str) -> Match:
    """Let a side lose by its act or by decision, or all sides where none is named.

    The others of a heat play on, and whoever is out has no place in it: it is decided when they
    are. Where one alone is left that ends it.
    """
    match = lock_match(match)
    permissions.require(by, MANAGE, match)
    reason = checked_reason(reason)
    sides = results.occupants(match)
    if loser_side is not None:
        _require_seat(sides, loser_side)
    if results.is_heat(match):
        out = range(len(sides)) if loser_side is None else [loser_side]
        return forfeit_heat(match, out, by, reason)
    result = DoubleForfeit() if loser_side is None else Forfeit(sides[loser_side])
    return make_official(match, result, by, "match.forfeited", reason=reason)


@transaction.atomic
def award_walkover(*, match: Match, winner_side: int, by: User, reason: str) -> Match:
    """Let a side go on because all others are absent."""
    match = lock_match(match)
    permissions.require(by, MANAGE, match)
    reason = checked_reason(reason)
    sides = results.occupants(match)
    _require_seat(sides, winner_side)
    result: Result = Walkover(sides[winner_side])
    if results.is_heat(match):
        if winner_side in heats.forfeited(match):
            message = _("This side is out of the heat: take its forfeit back first.")
            raise Conflict(message, code="forfeited")
        result = heats.alone(match, winner_side)
    return make_official(match, result, by, "match.walked_over", reason=reason)


@transaction.atomic
def reopen_match(
    *, match: Match, by: User, reason: str, cascade: bool = False, version: int | None = None
) -> Match:
    """Take the result of a match back, so that its sides play it again.

    Later results that depend on it are named and nothing is done, unless `cascade` clears
    them. A dispute that is open about it comes first.
    """
    match = lock_match(match)
    permissions.require(by, CORRECT, match)
    check_version(match, version)
    reason = checked_reason(reason)
    if not match.result_kind:
        raise Conflict(_("The match has no result that could be taken back."))
    before = {"kind": match.result_kind, "games": match.games, "shootout": match.shootout}
    changed = brackets.reopen_result(
        bracket=match.bracket, match_id=match.code, cascade=cascade, by=by, reason=reason
    )
    read_again(match)
    audit.log(
        by=by,
        action="match.reopened",
        subject=match,
        before=before,
        after={"changed": list(changed)},
        reason=reason,
    )
    return match


@transaction.atomic
def undo_last(*, bracket: Bracket, by: User, reason: str, version: int | None = None) -> Bracket:
    """Take the last event of a stage back, as if it had never been: a result, a swap, a leaving.

    Done again and again it leads to the very start; who left or was replaced is in again, with
    the registration, which needs the right to manage those as well. `version` is that of the
    bracket as it was read.
    """
    bracket = brackets.lock(bracket)
    permissions.require(by, CORRECT, bracket.tournament)
    reason = checked_reason(reason)
    brackets.check_version(bracket, version)
    stage = stages.load(bracket)
    last = [notation.event_to_dict(event) for event in stage.history[-1:]]
    changed = brackets.undo_last(bracket=bracket, by=by, reason=reason)
    audit.log(
        by=by,
        action="bracket.undone",
        subject=bracket,
        before={"event": last[0]},
        after={"changed": list(changed)},
        reason=reason,
    )
    return bracket


def _require_seat(sides: Sequence[str], side: int) -> None:
    if side not in range(len(sides)) or not sides[side]:
        raise InvalidInput(_("Nobody sits on this side of the match yet."), field="side")


def _decide(match: Match, result: Result, by: User, *, reason: str, cascade: bool) -> Match:
    check_score(match, result)
    if match.result_kind:
        return _correct(match, result, by, reason=reason, cascade=cascade)
    return make_official(match, result, by, "match.overridden", reason=reason)


def _correct(match: Match, result: Result, by: User, *, reason: str, cascade: bool) -> Match:
    reason = checked_reason(reason)
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
    read_again(match)
    if match.state == MatchState.DISPUTED:
        # The same result again is no change, and ends the contest all the same.
        release_match(match=match, by=by)
    after = {"result": results.to_plain(result), "changed": list(changed)}
    audit.log(
        by=by, action="match.corrected", subject=match, before=before, after=after, reason=reason
    )
    return match
