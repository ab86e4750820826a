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
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import holders
from tournament_engine.match.cards import dashed
from tournament_engine.match.changes import columns_of
from tournament_engine.match.lifecycle import ClaimState, MatchState
from tournament_engine.match.models import Match, ScoreClaim
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.results import Columns, columns, from_plain, occupants
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.permissions import speakers
from tournament_engine.users import User

__all__ = ["declare"]


def declare() -> None:
    """Let people hear of what concerns them. Harmless when it is done again."""
    events.then(events.tournament_started, _tell_start)
    events.then(events.stage_generated, _tell_stage)
    events.then(events.match_ready, _tell_ready)
    events.then(events.result_reported, _tell_reported)
    events.then(events.result_disputed, _tell_disputed)
    events.then(events.result_confirmed, _tell_confirmed)
    events.then(events.result_corrected, _tell_corrected)


@transaction.atomic
def _tell_start(*, key: str, tournament: int, **_: Any) -> None:
    """Play begins: one notice to everybody, whose first match is ready by that."""
    for row in Tournament.objects.filter(pk=tournament):
        competing = [entrant.pk for entrant in Entrant.objects.competing(row)]
        context = {"tournament": row.name, "url": row.get_absolute_url()}
        events.notify("tournament_started", to=speakers(competing), key=key, context=context)


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
        events.notify("stage_generated", to=speakers(entrants), key=key, context=context)


@transaction.atomic
def _tell_ready(*, key: str, match: int, **_: Any) -> None:
    for row in _in_state(match, MatchState.READY):
        events.notify("match_ready", to=_sides(row), key=key, context=_context(row))


@transaction.atomic
def _tell_reported(*, match: int, **_: Any) -> None:
    """Ask the other side; by the claim's own key, because a later one takes its place."""
    for row in _in_state(match, MatchState.PENDING_RESULT):
        claim = row.claims.get(state=ClaimState.PENDING)
        others = [user for user in _sides(row, 1 - claim.side) if user.pk != claim.by_id]
        context = _context(row, _claimed(claim, row)) | {"reporter": _names(row)[claim.side]}
        events.notify("result_reported", to=others, key=str(claim.pk), context=context)


@transaction.atomic
def _tell_disputed(*, key: str, match: int, **_: Any) -> None:
    for row in _in_state(match, MatchState.DISPUTED):
        address = (row.tournament.slug, row.bracket.stage.code, row.code)
        context = _context(row) | {"url": reverse("tournament_engine:official", args=address)}
        events.notify(
            "result_disputed", to=holders(row.tournament, MANAGE), key=key, context=context
        )


def _tell_confirmed(*, key: str, match: int, reason: str, **_: Any) -> None:
    _tell_result("result_confirmed", match, key, reason)


def _tell_corrected(*, key: str, match: int, reason: str, **_: Any) -> None:
    _tell_result("result_corrected", match, key, reason)


@transaction.atomic
def _tell_result(notice: str, match: int, key: str, reason: str) -> None:
    for row in _in_state(match, MatchState.COMPLETED):
        context = _context(row, columns_of(row)) | {"reason": reason}
        events.notify(notice, to=_sides(row), key=key, context=context)


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


def _context(match: Match, told: Columns | None = None) -> dict[str, str]:
    """Return what a notice says of a match, in plain values: each reader has a language."""
    first, second = _names(match)
    about = {
        "tournament": match.tournament.name,
        "url": match.get_absolute_url(),
        "first": first,
        "second": second,
    }
    return about if told is None else about | _outcome(told, (first, second))


def _names(match: Match) -> tuple[str, str]:
    first, second = (side.entrant for side in match.sides.all())
    return str(first), str(second)


def _outcome(told: Columns, names: tuple[str, str]) -> dict[str, str]:
    """Return the kind of a result, its score where it has one, and the winner's name."""
    winner = "" if told.winner is None else names[told.winner]
    match told.scores:
        case (int() as first, int() as second):
            shootout = f" ({dashed(told.shootout)})" if told.shootout else ""
            score = dashed((first, second)) + shootout
        case _:
            score = ""
    return {"kind": told.kind.value, "score": score, "winner": winner}
