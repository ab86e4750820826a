"""What a picture says: the names of its parts, and a match as it is read out."""

import re
from collections.abc import Sequence
from typing import Final, assert_never

from bracketcore.formats.labels import name_of, slot_label
from bracketcore.results import (
    DoubleForfeit,
    Draw,
    Forfeit,
    Placement,
    Score,
    Walkover,
    Win,
    totals,
)
from bracketcore.stage import Stage
from bracketcore.structure import BYE, Match, Occupant, Slot

__all__ = [
    "bracket_name",
    "format_name",
    "match_title",
    "numbers",
    "round_name",
    "side_name",
    "summary",
]

NAMES: Final = {
    # The only bracket of a stage needs no name.
    "R": "",
    "U": "Upper bracket",
    "L": "Lower bracket",
    "GF": "Grand final",
    "3P": "Third place",
}
PLACES: Final = re.compile(r"P([0-9]+)")
LAST_ROUNDS: Final = ("Final", "Semi-finals", "Quarter-finals")
STATES: Final = {"waiting": "waiting", "ready": "to be played", "skipped": "not to be played"}


def format_name(stage: Stage) -> str:
    """The name of the format in words: "Double elimination"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", type(stage.format).__name__).capitalize()


def summary(stage: Stage) -> str:
    """How far the stage is, and who won it."""
    states = [stage.state(match.id) for match in stage.matches]
    needed = len(states) - states.count("skipped")
    told = f"{states.count('played')} of {needed} matches are played."
    champion = stage.champion
    return told if champion is None else f"{told} {name_of(stage, champion)} is the champion."


def bracket_name(stage: Stage, bracket: str) -> str:
    if bracket in stage.pools:
        return f"Pool {bracket}"
    if (places := PLACES.fullmatch(bracket)) is not None:
        return f"Places from {places[1]}"
    return NAMES.get(bracket, bracket)


def round_name(bracket: str, number: int, sizes: Sequence[int]) -> str:
    """The name of a round, of a bracket whose rounds have these numbers of matches.

    >>> [round_name("R", number, [4, 2, 1]) for number in (1, 2, 3)]
    ['Quarter-finals', 'Semi-finals', 'Final']
    >>> [round_name("GF", number, [1, 1]) for number in (1, 2)]
    ['Final', 'Reset']
    """
    if bracket == "GF":
        return "Final" if number == 1 else "Reset"
    to_go = len(sizes) - number
    names_of_last = bracket == "R" and to_go < len(LAST_ROUNDS)
    if names_of_last and list(sizes[number - 1 :]) == [2**left for left in range(to_go, -1, -1)]:
        return LAST_ROUNDS[to_go]
    return f"Round {number}"


def match_title(stage: Stage, match: Match) -> str:
    """A match as it is read out: "Round 1, match 3: Alpha 2, Beta 1, played"."""
    sides = zip(stage.pairing(match.id), match.slots, numbers(stage, match), strict=True)
    told = [
        " ".join([side_name(stage, side, slot), *([number] if number else [])])
        for side, slot, number in sides
        if side is not BYE or len(match.slots) == 2  # noqa: PLR2004  more are a heat
    ]
    return f"{_where(stage, match)}: {', '.join([*told, _state(stage, match)])}"


def _where(stage: Stage, match: Match) -> str:
    """The bracket, the round and the number of a match, as far as its id has them."""
    if match.bracket == "GF":
        return bracket_name(stage, "GF") if match.round == 1 else "Grand final, reset"
    part, _, number = match.id.rpartition(".")
    words = [bracket_name(stage, match.bracket)]
    if part not in {"", match.bracket}:
        words.append(f"round {match.round}")
    if part:
        words.append(f"match {number}")
    place = ", ".join(filter(None, words))
    return place[:1].upper() + place[1:]


def _state(stage: Stage, match: Match) -> str:
    match stage.result(match.id):
        case None:
            return STATES[stage.state(match.id)]
        case Win() | Draw() | Placement():
            return "played"
        case Walkover():
            return "walkover"
        case Forfeit() | DoubleForfeit():
            return "forfeited"
        case result:
            assert_never(result)


def side_name(stage: Stage, side: Occupant, slot: Slot) -> str:
    if isinstance(side, str):
        return name_of(stage, side)
    return slot_label(slot) if side is None else "bye"


def numbers(stage: Stage, match: Match) -> tuple[str, ...]:
    """What stands behind the name of each side: score or games won, points or place."""
    sides = stage.pairing(match.id)
    match stage.result(match.id):
        case Win(_, score, shootout) if score is not None:
            return _scored(score, shootout)
        case Draw(score) if score is not None:
            return _scored(score, None)
        case Placement(order, points):
            return _placed(order, points, sides)
        case _:
            return ("",) * len(sides)


def _scored(score: Score, shootout: tuple[int, int] | None) -> tuple[str, ...]:
    if shootout is None:
        return tuple(map(str, totals(score)))
    both = zip(totals(score), shootout, strict=True)
    return tuple(f"{number} ({decided})" for number, decided in both)


def _placed(
    order: Sequence[str], points: Sequence[int] | None, sides: Sequence[Occupant]
) -> tuple[str, ...]:
    places = [f"{place}." for place in range(1, len(order) + 1)]
    told = dict(zip(order, places if points is None else map(str, points), strict=True))
    return tuple(told.get(side, "") if isinstance(side, str) else "" for side in sides)
