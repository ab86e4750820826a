"""Ways to play a stage in tests."""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from bracketcore import Placement, Stage, Win
from bracketcore.results import Result

DATA = Path(__file__).parent / "data"
FOUR = ["ann", "bob", "cyd", "dee"]
EIGHT = ["ann", "bob", "cyd", "dee", "eve", "fay", "gus", "hal"]


def names(count: int) -> list[str]:
    """Ids whose order by alphabet is that of the seeds."""
    return [f"e{number:04}" for number in range(1, count + 1)]


def vectors(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def seats(stage: Stage, bracket: str, number: int) -> list[tuple[object, ...]]:
    """The pairings of one round."""
    matches = [
        match for match in stage.matches if (match.bracket, match.round) == (bracket, number)
    ]
    return [stage.pairing(match.id) for match in matches]


def favourites_win(stage: Stage, *, until: str | None = None) -> Stage:
    """Let the better seed win each match that is ready, up to one that is left alone."""
    order = [entrant.id for entrant in stage.entrants]
    while ready := [match.id for match in stage.ready_matches() if match.id != until]:
        for match in ready:
            stage.record(match, won(stage, match, sorted(sitting(stage, match), key=order.index)))
    return stage


def sitting(stage: Stage, match: str) -> list[str]:
    """The entrants of a match who have not left."""
    sides = [side for side in stage.pairing(match) if isinstance(side, str)]
    return [side for side in sides if side not in stage.withdrawn]


def won(stage: Stage, match: str, order: list[str]) -> Result:
    """The result of a match or a heat that ended in this order."""
    return Placement(tuple(order)) if len(stage.pairing(match)) > 2 else Win(order[0])


def played_out(stage: Stage, random: Random) -> Stage:
    """Let anybody win each match."""
    while ready := stage.ready_matches():
        for match in ready:
            order = sitting(stage, match.id)
            random.shuffle(order)
            stage.record(match.id, won(stage, match.id, order))
    return stage


def losses(stage: Stage) -> Counter[str]:
    """How many played matches each entrant lost."""
    lost = Counter({entrant.id: 0 for entrant in stage.entrants})
    for match in stage.matches:
        if stage.state(match.id) == "played":
            lost[str(stage.outcome(match.id)[1])] += 1
    return lost


def states(stage: Stage) -> dict[str, tuple[object, ...]]:
    """All that can be seen of each match."""
    return {
        match.id: (stage.pairing(match.id), stage.state(match.id), stage.result(match.id))
        for match in stage.matches
    }
