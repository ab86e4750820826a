"""Another time for a match, as one side proposes it and the others answer.

In a heat all others have to agree; one who declines, or proposes another time, ends it.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, jobs, permissions
from tournament_engine.audit import services as audit
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.events import News
from tournament_engine.match import results
from tournament_engine.match.clashes import clashes_with, plan_of
from tournament_engine.match.lifecycle import REQUEST_TRANSITIONS, MatchState, RequestState
from tournament_engine.match.models import Match, RescheduleRequest, RoundWindow
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.queries import sides_of
from tournament_engine.match.services.contests import lock_match, require_free
from tournament_engine.match.services.scheduling import ScheduleConflict, set_time
from tournament_engine.match.services.steps import (
    LONGEST_REASON,
    announce,
    checked_reason,
    require_side,
)
from tournament_engine.text import sentence
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "accept_time",
    "counter_time",
    "decide_time",
    "decline_time",
    "expire_requests",
    "propose_time",
    "withdraw_time",
]

#: The sides are known, and nobody has begun.
_MOVABLE = frozenset({MatchState.SCHEDULED, MatchState.CHECK_IN, MatchState.READY})


@transaction.atomic
def propose_time(
    *,
    match: Match,
    side: int,
    proposed_at: datetime,
    by: User,
    note: str = "",
    now: datetime | None = None,
) -> RescheduleRequest:
    """Ask the other sides for another time: in the window of the round, before the match."""
    now = now or timezone.now()
    match = lock_match(match)
    require_side(by, match, side)
    _require_movable(match, now)
    if match.reschedule_requests.filter(state=RequestState.PENDING).exists():
        message = _("A proposal waits for its answer already: that comes first.")
        raise Conflict(message, code="request_pending")
    return _ask(match, side, proposed_at, by=by, note=note, now=now)


@transaction.atomic
def counter_time(
    *,
    request: RescheduleRequest,
    proposed_at: datetime,
    by: User,
    note: str = "",
    now: datetime | None = None,
) -> RescheduleRequest:
    """Answer a proposal with another time, which the side that asked first answers."""
    now = now or timezone.now()
    request = _take(request, now)
    match, side = request.match, _answering(request, by)
    _require_movable(match, now)
    _answer(request, RequestState.COUNTERED, by, now)
    return _ask(match, side, proposed_at, by=by, note=note, now=now, counters=request)


@transaction.atomic
def accept_time(
    *, request: RescheduleRequest, by: User, now: datetime | None = None
) -> RescheduleRequest:
    """Agree to a proposed time: once all other sides did, the match has it."""
    now = now or timezone.now()
    request = _take(request, now)
    match, side = request.match, _answering(request, by)
    _require_movable(match, now)
    _check_time(match, request.proposed_at, now)
    request.agreed = sorted({*request.agreed, side})
    if _silent(request):
        request.save(update_fields=["agreed"])
        after = {"request": request.pk, "side": side}
        audit.log(by=by, action="match.time_agreed", subject=match, after=after)
        return request
    _answer(request, RequestState.ACCEPTED, by, now)
    set_time(match, request.proposed_at, station=match.station, minutes=match.minutes, by=by)
    return request


@transaction.atomic
def decline_time(
    *, request: RescheduleRequest, by: User, now: datetime | None = None
) -> RescheduleRequest:
    """Refuse a proposed time: the match stays where it is."""
    now = now or timezone.now()
    request = _take(request, now)
    _answering(request, by)
    return _answer(request, RequestState.DECLINED, by, now)


@transaction.atomic
def decide_time(
    *,
    request: RescheduleRequest,
    accept: bool,
    by: User,
    reason: str,
    now: datetime | None = None,
) -> RescheduleRequest:
    """Decide a proposal that its sides have not settled, as whoever runs the match."""
    now = now or timezone.now()
    request = _take(request, now)
    match = request.match
    permissions.require(by, MANAGE, match)
    reason = checked_reason(reason)
    if not accept:
        return _answer(request, RequestState.DECLINED, by, now, reason=reason)
    _require_movable(match, now)
    _check_time(match, request.proposed_at, now)
    _answer(request, RequestState.ACCEPTED, by, now, reason=reason)
    set_time(
        match,
        request.proposed_at,
        station=match.station,
        minutes=match.minutes,
        by=by,
        reason=reason,
    )
    return request


@transaction.atomic
def withdraw_time(
    *, request: RescheduleRequest, by: User, now: datetime | None = None
) -> RescheduleRequest:
    """Take one's own proposal back."""
    now = now or timezone.now()
    request = _take(request, now)
    require_side(by, request.match, request.side)
    return _answer(request, RequestState.WITHDRAWN, by, now, news=None)


