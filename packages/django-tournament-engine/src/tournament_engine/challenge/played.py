"""A match as each of its entrants played it, and who was on their rosters then. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from tournament_engine.bracket.models import Bracket
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match, MatchSide, ResultKind
from tournament_engine.registration.models import RosterMember

__all__ = ["Played", "PlayedBy", "Rosters", "played", "rosters_of", "seeds_of"]

#: Somebody was there and played; the rest was given or taken.
_PLAYED = frozenset({ResultKind.WIN, ResultKind.DRAW, ResultKind.PLACEMENT})

#: A result stands in these: it is contested in the first, and counts until that is decided.
_STANDING = (MatchState.DISPUTED, MatchState.COMPLETED)


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a match was to one of its entrants.

    `stage` is the code of its stage. `place` is where the entrant came in: 1 won, 0 did not
    take part. `score` counts games in a match of several, and points or goals in one of a
    single game, like `other_score`, the best of the others; None where nobody wrote it down.
    Seeds are those of the stage, 1 for the strongest; None where there is none.
    """

    stage: str
    kind: ResultKind
    place: int
    best_of: int = 1
    score: int | None = None
    other_score: int | None = None
    seed: int | None = None
    other_seeds: tuple[int, ...] = ()

    @property
    def was_played(self) -> bool:
        """Whether somebody played; nobody does in a walkover or a forfeit."""
        return self.kind in _PLAYED and self.place > 0

    @property
    def won(self) -> bool:
        """Whether the entrant came first, alone."""
        return self.place == 1 and self.kind != ResultKind.DRAW

    @property
    def lost(self) -> bool:
        """Whether another came first."""
        return self.place > 1

    @property
    def games_won(self) -> int:
        """How many games the entrant won in this match."""
        return int(self.won) if self.best_of == 1 else self.score or 0


@dataclass(frozen=True, kw_only=True)
class PlayedBy:
    """One entrant's view of one match, with what names the result in question."""

    match: int
    version: int
    at: datetime
    entrant: int
    played: Played


class Rosters:
    """Who was on which roster at a moment."""

    def __init__(self, members: Mapping[int, list[RosterMember]]) -> None:
        self._members = members

    def at(self, entrant: int, moment: datetime) -> list[int]:
        """Return the members that an entrant had then."""
        return [
            row.pk
            for row in self._members.get(entrant, ())
            if row.joined_at <= moment and (row.left_at is None or moment < row.left_at)
        ]


def played(found: Q) -> Iterator[PlayedBy]:
    """Yield every view of the matches that have a result which counts.

    What a withdrawal gives is none: nobody played. `found` says which matches to look at.
    """
    rows = Match.objects.filter(
        found, state__in=_STANDING, result_version__isnull=False, completed_at__isnull=False
    )
    sides = MatchSide.objects.order_by("side")
    rows = rows.with_stage().prefetch_related(Prefetch("sides", queryset=sides))
    seeds = seeds_of({row.bracket_id for row in rows})
    for row in rows.order_by("completed_at", "pk"):
        yield from _views(row, seeds.get(row.bracket_id, {}))


def seeds_of(brackets: Collection[int]) -> dict[int, dict[int, int]]:
    """Return the seed of each entrant, by stage."""
    rows = Bracket.objects.filter(pk__in=brackets).values_list("pk", "seeding")
    return {
        bracket: {int(entrant): number for number, entrant in enumerate(seeding, start=1)}
        for bracket, seeding in rows
    }


def rosters_of(entrants: Collection[int]) -> Rosters:
    """Return the rosters of some entrants, in one query."""
    found: defaultdict[int, list[RosterMember]] = defaultdict(list)
    rows = RosterMember.objects.filter(registration__entrant__in=entrants)
    for row in rows.select_related("registration__entrant"):
        found[row.registration.entrant.pk].append(row)
    return Rosters(found)


def _views(match: Match, seeds: Mapping[int, int]) -> Iterator[PlayedBy]:
    sides = [side for side in match.sides.all() if side.entrant_id is not None]
    for side in sides:
        if side.entrant_id is None or match.result_version is None or match.completed_at is None:
            continue
        others = [other for other in sides if other is not side]
        scores = [other.score for other in others if other.score is not None]
        yield PlayedBy(
            match=match.pk,
            version=match.result_version,
            at=match.completed_at,
            entrant=side.entrant_id,
            played=Played(
                stage=match.bracket.stage.code,
                kind=ResultKind(match.result_kind),
                place=_place(match, side),
                best_of=match.best_of,
                score=side.score,
                other_score=max(scores, default=None),
                seed=seeds.get(side.entrant_id),
                other_seeds=_seeds(others, seeds),
            ),
        )


def _seeds(sides: list[MatchSide], seeds: Mapping[int, int]) -> tuple[int, ...]:
    own = (seeds.get(side.entrant_id or 0) for side in sides)
    return tuple(seed for seed in own if seed is not None)


def _place(match: Match, side: MatchSide) -> int:
    match ResultKind(match.result_kind):
        case ResultKind.PLACEMENT:
            return side.place or 0
        case ResultKind.DRAW:
            return 1
        case _:
            return 1 if side.is_winner else 2
