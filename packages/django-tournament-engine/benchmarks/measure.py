"""The measurements of run.py: medians of five runs, in a prepared database."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import NamedTuple

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.playing import a_closed_tournament, first_stage, started, win

from tournament_engine.bracket import services as brackets
from tournament_engine.core.models import MAX_ENTRANTS, Tournament
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match

RUNS = 5
SIZES = (64, 1024)
#: How many results a stage may have before one more is measured.
LATE = 400


class Measured(NamedTuple):
    """One line of the table. The queries are those of the transaction itself."""

    what: str
    seconds: float
    queries: int


def main() -> None:
    """Print the table."""
    print(f"django-tournament-engine on {connection.vendor}, medians of {RUNS} runs")
    print(f"{'':44}{'time':>10}{'queries':>9}")
    for line in [*drawing(), *confirming(), late()]:
        print(f"{line.what:44}{line.seconds * 1000:>7.1f} ms{line.queries:>9}")


def drawing() -> Iterator[Measured]:
    for size in SIZES:
        tournaments = [cup(size) for _ in range(RUNS + 1)]
        acts = [partial(draw, tournament) for tournament in tournaments]
        yield measured(f"draw and save a knockout of {size:,}", acts)


def confirming() -> Iterator[Measured]:
    for size in SIZES:
        tournament = started(cup(size))
        yield measured(f"confirm a result among {size:,}", confirmations(playable(tournament)))


def late() -> Measured:
    """Measure a result that comes after many others of the same stage."""
    tournament = started(cup(MAX_ENTRANTS))
    waiting = playable(tournament)
    for act in confirmations(waiting[:LATE]):
        act()
    return measured(f"the same, after {LATE} other results", confirmations(waiting[LATE:]))


def measured(what: str, acts: Sequence[Callable[[], object]]) -> Measured:
    """Count the queries of the first act and take the time of the others."""
    first, *others = acts[: RUNS + 1]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        first()
    return Measured(what, median(timed(act) for act in others), len(queries))


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def cup(size: int) -> Tournament:
    return a_closed_tournament(entrants=size, max_entrants=MAX_ENTRANTS)


def draw(tournament: Tournament) -> None:
    brackets.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)


def playable(tournament: Tournament) -> list[Match]:
    rows = Match.objects.filter(tournament=tournament, state="ready")
    return list(rows.with_stage().with_sides())


def confirmations(waiting: Sequence[Match]) -> list[Callable[[], object]]:
    return [
        partial(
            matches.confirm_result, match=match, result=win(match), by=match.tournament.organizer
        )
        for match in waiting
    ]


if __name__ == "__main__":
    main()
