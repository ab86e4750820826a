"""What people are told of their matches, found out when the news of it is delivered.

By then the match may have moved on: nobody is asked to do what is done already.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from tournament_engine import events
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.match.changes import columns_of
from tournament_engine.match.heats import forfeited
from tournament_engine.match.lifecycle import UNPLAYED, ClaimState, MatchState, RequestState
from tournament_engine.match.models import Match, RescheduleRequest, ScoreClaim
from tournament_engine.match.notices import context_of, names_of, time_and_place
from tournament_engine.match.results import Columns, columns, from_plain, occupants
from tournament_engine.match.vetoing import is_current, turn_of
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.permissions import speakers
from tournament_engine.users import User

__all__ = ["declare"]


def declare() -> None:
    """Let people hear of what concerns them. Harmless when it is done again."""
    events.then(events.tournament_started, _tell_start)
    events.then(events.stage_generated, _tell_stage)
    events.then(events.match_check_in, _tell_check_in)
    events.then(events.match_ready, _tell_ready)
    events.then(events.match_scheduled, _tell_scheduled)
    events.then(events.match_sides_changed, _tell_sides)
    events.then(events.match_veto, _tell_turn)
    events.then(events.reschedule_requested, _tell_requested)
    events.then(events.reschedule_answered, _tell_answered)
    events.then(events.result_reported, _tell_reported)
    events.then(events.result_confirmed, _tell_confirmed)
    events.then(events.result_corrected, _tell_corrected)
    events.then(events.result_reopened, _tell_reopened)


@transaction.atomic
def _tell_start(*, key: str, tournament: int, **_: Any) -> None:
    """Play begins: one notice to everybody, whose first match is ready by that."""
    for row in Tournament.objects.filter(pk=tournament):
        competing = [entrant.pk for entrant in Entrant.objects.competing(row)]
        context = {"tournament": row.name, "url": row.get_absolute_url()}
        events.notify(
            "tournament_started", to=speakers(competing), key=key, context=context, about=row.pk
        )


@transaction.atomic
def _tell_stage(*, key: str, stage: int, **_: Any) -> None:
    """Those who play on hear of the next stage; of the first one the start tells everybody."""
    drawn = Bracket.objects.public().filter(stage=stage).exclude(stage__sources=[])
    for bracket in drawn.with_stage():
        context = {
            "tournament": bracket.tournament.name,
            "stage": bracket.stage.name,
            "url": reverse("tournament_engine:bracket", args=(bracket.tournament.slug,)),
        }
        entrants = [int(entrant) for entrant in bracket.seeding]
        events.notify(
            "stage_generated",
            to=speakers(entrants),
            key=key,
            context=context,
            about=bracket.tournament_id,
        )


@transaction.atomic
def _tell_check_in(*, key: str, match: int, **_: Any) -> None:
    for row in _in_state(match, MatchState.CHECK_IN):
        context = context_of(row) | time_and_place(row)
        events.notify(
            "match_check_in", to=_sides(row), key=key, context=context, about=row.tournament_id
        )


@transaction.atomic
def _tell_scheduled(*, key: str, match: int, reason: str, **_: Any) -> None:
    """Those who play hear of their time; while nobody knows who plays there is nobody to tell."""
    rows = Match.objects.filter(pk=match, state__in=UNPLAYED).public().with_stage().with_sides()
    for row in rows.exclude(scheduled_at=None):
        context = context_of(row) | time_and_place(row) | {"reason": reason}
        events.notify(
            "match_scheduled", to=_sides(row), key=key, context=context, about=row.tournament_id
        )


@transaction.atomic
def _tell_turn(*, key: str, match: int, **_: Any) -> None:
    """Whose turn it is to ban or to pick hears of it."""
    rows = Match.objects.filter(pk=match).public().with_stage().with_sides()
    for row in rows.filter(veto__finished_at=None).exclude(veto=None).select_related("veto"):
        turn = turn_of(row.veto, list(row.veto.choices.all()))
        if turn is not None and turn.side is not None and is_current(row.veto, row):
            to = _sides(row, turn.side)
            events.notify("match_veto_turn", to=to, key=key, context=context_of(row))


@transaction.atomic
def _tell_sides(*, key: str, match: int, reason: str, walked_over: bool, **_: Any) -> None:
    """Those who stay hear that the others have left, or whom they meet instead."""
    rows = Match.objects.filter(pk=match).public().with_stage().with_sides()
    for row in rows.exclude(tournament__state=TournamentState.CANCELLED):
        if walked_over and row.state == MatchState.COMPLETED:
            stays = [side.side for side in row.sides.all() if side.is_winner]
            to, notice = _sides(row, *stays), "match_opponent_left"
        elif not walked_over and row.state in UNPLAYED:
            to, notice = _sides(row), "match_opponent_changed"
        else:
            continue
        context = context_of(row) | {"reason": reason}
        events.notify(notice, to=to, key=key, context=context, about=row.tournament_id)


@transaction.atomic
def _tell_requested(*, key: str, request: int, **_: Any) -> None:
    for asked in _requests(request).filter(state=RequestState.PENDING):
        others = [side.side for side in asked.match.sides.all() if side.side != asked.side]
        to = _sides(asked.match, *others)
        events.notify(
            "reschedule_requested",
            to=to,
            key=key,
            context=_request_context(asked),
            about=asked.match.tournament_id,
        )


@transaction.atomic
def _tell_answered(*, key: str, request: int, **_: Any) -> None:
    for asked in _requests(request):
        context = _request_context(asked) | {"answer": asked.state}
        to = _sides(asked.match, asked.side)
        events.notify(
            "reschedule_answered", to=to, key=key, context=context, about=asked.match.tournament_id
        )


def _requests(request: int) -> QuerySet[RescheduleRequest]:
    rows = RescheduleRequest.objects.filter(pk=request)
    return rows.select_related("match__tournament", "match__bracket__stage")


def _request_context(asked: RescheduleRequest) -> dict[str, str]:
    names = names_of(asked.match)
    return context_of(asked.match) | {
        "side": names[asked.side],
        "proposed_at": asked.proposed_at.isoformat(),
        "note": asked.note,
    }


@transaction.atomic
def _tell_ready(*, key: str, match: int, **_: Any) -> None:
    for row in _in_state(match, MatchState.READY):
        events.notify(
            "match_ready", to=_sides(row), key=key, context=context_of(row), about=row.tournament_id
        )


@transaction.atomic
def _tell_reported(*, match: int, **_: Any) -> None:
    """Ask the other side; by the claim's own key, because a later one takes its place."""
    for row in _in_state(match, MatchState.PENDING_RESULT):
        claims = list(row.claims.filter(state=ClaimState.PENDING))
        claim = claims[-1]
        said = {one.side for one in claims}
        out = forfeited(row)
        silent = [side.side for side in row.sides.all() if side.side not in said | out]
        others = [user for user in _sides(row, *silent) if user.pk != claim.by_id]
        context = context_of(row, _claimed(claim, row)) | {"reporter": names_of(row)[claim.side]}
        events.notify(
            "result_reported",
            to=others,
            key=str(claim.pk),
            context=context,
            about=row.tournament_id,
        )


