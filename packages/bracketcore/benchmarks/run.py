"""Print what bracketcore needs beside its peers, and whether the bars of the design hold."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measure import RUNS
from peers import Peer, npm_peers, ours, pypi_peers

CREATED = (64, 1_024, 16_384)
PLAYED = (64, 1_024)
BAR_AHEAD = 20


def main() -> None:
    own, pypi, npm = ours(), pypi_peers(), npm_peers()
    print(f"Medians of {RUNS} runs; CPU milliseconds, memory in MB. Ratio: fastest peer / ours.")
    for peer in (pypi, npm):
        if peer.missing:
            print(f"Note: {peer.missing}.")
    print(f"{'work':40}{'bracketcore':>12}{'PyPI':>10}{'npm':>10}{'ratio':>8}  bar")
    for title, work in works():
        print(line(title, work, own[work], pypi, npm))
    for text in bars(own, npm):
        print(text)
    print(flush=True)
    beside = Path(__file__).with_name("simulation.py")
    subprocess.run([sys.executable, beside], check=True)  # noqa: S603  our own code


def works() -> list[tuple[str, str]]:
    """The title of each line, and the name of its number."""
    double = "double elimination"
    return [
        *((f"create {double} of {size:,}", f"create {size}") for size in CREATED),
        *(
            (f"play it {way}, {size:,}", f"play {way} {size}")
            for way in ("as ready", "in order")
            for size in PLAYED
        ),
        *((f"round robin of {size}", f"round robin {size}") for size in (100, 500)),
        ("memory, double elimination of 16,384", "memory 16384"),
    ]


def line(title: str, work: str, own: float, pypi: Peer, npm: Peer) -> str:
    known = [peer.numbers.get(work) for peer in (pypi, npm)]
    others = "".join("-".rjust(10) if one is None else f"{one:10.2f}" for one in known)
    measured = [one for one in known if one is not None]
    if not measured:
        return f"{title:40}{own:12.2f}{others}{'-':>8}  no peer measured"
    ratio = min(measured) / own
    return f"{title:40}{own:12.2f}{others}{ratio:8.2f}  {verdict(holds=ratio >= 1)}"


def bars(own: dict[str, float], npm: Peer) -> Iterator[str]:
    """The bars that are no comparison with the fastest peer."""
    growth = own["create 16384"] / own["create 1024"]
    yield at_most("16 times the entrants, 1,024 to 16,384, take times the time", growth, 20)
    if "create 1024" in npm.numbers:
        ahead = npm.numbers["create 1024"] / own["create 1024"]
        title = "create 1,024: times as fast as brackets-manager"
        yield f"{title}: {ahead:.1f} (bar: >= 20): {verdict(holds=ahead >= BAR_AHEAD)}"
    costs = [own[f"record {size}"] for size in CREATED]
    yield f"one result at 64 / 1,024 / 16,384: {' / '.join(f'{cost:.2f}' for cost in costs)} µs"
    yield at_most("one result, 16,384 against 64, takes times the time", costs[2] / costs[0], 1.5)
    yield at_most("400 results of 1,024 entrants replayed, ms", own["replay 400"], 2)
    yield at_most("import bracketcore, ms beyond a bare interpreter", import_time(), 30)
    whole = import_time("from bracketcore import DoubleElimination")
    yield f"the same, from bracketcore import DoubleElimination: {whole:.1f}"


def at_most(title: str, number: float, bar: float) -> str:
    return f"{title}: {number:.2f} (bar: <= {bar:g}): {verdict(holds=number <= bar)}"


def verdict(*, holds: bool) -> str:
    return "holds" if holds else "misses"


def import_time(code: str = "import bracketcore") -> float:
    """CPU milliseconds in a new process, the median of eleven, a bare interpreter taken off."""
    bare = statistics.median(started("pass") for _ in range(11))
    return statistics.median(started(code) for _ in range(11)) - bare


def started(code: str) -> float:
    child = os.posix_spawn(sys.executable, [sys.executable, "-c", code], os.environ)
    _, _, used = os.wait4(child, 0)
    return (used.ru_utime + used.ru_stime) * 1000


if __name__ == "__main__":
    main()
