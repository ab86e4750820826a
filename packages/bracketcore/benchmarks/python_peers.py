"""What the peers from PyPI need for the same work: prints a JSON object of work and number."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import double_elimination  # type: ignore[import-not-found]  # the peers have their own place
import round_robin_tournament  # type: ignore[import-not-found]  # the same
from measure import milliseconds, names, peak


def main() -> None:
    create = double_elimination.Tournament
    robin = round_robin_tournament.Tournament
    measured = {f"create {size}": of_names(create, size) for size in (64, 1_024, 16_384)}
    measured |= {f"round robin {size}": of_names(robin, size) for size in (100, 500)}
    for size in (64, 1_024):
        for way, play in (("as ready", play_as_ready), ("in order", play_in_order)):
            prepare = partial(create, names(size))
            measured[f"play {way} {size}"] = milliseconds(prepare, play)
    entered = names(16_384)
    measured["memory 16384"] = peak(lambda: create(entered))
    print(json.dumps(measured))


def of_names(create: Callable[[list[str]], object], size: int) -> float:
    return milliseconds(lambda: names(size), create)


def play_as_ready(tournament: Any) -> None:
    """Ask what can be played, play it, and ask again."""
    while active := tournament.get_active_matches():
        for match in active:
            win_first(tournament, match)


def play_in_order(tournament: Any) -> None:
    """Go through the matches once, in an order that is known to be one of play."""
    for match in tournament.get_matches():
        if match.is_ready_to_start():
            win_first(tournament, match)


def win_first(tournament: Any, match: Any) -> None:
    tournament.add_win(match, match.get_participants()[0].get_competitor())


if __name__ == "__main__":
    main()
