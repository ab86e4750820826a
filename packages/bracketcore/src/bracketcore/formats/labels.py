"""What stands on a sheet for the matches and the entrants of a stage."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from bracketcore import standings
from bracketcore.formats import sheets
from bracketcore.results import (
    DoubleForfeit,
    Draw,
    Forfeit,
    Placement,
    Result,
    Score,
    Walkover,
    Win,
)
from bracketcore.stage import Stage
from bracketcore.structure import (
    BYE,
    Bye,
    LoserOf,
    Match,
    Occupant,
    PlaceOf,
    SecondChance,
    Seed,
    Slot,
    WinnerOf,
)

if TYPE_CHECKING:
    from bracketcore.standings import Standings

__all__ = ["labelled_rounds", "match_line", "name_of", "slot_label", "standings_table"]


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
        for number in range(matches[0].round, matches[-1].round + 1)
    ]


def _slot_labels(stage: Stage, match: Match) -> list[str]:
    numbers = _numbers(stage.result(match.id))
    return [
        f"{_occupant(stage, side, slot)}{number}"
        for side, slot, number in zip(stage.pairing(match.id), match.slots, numbers, strict=True)
    ]


def _numbers(result: Result | None) -> tuple[str, str]:
    """The score of each side, as it stands after the name."""
    if not isinstance(result, Win | Draw) or result.score is None:
        return "", ""
    first, second = (" ".join(map(str, side)) for side in zip(*_pairs(result.score), strict=True))
    if isinstance(result, Win) and result.shootout is not None:
        return f" {first} ({result.shootout[0]})", f" {second} ({result.shootout[1]})"
    return f" {first}", f" {second}"


def _pairs(score: Score) -> list[tuple[int, int]]:
    """The score as pairs: one, or one a game."""
    match score:
        case (int() as first, int() as second):
            return [(first, second)]
        case games:
            return list(games)


def _occupant(stage: Stage, side: Occupant, slot: Slot) -> str:
    if isinstance(side, str):
        return name_of(stage, side)
    return slot_label(slot) if side is None else "bye"


def slot_label(slot: Slot) -> str:
    """The words of a slot by its source, for when nobody sits there yet.

    >>> slot_label(WinnerOf("R1.2")), slot_label(Seed(3))
    ('winner of R1.2', 'seed 3')
    """
    match slot:
        case WinnerOf(match):
            return f"winner of {match}"
        case LoserOf(match) | SecondChance(match):
            return f"loser of {match}"
        case PlaceOf(match, place):
            return f"{standings.ordinal(place)} of {match}"
        case Seed(number):
            return f"seed {number}"
        case Bye():
            return "bye"
        case _:
            assert_never(slot)


def match_line(stage: Stage, match: Match) -> str:
    """A match on one line: its id, its sides, the score by side and what happened.

    The empty seats of a heat are left out.
    """
    names = " - ".join(
        _occupant(stage, side, slot)
        for side, slot in zip(stage.pairing(match.id), match.slots, strict=True)
        if side is not BYE or len(match.slots) == 2  # noqa: PLR2004  more are a heat
    )
    return "  ".join([match.id, names, *_happened(stage, stage.result(match.id))])


def _happened(stage: Stage, result: Result | None) -> list[str]:
    match result:
        case None:
            return []
        case Win(winner, score, shootout):
            decided = [] if shootout is None else [f"({_told([shootout])} in the shootout)"]
            return [*_scored(score), *decided, f"{name_of(stage, winner)} won"]
        case Draw(score):
            return [*_scored(score), "drawn"]
        case Walkover() | Forfeit() | DoubleForfeit():
            return [_not_played(stage, result)]
        case Placement(order, _, out):
            places = ", ".join(name_of(stage, entrant) for entrant in order)
            absent = ", ".join(name_of(stage, entrant) for entrant in out)
            return [*filter(None, [places, absent and f"out: {absent}"])]
        case _:
            assert_never(result)


def _not_played(stage: Stage, result: Walkover | Forfeit | DoubleForfeit) -> str:
    match result:
        case Walkover(winner):
            return f"{name_of(stage, winner)} won by walkover"
        case Forfeit(loser):
            return f"{name_of(stage, loser)} forfeited"
        case DoubleForfeit():
            return "both forfeited"
        case _:
            assert_never(result)


def _scored(score: Score | None) -> list[str]:
    return [] if score is None else [_told(_pairs(score))]


def _told(pairs: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{first}:{second}" for first, second in pairs)


def standings_table(stage: Stage, ranked: "Standings") -> list[str]:
    """The standings as aligned lines; points stand there where the format gives any."""
    codes = list(dict.fromkeys(code for row in ranked for code in row.tiebreaks))
    has_points = any(row.points is not None for row in ranked)
    head = ["#", "entrant", *(["PTS"] if has_points else []), *codes]
    rows = [
        [
            str(row.place),
            name_of(stage, row.entrant),
            *([str(row.points)] if has_points else []),
            *(str(row.tiebreaks[code]) for code in codes),
        ]
        for row in ranked
    ]
    return sheets.table(head, rows)
