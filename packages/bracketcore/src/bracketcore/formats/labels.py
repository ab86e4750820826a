"""What stands on a sheet for the matches and the entrants of a stage."""

from bracketcore.results import DoubleForfeit, Draw, Forfeit, Placement, Result, Score, Walkover, Win
from bracketcore.stage import Stage
from bracketcore.structure import Match, Occupant, Slot, WinnerOf, LoserOf, SecondChance, Seed, Bye

__all__ = ["labelled_rounds", "match_line", "name_of"]


def name_of(stage: Stage, entrant: str) -> str:
    return str(stage.entrant(entrant))


def labelled_rounds(stage: Stage, bracket: str) -> list[list[str]]:
    """For each round of a bracket the text of every slot from top to bottom."""
    matches = [match for match in stage.matches if match.bracket == bracket]
    return [
        [
            label
            for match in matches
            if match.round == number
            for label in _slot_labels(stage, match)
        ]
        for number in range(1, matches[-1].round + 1)
    ]


def _slot_labels(stage: Stage, match: Match) -> list[str]:
    numbers = _numbers(stage.result(match.id))
    return [
        f"{_occupant(stage, side, slot)}{number}"
        for side, slot, number in zip(stage.pairing(match.id), match.slots, numbers, strict=True)
    ]


def _numbers(result: Result | None) -> tuple[str, str]:
    """The score of each side, as it stands after the name."""
    match result:
        case Win(score=(int() as first, int() as second), shootout=None):
            return f" {first}", f" {second}"
        case Win(score=(int() as first, int() as second), shootout=(left, right)):
            return f" {first} ({left})", f" {second} ({right})"
        case Win(score=tuple(games)):
            first, second = zip(*games, strict=True)
            return f" {' '.join(map(str, first))}", f" {' '.join(map(str, second))}"
        case _:
            return "", ""


def _occupant(stage: Stage, side: Occupant, slot: Slot) -> str:
    match side:
        case str():
            return name_of(stage, side)
        case Bye():
            return "bye"
        case None:
            return _source(slot)


def _source(slot: Slot) -> str:
    match slot:
        case WinnerOf(match):
            return f"winner of {match}"
        case LoserOf(match) | SecondChance(match):
            return f"loser of {match}"
        case Seed(number):
            return f"seed {number}"
        case Bye():
            return "bye"


def match_line(stage: Stage, match: Match) -> str:
    """A match on one line: its id, its sides and what happened.

    The winner stands first in the words, the score by side.
    """
    sides = zip(stage.pairing(match.id), match.slots, strict=True)
    names = " – ".join(_occupant(stage, side, slot) for side, slot in sides)
    return f"{match.id}  {names}{_happened(stage, stage.result(match.id))}"


def _happened(stage: Stage, result: Result | None) -> str:
    match result:
        case None:
            return ""
        case Win(winner, score, shootout):
            after = "" if shootout is None else f" ({_pair(shootout)} in the shootout)"
            return f"  {_score(score)}{after}  {name_of(stage, winner)} won"
        case Draw(score):
            return f"  {_score(score)}  drawn"
        case Walkover(winner):
            return f"  {name_of(stage, winner)} won by walkover"
        case Forfeit(loser):
            return f"  {name_of(stage, loser)} forfeited"
        case DoubleForfeit():
            return "  both forfeited"
        case Placement(order):
            return f"  {', '.join(name_of(stage, entrant) for entrant in order)}"


def _score(score: Score | None) -> str:
    match score:
        case None:
            return ""
        case (int(), int()) as pair:
            return _pair(pair)
        case games:
            return ", ".join(map(_pair, games))


def _pair(pair: tuple[int, int]) -> str:
    return f"{pair[0]}:{pair[1]}"
