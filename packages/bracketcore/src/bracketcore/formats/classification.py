"""All places played out: the losers of every round go on among themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bracketcore import standings
from bracketcore.formats.knockout import first_sources, match_ids, numerals
from bracketcore.stage import Stage
from bracketcore.structure import BYE, BYE_SOURCE, Match, Round, loser_of, winner_of

if TYPE_CHECKING:
    from bracketcore.standings import Row, Standings

__all__ = ["MAIN", "THIRD_PLACE", "classified", "rounds_for_all_places"]

MAIN = "R"
THIRD_PLACE = "3P"


@dataclass(frozen=True, slots=True)
class _Field:
    """Those who play for the places from ``best`` on, before their next round."""

    best: int
    seats: Sequence[int]
    played: int = 0


def rounds_for_all_places(entrants: int) -> Iterator[Round]:
    """The rounds in playing order; of those played at a time, the best places come last."""
    fields = [_Field(1, first_sources(entrants))]
    start = 0
    number = 1
    while fields:
        coming: list[_Field] = []
        for field in fields:
            part = _round(field, number)
            yield part
            coming += _parted(field, start)
            start += len(part.ids)
        fields = sorted(filter(_is_contested, coming), key=lambda field: -field.best)
        number += 1


def _round(field: _Field, number: int) -> Round:
    matches = len(field.seats) // 2
    if field.best == 1:
        return Round(MAIN, number, match_ids(MAIN, number, numerals(matches)), field.seats)
    if field.best == 3 and matches == 1:  # noqa: PLR2004  the third place
        return Round(THIRD_PLACE, number, [THIRD_PLACE], field.seats)
    label = f"P{field.best}"
    ids = [f"{label}.{field.played + match}" for match in range(1, matches + 1)]
    return Round(label, number, ids, field.seats)


def _parted(field: _Field, start: int) -> tuple[_Field, _Field]:
    """The winners and the losers of a round, whose first match has the index ``start``."""
    winners, losers = [], []
    pairs = zip(field.seats[::2], field.seats[1::2], strict=True)
    for match, pair in enumerate(pairs, start=start):
        met = len(pair) - pair.count(BYE_SOURCE)
        winners.append(winner_of(match) if met else BYE_SOURCE)
        losers.append(loser_of(match) if met == len(pair) else BYE_SOURCE)
    worse = field.best + len(winners) - winners.count(BYE_SOURCE)
    return (
        _Field(field.best, winners, field.played + len(winners)),
        _Field(worse, _closed_up(losers)),
    )


def _closed_up(seats: list[int]) -> list[int]:
    """The seats without a first round in which nobody would meet anybody."""
    pairs = list(zip(seats[::2], seats[1::2], strict=False))
    if len(seats) == 1 or any(BYE_SOURCE not in pair for pair in pairs):
        return seats
    return _closed_up([max(pair) for pair in pairs])


def _is_contested(field: _Field) -> bool:
    return len(field.seats) - field.seats.count(BYE_SOURCE) > 1


def classified(stage: Stage) -> "Standings":
    """Everybody by the best place that is still open to him: in the end, one each."""
    open_to = {one.id: (1, 0) for one in stage.entrants}
    reasons = {one.id: "still in" for one in stage.entrants}
    for match, worse, last in _stakes(stage.matches):
        winner, loser = stage.outcome(match.id)
        met = [side for side in stage.pairing(match.id) if isinstance(side, str)]
        if loser is None or len(met) < 2:  # noqa: PLR2004  two must meet
            continue
        for side in met:
            if side == winner:
                reasons[side] = f"won {match.id}"
            else:
                # Two who both forfeit go on nowhere: the rest of the losers are before them.
                open_to[side] = (worse, 0) if side == loser else (last, 1)
                to = f" to {winner}" if isinstance(winner, str) else ""
                reasons[side] = f"lost {match.id}{to}"
    groups: dict[tuple[int, int], list[Row]] = {}
    for entrant, key in open_to.items():
        groups.setdefault(key, []).append(standings.Row(0, entrant, reason=reasons[entrant]))
    return standings.tiers(groups[key] for key in sorted(groups))


def _stakes(matches: Sequence[Match]) -> Iterator[tuple[Match, int, int]]:
    """Each match with the best and the last place that its loser can get."""
    rounds: dict[tuple[str, int], list[Match]] = {}
    for match in matches:
        rounds.setdefault((match.bracket, match.round), []).append(match)
    for (bracket, _), part in rounds.items():
        seated = [sum(slot != BYE for slot in match.slots) for match in part]
        worse = _best_place(bracket) + sum(count > 0 for count in seated)
        last = worse + seated.count(2) - 1
        yield from ((match, worse, last) for match in part)


def _best_place(bracket: str) -> int:
    return 1 if bracket == MAIN else int(bracket.strip("P"))
