"""What it costs to create and play a stage: medians of five runs, in this process's CPU time."""

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from bracketcore import Format, RoundRobin, SingleElimination, Stage, Win

RUNS = 5


def main() -> None:
    print(f"{'work':34}{'create ms':>11}{'play ms':>11}{'matches/s':>12}{'peak MB':>10}")
    single = [report("single elimination", SingleElimination(), n) for n in (64, 1_024, 16_384)]
    robin = [report("round robin", RoundRobin(), n) for n in (100, 500)]
    print(f"16 times the entrants, 1,024 to 16,384: {single[2] / single[1]:.1f} times the time")
    print(f"25 times the matches, 100 to 500: {robin[1] / robin[0]:.1f} times the time")
    print(f"import bracketcore: {import_time() * 1000:.1f} ms (a bare interpreter taken off)")
    print(flush=True)
    beside = Path(__file__).with_name("simulation.py")
    subprocess.run([sys.executable, beside], check=True)  # noqa: S603  our own code


def report(title: str, format: Format, entrants: int) -> float:  # noqa: A002  the field's word
    """Print a line of the table and return the median time of creating and playing."""
    names = [f"entrant {number}" for number in range(entrants)]
    creating = median(lambda: format.create(names))
    matches = len(format.create(names).matches)
    playing = statistics.median(timed_play(format.create(names)) for _ in range(RUNS))
    total = creating + playing
    print(
        f"{title + f' of {entrants:,}':34}{creating * 1000:11.2f}{playing * 1000:11.2f}"
        f"{matches / total:12,.0f}{peak(format, names):10.1f}"
    )
    return total


def median(work: Callable[[], object]) -> float:
    return statistics.median(timed(work) for _ in range(RUNS))


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def timed_play(stage: Stage) -> float:
    matches = [match.id for match in stage.matches]
    return timed(lambda: play(stage, matches))


def play(stage: Stage, matches: list[str]) -> None:
    for match in matches:
        winner = stage.pairing(match)[0]
        if isinstance(winner, str):
            stage.record(match, Win(winner))


def peak(format: Format, names: list[str]) -> float:  # noqa: A002  the field's word
    """The most memory that creating and playing takes, in MB."""
    tracemalloc.start()
    stage = format.create(names)
    play(stage, [match.id for match in stage.matches])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def import_time() -> float:
    bare = statistics.median(child("pass") for _ in range(RUNS))
    return statistics.median(child("import bracketcore") for _ in range(RUNS)) - bare


def child(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  our own code
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
