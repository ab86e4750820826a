"""Double elimination: lose twice and you are out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from bracketcore import standings
from bracketcore.errors import InvalidStage
from bracketcore.formats import sheets
from bracketcore.formats.games import BestOf, best_of_match, check_best_of
from bracketcore.formats.knockout import (
    Plan,
    beaten,
    check_asked,
    first_sources,
    still_in,
)
from bracketcore.formats.labels import labelled_rounds, match_line
from bracketcore.formats.lower_start import lower_field
from bracketcore.formats.shapes import shape
from bracketcore.recipe import Format
from bracketcore.stage import Stage
from bracketcore.structure import (
    Match,
    Round,
    Structure,
    losers_of,
    second_chance,
    winner_of,
    winners_of,
)

if TYPE_CHECKING:
    from bracketcore.standings import Row, Standings
    from bracketcore.tiebreaks import Tiebreak

__all__ = ["DoubleElimination", "drop_mask"]

GrandFinal = Literal["reset", "single", "none"]
Drops = Literal["latest_rematch", "natural", "reverse"]


@dataclass(frozen=True, kw_only=True)
class DoubleElimination(Format):
    """An upper bracket of the unbeaten, a lower one of the once beaten, and a grand final.

    ``grand_final`` "reset" plays a second one when the unbeaten side loses the first;
    "none" ends with a winner of each bracket. ``drops`` says where the losers of the
    upper bracket enter the lower one: so that a rematch comes as late as it can, in the
    order of their matches, or in the reverse order. With ``upper_entrants`` the seeds after
    that number start in the lower bracket, as if they had lost once. ``best_of`` is a number
    of games, or a mapping by round, bracket or both.

    >>> cup = DoubleElimination(best_of={"GF": 3}).create(["ann", "bob", "cyd"])
    >>> [match.id for match in cup.matches if cup.state(match.id) != "skipped"]
    ['U1.2', 'U2.1', 'L2.1', 'GF.1', 'GF.2']
    """

    grand_final: GrandFinal = "reset"
    drops: Drops = "latest_rematch"
    upper_entrants: int | None = None
    best_of: BestOf = 1

    def __post_init__(self) -> None:
        check_best_of(self.best_of, decisive=True)
        if self.grand_final not in {"reset", "single", "none"}:
            raise InvalidStage(
                f"There is no grand final {self.grand_final!r}: choose reset, single or none."
            )
        if self.drops not in {"latest_rematch", "natural", "reverse"}:
            raise InvalidStage(
                f"There are no drops {self.drops!r}: choose latest_rematch, natural or reverse."
            )
        if self.upper_entrants is not None and (
            type(self.upper_entrants) is not int or self.upper_entrants < 2  # noqa: PLR2004  two must meet
        ):
            raise InvalidStage("upper_entrants is a whole number from 2, or None for everybody.")

    def layout(self, entrants: int) -> Structure:
        options = (entrants, self._upper_entrants(entrants), self.grand_final, self.drops)
        return shape(two_brackets, *options, matches=2 * entrants)

    def _upper_entrants(self, entrants: int) -> int:
        if self.upper_entrants is None:
            return entrants
        if self.upper_entrants > entrants:
            raise InvalidStage(
                f"{self.upper_entrants} cannot start in the upper bracket where there are "
                f"{entrants} entrants: lower upper_entrants or leave it out."
            )
        return self.upper_entrants

    def games_in(self, match: Match) -> int:
        return best_of_match(self.best_of, match)

    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: "Iterable[Tiebreak] | None"
    ) -> "Standings":
        check_asked(pool, tiebreaks)
        out = [_out_in_grand_final(stage), *_out_in_lower(stage)]
        final = stage.matches[-1].id
        rest = still_in(stage, [row for group in out for row in group], final)
        if self.grand_final == "none" and stage.is_complete:
            return standings.tiers([*_by_bracket(stage, rest), *out])
        return standings.tiers([rest, *out])

    def champion(self, stage: Stage) -> str | None:
        if not stage.is_complete:
            return None
        last = stage.matches[-1]
        if self.grand_final == "none":
            last = next(match for match in reversed(stage.matches) if match.bracket == "U")
        winner, _ = stage.outcome(last.id)
        return winner if isinstance(winner, str) else None

    def draw(self, stage: Stage) -> str:
        upper = labelled_rounds(stage, "U")
        final = next(match for match in reversed(stage.matches) if match.bracket == "U")
        winner, _ = stage.outcome(final.id)
        crown = str(stage.entrant(winner)) if isinstance(winner, str) else f"winner of {final.id}"
        rest = [match_line(stage, match) for match in stage.matches if match.bracket != "U"]
        return "\n".join(
            ["Upper bracket", *sheets.bracket(upper, crown), "", "Lower bracket", *rest]
        )


def two_brackets(entrants: int, start: int, grand_final: GrandFinal, drops: Drops) -> Structure:
    """An upper bracket in which so many start, its rounds between those of the lower one."""
    plan = Plan()
    upper = plan.add_next("U", first_sources(start))
    height = len(upper).bit_length()
    lower = lower_field(plan, upper, range(start + 1, entrants + 1))
    for number in range(2, height + 1):
        survivors = plan.add_next("L", lower)
        upper = plan.add_next("U", winners_of(upper))
        mask = _mask(drops, number, height)
        losers = losers_of(upper)
        sources = [0] * (2 * len(survivors))
        sources[::2] = [losers.start + 4 * (index ^ mask) for index in range(len(survivors))]
        sources[1::2] = winners_of(survivors)
        lower = winners_of(plan.add_next("L", sources))
    _add_grand_final(plan, grand_final, winner_of(upper[0]), lower[0])
    return Structure(plan.rounds)


def _mask(drops: Drops, number: int, height: int) -> int:
    match drops:
        case "latest_rematch":
            return drop_mask(number, height)
        case "natural":
            return 0
        case "reverse":
            return (1 << (height - number)) - 1
        case _:
            assert_never(drops)


def _add_grand_final(plan: Plan, kind: GrandFinal, unbeaten: int, beaten_once: int) -> None:
    if kind == "none":
        return
    first = plan.add(Round("GF", 1, ["GF.1"], [unbeaten, beaten_once]))[0]
    if kind == "reset":
        plan.add(Round("GF", 2, ["GF.2"], [winner_of(first), second_chance(first)]))


def drop_mask(number: int, height: int) -> int:
    """What the index of a loser of this upper round is XORed with in the lower bracket.

    The reversal of the low height - number bits of number - 1: the halves that two who
    met came from are then swapped as often as it takes to keep them apart longest.

    >>> [drop_mask(number, 5) for number in range(1, 6)]
    [0, 4, 1, 1, 0]
    """
    bits = height - number
    low = (number - 1) & ((1 << bits) - 1)
    return int(f"{low:0{bits}b}"[::-1], 2) if bits else 0


def _rounds(stage: Stage, bracket: str) -> dict[int, list[str]]:
    rounds: dict[int, list[str]] = {}
    for match in stage.matches:
        if match.bracket == bracket:
            rounds.setdefault(match.round, []).append(match.id)
    return rounds


def _out_in_grand_final(stage: Stage) -> "list[Row]":
    """Who lost a grand final for good: not the one who has a second chance in the next."""
    finals = [match for ids in _rounds(stage, "GF").values() for match in ids]
    lost = {match: beaten(stage, [match]) for match in finals}
    again = stage.pairing("GF.2") if "GF.2" in lost else ()
    return [
        row
        for match, rows in lost.items()
        for row in rows
        if match == "GF.2" or row.entrant not in again
    ]


def _out_in_lower(stage: Stage) -> "list[list[Row]]":
    """Who is out by the lower bracket, the last round first.

    Two who both forfeit an upper match are out where the loser would have dropped to.
    """
    out = {number: beaten(stage, ids) for number, ids in _rounds(stage, "L").items()}
    upper = _rounds(stage, "U")
    # Rounds of those who start in the lower bracket come before the usual two for each upper one.
    earlier = len(out) - 2 * (len(upper) - 1)
    for number, ids in upper.items():
        both = [match for match in ids if not isinstance(stage.outcome(match)[1], str)]
        out.setdefault(max(2 * number - 2 + earlier, 1), []).extend(beaten(stage, both))
    return [out[number] for number in sorted(out, reverse=True)]


def _by_bracket(stage: Stage, rest: "Sequence[Row]") -> "list[list[Row]]":
    unbeaten = stage.champion
    return [
        [row for row in rest if row.entrant == unbeaten],
        [row for row in rest if row.entrant != unbeaten],
    ]