def expire_requests(now: datetime) -> int:
    """Close the proposals that nobody answered in time; return how many."""
    due = RescheduleRequest.objects.filter(state=RequestState.PENDING, expires_at__lte=now)
    rows = due.select_related("match__tournament", "match__bracket")
    return jobs.each(rows, lambda request: _expire(request, now), of=("match__tournament",))


def _expire(request: RescheduleRequest, now: datetime) -> None:
    request.match = lock_match(request.match)
    _answer(request, RequestState.EXPIRED, None, now)


def _take(request: RescheduleRequest, now: datetime) -> RescheduleRequest:
    """Lock the match of a proposal that still waits for its answer."""
    match = lock_match(request.match)
    request.refresh_from_db()
    request.match = match
    if request.state != RequestState.PENDING or now >= request.expires_at:
        raise Conflict(_("This proposal waits for no answer any more."), code="request_closed")
    if request.pairing != list(results.occupants(match)):
        raise Conflict(_("Others play this match by now: propose a time anew."))
    return request


def _silent(request: RescheduleRequest) -> list[int]:
    """Return the sides that have still to answer a proposal."""
    seated = [side for side, key in enumerate(request.pairing) if key]
    return [side for side in seated if side != request.side and side not in request.agreed]


def _answering(request: RescheduleRequest, by: User) -> int:
    """Return the side for which somebody answers a proposal; those who asked do not."""
    mine = sides_of(by, request.match).intersection(_silent(request))
    if not mine:
        raise NotAllowed(_("You do not act for a side that has still to answer this."))
    return min(mine)


def _require_movable(match: Match, now: datetime) -> None:
    require_free(match)
    has_begun = match.scheduled_at is not None and now >= match.scheduled_at
    if match.state not in _MOVABLE or has_begun:
        message = _("A match can be moved until it begins, once its sides are known.")
        raise Conflict(message, code="not_movable")


def _ask(
    match: Match,
    side: int,
    proposed_at: datetime,
    *,
    by: User,
    note: str,
    now: datetime,
    counters: RescheduleRequest | None = None,
) -> RescheduleRequest:
    _check_time(match, proposed_at, now)
    request = RescheduleRequest.objects.create(
        match=match,
        side=side,
        pairing=results.occupants(match),
        proposed_at=proposed_at,
        note=note and sentence(note, field="note", longest=LONGEST_REASON),
        counters=counters,
        by=by,
        # An answer is in time before the match would begin, then or now.
        expires_at=min(filter(None, (match.scheduled_at, proposed_at))),
    )
    after = {"side": side, "proposed_at": proposed_at.isoformat()}
    audit.log(by=by, action="match.time_proposed", subject=match, after=after, reason=request.note)
    announce(events.reschedule_requested, match, str(request.pk), request=request.pk)
    return request


def _check_time(match: Match, proposed_at: datetime, now: datetime) -> None:
    if timezone.is_naive(proposed_at):
        raise InvalidInput(_("Say in which time zone this is."), field="proposed_at")
    if proposed_at <= now:
        raise InvalidInput(_("Propose a time that is still to come."), field="proposed_at")
    if proposed_at == match.scheduled_at:
        raise InvalidInput(_("The match has this time already."), field="proposed_at")
    window = RoundWindow.objects.filter(
        bracket=match.bracket, part=match.part, round=match.round
    ).first()
    if window is not None and not _is_within(window, proposed_at):
        message = _("This round is played at another time: stay within its window.")
        raise InvalidInput(message, code="outside_window", field="proposed_at")
    plan = plan_of(match, proposed_at, match.minutes, match.station)
    if found := clashes_with(plan, match.tournament):
        raise ScheduleConflict(found)


def _is_within(window: RoundWindow, moment: datetime) -> bool:
    is_open = window.opens_at is None or window.opens_at <= moment
    return is_open and (window.closes_at is None or moment < window.closes_at)


def _answer(
    request: RescheduleRequest,
    state: RequestState,
    by: User | None,
    now: datetime,
    *,
    news: News | None = events.reschedule_answered,
    reason: str = "",
) -> RescheduleRequest:
    check_transition(REQUEST_TRANSITIONS, request.state, state)
    request.state, request.answered_at = state, now
    request.save(update_fields=["state", "answered_at", "agreed"])
    after = {"request": request.pk, "state": state}
    action = f"match.time_{state}"
    audit.log(by=by, action=action, subject=request.match, after=after, reason=reason)
    # A counter-offer is told by itself.
    if news is not None and state != RequestState.COUNTERED:
        announce(news, request.match, str(request.pk), request=request.pk)
    return request
