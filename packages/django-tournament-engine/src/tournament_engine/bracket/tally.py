"""What each entrant of a stage has played: matches, wins, draws, losses and the score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bracketcore import Draw, Stage, Win
from bracketcore.results import Placement, totals

__all__ = ["Tally", "tallies"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one entrant; `scored` and `conceded` sum the scores that were given."""

    played: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    scored: int = 0
    conceded: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.played + other.played,
            self.won + other.won,
            self.drawn + other.drawn,
            self.lost + other.lost,
            self.scored + other.scored,
            self.conceded + other.conceded,
        )


def tallies(stage: Stage) -> Mapping[str, Tally]:
    """Return the counts of every entrant of a stage."""
    counted = {entrant.id: Tally() for entrant in stage.entrants}
    for match in stage.matches:
        for entrant, tally in _of_match(stage, match.id):
            counted[entrant] += tally
    return counted


def _of_match(stage: Stage, match: str) -> Iterator[tuple[str, Tally]]:
    result = stage.result(match)
    if result is None:
        return
    winner, _ = stage.outcome(match)
    if isinstance(result, Placement):
        yield from _of_heat(result)
        return
    score = _score(result)
    for side, entrant in enumerate(stage.pairing(match)):
        if isinstance(entrant, str):
            is_drawn = isinstance(result, Draw)
            yield (
                entrant,
                Tally(
                    played=1,
                    won=int(entrant == winner),
                    drawn=int(is_drawn),
                    lost=int(not is_drawn and entrant != winner),
                    scored=score[side],
                    conceded=score[1 - side],
                ),
            )


def _of_heat(result: Placement) -> Iterator[tuple[str, Tally]]:
    """Count a heat for those who took part: one wins it, and nobody scores."""
    for place, entrant in enumerate(result.order, start=1):
        yield entrant, Tally(played=1, won=int(place == 1), lost=int(place > 1))


def _score(result: object) -> tuple[int, int]:
    match result:
        case Win(score=score) | Draw(score=score) if score is not None:
            return totals(score)
        case _:
            return 0, 0
