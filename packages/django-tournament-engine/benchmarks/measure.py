"""The measurements of run.py, in a prepared database."""

import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from statistics import median
from typing import NamedTuple

from benchmarks.crowd import crowds
from benchmarks.workers import by_worker
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.playing import a_closed_tournament, first_stage, started, win

from tournament_engine.awards.paper import CertificateKind, Paper
from tournament_engine.awards.rendering import render
from tournament_engine.bracket import services as brackets
from tournament_engine.core.models import MAX_ENTRANTS, Tournament
from tournament_engine.core.stages import StageSpec
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match

DOUBLE = StageSpec(code="cup", name="Cup", format="double_elimination")
RUNS = 5
SIZES = (64, 1024)
PAPERS = 500
#: How many results a stage may have before one more is measured.
LATE = 400


#: How many results are confirmed for one figure: enough for the slowest of twenty.
CONFIRMED = 40


class Measured(NamedTuple):
    """One line of the table: the median, 19 of 20, and the queries of the transaction itself."""

    what: str
    seconds: float
    p95: float
    queries: int


def main() -> None:
    """Print the table."""
    runs = f"a draw {RUNS} times, a result {CONFIRMED} times"
    print(f"django-tournament-engine on {connection.vendor}, {runs}")
    print(f"{'':52}{'time':>10}{'p95':>10}{'queries':>9}")
    drawn, taken = list(drawing()), [*confirming(), late(), telling()]
    for line in [*drawn, *taken]:
        times = f"{line.seconds * 1000:>7.1f} ms{line.p95 * 1000:>7.1f} ms"
        print(f"{line.what:52}{times}{line.queries:>9}")
    first, *others, _telling = taken
    for line in others:
        print(f"{line.what}: {line.seconds / first.seconds:.2f} times {first.what}")
    print(certificates())
    for line_of_crowd in crowds():
        print(line_of_crowd)


def certificates() -> str:
    """Draw many certificates one after the other, as the job does; memory must not grow."""
    paper = Paper(
        kind=CertificateKind.PARTICIPANT,
        name="",
        team="Owls",
        tournament="Summer Open",
        game="Chess",
        held_on=date(2026, 5, 17),
        language="en",
        code="K7QM-0A2B-9XYZ-1111",
        url="https://example.org/tournaments/verify/K7QM-0A2B-9XYZ-1111/",
    )
    render(replace(paper, name="The first one loads the fonts"))
    papers = [replace(paper, name=f"Ann {n}") for n in range(PAPERS)]
    took = sum(timed(partial(render, one)) for one in papers)
    # Once more: to follow what is held slows the work down.
    tracemalloc.start()
    for one in papers:
        render(one)
    held, peak = (size / 1024 for size in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    return f"{PAPERS} certificates: {took:.1f} s, peak {peak:.0f} KiB, {held:.0f} KiB held after"


def drawing() -> Iterator[Measured]:
    for size in SIZES:
        tournaments = [cup(size) for _ in range(RUNS + 1)]
        acts = [partial(draw, tournament) for tournament in tournaments]
        yield measured(f"draw and save a double elimination of {size:,}", acts)


def confirming() -> Iterator[Measured]:
    """Measure what whoever confirms waits for: a worker tells the others."""
    for size in SIZES:
        tournament = started(cup(size))
        acts = confirmations(playable(tournament)[: CONFIRMED + 1])
        with by_worker():
            yield measured(f"confirm a result among {size:,}", acts)


def late() -> Measured:
    """Measure a result that comes after many others of the same stage."""
    tournament = started(cup(MAX_ENTRANTS))
    waiting = playable(tournament)
    acts = confirmations(waiting[: LATE + CONFIRMED + 1])
    with by_worker():
        for act in acts[:LATE]:
            act()
        return measured(f"the same, after {LATE} other results", acts[LATE:])


def telling() -> Measured:
    """Measure the same on a site without workers, where the request tells everybody."""
    tournament = started(cup(SIZES[0]))
    acts = confirmations(playable(tournament)[: CONFIRMED + 1])
    return measured("confirm and tell everybody, among 64", acts)


def measured(what: str, acts: Sequence[Callable[[], object]]) -> Measured:
    """Count the queries of the first act and take the time of the others."""
    first, *others = acts
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        first()
    times = sorted(timed(act) for act in others)
    return Measured(what, median(times), times[int(len(times) * 0.95) - 1], len(queries))


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def cup(size: int) -> Tournament:
    return a_closed_tournament(entrants=size, max_entrants=MAX_ENTRANTS, stages=(DOUBLE,))


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
