"""Chances where two meet: the rest of a stage played by lot.

A run plays the columns of the stage's structure and no stage, which is what makes it fast.
The places are always those of the format's own standings. In an elimination they follow
from the last match of each entrant, so they are asked once and looked up from then on; in
any other format they are asked for every run.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from bracketcore.errors import IllegalScore, InvalidSimulation, WinnerRequired
from bracketcore.formats import DoubleElimination, SingleElimination
from bracketcore.ratings import Elo
from bracketcore.results import Draw, Win, check_result
from bracketcore.stage import Stage
from bracketcore.structure import Match, Occupant, Structure, loser_of, winner_of

__all__ = ["Chance", "Strength", "by_rating", "check_ratings", "simulate_duels"]

# The chance, from 0 to 1, of something in a match of two entrants: of side 0 and of side 1.
Chance = Callable[[str, str], float]

# A rating on the scale of Elo for each entrant, or the chance that side 0 wins.
Strength = Mapping[str, float] | Chance

# In these the number of those who are out with each match is the same however the matches
# end, and with it the place of who is out there.
PLACED_BY_LAST_MATCH: Final = (SingleElimination, DoubleElimination)

FARTHEST_RATING: Final = 10_000

# With so few matches left, runs come out alike often enough to remember their places.
FEW_MATCHES: Final = 12

# In the columns an entrant is a number from 0, and this is a bye or nobody.
NOBODY: Final = -1

# Last match and outcome by entrant, and the winner by match: the places by entrant.
Placing = Callable[[list[int], list[int]], Sequence[int]]


def simulate_duels(
    stage: Stage, strength: Strength, runs: int, rng: Random, draw: float | Chance
) -> list[Counter[int]]:
    """How often each entrant, in seed order, took each place."""
    rest = _rest_of(stage, _winning(stage, strength), _drawing(stage, draw))
    placing = _placing(stage, rest)
    tallies: list[Counter[int]] = [Counter() for _ in rest.names]
    for _ in range(runs):
        for tally, place in zip(tallies, placing(*rest.played(rng)), strict=True):
            tally[place] += 1
    return tallies


class _Table(dict[int, float]):
    """A chance for each pair of entrants that meet, kept from the first time it is asked."""

    def __init__(self, names: Sequence[str], chance: Chance) -> None:
        super().__init__()
        self._names = names
        self._chance = chance

    def __missing__(self, pair: int) -> float:
        first, second = (self._names[number] for number in divmod(pair, len(self._names)))
        share = self._chance(first, second)
        if not 0 <= share <= 1:
            raise InvalidSimulation(
                f"The chance of {first} against {second} is {share}: give one from 0 to 1."
            )
        self[pair] = share
        return share


class _Step(NamedTuple):
    """A match without an outcome: its slots, and the slots that its outcome goes to."""

    match: int
    first: int
    second: int
    may_be_drawn: bool
    winner_to: int
    loser_to: int
    second_to: int


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left to play. The last of ``seats`` and of ``last`` is there for nobody."""

    names: list[str]
    seats: list[int]
    last: list[int]
    steps: list[_Step]
    wins: _Table
    draws: _Table

    def played(self, rng: Random) -> tuple[list[int], list[int]]:
        """Play it once: the last match and outcome of each entrant, and the winners."""
        size = len(self.names)
        seats, last, winners = self.seats.copy(), self.last.copy(), []
        wins, draws, random = self.wins, self.draws, rng.random
        for match, first, second, may_be_drawn, winner_to, loser_to, second_to in self.steps:
            side, other = seats[first], seats[second]
            loser = NOBODY
            if side < 0 or other < 0:
                winner = max(side, other)
            elif may_be_drawn and random() < draws[side * size + other]:
                winner = NOBODY
            elif random() < wins[side * size + other]:
                winner, loser = side, other
            else:
                winner, loser = other, side
            seats[winner_to] = winner
            seats[loser_to] = loser
            # Side 0 of a first grand final is unbeaten, and has a second chance.
            seats[second_to] = loser if loser == side else NOBODY
            last[winner] = winner_of(match)
            last[loser] = loser_of(match)
            winners.append(winner)
        last.pop()
        return last, winners


def _rest_of(stage: Stage, wins: Chance, draws: Chance | None) -> _Rest:
    structure = stage.format.layout(len(stage.entrants))
    names = [entrant.id for entrant in stage.entrants]
    numbers: dict[Occupant, int] = {name: number for number, name in enumerate(names)}
    sides = [side for match in structure.ids for side in stage.pairing(match)]
    return _Rest(
        names=names,
        seats=[*(numbers.get(side, NOBODY) for side in sides), NOBODY],
        last=_last_so_far(stage, structure, numbers),
        steps=[
            _Step(
                match=index,
                first=2 * index,
                second=2 * index + 1,
                may_be_drawn=draws is not None and _may_be_drawn(stage, structure.match(index)),
                winner_to=structure.winner_slot(index),
                loser_to=structure.loser_slot(index),
                second_to=structure.second_to.get(index, NOBODY),
            )
            for index, match in enumerate(structure.ids)
            if stage.outcome(match)[0] is None
        ],
        wins=_Table(names, wins),
        draws=_Table(names, draws or wins),
    )


