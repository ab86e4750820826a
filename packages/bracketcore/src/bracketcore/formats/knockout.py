"""What the eliminations share: rounds that halve until one match is left, and who is out."""

from collections.abc import Iterable, Sequence

from bracketcore.errors import InvalidStage
from bracketcore.seeding import bracket_size, standard_order
from bracketcore.stage import Stage
from bracketcore.standings import Row
from bracketcore.structure import BYE_SOURCE, Round, seed, winner_of

__all__ = ["beaten", "check_asked", "first_round", "match_ids", "rounds_until_final", "still_in"]


def match_ids(bracket: str, number: int, matches: int) -> list[str]:
    prefix = f"{bracket}{number}."
    return [f"{prefix}{match}" for match in range(1, matches + 1)]


def first_round(bracket: str, entrants: int) -> Round:
    """The seeds in standard order; the best have byes where seats are left."""
    size = bracket_size(entrants)
    sources = [
        seed(number) if number <= entrants else BYE_SOURCE for number in standard_order(size)
    ]
    return Round(bracket, 1, match_ids(bracket, 1, size // 2), sources)


def rounds_until_final(bracket: str, entrants: int) -> list[Round]:
    """A whole bracket whose matches stand first in the structure."""
    rounds = [first_round(bracket, entrants)]
    start = 0
    while (matches := len(rounds[-1].ids)) > 1:
        number = len(rounds) + 1
        sources = [winner_of(index) for index in range(start, start + matches)]
        rounds.append(Round(bracket, number, match_ids(bracket, number, matches // 2), sources))
        start += matches
    return rounds


def beaten(stage: Stage, matches: Iterable[str]) -> list[Row]:
    """Who lost these matches, both sides where both lost; the places are not set yet."""
    rows = []
    for match in matches:
        winner, loser = stage.outcome(match)
        for side in stage.pairing(match):
            if loser is not None and isinstance(side, str) and side != winner:
                reason = f"lost {match} to {winner}" if isinstance(winner, str) else f"lost {match}"
                rows.append(Row(0, side, reason=reason))
    return rows


def still_in(stage: Stage, out: Sequence[Row], final: str) -> list[Row]:
    """Who has not been beaten; only the champion when the final is decided."""
    gone = {row.entrant for row in out}
    reason = "still in" if stage.outcome(final)[0] is None else f"won {final}"
    return [Row(0, one.id, reason=reason) for one in stage.entrants if one.id not in gone]


def check_asked(pool: str | None, tiebreaks: Iterable[str] | None) -> None:
    if pool is not None:
        raise InvalidStage("A knockout has no pools: ask for the standings of the whole stage.")
    if tiebreaks is not None:
        raise InvalidStage("A knockout has no tie-breaks: ask for its standings without them.")
