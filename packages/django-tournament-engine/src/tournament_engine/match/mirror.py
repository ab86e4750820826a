"""A match as the stage sees it and as the rows say it: two values that must be equal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, assert_never

from bracketcore import BYE, Stage
from bracketcore.structure import Bye, LoserOf, PlaceOf, SecondChance, Seed, Slot, WinnerOf
from tournament_engine.match import results
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Feeder, Match, MatchSide, ResultKind

__all__ = ["MatchView", "SideView", "feeder_of", "mirrored", "seen"]

# A match whose sides are known may be in any other state: the stage does not tell them apart.
_PHASES = {
    MatchState.WAITING: "waiting",
    MatchState.SKIPPED: "skipped",
    MatchState.COMPLETED: "played",
}


@dataclass(frozen=True, kw_only=True)
class SideView:
    """Who sits on a side, and how it ended for them."""

    entrant: int | None
    is_bye: bool
    is_winner: bool
    score: int | None
    place: int | None
    points: int | None


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """How far a match is: "waiting", "ready", "played" or "skipped", and with what result."""

    phase: str
    best_of: int
    kind: ResultKind
    games: list[list[int]]
    shootout: list[int]
    sides: tuple[SideView, ...]


def seen(stage: Stage, code: str) -> MatchView:
    """Return what the stage says of a match."""
    pairing, result = stage.pairing(code), stage.result(code)
    entrants = [occupant if isinstance(occupant, str) else None for occupant in pairing]
    columns = results.columns(result, entrants, points=results.points_of(stage))
    return MatchView(
        # A withdrawal leaves matches that nobody has to play: they end as walkovers.
        phase=stage.state(code) if result is None else "played",
        best_of=stage.best_of(code),
        kind=columns.kind,
        games=columns.games,
        shootout=columns.shootout,
        sides=tuple(
            SideView(
                entrant=None if entrant is None else int(entrant),
                is_bye=pairing[side] == BYE,
                is_winner=columns.winner == side,
                score=columns.scores[side],
                place=columns.places[side],
                points=columns.points[side],
            )
            for side, entrant in enumerate(entrants)
        ),
    )


def mirrored(match: Match, sides: Iterable[MatchSide]) -> MatchView:
    """Return what the rows say of a match."""
    phase = _PHASES.get(MatchState(match.state), "ready")
    if match.state == MatchState.DISPUTED and match.result_kind:
        # A result that is disputed afterwards stands until the dispute is decided.
        phase = "played"
    return MatchView(
        phase=phase,
        best_of=match.best_of,
        kind=ResultKind(match.result_kind),
        games=match.games,
        shootout=match.shootout,
        sides=tuple(
            SideView(
                entrant=side.entrant_id,
                is_bye=side.is_bye,
                is_winner=side.is_winner,
                score=side.score,
                place=side.place,
                points=side.points,
            )
            for side in sides
        ),
    )


def feeder_of(slot: Slot) -> dict[str, Any]:
    """Return the columns that say where the occupant of a slot comes from."""
    match slot:
        case Seed(number):
            return _fed(Feeder.SEED, "", seed=number)
        case WinnerOf(code):
            return _fed(Feeder.WINNER, code)
        case LoserOf(code):
            return _fed(Feeder.LOSER, code)
        case SecondChance(code):
            return _fed(Feeder.SECOND_CHANCE, code)
        case PlaceOf(code, place):
            return _fed(Feeder.PLACE, code, place=place)
        case Bye():
            return _fed(Feeder.BYE, "")
        case _:
            assert_never(slot)


def _fed(
    feeder: Feeder, code: str, *, seed: int | None = None, place: int | None = None
) -> dict[str, Any]:
    return {
        "feeder": feeder,
        "feeder_match": code,
        "feeder_seed": seed,
        "feeder_place": place,
    }
