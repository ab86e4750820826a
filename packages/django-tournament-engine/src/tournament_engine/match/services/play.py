"""Before a match and at its begin: who is there, who is not, and that it is played."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore import DoubleForfeit, Walkover
from bracketcore.results import Result
from tournament_engine import events, jobs, permissions
from tournament_engine.audit import services as audit
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.match import heats, projection, results
from tournament_engine.match.attendance import absent, closes_at_of, opens_at_of
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match, MatchCheckIn
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.services.contests import lock_match, require_free
from tournament_engine.match.services.steps import (
    announce,
    go_on,
    make_official,
    move,
    require_side,
    save,
)
from tournament_engine.users import User

__all__ = [
    "cancel_matches",
    "check_in_side",
    "mark_no_show",
    "mark_no_shows",
    "open_due_check_ins",
    "open_matches",
    "start_match",
]

_S = MatchState

#: In these a side may say that it is there.
_BEFORE_PLAY = frozenset({_S.SCHEDULED, _S.CHECK_IN, _S.READY})


@transaction.atomic
def start_match(*, match: Match, by: User) -> Match:
    """Say that a match is being played: one of its sides does, or whoever runs it."""
    match = lock_match(match)
    if not permissions.can(by, MANAGE, match):
        require_side(by, match)
    require_free(match)
    move(match, MatchState.LIVE)
    save(match)
    audit.log(by=by, action="match.started", subject=match)
    announce(events.match_live, match, str(match.version))
    return match


@transaction.atomic
def check_in_side(*, match: Match, side: int, by: User, now: datetime | None = None) -> Match:
    """Say that a side is there; once all are, the match is ready. Done again it changes nothing.

    Whoever acts for the side does, or whoever runs the match; from the opening of its
    check-in to the end of the grace.
    """
    now = now or timezone.now()
    match = lock_match(match)
    if not permissions.can(by, MANAGE, match):
        require_side(by, match, side)
    seat = next((row for row in match.sides.all() if row.side == side), None)
    if seat is None or seat.entrant_id is None:
        raise InvalidInput(_("Nobody sits on this side of the match yet."), field="side")
    if match.check_ins.filter(entrant=seat.entrant_id).exists():
        return match
    _require_open(match, now)
    if match.state == _S.SCHEDULED:
        _open(match, now)
    MatchCheckIn.objects.create(match=match, entrant_id=seat.entrant_id, by=by, checked_in_at=now)
    audit.log(by=by, action="match.checked_in", subject=match, after={"side": side})
    go_on(match)
    save(match)
    return match


def open_due_check_ins(now: datetime) -> int:
    """Open the check-in of the matches whose window has come; return how many."""
    waiting = Match.objects.filter(
        _due(now), state=_S.SCHEDULED, tournament__state=TournamentState.LIVE
    ).public()
    rows = waiting.select_related("tournament", "bracket")
    return jobs.each(rows, lambda match: _open_check_in(match, now), of=("tournament",))


def mark_no_shows(now: datetime) -> int:
    """Decide the matches whose grace is over and where somebody is absent; return how many."""
    late = Match.objects.filter(
        state=_S.CHECK_IN,
        check_in_closes_at__lte=now,
        is_held=False,
        tournament__state=TournamentState.LIVE,
    )
    rows = late.select_related("tournament", "bracket")
    return jobs.each(
        rows, lambda match: _decide_by_absence(lock_match(match), None), of=("tournament",)
    )


@transaction.atomic
def mark_no_show(*, match: Match, by: User, now: datetime | None = None) -> Match:
    """Decide a match by who is absent, once its grace is over: a referee need not wait."""
    match = lock_match(match)
    permissions.require(by, MANAGE, match)
    require_free(match)
    closes_at = match.check_in_closes_at
    if match.state != _S.CHECK_IN or closes_at is None:
        raise Conflict(_("Nobody is checking in for this match: there is nobody to miss."))
    if (now or timezone.now()) < closes_at:
        raise Conflict(_("The grace is not over yet: wait until it is."), code="too_early")
    _decide_by_absence(match, by)
    return match


def open_matches(tournament: Tournament, _by: User | None) -> None:
    """The tournament is live: the matches of its published stages can be played."""
    projection.open_matches(tournament, Match.objects.filter(tournament=tournament).public())


def cancel_matches(tournament: Tournament, _by: User | None) -> None:
    """The tournament is called off: nothing that is left is played."""
    Match.objects.filter(tournament=tournament).unsettled().update(
        state=MatchState.CANCELLED, version=F("version") + 1, updated_at=timezone.now()
    )


def _due(now: datetime) -> Q:
    """Return the matches whose check-in is open by now, whatever their tournament's minutes."""
    live = Tournament.objects.filter(state=TournamentState.LIVE, match_check_in_minutes__gt=0)
    due = Q(pk__in=())
    for minutes in set(live.values_list("match_check_in_minutes", flat=True)):
        due |= Q(
            tournament__match_check_in_minutes=minutes,
            scheduled_at__lte=now + timedelta(minutes=minutes),
        )
    return due


def _open_check_in(match: Match, now: datetime) -> None:
    match = lock_match(match)
    _open(match, now)
    go_on(match)
    save(match)


def _open(match: Match, now: datetime) -> None:
    move(match, _S.CHECK_IN)
    match.check_in_closes_at = closes_at_of(match, match.tournament, now)
    announce(events.match_check_in, match, f"{match.version}")


def _require_open(match: Match, now: datetime) -> None:
    opens_at = opens_at_of(match, match.tournament)
    is_live = match.tournament.state == TournamentState.LIVE
    if opens_at is None or match.state not in _BEFORE_PLAY or not is_live:
        raise Conflict(_("Nobody checks in for this match now."), code="no_check_in")
    if now < opens_at:
        message = _("Check-in is not open yet: come back shortly before the match.")
        raise Conflict(message, code="too_early")
    if match.check_in_closes_at is not None and now >= match.check_in_closes_at:
        raise Conflict(_("Check-in is over: ask the staff of the tournament."), code="too_late")


def _decide_by_absence(match: Match, by: User | None) -> None:
    """Let who is there go on; where nobody is, nobody does."""
    missing = absent(match)
    audit.log(by=by, action="match.no_show", subject=match, after={"absent": missing})
    result = _without(match, missing) if missing else None
    if result is None:
        # A heat is run with those who are there.
        move(match, _S.READY)
        save(match)
        announce(events.match_ready, match, str(match.version))
        return
    make_official(match, result, by, "match.walked_over")


def _without(match: Match, missing: Sequence[int]) -> Result | None:
    """Return how a match ends without the absent; None where enough are there to play it."""
    if results.is_heat(match):
        return heats.placing_without(match, missing)
    there = [one for side, one in enumerate(results.occupants(match)) if side not in missing]
    return Walkover(there[0]) if there else DoubleForfeit()
