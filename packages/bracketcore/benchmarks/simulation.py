"""What it costs to simulate and to schedule a stage: medians of five runs, in CPU time."""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

from bracketcore import DoubleElimination, Format, Pools, RoundRobin, SingleElimination, Stage
from bracketcore.schedule import schedule
from bracketcore.simulation import simulate

RUNS = 5
START = datetime(2026, 5, 9, 9, tzinfo=UTC)


def main() -> None:
    print(f"{'chances of every place':34}{'runs':>8}{'s':>9}{'µs/run':>9}{'peak MB':>10}")
    simulated("single elimination", SingleElimination(), 64, runs=10_000)
    simulated("double elimination", DoubleElimination(), 64, runs=10_000)
    simulated("round robin", RoundRobin(), 4, runs=10_000)
    simulated("round robin", RoundRobin(), 8, runs=1_000)
    simulated("4 pools", Pools(pools=4), 16, runs=1_000)
    print(f"{'schedule on 32 courts':34}{'matches':>8}{'ms':>9}{'µs/match':>9}{'peak MB':>10}")
    for entrants in (64, 1_024, 16_384):
        scheduled("double elimination", DoubleElimination(), entrants)
    for entrants in (32, 128):
        scheduled("round robin", RoundRobin(), entrants)


def simulated(title: str, format: Format, entrants: int, *, runs: int) -> None:  # noqa: A002  the field's word
    stage = create(format, entrants)
    ratings = {one.id: 1800 - 10 * number for number, one in enumerate(stage.entrants)}
    seconds, peak = measured(lambda: simulate(stage, ratings, runs, Random(1)))
    each = seconds / runs * 1e6
    print(f"{f'{title} of {entrants:,}':34}{runs:8,}{seconds:9.2f}{each:9.1f}{peak:10.1f}")


def scheduled(title: str, format: Format, entrants: int) -> None:  # noqa: A002  the field's word
    stage = create(format, entrants)
    matches = len(schedule(stage, 32, 30, START, 10))
    seconds, peak = measured(lambda: schedule(stage, 32, 30, START, 10))
    each = seconds / matches * 1e6
    print(
        f"{f'{title} of {entrants:,}':34}{matches:8,}{seconds * 1000:9.1f}{each:9.1f}{peak:10.1f}"
    )


def create(format: Format, entrants: int) -> Stage:  # noqa: A002  the field's word
    return format.create([f"entrant {number}" for number in range(entrants)])


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """The median time in seconds, and the most memory in MB."""
    seconds = statistics.median(timed(work) for _ in range(RUNS))
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, peak / 1e6


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
