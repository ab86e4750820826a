"""Where the entrants of a table stand now: their order and their points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bracketcore import Standings
from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.tables import pools_of
from tournament_engine.bracket.wording import number

__all__ = ["Rank", "ranks"]


@dataclass(frozen=True, slots=True)
class Rank:
    """`order` counts from 0 within the pool; `points` are as a page shows them."""

    order: int
    points: str


def ranks(bracket: Bracket) -> Mapping[int, Rank]:
    """Return the rank of every entrant of a stage, by the entrant's key."""
    return {
        int(row.entrant): Rank(order, "" if row.points is None else number(row.points))
        for table in _standings(bracket)
        for order, row in enumerate(table)
    }


def _standings(bracket: Bracket) -> Iterator[Standings]:
    stage = stages.load(bracket)
    for pool in pools_of(stage):
        yield stage.standings(pool=pool)