def _last_so_far(stage: Stage, structure: Structure, numbers: Mapping[Occupant, int]) -> list[int]:
    last = [NOBODY] * (len(numbers) + 1)
    for index, match in enumerate(structure.ids):
        winner = stage.outcome(match)[0]
        for side in stage.pairing(match):
            if winner is not None and isinstance(side, str):
                last[numbers[side]] = winner_of(index) if side == winner else loser_of(index)
    return last


def _may_be_drawn(stage: Stage, match: Match) -> bool:
    try:
        check_result(Draw(), (), decisive=match.decisive, best_of=stage.best_of(match.id))
    except (WinnerRequired, IllegalScore):
        return False
    return True


def _winning(stage: Stage, strength: Strength) -> Chance:
    """The chance that side 0 wins, also against who has left: that is a walkover."""
    left = {entrant: order for order, entrant in enumerate(stage.withdrawn)}
    stays = len(left)

    def walkover(first: str, second: str) -> float:
        # Between two who left, the one who left first gives the walkover.
        return float(left.get(first, stays) > left.get(second, stays))

    by_strength = by_rating(stage, strength) if isinstance(strength, Mapping) else strength
    return _among_those_who_stay(stage, by_strength, otherwise=walkover)


def _drawing(stage: Stage, draw: float | Chance) -> Chance | None:
    if callable(draw):
        return _among_those_who_stay(stage, draw, otherwise=lambda _first, _second: 0.0)
    if not 0 <= draw <= 1:
        raise InvalidSimulation(f"draw is a chance from 0 to 1, and {draw} is none.")
    return _drawing(stage, lambda _first, _second: draw) if draw else None


def _among_those_who_stay(stage: Stage, chance: Chance, *, otherwise: Chance) -> Chance:
    gone = frozenset(stage.withdrawn)

    def share(first: str, second: str) -> float:
        asked = chance if gone.isdisjoint((first, second)) else otherwise
        return asked(first, second)

    return share


def by_rating(stage: Stage, ratings: Mapping[str, float]) -> Chance:
    """The chance that side 0 wins by Elo; `InvalidSimulation` unless everybody has a rating."""
    check_ratings(stage, ratings)
    expected = Elo().expected
    return lambda first, second: expected(ratings[first], ratings[second])


def check_ratings(stage: Stage, ratings: Mapping[str, float]) -> None:
    for entrant in stage.entrants:
        rating = ratings.get(entrant.id)
        if rating is None:
            raise InvalidSimulation(f"{entrant.id} has no rating: give one for every entrant.")
        if not -FARTHEST_RATING <= rating <= FARTHEST_RATING:
            raise InvalidSimulation(
                f"The rating of {entrant.id} is {rating}: give one on the scale of Elo, "
                f"from {-FARTHEST_RATING} to {FARTHEST_RATING}."
            )


def _placing(stage: Stage, rest: _Rest) -> Placing:
    standings = _by_standings(stage, rest)
    if type(stage.format) in PLACED_BY_LAST_MATCH:
        return _by_last_match(standings)
    return _remembered(standings) if len(rest.steps) <= FEW_MATCHES else standings


def _by_standings(stage: Stage, rest: _Rest) -> Placing:
    """Ask the standings of a copy of the stage, in which the run is played and taken back."""
    copy = Stage(stage.format, stage.starters)
    for event in stage.history:
        copy.apply(event)
    ids = [copy.matches[step.match].id for step in rest.steps]
    results = {number: Win(name) for number, name in enumerate(rest.names)}

    def places(last: list[int], winners: list[int]) -> Sequence[int]:  # noqa: ARG001  a Placing
        recorded = 0
        for match, winner in zip(ids, winners, strict=True):
            # The others are byes and walkovers.
            if copy.state(match) == "ready":
                copy.record(match, results.get(winner, Draw()))
                recorded += 1
        by_entrant = {row.entrant: row.place for row in copy.standings()}
        for _ in range(recorded):
            copy.undo()
        return [by_entrant[name] for name in rest.names]

    return places


def _by_last_match(standings: Placing) -> Placing:
    """Look the places up by last match and outcome, and ask the standings for a new one."""
    known: dict[int, int] = {}

    def places(last: list[int], winners: list[int]) -> Sequence[int]:
        try:
            return [known[one] for one in last]
        except KeyError:
            asked = standings(last, winners)
            known.update(zip(last, asked, strict=True))
            return asked

    return places


def _remembered(standings: Placing) -> Placing:
    known: dict[tuple[int, ...], Sequence[int]] = {}

    def places(last: list[int], winners: list[int]) -> Sequence[int]:
        run = tuple(winners)
        if run not in known:
            known[run] = standings(last, winners)
        return known[run]

    return places