def _tell_confirmed(*, key: str, match: int, reason: str, **_: Any) -> None:
    _tell_result("result_confirmed", match, key, reason)


def _tell_corrected(*, key: str, match: int, reason: str, **_: Any) -> None:
    _tell_result("result_corrected", match, key, reason)


@transaction.atomic
def _tell_reopened(*, key: str, match: int, reason: str, **_: Any) -> None:
    rows = Match.objects.filter(pk=match, result_kind="").with_stage().with_sides()
    for row in rows:
        context = context_of(row) | {"reason": reason}
        events.notify(
            "result_reopened", to=_sides(row), key=key, context=context, about=row.tournament_id
        )


@transaction.atomic
def _tell_result(notice: str, match: int, key: str, reason: str) -> None:
    for row in _in_state(match, MatchState.COMPLETED):
        context = context_of(row, columns_of(row)) | {"reason": reason}
        events.notify(notice, to=_sides(row), key=key, context=context, about=row.tournament_id)


def _in_state(match: int, state: MatchState) -> Iterable[Match]:
    """Return the match if it still is where the news saw it."""
    rows = Match.objects.filter(pk=match, state=state).with_stage().with_sides()
    return rows.select_related("tournament__organizer")


def _sides(match: Match, *only: int) -> QuerySet[User]:
    """Return those who act for the sides of a match, or for some of them."""
    sides = [side for side in match.sides.all() if not only or side.side in only]
    return speakers([side.entrant_id for side in sides if side.entrant_id is not None])


def _claimed(claim: ScoreClaim, match: Match) -> Columns:
    return columns(from_plain(claim.result), occupants(match))
