"""What the eliminations share: rounds that halve until one match is left, and who is out."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bracketcore import standings
from bracketcore.errors import InvalidStage
from bracketcore.seeding.orders import bracket_size, standard_order
from bracketcore.stage import Stage
from bracketcore.structure import BYE_SOURCE, Round, winners_of

if TYPE_CHECKING:
    from bracketcore.standings import Row
    from bracketcore.tiebreaks import Tiebreak

__all__ = [
    "Plan",
    "beaten",
    "check_asked",
    "check_four",
    "first_sources",
    "match_ids",
    "numerals",
    "rounds_until_final",
    "still_in",
]


class Plan:
    """The rounds laid out so far, with the index that the next match gets."""

    def __init__(self) -> None:
        self.rounds: list[Round] = []
        self._matches = 0
        self._last: dict[str, int] = {}
        self._numerals: list[str] = []

    def add_next(self, bracket: str, sources: Sequence[int]) -> range:
        """The next round of a bracket, two sources a match: the indices of its matches."""
        number = self._last.get(bracket, 0) + 1
        self._last[bracket] = number
        matches = len(sources) // 2
        if matches > len(self._numerals):
            self._numerals = numerals(matches)
        ids = match_ids(bracket, number, self._numerals[:matches])
        return self.add(Round(bracket, number, ids, sources))

    def add(self, part: Round) -> range:
        start = self._matches
        self.rounds.append(part)
        self._matches += len(part.ids)
        return range(start, self._matches)


def match_ids(bracket: str, number: int, matches: Sequence[str]) -> list[str]:
    """The ids of the matches of a round, whose own numbers are given as text."""
    return list(map(f"{bracket}{number}.".__add__, matches))


def numerals(last: int) -> list[str]:
    """The numbers from 1 as text."""
    return list(map(str, range(1, last + 1)))


def first_sources(entrants: int) -> list[int]:
    """The seeds in standard order; the best have byes where seats are left."""
    order = standard_order(bracket_size(entrants))
    return [-number if number <= entrants else BYE_SOURCE for number in order]


def rounds_until_final(bracket: str, entrants: int) -> list[Round]:
    """A whole bracket whose matches stand first in the structure."""
    plan = Plan()
    matches = plan.add_next(bracket, first_sources(entrants))
    while len(matches) > 1:
        matches = plan.add_next(bracket, winners_of(matches))
    return plan.rounds


def beaten(stage: Stage, matches: Iterable[str]) -> "list[Row]":
    """Who lost these matches, both sides where both lost; the places are not set yet."""
    rows = []
    for match in matches:
        winner, loser = stage.outcome(match)
        for side in stage.pairing(match):
            if loser is not None and isinstance(side, str) and side != winner:
                reason = f"lost {match} to {winner}" if isinstance(winner, str) else f"lost {match}"
                rows.append(standings.Row(0, side, reason=reason))
    return rows


def still_in(stage: Stage, out: "Sequence[Row]", final: str) -> "list[Row]":
    """Who has not been beaten; only the champion when the final is decided."""
    gone = {row.entrant for row in out}
    reason = "still in" if stage.outcome(final)[0] is None else f"won {final}"
    return [standings.Row(0, one.id, reason=reason) for one in stage.entrants if one.id not in gone]


def check_asked(pool: str | None, tiebreaks: "Iterable[Tiebreak] | None") -> None:
    if pool is not None:
        raise InvalidStage("A knockout has no pools: ask for the standings of the whole stage.")
    if tiebreaks is not None:
        raise InvalidStage("A knockout has no tie-breaks: ask for its standings without them.")


def check_four(format_name: str, entrants: int) -> None:
    if entrants != 4:  # noqa: PLR2004  the number is the format
        raise InvalidStage(
            f"{format_name} is for four entrants, not {entrants}: "
            "give four or choose another format."
        )
