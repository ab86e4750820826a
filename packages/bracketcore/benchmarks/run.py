"""Print what bracketcore needs beside its peers, and whether the bars of the design hold."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import MOST_RUNS, RUNS
from peers import Peer, npm_peers, ours, pypi_peers

CREATED = (64, 1_024, 16_384)
PLAYED = (64, 1_024)
BAR_AHEAD = 20

# Stages of one shape share what never changes: for these the first is measured as well.
KEPT = ("create 64", "create 1024", "play as ready 64", "play as ready 1024", "round robin 100")

UNLIKE_OURS = (
    "keep a history to undo and correct by, know scores, walkovers and\n  withdrawals, refuse a "
    "second result, name its matches, and tell which of them a result changed."
)


def main() -> None:
    own, pypi, npm = ours(), pypi_peers(), npm_peers()
    print(f"Medians of {RUNS} to {MOST_RUNS} runs; CPU milliseconds, memory in MB.")
    print("Ratio: fastest peer / ours.")
    for peer in (pypi, npm):
        if peer.missing:
            print(f"Note: {peer.missing}.")
    print(f"{'work':40}{'bracketcore':>12}{'PyPI':>10}{'npm':>10}{'ratio':>8}  bar")
    for title, work, beside in works():
        print(line(title, own[work], [peer.numbers.get(beside) for peer in (pypi, npm)]))
    print(f"double-elimination, the fastest, does not {UNLIKE_OURS}")
    for text in bars(own, npm):
        print(text)
    print(flush=True)
    simulation = Path(__file__).with_name("simulation.py")
    subprocess.run([sys.executable, simulation], check=True)  # noqa: S603  our own code


def works() -> Iterator[tuple[str, str, str]]:
    """The title of each line, the name of our number and that of the peers' beside it."""
    titles = {f"create {size}": f"create double elimination of {size:,}" for size in CREATED}
    titles |= {f"play as ready {size}": f"play it as ready, {size:,}" for size in PLAYED}
    titles |= {f"play in order {size}": f"play it in order, {size:,}" for size in PLAYED}
    titles |= {f"round robin {size}": f"round robin of {size}" for size in (100, 500)}
    titles["memory 16384"] = "memory, double elimination of 16,384"
    for work, title in titles.items():
        yield title, work, work
        if work in KEPT:
            yield "  the first of its shape", f"first {work}", work


def line(title: str, own: float, known: Sequence[float | None]) -> str:
    others = "".join("-".rjust(10) if one is None else f"{one:10.2f}" for one in known)
    measured = [one for one in known if one is not None]
    if not measured:
        return f"{title:40}{own:12.2f}{others}{'-':>8}  no peer measured"
    ratio = min(measured) / own
    return f"{title:40}{own:12.2f}{others}{ratio:8.2f}  {verdict(holds=ratio >= 1)}"


def bars(own: dict[str, float], npm: Peer) -> Iterator[str]:
    """The bars that are no comparison with the fastest peer."""
    growth = own["create 16384"] / own["first create 1024"]
    yield at_most("16 times the entrants, 1,024 to 16,384, take times the time", growth, 20)
    if "create 1024" in npm.numbers:
        ahead = npm.numbers["create 1024"] / own["first create 1024"]
        title = "create 1,024: times as fast as brackets-manager"
        yield f"{title}: {ahead:.1f} (bar: >= 20): {verdict(holds=ahead >= BAR_AHEAD)}"
    costs = [own[f"record {size}"] for size in CREATED]
    yield f"one result at 64 / 1,024 / 16,384: {' / '.join(f'{cost:.2f}' for cost in costs)} µs"
    yield at_most("one result, 16,384 against 64, takes times the time", costs[2] / costs[0], 1.5)
    yield at_most("400 results of 1,024 entrants replayed, ms", own["replay 400"], 2)
    needed = import_times("from bracketcore import DoubleElimination", "import bracketcore")
    for code, number in needed.items():
        yield at_most(f"{code}, ms beyond a bare interpreter", number, 30)


def at_most(title: str, number: float, bar: float) -> str:
    return f"{title}: {number:.2f} (bar: <= {bar:g}): {verdict(holds=number <= bar)}"


def verdict(*, holds: bool) -> str:
    return "holds" if holds else "misses"


def import_times(*codes: str) -> dict[str, float]:
    """CPU milliseconds in a new process, medians of eleven, a bare interpreter taken off."""
    with TemporaryDirectory() as compiled:
        # An installed package is compiled, whatever this process was told to write.
        environment = os.environ | {
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": compiled,
        }
        bare, *loaded = (
            # The first run compiles and is not counted.
            statistics.median([started(code, environment) for _ in range(12)][1:])
            for code in ("pass", *codes)
        )
    return {code: number - bare for code, number in zip(codes, loaded, strict=True)}


def started(code: str, environment: Mapping[str, str]) -> float:
    child = os.posix_spawn(sys.executable, [sys.executable, "-c", code], environment)
    _, _, used = os.wait4(child, 0)
    return (used.ru_utime + used.ru_stime) * 1000


if __name__ == "__main__":
    main()
