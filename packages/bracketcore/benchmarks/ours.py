"""What bracketcore needs for the work of the table: prints a JSON object of work and number."""

import json
from collections.abc import Callable, Sequence
from functools import partial

from measure import milliseconds, names, peak

from bracketcore import DoubleElimination, RoundRobin, Stage, Win
from bracketcore.formats import shapes
from bracketcore.history import Event


def main() -> None:
    print(json.dumps(creating() | playing() | recording()))


def creating() -> dict[str, float]:
    """A stage of a shape that was made before, and ("first") of one that was not.

    Of the largest, 16,384 and 500, no shape is kept: there each is the first.
    """
    robin = RoundRobin().create
    measured = {f"create {size}": of_names(create, size) for size in (64, 1_024, 16_384)}
    measured |= {f"round robin {size}": of_names(robin, size) for size in (100, 500)}
    measured |= {f"first create {size}": of_names(create, size, anew=True) for size in (64, 1_024)}
    measured["first round robin 100"] = of_names(robin, 100, anew=True)
    entered = names(16_384)
    return measured | {"memory 16384": peak(lambda: create(entered))}


def of_names(make: Callable[[list[str]], Stage], size: int, *, anew: bool = False) -> float:
    def prepare() -> list[str]:
        if anew:
            shapes.forget()
        return names(size)

    return milliseconds(prepare, make)


def create(entered: Sequence[str]) -> Stage:
    return DoubleElimination().create(entered)


def playing() -> dict[str, float]:
    measured = {}
    for size in (64, 1_024):
        prepare = partial(create, names(size))
        measured[f"play as ready {size}"] = milliseconds(prepare, play_as_ready)
        measured[f"play in order {size}"] = milliseconds(prepare, play_in_order(size))
        measured[f"first play as ready {size}"] = milliseconds(first(size), play_as_ready)
    return measured


def first(size: int) -> Callable[[], Stage]:
    """Stages each of which is the first of its shape: none of its matches was built before."""

    def prepare() -> Stage:
        shapes.forget()
        return create(names(size))

    return prepare


def play_as_ready(stage: Stage) -> None:
    """Ask what can be played, play it, and ask again."""
    while ready := stage.ready_matches():
        for match in ready:
            record_first(stage, match.id)


def play_in_order(size: int) -> Callable[[Stage], None]:
    """Go through the matches once, in an order that is known to be one of play."""
    matches = [match.id for match in create(names(size)).matches]

    def play(stage: Stage) -> None:
        for match in matches:
            if stage.state(match) == "ready":
                record_first(stage, match)

    return play


def record_first(stage: Stage, match: str) -> None:
    first = stage.pairing(match)[0]
    if isinstance(first, str):
        stage.record(match, Win(first))


def recording() -> dict[str, float]:
    """Microseconds for a result; milliseconds for 400 of a stage that is read again."""
    whole = {size: played(size) for size in (64, 1_024, 16_384)}
    measured = {
        f"record {size}": replaying(size, events) * 1000 / len(events)
        for size, events in whole.items()
    }
    return measured | {"replay 400": replaying(1_024, whole[1_024][:400])}


def played(size: int) -> tuple[Event, ...]:
    stage = create(names(size))
    play_in_order(size)(stage)
    return stage.history


def replaying(size: int, events: Sequence[Event]) -> float:
    def replay(stage: Stage) -> None:
        for event in events:
            stage.apply(event)

    return milliseconds(partial(create, names(size)), replay)


if __name__ == "__main__":
    main()
